"""A file's bytes → its text. Text is UTF-8; anything else is read as well as it can be, with a finding."""

from __future__ import annotations

from casebound.text.finding import Finding, Severity
from casebound.text.localized import phrase
from casebound.text.source import Source, no_text

LARGEST = 2_000_000
"""Bytes beyond which a file is nobody's writing and is not read."""

_BOM = "\ufeff"


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
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            encoding, guess = "UTF-16", data.decode("utf-16", errors="replace")
            offset = 0
        else:
            encoding, guess = "GBK", data.decode("gb18030", errors="replace")
            offset = len(data[: error.start].decode("gb18030", errors="replace"))
        source = Source(path=path, text=guess.removeprefix(_BOM))
        line, _ = source.position(offset)
        finding = Finding(
            rule="not-utf-8",
            severity=Severity.ERROR,
            message=phrase(
                "这不是 UTF-8 文本，像是 {encoding}",
                "This is not UTF-8 text; it looks like {encoding}",
                encoding=encoding,
            ),
            span=source.line_span(line),
            hint=phrase("在编辑器里“另存为”UTF-8 编码", "Save it with the encoding UTF-8"),
        )
        return source, [finding]
