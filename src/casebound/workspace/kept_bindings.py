"""What documents were bound from, kept in the user's cache, so that the next time only what has changed is read.

Reading a thousand chapters from the store and numbering their objects takes five times as long as laying out one. The
objects of those that have not changed stand in the PDF that was written last; kept is where, and what else binding
needs to know of them (`press/facts.py`).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import struct
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casebound.press.binding import Bound
from casebound.press.facts import Facts
from casebound.press.pieces import Numbers, Plate, Top
from casebound.press.plates import Memo, Plated
from casebound.text.error import CaseboundError
from casebound.workspace.number_lists import packed_lists, unpacked_lists
from casebound.workspace.places import drop_oldest
from casebound.workspace.store import engines_digest
from casebound.workspace.store_form import columns
from casebound.workspace.write import write_file

_FORM = b"casebound binding 1\n"
_DIGEST = 32
"""Bytes of a SHA-256."""
MOST = 200
"""Documents that are remembered; past that, the oldest go."""
FEWEST = 16
"""Chapters from which on it is worth it."""

Glyphs = Mapping[str, Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class KeptBindings:
    """The folder of what is kept, each in a file named by its document."""

    folder: Path

    def memo(self, name: str, pdf: bytes, digest: str) -> Memo:
        """What the document of that name came to when `pdf`, of this digest, was bound; empty if not known."""
        if pdf:
            with contextlib.suppress(OSError, ValueError, TypeError, LookupError, RecursionError, struct.error):
                return _unpacked((self.folder / name).read_bytes(), pdf, digest)
        return Memo()

    def keep(self, name: str, memo: Memo, bound: Bound, digest: str) -> None:
        """Keep what came of binding a PDF of this digest. What cannot be written only means more work next time."""
        if len(memo.plated) < FEWEST:
            return
        with contextlib.suppress(CaseboundError, OSError):
            write_file(self.folder / name, _packed(memo, bound, digest), is_synced=False)
            drop_oldest(self.folder, MOST)


def binding_name(*parts: str) -> str:
    """What a document is called here; the parts say which it is."""
    return hashlib.sha256("\0".join((*parts, engines_digest())).encode("utf-8", "surrogatepass")).hexdigest()[:40]


class _Lists:
    """Lists of numbers, each with a place."""

    def __init__(self) -> None:
        self.lists: list[list[int]] = []

    def add(self, numbers: Iterable[int]) -> int:
        """Take in a list; its place."""
        self.lists.append(list(numbers))
        return len(self.lists) - 1


class _Tables:
    """What each glyph of a face stands for, said once; nearly all chapters agree."""

    def __init__(self, tables: Mapping[str, Mapping[int, str]]) -> None:
        self.tables = {face: dict(table) for face, table in tables.items()}

    def packed(self, glyphs: Glyphs, lists: _Lists) -> list[object]:
        """The glyphs of a chapter, face by face: their numbers, and those texts that differ from the table's."""
        rows: list[object] = []
        for face, own in glyphs.items():
            table = self.tables.setdefault(face, {})
            for glyph in own.keys() - table.keys():
                table[glyph] = own[glyph]
            other = [(glyph, said) for glyph, said in own.items() if table[glyph] != said]
            rows.append((face, lists.add(own), other))
        return rows

    def unpacked(self, rows: list[Any], lists: list[array[int]]) -> Glyphs:
        """The glyphs again."""
        glyphs = {}
        for face, place, other in rows:
            table = self.tables[face]
            own = {glyph: table[glyph] for glyph in lists[place]}
            own.update((glyph, said) for glyph, said in other)
            glyphs[face] = own
        return glyphs


def _packed(memo: Memo, bound: Bound, digest: str) -> bytes:
    lists, tables = _Lists(), _Tables({})
    rows = []
    for key, start in bound.plates:
        each = memo.plated[key]
        facts, plate, numbers = each.facts, each.plate, each.facts.numbers
        row = (
            *(key, start, len(plate.data), plate.holder, plate.first, plate.held),
            lists.add(number for pair in plate.offsets for number in pair),
            tables.packed(each.glyphs, lists),
            *(facts.name, facts.parents, facts.names, facts.ids, facts.width, facts.height, facts.has_total),
            (numbers.tops, numbers.pages, numbers.links, numbers.held, numbers.streams),
            [(top.title, top.page, top.x, top.y, top.first, top.last, top.count) for top in facts.tops],
            *("\n".join(facts.anchors), lists.add(facts.anchors.values()), facts.first_name.hex()),
            *(columns(facts.reserved), facts.links, dict(facts.fonts), tables.packed(facts.glyphs, lists)),
            *(facts.missing, facts.warnings),
        )
        rows.append(row)
    spoken = {face: [lists.add(table), list(table.values())] for face, table in tables.tables.items()}
    words = json.dumps([spoken, columns(rows)], ensure_ascii=False, separators=(",", ":"))
    card = words.encode("utf-8", "surrogatepass")
    body = b"".join((bytes.fromhex(digest), struct.pack("<I", len(card)), card, packed_lists(lists.lists)))
    return b"".join((_FORM, hashlib.sha256(body).digest(), body))


def _unpacked(data: bytes, pdf: bytes, digest: str) -> Memo:
    """Raises `ValueError` for what is damaged, of another form, or of another PDF."""
    at = len(_FORM) + _DIGEST
    body = memoryview(data)[at:]
    if not data.startswith(_FORM) or hashlib.sha256(body).digest() != data[len(_FORM) : at]:
        raise ValueError("damaged")
    if body[:_DIGEST] != bytes.fromhex(digest):
        raise ValueError("of another PDF")
    (length,) = struct.unpack_from("<I", body, _DIGEST)
    at = _DIGEST + 4
    spoken, card = json.loads(bytes(body[at : at + length]))
    lists = unpacked_lists(body[at + length :])
    tables = _Tables({face: dict(zip(lists[place], texts, strict=True)) for face, (place, texts) in spoken.items()})
    memo, whole = Memo(), memoryview(pdf)
    for row in zip(*card, strict=True):
        key, start, size, holder, first, held, offsets, stamped, *about = row
        name, parents, names, ids, width, height, has_total, numbers, tops, anchors, pages, *more = about
        first_name, reserved, links, fonts, glyphs, missing, warnings = more
        facts = Facts(
            name=name,
            numbers=Numbers(**dict(zip(("tops", "pages", "links", "held", "streams"), numbers, strict=True))),
            parents=parents,
            names=names,
            ids=ids,
            width=width,
            height=height,
            has_total=has_total,
            tops=tuple(
                Top(title=title, page=page, x=x, y=y, first=child, last=last, count=below)
                for title, page, x, y, child, last, below in tops
            ),
            anchors=dict(zip(anchors.split("\n") if anchors else (), lists[pages], strict=True)),
            first_name=bytes.fromhex(first_name),
            reserved=tuple(zip(*reserved, strict=True)),
            links=tuple(links),
            fonts=fonts,
            glyphs=tables.unpacked(glyphs, lists),
            missing=missing,
            warnings=tuple(warnings),
        )
        plate = Plate(
            data=bytes(whole[start : start + size]),
            offsets=tuple(zip(lists[offsets][::2], lists[offsets][1::2], strict=True)),
            holder=holder,
            first=first,
            held=held,
        )
        memo.plated[key] = Plated(facts=facts, plate=plate, glyphs=tables.unpacked(stamped, lists))
    return memo
