"""An SVG somebody handed in → whether it is only a drawing: nothing in it runs, moves or fetches."""

from __future__ import annotations

import re
from xml.etree import ElementTree

_ACTIVE = ("script", "foreignobject", "iframe", "embed", "object", "a", "set", "handler", "listener")
_FETCHING = re.compile(r"@import|url\(\s*['\"]?(?!#)|(java|vb)script:", re.IGNORECASE)


def is_still(svg: bytes) -> bool:
    """Whether the file can be given away: opened by itself, a browser runs what an SVG holds.

    Refuses what is not well-formed, document types (they declare entities), scripts, event attributes, animation,
    embedded HTML, and references to anything but the file's own parts and raster images inside it.
    """
    if b"<!DOCTYPE" in svg.upper():
        return False
    try:
        root = ElementTree.fromstring(svg)
    except (ElementTree.ParseError, ValueError, LookupError):
        return False
    return root.tag == "{http://www.w3.org/2000/svg}svg" and all(_is_still(element) for element in root.iter())


def _is_still(element: ElementTree.Element) -> bool:
    name = _local(str(element.tag))
    if name in _ACTIVE or name.startswith("animate"):
        return False
    if name == "style" and _FETCHING.search("".join(element.itertext())):
        return False
    return all(_is_quiet(_local(key), value) for key, value in element.attrib.items())


def _is_quiet(name: str, value: str) -> bool:
    if name.startswith("on"):
        return False
    if name in ("href", "src"):
        return re.match(r"#|data:image/(png|jpeg|gif|webp)[;,]", value.strip(), re.IGNORECASE) is not None
    return not _FETCHING.search(value)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].lower()
