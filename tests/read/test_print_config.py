"""`[print]`, `[site] address` and a book's `size`: their defaults, what they take, and mistakes at their lines."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casebound.read.print_config import PaperSize, PrintConfig
from tests.read.settings import read

GOOD = """name = "案例集"

[[books]]
id = "small"
title = "小开本"
size = "B5"

[[books]]
id = "usual"
title = "大开本"

[site]
address = "https://cases.example.org/2026/"

[print]
size = "A4"
attach_sources = true
bleed_mm = 3.5
paper_mm = 0.12
"""


def test_reads_what_is_set() -> None:
    config, said = read(GOOD)
    assert said == []
    assert config.print == PrintConfig(
        size=PaperSize.A4, attach_sources=True, bleed_mm=Decimal("3.5"), paper_mm=Decimal("0.12")
    )
    assert [book.size for book in config.books] == [PaperSize.B5, None]
    assert config.site.address == "https://cases.example.org/2026"


def test_what_is_not_set_has_its_default() -> None:
    config, said = read('name = "案例集"\n')
    assert said == []
    assert config.site.address == ""
    assert config.print == PrintConfig(
        size=PaperSize.A4, attach_sources=False, bleed_mm=Decimal(3), paper_mm=Decimal("0.1")
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"B5"', '"B6"', (6, "size", "unknown-value", "“size”不认识“B6”")),
        ('"A4"', '"Letter"', (16, "size", "unknown-value", "“size”不认识“Letter”")),
        ("0.12", "0.6", (19, "paper_mm", "wrong-type", "“paper_mm”应为0.03 到 0.5 的毫米数，这里是“0.6”")),
        ("0.12", "0.029", (19, "paper_mm", "wrong-type", "“paper_mm”应为0.03 到 0.5 的毫米数，这里是“0.029”")),
        ("3.5", "-1", (18, "bleed_mm", "wrong-type", "“bleed_mm”应为0 到 5 的毫米数，这里是“-1”")),
        ("true", '"maybe"', (17, "attach_sources", "wrong-type", "“attach_sources”应为 yes 或 no，这里是“maybe”")),
        (
            '"https://cases.example.org/2026/"',
            '"https://cases.example.org/?q"',
            (
                13,
                "address",
                "wrong-type",
                "“address”应为网址（如 https://cases.example.org ，不带 ? 与 #），这里是“https://cases.example.o…”",
            ),
        ),
        ("bleed_mm", "bleed", (18, "bleed", "unknown-key", "未知的键“bleed”")),
    ],
)
def test_a_mistake_is_pointed_at(old: str, new: str, said: tuple[int, str, str, str]) -> None:
    assert GOOD.count(old) == 1
    assert read(GOOD.replace(old, new))[1] == [said]


def test_a_mistake_leaves_the_default() -> None:
    config, _ = read(GOOD.replace("0.12", "9"))
    assert config.print.paper_mm == Decimal("0.1")
