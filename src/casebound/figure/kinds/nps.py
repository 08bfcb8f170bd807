"""Answers from 0 to 10, also in groups → detractors, passives and promoters as bars, and the Net Promoter Score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from casebound.figure.canvas import Canvas
from casebound.figure.given import Given
from casebound.figure.kind import Doubt, Kind, Rows
from casebound.figure.letters import SMALL, height_of, width_of, wrapped
from casebound.figure.promoters import promoters_counted
from casebound.figure.share_bar import HEIGHT, Filling, draw_key, draw_segments
from casebound.figure.tally import Tally, given_n, n_of, tally
from casebound.model.measure import rounded
from casebound.model.value import Value, number
from casebound.text.localized import NOTHING, Localized, phrase
from casebound.text.source import Span

MOST = 20
"""Groups; more do not go on a page."""
_Z = Decimal("1.96")
"""Of a confidence of 95 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Those who answered at one time or place; shares in percent, each rounded once from the counts."""

    name: str
    """Empty where there is one group only."""
    tally: Tally
    """Detractors (0–6), passives (7–8), promoters (9–10)."""
    shares: tuple[Decimal, Decimal, Decimal]
    nps: Decimal
    """Percent of promoters less percent of detractors: −100 to 100 (Reichheld 2003)."""
    margin: Decimal | None
    """Half the 95 % confidence interval, where it is asked for and n is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promoters:
    """Groups in the order in which they were given."""

    groups: tuple[Group, ...]
    change: Decimal | None
    """The second group's score less the first's, where there are two."""
    place: Span


def read(given: Given) -> Promoters | None:
    """Scores with counts, single answers, or one column of counts a group."""
    counted = promoters_counted(given)
    if counted is None:
        return None
    counts, percents = counted
    numbers, places, with_margin = given_n(given), given.decimals, given.flag("margin")
    assert given.table is not None
    place = given.table.header_place
    if len(counts) > MOST:
        message = phrase("有 {n} 组，最多画 {most} 组", "{n} groups; {most} can be drawn", n=len(counts), most=MOST)
        given.refuse(message, place)
        return None
    if not counts:
        given.refuse(phrase("没有一个 0 到 10 的分数", "There is no score from 0 to 10"), place)
        return None
    groups = []
    for at, (name, counted_) in enumerate(counts.items()):
        percent = name in percents
        made = tally(given, name or "NPS", counted_, place, n=n_of(numbers, at), percent=percent)
        if made is not None:
            groups.append(_group(name, made, places, with_margin=with_margin))
    if not groups:
        return None
    change = _score(groups[1].tally) - _score(groups[0].tally) if len(groups) == 2 else None
    return Promoters(groups=tuple(groups), change=None if change is None else rounded(change, places), place=place)


def _score(made: Tally) -> Decimal:
    return made.share(2) - made.share(0)


def _group(name: str, made: Tally, places: int, *, with_margin: bool) -> Group:
    score, margin = _score(made), None
    if with_margin and made.n:
        fraction = score / 100
        variance = (made.share(0) + made.share(2)) / 100 - fraction * fraction
        margin = rounded(_Z * (variance / made.n).sqrt() * 100, places)
    shares = (rounded(made.share(0), places), rounded(made.share(1), places), rounded(made.share(2), places))
    return Group(name=name, tally=made, shares=shares, nps=rounded(score, places), margin=margin)


def tell(promoters: Promoters, lang: str) -> str:
    """The score of the one group, or of the first and the last."""
    first, last = promoters.groups[0], promoters.groups[-1]
    n = [number(each.tally.n) for each in (first, last) if each.tally.n is not None]
    if first is last:
        margin = phrase("，误差范围为正负{n}", ", give or take {n}", n=number(first.margin or Decimal(0)))
        return phrase(
            "{n}推荐者占{up}%，贬损者占{down}%，两者之差即净推荐值为{nps}{margin}。",
            "{n}{up}% are promoters and {down}% detractors: the score, their difference, is {nps}{margin}.",
            n=phrase("{n}名回答者中", "Of {n} who answered ", n=n[0]) if n else "",
            up=number(first.shares[2]),
            down=number(first.shares[0]),
            nps=number(first.nps),
            margin=NOTHING if first.margin is None else margin,
        ).to(lang)
    goes, by = _change_told(promoters.change)
    return phrase(
        "NPS由{a}的{one}{goes}{b}的{two}{by}{n}。",
        "The score {goes} from {one} for {a} to {two} for {b}{by}{n}.",
        a=first.name,
        b=last.name,
        one=number(first.nps),
        two=number(last.nps),
        goes=goes,
        by=by,
        n=phrase("；前者有{a}名回答者，后者有{b}名", "; {a} and {b} people answered", a=n[0], b=n[1])
        if len(n) == 2
        else "",
    ).to(lang)


def _change_told(change: Decimal | None) -> tuple[Localized, Localized]:
    """Which way the score goes, and by how much."""
    if not change:
        return phrase("到", "goes"), NOTHING if change is None else phrase("，没有变化", ", no change")
    by = number(abs(change))
    if change > 0:
        return phrase("升到", "rises"), phrase("，上升了{by}", ", by {by} points", by=by)
    return phrase("降到", "falls"), phrase("，下降了{by}", ", by {by} points", by=by)


def values(promoters: Promoters) -> dict[str, Value]:
    """Of the one group without brackets, of several by name."""
    found: dict[str, Value] = {}
    for each in promoters.groups:
        key = f"[{each.name}]" if each.name else ""
        found[f"nps{key}"] = Value(value=each.nps, unit="")
        for name, share in zip(("detractors", "passives", "promoters"), each.shares, strict=True):
            found[f"{name}{key}"] = Value(value=share, unit="%")
        if each.tally.n is not None:
            found[f"n{key}"] = Value(value=each.tally.n, unit="")
        if each.margin is not None:
            found[f"margin{key}"] = Value(value=each.margin, unit="")
    if promoters.change is not None:
        found["change"] = Value(value=promoters.change, unit="", is_signed=True)
    return found


_HEADER = phrase(
    "分组|贬损者（%）|被动者（%）|推荐者（%）|NPS|误差（±）|n",
    "Group|Detractors (%)|Passives (%)|Promoters (%)|NPS|Margin (±)|n",
)


def table(promoters: Promoters, lang: str) -> Rows:
    """A row a group."""
    rows = []
    for each in promoters.groups:
        margin = "" if each.margin is None else str(each.margin)
        n = "" if each.tally.n is None else str(each.tally.n)
        rows.append((each.name, *map(str, each.shares), str(each.nps), margin, n))
    return (tuple(_HEADER.to(lang).split("|")), *rows)


def doubts(promoters: Promoters) -> Iterator[Doubt]:
    """Percentages of nobody knows how many."""
    if any(each.tally.n is None for each in promoters.groups):
        yield Doubt(problem="no-n", place=promoters.place)


_NAMES = phrase("贬损者 0–6|被动者 7–8|推荐者 9–10", "Detractors 0–6|Passives 7–8|Promoters 9–10")
_SCORE = 16.0
"""Size of the score itself."""


def draw(promoters: Promoters, canvas: Canvas, lang: str) -> None:
    """A bar a group, its name on the left, its score on the right."""
    low, middle, high = _NAMES.to(lang).split("|")
    fillings = (
        Filling(name=low, colour="tint4", is_hatched=True),
        Filling(name=middle, colour="tint5"),
        Filling(name=high, colour="tint1"),
    )
    names = [wrapped(each.name, 120, SMALL) for each in promoters.groups]
    left = max((width_of(line, SMALL) for lines in names for line in lines), default=-10.0) + 10
    has_margin = any(each.margin is not None for each in promoters.groups)
    has_n = any(each.tally.n is not None for each in promoters.groups)
    n_at = canvas.width
    wide = max(width_of(number(each.nps), _SCORE, bold=True) for each in promoters.groups)
    margin = max(width_of(f"±{number(each.margin or each.nps)}", SMALL) for each in promoters.groups) + 8
    score_at = n_at - (56 if has_n else 0) - (margin if has_margin else 0)
    right = score_at - max(64, wide + 10)
    top = draw_key(canvas, left, 0, right - left, fillings)
    canvas.text(score_at, 10.4, "NPS", size=SMALL, anchor="end", colour="soft")
    if has_n:
        canvas.text(n_at, 10.4, "n", size=SMALL, anchor="end", colour="soft")
    y = top + 10
    for each, lines in zip(promoters.groups, names, strict=True):
        high_ = max(HEIGHT, height_of(lines, SMALL))
        bar = y + (high_ - HEIGHT) / 2
        canvas.lines(left - 10, y + (high_ - height_of(lines, SMALL)) / 2, lines, size=SMALL, anchor="end")
        exact = [float(each.tally.share(part)) for part in range(3)]
        draw_segments(
            canvas,
            (left, bar),
            right - left,
            shares=exact,
            labels=[f"{number(share)}%" for share in each.shares],
            fillings=fillings,
        )
        base = bar + HEIGHT / 2 + 5.6
        canvas.text(score_at, base, number(each.nps), size=_SCORE, anchor="end", bold=True)
        if each.margin is not None:
            canvas.text(score_at + 4, base, f"±{number(each.margin)}", size=SMALL, colour="soft")
        if each.tally.n is not None:
            canvas.text(n_at, base, number(each.tally.n), size=SMALL, anchor="end", colour="soft")
        y += high_ + 10
    if promoters.change is not None:
        canvas.line(score_at - 50, y - 3, score_at, y - 3, stroke="rule")
        y += 4
        word = phrase("变化", "Change").to(lang)
        signed = number(promoters.change, is_signed=True)
        edge = score_at - max(56, width_of(signed, bold=True) + 10)
        canvas.text(edge, y + 9, word, size=SMALL, anchor="end", colour="soft")
        canvas.text(score_at, y + 10, signed, anchor="end", colour="change", bold=True)
        y += 18
    canvas.height = y


KIND: Kind[Promoters] = Kind(
    name="nps",
    title=phrase("净推荐值", "Net Promoter Score"),
    takes=frozenset({"rows"}),
    options={
        "score": phrase("写分数（0–10）的列", "the column of scores, 0 to 10"),
        "count": phrase(
            "写人数的列，几组就几列；没有则一行一个回答",
            "the columns of counts, one a group; without one a row is an answer",
        ),
        "group": phrase("写分组的列，如改进前、改进后", "the column of groups, such as before and after"),
        "n": phrase(
            "只有占比时的回答人数，各组用分号隔开",
            "how many answered, where there are percentages only; groups between semicolons",
        ),
        "margin": phrase(
            "是否给出 95% 误差：yes 或 no，默认 no",
            "whether the 95 % margin of error is shown: yes or no; no without it",
        ),
    },
    parts={
        "nps": phrase("净推荐值", "the score"),
        "promoters": phrase("推荐者占比", "the share of promoters"),
        "passives": phrase("被动者占比", "the share of passives"),
        "detractors": phrase("贬损者占比", "the share of detractors"),
        "n": phrase("回答人数", "how many answered"),
        "margin": phrase("95% 误差", "the margin of error"),
        "nps[…]": phrase("某组的净推荐值", "a group's score"),
        "promoters[…]": phrase("某组的推荐者占比", "a group's share of promoters"),
        "passives[…]": phrase("某组的被动者占比", "a group's share of passives"),
        "detractors[…]": phrase("某组的贬损者占比", "a group's share of detractors"),
        "n[…]": phrase("某组的回答人数", "how many of a group answered"),
        "margin[…]": phrase("某组的 95% 误差", "a group's margin of error"),
        "change": phrase("两组之差：后一组减前一组", "the second group's score less the first's"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=doubts,
    draw=draw,
)
