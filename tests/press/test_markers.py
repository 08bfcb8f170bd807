"""Where the markers of lists are painted, as poppler reads the content."""

import subprocess
from pathlib import Path

import pytest

from casebound.press.fonts import FontSet
from tests.press.tagged import tagged


@pytest.mark.slow
def test_markers_are_painted_before_the_text_of_their_items(fonts: FontSet, tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    items = "<li>甲</li><li><p>乙</p><p>丙</p><ul><li>丁</li></ul></li><li>戊</li>"
    path.write_bytes(tagged(f"<p>前</p><ol>{items}</ol><p>后</p>", fonts, "p, ol, ul { position: relative }").pdf)
    raw = subprocess.run(["pdftotext", "-raw", path, "-"], check=True, capture_output=True, text=True).stdout
    assert raw.split() == ["前", "1.", "甲", "2.", "乙", "丙", "◦", "丁", "3.", "戊", "后"]
