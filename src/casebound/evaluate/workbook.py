"""An openpyxl workbook → the same bytes every time; text that a spreadsheet program never runs."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell

MOST_IN_CELL = 32_767
"""UTF-16 units that a cell holds; spreadsheet programs cut what is longer without a word."""
_EARLIEST = 315532800
"""1980-01-01: ZIP knows nothing earlier."""
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold, beside `\r`, which it reads as a line break."""
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""`_x0041_` in a workbook's strings is read as `A` (ECMA-376, part 1, 22.4.2.4), unless its first `_` is escaped."""


def fits_cell(text: str) -> bool:
    """Whether a cell holds all of a text."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2 <= MOST_IN_CELL


def write_text(cell: Cell, text: str) -> None:
    """Put text into a cell as text, whatever it begins with: `=`, `+`, `-` and `@` start nothing.

    `quotePrefix` tells programs so as well, when the cell is edited. Of a text that does not fit, the end is cut off.
    """
    text = _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    cell.value = _ESCAPE.sub("_x005F_", text) or None
    if cell.value is None:
        return
    cell.data_type = "s"
    if text.startswith(("=", "+", "-", "@", "\t", "\r")):
        cell.quotePrefix = True


def render_workbook(workbook: Workbook, timestamp: int) -> bytes:
    """The bytes of an .xlsx file that bears this date (seconds since 1970)."""
    made = datetime.fromtimestamp(max(timestamp, _EARLIEST), UTC).replace(tzinfo=None)
    workbook.properties.created = made
    stream = io.BytesIO()
    workbook.save(stream)
    return _with_one_date(stream.getvalue(), made)


def _with_one_date(data: bytes, made: datetime) -> bytes:
    """openpyxl writes the present time into each member of the archive, and into its properties."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in sorted(archive.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, date_time=made.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            content = archive.read(name)
            copy.writestr(info, _core(made, content) if name == "docProps/core.xml" else content)
    return result.getvalue()


def _core(made: datetime, content: bytes) -> bytes:
    stamp = made.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
