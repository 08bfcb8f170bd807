"""The parts of a document as they were met flow in, a tidy tree of nodes flows out: what it says, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

_TEXT_HOLDERS = frozenset({"TD", "TH", "LBody", "Caption", "Note"})
"""May hold text themselves: a single paragraph inside says nothing more."""
_CELLS = frozenset({"TD", "TH"})
"""May be empty: a table needs its grid."""

_NO_TEXT = frozenset({"Figure", "Document", "Sect", "Art", "Part"})


class Content(NamedTuple):
    """A marked-content sequence: what is drawn between BDC and EMC under a number."""

    page: int
    mcid: int


class Area(NamedTuple):
    """An annotation on a page."""

    page: int
    annotation: Any
    """`pydyf.Dictionary`."""


@dataclass(slots=True, eq=False)
class Node:
    """A structure element in the making; roles are the standard types of ISO 32000-1, 14.8.4."""

    role: str
    parent: Node | None
    page: int
    """Where it begins."""
    lang: str | None
    element: Any = None
    """Of the HTML tree."""
    kids: list[Node | Content | Area] = field(default_factory=list)
    id: str = ""
    alt: str = ""
    rectangle: tuple[float, float, float, float] | None = None
    """Of a figure, in points from the page's lower left corner."""
    numbering: str = ""
    """Of a list."""
    columns: int = 1
    rows: int = 1
    """How many a cell takes."""
    scope: str = ""
    headers: tuple[str, ...] = ()

    @property
    def nodes(self) -> list[Node]:
        """The kids that are nodes."""
        return [kid for kid in self.kids if isinstance(kid, Node)]

    def child(self, role: str, page: int, lang: str | None, element: Any = None) -> Node:
        """A new last child."""
        node = Node(role, self, page, lang, element)
        self.kids.append(node)
        return node


def tidy(node: Node) -> None:
    """Drop what is empty or says nothing, put notes after the text that calls them."""
    kids: list[Node | Content | Area] = []
    notes: list[Node | Content | Area] = []
    for kid in node.kids:
        if not isinstance(kid, Node):
            kids.append(kid)
            continue
        tidy(kid)
        if kid.role == "Note":
            notes.append(kid)
        elif kid.kids or kid.role in _CELLS:
            kids.extend(_shorter(kid, node))
    kids += notes
    match node.role:
        case "Table":
            kids.sort(key=_is_foot)
            if not any(isinstance(kid, Node) and kid.role in ("THead", "TFoot") for kid in kids):
                kids = _without(kids, "TBody")
        case "LI" if not any(isinstance(kid, Node) and kid.role == "LBody" for kid in kids):
            for kid in kids[:1]:
                if isinstance(kid, Node):
                    kid.role = "LBody"
        case role if role in _TEXT_HOLDERS and len(kids) == 1 and _says_nothing(kids[0], node, "P"):
            kids = _without(kids, "P")
    node.kids = kids if node.role in _NO_TEXT else _in_spans(kids, node)


def _in_spans(kids: list[Node | Content | Area], node: Node) -> list[Node | Content | Area]:
    """Text that follows an inline element gets a span: there are readers, such as the checker outloud, that take all
    text right in an element before what its inner elements hold.
    """
    found: list[Node | Content | Area] = []
    span: Node | None = None
    has_nodes = False
    for kid in kids:
        if not isinstance(kid, Content):
            span, has_nodes = None, has_nodes or isinstance(kid, Node)
            found.append(kid)
        elif not has_nodes:
            found.append(kid)
        else:
            if span is None:
                span = Node("Span", node, kid.page, node.lang)
                found.append(span)
            span.kids.append(kid)
    return found


def _shorter(kid: Node, parent: Node) -> Sequence[Node | Content | Area]:
    """What stands for a child: itself, or what it holds when it adds nothing to that."""
    if kid.role == "Link" and not any(isinstance(part, Area) for part in kid.kids):
        kid.role = "Span"  # it leads nowhere in this file
    only = kid.kids[0] if len(kid.kids) == 1 else None
    if kid.role == "P" and isinstance(only, Node) and only.role == "Figure":
        return kid.kids
    return kid.kids if _says_nothing(kid, parent, "Span") else (kid,)


def _says_nothing(kid: Node | Content | Area, parent: Node, role: str) -> bool:
    return isinstance(kid, Node) and kid.role == role and kid.lang == parent.lang


def _without(kids: list[Node | Content | Area], role: str) -> list[Node | Content | Area]:
    """The kids of kids of that role in their place."""
    return [part for kid in kids for part in (kid.kids if isinstance(kid, Node) and kid.role == role else (kid,))]


def _is_foot(kid: Node | Content | Area) -> bool:
    return isinstance(kid, Node) and kid.role == "TFoot"
