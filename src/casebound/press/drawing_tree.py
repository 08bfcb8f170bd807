"""The bytes of an SVG file flow in, a tree of elements within bounds flows out, or the reason why there is none.

Parsed by the standard library's expat with every declaration of an entity refused, as defusedxml does, and with bounds
of our own that expat does not know: depth, elements, and how often references repeat them.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from xml.parsers import expat

from casebound.press.drawing_style import referring_rules
from casebound.text.localized import Localized, phrase

SVG, XLINK, XML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"
HREFS = (f"{{{XLINK}}}href", "href")
"""The attributes that refer to another element: as SVG 1.1 and as SVG 2 call it."""
MOST_BYTES = 10_000_000
MOST_DEPTH = 100
"""The layout engine goes down by recursion, some calls a level."""
MOST_ELEMENTS = 50_000
"""Also counted as often as a reference repeats them."""


class BadDrawing(Exception):
    """A drawing that cannot be printed, with the reason in both languages."""

    def __init__(self, words: Localized) -> None:
        super().__init__(words.to("en"))
        self.words = words


def read_drawing(data: bytes) -> ET.Element:
    """The tree of an SVG. Raises `BadDrawing` for what is none, is not well-formed, has entities, or is too much."""
    if len(data) > MOST_BYTES:
        words = phrase(
            "SVG 有 {n} MB，最多 {most} MB",
            "The SVG has {n} MB; {most} at most",
            n=len(data) // 1_000_000,
            most=MOST_BYTES // 1_000_000,
        )
        raise BadDrawing(words)
    builder = ET.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    depth = count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > MOST_DEPTH:
            raise _too_deep()
        if count > MOST_ELEMENTS:
            raise _too_many()
        builder.start(_qualified(name), {_qualified(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_qualified(name))

    def entity(*_: object) -> None:
        words = phrase(
            "SVG 用了实体（<!ENTITY>），实体会展开成千万个",
            "The SVG has entities (<!ENTITY>), which may grow without end",
        )
        raise BadDrawing(words)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = entity
    parser.SkippedEntityHandler = entity  # declared elsewhere, or nowhere
    parser.ExternalEntityRefHandler = lambda *_: 0  # never fetched
    try:
        parser.Parse(data, True)
    except expat.ExpatError as failure:
        words = phrase(
            "SVG 第 {line} 行不合 XML 语法", "The SVG is not well-formed in line {line}", line=failure.lineno
        )
        raise BadDrawing(words) from failure
    except (ValueError, LookupError) as failure:  # an encoding that nobody knows
        raise BadDrawing(phrase("SVG 的编码读不懂", "The encoding of the SVG is not known")) from failure
    root = builder.close()
    if root.tag != f"{{{SVG}}}svg":
        raise BadDrawing(phrase("不是 SVG 图片", "It is no SVG image"))
    return root


def _qualified(name: str) -> str:
    return f"{{{name}" if "}" in name else name


def _too_deep() -> BadDrawing:
    return BadDrawing(phrase("SVG 套得太深", "The SVG is nested too deeply"))


def _too_many() -> BadDrawing:
    return BadDrawing(
        phrase("SVG 的图形超过 {count} 个", "The SVG has more than {count} elements", count=MOST_ELEMENTS)
    )


_REFERENCE = re.compile(r"""url\(\s*["']?#([^)"']+)""")


def refuse_repetition(root: ET.Element) -> None:
    """Raise `BadDrawing` where what references draw again and again is too much, or refers to itself."""
    by_id = {element.get("id"): element for element in reversed(list(root.iter())) if element.get("id")}
    styled = referring_rules(root)
    sizes: dict[ET.Element, int] = {}
    under_way: set[ET.Element] = set()

    def size(element: ET.Element, depth: int) -> int:
        if element in sizes:
            return sizes[element]
        if element in under_way:
            raise BadDrawing(phrase("SVG 的引用绕成了圈", "The references of the SVG lead in a circle"))
        if depth > 2 * MOST_DEPTH:
            raise _too_deep()
        under_way.add(element)
        ids = [found for value in element.attrib.values() for found in _REFERENCE.findall(value)]
        ids += styled.get(element, ())
        ids += [element.attrib[href].strip()[1:] for href in HREFS if element.get(href, "").strip().startswith("#")]
        parts = [*element, *(by_id[id] for id in ids if id in by_id)]
        sizes[element] = 1 + sum(size(part, depth + 1) for part in parts)
        under_way.remove(element)
        if sizes[element] > MOST_ELEMENTS:
            raise _too_many()
        return sizes[element]

    size(root, 0)
