"""A PDF file → any of its pages as a picture."""

from __future__ import annotations

import threading
from io import BytesIO
from pathlib import Path
from typing import Any


class Pictures:
    """Keeps the file that was looked at last open. PDFium may be used by one thread at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._path: Path | None = None
        self._document: Any = None

    def png(self, path: Path, number: int, width: int) -> bytes:
        """Page `number` (from 1), `width` pixels wide. Raises `IndexError`, and `OSError` where the file has gone."""
        with self._lock:
            document = self._open(path)
            if not 1 <= number <= len(document):
                raise IndexError(number)
            page = document[number - 1]
            picture = page.render(scale=width / page.get_width()).to_pil()
        out = BytesIO()
        picture.save(out, "PNG", compress_level=1)
        return out.getvalue()

    def close(self) -> None:
        """Let the file go."""
        with self._lock:
            self._close()

    def _open(self, path: Path) -> Any:
        import pypdfium2

        if self._path != path:
            self._close()
            self._document = pypdfium2.PdfDocument(path)
            self._path = path
        return self._document

    def _close(self) -> None:
        if self._document is not None:
            self._document.close()
        self._path, self._document = None, None
