"""Answers to Kano's two questions by feature → categories, better and worse coefficients, and their quadrants."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from casebound.figure.canvas import DASH, WIDTH, Canvas, Colour, Mark, Point
from casebound.figure.kano_answers import CATEGORIES, ORDER, Feature, Kano, read
from casebound.figure.kind import Doubt, Kind, Rows
from casebound.figure.letters import LEADING, SMALL, height_of, widest, width_of, wrapped
from casebound.figure.point_labels import Area, leader, placed
from casebound.model.value import Value, number
from casebound.text.localized import CHINESE, phrase

_NAMES = {
    "A": phrase("魅力", "Attractive"),
    "O": phrase("期望", "One-dimensional"),
    "M": phrase("必备", "Must-be"),
    "I": phrase("无差异", "Indifferent"),
    "R": phrase("反向", "Reverse"),
    "Q": phrase("可疑", "Questionable"),
}


def tell(kano: Kano, lang: str) -> str:
    """How many features of each category; which satisfies most, and which is missed most."""
    best, missed = max(kano.features, key=lambda each: each.better), min(kano.features, key=lambda each: each.worse)
    sorts = []
    for letter in ORDER:
        count = sum(each.category == letter for each in kano.features)
        if count:
            name = _NAMES[letter].to(lang)
            sorts.append(f"{name}{count}项" if lang == CHINESE else f"{count} {name.lower()}")
    n = "" if kano.n is None else number(kano.n)
    return phrase(
        "{count}项需求中{sorts}；有了最满意的是{best}，Better系数为{better}；缺了最不满的是{missed}，Worse系数为{worse}{n}。",
        "Of {count} features {sorts}; having {best} satisfies most (better {better}), "
        "missing {missed} dissatisfies most (worse {worse}){n}.",
        count=len(kano.features),
        sorts=("、" if lang == CHINESE else ", ").join(sorts),
        best=best.name,
        better=number(best.better),
        missed=missed.name,
        worse=number(missed.worse),
        n=phrase("；共{n}份回答", "; {n} answers", n=n) if n else "",
    ).to(lang)


def values(kano: Kano) -> dict[str, Value]:
    """By feature; counts where they are counts, percent where only percentages are given."""
    found: dict[str, Value] = {}
    for each in kano.features:
        found[f"better[{each.name}]"] = Value(value=each.better, unit="")
        found[f"worse[{each.name}]"] = Value(value=each.worse, unit="")
        for letter, count in zip(CATEGORIES.lower(), each.tally.counts, strict=True):
            is_count = each.tally.n == each.tally.total
            found[f"{letter}[{each.name}]"] = Value(value=count, unit="" if is_count else "%")
        if each.tally.n is not None:
            found[f"n[{each.name}]"] = Value(value=each.tally.n, unit="")
    return found


def table(kano: Kano, lang: str) -> Rows:
    """A row a feature."""
    category = phrase("类别", "Category").to(lang)
    rows = [
        (
            each.name,
            *map(str, each.tally.counts),
            "" if each.tally.n is None else str(each.tally.n),
            each.category,
            str(each.better),
            str(each.worse),
        )
        for each in kano.features
    ]
    return ((kano.label, *CATEGORIES, "n", category, "Better", "Worse"), *rows)


def doubts(kano: Kano) -> Iterator[Doubt]:
    """Percentages of nobody knows how many."""
    if any(each.tally.n is None for each in kano.features):
        yield Doubt(problem="no-n", place=kano.place)


_MARKS: dict[str, tuple[Mark, Colour]] = {
    "A": ("triangle", "accent"),
    "O": ("disc", "accent"),
    "M": ("square", "ink"),
    "I": ("ring", "soft"),
    "R": ("cross", "change"),
    "Q": ("diamond", "faint"),
}
_LEFT, _TOP, _SIDE, _NARROW = 30.0, 20.0, 344.0, 290.0
_NEAR = Decimal("0.08")
_LABEL = 116.0
"""How long a line of a label beside its point may be."""
_CORNERS: tuple[tuple[str, Literal[0, 1], Literal[0, 1]], ...] = (("A", 0, 0), ("O", 1, 0), ("I", 0, 1), ("M", 1, 1))


def draw(kano: Kano, canvas: Canvas, lang: str) -> None:
    """Names beside their points where all find room, else numbers there and names on the right."""
    canvas.width = _LEFT + _SIDE + 4
    points = _points(kano, _SIDE)
    lines = [wrapped(_named(kano, each, lang), _LABEL, SMALL) for each in kano.features]
    areas = _places(kano, points, lines, _SIDE, lang) if max(map(len, lines)) <= 3 else None
    if areas is not None:
        _draw_plot(kano, canvas, _SIDE, lang)
        _draw_points(kano, canvas, points, list(zip(lines, areas, strict=True)))
        return
    canvas.width = WIDTH
    points = _points(kano, _NARROW)
    lines = [[str(at)] for at in range(1, len(points) + 1)]
    areas = _places(kano, points, lines, _NARROW, lang)
    _draw_plot(kano, canvas, _NARROW, lang)
    _draw_points(kano, canvas, points, list(zip(lines, areas, strict=True)) if areas is not None else [])
    x, y = _LEFT + _NARROW + 22, _TOP
    for at, each in enumerate(kano.features, 1):
        mark, colour = _MARKS[each.category]
        canvas.mark(mark, x, y + 6.6, 3.0, colour=colour)
        canvas.text(x + 24, y + 10.4, str(at), size=SMALL, anchor="end", colour="soft")
        y = canvas.paragraph(x + 30, y, _named(kano, each, lang), WIDTH - x - 30, size=SMALL) + 3
    canvas.height = max(canvas.height, y)


def _named(kano: Kano, feature: Feature, lang: str) -> str:
    """A feature's name, with its n where that is not the same for all."""
    if kano.n is not None or feature.tally.n is None:
        return feature.name
    n = number(feature.tally.n)
    return f"{feature.name}（n={n}）" if lang == CHINESE else f"{feature.name} (n={n})"


def _points(kano: Kano, side: float) -> list[Point]:
    return [(_LEFT + side * -float(each.worse), _TOP + side * (1 - float(each.better))) for each in kano.features]


def _corners(side: float, lang: str) -> Iterator[tuple[str, str, Area]]:
    """The names of the quadrants, each in its outer corner."""
    for letter, right, low in _CORNERS:
        name = f"{_NAMES[letter].to(lang)} {letter}"
        wide = width_of(name, SMALL) + 14
        left = _LEFT + (side - wide - 6 if right else 6)
        top = _TOP + (side - 20 if low else 5)
        yield letter, name, Area(left=left, top=top, right=left + wide, bottom=top + SMALL * LEADING)


def _places(kano: Kano, points: list[Point], lines: list[list[str]], side: float, lang: str) -> list[Area] | None:
    right, bottom = _LEFT + side, _TOP + side
    inside = Area(left=_LEFT + 2, top=_TOP + 2, right=right - 2, bottom=bottom - 2)
    sizes = [(widest(each, SMALL), height_of(each, SMALL)) for each in lines]
    corners = [area for _, _, area in _corners(side, lang)]
    across, up = _meet(kano, side)
    lines_ = [
        Area(left=across, top=_TOP, right=across, bottom=bottom),
        Area(left=_LEFT, top=up, right=right, bottom=up),
    ]
    return placed(points, sizes, inside, [*corners, *lines_]) or placed(points, sizes, inside, corners)


def _meet(kano: Kano, side: float) -> Point:
    """Where the quadrants meet."""
    return _LEFT + side * float(kano.across), _TOP + side * (1 - float(kano.up))


def _draw_plot(kano: Kano, canvas: Canvas, side: float, lang: str) -> None:
    right, bottom = _LEFT + side, _TOP + side
    canvas.rect(_LEFT, _TOP, side, side, stroke="rule")
    across, up = _meet(kano, side)
    canvas.line(across, _TOP, across, bottom, stroke="faint", width=0.9, dash=DASH)
    canvas.line(_LEFT, up, right, up, stroke="faint", width=0.9, dash=DASH)
    for value in _shown(kano.up):
        y = bottom - side * float(value) + 3.5
        canvas.text(_LEFT - 5, y, number(value), size=SMALL, anchor="end", colour="soft")
    for value in _shown(kano.across):
        x = _LEFT + side * float(value)
        canvas.text(x, bottom + 14, number(value), size=SMALL, anchor="middle", colour="soft")
    title = phrase("Better：有了更满意", "Better: having it").to(lang)
    canvas.text(0, 10.4, title, size=SMALL, colour="soft")
    if kano.n is not None:
        canvas.text(right, 10.4, f"n={number(kano.n)}", size=SMALL, anchor="end", colour="soft")
    title = phrase("Worse 的绝对值：缺了更不满", "Worse (absolute): missing it").to(lang)
    canvas.text(right, bottom + 29, title, size=SMALL, anchor="end", colour="soft")
    for letter, name, area in _corners(side, lang):
        mark, colour = _MARKS[letter]
        canvas.mark(mark, area.left + 5, area.top + 6.8, 3.0, colour=colour)
        canvas.text(area.left + 14, area.top + 10.4, name, size=SMALL, colour="soft")
    rare = [letter for letter in "RQ" if any(each.category == letter for each in kano.features)]
    x = _LEFT
    for letter in rare:
        mark, colour = _MARKS[letter]
        name = f"{_NAMES[letter].to(lang)} {letter}"
        canvas.mark(mark, x + 5, bottom + 25.4, 3.0, colour=colour)
        canvas.text(x + 14, bottom + 29, name, size=SMALL, colour="soft")
        x += width_of(name, SMALL) + 26
    canvas.height = bottom + 36


def _shown(meeting: Decimal) -> list[Decimal]:
    """What is written on an axis: its ends, unless the quadrants meet there."""
    ends = [end for end in (Decimal(0), Decimal(1)) if abs(end - meeting) > _NEAR]
    return [*ends, meeting]


def _draw_points(kano: Kano, canvas: Canvas, points: list[Point], labels: list[tuple[list[str], Area]]) -> None:
    for point, (_, area) in zip(points, labels, strict=False):
        end = leader(point, area)
        if end is not None:
            canvas.line(*point, *end, stroke="faint", width=0.6)
    for (x, y), each in zip(points, kano.features, strict=True):
        mark, colour = _MARKS[each.category]
        canvas.mark(mark, x, y, 3.4, colour=colour)
    for lines, area in labels:
        canvas.lines(area.left, area.top, lines, size=SMALL)


KIND: Kind[Kano] = Kind(
    name="kano",
    title=phrase("卡诺图", "Kano diagram"),
    takes=frozenset({"rows"}),
    options={
        "feature": phrase("写需求的列，默认第 1 列", "the column of features; the first without it"),
        "functional": phrase("写“具备时”回答的列，默认第 2 列", "the column of answers with it; the second without it"),
        "dysfunctional": phrase("写“不具备时”回答的列，默认第 3 列", "the answers without it; the third without it"),
        "count": phrase("写人数的列；没有则一行一人", "the column of counts; without one a row is one person"),
        "scale": phrase("数字回答：like-1（1=喜欢，默认）或 like-5（5=喜欢）", "numbers: like-1 (1 is like) or like-5"),
        "threshold": phrase("分界：half（0.5，默认）或 mean（均值）", "where quadrants meet: half (0.5) or mean"),
        "n": phrase("只有占比时的回答人数，各项用分号隔开", "how many answered, where there are percentages only"),
    },
    parts={
        "better[…]": phrase("某项的 Better 系数", "a feature's better coefficient"),
        "worse[…]": phrase("某项的 Worse 系数（负数）", "its worse coefficient, negative"),
        **{
            f"{letter.lower()}[…]": phrase("某项判为{c}的人数", "how many find it {c}", c=c)
            for letter, c in _NAMES.items()
        },
        "n[…]": phrase("某项的回答人数", "how many answered for it"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=doubts,
    draw=draw,
)
