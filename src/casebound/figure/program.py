"""Steps with risks and countermeasures → a way down from start to goal, with what may go wrong beside each step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from casebound.figure.branches import Block, draw_elbows, level_widths, make_block
from casebound.figure.canvas import WIDTH, Canvas, Colour
from casebound.figure.letters import LEADING, SIZE, SMALL, balanced, height_of, longest_word, width_of, wrapped
from casebound.text.localized import phrase
from casebound.text.source import Span

Role = Literal["start", "goal", "step", "risk", "action"]
Verdict = Literal["adopted", "rejected", ""]

_GAP = 26.0
"""Between columns, for the lines."""
_DOWN = 20.0
"""From step to step, for the arrow."""
_PADS = {"start": (9.0, 9.0), "goal": (9.0, 9.0), "step": (8.0, 8.0), "risk": (13.0, 13.0), "action": (8.0, 24.0)}
"""Beside the words, on the left and on the right: the points of a risk, the sign of a countermeasure."""
_ABOVE = 5.0
_STEP, _RISK = phrase("进程", "Steps"), phrase("可能出现的问题", "Foreseen problems")
_ACTION = phrase("对策", "Countermeasures")
_ADOPTED, _REJECTED = phrase("采用", "adopted"), phrase("不采用", "not adopted")
_OPEN = phrase("还没有采用的对策", "nothing adopted yet")
_SIGN, _APART = 20.0, 10.0
"""Room for a sign where it is explained, and between two."""
Sign = Literal["adopted", "rejected", "open", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A step, a risk on it, or a countermeasure to that."""

    role: Role
    text: str
    verdict: Verdict
    """Of a countermeasure."""
    place: Span
    children: tuple[Node, ...]

    def walk(self) -> Iterator[Node]:
        """This one and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def is_open(self) -> bool:
        """Whether it is a risk for which no countermeasure is adopted."""
        return self.role == "risk" and not any(child.verdict == "adopted" for child in self.children)

    @property
    def is_bold(self) -> bool:
        """Whether its words are bold."""
        return self.role in ("start", "goal") or self.is_open


def _key(nodes: Sequence[Node], lang: str) -> list[tuple[Sign, str]]:
    """The signs that are drawn, each with what it means."""
    verdicts = [node.verdict for node in nodes]
    key: list[tuple[Sign, str]] = []
    if any(node.is_open for node in nodes):
        key.append(("open", _OPEN.to(lang)))
    if "adopted" in verdicts:
        key.append(("adopted", _ADOPTED.to(lang)))
    if "rejected" in verdicts:
        key.append(("rejected", _REJECTED.to(lang)))
    return key


class _Plan:
    def __init__(self, steps: Sequence[Node], width: float, lang: str) -> None:
        levels = [list(steps)]
        while below := [child for node in levels[-1] for child in node.children]:
            levels.append(below)
        self.size = SIZE if len(levels) <= 3 else SMALL
        self.pads = [max(sum(_PADS[node.role]) for node in level) for level in levels]
        heads = [(_RISK if number % 2 else _ACTION if number else _STEP).to(lang) for number in range(len(levels))]
        wanted = [[width_of(node.text, self.size, bold=node.is_bold) + 0.5 for node in level] for level in levels]
        room = width - 1 - _GAP * (len(levels) - 1) - sum(self.pads)
        least = [
            max(self.size * 4.2, *(longest_word(node.text, self.size, bold=node.is_bold) for node in level))
            for level in levels
        ]
        inside = level_widths(wanted, least, room)
        self.widths = [each + pad for each, pad in zip(inside, self.pads, strict=True)]
        self.lefts = [0.5]
        for each in self.widths[:-1]:
            self.lefts.append(self.lefts[-1] + each + _GAP)
        self.width = self.lefts[-1] + self.widths[-1] + 0.5
        self.heads = [wrapped(head, each, SMALL) for head, each in zip(heads, self.widths, strict=True)]
        self.blocks: list[tuple[float, Block[Node]]] = []
        self.line = max(height_of(lines, SMALL) for lines in self.heads) + 4
        at = self.line + 10
        for step in steps:
            block = make_block(step, self._measure, 8.0, is_level=True)
            self.blocks.append((at, block))
            at += block.extent + _DOWN
        self.key = _key([node for level in levels for node in level], lang)
        last, whole = self.blocks[-1]
        long = sum(_SIGN + width_of(words, SMALL) + _APART for _, words in self.key)
        is_beside = not whole.children and self.lefts[0] + self.widths[0] + long < self.width
        self.width = max(self.width, long)
        self.key_at = last + whole.middle if is_beside else at - _DOWN + 16
        """Middle of the line that explains the signs: beside the goal where there is room, else below it."""
        self.height = at - _DOWN + 1 + (0 if is_beside or not self.key else 24)

    def _measure(self, node: Node, level: int) -> tuple[list[str], float]:
        inside = self.widths[level] - sum(_PADS[node.role])
        lines = balanced(node.text, inside, self.size, bold=node.is_bold)
        return lines, height_of(lines, self.size) + 2 * _ABOVE


def height_of_program(steps: Sequence[Node], lang: str) -> float:
    """How high it stands when it is drawn."""
    return _Plan(steps, WIDTH, lang).height


def draw_program(steps: Sequence[Node], canvas: Canvas, lang: str) -> None:
    """Steps downwards at the left, what may go wrong with each beside it, what is done about it beside that."""
    plan = _Plan(steps, canvas.width, lang)
    canvas.width, canvas.height = min(canvas.width, plan.width), plan.height
    for x, lines in zip(plan.lefts, plan.heads, strict=True):
        canvas.lines(x, 0, lines, size=SMALL, colour="soft")
    canvas.line(0, plan.line, canvas.width, plan.line, width=0.5)
    for number, (start, whole) in enumerate(plan.blocks):
        if number:
            before, above = plan.blocks[number - 1]
            x = plan.lefts[0] + plan.widths[0] / 2
            bottom = before + above.middle + above.height / 2
            top = start + whole.middle - whole.height / 2
            canvas.arrow(((x, bottom), (x, top)), stroke="accent", width=1.4, head=6)
        for top, block in whole.walk(start):
            _draw_block(canvas, plan, top, block)
    x = canvas.width
    for sign, words in reversed(plan.key):
        canvas.text(x, plan.key_at + 3.6, words, size=SMALL, anchor="end", colour="soft")
        x -= width_of(words, SMALL) + _SIGN / 2
        if sign == "open":
            _draw_risk(canvas, (x - 6.5, plan.key_at - 4.5), (13, 9), is_open=True)
        else:
            _draw_sign(canvas, sign, (x, plan.key_at))
        x -= _SIGN / 2 + _APART


def _draw_block(canvas: Canvas, plan: _Plan, top: float, block: Block[Node]) -> None:
    node, x, wide = block.node, plan.lefts[block.level], plan.widths[block.level]
    middle, high = top + block.middle, block.height
    _draw_shape(canvas, node, (x, middle - high / 2), (wide, high))
    left, right = _PADS[node.role]
    words = middle - height_of(block.lines, plan.size) / 2 + (LEADING - 1.18) * plan.size / 2
    colour: Colour = "paper" if node.role in ("start", "goal") else "soft" if node.verdict == "rejected" else "ink"
    centre = x + left + (wide - left - right) / 2
    if node.role == "action":
        canvas.lines(x + left, words, block.lines, size=plan.size, colour=colour)
    else:
        canvas.lines(centre, words, block.lines, size=plan.size, anchor="middle", colour=colour, bold=node.is_bold)
    if block.children:
        end = plan.lefts[block.level + 1]
        middles = [top + offset + child.middle for offset, child in block.children]
        draw_elbows(canvas, (x + wide, middle), end - _GAP / 2, end, middles)


def _draw_shape(canvas: Canvas, node: Node, corner: tuple[float, float], size: tuple[float, float]) -> None:
    """Ends are dark, steps have corners, risks have points, countermeasures a sign: told apart without colour."""
    (x, y), (wide, high) = corner, size
    if node.role in ("start", "goal"):
        canvas.rect(x, y, wide, high, fill="tint1", radius=min(high / 2, 11))
    elif node.role == "step":
        canvas.rect(x, y, wide, high, stroke="accent", line=1.1)
    elif node.role == "risk":
        _draw_risk(canvas, corner, size, is_open=node.is_open)
    else:
        _draw_action(canvas, node.verdict, corner, size)


def _draw_risk(canvas: Canvas, corner: tuple[float, float], size: tuple[float, float], *, is_open: bool) -> None:
    (x, y), (wide, high) = corner, size
    point = min(8.0, wide / 3)
    upper = ((x, y + high / 2), (x + point, y), (x + wide - point, y), (x + wide, y + high / 2))
    lower = ((x + wide - point, y + high), (x + point, y + high))
    if is_open:
        canvas.polygon((*upper, *lower), stroke="change", width=1.6)
    else:
        canvas.polygon((*upper, *lower), stroke="soft", width=0.9)


def _draw_action(canvas: Canvas, verdict: Verdict, corner: tuple[float, float], size: tuple[float, float]) -> None:
    (x, y), (wide, high) = corner, size
    if verdict == "adopted":
        canvas.rect(x, y, wide, high, fill="tint5", radius=3)
    else:
        canvas.rect(x, y, wide, high, stroke="faint", line=0.8, dash="3 2.5" if verdict else "", radius=3)
    _draw_sign(canvas, verdict, (x + wide - 13, y + high / 2))


def _draw_sign(canvas: Canvas, verdict: Sign, at: tuple[float, float]) -> None:
    """A circle or a cross, drawn: fonts lack the sign ✕."""
    if verdict == "adopted":
        canvas.circle(*at, 4.2, stroke="accent", width=1.5)
    elif verdict == "rejected":
        canvas.mark("cross", *at, 3.6, colour="soft")
