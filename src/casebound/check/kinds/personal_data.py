"""Numbers and addresses that lead to a person, where they are not the declared contact's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casebound.check.identity_numbers import (
    FINDERS,
    Number,
    bank_cards,
    id_cards,
    mistyped_id_cards,
    old_id_cards,
)
from casebound.check.kind import Hit, Kind
from casebound.check.look import Look
from casebound.read.fields import Choice, required

CONTACT = "replication.contact"
"""The field in which a person lets others reach them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """Which."""

    what: str
    """`phone`, `landline`, `id-card`, `old-id-card`, `mistyped-id-card` (a wrong check character), `email`, `plate`,
    `bank-card`, `account` (WeChat, QQ), or `name-with-id`: a number behind the name of a register of persons."""


def find(data: PersonalData, look: Look) -> Iterator[Hit]:
    """Each in the prose but in the contact and in what is private; the number itself is never said in full."""
    withheld: dict[str, bool] = {}
    for number in FINDERS[data.what](look.prose.text):
        segment = look.prose.segment(number.start)
        if segment is None or (data.what == "name-with-id" and _is_known(number, look)):
            continue
        if segment.part not in withheld:
            private = (CONTACT, *look.case.publication.private)
            paths = (segment.part, *_sections_above(number.start, look))
            withheld[segment.part] = any(_is_under(path, private) for path in paths)
        if not withheld[segment.part]:
            span = look.document.source.span(number.start, number.end)
            yield Hit(span=span, values={"shown": number.shown, "name": segment.part.rpartition(".")[2]})


def _is_under(path: str, private: tuple[str, ...]) -> bool:
    return any(path == other or path.startswith(f"{other}.") for other in private)


def _sections_above(offset: int, look: Look) -> Iterator[str]:
    """The sections that a section of the body stands in: with them it is withheld."""
    own = look.document.section_at(offset)
    level = own.section.level if own else 0
    for item in reversed(look.document.sections):
        if item.heading.start <= offset and item.section.level < level:
            level = item.section.level
            yield f"sections.{item.section.id}"


def _is_known(number: Number, look: Look) -> bool:
    """Whether another rule names it already, as an identity number or a bank card."""
    text = look.prose.text[number.start : number.end]
    return any(True for finder in (id_cards, old_id_cards, mistyped_id_cards, bank_cards) for _ in finder(text))


KIND = Kind(
    name="personal-data",
    make=PersonalData,
    fields={"what": required(Choice({name: name for name in FINDERS}))},
    values=frozenset({"shown", "name"}),
    find=find,
)
