"""A round and its cases → who should not judge what, and why; a round as a conflicted person may see it.

Only what is written alike is found: names and organisations are compared after normalisation, never guessed from
pinyin, initials or translations. So a clean result says that nothing was found, not that there is nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from casebound.evaluate.affiliation import Affiliation, Register, Relation, person_key, relation
from casebound.evaluate.conflict_decisions import decide_conflicts
from casebound.model.case import Case
from casebound.model.conflict import (
    ConflictNote,
    ConflictProblem,
    ConflictRecord,
    Conflicts,
    ConflictSource,
    Organization,
)
from casebound.model.evaluation import ConflictKind, Evaluator, Party, Round
from casebound.text.localized import Localized, phrase
from casebound.text.suggest import near_miss

_EXPECTED: Mapping[Party | None, Collection[ConflictKind]] = {
    Party.FIRST: (ConflictKind.SAME_ORGANIZATION, ConflictKind.SUPERIOR, ConflictKind.AFFILIATED),
    Party.SECOND: (ConflictKind.SUPERIOR,),
}
"""What an evaluator's organisation is to a case's by the nature of the round (clause 1)."""

People = Mapping[str, str]
"""Names as written, by `person_key`."""


def find_conflicts(
    round: Round,
    cases: Iterable[Case],
    *,
    organizations: Mapping[str, Organization] | None = None,
    earlier_rounds: Iterable[Round] = (),
    earlier_cases: Iterable[Case] = (),
) -> Conflicts:
    """Conflicts declared in `round`, and those that comparing records shows, with what was decided about them.

    `organizations`: aliases and parents by an organisation's name. `earlier_rounds` and `earlier_cases` tell who worked
    with whom: to have written another case with one of its people, or judged one beside them, is a conflict; to have
    judged the same case before is a note. In a first-party round all work for one organisation, so organisations are
    not compared; in a second-party round it is the superior who evaluates, so that to be above is no conflict.
    """
    entered = frozenset(round.cases)
    written = {case.id: case for case in sorted(cases, key=lambda case: case.id) if case.id in entered}
    former = {alias: case.id for case in written.values() for alias in case.aliases if alias not in written}
    register = Register(organizations or {})
    before, past = tuple(earlier_rounds), tuple(earlier_cases)
    works = [(case.id, _people(case)) for case in (*written.values(), *past)]
    versions: dict[str, list[People]] = {}
    for case in past:
        versions.setdefault(case.id, []).append(_people(case))
    authors = {case.id: _authors(case, versions) for case in written.values()}
    subjects = {case.id: _affiliations(case, register) for case in written.values()}
    records = [*_declared(round, former)]
    notes: list[ConflictNote] = []
    for evaluator in round.panel:
        employers = [register.affiliation(name) for name in evaluator.organizations]
        colleagues, judged, fellows = _co_authors(evaluator, works), *_readings(evaluator, before)
        for id, case in written.items():
            related = _by_organization(evaluator, id, employers, subjects[id], register)
            records += (record for record in related if record.kind not in _EXPECTED.get(round.party, ()))
            records += _by_name(evaluator, id, authors[id], colleagues, fellows)
            notes += _notes(evaluator, case, judged)
    decided, refused = decide_conflicts(round, records, former)
    return Conflicts(
        records=decided,
        undeclared=tuple(sorted({each.id for each in round.panel if each.owes_declaration})),
        notes=tuple(sorted(notes, key=lambda note: (note.evaluator, note.case, note.text.to("en")))),
        problems=(*_unread(round, written, former), *refused),
    )


def round_as_seen_by(evaluator: str, round: Round, records: Iterable[ConflictRecord]) -> Round:
    """The round without the cases that a person must not judge, for what that person sees: counts and averages too.

    What others declared about those cases, and what was decided, goes as well: it would name them.
    """
    hidden = {record.case for record in records if record.evaluator == evaluator and record.blocks}
    return replace(
        round,
        cases=tuple(case for case in round.cases if case not in hidden),
        panel=tuple(
            replace(member, conflicts=tuple(conflict for conflict in member.conflicts if conflict.case not in hidden))
            for member in round.panel
        ),
        decisions=tuple(decision for decision in round.decisions if decision.case not in hidden),
        assignments=tuple(assignment for assignment in round.assignments if assignment.case not in hidden),
        evaluations=tuple(evaluation for evaluation in round.evaluations if evaluation.case not in hidden),
        consensus=tuple(consensus for consensus in round.consensus if consensus.case not in hidden),
        barred=frozenset((other, case) for other, case in round.barred if case not in hidden),
    )


def _people(case: Case) -> dict[str, str]:
    contact = case.replication.contact if case.replication else None
    names = [case.subject.name, *(member.name for member in case.subject.members), contact.name if contact else ""]
    return {key: name for name in names if (key := person_key(name))}


def _authors(case: Case, works: Mapping[str, Sequence[People]]) -> People:
    """The people of a case, and of what it was before."""
    versions = [people for id in dict.fromkeys((case.id, *case.aliases)) for people in works.get(id, ())]
    return {key: name for people in (*versions, _people(case)) for key, name in people.items()}


def _affiliations(case: Case, register: Register) -> list[Affiliation]:
    return [register.affiliation(name) for name in (case.subject.organization, *case.subject.aliases)]


def _declared(round: Round, former: Mapping[str, str]) -> Iterator[ConflictRecord]:
    for evaluator in round.panel:
        for conflict in evaluator.conflicts:
            case = former.get(conflict.case, conflict.case)
            if case in round.cases:
                yield ConflictRecord(
                    evaluator=evaluator.id,
                    case=case,
                    kind=conflict.kind or ConflictKind.OTHER,
                    source=ConflictSource.DECLARED,
                    evidence=phrase("本人申报：{reason}", "Declared: {reason}", reason=conflict.reason or "—"),
                )


def _by_organization(
    evaluator: Evaluator,
    case: str,
    employers: Sequence[Affiliation],
    subjects: Sequence[Affiliation],
    register: Register,
) -> Iterator[ConflictRecord]:
    """At most one record of each kind."""
    found: dict[ConflictKind, Localized] = {}
    for one in employers:
        for other in subjects:
            names = {"a": one.written, "b": other.written}
            match relation(one, other):
                case Relation.SAME:
                    text = phrase("“{a}”与案例的“{b}”是同一单位", "“{a}” is the case's “{b}”", **names)
                    found.setdefault(ConflictKind.SAME_ORGANIZATION, text)
                case Relation.ABOVE:
                    text = phrase("“{a}”是案例的“{b}”的上级", "“{a}” is above the case's “{b}”", **names)
                    found.setdefault(ConflictKind.SUPERIOR, text)
                case Relation.BELOW:
                    text = phrase("“{a}”是案例的“{b}”的下属", "“{a}” belongs to the case's “{b}”", **names)
                    found.setdefault(ConflictKind.AFFILIATED, text)
                case Relation.SIBLING:
                    names["parent"] = register.common_parent(one, other)
                    text = phrase(
                        "“{a}”与案例的“{b}”同属“{parent}”",
                        "“{a}” and the case's “{b}” both belong to “{parent}”",
                        **names,
                    )
                    found.setdefault(ConflictKind.AFFILIATED, text)
    for kind, evidence in found.items():
        yield _detected(evaluator, case, kind, evidence)


def _by_name(
    evaluator: Evaluator,
    case: str,
    authors: People,
    colleagues: Sequence[tuple[str, People]],
    fellows: Mapping[str, str],
) -> Iterator[ConflictRecord]:
    own = person_key(evaluator.name)
    if own in authors:
        text = phrase(
            "“{name}”与案例的一名成员或联系人同名",
            "“{name}” is the name of a member or contact of the case",
            name=evaluator.name,
        )
        yield _detected(evaluator, case, ConflictKind.OWN_CASE, text)
        return
    shared = sorted((id, people[key]) for id, people in colleagues for key in people.keys() & authors.keys())
    if shared:
        text = phrase(
            "“{name}”与案例成员“{other}”曾同在案例“{work}”中",
            "“{name}” and the case's “{other}” are both in the case “{work}”",
            name=evaluator.name,
            other=shared[0][1],
            work=shared[0][0],
        )
        yield _detected(evaluator, case, ConflictKind.CO_AUTHOR, text)
    if beside := sorted(authors.keys() & fellows.keys()):
        text = phrase(
            "曾在“{round}”中与案例成员“{name}”评价同一案例",
            "Judged the same case as the case's “{name}”, in “{round}”",
            round=fellows[beside[0]],
            name=authors[beside[0]],
        )
        yield _detected(evaluator, case, ConflictKind.CO_EVALUATOR, text)


def _detected(evaluator: Evaluator, case: str, kind: ConflictKind, evidence: Localized) -> ConflictRecord:
    return ConflictRecord(
        evaluator=evaluator.id, case=case, kind=kind, source=ConflictSource.DETECTED, evidence=evidence
    )


def _co_authors(evaluator: Evaluator, works: Iterable[tuple[str, People]]) -> list[tuple[str, People]]:
    """The cases in which the evaluator took part, each with its people."""
    own = person_key(evaluator.name)
    return [(id, people) for id, people in works if own in people]


def _readings(evaluator: Evaluator, rounds: Iterable[Round]) -> tuple[dict[str, str], dict[str, str]]:
    """What a person of that name judged before, and beside whom: the round's id by case, and by `person_key`.

    Names, not ids, tell who it was: every round gives its own ids.
    """
    own = person_key(evaluator.name)
    judged: dict[str, str] = {}
    fellows: dict[str, str] = {}
    for round in rounds:
        ids = {member.id for member in round.panel if own and person_key(member.name) == own}
        for assignment in round.assignments:
            if ids.intersection(assignment.evaluators):
                judged[assignment.case] = round.id
                for id in set(assignment.evaluators) - ids:
                    if (fellow := round.evaluator(id)) and (key := person_key(fellow.name)):
                        fellows[key] = round.id
    return judged, fellows


def _notes(evaluator: Evaluator, case: Case, judged: Mapping[str, str]) -> Iterator[ConflictNote]:
    for id in (case.id, *case.aliases):
        if id in judged:
            text = phrase("曾在“{round}”中评价过本案例", "Judged this case before, in “{round}”", round=judged[id])
            yield ConflictNote(evaluator=evaluator.id, case=case.id, text=text)


def _unread(round: Round, written: Mapping[str, Case], former: Mapping[str, str]) -> Iterator[ConflictProblem]:
    """What could not be compared: cases without a write-up, and declarations about cases that are not here."""
    for id in sorted(set(round.cases) - written.keys()):
        text = phrase("没有这份案例，只知道申报过的利益冲突", "There is no write-up: only declared conflicts are known")
        yield ConflictProblem(case=id, message=text)
    for evaluator in sorted(round.panel, key=lambda member: member.id):
        for conflict in evaluator.conflicts:
            if former.get(conflict.case, conflict.case) not in round.cases:
                text = phrase(
                    "申报的案例“{id}”不在本轮", "The declared case “{id}” is not in this round", id=conflict.case
                )
                near = near_miss(conflict.case, round.cases)
                hint = phrase("是否想写“{near}”？", "Did you mean “{near}”?", near=near) if near else None
                yield ConflictProblem(evaluator=evaluator.id, case=conflict.case, message=text, hint=hint)
