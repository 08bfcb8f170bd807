"""Findings and the allowances written for them → the findings that remain, and those that are allowed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from casebound.read.allowances import Allowance
from casebound.text.finding import Finding, Label, Severity
from casebound.text.fix import Edit, Fix, replacement
from casebound.text.localized import Localized, phrase
from casebound.text.source import Span
from casebound.text.suggest import did_you_mean, near_miss

ALLOWANCE_RULES = ("allowance-without-reason", "malformed-allowance", "unknown-rule", "unused-allowance")
"""What is said about allowances; no allowance covers it."""
UNREAD = frozenset(
    (
        *("invalid-yaml", "deep-nesting", "too-many-values", "second-document"),
        *("missing-front-matter", "open-front-matter", "not-utf-8"),
    )
)
"""Rules after which a text was not read to its end: what an allowance is for may stand in the part not read."""
_MOST_GUESSES = 20
"""Unknown names for which a near miss is looked for: it takes long, and strangers may write thousands."""
_LONGEST_GUESS = 64


def apply_allowances(
    findings: Iterable[Finding], allowances: Iterable[Allowance], known: Collection[str], ran: Collection[str]
) -> tuple[list[Finding], list[Finding]]:
    """What remains, with what is to be said of the allowances; and what is allowed, labelled with the reason.

    A finding is allowed where its span begins in lines that an allowance of its rule holds for. `known` are the ids of
    all rules, `ran` of those that were run: of the others, nobody can tell whether an allowance is needed.
    """
    findings, allowances = list(findings), list(allowances)
    known = frozenset((*known, *ALLOWANCE_RULES))
    ran = frozenset(ran)
    valid = [item for item in allowances if _is_valid(item, known)]
    ranges = _ranges(valid)
    kept: list[Finding] = []
    allowed: list[Finding] = []
    starts: dict[tuple[str, str], list[int]] = {}
    for finding in findings:
        key = (finding.span.source.path, finding.rule)
        allowance = ranges[key].holding(finding.span.start) if key in ranges else None
        if allowance is None:
            kept.append(finding)
        else:
            starts.setdefault(key, []).append(finding.span.start)
            reason = phrase("允许的原因：{reason}", "Allowed because: {reason}", reason=allowance.reason)
            allowed.append(replace(finding, labels=(*finding.labels, Label(span=allowance.span, message=reason))))
    for offsets in starts.values():
        offsets.sort()
    unread = {finding.span.source.path for finding in findings if finding.rule in UNREAD}
    unused = {
        id(item)
        for item in valid
        if item.rule in ran and item.span.source.path not in unread and not _is_used(item, starts)
    }
    return [*kept, *_problems(allowances, known), *_unused(allowances, unused)], allowed


def _is_valid(allowance: Allowance, known: Collection[str]) -> bool:
    is_usable = allowance.rule in known and allowance.rule not in ALLOWANCE_RULES
    return is_usable and bool(allowance.reason) and allowance.problem is None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ranges:
    """The allowances of one rule in one file, by where they begin to hold."""

    starts: Sequence[int]
    reach: Sequence[Allowance]
    """For each start: of it and those before it, the allowance that holds farthest."""

    def holding(self, offset: int) -> Allowance | None:
        number = bisect_right(self.starts, offset) - 1
        return self.reach[number] if number >= 0 and _end(self.reach[number]) >= offset else None


def _ranges(allowances: Sequence[Allowance]) -> dict[tuple[str, str], _Ranges]:
    by_rule: dict[tuple[str, str], list[Allowance]] = {}
    for item in allowances:
        by_rule.setdefault((item.span.source.path, item.rule), []).append(item)
    found = {}
    for key, items in by_rule.items():
        items.sort(key=_start)
        reach: list[Allowance] = []
        for item in items:
            reach.append(reach[-1] if reach and _end(reach[-1]) >= _end(item) else item)
        found[key] = _Ranges(starts=[_start(item) for item in items], reach=reach)
    return found


def _start(allowance: Allowance) -> int:
    return allowance.holds.start if allowance.holds else 0


def _end(allowance: Allowance) -> int:
    return allowance.holds.end if allowance.holds else len(allowance.span.source.text)


def _is_used(allowance: Allowance, starts: dict[tuple[str, str], list[int]]) -> bool:
    offsets = starts.get((allowance.span.source.path, allowance.rule), [])
    number = bisect_left(offsets, _start(allowance))
    return number < len(offsets) and offsets[number] <= _end(allowance)


def _problems(allowances: Sequence[Allowance], known: Collection[str]) -> Iterator[Finding]:
    """What keeps allowances from holding: one finding for each mistake."""
    guesses = _MOST_GUESSES
    for item in allowances:
        if item.problem is not None:
            yield _finding("malformed-allowance", Severity.ERROR, item.span, item.problem, item.hint)
        elif item.rule in ALLOWANCE_RULES:
            message = phrase("“{rule}”本身不能被允许", "“{rule}” itself cannot be allowed", rule=item.rule)
            hint = phrase("改好它所指的那条允许", "Mend the allowance that it points at")
            yield _finding("malformed-allowance", Severity.ERROR, item.name, message, hint)
        elif item.rule not in known:
            guesses -= 1
            yield _unknown(item, known if guesses >= 0 and len(item.rule) <= _LONGEST_GUESS else ())
    for _, written in _together(item for item in allowances if item.problem is None and not item.reason):
        message = phrase("允许“{rules}”，却没有写原因", "“{rules}” is allowed without a reason", rules=_listed(written))
        yield _finding("allowance-without-reason", Severity.ERROR, written[0].span, message, _way(written[0]))


def _unknown(item: Allowance, known: Collection[str]) -> Finding:
    rule = item.rule[:_LONGEST_GUESS]
    near = near_miss(rule, known)
    message = phrase("没有名为“{rule}”的规则", "There is no rule “{rule}”", rule=rule)
    words = phrase("改为“{near}”", "Write “{near}”", near=near or "")
    return replace(
        _finding("unknown-rule", Severity.WARNING, item.name, message, did_you_mean(rule, known)),
        fix=replacement(item.name, near, words) if near else None,
    )


def _unused(allowances: Sequence[Allowance], unused: Collection[int]) -> Iterator[Finding]:
    """For what is written together one finding, which takes out what is not needed."""
    lists = [item for item in allowances if item.form == "file"]
    no_list = bool(lists) and all(id(item) in unused for item in lists)
    for _, written in _together(allowances):
        idle = [item for item in written if id(item) in unused]
        needed = [item for item in written if id(item) not in unused]
        if not idle:
            continue
        first = idle[0]
        span = first.name if needed else first.span
        removal = first.field_removal if no_list and first.field_removal else first.removal
        edit = Edit(span=removal, text="") if removal else None
        if needed:
            edit = Edit(span=first.names, text=", ".join(item.rule for item in needed))
        message = phrase("这里用不着允许“{rules}”", "“{rules}” need not be allowed here", rules=_listed(idle))
        words = phrase("删去用不着的允许", "Remove what need not be allowed")
        yield replace(
            _finding("unused-allowance", Severity.WARNING, span, message, phrase("删去它", "Remove it")),
            fix=Fix(edits=(edit,), message=words, is_safe=True) if edit else None,
        )


def _together(allowances: Iterable[Allowance]) -> Iterator[tuple[tuple[str, int, int], list[Allowance]]]:
    """Those written in one comment or item, in order."""
    for key, group in groupby(allowances, key=lambda item: (item.span.source.path, item.span.start, item.span.end)):
        yield key, list(group)


def _listed(allowances: Iterable[Allowance]) -> str:
    return ", ".join(item.rule[:_LONGEST_GUESS] for item in allowances)


def _way(allowance: Allowance) -> Localized:
    if allowance.form == "file":
        return phrase("加上 reason: 原因", "Add “reason: why”")
    return phrase("在规则名后面写“— 原因”", "After the rule, write “— reason”")


def _finding(rule: str, severity: Severity, span: Span, message: Localized, hint: Localized | None) -> Finding:
    return Finding(rule=rule, severity=severity, span=span, message=message, hint=hint)
