"""The level of evidence: what a design and its data allow, what adopters add, what a person may take away."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from casebound.model.case import (
    AdoptedMeasure,
    Adoption,
    Case,
    EvidenceReview,
    Study,
    StudyDesign,
    Subject,
)
from casebound.model.evidence import Counted, adoptions_counted, strength_of
from casebound.model.measure import Better, Measure, MeasuredValue, Point, Series
from casebound.model.period import make_period


def measured(value: str, period: str = "2024-01") -> MeasuredValue:
    return MeasuredValue(value=Decimal(value), period=make_period(period))


def points(count: int) -> tuple[Point, ...]:
    periods = [make_period(f"2024-{month:02}") for month in range(1, count + 1)]
    return tuple(Point(period=period, value=Decimal(1)) for period in periods if period)


WAIT = Measure(id="wait", better=Better.LOWER, baseline=measured("50"), actual=measured("30", "2024-06"))
BARE = Measure(id="wait", better=Better.LOWER, baseline=measured("50"))


def case(design: str = "before-after", measure: Measure = WAIT, comparison: str = "") -> Case:
    return Case(
        subject=Subject(name="晨露小组", organization="云汀市妇幼保健院", aliases=("望榆百货", "Acme", "市妇幼")),
        study=Study(design=StudyDesign(design), comparison=comparison),
        measures=(measure,),
    )


def adopted(organization: str, before: str = "46", after: str = "31", measure: str = "wait") -> Adoption:
    taken = AdoptedMeasure(measure=measure, baseline=measured(before), actual=measured(after, "2025-06"))
    return Adoption(organization=organization, measures=(taken,))


@pytest.mark.parametrize(
    ("design", "count", "level"),
    [
        ("narrative", 12, 1),
        ("before-after", 0, 2),
        ("run-chart", 6, 2),
        ("control-chart", 6, 2),
        ("run-chart", 5, 2),  # too few points, but measured before and after
        ("comparison", 0, 2),  # with nothing said of what it was compared with
        ("interrupted-time-series", 5, 2),
    ],
)
def test_a_design_allows_a_level_as_far_as_its_data_go(design: str, count: int, level: int) -> None:
    series = Series(points=points(count)) if count else None
    assert strength_of(case(design, replace(WAIT, series=series))).level == level


@pytest.mark.parametrize("design", ["before-after", "run-chart", "comparison", "interrupted-time-series"])
def test_without_a_value_before_and_after_a_design_is_an_account(design: str) -> None:
    assert strength_of(case(design, BARE, comparison="对照组")).level == 1


def test_a_course_of_six_points_needs_no_second_value() -> None:
    assert strength_of(case("run-chart", replace(BARE, series=Series(points=points(6))))).level == 2
    assert strength_of(case("run-chart", replace(BARE, series=Series(points=points(5))))).level == 1


def test_a_comparison_says_with_what() -> None:
    assert strength_of(case("comparison", comparison="同楼层没有改的门诊")).level == 3
    assert strength_of(case("comparison", comparison="  ")).level == 2


@pytest.mark.parametrize(
    ("before", "after", "level"),
    [
        ("2024-01/2024-03", "2024-04/2024-06", 3),  # January to March lie before, April to June after
        ("2024-01/2024-02", "2024-04/2024-06", 2),  # only two before
        ("2024-01/2024-03", "2024-05/2024-06", 2),  # only two after
    ],
)
def test_an_interrupted_series_has_three_points_on_each_side(before: str, after: str, level: int) -> None:
    measure = replace(
        WAIT, baseline=measured("50", before), actual=measured("30", after), series=Series(points=points(6))
    )
    assert strength_of(case("interrupted-time-series", measure)).level == level


@pytest.mark.parametrize(("count", "level"), [(0, 2), (1, 4), (2, 4), (3, 5), (4, 5)])
def test_independent_adoptions_raise_it(count: int, level: int) -> None:
    adopters = tuple(adopted(name) for name in ("甲医院", "乙医院", "丙医院", "丁医院")[:count])
    assert strength_of(replace(case(), adoptions=adopters)).level == level


def test_adoptions_do_not_count_before_the_change_is_measured_at_home() -> None:
    strength = strength_of(replace(case("narrative"), adoptions=(adopted("甲医院"),)))
    assert strength.level == 1
    assert strength.why[-1].to("zh-CN") == "本单位没有测得变化，采用不计"


@pytest.mark.parametrize(
    ("adoption", "fate"),
    [
        (adopted("甲医院"), Counted.YES),
        (adopted("云汀市妇幼保健院"), Counted.SAME_HOUSE),
        (adopted(" 云汀市妇幼保健院 "), Counted.SAME_HOUSE),
        (adopted("市妇幼"), Counted.SAME_HOUSE),
        (adopted("晨露小组"), Counted.SAME_HOUSE),
        (adopted("望榆百货北桥店"), Counted.SAME_HOUSE),  # a branch of what an alias names
        (adopted("ACME, North"), Counted.SAME_HOUSE),
        (adopted("Acmea"), Counted.YES),  # another word
        (adopted("澜江市妇幼保健院"), Counted.YES),  # which only holds an alias
        (adopted(""), Counted.SAME_HOUSE),
        (Adoption(organization="甲医院", result="由46降到31分钟"), Counted.UNMEASURED),
        (adopted("甲医院", measure="other"), Counted.UNMEASURED),
        (adopted("甲医院", "46", "46"), Counted.NO_BETTER),
        (adopted("甲医院", "46", "47"), Counted.NO_BETTER),
    ],
)
def test_an_adoption_counts_when_it_is_independent_and_found_an_improvement(adoption: Adoption, fate: Counted) -> None:
    assert [found for _, found in adoptions_counted(replace(case(), adoptions=(adoption,)))] == [fate]


def test_the_direction_is_that_of_the_measure() -> None:
    higher = replace(WAIT, better=Better.HIGHER)
    whole = replace(case(measure=higher), adoptions=(adopted("甲医院", "46", "47"),))
    assert [found for _, found in adoptions_counted(whole)] == [Counted.YES]


def test_an_adopter_and_its_branches_count_once() -> None:
    whole = replace(case(), adoptions=(adopted("甲医院"), adopted("甲医院东院"), adopted("甲医院"), adopted("乙医院")))
    strength = strength_of(whole)
    assert strength.level == 4
    assert "不计 2 处：同一家已经计过" in [line.to("zh-CN") for line in strength.why]


def test_reasons_and_ways_up_are_told_in_both_languages_and_name_nobody() -> None:
    strength = strength_of(replace(case(), adoptions=(adopted("甲医院"), adopted("望榆百货北桥店"))))
    assert [line.to("zh-CN") for line in strength.why] == [
        "前后都有数值",
        "1 家独立单位照做，测得改善",
        "不计 1 处：与本单位同属一家",
    ]
    assert [line.to("en") for line in strength.why] == [
        "Measured before and after",
        "1 independent adopter measured an improvement",
        "Not counted, same organisation: 1",
    ]
    assert [line.to("zh-CN") for line in strength.next] == ["再有 2 家独立单位照做并测得改善"]


def test_nothing_raises_the_highest_level() -> None:
    adopters = tuple(adopted(name) for name in ("甲医院", "乙医院", "丙医院"))
    assert strength_of(replace(case(), adoptions=adopters)).next == ()


@pytest.mark.parametrize(("said", "level"), [(1, 1), (2, 2), (3, 2), (5, 2), (None, 2)])
def test_a_person_may_lower_the_level_and_never_raise_it(said: int | None, level: int) -> None:
    strength = strength_of(replace(case(), evidence=EvidenceReview(level=said, reason="口径变过")))
    assert (strength.level, strength.ceiling) == (level, 2)


def test_a_case_without_anything_is_an_account() -> None:
    assert strength_of(Case()).level == 1
