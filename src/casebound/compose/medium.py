"""Where a write-up's text will be read: what differs between paper, a page of the site and a text by itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from casebound.compose.screen_picture import ScreenPicture
from casebound.figure.palette import PAPER, Palette


def nowhere(*_target: str) -> str:
    """Where links to other cases and pages lead in a text that stands alone."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """What differs between paper and screen when text becomes HTML."""

    prefix: str = ""
    """Put before every id, so that several cases can stand in one document."""
    has_page_notes: bool = False
    """Whether footnotes stand at the foot of the page; else they are gathered after the text."""
    images: Collection[str] = ()
    """Image files of the case that can be shown; others are replaced by their alternative text."""
    image_base: str = ""
    """Put before an image's file name."""
    pictures: Mapping[str, ScreenPicture] = field(default_factory=dict)
    """Images that come in several sizes, by file; `image_base` stands before the names of theirs."""
    image_addresses: Mapping[str, str] = field(default_factory=dict)
    """Where images stand that are not found by their names: `data:` URLs, by file."""
    files: Collection[str] = ()
    """Other files of the case that can be linked to; links to the rest become plain text."""
    file_base: str = ""
    """Put before such a file's name."""
    case_address: Callable[[str, str], str] = nowhere
    """Another case's id and the anchor in it (empty: the case as a whole) → the address of a link to it; empty: the
    link becomes plain text."""
    page_address: Callable[[str], str] = nowhere
    """What else a link may lead to, by its target as written → its address; empty: as the other fields say."""
    palette: Palette = PAPER
    """The colours of drawings."""
    data_base: str = ""
    """Put before the name of a figure's data as CSV; without it, data are not given along."""
