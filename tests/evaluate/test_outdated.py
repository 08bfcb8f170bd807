"""Packets and evaluations of content that has changed; evaluations that a conflict or a smaller panel keeps out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from casebound.evaluate.fingerprint import Fingerprint
from casebound.evaluate.outdated import changed_since, outdated_evaluations
from casebound.evaluate.returns import Desk
from casebound.evaluate.tally import tally_case
from casebound.model.evaluation import Round
from tests.evaluate.marked import Marks, evaluation, framework, round_of
from tests.evaluate.test_returns import CASE_NOW, CASE_THEN, CRITERIA_NOW, CRITERIA_THEN, DESK, DIGESTS, ROUND

JUDGED = evaluation(0, {"5.2": [80]}, case="night-clinic", packet="spring/e1/1f2e3d4c", **DIGESTS)


def desk(case: Fingerprint, criteria: Fingerprint, **more: Any) -> Desk:
    round = replace(ROUND, evaluations=(replace(JUDGED, **more),))
    return replace(DESK, round=round, case_now=lambda _packet, _case: case, framework_now=criteria)


def said(desk: Desk) -> list[tuple[str, str, str]]:
    return [(each.rule, each.span.source.path, each.message.to("en")) for each in outdated_evaluations(desk)]


def test_evaluations_of_a_changed_case_or_by_changed_criteria_are_named_at_their_file() -> None:
    assert said(desk(CASE_THEN, CRITERIA_THEN)) == []
    case, criteria = said(desk(CASE_NOW, CRITERIA_NOW))
    assert case[:2] == ("outdated-evaluation", "content/rounds/spring/evaluations/night-clinic/e1.yaml")
    assert case[2].startswith("“night-clinic” has changed since it was judged: changed: ")
    assert criteria[2].startswith("The criteria of “small” have changed since they were judged by: changed: ")
    assert said(desk(CASE_NOW, CRITERIA_NOW, packet="")) == []


def test_what_changed_since_a_packet_was_given_out_is_named() -> None:
    packet = DESK.record.packets[0]
    assert changed_since(packet, desk(CASE_THEN, CRITERIA_THEN)) == ()
    assert changed_since(packet, desk(CASE_NOW, CRITERIA_NOW)) == ("night-clinic", "small")


def test_who_is_barred_from_a_case_or_not_on_the_panel_does_not_count() -> None:
    marks: Marks = {"A.1": [80, 60]}
    round = round_of(evaluation(0, marks), evaluation(1, marks))

    def evaluators(round: Round) -> tuple[str, ...]:
        return tally_case("one", round, framework({"A.1": 100})).evaluators

    assert evaluators(round) == ("e1", "e2")
    assert evaluators(replace(round, barred=frozenset({("e2", "one"), ("e1", "two")}))) == ("e1",)
    assert evaluators(replace(round, panel=round.panel[1:])) == ("e2",)
