"""How marks become a result, as a framework says it: what is read, and what makes no sense."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casebound.model.framework import Aggregation, Framework, Method, TieBasis, TieBreak
from casebound.read.framework import read_framework, resolve_frameworks
from casebound.text.source import Source
from tests.read.test_framework import BASE, OVERLAY, resolve

SCALE = "scale: {minimum: 1, maximum: 5, step: 1}\n"


def over(*lines: str) -> tuple[Framework, list[tuple[str, str, str]]]:
    frameworks, said = resolve(BASE, OVERLAY + "".join(f"{line}\n" for line in lines))
    return frameworks["over"], said


def hint(line: str) -> str:
    """What is advised on the one finding of a line."""
    files, found = {}, []
    for text in (BASE, f"{OVERLAY}{line}\n"):
        file, findings = read_framework(Source(path="content/frameworks/x.yaml", text=text))
        found += findings
        if file is not None:
            files[file.id] = file
    (finding,) = (*found, *resolve_frameworks(files)[1])
    return finding.hint.to("en") if finding.hint else ""


def test_everything_about_aggregation_is_read() -> None:
    framework, said = over(
        "aggregation:",
        "  method: trimmed",
        "  places: 2",
        "  rounding: half-up",
        "  minimum_evaluators: 6",
        "  disagreement: 25",
        "  gates: yes",
        '  tie_break: [section:5.2, "criterion:5.2.2", median, spread]',
    )
    assert said == []
    aggregation = framework.aggregation
    assert (aggregation.method, aggregation.least_marks) == (Method.TRIMMED, 6)
    assert (aggregation.disagreement, aggregation.gates) == (Decimal(25), True)
    assert aggregation.tie_break == (
        TieBreak(basis=TieBasis.SECTION, id="5.2"),
        TieBreak(basis=TieBasis.CRITERION, id="5.2.2"),
        TieBreak(basis=TieBasis.MEDIAN),
        TieBreak(basis=TieBasis.SPREAD),
    )
    assert [str(step) for step in aggregation.tie_break] == ["section:5.2", "criterion:5.2.2", "median", "spread"]


def test_what_is_not_said_is_not_set() -> None:
    framework, said = over("aggregation: {method: mean}")
    assert said == []
    assert framework.aggregation == Aggregation()
    assert (framework.aggregation.disagreement, framework.aggregation.gates) == (None, False)
    assert framework.aggregation.tie_break == ()


@pytest.mark.parametrize(
    ("aggregation", "least"),
    [
        (Aggregation(), 1),
        (Aggregation(minimum_evaluators=0), 1),
        (Aggregation(minimum_evaluators=3), 3),
        (Aggregation(method=Method.TRIMMED), 5),
        (Aggregation(method=Method.TRIMMED, minimum_evaluators=3), 5),
        (Aggregation(method=Method.TRIMMED, minimum_evaluators=7), 7),
    ],
)
def test_a_trimmed_mean_takes_five_marks_at_least(aggregation: Aggregation, least: int) -> None:
    assert aggregation.least_marks == least


def test_a_trimmed_mean_of_fewer_than_five_is_pointed_at() -> None:
    assert over("aggregation: {method: trimmed, minimum_evaluators: 4}")[1] == [
        ("too-few-to-trim", "4", "去掉最高最低再平均至少要 5 份打分，这里写着 4")
    ]
    for line in ("method: trimmed", "method: trimmed, minimum_evaluators: 5", "method: median, minimum_evaluators: 3"):
        assert over(f"aggregation: {{{line}}}")[1] == []


@pytest.mark.parametrize(
    ("threshold", "is_wrong"), [("0", True), ("-1", True), ("4.5", True), ("4", False), ("0.5", False)]
)
def test_a_threshold_of_disagreement_lies_on_the_scale(threshold: str, is_wrong: bool) -> None:
    said = over(SCALE.strip(), f"aggregation: {{method: mean, disagreement: {threshold}}}")[1]
    message = f"两份打分的差距在 0 以上、4 以内，不会是 {threshold}"
    assert said == ([("invalid-disagreement", threshold, message)] if is_wrong else [])


def test_gates_need_conditions() -> None:
    assert over("aggregation: {method: mean, gates: yes}")[1] == []
    text = BASE.replace('conditions:\n  - {id: "4.2", title: 素养, question: 有何凭据？}\n', "")
    said = resolve(text + "aggregation: {method: mean, gates: yes}\n")[1]
    assert said == [("gates-without-conditions", "yes", "没有基本条件可以把关")]
    assert resolve(text + "aggregation: {method: mean, gates: no}\n")[1] == []


@pytest.mark.parametrize(
    ("step", "advice"),
    [
        ("medain", "Did you mean “median”?"),
        ("criteria:5.2.1", "Did you mean “criterion”?"),
        ("fewest-improvements", "Known: criterion, median, section, spread"),
        ("criterion", "Write criterion:ID, section:ID of a first-level criterion, median or spread"),
        ("median:5.2", "Write criterion:ID, section:ID of a first-level criterion, median or spread"),
    ],
)
def test_a_step_nobody_knows_is_refused_with_what_was_probably_meant(step: str, advice: str) -> None:
    line = f"aggregation: {{method: mean, tie_break: [{step}, spread]}}"
    framework, said = over(line)
    assert said == [("unknown-tie-break", step, f"平分时不能以“{step}”为依据")]
    assert framework.aggregation.tie_break == (TieBreak(basis=TieBasis.SPREAD),)
    assert hint(line) == advice


def test_a_step_on_an_unknown_criterion_is_pointed_at() -> None:
    line = "aggregation: {method: mean, tie_break: [criterion:5.2.9, section:5.3, section:5.2.1, criterion:5.2]}"
    assert over(line)[1] == [
        ("unknown-criterion", "criterion:5.2.9", "没有评价项“5.2.9”"),
        ("unknown-criterion", "section:5.3", "没有一级评价项“5.3”"),
        ("unknown-criterion", "section:5.2.1", "没有一级评价项“5.2.1”"),
        ("unknown-criterion", "criterion:5.2", "没有评价项“5.2”"),
    ]


def test_a_step_that_stands_twice_is_pointed_at() -> None:
    line = "aggregation: {method: mean, tie_break: [median, criterion:5.2.1, median]}"
    assert over(line)[1] == [("duplicate-tie-break", "median", "依据“median”写了两次")]


def test_section_minimums_are_read_and_checked() -> None:
    grades = "grades: [{id: high, minimum: 80, title: 高, section_minimums: {%s}}]"
    framework, said = over(grades % "5.2: 60.5")
    assert said == []
    assert framework.grades[0].section_minimums == {"5.2": Decimal("60.5")}
    assert over(grades % "5.2.1: 60")[1] == [("unknown-criterion", "5.2.1", "没有一级评价项“5.2.1”")]
    assert over(grades % "5.2: 101")[1] == [("wrong-type", "101", "“5.2”应为0 到 100 的数字，这里是“101”")]


@pytest.mark.parametrize(
    "line",
    [
        "aggregation: trimmed",
        "aggregation: {method: trimmed, minimum_evaluators: x, disagreement: [1], gates: 2, tie_break: {a: b}}",
        "aggregation: {method: mean, tie_break: [[median], {criterion: 5.2.1}, {a: b, c: d}, ~]}",
        "grades: {id: high}",
        "grades: [{id: high, minimum: 80, title: 高, section_minimums: [5.2]}, x]",
    ],
)
def test_broken_shapes_are_findings_and_no_crash(line: str) -> None:
    assert over(line)[1] != []
