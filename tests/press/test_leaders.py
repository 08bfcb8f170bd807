"""The dots between an entry and its page number, in one piece, as they were in many."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import pikepdf
import pytest

from casebound.press import typeset as typeset_module
from casebound.press.bind import bind_alone
from casebound.press.fonts import FontSet
from casebound.press.job import PrintJob
from casebound.press.typeset import typeset
from casebound.workspace.fonts import face_data
from tests.press.laid import lines_of

pytestmark = pytest.mark.slow

HTML = """<html lang="zh-CN"><head><title>题</title></head><body>
<p>短<span class="lead"></span><span>12</span></p>
<p>一个长一些的标题<span class="lead"></span><span>345</span></p>
<p>没有点</p>
</body></html>"""
CSS = """
@page { size: 100mm 60mm; margin: 10mm }
body { font-family: "Casebound Song" }
.lead::after { content: leader(" ."); font-family: "Casebound Hei" }
"""


def dots(pdf: bytes) -> list[list[tuple[int, int]]]:
    """Where the dots of each line stand, in half points, as MuPDF reads them."""
    return [
        [
            (round(left * 2), round(line.baseline * 2))
            for left, char in zip(line.lefts, line.text, strict=True)
            if char == "."
        ]
        for line in lines_of(pdf)
        if "." in line.text
    ]


def test_each_leader_is_one_text_and_its_dots_stand_where_they_stood(
    fonts: FontSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = PrintJob(name="x", html=HTML, fonts=fonts, stylesheets=(CSS,))
    joined = bind_alone(typeset(job), fonts, face_data)
    monkeypatch.setattr("casebound.press.leaders.join_leaders", lambda _document: 0)
    single = bind_alone(typeset_module.typeset(job), fonts, face_data)
    ours, theirs = dots(joined), dots(single)
    assert [len(line) for line in ours] == [len(line) for line in theirs]
    assert len(ours) == 2
    assert len(ours[0]) > len(ours[1]) > 5
    for here, there in zip(ours, theirs, strict=True):
        for (x, y), (other_x, other_y) in zip(here, there, strict=True):
            assert abs(x - other_x) <= 1
            assert y == other_y
    texts = [_shown(pdf) for pdf in (joined, single)]
    assert texts[0] < texts[1] / 3


def _shown(pdf: bytes) -> int:
    """How many texts the page shows."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return len(re.findall(rb"\bTJ\b", file.pages[0].Contents[0].read_bytes()))


def test_they_are_artifacts_still(fonts: FontSet, tmp_path: Path) -> None:
    job = PrintJob(name="x", html=HTML, fonts=fonts, stylesheets=(CSS,))
    path = tmp_path / "x.pdf"
    path.write_bytes(bind_alone(typeset(job), fonts, face_data))
    tree = subprocess.check_output(["pdfinfo", "-struct-text", path])
    assert b"345" in tree
    assert b"." not in tree
