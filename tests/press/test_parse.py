"""What expat reads is what WeasyPrint's own HTML parser reads, or is left to that."""

from __future__ import annotations

from typing import Any

import pytest
from weasyprint import HTML

from casebound.press.fetcher import AssetFetcher
from casebound.press.fonts import FontSet
from casebound.press.parse import read_html, read_xml
from tests.press.sample import book_jobs

PAGE = '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>t</title></head><body>{}</body></html>'


DECLARATION = "{http://www.w3.org/2000/xmlns/}"
"""The HTML parser keeps declarations of namespaces as attributes; nobody asks for them."""


def _words(text: str | None) -> str:
    return " ".join((text or "").split())


def shape(element: Any) -> Any:
    """An element as nested tuples; white space between blocks is of no account in print."""
    kids = [shape(kid) for kid in element if isinstance(kid.tag, str)]
    attributes = {name: value for name, value in element.attrib.items() if not name.startswith(DECLARATION)}
    return (element.tag, attributes, _words(element.text), kids, _words(element.tail))


@pytest.mark.parametrize(
    "body",
    [
        '<p>一<br>二<img src="a.png" alt="a > b">三</p><hr>',
        "<p>&nbsp;&mdash;&amp;&lt;&hellip; &copy;</p>",
        "<pre>\n first\n second</pre>",
        '<p>x<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>t</title><path d="M0 0"/></svg>y</p>',
        "<table><caption>c</caption><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>",
        "<ul><li>a<ul><li>b</li></ul></li></ul>",
    ],
)
def test_a_well_formed_page_gives_the_same_tree(body: str) -> None:
    ours = read_xml(PAGE.format(body))
    assert ours is not None
    assert shape(ours) == shape(HTML(string=PAGE.format(body)).etree_element)


@pytest.mark.parametrize(
    "body",
    [
        "<p>never closed",
        "<P>capitals</P>",
        "<input disabled>",
        "<p>&unknown;</p>",
        "<p>a & b</p>",
        "<!-- note --><p>x</p>",
    ],
)
def test_what_is_not_is_left_to_the_html_parser(body: str) -> None:
    assert read_xml(PAGE.format(body)) is None
    tree = read_html(PAGE.format(body), AssetFetcher({})).etree_element
    assert shape(tree) == shape(HTML(string=PAGE.format(body)).etree_element)


@pytest.mark.slow
def test_every_page_of_the_sample_book_gives_the_same_tree(fonts: FontSet) -> None:
    jobs = book_jobs(fonts)
    assert len(jobs) > 12
    for job in jobs:
        ours = read_xml(job.html)
        assert ours is not None, job.name
        assert shape(ours) == shape(HTML(string=job.html).etree_element), job.name
