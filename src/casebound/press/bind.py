"""Laid-out chapters flow in, one PDF/UA-1 file flows out: pages, structure, outline, labels, links, fonts, folios.

No chapter is changed by its place: what depends on it (folios, running heads, page numbers of references, links between
chapters, the outline's first level) is written here, on top of the chapter's own pages or into objects kept for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casebound.press.binding import Binding, Bound, Part
from casebound.press.file import Attachment, PdfFile, metadata
from casebound.press.fonts import FontSet
from casebound.press.job import Printed, Sheet
from casebound.press.labels import label_runs, page_labels
from casebound.press.letters import FontData, Setter, merged
from casebound.press.pieces import (
    DOCUMENT,
    FACE_OBJECTS,
    FIRST_BASE,
    FIRST_FACE,
    FONTS,
    PAGES,
    STRUCTURE,
    Pieces,
    place,
)
from casebound.press.splice import filled_in
from casebound.press.stamp import artifact, crop_marks, filled, page_boxes
from casebound.press.syntax import array, encoded, real, text
from casebound.press.union import font_objects
from casebound.text.anchor import anchor_name, case_of


def bind(binding: Binding, data: FontData) -> Bound:
    """Join the chapters. Raises `ValueError` for a chapter that was not printed."""
    return _Binder(binding, data).bound()


def bind_alone(printed: Printed, fonts: FontSet, data: FontData, timestamp: int = 0) -> bytes:
    """A file of one chapter, under its own title."""
    part = Part(printed=printed)
    binding = Binding(
        title=printed.title, author="", lang=printed.lang, parts=(part,), fonts=fonts, timestamp=timestamp
    )
    return bind(binding, data).pdf


def _pieces(printed: Printed) -> Pieces:
    if printed.pieces is None:
        raise ValueError(f"{printed.name}: {printed.error or 'not printed'}")
    return printed.pieces


@dataclass(slots=True)
class _Placed:
    """A part with its numbers."""

    part: Part
    pieces: Pieces
    base: int
    first: int
    """Number of its first page in the file, from 0."""
    blanks: int = 0
    """Blank pages after it."""


class _Binder:
    """One file in the making."""

    def __init__(self, binding: Binding, data: FontData) -> None:
        self.binding = binding
        self.data = data
        self.setter = Setter(binding.fonts, data)
        self.file = PdfFile()
        self.placed = self._places()
        self.free = self.placed[-1].base + self.placed[-1].pieces.span if self.placed else FIRST_BASE
        self.pages = sum(each.pieces.pages + each.blanks for each in self.placed)
        self.labels = page_labels((each.pieces.pages + each.blanks, each.part.numbering) for each in self.placed)
        self.faces = {face.digest: index for index, face in enumerate(binding.fonts.faces)}
        self.names = {digest: f"F{index}" for digest, index in self.faces.items()}
        self.anchors = {name: (each, spot) for each in self.placed for name, spot in each.part.printed.anchors.items()}
        self.unresolved: dict[str, None] = {}

    def _new(self) -> int:
        self.free += 1
        return self.free - 1

    def _places(self) -> list[_Placed]:
        placed: list[_Placed] = []
        base, first = FIRST_BASE, 0
        for part in self.binding.parts:
            pieces = _pieces(part.printed)
            if part.is_recto and first % 2 and placed:
                placed[-1].blanks += 1
                first += 1
            placed.append(_Placed(part=part, pieces=pieces, base=base, first=first))
            first += pieces.pages
            base += pieces.span
        return placed

    def bound(self) -> Bound:
        """The file."""
        file, binding = self.file, self.binding
        for each in self.placed:
            sheets = each.part.printed.sheets
            boxes = [page_boxes(s.width, s.height, binding.bleed, has_marks=binding.has_marks) for s in sheets]
            numbers = self._numbers(each)
            contents = {
                index: filled_in(each.pieces.streams[index][1], numbers.get(page, {}))
                for index, page in each.pieces.open_pages
            }
            file.add_plate(place(each.pieces, each.base, boxes, contents))
            self._stamps(each, sheets, numbers)
            self._links(each)
        self._page_tree()
        outlines = self._outline()
        self._structure()
        self._fonts()
        names = self._names()
        self._catalog(outlines, names)
        pdf = file.finish(self.free)
        return Bound(pdf=pdf, pages=self.pages, unresolved=tuple(self.unresolved))

    def _numbers(self, each: _Placed) -> dict[int, dict[int, bytes]]:
        """By page and MCID, what is written in the places left free."""
        numbers: dict[int, dict[int, bytes]] = {}
        for spot in each.part.printed.reserved:
            words = str(each.part.number or "") if spot.kind == "number" else self._label_of(spot.target)
            if words and spot.words:
                words = spot.words.replace("{" + spot.kind + "}", words)
            numbers.setdefault(spot.page, {})[spot.mcid] = filled(spot, words, self.setter, self.names)
        return numbers

    def _stamps(self, each: _Placed, sheets: Sequence[Sheet], numbers: Mapping[int, Mapping[int, bytes]]) -> None:
        """On top of each page: running heads, folios, crop marks, and numbers for which its content has no room."""
        printed = each.part.printed
        has_room = {page for _, page in each.pieces.open_pages}
        values = {
            "document": self.binding.title,
            "pages": str(self.pages),
        }
        for page, sheet in enumerate(sheets):
            values["page"] = self.labels[each.first + page]
            parts = [artifact(printed.margins[m], values, self.setter, self.names) for m in sheet.margins]
            if page not in has_room:
                parts += numbers.get(page, {}).values()
            if self.binding.has_marks:
                parts.append(crop_marks(sheet.width, sheet.height, self.binding.bleed))
            self.file.add_stream(each.base + each.pieces.first_stamp + page, b"<<", b"".join(parts), compress=True)

    def _label_of(self, target: str) -> str:
        found = self.anchors.get(target)
        if found is None:
            self.unresolved[target] = None
            return "—"
        each, spot = found
        return self.labels[each.first + spot.page]

    def _links(self, each: _Placed) -> None:
        """Links to other chapters; to what is not in the file, they lead to the web or nowhere."""
        for index, link in enumerate(each.pieces.links):
            head = b"<</Type/Annot/Subtype/Link/F 4/BS<</W 0>>/Rect%b/StructParent %d/Contents%b" % (
                array(real(edge) for edge in link.rect),
                each.base + link.key,
                text(link.words),
            )
            address = self.binding.address_of.get(link.target)
            whole = anchor_name(case_of(link.target))
            if link.target in self.anchors or whole in self.anchors:
                head += b"/Dest" + text(link.target if link.target in self.anchors else whole)
            elif address:
                head += b"/A<</Type/Action/S/URI/URI%b>>" % text(address)
            self.file.add(each.base + each.pieces.first_link + index, head + b">>")

    def _page_tree(self) -> None:
        for each in self.placed:
            first = each.base + each.pieces.first_page
            kids = [b"%d 0 R" % (first + page) for page in range(each.pieces.pages)]
            last = each.part.printed.sheets[-1]
            boxes = page_boxes(last.width, last.height, self.binding.bleed, has_marks=self.binding.has_marks)
            for _ in range(each.blanks):
                blank = self._new()
                kids.append(b"%d 0 R" % blank)
                self.file.add(blank, b"<</Type/Page/Parent %d 0 R/Resources<<>>%b>>" % (each.base, boxes))
            node = b"<</Type/Pages/Parent %d 0 R/Count %d/Kids%b>>" % (PAGES, len(kids), array(kids))
            self.file.add(each.base, node)
        nodes = array(b"%d 0 R" % each.base for each in self.placed)
        self.file.add(PAGES, b"<</Type/Pages/Count %d/Kids%b>>" % (self.pages, nodes))

    def _outline(self) -> int:
        """The first level, joined; the number of its root, 0 without any."""
        items = [
            (each.base + each.pieces.first_top + index, each, top)
            for each in self.placed
            for index, top in enumerate(each.pieces.tops)
        ]
        if not items:
            return 0
        root = self._new()
        for index, (number, each, top) in enumerate(items):
            page = each.base + each.pieces.first_page + top.page
            spot = b"[%d 0 R/XYZ %b %b 0]" % (page, real(top.x), real(top.y))
            parts = [b"<</Title%b/Parent %d 0 R/Dest%b" % (text(top.title), root, spot)]
            parts += [b"/Prev %d 0 R" % items[index - 1][0]] if index else []
            parts += [b"/Next %d 0 R" % items[index + 1][0]] if index + 1 < len(items) else []
            if top.count:
                below = (each.base + top.first, each.base + top.last, -top.count)
                parts.append(b"/First %d 0 R/Last %d 0 R/Count %d" % below)
            self.file.add(number, b"".join([*parts, b">>"]))
        ends = (items[0][0], items[-1][0], len(items))
        self.file.add(root, b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % ends)
        return root

    def _structure(self) -> None:
        """One document, one part for each chapter; the trees of parents and ids from the chapters' leaves."""
        parts = array(b"%d 0 R" % (each.base + each.pieces.part) for each in self.placed)
        self.file.add(DOCUMENT, b"<</Type/StructElem/S/Document/P %d 0 R/K%b>>" % (STRUCTURE, parts))
        leaves = array(b"%d 0 R" % (each.base + each.pieces.parents) for each in self.placed)
        tree = self._new()
        self.file.add(tree, b"<</Kids%b>>" % leaves)
        root = b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d" % (DOCUMENT, tree, self.free)
        with_ids = sorted((b"%d." % each.base, each) for each in self.placed if each.pieces.ids)
        if with_ids:
            ids = self._new()
            self.file.add(
                ids, b"<</Kids%b>>" % array(b"%d 0 R" % (each.base + each.pieces.ids) for _, each in with_ids)
            )
            root += b"/IDTree %d 0 R" % ids
        self.file.add(STRUCTURE, root + b">>")

    def _fonts(self) -> None:
        """One subset of each face for the whole file, under the names that the chapters' pages call it by."""
        uses = [each.part.printed.glyphs for each in self.placed]
        named = {name: digest for each in self.placed for name, digest in each.part.printed.fonts.items()}
        named |= {self.names[digest]: digest for digest in self.setter.glyphs}
        for digest, glyphs in merged([*uses, self.setter.glyphs]).items():
            first = FIRST_FACE + FACE_OBJECTS * self.faces[digest]
            face = self.binding.fonts.faces[self.faces[digest]]
            for number, dictionary, content in font_objects(face, self.data(face), glyphs, first):
                if content:
                    self.file.add_stream(number, dictionary, content)
                else:
                    self.file.add(number, dictionary)
        entries = sorted((name, FIRST_FACE + FACE_OBJECTS * self.faces[digest]) for name, digest in named.items())
        self.file.add(FONTS, b"<<%b>>" % b"".join(b"/%b %d 0 R" % (name.encode(), n) for name, n in entries))

    def _names(self) -> bytes:
        """The tree of destinations from the chapters' leaves, and the attachments."""
        parts = b""
        with_names = [each for each in self.placed if each.pieces.names]
        if with_names:
            with_names.sort(key=lambda each: min(encoded(name) for name in each.part.printed.anchors))
            tree = self._new()
            leaves = array(b"%d 0 R" % (each.base + each.pieces.names) for each in with_names)
            self.file.add(tree, b"<</Kids%b>>" % leaves)
            parts += b"/Dests %d 0 R" % tree
        if self.binding.attachments:
            self.attached = [self._attach(each) for each in self.binding.attachments]
            pairs = zip(self.binding.attachments, self.attached, strict=True)
            ordered = sorted((encoded(each.name), text(each.name), number) for each, number in pairs)
            tree = self._new()
            self.file.add(tree, b"<</Names%b>>" % array(b"%b %d 0 R" % (name, n) for _, name, n in ordered))
            parts += b"/EmbeddedFiles %d 0 R" % tree
        return b"/Names<<%b>>" % parts if parts else b""

    def _attach(self, each: Attachment) -> int:
        stream, specification = self._new(), self._new()
        head = b"<</Type/EmbeddedFile/Subtype/%b/Params<</Size %d>>" % (each.subtype(), len(each.data))
        self.file.add_stream(stream, head, each.data, compress=True)
        name = text(each.name)
        self.file.add(
            specification,
            b"<</Type/Filespec/F%b/UF%b/Desc%b/AFRelationship/%b/EF<</F %d 0 R/UF %d 0 R>>>>"
            % (name, name, text(each.description), each.relationship.encode(), stream, stream),
        )
        return specification

    def _catalog(self, outlines: int, names: bytes) -> None:
        binding = self.binding
        xmp = self._new()
        packet = metadata(binding.title, binding.author, binding.lang, binding.timestamp)
        self.file.add_stream(xmp, b"<</Type/Metadata/Subtype/XML", packet)
        entries = [
            b"/Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R/MarkInfo<</Marked true>>" % (PAGES, STRUCTURE),
            b"/Lang%b/ViewerPreferences<</DisplayDocTitle true>>/Metadata %d 0 R" % (text(binding.lang), xmp),
            b"/PageLabels<</Nums%b>>" % label_runs(self.labels),
            names,
        ]
        if outlines:
            entries.append(b"/Outlines %d 0 R/PageMode/UseOutlines" % outlines)
        if binding.attachments:
            entries.append(b"/AF" + array(b"%d 0 R" % number for number in self.attached))
        self.file.add_catalog(b"".join(entries), binding.title, binding.author, binding.timestamp, self._new())
