"""Write-ups → the cases that may stand on a public page, in all their languages, and the files that go with them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from casebound.model.audience import Audience, for_audience, may_be_published
from casebound.model.case import Case
from casebound.read.body import mentions
from casebound.read.written import WrittenCase

DRAWN = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
"""Endings of images that a page may show."""
LINKED = (".csv", ".tsv", ".txt", ".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp")
"""Endings of files that a page may link to: nothing that a browser would run as a page of the site."""


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

    def text(self, lang: str) -> Case:
        """The case in `lang`; where nobody translated it, in the original's language."""
        return self.texts.get(lang, self.texts[self.original])


def make_public_cases(usable: Sequence[WrittenCase]) -> tuple[PublicCase, ...]:
    """The cases whose original may be published, in the order given. A translation can withhold more, never less."""
    translations = [written for written in usable if written.is_translation]
    return tuple(
        _make(written, [other for other in translations if other.folder == written.folder])
        for written in usable
        if not written.is_translation and may_be_published(written.case)
    )


def _make(original: WrittenCase, translations: Iterable[WrittenCase]) -> PublicCase:
    private = original.case.publication.private
    texts: dict[str, Case] = {}
    withheld: set[str] = set()
    for written in (original, *(other for other in translations if may_be_published(other.case))):
        publication = written.case.publication
        fields = tuple(dict.fromkeys((*private, *publication.private)))
        full = replace(written.case, publication=replace(publication, private=fields))
        case = for_audience(full, Audience.PUBLIC)
        texts[case.lang] = case
        withheld.update(_withheld(full, case))
    present = {name for name, file in original.files.items() if file.size} - withheld
    shown = {name for case in texts.values() for name in _mentioned(case, "image")}
    linked = {name for case in texts.values() for name in (*_mentioned(case, "link"), *_named(case))}
    return PublicCase(
        id=original.case.id,
        folder=original.folder,
        original=original.case.lang,
        texts=texts,
        images=tuple(
            sorted(name for name in shown & present if _ends(name, DRAWN) and original.files[name].is_drawable)
        ),
        files=tuple(sorted(name for name in linked & present if _ends(name, LINKED))),
    )


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


def _mentioned(case: Case, kind: str) -> Iterator[str]:
    """Files that the text shows (`image`) or links to (`link`)."""
    for section in case.sections:
        for mention in mentions(section.text):
            if mention.kind == kind:
                yield posixpath.normpath(mention.target.partition("#")[0])
