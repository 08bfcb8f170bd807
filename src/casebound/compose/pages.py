"""The pages that are printed: one frozen dataclass per template. Each is a chapter of its own for the press."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

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
class IndexRow:
    """A case under a word of an index, with where it has to do with it."""

    entry: Entry
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexWord:
    """A word of an index, or a criterion, and the cases under it."""

    word: Localized
    clause: str = ""
    """Of a criterion."""
    framework: Localized | None = None
    """Of a criterion, where the index holds those of several."""
    rows: tuple[IndexRow, ...]
    is_continued: bool = False
    """Whether more cases under it stand in the part before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """A case's result in a table of results."""

    entry: Entry
    card: Scorecard
    rank: int | None
    """Among the cases of the book."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The results of a round."""

    round: Round
    framework: Framework
    rows: tuple[ResultRow, ...]
    note: Localized | None
    """What must stand on every page that shows a total or grade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookCover:
    """`print/book_cover.html`: cover and imprint."""

    book: BookConfig
    publisher: Localized
    made: date
    entries: tuple[Entry, ...]
    note: Localized | None
    """What must be said of the results, where they are printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookList:
    """`print/book_contents.html` and `print/book_captioned.html`: a part of the contents, of the figures and tables."""

    title: Localized
    """Of the book."""
    publisher: Localized
    entries: tuple[Entry, ...]
    is_first: bool
    is_last: bool
    back: tuple[str, ...] = ()
    """What comes after the cases: `results` and the kinds of the indexes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookIndex:
    """`print/book_index.html`: a part of one index."""

    title: Localized
    """Of the book."""
    publisher: Localized
    kind: str
    """`industry`, `method`, `criteria`."""
    words: tuple[IndexWord, ...]
    is_first: bool

    @property
    def by_framework(self) -> list[tuple[Localized | None, list[IndexWord]]]:
        """The words in order, those of one framework together."""
        groups = groupby(self.words, lambda word: word.framework)
        return [(framework, list(words)) for framework, words in groups]


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
    packet: str = ""
    """Its id, once it is given out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """`print/sheet.html`: the form for one case and one evaluator."""

    round: Round
    evaluator: Evaluator
    framework: Framework
    entry: Entry
    packet: str = ""
    """The packet's id, once it is given out."""
    digest: str = ""
    """Of the case as it is given, likewise."""
