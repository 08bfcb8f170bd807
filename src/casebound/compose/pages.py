"""The pages that are printed: one frozen dataclass per template. Each is a chapter of its own for the press."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from casebound.compose.chapter import Chapter
from casebound.compose.entry import Entry
from casebound.compose.qr import QrCode
from casebound.model.evaluation import Evaluator, Round
from casebound.model.framework import Framework
from casebound.model.scorecard import Scorecard
from casebound.read.config import BookConfig
from casebound.text.localized import Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterPage:
    """`print/chapter.html`: one case, wherever it will stand."""

    chapter: Chapter
    is_numbered: bool
    """Whether it stands among others, and the binder writes its number."""
    qr: QrCode | None = None
    """To the case's page on the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCover:
    """`print/report_cover.html`."""

    chapter: Chapter
    publisher: Localized
    made: date
    """The date of the sources, not of the run."""
    qr: QrCode | None
    """To the case's page on the site, if it has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """A word of an index and the cases under it."""

    word: Localized
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """A case in the index of criteria, with where it answers one."""

    entry: Entry
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionEntry:
    """A criterion and where each case answers it."""

    id: str
    title: Localized
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaIndex:
    """Where the criteria of one framework are answered."""

    framework: Framework
    criteria: tuple[CriterionEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """A case's result in a table of results."""

    entry: Entry
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
class BookFront:
    """`print/book_cover.html` and `print/book_contents.html`: what comes before the cases."""

    book: BookConfig
    publisher: Localized
    made: date
    entries: tuple[Entry, ...]
    note: Localized | None
    """What must be said of the results, where they are printed."""
    has_results: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BookIndex:
    """`print/book_index.html`."""

    book: BookConfig
    publisher: Localized
    industries: tuple[IndexEntry, ...]
    methods: tuple[IndexEntry, ...]
    criteria: tuple[CriteriaIndex, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookResults:
    """`print/book_results.html`."""

    book: BookConfig
    publisher: Localized
    results: Results


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketFront:
    """`print/packet_cover.html` and `print/packet_guide.html`: what an evaluator reads first."""

    round: Round
    evaluator: Evaluator
    framework: Framework
    weight_total: Decimal | None
    entries: tuple[Entry, ...]
    publisher: Localized
    is_blind: bool
    note: Localized | None
    """What must stand beside weights and bands that are made up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """`print/sheet.html`: the form for one case and one evaluator."""

    round: Round
    evaluator: Evaluator
    framework: Framework
    entry: Entry
