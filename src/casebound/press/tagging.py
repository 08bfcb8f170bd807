"""Laid-out pages flow in, their structure tree flows into the PDF (PDF/UA-1, ISO 14289-1). Imports WeasyPrint.

WeasyPrint's own tags have an element for every run of text and another for each piece into which a page breaks an
element (WeasyPrint #2903); they repeat table heads, and know neither languages nor scopes. Here each HTML element that
says something is one structure element. Relies on private interfaces, and fails loudly when they change.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

import pydyf
import weasyprint.pdf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.logger import LOGGER

from casebound.press.job import Reserved
from casebound.press.joints import without_joints
from casebound.press.lettering import POINTS, lettering_of
from casebound.press.margin import page_boxes
from casebound.press.spoken import markup_text
from casebound.press.tagging_content import leave_room, make_artifacts
from casebound.press.tagging_elements import write_structure
from casebound.press.tagging_roles import GROUPING, holds_lines, home_of, is_drawing, is_hidden, words_of_drawing
from casebound.press.tagging_tree import Area, Content, Node, tidy
from casebound.text.anchor import IN_BOOK

_PARAMETERS = ["pdf", "document", "pdf_version", "page_streams"]


@contextmanager
def own_tags() -> Iterator[list[Reserved]]:
    """Tag with `add_tags` what WeasyPrint writes inside; the list gets the places it reserves.

    Raises `TypeError` when this WeasyPrint calls its tagger in another way.
    """
    theirs = getattr(weasyprint.pdf, "add_tags", None)
    if not callable(theirs) or list(inspect.signature(theirs).parameters) != _PARAMETERS:
        raise TypeError("this WeasyPrint calls its tagger in another way: own_tags cannot replace it")
    places: list[Reserved] = []

    def ours(pdf: Any, document: Any, pdf_version: Any, page_streams: Any) -> None:
        places.extend(add_tags(pdf, document, pdf_version, page_streams))

    weasyprint.pdf.add_tags = ours
    try:
        yield places
    finally:
        weasyprint.pdf.add_tags = theirs


def add_tags(pdf: Any, document: Any, pdf_version: Any, page_streams: Sequence[Any]) -> tuple[Reserved, ...]:  # noqa: ARG001  # as WeasyPrint calls it
    """Tag the pages of `document` in `pdf` and give back the places left free in elements with `data-stamp`.

    `page_streams` are the pages' content; what repeats or decorates is turned into artifacts there. Keys of the parent
    tree are page numbers, then those of annotations. Raises `TypeError` when this WeasyPrint marks content in another
    way.
    """
    reader = _Reader(pdf, document.metadata.lang)
    pages = zip(document.pages, page_boxes(document), page_streams, strict=True)
    counts = [reader.read(page.height, box, stream) for page, box, stream in pages]
    tidy(reader.top)
    write_structure(pdf, reader.top, counts)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    if "Lang" not in pdf.catalog:
        LOGGER.error('Missing required "lang" attribute at the root of the document')
        pdf.catalog["Lang"] = pydyf.String()
    return tuple(reader.reserved)


class _Reader:
    """Walks the boxes of one page after the other and grows the tree."""

    def __init__(self, pdf: Any, lang: str | None) -> None:
        self._objects = pdf.objects
        self._pages = pdf.page_references
        self.top = Node("Document", None, 0, lang)
        self.reserved: list[Reserved] = []
        self._homes: dict[tuple[Any, str], Node | None] = {}
        self._calls: dict[Any, Node] = {}
        self._heads: set[Any] = set()
        self._root: Any = None
        self._named: dict[str, Any] = {}
        self._page = -1
        self._height = 0.0
        self._marks: dict[Any, Any] = {}
        self._next = 0
        self._artifacts: set[int] = set()
        self._last: int | None = None
        self._room: dict[int, int | None] = {}

    def read(self, height: float, page_box: Any, stream: Any) -> int:
        """Take in the next page and say how many marked-content sequences it has, places left free included."""
        if not isinstance(getattr(stream, "_tags", None), dict):
            raise TypeError("this WeasyPrint notes elsewhere what it marks: its content cannot be tagged")
        self._page += 1
        self._height = height
        self._marks = stream._tags
        self._next = len(self._marks)
        self._artifacts, self._last, self._room = set(), None, {}
        for box in page_box.children:
            if self._root is None and box.element_tag == "html":
                self._root = box.element
            self._box(box, page_box, self.top, isinstance(box, boxes.MarginBox), None)
        if self._marks:
            raise TypeError("this WeasyPrint draws boxes that are not in its pages: they cannot be tagged")
        if self._room:
            leave_room(stream.stream, self._room, height, POINTS)
        if self._artifacts:
            make_artifacts(stream.stream, self._artifacts)
        return self._next

    def _box(self, box: Any, around: Any, node: Node, is_artifact: bool, baseline: float | None) -> None:
        """Take in a box in `around`, whose content goes to `node`; `baseline` is that of its line."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.TextBox):
            self._text(box, node, is_artifact)
            return
        if isinstance(box, boxes.LineBox):
            baseline = box.position_y + box.baseline
        element = box.element
        if element is not None and not (element is around.element and box.element_tag == around.element_tag):
            key = (element, box.element_tag)
            if key not in self._homes:
                self._homes[key] = home_of(box, node, self._page, self._calls)
                if "data-stamp" in element.attrib and box.element_tag == element.tag and not is_artifact:
                    self._reserve(box, self._homes[key] or node, baseline)
            node = self._homes[key] or node
            is_artifact = is_artifact or is_hidden(element) or self._is_repeated(box)
        is_artifact = is_artifact or box.is_leader
        if box.link_annotation:
            self._link(box, node)
        if box.widget_annotation:
            node.child("Form", self._page, node.lang).kids.append(Area(self._page, box.widget_annotation))
        if isinstance(box, boxes.ReplacedBox):
            self._picture(box, node, is_artifact)
        if box.style["opacity"] < 1 and any(each in self._marks for each in box.descendants()):
            LOGGER.error("Content with opacity is drawn apart from its page and cannot be tagged")
        if node.role in GROUPING and holds_lines(box):
            node = self._paragraph(element, node, box.style["lang"])
        for child in box.children:
            self._box(child, box, node, is_artifact, baseline)

    def _text(self, box: Any, node: Node, is_artifact: bool) -> None:
        mark = self._marks.pop(box, None)
        if mark is None or not box.text.strip():
            return  # nothing is drawn
        if is_artifact:
            self._artifacts.add(mark["mcid"])
            return
        if node.role in GROUPING or node.role == "TOCI":
            node = self._paragraph(node.element, node, node.lang)
        self._last = mark["mcid"]
        node.kids.append(Content(self._page, self._last))

    def _picture(self, box: Any, node: Node, is_artifact: bool) -> None:
        mark = self._marks.pop(box, None)
        if mark is None:
            return
        if is_artifact or not is_drawing(box):
            self._artifacts.add(mark["mcid"])
            return
        node.alt = words_of_drawing(box.element)
        if not node.alt:
            LOGGER.error("A picture has no words for those who do not see it: %s", box.element.get("src", "svg"))
        left, bottom = box.content_box_x(), self._height - box.content_box_y() - box.height
        corners = (left, bottom, left + box.width, bottom + box.height)
        node.rectangle = tuple(POINTS * value for value in corners)
        self._last = mark["mcid"]
        node.kids.append(Content(self._page, self._last))

    def _paragraph(self, element: Any, node: Node, lang: str | None) -> Node:
        """For text right in a grouping element: the paragraph of the page before, or a new one."""
        last = node.kids[-1] if node.kids else None
        if isinstance(last, Node) and last.role == "P" and last.element is element:
            return last
        return node.child("P", self._page, lang, element)

    def _link(self, box: Any, node: Node) -> None:
        """Put the annotation under its link, unless a box around this one has the same link and place already."""
        annotation = box.link_annotation
        link: Node | None = node
        while link and link.role != "Link":
            link = link.parent
        if link is None:
            link = node.child("Link", self._page, node.lang, box.element)
        x, y, right, top = annotation["Rect"]
        annotation["Contents"] = pydyf.String(self._words(link))
        rectangle = annotation["Rect"] = pydyf.Array([min(x, right), min(y, top), max(x, right), max(y, top)])
        if any(isinstance(kid, Area) and kid.page == self._page and _holds(kid, rectangle) for kid in link.kids):
            page = self._objects[int(self._pages[self._page].split()[0])]
            page["Annots"].remove(annotation.reference)
            annotation.clear()  # not freed: pydyf 0.13 counts freed objects among those of its object stream
        else:
            link.kids.append(Area(self._page, annotation))

    def _words(self, link: Node) -> str:
        """What a link says: its own words, those of the place it leads to, or those around it."""
        if words := _text(link.element) or link.element.get("title"):
            return str(words)
        address = unquote(link.element.get("href", ""))
        if not self._named:
            self._named = {element.get("id"): element for element in self._root.iter() if "id" in element.attrib}
        target = self._named.get(address.removeprefix("#"))
        words = "" if target is None else _text(target)
        around = link.parent
        while not words and around and around.role not in GROUPING - {"TR", "LI"}:
            words, around = "" if around.element is None else _text(around.element), around.parent
        return words or address

    def _reserve(self, box: Any, node: Node, baseline: float | None) -> None:
        """Leave a number of marked content to the binder, which will draw it where `box` is."""
        element, style = box.element, box.style
        size = style["font_size"]
        if baseline is None:
            baseline = box.content_box_y() + box.height - 0.2 * size
        place = Reserved(
            kind=element.get("data-stamp"),
            target=unquote(
                element.get("data-target") or element.get("href", "").removeprefix("#").removeprefix(IN_BOOK)
            ),
            words=element.get("data-words", ""),
            page=self._page,
            mcid=self._next,
            right=round(POINTS * (box.content_box_x() + box.width), 3),
            baseline=round(POINTS * (self._height - baseline), 3),
            lettering=lettering_of(style),
        )
        self.reserved.append(place)
        node.kids.append(Content(self._page, self._next))
        self._room[self._next] = self._last
        self._next += 1

    def _is_repeated(self, box: Any) -> bool:
        """Whether it is the head or foot of a table, copied onto a further page."""
        if not (isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer)):
            return False
        if box.element in self._heads:
            return True
        self._heads.add(box.element)
        return False


def _holds(area: Area, rectangle: Sequence[float]) -> bool:
    """Whether the rectangle lies within that of the annotation, give or take a point."""
    left, bottom, right, top = area.annotation["Rect"]
    x, y, x_end, y_end = rectangle
    return bool(left - 1 <= x and bottom - 1 <= y and x_end <= right + 1 and y_end <= top + 1)


def _text(element: Any) -> str:
    return " ".join(without_joints(markup_text(element)).split())
