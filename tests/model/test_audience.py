"""What each kind of reader gets: nothing that is not for them, and everything else as it was."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from casebound.model.audience import Audience, for_audience, has_path, may_be_published, without
from casebound.model.case import (
    AdoptedMeasure,
    Adoption,
    Case,
    ConditionAnswer,
    Contact,
    Evidence,
    EvidenceKind,
    EvidenceReview,
    Member,
    Publication,
    Replication,
    Section,
    Step,
    Study,
    StudyDesign,
    Subject,
    SubjectKind,
    Visibility,
)
from casebound.model.measure import Better, Measure, MeasuredValue, Point, Series
from casebound.model.meters import standing_of
from casebound.model.period import Period, make_period
from casebound.model.value import value_of
from casebound.read.body import mentions


def period(text: str) -> Period:
    made = make_period(text)
    assert made is not None
    return made


CASE = Case(
    id="antenatal-waiting",
    title="晨露小组缩短产检等候",
    summary="云汀市妇幼保健院门诊护理组的改进。",
    lang="zh-CN",
    framework="service-star-demo",
    route="pdca",
    example=True,
    subject=Subject(
        kind=SubjectKind.TEAM,
        name="晨露小组",
        organization="云汀市妇幼保健院",
        aliases=("门诊护理组", "市妇幼", "Sunrise Clinic"),
        members=(Member(name="许知棠", role="组长"), Member(name="葛晚晴", role="护师")),
    ),
    industry="maternal-child-health",
    region="云汀市",
    methods=("pareto",),
    period=period("2024-01/2025-12"),
    conditions=(
        ConditionAnswer(
            id="4.2",
            statement="晨露小组持证上岗。",
            evidence=(Evidence(kind=EvidenceKind.RECORD, title="市妇幼月度记录", file="data/晨露小组.csv"),),
        ),
    ),
    measures=(
        Measure(
            id="wait",
            name="市妇幼平均等候",
            unit="分钟",
            better=Better.LOWER,
            baseline=MeasuredValue(value=Decimal("52.4"), period=period("2024-Q1")),
            actual=MeasuredValue(value=Decimal("26.8"), period=period("2024-Q4")),
            source="市妇幼叫号系统",
            series=Series(file="data/wait.csv", points=(Point(period=period("2024-01"), value=Decimal(50)),)),
        ),
        Measure(id="overtime", name="加班"),
    ),
    replication=Replication(
        steps=(Step(title="培训", who="葛晚晴"),),
        contact=Contact(name="骆小满", role="护士", email="antenatal@example.org", phone="021-5550-0187"),
    ),
    adoptions=(Adoption(organization="澜江市第二妇幼保健院", changes="澜江市第二妇幼保健院改了分段。"),),
    publication=Publication(
        consent=True, names=("示例软件公司",), private=("replication.contact",), license="CC BY 4.0"
    ),
    aliases=("old-id",),
    sections=(
        Section(
            id="survey",
            title="市妇幼的现状",
            criteria=("5.2.2",),
            text=(
                "市妇幼（Sunrise Clinic）由许知棠记录，系统由示例软件公司提供，"
                "见 {ref}`tbl-a` ，{val}`wait.actual`。\n\n"
                ":::{table} 云汀市妇幼保健院分时段\n:id: tbl-a\n\n| 负责人 | 值 |\n|---|---|\n| 葛晚晴 | 1 |\n:::\n\n"
                "有事找骆小满（antenatal@example.org，021-5550-0187）。"
            ),
        ),
        Section(id="causes", title="原因", text="许知棠主持。"),
        Section(id="root-causes", level=3, title="主因", text="略。"),
        Section(id="results", title="效果", text="见 [现状](#survey)。"),
    ),
)

NAMES = (
    "晨露",
    "云汀",
    "妇幼",
    "门诊护理组",
    "Sunrise",
    "许知棠",
    "葛晚晴",
    "骆小满",
    "antenatal@",
    "5550",
    "澜江",
    "示例软件",
)


def texts(value: Any) -> Iterator[str]:
    """Every text in a record, but for what `model.audience` calls words for Casebound."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif dataclasses.is_dataclass(value):
        for item in dataclasses.fields(value):
            if item.name not in ("id", "file"):
                yield from texts(getattr(value, item.name))


@pytest.mark.parametrize("audience", [Audience.INTERNAL, Audience.EVALUATORS])
def test_the_house_and_its_evaluators_read_everything(audience: Audience) -> None:
    assert for_audience(CASE, audience) == replace(CASE, standing=standing_of(CASE))


def test_a_blind_reader_finds_no_name_anywhere() -> None:
    blind = for_audience(CASE, Audience.BLIND)
    for text in texts(blind):
        assert not [name for name in NAMES if name in text], text


def test_a_blind_text_says_what_stood_there() -> None:
    blind = for_audience(CASE, Audience.BLIND)
    assert blind.title == "〔团队〕缩短产检等候"
    assert blind.summary == "〔单位〕〔单位〕的改进。"
    assert blind.sections[1].text == "〔人员〕主持。"
    assert blind.sections[0].text.endswith("有事找〔人员〕（〔人员〕，〔人员〕）。")
    assert blind.adoptions[0].changes == "〔单位〕改了分段。"
    assert (blind.subject.name, blind.subject.organization) == ("〔团队〕", "〔单位〕")
    assert (blind.subject.members, blind.region, blind.aliases) == ((), "", ())
    assert blind.replication is not None
    assert blind.replication.contact is None


def test_a_blind_case_speaks_its_own_language() -> None:
    blind = for_audience(replace(CASE, lang="en", title="How 晨露小组 did it"), Audience.BLIND)
    assert blind.title == "How [team] did it"


def test_an_individual_is_a_person() -> None:
    subject = Subject(kind=SubjectKind.INDIVIDUAL, name="许知棠", organization="某院")
    assert (
        for_audience(Case(lang="zh-CN", title="许知棠的改进", subject=subject), Audience.BLIND).title
        == "〔人员〕的改进"
    )


@pytest.mark.parametrize("audience", [Audience.BLIND, Audience.PUBLIC])
def test_ids_numbers_and_enumerations_survive(audience: Audience) -> None:
    case = for_audience(CASE, audience)
    for name in ("id", "lang", "framework", "route", "example", "industry", "methods", "period"):
        assert getattr(case, name) == getattr(CASE, name)
    assert [section.id for section in case.sections] == [section.id for section in CASE.sections]
    assert case.sections[0].criteria == ("5.2.2",)
    assert (case.conditions[0].id, case.conditions[0].evidence[0].kind) == ("4.2", EvidenceKind.RECORD)
    assert case.conditions[0].evidence[0].file == "data/晨露小组.csv"
    measure, original = case.measures[0], CASE.measures[0]
    assert (measure.id, measure.better, measure.actual, measure.series) == (
        original.id,
        original.better,
        original.actual,
        original.series,
    )


@pytest.mark.parametrize("alias", ["tbl-a", "wait", "survey", "table", "ref", "data", "A"])
def test_an_alias_that_is_also_an_id_breaks_no_reference(alias: str) -> None:
    case = replace(CASE, subject=replace(CASE.subject, aliases=(alias,)))
    blind = for_audience(case, Audience.BLIND)
    kept = [
        (item.kind, item.name, item.target) for item in mentions(blind.sections[0].text) if item.kind != "directive"
    ]
    assert kept == [("role", "ref", "tbl-a"), ("role", "val", "wait.actual"), ("anchor", "table", "tbl-a")]
    assert [item.target for item in mentions(blind.sections[3].text)] == ["#survey"]
    assert value_of(blind, "wait.actual") == value_of(CASE, "wait.actual")


def hidden(text: str, *aliases: str) -> str:
    """A text as a blind reader gets it, where the organisation goes by these names."""
    case = Case(lang="en", subject=Subject(aliases=aliases), sections=(Section(text=text),))
    return for_audience(case, Audience.BLIND).sections[0].text.replace("[organisation]", "[x]")


@pytest.mark.parametrize(
    ("aliases", "text", "wanted"),
    [
        (("Ann",), "Ann met Anna and Joann; Ann's Anné", "[x] met Anna and Joann; [x]'s Anné"),
        (("IBM",), "由IBM公司和XIBM提供", "由[x]公司和XIBM提供"),
        (("市妇幼", "云汀市妇幼保健院"), "云汀市妇幼保健院即市妇幼", "[x]即[x]"),  # the longer one first
        (("晨露", "晨露小组", "小组长"), "晨露小组长", "[x]长"),
        (("云",), "云汀的云", "[x]汀的[x]"),  # one character: as declared
        (("A", "7"), "A队 ABC 7月 17 A7", "[x]队 ABC [x]月 17 A7"),
        (("|", "`", "#", "-", " ", ""), "| a | `b` |\n|---|---|", "| a | `b` |\n|---|---|"),  # no names
        (("C++ (Lab)",), "the C++ (Lab), not C", "the [x], not C"),
        (("A*B 公司",), "A\\*B 公司与 A*B 公司", "[x]与 [x]"),  # escaped in Markdown
        (("云汀市妇幼",), "见云汀市\n妇幼的\n> 云汀\n> 市妇幼", "见[x]的\n> [x]"),  # folded over two lines
        (("Sunrise Clinic",), "at Sunrise\nClinic and Sunrise  Clinic", "at [x] and [x]"),
        (
            ("Sunrise",),
            "![Sunrise at dawn](img/Sunrise.png){#fig-Sunrise}",
            "![[x] at dawn](img/Sunrise.png){#fig-Sunrise}",
        ),
        (("Sunrise",), "[x](https://Sunrise.example/)", "[x](https://[x].example/)"),
        (("Sunrise",), "{ref}`fig-Sunrise` {#Sunrise}", "{ref}`fig-Sunrise` {#[x]}"),
    ],
)
def test_names_are_found_however_they_stand(aliases: tuple[str, ...], text: str, wanted: str) -> None:
    assert hidden(text, *aliases) == wanted


def public(*private: str, case: Case = CASE) -> Case:
    return for_audience(replace(case, publication=replace(case.publication, private=private)), Audience.PUBLIC)


def test_the_public_reads_everything_when_nothing_is_private() -> None:
    open_case = replace(CASE, publication=replace(CASE.publication, private=()))
    assert public() == replace(open_case, standing=standing_of(CASE))


def test_a_private_contact_is_gone_and_so_are_its_name_address_and_number() -> None:
    case = public("replication.contact")
    assert case.replication is not None
    assert case.replication.contact is None
    assert case.sections[0].text.endswith("有事找〔不公开〕（〔不公开〕，〔不公开〕）。")
    assert case.publication.private == ()


def test_a_single_private_field_is_hidden_wherever_its_words_stand() -> None:
    case = public("replication.contact.phone")
    assert case.replication is not None
    assert case.replication.contact == Contact(name="骆小满", role="护士", email="antenatal@example.org")
    assert case.sections[0].text.endswith("有事找骆小满（antenatal@example.org，〔不公开〕）。")


def test_private_members_are_hidden_everywhere() -> None:
    case = public("subject.members")
    assert case.subject.members == ()
    assert not [text for text in texts(case) if "许知棠" in text or "葛晚晴" in text]
    assert case.subject.name == "晨露小组"


def test_a_private_organisation_takes_its_other_names_along() -> None:
    case = public("subject.organization")
    assert not [text for text in texts(case) if "市妇幼" in text or "Sunrise" in text]
    assert case.subject.name == "晨露小组"


def test_a_name_that_another_field_names_openly_stays() -> None:
    contact = Contact(name="葛晚晴", email="a@example.org")
    assert CASE.replication is not None
    case = public("replication.contact", case=replace(CASE, replication=replace(CASE.replication, contact=contact)))
    assert "葛晚晴" in case.sections[0].text


def test_a_private_measure_is_gone() -> None:
    case = public("measures.wait")
    assert [measure.id for measure in case.measures] == ["overtime"]
    assert value_of(case, "wait.actual") is None


def test_a_private_value_of_a_measure_takes_the_series_along() -> None:
    measure = public("measures.wait.actual").measure("wait")
    assert measure is not None
    assert measure.actual is None
    assert measure.series is None
    assert measure.baseline is not None


def test_a_condition_is_named_by_its_id_though_that_has_a_dot() -> None:
    answers = (ConditionAnswer(id="4.2", statement="甲"), ConditionAnswer(id="4.5", statement="乙"))
    publication = Publication(consent=True, private=("conditions.4.2", "conditions.4.5.statement"))
    case = for_audience(Case(conditions=answers, publication=publication), Audience.PUBLIC)
    assert case.conditions == (ConditionAnswer(id="4.5"),)


def test_a_private_section_goes_with_its_subsections() -> None:
    assert [section.id for section in public("sections.causes").sections] == ["survey", "results"]
    assert [section.id for section in public("sections.root-causes").sections] == ["survey", "causes", "results"]


def test_private_adopters_are_hidden() -> None:
    case = public("adoptions")
    assert case.adoptions == ()
    assert not [text for text in texts(case) if "澜江" in text]


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "nothing",
        "replication.contct",
        "measures.none",
        "measures.0",
        "subject.members.0.name",
        "__class__",
        "__dict__",
        "name",
        "measure",
        "measures.wait.change",
        "period.start",
        "region.upper",
        "service",
    ],
)
def test_a_path_that_leads_nowhere_changes_nothing_and_is_known_for_it(path: str) -> None:
    assert not has_path(CASE, path)
    assert without(CASE, path) == CASE


@pytest.mark.parametrize(
    "path",
    ["replication.contact", "subject.members", "measures.wait", "measures.wait.source", "sections.causes", "region"],
)
def test_a_path_that_leads_somewhere_is_known(path: str) -> None:
    assert has_path(CASE, path)
    assert not has_path(without(CASE, path), path)


@pytest.mark.parametrize(
    ("publication", "may"),
    [
        (Publication(consent=True), True),
        (Publication(consent=False), False),
        (Publication(consent=None), False),
        (Publication(consent=True, visibility=Visibility.INTERNAL), False),
        (Publication(consent=True, private=("replication.contact",)), True),
        (Publication(consent=True, private=("replication.contct",)), False),  # a slip must not publish it
    ],
)
def test_only_consent_to_a_clear_rule_publishes(publication: Publication, may: bool) -> None:
    assert may_be_published(replace(CASE, publication=publication)) is may


ADOPTED = replace(
    CASE,
    study=Study(design=StudyDesign.BEFORE_AFTER),
    evidence=EvidenceReview(level=2, reason="许知棠说口径变过，晨露小组重算", by="段书越"),
    adoptions=tuple(
        Adoption(
            organization=name,
            measures=(
                AdoptedMeasure(
                    measure="wait",
                    baseline=MeasuredValue(value=Decimal(46)),
                    actual=MeasuredValue(value=Decimal(31)),
                ),
            ),
        )
        for name in ("澜江市第二妇幼保健院", "澜江市第三妇幼保健院", "苇河县医院")
    ),
)
"""Three independent adopters: level 5, lowered to 2."""


@pytest.mark.parametrize("audience", list(Audience))
def test_the_level_is_that_of_the_whole_case_for_every_reader(audience: Audience) -> None:
    strength = standing_of(for_audience(ADOPTED, audience)).strength
    assert (strength.level, strength.ceiling) == (2, 5)
    again = for_audience(for_audience(ADOPTED, audience), Audience.BLIND)
    assert again.standing is not None
    assert again.standing.strength == strength


def test_the_level_survives_adopters_that_are_private() -> None:
    private = replace(ADOPTED, publication=Publication(private=("adoptions", "evidence")))
    public = for_audience(private, Audience.PUBLIC)
    assert public.standing is not None
    assert (public.standing.strength.level, public.standing.strength.ceiling) == (2, 5)
    assert (public.adoptions, public.evidence, public.standing.replicability.adopters) == ((), None, 0)


def test_a_blind_reader_learns_the_reviewers_reason_and_nobodys_name() -> None:
    blind = for_audience(ADOPTED, Audience.BLIND)
    assert blind.evidence == EvidenceReview(level=2, reason="〔人员〕说口径变过，〔团队〕重算", by="〔人员〕")
    assert [item.measures[0].measure for item in blind.adoptions] == ["wait", "wait", "wait"]


def test_the_effect_of_a_private_measure_is_not_told() -> None:
    private = replace(CASE, publication=Publication(private=("measures.wait",)))
    public = for_audience(private, Audience.PUBLIC)
    assert public.standing is not None
    assert (public.standing.effect.measure, public.standing.effect.percent) == ("overtime", None)


@pytest.mark.parametrize("path", ["measures.wait.baseline", "measures.wait.baseline.value", "measures.wait.actual.n"])
def test_the_rows_do_not_tell_a_private_value(path: str) -> None:
    public = for_audience(replace(CASE, publication=Publication(private=(path,))), Audience.PUBLIC)
    assert value_of(CASE, "wait.at[2024-01]") is not None
    assert value_of(public, "wait.at[2024-01]") is None
