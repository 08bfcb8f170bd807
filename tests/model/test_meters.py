"""A case's standing: three things, each by itself."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from casebound.model.case import Adoption, Case, Contact, Cost, Replication, Resource, Risk, Step
from casebound.model.measure import Better, Measure, MeasuredValue
from casebound.model.meters import standing_of
from casebound.model.standing import ReplicationPart


def make(id: str, before: str, goal: str, after: str, better: Better) -> Measure:
    values = (MeasuredValue(value=Decimal(text)) for text in (before, goal, after))
    baseline, target, actual = values
    return Measure(id=id, better=better, baseline=baseline, target=target, actual=actual)


FULL = Replication(
    preconditions=("有叫号系统",),
    core_elements=("分段预约",),
    adaptable=("分段长短",),
    resources=(Resource(item="接口"),),
    cost=Cost(one_off=Decimal(42000), annual=Decimal(10800), currency="CNY"),
    steps=(Step(title="量", weeks=Decimal(6)), Step(title="试", weeks=Decimal("3.5"))),
    risks=(Risk(risk="抵触", response="先试行"),),
    lessons=("先改规则",),
    sustainment="每月看数",
    contact=Contact(name="葛晚晴"),
)
CASE = Case(
    measures=(
        make("wait", "50", "30", "20", Better.LOWER),  # 30 of 50 less: 60 %
        make("rate", "80", "95", "90", Better.HIGHER),
        Measure(id="bare"),
    ),
    replication=FULL,
    adoptions=(Adoption(organization="甲医院"),),
)


def test_the_effect_is_that_of_the_first_measure_with_the_targets_that_are_met() -> None:
    effect = standing_of(CASE).effect
    assert (effect.measure, effect.percent, effect.met, effect.targets) == ("wait", Decimal("60.0"), 1, 2)


def test_a_change_for_the_worse_is_below_zero_whatever_the_direction() -> None:
    worse = replace(CASE, measures=(make("rate", "80", "95", "72", Better.HIGHER),))  # 8 of 80 less
    assert standing_of(worse).effect.percent == -10


def test_an_effect_that_cannot_be_computed_says_why() -> None:
    zero = standing_of(replace(CASE, measures=(make("errors", "0", "1", "2", Better.LOWER),))).effect
    assert (zero.percent, zero.why_not.to("zh-CN")) == (None, "基线是 0，算不出变化率")
    assert standing_of(Case()).effect.why_not.to("en") == "There is no measure"


def test_a_whole_record_has_ten_parts_its_weeks_and_its_cost() -> None:
    found = standing_of(CASE).replicability
    assert (len(found.there), found.missing, found.withheld) == (10, (), ())
    assert (found.weeks, found.one_off, found.annual) == (Decimal("9.5"), Decimal(42000), Decimal(10800))
    assert found.adopters == 1


def test_a_part_counts_when_it_says_what_others_need() -> None:
    poor = Replication(
        cost=Cost(currency="CNY", basis="未算"),
        steps=(Step(title="量", weeks=Decimal(6)), Step(title="试")),
        risks=(Risk(risk="抵触"),),
        lessons=("先改规则",),
    )
    found = standing_of(replace(CASE, replication=poor)).replicability
    assert found.there == (ReplicationPart.LESSONS,)
    assert len(found.missing) == 9
    assert found.weeks is None


def test_what_a_reader_does_not_see_is_withheld_and_its_numbers_are_not_told() -> None:
    shown = replace(CASE, replication=replace(FULL, contact=None, cost=None))
    found = standing_of(CASE, shown).replicability
    assert len(found.there) == 10
    assert found.withheld == (ReplicationPart.COST, ReplicationPart.CONTACT)
    assert (found.one_off, found.annual) == (None, None)
