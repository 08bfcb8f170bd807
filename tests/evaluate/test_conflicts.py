"""Who should not judge what: declared, detected, decided; and what is left to see."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.evaluate.affiliation import organization_key, person_key
from casebound.evaluate.conflicts import find_conflicts, round_as_seen_by
from casebound.model.case import Case, Contact, Member, Replication, Subject
from casebound.model.conflict import (
    ConflictRecord,
    Conflicts,
    ConflictSource,
    Organization,
)
from casebound.model.evaluation import (
    Assignment,
    Conflict,
    ConflictDecision,
    ConflictKind,
    ConflictStatus,
    Consensus,
    Evaluation,
    EvaluationStatus,
    Evaluator,
    Mark,
    Party,
    Round,
)

SAME, SUPERIOR = ConflictKind.SAME_ORGANIZATION, ConflictKind.SUPERIOR
OWN, AFFILIATED, CO_AUTHOR = ConflictKind.OWN_CASE, ConflictKind.AFFILIATED, ConflictKind.CO_AUTHOR


def case(id: str, organization: str = "", *members: str, contact: str = "", aliases: tuple[str, ...] = ()) -> Case:
    return Case(
        id=id,
        subject=Subject(organization=organization, members=tuple(Member(name=name) for name in members)),
        replication=Replication(contact=Contact(name=contact)) if contact else None,
        aliases=aliases,
    )


def evaluator(id: str, name: str = "", *organizations: str, conflicts: tuple[Conflict, ...] = ()) -> Evaluator:
    declared = date(2026, 3, 2)
    return Evaluator(id=id, name=name, organizations=organizations, declared_on=declared, conflicts=conflicts)


def round_of(panel: tuple[Evaluator, ...], *cases: Case, party: Party = Party.THIRD) -> Round:
    return Round(id="2026", party=party, cases=tuple(case.id for case in cases), panel=panel)


def kinds(found: Conflicts) -> list[tuple[str, str, str]]:
    return [(record.evaluator, record.case, record.kind.value) for record in found.records]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("望榆百货有限公司", "望榆百货"),
        ("望榆百货股份有限公司", "望榆百货有限责任公司"),
        ("望榆百货（集团）股份有限公司", "望榆百货集团"),
        ("望榆 百货", "望榆百货"),
        ("ＡＢＣ服务有限公司", "ABC服务"),
        ("Acme Services Co., Ltd.", "ACME SERVICES"),
        ("Acme Services Group Limited", "Acme Services"),
    ],
)
def test_an_organization_is_one_whatever_its_legal_form_and_spacing(one: str, other: str) -> None:
    assert organization_key(one) == organization_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("望榆百货南堤店", "望榆百货"),
        ("Costco", "Cost"),  # “co” ends the word and is no legal form
        ("甲公司", "乙公司"),  # nothing of a name would be left
        ("示例市质量协会", "示例省质量协会"),
    ],
)
def test_what_differs_in_more_than_that_is_another_organization(one: str, other: str) -> None:
    assert organization_key(one) != organization_key(other)


@given(st.text())
def test_a_persons_key_has_no_white_space_and_is_its_own_key(name: str) -> None:
    key = person_key(name)
    assert key.split() in ([], [key])
    assert person_key(key) == key


@given(
    st.text("望榆百货云汀示例", min_size=2),
    st.lists(
        st.sampled_from(["集团", "（集团）", "有限公司", "股份有限公司", "有限责任公司", " Co., Ltd."]), max_size=3
    ),
)
def test_legal_forms_make_no_difference_however_many(name: str, forms: list[str]) -> None:
    assert organization_key(name + "".join(forms)) == organization_key(name)


def test_an_evaluator_of_the_cases_organization_is_in_conflict_and_the_evidence_says_why() -> None:
    one = case("one", "云汀市妇幼保健院有限公司")
    found = find_conflicts(
        round_of((evaluator("e1", "甲", "云汀市妇幼保健院"), evaluator("e2", "乙", "别处")), one), [one]
    )
    assert [
        (record.evaluator, record.kind, record.source, record.status, record.evidence.texts) for record in found.records
    ] == [
        (
            "e1",
            SAME,
            ConflictSource.DETECTED,
            ConflictStatus.OPEN,
            {
                "zh-CN": "“云汀市妇幼保健院”与案例的“云汀市妇幼保健院有限公司”是同一单位",
                "en": "“云汀市妇幼保健院” is the case's “云汀市妇幼保健院有限公司”",
            },
        )
    ]
    assert found.records[0].blocks


def test_an_alias_of_the_subject_names_its_organization() -> None:
    one = case("one", "云汀市妇幼保健院")
    one = replace(one, subject=replace(one.subject, aliases=("市妇幼",)))
    assert kinds(find_conflicts(round_of((evaluator("e1", "甲", "市妇幼"),), one), [one])) == [
        ("e1", "one", SAME.value)
    ]


ORGANIZATIONS = {
    "总厂": Organization(aliases=("示例总厂",)),
    "分厂": Organization(parent="示例总厂"),
    "车间": Organization(aliases=("一车间",), parent="分厂"),
    "销售公司": Organization(parent="总厂"),
    "甲": Organization(parent="乙"),
    "乙": Organization(parent="甲"),
    "丙": Organization(parent="甲"),
}
"""总厂 ┬ 分厂 ─ 车间
       └ 销售公司; and 甲, 乙, each the other's parent by mistake, with 丙 under 甲."""


@pytest.mark.parametrize(
    ("employer", "subject", "kind"),
    [
        ("示例总厂", "总厂", SAME),
        ("一车间", "车间", SAME),
        ("总厂", "一车间", SUPERIOR),
        ("车间", "总厂", AFFILIATED),
        ("销售", "车间", AFFILIATED),
        ("别处", "车间", None),
        ("甲", "乙", SUPERIOR),
        ("乙", "丙", SUPERIOR),
        ("丙", "总厂", None),
    ],
)
def test_aliases_and_parents_are_followed(employer: str, subject: str, kind: ConflictKind | None) -> None:
    one = case("one", subject)
    found = find_conflicts(round_of((evaluator("e1", "某", employer),), one), [one], organizations=ORGANIZATIONS)
    assert kinds(found) == ([("e1", "one", kind.value)] if kind else [])


def test_evidence_names_the_common_parent() -> None:
    one = case("one", "一车间")
    found = find_conflicts(round_of((evaluator("e1", "某", "销售公司"),), one), [one], organizations=ORGANIZATIONS)
    assert found.records[0].evidence.to("en") == "“销售公司” and the case's “一车间” both belong to “总厂”"


@pytest.mark.parametrize(
    ("party", "expected"),
    [
        (Party.FIRST, []),
        (Party.SECOND, [("e2", SAME.value), ("e3", AFFILIATED.value)]),
        (Party.THIRD, [("e1", SUPERIOR.value), ("e2", SAME.value), ("e3", AFFILIATED.value)]),
    ],
)
def test_what_the_nature_of_a_round_brings_with_it_is_no_conflict(
    party: Party, expected: list[tuple[str, str]]
) -> None:
    one = case("one", "分厂")
    panel = (evaluator("e1", "甲", "总厂"), evaluator("e2", "乙", "分厂"), evaluator("e3", "丙", "销售公司"))
    found = find_conflicts(round_of(panel, one, party=party), [one], organizations=ORGANIZATIONS)
    assert [(record.evaluator, record.kind.value) for record in found.records] == expected


@pytest.mark.parametrize(
    ("name", "written", "found"),
    [
        ("许知棠", "许知棠", True),
        ("许 知棠", "许知　棠", True),
        ("Ｌｉ Na", "Li Na", True),
        ("Xu Zhitang", "许知棠", False),
        ("Na Li", "Li Na", False),
        ("li na", "Li Na", False),
    ],
)
def test_names_are_compared_exactly_but_for_white_space(name: str, written: str, found: bool) -> None:
    one = case("one", "甲院", written)
    assert kinds(find_conflicts(round_of((evaluator("e1", name, "别处"),), one), [one])) == (
        [("e1", "one", OWN.value)] if found else []
    )


def test_contacts_single_subjects_and_earlier_versions_count_as_the_cases_people() -> None:
    contact = case("contact", contact="甲")
    single = Case(id="single", subject=Subject(name="甲"))
    earlier = case("old-name", "", "甲")
    renamed = case("renamed", "", "乙", aliases=("old-name",))
    found = find_conflicts(
        round_of((evaluator("e1", "甲"),), contact, single, renamed),
        [contact, single, renamed],
        earlier_cases=[earlier],
    )
    assert kinds(found) == [("e1", id, OWN.value) for id in ("contact", "renamed", "single")]


def test_a_nameless_evaluator_is_nobody() -> None:
    one = case("one", "", "")
    assert kinds(find_conflicts(round_of((evaluator("e1", "", ""),), one), [one])) == []


def test_who_wrote_or_judged_another_case_with_its_people_is_in_conflict() -> None:
    one, other = case("one", "", "甲", "乙"), case("other", "", "丙")
    past = case("past", "", "评", "乙")
    before = Round(
        id="2024",
        panel=(Evaluator(id="x1", name="评"), Evaluator(id="x2", name="丙"), Evaluator(id="e1", name="别人")),
        cases=("other", "third"),
        assignments=(
            Assignment(case="other", evaluators=("x1",)),
            Assignment(case="third", evaluators=("x1", "x2")),
            Assignment(case="one", evaluators=("e1",)),  # the same id, another person
        ),
    )
    found = find_conflicts(
        round_of((evaluator("e1", "评"),), one, other), [one, other], earlier_rounds=[before], earlier_cases=[past]
    )
    assert kinds(found) == [("e1", "one", CO_AUTHOR.value), ("e1", "other", "co-evaluator")]
    assert found.records[1].evidence.to("en") == "Judged the same case as the case's “丙”, in “2024”"
    assert found.records[0].evidence.to("en") == "“评” and the case's “乙” are both in the case “past”"
    assert [(note.evaluator, note.case, note.text.to("en")) for note in found.notes] == [
        ("e1", "other", "Judged this case before, in “2024”"),
    ]


def test_co_authors_are_found_within_the_round_too() -> None:
    one, other = case("one", "", "评", "乙"), case("other", "", "乙")
    found = find_conflicts(round_of((evaluator("e1", "评"),), one, other), [one, other])
    assert kinds(found) == [("e1", "one", OWN.value), ("e1", "other", CO_AUTHOR.value)]


def test_declarations_are_taken_over_under_a_cases_former_id_too() -> None:
    one = case("one", aliases=("was-one",))
    declared = (Conflict(case="was-one", kind=ConflictKind.KIN, reason="配偶在该单位"), Conflict(case="one"))
    found = find_conflicts(round_of((evaluator("e1", "甲", conflicts=declared),), one), [one])
    assert [(record.case, record.kind, record.source, record.evidence.to("zh-CN")) for record in found.records] == [
        ("one", ConflictKind.KIN, ConflictSource.DECLARED, "本人申报：配偶在该单位"),
        ("one", ConflictKind.OTHER, ConflictSource.DECLARED, "本人申报：—"),
    ]


def test_who_declared_nothing_is_unknown_not_clean() -> None:
    one = case("one")
    silent = replace(evaluator("e2", "乙"), declared_on=None)
    found = find_conflicts(round_of((silent, evaluator("e1", "甲")), one), [one])
    assert found.undeclared == ("e2",)
    assert found.records == ()


def test_a_case_that_cannot_be_compared_and_a_declaration_about_none_are_said() -> None:
    one = case("waiting-time")
    panel = (evaluator("e1", "甲", conflicts=(Conflict(case="waiting-tine", kind=ConflictKind.KIN, reason="…"),)),)
    found = find_conflicts(replace(round_of(panel, one), cases=("waiting-time", "unwritten")), [one])
    assert [
        (problem.case, problem.message.to("en"), problem.hint and problem.hint.to("en")) for problem in found.problems
    ] == [
        ("unwritten", "There is no write-up: only declared conflicts are known", None),
        ("waiting-tine", "The declared case “waiting-tine” is not in this round", "Did you mean “waiting-time”?"),
    ]


def decided(*decisions: ConflictDecision) -> Conflicts:
    """What becomes of e1 (王五) of 甲院, kin besides, and the case one of 甲院."""
    one = case("one", "甲院", aliases=("was-one",))
    panel = (evaluator("e1", "王五", "甲院", conflicts=(Conflict(case="one", kind=ConflictKind.KIN, reason="亲属"),)),)
    return find_conflicts(replace(round_of(panel, one), decisions=decisions), [one])


def waiver(**more: Any) -> ConflictDecision:
    fields: dict[str, Any] = {
        "evaluator": "e1",
        "case": "one",
        "kind": SAME,
        "status": ConflictStatus.WAIVED,
        "by": "评价办",
        "reason": "已离职五年",
    }
    return ConflictDecision(**{**fields, **more})


def test_a_waiver_lifts_the_conflict_it_names_and_no_other() -> None:
    found = decided(waiver(case="was-one"))
    assert [(record.kind, record.status, record.by, record.reason, record.blocks) for record in found.records] == [
        (ConflictKind.KIN, ConflictStatus.OPEN, "", "", True),
        (SAME, ConflictStatus.WAIVED, "评价办", "已离职五年", False),
    ]
    assert found.problems == ()


def test_a_conflict_may_be_confirmed_without_a_reason() -> None:
    found = decided(waiver(status=ConflictStatus.CONFIRMED, by="", reason=""))
    assert found.records[1].status is ConflictStatus.CONFIRMED
    assert found.records[1].blocks


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        (waiver(by=" "), "A waiver without who gave it and why does not count"),
        (waiver(reason=""), "A waiver without who gave it and why does not count"),
        (waiver(by="王 五"), "Nobody waives a conflict of their own"),
        (waiver(by="e1"), "Nobody waives a conflict of their own"),
        (waiver(status=ConflictStatus.OPEN), "“open” is no decision"),
        (waiver(kind=SUPERIOR), "There is no conflict of kind superior to decide"),
        (waiver(case="two"), "There is no conflict of kind same-organization to decide"),
    ],
)
def test_a_decision_that_does_not_hold_is_refused_with_a_remedy(decision: ConflictDecision, message: str) -> None:
    found = decided(decision)
    assert all(record.status is ConflictStatus.OPEN for record in found.records)
    assert [problem.message.to("en") for problem in found.problems] == [message]
    assert all(problem.hint and problem.hint.to("zh-CN") for problem in found.problems)


def test_where_decisions_differ_the_conflict_stays() -> None:
    confirmed = waiver(status=ConflictStatus.CONFIRMED, by="张", reason="仍在职")
    for decisions in ((waiver(), confirmed), (confirmed, waiver())):
        found = decided(*decisions)
        assert (found.records[1].status, found.records[1].by) == (ConflictStatus.CONFIRMED, "张")
        assert [problem.message.to("en") for problem in found.problems] == [
            "Both confirmed and waived: it counts as confirmed"
        ]


def test_the_order_of_input_does_not_matter() -> None:
    cases = [case(f"c{n}", f"单位{n % 4}", f"员{n}", f"员{n + 1}") for n in range(8)]
    panel = tuple(evaluator(f"e{n}", f"员{n * 3}", f"单位{n % 3}", f"单位{n % 5}") for n in range(6))
    past = [case(f"p{n}", "", f"员{n}", f"员{n * 2}") for n in range(6)]
    expected = find_conflicts(round_of(panel, *cases), cases, earlier_cases=past)
    assert {record.kind for record in expected.records} == {SAME, OWN, CO_AUTHOR}
    for seed in range(20):
        draw = random.Random(seed)
        mixed, people, works = draw.sample(cases, 8), tuple(draw.sample(panel, 6)), draw.sample(past, 6)
        round = round_of(people, *draw.sample(cases, 8))
        assert find_conflicts(round, mixed, earlier_cases=works) == expected


def test_a_conflicted_person_sees_a_round_without_the_case_in_lists_counts_and_averages() -> None:
    panel = (
        evaluator("e1", "甲", conflicts=(Conflict(case="one"),)),
        evaluator("e2", "乙", conflicts=(Conflict(case="two"),)),
    )
    marks = {"one": 90, "two": 60}
    round = replace(
        round_of(panel, case("one"), case("two")),
        assignments=(Assignment(case="one", evaluators=("e2",)), Assignment(case="two", evaluators=("e1",))),
        evaluations=tuple(
            Evaluation(
                case=id, evaluator="e2", status=EvaluationStatus.SUBMITTED, marks={"1": Mark(value=Decimal(marks[id]))}
            )
            for id in ("one", "two")
        ),
        consensus=tuple(Consensus(case=id) for id in ("one", "two")),
        decisions=tuple(
            ConflictDecision(
                evaluator="e9", case=id, kind=ConflictKind.KIN, status=ConflictStatus.WAIVED, by="张", reason="…"
            )
            for id in ("one", "two")
        ),
    )
    records = find_conflicts(round, [case("one"), case("two")]).records
    seen = round_as_seen_by("e1", round, records)
    assert seen.cases == ("two",)
    assert [assignment.case for assignment in seen.assignments] == ["two"]
    assert [consensus.case for consensus in seen.consensus] == ["two"]
    assert [decision.case for decision in seen.decisions] == ["two"]
    assert [evaluation.marks["1"].value for evaluation in seen.evaluations] == [Decimal(60)]
    assert [member.conflicts for member in seen.panel] == [(), (Conflict(case="two"),)]
    assert round_as_seen_by("e2", round, records).cases == ("one",)
    assert round_as_seen_by("organizer", round, records) == round


def test_a_waived_conflict_hides_nothing() -> None:
    one = case("one", "甲院")
    round = round_of((evaluator("e1", "王五", "甲院"),), one)
    record = find_conflicts(round, [one]).records[0]
    waived: ConflictRecord = replace(record, status=ConflictStatus.WAIVED)
    assert round_as_seen_by("e1", round, [record]).cases == ()
    assert round_as_seen_by("e1", round, [waived]).cases == ("one",)
