"""A file's bytes → its text. Text is UTF-8; anything else is read as well as it can be, with a finding."""

from __future__ import annotations

from casebound.text.finding import Finding, Severity
from casebound.text.localized import Localized, phrase
from casebound.text.source import Source, Span, no_text

LARGEST = 2_000_000
"""Bytes beyond which a file is nobody's writing and is not read."""

_BOM = "\ufeff"
_UNKNOWN = "\ufffd"
_MANY = 20
"""Wide characters to each broken one that show that a text is UTF-8."""


def too_large(path: str, size: int) -> Finding:
    """A file of `size` bytes is not read: to be said before its bytes are, where its size is known."""
    return Finding(
        rule="too-large",
        severity=Severity.ERROR,
        message=phrase(
            "文件有 {size} MB，超过 {most} MB，没有读",
            "The file has {size} MB, more than {most} MB, and was not read",
            size=f"{size / 1_000_000:.1f}",
            most=LARGEST // 1_000_000,
        ),
        span=no_text(path),
        hint=phrase("图片和大量数据另存文件，文字里引用它们", "Keep images and bulk data in files of their own"),
    )


def decode(path: str, data: bytes) -> tuple[Source, list[Finding]]:
    """The text without a byte-order mark; bytes that are not UTF-8 are shown as GB 18030, so that places have names.

    Of more than `LARGEST` bytes nothing is read.
    """
    if len(data) > LARGEST:
        return Source(path=path, text=""), [too_large(path, len(data))]
    try:
        return Source(path=path, text=data.decode("utf-8").removeprefix(_BOM)), []
    except UnicodeDecodeError as error:
        if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            if b"\0" in data:
                message = phrase("这不是文字，像是图片或别的文件", "This is not text but an image or another file")
                return Source(path=path, text=""), [_not_utf_8(no_text(path), message)]
            if (source := _with_a_few_bad_bytes(path, data)) is not None:
                return source, [_bad_bytes(source)]
            encoding, guess = "GBK", data.decode("gb18030", errors="replace")
            offset = len(data[: error.start].decode("gb18030", errors="replace"))
        else:
            encoding, guess = "UTF-16", data.decode("utf-16", errors="replace")
            offset = 0
        source = Source(path=path, text=guess.removeprefix(_BOM))
        line, _ = source.position(offset)
        message = phrase(
            "这不是 UTF-8 文本，像是 {encoding}",
            "This is not UTF-8 text; it looks like {encoding}",
            encoding=encoding,
        )
        return source, [_not_utf_8(source.line_span(line), message)]


def _with_a_few_bad_bytes(path: str, data: bytes) -> Source | None:
    """The text, if all but a few of its wide characters are UTF-8: then it is not GBK, some bytes are lost."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count(_UNKNOWN)
    wide = sum(character > "\x7f" for character in text) - bad
    return Source(path=path, text=text.removeprefix(_BOM)) if wide > _MANY * bad else None


def _bad_bytes(source: Source) -> Finding:
    at = source.text.index(_UNKNOWN)
    message = phrase(
        "这里有字节坏了，共 {n} 处，其余是 UTF-8",
        "A byte is broken here, one of {n}; the rest is UTF-8",
        n=source.text.count(_UNKNOWN),
    )
    hint = phrase("把缺的字补上再存一次", "Write the lost character again and save")
    return _not_utf_8(source.span(at, at + 1), message, hint)


_SAVE = phrase("在编辑器里“另存为”UTF-8 编码", "Save it with the encoding UTF-8")


def _not_utf_8(span: Span, message: Localized, hint: Localized = _SAVE) -> Finding:
    return Finding(rule="not-utf-8", severity=Severity.ERROR, message=message, span=span, hint=hint)
