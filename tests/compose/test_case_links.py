"""Links from one case to another: in print, on the site, on the web, and where they lead nowhere."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from casebound.compose.body import make_body
from casebound.compose.case_links import anchors_of, book_address, book_targets, site_address, web_addresses
from casebound.compose.medium import Medium
from casebound.compose.site_map import SiteMap
from casebound.model.case import Case, Section

TABLE = ":::{table} 分时段\n:id: tbl-peak\n\n|a|\n|-|\n|1|\n:::\n"
PUBLIC: Mapping[str, Case] = {
    "other": Case(id="other", sections=(Section(id="survey", title="现状", text=TABLE), Section(title="无名"))),
}
MAP = SiteMap(languages=("zh-CN", "en"))


def html(target: str, medium: Medium) -> str:
    case = Case(id="mine", lang="zh-CN", sections=(Section(id="one", title="一", text=f"见[别处]({target})。"),))
    return str(make_body(case, medium).sections[0].content)


def on_site(case: str, fragment: str) -> str:
    def anchors(id: str) -> tuple[str, ...] | None:
        return anchors_of(PUBLIC[id]) if id in PUBLIC else None

    return site_address(case, fragment, page=MAP.case("en", "mine"), lang="en", map=MAP, anchors=anchors)


PRINT, SITE = Medium(prefix="mine--", case_address=book_address), Medium(case_address=on_site)


@pytest.mark.parametrize(
    ("target", "in_print", "on_the_site"),
    [
        ("../other/case.md", "book:other--case", "../other/index.html"),
        ("../other/case.en.md", "book:other--case", "../other/index.html"),
        ("../other/", "book:other--case", "../other/index.html"),
        ("../other/case.md#survey", "book:other--survey", "../other/index.html#survey"),
        ("../other/case.md#tbl-peak", "book:other--tbl-peak", "../other/index.html#tbl-peak"),
        ("../other/case.md#secret", "book:other--secret", "../other/index.html"),  # no such place there
        ("%2e%2e/other/case.md", "book:other--case", "../other/index.html"),
    ],
)
def test_a_link_to_another_case_leads_to_it(target: str, in_print: str, on_the_site: str) -> None:
    assert html(target, PRINT) == f'<p>见<a class="case-link" href="{in_print}">别处</a>。</p>\n'
    assert html(target, SITE) == f'<p>见<a class="case-link" href="{on_the_site}">别处</a>。</p>\n'


@pytest.mark.parametrize("target", ["../private/case.md", "../private/case.md#survey", "../OTHER/"])
def test_a_case_that_the_site_does_not_show_is_not_linked_to(target: str) -> None:
    assert html(target, SITE) == "<p>见<a>别处</a>。</p>\n"


@pytest.mark.parametrize("target", ["../other/case.md", "../other/#survey"])
def test_a_text_that_stands_alone_keeps_the_words(target: str) -> None:
    assert html(target, Medium()) == "<p>见<a>别处</a>。</p>\n"


@pytest.mark.parametrize(
    "target",
    [
        "../../other/case.md",
        "../../../etc/passwd",
        "..\\other\\case.md",
        "../other\\case.md",
        "../other/../other/case.md",
        "../other/case.md?x=1",
        "../other/data/wait.csv",
        "../other/case.html",
        "%252e%252e/other/case.md",
        "/other/case.md",
        "//other/case.md",
        "file:../other/case.md",
        "book:other--case",
        "vbscript:/../../other/case.md",
    ],
)
def test_no_other_way_out_of_the_folder_is_a_link(target: str) -> None:
    for medium in (PRINT, SITE):
        shown = html(target, medium)
        assert "href" not in shown and "别处" in shown


@pytest.mark.parametrize(
    ("fragment", "quoted"),
    [
        ("%22%3E%3Cscript%3E", "%22%3E%3Cscript%3E"),
        ("a'onclick='x", "a%27onclick%3D%27x"),
        ("a&lt;b", "a%3Cb"),  # CommonMark reads the entity
        ("现状", "%E7%8E%B0%E7%8A%B6"),
        ("a/../b", "a%2F..%2Fb"),
        ("a%25b", "a%25b"),
    ],
)
def test_a_hostile_anchor_stays_inside_its_attribute(fragment: str, quoted: str) -> None:
    target = f"../other/case.md#{fragment}"
    assert f'<a class="case-link" href="book:other--{quoted}">别处</a>' in html(target, PRINT)
    assert '<a class="case-link" href="../other/index.html">别处</a>' in html(target, SITE)


def test_an_image_of_a_case_is_no_link_to_it() -> None:
    case = Case(id="mine", sections=(Section(title="一", text="![导诊台](../other/case.md)"),))
    assert str(make_body(case, PRINT).sections[0].content) == '<p><span class="missing-image">〔导诊台〕</span></p>\n'


def test_links_in_footnotes_and_tables_count_too() -> None:
    text = "甲[^a]。\n\n|见[别处](../b/#x)|\n|-|\n|1|\n\n[^a]: 见[别处](../a/case.md)。"
    case = Case(id="mine", sections=(Section(title="一", text=text),))
    medium = Medium(prefix="mine--", case_address=book_address, has_page_notes=True)
    content = str(make_body(case, medium).sections[0].content)
    assert book_targets(content) == ("a--case", "b--x")


def test_the_targets_of_a_text_are_those_of_its_links_to_cases_each_once() -> None:
    page = (
        '<a class="case-link" href="book:a--case">甲</a><a href="book:index-criteria">乙</a>'
        '<a class="case-link" href="book:b--%E7%8E%B0">丙</a><a class="case-link" href="book:a--case">丁</a>'
        '<a class="case-link" href="https://example.org/">戊</a>&lt;a class="case-link" href="book:c--case"&gt;'
    )
    assert book_targets(page) == ("a--case", "b--现")


def test_what_is_not_in_the_document_leads_to_its_page_on_the_web() -> None:
    targets = ["other--tbl-peak", "other--survey", "other--case", "other--secret", "private--case", "index-criteria"]
    site = "https://cases.example.org"
    found = web_addresses(targets, site=site, lang="en", map=MAP, public=PUBLIC.get)
    assert found == {
        "other--case": f"{site}/en/cases/other/",
        "other--secret": f"{site}/en/cases/other/",
        "other--survey": f"{site}/en/cases/other/#survey",
        "other--tbl-peak": f"{site}/en/cases/other/#tbl-peak",
    }
    found = web_addresses(targets[:1], site=site, lang="fr", map=MAP, public=PUBLIC.get)  # the site has no French
    assert found == {"other--tbl-peak": f"{site}/cases/other/#tbl-peak"}
