"""A public case → how it is cited: as a line of text, and as files for programs that keep references.

The line follows GB/T 7714—2015 (electronic resources, 8.8; a part of a collection behind `//`) in Chinese and the APA
manual (7th edition, reports by a group author) elsewhere. The day of reading is the reader's to add.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from casebound.model.case import Case
from casebound.text.localized import CHINESE, Localized, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What a reference to a case is made of; empty where it is not known."""

    id: str
    lang: str
    """Of the case's words."""
    author: str
    title: str
    collection: str
    publisher: str
    year: str
    version: str
    address: str
    licence: str

    @property
    def line(self) -> str:
        """The reference as text."""
        return self._gb() if self.lang == CHINESE else self._apa()

    def _gb(self) -> str:
        issued = ", ".join(part for part in (self.publisher, self.year) if part)
        version = f"版本{self.version}" if self.version else ""
        parts = (self.author, f"{self.title}[EB/OL]//{self.collection}", version, issued, self.address)
        return _sentences(parts, has_stop=not self.address)

    def _apa(self) -> str:
        version = f" (Version {self.version})" if self.version else ""
        group = f"{self.author.rstrip('.')}." if self.author else ""
        dated = " ".join(part for part in (group, f"({self.year or 'n.d.'})") if part)
        parts = (dated, f"{self.title}{version}", f"In {self.collection}", self.publisher, self.address)
        return _sentences(parts, has_stop=not self.address)

    @property
    def bibtex(self) -> str:
        """An entry of a BibTeX file, in UTF-8 as BibLaTeX and today's BibTeX read it."""
        fields = {
            "author": "{" + _tex(self.author) + "}" if self.author else "",
            "title": "{" + _tex(self.title) + "}",
            "booktitle": _tex(self.collection),
            "publisher": _tex(self.publisher),
            "year": self.year,
            "version": _tex(self.version),
            "url": _address(self.address),
            "langid": "chinese" if self.lang == CHINESE else "english",
            "note": _tex(self.licence),
        }
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
        return f"@incollection{{{re.sub(r'[^A-Za-z0-9:._/-]', '-', self.id)},\n{lines}}}\n"

    @property
    def ris(self) -> str:
        """A record of a RIS file."""
        fields = (
            ("TY", "CHAP"),
            ("ID", self.id),
            ("AU", self.author.replace(",", "")),
            ("TI", self.title),
            ("T2", self.collection),
            ("PB", self.publisher),
            ("PY", self.year),
            ("ET", self.version),
            ("LA", self.lang),
            ("UR", self.address),
            ("C1", self.licence),
        )
        lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value.strip()]
        return "\r\n".join((*lines, "ER  - ", ""))


_AUTHOR = phrase("{{organization}}{{team}}", "{{team}}, {{organization}}")


def make_citation(
    case: Case, *, collection: Localized, publisher: Localized, year: int | None, address: str
) -> Citation:
    """The citation of a case that holds only what the public may read, in the language of its words."""
    team, organization = case.subject.name, case.subject.organization
    both = team and organization and organization not in team
    author = _AUTHOR.to(case.lang).format(team=team, organization=organization) if both else team or organization
    return Citation(
        id=case.id,
        lang=case.lang,
        author=author,
        title=" ".join(case.title.split()),
        collection=collection.to(case.lang),
        publisher=publisher.to(case.lang),
        year=str(year) if year else "",
        version=case.publication.version,
        address=address,
        licence=case.publication.license,
    )


def _sentences(parts: tuple[str, ...], *, has_stop: bool) -> str:
    """Parts with full stops between them, but none behind a mark that ends a sentence."""
    said = [part for part in parts if part]
    ended = [part if part.endswith((".", "?", "!", "？", "！", "。")) else f"{part}." for part in said[:-1]]
    last = said[-1:] if not has_stop else [f"{part.rstrip('.')}." for part in said[-1:]]
    return " ".join((*ended, *last))


_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "#$%&_"},
}


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in " ".join(text.split()))


def _address(text: str) -> str:
    """An address stands as it is; what would end the field is written as a percent sign has it."""
    return text.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
