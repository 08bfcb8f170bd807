"""A paper size and a number of pages → millimetres: the trimmed page, the spine, a cover that goes around."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from casebound.read.print_config import PaperSize, PrintConfig

SPINE_FOR_WORDS = Decimal(6)
"""Millimetres: on a narrower spine words would land on the fold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A trimmed page, and what of the layout depends on it."""

    width_mm: Decimal
    height_mm: Decimal
    chart_width: float
    chart_height: float
    """CSS pixels: of the small charts of measures."""


PAPERS = {
    PaperSize.A4: Paper(width_mm=Decimal(210), height_mm=Decimal(297), chart_width=245.0, chart_height=78.0),
    PaperSize.B5: Paper(width_mm=Decimal(176), height_mm=Decimal(250), chart_width=204.0, chart_height=70.0),
}
"""A4: a chart of 65 × 21 mm; B5: of 54 × 18.5 mm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrapSize:
    """The sheet of a cover: back, spine and front side by side. Millimetres, trimmed."""

    page_mm: Decimal
    """Width of the back and of the front."""
    height_mm: Decimal
    spine_mm: Decimal
    bleed_mm: Decimal

    @property
    def width_mm(self) -> Decimal:
        """All three."""
        return 2 * self.page_mm + self.spine_mm

    @property
    def has_spine_words(self) -> bool:
        """Whether the spine is wide enough for a title."""
        return self.spine_mm >= SPINE_FOR_WORDS


def wrap_size(size: PaperSize, pages: int, config: PrintConfig) -> WrapSize:
    """The cover of a book block of so many pages: a leaf carries two of them, an odd last page takes a whole leaf."""
    leaves = (pages + 1) // 2
    paper = PAPERS[size]
    return WrapSize(
        page_mm=paper.width_mm,
        height_mm=paper.height_mm,
        spine_mm=leaves * config.paper_mm,
        bleed_mm=config.bleed_mm,
    )
