"""PDF objects with their numbers flow in, a whole file flows out: object streams, cross-reference stream, trailer.

ISO 32000-1, 7.5. Numbers may have gaps: chapters begin at round ones.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from casebound.press.pieces import CATALOG, QUICK_COMPRESSION, Plate, stream_object
from casebound.press.syntax import text

HELD = 500
"""Objects in one object stream of the binder's own."""
_ROW = 8
"""Bytes of a row of the cross-reference stream: kind 1, place or holder 5, index 2."""

_INDEXES = [index.to_bytes(2, "big") for index in range(0x10000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file inside the file."""

    name: str
    data: bytes
    description: str
    media_type: str
    relationship: str = "Source"
    """`Source`, `Data` or `Supplement` (ISO 32000-2, 14.13)."""

    def subtype(self) -> bytes:
        """The media type as a PDF name."""
        return self.media_type.replace("/", "#2F").encode("ascii")


class PdfFile:
    """A file in the making."""

    def __init__(self) -> None:
        self._out: list[bytes] = [b"%PDF-1.7\n%\xe6\xa1\x88\xe4\xbe\x8b\n"]
        self._at = len(self._out[0])
        self._rows: dict[int, bytes] = {}
        """Number → row of the cross-reference stream, for objects one by one."""
        self._runs: list[tuple[int, bytes]] = []
        """First number and rows of objects that come in runs."""
        self._small: list[tuple[int, bytes]] = []
        self._trailer = b""

    def _write(self, data: bytes) -> None:
        self._out.append(data)
        self._at += len(data)

    def add(self, number: int, body: bytes) -> None:
        """An object that is no stream."""
        self._small.append((number, body))

    def add_stream(self, number: int, dictionary: bytes, data: bytes, *, compress: bool = False) -> None:
        """A stream; its dictionary comes open, without its length."""
        if compress:
            dictionary, data = dictionary + b"/Filter/FlateDecode", zlib.compress(data, QUICK_COMPRESSION)
        self._rows[number] = _row(1, self._at, 0)
        self._write(stream_object(number, dictionary, data))

    def add_plate(self, plate: Plate) -> int:
        """A chapter's objects, as they are; where they begin."""
        start = self._at
        for number, offset in plate.offsets:
            self._rows[number] = _row(1, self._at + offset, 0)
        self._runs.append((plate.first, _row(2, plate.holder, 0)[:-2].join([b"", *_INDEXES[: plate.held]])))
        self._write(plate.data)
        return start

    def add_catalog(self, entries: bytes, title: str, author: str, timestamp: int, info: int) -> None:
        """The catalog, and the document's information as object `info`."""
        self.add(CATALOG, b"<<%b>>" % entries)
        moment = text(datetime.fromtimestamp(timestamp, UTC).strftime("D:%Y%m%d%H%M%SZ"))
        said = b"/Title%b/Author%b/Producer(Casebound)/CreationDate%b/ModDate%b" % (
            text(title),
            text(author),
            moment,
            moment,
        )
        self.add(info, b"<<%b>>" % said)
        self._trailer = b"/Root %d 0 R/Info %d 0 R" % (CATALOG, info)

    def finish(self, free: int) -> bytes:
        """The file; `free` is the first number that nothing has. Its ID is a digest of all before it."""
        for start in range(0, len(self._small), HELD):
            held = self._small[start : start + HELD]
            free += 1
            self._hold(free - 1, held)
        digest = hashlib.sha256()
        for part in self._out:
            digest.update(part)
        name = digest.hexdigest()[:32].upper().encode()
        place = self._at
        self._rows[free] = _row(1, place, 0)
        index, rows = _sections([(0, _row(0, 0, 65535)), *self._rows.items(), *self._runs])
        dictionary = b"<</Type/XRef/Size %d/Index[%b]/W[1 5 2]%b/ID[<%b><%b>]/Filter/FlateDecode" % (
            free + 1,
            index,
            self._trailer,
            name,
            name,
        )
        self._write(stream_object(free, dictionary, zlib.compress(rows, QUICK_COMPRESSION)))
        self._write(b"startxref\n%d\n%%%%EOF\n" % place)
        return b"".join(self._out)

    def _hold(self, number: int, held: Iterable[tuple[int, bytes]]) -> None:
        heads, bodies, at = [], [], 0
        for index, (name, body) in enumerate(held):
            self._rows[name] = _row(2, number, index)
            heads.append(b"%d %d" % (name, at))
            bodies.append(body)
            at += len(body) + 1
        head = b" ".join(heads) + b"\n"
        dictionary = b"<</Type/ObjStm/N %d/First %d" % (len(bodies), len(head))
        self.add_stream(number, dictionary, head + b"\n".join(bodies), compress=True)


def _row(kind: int, where: int, index: int) -> bytes:
    return kind.to_bytes(1, "big") + where.to_bytes(5, "big") + index.to_bytes(2, "big")


def _sections(runs: list[tuple[int, bytes]]) -> tuple[bytes, bytes]:
    """`Index` and rows of the cross-reference stream: neighbouring numbers joined into sections."""
    runs.sort(key=lambda run: run[0])
    sections: list[list[int]] = []
    for first, rows in runs:
        count = len(rows) // _ROW
        if sections and sections[-1][0] + sections[-1][1] == first:
            sections[-1][1] += count
        else:
            sections.append([first, count])
    return b" ".join(b"%d %d" % (first, count) for first, count in sections), b"".join(rows for _, rows in runs)


def metadata(title: str, author: str, lang: str, timestamp: int) -> bytes:
    """The XMP packet: title, author, language, dates, and the claim of PDF/UA-1 (ISO 14289-1, 5)."""
    moment = datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{escape(lang)}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>Casebound</pdf:Producer>
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""".encode()
