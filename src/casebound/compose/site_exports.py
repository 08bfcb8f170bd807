"""An edition → its cases as data: `cases.json`, `cases.csv`, and `llms.txt` for machines that read text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from casebound.compose.artifact import Artifact
from casebound.compose.site_edition import Edition
from casebound.compose.site_facet import FACETS, facet_values
from casebound.compose.site_map import web
from casebound.compose.site_record import CaseRecord, RecordedMeasure
from casebound.figure.figure import inert_cell

VERSION = 1
"""Of the form of `cases.json`. Fields may be added to a version; none changes its meaning or goes."""
_NAMED = ("industry", "method", "tool", "route", "subject", "grade", "evidence", "criterion")
"""Facets whose values are ids that have a name in words."""


def make_exports(edition: Edition) -> Iterator[Artifact]:
    """The three files of the edition."""
    map, lang = edition.ground.map, edition.lang
    document = cases_document(edition)
    rows = zip(edition.records, document["cases"], strict=True)
    table = _table(_row(record, case, document["names"]) for record, case in rows)
    text = json.dumps(document, ensure_ascii=False, indent=1)
    yield Artifact(path=map.beside(lang, "cases.json"), data=f"{text}\n".encode())
    # With a byte-order mark, without which Excel takes Chinese for something else.
    yield Artifact(path=map.beside(lang, "cases.csv"), data=table.encode("utf-8-sig"))
    yield Artifact(path=map.beside(lang, "llms.txt"), data=_for_models(edition).encode())


def cases_document(edition: Edition) -> dict[str, Any]:
    """`cases.json`, as `docs/schemas/cases.schema.json` describes it."""
    ground, lang = edition.ground, edition.lang
    site = ground.config.site.address
    names = {facet.id: _names(edition, facet.id) for facet in FACETS if facet.id in _NAMED}
    return {
        "format": "casebound-cases",
        "version": VERSION,
        "title": edition.site,
        "publisher": ground.config.publisher.to(lang),
        "language": lang,
        "home": web(site, ground.map.home(lang)) if site else "index.html",
        "round": ground.results.round.id if ground.results else "",
        "names": names,
        "cases": [_case(edition, record) for record in edition.records],
    }


def _names(edition: Edition, facet: str) -> dict[str, str]:
    values = {value for record in edition.records for value in facet_values(record, facet)}
    return {value: edition.named(facet, value) for value in sorted(values)}


def _case(edition: Edition, record: CaseRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "language": record.written_in,
        "page": _reference(edition, record.path),
        "markdown": _reference(edition, edition.markdown(record)),
        "title": record.title,
        "short_title": record.name,
        "summary": record.summary,
        "organization": record.organization,
        "subject": {"kind": record.subject_kind, "name": record.team},
        "industry": record.industry,
        "service": record.service,
        "region": record.region,
        "methods": list(record.methods),
        "tools": list(record.tools),
        "route": record.route,
        "year": record.year,
        "framework": record.framework,
        "criteria": list(record.criteria),
        "measures": [_measure(measure) for measure in record.measures],
        "evidence": {"level": record.evidence, "ceiling": record.ceiling},
        "effect": {"percent": _number(record.effect), "targets": record.targets, "targets_met": record.met},
        "replication": {
            "parts": record.parts,
            "withheld": record.withheld,
            "weeks": _number(record.weeks),
            "one_off": _number(record.one_off),
            "annual": _number(record.annual),
            "currency": record.currency,
            "preconditions": list(record.preconditions),
            "core_elements": list(record.core_elements),
            "adopters": record.adopters,
        },
        "grade": record.grade,
        "total": _number(record.total),
        "example": record.is_example,
        "version": record.version,
        "license": record.license,
        "updated": record.updated.isoformat() if record.updated else None,
        "review_by": record.review_by.isoformat() if record.review_by else None,
        "aliases": list(record.aliases),
    }


def _measure(measure: RecordedMeasure) -> dict[str, Any]:
    return {
        "id": measure.id,
        "name": measure.name,
        "unit": measure.unit,
        "better": measure.better,
        "baseline": _number(measure.baseline),
        "target": _number(measure.target),
        "actual": _number(measure.actual),
        "change": _number(measure.change.value if measure.change else None),
        "change_percent": _number(measure.percent.value if measure.percent else None),
        "target_met": measure.is_target_met,
    }


def _number(value: Decimal | None) -> int | float | None:
    """A number as JSON has it; programs read it with the precision of a double."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _reference(edition: Edition, path: str) -> str:
    """An address on the web where the site has one, else relative to the edition's own files."""
    return edition.address(edition.ground.map.beside(edition.lang, "cases.json"), path)


_COLUMNS = (
    *("id", "language", "title", "summary", "organization", "team", "subject_kind", "industry", "service", "region"),
    *("methods", "tools", "route", "year", "criteria", "measure", "unit", "better", "baseline", "target", "actual"),
    *("change", "change_percent", "target_met", "evidence", "effect_percent", "targets", "targets_met", "parts"),
    *("weeks", "one_off", "annual", "currency", "adopters", "grade", "total", "example", "version", "license"),
    *("updated", "review_by", "page"),
)


def _table(rows: Iterable[Iterable[str]]) -> str:
    """A row for each case, with its first measure; ids are said in words, several with semicolons between."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        writer.writerow([inert_cell(" ".join(cell.split())) for cell in row])
    return out.getvalue()


_OF_A_MEASURE = ("unit", "better", "baseline", "target", "actual", "change", "change_percent", "target_met")


def _row(record: CaseRecord, case: dict[str, Any], names: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """The cells of a case, from what `cases.json` says of it."""

    def said(facet: str) -> str:
        return "; ".join(names[facet][value] for value in facet_values(record, facet))

    measure = case["measures"][0] if case["measures"] else {}
    cells = case | case["replication"] | {column: measure.get(column) for column in _OF_A_MEASURE}
    cells |= {
        "methods": said("method"),
        "tools": said("tool"),
        "criteria": "; ".join(record.criteria),
        "industry": said("industry"),
        "route": said("route"),
        "grade": said("grade"),
        "subject_kind": said("subject"),
        "team": record.team,
        "measure": measure.get("name"),
        "evidence": record.evidence,
        "effect_percent": case["effect"]["percent"],
        "targets": record.targets,
        "targets_met": record.met,
    }
    return (_plain(cells[column]) for column in _COLUMNS)


def _plain(value: object) -> str:
    if value is None:
        return ""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _for_models(edition: Edition) -> str:
    """`llms.txt` (llmstxt.org): what this is, and where each case stands as Markdown."""
    map, lang = edition.ground.map, edition.lang
    here = map.beside(lang, "llms.txt")
    lines = [f"# {_line(edition.site)}", "", f"> {_line(edition.word('what_this_is'))}", ""]
    if edition.records and all(record.is_example for record in edition.records):
        lines += [_line(edition.word("all_invented")), ""]
    lines += [f"## {edition.word('cases')}", ""]
    for record in edition.records:
        address = edition.address(here, edition.markdown(record))
        lines.append(f"- [{_label(record.title)}]({address}): {_line(record.summary)}")
    about = edition.address(here, map.about(lang))
    data = edition.address(here, map.beside(lang, "cases.json"))
    lines += ["", "## Optional", "", f"- [{edition.word('about')}]({about})", f"- [cases.json]({data})"]
    return "\n".join(lines) + "\n"


def _line(text: str) -> str:
    return " ".join(text.split())


def _label(text: str) -> str:
    return _line(text).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
