"""The full format: second places, fixes as a small diff, and counts; in colour it is the same text."""

from __future__ import annotations

import re

import pytest

from casebound.check.report.colour import render_coloured
from casebound.check.report.full import render_full
from casebound.check.report.summary import fixable, summary
from casebound.text.finding import Finding, Label, Severity
from casebound.text.fix import Edit, Fix, replacement
from casebound.text.localized import phrase
from casebound.text.source import Source, Span
from tests.check.report.sample import SAMPLE

SOURCE = Source(path="case.md", text="id: wait\ntitle：等候, 少一半.\n" + "x: y\n" * 7 + "end: 1\n")
FRAME = Source(path="frame.yaml", text="id: f\nminimum: 60\n")


def at(what: str) -> Span:
    start = SOURCE.text.index(what)
    return SOURCE.span(start, start + len(what))


def finding(
    span: Span, *, fix: Fix | None = None, labels: tuple[Label, ...] = (), severity: Severity = Severity.ERROR
) -> Finding:
    return Finding(rule="r", severity=severity, message=phrase("说", "says"), span=span, fix=fix, labels=labels)


def told(item: Finding, lang: str = "zh-CN") -> list[str]:
    """The lines about one finding, without the counts."""
    return render_full([item], lang).split("\n\n")[0].split("\n")


def test_a_second_place_shows_its_own_line_in_its_own_file() -> None:
    label = Label(span=FRAME.span(6, 13), message=phrase("这里要求", "demanded here"))
    assert told(finding(at("title"), labels=(label,))) == [
        "case.md:2:1 错误[r] 说",
        "  2 | title：等候, 少一半.",
        "    | ^^^^^",
        "   --> frame.yaml:2:1",
        "  2 | minimum: 60",
        "    | ------- 这里要求",
    ]


def test_line_numbers_of_one_finding_stand_in_one_column() -> None:
    label = Label(span=at("end"), message=phrase("止", "end"))
    assert told(finding(at("wait"), labels=(label,)), "en") == [
        "case.md:1:5 error[r] says",
        "   1 | id: wait",
        "     |     ^^^^",
        "    --> case.md:10:1",
        "  10 | end: 1",
        "     | --- end",
    ]


def test_a_safe_fix_names_the_command_and_shows_the_line_mended() -> None:
    fix = replacement(at("："), ": ", phrase("用半角冒号", "Use a half-width colon"), is_safe=True)
    assert told(finding(at("："), fix=fix)) == [
        "case.md:2:6 错误[r] 说",
        "  2 | title：等候, 少一半.",
        "    |      ^^",
        "  可自动修复：用半角冒号（casebound check --fix）",
        "  2 - title：等候, 少一半.",
        "  2 + title: 等候, 少一半.",
    ]


def test_a_suggested_fix_says_that_it_must_be_asked_for() -> None:
    fix = replacement(at("wait"), "wait-2", phrase("换名", "Rename it"))
    assert told(finding(at("wait"), fix=fix), "en")[3:] == [
        "  suggested fix: Rename it (casebound check --fix --suggested)",
        "  1 - id: wait",
        "  1 + id: wait-2",
    ]


def test_edits_of_one_line_are_shown_together_in_whatever_order_they_come() -> None:
    edits = (Edit(span=at("."), text="。"), Edit(span=at(", "), text="，"))
    fix = Fix(edits=edits, message=phrase("换标点", "Change marks"))
    assert told(finding(at("等候"), fix=fix))[-2:] == ["  2 - title：等候, 少一半.", "  2 + title：等候，少一半。"]


@pytest.mark.parametrize(
    "edits",
    [
        (),
        (Edit(span=at("wait"), text="a\nb"),),
        (Edit(span=at("wait"), text="a\r"),),
        (Edit(span=at("wait\n"), text="wait"),),
        (Edit(span=at("wait"), text="a"), Edit(span=at("title"), text="b")),
        (Edit(span=at("wait"), text="a"), Edit(span=FRAME.span(0, 2), text="b")),
        (Edit(span=at("wait"), text="a"), Edit(span=at("ait"), text="b")),
    ],
    ids=["none", "adds a line", "adds a return", "joins lines", "two lines", "two files", "overlapping"],
)
def test_what_is_no_change_of_one_line_is_named_without_a_diff(edits: tuple[Edit, ...]) -> None:
    said = told(finding(at("wait"), fix=Fix(edits=edits, message=phrase("改", "Change"))))
    assert said[3:] == ["  修改建议：改（casebound check --fix --suggested）"]


def test_a_fix_in_another_file_says_where() -> None:
    fix = replacement(FRAME.span(15, 17), "20", phrase("放宽", "Relax"))
    assert told(finding(at("wait"), fix=fix))[4:] == [
        "   --> frame.yaml:2:10",
        "  2 - minimum: 60",
        "  2 + minimum: 20",
    ]


def test_a_long_line_and_a_long_fix_are_cut() -> None:
    source = Source(path="a.md", text="长" * 5000 + "错" + "长" * 5000)
    fix = replacement(source.span(5000, 5001), "对" * 5000, phrase("改", "Change"))
    removed, added = told(finding(source.span(5000, 5001), fix=fix))[-2:]
    assert removed == "  1 - …" + "长" * 25 + "错" + "长" * 25 + "…"
    assert added == "  1 + …" + "长" * 25 + "对" * 50 + "…" + "长" * 25 + "…"


@pytest.mark.parametrize(
    ("severities", "zh", "en"),
    [
        ("e", "1 个文件，1 个错误，0 个警告，0 条建议。", "1 error, 0 warnings, 0 pieces of advice in 1 file."),
        ("eew", "1 个文件，2 个错误，1 个警告，0 条建议。", "2 errors, 1 warning, 0 pieces of advice in 1 file."),
        ("wwa", "1 个文件，0 个错误，2 个警告，1 条建议。", "0 errors, 2 warnings, 1 piece of advice in 1 file."),
    ],
)
def test_counts_are_right_in_both_grammars(severities: str, zh: str, en: str) -> None:
    kinds = {"e": Severity.ERROR, "w": Severity.WARNING, "a": Severity.ADVICE}
    findings = [finding(at("wait"), severity=kinds[item]) for item in severities]
    assert summary(findings, "zh-CN") == zh
    assert summary(findings, "en") == en


@pytest.mark.parametrize(
    ("safe", "suggested", "zh", "en"),
    [
        (0, 0, "", ""),
        (2, 0, "可自动修复 2 个（casebound check --fix）。", "2 can be fixed safely (casebound check --fix)."),
        (
            0,
            1,
            "有修改建议 1 个，须过目（casebound check --fix --suggested）。",
            "1 can be fixed on suggestion (casebound check --fix --suggested).",
        ),
        (
            1,
            2,
            "可自动修复 1 个（casebound check --fix），有修改建议 2 个，须过目（casebound check --fix --suggested）。",
            "1 can be fixed safely (casebound check --fix); "
            "2 can be fixed on suggestion (casebound check --fix --suggested).",
        ),
    ],
)
def test_what_can_be_mended_is_counted_by_command(safe: int, suggested: int, zh: str, en: str) -> None:
    fixes = [
        replacement(at("wait"), "x", phrase("改", "Change"), is_safe=is_safe)
        for is_safe in [True] * safe + [False] * suggested
    ]
    findings = [finding(at("wait")), *(finding(at("wait"), fix=fix) for fix in fixes)]
    assert fixable(findings, "zh-CN") == zh
    assert fixable(findings, "en") == en
    assert render_full(findings, "zh-CN").endswith(f"。\n{zh}\n" if zh else "条建议。\n")


SGR = re.compile(r"\x1b\[[\d;]+m")


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_colour_adds_nothing_but_colour(lang: str) -> None:
    painted = render_coloured(SAMPLE, lang)
    assert SGR.sub("", painted) == render_full(SAMPLE, lang)
    assert "\x1b" not in SGR.sub("", painted)
    for line in painted.split("\n"):
        assert [code == "\x1b[0m" for code in SGR.findall(line)] == [False, True] * (len(SGR.findall(line)) // 2)


def test_colours_tell_severities_apart() -> None:
    painted = render_coloured([finding(at("wait"), severity=Severity.WARNING)], "zh-CN").split("\n")
    assert painted[:3] == [
        "\x1b[1mcase.md:1:5\x1b[0m\x1b[1;33m 警告[r]\x1b[0m 说",
        "\x1b[2m  1 | \x1b[0mid: wait",
        "\x1b[2m    | \x1b[0m    \x1b[1;33m^^^^\x1b[0m",
    ]
