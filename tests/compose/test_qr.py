"""QR codes, rendered and read again by ZXing, which shares nothing with the encoder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import zxingcpp

from casebound.compose.qr import case_address, make_qr
from casebound.compose.site_map import SiteMap

CHECKOUT = Path(__file__).resolve().parents[2]


def scanned(drawing: str, size_mm: float) -> Any:
    """The codes that ZXing finds on a sheet of paper with this drawing, at the resolution of a telephone's camera."""
    import pypdfium2
    import weasyprint

    html = f"<style>@page{{size:60mm;margin:12mm}}svg{{width:{size_mm}mm;height:{size_mm}mm}}</style>{drawing}"
    pdf = weasyprint.HTML(string=html).write_pdf()
    return zxingcpp.read_barcodes(pypdfium2.PdfDocument(pdf)[0].render(scale=150 / 72).to_pil())


@pytest.mark.parametrize(
    "address",
    [
        "https://a.cn/",
        "https://cases.example.org/cases/antenatal-waiting/",
        "https://cases.example.org/2026/en/cases/antenatal-waiting/",
        "http://localhost:8000/%E6%A1%88%E4%BE%8B/?a=1&b=<2>",
        "https://cases.example.org/" + "long/" * 34,
    ],
)
def test_a_code_is_read_back(address: str) -> None:
    (found,) = scanned(make_qr(address, "zh-CN").drawing, 20 if len(address) < 100 else 30)
    assert found.text == address
    assert str(found.ec_level) == "M"


def test_a_code_has_its_quiet_zone_and_is_one_outline() -> None:
    drawing = make_qr("https://cases.example.org/cases/antenatal-waiting/", "en").drawing
    # 50 bytes at level M are version 4 (ISO/IEC 18004:2015, table 7): 33 modules, and 4 of paper on each side
    assert 'viewBox="0 0 41 41"' in drawing
    assert 'transform="translate(4 4)"' in drawing
    (path,) = re.findall(r' d="([^"]*)"', drawing)
    assert path.startswith("M0 0h7v7h-7z")  # the upper left finder pattern is a closed square around its ring
    assert re.fullmatch(r"(?:M\d+ \d+(?:[hv]-?\d+)+z)+", path)


def test_its_title_says_where_it_leads() -> None:
    assert "<title>二维码：https://a.cn/?x&amp;y</title>" in make_qr("https://a.cn/?x&y", "zh-CN").drawing
    assert "<title>QR code: https://a.cn/</title>" in make_qr("https://a.cn/", "en").drawing
    assert make_qr("https://a.cn/b/", "en").shown == "a.cn/b"


def test_a_case_is_found_where_the_site_has_its_page() -> None:
    from casebound.workspace.load import load
    from casebound.workspace.publish_site import make_site_artifacts

    map = SiteMap(languages=("zh-CN", "en"))
    assert case_address("https://a.cn", map, "zh-CN", "one") == "https://a.cn/cases/one/"
    assert case_address("https://a.cn/x", map, "en", "one") == "https://a.cn/x/en/cases/one/"
    assert case_address("https://a.cn", map, "fr", "one") == "https://a.cn/cases/one/"
    pages = {artifact.path for artifact in make_site_artifacts(load(CHECKOUT), map.languages)}
    for lang in map.languages:
        path = case_address("https://a.cn", map, lang, "antenatal-waiting").removeprefix("https://a.cn/")
        assert f"{path}index.html" in pages
