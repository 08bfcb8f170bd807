"""The properties by which cases are found, and what a case says of each."""

from __future__ import annotations

from dataclasses import dataclass

from casebound.compose.site_record import CaseRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A property by which cases are found."""

    id: str
    """Also its name in addresses."""
    word: str
    """Its label, of `templates/site/words.yaml`."""


FACETS = (
    Facet(id="industry", word="industry"),
    Facet(id="method", word="methods"),
    Facet(id="tool", word="tools"),
    Facet(id="route", word="route"),
    Facet(id="subject", word="subject_kind"),
    Facet(id="region", word="region"),
    Facet(id="year", word="year"),
    Facet(id="grade", word="grade"),
    Facet(id="evidence", word="strength"),
    Facet(id="criterion", word="criterion"),
)


def facet_values(record: CaseRecord, facet: str) -> tuple[str, ...]:
    """The values that a case has there, by id; none where it does not say."""
    match facet:
        case "industry" | "route" | "region" | "grade":
            value = str(getattr(record, facet))
            return (value,) if value else ()
        case "subject":
            return (record.subject_kind,) if record.subject_kind else ()
        case "method":
            return record.methods
        case "tool":
            return record.tools
        case "year":
            return (str(record.year),) if record.year else ()
        case "evidence":
            return (str(record.evidence),)
        case "criterion":
            return record.criteria
    raise KeyError(facet)
