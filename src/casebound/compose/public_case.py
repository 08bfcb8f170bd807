"""Write-ups → the cases that may stand on a public page, in all their languages, and the files that go with them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from casebound.compose.screen_picture import ScreenPicture
from casebound.model.audience import Audience, for_audience, may_be_published
from casebound.model.case import Case
from casebound.read.body import mentions
from casebound.read.written import WrittenCase

DRAWN = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
"""Endings of images that a page may show."""
LINKED = (".csv", ".tsv", ".txt", ".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp")
"""Endings of files that a page may link to: nothing that a browser would run as a page of the site."""


class Translation(StrEnum):
    """How the text on a page relates to what was written first."""

    ORIGINAL = "original"
    CURRENT = "current"
    """Translated, from the original as it is; or nobody has said from which."""
    STALE = "stale"
    """Translated from an original that has changed since."""
    FALLBACK = "fallback"
    """Nobody has translated it into the page's language: the original stands there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCase:
    """A case as anybody may read it."""

    id: str
    folder: str
    """Path of its folder, relative to the workspace."""
    original: str
    """Language in which it was written."""
    texts: Mapping[str, Case]
    """By language."""
    images: tuple[str, ...]
    """Images that the texts show."""
    files: tuple[str, ...]
    """Other files that the texts, measures and evidence point to."""
    stale: frozenset[str] = frozenset()
    """The languages whose translation is older than the original."""
    private: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By language: what its text withholds, as `publication.private` names it."""
    withdrawn: frozenset[str] = frozenset()
    """The languages whose translation may not be published."""
    versions: tuple[PublicVersion, ...] = ()
    """Those that were released, the newest first."""
    pictures: Mapping[str, ScreenPicture] = field(default_factory=dict)
    """Of its images those that can be shown, by name."""

    def translation(self, lang: str) -> Translation:
        """What a reader of the page in `lang` has before them."""
        if lang not in self.texts:
            return Translation.FALLBACK
        if lang == self.original:
            return Translation.ORIGINAL
        return Translation.STALE if lang in self.stale else Translation.CURRENT

    def text(self, lang: str) -> Case:
        """The case in `lang`; where nobody translated it, in the original's language."""
        return self.texts.get(lang, self.texts[self.original])


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicVersion:
    """A released version of a case, as anybody may read it today."""

    version: str
    day: date | None
    """Of its release."""
    is_current: bool
    """Whether the case still bears this version."""
    case: PublicCase


def make_public_cases(usable: Sequence[WrittenCase]) -> tuple[PublicCase, ...]:
    """The cases whose original may be published, in the order given. A translation can withhold more, never less."""
    translations = [written for written in usable if written.is_translation]
    return tuple(
        _make(written, [other for other in translations if other.folder == written.folder], None)
        for written in usable
        if not written.is_translation and may_be_published(written.case)
    )


def withholding(written: WrittenCase, private: Sequence[str]) -> WrittenCase:
    """The same text with the fields that are private there and those of `private`: what its original withholds."""
    publication = written.case.publication
    fields = tuple(dict.fromkeys((*private, *publication.private)))
    return replace(written, case=replace(written.case, publication=replace(publication, private=fields)))


def make_public_release(written: Sequence[WrittenCase], current: PublicCase) -> PublicCase | None:
    """A released version as it may be read today; None where nothing of it may.

    What is withheld now is withheld there too, besides what was withheld then; and so are texts that were withdrawn.
    """
    original = next((text for text in written if not text.is_translation), None)
    if original is None or not may_be_published(original.case) or original.case.lang in current.withdrawn:
        return None
    translations = [text for text in written if text.is_translation and text.case.lang not in current.withdrawn]
    return _make(original, translations, current)


def _make(original: WrittenCase, translations: Iterable[WrittenCase], current: PublicCase | None) -> PublicCase:
    private = original.case.publication.private
    if current is not None:
        private = (*private, *current.private.get(current.original, ()))
    texts: dict[str, Case] = {}
    withheld: set[str] = set()
    stale: set[str] = set()
    withdrawn: set[str] = set()
    by_language: dict[str, tuple[str, ...]] = {}
    for written in (original, *translations):
        publication = written.case.publication
        if not may_be_published(written.case):
            withdrawn.add(written.case.lang)
            continue
        now = current.private.get(written.case.lang, ()) if current else ()
        fields = tuple(dict.fromkeys((*private, *publication.private, *now)))
        by_language[written.case.lang] = fields
        full = withholding(written, fields).case
        case = for_audience(full, Audience.PUBLIC)
        texts[case.lang] = case
        if written.is_translation and written.translates and written.translates != written.digest:
            stale.add(case.lang)
        withheld.update(_withheld(full, case))
    present = {name for name, file in original.files.items() if file.size} - withheld
    mentioned = [found for case in texts.values() for found in _mentioned(case)]
    shown = {name for kind, name in mentioned if kind == "image"}
    linked = {name for kind, name in mentioned if kind == "link"}
    linked.update(name for case in texts.values() for name in _named(case))
    return PublicCase(
        id=original.case.id,
        folder=original.folder,
        original=original.case.lang,
        texts=texts,
        images=tuple(
            sorted(name for name in shown & present if _ends(name, DRAWN) and original.files[name].is_drawable)
        ),
        files=tuple(sorted(name for name in linked & present if _ends(name, LINKED))),
        stale=frozenset(stale),
        private=by_language,
        withdrawn=frozenset(withdrawn),
    )


def files_used(case: Case) -> set[str]:
    """All files that a case shows, links to, names or draws figures from, whoever may see them."""
    found = {name for _, name in _mentioned(case)} | set(_named(case))
    return {*found, *(item.file for item in case.data)}


def _ends(name: str, endings: tuple[str, ...]) -> bool:
    return name.lower().endswith(endings)


def _withheld(full: Case, public: Case) -> set[str]:
    """Files of what was removed: data of a private measure stay away even when another place names the file too."""
    measures = {measure.id for measure in public.measures}
    touched = {path.split(".")[1] for path in full.publication.private if path.startswith("measures.")}
    private = tuple(item for item in full.measures if item.id not in measures or item.id in touched)
    answers = {answer.id for answer in public.conditions}
    removed = tuple(answer for answer in full.conditions if answer.id not in answers)
    data = set(_series(replace(full, measures=private)))
    return data | (set(_evidence(replace(full, conditions=removed))) - set(_series(public)))


def _named(case: Case) -> Iterator[str]:
    """Files that the front matter names."""
    yield from _series(case)
    yield from _evidence(case)


def _series(case: Case) -> Iterator[str]:
    return (posixpath.normpath(item.series.file) for item in case.measures if item.series and item.series.file)


def _evidence(case: Case) -> Iterator[str]:
    return (posixpath.normpath(item.file) for answer in case.conditions for item in answer.evidence if item.file)


def _mentioned(case: Case) -> Iterator[tuple[str, str]]:
    """Files that the text shows (`image`) or links to (`link`)."""
    for section in case.sections:
        if "[" not in section.text:  # as nearly every one: it shows and links to nothing
            continue
        for mention in mentions(section.text):
            if mention.kind in ("image", "link"):
                yield mention.kind, posixpath.normpath(mention.target.partition("#")[0])
