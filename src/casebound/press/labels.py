"""Counts of pages flow in, what stands on each of them flows out: roman numerals first, then figures from 1."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from casebound.press.syntax import array

Numbering = Literal["roman", "arabic"]
"""Roman for what comes before the text; figures begin at 1 with the first such part, and go on to the end."""

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_UNITS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def page_labels(parts: Iterable[tuple[int, Numbering]]) -> list[str]:
    """The label of each page of parts given as (pages, numbering)."""
    labels: list[str] = []
    before = 0
    begun = False
    for pages, numbering in parts:
        if numbering == "arabic" and not begun:
            begun, before = True, len(labels)
        for _ in range(pages):
            number = len(labels) + 1
            labels.append(str(number - before) if begun else roman(number))
    return labels


def label_runs(labels: list[str]) -> bytes:
    """The labels as `Nums` of a file's page labels: where each way of counting begins (ISO 32000-1, 12.4.2)."""
    runs, before = [], ""
    for index, label in enumerate(labels):
        style = "D" if label.isdigit() else "r"
        if style != before:
            runs.append(b"%d<</S/%b>>" % (index, style.encode()))
            before = style
    return array(runs)


def roman(number: int) -> str:
    """A positive number in small roman numerals."""
    written = ""
    for value, letters in (*_ROMAN, *_UNITS):
        times, number = divmod(number, value)
        written += letters * times
    return written
