"""Our structure tree, as poppler, pikepdf and outloud read it."""

import io
import re
import subprocess
from pathlib import Path
from textwrap import dedent
from types import SimpleNamespace
from typing import Any

import outloud
import pikepdf
import pytest
import weasyprint.pdf

from casebound.press.fonts import FontSet
from casebound.press.job import Lettering, Reserved
from casebound.press.tagging import add_tags, own_tags
from casebound.press.tagging_content import room
from tests.press.tagged import areas, elements, kids, structure, tagged

pytestmark = pytest.mark.slow

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40pt" height="30pt">'
    "<title>三根柱子，一根比一根高</title><rect width='40pt' height='30pt'/></svg>"
)
NOTES = ".note { float: footnote }"


def tree(body: str, fonts: FontSet, tmp_path: Path, css: str = "") -> str:
    return structure(tagged(body, fonts, css).pdf, tmp_path)


def text(expected: str) -> str:
    return dedent(expected).strip()


def words_of(pdf: bytes, tmp_path: Path, *options: str) -> str:
    path = tmp_path / "words.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdftotext", *options, path, "-"], check=True, capture_output=True, text=True).stdout


def complaints(pdf: bytes, tmp_path: Path) -> list[str]:
    path = tmp_path / "judged.pdf"
    path.write_bytes(pdf)
    result = outloud.check(str(path))
    return [f"{finding.rule}: {finding.message}" for finding in result.findings] + [result.error] * bool(result.error)


def test_headings_sections_and_paragraphs_are_what_the_html_says(fonts: FontSet, tmp_path: Path) -> None:
    body = "<article><section><h1>一</h1><p>甲<b>乙</b>丙</p><div>丁<p>戊</p>己</div></section></article>"
    assert tree(body, fonts, tmp_path) == text("""
        Document
          Art
            Sect
              H1
                "一"
              P
                "甲"
                "乙"
                "丙"
              P
                "丁"
              P
                "戊"
              P
                "己"
    """)


def test_text_after_an_inline_element_is_a_span_and_before_it_is_not(fonts: FontSet, tmp_path: Path) -> None:
    # outloud 0.2 takes an element's own content before that of its children.
    assert tree("<p>甲<code>乙</code>丙<b>丁</b></p>", fonts, tmp_path) == text("""
        Document
          P
            "甲"
            Code
              "乙"
            Span
              "丙"
              "丁"
    """)


def test_what_a_page_break_splits_is_one_element(fonts: FontSet) -> None:
    body = f"<section><p>{'文' * 26 * 5}</p><ul><li>甲</li><li>{'乙' * 24 * 3}</li><li>丙</li></ul></section>"
    pdf = tagged(body, fonts).pdf
    assert [len(elements(pdf, role)) for role in ("Sect", "P", "L", "LI", "LBody")] == [1, 1, 1, 3, 3]
    assert elements(pdf, "LBody")[1].pages == (1, 1, 2)


def test_a_paragraph_in_columns_is_one_element(fonts: FontSet) -> None:
    pdf = tagged(f"<div><p>{'文' * 80}</p></div>", fonts, "div { columns: 2 }").pdf
    assert [len(element.pages) > 4 for element in elements(pdf, "P")] == [True]


def test_the_parent_tree_leads_from_every_sequence_and_annotation_to_its_element(fonts: FontSet) -> None:
    body = f'<p>{"文" * 250}<a href="https://example.org/">{"链" * 40}</a></p><table><tr><td>格</td></tr></table>'
    with pikepdf.open(io.BytesIO(tagged(body, fonts).pdf)) as file:
        nums = file.Root.StructTreeRoot.ParentTree.Nums
        owners = {int(nums[index]): nums[index + 1] for index in range(0, len(nums), 2)}
        links = 0
        for page in file.pages:
            for mcid, owner in enumerate(owners.pop(int(page.StructParents))):
                numbers = [kid if isinstance(kid, int) else kid.get("/MCID") for kid in kids(owner)]
                assert mcid in numbers
            for annotation in page.get("/Annots", []):
                owner = owners.pop(int(annotation.StructParent))
                assert owner.S == "/Link"
                assert annotation.objgen in [area.objgen for area in areas(owner)]
                links += 1
        assert (owners, links) == ({}, 3)


def test_a_repeated_table_head_is_drawn_on_each_page_and_read_once(fonts: FontSet, tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>甲{n}</td><td>乙{n}</td></tr>" for n in range(12))
    body = f"<h1>题</h1><table><thead><tr><th>头一</th><th>头二</th></tr></thead><tbody>{rows}</tbody></table>"
    pdf = tagged(body, fonts).pdf
    assert words_of(pdf, tmp_path).count("头一") == 3
    read = structure(pdf, tmp_path)
    assert (read.count("头一"), read.count("THead"), read.count("TBody"), read.count("Table")) == (1, 1, 1, 1)
    assert complaints(pdf, tmp_path) == []
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert file.pages[1].Contents.read_bytes().count(b"/Artifact\n<</Type /Pagination>>\nBDC") == 2
        assert file.Root.StructTreeRoot.ParentTree.Nums[3][0] is None


def test_margin_boxes_leaders_and_hidden_drawings_are_artifacts(fonts: FontSet, tmp_path: Path) -> None:
    css = '@page { @top-left { content: "眉" } } .lead::after { content: leader(".") } li { list-style: none }'
    body = f'<p>章<span class="lead"></span>3</p><p>看{DRAWING.replace("<svg", "<svg aria-hidden=true")}</p>'
    pdf = tagged(body, fonts, css).pdf
    assert "眉" in words_of(pdf, tmp_path)
    assert structure(pdf, tmp_path) == text("""
        Document
          P
            "章"
            "3"
          P
            "看"
    """)
    assert complaints(pdf, tmp_path) == []


def test_lists_nest_in_bodies_and_say_how_they_are_numbered(fonts: FontSet, tmp_path: Path) -> None:
    pdf = tagged("<ol><li>甲<ul><li><p>乙</p></li></ul></li></ol>", fonts).pdf
    assert structure(pdf, tmp_path) == text("""
        Document
          L
            LI
              Lbl
                "1. "
              LBody
                "甲"
                L
                  LI
                    Lbl
                      "◦ "
                    LBody
                      "乙"
    """)
    # ISO 32000-1, table 347
    assert [str(each.raw.A.ListNumbering) for each in elements(pdf, "L")] == ["/Decimal", "/Circle"]


def test_a_term_is_the_label_of_its_descriptions(fonts: FontSet, tmp_path: Path) -> None:
    body = "<dl><dt>词</dt><dd>义</dd><dd>又义</dd><dt>同</dt><dt>也</dt><dd>一义</dd><dt>孤</dt></dl>"
    assert tree(body, fonts, tmp_path) == text("""
        Document
          L
            LI
              Lbl
                "词"
              LBody
                P
                  "义"
                P
                  "又义"
            LI
              Lbl
                "同"
              Lbl
                "也"
              LBody
                "一义"
            LI
              LBody
                "孤"
    """)


def test_contents_are_entries_with_references(fonts: FontSet, tmp_path: Path) -> None:
    body = (
        '<nav><h1>目录</h1><ol><li><a href="#a">甲</a><ol><li><a href="#b">乙</a></li></ol></li></ol></nav>'
        '<h2 id="a">甲</h2><h3 id="b">乙</h3>'
    )
    assert tree(body, fonts, tmp_path, "ol { list-style: none }").partition("\n  H2")[0] == text("""
        Document
          Sect
            H1
              "目录"
            TOC
              TOCI
                Reference
                  Link
                    Object 7 0
                    "甲"
                TOC
                  TOCI
                    Reference
                      Link
                        Object 8 0
                        "乙"
    """)


def test_a_drawing_has_its_title_its_place_and_its_caption(fonts: FontSet, tmp_path: Path) -> None:
    body = f"<figure><div>{DRAWING}</div><figcaption>图一</figcaption><p>来源：甲</p></figure>"
    pdf = tagged(body, fonts, "svg { display: block }").pdf
    assert structure(pdf, tmp_path) == text("""
        Document
          Figure
            ""
            Caption
              "图一"
          P
            "来源：甲"
    """)
    (figure,) = elements(pdf, "Figure")
    assert str(figure.raw.Alt) == "三根柱子，一根比一根高"
    # The page is 200 pt high with margins of 20 pt; the drawing, 40 × 30 pt, stands at its top left.
    assert [float(edge) for edge in figure.raw.A.BBox] == pytest.approx([20, 150, 60, 180])


def test_an_illustration_in_a_paragraph_has_its_caption_too(fonts: FontSet, tmp_path: Path) -> None:
    body = f'<p><span class="figure">{DRAWING}<span class="caption">图二</span></span></p>'
    assert tree(body, fonts, tmp_path) == 'Document\n  Figure\n    ""\n    Caption\n      "图二"'


def test_languages_are_named_where_they_change(fonts: FontSet) -> None:
    body = '<p lang="en">One <i lang="zh-CN">二</i></p><div lang="en"><p>three</p></div><p lang="zh-CN">四</p>'
    pdf = tagged(body, fonts).pdf
    assert [str(each.raw.get("/Lang", "")) for each in elements(pdf, "P")] == ["en", "en", ""]
    assert [str(each.raw.get("/Lang", "")) for each in elements(pdf, "Span")] == ["zh-CN"]
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert str(file.Root.Lang) == "zh-CN"


def test_a_footnote_follows_the_paragraph_that_calls_it(fonts: FontSet, tmp_path: Path) -> None:
    body = '<p>甲<span class="note">注一</span>乙<span class="note">注二</span>丙</p>'
    pdf = tagged(body, fonts, NOTES).pdf
    assert structure(pdf, tmp_path) == text("""
        Document
          P
            "甲"
            Reference
              "1"
            Span
              "乙"
            Reference
              "2"
            Span
              "丙"
            Note <n1>
              Lbl
                "1. "
              Span
                "注一"
            Note <n2>
              Lbl
                "2. "
              Span
                "注二"
    """)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        names = file.Root.StructTreeRoot.IDTree.Names
        assert [str(names[0]), str(names[1].S), str(names[2])] == ["n1", "/Note", "n2"]


def test_a_link_over_two_lines_is_one_link_with_two_places(fonts: FontSet, tmp_path: Path) -> None:
    pdf = tagged(f'<p>见<a href="https://example.org/a">{"链" * 30}</a>。</p>', fonts).pdf
    (link,) = elements(pdf, "Link")
    assert [(area.F, str(area.Contents)) for area in areas(link.raw)] == [(4, "链" * 30)] * 2
    assert complaints(pdf, tmp_path) == []


def test_a_link_with_markup_inside_has_one_place(fonts: FontSet) -> None:
    with pikepdf.open(
        io.BytesIO(tagged('<p><a href="https://a.org/">甲<b>乙<i>丙</i></b></a></p>', fonts).pdf)
    ) as file:
        assert len(file.pages[0].Annots) == 1


def test_a_link_without_words_says_where_it_leads(fonts: FontSet) -> None:
    css = ".slot { display: inline-block; width: 20pt }"
    body = (
        '<h1 id="a">要点</h1><p><a class="slot" href="#a"></a><a class="slot" href="#a" title="题"></a></p>'
        '<ul><li>另一章<a class="slot" href="https://a.org/"></a></li></ul><p><a href="#nowhere">没有</a></p>'
    )
    with pikepdf.open(io.BytesIO(tagged(body, fonts, css).pdf)) as file:
        assert [str(each.Contents) for each in file.pages[0].Annots] == ["要点", "题", "另一章"]


def test_room_is_left_for_numbers_that_are_written_later(fonts: FontSet, tmp_path: Path) -> None:
    css = """
        .slot { display: inline-block; width: 30pt; height: 1em; font: bold 8pt "Casebound Hei"; color: #f00 }
        .end { text-align: right }
    """
    body = (
        '<h1 id="a">甲章</h1><p>第<span class="slot" data-stamp="number" data-words="案例{number}"></span>章</p>'
        '<p class="end">甲章<a class="slot" href="#a" data-stamp="page"></a></p>'
    )
    pdf, reserved = tagged(body, fonts, css)
    red = Lettering(family="Casebound Hei", weight=700, size=8.0, colour=(1.0, 0.0, 0.0))
    number, page = reserved
    # 甲章, 第, 章 and 甲章 are 0 to 3, in the order of painting.
    assert (number.kind, number.target, number.words, number.page, number.mcid) == ("number", "", "案例{number}", 0, 4)
    assert (page.kind, page.target, page.words, page.page, page.mcid) == ("page", "a", "", 0, 5)
    assert number.lettering == page.lettering == red
    # 第 is 10 pt wide after a margin of 20 pt; the last line ends at the right margin.
    assert [number.right, page.right] == pytest.approx([60, 280])
    # Noto Serif CJK SC has an ascent of 1.151 and a descent of 0.286 em: in lines of 20 pt, the baseline of letters of
    # 10 pt is (20 - 14.37) / 2 + 11.51 = 14.325 pt below the top. The places are in the second and the third line.
    assert [number.baseline, page.baseline] == pytest.approx([145.675, 125.675], abs=0.01)
    filled = fill(pdf, reserved)
    assert "".join(words_of(filled, tmp_path, "-raw").split()) == "甲章第甲甲章甲章甲甲"
    assert structure(filled, tmp_path).count('"甲甲"') == 2
    assert complaints(filled, tmp_path) == []


def fill(pdf: bytes, reserved: tuple[Reserved, ...]) -> bytes:
    """The same file with 甲甲 in each place left free: the first letter that the page has."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        page = file.pages[0]
        content = page.Contents.read_bytes()
        font, glyph = (re.findall(pattern, content)[0] for pattern in (rb"(/\S+) [\d.]+ Tf", rb"<(\w{4})"))
        for place in reserved:
            shown = b"%b 8 Tf 1 0 0 1 %f %f Tm <%b%b> Tj" % (font, place.right - 16, place.baseline, glyph, glyph)
            content = content.replace(room(place.mcid), b"/Span <</MCID %d>> BDC BT %b ET EMC" % (place.mcid, shown))
        page.Contents.write(content)
        target = io.BytesIO()
        file.save(target)
        return target.getvalue()


def test_a_report_says_the_same_as_with_weasyprints_tags_in_less_space(fonts: FontSet, tmp_path: Path) -> None:
    rows = "".join(f'<tr><th scope="row">项{n}</th><td>{n}</td><td>甲<b>乙</b></td></tr>' for n in range(12))
    body = (
        f"<h1>题</h1><p>{'文' * 90}<span class='note'>注</span></p><ul><li>甲</li><li>乙</li></ul>"
        f"<figure>{DRAWING}</figure><table><thead><tr><th>一</th><th>二</th><th>三</th></tr></thead>{rows}</table>"
        "<p><a href='https://a.org/'>链</a></p>"
    )
    theirs, ours = (tagged(body, fonts, NOTES, ours=whose).pdf for whose in (False, True))
    assert words_of(ours, tmp_path) == words_of(theirs, tmp_path)
    assert words_of(ours, tmp_path, "-layout") == words_of(theirs, tmp_path, "-layout")
    assert len(ours) < len(theirs)
    assert complaints(ours, tmp_path) == []


def test_the_same_document_has_the_same_bytes(fonts: FontSet) -> None:
    body = '<p>甲<span class="note">注</span></p><table><tr><th>一<th>二<tr><td>三<td>四</table>'
    assert tagged(body, fonts, NOTES).pdf == tagged(body, fonts, NOTES).pdf


def test_an_engine_that_calls_its_tagger_otherwise_is_refused_loudly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weasyprint.pdf, "add_tags", lambda *_: None)
    with pytest.raises(TypeError, match="calls its tagger in another way"), own_tags():
        pass
    monkeypatch.delattr(weasyprint.pdf, "add_tags")
    with pytest.raises(TypeError, match="calls its tagger in another way"), own_tags():
        pass


def test_an_engine_that_marks_content_otherwise_is_refused_loudly() -> None:
    box = SimpleNamespace(page_type=SimpleNamespace(side="right"), children=[])
    document: Any = SimpleNamespace(
        pages=[SimpleNamespace(_page_box=box, height=100)], metadata=SimpleNamespace(lang="zh-CN")
    )
    pdf: Any = SimpleNamespace(objects=[], page_references=())
    with pytest.raises(TypeError, match="notes elsewhere what it marks"):
        add_tags(pdf, document, "1.7", [SimpleNamespace()])
