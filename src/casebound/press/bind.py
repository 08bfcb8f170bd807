"""Laid-out chapters flow in, one PDF/UA-1 file flows out: pages, structure, outline, labels, links, fonts, folios.

No chapter is changed by its place: what depends on it (folios, running heads, page numbers of references, links between
chapters, the outline's first level) is written here, on top of the chapter's own pages or into objects kept for it.
"""

from __future__ import annotations

from casebound.press.binding import Binding, Bound, Part
from casebound.press.file import Attachment, PdfFile, metadata
from casebound.press.fonts import FontSet
from casebound.press.job import Printed
from casebound.press.labels import label_runs, page_labels
from casebound.press.letters import FontData, merged
from casebound.press.pieces import (
    DOCUMENT,
    FACE_OBJECTS,
    FIRST_BASE,
    FIRST_FACE,
    FONTS,
    PAGES,
    STRUCTURE,
)
from casebound.press.plates import Memo, Placed, Plater
from casebound.press.stamp import page_boxes
from casebound.press.syntax import array, encoded, real, text
from casebound.press.union import font_objects


def bind(binding: Binding, data: FontData, memo: Memo | None = None) -> Bound:
    """Join the chapters. Raises `ValueError` for a chapter that was not printed.

    `memo`: of the last time, for a document that is bound again and again; the bytes are the same with and without.
    """
    return _Binder(binding, data, memo or Memo()).bound()


def bind_alone(printed: Printed, fonts: FontSet, data: FontData, timestamp: int = 0) -> bytes:
    """A file of one chapter, under its own title."""
    part = Part(printed=printed)
    binding = Binding(
        title=printed.title, author="", lang=printed.lang, parts=(part,), fonts=fonts, timestamp=timestamp
    )
    return bind(binding, data).pdf


class _Binder:
    """One file in the making."""

    def __init__(self, binding: Binding, data: FontData, memo: Memo) -> None:
        self.binding = binding
        self.data = data
        self.memo = memo
        self.kept = Memo()
        self.file = PdfFile()
        self.placed = self._places()
        self.free = self.placed[-1].base + self.placed[-1].facts.numbers.span if self.placed else FIRST_BASE
        self.pages = sum(each.facts.numbers.pages + each.blanks for each in self.placed)
        self.labels = page_labels((each.facts.numbers.pages + each.blanks, each.part.numbering) for each in self.placed)
        self.faces = {face.digest: index for index, face in enumerate(binding.fonts.faces)}
        self.names = {digest: f"F{index}" for digest, index in self.faces.items()}
        self.plater = Plater(binding, data, self.placed, self.labels, self.names)
        self.plated = [self.plater.plated(each, memo, self.kept) for each in self.placed]

    def _new(self) -> int:
        self.free += 1
        return self.free - 1

    def _places(self) -> list[Placed]:
        placed: list[Placed] = []
        base, first = FIRST_BASE, 0
        for part in self.binding.parts:
            facts = part.facts()
            if part.is_recto and first % 2 and placed:
                placed[-1].blanks += 1
                first += 1
            placed.append(Placed(part=part, facts=facts, base=base, first=first))
            first += facts.numbers.pages
            base += facts.numbers.span
        return placed

    def bound(self) -> Bound:
        """The file."""
        file = self.file
        starts = [file.add_plate(each.plate) for each in self.plated]
        self._page_tree()
        outlines = self._outline()
        self._structure()
        self._fonts()
        names = self._names()
        self._catalog(outlines, names)
        pdf = file.finish(self.free)
        self.memo.plated, self.memo.fonts = self.kept.plated, self.kept.fonts
        return Bound(
            pdf=pdf,
            pages=self.pages,
            unresolved=tuple(self.plater.unresolved),
            plates=tuple(zip(self.kept.plated, starts, strict=True)),
        )

    def _page_tree(self) -> None:
        for each in self.placed:
            first = each.base + each.facts.numbers.first_page
            kids = [b"%d 0 R" % (first + page) for page in range(each.facts.numbers.pages)]
            boxes = page_boxes(
                each.facts.width, each.facts.height, self.binding.bleed, has_marks=self.binding.has_marks
            )
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
            (each.base + each.facts.numbers.first_top + index, each, top)
            for each in self.placed
            for index, top in enumerate(each.facts.tops)
        ]
        if not items:
            return 0
        root = self._new()
        for index, (number, each, top) in enumerate(items):
            page = each.base + each.facts.numbers.first_page + top.page
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
        parts = array(b"%d 0 R" % (each.base + each.facts.numbers.part) for each in self.placed)
        self.file.add(DOCUMENT, b"<</Type/StructElem/S/Document/P %d 0 R/K%b>>" % (STRUCTURE, parts))
        leaves = array(b"%d 0 R" % (each.base + each.facts.parents) for each in self.placed)
        tree = self._new()
        self.file.add(tree, b"<</Kids%b>>" % leaves)
        root = b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d" % (DOCUMENT, tree, self.free)
        with_ids = sorted((b"%d." % each.base, each) for each in self.placed if each.facts.ids)
        if with_ids:
            ids = self._new()
            self.file.add(ids, b"<</Kids%b>>" % array(b"%d 0 R" % (each.base + each.facts.ids) for _, each in with_ids))
            root += b"/IDTree %d 0 R" % ids
        self.file.add(STRUCTURE, root + b">>")

    def _fonts(self) -> None:
        """One subset of each face for the whole file, under the names that the chapters' pages call it by."""
        own = [each.glyphs for each in self.plated]
        named = {name: digest for each in self.placed for name, digest in each.facts.fonts.items()}
        named |= {self.names[digest]: digest for glyphs in own for digest in glyphs}
        for digest, glyphs in merged([*(each.facts.glyphs for each in self.placed), *own]).items():
            first = FIRST_FACE + FACE_OBJECTS * self.faces[digest]
            face = self.binding.fonts.faces[self.faces[digest]]
            key = (digest, first, frozenset(glyphs.items()))
            objects = self.memo.fonts.get(key) or font_objects(face, self.data(face), glyphs, first)
            self.kept.fonts[key] = objects
            for number, dictionary, content in objects:
                if content:
                    self.file.add_stream(number, dictionary, content)
                else:
                    self.file.add(number, dictionary)
        entries = sorted((name, FIRST_FACE + FACE_OBJECTS * self.faces[digest]) for name, digest in named.items())
        self.file.add(FONTS, b"<<%b>>" % b"".join(b"/%b %d 0 R" % (name.encode(), n) for name, n in entries))

    def _names(self) -> bytes:
        """The tree of destinations from the chapters' leaves, and the attachments."""
        parts = b""
        named = sorted(
            (placed.facts.first_name, placed.base + placed.facts.names) for placed in self.placed if placed.facts.names
        )
        if named:
            tree = self._new()
            leaves = array(b"%d 0 R" % leaf for _, leaf in named)
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
