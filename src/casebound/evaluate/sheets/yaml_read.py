"""A YAML sheet that came back, or an evaluation as it is stored → its sheets, with the place of each answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from casebound.evaluate.sheets import keys
from casebound.evaluate.sheets.returned import MOST_SHEETS, returned_file, trimmed, unidentified, unwritten_comment
from casebound.model.sheet import Answer, ReturnedComment, ReturnedCondition, ReturnedFile, ReturnedSheet
from casebound.read.fields import Field, ListOf, MapOf, Reading, Record
from casebound.read.nodes import Node, read_yaml
from casebound.text.finding import Finding, Severity
from casebound.text.localized import phrase
from casebound.text.source import Source, Span


class _AnswerKind:
    """Any single value, as written."""

    def read(self, key: str, node: Node, reading: Reading) -> Answer | None:
        """The value and its place."""
        if node.kind != "scalar":
            reading.wrong_type(key, node, phrase("文字或数字", "a text or a number"))
            return None
        return Answer(text=node.text.strip(), place=node.span)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Comment:
    kind: Answer | None = None
    text: Answer | None = None
    anchor: Answer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    value: Answer | None = None
    comments: tuple[_Comment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """A sheet, or what holds sheets, as it is written."""

    node: Node | None = None
    packet: Answer | None = None
    round: Answer | None = None
    evaluator: Answer | None = None
    case: Answer | None = None
    case_digest: Answer | None = None
    framework_digest: Answer | None = None
    status: Answer | None = None
    date: Answer | None = None
    overall: Answer | None = None
    framework: Answer | None = None
    conditions: dict[str, ReturnedCondition] = field(default_factory=dict)
    marks: dict[str, _Mark] = field(default_factory=dict)
    sheets: tuple[_Written, ...] = ()


ANSWER = Field(_AnswerKind())
_MARK = Record(
    _Mark,
    {
        "value": ANSWER,
        "comments": Field(ListOf(Record(_Comment, {"kind": ANSWER, "text": ANSWER, "anchor": ANSWER}))),
    },
)
_SHEET_FIELDS = {
    **dict.fromkeys((*keys.IDENTITY, *keys.ENDING), ANSWER),
    "conditions": Field(MapOf(Record(ReturnedCondition, {"met": ANSWER, "comment": ANSWER}))),
    "marks": Field(MapOf(_MARK)),
}


class _SheetKind:
    """A sheet that remembers where it stands."""

    def read(self, key: str, node: Node, reading: Reading) -> _Written | None:
        """The sheet."""
        written = Record(_Written, _SHEET_FIELDS).read(key, node, reading)
        return None if written is None else replace(written, node=node)


_FILE = Record(_Written, {**_SHEET_FIELDS, "framework": ANSWER, "sheets": Field(ListOf(_SheetKind()))})


def read_yaml_sheet(source: Source) -> ReturnedFile:
    """The sheets in a YAML file: those under `sheets`, or the one that the file itself is."""
    node, findings = read_yaml(source)
    reading = Reading()
    written = None
    if node is not None and (node.kind == "mapping" or findings):
        written = _FILE.read("", node, reading)
    findings = [_softened(finding) for finding in (*findings, *reading.findings)]
    if node is None or written is None:
        return returned_file(source.path, (), findings)
    parts = written.sheets
    if not parts and (written.case is not None or written.marks):
        parts = (replace(written, node=node),)
    sheets = []
    for part in parts[: MOST_SHEETS + 1]:
        place = part.node.span if part.node else node.span
        inside = [finding for finding in findings if _is_inside(finding.span, place)]
        findings = [finding for finding in findings if finding not in inside]
        if part.node is not None and part.node.is_cut and not any(map(_is_error, inside)):
            inside += list(filter(_is_error, findings))[:1]  # what cut it short stands behind it
        sheets.append(_sheet(part, written, place, inside))
    return returned_file(source.path, sheets, findings)


def _softened(finding: Finding) -> Finding:
    """What was mended for certain, and notes under keys of somebody's own, keep nothing from being taken."""
    is_harmless = finding.rule == "unknown-key" and finding.fix is None
    is_mended = finding.fix is not None and finding.fix.is_safe
    if _is_error(finding) and (is_harmless or is_mended):
        return replace(finding, severity=Severity.WARNING)
    return finding


def _is_error(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR


def _is_inside(inner: Span, outer: Span) -> bool:
    return inner.source is outer.source and outer.start <= inner.start <= outer.end


def _sheet(part: _Written, written: _Written, place: Span, findings: list[Finding]) -> ReturnedSheet:
    identity: dict[str, Answer | None] = {name: getattr(part, name) or getattr(written, name) for name in keys.IDENTITY}
    source = place.source
    line, _ = source.position(place.start)
    head = source.span(place.start, max(place.start, min(place.end, source.line_span(line).end)))
    return ReturnedSheet(
        place=head,
        **identity,
        status=part.status,
        date=part.date,
        conditions={id: check for id, check in part.conditions.items() if check.met or check.comment},
        marks={id: mark.value for id, mark in part.marks.items() if mark.value is not None},
        comments=tuple(_comments(part, findings)),
        overall=part.overall,
        findings=(*findings, *unidentified(head, identity)),
    )


def _comments(part: _Written, findings: list[Finding]) -> Iterator[ReturnedComment]:
    for criterion, mark in part.marks.items():
        for comment in mark.comments:
            if comment.text is None:
                if comment.anchor is not None:
                    findings.append(unwritten_comment(comment.anchor.place))
                continue
            place = comment.text.place
            kind = comment.kind or Answer(text="", place=trimmed(place.source, place.start, place.start))
            yield ReturnedComment(criterion=criterion, kind=kind, text=comment.text, anchor=comment.anchor)
