"""Margin tags: right of a right page, left of a left page, as poppler and pikepdf see them."""

import io
import re
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pikepdf
import pytest

from casebound.press.bind import bind_alone
from casebound.press.fonts import FontSet
from casebound.press.job import PrintJob
from casebound.press.margin import page_boxes
from casebound.press.typeset import typeset
from casebound.workspace.fonts import face_data

MM = 72 / 25.4
WIDTH = 210 * MM
INNER, OUTER = 25 * MM, 45 * MM
GAP, TAG = 5 * MM, 25 * MM
"""Between text and tag, and the tag's width; all in points."""

CSS = """
@page { size: 210mm 297mm; margin: 20mm 45mm 20mm 25mm }
@page :left { margin: 20mm 25mm 20mm 45mm }
body { margin: 0; font-family: "Casebound Song"; font-size: 10pt }
section { position: relative; break-before: page }
.margin-tag { position: absolute; left: 100%; margin-left: 5mm; width: 25mm; font-family: "Casebound Hei" }
"""


class Word(NamedTuple):
    page: int
    left: float
    right: float


def words(body: str, fonts: FontSet, tmp_path: Path, css: str = CSS) -> tuple[dict[str, Word], bytes]:
    html = f'<html lang="zh-CN"><title>题</title><body>{body}</body></html>'
    printed = typeset(PrintJob(name="case", html=html, fonts=fonts, stylesheets=(css,)))
    pdf = bind_alone(printed, fonts, face_data)
    path = tmp_path / "out.pdf"
    path.write_bytes(pdf)
    found, page = {}, 0
    for line in subprocess.check_output(["pdftotext", "-bbox", path, "-"], text=True).splitlines():
        page += line.strip().startswith("<page ")
        if match := re.search(r'xMin="([\d.]+)" .*xMax="([\d.]+)" .*>(.+)</word>', line):
            found[match[3]] = Word(page, float(match[1]), float(match[2]))
    return found, pdf


def pages(*bodies: str) -> str:
    return "".join(f"<section>{body}<p>文{number}</p></section>" for number, body in enumerate(bodies, 1))


@pytest.mark.slow
def test_a_tag_sits_right_of_page_one_and_left_of_page_two(fonts: FontSet, tmp_path: Path) -> None:
    found, _ = words(pages(*(f'<span class="margin-tag">T{n}</span>' for n in (1, 2, 3))), fonts, tmp_path)
    assert [found[f"T{n}"].page for n in (1, 2, 3)] == [1, 2, 3]
    assert found["T1"].left == pytest.approx(WIDTH - OUTER + GAP, abs=0.1)
    assert found["T2"].right == pytest.approx(OUTER - GAP, abs=0.1)  # flush to the text on this side as well
    assert found["T3"].left == pytest.approx(found["T1"].left, abs=0.1)
    assert found["文2"].left == pytest.approx(OUTER, abs=0.5)


@pytest.mark.slow
def test_links_and_anchors_of_a_tag_move_with_it(fonts: FontSet, tmp_path: Path) -> None:
    tags = (f'<a class="margin-tag" id="t{n}" href="https://example.org/{n}">T{n}</a>' for n in (1, 2))
    body = pages(*tags) + '<p><a href="#t1">甲</a> <a href="#t2">乙</a></p>'
    _, pdf = words(body, fonts, tmp_path)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        links = [page.Annots[0] for page in list(file.pages)[:2]]
        left, right = ([float(edge) for edge in link.Rect[::2]] for link in links)
        places = {name: float(spot[2]) for name, spot in pikepdf.NameTree(file.Root.Names.Dests).items()}
    assert left == pytest.approx([WIDTH - OUTER + GAP, WIDTH - OUTER + GAP + TAG], abs=0.1)
    assert right == pytest.approx([OUTER - GAP - TAG, OUTER - GAP], abs=0.1)
    assert places == pytest.approx({"t1": WIDTH - OUTER + GAP, "t2": OUTER - GAP - TAG}, abs=0.1)


@pytest.mark.slow
def test_tags_in_nested_positioned_boxes_tables_and_flex_are_mirrored_once(fonts: FontSet, tmp_path: Path) -> None:
    nests = (
        '<div style="position: relative; width: 100%"><span class="margin-tag">甲{n}</span>x</div>',
        '<div style="position: absolute; top: 30mm; width: 100%"><span class="margin-tag">乙{n}</span>x</div>',
        '<div class="margin-tag" style="top: 60mm">丙{n}<b class="margin-tag" style="left: 0; top: 5mm">z</b></div>',
        '<div style="display: flex"><p style="flex: 1">x<span class="margin-tag" style="top: 90mm">丁{n}</span></div>',
        '<table style="width: 100%"><tr><td>x<span class="margin-tag" style="top: 120mm">戊{n}</span></table>',
    )
    found, _ = words(pages(*("".join(nest.format(n=n) for nest in nests) for n in (1, 2))), fonts, tmp_path)
    for kind in "甲乙丙丁戊":
        right, left = found[f"{kind}1"], found[f"{kind}2"]
        assert (right.page, left.page) == (1, 2)
        assert left.right == pytest.approx(WIDTH - right.left, abs=0.1)


@pytest.mark.slow
def test_a_tag_wider_than_the_margin_is_mirrored_all_the_same(fonts: FontSet, tmp_path: Path) -> None:
    css = CSS.replace("width: 25mm; font", "width: 300mm; font")
    found, _ = words(pages(*(f'<span class="margin-tag">T{n}</span>' for n in (1, 2))), fonts, tmp_path, css)
    assert found["T2"].right == pytest.approx(OUTER - GAP, abs=0.1)


@pytest.mark.slow
def test_a_tag_that_is_not_positioned_stays_in_the_text(fonts: FontSet, tmp_path: Path) -> None:
    css = CSS.replace("position: absolute; left: 100%; ", "")
    found, _ = words(pages(*(f'<span class="margin-tag">T{n}</span>' for n in (1, 2))), fonts, tmp_path, css)
    assert found["T2"].left == pytest.approx(OUTER + GAP, abs=0.1)


def test_an_engine_that_keeps_its_boxes_elsewhere_is_refused_loudly() -> None:
    with pytest.raises(TypeError, match="margin tags cannot be mirrored"):
        page_boxes(SimpleNamespace(pages=[SimpleNamespace()]))
