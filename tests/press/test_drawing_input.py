"""SVG files, good and hostile: what is drawn stays, what leads elsewhere goes or is refused, and each is told of."""

from __future__ import annotations

import base64
import io
import xml.etree.ElementTree as ET

import pytest
from PIL import Image

from casebound.press.picture_input import Picture, fit_for_print

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 100">'
GRADIENT = '<linearGradient id="a"><stop offset="0"/></linearGradient>'
RECT = '<rect width="90" height="90" fill="#1b306b"/>'


def svg(inner: str, head: str = HEAD) -> bytes:
    return f"{head}{inner}</svg>".encode()


def cleaned(inner: str) -> tuple[str, str]:
    """The drawing without its outer tags, and what was said of it."""
    picture = fit_for_print(svg(inner))
    assert not picture.refusal, picture.refusal
    text = picture.data.decode()
    ET.fromstring(text)
    body = text[text.index(">") + 1 : text.rindex("</svg>")] if "</svg>" in text else ""
    return body, "; ".join(note.to("en") for note in picture.notes)


def png(width: int = 4, height: int = 3) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    "inner",
    [
        RECT,
        f'<title>等候时间</title><g transform="translate(3 4)">{RECT}<text x="3">等候</text></g>',
        f"<defs>{GRADIENT}</defs><rect fill='url(#a)' style='stroke:url(&quot;#a&quot;)'/>",
        "<style>.a{fill:url(#g);stroke:red} rect{opacity:.5}</style><rect class='a'/>",
        '<defs><g id="u"><path d="M0 0L1 1"/></g></defs><use href="#u"/><use xlink:href="#u" x="9"/>',
        f'<image width="4" height="3" href="data:image/png;base64,{base64.b64encode(png()).decode()}"/>',
    ],
    ids=["rect", "text", "gradient", "style", "use", "image"],
)
def test_a_drawing_that_stands_alone_is_left_byte_for_byte(inner: str) -> None:
    assert fit_for_print(svg(inner)) == Picture(data=svg(inner))


def test_a_document_type_and_a_byte_order_mark_do_no_harm() -> None:
    head = '\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
    data = svg(RECT, head + HEAD)
    assert fit_for_print(data) == Picture(data=data)


@pytest.mark.parametrize(
    ("inner", "gone"),
    [
        ('<image href="https://example.org/a.png" width="9" height="9"/>', "https://example.org/a.png"),
        ('<image xlink:href="file:///etc/passwd" width="9" height="9"/>', "file:///etc/passwd"),
        ('<image href="//example.org/a.png"/>', "//example.org/a.png"),
        ('<image href="../other/secret.png"/>', "../other/secret.png"),
        ('<use href="other.svg#part"/>', "other.svg#part"),
        ('<use xlink:href="http://example.org/x.svg#p"/>', "http://example.org/x.svg#p"),
        ('<rect fill="url(http://example.org/p.svg#p)"/>', "http://example.org/p.svg#p"),
        ("<rect fill=\"url('http://example.org/p.svg#p') red\"/>", "http://example.org/p.svg#p"),
        (r'<rect fill="\75rl(http://example.org/p.svg#p)"/>', "http://example.org/p.svg#p"),
        ('<rect style="fill:url(http://example.org/p.svg#p);x:1"/>', "http://example.org/p.svg#p"),
        (r'<rect style="fill:u\72 l(&quot;http://example.org/p#p&quot;)"/>', "http://example.org/p#p"),
        ("<style>@import url(http://example.org/a.css); rect{x:1}</style>", "http://example.org/a.css"),
        ("<style>@import 'http://example.org/a.css';</style>", ""),
        ("<style>@font-face{font-family:a;src:url(http://example.org/a.ttf)}</style>", ""),
        ("<style>rect{fill:url(http://example.org/a.svg#b);x:1}</style>", "http://example.org/a.svg#b"),
        ("<style><![CDATA[rect{mask:url(http://example.org/a.svg#b)}]]></style>", "http://example.org/a.svg#b"),
    ],
)  # fmt: skip
def test_references_to_elsewhere_are_taken_out_and_told_of(inner: str, gone: str) -> None:
    text, said = cleaned(RECT + inner)
    assert "example.org" not in text and "/etc/" not in text and "other" not in text
    assert '<rect width="90" height="90" fill="#1b306b"' in text
    assert said == (f"It refers to another file, not printed: {gone}" if gone else "")


def test_the_rest_of_a_style_stays() -> None:
    text, _ = cleaned(
        '<style>a{fill:url(http://example.org/#b);x:1} rect{fill:red}</style><rect style="fill:url(//x);y:2"/>'
    )
    assert "x:1" in text and "rect{fill:red}" in text and 'style="y:2"' in text


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        ("<script>alert(1)</script>", "It holds what has no print: script"),
        ('<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><iframe src="http://example.org"/></body></foreignObject>',
         "It holds what has no print: foreignObject"),
        ('<rect onload="alert(1)" onclick="alert(1)"/>', ""),
        ('<a href="javascript:alert(1)"><rect/></a>', ""),
        ('<a xlink:href="https://example.org"><rect/></a>', ""),
        ('<set attributeName="href" to="javascript:alert(1)"/>', ""),
        ('<rect><animate attributeName="x" to="3"/></rect>', ""),
        ('<x:iframe xmlns:x="http://www.w3.org/1999/xhtml" src="http://example.org"/>', ""),
        ('<g xml:base="http://example.org/"><rect/></g>', ""),
        ("<metadata><rdf xmlns='http://example.org/rdf'>x</rdf></metadata>", ""),
        ('<?xml-stylesheet href="http://example.org/a.css"?>', None),
    ],
)  # fmt: skip
def test_what_runs_or_is_foreign_is_taken_out(inner: str, said: str | None) -> None:
    text, notes = cleaned(RECT + inner)
    if said is not None:  # a processing instruction is not obeyed by anybody, and may stay
        assert notes == said
        for word in ("alert", "example.org", "script", "onload", "animate", "iframe"):
            assert word not in text
    assert '<rect width="90"' in text


def test_text_behind_what_is_taken_out_stays() -> None:
    text, _ = cleaned("<text>前<script>x</script>后<tspan>里</tspan><script>y</script>尾</text>")
    assert "前后" in text and "</tspan>尾" in text


LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE svg [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">
""" + "".join(
    f'<!ENTITY a{n} "{before * 10}">\n' for n, before in enumerate(("&a;", *(f"&a{n};" for n in range(1, 9))), 1)
)
LAUGHS += "]>\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (svg("<text>&a9;</text>", LAUGHS + HEAD), "The SVG has entities"),
        (svg("<text>&x;</text>", '<!DOCTYPE svg [<!ENTITY x SYSTEM "/etc/passwd">]>' + HEAD), "The SVG has entities"),
        (svg(RECT, '<!DOCTYPE svg [<!ENTITY % p SYSTEM "http://example.org/p"> %p;]>' + HEAD), "The SVG has entities"),
        (svg("<text>&nbsp;</text>", '<!DOCTYPE svg PUBLIC "a" "b">' + HEAD), "The SVG has entities"),
        (svg("<text>&nbsp;</text>"), "The SVG is not well-formed in line 1"),
        (svg("<g>\n<rect></g>"), "The SVG is not well-formed in line 2"),
        (svg(RECT)[:-20], "The SVG is not well-formed in line 1"),
        (svg("<g>" * 101 + "</g>" * 101), "The SVG is nested too deeply"),
        (svg("<g>" * 100_000), "The SVG is nested too deeply"),
        (svg("<g/>" * 50_001), "The SVG has more than 50000 elements"),
        (svg(f"<desc>{'x' * 11_000_000}</desc>"), "The SVG has 11 MB; 10 at most"),
        (b"<?xml version='1.0' encoding='nonsense'?>" + svg(RECT), "The encoding of the SVG is not known"),
        (b"<html><svg/></html>", "It is no SVG image"),
        (b"<svg/>", "It is no SVG image"),
        (svg('<g id="a"><use href="#a"/></g>'), "The references of the SVG lead in a circle"),
        (svg('<mask id="a"><rect mask="url(#a)"/></mask>'), "The references of the SVG lead in a circle"),
        (svg('<style>.a{mask:url("#m")}</style><mask id="m"><g class="a"/></mask>'), "The references of the SVG lead"),
    ],
)  # fmt: skip
def test_what_cannot_be_trusted_is_refused_with_the_reason(data: bytes, said: str) -> None:
    picture = fit_for_print(data)
    assert not picture.data
    assert picture.refusal.to("en").startswith(said)
    assert picture.refusal.to("zh-CN")


@pytest.mark.parametrize("link", ['<use href="#u{n}"/>', '<rect fill="url(#u{n})"/>', '<rect class="c{n}"/>'])
def test_references_that_multiply_are_refused(link: str) -> None:
    """Ten of ten of ten …: the billion laughs without an entity."""
    style = "<style>" + "".join(f".c{n}{{fill:url(#u{n})}}" for n in range(9)) + "</style>"
    levels = f'<pattern id="u0">{RECT}</pattern>' + "".join(
        f'<pattern id="u{n + 1}">{link.format(n=n) * 10}</pattern>' for n in range(8)
    )
    picture = fit_for_print(svg(f"{style}<defs>{levels}</defs><use href='#u8'/>"))
    assert picture.refusal.to("en") == "The SVG has more than 50000 elements"


def inside(data: bytes, sort: str = "png") -> str:
    return f'<image href="data:image/{sort};base64,{base64.b64encode(data).decode()}" width="9" height="9"/>'


def test_an_image_inside_is_made_fit_like_any_other() -> None:
    text, said = cleaned(inside(png(5000, 10)))
    data = base64.b64decode(text.split("base64,")[1].split('"')[0])
    assert Image.open(io.BytesIO(data)).size == (2008, 4)
    assert said == ""


@pytest.mark.parametrize("data", [png()[:30], b"nonsense", svg(RECT)], ids=["cut-off", "nonsense", "svg"])
def test_an_image_inside_that_cannot_be_opened_is_taken_out(data: bytes) -> None:
    text, said = cleaned(RECT + inside(data))
    assert "<image" not in text
    assert said == "An image inside it cannot be opened"


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030"])
def test_other_encodings_are_read_and_written_as_utf_8(encoding: str) -> None:
    """The text of a drawing is looked through for letters that no font has; it must be readable to do that."""
    head = f'<?xml version="1.0" encoding="{encoding}"?>{HEAD}'
    picture = fit_for_print(svg("<text>等候时间</text>", head).decode().encode(encoding))
    if encoding == "gb18030":  # which expat does not know
        assert picture.refusal.to("en") == "The encoding of the SVG is not known"
    else:
        assert "等候时间" in picture.data.decode("utf-8")


def test_the_same_input_gives_the_same_bytes() -> None:
    data = svg(RECT + '<image href="http://example.org/"/>' + inside(png(3000, 10)))
    assert fit_for_print(data) == fit_for_print(data)
