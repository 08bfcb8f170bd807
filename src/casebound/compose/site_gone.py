"""Addresses that were given out and are no longer a case's → what stands there instead: the way on, or why it is gone.

Nothing is said of a case that went without a word: not its title, nor why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from casebound.compose.artifact import Artifact
from casebound.compose.environment import render
from casebound.compose.site_edition import Edition
from casebound.compose.site_map import link, web
from casebound.compose.site_pages import Frame
from casebound.compose.site_record import CaseRecord
from casebound.read.fields import ID
from casebound.read.removed_case import RemovedCase


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedPage:
    """`site/moved.html`: the way on."""

    lang: str
    site: str
    to: str
    """The link to the page that is meant."""
    canonical: str
    """The same for machines."""
    title: str
    written_in: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GonePage:
    """`site/gone.html`: a case was withdrawn."""

    frame: Frame
    id: str
    date: date | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtfulAlias:
    """A former id that leads nowhere: two cases claim it, or it is the id of a case."""

    alias: str
    case: str
    """The case that claims it in vain."""
    holder: str
    """The case to which its address leads."""


def make_gone(edition: Edition) -> Iterator[Artifact]:
    """A page for every former id, every withdrawn case, and every id that the site had the last time."""
    ids = {record.id: record for record in edition.records}
    moved = {alias: ids[case] for alias, case in aliases_of(edition.records).items()}
    removed = {item.id: item for item in edition.ground.config.site.removed if item.id and item.id not in ids}
    for id, item in removed.items():
        if target := ids.get(item.see) or moved.get(item.see):
            moved.setdefault(id, target)
    for id, record in sorted(moved.items()):
        yield _moved(edition, edition.ground.map.case(edition.lang, id), record)
    for id in sorted({*removed, *edition.former} - moved.keys() - ids.keys()):
        yield _gone(edition, id, removed.get(id))


def aliases_of(records: Iterable[CaseRecord]) -> dict[str, str]:
    """Former ids and the case to which each leads: the first that claims it. What is no id leads nowhere."""
    return _claims(records)[0]


def doubtful_aliases(records: Iterable[CaseRecord]) -> tuple[DoubtfulAlias, ...]:
    """The former ids of which a case claims what another has."""
    return _claims(records)[1]


def lost(records: Iterable[CaseRecord], removed: Iterable[RemovedCase], former: Iterable[str]) -> tuple[str, ...]:
    """The ids that the site had the last time, and of which nobody says what became of them."""
    records = tuple(records)
    known = {record.id for record in records} | aliases_of(records).keys() | {item.id for item in removed}
    return tuple(sorted(set(former) - known))


def _claims(records: Iterable[CaseRecord]) -> tuple[dict[str, str], tuple[DoubtfulAlias, ...]]:
    records = tuple(records)
    ids = {record.id for record in records}
    claimed: dict[str, str] = {}
    doubtful: list[DoubtfulAlias] = []
    for record in records:
        for alias in dict.fromkeys(record.aliases):
            holder = alias if alias in ids else claimed.get(alias, "")
            if holder and holder != record.id:
                doubtful.append(DoubtfulAlias(alias=alias, case=record.id, holder=holder))
            elif not holder and ID.convert(alias) is not None:
                claimed[alias] = record.id
    return claimed, tuple(doubtful)


def _moved(edition: Edition, path: str, record: CaseRecord) -> Artifact:
    site = edition.ground.config.site.address
    page = MovedPage(
        lang=edition.lang,
        site=edition.site,
        to=link(path, record.path),
        canonical=web(site, record.path) if site else link(path, record.path),
        title=record.title,
        written_in=record.written_in,
    )
    return Artifact(path=path, data=render(edition.environment, "site/moved.html", page).encode())


def _gone(edition: Edition, id: str, item: RemovedCase | None) -> Artifact:
    map, lang = edition.ground.map, edition.lang
    paths: Mapping[str, str] = {each: map.case(each, id) for each in map.languages}
    title = f"{edition.word('gone')} · {edition.site}"
    frame = edition.frame("gone", paths, title=title, description=edition.word("gone"), is_indexed=False)
    reason = item.reason.to(lang) if item else ""
    return edition.page(GonePage(frame=frame, id=id, date=item.date if item else None, reason=reason), frame)


def make_missing(edition: Edition) -> Iterator[Artifact]:
    """`404.html`, which a host shows at any address: its links begin at the host, not where it is shown."""
    map = edition.ground.map
    paths = {lang: map.beside(lang, "404.html") for lang in map.languages}
    frame = edition.frame(
        "missing",
        paths,
        title=f"{edition.word('missing')} · {edition.site}",
        description=edition.word("missing"),
        is_indexed=False,
        root=root_of(edition.ground.config.site.address),
    )
    yield edition.page(MissingPage(frame=frame), frame)


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPage:
    """`site/missing.html`."""

    frame: Frame


def root_of(address: str) -> str:
    """The path at which the site begins on its host, with a slash at its end: `/`, where nobody has said."""
    path = address.partition("://")[2].partition("/")[2]
    return f"/{path}/" if path else "/"
