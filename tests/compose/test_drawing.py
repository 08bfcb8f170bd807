"""Only drawings that do nothing but be looked at are given away."""

import pytest

from casebound.compose.drawing import is_still

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


@pytest.mark.parametrize(
    "inside",
    [
        '<path d="M0 0h4"/>',
        '<defs><linearGradient id="g"/></defs><rect fill="url(#g)" width="1" height="1"/><use href="#g"/>',
        "<style>path { stroke: #123; fill: url(#g) }</style>",
        '<image xlink:href="data:image/png;base64,iVBORw0KGgo="/>',
    ],
)
def test_a_plain_drawing_is_still(inside: str) -> None:
    assert is_still(SVG.format(inside).encode())


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>',
        '<rect onload="alert(1)"/>',
        '<rect ONCLICK="alert(1)"/>',
        '<a xlink:href="https://example.org"><rect/></a>',
        '<a href="&#106;avascript:alert(1)"><rect/></a>',
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<set attributeName="onload" to="alert(1)"/>',
        '<image href="https://example.org/track.png"/>',
        '<use href="other.svg#x"/>',
        '<image href="data:image/svg+xml;base64,PHN2Zz4="/>',
        "<style>@import url(https://example.org/x.css)</style>",
        '<rect style="fill: url(https://example.org/x)"/>',
        "<rect",
    ],
)
def test_a_drawing_that_runs_moves_or_fetches_is_refused(inside: str) -> None:
    assert not is_still(SVG.format(inside).encode())


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"<html xmlns='http://www.w3.org/1999/xhtml'/>",
        b"<svg/>",
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b'<?xml version="1.0" encoding="nonsense"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    ],
)
def test_what_is_no_svg_is_refused(file: bytes) -> None:
    assert not is_still(file)
