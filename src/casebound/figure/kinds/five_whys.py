"""A nested list, each level one why → chains from a problem to its root causes (5 Whys, 五个为什么)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from casebound.figure.canvas import Canvas
from casebound.figure.enumeration import enumerated
from casebound.figure.given import Given
from casebound.figure.kind import Kind, Rows, no_doubts
from casebound.figure.outline import Item
from casebound.figure.prefix import part_prefix
from casebound.figure.why_chains import WIDEST, Why, draw_chains, height_of_chains
from casebound.model.value import Value
from casebound.text.localized import CHINESE, Localized, closed_up, phrase
from casebound.text.source import Span

DEEPEST = 10
"""Levels of the list."""
ROLES = {
    "problem": ("问题", "现象", "problem", "symptom"),
    "why": ("为什么", "为何", "原因", "因为", "why", "because", "cause"),
    "root": ("根本原因", "根因", "真因", "要因", "root cause", "root"),
    "action": ("对策", "措施", "改进", "改进措施", "纠正措施", "countermeasure", "action", "remedy", "fix"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FiveWhys:
    """Problems, each with the answers to the first why."""

    problems: tuple[Why, ...]

    @property
    def all(self) -> list[Why]:
        """Problems and answers."""
        return [why for problem in self.problems for why in problem.walk()]

    @property
    def roots(self) -> list[Why]:
        """The root causes."""
        return [why for why in self.all if why.is_root]

    @property
    def depth(self) -> int:
        """How many whys the longest chain has."""
        return max(why.level for why in self.all)

    @property
    def actions(self) -> list[str]:
        """The countermeasures."""
        return [action for why in self.all for action in why.actions]


def read(given: Given) -> FiveWhys | None:
    """Items under an item answer why; those that begin with “对策：” are countermeasures to it."""
    if not given.need_items(deepest=DEEPEST, most=120):
        return None
    problems = []
    for item in given.outline:
        if _role(item) == "action":
            message = phrase("对策要写在它针对的原因下面", "A countermeasure belongs below the cause that it is for")
            given.refuse(message, item.place)
            return None
        problem = _read_why(given, item, 0)
        if problem is None:
            return None
        if not problem.children:
            message = phrase("“{name}”下面没有写为什么", "Below “{name}” no why is answered", name=problem.text)
            given.refuse(
                message, item.place, phrase("下一层写原因，一层一问", "Write causes below it, one why a level")
            )
            return None
        if problem.breadth > WIDEST:
            message = phrase(
                "“{name}”分成 {n} 支，最多画 {most} 支",
                "“{name}” has {n} branches; {most} can be drawn",
                name=problem.text,
                n=problem.breadth,
                most=WIDEST,
            )
            given.refuse(message, item.place, phrase("分成几张图", "Make several figures"))
            return None
        is_told = any(_is_told_root(each) for each in item.walk() if each is not item)
        problems.append(_rooted(problem, _told_roots(item) if is_told else None))
    whys = FiveWhys(problems=tuple(problems))
    return whys if given.fits(height_of_chains(whys.problems, given.lang)) else None


def _role(item: Item) -> str:
    return part_prefix(item.text, ROLES)[0]


def _is_told_root(item: Item) -> bool:
    return _role(item) == "root" or (item.is_marked and _role(item) != "action")


def _told_roots(item: Item) -> frozenset[Span]:
    return frozenset(each.place for each in item.walk() if each is not item and _is_told_root(each))


def _read_why(given: Given, item: Item, level: int) -> Why | None:
    children, actions = list[Why](), list[str]()
    for child in item.children:
        role, text = part_prefix(child.text, ROLES)
        if role == "action":
            if child.children:
                message = phrase("对策下面不能再写一层", "Nothing may stand below a countermeasure")
                given.refuse(message, child.children[0].place, phrase("写在原因下面", "Write it below the cause"))
                return None
            actions.append(text)
            continue
        why = _read_why(given, child, level + 1)
        if why is None:
            return None
        children.append(why)
    return Why(
        text=part_prefix(item.text, ROLES)[1],
        level=level,
        is_root=False,
        place=item.place,
        actions=tuple(actions),
        children=tuple(children),
    )


def _rooted(why: Why, told: frozenset[Span] | None) -> Why:
    """With the roots marked: those that the author named or set in bold; where none is, every last answer."""
    is_root = bool(why.level) and (not why.children if told is None else why.place in told)
    return replace(why, is_root=is_root, children=tuple(_rooted(child, told) for child in why.children))


def tell(whys: FiveWhys, lang: str) -> str:
    """From which problem in how many whys to which root causes."""
    depth = whys.depth
    told = phrase(
        "从{{problem}}问了{n}，找到{k}：{{roots}}",
        "{{problem}}: {n} to {k}: {{roots}}",
        n=closed_up(depth, "次为什么", "why"),
        k=closed_up(len(whys.roots), "个根本原因", "root cause"),
    ).to(lang)
    problems = enumerated([problem.text for problem in whys.problems], lang)
    words = told.format(problem=problems, roots=enumerated([root.text for root in whys.roots], lang))
    if whys.actions:
        words += _ACTIONS.to(lang).format(actions=enumerated(whys.actions, lang))
    return words + ("。" if lang == CHINESE else ".")


_ACTIONS: Localized = phrase("；对策：{{actions}}", "; countermeasures: {{actions}}")


def values(whys: FiveWhys) -> dict[str, Value]:
    """Counts only."""
    counts = {"whys": whys.depth, "roots": len(whys.roots), "countermeasures": len(whys.actions)}
    return {name: Value(value=Decimal(count), unit="") for name, count in counts.items()}


_PROBLEM, _WHY = phrase("问题", "Problem"), phrase("为什么{{n}}", "Why {{n}}")
_ROOT, _ACTION = phrase("根本原因", "Root cause"), phrase("对策", "Countermeasures")


def table(whys: FiveWhys, lang: str) -> Rows:
    """A row a chain, with its root causes and countermeasures."""
    numbers = range(1, whys.depth + 1)
    header = [_PROBLEM.to(lang), *(_WHY.filled(n=n).to(lang) for n in numbers), _ROOT.to(lang), _ACTION.to(lang)]
    stop = "；" if lang == CHINESE else "; "
    rows = [tuple(header)]
    for problem in whys.problems:
        for way in _ways(problem, ()):
            texts = [why.text for why in way] + [""] * (whys.depth + 1 - len(way))
            roots = stop.join(why.text for why in way if why.is_root)
            rows.append((*texts, roots, stop.join(action for why in way for action in why.actions)))
    return tuple(rows)


def _ways(why: Why, before: tuple[Why, ...]) -> Iterator[tuple[Why, ...]]:
    way = (*before, why)
    if not why.children:
        yield way
    for child in why.children:
        yield from _ways(child, way)


def draw(whys: FiveWhys, canvas: Canvas, lang: str) -> None:
    """Chains side by side, a why in every row."""
    draw_chains(whys.problems, canvas, lang)


KIND: Kind[FiveWhys] = Kind(
    name="five-whys",
    title=phrase("五个为什么", "Five whys"),
    takes=frozenset({"outline"}),
    options={},
    parts={
        "whys": phrase("最长的一支问了几次为什么", "how many whys the longest chain has"),
        "roots": phrase("根本原因有几个", "how many root causes there are"),
        "countermeasures": phrase("对策有几条", "how many countermeasures there are"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=no_doubts,
    draw=draw,
)
