"""HTML, SVG and CSS flow in, the text they may print flows out: what the fonts must have glyphs for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

SILENT = frozenset({"script", "style", "template", "title", "desc", "metadata", "noscript"})
"""Elements whose text is never set: the HTML title goes to the metadata, SVG's title and desc to alternative text."""

_TEXT_IN_MARKUP = re.compile(r">([^<]+)<")


def markup_text(root: Any) -> str:
    """The text of an HTML tree (ElementTree), comments and `SILENT` elements left out."""
    return "".join(_spoken(root))


def _spoken(element: Any) -> Iterator[str]:
    # A comment's tag is a function; SVG tags carry their namespace in braces.
    if isinstance(element.tag, str) and element.tag.rpartition("}")[2] not in SILENT:
        yield element.text or ""
        for child in element:
            yield from _spoken(child)
            yield child.tail or ""


def put_in_place(root: Any, characters: str, sign: str) -> None:
    """Set `sign` in place of each of `characters` in what `markup_text` reads, in place."""
    table = dict.fromkeys(map(ord, characters), sign)

    def mend(element: Any) -> None:
        if isinstance(element.tag, str) and element.tag.rpartition("}")[2] not in SILENT:
            element.text = element.text and element.text.translate(table)
            for child in element:
                mend(child)
                child.tail = child.tail and child.tail.translate(table)

    mend(root)


def svg_text(assets: Mapping[str, bytes]) -> str:
    """Text between the tags of SVG assets; a superset of what is drawn, since `title` and `desc` count too."""
    svgs = (data for url, data in sorted(assets.items()) if url.lower().endswith(".svg"))
    return "".join(text for data in svgs for text in _TEXT_IN_MARKUP.findall(data.decode("utf-8", "replace")))


@lru_cache(maxsize=8)
def stylesheet_text(stylesheets: tuple[str, ...]) -> str:
    """The strings of stylesheets (`content`, counter symbols, quotes), with their escapes resolved."""
    import tinycss2

    return "".join(text for sheet in stylesheets for text in _strings(tinycss2.parse_component_value_list(sheet)))


def _strings(tokens: Iterable[Any]) -> Iterator[str]:
    for token in tokens:
        if token.type == "string":
            yield token.value
        elif token.type == "function":
            yield from _strings(token.arguments)
        elif token.type in {"{} block", "[] block", "() block"}:
            yield from _strings(token.content)
