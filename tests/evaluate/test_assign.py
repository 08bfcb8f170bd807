"""Who reads what: the cheapest assignment whatever the order of input, what is kept, and why there is none."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import combinations, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebound.evaluate.assign import assign
from casebound.model.assigning import AssignmentPlan, AssignmentWeights, CostTerm, NoAssignment, Remedies
from casebound.model.case import Case
from casebound.model.conflict import ConflictRecord, Conflicts, ConflictSource
from casebound.model.evaluation import (
    Assignment,
    ConflictKind,
    ConflictStatus,
    Evaluation,
    EvaluationStatus,
    Evaluator,
    Round,
)
from casebound.text.localized import phrase

NONE = Conflicts()


def person(id: str, *expertise: str, most: int | None = None, languages: tuple[str, ...] = ()) -> Evaluator:
    return Evaluator(id=id, expertise=expertise, languages=languages, maximum_load=most, declared_on=date(2026, 3, 2))


def round_of(
    panel: Iterable[Evaluator], cases: Iterable[Case], each: int, standing: Mapping[str, str] | None = None
) -> Round:
    """`standing`: who reads a case already, `e1 !e2`: the latter locked."""
    assignments = tuple(
        Assignment(
            case=case,
            evaluators=tuple(word.strip("!") for word in words.split()),
            locked=tuple(word.strip("!") for word in words.split() if word.startswith("!")),
        )
        for case, words in (standing or {}).items()
    )
    return Round(
        id="2026",
        evaluators_per_case=each,
        cases=tuple(case.id for case in cases),
        panel=tuple(panel),
        assignments=assignments,
    )


def conflicts(*pairs: str, source: ConflictSource = ConflictSource.DECLARED, **more: ConflictStatus) -> Conflicts:
    """`e1×c1` for each."""
    return Conflicts(
        records=tuple(
            ConflictRecord(
                evaluator=pair.split("×")[0],
                case=pair.split("×")[1],
                kind=ConflictKind.KIN,
                source=source,
                evidence=phrase("亲属", "kin"),
                **more,
            )
            for pair in pairs
        )
    )


def planned(found: AssignmentPlan | NoAssignment) -> AssignmentPlan:
    assert isinstance(found, AssignmentPlan)
    assert found.is_proven
    assert all(len(set(each.evaluators)) == len(each.evaluators) for each in found.assignments)
    return found


def refused(found: AssignmentPlan | NoAssignment) -> NoAssignment:
    assert isinstance(found, NoAssignment)
    return found


def readers(plan: AssignmentPlan) -> dict[str, str]:
    return {each.case: " ".join(each.evaluators) for each in plan.assignments}


def loads(plan: AssignmentPlan) -> dict[str, int]:
    return {load.evaluator: load.cases for load in plan.loads}


def cases_of(*industries: str, lang: str = "zh-CN") -> list[Case]:
    return [Case(id=f"c{number}", industry=industry, lang=lang) for number, industry in enumerate(industries)]


def test_a_unique_optimum_is_found_whatever_the_order_of_input() -> None:
    """HotCRP's test of its matcher (t_mincostmaxflow.php): a unique optimum, identical over hundreds of shuffles.

    Each evaluator knows one industry, so that the only assignment without a point for fields is the diagonal.
    """
    names = ["rail", "port", "bank", "mail", "shop"]
    cases, panel = cases_of(*names), [person(f"e{number}", name) for number, name in enumerate(names)]
    for seed in range(20):
        draw = random.Random(seed)
        round = round_of(draw.sample(panel, 5), draw.sample(cases, 5), 1)
        plan = planned(assign(round, draw.sample(cases, 5), NONE))
        assert readers(plan) == {case: f"e{case[1]}" for case in round.cases}
        assert plan.total == 5 * 10


def test_of_equally_good_assignments_the_same_one_is_chosen_in_every_order() -> None:
    """All-equal 3 × 3: six optima, one of them chosen by lot; renamed, others are, so that no place is favoured."""
    found = {
        tuple(sorted(readers(planned(assign(round_of(panel, cases, 1), cases, NONE))).items()))
        for panel in permutations([person(id) for id in "abc"])
        for cases in permutations(cases_of("", "", ""))
    }
    assert len(found) == 1
    drawn = set()
    for number in range(50):
        names = [f"{letter}{number}" for letter in "xyz"]
        cases = cases_of("", "", "")
        plan = planned(assign(round_of([person(id) for id in names], cases, 1), cases, NONE))
        drawn.add(tuple(each.evaluators[0][0] for each in plan.assignments))
    assert len(drawn) == 6  # each of the six comes up


def test_ten_cases_with_three_who_know_each_go_to_those_who_know_them() -> None:
    """HotCRP (t_autoassign.php): 10 × 10 with three preferences each, every preference honoured."""
    cases = cases_of(*(f"i{number}" for number in range(10)))
    panel = [person(f"e{number}", *(f"i{(number + step) % 10}" for step in range(3))) for number in range(10)]
    plan = planned(assign(round_of(panel, cases, 3), cases, NONE))
    for each in plan.assignments:
        number = int(each.case[1:])
        assert set(each.evaluators) == {f"e{(number - step) % 10}" for step in range(3)}
    assert set(loads(plan).values()) == {3}


def test_six_evaluators_on_ten_cases_over_seventeen_give_nobody_more_than_four() -> None:
    """HotCRP (t_autoassign.php): 60 / 17 = 3.53, so that balance means three or four each."""
    cases = cases_of(*[""] * 10)
    plan = planned(assign(round_of([person(f"e{number:02}") for number in range(17)], cases, 6), cases, NONE))
    assert Counter(loads(plan).values()) == {4: 9, 3: 8}
    assert plan.total == 10 * (9 * 10 + 8 * 6)  # 1 + 2 + 3 + 4 and 1 + 2 + 3, ten points each


def test_terms_are_charged_as_the_weights_say() -> None:
    case = Case(
        id="c0", industry="retail", service="服装修改", methods=("pareto", "kano", "fmea", "survey"), lang="zh-CN"
    )
    for evaluator, points in (
        (person("e", "retail", "pareto", "kano", "fmea", languages=("zh-CN",)), {}),
        (person("e", "服装", "pareto"), {CostTerm.METHOD: 20}),  # a word of the service; one of three methods
        (person("e", "bank", languages=("en",)), {CostTerm.FIELD: 40, CostTerm.METHOD: 30, CostTerm.LANGUAGE: 1000}),
        (person("e", "Retail ", languages=("zh",)), {CostTerm.METHOD: 30}),
    ):
        plan = planned(assign(round_of([evaluator], [case], 1), [case], NONE))
        assert {term: cost for term, cost in plan.costs if cost} == {CostTerm.LOAD: 10, **points}
        assert dict(plan.assigned[0].points) == points


def test_a_translation_lets_a_case_be_read_in_its_language() -> None:
    case = Case(id="c0", lang="zh-CN")
    round = round_of([person("e", languages=("en",))], [case], 1)
    assert dict(planned(assign(round, [case], NONE)).costs)[CostTerm.LANGUAGE] == 1000
    both = [case, replace(case, lang="en")]
    assert dict(planned(assign(round, both, NONE)).costs)[CostTerm.LANGUAGE] == 0


def test_conflicts_and_maximum_loads_are_never_broken_and_waived_ones_count_no_more() -> None:
    cases = cases_of("rail", "rail")
    panel = [person("e1", "rail", most=1), person("e2"), person("e3", most=0)]
    round = round_of(panel, cases, 1)
    plan = planned(assign(round, cases, conflicts("e1×c0")))
    assert readers(plan) == {"c0": "e2", "c1": "e1"}
    free = planned(assign(round, cases, conflicts("e1×c0", "e2×c1", status=ConflictStatus.WAIVED)))
    assert loads(free) == {"e1": 1, "e2": 1, "e3": 0}


def test_what_stands_is_kept_against_all_preferences_and_the_rest_is_filled_up() -> None:
    cases = cases_of("rail", "port")
    panel = [person("e1", "rail"), person("e2", "port"), person("e3")]
    standing = {"c0": "e2 e3", "c1": "e3"}
    plan = planned(assign(round_of(panel, cases, 2, standing), cases, NONE))
    assert readers(plan) == {"c0": "e2 e3", "c1": "e2 e3"}  # e2 knows c1's field, which outweighs a second case
    assert [one.is_kept for one in plan.assigned] == [True, True, False, True]
    anew = planned(assign(round_of(panel, cases, 1, standing), cases, NONE, is_anew=True))
    assert readers(anew) == {"c0": "e1", "c1": "e2"}


def test_more_evaluators_than_wanted_are_kept_too() -> None:
    cases = cases_of("")
    plan = planned(assign(round_of([person("e1"), person("e2")], cases, 1, {"c0": "e1 e2"}), cases, NONE))
    assert readers(plan) == {"c0": "e1 e2"}
    assert plan.dropped == ()


@pytest.mark.parametrize("is_anew", [False, True])
def test_rows_that_name_nothing_of_the_round_or_name_it_twice_are_told(is_anew: bool) -> None:
    cases = cases_of("")
    round = round_of([person("e101"), person("e102")], cases, 1, {"c0": "e101 e101 e77 e103", "nosuch": "e101"})
    plan = planned(assign(round, cases, NONE, is_anew=is_anew))
    assert [(each.case, each.evaluator, each.why.to("en")) for each in plan.dropped] == [
        ("c0", "e101", "It stands there more than once and counts once"),
        ("c0", "e103", "“e103” is not on the panel"),  # as near to the one as to the other
        ("c0", "e77", "“e77” is not on the panel"),
        ("nosuch", "e101", "Case “nosuch” is not in this round"),
    ]


def test_a_near_miss_of_an_evaluator_is_named() -> None:
    cases = cases_of("")
    plan = planned(assign(round_of([person("kim")], cases, 1, {"c0": "kin"}), cases, NONE))
    assert [each.why.to("en") for each in plan.dropped] == ["“kin” is not on the panel; did you mean “kim”?"]


def test_what_cannot_stay_is_named_with_its_reason() -> None:
    cases = cases_of("", "", "")
    panel = [person("e1", most=1), person("e2"), person("e3")]
    standing = {"c0": "e1", "c1": "e1", "c2": "e2 e9", "old": "e2"}
    plan = planned(assign(round_of(panel, cases, 1, standing), cases, conflicts("e2×c2")))
    assert [(each.case, each.evaluator, each.why.to("en")) for each in plan.dropped if each.points == 0] == [
        ("c2", "e2", "e2 has a conflict of interest with “c2”"),
        ("c2", "e9", "“e9” is not on the panel"),
        ("old", "e2", "Case “old” is not in this round"),
    ]
    (lost,) = [each for each in plan.dropped if each.points]
    assert lost.evaluator == "e1"
    assert lost.why.to("zh-CN") == "上限之内放不下"
    assert dict(plan.costs)[CostTerm.CHANGE] == AssignmentWeights().change


def test_locked_evaluators_never_move_even_when_all_is_assigned_anew() -> None:
    cases = cases_of("rail", "port")
    panel = [person("e1", "rail"), person("e2", "port")]
    standing = {"c0": "!e2", "c1": "!e1"}
    plan = planned(assign(round_of(panel, cases, 1, standing), cases, NONE, is_anew=True))
    assert readers(plan) == {"c0": "e2", "c1": "e1"}
    assert [each.locked for each in plan.assignments] == [("e2",), ("e1",)]
    assert plan.total == 2 * 10 + 2 * 40


def test_whoever_evaluated_a_case_keeps_it_when_all_is_assigned_anew() -> None:
    cases = cases_of("rail", "rail")
    panel = [person("e1", "rail"), person("e2", "port")]
    done = Evaluation(case="c0", evaluator="e2", status=EvaluationStatus.SUBMITTED)
    round = replace(round_of(panel, cases, 1, {"c0": "e2", "c1": "e2"}), evaluations=(done,))
    assert readers(planned(assign(round, cases, NONE, is_anew=True))) == {"c0": "e2", "c1": "e1"}


def test_locks_that_break_a_rule_are_named_before_anything_else() -> None:
    cases = cases_of("", "")
    panel = [person("e1", most=1), person("e2")]
    round = round_of(panel, cases, 1, {"c0": "!e1 !e2", "c1": "!e1 !e7"})
    found = refused(assign(round, cases, conflicts("e2×c0")))
    assert [why.to("en") for why in found.contradictions] == [
        "“c0” has e2 locked: e2 has a conflict of interest with “c0”",
        "“c1” has e7 locked: “e7” is not on the panel",
        "e1 has 2 cases locked, at most 1 wanted",
    ]
    assert list(found.reasons()) == list(found.contradictions)
    assert list(found.hints()) == []


def test_people_to_be_kept_apart_are_where_that_costs_less_than_their_meeting() -> None:
    cases = cases_of("rail", "rail")
    panel = [person("e1", "rail"), person("e2", "rail"), person("e3"), person("e4")]
    round = round_of(panel, cases, 2)
    together = planned(assign(round, cases, NONE))
    for plan in (
        planned(assign(round, cases, NONE, apart=[("e2", "e1")])),
        planned(assign(replace(round, apart=(("e1", "e2"),)), cases, NONE)),
    ):
        assert plan.together == ()
        assert all(len({"e1", "e2"} & set(each.evaluators)) <= 1 for each in plan.assignments)
        assert plan.total >= together.total


def test_people_who_cannot_be_kept_apart_are_named() -> None:
    cases = cases_of("")
    round = round_of([person("e1"), person("e2"), person("e3")], cases, 3, {"c0": "!e1 !e2"})
    plan = planned(assign(round, cases, NONE, apart=[("e1", "e2", "e3")]))
    assert [each.evaluators for each in plan.together] == [("e1", "e2"), ("e1", "e3"), ("e2", "e3")]
    assert dict(plan.costs)[CostTerm.TOGETHER] == 600


def test_three_of_whom_two_must_meet_meet_once_a_case() -> None:
    """A linear program would take half of each and pay nothing; the whole optimum is found and proved all the same."""
    cases = cases_of("", "", "")
    round = round_of([person("e1"), person("e2"), person("e3")], cases, 2)
    plan = planned(assign(round, cases, NONE, apart=[("e1", "e2", "e3")]))
    assert len(plan.together) == 3
    assert set(loads(plan).values()) == {2}


def test_whoever_has_not_declared_is_assigned_and_named() -> None:
    cases = cases_of("")
    panel = [replace(person("e1"), declared_on=None), replace(person("e2", most=0), declared_on=None)]
    assert planned(assign(round_of(panel, cases, 1), cases, NONE)).undeclared == ("e1",)


def test_cases_that_lack_evaluators_are_named_with_what_would_help() -> None:
    """c0 may be read by e1 alone and c1 by e1 alone, who reads one; c2 has e2."""
    cases = cases_of("", "", "")
    panel = [person("e1", most=1), person("e2", most=5)]
    found = refused(assign(round_of(panel, cases, 1), cases, conflicts("e2×c0", "e2×c1")))
    (shortage,) = found.shortages
    assert (shortage.cases, shortage.evaluators) == (("c0", "c1"), ("e1",))
    assert (shortage.wanted, shortage.possible, shortage.missing) == (2, 1, 1)
    assert found.remedies.raised_loads == (("e1", 1),)
    assert len(found.remedies.waivers) == 1
    assert found.remedies.waivers[0] in (("e2", "c0"), ("e2", "c1"))
    assert found.remedies.new_evaluators == 1
    assert [why.to("en") for why in found.reasons()] == [
        "c0, c1: 2 more evaluations wanted; who may read them (e1) can give 1: 1 short"
    ]
    assert len(list(found.hints())) == 3


def test_a_shortage_that_loads_cannot_mend_is_mended_by_waiving_a_detected_conflict_or_by_somebody_new() -> None:
    cases = cases_of("")
    panel = [person("e1"), person("e2"), person("e3")]
    both = Conflicts(
        records=(
            *conflicts("e1×c0").records,
            *conflicts("e2×c0", source=ConflictSource.DETECTED).records,
            *conflicts("e3×c0", status=ConflictStatus.CONFIRMED).records,
        )
    )
    found = refused(assign(round_of(panel, cases, 1), cases, both))
    assert found.remedies.raised_loads == ()
    assert found.remedies.waivers == (("e2", "c0"),)
    assert found.remedies.new_evaluators == 1
    assert found.shortages[0].evaluators == ()


def test_one_case_that_lacks_two_needs_two_new_people_however_much_they_read() -> None:
    cases = cases_of("", "")
    found = refused(assign(round_of([person("e1", most=9)], cases, 3), cases, NONE))
    assert found.missing == 4
    assert found.remedies == Remedies(new_evaluators=2, new_maximum_load=9)


def test_a_case_that_wants_thousands_more_than_there_are_is_refused_at_once() -> None:
    cases = cases_of("", "", "")
    found = refused(assign(round_of([person("e1", most=2)], cases, 40_000), cases, NONE))
    # e1 reads two of the three; the third needs 40,000 others, of whom each reads two: 119,998 / 2 = 59,999
    assert found.missing == 3 * 40_000 - 2
    assert found.remedies == Remedies(new_evaluators=59_999, new_maximum_load=2)


def test_a_round_without_cases_or_without_a_panel_has_its_answer() -> None:
    assert planned(assign(round_of([person("e1")], [], 2), [], NONE)).assignments == ()
    assert planned(assign(round_of([], [], 2), [], NONE)).total == 0
    found = refused(assign(round_of([], cases_of(""), 2), [], NONE))
    assert found.missing == 2


def test_weights_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match="load: -1"):
        AssignmentWeights(load=-1)


@st.composite
def small_rounds(draw: st.DrawFn) -> tuple[Round, list[Case], Conflicts, list[tuple[str, str]]]:
    """Up to four cases and four evaluators, everything else as it comes."""
    cases = cases_of(*draw(st.lists(st.sampled_from(["rail", "port", "bank"]), min_size=1, max_size=4)))
    people = draw(st.integers(1, 4))
    panel = [
        person(
            f"e{number}",
            *draw(st.lists(st.sampled_from(["rail", "port", "bank"]), max_size=2)),
            most=draw(st.sampled_from([None, 1, 2, 3])),
        )
        for number in range(people)
    ]
    pairs = [f"{one.id}×{case.id}" for one in panel for case in cases]
    barred = draw(st.lists(st.sampled_from(pairs), max_size=3, unique=True))
    standing: dict[str, str] = {}
    for pair in draw(st.lists(st.sampled_from(pairs), max_size=3, unique=True)):
        id, case = pair.split("×")
        lock = "!" if draw(st.booleans()) else ""
        standing[case] = f"{standing.get(case, '')} {lock}{id}".strip()
    twos = list(combinations([one.id for one in panel], 2))
    apart = draw(st.lists(st.sampled_from(twos), max_size=3, unique=True)) if twos else []
    each = draw(st.integers(1, min(3, people)))
    return round_of(panel, cases, each, standing), cases, conflicts(*barred), apart


def cheapest_by_trying_all(
    round: Round, cases: list[Case], barred: Conflicts, apart: list[tuple[str, str]]
) -> int | None:
    """The least points of all assignments that keep the hard rules; None where there is none."""
    panel, industry = {one.id: one for one in round.panel}, {case.id: case.industry for case in cases}
    blocked = {(record.case, record.evaluator) for record in barred.records}
    locked = {(item.case, id) for item in round.assignments for id in item.locked}
    stands = {(item.case, id) for item in round.assignments for id in item.evaluators} - locked - blocked
    choices = []
    for case in cases:
        sets = [
            {(case.id, id) for id in ids}
            for size in range(len(panel) + 1)
            for ids in combinations(sorted(panel), size)
            if size >= round.evaluators_per_case
        ]
        own = {pair for pair in locked if pair[0] == case.id}
        choices.append([pairs for pairs in sets if own <= pairs and not pairs & blocked])
    best = None
    for chosen in product(*choices):
        pairs: set[tuple[str, str]] = set().union(*chosen)
        load = Counter(id for _, id in pairs)
        if any(one.maximum_load is not None and load[id] > one.maximum_load for id, one in panel.items()):
            continue
        points = sum(10 * n * (n + 1) // 2 for n in load.values())
        points += 40 * sum(industry[case] not in panel[id].expertise for case, id in pairs)
        points += 200 * sum({(case.id, one), (case.id, other)} <= pairs for case in cases for one, other in apart)
        points += 100_000 * len(stands - pairs)
        best = points if best is None else min(best, points)
    return best


@settings(max_examples=80, deadline=None)
@given(small_rounds(), st.integers(0, 10**6))
def test_nothing_cheaper_exists_and_order_does_not_matter(
    drawn: tuple[Round, list[Case], Conflicts, list[tuple[str, str]]], seed: int
) -> None:
    round, cases, barred, apart = drawn
    found = assign(round, cases, barred, apart=apart)
    best = cheapest_by_trying_all(round, cases, barred, apart)
    if best is None:
        missing = refused(found)
        assert missing.contradictions or missing.missing > 0
        for shortage in missing.shortages:  # Hall: these people, within their loads, cannot read enough of these cases
            assert shortage.possible < shortage.wanted
    else:
        assert planned(found).total == best
    chance = random.Random(seed)
    mixed = replace(
        round,
        cases=tuple(chance.sample(round.cases, len(round.cases))),
        panel=tuple(chance.sample(round.panel, len(round.panel))),
        assignments=tuple(chance.sample(round.assignments, len(round.assignments))),
    )
    turned = [(other, one) for one, other in chance.sample(apart, len(apart))]
    again = assign(mixed, chance.sample(cases, len(cases)), barred, apart=turned)
    if isinstance(found, AssignmentPlan) and isinstance(again, AssignmentPlan):
        assert readers(again) == readers(found)
        assert (again.total, again.loads, again.dropped, again.together) == (
            *(found.total, found.loads, found.dropped, found.together),
        )
    else:
        assert again == found


@settings(max_examples=40, deadline=None)
@given(small_rounds())
def test_each_remedy_alone_is_enough(drawn: tuple[Round, list[Case], Conflicts, list[tuple[str, str]]]) -> None:
    round, cases, barred, _ = drawn
    found = assign(round, cases, barred)
    if not isinstance(found, NoAssignment) or found.contradictions:
        return
    remedies = found.remedies
    if remedies.raised_loads:
        more = dict(remedies.raised_loads)
        assert sum(more.values()) == found.missing
        panel = tuple(
            replace(one, maximum_load=(one.maximum_load or 0) + more[one.id]) if one.id in more else one
            for one in round.panel
        )
        planned(assign(replace(round, panel=panel), cases, barred))
    if remedies.waivers:
        left = tuple(record for record in barred.records if (record.evaluator, record.case) not in remedies.waivers)
        planned(assign(round, cases, Conflicts(records=left)))
    assert remedies.new_evaluators >= 1
    joined = tuple(person(f"new{number}", most=remedies.new_maximum_load) for number in range(remedies.new_evaluators))
    planned(assign(replace(round, panel=(*round.panel, *joined)), cases, barred))
    refused(assign(replace(round, panel=(*round.panel, *joined[1:])), cases, barred))
