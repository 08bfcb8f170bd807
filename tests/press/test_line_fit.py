"""Lines as MuPDF reads them: gaps, even edges, squeezed marks. A Han is 10 points wide."""

from itertools import pairwise

import pytest

from casebound.press.fonts import FontSet
from tests.press.laid import Line, lay_out, lines_of, with_twins

pytestmark = pytest.mark.slow

HAN = 10.0
GAP = 2.5
"""A quarter em: clreq, "Mixed Text Composition in Chinese and Western"."""
NEAR = 0.06
"""Points: widths in a PDF are whole thousandths of an em, per character."""


@pytest.fixture(scope="module")
def twins(fonts: FontSet, tmp_path_factory: pytest.TempPathFactory) -> FontSet:
    return with_twins(fonts, tmp_path_factory.mktemp("twins"))


def only_line(body: str, twins: FontSet, **options: object) -> Line:
    (line,) = lines_of(lay_out(f"<p>{body}</p>", twins, **options))  # type: ignore[arg-type]  # passed on as they are
    return line


@pytest.mark.parametrize(
    "body",
    [
        "用QC小组",
        "用<b>QC</b>小组",
        "用<a href='#a'>QC</a>小组",
        "用<b>QC小</b>组",
        "<b>用QC</b>小组",
        "用<span class='val'>41.7%</span>小组",
        "用41.7%小组",
        "用5.2.2小组",
        "用<code>2个QC</code>小组",
        "用A小组",
        "𠮷QC小组",
    ],
)
def test_a_quarter_em_stands_between_han_and_latin(body: str, twins: FontSet) -> None:
    css = ".val { font-family: 'Casebound Hei' }"
    line, without = only_line(body, twins, css=css), only_line(body, twins, css=css, is_set=False)
    assert line.text == without.text
    assert line.right - without.right == pytest.approx(2 * GAP, abs=NEAR)
    start = line.text.index("小")
    assert line.lefts[start] - without.lefts[start] == pytest.approx(2 * GAP, abs=NEAR)


@pytest.mark.parametrize(
    "body",
    [
        "用 QC 小组",  # a space stands there
        "用，QC。小组",
        "用（QC）小组",
        "<code>用QC小组</code>",
        "用<span class='number'>QC</span>小组",  # boxes that may have margins
        "用①小组",
        "QC",
        "小组",
        "שלום用",
    ],
)
def test_and_nowhere_else(body: str, twins: FontSet) -> None:
    assert only_line(body, twins).lefts == pytest.approx(only_line(body, twins, is_set=False).lefts, abs=NEAR)


def test_white_space_that_is_kept_and_drawings_have_no_gaps(twins: FontSet) -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="20" viewBox="0 0 200 20">'
        '<text x="0" y="12" font-family="Casebound Song" font-size="10">用QC小组</text></svg>'
    )
    for body in ("<pre>用QC小组</pre>", f"<div>{drawing}</div>"):
        set_, plain = (lines_of(lay_out(body, twins, is_set=is_set)) for is_set in (True, False))
        assert [line.lefts for line in set_] == [line.lefts for line in plain]


@pytest.mark.parametrize("body", ["用QC小组", "用<a href='#a'>QC</a>小组", "用<span class='val'>QC</span>小组"])
def test_no_gap_is_seen_at_the_ends_of_a_line(body: str, twins: FontSet) -> None:
    word = only_line("QC", twins)
    at_start = at_end = 0
    for width in range(100, 160, 4):
        *lines, _ = lines_of(lay_out(f"<p>{body * 8}</p>", twins, width=width, css=".val { white-space: nowrap }"))
        for line in lines:
            if line.text[0] == "Q":
                gap = line.width("Q") - word.width("Q")  # none, or one that begins before the line does
                assert line.lefts[0] == pytest.approx(-gap, abs=NEAR)
                at_start += 1
            if line.text[-1] == "C":
                gap = line.right - line.lefts[-1] - word.width("C")  # none, or one that ends after the line does
                assert gap == pytest.approx(GAP, abs=NEAR) or gap == pytest.approx(0.0, abs=NEAR)
                assert line.right - gap < width + 0.4
                at_end += 1
    assert at_start
    assert at_end


@pytest.mark.parametrize("width", [287.5, 340, 409.5])
def test_right_edges_are_even_and_no_space_between_han_looks_like_a_word_space(width: float, twins: FontSet) -> None:
    text = (
        "百货店改衣台每百件有一成要改第二遍，两成顾客要多跑一趟。一名台前服务员用8项核对单、别针照片和按工时点排的日期板"
        * 4
    )
    *lines, _ = lines_of(lay_out(f"<p>{text}</p>", twins, width=width))
    assert len(lines) > 4
    for line in lines:
        overhang = HAN / 2 if line.text[-1] in "，、。" else 0.0
        assert line.right == pytest.approx(width + overhang, abs=0.4)
        for place, (character, following) in enumerate(pairwise(line.text)):
            if not (character + following).isascii() and character.isalpha() and following.isalpha():
                assert line.lefts[place + 1] - line.lefts[place] < HAN + 1.0  # a tenth of an em: poppler's threshold


def test_the_edges_of_english_are_even_as_before(twins: FontSet) -> None:
    text = "The goal was a mean wait of 30 minutes by the fourth quarter of the year, for two reasons. " * 4
    *lines, _ = lines_of(lay_out(f"<p>{text}</p>", twins, width=200, lang="en"))
    assert all(line.right == pytest.approx(200, abs=0.4) for line in lines)


def test_the_empty_half_of_a_mark_stands_outside_of_the_line(twins: FontSet) -> None:
    # clreq, "Punctuation Width Adjustment": marks at either end of a line are half an em wide.
    first, second = lines_of(lay_out(f"<p>“{'一' * 18}，{'二' * 6}</p>", twins, width=200))
    assert (first.text, second.text) == (f"“{'一' * 18}，", "二" * 6)
    assert first.lefts[0] == pytest.approx(-HAN / 2, abs=NEAR)
    assert first.right == pytest.approx(200 + HAN / 2, abs=0.4)
    assert second.lefts[0] == pytest.approx(0, abs=NEAR)
    heading = lines_of(lay_out("<p style='text-align: center'>“题”</p>", twins, width=100))[0]
    assert (heading.lefts[0] + heading.right) / 2 == pytest.approx(50, abs=NEAR)
    english = only_line("“Title”", twins, lang="en")
    assert english.lefts[0] == pytest.approx(0, abs=NEAR)


@pytest.mark.parametrize("pair", ["，“", "。”", "）。", "”（", "（（", "：“", "》）"])
@pytest.mark.parametrize(
    "body", ["{}{}", "<b>{}</b>{}", "{}<a href='#a'>{}</a>", "<b>{}</b><a href='#a'>{}</a>", "<em>{}</em>{}"]
)
def test_neighbouring_marks_take_one_and_a_half_em_wherever_an_element_begins(
    body: str, pair: str, twins: FontSet
) -> None:
    line = only_line(f"中{body.format(*pair)}文中", twins)
    assert line.text == f"中{pair}文中"
    assert line.lefts[3] - line.lefts[1] == pytest.approx(1.5 * HAN, abs=NEAR)
    assert line.right == pytest.approx(4.5 * HAN, abs=NEAR)


def test_a_dash_is_two_em_wide_wherever_it_stands(twins: FontSet) -> None:
    for body in ("质——量", "QC——量", "QC<b>——</b>量", "质<b>——</b>"):
        assert only_line(body, twins).width("——") == pytest.approx(2 * HAN, abs=NEAR)


def test_an_emphasised_text_breaks_between_its_han(twins: FontSet) -> None:
    lines = lines_of(lay_out("<p>一二三四五六七八九十，<em>循环要转两圈</em>。</p>", twins, width=170))
    assert [line.text for line in lines] == ["一二三四五六七八九十，循环要转", "两圈。"]


def test_an_address_breaks_instead_of_running_off_the_page(twins: FontSet) -> None:
    url = "https://example.org/" + "documentation" * 20 + "?a=1&b=2"
    item = f"<a href='{url}'>{url}</a>"
    for lang in ("zh-CN", "en"):
        body = (
            f"<p>见 {item} 和 {url} 之后</p><ul><li>{item}</li></ul><table><tr><td>甲</td><td>{item}</td></tr></table>"
            f"<p>注<span style='float: footnote'>{url}</span></p><p><code>{url}</code></p>"
        )
        lines = lines_of(
            lay_out(body, twins, width=300, lang=lang, css="html { hyphens: auto } .url { hyphens: none }")
        )
        assert max(line.right for line in lines) < 300.5
        assert not any(line.text.endswith("-") for line in lines)
        assert "".join(line.text for line in lines).replace(" ", "").count(url) >= 3


def test_english_is_hyphenated_by_the_dictionary_and_its_limits(twins: FontSet) -> None:
    words = "documentation replication improvement measurement " * 6
    css = "html { hyphens: auto; hyphenate-character: '-'; hyphenate-limit-chars: 6 3 3 }"
    lines = lines_of(lay_out(f"<p>{words}</p>", twins, width=93, lang="en", css=css))
    ends = {line.text.split()[-1] for line in lines if line.text.endswith("-")}
    # doc-u-men-ta-tion, repli-ca-tion, im-prove-ment, mea-sure-ment: Merriam-Webster and TeX's patterns.
    allowed = {
        "doc-",
        "docu-",
        "documen-",
        "documenta-",
        "repli-",
        "replic-",
        "replica-",
        "improve-",
        "mea-",
        "measure-",
    }
    assert ends
    assert ends <= allowed
    assert not any(line.text.endswith("-") for line in lines_of(lay_out(f"<p>{words}</p>", twins, width=93, css=css)))


def test_other_writing_and_rare_characters_come_out_whole(twins: FontSet) -> None:
    text = "李㐂𠮷用QC，שלום 2个 مرحبا، 👨\u200d👩\u200d👧好"
    assert "李㐂𠮷用QC" in only_line(text, twins).text


def test_a_weasyprint_that_has_changed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from weasyprint.text.line_break import Layout

    from casebound.press import line_fit

    def reactivate(self: object) -> None: ...

    monkeypatch.setattr(Layout, "reactivate", reactivate)
    with pytest.raises(RuntimeError, match=r"WeasyPrint has changed: .*reactivate\(self"):
        line_fit.install()
