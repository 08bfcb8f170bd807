"""Counts by stratum and category → one small panel of bars a stratum, all on one scale (K. Ishikawa's stratification as
small multiples: E. Tufte, Envisioning Information, 1990)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from casebound.figure.canvas import Canvas
from casebound.figure.categories import share_of
from casebound.figure.crosstab import Crosstab, count_of, made_crosstab, read_crosstab
from casebound.figure.drawn import drawn_height
from casebound.figure.given import Given
from casebound.figure.kind import Doubt, Kind, Rows
from casebound.figure.panels import Bar, Panel, draw_panels
from casebound.model.value import Value, joined_unit, number
from casebound.read.rows import Row
from casebound.text.localized import phrase

STRATA, CATEGORIES = 12, 24
"""What can be drawn."""
LEAST = 10
"""Counts of a stratum below which its shares are chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratification:
    """Counts with categories as rows and strata as columns."""

    counts: Crosstab
    shares: tuple[tuple[Decimal | None, ...], ...]
    """Percent of the stratum, by category and stratum; None in a stratum without counts."""
    is_by_share: bool
    unit: str

    def at(self, category: int, stratum: int) -> Decimal:
        """What is drawn as the length of a bar."""
        share = self.shares[category][stratum]
        return self.counts.cells[category][stratum] if not self.is_by_share else share or Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The category whose shares differ most between two strata."""

    category: int
    highest: int
    lowest: int


def read(given: Given) -> Stratification | None:
    """With the option `by`: rows with a stratum, a category and perhaps a count; else a two-way table."""
    counts = _rows(given) if "by" in given.options else read_crosstab(given)
    for option in ("by", "category", "value"):
        given.words(option)
    is_by_share = given.choice("show", ("share", "count"), "share") == "share"
    unit, places = given.words("unit"), given.decimals
    if counts is None:
        return None
    if len(counts.rows) > CATEGORIES or len(counts.columns) > STRATA:
        message = phrase(
            "{rows} 项 {columns} 层，分层图最多画 {most} 项 {across} 层",
            "{rows} categories in {columns} strata; {most} in {across} can be drawn",
            rows=len(counts.rows),
            columns=len(counts.columns),
            most=CATEGORIES,
            across=STRATA,
        )
        given.refuse(
            message, counts.place, phrase("并层，或把小项并入“其他”", "Put strata or small categories together")
        )
        return None
    if not counts.total:
        given.refuse(phrase("各项都是 0，没有可画的", "All counts are zero; there is nothing to draw"), counts.place)
        return None
    totals = counts.column_totals
    made = Stratification(
        counts=counts,
        shares=tuple(
            tuple(share_of(count, total, places) if total else None for count, total in zip(row, totals, strict=True))
            for row in counts.cells
        ),
        is_by_share=is_by_share,
        unit=unit,
    )
    return made if given.fits(drawn_height(draw, made, given.lang)) else None


def _rows(given: Given) -> Crosstab | None:
    """Rows of one count each, or with a column of counts."""
    if not given.need(2) or given.table is None:
        return None
    by = given.column("by")
    others = [place for place in range(len(given.table.header)) if place != by]
    category = given.column("category", others[0])
    value = given.column("value", others[1] if len(others) > 1 else None)
    if by is None or category is None or (value is None and "value" in given.options):
        return None
    counts: dict[tuple[str, str], Decimal] = {}
    for row in given.table.rows:
        count = Decimal(1) if value is None else count_of(given, row, value)
        if count is None or not _is_named(given, row, by, category):
            return None
        place = row.cells[category], row.cells[by]
        counts[place] = counts.get(place, Decimal(0)) + count
    return made_crosstab(given.table.header[category], counts, given.table.header_place)


def _is_named(given: Given, row: Row, *columns: int) -> bool:
    assert given.table is not None
    if all(row.cells[column] for column in columns):
        return True
    given.refuse(
        phrase("这一行没有写层或项目", "This row lacks its stratum or category"), given.table.source.line_span(row.line)
    )
    return False


def difference(made: Stratification) -> Difference | None:
    """Exact shares are compared; the first of equals counts. None with fewer than two strata that have counts."""
    totals = made.counts.column_totals
    strata = [place for place, total in enumerate(totals) if total]
    best, found = Decimal(0), None
    for category, row in enumerate(made.counts.cells if len(strata) > 1 else ()):
        exact = {stratum: row[stratum] / totals[stratum] for stratum in strata}
        highest, lowest = max(strata, key=lambda each: exact[each]), min(strata, key=lambda each: exact[each])
        if exact[highest] - exact[lowest] > best:
            best = exact[highest] - exact[lowest]
            found = Difference(category=category, highest=highest, lowest=lowest)
    return found


def tell(made: Stratification, lang: str) -> str:
    """The category that differs most between strata, with its highest and lowest share."""
    counts, found = made.counts, difference(made)
    whole = phrase("；全部合计{{total}}。", " (of {{total}}).").to(lang)
    whole = whole.format(total=number(counts.total) + joined_unit(made.unit, lang))
    if found is None:
        return phrase("各层的构成没有差别", "The strata do not differ").to(lang) + whole
    high, low = made.shares[found.category][found.highest], made.shares[found.category][found.lowest]
    assert high is not None and low is not None
    told = phrase(
        "各层差别最大的一项是“{{what}}”：它在“{{high}}”中占{{most}}%，在“{{low}}”中只占{{least}}%",
        "The strata differ most in “{{what}}”: {{most}}% of {{high}}, {{least}}% of {{low}}",
    )
    return (
        told.to(lang).format(
            what=counts.rows[found.category],
            high=counts.columns[found.highest],
            most=number(high),
            low=counts.columns[found.lowest],
            least=number(low),
        )
        + whole
    )


def values(made: Stratification) -> dict[str, Value]:
    """By stratum and category: `share[早班/等待]`."""
    counts = made.counts
    found = {"total": Value(value=counts.total, unit=made.unit)}
    for stratum, name in enumerate(counts.columns):
        found[f"total[{name}]"] = Value(value=counts.column_totals[stratum], unit=made.unit)
        for category, what in enumerate(counts.rows):
            found[f"count[{name}/{what}]"] = Value(value=counts.cells[category][stratum], unit=made.unit)
            share = made.shares[category][stratum]
            if share is not None:
                found[f"share[{name}/{what}]"] = Value(value=share, unit="%")
    return found


def table(made: Stratification, lang: str) -> Rows:
    """A row a category; of each stratum its count and share."""
    share = phrase("占比（%）", "share (%)").to(lang)
    header = [made.counts.corner, *(cell for name in made.counts.columns for cell in (name, f"{name} {share}"))]
    rows = [
        (
            name,
            *(
                cell
                for count, part in zip(row, shares, strict=True)
                for cell in (f"{count:f}", "" if part is None else str(part))
            ),
        )
        for name, row, shares in zip(made.counts.rows, made.counts.cells, made.shares, strict=True)
    ]
    return (tuple(header), *rows)


def doubts(made: Stratification) -> Iterator[Doubt]:
    """One stratum only; shares of very few."""
    counts = made.counts
    if len(counts.columns) < 2:
        what = phrase(
            "只有一层，没有可比的；用排列图（pareto）",
            "there is one stratum and nothing to compare; use a Pareto chart",
        )
        yield Doubt(problem="wrong-chart", what=what, place=counts.place)
    smallest = min(counts.column_totals)
    if made.is_by_share and smallest < LEAST:
        yield Doubt(problem="too-few-points", n=number(smallest), least=LEAST, place=counts.place)


def draw(made: Stratification, canvas: Canvas, _lang: str) -> None:
    """Categories once at the left of each band of panels; the highest share of what differs most is red."""
    counts, found = made.counts, difference(made)
    panels = []
    for stratum, name in enumerate(counts.columns):
        total = counts.column_totals[stratum]
        bars = []
        for category in range(len(counts.rows)):
            length = made.at(category, stratum)
            is_found = found is not None and (category, stratum) == (found.category, found.highest) and made.is_by_share
            text = number(length) + ("%" if made.is_by_share else "")
            bars.append(Bar(length=length, text=text if total or not made.is_by_share else "–", is_found=is_found))
        panels.append(Panel(name=name, note=f"n = {number(total)}", bars=tuple(bars)))
    draw_panels(canvas, panels, counts.rows, marked=found.category if found and made.is_by_share else None)


KIND: Kind[Stratification] = Kind(
    name="stratification",
    title=phrase("分层图", "Stratification"),
    takes=frozenset({"rows"}),
    options={
        "by": phrase(
            "写层的列（班次、地点……）；不写就是两向表", "the column of strata; without it a two-way table is read"
        ),
        "category": phrase("写项目的列", "the column of categories"),
        "value": phrase("写件数的列；没有这一列就数行数", "the column of counts; without one rows are counted"),
        "show": phrase("share 画占比（默认），count 画件数", "share, the default, or count"),
        "unit": phrase("件数的单位", "what is counted"),
    },
    parts={
        "total": phrase("合计", "the total"),
        "total[…]": phrase("某层的合计", "the total of a stratum"),
        "count[…]": phrase("层/项目的件数", "the count of stratum/category"),
        "share[…]": phrase("层/项目在该层的占比", "the share of stratum/category in the stratum"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=doubts,
    draw=draw,
)
