"""The engine's PDF objects flow in, the pieces of a chapter flow out. Imports pydyf, WeasyPrint's writer."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import pydyf

from casebound.press.engine import Objects
from casebound.press.job import Heading, Place
from casebound.press.pieces import COMPRESSION, DOCUMENT, FONTS, Link, Pieces, Template, Top, number, reference
from casebound.press.splice import with_room
from casebound.press.syntax import array, encoded, real, text
from casebound.press.tagging_content import ROOM
from casebound.text.anchor import IN_BOOK

_REFERENCE = re.compile(rb"(\d+) 0 R")


def dismantle(objects: Objects, headings: Sequence[Heading], title: str, lang: str) -> tuple[Pieces, dict[str, Place]]:
    """The pieces of a chapter, and the places that links can lead to, by name."""
    chapter = _Chapter(objects)
    outline = _Outline(headings)
    # First every object gets its number, then it is written: objects refer to each other both ways.
    tops, stamps = 1, 1 + len(outline.tops)
    links = stamps + len(chapter.pages)
    part = links + len(chapter.links)
    pages = part + 1
    plain = pages + len(chapter.pages)
    parents = plain + len(chapter.plain)
    names = parents + 1
    ids = names + bool(chapter.anchors)
    items = ids + bool(chapter.ids)
    streams = items + len(outline.below)
    chapter.number(chapter.links, links)
    chapter.number([chapter.document], part)
    chapter.number(chapter.pages, pages)
    chapter.number(chapter.plain, plain)
    chapter.number(chapter.streams, streams)
    written = [chapter.part(title, lang)]
    written += (chapter.page(page, stamps + index) for index, page in enumerate(chapter.pages))
    written += (chapter.value(each) for each in chapter.plain)
    written.append(chapter.parents())
    if chapter.anchors:
        written.append(_leaf([(text(name), chapter.value(target)) for name, target in chapter.anchors]))
    if chapter.ids:
        written.append(_leaf([(id, chapter.value(element)) for id, element in chapter.ids]))
    written += outline.written(tops, items, pages)
    pieces = Pieces(
        pages=len(chapter.pages),
        tops=outline.top_items(items),
        links=tuple(chapter.link(each) for each in chapter.links),
        plain=Template.marked(b"\n".join(written)),
        held=len(written),
        streams=tuple(chapter.stream(each) for each in chapter.streams),
        open_pages=chapter.open_pages(),
        keys=len(chapter.tree["Nums"]) // 2,
        parents=parents,
        names=names if chapter.anchors else 0,
        ids=ids if chapter.ids else 0,
    )
    return pieces, chapter.places()


class _Chapter:
    """One chapter's objects, sorted by what becomes of them."""

    def __init__(self, objects: Objects) -> None:
        pdf = objects.pdf
        self.objects: list[Any] = pdf.objects
        self.numbers: dict[bytes, bytes] = {b"%d" % objects.font_dictionary: b"%d 0 R" % FONTS}
        """What a reference to an object becomes, by the engine's number."""
        root = self._object(pdf.catalog["StructTreeRoot"])
        self.document = self._object(root["K"][0])
        self.tree = self._object(root["ParentTree"])
        self.pages = [self.objects[int(each)] for each in pdf.pages["Kids"][::3]]
        self.contents = {int(page["Contents"].split()[0]) for page in self.pages}
        self.anchors = sorted(self._pairs(pdf.catalog.get("Names", {}).get("Dests")), key=lambda pair: encoded(pair[0]))
        self.id_tree = self._object(root["IDTree"]) if "IDTree" in root else None
        self.ids = sorted((_own(name), element) for name, element in self._pairs(self.id_tree))
        heads = [pdf.pages, pdf.catalog, root, self.document, self.tree, self.id_tree, *self.pages]
        dropped = {0, objects.font_dictionary, *(each.number for each in heads if hasattr(each, "number"))}
        self.links = [each for each in self.objects if each.free == "n" and _leads_elsewhere(each)]
        dropped |= {each.number for each in self.links}
        dropped |= {each.number for each in self.objects if each.free == "f"}
        rest = [each for each in self.objects if each.number not in dropped]
        self.plain = [each for each in rest if not isinstance(each, pydyf.Stream)]
        self.streams = [each for each in rest if isinstance(each, pydyf.Stream)]

    def _object(self, pointer: Any) -> Any:
        """What a reference leads to; a value that stands for itself is given back."""
        if isinstance(pointer, dict):
            return pointer
        return self.objects[int(pointer.split()[0])]

    @staticmethod
    def _pairs(tree: Any) -> Iterator[tuple[str, Any]]:
        """Names and values of a tree of names that the engine wrote as one leaf."""
        leaf = tree["Names"] if tree else ()
        return ((name.string, value) for name, value in zip(leaf[::2], leaf[1::2], strict=True))

    def number(self, objects: Sequence[Any], first: int) -> None:
        """Give objects the piece numbers from `first` on."""
        for index, each in enumerate(objects, start=first):
            self.numbers[b"%d" % each.number] = reference(index)

    def value(self, value: Any, key: str = "") -> bytes:
        """A value in PDF syntax, its references marked. Raises `KeyError` for a reference to what is dropped."""
        if isinstance(value, dict):
            return (
                b"<<"
                + b"".join(pydyf.name(name) + b" " + self.value(each, name) for name, each in value.items())
                + b">>"
            )
        if isinstance(value, pydyf.String):
            return _own(value.string) if key in ("ID", "Headers") else text(value.string)
        if isinstance(value, list | tuple):
            return array(self.value(each, key) for each in value)
        if isinstance(value, bytes):
            found = _REFERENCE.fullmatch(value)
            return self.numbers[found[1]] if found else value
        if isinstance(value, bool):
            return b"true" if value else b"false"
        if isinstance(value, float):
            return real(value)
        if key in ("StructParent", "StructParents"):
            return number(int(value))
        return str(value).encode("ascii")

    def stream(self, stream: Any) -> tuple[Template, bytes]:
        """Its dictionary, still open, and its data."""
        extra = dict(stream.extra)
        data = b"\n".join(each if isinstance(each, bytes) else pydyf._to_bytes(each) for each in stream.stream)
        if stream.number in self.contents:
            data = b"q\n" + data + b"\nQ"  # the stamp on top starts from the page's own coordinates
            if ROOM in data:
                return Template.marked(self.value(extra | {"Filter": "/FlateDecode"}).removesuffix(b">>")), with_room(
                    data
                )
        if stream.compress:
            extra["Filter"], data = "/FlateDecode", zlib.compress(data, COMPRESSION)
        extra.pop("Length", None)
        return Template.marked(self.value(extra).removesuffix(b">>")), data

    def open_pages(self) -> tuple[tuple[int, int], ...]:
        """Which streams are pages with room for numbers: place among the streams, and page."""
        pages = {int(page["Contents"].split()[0]): index for index, page in enumerate(self.pages)}
        return tuple(
            (place, pages[each.number])
            for place, each in enumerate(self.streams)
            if each.number in pages and any(ROOM in part for part in each.stream if isinstance(part, bytes))
        )

    def part(self, title: str, lang: str) -> bytes:
        """The chapter's part of the structure, in place of the engine's Document."""
        kids = self.value(self.document["K"])
        return b"<</Type/StructElem/S/Part/P %d 0 R/T%b/Lang%b/K %b>>" % (DOCUMENT, text(title), text(lang), kids)

    def page(self, page: Any, stamp: int) -> bytes:
        """A page in the chapter's node of the page tree, with its stamp on top; its boxes are the binder's."""
        kept = {
            key: value
            for key, value in page.items()
            if key not in ("Parent", "Contents", "MediaBox", "BleedBox", "TrimBox")
        }
        contents = array([self.value(page["Contents"]), reference(stamp)])
        return self.value(kept).removesuffix(b">>") + b"/Parent %b/Contents%b>>" % (reference(0), contents)

    def parents(self) -> bytes:
        """The chapter's leaf of the parent tree."""
        nums = self.tree["Nums"]
        pairs = [(int(key), self.value(value)) for key, value in zip(nums[::2], nums[1::2], strict=True)]
        pairs.sort()
        limits = array([number(pairs[0][0]), number(pairs[-1][0])])
        return b"<</Limits%b/Nums%b>>" % (limits, array(number(key) + b" " + value for key, value in pairs))

    def link(self, annotation: Any) -> Link:
        """A link to another chapter."""
        left, bottom, right, top = (float(each) for each in annotation["Rect"])
        return Link(
            target=unquote(annotation["A"]["URI"].string.removeprefix(IN_BOOK)),
            rect=(round(left, 3), round(bottom, 3), round(right, 3), round(top, 3)),
            words=annotation["Contents"].string if "Contents" in annotation else "",
            key=int(annotation["StructParent"]),
        )

    def places(self) -> dict[str, Place]:
        """Where the anchors stand."""
        numbers = {page.reference: index for index, page in enumerate(self.pages)}
        return {
            name: Place(page=numbers[target[0]], x=round(target[2], 2), y=round(target[3], 2))
            for name, target in self.anchors
        }


def _leads_elsewhere(each: Any) -> bool:
    if not isinstance(each, dict) or each.get("Subtype") != "/Link" or "A" not in each:
        return False
    return "URI" in each["A"] and each["A"]["URI"].string.startswith(IN_BOOK)


def _own(id: str) -> bytes:
    """The id of a structure element, made the chapter's own by its base."""
    return b"(" + number(0) + b"." + id.encode("ascii") + b")"


def _leaf(pairs: Sequence[tuple[bytes, bytes]]) -> bytes:
    """The only leaf of a tree of names."""
    limits = array([pairs[0][0], pairs[-1][0]])
    return b"<</Limits%b/Names%b>>" % (limits, array(name + b" " + value for name, value in pairs))


@dataclass(slots=True)
class _Item:
    heading: Heading
    children: list[_Item] = field(default_factory=list)
    piece: int = 0
    near: tuple[_Item, _Item | None, _Item | None] = field(init=False)
    """Its parent and its neighbours."""

    def all(self) -> Iterator[_Item]:
        for child in self.children:
            yield child
            yield from child.all()


class _Outline:
    """A chapter's headings as outline items: those of the first level are the binder's, those below are ours."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        self.tops: list[_Item] = []
        path: list[_Item] = []
        for heading in headings:
            item = _Item(heading)
            path = [each for each in path if each.heading.level < heading.level]
            (path[-1].children if path else self.tops).append(item)
            path.append(item)
        self.below = [item for top in self.tops for item in top.all()]

    def top_items(self, first: int) -> tuple[Top, ...]:
        """Those of the first level; `first` is the piece number of the first below."""
        pieces = {id(item): first + index for index, item in enumerate(self.below)}
        return tuple(
            Top(
                title=top.heading.title,
                page=top.heading.place.page,
                x=top.heading.place.x,
                y=top.heading.place.y,
                first=pieces[id(top.children[0])] if top.children else 0,
                last=pieces[id(top.children[-1])] if top.children else 0,
                count=sum(1 for _ in top.all()),
            )
            for top in self.tops
        )

    def written(self, first_top: int, first: int, first_page: int) -> Iterator[bytes]:
        """The items below the first level, closed: a reader opens a chapter when it is wanted."""
        for index, item in enumerate(self.below):
            item.piece = first + index
        for index, top in enumerate(self.tops):
            top.piece = first_top + index
        for parent in (*self.tops, *self.below):
            for before, item, after in zip(
                [None, *parent.children], parent.children, [*parent.children[1:], None], strict=False
            ):
                item.near = (parent, before, after)
        for item in self.below:
            parent, before, after = item.near
            spot = item.heading.place
            target = [reference(first_page + spot.page), b"/XYZ", real(spot.x), real(spot.y), b"0"]
            parts = [b"/Title%b/Parent %b/Dest%b" % (text(item.heading.title), reference(parent.piece), array(target))]
            parts += [b"/Prev " + reference(before.piece)] if before else []
            parts += [b"/Next " + reference(after.piece)] if after else []
            if item.children:
                first_child, last_child = reference(item.children[0].piece), reference(item.children[-1].piece)
                parts.append(b"/First %b/Last %b/Count -%d" % (first_child, last_child, sum(1 for _ in item.all())))
            yield b"<<" + b"".join(parts) + b">>"
