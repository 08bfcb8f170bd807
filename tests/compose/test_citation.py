"""How a case is cited: GB/T 7714—2015 in Chinese, APA in English, and files that reference programs read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from casebound.compose.citation import Citation, make_citation
from casebound.model.case import Case, Publication, Subject
from casebound.model.licences import licence_address
from casebound.text.localized import Localized

COLLECTION = Localized({"zh-CN": "案例集", "en": "Casebook"})
PUBLISHER = Localized({"zh-CN": "示例市质量协会", "en": "Quality Association"})
ADDRESS = "https://cases.example.org/cases/wait/"


def cite(case: Case, *, year: int | None = 2025, address: str = ADDRESS) -> Citation:
    return make_citation(case, collection=COLLECTION, publisher=PUBLISHER, year=year, address=address)


CHINESE = Case(
    id="wait",
    lang="zh-CN",
    title="先抽血再签到：缩短产检等候",
    subject=Subject(name="晨露小组", organization="市妇幼"),
    publication=Publication(version="1.1.0", license="CC BY 4.0"),
)
ENGLISH = replace(CHINESE, lang="en", title="Why wait?", subject=Subject(name="Dew Team", organization="City Hospital"))


def test_a_chinese_reference_follows_gb_t_7714() -> None:
    line = "市妇幼晨露小组. 先抽血再签到：缩短产检等候[EB/OL]//案例集. 版本1.1.0. 示例市质量协会, 2025. "
    assert cite(CHINESE).line == line + ADDRESS
    assert cite(CHINESE, address="").line == line.rstrip()


def test_an_english_reference_follows_apa_and_doubles_no_mark() -> None:
    line = "Dew Team, City Hospital. (2025). Why wait? (Version 1.1.0). In Casebook. Quality Association. "
    assert cite(ENGLISH).line == line + ADDRESS
    bare = replace(ENGLISH, publication=Publication())
    assert cite(bare, year=None, address="").line == (
        "Dew Team, City Hospital. (n.d.). Why wait? In Casebook. Quality Association."
    )


def test_what_is_not_known_is_left_out() -> None:
    case = Case(id="x", lang="zh-CN", title="题")
    assert cite(case, year=None, address="").line == "题[EB/OL]//案例集. 示例市质量协会."


def test_a_team_named_for_its_organisation_is_not_named_twice() -> None:
    case = replace(CHINESE, subject=Subject(name="市妇幼护理组", organization="市妇幼"))
    assert cite(case).author == "市妇幼护理组"


def test_bibtex_escapes_what_tex_would_read() -> None:
    case = replace(ENGLISH, title=r"100% {of} a_b & c\d")
    assert cite(case).bibtex == (
        "@incollection{wait,\n"
        "  author = {{Dew Team, City Hospital}},\n"
        r"  title = {{100\% \{of\} a\_b \& c\textbackslash{}d}}," + "\n"
        "  booktitle = {Casebook},\n"
        "  publisher = {Quality Association},\n"
        "  year = {2025},\n"
        "  version = {1.1.0},\n"
        f"  url = {{{ADDRESS}}},\n"
        "  langid = {english},\n"
        "  note = {CC BY 4.0},\n"
        "}\n"
    )


def test_a_line_break_in_a_title_begins_no_field_of_ris() -> None:
    case = replace(CHINESE, title="题\nAU  - 冒名")
    lines = cite(case).ris.split("\r\n")
    assert lines[0] == "TY  - CHAP"
    assert lines[-2:] == ["ER  - ", ""]
    assert "TI  - 题 AU - 冒名" in lines
    assert [line for line in lines if line.startswith("AU")] == ["AU  - 市妇幼晨露小组"]


@pytest.mark.parametrize(
    ("licence", "lang", "address"),
    [
        ("CC BY 4.0", "zh-CN", "https://creativecommons.org/licenses/by/4.0/deed.zh-hans"),
        ("CC-BY-NC-SA-4.0", "en", "https://creativecommons.org/licenses/by-nc-sa/4.0/deed.en"),
        ("CC0", "en", "https://creativecommons.org/publicdomain/zero/1.0/deed.en"),
        ("mit", "en", "https://spdx.org/licenses/MIT.html"),
        ("版权所有", "zh-CN", ""),
        ('MIT"><script>', "en", ""),
        ("CC BY 9.9", "en", ""),
    ],
)
def test_a_known_licence_has_an_address(licence: str, lang: str, address: str) -> None:
    assert licence_address(licence, lang) == address
