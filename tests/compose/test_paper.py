"""Spines as wide as their leaves are thick: sums by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casebound.compose.paper import PAPERS, wrap_size
from casebound.read.print_config import PaperSize, PrintConfig


@pytest.mark.parametrize(
    ("pages", "paper", "spine"),
    [
        (168, "0.12", "10.08"),  # 84 leaves
        (167, "0.12", "10.08"),  # the last leaf has one page
        (120, "0.1", "6.0"),
        (118, "0.1", "5.9"),
        (1, "0.1", "0.1"),
        (0, "0.1", "0"),
    ],
)
def test_a_spine_is_half_the_pages_wide(pages: int, paper: str, spine: str) -> None:
    size = wrap_size(PaperSize.A4, pages, PrintConfig(paper_mm=Decimal(paper)))
    assert size.spine_mm == Decimal(spine)
    assert size.has_spine_words is (Decimal(spine) >= 6)
    assert size.width_mm == 420 + Decimal(spine)


def test_the_sizes_are_those_of_iso_216() -> None:
    assert [(size.value, paper.width_mm, paper.height_mm) for size, paper in PAPERS.items()] == [
        ("A4", Decimal(210), Decimal(297)),
        ("B5", Decimal(176), Decimal(250)),
    ]
