"""Measurements, or rows of classes with their bounds and counts → classes that follow upon each other."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from casebound.figure.classes import MOST, Class, bounds_of_number, bounds_of_width, counted, round_width
from casebound.figure.given import Given
from casebound.model.value import number
from casebound.text.localized import phrase

Limits = tuple[Decimal | None, Decimal | None]
Found = tuple[list[Class], Counter[Decimal], str]
"""The classes, the numbers by how often they occur (of given classes: their middles), and what was measured."""


def counted_rows(given: Given, limits: Limits) -> Found | None:
    """Rows of classes; None with a finding where they leave gaps or differ in width."""
    if not given.need(3) or given.table is None:
        return None
    columns = given.column("from", 0), given.column("to", 1), given.column("count")
    first, last, count = columns
    if first is None or last is None or count is None:
        return None
    if len(given.table.rows) > MOST:
        message = phrase(
            "有 {n} 组，最多画 {most} 组", "{n} classes; {most} can be drawn", n=len(given.table.rows), most=MOST
        )
        given.refuse(message, given.table.header_place)
        return None
    lower, upper = limits
    classes: list[Class] = []
    for row in given.table.rows:
        cells = [given.cell(row, column) for column in (first, last, count)]
        start, end, n = cells
        if start is None or end is None or n is None:
            return None
        is_wrong = n < 0 or n != n.to_integral_value()
        if is_wrong:
            given.refuse(
                phrase("频数应是不小于 0 的整数", "A count should be a whole number"), given.table.place(row, count)
            )
            return None
        is_next = not classes or (start == classes[-1].upper and end - start == classes[0].upper - classes[0].lower)
        if end <= start or not is_next:
            message = phrase(
                "各组要等宽，并且接着上一组的上限", "Classes should be of one width and begin where the one before ends"
            )
            given.refuse(message, given.table.source.line_span(row.line))
            return None
        is_outside = (lower is not None and end <= lower) or (upper is not None and start >= upper)
        classes.append(Class(lower=start, upper=end, count=int(n), outside=int(n) if is_outside else 0))
    if not any(each.count for each in classes):
        given.refuse(phrase("各组的频数都是 0", "All counts are zero"))
        return None
    counts: Counter[Decimal] = Counter()
    for each in classes:
        counts[each.middle] += each.count
    return classes, counts, given.words("label") or given.table.header[first]


def measured_rows(given: Given, limits: Limits) -> Found | None:
    """One column of measurements; None with a finding where they are words, or no classes can be made."""
    column = given.column("value", 0)
    if column is None or given.table is None:
        return None
    if not any(character.isdigit() for row in given.table.rows for character in row.cells[column]):
        message = phrase("“{name}”列没有数字", "Column “{name}” has no numbers", name=given.table.header[column])
        hint = phrase(
            "直方图要测量值；按类别数件数用排列图", "It needs measurements; for counts by category draw a Pareto chart"
        )
        given.refuse(message, given.table.header_place, hint)
        return None
    counts = Counter(value for _, value in given.numbers(column))
    if not counts:
        return None
    bounds = _bounds(given, counts)
    if bounds is None:
        return None
    return counted(counts, bounds, limits), counts, given.words("label") or given.table.header[column]


def _bounds(given: Given, counts: Counter[Decimal]) -> list[Decimal] | None:
    wanted, width = given.number("classes"), given.number("width")
    if wanted is not None and (wanted != wanted.to_integral_value() or not 2 <= wanted <= MOST):
        message = phrase("组数应是 2 到 {most} 的整数", "The number of classes should be 2 to {most}", most=MOST)
        given.refuse(message, given.place_of("classes"))
        return None
    if wanted is not None:
        return bounds_of_number(counts, int(wanted))
    if width is None:
        return bounds_of_width(counts, round_width(counts))
    if width <= 0 or (max(counts) - min(counts)) / width >= MOST:
        message = phrase(
            "组距 {width} 不能用：要大于 0，并且分成不超过 {most} 组",
            "A width of {width} cannot be used: it must be above 0 and give at most {most} classes",
            width=number(width),
            most=MOST,
        )
        given.refuse(message, given.place_of("width"))
        return None
    return bounds_of_width(counts, width)
