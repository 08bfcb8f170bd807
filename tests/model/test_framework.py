"""Scales, trees of criteria, and who reads what."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casebound.model.evaluation import Assignment, Evaluator, Round
from casebound.model.framework import Criterion, Framework, Scale


@pytest.mark.parametrize(
    ("mark", "allowed"),
    [("0", True), ("5", True), ("100", True), ("7", False), ("-5", False), ("105", False), ("5.0", True)],
)
def test_a_scale_allows_its_steps(mark: str, allowed: bool) -> None:
    assert Scale(minimum=Decimal(0), maximum=Decimal(100), step=Decimal(5)).allows(Decimal(mark)) is allowed


def test_steps_are_counted_from_the_minimum() -> None:
    scale = Scale(minimum=Decimal(1), maximum=Decimal(4), step=Decimal("0.5"))
    assert [mark for mark in ("1", "1.5", "1.7", "4") if scale.allows(Decimal(mark))] == ["1", "1.5", "4"]


TREE = Framework(
    criteria=(
        Criterion(id="1", children=(Criterion(id="1.1", weight=Decimal(30)), Criterion(id="1.2", weight=Decimal(20)))),
        Criterion(id="2", weight=Decimal(50)),
    )
)


def test_leaves_stand_in_order_and_groups_are_found_too() -> None:
    assert [leaf.id for leaf in TREE.leaves()] == ["1.1", "1.2", "2"]
    assert TREE.weight_total == 100
    group = TREE.criterion("1")
    assert group is not None
    assert len(group.children) == 2
    assert TREE.criterion("3") is None


def test_one_unknown_weight_leaves_no_total() -> None:
    assert Framework(criteria=(*TREE.criteria, Criterion(id="3"))).weight_total is None
    assert Framework().weight_total is None


def test_an_evaluator_reads_the_assigned_cases_in_the_rounds_order() -> None:
    round = Round(
        cases=("c", "a", "b"),
        panel=(Evaluator(id="e1", name="沈"),),
        assignments=(Assignment(case="a", evaluators=("e1",)), Assignment(case="c", evaluators=("e2", "e1"))),
    )
    assert round.cases_of("e1") == ("c", "a")
    assert round.cases_of("e9") == ()
    assert (round.evaluator("e1") or Evaluator()).name == "沈"
    assert round.evaluator("e9") is None
