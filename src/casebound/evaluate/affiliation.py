"""Names of persons and organisations → keys to compare; how one organisation stands to another."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from casebound.model.conflict import Organization

_LEGAL_FORM = re.compile(
    r"(?<=\S\S)(有限责任公司|股份有限公司|股份公司|有限公司|集团公司|公司|\(集团\)|集团)$"
    r"|[\s,]+(co|company|corp|corporation|inc|incorporated|ltd|limited|llc|plc|gmbh|ag|group)$"
)
"""What is written or left out as it comes; two characters of a name must remain."""


class Relation(StrEnum):
    """What the first organisation is to the second."""

    SAME = "same"
    ABOVE = "above"
    BELOW = "below"
    SIBLING = "sibling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Affiliation:
    """An organisation as somebody writes it, and where it stands."""

    written: str
    own: frozenset[str]
    """Keys of the organisations it may be: an alias may be shared."""
    above: frozenset[str]
    """Keys of its parents, and theirs."""


def person_key(name: str) -> str:
    """A name to compare: compatibility characters unified (NFKC), no white space, otherwise exact."""
    closed_up = "".join(unicodedata.normalize("NFKC", name).split())
    return unicodedata.normalize("NFKC", closed_up)  # a space may have kept an accent from its letter


def organization_key(name: str) -> str:
    """An organisation to compare: NFKC, lower case, without its legal form, spaces, full stops and commas."""
    key = unicodedata.normalize("NFKC", name).casefold().strip(" .,")
    while (shorter := _LEGAL_FORM.sub("", key).strip(" .,")) != key:
        key = shorter
    return re.sub(r"[\s.,]", "", key)


def relation(one: Affiliation, other: Affiliation) -> Relation | None:
    """How `one` stands to `other`; None: not known to have to do with each other."""
    if one.own & other.own:
        return Relation.SAME
    if one.own & other.above:
        return Relation.ABOVE
    if one.above & other.own:
        return Relation.BELOW
    return Relation.SIBLING if one.above & other.above else None


class Register:
    """Organisations by all their names."""

    def __init__(self, organizations: Mapping[str, Organization]) -> None:
        """`organizations`: aliases and parent by name; a parent need not be listed itself."""
        self._keys: defaultdict[str, set[str]] = defaultdict(set)
        self._parents: defaultdict[str, set[str]] = defaultdict(set)
        self._titles: dict[str, str] = {}
        for name, organization in sorted(organizations.items()):
            key = organization_key(name)
            self._titles.setdefault(key, name)
            for known in (name, *organization.aliases):
                self._keys[organization_key(known)].add(key)
        for name, organization in sorted(organizations.items()):
            if organization.parent:
                parent = organization_key(organization.parent)
                self._titles.setdefault(parent, organization.parent)
                self._parents[organization_key(name)] |= self._keys.get(parent, {parent})

    def affiliation(self, written: str) -> Affiliation:
        """Where an organisation stands; a circle of parents ends where it began."""
        key = organization_key(written)
        own = frozenset(self._keys.get(key, {key} if key else ()))
        above: set[str] = set()
        left = sorted(own)
        while left:
            new = self._parents.get(left.pop(), set()) - above - own
            above |= new
            left += sorted(new)
        return Affiliation(written=written, own=own, above=frozenset(above))

    def common_parent(self, one: Affiliation, other: Affiliation) -> str:
        """The name of an organisation above both."""
        return min(self._titles[key] for key in one.above & other.above)
