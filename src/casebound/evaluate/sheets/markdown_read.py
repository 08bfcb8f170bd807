"""A Markdown sheet that came back → its sheets, with each answer's place, and the lines that say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from casebound.check.context import warning
from casebound.evaluate.sheets import keys
from casebound.evaluate.sheets.markdown_lines import Line, read_lines, unescaped_anchor, unescaped_line
from casebound.evaluate.sheets.markdown_write import DIGESTS
from casebound.evaluate.sheets.returned import (
    MOST_SHEETS,
    answered_twice,
    returned_file,
    trimmed,
    unidentified,
    unwritten_comment,
)
from casebound.model.sheet import Answer, ReturnedComment, ReturnedCondition, ReturnedFile, ReturnedSheet
from casebound.read.nodes import Node, read_yaml
from casebound.text.finding import Finding
from casebound.text.localized import phrase
from casebound.text.source import Source, Span

_FRONT = re.compile(
    r"\s*---[ \t]*(?:\r\n|\n|\r)(.*?)(?:\r\n|\n|\r)?^---[ \t]*(?:\r\n|\n|\r|\Z)", re.DOTALL | re.MULTILINE
)
MOST_UNREAD = 50
"""Findings about lines that are not understood, or not indented, in one sheet, that are enough."""


@dataclass(slots=True)
class _Open:
    """An answer whose end has not been seen."""

    line: Line
    section: str
    pieces: list[str]
    start: int
    end: int
    is_after_blank: bool = False


@dataclass(slots=True)
class _Part:
    """A sheet in the making."""

    source: Source
    place: Span
    case: Answer | None = None
    fields: dict[tuple[str, str], Answer] = field(default_factory=dict)
    """Answers by section and field; those on the case as a whole under the section ``."""
    comments: list[ReturnedComment] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unread: int = 0


def read_markdown_sheet(source: Source) -> ReturnedFile:
    """The sheets in a Markdown file."""
    front = _FRONT.match(source.text)
    identity: dict[str, Answer] = {}
    digests: dict[str, Answer] = {}
    findings: list[Finding] = []
    if front is not None:
        node, findings = read_yaml(source, front.start(1), front.end(1))
        identity, digests = _front(node)
    parts = _read_parts(source, front.end() if front else 0)
    if not identity and not any(part.case for part in parts):  # somebody's other Markdown
        parts = []
    sheets = []
    for part in parts:
        found: dict[str, Answer | None] = {name: identity.get(name) for name in keys.IDENTITY}
        found["case"] = part.case
        found["case_digest"] = digests.get(part.case.text) if part.case else None
        part.findings += unidentified(part.place, found)
        sheets.append(_sheet(part, found))
    return returned_file(source.path, sheets, findings)


def _front(node: Node | None) -> tuple[dict[str, Answer], dict[str, Answer]]:
    if node is None or node.kind != "mapping":
        return {}, {}
    digests = node.find(DIGESTS)
    return dict(_scalars(node)), dict(_scalars(digests.value)) if digests else {}


def _scalars(node: Node) -> Iterator[tuple[str, Answer]]:
    for pair in node.pairs:
        if pair.value.kind == "scalar" and not pair.value.is_empty:
            yield pair.key.text, Answer(text=pair.value.text.strip(), place=pair.value.span)


def _read_parts(source: Source, start: int) -> list[_Part]:
    parts: list[_Part] = []
    section = ""
    is_overall = False
    open: _Open | None = None
    for line in read_lines(source, start):
        is_heading = line.sort in ("case", "section", "overall", "title")
        if is_heading or (open is not None and not _goes_on(open, line, is_overall)):
            if open is not None:
                _close(parts[-1], open)
            open = None
        if line.sort == "case":
            parts.append(_part(source, line))
            if len(parts) > MOST_SHEETS:
                return parts
            section, is_overall = "", False
        elif not parts or line.sort == "title":
            continue
        elif line.sort in ("section", "overall"):
            section, is_overall = line.name, line.sort == "overall"
            if is_overall:
                open = _Open(line, "", [], line.start + len(line.text), line.start + len(line.text))
        elif open is not None:
            if line.sort == "other" and not (is_overall or line.is_indented) and _is_text(open):
                _unindented(parts[-1], line)
            _go_on(open, line, is_overall)
        elif line.sort in ("field", "comment"):
            rest = source.text[line.rest_at : line.start + len(line.text)]
            open = _Open(line, section, [rest], line.rest_at, line.start + len(line.text))
        elif line.sort == "other":
            _unread(parts[-1], line)
    if open is not None:
        _close(parts[-1], open)
    return parts


def _part(source: Source, line: Line) -> _Part:
    place = trimmed(source, *line.name_at)
    case = Answer(text=place.text, place=place) if line.name else None
    return _Part(source, trimmed(source, line.start, line.start + len(line.text)), case)


def _goes_on(open: _Open, line: Line, is_overall: bool) -> bool:
    """Whether a line belongs to the answer before it."""
    if is_overall or line.sort == "blank":
        return True
    is_begun = any(piece.strip() for piece in open.pieces)
    if line.is_indented:
        return is_begun or line.sort not in ("field", "comment")
    return line.sort == "other" and is_begun and not open.is_after_blank and not line.is_item


def _is_text(open: _Open) -> bool:
    """Whether the answer is somebody's own words, which may go on over lines."""
    return open.line.sort == "comment" or open.line.name == "remark"


def _go_on(open: _Open, line: Line, is_overall: bool) -> None:
    open.is_after_blank = line.sort == "blank"
    open.pieces.append(unescaped_line(line.text) if is_overall else line.outdented)
    if line.text.strip():
        open.end = line.start + len(line.text)


def _close(part: _Part, open: _Open) -> None:
    """Take an answer that has come to its end."""
    text = "\n".join(open.pieces).strip()
    place = trimmed(part.source, open.start, open.end)
    line = open.line
    answer = Answer(text=text, place=place)
    if line.sort == "comment":
        kind = Answer(text=line.name.strip(), place=part.source.span(*line.name_at))
        anchor = None
        if line.anchor_at is not None:
            at = trimmed(part.source, *line.anchor_at)
            anchor = Answer(text=unescaped_anchor(at.text), place=at) if at.text else None
        if text and not open.section:
            _unread(part, line)
        elif text:
            part.comments.append(ReturnedComment(criterion=open.section, kind=kind, text=answer, anchor=anchor))
        elif anchor is not None:
            part.findings.append(unwritten_comment(anchor.place))
        return
    name = "overall" if line.sort == "overall" else line.name
    if not text:
        return
    is_of_case = name in keys.ENDING
    if bool(open.section) == is_of_case and name != "overall":
        _unread(part, line)
    elif (open.section, name) in part.fields:
        part.findings.append(answered_twice(place, f"{open.section} {name}".strip()))
    else:
        part.fields[open.section, name] = answer


def _unread(part: _Part, line: Line) -> None:
    part.unread += 1
    if part.unread <= MOST_UNREAD:
        message = phrase("看不懂这一行，没有读", "This line is not understood and was not read")
        hint = phrase(
            "写在冒号后面；接着上一条写的行缩进两格",
            "Write behind a colon; indent by two blanks what goes on with the line before",
        )
        place = trimmed(part.source, line.start, line.start + len(line.text))
        part.findings.append(warning("unread-text", place, message, hint))


def _unindented(part: _Part, line: Line) -> None:
    """Say of a line that it was taken to go on with the comment before it."""
    part.unread += 1
    if part.unread <= MOST_UNREAD:
        message = phrase(
            "这一行没有缩进，当作上一条的下文收了",
            "This line is not indented; taken to go on with the comment before it",
        )
        hint = phrase(
            "接着上一条写的行缩进两格；新的一条以 - 和类别开头",
            "Indent by two blanks what goes on; begin a new comment with - and its kind",
        )
        place = trimmed(part.source, line.start, line.start + len(line.text))
        part.findings.append(warning("unindented-line", place, message, hint))


def _sheet(part: _Part, identity: dict[str, Answer | None]) -> ReturnedSheet:
    conditions: dict[str, ReturnedCondition] = {}
    marks: dict[str, Answer] = {}
    for section, name in part.fields:
        if name == "mark":
            marks[section] = part.fields[section, name]
        elif section:
            conditions[section] = ReturnedCondition(
                met=part.fields.get((section, "met")), comment=part.fields.get((section, "remark"))
            )
    return ReturnedSheet(
        place=part.place,
        **identity,
        **{name: part.fields.get(("", name)) for name in keys.ENDING},
        conditions=conditions,
        marks=marks,
        comments=tuple(part.comments),
        findings=tuple(part.findings),
    )
