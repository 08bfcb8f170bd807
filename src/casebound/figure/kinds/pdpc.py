"""Steps with risks and countermeasures, a nested list → a process decision program chart (过程决策程序图, PDPC)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from casebound.figure.enumeration import enumerated
from casebound.figure.given import Given
from casebound.figure.kind import Kind, Rows, no_doubts
from casebound.figure.outline import Item
from casebound.figure.prefix import part_prefix
from casebound.figure.program import Node, Role, Verdict, draw_program, height_of_program
from casebound.model.value import Value
from casebound.text.localized import CHINESE, NOTHING, Localized, closed_up, phrase

DEEPEST = 5
"""Levels: step, risk, countermeasure, and once more the two."""
ROLES = {
    "start": ("起点", "开始", "出发点", "现状", "start", "beginning"),
    "goal": ("目标", "目的", "终点", "理想状态", "goal", "aim", "end"),
    "step": ("步骤", "步", "过程", "step"),
    "risk": ("风险", "问题", "障碍", "难点", "意外", "?", "risk", "problem", "obstacle", "what if"),
    "action": ("对策", "措施", "应对", "!", "countermeasure", "action", "response", "remedy"),
}
_ROLES: tuple[Role, ...] = ("start", "goal", "step", "risk", "action")
_ADOPTED, _REJECTED = "○◯〇⭕✓✔√", "✕✖✗✘×❌"
_YES, _NO = "采用|采纳|可行|adopted|yes", "不采用|不采纳|不可行|rejected|not adopted|no"
_SIGNS = re.compile(
    rf"\s*(?:(?P<yes>[{_ADOPTED}]|(?<=\s)o)|(?P<no>[{_REJECTED}]|(?<=\s)x)"
    rf"|[（(]\s*(?:(?P<yes_word>{_YES})|(?P<no_word>{_NO}))\s*[)）])\ufe0f?\s*",
    re.IGNORECASE,
)
_FIRST = re.compile(rf"(?:(?P<yes>[{_ADOPTED}])|(?P<no>[{_REJECTED}]))\ufe0f?\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """The way from start to goal, step by step."""

    steps: tuple[Node, ...]
    """The goal is the last, the start, if it is named, the first."""

    def of(self, role: Role) -> list[Node]:
        """All of a role."""
        return [node for step in self.steps for node in step.walk() if node.role == role]

    @property
    def adopted(self) -> list[Node]:
        """Countermeasures that are adopted."""
        return [node for node in self.of("action") if node.verdict == "adopted"]

    @property
    def open(self) -> list[Node]:
        """Risks for which no countermeasure is adopted."""
        return [node for node in self.of("risk") if node.is_open]


def read(given: Given) -> Program | None:
    """Steps at the first level in their order, risks below them, countermeasures below those."""
    items = _unwrapped(given.outline)
    if not given.need_items(deepest=DEEPEST + (len(items) > len(given.outline)), most=120):
        return None
    nodes = [node for node in (_node(given, item, is_top=True) for item in items) if node is not None]
    if len(nodes) < len(items):
        return None
    goals = [node for node in nodes if node.role == "goal"]
    if len(goals) != 1:
        hint = phrase("最后一项写“目标：……”", "Write a last item “Goal: …”")
        if goals:
            given.refuse(phrase("目标只能有一个", "There can be one goal only"), goals[1].place)
        else:
            given.refuse(phrase("没有写目标", "The goal is missing"), items[-1].place, hint)
        return None
    order = {"start": 0, "step": 1, "goal": 2}
    program = Program(steps=tuple(sorted(nodes, key=lambda node: order[node.role])))
    if not program.of("risk"):
        hint = phrase(
            "在步骤下面写“风险：……”，再下面写“对策：……”", "Below a step write “Risk: …”, below it “Countermeasure: …”"
        )
        given.refuse(phrase("没有写可能出现的问题", "No risk is foreseen"), items[0].place, hint)
        return None
    return program if given.fits(height_of_program(program.steps, given.lang)) else None


def _unwrapped(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Where all stands below one item, the goal or the start: that item, and what is below it beside it."""
    if len(items) != 1 or part_prefix(items[0].text, ROLES)[0] not in ("start", "goal"):
        return items
    only = items[0]
    return (replace(only, children=()), *only.children)


def _node(given: Given, item: Item, *, is_top: bool, above: str = "") -> Node | None:
    """An item by what its first words say it is; None, with a finding, where it stands wrong."""
    named, text = part_prefix(item.text, ROLES)
    role: Role = next((each for each in _ROLES if each == named), "step")
    message: Localized | None = None
    hint = phrase("以“风险：”或“对策：”开头", "Begin it with “Risk:” or “Countermeasure:”")
    if is_top and role in ("risk", "action"):
        message = phrase("第一层只写步骤和目标", "Only steps and the goal stand at the first level")
        hint = phrase("风险写在步骤下面，对策写在风险下面", "Write risks below steps, countermeasures below risks")
    elif not is_top and role not in ("risk", "action"):
        message = phrase("没有写明是风险还是对策", "This is not said to be a risk or a countermeasure")
    elif role == "action" and above != "risk":
        message = phrase("对策要写在风险下面", "A countermeasure belongs below a risk")
    elif role == "risk" and above == "risk":
        message = phrase("风险下面只写对策", "Below a risk only countermeasures stand")
    if message is not None:
        given.refuse(message, item.place, hint)
        return None
    verdict: Verdict = ""
    if role == "action":
        text, verdict = part_verdict(text, is_marked=item.is_marked)
    children = [_node(given, child, is_top=False, above=role) for child in item.children]
    kept = tuple(child for child in children if child is not None)
    if len(kept) < len(children):
        return None
    return Node(role=role, text=text, verdict=verdict, place=item.place, children=kept)


def part_verdict(text: str, *, is_marked: bool = False) -> tuple[str, Verdict]:
    """The words of a countermeasure without its ○ or ✕ (at either end, or in words in brackets), and what it says."""
    for match in (_FIRST.match(text), next((each for each in _SIGNS.finditer(text) if each.end() == len(text)), None)):
        if match is None:
            continue
        rest = (text[: match.start()] + text[match.end() :]).strip()
        if rest:
            found = match.groupdict()
            return rest, "adopted" if found["yes"] or found.get("yes_word") else "rejected"
    return text, "adopted" if is_marked else ""


def tell(program: Program, lang: str) -> str:
    """How many risks are foreseen, how many countermeasures adopted, and what is left open."""
    told = phrase(
        "要做到{{goal}}，预想了{risks}、{actions}，采用{adopted}条",
        "On the way to {{goal}}: {risks}, {actions}, {adopted} adopted",
        risks=closed_up(len(program.of("risk")), "个问题", "foreseen problem"),
        actions=closed_up(len(program.of("action")), "条对策", "countermeasure"),
        adopted=len(program.adopted),
    ).to(lang)
    words = told.format(goal=enumerated([program.steps[-1].text], lang))
    if program.open:
        left = phrase("；没有采用对策的问题：{{names}}", "; none adopted for {{names}}").to(lang)
        words += left.format(names=enumerated([risk.text for risk in program.open], lang))
    return words + ("。" if lang == CHINESE else ".")


def values(program: Program) -> dict[str, Value]:
    """Counts only."""
    actions = program.of("action")
    counts = {
        "steps": len(program.of("step")),
        "risks": len(program.of("risk")),
        "open": len(program.open),
        "countermeasures": len(actions),
        "adopted": len(program.adopted),
        "rejected": sum(node.verdict == "rejected" for node in actions),
    }
    return {name: Value(value=Decimal(count), unit="") for name, count in counts.items()}


_HEADER = phrase("步骤|可能出现的问题|对策|采用", "Step|Foreseen problem|Countermeasure|Adopted")
_VERDICTS = {"adopted": phrase("是", "yes"), "rejected": phrase("否", "no"), "": NOTHING}


def table(program: Program, lang: str) -> Rows:
    """A row a countermeasure, a risk without one, or a step without a risk; deeper pairs in rows of their own."""
    return (tuple(_HEADER.to(lang).split("|")), *(row for step in program.steps for row in _rows(step, step, lang)))


def _rows(step: Node, above: Node, lang: str) -> Iterator[tuple[str, ...]]:
    if not step.children and step is above:
        yield step.text, "", "", ""
    for risk in above.children:
        if not risk.children:
            yield step.text, risk.text, "", ""
        for action in risk.children:
            yield step.text, risk.text, action.text, _VERDICTS[action.verdict].to(lang)
            yield from _rows(step, action, lang)


KIND: Kind[Program] = Kind(
    name="pdpc",
    title=phrase("过程决策程序图（PDPC）", "Process decision program chart"),
    takes=frozenset({"outline"}),
    options={},
    parts={
        "steps": phrase("几个步骤，起点和目标不算", "how many steps, start and goal not counted"),
        "risks": phrase("预想了几个问题", "how many problems are foreseen"),
        "open": phrase("没有采用对策的问题有几个", "for how many of them no countermeasure is adopted"),
        "countermeasures": phrase("对策有几条", "how many countermeasures there are"),
        "adopted": phrase("采用（○）的对策有几条", "how many are adopted (○)"),
        "rejected": phrase("不采用（✕）的对策有几条", "how many are not (✕)"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=no_doubts,
    draw=lambda program, canvas, lang: draw_program(program.steps, canvas, lang),
)
