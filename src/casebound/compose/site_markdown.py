"""A case's chapter, as the public may read it → the same as plain Markdown, for machines that read text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from casebound.compose.case_links import OPEN
from casebound.compose.chapter import Chapter, MeasureRow
from casebound.compose.plain_markdown import LATER, escaped, plain_markdown
from casebound.compose.site_around import address_from
from casebound.compose.site_edition import Edition
from casebound.compose.site_map import link, web
from casebound.compose.site_record import CaseRecord
from casebound.model.value import Value, written
from casebound.read.case_link import CaseLink

_LATER = re.compile(rf"{LATER}\[(.*?)\]\(<{LATER}([^#>]*)#([^>]*)>\)", re.DOTALL)


def make_markdown(edition: Edition, record: CaseRecord, chapter: Chapter) -> str:
    """Title, summary, facts and measures, then the text with its numbers filled in and its links as they are; those to
    other cases wait for `fill_links`.
    """
    return "\n\n".join(part for part in _parts(edition, record, chapter) if part) + "\n"


def _parts(edition: Edition, record: CaseRecord, chapter: Chapter) -> Iterator[str]:
    case, word = chapter.case, edition.word

    def address(href: str) -> str:
        return _address(edition, record.path, href)

    yield f"# {escaped(' '.join(case.title.split()))}"
    if record.is_example:
        yield f"> {word('example_note')}"
    yield escaped(" ".join(case.summary.split()))
    facts = [
        (word("organization"), record.organization),
        (word("subject"), record.team),
        (word("industry"), _named(edition, "industry", record.industry)),
        (word("methods"), ", ".join(_named(edition, "method", method) for method in record.methods)),
        (word("region"), record.region),
        (word("strength"), f"{record.evidence}/5 {_named(edition, 'evidence', str(record.evidence))}"),
        (word("version"), record.version),
        (word("license"), record.license),
        (word("id"), record.id),
    ]
    site = edition.ground.config.site.address
    facts.append(("URL", web(site, record.path) if site else ""))
    yield "\n".join(f"- {label}: {escaped(' '.join(value.split()))}" for label, value in facts if value)
    if chapter.measures:
        yield _measures(edition, chapter)
    for item in chapter.sections:
        section = item.section.section
        criteria = " ".join(f"[{criterion.id}]" for criterion in item.criteria)
        heading = f"{'#' * section.level} {escaped(' '.join(section.title.split()))}"
        yield f"{heading} {escaped(criteria)}".rstrip()
        yield plain_markdown(item.section.content, address)
    if chapter.notes:
        yield f"## {word('notes')}"
        yield plain_markdown(chapter.notes, address)
    if replication := case.replication:
        yield f"## {word('replication')}"
        for label, items in (
            ("preconditions", replication.preconditions),
            ("core_elements", replication.core_elements),
            ("adaptable", replication.adaptable),
            ("steps", tuple(": ".join(filter(None, (step.title, step.detail))) for step in replication.steps)),
            ("risks", tuple(": ".join(filter(None, (risk.risk, risk.response))) for risk in replication.risks)),
            ("lessons", replication.lessons),
        ):
            if items:
                lines = "\n".join(f"- {escaped(' '.join(item.split()))}" for item in items)
                yield f"### {word(label)}\n\n{lines}"


def _named(edition: Edition, facet: str, value: str) -> str:
    return edition.named(facet, value) if value else ""


def _measures(edition: Edition, chapter: Chapter) -> str:
    lang = chapter.case.lang

    def cells(row: MeasureRow) -> list[str]:
        values: list[Value | None] = [row.baseline, row.target, row.actual, row.change]
        return [row.measure.name, *(written(value, lang) if value else "" for value in values)]

    heads = [edition.word(key) for key in ("measure", "baseline", "target", "actual", "change")]
    rows = [heads, *(cells(row) for row in chapter.measures)]
    lines = [f"| {' | '.join(escaped(' '.join(cell.split())) for cell in row)} |" for row in rows]
    lines.insert(1, "| --- | ---: | ---: | ---: | ---: |")
    return f"## {edition.word('measures')}\n\n" + "\n".join(lines)


def fill_links(edition: Edition, record: CaseRecord, text: str) -> str:
    """The Markdown of a case, its links to other cases leading to those of which the site has pages."""

    def filled(link: re.Match[str]) -> str:
        words, case, place = link.groups()
        href = address_from(edition, record, CaseLink(unquote(case), unquote(place)))
        return f"[{words}](<{_address(edition, record.path, href)}>)" if href else words

    return _LATER.sub(filled, text)


def _address(edition: Edition, page: str, href: str) -> str:
    """A link of the page as the Markdown beside it has it: to a place on the page it leads to the page."""
    if href.startswith(OPEN):  # whether there is such a case is known when all are there
        return LATER + href.removeprefix(OPEN)
    if href.startswith("#"):
        href = posixpath.basename(page) + href
    if "://" in href or href.startswith("mailto:"):
        return href
    path, mark, fragment = href.partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path)))
    site = edition.ground.config.site.address
    return (web(site, target) if site else link(page, target)) + mark + fragment
