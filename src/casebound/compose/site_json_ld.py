"""A page of the site → what it says of itself in JSON-LD, in the words of schema.org, as a data block of HTML.

A data block is no script: nothing runs it, and the policy of the page does not concern it. What somebody wrote cannot
end it, since `<` never stands in it.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from casebound.compose.chapter import Chapter
from casebound.compose.site_edition import Edition
from casebound.compose.site_map import FIGURE_DATA
from casebound.compose.site_record import CaseRecord
from casebound.model.licences import creative_commons
from casebound.read.reading import shortened

Thing = dict[str, Any]
MOST_LISTED = 100
"""Cases that a list names one by one; how many there are is said in any case."""
MOST_DATA = 50
"""Tables of a case that are named one by one."""
MOST_WORDS = 50
"""Keywords that a page names; search engines look at fewer."""
_NAME = 80
"""Characters of a name in a list."""
_SHORTEST, _LONGEST = 50, 300
"""Characters of the description of data: Google wants at least so many, and readers no more."""


def data_block(*things: Mapping[str, Any]) -> Markup:
    """The things as one block, to be put into a page's head."""
    text = json.dumps({"@context": "https://schema.org", "@graph": things}, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(f'<script type="application/ld+json">{text}</script>')


def case_data(edition: Edition, record: CaseRecord, chapter: Chapter, files: Collection[str]) -> Markup:
    """What the page of a case says: the article, the way to it, and the data it gives along.

    `files`: those of the case that may be fetched, by name.
    """
    page = record.path
    methods = [edition.named("method", id) for id in record.methods[:MOST_WORDS]]
    industry = edition.named("industry", record.industry) if record.industry else ""
    article: Thing = {
        "@type": "Article",
        "@id": edition.address(page, page),
        "url": edition.address(page, page),
        "mainEntityOfPage": edition.address(page, page),
        "identifier": record.id,
        "headline": record.title,
        "alternativeHeadline": record.name if record.name != record.title else "",
        "description": record.summary,
        "inLanguage": record.written_in,
        "author": _organization(record.organization),
        "contributor": _organization(record.team) if record.team != record.organization else None,
        "publisher": _organization(edition.ground.config.publisher.to(edition.lang)),
        "dateModified": record.updated.isoformat() if record.updated else "",
        "expires": record.review_by.isoformat() if record.review_by else "",
        "version": record.version,
        "license": _license(record.license),
        "keywords": [word for word in (industry, *methods) if word][:MOST_WORDS],
        "articleSection": industry,
        "creativeWorkStatus": edition.word("example") if record.is_example else "",
        "image": edition.address(page, edition.card(record)) if edition.ground.config.site.address else "",
        "isPartOf": _site(edition, page),
    }
    return data_block(
        _said(article),
        _trail(edition, page, (record.name, page)),
        *_data(edition, record, chapter, files),
    )


def collection_data(edition: Edition, page: str, title: str, records: Sequence[CaseRecord]) -> Markup:
    """What a page says that lists cases; `records` are all of them, in the order of the page."""
    items = [
        {
            "@type": "ListItem",
            "position": number,
            "url": edition.address(page, record.path),
            "name": shortened(record.name, _NAME),
        }
        for number, record in enumerate(records[:MOST_LISTED], start=1)
        for url in [edition.address(page, record.path)]
    ]
    collection: Thing = {
        "@type": "CollectionPage",
        "@id": edition.address(page, page),
        "url": edition.address(page, page),
        "name": title,
        "description": edition.word("what_this_is"),
        "inLanguage": edition.lang,
        "publisher": _organization(edition.ground.config.publisher.to(edition.lang)),
        "isPartOf": _site(edition, page),
        "mainEntity": {"@type": "ItemList", "numberOfItems": len(records), "itemListElement": items},
    }
    home = edition.ground.map.home(edition.lang)
    return data_block(_said(collection), *([] if page == home else [_trail(edition, page, (title, page))]))


def page_data(edition: Edition, page: str, title: str, lang: str, *, is_about: bool = False) -> Markup:
    """What any other page says."""
    thing: Thing = {
        "@type": "AboutPage" if is_about else "WebPage",
        "url": edition.address(page, page),
        "name": title,
        "inLanguage": lang,
        "isPartOf": _site(edition, page),
    }
    return data_block(_said(thing), _trail(edition, page, (title, page)))


def _said(thing: Thing) -> Thing:
    """Without what is not known."""
    return {name: value for name, value in thing.items() if value not in ("", None, [])}


def _organization(name: str) -> Thing | None:
    return {"@type": "Organization", "name": name} if name else None


def _site(edition: Edition, page: str) -> Thing:
    return {
        "@type": "WebSite",
        "name": edition.site,
        "url": edition.address(page, edition.ground.map.home(edition.lang)),
    }


def _license(name: str) -> str | Thing:
    """The address of a licence of Creative Commons; any other by its name."""
    return creative_commons(name) or ({"@type": "CreativeWork", "name": name} if name else "")


def _trail(edition: Edition, page: str, *places: tuple[str, str]) -> Thing:
    """The way from the home to a page: names and paths."""
    way = ((edition.site, edition.ground.map.home(edition.lang)), *places)
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": edition.address(page, path)}
            for number, (name, path) in enumerate(way, start=1)
        ],
    }


def _data(edition: Edition, record: CaseRecord, chapter: Chapter, files: Collection[str]) -> Iterator[Thing]:
    """The data that are given along, where there are any: a table for each figure and for each measured series."""
    tables = [
        (f"{drawn.label} {drawn.figure.caption}".strip(), f"{FIGURE_DATA}/{drawn.data_name}")
        for drawn in chapter.figures
    ]
    measured = [row.measure for row in chapter.measures if row.measure.series and row.measure.series.file in files]
    tables += [(measure.name, measure.series.file) for measure in measured if measure.series]
    if not tables:
        return
    map = edition.ground.map
    yield _said(
        {
            "@type": "Dataset",
            "name": f"{record.title} · {edition.word('data')}",
            "description": f"{record.title}. {record.summary}"[:_LONGEST].ljust(_SHORTEST, "."),
            "inLanguage": record.written_in,
            "creator": _organization(record.organization),
            "license": _license(record.license),
            "isPartOf": {"@id": edition.address(record.path, record.path)},
            "variableMeasured": [
                _said({"@type": "PropertyValue", "name": measure.name, "unitText": measure.unit})
                for measure in measured[:MOST_DATA]
            ],
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": name,
                    "encodingFormat": "text/csv",
                    "contentUrl": edition.address(record.path, map.file(record.id, posixpath.normpath(file))),
                }
                for name, file in tables[:MOST_DATA]
            ],
        }
    )
