"""Pairs of answers to Kano's two questions, or counts of categories → categories and coefficients of each feature."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from casebound.figure.given import Given
from casebound.figure.tally import Tally, alike, given_n, is_percent, n_of, tally
from casebound.model.measure import rounded
from casebound.read.rows import Row
from casebound.text.localized import phrase
from casebound.text.source import Span

MOST = 20
"""Features; more cannot be told apart on paper."""
ORDER = "MOAIRQ"
"""Which of equally frequent categories counts: M > O > A > I (Matzler & Hinterhuber 1998)."""
_HALF = Decimal("0.5")
_A, _O, _M, _I = range(4)
CATEGORIES = "AOMIRQ"
"""Attractive, one-dimensional, must-be, indifferent, reverse, questionable."""
TABLE = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")
"""Rows: with the feature; columns: without it; like, must-be, neutral, live with, dislike (Berger et al., CQM Journal
2(4), 1993)."""
_WORDS = (
    ("喜欢", "很喜欢", "我喜欢", "满意", "like", "i like it", "i like it that way"),
    ("理应如此", "理所当然", "应该如此", "必须如此", "必须", "must-be", "must be", "expect it", "it must be that way"),
    ("无所谓", "中立", "neutral", "i am neutral"),
    ("能忍受", "可以忍受", "可忍受", "勉强接受", "能接受", "live-with", "live with", "can live with it", "tolerate"),
    ("不喜欢", "很不喜欢", "我不喜欢", "不满意", "dislike", "i dislike it", "i dislike it that way"),
)
_ANSWERS = {word: at for at, words in enumerate(_WORDS) for word in words}
_NAMED = {
    "A": ("a", "魅力", "魅力型", "attractive"),
    "O": ("o", "期望", "期望型", "一维", "one-dimensional", "performance"),
    "M": ("m", "必备", "必备型", "must-be", "must be"),
    "I": ("i", "无差异", "无差异型", "indifferent"),
    "R": ("r", "反向", "反向型", "reverse"),
    "Q": ("q", "可疑", "可疑结果", "questionable"),
}
_COUNT = ("人数", "数量", "次数", "count", "n")
_NEEDED = "AOMI"
_SIGN = re.compile(r"\s*[（(]?[%％][）)]?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A need; the coefficients are rounded once."""

    name: str
    tally: Tally
    """A, O, M, I, R, Q."""
    category: str
    """The most frequent one."""
    better: Decimal
    """(A + O) / (A + O + M + I): how far having it satisfies (Berger et al. 1993)."""
    worse: Decimal
    """−(O + M) / (A + O + M + I): how far missing it dissatisfies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kano:
    """Features in the order in which they were given."""

    features: tuple[Feature, ...]
    across: Decimal
    """Where the quadrants meet: the absolute value of worse."""
    up: Decimal
    """And better."""
    label: str
    place: Span

    @property
    def n(self) -> Decimal | None:
        """How many answered, where it is the same for every feature."""
        numbers = {each.tally.n for each in self.features}
        return next(iter(numbers)) if len(numbers) == 1 else None


def read(given: Given) -> Kano | None:
    """A row a pair of answers, with a count or without; or a row a feature with the counts of its categories."""
    found = counted(given)
    by_mean = given.choice("threshold", ("half", "mean"), "half") == "mean"
    places = given.decimals if given.words("decimals") else 2
    if not found or given.table is None:
        return None
    place = given.table.header_place
    if len(found) > MOST:
        message = phrase("有 {n} 项，最多画 {most} 项", "{n} features; {most} can be drawn", n=len(found), most=MOST)
        given.refuse(message, place, phrase("按类别分成几张图", "Make figures of their own for groups of them"))
        return None
    features, exact = [], []
    for name, each in found.items():
        counts = each.counts
        base = counts[_A] + counts[_O] + counts[_M] + counts[_I]
        if not base:
            message = phrase(
                "“{name}”没有 A、O、M、I 的回答，算不出系数", "“{name}” has no answer A, O, M or I", name=name
            )
            given.refuse(message, place)
            continue
        better, worse = (counts[_A] + counts[_O]) / base, (counts[_O] + counts[_M]) / base
        exact.append((worse, better))
        features.append(
            Feature(
                name=name,
                tally=each,
                category=max(ORDER, key=dict(zip(CATEGORIES, counts, strict=True)).__getitem__),
                better=rounded(better, places),
                worse=-rounded(worse, places),
            )
        )
    if not features:
        return None
    across = sum((worse for worse, _ in exact), Decimal(0)) / len(exact) if by_mean else _HALF
    up = sum((better for _, better in exact), Decimal(0)) / len(exact) if by_mean else _HALF
    return Kano(
        features=tuple(features),
        across=rounded(across, places) if by_mean else across,
        up=rounded(up, places) if by_mean else up,
        label=given.table.header[0],
        place=place,
    )


def category_of(functional: int, dysfunctional: int) -> str:
    """What a pair of answers says, each from 0 (like) to 4 (dislike)."""
    return TABLE[functional][dysfunctional]


def counted(given: Given) -> dict[str, Tally] | None:
    """Counts of the six categories by feature, in the order in which features first stand."""
    if not given.need(3) or given.table is None:
        return None
    header = [_SIGN.sub("", name).casefold() for name in given.table.header]
    columns = {letter: at for letter, names in _NAMED.items() for at, name in enumerate(header) if name in names and at}
    feature = given.column("feature", 0)
    one, other = given.column("functional", 1), given.column("dysfunctional", 2)
    default = next((at for at, name in enumerate(header) if name in _COUNT), None)
    count, is_five = given.column("count", default), given.choice("scale", ("like-1", "like-5"), "like-1") == "like-5"
    if feature is None or (count is None and given.words("count")):
        return None
    if all(letter in columns for letter in _NEEDED) and not given.words("functional"):
        return _by_category(given, feature, columns)
    if one is None or other is None:
        return None
    sums: dict[str, list[Decimal]] = {}
    for row, times in alike(given.table.rows):
        first, second = _answer(given, row, one, is_five=is_five), _answer(given, row, other, is_five=is_five)
        many = Decimal(1) if count is None else given.cell(row, count)
        if first is None or second is None or many is None:
            continue
        if many < 0:
            given.refuse(phrase("人数是负数", "A count is negative"), given.table.place(row, count or 0))
            return None
        each = sums.setdefault(row.cells[feature], [Decimal(0)] * len(CATEGORIES))
        each[CATEGORIES.index(category_of(first, second))] += many * times
    made = {name: tally(given, name, counts, given.table.header_place) for name, counts in sums.items()}
    return {name: each for name, each in made.items() if each is not None}


def _by_category(given: Given, feature: int, columns: dict[str, int]) -> dict[str, Tally]:
    assert given.table is not None
    numbers, found = given_n(given), dict[str, Tally]()
    percent = any(is_percent(given.table.header[at]) for at in columns.values())
    for place, row in enumerate(given.table.rows):
        name, where = row.cells[feature], given.table.place(row, feature)
        counts = [
            given.cell(row, columns[letter]) if letter in columns and row.cells[columns[letter]] else Decimal(0)
            for letter in CATEGORIES
        ]
        known = [each for each in counts if each is not None]
        if name in found:
            given.refuse(phrase("“{name}”有两行", "There are two rows “{name}”", name=name), where)
        elif len(known) == len(counts):
            made = tally(given, name, known, where, n=n_of(numbers, place), percent=percent)
            if made is not None:
                found[name] = made
    return found


def _answer(given: Given, row: Row, column: int, *, is_five: bool) -> int | None:
    """0 for “like” to 4 for “dislike”; None with a finding."""
    text = row.cells[column].casefold()
    if text in _ANSWERS:
        return _ANSWERS[text]
    if text in {"1", "2", "3", "4", "5"}:
        return len(TABLE) - int(text) if is_five else int(text) - 1
    assert given.table is not None
    message = phrase(
        "“{cell}”不是卡诺问卷的回答", "“{cell}” is no answer to Kano's question", cell=row.cells[column][:40]
    )
    hint = phrase(
        "写 1–5，或：喜欢、理应如此、无所谓、能忍受、不喜欢",
        "Write 1 to 5, or: like, must-be, neutral, live-with, dislike",
    )
    given.refuse(message, given.table.place(row, column), hint)
    return None
