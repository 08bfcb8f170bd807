"""The pages of the case-study site: one frozen dataclass per template, with links already worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from casebound.compose.chapter import Chapter
from casebound.model.evaluation import Round
from casebound.model.framework import Framework
from casebound.model.scorecard import Scorecard
from casebound.text.localized import Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundResults:
    """What a round came to, case by case."""

    round: Round
    framework: Framework
    cards: Mapping[str, Scorecard]
    """By case; only those with a total."""
    note: Localized | None
    """What must stand on every page that shows a total or grade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """The same page in a language."""

    lang: str
    name: str
    """What the language calls itself."""
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around every page."""

    kind: str
    """`home`, `case` or `about`: also the template's name."""
    lang: str
    path: str
    """Of the page itself."""
    site: str
    """Name of the collection."""
    publisher: str
    title: str
    description: str
    home: str
    about: str
    assets: str
    """Put before an asset's name."""
    alternates: tuple[Alternate, ...]
    default_href: str
    """The page in the default language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLink:
    """A case as another page points to it."""

    chapter: Chapter
    href: str
    card: Scorecard | None
    language: Markup
    """A `lang` attribute where the case's text is not in the page's language; else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """`site/home.html`."""

    frame: Frame
    cases: tuple[CaseLink, ...]
    industry_count: int
    method_count: int
    is_all_invented: bool
    results: RoundResults | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """`site/case.html`."""

    frame: Frame
    chapter: Chapter
    title: tuple[str, ...]
    """The case's title, a line for what stands before a colon or dash and one for what follows."""
    language: Markup
    """As in `CaseLink`: put on every element that holds the author's words."""
    files: Mapping[str, str]
    """Where the files that may be fetched lie, by the name the case uses."""
    data_as_of: date | None
    """The last day of the newest figure."""
    card: Scorecard | None
    results: RoundResults | None
    previous: CaseLink | None
    next: CaseLink | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutSection:
    """A section of the about page."""

    anchor: str
    heading: str
    content: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPage:
    """`site/about.html`."""

    frame: Frame
    heading: str
    lead: Markup
    """What stands under the page's own heading."""
    sections: tuple[AboutSection, ...]
    notes: Markup
    written_in: str
    """Language of the text."""
    language: Markup
    """As in `CaseLink`."""
