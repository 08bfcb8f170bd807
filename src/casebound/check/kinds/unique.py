"""Names that may be used once: ids of cases, measures and conditions, and anchors of the body."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from casebound.check.kind import Hit, Kind
from casebound.check.look import Look
from casebound.read.fields import Choice, required
from casebound.text.finding import Label
from casebound.text.localized import phrase
from casebound.text.source import Span

FIRST = phrase("第一次在这里", "first used here")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unique:
    """Which names."""

    of: str
    """`case`, `measures`, `conditions` or `anchors`."""


def find(unique: Unique, look: Look) -> Iterator[Hit]:
    """Each second use; the first counts."""
    if unique.of == "case":
        yield from _case(look)
        return
    first: dict[str, Span] = {}
    for name, span in _SORTS[unique.of](look):
        if name and name in first:
            yield Hit(span=span, values={"id": name}, labels=(Label(span=first[name], message=FIRST),))
        first.setdefault(name, span)


def _case(look: Look) -> Iterator[Hit]:
    """Another folder of this name holds a case, so the id is that one's."""
    id, folder = look.case.id, look.written.folder.rpartition("/")[2]
    if id and id != folder and id in look.context.folders and not look.written.is_translation:
        other = f"{look.written.folder.rpartition('/')[0]}/{id}/case.md"
        hint = phrase("另一个在 {path}", "The other is {path}", path=other)
        yield Hit(span=look.written.place("id"), values={"id": id}, hint=hint)


def _measures(look: Look) -> Iterator[tuple[str, Span]]:
    for number, measure in enumerate(look.case.measures):
        yield measure.id, look.written.place(f"measures[{number}].id")


def _conditions(look: Look) -> Iterator[tuple[str, Span]]:
    for number, answer in enumerate(look.case.conditions):
        yield answer.id, look.written.place(f"conditions[{number}].id")


_SORTS: dict[str, Callable[[Look], Iterator[tuple[str, Span]]]] = {
    "measures": _measures,
    "conditions": _conditions,
    "anchors": lambda look: iter(look.anchors),
}

KIND = Kind(
    name="unique",
    make=Unique,
    fields={"of": required(Choice({name: name for name in ("case", *_SORTS)}))},
    values=frozenset({"id"}),
    find=find,
)
