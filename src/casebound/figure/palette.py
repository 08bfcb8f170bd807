"""The colours and the font a drawing uses: fixed ones on paper, custom properties on screen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """CSS colours, and a CSS font-family list."""

    ink: str
    soft: str
    """Secondary text and lines."""
    rule: str
    """Hairlines."""
    accent: str
    """Structure."""
    change: str
    """What changed."""
    font: str


PAPER = Palette(
    ink="#1d2129",
    soft="#767c88",
    rule="#c9ccd3",
    accent="#27306b",
    change="#b33a26",
    font="Casebound Hei",
)
"""The colours of `templates/tokens.css`, for drawings in PDF, where custom properties do not reach."""
