"""Two things that must agree: id and folder, translation and original, consent and visibility."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from casebound.check.kind import Hit, Kind
from casebound.check.look import Look
from casebound.model.case import Visibility
from casebound.read.fields import Choice, required
from casebound.text.fix import Edit, Fix, replacement
from casebound.text.localized import phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistent:
    """What must agree."""

    of: str
    """`id-and-folder`, `translation-named`, `translation-current`, `text-and-release`, `consent-and-visibility`."""


def find(consistent: Consistent, look: Look) -> Iterator[Hit]:
    """Where the two do not."""
    return _FINDERS[consistent.of](look)


def _folder(look: Look) -> Iterator[Hit]:
    """An id that is another folder's name is a second use of that id, and said there."""
    id, folder = look.case.id, look.written.folder.rpartition("/")[2]
    if id and id != folder and id not in look.context.folders and not look.written.is_translation:
        span = look.written.place("id")
        change = phrase("把编号改成“{folder}”", "Make the id “{folder}”", folder=folder)
        fix = replacement(span, folder, change) if span.text == id else None
        yield Hit(span=span, values={"id": id, "folder": folder}, fix=fix)


def _named(look: Look) -> Iterator[Hit]:
    if look.written.is_translation and not look.written.translates and look.document.front is not None:
        span, digest = look.document.front_span, look.written.digest
        line = look.document.source.line_start(2)
        edit = Edit(span=look.document.source.span(line, line), text=f"translates: {digest}\n")
        change = phrase("写明译自当前这一版", "Say that it translates the present text")
        yield Hit(span=span, values={"digest": digest}, fix=Fix(edits=(edit,), message=change))


def _current(look: Look) -> Iterator[Hit]:
    written = look.written
    if written.is_translation and written.translates and written.translates != written.digest:
        span = written.place("translates")
        change = phrase("核对译文后改为当前这一版", "After revising it, name the present text")
        fix = replacement(span, written.digest, change) if span.text == written.translates else None
        yield Hit(span=span, values={"digest": written.digest}, fix=fix)


def _released(look: Look) -> Iterator[Hit]:
    if changed := look.written.changed_since_release:
        version = look.case.publication.version
        yield Hit(span=look.written.place("publication.version"), values={"version": version, "file": changed[0]})


def _consent(look: Look) -> Iterator[Hit]:
    publication = look.case.publication
    if publication.consent is False and publication.visibility is Visibility.PUBLIC:
        yield Hit(span=look.written.place("publication.consent"))


_FINDERS: dict[str, Callable[[Look], Iterator[Hit]]] = {
    "id-and-folder": _folder,
    "translation-named": _named,
    "translation-current": _current,
    "text-and-release": _released,
    "consent-and-visibility": _consent,
}

KIND = Kind(
    name="consistent",
    make=Consistent,
    fields={"of": required(Choice({name: name for name in _FINDERS}))},
    values=frozenset({"id", "folder", "digest", "version", "file"}),
    find=find,
)
