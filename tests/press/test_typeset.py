"""Whole jobs through the layout engine, judged by poppler, qpdf and pikepdf."""

import hashlib
import io
import pickle
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from casebound.press.bind import bind_alone
from casebound.press.fonts import FontSet
from casebound.press.inspect import EmbeddedFont, embedded_fonts
from casebound.press.job import Printed, PrintJob
from casebound.press.typeset import typeset
from casebound.workspace.fonts import face_data

pytestmark = pytest.mark.slow

CSS = 'body { font-family: "Casebound Song", "Casebound Song Full" } h1 { font-family: "Casebound Hei" }'
TEXT = "“质量改进”从现状调查开始——投诉由41.7%降至15%以内……（见表1）。《案例》、Casebound！①℃"
PIXEL = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde\0\0\0\x0cIDATx\x9cc\xf8\xcf\xc0"
    b"\0\0\x03\x01\x01\0\xc9\xfe\x92\xef\0\0\0\0IEND\xaeB`\x82"
)


def make_job(
    body: str, fonts: FontSet, *, css: str = CSS, assets: Mapping[str, bytes] | None = None, name: str = "case"
) -> PrintJob:
    html = f'<!doctype html><html lang="zh-CN"><title>题</title><body>{body}</body></html>'
    return PrintJob(name=name, html=html, fonts=fonts, stylesheets=(css,), assets=assets or {})


def alone(printed: Printed, fonts: FontSet) -> bytes:
    return bind_alone(printed, fonts, face_data, 1_700_000_000)


def pdf_of(job: PrintJob) -> bytes:
    return alone(typeset(job), job.fonts)


def output_of(pdf: bytes, tmp_path: Path, *command: str) -> str:
    path = tmp_path / "out.pdf"
    path.write_bytes(pdf)
    filled = [str(path) if part == "PDF" else part for part in command]
    return subprocess.run(filled, check=True, capture_output=True, text=True).stdout


def test_importing_the_room_loads_neither_weasyprint_nor_harfbuzz() -> None:
    code = (
        "import sys, casebound.press.typeset, casebound.press.cut, casebound.press.margin, casebound.press.inspect;"
        "print([name for name in ('weasyprint', 'uharfbuzz', 'pikepdf', 'fontTools') if name in sys.modules])"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[]\n"


def test_text_comes_back_as_it_was_written(fonts: FontSet, tmp_path: Path) -> None:
    printed = typeset(make_job(f"<p>{TEXT}</p>", fonts))
    assert output_of(alone(printed, fonts), tmp_path, "pdftotext", "PDF", "-").replace("\n", "").strip("\f") == TEXT
    assert (printed.pages, printed.missing, printed.warnings, printed.error) == (1, "", (), "")


def test_the_file_is_whole_tagged_and_dated_by_the_job(fonts: FontSet, tmp_path: Path) -> None:
    printed = typeset(make_job(f"<h1>{TEXT}</h1>", fonts))
    assert "No syntax or stream encoding errors found" in output_of(
        alone(printed, fonts), tmp_path, "qpdf", "--check", "PDF"
    )
    with pikepdf.open(io.BytesIO(alone(printed, fonts))) as file:
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == "zh-CN"
        assert b"pdfuaid" in file.Root.Metadata.read_bytes()
        moment = datetime.fromtimestamp(1_700_000_000, UTC).strftime("D:%Y%m%d%H%M%SZ")
        assert {str(file.docinfo[key]) for key in ("/CreationDate", "/ModDate")} == {moment}
        assert len(file.trailer.ID) == 2


def test_only_fonts_of_the_set_are_embedded(fonts: FontSet) -> None:
    body = (
        "<h1>题 <i>斜</i></h1><p>文 <b>粗</b> <code>code</code> ✓ ★ 😀</p><p style='font-family: Arial, serif'>其他</p>"
    )
    assert embedded_fonts(pdf_of(make_job(body, fonts))) == (
        EmbeddedFont(name="Casebound-Hei", embedded=True),
        EmbeddedFont(name="Casebound-Hei-Bold", embedded=True),
        EmbeddedFont(name="Casebound-Song", embedded=True),
        EmbeddedFont(name="Casebound-Song-Bold", embedded=True),
    )


def test_a_validator_finds_no_glyph_amiss(fonts: FontSet, tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    path.write_bytes(pdf_of(make_job(f"<h1>{TEXT}</h1><p>㐂{TEXT}<b>{TEXT}</b></p>", fonts)))
    told = subprocess.run(
        [Path(sys.executable).with_name("outloud"), path], capture_output=True, text=True, check=False
    )
    assert "0 error(s)" in told.stdout, told.stdout


def test_a_rare_character_comes_from_the_uncut_font_of_its_family(fonts: FontSet, tmp_path: Path) -> None:
    printed = typeset(make_job("<p>李㐂𠮷</p>", fonts))  # of Unicode's extensions A and B
    assert "Casebound-Song-Full" in {font.name for font in embedded_fonts(alone(printed, fonts))}
    assert output_of(alone(printed, fonts), tmp_path, "pdftotext", "PDF", "-").strip() == "李㐂𠮷"
    assert printed.missing == ""


def test_neighbouring_punctuation_is_squeezed_where_css_asks_for_it(fonts: FontSet, tmp_path: Path) -> None:
    css = CSS + "p { font-size: 10pt } .s { font-feature-settings: 'chws' }"
    body = "<p>他说：“质量。”（好）</p><p class=s>他说：“质量。”（好）</p>"
    pdf = pdf_of(make_job(body, fonts, css=css))
    boxes = re.findall(r'xMin="([\d.]+)".*xMax="([\d.]+)"', output_of(pdf, tmp_path, "pdftotext", "-bbox", "PDF", "-"))
    # 11 characters of 10 pt; ：“ and 。” and ”（ lose half an em each, the last ） keeps its space
    assert [float(right) - float(left) for left, right in boxes] == pytest.approx([110, 95], abs=0.1)


def test_characters_without_a_glyph_are_named_whether_in_text_style_or_figure(fonts: FontSet) -> None:
    css = CSS + "p::before { content: '\\1F600' }"
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><text>\u05d0</text></svg>'.encode()
    job = make_job('<p>\u0e01中</p><img src="asset:a.svg" alt="a">', fonts, css=css, assets={"asset:a.svg": svg})
    assert typeset(job).missing == "\u05d0\u0e01\U0001f600"


def test_what_is_said_to_be_missing_is_what_the_engine_cannot_draw(
    fonts: FontSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["casebound.press.typeset"], "HARMLESS", ("nothing",))
    monkeypatch.setattr(sys.modules["casebound.press.typeset"], "put_in_place", lambda *_: None)
    characters = "\u05d0\u0e01\u1e91\u2028\ue000😀 \u2000\u2005\u2009\u200a\u202f\u205f\u2011\u2060\ufe0f\u00ad\u034f"
    printed = typeset(make_job("".join(f"<p>中{character}文</p>" for character in characters), fonts))
    told = {warning.rpartition("U+")[2].rstrip(")") for warning in printed.warnings}
    assert told == {f"{ord(character):04X}" for character in printed.missing}


def test_the_same_job_gives_the_same_bytes_cold_and_warm_and_in_another_process(fonts: FontSet) -> None:
    job = make_job(f"<h1>{TEXT}</h1><p>㐂{TEXT * 50}</p>", fonts)
    first = pdf_of(job)
    typeset(make_job("<p>别的</p>", fonts))
    assert pdf_of(job) == first
    code = (
        "import sys, pickle, hashlib; from casebound.press.typeset import typeset;"
        "from casebound.press.bind import bind_alone; from casebound.workspace.fonts import face_data;"
        "job = pickle.load(sys.stdin.buffer); pdf = bind_alone(typeset(job), job.fonts, face_data, 1_700_000_000);"
        "print(hashlib.sha256(pdf).hexdigest())"
    )
    other = subprocess.run([sys.executable, "-c", code], input=pickle.dumps(job), capture_output=True, check=True)
    assert other.stdout.decode().strip() == hashlib.sha256(first).hexdigest()


def test_assets_are_served_under_the_names_people_write(fonts: FontSet) -> None:
    body = '<img src="asset:图/图 1.png" alt="图"><div style="background: url(asset:b.png)">x</div>'
    printed = typeset(make_job(body, fonts, assets={"asset:图/图 1.png": PIXEL, "asset:b.png": PIXEL}))
    assert printed.warnings == ()
    with pikepdf.open(io.BytesIO(alone(printed, fonts))) as file:
        images = [entry for entry in file.objects if isinstance(entry, pikepdf.Stream)]
        assert sum(image.get("/Subtype") == "/Image" for image in images) == 2


REFUSED = "refused: not among the assets of the job"


@pytest.mark.parametrize(
    "url",
    ["http://localhost:9/a.png", "https://example.org/a.png", "file:///etc/passwd", "ftp://localhost/a", "asset:none",
     "data:text/html,x", "data:text/css,x"],
)  # fmt: skip
def test_a_url_outside_the_job_is_refused_and_said(url: str, fonts: FontSet) -> None:
    warnings = typeset(make_job(f'<p>文</p><img src="{url}" alt="a">', fonts)).warnings
    assert warnings == (f"Failed to load image at '{url}': ValueError: {REFUSED}",)


@pytest.mark.parametrize(
    "markup",
    [
        '<link rel="stylesheet" href="file:///etc/passwd">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<style>@import "http://localhost:9/a.css";</style>',
        '<style>p { background: url("file:///etc/passwd") }</style>',
        '<style>li { list-style-image: url("http://localhost:9/a") }</style><ul><li>x</ul>',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd" width="1" height="1"/></svg>',
    ],
)
def test_every_way_out_of_the_job_is_closed(markup: str, fonts: FontSet) -> None:
    printed = typeset(make_job(f"<p>文</p>{markup}", fonts))
    assert any(REFUSED in warning for warning in printed.warnings)
    assert b"root:" not in alone(printed, fonts)


def test_an_inline_image_is_served(fonts: FontSet) -> None:
    import base64

    url = f"data:image/png;base64,{base64.b64encode(PIXEL).decode()}"
    assert typeset(make_job(f'<img src="{url}" alt="a">', fonts)).warnings == ()


def test_a_font_of_a_document_does_not_reach_the_next_one(fonts: FontSet) -> None:
    font = fonts.faces[-1].path.read_bytes()
    body = '<style>@font-face { font-family: Own; src: url(asset:own.otf) }</style><p style="font-family: Own">文</p>'
    printed = typeset(make_job(body, fonts, assets={"asset:own.otf": font}))
    assert printed.warnings == ("@font-face 'Own' is not loaded: a job brings its fonts in its font set",)
    assert all(font.name.startswith("Casebound") for font in embedded_fonts(alone(printed, fonts)))


def test_warnings_of_shared_stylesheets_are_said_to_every_job(fonts: FontSet) -> None:
    css = CSS + "p { colour: red }"
    first, second = (typeset(make_job("<p>文</p>", fonts, css=css)).warnings for _ in range(2))
    assert first == second
    assert len(first) == 1
    assert "colour" in first[0]


def test_counter_styles_of_shared_stylesheets_work(fonts: FontSet, tmp_path: Path) -> None:
    css = CSS + "@counter-style han { system: fixed; symbols: 甲 乙; suffix: '、' } ol { list-style: han inside }"
    printed = typeset(make_job("<ol><li>一<li>二</ol>", fonts, css=css))
    assert output_of(alone(printed, fonts), tmp_path, "pdftotext", "PDF", "-").split() == ["甲、一", "乙、二"]


def test_the_collector_is_left_as_it_was_found(fonts: FontSet) -> None:
    import gc

    gc.disable()
    try:
        typeset(make_job("<p>文</p>", fonts))
        assert not gc.isenabled()
    finally:
        gc.enable()
    typeset(make_job("<p>文</p>", fonts))
    assert gc.isenabled()
