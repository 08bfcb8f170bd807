"""An edition → its feeds, Atom (RFC 4287) and JSON Feed 1.1: the newest cases, by the day that each itself names.

Without an address of the site, ids are made from the collection's name (`urn:uuid:`), Atom's links are relative, and
JSON Feed, whose addresses must be whole, has none.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from casebound.compose.artifact import Artifact
from casebound.compose.site_edition import Edition
from casebound.compose.site_map import web
from casebound.compose.site_record import CaseRecord
from casebound.read.control import without_control

MOST = 50
"""Entries of a feed, and tags of an entry."""
_NO_DAY = "1970-01-01T00:00:00Z"
"""When an empty feed was changed last: Atom asks for a time, and the clock is none of ours."""


def make_feeds(edition: Edition) -> Iterator[Artifact]:
    """`feed.xml` and `feed.json`. A case that names no day stands in neither: Atom asks for one."""
    dated = [record for record in edition.records if record.updated]
    newest = sorted(dated, key=lambda record: (record.updated, record.id), reverse=True)[:MOST]
    map, lang = edition.ground.map, edition.lang
    yield Artifact(path=map.beside(lang, "feed.xml"), data=_atom(edition, newest).encode())
    text = json.dumps(_json_feed(edition, newest), ensure_ascii=False, indent=1)
    yield Artifact(path=map.beside(lang, "feed.json"), data=f"{text}\n".encode())


def stable_id(edition: Edition, path: str) -> str:
    """What a page is called by machines for good: its address, or a name made of the collection's and its path."""
    site, config = edition.ground.config.site.address, edition.ground.config
    if site:
        return web(site, path)
    name = config.name.to(edition.ground.map.languages[0])
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'casebound:{name}:{path}')}"


def _atom(edition: Edition, records: list[CaseRecord]) -> str:
    map, lang = edition.ground.map, edition.lang
    feed, home = map.beside(lang, "feed.xml"), map.home(lang)
    publisher = edition.ground.config.publisher.to(lang) or edition.site
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(lang)}>',
        f"<id>{escape(stable_id(edition, feed))}</id>",
        f"<title>{_text(edition.site)}</title>",
        f"<subtitle>{_text(edition.word('what_this_is'))}</subtitle>",
        f"<updated>{_moment(records[0]) if records else _NO_DAY}</updated>",
        f"<author><name>{_text(publisher)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(edition.address(feed, feed))}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(edition.address(feed, home))}/>',
        "<generator>Casebound</generator>",
    ]
    for record in records:
        lines += _entry(edition, record, feed)
    return "\n".join([*lines, "</feed>"]) + "\n"


def _entry(edition: Edition, record: CaseRecord, feed: str) -> Iterator[str]:
    language = "" if record.is_translated else f" xml:lang={quoteattr(record.written_in)}"
    yield f"<entry{language}>"
    yield f"<id>{escape(stable_id(edition, record.path))}</id>"
    yield f"<title>{_text(record.title)}</title>"
    yield f"<updated>{_moment(record)}</updated>"
    if record.organization:
        yield f"<author><name>{_text(record.organization)}</name></author>"
    yield f'<link rel="alternate" type="text/html" href={quoteattr(edition.address(feed, record.path))}/>'
    yield from (f"<category term={quoteattr(without_control(tag))}/>" for tag in _tags(edition, record))
    if record.license:
        yield f"<rights>{_text(record.license)}</rights>"
    yield f"<summary>{_text(record.summary or record.title)}</summary>"
    yield "</entry>"


def _json_feed(edition: Edition, records: list[CaseRecord]) -> dict[str, Any]:
    map, lang, site = edition.ground.map, edition.lang, edition.ground.config.site.address
    feed: dict[str, Any] = {"version": "https://jsonfeed.org/version/1.1", "title": edition.site}
    if site:
        feed |= {"home_page_url": web(site, map.home(lang)), "feed_url": web(site, map.beside(lang, "feed.json"))}
    feed |= {"description": edition.word("what_this_is"), "language": lang}
    if publisher := edition.ground.config.publisher.to(lang):
        feed["authors"] = [{"name": publisher}]
    feed["items"] = [_item(edition, record) for record in records]
    return feed


def _item(edition: Edition, record: CaseRecord) -> dict[str, Any]:
    site = edition.ground.config.site.address
    item: dict[str, Any] = {"id": stable_id(edition, record.path)}
    if site:
        item |= {"url": web(site, record.path), "image": web(site, edition.card(record))}
    item |= {
        "title": record.title,
        "content_text": record.summary or record.title,
        "date_modified": _moment(record),
        "language": record.written_in,
        "tags": list(_tags(edition, record)),
    }
    if record.organization:
        item["authors"] = [{"name": record.organization}]
    return item


def _tags(edition: Edition, record: CaseRecord) -> Iterator[str]:
    if record.industry:
        yield edition.named("industry", record.industry)
    yield from (edition.named("method", method) for method in record.methods[:MOST])


def _moment(record: CaseRecord) -> str:
    return f"{record.updated}T00:00:00Z"


def _text(text: str) -> str:
    return escape(without_control(text))
