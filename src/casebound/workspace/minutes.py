"""A round → the minutes of its panel, for the organiser's files. Composes; does not lay out."""

from __future__ import annotations

import hashlib

from casebound.compose.pages_review import DepartedEvaluator, MinutesPage, WithdrawnCase
from casebound.compose.round_results import bare, rank_cases
from casebound.compose.round_review import coefficient, make_conflicts, make_consensus, make_panel, make_ties, names_of
from casebound.evaluate.fingerprint import fingerprint_of_framework
from casebound.evaluate.results import note_for
from casebound.model.audience import Audience
from casebound.model.conflict import Conflicts
from casebound.press.plan import PlannedPart
from casebound.workspace.audit import read_log
from casebound.workspace.publish import score_artifact
from casebound.workspace.round_documents import RoundDocument, RoundDocuments


def minutes(maker: RoundDocuments, lang: str | None = None) -> RoundDocument:
    """Everything that has to be signed: who sat, how it was done, what came of it, and what stood against it."""
    workspace, round, framework = maker.documents.workspace, maker.round, maker.framework
    lang = lang or workspace.language
    results = maker.outcome
    entrants = {id: maker.entrant(id, Audience.INTERNAL, lang) for id in round.cases}
    conflicts = workspace.conflicts.get(round.id, Conflicts())
    counted = [evaluation for case in round.cases for evaluation in round.counted(case)]
    days = sorted(evaluation.date for evaluation in counted if evaluation.date)
    panel = make_panel(round, entrants)
    totals = results.agreement.totals
    page = MinutesPage(
        round=bare(round),
        framework=framework,
        publisher=workspace.config.publisher,
        made=maker.documents.made,
        note=note_for(framework),
        panel=panel,
        evaluated=(days[0], days[-1]) if days else (),
        cases=rank_cases(framework, results.judged.cards, entrants, lang),
        submitted=sum(member.submitted for member in panel),
        expected=sum(member.assigned for member in panel),
        conflicts=make_conflicts(conflicts.records, round, entrants),
        undeclared=tuple(evaluator.name for evaluator in round.panel if evaluator.id in conflicts.undeclared),
        withdrawn=tuple(
            WithdrawnCase(
                name=maker.entrant(each.case, Audience.INTERNAL, lang).name, on=each.on, reason=each.reason.strip()
            )
            for each in round.withdrawn
        ),
        left=tuple(DepartedEvaluator(name=each.name, on=each.left_on) for each in round.panel if each.left_on),
        consensus=make_consensus(results, entrants, names_of(round)),
        ties=make_ties(results, entrants),
        alpha=coefficient(totals.alpha.value) if totals else "",
        alpha_refusal=totals.alpha.reason if totals else None,
        results_digest=hashlib.sha256(score_artifact(workspace, results).data).hexdigest(),
        framework_digest=fingerprint_of_framework(framework).digest,
        log_head=read_log(workspace.root, round.id)[1].head,
    )
    name = f"minutes {round.id}"
    part = PlannedPart(job=maker.job(name, "print/minutes.html", page, lang))
    spoken = "" if lang == workspace.language else f".{lang}"
    return RoundDocument(
        path=f"minutes/{round.id}{spoken}.pdf", plan=maker.plan(name, round.title.to(lang), lang, [part])
    )
