"""The tree that `set_type` leaves behind, and the pages that come of it, read by MuPDF and poppler."""

import random
import subprocess
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebound.press.fonts import FontSet
from casebound.press.gap_glyphs import AFTER, BEFORE, BOTH, HALF
from casebound.press.joints import BREAK, JOIN, without_joints
from casebound.press.typography import set_type
from tests.press.laid import lay_out, lines_of, paragraphs_of, with_twins

PRINT_CSS = Path(__file__).parents[2] / "templates" / "print" / "print.css"
SIGNS = str.maketrans({JOIN: "⁀", BREAK: "¦", BEFORE: "‹", AFTER: "›", BOTH: "‹›", HALF: "½"})


def tree(body: str, lang: str = "zh-CN") -> ET.Element:
    parser = ET.XMLParser(target=ET.TreeBuilder(insert_comments=True))
    html = f'<html lang="{lang}"><head><title>题2个</title></head><body>{body}</body></html>'
    root: ET.Element = ET.fromstring(html, parser=parser)
    set_type(root)
    return root


def set_body(body: str, lang: str = "zh-CN") -> str:
    """The body as it is set, its joints drawn."""
    written = ET.tostring(tree(body, lang)[1], encoding="unicode")
    return written.removeprefix("<body>").removesuffix("</body>").translate(SIGNS)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>用QC小组。</p>", "<p>用Q‹C›小⁀组。</p>"),
        ("<p>用A级品</p>", "<p>用A‹›级⁀品</p>"),
        ("<p>用<b>QC</b>小组</p>", "<p>用<b>Q‹C›</b>小⁀组</p>"),
        ("<p>共<b>12</b>周以上</p>", "<p>共<b>1‹2›</b>⁀周以⁀上</p>"),
        ("<p>用<code>a b2个</code>做完</p>", "<p>用<code>a‹ b2个</code>做⁀完</p>"),
        ("<p>第<span class='fact'>2</span>页为止</p>", '<p>第<span class="fact">⁀2</span>⁀页为⁀止</p>'),  # has a margin
        ("<p>共<span class='val'>2</span>页为止</p>", '<p>共<span class="val">2‹›</span>⁀页为⁀止</p>'),
        ("<p>说<b>“好的”</b>了吗</p>", "<p>说¦<b>“好的”¦</b>了⁀吗</p>"),
        ("<p>一二<br />三四</p>", "<p>一⁀二<br />三⁀四</p>"),
        ("<ul><li>一二<ul><li>三四</li></ul></li></ul>", "<ul><li>一⁀二<ul><li>三⁀四</li></ul></li></ul>"),
        ("<table><tr><td>一二</td><td>三</td></tr></table>", "<table><tr><td>一⁀二</td><td>三</td></tr></table>"),
        ("<h2>一二三</h2>", "<h2>一二⁀三</h2>"),
        ("<p>完<b>成。</b></p>", "<p>完<b>⁀成。</b></p>"),
        ("<p>一二<!-- 2个 -->三四</p>", "<p>一二<!-- 2个 -->三⁀四</p>"),
        ("<p>他说，<b>“很好”</b>。</p>", "<p>他说，½¦<b>“很⁀好”½</b>。</p>"),  # marks at edges are squeezed
        ("<p>他说（<b>（很好）</b>）</p>", "<p>他说（<b>（½很⁀好）½</b>）</p>"),
        ("<p>见<span class='footnote'>注2个</span>下文</p>", '<p>见<span class="footnote">注2‹›⁀个</span>下⁀文</p>'),
        ("<pre>2个 a\u2011b</pre>", "<pre>2个 a-b</pre>"),
        ("<p>a\u2011b和c</p>", "<p>a-⁀b›和⁀c‹</p>"),
        ("<p>甲 \n 乙</p>", "<p>甲 \n ⁀乙</p>"),
        ("<p>见图<img src='a' />下</p>", '<p>见图<img src="a" />⁀下</p>'),
    ],
)
def test_joints_in_a_tree(body: str, expected: str) -> None:
    assert set_body(body) == expected


def test_emphasis_in_chinese_is_a_dot_under_each_han_and_weight_for_latin() -> None:
    expected = (
        '<p>请<em><span class="dots">务</span><span class="dots">必</span>，<span class="stress">PDCA›</span>'
        '<span class="dots">转</span></em>⁀动</p>'
    )
    assert set_body("<p>请<em>务必，PDCA转</em>动</p>") == expected
    assert set_body("<p lang='en'>do <em>this</em></p>") == '<p lang="en">do <em>this</em></p>'
    assert "span" not in set_body("<p>请<em>this</em></p>", lang="en")


def test_what_may_be_broken_anywhere_is_not_hyphenated() -> None:
    url = "https://example.org/documentation/of-the-method"
    assert '<span class="url">https://¦example.¦org/¦' in set_body(f"<p>See {url} for more.</p>", lang="en")
    assert '<a><span class="url">https://¦example.¦org/¦' in set_body(f"<p>See <a>{url}</a>.</p>", lang="en")


def test_drawings_and_the_head_stay_as_they_are() -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><text>共2个</text></svg>'
    root = tree(f"<p>图{drawing}</p>")
    assert root[0][0].text == "题2个"
    assert root[1][0][0][0].text == "共2个"


def test_deep_and_empty_trees() -> None:
    assert set_body("") == "<body />"
    assert set_body("<p> </p><p></p>") == "<p> </p><p />"
    assert set_body("<p>" + "<b>" * 150 + "2个" + "</b>" * 150 + "</p>").count("⁀") == 1


def test_time_is_linear_in_the_length_of_an_emphasised_paragraph() -> None:
    from time import process_time

    def seconds(length: int) -> float:
        start = process_time()
        tree(f"<p><em>{'用QC，' * length}</em></p>")
        return process_time() - start

    assert min(seconds(8000) for _ in range(3)) < 12 * min(seconds(2000) for _ in range(3))


TEXT = st.text(st.sampled_from("中文㐂𠮷，。“”——……·12%QCé ‑\n😀👨\u200d👩\ufe0f\u05d0\u05d1\u0e01①"), max_size=12)
INLINE = st.sampled_from(["b", "em", "code", "a", "span", "sub", "br", "img", "svg"])
BLOCK = st.sampled_from(["p", "div", "li", "td", "h2", "table", "tr", "pre"])


def elements(
    names: st.SearchStrategy[str], inside: st.SearchStrategy[list[ET.Element]]
) -> st.SearchStrategy[ET.Element]:
    @st.composite
    def element(draw: st.DrawFn) -> ET.Element:
        made = ET.Element(draw(names))
        made.text, made.tail = draw(TEXT), draw(TEXT)
        made.extend(draw(inside))
        return made

    return element()


INLINES = st.lists(
    st.recursive(elements(INLINE, st.just([])), lambda e: elements(INLINE, st.lists(e, max_size=3)), max_leaves=6),
    max_size=4,
)
BLOCKS = st.lists(elements(BLOCK, INLINES), max_size=4)


def outline(root: ET.Element) -> list[tuple[str, int]]:
    """Elements in order with their depth, without the spans that setting adds."""
    found: list[tuple[str, int]] = []

    def walk(element: ET.Element, depth: int) -> None:
        if element.get("class") not in {"dots", "stress", "url"}:
            found.append((element.tag, depth))
        for child in element:
            walk(child, depth + 1)

    walk(root, 0)
    return found


@given(BLOCKS)
@settings(max_examples=200, deadline=None)
def test_taking_the_joints_away_gives_text_and_elements_back(blocks: list[ET.Element]) -> None:
    root = ET.Element("html", lang="zh-CN")
    root.extend(blocks)
    text, before = "".join(root.itertext()), outline(root)
    set_type(root)
    assert without_joints("".join(root.itertext())).replace("\u2011", "-") == text.replace("\u2011", "-")
    assert outline(root) == before


@pytest.fixture(scope="module")
def twins(fonts: FontSet, tmp_path_factory: pytest.TempPathFactory) -> FontSet:
    return with_twins(fonts, tmp_path_factory.mktemp("twins"))


PHRASES = (
    "投诉由41.7%降至15%以内", "改进——从现状开始", "等等……", "“质量改进”", "《案例》", "（见表 2）", "用QC小组",
    "PDCA循环", "共12周", "第 3 页", "2024年—2025年", "李雅·王", "每件/百件", "他说：“好。”", "返改降到每百件5.8件",
    "的", "以及", "顾客要多跑一趟", "<b>6</b>个部门", "<b>重点</b>", "<code>n=30</code>", "<a>图3</a>", "<em>务必</em>",
    "A级", "3 mm", "核对单、照片和承诺日期板", "让“取衣”“改衣”两句话", "由Lean与Six Sigma两种做法得来", "（87%）", "是",
)  # fmt: skip
STOPS = "，。；，，。：、"


def chinese(seed: int, paragraphs: int) -> str:
    """Paragraphs put together from phrases by chance; not sense, but with all that a report has in it."""
    chance = random.Random(seed)
    written = ""
    for _ in range(paragraphs):
        phrases = (
            chance.choice(PHRASES) + chance.choice(["", chance.choice(STOPS)]) for _ in range(chance.randint(3, 30))
        )
        written += f"<p>{''.join(phrases)}{chance.choice(['。', '。”', '了', '！', '是。'])}</p>"
    return written


NOT_FIRST = set("，。、；：！？）》」』】”’…—～·％%‰℃/")
NOT_LAST = set("（《「『【“‘/")


@pytest.mark.slow
@pytest.mark.parametrize("width", [120, 197, 251.5, 310, 409.5])
def test_lines_of_chinese(width: float, twins: FontSet) -> None:
    lines = lines_of(lay_out(chinese(int(width), int(width / 3)), twins, width=width))
    assert len(lines) > 300
    for line in lines:
        assert line.text[0] not in NOT_FIRST, line.text
        assert line.text[-1] not in NOT_LAST, line.text
        assert line.right <= width + 5.1, line.text  # the empty half of a last mark stands outside
    for paragraph in paragraphs_of(lines):
        for line, below in pairwise(paragraph):
            assert not (line.text[-1] in "—…" and below.text[0] in "—…")
            assert not (line.text[-1].isdigit() and below.text[0] in "年月个部门周级件%"), line.text
        if len(paragraph) > 1:
            assert sum(character.isalnum() for character in paragraph[-1].text) > 1, [line.text for line in paragraph]


@pytest.mark.slow
def test_without_setting_the_same_text_breaks_the_rules(twins: FontSet) -> None:
    lines = lines_of(lay_out(chinese(251, 30), twins, width=251.5, is_set=False))
    assert any(line.text[0] in "—…" for line in lines)
    assert any(line.text[-1].isdigit() for line in lines)


@pytest.mark.slow
def test_text_is_copied_as_it_was_written(twins: FontSet, tmp_path: Path) -> None:
    text = "投诉由41.7%降至15%以内，用QC小组——共12周的A级；(见表 2)、n\u2011gram与C++之外……"
    path = tmp_path / "out.pdf"
    path.write_bytes(lay_out(f"<p>{text}</p><p>用<b>QC</b>小<em>组PDCA</em>的{text}</p>", twins, width=250))
    told = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True).stdout
    written = text.replace("\u2011", "-")
    assert told.replace("\n", "").replace("\f", "") == written + "用QC小组PDCA的" + written
    assert "".join(line.text for line in lines_of(path.read_bytes())) == written + "用QC小组PDCA的" + written


@pytest.mark.slow
def test_a_dot_stands_under_each_emphasised_han(twins: FontSet) -> None:
    import pymupdf

    root = Path(__file__).parents[2] / "templates"
    css = (root / "tokens.css").read_text("utf-8") + (root / "print" / "print.css").read_text("utf-8")
    pdf = lay_out("<p>请<em>务必，PDCA转</em>动</p>", twins, css=css + "@page { margin: 20pt }")
    with pymupdf.open(stream=pdf) as file:  # type: ignore[no-untyped-call]  # has no types
        page = file[0]
        picture = page.get_pixmap(dpi=288, colorspace="gray")
        chars = {
            char["c"]: char["bbox"]
            for block in page.get_text("rawdict")["blocks"]
            for line in block["lines"]
            for span in line["spans"]
            for char in span["chars"]
        }
    for character, bounds in chars.items():
        left, right = (round(edge * 4) for edge in (bounds[0], bounds[2]))
        # Below the descenders of Latin letters, above the next line: 0.2 to 0.6 em under the baseline of 10.5 pt type.
        below = range(round((bounds[3] - 10.5 * 0.1) * 4), round((bounds[3] + 10.5 * 0.3) * 4))
        ink = [x for y in below for x in range(left, right) if picture.pixel(x, y)[0] < 128]
        assert bool(ink) == (character in "务必转"), character
        if ink:
            assert sum(ink) / len(ink) == pytest.approx((left + right) / 2, abs=1.5)


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
@pytest.mark.parametrize("width", [60, 66, 74])
def test_a_line_that_breaks_anywhere_loses_no_letter_of_a_ligature(width: int, lang: str, fonts: FontSet) -> None:
    css = "\n".join(
        line for line in PRINT_CSS.read_text("utf-8").splitlines() if "-ligatures" in line or "anywhere" in line
    )
    word = "b0ffa6fiffid"
    body = f"<table><tr><td style='width: {width}pt'>{word * 6}</td></tr></table>"
    pages = lay_out(body, fonts, css=css + "table { table-layout: fixed } td { padding: 0 }", lang=lang, width=width)
    assert "".join(line.text for line in lines_of(pages)) == word * 6
