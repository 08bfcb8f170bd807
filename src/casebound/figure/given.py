"""What an author gave for one figure → the options, cells and items that its kind asks for; slips become findings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from casebound.figure.canvas import TALLEST
from casebound.figure.outline import MOST, Item
from casebound.model.measure import Measure
from casebound.read.fields import NUMBER
from casebound.read.reading import Reading
from casebound.read.rows import DataTable, Row
from casebound.text.localized import Localized, phrase
from casebound.text.source import Span
from casebound.text.suggest import did_you_mean

_SEPARATOR = re.compile(r"[;；]")
_YES, _NO = ("yes", "true", "是"), ("no", "false", "否")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An option as written, and where."""

    text: str
    place: Span


@dataclass(slots=True, kw_only=True)
class Given:
    """One figure's options and data, and a notebook for what is wrong with them."""

    lang: str
    place: Span
    """The figure's word in its fence: where to point when nothing nearer can be named."""
    options: dict[str, Option]
    table: DataTable | None
    """The rows of its file or fence; None where it has none."""
    outline: tuple[Item, ...]
    """The nested list in its fence."""
    measures: tuple[Measure, ...]
    """Those that its option `measure` names, in that order."""
    case_measures: tuple[Measure, ...]
    """All of the case."""
    data_file: str
    """The file its rows are from; empty where they stand in the fence."""
    reading: Reading
    asked: set[str] = field(default_factory=set)
    """The options its kind has looked for."""

    @property
    def decimals(self) -> int:
        """Decimal places of what is computed (shares, rates, coefficients): option `decimals`, else 1."""
        wanted = self.wanted_decimals
        return 1 if wanted is None else wanted

    @property
    def wanted_decimals(self) -> int | None:
        """Option `decimals`; None without it, for kinds whose own places depend on the data."""
        wanted = self.number("decimals")
        return None if wanted is None else max(0, min(6, int(wanted)))

    def refuse(self, message: Localized, place: Span | None = None, hint: Localized | None = None) -> None:
        """Note why nothing, or not everything, can be drawn."""
        self.reading.note("unusable-data", place or self.place, message, hint)

    def fits(self, height: float) -> bool:
        """Whether a drawing so high stands on one page; else a finding says so."""
        if height > TALLEST:
            message = phrase("画出来超过一页高", "The drawing is higher than a page")
            self.refuse(message, hint=phrase("缩短文字，或分成几张图", "Shorten the words, or make several figures"))
        return height <= TALLEST

    def words(self, name: str, default: str = "") -> str:
        """An option that is any words; quotation marks around all of it, as YAML wants them, are left off."""
        self.asked.add(name)
        text = self.options[name].text if name in self.options else default
        return text[1:-1].strip() if len(text) > 1 and text[0] in "\"'" and text[0] == text[-1] else text

    def names(self, name: str) -> tuple[str, ...]:
        """An option that is words between semicolons."""
        return tuple(word.strip() for word in _SEPARATOR.split(self.words(name)) if word.strip())

    def number(self, name: str) -> Decimal | None:
        """An option that is a number; None without it."""
        text = self.words(name)
        if not text:
            return None
        value = NUMBER.convert(text)
        if value is None:
            self._wrong(name, NUMBER.expected)
        return value

    def choice(self, name: str, known: Iterable[str], default: str) -> str:
        """An option that is one word of a closed list."""
        word, choices = self.words(name, default), tuple(known)
        if word in choices:
            return word
        self._wrong(name, phrase("其中之一：{known}", "one of: {known}", known=", ".join(choices)))
        return default

    def flag(self, name: str, *, default: bool = False) -> bool:
        """An option that is yes or no."""
        word = self.words(name).lower()
        if word and word not in (*_YES, *_NO):
            self._wrong(name, phrase(" yes 或 no", "yes or no"))
        return default if not word else word in _YES

    def _wrong(self, name: str, expected: Localized) -> None:
        message = phrase(
            "“{key}”应为{expected}，这里是“{shown}”",
            "“{key}” should be {expected}, not “{shown}”",
            key=name,
            expected=expected,
            shown=self.options[name].text,
        )
        self.reading.note("wrong-option", self.options[name].place, message)

    def place_of(self, option: str) -> Span:
        """Where an option stands; the figure itself where it does not."""
        return self.options[option].place if option in self.options else self.place

    def column(self, option: str, default: int | None = None) -> int | None:
        """The number of the column that an option names; without the option, `default` where there is such a column."""
        name = self.words(option)
        if self.table is None:
            return None
        if not name:
            return default if default is not None and default < len(self.table.header) else None
        if name in self.table.header:
            return self.table.header.index(name)
        self._no_column(name, self.options[option].place)
        return None

    def columns(self, option: str, default: Iterable[int] = ()) -> tuple[int, ...]:
        """The numbers of the columns that an option names, between semicolons; without the option, `default`."""
        names = self.names(option)
        if self.table is None:
            return ()
        if not names:
            return tuple(number for number in default if number < len(self.table.header))
        for name in names:
            if name not in self.table.header:
                self._no_column(name, self.options[option].place)
        return tuple(self.table.header.index(name) for name in names if name in self.table.header)

    def need(self, columns: int) -> bool:
        """Whether there are rows of at least so many columns; else a finding says what is missing."""
        if self.table is None or not self.table.rows:
            message = phrase("图没有数据", "The figure has no data")
            hint = phrase(
                "在围栏里写几行 CSV，或写数据文件的路径", "Write CSV rows in the fence, or the path of a file"
            )
            self.reading.note("no-data", self.table.header_place if self.table else self.place, message, hint)
            return False
        if len(self.table.header) < columns:
            message = phrase(
                "数据至少要有 {n} 列，这里有 {has} 列",
                "The data need at least {n} columns; there are {has}",
                n=columns,
                has=len(self.table.header),
            )
            self.reading.note("missing-column", self.table.header_place, message)
            return False
        return True

    def need_items(self, *, deepest: int, most: int = MOST) -> bool:
        """Whether there is a list, of at most so many levels and items, none empty; else a finding says so."""
        if not self.outline and not any(
            note.rule == "unusable-data" and note.span.start >= self.place.start for note in self.reading.findings
        ):
            hint = phrase(
                "在围栏里写列表，每项一行，以“- ”开头", "Write a list in the fence, each line beginning with “- ”"
            )
            self.reading.note("no-data", self.place, phrase("图没有列表", "The figure has no list"), hint)
        count = sum(1 for top in self.outline for _ in top.walk())
        if count > most:
            message = phrase(
                "列表有 {n} 项，最多画 {most} 项", "The list has {n} items; {most} can be drawn", n=count, most=most
            )
            self.refuse(message, hint=phrase("分成几张图", "Make several figures"))
            return False
        rest = [(item, 1) for item in reversed(self.outline)]
        while rest:
            item, level = rest.pop()
            if not item.text:
                self.refuse(phrase("这一项没有写字", "This item has no words"), item.place)
                return False
            if level > deepest:
                message = phrase(
                    "列表最多 {most} 层，这一项在第 {level} 层",
                    "The list may have {most} levels; this item is on level {level}",
                    most=deepest,
                    level=level,
                )
                hint = phrase("并到上一层，或另画一张图", "Move it one level up, or draw it in another figure")
                self.refuse(message, item.place, hint)
                return False
            rest += [(child, level + 1) for child in reversed(item.children)]
        return bool(self.outline)

    def _no_column(self, name: str, place: Span) -> None:
        message = phrase("没有名为“{name}”的列", "There is no column “{name}”", name=name)
        self.reading.note("missing-column", place, message, did_you_mean(name, self.table.header if self.table else ()))

    def cell(self, row: Row, column: int) -> Decimal | None:
        """The number in a cell; None with a finding where there is none."""
        assert self.table is not None
        text = row.cells[column]
        value = NUMBER.convert(text)
        if value is None:
            message = phrase(
                "“{column}”列的“{cell}”读不懂",
                "“{cell}” in column “{column}” cannot be read",
                column=self.table.header[column],
                cell=text[:40],
            )
            hint = phrase("写成不带单位的数字", "Write a number without its unit")
            self.reading.note("unreadable-cell", self.table.place(row, column), message, hint)
        return value

    def pairs(self, name: int, value: int) -> Iterator[tuple[Row, str, Decimal]]:
        """The rows with the words in one column and the number in another; rows without a number are left out."""
        for row in self.table.rows if self.table else ():
            number = self.cell(row, value)
            if number is not None:
                yield row, row.cells[name], number

    def numbers(self, column: int) -> Iterator[tuple[Row, Decimal]]:
        """The rows with the number in a column; rows without one are left out."""
        for row in self.table.rows if self.table else ():
            number = self.cell(row, column)
            if number is not None:
                yield row, number
