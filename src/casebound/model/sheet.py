"""A score sheet as it is given to an evaluator, and as it comes back: the same in every format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from casebound.model.evaluation import Evaluation, Evaluator, Round
from casebound.model.framework import Framework
from casebound.text.finding import Finding
from casebound.text.localized import Localized
from casebound.text.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetAnchor:
    """A place in a case that a comment can be about."""

    id: str
    title: str
    """`3.2 原因分析`, `表2`, a measure's name: in the language of the case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCase:
    """A case on a packet's sheets."""

    id: str
    lang: str
    title: str
    digest: str
    """Of the content that is given; a sheet that names another one was filled in for another text."""
    anchors: tuple[SheetAnchor, ...] = ()
    """In the order of the case."""
    earlier: Evaluation | None = None
    """What this evaluator returned before, to go on from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketSheets:
    """All that the score sheets of one packet say, before anybody has filled them in."""

    packet: str
    """Id of the packet: unlike that of every other packet, and of this one with other content."""
    round: Round
    """Without panel, assignments and evaluations."""
    evaluator: Evaluator
    """Without declared conflicts."""
    framework: Framework
    framework_digest: str
    cases: tuple[SheetCase, ...]
    lang: str
    """Of the form's own words."""
    note: Localized | None = None
    """What must stand wherever weights or bands are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One thing that somebody wrote on a sheet: its text, trimmed, and the cell or the line in which it stands."""

    text: str
    place: Span
    """In XLSX the source is the cell: its path is `FILE!SHEET!C12`, its text what the cell shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedComment:
    """A comment as written."""

    criterion: str
    kind: Answer
    text: Answer
    anchor: Answer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedCondition:
    """A condition as ticked."""

    met: Answer | None = None
    comment: Answer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedSheet:
    """What one file says of one case; nothing of it is judged yet. What was left empty is None or not there."""

    place: Span
    """Where the sheet as a whole stands."""
    packet: Answer | None = None
    round: Answer | None = None
    evaluator: Answer | None = None
    case: Answer | None = None
    case_digest: Answer | None = None
    framework_digest: Answer | None = None
    status: Answer | None = None
    date: Answer | None = None
    conditions: Mapping[str, ReturnedCondition] = field(default_factory=dict)
    """By condition id."""
    marks: Mapping[str, Answer] = field(default_factory=dict)
    """By criterion id: those that were filled in."""
    comments: tuple[ReturnedComment, ...] = ()
    overall: Answer | None = None
    findings: tuple[Finding, ...] = ()
    """What in this sheet could not be taken for what it should be: a formula, a merged cell, a missing column.

    An error keeps this sheet from being taken; the other sheets of the file are.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedFile:
    """A file that came back: its sheets, and what is wrong with it as a whole."""

    name: str
    sheets: tuple[ReturnedSheet, ...] = ()
    findings: tuple[Finding, ...] = ()
