"""Which part of a body a rule is about: everything, the sections that answer a criterion, or sections by id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from casebound.check.look import Look
from casebound.read.document import WrittenSection
from casebound.read.fields import ID, TEXT, Field, ListOf
from casebound.text.source import Span


class Part(NamedTuple):
    """A stretch of the body to be looked at as one."""

    name: str
    """The criterion's or section's id; empty for the whole body."""
    heading: Span
    """Where to point: the heading of its first section, or the head of the file."""
    spans: tuple[tuple[int, int], ...]
    """Offsets in the source, in order, apart from each other."""

    def holds(self, offset: int) -> bool:
        """Whether an offset lies in it."""
        return any(start <= offset < end for start, end in self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Parts of the body; without criteria and sections, all of it."""

    criteria: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


SCOPE_FIELDS = {"criteria": Field(ListOf(TEXT)), "sections": Field(ListOf(ID))}
"""The keys by which a rule names its scope."""


def parts(scope: Scope, look: Look) -> tuple[Part, ...]:
    """The parts that are there; what is missing altogether is the business of other rules."""
    known: dict[Scope, tuple[Part, ...]] = look.scopes
    if scope not in known:
        known[scope] = tuple(_parts(scope, look))
    return known[scope]


def _parts(scope: Scope, look: Look) -> Iterator[Part]:
    written = look.document.sections
    if not scope.criteria and not scope.sections:
        yield Part("", look.document.front_span, ((look.document.body_start, len(look.document.source.text)),))
    for id in scope.criteria:
        numbers = [number for number, item in enumerate(written) if id in item.section.criteria]
        if numbers:
            spans = _merged([_extent(number, written) for number in numbers])
            yield Part(id, written[numbers[0]].heading, spans)
    for id in scope.sections:
        number = next((number for number, item in enumerate(written) if item.section.id == id), None)
        if number is not None:
            yield Part(id, written[number].heading, (_extent(number, written),))


def _extent(number: int, written: tuple[WrittenSection, ...]) -> tuple[int, int]:
    """A section with those under it."""
    end = written[number].body.end
    for item in written[number + 1 :]:
        if item.section.level <= written[number].section.level:
            break
        end = item.body.end
    return written[number].body.start, end


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
