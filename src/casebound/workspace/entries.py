"""A write-up → what conflicts and assignment look at, small enough to be kept with its findings."""

from __future__ import annotations

from typing import Any

from casebound.model.case import Case, Contact, Member, Replication, Subject


def entry_of(case: Case) -> Case:
    """Who wrote it and where they work, what it is about, its language: the rest is left out."""
    contact = case.replication.contact if case.replication else None
    return Case(
        id=case.id,
        lang=case.lang,
        subject=Subject(
            name=case.subject.name,
            organization=case.subject.organization,
            aliases=case.subject.aliases,
            members=tuple(Member(name=member.name) for member in case.subject.members),
        ),
        industry=case.industry,
        service=case.service,
        methods=case.methods,
        replication=Replication(contact=Contact(name=contact.name)) if contact else None,
        aliases=case.aliases,
    )


def pack_entry(entry: Case) -> list[Any]:
    """As JSON can hold it."""
    contact = entry.replication.contact if entry.replication else None
    return [
        *(entry.id, entry.lang, entry.subject.name, entry.subject.organization, list(entry.subject.aliases)),
        [member.name for member in entry.subject.members],
        *(entry.industry, entry.service, list(entry.methods), contact.name if contact else None, list(entry.aliases)),
    ]


def unpack_entry(packed: list[Any]) -> Case:
    """The entry again. Raises ValueError or TypeError where it was no packed entry."""
    id, lang, name, organization, subject_aliases, members, industry, service, methods, contact, aliases = packed
    return Case(
        id=str(id),
        lang=str(lang),
        subject=Subject(
            name=str(name),
            organization=str(organization),
            aliases=tuple(map(str, subject_aliases)),
            members=tuple(Member(name=str(member)) for member in members),
        ),
        industry=str(industry),
        service=str(service),
        methods=tuple(map(str, methods)),
        replication=None if contact is None else Replication(contact=Contact(name=str(contact))),
        aliases=tuple(map(str, aliases)),
    )
