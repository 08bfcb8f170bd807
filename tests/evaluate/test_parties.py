"""The same case in rounds of different parties: what is compared, by hand, and what is not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from casebound.evaluate.parties import JudgedRound, OtherParty, compare_parties
from casebound.evaluate.tally import tally_round
from casebound.model.evaluation import Party
from casebound.model.framework import Framework, Scale
from casebound.text.localized import phrase
from tests.evaluate.marked import Marks, framework, round_of_cases

CRITERIA = framework({"A.1": 1, "B.1": 1}, minimum=2)


def judged(id: str, party: Party | None, cases: dict[str, Marks], criteria: Framework = CRITERIA) -> JudgedRound:
    round = replace(round_of_cases(cases, id=id), party=party)
    return JudgedRound(round=round, framework=criteria, cards=tally_round(round, criteria))


def shown(other: OtherParty) -> list[tuple[str, str, str]]:
    return [(each.criterion, str(each.result), str(each.difference)) for each in other.criteria]


HERE = judged(
    "third", Party.THIRD, {"one": {"A.1": [70, 75], "B.1": [60, 60]}, "two": {"A.1": [50, 50], "B.1": [1, 1]}}
)
FIRST = judged("self", Party.FIRST, {"one": {"A.1": [85, 90], "B.1": [50, 55]}})
SECOND = judged(
    "client", Party.SECOND, {"one": {"A.1": [72, 75], "B.1": [60, 60]}}, replace(CRITERIA, scale=Scale(step=Decimal(1)))
)


def test_differences_are_the_other_partys_marks_less_ours() -> None:
    # first 87.5 and 52.5, second 73.5 and 60, here 72.5 and 60
    parties = compare_parties(HERE, [SECOND, FIRST])
    first, second = parties["one"]
    assert (first.party, first.round, second.party, second.round) == (Party.FIRST, "self", Party.SECOND, "client")
    assert shown(first) == [("A.1", "87.5", "15.0"), ("B.1", "52.5", "-7.5")]
    assert shown(second) == [("A.1", "73.5", "1.0"), ("B.1", "60.0", "0.0")]
    assert (first.refusal, second.refusal) == (None, None)
    assert parties["two"] == ()


def test_differences_are_of_marks_as_published() -> None:
    # 68.33… and 66.66…: the difference is 1.66…, but readers see 68.3 and 66.7
    ours = judged("third", Party.THIRD, {"one": {"A.1": [65, 65, 70]}}, framework({"A.1": 1}))
    theirs = judged("self", Party.FIRST, {"one": {"A.1": [65, 70, 70]}}, framework({"A.1": 1}))
    assert shown(compare_parties(ours, [theirs])["one"][0]) == [("A.1", "68.3", "1.6")]


def test_seen_from_the_other_side_the_sign_is_the_other() -> None:
    (there,) = compare_parties(FIRST, [HERE])["one"]
    assert shown(there) == [("A.1", "72.5", "-15.0"), ("B.1", "60.0", "7.5")]


def test_each_other_round_is_compared_in_order_of_party_and_id() -> None:
    again = judged("again", Party.FIRST, {"one": {"A.1": [80, 80], "B.1": [60, 60]}})
    own = judged("own", Party.THIRD, {"one": {"A.1": [80, 80], "B.1": [60, 60]}})
    nobody = judged("nobody", None, {"one": {"A.1": [80, 80], "B.1": [60, 60]}})
    found = compare_parties(HERE, [SECOND, own, FIRST, nobody, HERE, again])["one"]
    assert [other.round for other in found] == ["again", "self", "client"]


def test_a_missing_mark_makes_no_difference() -> None:
    # one mark of two that a result takes: nothing is compared, and nothing counts as zero
    first = judged("self", Party.FIRST, {"one": {"A.1": [85, None], "B.1": [50, 50]}})
    (other,) = compare_parties(HERE, [first])["one"]
    assert shown(other) == [("A.1", "None", "None"), ("B.1", "50.0", "-10.0")]


def test_a_round_in_which_nobody_has_evaluated_yet_is_left_out() -> None:
    first = replace(FIRST, round=replace(FIRST.round, evaluations=()))
    first = replace(first, cards=tally_round(first.round, CRITERIA))
    assert compare_parties(HERE, [first])["one"] == ()


def test_marks_on_another_scale_are_not_compared() -> None:
    points = replace(CRITERIA, scale=Scale(minimum=Decimal(0), maximum=Decimal(5), step=Decimal(1)))
    first = judged("self", Party.FIRST, {"one": {"A.1": [4, 4], "B.1": [3, 3]}}, points)
    (other,) = compare_parties(HERE, [first])["one"]
    assert other.criteria == ()
    assert other.refusal is not None
    assert other.refusal.to("zh-CN") == "分值尺度不同（0–100，0–5），不作比较"
    assert other.refusal.to("en") == "The scales differ (0 to 100, 0 to 5): not compared"


def asked(words: str) -> Framework:
    groups = [
        replace(group, children=tuple(replace(leaf, question=phrase(words, words)) for leaf in group.children))
        for group in CRITERIA.criteria[:1]
    ]
    return replace(CRITERIA, id="asked", criteria=(*groups, *CRITERIA.criteria[1:]))


def test_only_criteria_asked_in_the_same_words_are_compared() -> None:
    here = judged("third", Party.THIRD, {"one": {"A.1": [70, 70], "B.1": [60, 60]}}, asked("谁是用户？"))
    same = judged("self", Party.FIRST, {"one": {"A.1": [80, 80], "B.1": [60, 60]}}, asked("谁是用户？"))
    another = judged("self", Party.FIRST, {"one": {"A.1": [80, 80], "B.1": [60, 60]}}, asked("做了什么？"))
    assert [row[0] for row in shown(compare_parties(here, [same])["one"][0])] == ["A.1", "B.1"]
    assert [row[0] for row in shown(compare_parties(here, [another])["one"][0])] == ["B.1"]


def test_criteria_of_another_framework_are_not_compared() -> None:
    other = replace(framework({"C.1": 1}), id="other")
    (found,) = compare_parties(HERE, [judged("self", Party.FIRST, {"one": {"C.1": [80, 80]}}, other)])["one"]
    assert found.criteria == ()
    assert found.refusal is not None
    assert found.refusal.to("zh-CN") == "准则“other”没有同样的评价项，不作比较"
    assert found.refusal.to("en") == "Framework “other” asks none of these criteria: not compared"
