"""What the framework and the route ask for, and the write-up must answer: criteria, conditions, sections."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from casebound.check.kind import Hit, Kind
from casebound.check.look import Look
from casebound.read.document import WrittenSection
from casebound.read.fields import Choice, required
from casebound.text.finding import Label
from casebound.text.localized import Localized, phrase
from casebound.text.source import Span
from casebound.text.suggest import near_miss

ASKED = phrase("这里提出要求", "asked for here")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What must be answered."""

    of: str
    """`criteria`, `conditions`, `route` (its sections), or `headings` (each with words under it)."""


def find(answered: Answered, look: Look) -> Iterator[Hit]:
    """Each thing that has no answer."""
    return _FINDERS[answered.of](look)


def _criteria(look: Look) -> Iterator[Hit]:
    """A criterion is answered by a section that is tied to it and has words, of its own or of its subsections."""
    framework, document = look.framework, look.document
    if framework is None or document.front is None:
        return
    sections = document.sections
    answered = {
        id for number, item in enumerate(sections) if _has_words(number, sections) for id in item.section.criteria
    }
    for leaf in framework.leaves():
        if leaf.id not in answered:
            labels = _asked(framework.places, leaf.id)
            yield Hit(
                span=document.front_span,
                values={"id": leaf.id, "title": leaf.title},
                labels=labels,
                field=f"criteria.{leaf.id}",
            )


def _conditions(look: Look) -> Iterator[Hit]:
    framework, document = look.framework, look.document
    if framework is None or document.front is None or document.front.is_cut:
        return
    given = {answer.id for answer in look.case.conditions}
    for condition in framework.conditions:
        if condition.id not in given:
            labels = _asked(framework.places, condition.id)
            values: dict[str, str | int | Localized] = {"id": condition.id, "title": condition.title}
            yield Hit(span=document.key("conditions"), values=values, labels=labels, field=f"conditions.{condition.id}")


def _route(look: Look) -> Iterator[Hit]:
    """A section of the route is missing; where its heading stands there under another id, or none, it is pointed at."""
    route = look.route
    if route is None:
        return
    wanted = [section.id for section in route.sections]
    found = [item for item in look.document.sections if item.section.level == 2]
    ids = [item.section.id for item in found]
    strangers = [item for item in found if item.section.id not in wanted]
    for section in route.sections:
        if section.id in ids:
            continue
        misspelt = next((item for item in strangers if near_miss(item.section.id, wanted) == section.id), None)
        untied = next((item for item in strangers if item.section.title in section.title.texts.values()), None)
        culprit = misspelt or untied
        values: dict[str, str | int | Localized] = {"id": section.id, "title": section.title}
        yield Hit(
            span=culprit.heading if culprit else look.written.place("route"),
            values=values,
            hint=phrase("在这个标题后写 {{#{id}}}", "Write {{#{id}}} after this heading", id=section.id)
            if culprit
            else None,
            labels=_asked(route.places, section.id),
            field=f"sections.{section.id}",
        )


def _headings(look: Look) -> Iterator[Hit]:
    sections = look.document.sections
    for number, item in enumerate(sections):
        if not _has_words(number, sections):
            yield Hit(span=item.heading, values={"id": item.section.id, "title": item.section.title})


def _has_words(number: int, sections: Sequence[WrittenSection]) -> bool:
    """Whether a section, or one under it, holds anything but headings."""
    if sections[number].section.text:
        return True
    for item in sections[number + 1 :]:
        if item.section.level <= sections[number].section.level:
            return False
        if item.section.text:
            return True
    return False


def _asked(places: Mapping[str, Span], id: str) -> tuple[Label, ...]:
    return (Label(span=places[id], message=ASKED),) if id in places else ()


_FINDERS: dict[str, Callable[[Look], Iterator[Hit]]] = {
    "criteria": _criteria,
    "conditions": _conditions,
    "route": _route,
    "headings": _headings,
}

KIND = Kind(
    name="answered",
    make=Answered,
    fields={"of": required(Choice({name: name for name in _FINDERS}))},
    values=frozenset({"id", "title"}),
    find=find,
)
