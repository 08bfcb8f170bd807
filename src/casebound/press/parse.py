"""HTML text flows in, its tree flows out, as WeasyPrint wants it. Imports WeasyPrint.

Templates write HTML that is XML but for what has no end tag, and expat reads that in a twentieth of the time of an HTML
parser in Python (measured: 7 % of the time of a chapter). Whatever expat refuses, WeasyPrint parses itself.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any
from xml.etree import ElementTree

from cssselect2 import ElementWrapper
from weasyprint import HTML
from weasyprint.urls import URLFetcher

_NAMES = "area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr"
_VOID = re.compile(rf"""<({_NAMES})\b((?:[^>"']|"[^"]*"|'[^']*')*?)\s*/?>""")
"""Elements that have no end tag (HTML, 13.1.2)."""
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]*;)")
_DOCTYPE = re.compile(r"\A\s*<!doctype html>", re.IGNORECASE)
_CAPITAL = re.compile(r"</?[A-Z]")
_FIRST_LINE = re.compile(r"(<(?:pre|textarea)\b[^>]*>)\n")
"""The newline after which HTML begins to count."""


def read_html(text: str, fetcher: URLFetcher) -> Any:
    """WeasyPrint's `HTML` of a whole document."""
    root = read_xml(text)
    if root is None:
        return HTML(string=text, url_fetcher=fetcher)
    html = HTML.__new__(HTML)
    html.base_url, html.url_fetcher, html.media_type = None, fetcher, "print"
    html.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
    html.etree_element = html.wrapper_element.etree_element
    return html


def read_xml(text: str) -> ElementTree.Element | None:
    """The tree of a document that is XML but for its void elements and entities; None for any other."""
    if _CAPITAL.search(text) or "<!" in _DOCTYPE.sub("", text, count=1):
        return None
    xml = _VOID.sub(r"<\1\2/>", _DOCTYPE.sub("", text, count=1))
    xml = _FIRST_LINE.sub(r"\1", _ENTITY.sub(_character, xml))
    try:
        root = ElementTree.fromstring(xml)
    except ElementTree.ParseError:
        return None
    return root if root.tag == "html" and root.find("body") is not None else None


def _character(entity: re.Match[str]) -> str:
    return html5.get(entity[1], entity[0])
