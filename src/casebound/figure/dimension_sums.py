"""Rows of dimensions or of their items, with expectation and perception → sums by dimension, which give the means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from casebound.figure.given import Given
from casebound.read.rows import Row
from casebound.text.localized import phrase

_LARGEST = Decimal(10**6)
_DIMENSION = ("维度", "dimension")
_EXPECTED = ("期望", "期望值", "期望均值", "expectation", "expected", "e")
_PERCEIVED = ("感知", "感知值", "感知均值", "实际感知", "perception", "perceived", "p")
_WEIGHT = ("权重", "重要性", "weight", "importance")


@dataclass(slots=True, kw_only=True)
class Sums:
    """What the items of a dimension add up to, in the making."""

    expectation: Decimal = Decimal(0)
    perception: Decimal = Decimal(0)
    items: int = 0
    weight: Decimal | None = None


def sums_by_dimension(given: Given) -> tuple[str, dict[str, Sums]] | None:
    """What the dimensions are called, and the sums of each; None with a finding where there are none."""
    if not given.need(3) or given.table is None:
        return None
    header = [name.casefold() for name in given.table.header]
    dimension = given.column("dimension", _named(header, _DIMENSION, 0))
    behind = [*range((dimension or 0) + 1, len(header)), None, None]
    expected = given.column("expectation", _named(header, _EXPECTED, behind[0]))
    perceived = given.column("perception", _named(header, _PERCEIVED, behind[1]))
    weight = given.column("weight", _named(header, _WEIGHT, None))
    if dimension is None or (weight is None and given.words("weight")):
        return None
    if expected is None or perceived is None:
        if not given.words("expectation") and not given.words("perception"):
            message = phrase("没有期望和感知两列", "There are no columns of expectation and perception")
            given.refuse(message, given.table.header_place)
        return None
    sums: dict[str, Sums] = {}
    for row in given.table.rows:
        one, other = given.cell(row, expected), given.cell(row, perceived)
        if one is None or other is None:
            continue
        if max(abs(one), abs(other)) > _LARGEST:
            given.refuse(phrase("分数太大", "A score is too large"), given.table.source.line_span(row.line))
            return None
        each = sums.setdefault(row.cells[dimension], Sums())
        each.expectation, each.perception, each.items = each.expectation + one, each.perception + other, each.items + 1
        if weight is not None and row.cells[weight] and not _weigh(given, row, weight, row.cells[dimension], each):
            return None
    return (given.table.header[dimension], sums) if sums else None


def _weigh(given: Given, row: Row, column: int, name: str, sums: Sums) -> bool:
    """Keep a dimension's weight; whether it can be one."""
    said = given.cell(row, column)
    if said is None:
        return True
    assert given.table is not None
    place = given.table.place(row, column)
    if not 0 <= said <= _LARGEST:
        given.refuse(phrase("“{name}”的权重不能用", "The weight of “{name}” is of no use", name=name), place)
        return False
    if sums.weight is not None and sums.weight != said:
        message = phrase("“{name}”有两个不同的权重", "“{name}” has two different weights", name=name)
        given.refuse(message, place, phrase("每个维度只写一个权重", "Give each dimension one weight"))
    sums.weight = said if sums.weight is None else sums.weight
    return True


def _named(header: Sequence[str], names: tuple[str, ...], default: int | None) -> int | None:
    """The column with one of these names."""
    return next((at for at, name in enumerate(header) if name in names), default)
