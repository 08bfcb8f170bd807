"""`[print]` of `casebound.toml` → PrintConfig: the paper that documents are made for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from casebound.read.fields import BOOLEAN, NUMBER, Field, Record, Scalar, choice
from casebound.text.localized import phrase


class PaperSize(StrEnum):
    """A trimmed page: A4 is 210 × 297 mm, B5 176 × 250 mm (ISO 216; the B5 of JIS is larger)."""

    A4 = "A4"
    B5 = "B5"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintConfig:
    """How documents are printed."""

    size: PaperSize = PaperSize.A4
    attach_sources: bool = False
    """Whether a report carries its manuscript and data as attached files."""
    bleed_mm: Decimal = Decimal(3)
    """How far the colour of a cover goes beyond the trim."""
    paper_mm: Decimal = Decimal("0.1")
    """Thickness of a leaf, which is two pages: it makes the spine as wide as it is."""


def _between(low: str, high: str) -> Scalar[Decimal]:
    """A length from `low` to `high` millimetres."""

    def convert(text: str) -> Decimal | None:
        value = NUMBER.convert(text)
        return value if value is not None and Decimal(low) <= value <= Decimal(high) else None

    return Scalar(convert, phrase("{low} 到 {high} 的毫米数", "millimetres from {low} to {high}", low=low, high=high))


PRINT = Record(
    PrintConfig,
    {
        "size": Field(choice(PaperSize)),
        "attach_sources": Field(BOOLEAN),
        "bleed_mm": Field(_between("0", "5")),
        "paper_mm": Field(_between("0.03", "0.5")),
    },
)
