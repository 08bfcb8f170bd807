"""The list of all rules, and running them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from casebound.check.context import Context
from casebound.check.identity import check_identity, check_translation, check_vocabulary
from casebound.check.lengths import check_lengths
from casebound.check.measures import check_measures
from casebound.check.publication import check_publication
from casebound.check.references import check_files, check_references
from casebound.check.rounds import check_round
from casebound.check.sections import check_conditions, check_criteria, check_route
from casebound.read.written import WrittenCase, WrittenRound
from casebound.text.finding import Finding, in_order

CaseRules = Callable[[WrittenCase, Context], Iterable[Finding]]

CASE_RULES: tuple[tuple[str, CaseRules], ...] = (
    ("identity", check_identity),
    ("vocabulary", check_vocabulary),
    ("translation", check_translation),
    ("route", check_route),
    ("criteria", check_criteria),
    ("conditions", check_conditions),
    ("lengths", check_lengths),
    ("measures", check_measures),
    ("files", check_files),
    ("references", check_references),
    ("publication", check_publication),
)
"""What a write-up is held against, in this order. Fields (missing, empty, unknown…) are judged as they are read."""


def check_case(written: WrittenCase, context: Context) -> tuple[Finding, ...]:
    """All findings about one write-up."""
    found = list(written.document.reading.findings)
    for _, rules in CASE_RULES:
        found.extend(rules(written, context))
    return in_order(found)


def check_rounds(rounds: Iterable[WrittenRound], context: Context) -> tuple[Finding, ...]:
    """All findings about rounds."""
    return in_order(finding for written in rounds for finding in check_round(written, context))
