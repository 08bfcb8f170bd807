"""The colours and the font that a drawing uses: fixed ones on paper, custom properties of the style sheet on screen."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """CSS colours by their part in a drawing, and a CSS font-family list."""

    ink: str
    soft: str
    """Secondary text and lines."""
    faint: str
    """What stands back: tick marks, points between two periods."""
    rule: str
    """Hairlines, grid."""
    paper: str
    """What a drawing stands on: to clear a place behind words."""
    accent: str
    """Structure."""
    change: str
    """What changed, what was found."""
    tint1: str
    """Five steps of the accent, the first the strongest: apart from each other in greys too. Words on the first two are
    set in `paper`, on the others in `ink`."""
    tint2: str
    tint3: str
    tint4: str
    tint5: str
    font: str
    """Without blanks behind its commas: WeasyPrint takes them for part of a name."""


PAPER = Palette(
    ink="#1d2129",
    soft="#4a505c",
    faint="#767c88",
    rule="#c9ccd3",
    paper="#ffffff",
    accent="#27306b",
    change="#b33a26",
    tint1="#27306b",
    tint2="#5a6499",
    tint3="#959dc6",
    tint4="#c6cbe2",
    tint5="#e9ebf4",
    font="Casebound Hei,Casebound Hei Full",
)
"""The colours of `templates/tokens.css`, for drawings in PDF, where custom properties do not reach."""

SCREEN = Palette(
    ink="var(--ink)",
    soft="var(--ink-soft)",
    faint="var(--ink-faint)",
    rule="var(--rule)",
    paper="var(--paper)",
    accent="var(--indigo)",
    change="var(--cinnabar)",
    tint1="var(--tint-1)",
    tint2="var(--tint-2)",
    tint3="var(--tint-3)",
    tint4="var(--tint-4)",
    tint5="var(--tint-5)",
    font="var(--hei)",
)
"""The colours of the site's style sheet, so that drawings follow the light and the dark theme."""

DARK = Palette(
    ink="#e6e4dd",
    soft="#b0b4bd",
    faint="#9297a2",
    rule="#41454f",
    paper="#15171c",
    accent="#b7c0f2",
    change="#ee8b74",
    tint1="#b7c0f2",
    tint2="#8f99d2",
    tint3="#545e99",
    tint4="#3a4273",
    tint5="#252a44",
    font="",
)
"""The colours of the site's dark theme, for drawings that stand alone in a file."""

ALONE = replace(PAPER, font="PingFang SC,Noto Sans SC,Noto Sans CJK SC,Microsoft YaHei,sans-serif")
"""The colours of paper, and fonts that other people's machines have: for drawings in files of their own."""
