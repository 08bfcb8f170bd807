"""The bytes of an SVG file flow in; a drawing that refers to nothing outside itself flows out, or the reason why not.

Only what WeasyPrint draws is kept, element by element and attribute by attribute: a list of what is known, not of what
is feared.
"""

from __future__ import annotations

import base64
import binascii
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from casebound.press.drawing_style import clean_declarations, clean_rules, is_local
from casebound.press.drawing_tree import HREFS, SVG, XLINK, XML, read_drawing, refuse_repetition
from casebound.text.localized import CHINESE, ENGLISH, Localized, phrase

MOST_DATA = 20_000_000
"""Bytes of an image inside the drawing."""

_DRAWN = frozenset((
    "a", "circle", "clipPath", "defs", "desc", "ellipse", "feBlend", "feFlood", "feOffset", "filter", "g", "image",
    "line", "linearGradient", "marker", "mask", "path", "pattern", "polygon", "polyline", "radialGradient", "rect",
    "stop", "style", "svg", "switch", "symbol", "text", "textPath", "title", "tspan", "use",
))  # fmt: skip
"""What WeasyPrint knows (weasyprint/svg)."""
_SCRIPTED = frozenset(("script", "foreignObject", "iframe", "audio", "video", "canvas"))
_OTHER_SPACES = (f"{{{XML}}}space", f"{{{XML}}}lang")

MakeFit = Callable[[bytes], bytes]
"""An image's bytes → those to be printed, or none."""


def clean_drawing(data: bytes, make_fit: MakeFit) -> tuple[bytes, tuple[Localized, ...]]:
    """The drawing, and what its author should know is missing from it. Untouched where nothing had to go.

    Gone are: scripts and what listens for events, foreign content, references to anything but this drawing's own parts
    and images inside it (`data:`, each passed through `make_fit`), imported styles and fonts. Raises `BadDrawing` for
    what is not well-formed, declares entities, or is too large, too deep or too often repeated.
    """
    root = read_drawing(data)
    cleaning = _Cleaning(make_fit)
    cleaning.element(root)
    refuse_repetition(root)
    if not cleaning.changes and _is_utf_8(data):
        return data, ()
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    return ET.tostring(root, encoding="utf-8"), tuple(cleaning.notes())


def _is_utf_8(data: bytes) -> bool:
    """Whether the text is what those who look for its letters take it for."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


class _Cleaning:
    """One drawing being cleaned."""

    def __init__(self, make_fit: MakeFit) -> None:
        self.make_fit = make_fit
        self.changes = 0
        self.outside: list[str] = []
        self.scripted: list[str] = []
        self.images = 0

    def notes(self) -> list[Localized]:
        """What is missing from the picture."""
        found = []
        if named := [url for url in self.outside if url.strip()]:
            url = named[0] if len(named[0]) <= 60 else f"{named[0][:59]}…"
            words = phrase("引用了外部文件，没有印：{url}", "It refers to another file, not printed: {url}", url=url)
            found.append(words)
        if self.scripted:
            kinds = dict.fromkeys(self.scripted)
            names = Localized({CHINESE: "、".join(kinds), ENGLISH: ", ".join(kinds)})
            found.append(phrase("有印不了的内容：{names}", "It holds what has no print: {names}", names=names))
        if self.images:
            found.append(phrase("里面的图片打不开", "An image inside it cannot be opened"))
        return found

    def element(self, element: ET.Element) -> None:
        """Clean an element's attributes and everything in it."""
        for name, value in list(element.attrib.items()):
            kept = self.attribute(element, name, value)
            if kept is None:
                del element.attrib[name]
            elif kept != value:
                element.set(name, kept)
            self.changes += kept != value
        if element.tag == f"{{{SVG}}}style":
            text = clean_rules("".join(element.itertext()), self.outside)
            self.changes += text != element.text
            element.text = text
            del element[:]
        for child in list(element):
            if self.is_drawn(child):
                self.element(child)
            else:
                self.changes += 1
                _remove(element, child)

    def is_drawn(self, element: ET.Element) -> bool:
        """Whether it is part of the picture and can be printed."""
        space, _, name = element.tag[1:].rpartition("}") if element.tag.startswith("{") else ("", "", element.tag)
        if space == SVG and name in _SCRIPTED:
            self.scripted.append(name)
        if space != SVG or name not in _DRAWN:
            return False
        target = next((element.attrib[href] for href in HREFS if href in element.attrib), "")
        if name == "image":
            return self.has_image(element, target)
        if name == "use" and not target.strip().startswith("#"):
            self.outside.append(target)
            return False
        return True

    def has_image(self, element: ET.Element, target: str) -> bool:
        """Whether an image inside the drawing is there; it is made fit for print."""
        if not target.lstrip().lower().startswith("data:"):
            self.outside.append(target)
            return False
        data = _data(target.lstrip())
        fit = self.make_fit(data) if data else b""
        if not fit:
            self.images += 1
            return False
        if fit != data:
            for href in HREFS:
                element.attrib.pop(href, None)
            sort = "png" if fit.startswith(b"\x89PNG") else "jpeg"
            element.set("href", f"data:image/{sort};base64,{base64.b64encode(fit).decode()}")
            self.changes += 1
        return True

    def attribute(self, element: ET.Element, name: str, value: str) -> str | None:
        """The value that may stay, or None."""
        if name in HREFS:
            if element.tag == f"{{{SVG}}}a":  # paper has no links
                return None
            begin = "data:" if element.tag == f"{{{SVG}}}image" else "#"
            return value if value.lstrip().lower().startswith(begin) else None
        if name.startswith("{"):
            return value if name in _OTHER_SPACES else None
        if name.lower().startswith("on"):
            return None
        if name == "style":
            return clean_declarations(value, self.outside)
        return value if is_local(value, self.outside) else None


def _remove(parent: ET.Element, child: ET.Element) -> None:
    """Take an element out, but not the text behind it."""
    if child.tail:
        place = list(parent).index(child)
        if place:
            parent[place - 1].tail = (parent[place - 1].tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
    parent.remove(child)


def _data(url: str) -> bytes:
    """What a `data:` URL holds; nothing where it holds too much or is broken (RFC 2397)."""
    head, comma, body = url[5:].partition(",")
    if not comma or len(body) > MOST_DATA * 4 // 3 or not head.lower().startswith("image/"):
        return b""
    try:
        raw = unquote_to_bytes(body)
        return base64.b64decode(re.sub(rb"\s", b"", raw)) if head.lower().rstrip().endswith(";base64") else raw
    except (binascii.Error, ValueError):
        return b""
