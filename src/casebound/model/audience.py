"""A case for one kind of reader: what is not for that reader is gone from it before any page is composed."""

from __future__ import annotations

import dataclasses
import posixpath
import re
from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Any

from casebound.model.case import (
    Adoption,
    Case,
    Contact,
    EvidenceReview,
    Member,
    Publication,
    Replication,
    Subject,
    SubjectKind,
    Visibility,
)
from casebound.model.meters import standing_of
from casebound.model.renaming import renamed
from casebound.text.localized import phrase


class Audience(StrEnum):
    """Who reads."""

    INTERNAL = "internal"
    EVALUATORS = "evaluators"
    BLIND = "blind"
    PUBLIC = "public"


ORGANIZATION = phrase("〔单位〕", "[organisation]")
PERSON = phrase("〔人员〕", "[person]")
TEAM = phrase("〔团队〕", "[team]")
WITHHELD = phrase("〔不公开〕", "[withheld]")


def for_audience(case: Case, audience: Audience) -> Case:
    """The case as that audience may read it.

    `INTERNAL` and `EVALUATORS` see everything. For `PUBLIC`, the fields that `publication.private` lists are removed,
    and the names, addresses and telephone numbers in them wherever else they stand, unless another field names them
    openly.
    For `BLIND`, subject, members, contact, adopters and every name the case declares are replaced by neutral words
    wherever they stand. Ids, and what refers to them, stay as they are: they are not printed.
    Its standing is worked out first, on all that it says: who adopted it counts, though nobody may learn who.
    """
    reduced = {Audience.PUBLIC: _public, Audience.BLIND: _blind}.get(audience, _whole)(case)
    return replace(reduced, standing=standing_of(case, reduced))


def may_be_published(case: Case) -> bool:
    """Whether the case may stand on a public page at all.

    It may not while a private path leads nowhere: a slip in its spelling must not publish what it was to withhold.
    """
    publication = case.publication
    is_clear = all(has_path(case, path) for path in publication.private)
    return publication.consent is True and publication.visibility is Visibility.PUBLIC and is_clear


_MEASURED = re.compile(r"(measures\.[^.]+)\.(?:baseline|target|actual)(?:\..+)?")


def _whole(case: Case) -> Case:
    return case


def _public(case: Case) -> Case:
    secrets: list[str] = []
    reduced = case
    for path in case.publication.private:
        secrets.extend(_secrets(case, path))
        reduced = without(reduced, path)
        if measured := _MEASURED.fullmatch(path):  # its rows would tell the value
            reduced = without(reduced, f"{measured[1]}.series")
    kept = _series_files(reduced)
    data = tuple(item for item in reduced.data if item.file in kept or item.file not in _series_files(case))
    reduced = replace(reduced, publication=replace(reduced.publication, private=()), data=data)
    open_names = set(_names((reduced.subject, reduced.replication, *reduced.adoptions)))
    return renamed(reduced, {name: WITHHELD.to(case.lang) for name in secrets if name not in open_names})


def _series_files(case: Case) -> frozenset[str]:
    """The files of its measures, which tell their values."""
    return frozenset(posixpath.normpath(item.series.file) for item in case.measures if item.series)


def _blind(case: Case) -> Case:
    names: dict[str, str] = {}
    lang = case.lang
    subject, contact = case.subject, case.replication.contact if case.replication else None
    for word in (
        subject.organization,
        *subject.aliases,
        *case.publication.names,
        *(adoption.organization for adoption in case.adoptions),
    ):
        names[word] = ORGANIZATION.to(lang)
    names[subject.name] = (PERSON if subject.kind is SubjectKind.INDIVIDUAL else TEAM).to(lang)
    people = (contact, case.evidence)
    for person in (*subject.members, *(item for item in people if item)):
        names.update(dict.fromkeys(_names(person), PERSON.to(lang)))
    names[case.region] = WITHHELD.to(lang)
    replication = replace(case.replication, contact=None) if case.replication else None
    neutral = Subject(kind=subject.kind, name=names[subject.name], organization=ORGANIZATION.to(lang))
    bare = replace(
        case, subject=neutral, replication=replication, region="", aliases=(), publication=Publication(license="")
    )
    return replace(renamed(bare, names), subject=neutral)


_NAMING: dict[type, tuple[str, ...]] = {
    Contact: ("name", "email", "phone"),
    EvidenceReview: ("by",),
    Member: ("name",),
    Adoption: ("organization",),
    Subject: ("name", "organization"),
}
"""Fields whose words give somebody away wherever they stand."""


def _names(value: Any) -> Iterable[str]:
    """The names, addresses and telephone numbers in a value."""
    if isinstance(value, tuple):
        for item in value:
            yield from _names(item)
    for naming in _NAMING.get(type(value), ()):
        yield getattr(value, naming)
    if isinstance(value, Replication) and value.contact:
        yield from _names(value.contact)
    if isinstance(value, Subject):
        yield from _names(value.members)


def _secrets(case: Case, path: str) -> Iterable[str]:
    """The names in what stands at a path, and those the subject goes by when its name is withheld."""
    parent, _, key = path.rpartition(".")
    holder = _at(case, parent) if parent else case
    if key in _NAMING.get(type(holder), ()):
        yield getattr(holder, key)
    yield from _names(_at(case, path))
    if path in ("subject", "subject.name", "subject.organization", "subject.aliases"):
        yield from case.subject.aliases


def _at(record: Any, path: str) -> Any:
    """The value at a field path; None when nothing is there."""
    if isinstance(record, tuple):
        value, rest = _item(record, path)
    else:
        key, _, rest = path.partition(".")
        value = getattr(record, key) if key in _optional(record) else None
    return _at(value, rest) if rest and value is not None else value


def _optional(record: Any) -> dict[str, Any]:
    """The fields of a record that can be left out, with what they are then."""
    if not dataclasses.is_dataclass(record):
        return {}
    fields = dataclasses.fields(record)
    return {item.name: item.default for item in fields if item.default is not dataclasses.MISSING}


def _item(records: tuple[Any, ...], path: str) -> tuple[Any, str]:
    """The record whose id the path begins with, and the path's rest. An id may hold dots itself: `4.5.statement`."""
    for record in records:
        id = getattr(record, "id", "")
        if id and (path == id or path.startswith(f"{id}.")):
            return record, path[len(id) + 1 :]
    return None, ""


_NEEDED = frozenset({"id", "lang", "title", "framework", "route", "publication"})
"""Fields without which there is no page."""


def has_path(case: Case, path: str) -> bool:
    """Whether a field path names something this case has and can be without."""
    return bool(path) and path not in _NEEDED and _at(case, path) not in (None, "", ())


def without(record: Any, path: str) -> Any:
    """A record without the field at `path`: back to its default, or out of its list."""
    if isinstance(record, tuple):
        item, rest = _item(record, path)
        if item is None:
            return record
        if rest:
            return tuple(without(each, rest) if each is item else each for each in record)
        return _without_item(record, item)
    key, _, rest = path.partition(".")
    if key not in (defaults := _optional(record)):
        return record
    return replace(record, **{key: without(getattr(record, key), rest) if rest else defaults[key]})


def _without_item(records: tuple[Any, ...], item: Any) -> tuple[Any, ...]:
    """Without the item; a section goes with the subsections under it."""
    level = getattr(item, "level", None)
    kept, dropping = [], False
    for record in records:
        if record is item:
            dropping = True
            continue
        if dropping and level is not None and record.level > level:
            continue
        dropping = False
        kept.append(record)
    return tuple(kept)
