"""A write-up and the rules that hold for it → findings. No rule changes anything, and none stops another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from casebound.check.allowance import apply_allowances
from casebound.check.context import Context, error, warning
from casebound.check.figure_look import FigureLook
from casebound.check.kind import Hit
from casebound.check.look import Look
from casebound.check.round_conflicts import check_conflicts
from casebound.check.rounds import check_round
from casebound.check.rulebook import Check, Rulebook
from casebound.model.conflict import Conflicts
from casebound.read.allowances import read_allowances
from casebound.read.document import Document
from casebound.read.field_path import places_of
from casebound.read.written import WrittenCase, WrittenRound
from casebound.text.finding import Finding, Label, in_order
from casebound.text.localized import Localized, phrase

INTERNAL = "internal-error"
"""The rule of findings that say: a rule has failed. It is our mistake, or that of whoever wrote its kind."""


MOST = 1000
"""Findings of one rule in one file that are enough: a stranger's text may hold a million."""


def check_case(written: WrittenCase, context: Context, rulebook: Rulebook) -> tuple[Finding, ...]:
    """All findings about one write-up, in order of place."""
    case, document = written.case, written.document
    look = Look(written=written, context=context)
    checks = rulebook.checks_for(case.framework, case.route, case.lang)
    found = list(rulebook.graded(document.reading.findings))
    for figure in look.figures:
        found.extend(rulebook.graded(figure.findings))
    for check in checks:
        found.extend(_findings(check, look))
    allowances = read_allowances(document)
    if allowances:
        ran = rulebook.read_rules() | {check.rule.id for check in checks}
        found, _ = apply_allowances(found, allowances, rulebook.ids(), ran)
    return in_order(_placed(found, document))


def check_figures(written: WrittenCase, context: Context, rulebook: Rulebook) -> tuple[FigureLook, ...]:
    """The figures of a write-up, each with all that is to be said about it and nothing else."""
    look = Look(written=written, context=context)
    checks = [
        check
        for check in rulebook.checks_for(written.case.framework, written.case.route, written.case.lang)
        if check.kind.name == "figure"
    ]
    found = []
    for figure in look.figures:
        alone = Look(written=written, context=context)
        alone.__dict__["figures"] = (figure,)  # a view that is made once, here of one figure
        doubts = [finding for check in checks for finding in _findings(check, alone)]
        found.append(replace(figure, findings=in_order((*rulebook.graded(figure.findings), *doubts))))
    return tuple(found)


def _placed(findings: Sequence[Finding], document: Document) -> Iterator[Finding]:
    """The findings, each with the field or section it is about."""
    places = places_of(document) if findings else None
    for finding in findings:
        if places is None or finding.field or finding.span.source is not document.source:
            yield finding
        else:
            yield replace(finding, field=places.at(finding.span.start))


def _findings(check: Check, look: Look) -> Iterator[Finding]:
    """What one rule finds; a rule that fails is a finding itself and stops nothing."""
    try:
        for number, hit in enumerate(check.kind.find(check.parameters, look)):
            if number == MOST:
                yield _too_many(check, hit)
                return
            yield _finding(check, hit)
    except Exception as failure:  # a kind may be somebody else's: whatever it raises, the other rules go on
        message = phrase(
            "规则“{rule}”出错，没有查完（{what}）",
            "Rule “{rule}” failed ({what})",
            rule=check.rule.id,
            what=f"{type(failure).__name__}: {failure}"[:120],
        )
        yield error(INTERNAL, look.document.front_span, message)


def _too_many(check: Check, hit: Hit) -> Finding:
    message = phrase(
        "规则“{rule}”在这个文件里超过 {n} 处，后面的没有列",
        "Rule “{rule}” has more than {n} findings here; the rest is left out",
        rule=check.rule.id,
        n=MOST,
    )
    return warning("too-many-findings", hit.span, message)


def _finding(check: Check, hit: Hit) -> Finding:
    rule = check.rule
    values: dict[str, str | int | Localized] = {**dict.fromkeys(check.kind.values, ""), **hit.values}
    labels = hit.labels
    if rule.demanded_by and rule.place is not None:
        labels = (*labels, Label(span=rule.place, message=rule.demanded_by))
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=rule.message.filled(**values),
        span=hit.span,
        hint=hit.hint or (rule.hint.filled(**values) if rule.hint else None),
        labels=labels,
        fix=hit.fix,
        field=hit.field,
    )


def check_rounds(
    rounds: Iterable[WrittenRound],
    context: Context,
    anchors: Mapping[str, Collection[str]],
    conflicts: Mapping[str, Conflicts],
) -> tuple[Finding, ...]:
    """All findings about rounds.

    `anchors`: what a comment can be about, by the id of every case there is. `conflicts`: of each round, by its id.
    """
    findings: list[Finding] = []
    for written in rounds:
        known = conflicts.get(written.round.id, Conflicts())
        barred = replace(written, round=replace(written.round, barred=known.blocking()))
        findings += (*check_round(barred, context, anchors), *check_conflicts(barred, known))
    return in_order(findings)
