"""A write-up and all that rules may look at beside it, with views of it that are made once and shared by all rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from casebound.check.context import Context
from casebound.check.figure_look import FigureLook, look_at_figures
from casebound.check.numbers.contradiction import Contradiction, ValMention
from casebound.model.case import Case
from casebound.model.framework import Framework
from casebound.model.route import Route
from casebound.read.body import Mention
from casebound.read.document import Document
from casebound.read.nodes import Node
from casebound.read.prose import Prose, read_prose
from casebound.read.written import WrittenCase
from casebound.text.source import Span

if TYPE_CHECKING:
    from casebound.figure.figure import Figure


class Field(NamedTuple):
    """A place in the front matter that a path such as `measures[].baseline.value` leads to."""

    path: str
    """With numbers: `measures[0].baseline.value`."""
    node: Node | None
    """What stands there; None where the last key of the path is absent or empty."""
    span: Span
    """The value, or the nearest parent that is there."""
    name: str
    """With ids in place of numbers where there are any: `measures.wait.baseline.value`."""
    owner: str
    """The name, title or id of the nearest record on the way, to name it in a message."""


@dataclass(frozen=True)
class Look:
    """One write-up being checked."""

    written: WrittenCase
    context: Context

    @property
    def case(self) -> Case:
        """What it says."""
        return self.written.case

    @property
    def document(self) -> Document:
        """How it is written."""
        return self.written.document

    @cached_property
    def framework(self) -> Framework | None:
        """The framework it names, if there is one."""
        return self.context.frameworks.get(self.case.framework)

    @cached_property
    def route(self) -> Route | None:
        """The route it names, if there is one."""
        return self.context.routes.get(self.case.route)

    @cached_property
    def prose(self) -> Prose:
        """Its words, each at its own offset."""
        return read_prose(self.document)

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """What the body refers to; `span` gives the place."""
        return self.document.body.mentions

    def span(self, mention: Mention) -> Span:
        """Where a mention stands."""
        start = self.document.body_start
        return self.document.source.span(start + mention.start, start + mention.end)

    @cached_property
    def anchors(self) -> tuple[tuple[str, Span], ...]:
        """Every id that a link can lead to, with its place, in order; an id may stand there twice."""
        found = [(item.section.id, item.heading) for item in self.document.sections if item.section.id]
        found.extend((mention.target, self.span(mention)) for mention in self.mentions if mention.kind == "anchor")
        return tuple(sorted(found, key=lambda anchor: anchor[1].start))

    @cached_property
    def captioned(self) -> frozenset[str]:
        """The ids of tables and figures."""
        return frozenset(mention.target for mention in self.mentions if mention.kind == "anchor")

    @cached_property
    def scopes(self) -> dict[Any, Any]:
        """The parts of the body that several rules look at, found once: see `scope.parts`."""
        return {}

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Numbers in its words that its measures or the words themselves contradict."""
        from casebound.check.numbers.contradictions import find_contradictions

        mentions = tuple(
            ValMention(span=self.span(mention), measure_id=id, part=part)
            for mention in self.mentions
            if mention.kind == "role" and mention.name == "val"
            for id, _, part in (mention.target.rpartition("."),)
        )
        found = find_contradictions(
            self.prose, mentions, self.case, self.document.source, self.case.lang, place=self.written.place
        )
        return tuple(found)

    @cached_property
    def figures(self) -> tuple[FigureLook, ...]:
        """The figures that its fences describe, in order, with what was read amiss in each."""
        return look_at_figures(self.written)

    @cached_property
    def figures_by_id(self) -> dict[str, Figure | None]:
        """The figures that can be referred to; None for one that cannot be drawn, which is said there."""
        named = {item.directive.options.get("id", ""): item.figure for item in self.figures}
        return {id: figure for id, figure in named.items() if id}

    def figure_named(self, target: str) -> str | None:
        """The id of the figure whose value a `{val}` names; None where it names none."""
        id, dot, _ = target.partition(".")
        return id if dot and id in self.figures_by_id else None

    def unit(self, path: str) -> str:
        """The unit of the measure that a path such as `measures[0].baseline.value` leads through."""
        return self._units.get(path.partition("]")[0], "")

    @cached_property
    def _units(self) -> dict[str, str]:
        found = ((place.path.partition("]")[0], place.node) for place in self.fields("measures[].unit"))
        return {path: node.text.strip() for path, node in found if node is not None}

    def own(self, node: Node) -> bool:
        """Whether a value stands in this file, not in the original that a translation rests on."""
        return node.span.source is self.document.source

    def fields(self, path: str) -> Iterator[Field]:
        """Every place that a path leads to; `[]` after a key means each item of its list.

        Where a key on the way is absent the path leads nowhere; only the last key may be absent.
        """
        found = self._fields.get(path)
        if found is None:
            found = self._fields[path] = tuple(self._found(_keys(path)))
        return iter(found)

    @cached_property
    def _fields(self) -> dict[str, tuple[Field, ...]]:
        return {}

    @cached_property
    def _stems(self) -> dict[tuple[str, ...], list[_Stem]]:
        front = self.document.front
        return {(): [] if front is None else [_Stem(front, "", "", "", self.document.front_span)]}

    def _found(self, keys: tuple[str, ...]) -> Iterator[Field]:
        for stem in self._stem(keys[:-1]):
            stems = list(_grown(stem, keys[-1])) if keys else [stem]
            for node, path, name, owner, span in stems:
                is_empty = node.is_empty
                yield Field(path, None if is_empty else node, span if is_empty else node.span, name, owner)
            if not stems and keys[-1] != "[]" and stem.node.kind == "mapping" and not stem.node.is_cut:
                path, name = (f"{before}.{keys[-1]}" if before else keys[-1] for before in (stem.path, stem.name))
                yield Field(path, None, _head(stem.node) if stem.path else stem.span, name, stem.owner)

    def _stem(self, keys: tuple[str, ...]) -> list[_Stem]:
        """What the first keys of a path lead to; paths share their beginnings."""
        found = self._stems.get(keys)
        if found is None:
            found = [grown for stem in self._stem(keys[:-1]) for grown in _grown(stem, keys[-1])]
            self._stems[keys] = found
        return found


class _Stem(NamedTuple):
    """A node on the way along a path; the rest as in `Field`, whether the node is empty or not."""

    node: Node
    path: str
    name: str
    owner: str
    span: Span


@cache
def _keys(path: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^.\[\]]+|\[\]", path))


def _grown(stem: _Stem, key: str) -> Iterator[_Stem]:
    """One step further along a path."""
    node, path, name, owner, _ = stem
    if key == "[]":
        for number, item in enumerate(node.readable()):
            id = item.find("id") if item.kind == "mapping" else None
            called = f"{name}.{id.value.text}" if id else f"{name}[{number}]"
            yield _Stem(item, f"{path}[{number}]", called, _name(item) or owner, item.span)
    elif node.kind == "mapping" and (pair := node.find(key)) is not None:
        yield _Stem(pair.value, f"{path}.{key}" if path else key, f"{name}.{key}" if name else key, owner, pair.span)


def _head(node: Node) -> Span:
    """The first line of a mapping: where to point for what is not in it."""
    start, source = node.span.start, node.span.source
    line = source.line_span(source.position(start)[0])
    return source.span(max(start, line.start), max(start, min(line.end, node.span.end)))


def _name(node: Node) -> str:
    """What a record is called by the people who wrote it."""
    for key in ("name", "title", "organization", "risk", "item", "id"):
        pair = node.find(key) if node.kind == "mapping" else None
        if pair and pair.value.text:
            return pair.value.text
    return ""
