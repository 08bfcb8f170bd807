"""Python values flow in, PDF syntax flows out (ISO 32000-1, 7.3)."""

from __future__ import annotations

from codecs import BOM_UTF16_BE
from collections.abc import Iterable


def text(string: str) -> bytes:
    """A text string: in hexadecimal, so that no byte of it can be taken for syntax."""
    return b"<" + encoded(string).hex().encode() + b">"


def encoded(string: str) -> bytes:
    """The bytes of a text string: ASCII, else UTF-16 with its mark. Trees of names are sorted by them."""
    return string.encode() if string.isascii() else BOM_UTF16_BE + string.encode("utf-16-be", "replace")


def real(number: float) -> bytes:
    """A number with at most three decimals: a thousandth of a point is less than a wavelength of light."""
    written = f"{number:.3f}".rstrip("0").rstrip(".")
    return b"0" if written == "-0" else written.encode()


def array(items: Iterable[bytes]) -> bytes:
    """An array of what is written already."""
    return b"[" + b" ".join(items) + b"]"
