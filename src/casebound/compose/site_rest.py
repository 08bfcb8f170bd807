"""What the site has beside the pages of its cases: what is made of each edition, of all of them together, and of what
the cases say word by word.

A maker rests on what it is given and on nothing else: not on the clock, the disk or what it made before. Whoever calls
it knows what it was given the last time, and does not call it where that is still the same: makers of editions run
where any record of any case has changed (a change of prose alone changes none, but for the beginnings of sections), a
template, a word, a setting, a framework, a vocabulary, a score, or Casebound itself; makers from passages where any
passage has, too. What a maker makes it yields one by one, so that not everything need be held at once; its paths are
its own, and what it made the last time and not now is removed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from casebound.compose.artifact import Artifact, Planned
from casebound.compose.site_compare import make_compare
from casebound.compose.site_criteria import make_criteria
from casebound.compose.site_edition import Edition
from casebound.compose.site_exports import make_exports
from casebound.compose.site_feeds import make_feeds
from casebound.compose.site_gaps import make_gap_map
from casebound.compose.site_gone import make_gone, make_missing
from casebound.compose.site_home import make_home
from casebound.compose.site_library import make_library
from casebound.compose.site_own_pages import make_own_pages
from casebound.compose.site_search import make_search_index, make_search_page
from casebound.compose.site_spoken import Spoken, Unchanged

PER_EDITION: tuple[Callable[[Edition], Iterable[Artifact | Planned]], ...] = (
    lambda edition: (make_home(edition),),
    make_library,
    make_gap_map,
    make_compare,
    lambda edition: (make_search_page(edition),),
    make_feeds,
    make_exports,
    make_missing,
    make_gone,
    make_own_pages,
)
"""Makers of what each language has for itself."""

PER_SITE: tuple[Callable[[Sequence[Edition]], Iterable[Artifact | Planned]], ...] = (make_criteria,)
"""Makers of what the site has once; the first edition is that of the default language."""

FROM_PASSAGES: tuple[Callable[[Edition, Spoken], Iterable[Artifact | Unchanged]], ...] = (make_search_index,)
"""Makers of what each language has of the words of its cases: what its search finds them by."""


def make_rest(editions: Sequence[Edition]) -> Iterator[Artifact | Planned]:
    """All that is made of records, in any order; of what is planned, the caller makes what it has not."""
    for edition in editions:
        for make in PER_EDITION:
            yield from make(edition)
    for make_once in PER_SITE:
        yield from make_once(editions)
