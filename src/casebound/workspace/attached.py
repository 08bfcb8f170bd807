"""A write-up → the files that its report carries along: the manuscript and the data it was made from."""

from __future__ import annotations

from pathlib import Path

from casebound.press.file import Attachment
from casebound.read.written import WrittenCase
from casebound.text.localized import CHINESE, phrase

_MANUSCRIPT = phrase("本报告的书稿", "The manuscript of this report")
_DATA = phrase("本报告的数据", "Data of this report")


def sources_of(root: Path, written: WrittenCase) -> tuple[Attachment, ...]:
    """The text in its language (and the original's front matter where it is a translation), and all data files.

    The data are those that were read: what was unreadable is not attached.
    """
    lang = written.case.lang or CHINESE
    source = written.document.source
    texts = {source.path: source.text}
    original = root / written.folder / "case.md"
    if written.is_translation and original.is_file():
        texts[f"{written.folder}/case.md"] = original.read_text(encoding="utf-8", errors="replace")
    attached = [
        Attachment(
            name=path.removeprefix(f"{written.folder}/"),
            data=text.encode(),
            description=_MANUSCRIPT.to(lang),
            media_type="text/markdown",
        )
        for path, text in texts.items()
    ]
    attached += (
        Attachment(
            name=item.file,
            data=item.text.encode(),
            description=_DATA.to(lang),
            media_type="text/csv",
            relationship="Data",
        )
        for item in written.case.data
    )
    return tuple(attached)
