"""Laid-out documents kept in the user's cache, under the digest of all that went into them.

What is unchanged is not laid out again. Entries are written whole or not at all, so several processes may share the
store; one whose bytes no longer have the digest noted for them counts as absent, and is made anew.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from casebound.press.job import Printed, PrintJob
from casebound.text.error import CaseboundError
from casebound.workspace.write import write_file

LIMIT_BYTES = 512 * 1024 * 1024
"""What the store may hold; past that, what was not used for the longest time goes."""

_PACKAGES = ("casebound", "weasyprint", "pydyf", "tinycss2", "cssselect2", "tinyhtml5", "pyphen", "fonttools")
_LIBRARIES = (
    (("libpango-1.0.so.0", "libpango-1.0.dylib"), "pango_version_string"),
    (("libharfbuzz.so.0", "libharfbuzz.dylib"), "hb_version_string"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """A folder of finished layouts: `<key>.pdf` beside `<key>.json`."""

    folder: Path

    def get(self, key: str) -> Printed | None:
        """The layout of that key, if it is there and whole."""
        try:
            card = json.loads((self.folder / f"{key}.json").read_text(encoding="utf-8"))
            pdf = (self.folder / f"{key}.pdf").read_bytes()
            if hashlib.sha256(pdf).hexdigest() != card["sha256"]:
                return None
            os.utime(self.folder / f"{key}.json")
            warnings = tuple(str(text) for text in card["warnings"])
            return Printed(
                name=str(card["name"]),
                pdf=pdf,
                pages=int(card["pages"]),
                missing=str(card["missing"]),
                warnings=warnings,
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, key: str, printed: Printed) -> None:
        """Keep a layout that came out well. A store that cannot be written only means more work next time."""
        if printed.error or not printed.pdf:
            return
        card = {
            "name": printed.name,
            "pages": printed.pages,
            "missing": printed.missing,
            "warnings": list(printed.warnings),
            "sha256": hashlib.sha256(printed.pdf).hexdigest(),
        }
        with contextlib.suppress(CaseboundError):
            write_file(self.folder / f"{key}.pdf", printed.pdf)
            write_file(self.folder / f"{key}.json", json.dumps(card, ensure_ascii=False).encode())

    def prune(self, limit_bytes: int = LIMIT_BYTES) -> None:
        """Remove what was used longest ago until the rest fits."""
        with contextlib.suppress(OSError):
            cards = sorted(self.folder.glob("*.json"), key=lambda card: -card.stat().st_mtime)
            held = 0
            for card in cards:
                pdf = card.with_suffix(".pdf")
                held += card.stat().st_size + (pdf.stat().st_size if pdf.is_file() else 0)
                if held > limit_bytes:
                    card.unlink(missing_ok=True)
                    pdf.unlink(missing_ok=True)


def job_key(job: PrintJob) -> str:
    """SHA-256 of all that decides the bytes of a job's PDF: its text, styles, images, fonts, date, and the engines."""
    parts: Sequence[object] = (
        job.html,
        job.stylesheets,
        sorted((url, hashlib.sha256(data).hexdigest()) for url, data in job.assets.items()),
        job.fonts.digest,
        job.timestamp,
        engines(),
    )
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


@cache
def engines() -> tuple[str, ...]:
    """The versions of all that lays out, found without loading the layout engine, and the digest of our press."""
    versions = []
    for package in _PACKAGES:
        try:
            versions.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            versions.append(package)
    for names, function in _LIBRARIES:
        versions.append(f"{function} {_library_version(names, function)}")
    press = Path(__file__).parents[1] / "press"
    digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in sorted(press.glob("*.py"))))
    return (*versions, digest.hexdigest())


def _library_version(names: Sequence[str], function: str) -> str:
    for name in names:
        with contextlib.suppress(OSError, AttributeError):
            call = getattr(ctypes.CDLL(name), function)
            call.restype = ctypes.c_char_p
            return (call() or b"").decode()
    return "?"
