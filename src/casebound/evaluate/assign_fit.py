"""A case and an evaluator → in what they do not fit, in points: field, methods, language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from casebound.model.assigning import AssignmentWeights, CostTerm
from casebound.model.case import Case
from casebound.model.evaluation import Evaluator

Points = tuple[tuple[CostTerm, int], ...]

SHORTEST = 2
"""Characters that a word of expertise needs to be looked for in a case's description of its service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a case asks of its evaluators."""

    industry: str = ""
    service: str = ""
    methods: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What an evaluator knows."""

    expertise: frozenset[str]
    languages: frozenset[str]


def asked_by(versions: Iterable[Case]) -> Asked:
    """What the write-ups of one case ask: a translation lets it be read in another language, too."""
    written = tuple(versions)
    return Asked(
        industry=next((_word(case.industry) for case in written if case.industry), ""),
        service=" ".join(_word(case.service) for case in written),
        methods=frozenset(_word(method) for case in written for method in case.methods),
        languages=frozenset(_primary(case.lang) for case in written if case.lang),
    )


def known_by(evaluator: Evaluator) -> Known:
    """What an evaluator says of themselves."""
    return Known(
        expertise=frozenset(word for given in evaluator.expertise if (word := _word(given))),
        languages=frozenset(_primary(language) for language in evaluator.languages),
    )


def misfit(asked: Asked, known: Known, weights: AssignmentWeights) -> Points:
    """Terms of more than 0 points. What neither side says costs nothing, since it costs the same for all."""
    found = []
    if (asked.industry or asked.service) and not _knows_field(asked, known):
        found.append((CostTerm.FIELD, weights.field))
    wanted = min(len(asked.methods), weights.methods_counted)
    if unknown := wanted - min(wanted, len(asked.methods & known.expertise)):
        found.append((CostTerm.METHOD, unknown * weights.method))
    if asked.languages and known.languages and not asked.languages & known.languages:
        found.append((CostTerm.LANGUAGE, weights.language))
    return tuple((term, points) for term, points in found if points)


def _knows_field(asked: Asked, known: Known) -> bool:
    """Whether the industry is among the words of expertise, or one of them stands in the service's description."""
    if asked.industry in known.expertise:
        return True
    return any(len(word) >= SHORTEST and word in asked.service for word in known.expertise)


def _word(text: str) -> str:
    return text.strip().casefold()


def _primary(language: str) -> str:
    """`zh` of `zh-CN`: who reads one reads the other."""
    return language.strip().casefold().partition("-")[0]
