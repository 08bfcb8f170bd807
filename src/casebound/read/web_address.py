"""A text → the address of a site on the web, to which paths can be added."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from casebound.read.scalars import Scalar
from casebound.text.localized import phrase

LONGEST = 200
"""Characters: a QR code of more is hard to read."""
_URI = re.compile(r"https?://[A-Za-z0-9._~:/%!$&'()*+,;=\[\]-]+", re.IGNORECASE)
"""The characters of a URI (RFC 3986) without those of user names, queries and fragments."""


def _address(text: str) -> str | None:
    if len(text) > LONGEST or not _URI.fullmatch(text):
        return None
    try:
        parts = urlsplit(text)
        is_sound = bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none, brackets that hold no address
        return None
    return text.rstrip("/") if is_sound else None


WEB_ADDRESS: Scalar[str] = Scalar(
    _address,
    phrase(
        "网址（如 https://cases.example.org ，不带 ? 与 #）",
        "a web address such as https://cases.example.org, without ? and #",
    ),
)
