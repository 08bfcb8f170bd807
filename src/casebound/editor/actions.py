"""A write-up, a stretch of it and its findings → edits that an editor may offer there."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from casebound.check.allowance import ALLOWANCE_RULES
from casebound.check.fixing import apply_fixes
from casebound.editor.allow import allowing
from casebound.editor.scene import Scene
from casebound.text.finding import Finding
from casebound.text.fix import Edit
from casebound.text.localized import Localized, phrase
from casebound.text.source import Source

QUICK_FIX = "quickfix"
FIX_ALL = "source.fixAll"
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Edits under a title."""

    title: Localized
    kind: str
    edits: tuple[Edit, ...]
    findings: tuple[Finding, ...] = ()
    """What it is for."""
    is_preferred: bool = False


def fixes(findings: Iterable[Finding], path: str, start: int, end: int) -> Iterator[Action]:
    """What would mend each finding that touches a stretch of a file."""
    for finding in touching(findings, path, start, end):
        if finding.fix is not None:
            fix = finding.fix
            yield Action(
                title=fix.message, kind=QUICK_FIX, edits=fix.edits, findings=(finding,), is_preferred=fix.is_safe
            )


def touching(findings: Iterable[Finding], path: str, start: int, end: int) -> Iterator[Finding]:
    """The findings in a file that overlap a stretch or end where it begins."""
    return (
        finding
        for finding in findings
        if finding.span.source.path == path and finding.span.start <= end and start <= finding.span.end
    )


def fix_all(source: Source, mended: str, findings: Iterable[Finding]) -> Action | None:
    """All that can be mended without changing what the text means, given the mended text; None if that is nothing."""
    edits = tuple(differences(source, mended))
    safe = tuple(item for item in findings if item.fix and item.fix.is_safe and item.span.source.path == source.path)
    title = phrase("改好本文件里所有可以放心改的", "Mend everything in this file that is safe to mend")
    return Action(title=title, kind=FIX_ALL, edits=edits, findings=safe) if edits else None


def mended_once(source: Source, findings: Iterable[Finding]) -> str:
    """The text after one round of safe fixes."""
    return apply_fixes(source, [finding.fix for finding in findings if finding.fix])[0]


def differences(source: Source, text: str) -> Iterator[Edit]:
    """Edits of whole lines that make one text of another."""
    before, after = _LINE.findall(source.text), _LINE.findall(text)
    starts = [0]
    for line in before:
        starts.append(starts[-1] + len(line))
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for what, first, last, from_line, to_line in matcher.get_opcodes():
        if what != "equal":
            yield _trimmed(source, starts[first], starts[last], "".join(after[from_line:to_line]))


def _trimmed(source: Source, start: int, end: int, text: str) -> Edit:
    """Without what is the same at either end, so that a cursor stays where it is."""
    old = source.text[start:end]
    most = min(len(old), len(text))
    head = next((number for number in range(most) if old[number] != text[number]), most)
    tail = next((number for number in range(most - head) if old[-1 - number] != text[-1 - number]), most - head)
    return Edit(span=source.span(start + head, end - tail), text=text[head : len(text) - tail])


def allowances(scene: Scene, findings: Iterable[Finding], start: int, end: int) -> Iterator[Action]:
    """To say at each place that its finding is right as it is; once for each rule and line."""
    known = scene.rulebook.ids() - set(ALLOWANCE_RULES)
    seen: set[tuple[str, int]] = set()
    for finding in touching(findings, scene.source.path, start, end):
        key = (finding.rule, scene.source.position(finding.span.start)[0])
        if finding.rule not in known or key in seen:
            continue
        seen.add(key)
        reason = scene.say(phrase("理由", "reason"))
        edit = allowing(scene.document, finding, reason)
        if edit is not None:
            title = phrase("这里允许“{rule}”，并写明理由", "Allow “{rule}” here, with a reason", rule=finding.rule)
            yield Action(title=title, kind=QUICK_FIX, edits=(edit,), findings=(finding,))
