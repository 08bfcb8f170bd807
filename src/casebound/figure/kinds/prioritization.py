"""Options scored against weighted criteria → a prioritization matrix: weighted totals, ranks, and what is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from casebound.figure.canvas import Canvas
from casebound.figure.enumeration import enumerated
from casebound.figure.given import Given
from casebound.figure.kind import Kind, Rows, no_doubts
from casebound.figure.ranking import RankedRow, Ranking, RankingHead
from casebound.model.measure import digits
from casebound.model.value import Value, number
from casebound.read.fields import NUMBER
from casebound.read.rows import Row
from casebound.text.localized import CHINESE, phrase

WEIGHT_ROW = ("权重", "权数", "重要度", "权重系数", "weight", "weights")
"""How the row of weights is named."""
MOST, MOST_CRITERIA = 30, 10
LARGEST = 10_000
FINEST = 3
"""The largest weight or score, and its decimal places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Something that could be chosen."""

    name: str
    scores: tuple[Decimal, ...]
    total: Decimal
    """Its scores times the weights, exact."""
    rank: int
    """1 for the highest total; those with the same total share a rank, and the next is left out."""
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Priorities:
    """Options, the highest total first; those with the same total in the order of the rows."""

    corner: str
    criteria: tuple[str, ...]
    weights: tuple[Decimal, ...]
    is_weighted: bool
    options: tuple[Option, ...]
    top: int
    threshold: Decimal | None
    """What is chosen: the first `top` in rank, or from a total on."""

    @property
    def chosen(self) -> tuple[Option, ...]:
        """The chosen ones."""
        return tuple(each for each in self.options if each.is_chosen)


def read(given: Given) -> Priorities | None:
    """Weighted totals; nothing where a score is missing, since a total without it would be wrong."""
    if not given.need(2) or given.table is None:
        return None
    header = given.table.header
    rows = [row for row in given.table.rows if row.cells[0].casefold() not in WEIGHT_ROW]
    if not rows or len(rows) > MOST or len(header) > MOST_CRITERIA + 1:
        message = phrase(
            "有 {n} 个方案、{m} 条标准，优先矩阵画 1—{most} 个方案、至多 {criteria} 条标准",
            "{n} options and {m} criteria; 1 to {most} and at most {criteria} can be drawn",
            n=len(rows),
            m=len(header) - 1,
            most=MOST,
            criteria=MOST_CRITERIA,
        )
        given.refuse(message, given.table.header_place)
        return None
    noted = given.reading.noted
    weights = _weights(given)
    for place, row in enumerate(rows):
        if row.cells[0] in [other.cells[0] for other in rows[:place]]:
            message = phrase("方案“{name}”写了两次", "Option “{name}” is there twice", name=row.cells[0])
            given.refuse(message, given.table.place(row, 0))
    scores = [_numbers(given, row) for row in rows]
    top, threshold = _wanted(given, len(rows))
    if given.reading.noted > noted:
        return None
    totals = [_plain(sum((w * s for w, s in zip(weights, each, strict=True)), Decimal(0))) for each in scores]
    places = max(map(digits, totals))
    totals = [total.quantize(Decimal(1).scaleb(-places)) for total in totals]
    options = []
    for row, each, total in zip(rows, scores, totals, strict=True):
        rank = 1 + sum(other > total for other in totals)
        is_chosen = rank <= top if threshold is None else total >= threshold
        options.append(Option(name=row.cells[0], scores=each, total=total, rank=rank, is_chosen=is_chosen))
    priorities = Priorities(
        corner=header[0],
        criteria=header[1:],
        weights=weights,
        is_weighted=len(rows) < len(given.table.rows) or bool(given.words("weights")),
        options=tuple(sorted(options, key=lambda each: each.rank)),
        top=top,
        threshold=threshold,
    )
    plan = _ranking(priorities, given.lang)
    if not plan.is_wide_enough:
        given.refuse(
            phrase("标准太多或数太长，写不下", "There are too many criteria, or their numbers are too long"),
            given.table.header_place,
            phrase("减少标准，或用 1—5 这样的小数打分", "Have fewer criteria, or score from 1 to 5"),
        )
        return None
    return priorities if given.fits(plan.height) else None


def _weights(given: Given) -> tuple[Decimal, ...]:
    """The option, else the row of that name, else 1 for each criterion."""
    assert given.table is not None
    count = len(given.table.header) - 1
    if words := given.words("weights"):
        found = [NUMBER.convert(word) for word in given.names("weights")]
        weights = tuple(each for each in found if each is not None and _is_fit(each) and each >= 0)
        if len(weights) != count or len(found) != count or not any(weights):
            message = phrase(
                "“weights”要写 {n} 个不为负的数，这里是“{words}”",
                "“weights” wants {n} numbers that are not negative, not “{words}”",
                n=count,
                words=words,
            )
            given.refuse(message, given.place_of("weights"), phrase("用“;”隔开", "Write “;” between them"))
        return weights
    rows = [row for row in given.table.rows if row.cells[0].casefold() in WEIGHT_ROW]
    if not rows:
        return (Decimal(1),) * count
    if len(rows) > 1:
        given.refuse(phrase("权重行写了两次", "There are two rows of weights"), given.table.place(rows[1], 0))
    weights = _numbers(given, rows[0])
    if any(weight < 0 for weight in weights):
        given.refuse(phrase("权重是负数", "A weight is negative"), given.table.source.line_span(rows[0].line))
    elif not any(weights):
        given.refuse(phrase("权重都是 0", "All weights are zero"), given.table.source.line_span(rows[0].line))
    return weights


def _is_fit(value: Decimal) -> bool:
    return abs(value) <= LARGEST and digits(value) <= FINEST


def _numbers(given: Given, row: Row) -> tuple[Decimal, ...]:
    """The numbers of a row; those that cannot be used are a finding and 0."""
    assert given.table is not None
    found = []
    for column in range(1, len(given.table.header)):
        value = given.cell(row, column)
        if value is not None and not _is_fit(value):
            message = phrase(
                "“{cell}”太大或太细：应不超过 {most}，至多 {places} 位小数",
                "“{cell}” is too large or too fine: at most {most}, with {places} decimal places",
                cell=row.cells[column],
                most=LARGEST,
                places=FINEST,
            )
            given.refuse(message, given.table.place(row, column))
        found.append(value if value is not None else Decimal(0))
    return tuple(found)


def _wanted(given: Given, count: int) -> tuple[int, Decimal | None]:
    """How many are to be chosen, or from which total on; the best one where nothing is said."""
    top, threshold = given.number("top"), given.number("threshold")
    if top is not None and threshold is not None:
        message = phrase("“top”与“threshold”只能写一个", "Write “top” or “threshold”, not both")
        given.refuse(message, given.place_of("threshold"))
    if top is not None and (top != top.to_integral_value() or not 1 <= top <= count):
        message = phrase("“top”应是 1 到 {n} 的整数", "“top” should be a whole number from 1 to {n}", n=count)
        given.refuse(message, given.place_of("top"))
        top = None
    return (0, threshold) if threshold is not None else (int(top or 1), None)


def _plain(value: Decimal) -> Decimal:
    """Without zeros at its end."""
    plain = value.normalize()
    return plain if digits(plain) else plain.quantize(Decimal(1))


def tell(priorities: Priorities, lang: str) -> str:
    """What is chosen with which totals, what shares a rank, and out of how many."""
    chosen = priorities.chosen
    if chosen:
        names = enumerated([each.name for each in chosen], lang)
        totals = (", " if lang != CHINESE else "、").join(number(each.total) for each in chosen[:3])
        words = phrase("选定的是{{names}}，合计为{{totals}}", "chosen: {{names}} (total {{totals}})").to(lang)
        told = [words.format(names=names, totals=totals)]
    else:
        best, least = priorities.options[0], number(priorities.threshold or Decimal(0))
        words = phrase(
            "没有一项达到{{least}}，最高的是“{{name}}”，合计为{{total}}",
            "none reaches {{least}}; the highest is “{{name}}” ({{total}})",
        ).to(lang)
        told = [words.format(least=least, name=best.name, total=number(best.total))]
    for rank in sorted({each.rank for each in priorities.options}):
        shared = [each.name for each in priorities.options if each.rank == rank]
        if len(shared) > 1:
            words = phrase("{{names}}并列第{{rank}}", "{{names}} share rank {{rank}}").to(lang)
            told.append(words.format(names=enumerated(shared, lang), rank=rank))
    whole = phrase("共有{{n}}个方案、{{m}}条标准", "{{n}} options, {{m}} criteria").to(lang)
    told.append(whole.format(n=len(priorities.options), m=len(priorities.criteria)))
    sentence = ("；" if lang == CHINESE else "; ").join(told)
    return sentence[0].upper() + sentence[1:] + ("。" if lang == CHINESE else ".")


def values(priorities: Priorities) -> dict[str, Value]:
    """Totals and ranks by option, weights by criterion."""
    found = {
        "options": Value(value=Decimal(len(priorities.options)), unit=""),
        "chosen": Value(value=Decimal(len(priorities.chosen)), unit=""),
    }
    for each in priorities.options:
        found[f"score[{each.name}]"] = Value(value=each.total, unit="")
        found[f"rank[{each.name}]"] = Value(value=Decimal(each.rank), unit="")
    for name, weight in zip(priorities.criteria, priorities.weights, strict=True):
        found[f"weight[{name}]"] = Value(value=weight, unit="")
    return found


_HEADER = phrase("名次|加权合计|选定", "Rank|Weighted total|Chosen")
_PLAIN_TOTAL = phrase("合计", "Total")
_WEIGHT = phrase("权重", "Weight")


def table(priorities: Priorities, lang: str) -> Rows:
    """The weights, then a row an option, the first in rank first."""
    rank, total, chosen = _HEADER.to(lang).split("|")
    yes, no = ("是", "否") if lang == CHINESE else ("yes", "no")
    weights = (_WEIGHT.to(lang), *map(str, priorities.weights), "", "", "")
    rows = [
        (each.name, *map(str, each.scores), str(each.total), str(each.rank), yes if each.is_chosen else no)
        for each in priorities.options
    ]
    return ((priorities.corner, *priorities.criteria, total, rank, chosen), weights, *rows)


def _ranking(priorities: Priorities, lang: str) -> Ranking:
    rank, total, _ = _HEADER.to(lang).split("|")
    if priorities.threshold is None:
        line = phrase("以上选定：前{{n}}名", "above: chosen (first {{n}})").to(lang).format(n=priorities.top)
    else:
        least = number(priorities.threshold)
        line = phrase("以上选定：不低于{{least}}", "above: chosen ({{least}} or more)").to(lang).format(least=least)
        if not priorities.chosen:
            line = phrase("没有一项不低于{{least}}", "none has {{least}} or more").to(lang).format(least=least)
    head = RankingHead(
        rank=rank,
        name=priorities.corner,
        criteria=priorities.criteria,
        weights=tuple(f"×{number(each)}" for each in priorities.weights) if priorities.is_weighted else (),
        total=total if priorities.is_weighted else _PLAIN_TOTAL.to(lang),
        line=line,
    )
    rows = [
        RankedRow(
            rank=each.rank,
            name=each.name,
            numbers=tuple(map(number, each.scores)),
            total=number(each.total),
            value=float(each.total),
            is_chosen=each.is_chosen,
        )
        for each in priorities.options
    ]
    return Ranking(head, rows)


def draw(priorities: Priorities, canvas: Canvas, lang: str) -> None:
    """A row an option with its scores and a bar for its total, the first in rank first."""
    _ranking(priorities, lang).draw(canvas)


KIND: Kind[Priorities] = Kind(
    name="prioritization",
    title=phrase("优先矩阵", "Prioritization matrix"),
    takes=frozenset({"rows"}),
    options={
        "weights": phrase("权重，如 3; 2; 1；或写名为“权重”的一行", "weights such as 3; 2; 1; or write a row “Weight”"),
        "top": phrase("选定前几名，默认 1", "how many are chosen; 1 without it"),
        "threshold": phrase("选定合计不低于它的", "chosen are those with this total or more"),
    },
    parts={
        "options": phrase("共几个方案", "how many options"),
        "chosen": phrase("选定几个", "how many are chosen"),
        "score[…]": phrase("某方案的加权合计", "the weighted total of an option"),
        "rank[…]": phrase("某方案的名次", "its rank"),
        "weight[…]": phrase("某标准的权重", "the weight of a criterion"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=no_doubts,
    draw=draw,
)
