"""A write-up → its outline, and where what stands at an offset is defined."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from casebound.editor.figures import captions
from casebound.editor.scene import Scene
from casebound.read.document import WrittenSection
from casebound.text.source import Span, no_text

_GIVEN = ("baseline", "target", "actual")


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """A section in an outline."""

    name: str
    detail: str
    """The criteria that it answers."""
    span: Span
    """With its text and the sections under it."""
    heading: Span
    children: tuple[Symbol, ...] = ()


def outline(scene: Scene) -> tuple[Symbol, ...]:
    """The sections, those of lower level inside those of higher."""
    return _nested(scene.document.sections)


def _nested(sections: tuple[WrittenSection, ...]) -> tuple[Symbol, ...]:
    found: list[Symbol] = []
    at = 0
    while at < len(sections):
        first, last = sections[at], at + 1
        while last < len(sections) and sections[last].section.level > first.section.level:
            last += 1
        end = max(first.heading.end, sections[last - 1].body.end)
        found.append(
            Symbol(
                name=first.section.title or first.heading.text.lstrip("# ") or "—",
                detail=" ".join(first.section.criteria),
                span=first.heading.source.span(first.heading.start, end),
                heading=first.heading,
                children=_nested(sections[at + 1 : last]),
            )
        )
        at = last
    return tuple(found)


def definition(scene: Scene, offset: int) -> Span | None:
    """Where a figure, table, image, anchor, file or criterion that is named at an offset stands."""
    look = scene.look
    for mention in look.mentions:
        span = look.span(mention)
        if not span.start <= offset <= span.end:
            continue
        if mention.kind == "role" and mention.name == "val":
            return _measure(scene, mention.target)
        if mention.kind == "role" and mention.name == "ref":
            return captions(look)[mention.target][1] if mention.target in captions(look) else None
        if mention.kind == "link" and mention.target.startswith("#"):
            return next((place for id, place in look.anchors if id == mention.target[1:]), None)
        if mention.kind in ("link", "image"):
            name = posixpath.normpath(mention.target.partition("#")[0])
            return no_text(f"{look.written.folder}/{name}") if name in look.written.files else None
    return _criterion(scene, offset)


def _measure(scene: Scene, target: str) -> Span | None:
    """The value in the front matter; of what is computed, the measure's id."""
    id, _, part = target.rpartition(".")
    front = scene.document.front
    pair = front.find("measures") if front else None
    for item in pair.value.readable() if pair else ():
        own = item.find("id") if item.kind == "mapping" else None
        if own is not None and own.value.text.strip() == id:
            given = item.find(part) if part in _GIVEN else None
            return given.span if given else own.value.span
    return None


def _criterion(scene: Scene, offset: int) -> Span | None:
    """The criterion's line in a framework of the workspace; those built in stand nowhere an editor can go."""
    framework, section = scene.look.framework, scene.document.section_at(offset)
    if framework is None or section is None or not section.heading.start <= offset <= section.heading.end:
        return None
    for match in re.finditer(r"[\w.-]+", section.heading.text):
        start = section.heading.start + match.start()
        if start <= offset <= start + len(match[0]) and match[0] in section.section.criteria:
            place = framework.places.get(match[0])
            return place if place and place.source.path.startswith("content/") else None
    return None
