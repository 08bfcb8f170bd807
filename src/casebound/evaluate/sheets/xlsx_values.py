"""What stands in a workbook's XML → what a person sees: numbers, days, percentages, addresses, escaped text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
"""Built-in formats of dates and times (ECMA-376, part 1, 18.8.30)."""
_PERCENTS = {9, 10}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]|_.|\*.', re.IGNORECASE)

Format = Literal["number", "date", "percent"]


@dataclass(slots=True)
class Styles:
    """Which number formats show a date or a percentage, by index of a cell's style."""

    sorts: list[Format] = field(default_factory=list)
    is_1904: bool = False

    def sort(self, index: str | None) -> Format:
        """What a cell of that style shows."""
        number = int(index or 0)
        return self.sorts[number] if 0 <= number < len(self.sorts) else "number"


def sort_of(id: int, code: str) -> Format:
    """What a number format shows, by its id and, for one that is not built in, its code."""
    plain = _QUOTED.sub("", code)
    if id in _PERCENTS or "%" in plain:
        return "percent"
    is_date = id in _DATES or (plain.casefold() != "general" and re.search("[ymdhs]", plain, re.IGNORECASE))
    return "date" if is_date else "number"


def unescaped(text: str) -> str:
    """A string of a workbook as it is shown: `_x000A_` is a line break (ECMA-376, part 1, 22.4.2.4)."""
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
    return plain.replace("\r\n", "\n").replace("\r", "\n")


def shortest(value: float) -> str:
    """A number as people write it: the fewest digits that give the same value, no exponent where it is not long."""
    text = repr(value)
    if "e" in text and 1e-9 < abs(value) < 1e21:
        text = f"{Decimal(text):f}"
    return text.removesuffix(".0")


def percentage(value: float) -> str:
    """A number as a cell with a percent format shows it."""
    return f"{shortest(float(Decimal(repr(value)) * 100))}%"


def date_of(value: float, is_1904: bool) -> str | None:
    """The day of a serial number; before March 1900 serial numbers do not tell which (Excel has a 29 February 1900)."""
    try:
        moment = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)
        moment += timedelta(seconds=round(value * 86_400))
    except (OverflowError, ValueError):
        return None
    if value < 61:
        return None
    return moment.date().isoformat() if not (moment.hour or moment.minute) else moment.isoformat(" ", "minutes")


def place(address: str) -> tuple[int, int]:
    """`C12` as row and column. Raises ValueError."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise ValueError(address)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    if not (1 <= row <= _LAST_ROW and 1 <= column <= _LAST_COLUMN):
        raise ValueError(address)
    return row, column


def address(row: int, column: int) -> str:
    """Row and column as `C12`."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
