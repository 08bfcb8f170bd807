"""The records of an edition → the site's first page: all cases where they are few, else some of them and ways in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from casebound.compose.artifact import Artifact
from casebound.compose.site_around import record_link
from casebound.compose.site_cards import make_cards, placed
from casebound.compose.site_edition import Edition
from casebound.compose.site_facets import ORDERS, order, strongest_first
from casebound.compose.site_json_ld import collection_data
from casebound.compose.site_library import library_link
from casebound.compose.site_library_pages import HomePage, Way
from casebound.compose.site_record import CaseRecord

FEW = 24
"""So many cases are all shown."""
CHOSEN = 6
"""Of more, so many with the strongest evidence, and as many of the newest."""
INDUSTRIES = 60
"""Industries that are named at most."""


def make_home(edition: Edition) -> Artifact:
    """The home of one language."""
    map, records, results = edition.ground.map, edition.records, edition.ground.results
    paths = {lang: map.home(lang) for lang in map.languages}
    frame = edition.frame(
        "home",
        paths,
        title=edition.site,
        description=edition.word("what_this_is"),
        data=collection_data(edition, paths[edition.lang], edition.site, records),
    )
    shown = records if len(records) <= FEW else strongest(records)
    newest = [] if len(records) <= FEW else [records[number] for number in order(edition, ORDERS[0])[:CHOSEN]]
    counts = Counter(record.industry for record in records if record.industry)
    industries = sorted(counts, key=lambda id: (-counts[id], id))
    page = HomePage(
        frame=frame,
        count=len(records),
        cards=tuple(placed(card, frame.path) for card in make_cards(edition, shown)),
        newest=tuple(record_link(record, frame.path) for record in newest),
        industries=tuple(
            Way(
                name=edition.named("industry", id),
                href=library_link(edition, frame.path, industry=id),
                count=counts[id],
            )
            for id in industries[:INDUSTRIES]
        ),
        more_industries=max(0, len(industries) - INDUSTRIES),
        industry_count=len(counts),
        method_count=len({method for record in records for method in record.methods}),
        is_all_invented=bool(records) and all(record.is_example for record in records),
        results=results if results and results.cards else None,
    )
    return edition.page(page, frame)


def strongest(records: Sequence[CaseRecord]) -> tuple[CaseRecord, ...]:
    """Those with the strongest evidence and the greatest effect, of as many industries as there are."""
    ranked = sorted(records, key=strongest_first)
    firsts = list({record.industry: record for record in reversed(ranked)}.values())
    ids = {record.id for record in firsts}
    others = [record for record in ranked if record.id not in ids]
    return tuple((*sorted(firsts, key=strongest_first), *others)[:CHOSEN])
