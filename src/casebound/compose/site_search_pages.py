"""The search page: one frozen dataclass for its template."""

from __future__ import annotations

from dataclasses import dataclass

from casebound.compose.site_pages import Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """`site/search.html`."""

    frame: Frame
    case_count: int
    home: str
    data: str
    """Put before the name of a file of the index."""
    texts: str
    """Put before the language and id of a case whose words are wanted."""
