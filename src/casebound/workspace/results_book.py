"""A round → its results book, and the same results as a spreadsheet. Composes; does not lay out."""

from __future__ import annotations

from dataclasses import replace

from casebound.compose.artifact import Artifact
from casebound.compose.pages_results import ResultsPage, ResultsPart
from casebound.compose.rank_spans import draw_rank_spans
from casebound.compose.results_review import make_agreement, make_notes, make_severity
from casebound.compose.round_results import bare, draw_spreads, listed_evaluators, make_spreads, rank_cases
from casebound.compose.round_review import make_consensus, make_ties
from casebound.compose.totals import draw_totals
from casebound.evaluate.parties import compare_parties
from casebound.evaluate.results import note_for
from casebound.evaluate.results_tables import make_tables
from casebound.evaluate.results_workbook import render_results_workbook
from casebound.evaluate.table_ground import ResultsReader, evaluator_labels
from casebound.model.audience import Audience
from casebound.press.plan import PlannedPart
from casebound.workspace.publish import judged_others
from casebound.workspace.round_documents import RoundDocument, RoundDocuments

CASES_IN_A_PART = 24
"""Pages of cases that are laid out together: an even number, so that the next part begins on a right page."""


def results_book(maker: RoundDocuments, audience: Audience = Audience.PUBLIC, lang: str | None = None) -> RoundDocument:
    """The results book. A case that its readers may not know keeps its rank and is not named."""
    workspace = maker.documents.workspace
    lang = lang or workspace.language
    cards = maker.outcome.judged.cards
    entrants = {id: maker.entrant(id, audience, lang) for id in maker.round.cases}
    ranked = rank_cases(maker.framework, cards, entrants, lang)
    spreads = make_spreads(maker.framework, cards)
    note = note_for(maker.framework)
    is_internal = audience is Audience.INTERNAL
    consensus = make_consensus(maker.outcome, entrants, evaluator_labels(maker.round) if is_internal else None)
    others = judged_others(workspace, maker.round.id)
    agreement, undefined = make_agreement(maker.outcome)
    page = ResultsPage(
        part=ResultsPart.COVER,
        round=bare(maker.round),
        framework=maker.framework,
        weight_total=maker.framework.weight_total,
        publisher=workspace.config.publisher,
        made=maker.documents.made,
        note=note,
        cases=ranked,
        case_count=len(ranked),
        evaluator_count=len({id for card in cards for id in card.evaluators}),
        evaluators=listed_evaluators(maker.round, cards),
        spreads=spreads,
        spread=draw_spreads(spreads, maker.framework, lang),
        totals=draw_totals(
            [(card.total, card.grade) for card in cards if card.total is not None], maker.framework.grades, lang
        ),
        ties=make_ties(maker.outcome, entrants),
        agreement=agreement,
        undefined=undefined,
        consensus=consensus,
        severity=make_severity(maker.outcome, entrants) if is_internal else None,
        spans=draw_rank_spans(
            [
                (case.entrant.name, case.rank, interval)
                for case in ranked
                if case.rank
                and not case.entrant.is_withheld
                and (interval := maker.outcome.intervals.get(case.card.case))
            ],
            lang,
        ),
        notes=make_notes(
            maker.outcome,
            consensus,
            compare_parties(maker.outcome.judged, others),
            {other.round.id: other.round.title for other in others},
        ),
    )
    told = [case for case in ranked if not case.entrant.is_withheld]
    pages = [
        replace(page, part=part)
        for part in (ResultsPart.COVER, ResultsPart.METHOD, ResultsPart.RESULTS, ResultsPart.REVIEW)
    ]
    pages += [
        replace(page, part=ResultsPart.CASES, cases=tuple(told[start : start + CASES_IN_A_PART]))
        for start in range(0, len(told), CASES_IN_A_PART)
    ]
    name = f"results {maker.round.id}"
    size = workspace.config.print.size
    parts = [
        PlannedPart(
            job=maker.job(f"{name} {number}", "print/results.html", each, lang, size),
            numbering="roman" if each.part is ResultsPart.COVER else "arabic",
        )
        for number, each in enumerate(pages, start=1)
    ]
    plan = maker.plan(name, maker.round.title.to(lang), lang, parts)
    return RoundDocument(path=f"{_stem(maker, audience, lang)}.pdf", plan=plan)


def results_workbook(maker: RoundDocuments, audience: Audience = Audience.PUBLIC, lang: str | None = None) -> Artifact:
    """The spreadsheet beside the book, for the same readers."""
    workspace = maker.documents.workspace
    lang = lang or workspace.language
    entrants = {id: maker.entrant(id, audience, lang) for id in maker.round.cases}
    reader = ResultsReader(
        lang=lang,
        is_internal=audience is Audience.INTERNAL,
        names={id: entrant.title for id, entrant in entrants.items()},
        withheld=frozenset(id for id, entrant in entrants.items() if entrant.is_withheld),
    )
    parties = compare_parties(maker.outcome.judged, judged_others(workspace, maker.round.id))
    tables = make_tables(maker.outcome, parties, reader)
    data = render_results_workbook(tables, note_for(maker.framework), lang, maker.documents.timestamp)
    return Artifact(path=f"{_stem(maker, audience, lang)}.xlsx", data=data)


def _stem(maker: RoundDocuments, audience: Audience, lang: str) -> str:
    reader = "" if audience is Audience.PUBLIC else f".{audience.value}"
    spoken = "" if lang == maker.documents.workspace.language else f".{lang}"
    return f"results/{maker.round.id}{spoken}{reader}"
