"""Cases' records → their cards: what stands for a case in the library, on the home and in what scripts show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from casebound.compose.environment import render
from casebound.compose.site_around import record_at
from casebound.compose.site_edition import Edition
from casebound.compose.site_pages import RecordLink
from casebound.compose.site_record import CaseRecord

_ROOT = Markup("<root>")
"""Stands for the way to the root in a card made for pages at several depths: of authors, a template escapes it."""
_AFTER = Markup("<after>")
"""Stands after each card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """`site/entries.html`."""

    entries: tuple[RecordLink, ...]
    after: Markup
    """Put after each."""


def make_cards(edition: Edition, records: Sequence[CaseRecord]) -> list[str]:
    """The cards of cases, for any page: `placed` says for which."""
    page = Cards(entries=tuple(record_at(each, _ROOT + Markup(quote(each.path))) for each in records), after=_AFTER)
    cards = render(edition.environment, "site/entries.html", page).split(_AFTER)[:-1]
    return [card.strip() + "\n" for card in cards]


def placed(card: str, path: str) -> Markup:
    """The card on the page at `path`."""
    return Markup(card.replace(_ROOT, "../" * path.count("/")))
