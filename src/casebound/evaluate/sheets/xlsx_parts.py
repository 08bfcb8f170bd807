"""The bytes of a file that came back as .xlsx → its XML parts, or the reason why it is not opened.

A workbook is a ZIP archive from a stranger: what it says of its sizes is looked at before anything is unpacked.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from casebound.text.localized import Localized, phrase

MOST_BYTES = 16_000_000
MOST_MEMBERS = 2_000
MOST_UNPACKED = 64_000_000
"""Bytes of all members together."""
MOST_RATIO = 400
"""Times that a member of `SMALL` bytes or more may be larger than its packed form: XML of empty cells reaches 200."""
SMALL = 1_000_000

SAVE_AS = phrase("请用 Excel、WPS 或 LibreOffice 另存为 .xlsx 再交", "Save it as .xlsx in Excel, WPS or LibreOffice")
BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    expat.ExpatError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What reading a damaged archive or part of it may raise; RuntimeError: a member with a password."""


class UnusableError(Exception):
    """A file or a part of it that is not read, and why. Never leaves the readers of sheets."""

    def __init__(self, message: Localized, hint: Localized | None = None) -> None:
        super().__init__(message.to("en"))
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part says about another one."""

    target: str
    """The other part's path in the archive."""
    kind: str
    """Last word of its type: `worksheet`, `styles`, `comments`."""


@dataclass(slots=True)
class Parts:
    """An archive that may be read."""

    archive: zipfile.ZipFile
    _left: int = field(default=MOST_UNPACKED)

    def read(self, path: str) -> bytes:
        """The bytes of a member; raises one of `BROKEN`, or UnusableError beyond what the archive said of itself."""
        with self.archive.open(path) as member:
            data = member.read(self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise UnusableError(phrase("解开后太大", "Too large when unpacked"))
        return data

    def relations(self, path: str) -> Mapping[str, Relation]:
        """What the part at `path` refers to inside the archive, by id."""
        folder, _, name = path.rpartition("/")
        listed = _joined(folder, f"_rels/{name}.rels")
        if listed not in self.archive.NameToInfo:
            return {}
        found: dict[str, Relation] = {}

        def begin(name: str, given: dict[str, str]) -> None:
            if name == "Relationship" and given.get("TargetMode") != "External":
                target = given.get("Target", "")
                full = target[1:] if target.startswith("/") else _joined(folder, target)
                found[given.get("Id", "")] = Relation(full, given.get("Type", "").rsplit("/", 1)[-1])

        walk(self.read(listed), begin)
        return found


def _joined(folder: str, target: str) -> str:
    parts = folder.split("/") if folder else []
    for part in target.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in (".", ""):
            parts.append(part)
    return "/".join(parts)


def open_parts(data: bytes) -> Parts:
    """The archive of a workbook. Raises UnusableError with what it is instead, or one of `BROKEN`."""
    if len(data) > MOST_BYTES:
        raise UnusableError(
            phrase("文件超过 {n} MB，没有读", "Larger than {n} MB, not read", n=MOST_BYTES // 1_000_000),
            phrase("删去粘进表里的图片再交", "Remove the pictures that were pasted into it"),
        )
    if not data.startswith(b"PK"):
        raise _other(data)
    archive = zipfile.ZipFile(io.BytesIO(data))
    members = archive.infolist()
    if (
        len(members) > MOST_MEMBERS
        or sum(member.file_size for member in members) > MOST_UNPACKED
        or any(member.file_size > SMALL and member.file_size > MOST_RATIO * member.compress_size for member in members)
    ):
        raise UnusableError(
            phrase("压缩包解开后太大，没有读", "It unpacks to far more than a score sheet holds, and was not read"),
            SAVE_AS,
        )
    names = [member.filename for member in members]
    if len(set(names)) < len(names):
        raise UnusableError(phrase("压缩包里有同名的部分", "The archive holds two parts of one name"), SAVE_AS)
    _refuse_other_archives(archive, {name.lower() for name in names})
    return Parts(archive)


def _other(data: bytes) -> UnusableError:
    """What a file is that is no ZIP archive."""
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return UnusableError(
                phrase("文件有打开密码，读不了", "The file has a password and cannot be read"),
                phrase("去掉密码后另存再交", "Save it without the password"),
            )
        return UnusableError(phrase("这是旧的 .xls 或 .et 格式", "This is the old .xls format, or WPS’s .et"), SAVE_AS)
    if not data.strip(b"\0"):
        return UnusableError(phrase("文件是空的", "The file is empty"))
    return UnusableError(phrase("这不是 .xlsx 文件", "This is not an .xlsx file"), SAVE_AS)


def _refuse_other_archives(archive: zipfile.ZipFile, names: set[str]) -> None:
    if "mimetype" in names:
        raise UnusableError(phrase("这是 OpenDocument 表格", "This is an OpenDocument spreadsheet"), SAVE_AS)
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        raise UnusableError(
            phrase("文件带有宏，没有读", "The file carries macros and was not read"),
            phrase("另存为不带宏的 .xlsx 再交", "Save it as .xlsx, without macros"),
        )
    if any(name.endswith("workbook.bin") for name in names):
        raise UnusableError(phrase("这是二进制的 .xlsb 格式", "This is the binary .xlsb format"), SAVE_AS)
    if "[content_types].xml" not in names:
        raise UnusableError(phrase("这个压缩包不是 .xlsx 文件", "This archive is not an .xlsx file"), SAVE_AS)
    if any(member.flag_bits & 1 for member in archive.infolist()):
        raise UnusableError(phrase("压缩包有密码，读不了", "The archive has a password and cannot be read"), SAVE_AS)


def walk(
    data: bytes,
    begin: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Go through the elements of an XML part, by names without prefix. ExpatError; UnusableError for a DTD."""

    def refuse(*_: object) -> None:
        raise UnusableError(
            phrase("文件里有 XML 实体声明，没有读", "It declares XML entities, as no spreadsheet program does"), SAVE_AS
        )

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, given: begin(name.rpartition(":")[2], given)
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    parser.Parse(data, True)
