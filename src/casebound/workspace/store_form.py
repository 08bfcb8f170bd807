"""A laid-out chapter ↔ the bytes of a file of the store: a line that names it, a digest, a card, numbers, PDF objects.

No pickle: a store may be shared, and what reads it must not run what others put there. Read a thousand at a time, so
long lists of numbers stand outside the card (measured: JSON takes three times as long for them), and what is in it are
lists in the order that `packed` shows.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import Any

from casebound.press.job import Heading, Lettering, Margin, Place, Printed, Reserved, Sheet
from casebound.press.pieces import Link, Pieces, Template, Top
from casebound.workspace.number_lists import SIZE, packed_lists, unpacked_lists

_FORM = b"casebound chapter 3"
_DIGEST = 32
"""Bytes of a SHA-256."""
LONGEST_HEAD = 256
"""Bytes within which a file's first line ends."""


def packed(printed: Printed, key: str, engines: str) -> bytes:
    """The bytes of a chapter that was printed; `key` and `engines` (without spaces) say what from and what by."""
    pieces = printed.pieces
    if pieces is None:
        raise ValueError("nothing was printed")
    letterings = [*(each.lettering for each in printed.margins), *(each.lettering for each in printed.reserved)]
    styles = {lettering: place for place, lettering in enumerate(dict.fromkeys(letterings))}
    templates = [pieces.plain, *(dictionary for dictionary, _ in pieces.streams)]
    blobs = [*(template.text for template in templates), *(data for _, data in pieces.streams)]
    card = [
        [printed.name, printed.title, printed.lang, printed.missing, printed.warnings, dict(printed.fonts)],
        [pieces.pages, pieces.held, pieces.keys, pieces.parents, pieces.names, pieces.ids, pieces.open_pages],
        columns((each.width, each.height, each.margins) for each in printed.sheets),
        columns((style.family, style.weight, style.size, style.colour) for style in styles),
        columns(
            (each.text, each.side, each.align, each.x, each.baseline, styles[each.lettering])
            for each in printed.margins
        ),
        columns((each.level, each.title, *_point(each.place)) for each in printed.headings),
        columns((name, *_point(place)) for name, place in printed.anchors.items()),
        columns(
            (
                *(each.kind, each.target, each.page, each.mcid),
                *(each.words, each.right, each.baseline),
                styles[each.lettering],
            )
            for each in printed.reserved
        ),
        columns((face, _joined(list(glyphs.values()))) for face, glyphs in printed.glyphs.items()),
        columns((each.title, each.page, each.x, each.y, each.first, each.last, each.count) for each in pieces.tops),
        columns((each.target, *each.rect, each.words, each.key) for each in pieces.links),
    ]
    lists: list[Sequence[int]] = [[len(blob) for blob in blobs], *(template.numbers for template in templates)]
    lists += [list(glyphs) for glyphs in printed.glyphs.values()]
    numbers = packed_lists(lists)
    words = json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    sizes = struct.pack("<2I", len(words), len(numbers) // SIZE)
    body = b"".join((sizes, words, numbers, *blobs))
    head = b"%b %b %b\n" % (_FORM, key.encode(), engines.encode())
    return head + _digest(head, body) + body


def unpacked(data: bytes, key: str) -> Printed:
    """The chapter of that key. Raises `ValueError` for bytes that are not whole, of another form or of another key."""
    end = data.index(b"\n") + 1
    if data[:end].split(b" ")[:4] != [*_FORM.split(b" "), key.encode()]:
        raise ValueError("not a chapter of that key")
    at = end + _DIGEST
    if _digest(data[:end], memoryview(data)[at:]) != data[end:at]:
        raise ValueError("damaged")
    length, count = struct.unpack_from("<2I", data, at)
    at += 8
    card: list[Any] = json.loads(data[at : at + length])
    at += length
    (lengths, *lists), at = map(tuple, unpacked_lists(data[at : at + SIZE * count])), at + SIZE * count
    blobs = [data[start:stop] for start, stop in pairwise(accumulate(lengths, initial=at))]
    about, counts, *tables = card
    name, title, lang, missing, warnings, fonts = about
    pages, held, keys, parents, dests, ids, open_pages = counts
    sheets, styles, margins, headings, anchors, reserved, glyphs, tops, links = (
        zip(*table, strict=True) for table in tables
    )
    letterings = [
        Lettering(family=family, weight=weight, size=size, colour=tuple(colour))
        for family, weight, size, colour in styles
    ]
    first = len(blobs) // 2 + 1
    templates = [Template(text, numbers) for text, numbers in zip(blobs, lists[:first], strict=False)]
    return Printed(
        name=name,
        title=title,
        lang=lang,
        sheets=tuple(Sheet(width=width, height=height, margins=tuple(own)) for width, height, own in sheets),
        margins=tuple(
            Margin(text=text, side=side, align=align, x=x, baseline=y, lettering=letterings[style])
            for text, side, align, x, y, style in margins
        ),
        headings=tuple(
            Heading(level=level, title=words, place=Place(page=page, x=x, y=y)) for level, words, page, x, y in headings
        ),
        anchors={anchor: Place(page=page, x=x, y=y) for anchor, page, x, y in anchors},
        reserved=tuple(
            Reserved(
                kind=kind,
                target=target,
                page=page,
                mcid=mcid,
                words=words,
                right=x,
                baseline=y,
                lettering=letterings[style],
            )
            for kind, target, page, mcid, words, x, y, style in reserved
        ),
        fonts=fonts,
        glyphs={
            face: dict(zip(numbers, texts, strict=True))
            for (face, texts), numbers in zip(glyphs, lists[first:], strict=True)
        },
        missing=missing,
        warnings=tuple(warnings),
        pieces=Pieces(
            pages=pages,
            tops=tuple(
                Top(title=words, page=page, x=x, y=y, first=child, last=last, count=below)
                for words, page, x, y, child, last, below in tops
            ),
            links=tuple(
                Link(target=target, rect=(left, bottom, right, top), words=words, key=number)
                for target, left, bottom, right, top, words, number in links
            ),
            plain=templates[0],
            held=held,
            streams=tuple(zip(templates[1:], blobs[first:], strict=True)),
            open_pages=tuple((place, page) for place, page in open_pages),
            keys=keys,
            parents=parents,
            names=dests,
            ids=ids,
        ),
    )


def engines_of(head: bytes) -> str:
    """What laid out the chapter whose file begins with these bytes; empty when it is not one of this form."""
    parts = head.partition(b"\n")[0].split(b" ")
    return parts[4].decode("ascii", "replace") if len(parts) == 5 and b" ".join(parts[:3]) == _FORM else ""


def _digest(head: bytes, body: bytes | memoryview) -> bytes:
    state = hashlib.sha256(head)
    state.update(body)
    return state.digest()


def columns(rows: Iterable[Sequence[object]]) -> list[tuple[object, ...]]:
    """The same by columns: few long lists are read faster than many short ones. `zip(*columns)` turns it back."""
    return list(zip(*rows, strict=True))


def _point(place: Place) -> tuple[int, float, float]:
    return place.page, place.x, place.y


def _joined(texts: list[str]) -> str | list[str]:
    """One string, where each is one character: going through it gives the same, and it is read at once."""
    return "".join(texts) if all(len(text) == 1 for text in texts) else texts
