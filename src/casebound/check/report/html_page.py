"""Findings → one page of HTML that needs nothing else: no network, no script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from casebound import __version__
from casebound.check.report.excerpt import Excerpt, Mended, excerpt, mended
from casebound.check.report.html_style import STYLE
from casebound.check.report.summary import mendable, summary
from casebound.check.report.terminal import shown
from casebound.check.report.words import SEVERITIES, fix_command, fix_label
from casebound.text.finding import Finding, Label, Severity
from casebound.text.fix import Fix
from casebound.text.localized import CHINESE, LANGUAGES, Localized, phrase
from casebound.text.source import Span

TITLE = phrase("检查结果", "Findings")
FILES = phrase("文件", "Files")
HINT = phrase("提示", "Hint")
COLON = phrase("：", ": ")
ONE = {
    Severity.ERROR: phrase("个错误", "error"),
    Severity.WARNING: phrase("个警告", "warning"),
    Severity.ADVICE: phrase("条建议", "piece of advice"),
}
MANY = {
    Severity.ERROR: phrase("个错误", "errors"),
    Severity.WARNING: phrase("个警告", "warnings"),
    Severity.ADVICE: phrase("条建议", "pieces of advice"),
}
"""What stands after a count."""

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""A second lock: whatever a write-up smuggled in, the page loads and runs nothing."""


def render_html(findings: Sequence[Finding], lang: str) -> str:
    """Counts, a list of files when there are several, then the findings file by file."""
    lang = lang if lang in LANGUAGES else CHINESE
    groups = [(path, list(group)) for path, group in groupby(findings, key=lambda item: item.span.source.path)]
    lines = [
        "<!doctype html>",
        f'<html lang="{lang}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{_text(TITLE.to(lang) + COLON.to(lang) + summary(findings, lang))}</title>",
        f"<style>\n{STYLE}</style>",
        "</head>",
        "<body>",
        *_head(findings, lang),
        *(_contents(groups, lang) if len(groups) > 1 else ()),
        *(_main(groups, lang) if groups else ()),
        f"<footer>casebound {_text(__version__)}</footer>",
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(lines)


def _main(groups: Sequence[tuple[str, Sequence[Finding]]], lang: str) -> Iterator[str]:
    yield "<main>"
    for number, (path, members) in enumerate(groups, 1):
        yield f'<section id="file-{number}">\n<h2>{_path(path)}</h2>'
        for finding in members:
            yield from _finding(finding, lang)
        yield "</section>"
    yield "</main>"


def _head(findings: Sequence[Finding], lang: str) -> Iterator[str]:
    yield f"<header>\n<h1>{TITLE.to(lang)}</h1>"
    if findings:
        counts = Counter(finding.severity for finding in findings)
        yield '<ul class="counts">'
        for severity in Severity:
            name = severity.value if counts[severity] else "none"
            yield f'<li class="{name}"><b>{counts[severity]}</b> {_counted(severity, counts[severity], lang)}</li>'
        yield "</ul>"
    else:
        yield f'<p class="clean">{_text(summary(findings, lang))}</p>'
    if parts := mendable(findings):
        yield '<ul class="mendable">'
        for what, how in parts:
            yield f'<li>{_text(what.to(lang))} <code class="command">{_text(how)}</code></li>'
        yield "</ul>"
    yield "</header>"


def _contents(groups: Sequence[tuple[str, Sequence[Finding]]], lang: str) -> Iterator[str]:
    yield f'<nav aria-label="{_text(FILES.to(lang))}">\n<ol>'
    for number, (path, members) in enumerate(groups, 1):
        counts = Counter(finding.severity for finding in members)
        tallies = " ".join(
            f'<span class="{severity.value}">{counts[severity]} {_counted(severity, counts[severity], lang)}</span>'
            for severity in Severity
            if counts[severity]
        )
        yield f'<li><a href="#file-{number}">{_path(path)}</a> <span class="tally">{tallies}</span></li>'
    yield "</ol>\n</nav>"


def _counted(severity: Severity, count: int, lang: str) -> str:
    return (ONE if count == 1 else MANY)[severity].to(lang)


def _finding(finding: Finding, lang: str) -> Iterator[str]:
    yield f'<article class="{finding.severity.value}">'
    about = f' <span class="field">{_text(finding.field)}</span>' if finding.field else ""
    yield (
        f'<p class="what"><b>{_text(SEVERITIES[finding.severity].to(lang))}</b> '
        f'<code>{_text(finding.rule)}</code> <span class="at">{_at(finding.span)}</span>{about}</p>'
    )
    yield f"<h3>{_text(finding.message.to(lang))}</h3>"
    if shape := excerpt(finding.span):
        yield _excerpt(shape, lang)
    for label in finding.labels:
        yield from _label(label, finding.span, lang)
    if finding.hint:
        yield _line("hint", HINT, _text(finding.hint.to(lang)), lang)
    if finding.fix:
        yield from _fix(finding.fix, finding.span, lang)
    yield "</article>"


def _label(label: Label, span: Span, lang: str) -> Iterator[str]:
    """A second place: why it is shown, where it is, its line."""
    where = "" if label.span.source.path == span.source.path else f"{_path(label.span.source.path)}:"
    yield f'<p class="label">{_text(label.message.to(lang))} <span class="at">{where}{_at(label.span)}</span></p>'
    if shape := excerpt(label.span):
        yield _excerpt(shape, lang)


def _excerpt(shape: Excerpt, lang: str) -> str:
    """The line number and the line, what is meant marked."""
    mark = f"<mark>{_text(shape.under)}</mark>" if shape.under else '<mark class="point"></mark>'
    further = ""
    if shape.last_line > shape.line:
        words = phrase("到第 {line} 行", "to line {line}", line=shape.last_line).to(lang)
        further = f' <span class="further">{_text(words)}</span>'
    return _row("", str(shape.line), f"{_text(shape.before)}{mark}{_text(shape.after)}", further)


def _fix(fix: Fix, span: Span, lang: str) -> Iterator[str]:
    what, how = _text(fix.message.to(lang)), _text(fix_command(fix))
    yield _line("fix", fix_label(fix), what, lang, f'<code class="command">{how}</code>')
    if change := mended(fix):
        if change.source.path != span.source.path:
            yield f'<p class="label"><span class="at">{_path(change.source.path)}:{change.line}</span></p>'
        yield from _diff(change)


def _diff(change: Mended) -> Iterator[str]:
    """The line before with what goes struck out, and the line after with what comes."""
    removed = "".join(_tagged("del", item.removed) + _text(item.kept) for item in change.changes)
    added = "".join(_tagged("ins", item.added) + _text(item.kept) for item in change.changes)
    yield _row(" removed", "−", f"{_text(change.before)}{removed}{_text(change.after)}", "")
    yield _row(" added", "+", f"{_text(change.before)}{added}{_text(change.after)}", "")


def _tagged(tag: str, text: str) -> str:
    return f"<{tag}>{_text(text)}</{tag}>" if text else ""


def _row(name: str, mark: str, code: str, further: str) -> str:
    return f'<div class="line{name}"><span>{mark}</span><code translate="no">{code}</code>{further}</div>'


def _line(name: str, title: Localized, what: str, lang: str, how: str = "") -> str:
    head = title.to(lang)
    return f'<p class="{name}"><b>{_text(head[:1].upper() + head[1:])}</b> <span>{what}</span>{how and " " + how}</p>'


def _at(span: Span) -> str:
    line, column = span.source.position(span.start)
    return f"{line}:{column}"


def _path(path: str) -> str:
    """A path that may break after each of its slashes."""
    return _text(path).replace("/", "/<wbr>")


def _text(text: str) -> str:
    return escape(shown(text))
