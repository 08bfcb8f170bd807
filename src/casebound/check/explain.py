"""Rules → their pages and their list, as text, Markdown or JSON: what each says, why, and how to mend it."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from rich.cells import cell_len

from casebound import __version__
from casebound.check.allowance import ALLOWANCE_RULES
from casebound.check.context import Context
from casebound.check.report.json_text import JSON, json_text
from casebound.check.report.terminal import shown
from casebound.check.report.words import SEVERITIES
from casebound.check.rule_example import ExampleLine, marked
from casebound.check.rulebook import BUILT_IN, Check, Rulebook, RuleSet
from casebound.model.rule import Profile, Rule
from casebound.text.localized import NOTHING, Localized, phrase

VERSION = 1
"""Of the JSON format."""

STAGES = {
    Profile.DRAFT: phrase("起草（draft）", "draft"),
    Profile.SUBMITTED: phrase("提交（submitted）", "submitted"),
    Profile.PUBLISHED: phrase("公开（published）", "published"),
}
WHY = phrase("为什么", "Why")
MEND = phrase("怎样改", "How to mend it")
BAD = phrase("不对", "Bad")
GOOD = phrase("对", "Good")
ALLOW = phrase("确有理由不改", "Where there is reason to keep it")
IN_YAML = phrase("头部：写在那一行末尾，或上面一行", "Front matter: at the end of that line, or on the line above")
IN_BODY = phrase("正文：在那一段上面单独写一行", "Body: on a line of its own above that block")
REASON = phrase("理由", "why")
OWN = "content/"
"""Where a workspace keeps its frameworks and routes; all other paths are Casebound's own."""
INCLUDED = phrase("自带", "built in:")
ORIGIN = phrase("出处", "Listed in")
KIND = phrase("类型", "Kind")
READER = phrase(
    "读取时判断，或在材料之外；没有可设的参数", "judged while reading, or outside write-ups; nothing can be set in it"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A rule, with what can be run of it."""

    rule: Rule
    check: Check | None = None
    """None for one that is judged while reading."""

    @property
    def path(self) -> str:
        """The file that lists it."""
        return self.rule.place.source.path if self.rule.place else ""

    @property
    def line(self) -> int:
        """Its line there, from 1."""
        return self.rule.place.source.position(self.rule.place.start)[0] if self.rule.place else 0


def entries(book: Rulebook) -> tuple[Entry, ...]:
    """Every rule of every file once, as listed: files in order, the rules for all write-ups first."""
    found: dict[tuple[str, int, str], Entry] = {}
    for rules in (book.base, *book.frameworks.values(), *book.routes.values()):
        for entry in _of(rules):
            found.setdefault((entry.path, entry.line, entry.rule.id), entry)
    return tuple(found.values())


def _of(rules: RuleSet) -> list[Entry]:
    listed = [*(Entry(rule=rule) for rule in rules.explained)]
    listed += [Entry(rule=check.rule, check=check) for check in rules.checks]
    return sorted(listed, key=lambda entry: (entry.path, entry.line))


# One rule, or several of one name.


def rule_text(chosen: Sequence[Entry], context: Context, lang: str) -> str:
    """The page of a rule, for a terminal."""
    return "\n".join("\n".join(_page(same, context, lang)) + "\n" for same in _alike(chosen))


def _alike(chosen: Iterable[Entry]) -> list[list[Entry]]:
    """Rules of several files that say the same, together."""
    alike: list[list[Entry]] = []
    for entry in chosen:
        bare = _bare(entry.rule)
        same = next((group for group in alike if _bare(group[0].rule) == bare), None)
        if same is None:
            alike.append([entry])
        else:
            same.append(entry)
    return alike


def _bare(rule: Rule) -> Rule:
    return replace(rule, place=None, demanded_by=NOTHING)


def _page(same: Sequence[Entry], context: Context, lang: str) -> Iterator[str]:
    entry, rule = same[0], same[0].rule
    yield f"{shown(rule.id)} · {_grade(entry, lang)}"
    yield from ("", f"  {_open(rule.message, lang)}")
    for title, words in ((WHY, rule.why), (MEND, rule.hint)):
        if words:
            yield from ("", title.to(lang), f"  {_open(words, lang)}")
    if rule.bad:
        yield from ("", BAD.to(lang))
        yield from _example(marked(rule, entry.check, context), lang)
    if rule.good:
        yield from ("", GOOD.to(lang))
        yield from (f"    {shown(line)}".rstrip() for line in rule.good.rstrip("\n").split("\n"))
    ways = _ways(rule, lang)
    if ways:
        yield from ("", ALLOW.to(lang))
        yield from (f"  {where}\n    {comment}" for where, comment in ways)
    yield from ("", ORIGIN.to(lang), *(f"  {_origin(item, lang)}" for item in same))
    yield from ("", KIND.to(lang), f"  {_kind(entry, lang)}")


def _example(lines: Iterable[ExampleLine], lang: str) -> Iterator[str]:
    """Lines with carets under what is wrong, by the cells that characters take in a terminal."""
    for line in lines:
        yield f"    {shown(line.text)}".rstrip()
        for mark in line.marks:
            before, under = line.text[: mark.start], line.text[mark.start : mark.end]
            carets = "^" * max(1, cell_len(shown(under)))
            said = shown(mark.message.to(lang)) if mark.message else ""
            yield f"    {' ' * cell_len(shown(before))}{carets} {said}".rstrip()


def rule_markdown(chosen: Sequence[Entry], context: Context, lang: str) -> str:
    """The page of a rule, for documents."""
    return "\n".join("\n".join(_markdown(same, context, lang)) for same in _alike(chosen))


def _markdown(same: Sequence[Entry], context: Context, lang: str) -> Iterator[str]:
    entry, rule = same[0], same[0].rule
    yield from (f"# `{rule.id}`", "", f"> {_open(rule.message, lang)}", "", _grade(entry, lang), "")
    for title, words in ((WHY, rule.why), (MEND, rule.hint)):
        if words:
            yield from (f"## {title.to(lang)}", "", _open(words, lang), "")
    if rule.bad:
        lines = (line.removeprefix("    ") for line in _example(marked(rule, entry.check, context), lang))
        yield from (f"## {BAD.to(lang)}", "", "````", *lines, "````", "")
    if rule.good:
        yield from (f"## {GOOD.to(lang)}", "", "````", *shown_lines(rule.good), "````", "")
    ways = _ways(rule, lang)
    if ways:
        yield from (f"## {ALLOW.to(lang)}", "", *(f"- {where}: `{comment}`" for where, comment in ways), "")
    yield from (f"## {ORIGIN.to(lang)}", "", *(f"- {_origin(item, lang)}" for item in same), "")
    yield from (f"## {KIND.to(lang)}", "", _kind(entry, lang), "")


def shown_lines(text: str) -> list[str]:
    """The lines of a text, fit to be shown."""
    return [shown(line) for line in text.rstrip("\n").split("\n")]


def _grade(entry: Entry, lang: str) -> str:
    """How much it matters, and from when."""
    rule = entry.rule
    stage = phrase("自“{stage}”阶段起", "from stage {stage} on", stage=STAGES[rule.profile])
    languages = f" · {', '.join(rule.languages)}" if rule.languages else ""
    return f"{SEVERITIES[rule.severity].to(lang)} · {stage.to(lang)}{languages}"


def _open(words: Localized, lang: str) -> str:
    """Words with “…” at the places that are filled in a finding."""
    try:
        names = {name for _, name, _, _ in string.Formatter().parse(words.to(lang)) if name}
        return shown(words.filled(**dict.fromkeys(names, "…")).to(lang))
    except (ValueError, LookupError, AttributeError):
        return shown(words.to(lang))


def _ways(rule: Rule, lang: str) -> list[tuple[str, str]]:
    """How it is allowed in one place of a write-up; what is said about allowances cannot be."""
    if rule.id in ALLOWANCE_RULES or (rule.kind == BUILT_IN and not rule.bad):
        return []
    words = f"casebound: allow {shown(rule.id)} — {REASON.to(lang)}"
    return [(IN_YAML.to(lang), f"# {words}"), (IN_BODY.to(lang), f"<!-- {words} -->")]


def _origin(entry: Entry, lang: str) -> str:
    words = phrase("{path} 第 {line} 行", "{path}, line {line}", path=shown(entry.path), line=entry.line).to(lang)
    words = words if entry.path.startswith(OWN) else f"{INCLUDED.to(lang)} {words}"
    return f"{words} ({entry.rule.demanded_by.to(lang)})" if entry.rule.demanded_by else words


def _kind(entry: Entry, lang: str) -> str:
    kind = shown(entry.rule.kind)
    return f"{kind} ({READER.to(lang)})" if kind == BUILT_IN else f"{kind} (casebound explain --kind {kind})"


# All of them.


def list_text(listed: Sequence[Entry], lang: str) -> str:
    """All rules, one a line, under the files that list them."""
    lines = []
    for path, group in groupby(listed, key=lambda entry: entry.path):
        rows = [_row(entry, lang) for entry in group]
        widths = [max(cell_len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
        lines.append(shown(path))
        for row in rows:
            cells = [cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=False)]
            lines.append("  " + "  ".join((*cells, row[-1])))
        lines.append("")
    lines.append(phrase("casebound explain 规则名：一条规则的说明", "casebound explain RULE: one of them").to(lang))
    return "\n".join(lines) + "\n"


def _row(entry: Entry, lang: str) -> tuple[str, ...]:
    rule = entry.rule
    grade = (SEVERITIES[rule.severity].to(lang), rule.profile.value)
    return (shown(rule.id), shown(rule.kind), *grade, _open(rule.message, lang))


def list_markdown(listed: Sequence[Entry], langs: Sequence[str]) -> str:
    """All rules, a table for each file; with several languages each message in all of them."""
    lines = []
    for path, group in groupby(listed, key=lambda entry: entry.path):
        heads = (
            phrase("规则", "rule"),
            KIND,
            phrase("轻重", "severity"),
            phrase("阶段", "stage"),
            phrase("说法", "message"),
        )
        lines += [f"## {path}", "", _cells(" / ".join(head.to(lang) for lang in langs) for head in heads)]
        lines.append("|---|---|---|---|---|")
        for entry in group:
            rule = entry.rule
            said = "<br>".join(_open(rule.message, lang) for lang in langs)
            grade = (rule.severity.value, rule.profile.value)
            lines.append(_cells((f"`{rule.id}`", rule.kind, *grade, said)))
        lines.append("")
    return "\n".join(lines)


def _cells(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def rules_json(listed: Sequence[Entry]) -> str:
    """One object; every text in both languages, messages with their `{name}` places."""
    tool: JSON = {"name": "casebound", "version": __version__}
    return json_text({"version": VERSION, "tool": tool, "rules": [_json(entry) for entry in listed]})


def _json(entry: Entry) -> JSON:
    rule = entry.rule
    return {
        "rule": rule.id,
        "kind": rule.kind,
        "severity": rule.severity.value,
        "profile": rule.profile.value,
        "languages": list(rule.languages),
        "message": _texts(rule.message),
        "hint": _texts(rule.hint),
        "why": _texts(rule.why),
        "bad": rule.bad or None,
        "good": rule.good or None,
        "listed": {"path": entry.path, "line": entry.line, "demanded_by": _texts(rule.demanded_by)},
    }


def _texts(words: Localized) -> JSON:
    return dict(words.texts) if words else None
