"""Rows of names and counts → the count of each name, for figures that show the parts of a whole."""

from __future__ import annotations

import re
from decimal import Decimal, localcontext

from casebound.figure.given import Given
from casebound.model.measure import rounded
from casebound.text.localized import phrase

_OTHER = re.compile(
    r"(?:其[他它余](?:原因|问题|方面|项目|类别?)?|(?:all )?others?(?: causes| reasons| categories)?|misc(?:ellaneous)?)"
    r"(?:\s*[（(].*)?",
    re.IGNORECASE | re.DOTALL,
)


def is_other(name: str) -> bool:
    """Whether a name is that of what is left over: 其他, other, miscellaneous."""
    return _OTHER.fullmatch(name) is not None


def read_counts(given: Given, name: int, value: int) -> dict[str, Decimal] | None:
    """The counts by name in the order of the rows, those of one name added up; None with a finding without a whole."""
    counts: dict[str, Decimal] = {}
    assert given.table is not None
    with localcontext() as context:
        context.prec = 100
        for row, category, count in given.pairs(name, value):
            if not category:
                given.refuse(phrase("这一行没有写名称", "This row has no name"), given.table.source.line_span(row.line))
                continue
            if count < 0:
                message = phrase("“{name}”的件数是负数", "The count of “{name}” is negative", name=category)
                given.refuse(message, given.table.place(row, value))
                return None
            counts[category] = counts.get(category, Decimal(0)) + count
    if not any(counts.values()):
        if counts:
            given.refuse(phrase("各项都是 0，没有可画的", "All counts are zero; there is nothing to draw"))
        return None
    return counts


def total_of(counts: dict[str, Decimal]) -> Decimal:
    """The whole, exactly."""
    with localcontext() as context:
        context.prec = 100
        return sum(counts.values(), Decimal(0))


def share_of(part: Decimal, whole: Decimal, places: int) -> Decimal:
    """Percent of the whole, rounded once."""
    with localcontext() as context:
        context.prec = 100
        return rounded(part * 100 / whole, places)
