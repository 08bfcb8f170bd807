"""Counts of satisfaction levels by question or period → stacked bars, the share of the best levels, means, n."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from casebound.figure.canvas import Canvas
from casebound.figure.given import Given
from casebound.figure.kind import Doubt, Kind, Rows
from casebound.figure.letters import LEADING, SMALL, height_of, widest, width_of, wrapped
from casebound.figure.share_bar import HEIGHT, draw_key, draw_segments, fillings_of
from casebound.figure.tally import Tally, given_n, is_percent, is_worst_first, n_of, scores_of, tally
from casebound.model.measure import rounded
from casebound.model.value import Value, number
from casebound.text.localized import CHINESE, phrase
from casebound.text.source import Span

MOST = 24
"""Rows; more do not go on a page."""
_FEWEST_LEVELS, _MOST_LEVELS = 2, 7
_SIGN = re.compile(r"\s*[（(]?[%％][）)]?$")
_TWO_OF = 4
"""Levels from which on the best two are counted, and not the best one only."""
_COUNTED = ("n", "样本量", "人数", "回答人数", "有效回答")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A bar: answers from the best level to the worst."""

    name: str
    tally: Tally
    shares: tuple[Decimal, ...]
    """Percent of each level, rounded once."""
    top: Decimal
    """Percent of the best levels together, rounded once from the counts."""
    mean: Decimal
    """The best of k levels counts k, the worst 1; or what the levels' own numbers say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Satisfaction:
    """Questions or periods in the order in which they were given."""

    questions: tuple[Question, ...]
    levels: tuple[str, ...]
    """From the best to the worst."""
    top: int
    """How many of the best levels are counted together."""
    is_diverging: bool
    label: str
    """The name of the first column."""
    place: Span


def read(given: Given) -> Satisfaction | None:
    """A row a question, a column a level; percentages where n is given beside them."""
    if not given.need(1 + _FEWEST_LEVELS) or given.table is None:
        return None
    header = given.table.header
    n_column = next((at for at, name in enumerate(header) if at and name.casefold() in _COUNTED), None)
    columns = [at for at in range(1, len(header)) if at != n_column]
    default = "worst-first" if is_worst_first([header[at] for at in columns]) else "best-first"
    if given.choice("order", ("best-first", "worst-first"), default) == "worst-first":
        columns.reverse()
    top = _top(given, len(columns))
    is_diverging = given.choice("style", ("plain", "diverging"), "plain") == "diverging"
    numbers, places = given_n(given), given.decimals
    means = given.decimals if given.words("decimals") else 2
    if not _FEWEST_LEVELS <= len(columns) <= _MOST_LEVELS or len(given.table.rows) > MOST:
        message = phrase(
            "有 {rows} 行、{levels} 级，最多画 {most} 行，2 到 7 级",
            "{rows} rows and {levels} levels; at most {most} rows of 2 to 7 levels can be drawn",
            rows=len(given.table.rows),
            levels=len(columns),
            most=MOST,
        )
        hint = phrase(
            "0–10 分用 nps；行太多就分成几张图",
            "For scores from 0 to 10 use nps; parts of many rows make figures of their own",
        )
        given.refuse(message, given.table.header_place, hint)
        return None
    scores = scores_of([header[at] for at in columns])
    percent = any(is_percent(header[at]) for at in columns)
    questions: dict[str, Question] = {}
    for row in given.table.rows:
        counts = [given.cell(row, at) for at in columns]
        n = given.cell(row, n_column) if n_column is not None and row.cells[n_column] else n_of(numbers, len(questions))
        known = [count for count in counts if count is not None]
        name, place = row.cells[0], given.table.place(row, 0)
        if name in questions:
            given.refuse(phrase("“{name}”有两行", "There are two rows “{name}”", name=name), place)
            continue
        made = tally(given, name, known, place, n=n, percent=percent) if len(known) == len(counts) else None
        if made is None:
            continue
        mean = sum((count * score for count, score in zip(known, scores, strict=True)), Decimal(0)) / made.total
        questions[name] = Question(
            name=name,
            tally=made,
            shares=tuple(rounded(made.share(at), places) for at in range(len(known))),
            top=rounded(made.share(*range(top)), places),
            mean=rounded(mean, means),
        )
    if not questions:
        return None
    return Satisfaction(
        questions=tuple(questions.values()),
        levels=tuple(header[at] for at in columns),
        top=top,
        is_diverging=is_diverging,
        label=header[0],
        place=given.table.header_place,
    )


def _top(given: Given, levels: int) -> int:
    """The best two levels, of two or three the best one only, or what the option says."""
    default = "2" if levels >= _TWO_OF else "1"
    return min(int(given.choice("top", ("1", "2"), default)), max(1, levels - 1))


def tell(satisfaction: Satisfaction, lang: str) -> str:
    """The share of the best levels: of the one row, of both, or the highest and the lowest."""
    questions = satisfaction.questions
    levels = [f"“{_bare(level)}”" for level in satisfaction.levels[: satisfaction.top]]
    best = phrase("或", " or ").to(lang).join(levels)
    if len(questions) <= 2:
        shown = phrase("，", " and ").to(lang).join(_of(each, lang) for each in questions)
        return phrase("回答为{best}的，{shown}。", "The answer is {best} {shown}.", best=best, shown=shown).to(lang)
    high, low = max(questions, key=lambda each: each.top), min(questions, key=lambda each: each.top)
    return phrase(
        "回答为{best}的比例，在{high}一项最高，为{top}%，在{low}一项最低，为{bottom}%。",
        "The share of {best} is highest for {high} ({top}%), lowest for {low} ({bottom}%).",
        best=best,
        high=high.name,
        top=number(high.top),
        low=low.name,
        bottom=number(low.top),
    ).to(lang)


def _bare(level: str) -> str:
    """A level's name without its sign of percent."""
    return _SIGN.sub("", level) or level


def _of(question: Question, lang: str) -> str:
    """The share of the best levels in the answers to a question."""
    n = "" if question.tally.n is None else number(question.tally.n)
    if lang == CHINESE:
        of = (f"{question.name}的" if question.name else "") + (f"{n}份" if n else "")
        return f"在{of}回答中占{number(question.top)}%"
    whom = f" for {question.name}" if question.name else ""
    return f"in {number(question.top)}% of {f'{n} ' if n else ''}answers{whom}"


def values(satisfaction: Satisfaction) -> dict[str, Value]:
    """By row, and by row and level: `share[等候/很满意]`."""
    found: dict[str, Value] = {}
    for each in satisfaction.questions:
        found[f"top{satisfaction.top}[{each.name}]"] = Value(value=each.top, unit="%")
        found[f"mean[{each.name}]"] = Value(value=each.mean, unit="")
        if each.tally.n is not None:
            found[f"n[{each.name}]"] = Value(value=each.tally.n, unit="")
        for level, share in zip(satisfaction.levels, each.shares, strict=True):
            found[f"share[{each.name}/{level}]"] = Value(value=share, unit="%")
    return found


def table(satisfaction: Satisfaction, lang: str) -> Rows:
    """A row a question: the shares of its levels, those of the best, its mean, n."""
    ends = phrase("前{k}级（%）|均分|n", "Top {k} (%)|Mean|n", k=satisfaction.top).to(lang).split("|")
    percent = "（%）" if lang == CHINESE else " (%)"
    levels = [level if is_percent(level) else level + percent for level in satisfaction.levels]
    rows = [
        (
            each.name,
            *map(str, each.shares),
            str(each.top),
            str(each.mean),
            "" if each.tally.n is None else str(each.tally.n),
        )
        for each in satisfaction.questions
    ]
    return ((satisfaction.label, *levels, *ends), *rows)


def doubts(satisfaction: Satisfaction) -> Iterator[Doubt]:
    """Percentages of nobody knows how many."""
    if any(each.tally.n is None for each in satisfaction.questions):
        yield Doubt(problem="no-n", place=satisfaction.place)


_GAP = 9.0


def draw(satisfaction: Satisfaction, canvas: Canvas, lang: str) -> None:
    """Plain: the best level begins on the left, so that the best levels' ends can be compared. Diverging: the middle of
    the scale stands on one line, bad levels to its left."""
    questions, fillings = (
        satisfaction.questions,
        fillings_of(satisfaction.levels, is_diverging=satisfaction.is_diverging),
    )
    names = [wrapped(each.name, 150, SMALL) for each in questions]
    left = max(widest(lines, SMALL) for lines in names) + 10
    n_at = canvas.width
    mean_at = n_at - (46 if any(each.tally.n is not None for each in questions) else 0)
    top_at = mean_at - max(44, *(width_of(number(each.mean), SMALL) + 12 for each in questions))
    right = top_at - max(50, *(width_of(f"{number(each.top)}%", bold=True) + 10 for each in questions))
    order = list(range(len(fillings)))
    if satisfaction.is_diverging:
        order.reverse()
    heads = phrase("前{k}级|均分", "Top {k}|Mean", k=satisfaction.top).to(lang).split("|")
    for text, x in zip((*heads, "n"), (top_at, mean_at, n_at), strict=True):
        if text != "n" or mean_at < n_at:
            canvas.text(x, 10.4, text, size=SMALL, anchor="end", colour="soft")
    y = draw_key(canvas, left, 0, right - left, [fillings[at] for at in order]) + 9
    middle, scale = _middle(satisfaction, left, right)
    if satisfaction.is_diverging:
        high = sum(max(HEIGHT, height_of(lines, SMALL)) + _GAP for lines in names)
        canvas.line(middle, y - 4, middle, y + high - _GAP + 4, stroke="ink", width=0.9)
    for each, lines in zip(questions, names, strict=True):
        high = max(HEIGHT, height_of(lines, SMALL))
        bar = y + (high - HEIGHT) / 2
        canvas.lines(left - 10, y + (high - height_of(lines, SMALL)) / 2, lines, size=SMALL, anchor="end")
        draw_segments(
            canvas,
            (middle - scale * _left_of(satisfaction, each) if satisfaction.is_diverging else left, bar),
            scale * 100,
            shares=[float(each.tally.share(at)) for at in order],
            labels=[number(each.shares[at]) for at in order],
            fillings=[fillings[at] for at in order],
        )
        base = bar + HEIGHT / 2 + 4
        canvas.text(top_at, base, f"{number(each.top)}%", anchor="end", bold=True)
        canvas.text(mean_at, base, number(each.mean), size=SMALL, anchor="end")
        if each.tally.n is not None:
            canvas.text(n_at, base, number(each.tally.n), size=SMALL, anchor="end", colour="soft")
        y += high + _GAP
    note = phrase("段内数字为占比（%）", "Numbers in the bars are percentages").to(lang)
    canvas.text(left, y + 7, note, size=SMALL, colour="soft")
    canvas.height = y + SMALL * LEADING


def _left_of(satisfaction: Satisfaction, question: Question) -> float:
    """Percent to the left of the middle: the bad levels, and half of one in the middle."""
    levels = len(satisfaction.levels)
    bad = float(question.tally.share(*range((levels + 1) // 2, levels)))
    return bad + (float(question.tally.share(levels // 2)) / 2 if levels % 2 else 0.0)


def _middle(satisfaction: Satisfaction, left: float, right: float) -> tuple[float, float]:
    """Where the middle of the scale stands, and how wide one percent is."""
    if not satisfaction.is_diverging:
        return left, (right - left) / 100
    bad = [_left_of(satisfaction, each) for each in satisfaction.questions]
    scale = (right - left) / (max(bad) + 100 - min(bad))
    return left + scale * max(bad), scale


KIND: Kind[Satisfaction] = Kind(
    name="csat",
    title=phrase("满意度", "Satisfaction"),
    takes=frozenset({"rows"}),
    options={
        "order": phrase(
            "best-first：等级列由好到差；worst-first：由差到好；不写则看列名",
            "best-first: the levels' columns go from best to worst; worst-first; without it their names say",
        ),
        "style": phrase(
            "plain：由左排起（默认）；diverging：以中间等级为界左右分开",
            "plain: from the left, without it; diverging: to both sides of the middle level",
        ),
        "top": phrase("合计最好的几级：1 或 2", "how many of the best levels are counted together: 1 or 2"),
        "n": phrase(
            "只有占比时的回答人数，各行用分号隔开",
            "how many answered, where there are percentages only; rows between semicolons",
        ),
    },
    parts={
        "top1[…]": phrase("某行最好一级的占比", "the share of the best level of a row"),
        "top2[…]": phrase("某行最好两级合计占比", "the share of the best two levels of a row"),
        "mean[…]": phrase("某行的均分", "the mean of a row"),
        "n[…]": phrase("某行的回答人数", "how many answered it"),
        "share[…]": phrase("某行某级的占比：share[行/级]", "the share of a level: share[row/level]"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=doubts,
    draw=draw,
)
