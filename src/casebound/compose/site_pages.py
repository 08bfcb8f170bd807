"""The pages of the case-study site: one frozen dataclass per template, with links already worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from casebound.compose.chapter import Chapter
from casebound.compose.public_case import Translation
from casebound.compose.site_pack import Pack, TakeAlong
from casebound.compose.site_record import CaseRecord
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
    address: str
    """The same for machines: on the web where the site has an address."""
    is_current: bool
    is_written: bool = True
    """Whether the page's words are in that language; else it stands there in the language it was written in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLink:
    """A link to a page of the workspace's own."""

    name: str
    title: str
    href: str
    language: Markup
    """As in `RecordLink`."""
    is_in_menu: bool
    """Else it stands at the foot of every page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What other places show of a page that is shared there (Open Graph)."""

    type: str
    """`website` or `article`."""
    title: str
    image: str
    """Its address on the web."""
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around every page."""

    kind: str
    """`home`, `case`, `library` …: also the template's name."""
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
    search: str
    library: str
    criteria: str
    gaps: str
    compare: str
    assets: str
    """Put before an asset's name."""
    alternates: tuple[Alternate, ...]
    default_href: str
    """The page in the default language, or in the first that it was written in, as machines read it."""
    canonical: str = ""
    """Where the same words stand in the first place: on the web where the site has an address, else only when that is
    another page."""
    atom: str = ""
    """The feeds of the page's language."""
    json_feed: str = ""
    downloads: tuple[tuple[str, str], ...] = ()
    """What may be taken along, at the foot of every page: a word's key and the address."""
    own_pages: tuple[OwnLink, ...] = ()
    preview: Preview | None = None
    """Only where the site has an address: images must be named by it."""
    data: Markup | None = None
    """What the page says of itself to machines: JSON-LD in data blocks, which no browser runs."""
    is_indexed: bool = True
    """Whether search engines may show it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLink:
    """A case as another page points to it."""

    record: CaseRecord
    href: str
    language: Markup
    """A `lang` attribute where the case's text is not in the page's language; else empty."""
    strength: Markup
    effect: Markup
    replicability: Markup
    """The three meters, drawn; their words stand in the template."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLink:
    """A released version of a case as its pages point to it."""

    version: str
    day: date | None
    """Of its release."""
    is_current: bool
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """`site/case.html`."""

    frame: Frame
    chapter: Chapter
    title: tuple[str, ...]
    """The case's title, a line for what stands before a colon or dash and one for what follows."""
    language: Markup
    """As in `RecordLink`: put on every element that holds the author's words."""
    translation: Translation
    original: str
    """The page in the language that the case was written in; empty where the site has none."""
    original_lang: str
    shown: VersionLink | None
    """The released version that this page is; None: the case as it is now."""
    now: str
    """The page of the case as it is now."""
    now_version: str
    """The version that it then bears."""
    versions: tuple[VersionLink, ...]
    """The released ones, the newest first."""
    files: Mapping[str, str]
    """Where the files that may be fetched lie, by the name the case uses."""
    data_as_of: date | None
    """The last day of the newest figure."""
    card: Scorecard | None
    results: RoundResults | None
    criteria: Mapping[str, str]
    """Where the site tells how all cases answer a criterion, by its id."""
    begins: Mapping[str, str]
    """The first words of the sections that answer a criterion, by anchor."""
    pack: Pack | None
    take: TakeAlong


@dataclass(frozen=True, slots=True, kw_only=True)
class AroundCase:
    """`site/case_around.html`: what a case's page says of other cases."""

    previous: RecordLink | None
    next: RecordLink | None
    related: tuple[RelatedLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedLink:
    """A case that has much in common with the page's own."""

    link: RecordLink
    why: tuple[str, ...]
    """What both have, in a few words each: `同行业`, `同用排列图`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewNotice:
    """`site/case_review.html`: until when the case was to be looked at again."""

    day: date
    is_past: bool
    """On the day that the site's sources bear; a browser knows the day on which it is read."""
    assets: str
    """As in `Frame`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplicatePage:
    """`site/replicate.html`, and the parts of the Word file in `docx/`."""

    frame: Frame
    chapter: Chapter
    language: Markup
    """As in `RecordLink`."""
    case_href: str
    word_file: str
    chart: Markup
    address: str
    """Of the case on the web; empty while the site has no address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutSection:
    """A section of the about page."""

    anchor: str
    heading: str
    content: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPage:
    """`site/about.html`, and `site/page.html` for the other pages of the workspace's own."""

    frame: Frame
    own_name: str
    """`about`, or what the workspace calls the page."""
    heading: str
    lead: Markup
    """What stands under the page's own heading."""
    sections: tuple[AboutSection, ...]
    notes: Markup
    written_in: str
    """Language of the text."""
    language: Markup
    """As in `RecordLink`."""
