"""Plain values ↔ a file in the user's cache. What is damaged, or of another form, counts as absent.

They are kept as `marshal` writes them, as Python keeps compiled modules: of a large site there are half a million
values, which JSON takes five times as long to read. A checksum in front tells what is whole.
"""

from __future__ import annotations

import contextlib
import marshal
import zlib
from pathlib import Path
from typing import Any

from casebound.text.error import CaseboundError
from casebound.workspace.write import write_file


def read_kept(path: Path, form: str) -> dict[str, Any]:
    """What a file holds that was written in this form; nothing where it is not whole."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        kept: dict[str, Any] = marshal.loads(body) if head == _head(form, body) else {}
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return kept


def write_kept(path: Path, form: str, kept: dict[str, Any]) -> None:
    """Keep these. A file that cannot be written only means more work the next time."""
    body = marshal.dumps(kept)
    with contextlib.suppress(CaseboundError):
        write_file(path, b"%b\n%b" % (_head(form, body), body), is_synced=False)


def _head(form: str, body: bytes) -> bytes:
    return f"{form} {marshal.version} {zlib.crc32(body):08x}".encode()
