from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from casebound.evaluate.fingerprint import differences, fingerprint_of_case, fingerprint_of_framework
from casebound.model.audience import Audience, for_audience
from casebound.model.case import Case, DataFile, Publication, Section, Subject
from casebound.model.framework import Aggregation, Band, Condition, Criterion, Framework, Grade
from casebound.model.measure import Measure
from casebound.text.localized import Localized

CASE = Case(
    id="wait",
    title="少等一刻钟",
    subject=Subject(name="晨光小组", organization="甲医院"),
    measures=(Measure(id="minutes", name="等候"),),
    sections=(Section(id="survey", title="现状", text="等得久。"), Section(title="无编号", text="甲")),
)
FRAMEWORK = Framework(
    id="one",
    conditions=(Condition(id="4.2"),),
    criteria=(Criterion(id="5.2", children=(Criterion(id="5.2.1", weight=Decimal(60)),)),),
    bands=(Band(id="low", range=(Decimal(0), Decimal(55))),),
)


def parts(case: Case) -> dict[str, str]:
    return dict(fingerprint_of_case(case, {}).parts)


def test_every_part_has_a_name_and_a_digest_of_its_own() -> None:
    assert list(parts(CASE)) == ["title", "subject", "measures.minutes", "sections.survey", "sections.2"]
    assert len(set(parts(CASE).values())) == 5


def test_what_has_the_name_of_another_part_has_a_digest_of_its_own() -> None:
    def twice(first: str, second: str) -> Case:
        return replace(
            CASE,
            measures=(Measure(id="minutes", name=first), Measure(id="minutes", name=second)),
            data=(DataFile(file="title", text=first), DataFile(file="a.csv", text=second)),
        )

    def names(case: Case) -> list[str]:
        return list(fingerprint_of_case(case, {"a.csv": "1", "b.png": "2"}).parts)

    assert names(twice("甲", "乙")) == [
        *("title", "subject", "measures.minutes", "measures.minutes#2", "sections.survey", "sections.2"),
        *("title#1", "a.csv", "a.csv#1", "b.png"),
    ]
    digests = {fingerprint_of_case(twice(*each), {}).digest for each in ("甲乙", "丙乙", "甲丙")}
    assert len(digests) == 3
    twin = replace(FRAMEWORK, conditions=(Condition(id="4.2"), Condition(id="4.2", title=Localized({"en": "Two"}))))
    assert "conditions.4.2#2" in fingerprint_of_framework(twin).parts


def test_a_change_shows_in_its_part_alone_and_in_the_digest() -> None:
    edited = replace(CASE, sections=(replace(CASE.sections[0], text="等得更久。"), CASE.sections[1]))
    before, now = fingerprint_of_case(CASE, {}), fingerprint_of_case(edited, {})
    assert before.digest != now.digest
    assert differences(before.parts, now.parts).to("en") == "changed: sections.survey"


def test_what_came_and_what_went_is_named() -> None:
    edited = replace(CASE, title="", measures=(Measure(id="calls", name="电话"),))
    said = differences(
        fingerprint_of_case(CASE, {"a.png": "1"}).parts, fingerprint_of_case(edited, {"b.png": "1"}).parts
    )
    assert said.to("en") == "added: measures.calls, b.png; gone: title, measures.minutes, a.png"
    assert said.to("zh-CN") == "加了 measures.calls, b.png；少了 title, measures.minutes, a.png"


def test_a_long_list_of_changes_is_cut() -> None:
    sections = tuple(Section(id=f"s{n:02}", text="甲") for n in range(30))
    edited = tuple(replace(section, text="乙") for section in sections)
    said = differences(parts(replace(CASE, sections=sections)), parts(replace(CASE, sections=edited))).to("en")
    assert said.endswith("sections.s11 … (+18)")


def test_equal_parts_have_no_difference() -> None:
    assert differences(parts(CASE), parts(CASE)).to("en") == "no difference"


def test_what_evaluators_do_not_judge_changes_nothing() -> None:
    edited = replace(CASE, id="waits", publication=Publication(consent=True), aliases=("old",))
    assert parts(edited) == parts(CASE)


def test_a_name_that_a_blind_reader_never_sees_changes_nothing_for_them() -> None:
    renamed = replace(CASE, subject=replace(CASE.subject, name="朝阳小组"))
    assert parts(for_audience(renamed, Audience.BLIND)) == parts(for_audience(CASE, Audience.BLIND))
    assert parts(renamed) != parts(CASE)


def test_two_sections_of_one_id_are_two_parts() -> None:
    twice = replace(CASE, sections=(Section(id="a", text="甲"), Section(id="a", text="乙")))
    assert [name for name in parts(twice) if name.startswith("sections")] == ["sections.a", "sections.a#2"]


def test_a_framework_is_what_marks_rest_on() -> None:
    before = fingerprint_of_framework(FRAMEWORK)
    assert list(before.parts) == ["scale", "conditions.4.2", "criteria.5.2.1", "bands.low"]
    graded = replace(FRAMEWORK, grades=(Grade(id="star"),), aggregation=Aggregation(places=2))
    assert fingerprint_of_framework(graded) == before
    weighted = replace(FRAMEWORK, criteria=(Criterion(id="5.2.1", weight=Decimal(61)),))
    assert differences(before.parts, fingerprint_of_framework(weighted).parts).to("en") == "changed: criteria.5.2.1"


def test_words_in_another_order_of_languages_are_the_same() -> None:
    titled = [
        Condition(id="4.2", title=Localized(dict(texts)))
        for texts in ((("en", "A"), ("zh-CN", "甲")), (("zh-CN", "甲"), ("en", "A")))
    ]
    one, other = (fingerprint_of_framework(replace(FRAMEWORK, conditions=(condition,))) for condition in titled)
    assert one == other
