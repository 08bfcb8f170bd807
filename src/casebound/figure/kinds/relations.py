"""Causes and what they lead to → a relations diagram: layers from causes down to effects, arrows in and out counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import pairwise

from casebound.figure.canvas import Canvas, Colour
from casebound.figure.enumeration import enumerated
from casebound.figure.given import Given
from casebound.figure.kind import Kind, Rows, no_doubts
from casebound.figure.layers import Edge, flow
from casebound.figure.letters import SIZE, SMALL, balanced, height_of, wrapped
from casebound.figure.outline import Item
from casebound.figure.web import Web
from casebound.model.value import Value
from casebound.text.localized import CHINESE, phrase
from casebound.text.source import Span

MOST = 25
MOST_ARROWS = 60
"""More cannot be followed with the eye."""
LEAST = 2
"""Arrows out of a key cause and into a key effect: one arrow distinguishes nothing."""
_ARROW = re.compile(r"\s*(?:-{1,2}>|=>|→|⇒|➔|—>)\s*")

_Written = tuple[str, str | None, bool, Callable[[], Span]]
"""From, to (None for a factor alone), whether its tail is in bold, and where it is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A cause or an effect."""

    name: str
    out: int
    """To how many it leads."""
    into: int
    """How many lead to it."""
    is_key_cause: bool
    is_key_effect: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """Factors in the order in which they were first named, and the arrows between them by number."""

    factors: tuple[Factor, ...]
    arrows: tuple[Edge, ...]
    is_cyclic: bool

    def led_to(self, number: int) -> tuple[str, ...]:
        """What a factor leads to."""
        return tuple(self.factors[head].name for tail, head in self.arrows if tail == number)


def read(given: Given) -> Relations | None:
    """Arrows once each, none from a factor to itself; key causes are those set in bold, else those with most arrows
    out, key effects those with most in."""
    names: dict[str, int] = {}
    bold: set[str] = set()
    arrows: dict[Edge, None] = {}
    for tail, head, is_bold, place in _written(given):
        for name in (tail, head):
            if name:
                names.setdefault(name, len(names))
        if is_bold:
            bold.add(tail)
        if head is None:
            continue
        if not tail or not head:
            given.refuse(phrase("箭头的一头没有字", "There are no words at one end of the arrow"), place())
        elif tail == head:
            message = phrase("“{name}”指向它自己", "“{name}” leads to itself", name=tail)
            given.refuse(message, place(), phrase("删去这个箭头", "Leave this arrow out"))
        elif (arrow := (names[tail], names[head])) in arrows:
            message = phrase("“{a}→{b}”写了两次", "“{a} → {b}” is written twice", a=tail, b=head)
            given.refuse(message, place(), phrase("留一处即可", "Once is enough"))
        else:
            arrows[arrow] = None
    if not arrows:
        if given.outline or given.need(1):
            hint = phrase(
                "写作“- 原因 -> 结果”，或把结果缩进写在原因下面", "Write “- cause -> effect”, or indent effects"
            )
            given.refuse(phrase("没有一个箭头", "There is no arrow"), hint=hint)
        return None
    if len(names) > MOST or len(arrows) > MOST_ARROWS:
        message = phrase(
            "有 {n} 项、{m} 个箭头，关联图最多画 {most} 项、{arrows} 个箭头",
            "{n} factors and {m} arrows; {most} and {arrows} can be drawn",
            n=len(names),
            m=len(arrows),
            most=MOST,
            arrows=MOST_ARROWS,
        )
        given.refuse(
            message, hint=phrase("只留主要的，或分成几张图", "Keep those that matter, or make several figures")
        )
        return None
    relations = _counted(names, bold, tuple(arrows))
    return relations if given.fits(_web(relations, given.lang).height) else None


def _written(given: Given) -> Iterator[_Written]:
    """Each arrow as written."""
    for item in given.outline:
        yield from _below(item)
    if given.outline or given.table is None:
        return
    header = given.table.header
    if _ARROW.search(header[0]):
        source = given.table.source
        for line in [given.table.header_line, *(row.line for row in given.table.rows)]:
            yield from _chain(_ARROW.split(source.line_text(line)), False, partial(source.line_span, line))
        return
    tail, head = given.column("from", 0), given.column("to", 1)
    if tail is not None and head is not None:
        for row in given.table.rows:
            yield row.cells[tail], row.cells[head], False, partial(given.table.place, row, tail)


def _below(item: Item) -> Iterator[_Written]:
    parts = _ARROW.split(item.text)
    yield from _chain(parts, item.is_marked, partial(_place, item))
    for child in item.children:
        yield parts[-1].strip(), _ARROW.split(child.text)[0].strip(), False, partial(_place, child)
        yield from _below(child)


def _place(item: Item) -> Span:
    return item.place


def _chain(parts: list[str], is_bold: bool, place: Callable[[], Span]) -> Iterator[_Written]:
    names = [part.strip() for part in parts]
    if len(names) == 1:
        yield names[0], None, is_bold, place
    for tail, head in pairwise(names):
        yield tail, head, is_bold and tail == names[0], place


def _counted(names: Mapping[str, int], bold: set[str], arrows: tuple[Edge, ...]) -> Relations:
    out, into = [0] * len(names), [0] * len(names)
    for tail, head in arrows:
        out[tail] += 1
        into[head] += 1
    order = flow(len(names), arrows)
    most_out, most_in = max(*out, LEAST), max(*into, LEAST)
    factors = [
        Factor(
            name=name,
            out=out[number],
            into=into[number],
            is_key_cause=name in bold if bold else out[number] == most_out,
            is_key_effect=into[number] == most_in,
        )
        for name, number in names.items()
    ]
    place = {node: at for at, node in enumerate(order)}
    is_cyclic = any(place[tail] > place[head] for tail, head in arrows)
    return Relations(factors=tuple(factors), arrows=arrows, is_cyclic=is_cyclic)


def tell(relations: Relations, lang: str) -> str:
    """The key causes and effects, how many there are, and whether something drives itself."""
    causes = [each for each in relations.factors if each.is_key_cause]
    effects = [each for each in relations.factors if each.is_key_effect]
    is_chinese = lang == CHINESE
    told = []
    if causes:
        outs = sorted({each.out for each in causes}, reverse=True)
        each_one = phrase("各", "each ").to(lang) if len(causes) > len(outs) == 1 else ""
        pattern = phrase("要因是{{names}}，{{each}}引出{{n}}项", "key cause{{s}}: {{names}} ({{each}}leading to {{n}})")
        told.append(
            pattern.to(lang).format(
                names=enumerated([each.name for each in causes], lang),
                each=each_one,
                n=("、" if is_chinese else ", ").join(map(str, outs)),
                s="" if len(causes) == 1 else "s",
            )
        )
    if effects:
        each_one = phrase("各", "each ").to(lang) if len(effects) > 1 else ""
        pattern = phrase(
            "受影响最多的是{{names}}，{{each}}由{{n}}项引起", "most affected: {{names}} ({{each}}by {{n}})"
        )
        names = enumerated([each.name for each in effects], lang)
        told.append(pattern.to(lang).format(names=names, each=each_one, n=effects[0].into))
    if relations.is_cyclic:
        told.append(phrase("其中有互为因果的循环", "some drive each other in a circle").to(lang))
    whole = phrase("共有{{n}}项、{{m}}个箭头", "{{n}} factors, {{m}} arrows").to(lang)
    told.append(whole.format(n=len(relations.factors), m=len(relations.arrows)))
    sentence = ("；" if is_chinese else "; ").join(told)
    return sentence[0].upper() + sentence[1:] + ("。" if is_chinese else ".")


def values(relations: Relations) -> dict[str, Value]:
    """Arrows out of and into each factor, and how many there are of what."""
    counts = {
        "items": len(relations.factors),
        "arrows": len(relations.arrows),
        "key_causes": sum(each.is_key_cause for each in relations.factors),
        "key_effects": sum(each.is_key_effect for each in relations.factors),
    }
    for each in relations.factors:
        counts[f"out[{each.name}]"] = each.out
        counts[f"in[{each.name}]"] = each.into
    return {name: Value(value=Decimal(count), unit="") for name, count in counts.items()}


_HEADER = phrase("项目|出|入|性质|引出", "Factor|Out|In|Mark|Leads to")
_CAUSE = phrase("要因", "key cause")
_EFFECT = phrase("主要结果", "key effect")


def table(relations: Relations, lang: str) -> Rows:
    """A row a factor, those with most arrows out first."""
    order = sorted(range(len(relations.factors)), key=lambda number: (-relations.factors[number].out, number))
    rows = []
    for number in order:
        each = relations.factors[number]
        led = ("；" if lang == CHINESE else "; ").join(relations.led_to(number))
        rows.append((each.name, str(each.out), str(each.into), " ".join(_marks(each, lang)), led))
    return (tuple(_HEADER.to(lang).split("|")), *rows)


def _marks(factor: Factor, lang: str) -> list[str]:
    marks = ((_CAUSE, factor.is_key_cause), (_EFFECT, factor.is_key_effect))
    return [words.to(lang) for words, holds in marks if holds]


def _web(relations: Relations, lang: str) -> Web:
    def words(number: int, wide: float) -> tuple[list[str], list[str]]:
        each = relations.factors[number]
        counts = (
            phrase("出{{out}} 入{{into}}", "out {{out}}, in {{into}}").to(lang).format(out=each.out, into=each.into)
        )
        small = wrapped(" · ".join([*_marks(each, lang), counts]), wide - 12, SMALL)
        return balanced(each.name, wide - 14, bold=each.is_key_cause or each.is_key_effect), small

    return Web(len(relations.factors), relations.arrows, words)


def draw(relations: Relations, canvas: Canvas, lang: str) -> None:
    """Causes above, effects below; key causes dark, key effects framed in cinnabar, each with its words."""
    web = _web(relations, lang)
    web.draw_arrows(canvas)
    for number, each in enumerate(relations.factors):
        x, y, wide, high = web.box(number)
        name, small = web.words[number]
        is_key = each.is_key_cause or each.is_key_effect
        canvas.rect(
            x,
            y,
            wide,
            high,
            fill="tint1" if each.is_key_cause else "paper",
            stroke="change" if each.is_key_effect else "tint2",
            line=2.2 if each.is_key_effect else 0.8,
            radius=2.5,
        )
        top = y + (high - height_of(name, SIZE) - height_of(small, SMALL)) / 2
        colour: Colour = "paper" if each.is_key_cause else "ink"
        end = canvas.lines(x + wide / 2, top, name, anchor="middle", colour=colour, bold=is_key)
        soft: Colour = "paper" if each.is_key_cause else "soft"
        canvas.lines(x + wide / 2, end, small, size=SMALL, anchor="middle", colour=soft)
    canvas.height = web.height


KIND: Kind[Relations] = Kind(
    name="relations",
    title=phrase("关联图", "Relations diagram"),
    takes=frozenset({"rows", "outline"}),
    options={
        "from": phrase("写原因的列，默认第 1 列", "the column of causes; the first without it"),
        "to": phrase("写结果的列，默认第 2 列", "the column of what they lead to; the second without it"),
    },
    parts={
        "items": phrase("共几项", "how many factors"),
        "arrows": phrase("共几个箭头", "how many arrows"),
        "key_causes": phrase("要因几项", "how many key causes"),
        "key_effects": phrase("主要结果几项", "how many key effects"),
        "out[…]": phrase("某项引出几项", "to how many it leads"),
        "in[…]": phrase("某项由几项引起", "how many lead to it"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=no_doubts,
    draw=draw,
)
