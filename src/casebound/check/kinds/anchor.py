"""Tables and figures: their ids, captions, and whether the text sends its readers to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from casebound.check.kind import Hit, Kind
from casebound.check.look import Look
from casebound.read.fields import Choice, required
from casebound.read.markdown import DIRECTIVES


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What is wrong with it."""

    problem: str
    """`unusable` (cannot be an id), `unreferred` (nothing refers to it), `uncaptioned`, or `unnamed` (has no id)."""


_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def find(anchor: Anchor, look: Look) -> Iterator[Hit]:
    """Each of them with that problem."""
    return _FINDERS[anchor.problem](look)


def _unusable(look: Look) -> Iterator[Hit]:
    for id, span in look.anchors:
        if not _ID.fullmatch(id):
            yield Hit(span=span, values={"id": id})


def _unreferred(look: Look) -> Iterator[Hit]:
    referred = {mention.target.lstrip("#") for mention in look.mentions if mention.kind in ("role", "link")}
    for mention in look.mentions:
        if mention.kind == "anchor" and mention.target not in referred:
            yield Hit(span=look.span(mention), values={"id": mention.target})


def _uncaptioned(look: Look) -> Iterator[Hit]:
    """A table's words stand behind `{table}`, a drawn figure's in its option, an image's in quotation marks behind its
    address."""
    for mention in look.mentions:
        if mention.kind == "anchor" and not mention.text.strip():
            yield Hit(span=look.span(mention), values={"id": mention.target})


def _unnamed(look: Look) -> Iterator[Hit]:
    """An anchor follows what it names."""
    mentions = [mention for mention in look.mentions if mention.kind != "data"]
    for number, mention in enumerate(mentions):
        if mention.kind == "image" or (mention.kind == "directive" and mention.name in DIRECTIVES):
            following = mentions[number + 1] if number + 1 < len(mentions) else None
            if following is None or following.kind != "anchor":
                yield Hit(span=look.span(mention), values={"id": mention.target})


_FINDERS: dict[str, Callable[[Look], Iterator[Hit]]] = {
    "unusable": _unusable,
    "unreferred": _unreferred,
    "uncaptioned": _uncaptioned,
    "unnamed": _unnamed,
}

KIND = Kind(
    name="anchor",
    make=Anchor,
    fields={"problem": required(Choice({name: name for name in _FINDERS}))},
    values=frozenset({"id"}),
    find=find,
)
