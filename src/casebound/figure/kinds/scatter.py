"""Pairs of measurements → a scatter diagram with Pearson's r, its n and the least-squares line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal

from casebound.figure.axis import titled
from casebound.figure.canvas import WIDTH, Canvas
from casebound.figure.given import Given
from casebound.figure.kind import Doubt, Kind, Rows
from casebound.figure.letters import SMALL, height_of, wrapped
from casebound.figure.moments import Relation, critical_r, relation
from casebound.figure.scatter_drawing import Cloud, draw_clouds
from casebound.model.measure import rounded
from casebound.model.value import Value, joined_unit, number
from casebound.text.localized import CHINESE, phrase
from casebound.text.source import Span

LEAST = 10
"""Pairs below which r is chance; 30 and more are better, 50 to 100 usual (K. Ishikawa, Guide to Quality Control)."""
_MANY, _GROUPS = 1500, 6
"""Points that can be drawn as marks of different shapes, and the shapes."""
_WIDE = Context(prec=120)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The pairs of one group, or all of them."""

    name: str
    points: tuple[tuple[Decimal, Decimal], ...]
    r: Decimal | None
    """To the declared places; None where x or y does not vary."""

    @property
    def n(self) -> int:
        return len(self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scatter:
    """All pairs, their groups, and what follows from them."""

    groups: tuple[Group, ...]
    is_grouped: bool
    n: int
    r: Decimal | None
    critical: Decimal | None
    """The |r| that chance exceeds once in twenty with so many pairs."""
    slope: Decimal | None
    intercept: Decimal | None
    exact: Relation
    x_label: str
    y_label: str
    x_unit: str
    y_unit: str
    place: Span

    @property
    def is_related(self) -> bool:
        """Whether there are more reasons than chance to say that y goes with x."""
        return self.exact.r is not None and self.critical is not None and abs(self.exact.r) >= self.critical


def read(given: Given) -> Scatter | None:
    """Two columns of numbers, and perhaps one with the group of each pair."""
    if not given.need(2):
        return None
    x, y = given.column("x", 0), given.column("y", 1)
    group = given.column("group")
    if x is None or y is None or given.table is None:
        return None
    places, units = given.wanted_decimals, (given.words("x-unit"), given.words("y-unit"))
    pairs: dict[str, list[tuple[Decimal, Decimal]]] = {}
    for row in given.table.rows:
        first, second = given.cell(row, x), given.cell(row, y)
        if first is not None and second is not None:
            pairs.setdefault("" if group is None else row.cells[group], []).append((first, second))
    n = sum(map(len, pairs.values()))
    if not n:
        return None
    if len(pairs) > _GROUPS or (len(pairs) > 1 and n > _MANY):
        message = phrase(
            "{groups} 组、{n} 个点，分组最多画 {most} 组、{many} 个点",
            "{groups} groups and {n} points; with groups at most {most} and {many} can be drawn",
            groups=len(pairs),
            n=n,
            most=_GROUPS,
            many=_MANY,
        )
        hint = phrase("并组，或删去 group", "Put groups together, or take away “group”")
        given.refuse(message, given.place_of("group"), hint)
        return None
    exact = relation(pair for some in pairs.values() for pair in some)
    scatter = Scatter(
        groups=tuple(
            Group(name=name, points=tuple(points), r=_r(relation(points), places)) for name, points in pairs.items()
        ),
        is_grouped=len(pairs) > 1,
        n=n,
        r=_r(exact, places),
        critical=critical_r(n),
        slope=_significant(exact.slope, places),
        intercept=_significant(exact.intercept, places),
        exact=exact,
        x_label=given.table.header[x],
        y_label=given.table.header[y],
        x_unit=units[0],
        y_unit=units[1],
        place=given.table.header_place,
    )
    words = (scatter.x_label, scatter.y_label, *pairs)
    return (
        scatter
        if given.fits(380 + sum(height_of(wrapped(word, WIDTH * 0.6, SMALL), SMALL) for word in words))
        else None
    )


def _r(exact: Relation, places: int | None) -> Decimal | None:
    return None if exact.r is None else rounded(exact.r, 2 if places is None else places) + 0  # no −0.00


def _significant(value: Decimal | None, places: int | None) -> Decimal | None:
    """To three significant digits, or the places that are asked for."""
    if value is None:
        return None
    return rounded(value, places if places is not None else max(0, 2 - value.adjusted()) if value else 2)


def tell(scatter: Scatter, lang: str) -> str:
    """Whether the two go together, which way, and how much; r never without its n."""
    x, y = scatter.x_label, scatter.y_label
    n, r = number(Decimal(scatter.n)), "" if scatter.r is None else number(scatter.r)
    if scatter.r is None or scatter.slope is None:
        told = phrase(
            "{{x}}或{{y}}只有一个数值，{{n}}对数据算不出相关。",
            "{{x}} or {{y}} does not vary; no correlation (n = {{n}}).",
        )
        return told.to(lang).format(x=x, y=y, n=n)
    if not scatter.is_related:
        least = (
            ""
            if scatter.critical is None
            else phrase("，在5%的水平上要达到{r}", "; at the 5% level {r} is needed", r=number(scatter.critical)).to(
                lang
            )
        )
        told = phrase(
            "看不出{{x}}与{{y}}线性相关：{{n}}对数据的相关系数是{{r}}{{least}}。",
            "No linear relation of {{x}} and {{y}} shows (r = {{r}}, n = {{n}}{{least}}).",
        )
        return told.to(lang).format(x=x, y=y, n=n, r=r, least=least)
    is_falling = scatter.slope < 0
    told = phrase(
        "{{x}}与{{y}}呈{{way}}，{{n}}对数据的相关系数是{{r}}；前者每增加1{{xu}}，后者约{{change}}{{by}}{{yu}}。",
        "{{y}} {{change}} with {{x}} (r = {{r}}, n = {{n}}), by about {{by}}{{yu}} per{{xu}}.",
    )
    return told.to(lang).format(
        x=x,
        y=y,
        way="负相关" if is_falling else "正相关",
        n=n,
        r=r,
        xu=joined_unit(scatter.x_unit or ("" if lang == CHINESE else "unit"), lang),
        yu=joined_unit(scatter.y_unit, lang),
        change=(phrase("减少", "falls") if is_falling else phrase("增加", "rises")).to(lang),
        by=number(abs(scatter.slope)),
    )


def values(scatter: Scatter) -> dict[str, Value]:
    """Of all pairs, and r and n by group."""
    found = {"n": Value(value=Decimal(scatter.n), unit="")}
    for part, value in (("r", scatter.r), ("slope", scatter.slope), ("intercept", scatter.intercept)):
        if value is not None:
            found[part] = Value(value=value, unit="" if part != "intercept" else scatter.y_unit)
    for group in scatter.groups if scatter.is_grouped else ():
        found[f"n[{group.name}]"] = Value(value=Decimal(group.n), unit="")
        if group.r is not None:
            found[f"r[{group.name}]"] = Value(value=group.r, unit="")
    return found


def table(scatter: Scatter, lang: str) -> Rows:
    """A row a pair."""
    group = (phrase("组", "Group").to(lang),) if scatter.is_grouped else ()
    rows = [
        (f"{x:f}", f"{y:f}", *((each.name,) if scatter.is_grouped else ()))
        for each in scatter.groups
        for x, y in each.points
    ]
    return ((scatter.x_label, scatter.y_label, *group), *rows)


def doubts(scatter: Scatter) -> Iterator[Doubt]:
    """Too few pairs; two values only, which are groups and not a measurement."""
    if scatter.n < LEAST:
        yield Doubt(problem="too-few-points", n=scatter.n, least=LEAST, place=scatter.place)
        return
    pairs = [pair for group in scatter.groups for pair in group.points]
    for axis, label in ((0, scatter.x_label), (1, scatter.y_label)):
        distinct = len({pair[axis] for pair in pairs})
        if distinct <= 2:
            what = phrase(
                "“{name}”只有 {n} 种数值，是分组而不是测量；用分层图（stratification）",
                "“{name}” has {n} different values: groups, not a measurement; use stratification",
                name=label,
                n=distinct,
            )
            yield Doubt(problem="wrong-chart", what=what, place=scatter.place)
            return


def draw(scatter: Scatter, canvas: Canvas, lang: str) -> None:
    """Points, the line where there is one, r and n above it."""
    comma = phrase("，", ", ").to(lang)
    none = phrase("r 算不出", "no r").to(lang)

    def facts(r: Decimal | None, n: int) -> str:
        return (none if r is None else f"r = {number(r)}") + f"{comma}n = {number(Decimal(n))}"

    line = None
    if scatter.exact.slope is not None and scatter.exact.intercept is not None:
        xs = [x for group in scatter.groups for x, _ in group.points]
        slope, base = scatter.exact.slope, scatter.exact.intercept
        ends = [(x, _WIDE.add(_WIDE.multiply(slope, x), base)) for x in (min(xs), max(xs))]
        line = (ends[0], ends[1])
    draw_clouds(
        canvas,
        [
            Cloud(points=each.points, words=f"{each.name}{'：' if lang == CHINESE else ': '}{facts(each.r, each.n)}")
            for each in scatter.groups
        ],
        x_name=titled(scatter.x_label, scatter.x_unit, lang),
        y_name=titled(scatter.y_label, scatter.y_unit, lang),
        facts=facts(scatter.r, scatter.n),
        line=line,
        is_grouped=scatter.is_grouped,
        is_solid=scatter.is_related,
        larger=phrase("大点：几个数据落在同一处", "larger: several pairs in one place").to(lang),
    )


KIND: Kind[Scatter] = Kind(
    name="scatter",
    title=phrase("散布图", "Scatter diagram"),
    takes=frozenset({"rows"}),
    options={
        "x": phrase("横轴的列，默认第 1 列", "the column across; the first without it"),
        "y": phrase("纵轴的列，默认第 2 列", "the column upwards; the second without it"),
        "group": phrase("写组别的列，各组用不同的记号", "the column of groups, each with a mark of its own"),
        "x-unit": phrase("横轴的单位", "the unit across"),
        "y-unit": phrase("纵轴的单位", "the unit upwards"),
    },
    parts={
        "n": phrase("数据对数", "how many pairs"),
        "r": phrase("相关系数（Pearson）", "Pearson's coefficient of correlation"),
        "slope": phrase("回归直线的斜率", "the slope of the least-squares line"),
        "intercept": phrase("回归直线的截距", "its intercept"),
        "n[…]": phrase("某组的对数", "how many pairs a group has"),
        "r[…]": phrase("某组的相关系数", "the coefficient of a group"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=doubts,
    draw=draw,
)
