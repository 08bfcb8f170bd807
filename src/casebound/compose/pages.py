"""The pages that are printed: one frozen dataclass per template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from casebound.compose.chapter import Chapter
from casebound.model.evaluation import Evaluator, Round
from casebound.model.framework import Framework
from casebound.model.scorecard import Scorecard
from casebound.read.config import BookConfig
from casebound.text.localized import Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """`print/report.html`: one case."""

    chapter: Chapter
    publisher: Localized
    made: date
    """The date of the sources, not of the run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """A word of an index and the chapters under it."""

    word: Localized
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """A case's result in a table of results."""

    chapter: Chapter
    card: Scorecard


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The results of a round."""

    round: Round
    framework: Framework
    rows: tuple[ResultRow, ...]
    note: Localized | None
    """What must stand on every page that shows a total or grade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookPage:
    """`print/book.html`: a bound collection."""

    book: BookConfig
    publisher: Localized
    made: date
    chapters: tuple[Chapter, ...]
    industries: tuple[IndexEntry, ...]
    methods: tuple[IndexEntry, ...]
    results: Results | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketPage:
    """`print/packet.html`: what one evaluator is given."""

    round: Round
    evaluator: Evaluator
    framework: Framework
    weight_total: Decimal | None
    chapters: tuple[Chapter, ...]
    publisher: Localized
    made: date
    is_blind: bool
    note: Localized | None
    """What must stand beside weights and bands that are made up."""
