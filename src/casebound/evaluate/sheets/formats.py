"""Bytes that came back → which format of score sheet they are, told by their content: names and endings get lost."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace

from casebound.evaluate.sheets.json_sheet import read_json_sheet
from casebound.evaluate.sheets.markdown_read import read_markdown_sheet
from casebound.evaluate.sheets.xlsx_read import read_xlsx
from casebound.evaluate.sheets.yaml_read import read_yaml_sheet
from casebound.model.sheet import ReturnedFile
from casebound.read.decode import decode
from casebound.text.finding import Severity
from casebound.text.localized import Localized, phrase
from casebound.text.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFormat:
    """A format in which sheets come back."""

    extension: str
    read: Callable[[str, bytes], ReturnedFile]
    """From the file's name in findings, and its bytes. Raises nothing, whatever the bytes."""


def _of_text(read: Callable[[Source], ReturnedFile]) -> Callable[[str, bytes], ReturnedFile]:
    def from_bytes(name: str, data: bytes) -> ReturnedFile:
        source, findings = decode(name, data)
        file = read(source)
        if file.sheets:  # what was guessed can be read: a doubtful encoding is no fault of the marks
            findings = [replace(finding, severity=Severity.WARNING) for finding in findings]
        return ReturnedFile(name=file.name, sheets=file.sheets, findings=(*findings, *file.findings))

    return from_bytes


_FORMATS: dict[str, SheetFormat] = {
    "xlsx": SheetFormat(extension="xlsx", read=read_xlsx),
    "json": SheetFormat(extension="json", read=_of_text(read_json_sheet)),
    "yaml": SheetFormat(extension="yaml", read=_of_text(read_yaml_sheet)),
    "markdown": SheetFormat(extension="md", read=_of_text(read_markdown_sheet)),
}
"""By what `_told` tells."""
_ENTRY = 128
"""Bytes of an entry in the directory of an OLE file, each of which begins with a stream's name in UTF-16."""
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_HEAD = 200
"""Bytes in which an OpenDocument file says what it is."""
_FRONT_MATTER = re.compile(r"\s*---[ \t]*$.*?^---[ \t]*$", re.DOTALL | re.MULTILINE)
_PAGE = re.compile(rb"(?i)(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)?(?:<!doctype html|<html)", re.DOTALL)
_SHEET_FILE = re.compile(r"(?i)\.(?:xls[xmb]?|et|ods|json|ya?ml|md|html?|zip)$")
_STREAM = re.compile(b"|".join(f"{name}\0".encode("utf-16-le") for name in ("Workbook", "Book", "EncryptedPackage")))
_KEY = re.compile(r"^(?:packet|round|evaluator|case|sheets|marks)[ \t]*[:：]", re.MULTILINE)


def format_of(data: bytes) -> SheetFormat | None:
    """The format of a file, or None when it is no score sheet, as far as its beginning tells."""
    return _FORMATS.get(_told(data))


def _told(data: bytes) -> str:
    if data.startswith(b"PK\x03\x04"):
        return _told_of_archive(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "old workbook" if any(found.start() % _ENTRY == 0 for found in _STREAM.finditer(data)) else "ole"
    if _PAGE.match(data) and b'"score-sheet"' in data:
        return "sheet page"
    if data.startswith(b"%PDF"):
        return "pdf"
    source, _ = decode("", data)
    text = source.text.lstrip()
    if not text or (b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff"))):
        return "empty" if not data.strip() else "binary"
    if text[0] in "{[":
        return "json"
    if re.match(r"(?i)<!doctype html|<html|<\?xml", text):
        return "html"
    if _FRONT_MATTER.match(text):
        return "markdown"
    return "yaml" if _KEY.search(text) else "markdown"  # whose reader passes by what is no sheet


def _told_of_archive(data: bytes) -> str:
    names = _members(data)
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if _OPEN_DOCUMENT in data[:_HEAD]:
        return "ods"
    is_office = "[Content_Types].xml" in names or "mimetype" in names
    return "archive" if not is_office and any(map(_SHEET_FILE.search, names)) else "zip"


def _members(data: bytes) -> list[str]:
    """Names in an archive; nothing is unpacked. A damaged archive passes for XLSX, whose reader says what is wrong."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ["xl/"]


def why_not(data: bytes) -> Localized:
    """What to do about a file that is no score sheet."""
    return _REMEDIES.get(_told(data), _OTHER)


def looks_returned(data: bytes) -> bool:
    """Whether what is no score sheet was probably meant as one: another sort of workbook, the page, an archive."""
    return _told(data) in _MEANT


_MEANT = ("old workbook", "ods", "sheet page", "archive")
_OTHER = phrase(
    "只收评分表：XLSX、HTML 评分表导出的 JSON、YAML、Markdown",
    "Only score sheets are collected: XLSX, the JSON that the HTML sheet exports, YAML, Markdown",
)
_OLD = phrase(
    "旧式 .xls、.et 或加了密码：请另存为不加密码的 .xlsx",
    "An old .xls or .et, or one with a password: save it as .xlsx without password",
)
_PRESS_EXPORT = phrase(
    "打开这个网页评分表，按“导出”，交导出的 JSON", "Open this sheet in a browser, press Export, and return the JSON"
)
_REMEDIES = {
    "zip": phrase(
        "若是压缩包，先解开；Word 文件不收", "If it is an archive, unpack it first; Word files are not collected"
    ),
    "archive": phrase("压缩包里像有评分表：解开再收", "This archive seems to hold sheets: unpack it, then collect"),
    "ods": phrase("OpenDocument 表格（.ods）：请另存为 .xlsx 再交", "An OpenDocument spreadsheet: save it as .xlsx"),
    "ole": _OLD,
    "old workbook": _OLD,
    "html": _PRESS_EXPORT,
    "sheet page": _PRESS_EXPORT,
    "empty": phrase("文件是空的，请重发", "The file is empty: have it sent again"),
}
