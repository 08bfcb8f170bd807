"""The records of an edition → the library: every case as a card, on pages, and in scripts that let it be filtered.

Without scripts the pages follow each other. With them the first page reads `library/data/`: one file of which case has
which value, one for each other order, and the cards themselves, a few in a file. Nothing is fetched in a way that
would need a server.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from urllib.parse import urlencode

from markupsafe import Markup

from casebound.compose.artifact import Artifact, Planned
from casebound.compose.site_cards import make_cards, placed
from casebound.compose.site_edition import Edition
from casebound.compose.site_facet import FACETS
from casebound.compose.site_facets import MANY, ORDERS, facet_table, order
from casebound.compose.site_json_ld import collection_data
from casebound.compose.site_library_pages import LibraryPage, make_pager
from casebound.compose.site_map import link
from casebound.compose.site_postings import ordering, posting

PAGE = 24
"""Cases on a page."""
CHUNK = 8
"""Cards in a script: small, since those that are shown together may lie in as many files."""

_WORDS = (
    *("filter_more", "filter_less", "filter_find", "filter_none", "filter_remove", "filter_narrow", "filter_clear"),
    *(
        "filter_unknown",
        "within_failed",
        "match_any",
        "match_all",
        "results_n",
        "results_one",
        "results_none",
        "results_page",
    ),
    *("pages", "page_n", "page_previous", "page_next"),
)
"""Words of `templates/site/words.yaml` that the script says."""


def library_link(edition: Edition, page: str, **chosen: str) -> str:
    """The library with values chosen, by facet, as the page at path `page` points to it."""
    return f"{link(page, edition.ground.map.library(edition.lang))}?{urlencode(chosen)}"


def make_library(edition: Edition) -> Iterable[Artifact | Planned]:
    """Its pages, and its data as scripts."""
    newest = order(edition, ORDERS[0])
    shelf = _Shelf(edition)
    yield from _pages(edition, shelf, newest)
    yield from _data(edition, shelf, newest)


class _Shelf:
    """The cards of an edition, each made when it is first asked for."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._made: dict[int, str] = {}

    def cards(self, numbers: Sequence[int], path: str) -> list[Markup]:
        """Those of the records of these numbers, for the page at a path."""
        missing = [number for number in numbers if number not in self._made]
        made = make_cards(self.edition, [self.edition.records[number] for number in missing])
        self._made.update(zip(missing, made, strict=True))
        return [placed(self._made[number], path) for number in numbers]


def _pages(edition: Edition, shelf: _Shelf, newest: Sequence[int]) -> Iterator[Planned]:
    count = max(1, -(-len(newest) // PAGE))
    for number in range(1, count + 1):
        some = newest[(number - 1) * PAGE : number * PAGE]
        yield Planned(
            path=edition.ground.map.library(edition.lang, number),
            rests_on=edition.digest(some, "library", number, len(newest)),
            make=partial(_page, edition, shelf, some, number, count),
        )


def _page(edition: Edition, shelf: _Shelf, some: Sequence[int], number: int, count: int) -> bytes:
    map, lang, results = edition.ground.map, edition.lang, edition.ground.results
    paths = {each: map.library(each, number) for each in map.languages}
    path = paths[lang]
    heading = edition.word("library")
    title = heading if number == 1 else f"{heading} {number}"
    frame = edition.frame(
        "library",
        paths,
        title=f"{title} · {edition.site}",
        description=edition.word("library_lead"),
        data=collection_data(edition, path, title, [edition.records[place] for place in some]),
    )
    addresses = [link(path, map.library(lang, n)) for n in range(1, count + 1)]
    page = LibraryPage(
        frame=frame,
        count=len(edition.records),
        number=number,
        first=(number - 1) * PAGE + 1,
        cards=tuple(shelf.cards(some, path)),
        pager=make_pager(addresses, number),
        data=link(path, map.library_data(lang, "facets.js")) if number == 1 else "",
        data_base=link(path, map.library_data(lang, ".")) + "/",
        whole=addresses[0],
        results=results if results and results.cards else None,
    )
    return edition.page(page, frame).data


def _data(edition: Edition, shelf: _Shelf, newest: Sequence[int]) -> Iterator[Artifact | Planned]:
    map, lang, total = edition.ground.map, edition.lang, len(newest)

    def script(name: str, call: str, *values: object) -> Artifact:
        return Artifact(path=map.library_data(lang, name), data=script_call(call, *values))

    table = facet_table(edition)
    facets = [
        {
            "id": facet.id,
            "name": edition.word(facet.word),
            "all": facet.id in MANY,
            "values": [
                [value.id, _told(facet.id, value.id, value.name), posting(value.documents, total)]
                for value in table[facet.id]
            ],
        }
        for facet in FACETS
        if table[facet.id]
    ]
    about = {
        "count": total,
        "page": PAGE,
        "chunk": CHUNK,
        "order": ordering(newest),
        "facets": facets,
        "words": {word: edition.word(word) for word in _WORDS},
    }
    yield script("facets.js", "caseboundLibrary.facets", about)
    for name in ORDERS[1:]:
        yield script(f"order-{name}.js", "caseboundLibrary.order", name, ordering(order(edition, name)))
    for number in range(-(-total // CHUNK)):
        some = range(number * CHUNK, min(total, (number + 1) * CHUNK))
        yield Planned(
            path=map.library_data(lang, f"cards-{number}.js"),
            rests_on=edition.digest(some, "cards", number),
            make=partial(_chunk, shelf, some, number, map.library(lang)),
        )


def _chunk(shelf: _Shelf, some: Sequence[int], number: int, path: str) -> bytes:
    return script_call("caseboundLibrary.cards", number, [str(card) for card in shelf.cards(some, path)])


def _told(facet: str, value: str, name: str) -> str:
    return f"{value}/5 {name}" if facet == "evidence" else name


def script_call(call: str, *values: object) -> bytes:
    """A classic script that hands data to a function of the site's own scripts."""
    told = ",".join(json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values)
    return f"{call}({told});\n".replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode()
