"""Findings that were there before ↔ a baseline: which findings are new, which are known, and what is stale.

A finding is known by its rule and field, or by its rule and the text it underlines: never by its line.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from casebound.check.report.terminal import is_seen
from casebound.text.finding import Finding, Severity
from casebound.text.localized import Localized, phrase
from casebound.text.source import Source, Span

VERSION = 1
BASELINE_RULES = ("invalid-baseline", "stale-baseline")
"""What is said about a baseline; it is never put into one."""
_LONGEST_TEXT = 10_000
"""Code points of an underlined text that are looked at."""
_MOST_COUNT = 1_000_000
_MOST_SAID = 20
_LIST = re.compile(r'"findings"[ \t\r\n]*:[ \t\r\n]*\[')
_SPACE = re.compile(r"[ \t\r\n,]*")
_UPDATE = phrase("运行 casebound check --update-baseline", "Run casebound check --update-baseline")


class Key(NamedTuple):
    """By what a finding is known."""

    path: str
    rule: str
    kind: str
    """`field`, or `text` for a hash of what is underlined."""
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """How often each finding was there when the baseline was made."""

    counts: Mapping[Key, int] = field(default_factory=dict)
    places: Mapping[Key, Span] = field(default_factory=dict)
    """Where the baseline says so."""


def key_of(finding: Finding) -> Key:
    """In the front matter the field; elsewhere the section and text underlined, its white space unified.

    An empty span stands for its line.
    """
    span = finding.span
    if finding.field and not finding.field.startswith("sections."):
        return Key(span.source.path, finding.rule, "field", finding.field)
    text = span.source.text[span.start : min(span.end, span.start + _LONGEST_TEXT)]
    if not text:
        text = span.source.line_text(span.source.position(span.start)[0])[:_LONGEST_TEXT]
    said = f"{finding.field.removeprefix('sections.')}\n{' '.join(text.split())}"
    digest = hashlib.sha256(said.encode("utf-8", errors="surrogatepass")).hexdigest()[:16]
    return Key(span.source.path, finding.rule, "text", digest)


def apply_baseline(
    findings: Iterable[Finding],
    baseline: Baseline,
    *,
    paths: Collection[str] | None = None,
    ran: Collection[str] | None = None,
) -> tuple[list[Finding], list[Finding]]:
    """New findings, with one for each stale entry; and those that were known.

    Of findings with the same key the first are the known ones. `paths` and `ran` are the files and rules that were
    checked (None: all): what was not checked is not stale.
    """
    left = dict(baseline.counts)
    new: list[Finding] = []
    known: list[Finding] = []
    for finding in findings:
        key = key_of(finding)
        if left.get(key, 0) > 0 and finding.rule not in BASELINE_RULES:
            left[key] -= 1
            known.append(finding)
        else:
            new.append(finding)
    for key, count in left.items():
        if count and key in baseline.places and _is_checked(key, paths, ran):
            new.append(_stale(key, baseline.places[key], gone=count, expected=baseline.counts[key]))
    return new, known


def _is_checked(key: Key, paths: Collection[str] | None, ran: Collection[str] | None) -> bool:
    return (paths is None or key.path in paths) and (ran is None or key.rule in ran)


def _stale(key: Key, span: Span, *, gone: int, expected: int) -> Finding:
    if gone == expected:
        message = phrase(
            "“{path}”里已经没有基线所记的“{rule}”",
            "“{path}” no longer has the “{rule}” that the baseline lists",
            path=key.path,
            rule=key.rule,
        )
    else:
        message = phrase(
            "“{path}”里的“{rule}”比基线所记的少：{now}/{expected}",
            "“{path}” has fewer “{rule}” than the baseline lists: {now} of {expected}",
            path=key.path,
            rule=key.rule,
            now=expected - gone,
            expected=expected,
        )
    return Finding(rule="stale-baseline", severity=Severity.WARNING, message=message, span=span, hint=_UPDATE)


def render_baseline(
    findings: Iterable[Finding],
    previous: Baseline | None = None,
    *,
    paths: Collection[str] | None = None,
    ran: Collection[str] | None = None,
) -> str:
    """JSON that `read_baseline` reads: the findings, and what `previous` says of files and rules not checked now."""
    counts = Counter(key_of(finding) for finding in findings if finding.rule not in BASELINE_RULES)
    if previous is not None:
        counts.update({key: count for key, count in previous.counts.items() if not _is_checked(key, paths, ran)})
    items = [{"path": key.path, "rule": key.rule, key.kind: key.name, "count": counts[key]} for key in sorted(counts)]
    lines = ",\n".join(f"    {json.dumps(item, ensure_ascii=False)}" for item in items)
    body = f"[\n{lines}\n  ]" if lines else "[]"
    text = f'{{\n  "version": {VERSION},\n  "findings": {body}\n}}\n'
    return "".join(item if item == "\n" or is_seen(item) else json.dumps(item)[1:-1] for item in text)


def read_baseline(source: Source) -> tuple[Baseline, list[Finding]]:
    """The baseline a text holds, as far as it can be read, and what is wrong with it."""
    try:
        document = json.loads(source.text)
    except json.JSONDecodeError as error:
        line = source.line_span(source.position(min(error.pos, len(source.text)))[0])
        return Baseline(), [_invalid(line, phrase("基线不是合法的 JSON", "The baseline is not valid JSON"))]
    except (ValueError, RecursionError):
        document = None
    top = source.line_span(1)
    if not isinstance(document, dict) or not isinstance(document.get("findings"), list):
        message = phrase("基线里没有“findings”列表", "The baseline has no list “findings”")
        return Baseline(), [_invalid(top, message)]
    if document.get("version") != VERSION or isinstance(document["version"], bool):
        message = phrase("基线的版本应为 {version}", "The version of the baseline should be {version}", version=VERSION)
        return Baseline(), [_invalid(top, message)]
    counts: Counter[Key] = Counter()
    places: dict[Key, Span] = {}
    findings: list[Finding] = []
    items = document["findings"]
    spans = list(_items(source))
    for number, item in enumerate(items):
        span = spans[number] if len(spans) == len(items) else top
        key, count = _entry(item)
        if key is None:
            if len(findings) < _MOST_SAID:
                message = phrase("看不懂基线的第 {n} 条", "Entry {n} of the baseline is not understood", n=number + 1)
                findings.append(_invalid(span, message))
            continue
        counts[key] += count
        places.setdefault(key, span)
    return Baseline(counts=counts, places=places), findings


def _entry(item: object) -> tuple[Key | None, int]:
    if not isinstance(item, dict):
        return None, 0
    path, rule, count = item.get("path"), item.get("rule"), item.get("count")
    kind = "field" if "field" in item else "text"
    name = item.get(kind)
    if set(item) != {"path", "rule", kind, "count"}:
        return None, 0
    if not isinstance(count, int) or isinstance(count, bool) or not 0 < count <= _MOST_COUNT:
        return None, 0
    if not isinstance(path, str) or not isinstance(rule, str) or not isinstance(name, str):
        return None, 0
    return Key(path, rule, kind, name), count


def _items(source: Source) -> Iterator[Span]:
    """Where each item of the list `findings` stands, in text that is known to be JSON."""
    match = _LIST.search(source.text)
    decoder = json.JSONDecoder()
    at = match.end() if match else len(source.text)
    while (at := _end_of_space(source.text, at)) < len(source.text) and source.text[at] != "]":
        try:
            _, end = decoder.raw_decode(source.text, at)
        except ValueError:
            return
        yield source.span(at, end)
        at = end


def _end_of_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _invalid(span: Span, message: Localized) -> Finding:
    hint = phrase(
        "改好它，或运行 casebound check --update-baseline 重新生成",
        "Mend it, or make it anew with casebound check --update-baseline",
    )
    return Finding(rule="invalid-baseline", severity=Severity.ERROR, message=message, span=span, hint=hint)
