"""A write-up's Markdown as it is set: numbers filled in, tables numbered, notes kept with their words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casebound.compose.body import Body, make_body
from casebound.compose.formats import period
from casebound.compose.medium import Medium
from casebound.model.case import Case, Section
from casebound.model.measure import Better, Measure, MeasuredValue
from casebound.model.period import make_period
from casebound.model.value import number

MEASURES = (
    Measure(
        id="wait",
        name="等候",
        unit="分钟",
        better=Better.LOWER,
        baseline=MeasuredValue(value=Decimal("52.4")),
        target=MeasuredValue(value=Decimal(30)),
        actual=MeasuredValue(value=Decimal("26.8")),
    ),
    Measure(
        id="happy",
        unit="%",
        baseline=MeasuredValue(value=Decimal("71.8")),
        actual=MeasuredValue(value=Decimal("91.2")),
    ),
)


def body(text: str, *, lang: str = "zh-CN", **medium: object) -> Body:
    sections = (Section(id="one", title="一", text=text), Section(id="two", title="二", level=3, text="尾。"))
    case = Case(id="x", lang=lang, measures=MEASURES, sections=sections)
    return make_body(case, Medium(**medium))  # type: ignore[arg-type]  # fields of Medium, given by each test


def html(text: str, *, lang: str = "zh-CN", **medium: object) -> str:
    return str(body(text, lang=lang, **medium).sections[0].content)


@pytest.mark.parametrize(
    ("name", "chinese", "english"),
    [
        ("wait.baseline", "52.4分钟", "52.4\u00a0分钟"),
        ("wait.change", "\u221225.6分钟", "\u221225.6\u00a0分钟"),  # 26.8 − 52.4
        ("wait.change_percent", "\u221248.9%", "\u221248.9%"),  # −25.6 / 52.4 = −48.855 %
        ("wait.attainment", "114.3%", "114.3%"),  # 25.6 / 22.4 = 114.286 %
        ("happy.change", "+19.4个百分点", "+19.4\u00a0percentage points"),
        ("wait.none", "〔不公开〕", "[withheld]"),
    ],
)
def test_a_figure_is_filled_in_with_its_unit(name: str, chinese: str, english: str) -> None:
    assert f">{chinese}<" in html(f"{{val}}`{name}`")
    assert f">{english}<" in html(f"{{val}}`{name}`", lang="en")


def test_tables_are_numbered_in_order_and_referred_to_by_number() -> None:
    tables = "".join(
        f"\n\n:::{{table}} {words}\n:id: {id}\n\n|a|\n|-|\n|1|\n:::" for id, words in (("tbl-a", "甲"), ("tbl-b", "乙"))
    )
    shown = html("见{ref}`tbl-b`。" + tables, prefix="c3-")
    assert '<a class="ref" href="#c3-tbl-b">表2</a>' in shown
    assert shown.index('id="c3-tbl-a"') < shown.index('id="c3-tbl-b"')
    assert '<span class="label">表1</span> 甲</caption>' in shown


def test_a_column_of_short_entries_is_never_broken() -> None:
    shown = html("|月份|说明|\n|-|-|\n|2024-01|一段很长很长的说明文字|")
    assert '<td class="narrow">2024-01</td>' not in shown  # only captioned tables are set
    shown = html(":::{table} 甲\n|月份|说明|\n|-|-|\n|2024-01|一段很长很长的说明文字|\n:::")
    assert '<td class="narrow">2024-01</td>' in shown
    assert "<td>一段很长很长的说明文字</td>" in shown


def test_lines_of_chinese_join_without_a_space_and_others_with_one() -> None:
    assert "<p>先抽血再签到</p>" in html("先抽血\n再签到")
    assert "<p>first blood\nthen check-in</p>" in html("first blood\nthen check-in")


def test_a_footnote_stands_at_the_foot_of_the_page_and_its_mark_with_its_word() -> None:
    shown = html("返改[^a]292件。\n\n[^a]: 按件计。", has_page_notes=True)
    assert '返改\u2060<span class="footnote">按件计。</span>292件' in shown


def test_on_screen_footnotes_follow_the_text() -> None:
    made = body("返改[^a]。\n\n[^a]: 按件计。", prefix="p-")
    assert '<a href="#p-note-1">1</a>' in made.sections[0].content
    assert str(made.notes) == '<ol class="notes"><li id="p-note-1"><p>按件计。</p>\n</li></ol>'


def test_sections_are_numbered_by_depth() -> None:
    assert [section.number for section in body("文。").sections] == ["1", "1.1"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "![x](javascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        ':::{table} <script>alert(1)</script>\n:id: "><script>\n\n|<img src=x onerror=alert(1)>|\n|-|\n:::',
        '{ref}`"><script>`',
        "{val}`<script>`",
        "```{table} <script>\n<script>\n```",
        "a[^1]\n\n[^1]: <script>alert(1)</script>",
    ],
)
def test_no_markup_of_a_stranger_passes(text: str) -> None:
    for has_page_notes in (True, False):
        made = body(text, has_page_notes=has_page_notes)
        shown = "".join(str(section.content) for section in made.sections) + str(made.notes)
        for forbidden in ("<script", "<img", 'href="javascript', 'src="javascript', 'href="data:', 'src="data:'):
            assert forbidden not in shown.lower()


def test_an_image_that_cannot_be_shown_leaves_its_words() -> None:
    assert "〔导诊台〕" in html("![导诊台](a.png)")
    shown = html('![导诊台](a.png "说明"){#fig-a}', images=("a.png",), image_base="asset:")
    assert '<img src="asset:a.png" alt="导诊台">' in shown
    assert '<span class="label">图1</span> 说明' in shown
    assert '<img src="asset:a.png"' in html("![导诊台](./x/../a.png)", images=("a.png",), image_base="asset:")


def test_numbers_and_periods_are_written_as_the_language_writes_them() -> None:
    assert number(Decimal("-1234.50")) == "\u22121,234.50"
    written = {"2024-01/2024-03": "2024年1—3月", "2024-12/2025-02": "2024年12月—2025年2月", "2024-Q2": "2024年第二季度"}
    for text, chinese in written.items():
        made = make_period(text)
        assert made is not None
        assert period(made, "zh-CN") == chinese
    made = make_period("2024-01/2024-03")
    assert made is not None
    assert period(made, "en") == "January–March 2024"
