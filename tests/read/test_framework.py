"""Frameworks: one file, an overlay on another, and the contradictions in them."""

from __future__ import annotations

from decimal import Decimal
from importlib.resources import files

import pytest

from casebound.model.framework import Framework, FrameworkStatus, Method, Rounding
from casebound.read.framework import read_framework, resolve_frameworks
from casebound.text.finding import Finding
from casebound.text.source import Source

BASE = """id: base
title: {zh-CN: 准则, en: Criteria}
status: weights-unknown
source: {document: 某标准}
conditions:
  - {id: "4.2", title: 素养, question: 有何凭据？}
criteria:
  - id: "5.2"
    title: 背景
    children:
      - {id: 5.2.1, title: 聚焦用户, question: 用户是谁？}
      - {id: 5.2.2, title: 问题导向, question: 什么问题？}
"""
OVERLAY = """id: over
extends: base
title: 加权
status: complete
source: {document: 某标准附录}
weights: {5.2.1: 60, 5.2.2: 40.0}
"""


def resolve(*texts: str) -> tuple[dict[str, Framework], list[tuple[str, str, str]]]:
    """The frameworks, and rule, underlined text and Chinese message of each finding."""
    read = {}
    found: list[Finding] = []
    for text in texts:
        file, findings = read_framework(Source(path="content/frameworks/x.yaml", text=text))
        found.extend(findings)
        if file is not None:
            read[file.id] = file
    frameworks, findings = resolve_frameworks(read)
    found.extend(findings)
    return frameworks, [(item.rule, item.span.text, item.message.to("zh-CN")) for item in found]


def test_a_framework_may_do_without_weights() -> None:
    frameworks, said = resolve(BASE)
    assert said == []
    assert [leaf.id for leaf in frameworks["base"].leaves()] == ["5.2.1", "5.2.2"]
    assert frameworks["base"].weight_total is None


def test_an_overlay_adds_what_it_gives_and_keeps_the_rest() -> None:
    frameworks, said = resolve(BASE, OVERLAY)
    over = frameworks["over"]
    assert said == []
    assert (over.status, over.source.document.to("zh-CN")) == (FrameworkStatus.COMPLETE, "某标准附录")
    assert [(leaf.id, leaf.weight) for leaf in over.leaves()] == [("5.2.1", Decimal(60)), ("5.2.2", Decimal(40))]
    assert over.weight_total == 100
    assert [condition.id for condition in over.conditions] == ["4.2"]
    assert frameworks["base"].weight_total is None


def test_an_overlay_on_an_overlay_joins_both() -> None:
    third = OVERLAY.replace("id: over", "id: third").replace("extends: base", "extends: over")
    frameworks, said = resolve(BASE, OVERLAY, third.replace("{5.2.1: 60, 5.2.2: 40.0}", "{5.2.1: 10}"))
    assert said == []
    assert [leaf.weight for leaf in frameworks["third"].leaves()] == [Decimal(10), Decimal("40.0")]


def test_grades_are_put_in_order() -> None:
    grades = "grades:\n  - {id: low, minimum: 0, title: 低}\n  - {id: high, minimum: 85, title: 高}\n"
    frameworks, _ = resolve(BASE, OVERLAY + grades)
    assert [grade.id for grade in frameworks["over"].grades] == ["high", "low"]


def test_an_overlay_on_nothing_is_left_out() -> None:
    frameworks, said = resolve(BASE, OVERLAY.replace("extends: base", "extends: bass"))
    assert list(frameworks) == ["base"]
    assert said == [("unknown-framework", "bass", "准则“bass”不存在，或绕回了自身")]


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_circle_of_overlays_is_left_out(length: int) -> None:
    names = [f"f{number}" for number in range(length)]
    ring = zip(names, [*names[1:], names[0]], strict=True)
    texts = [
        OVERLAY.replace("id: over", f"id: {one}").replace("extends: base", f"extends: {next_one}")
        for one, next_one in ring
    ]
    frameworks, said = resolve(BASE, *texts)
    assert list(frameworks) == ["base"]
    assert {rule for rule, _, _ in said} == {"unknown-framework"}


def test_a_weight_for_an_unknown_criterion_is_pointed_at() -> None:
    _, said = resolve(BASE, OVERLAY.replace("5.2.2: 40.0", "5.2.2: 40, 5.2.9: 1"))
    assert said == [("unknown-criterion", "5.2.9", "没有评价项“5.2.9”")]


def test_a_status_that_claims_too_little_or_too_much_is_pointed_at() -> None:
    assert resolve(BASE, OVERLAY.replace("status: complete", "status: weights-unknown"))[1] == [
        ("contradicting-status", "weights-unknown", "写着权重未知，却给出了全部权重")
    ]
    assert resolve(BASE, OVERLAY.replace(", 5.2.2: 40.0", ""))[1] == [
        ("missing-weight", "complete", "这些评价项没有权重：5.2.2")
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "scale: {minimum: 0, maximum: 100, step: 0}",
            ("invalid-scale", "{minimum: 0, maximum: 100, step: 0}", "分值尺度上没有分值"),
        ),
        (
            "scale: {minimum: 5, maximum: 5, step: 1}",
            ("invalid-scale", "{minimum: 5, maximum: 5, step: 1}", "分值尺度上没有分值"),
        ),
        ("bands: [{id: a, range: [5]}]", ("wrong-type", "[5]", "“range”应为[最低, 最高]，这里是“列表”")),
        ("bands: [{id: a, range: [5, 0]}]", ("wrong-type", "[5, 0]", "“range”应为[最低, 最高]，这里是“列表”")),
        ("aggregation: {method: mean, places: 99}", ("wrong-type", "99", "“places”应为0 到 6，这里是“99”")),
    ],
)
def test_numbers_that_nothing_can_be_computed_with_are_refused(line: str, said: tuple[str, str, str]) -> None:
    frameworks, found = resolve(BASE, OVERLAY + line + "\n")
    assert found == [said]
    assert frameworks["over"].scale.allows(Decimal(85))


def test_a_negative_weight_is_refused() -> None:
    rules = [item[:2] for item in resolve(BASE, OVERLAY.replace("40.0", "-40"))[1]]
    assert rules == [("wrong-type", "-40"), ("missing-weight", "complete")]


def test_an_id_that_stands_twice_is_pointed_at() -> None:
    assert resolve(BASE.replace("id: 5.2.2", "id: 5.2.1"))[1] == [("duplicate-id", "5.2.1", "编号“5.2.1”用了两次")]


def test_an_empty_file_is_no_framework() -> None:
    assert resolve("# 注释\n") == ({}, [("empty-file", "", "准则文件是空的")])


def built_in(name: str) -> Framework:
    text = (files("casebound") / "frameworks" / f"{name}.yaml").read_text(encoding="utf-8")
    frameworks, said = resolve(text)
    assert said == []
    return frameworks[name]


# Item numbers and points of the 1000-point table in the Baldrige Excellence Framework (NIST, editions 2021-2024).
POINTS = dict(
    line.split()
    for line in """
1.1 70
1.2 50
2.1 45
2.2 40
3.1 40
3.2 45
4.1 45
4.2 45
5.1 40
5.2 45
6.1 45
6.2 40
7.1 120
7.2 80
7.3 80
7.4 80
7.5 90
""".strip().splitlines()
)


def test_the_baldrige_table_has_its_seventeen_items_and_thousand_points() -> None:
    baldrige = built_in("baldrige-points")
    assert {leaf.id: str(leaf.weight) for leaf in baldrige.leaves()} == POINTS
    assert [criterion.id for criterion in baldrige.criteria] == list("1234567")
    assert len(POINTS) == 17
    assert baldrige.weight_total == 1000


def test_the_baldrige_table_gives_process_550_and_results_450_points() -> None:
    sums = {"process": Decimal(0), "results": Decimal(0)}
    for leaf in built_in("baldrige-points").leaves():
        sums["results" if leaf.id.startswith("7.") else "process"] += leaf.weight or 0
    assert sums == {"process": 550, "results": 450}


def test_the_baldrige_bands_share_out_the_whole_scale() -> None:
    baldrige = built_in("baldrige-points")
    ranges = [(int(band.range[0]), int(band.range[1])) for band in baldrige.bands]
    assert ranges == [(0, 5), (10, 25), (30, 45), (50, 65), (70, 85), (90, 100)]
    assert not any(band.text for band in baldrige.bands)  # what a band means is NIST's prose: none of it is shipped
    assert (baldrige.grades, baldrige.conditions) == ((), ())


def test_the_baldrige_table_takes_the_median_of_three() -> None:
    aggregation = built_in("baldrige-points").aggregation
    assert (aggregation.method, aggregation.minimum_evaluators) == (Method.MEDIAN, 3)
    assert aggregation.rounding is Rounding.HALF_EVEN


@pytest.mark.parametrize("name", ["baldrige-points", "saq-0008-2024"])
def test_a_built_in_framework_is_worded_in_both_languages(name: str) -> None:
    framework = built_in(name)
    groups = [criterion.title for criterion in framework.criteria]
    items = [words for item in framework.leaves() for words in (item.title, item.question)]
    conditions = [words for item in framework.conditions for words in (item.title, item.question)]
    for words in (framework.title, framework.source.rights, *groups, *items, *conditions):
        assert set(words.texts) == {"zh-CN", "en"}
        assert all(words.texts.values())


def test_the_standard_without_known_weights_says_so() -> None:
    standard = built_in("saq-0008-2024")
    assert standard.status is FrameworkStatus.WEIGHTS_UNKNOWN
    assert (standard.weight_total, standard.bands, standard.grades) == (None, (), ())
