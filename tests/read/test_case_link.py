"""Addresses of links: which lead to another case, and which only look so."""

from __future__ import annotations

import pytest

from casebound.read.case_link import CaseLink, read_case_link


@pytest.mark.parametrize(
    ("target", "case", "fragment"),
    [
        ("../other-case/case.md", "other-case", ""),
        ("../other-case/case.md#survey", "other-case", "survey"),
        ("../other-case/case.en.md#tbl-peak", "other-case", "tbl-peak"),
        ("../other-case/case.zh-CN.md", "other-case", ""),
        ("../other-case/", "other-case", ""),
        ("../other-case/#survey", "other-case", "survey"),
        ("./../other-case/case.md", "other-case", ""),
        ("../other-case/case.md#", "other-case", ""),
        ("../other-case/case.md#a#b", "other-case", "a#b"),
        ("../Other_Case/case.md", "Other_Case", ""),  # none of ours, but meant as one: the checker says which is near
        ("../产前等候/case.md", "产前等候", ""),
        (f"../{'x' * 64}/case.md", "x" * 64, ""),
    ],
)
def test_the_file_or_folder_of_another_case_is_that_case(target: str, case: str, fragment: str) -> None:
    assert read_case_link(target) == CaseLink(case, fragment)


@pytest.mark.parametrize(
    "target",
    [
        "",
        "#survey",
        "case.md",
        "data/wait.csv",
        "../other-case",
        "../other-case/data/wait.csv",
        "../other-case/case.md/x",
        "../other-case/case.md?raw=1",
        "../other-case/case.svg",
        "../other-case/CASE.MD",
        "../../x/case.md",
        "../../cases/x/case.md",
        "../x/../y/case.md",
        "data/../../x/case.md",
        "..//x/case.md",
        ".././x/case.md",
        "../../case.md",
        "../.git/case.md",
        "../x/./case.md",
        "..\\x\\case.md",
        "../x\\case.md",
        "../x\\..\\y/case.md",
        "%2e%2e/x/case.md",  # what was written with two percent signs each
        "/content/cases/x/case.md",
        "//example.org/../x/case.md",
        "https://example.org/../x/case.md",
        "javascript:/../../x/case.md",
        "javascript:../x/case.md",
        "../javascript:alert(1)/case.md",
        "../x\n/case.md",
        "../x\0/case.md",
        "../x/case.md\n",
        "../ x/case.md",
        f"../{'x' * 65}/case.md",
        "../" * 10_000 + "x/case.md",
    ],
)
def test_whatever_else_is_no_case(target: str) -> None:
    assert read_case_link(target) is None
