"""The pages about the collection: one frozen dataclass per template, with links already worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from casebound.compose.site_pages import Frame, RecordLink, RoundResults
from casebound.compose.site_record import Answer, FigureAnswer
from casebound.model.framework import Criterion, Framework


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A page of several that go on from each other."""

    number: int
    """0: a gap, for pages left out of the list."""
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """`site/pager.html`: the way through such pages; `links` is empty where there is only one."""

    links: tuple[PageLink, ...]
    previous: str
    """Empty on the first page."""
    next: str
    """Empty on the last."""


def make_pager(addresses: Sequence[str], number: int) -> Pager:
    """The way from page `number` to those at `addresses`: the first, the last and those near it."""
    if len(addresses) < 2:
        return Pager(links=(), previous="", next="")
    near = [n for n in range(1, len(addresses) + 1) if n in (1, len(addresses)) or abs(n - number) <= _NEAR]
    links: list[PageLink] = []
    for n in near:
        if links and n > links[-1].number + 1:
            links.append(PageLink(number=0, href="", is_current=False))
        links.append(PageLink(number=n, href=addresses[n - 1], is_current=n == number))
    return Pager(
        links=tuple(links),
        previous=addresses[number - 2] if number > 1 else "",
        next=addresses[number] if number < len(addresses) else "",
    )


_NEAR = 2
"""Pages to either side that are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way in: a value by which cases are found, with how many there are."""

    name: str
    href: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """`site/home.html`."""

    frame: Frame
    count: int
    cards: tuple[Markup, ...]
    """All cases where they are few, else those with the strongest evidence."""
    newest: tuple[RecordLink, ...]
    """Empty where all cases are shown anyhow."""
    industries: tuple[Way, ...]
    more_industries: int
    """So many are not named."""
    industry_count: int
    method_count: int
    is_all_invented: bool
    results: RoundResults | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryPage:
    """`site/library.html`: so many cases of all."""

    frame: Frame
    count: int
    number: int
    """Of this page."""
    first: int
    """The place of its first case in the whole list."""
    cards: tuple[Markup, ...]
    pager: Pager
    data: str
    """The script with what is filtered by; empty: this page is read as it stands."""
    data_base: str
    whole: str
    """The library's first page."""
    results: RoundResults | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionWay:
    """A criterion in a list of them."""

    criterion: Criterion
    count: int
    href: str
    best: int
    """The strongest evidence of a case that answers it; 0 without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionGroup:
    """First-level criterion and the questions under it."""

    criterion: Criterion
    ways: tuple[CriterionWay, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkWays:
    """A framework with its criteria and how many cases answer each."""

    framework: Framework
    count: int
    """Cases that are written by it."""
    groups: tuple[CriterionGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaPage:
    """`site/criteria.html`."""

    frame: Frame
    frameworks: tuple[FrameworkWays, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweringCase:
    """A case that answers a criterion, and where."""

    entry: RecordLink
    answers: tuple[Answer, ...]
    figures: tuple[FigureAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionPage:
    """`site/criterion.html`."""

    frame: Frame
    framework: Framework
    group: Criterion | None
    """The first-level criterion that it stands under."""
    criterion: Criterion
    count: int
    first: int
    shown: int
    """Of them, so many stand on these pages."""
    cases: tuple[AnsweringCase, ...]
    pager: Pager
    library: str
    """The library with this criterion chosen."""
    previous: CriterionWay | None
    next: CriterionWay | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GapCell:
    """Cases of one industry that use one method."""

    count: int
    best: int
    """The strongest evidence among them; 0 where there is none."""
    href: str
    size: str
    """Diameter of its disc in em: the area is proportional to the count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """A method across the industries of the page."""

    method: str
    href: str
    count: int
    cells: tuple[GapCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapColumn:
    """An industry, and what it has not tried."""

    industry: str
    href: str
    count: int
    untried: tuple[Way, ...]
    """Methods that others use most and nobody here does."""
    more: int
    """So many more are not named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapPage:
    """`site/map.html`: a part of the map of gaps."""

    frame: Frame
    columns: tuple[GapColumn, ...]
    rows: tuple[GapRow, ...]
    industry_count: int
    method_count: int
    row_parts: Pager
    column_parts: Pager
    first_row: int
    first_column: int
    unplaced: int
    """Cases without an industry or a method."""
    unused: tuple[str, ...]
    """Methods that the vocabulary knows and no case uses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareRow:
    """A row of the comparison."""

    id: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """`site/compare.html`."""

    frame: Frame
    rows: tuple[CompareRow, ...]
    data_base: str
    buckets: int
    results: RoundResults | None
