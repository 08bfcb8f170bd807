"""Readiness → text for a terminal: the matrix of one case, or a sign a criterion for several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len, set_cell_size

from casebound.check.readiness import Group, Readiness, Row
from casebound.check.readiness_cells import Column, State, Want
from casebound.check.report.readiness_words import (
    ASCII_SIGNS,
    CASE,
    COLUMNS,
    CRITERIA,
    CRITERION,
    NO_CASES,
    NO_CRITERIA,
    NOT_A_SCORE,
    NOTHING_MISSING,
    NOTHING_WANTED,
    ROW_STATES,
    SIGNS,
    STATES,
    WANTED,
    by_framework,
    limits,
    missing,
    name_of,
    place_of,
)
from casebound.check.report.terminal import shown
from casebound.text.localized import Localized

NARROWEST, WIDEST = 60, 120
"""Columns of a terminal between which the table is fitted."""
_WIDTHS = {
    Column.ANSWERED: 9,
    Column.LENGTH: 10,
    Column.EVIDENCE: 14,
    Column.MEASURES: 15,
    Column.FIGURES: 9,
}
"""Cells of each column in a terminal 80 wide; the criterion has the rest. Narrower ones shrink in proportion."""
_GROWING = (Column.EVIDENCE, Column.MEASURES)
"""Columns that take part of what a terminal has beyond 80."""
_GAP, _WIDE_GAP = " ", "  "
_LATIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "·": "-", "─": "-"})
_NO_START = "，。；：、？！）”》,.;:?!)"
"""Marks that do not begin a line."""


class _Sheet:
    """How to write: language, width in cells, and whether the terminal has only ASCII signs."""

    def __init__(self, lang: str, width: int, *, is_ascii: bool) -> None:
        self.lang = lang
        self.width = max(NARROWEST, min(width, WIDEST))
        self.signs = ASCII_SIGNS if is_ascii else SIGNS
        self.is_ascii = is_ascii
        self.lines: list[str] = []

    def say(self, words: Localized) -> str:
        return shown(words.to(self.lang)).replace("\n", " ")

    def add(self, text: str = "", indent: int = 0) -> None:
        """A paragraph, wrapped."""
        for line in wrapped(text, self.width - indent):
            self.lines.append((" " * indent + line).rstrip())

    def legend(self, words: Mapping[State, Localized]) -> None:
        """What the signs mean: on one line where they fit, else one a line."""
        entries = [f"{self.signs[state]} {self.say(word)}" for state, word in words.items()]
        line = "   ".join(entries)
        for text in [line] if cell_len(line) <= self.width else entries:
            self.add(text)

    def rule(self) -> None:
        self.lines.append("─" * self.width)

    def row(self, cells: Sequence[str], widths: Sequence[int], gap: str = _GAP) -> None:
        """The cells side by side, each wrapped in its own width."""
        columns = [wrapped(text, width) for text, width in zip(cells, widths, strict=True)]
        for number in range(max(map(len, columns))):
            line = [
                set_cell_size(column[number] if number < len(column) else "", width)
                for column, width in zip(columns, widths, strict=True)
            ]
            self.lines.append(gap.join(line).rstrip())

    def text(self) -> str:
        text = "\n".join(self.lines) + "\n"
        return text.translate(_LATIN) if self.is_ascii else text


def render_readiness_text(items: Sequence[Readiness], lang: str, width: int = 80, *, is_ascii: bool = False) -> str:
    """One case in full; several as a table of signs, then what is missing in each. `width` is in terminal cells."""
    sheet = _Sheet(lang, width, is_ascii=is_ascii)
    if not items:
        sheet.add(sheet.say(NO_CASES))
    elif len(items) == 1:
        _one(sheet, items[0])
    else:
        _several(sheet, items)
    return sheet.text()


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells, broken at spaces, hyphens and between wide characters; longer words are cut."""
    lines, line, used = [], "", 0
    for piece in _pieces(text, width):
        size = cell_len(piece)
        if used + size > width and line.strip():
            lines.append(line.rstrip())
            line, used = "", 0
            if piece == " ":
                continue
        line += piece
        used += size
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str, width: int) -> Iterator[str]:
    """What may not be broken: a space, a word, a wide character with the marks that follow it."""
    piece = ""
    for character in text:
        joins = character in _NO_START or (
            piece and piece[-1] not in " -" and max(map(cell_len, (character, piece[-1]))) < 2
        )
        if piece and (character == " " or not joins or cell_len(piece + character) > width):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def _one(sheet: _Sheet, item: Readiness) -> None:
    sheet.add(shown(f"{name_of(item)} · {item.title}" if item.title else name_of(item)))
    sheet.add(shown(item.path))
    if item.framework_title:
        sheet.add(sheet.say(CRITERIA.filled(title=item.framework_title)))
    sheet.add()
    if item.rows:
        _matrix(sheet, item.rows)
        sheet.legend(STATES)
        sheet.add(sheet.say(NOT_A_SCORE))
        sheet.add(sheet.say(limits([item])))
    else:
        sheet.add(sheet.say(NO_CRITERIA))
    sheet.add()
    if not item.wants:
        sheet.add(sheet.say(NOTHING_WANTED))
        return
    sheet.add(sheet.say(WANTED))
    _wants(sheet, item.wants)


def _matrix(sheet: _Sheet, rows: Sequence[Row]) -> None:
    more = max(0, sheet.width - 80) // 3
    scale = min(80, sheet.width)
    widths = [width * scale // 80 + (more if column in _GROWING else 0) for column, width in _WIDTHS.items()]
    widths = [sheet.width - sum(widths) - len(_GAP) * len(widths), *widths]
    sheet.row([sheet.say(CRITERION), *(sheet.say(COLUMNS[column]) for column in Column)], widths)
    sheet.rule()
    above: tuple[Group, ...] = ()
    for row in rows:
        for depth, group in enumerate(row.groups):
            if row.groups[: depth + 1] != above[: depth + 1]:
                sheet.add(f"{group.id} {sheet.say(group.title)}".strip(), indent=2 * depth)
        above = row.groups
        indent = 2 * len(row.groups)
        label = wrapped(f"{row.id} {sheet.say(row.title)}", widths[0] - indent)
        cells = [_cell(sheet, cell.state, sheet.say(cell.text)) for cell in row.cells]
        _indented(sheet, label, indent, cells, widths)
    sheet.rule()


def _indented(sheet: _Sheet, label: Sequence[str], indent: int, cells: Sequence[str], widths: Sequence[int]) -> None:
    """A row whose first cell keeps its indentation on every line, and whose others hang under their signs."""
    columns = [[" " * indent + line for line in label]]
    for text, width in zip(cells, widths[1:], strict=True):
        sign, _, rest = text.partition(" ")
        lines = wrapped(rest, width - 2) if rest else [""]
        columns.append([f"{sign} {lines[0]}", *("  " + line for line in lines[1:])])
    for number in range(max(map(len, columns))):
        line = [
            set_cell_size(column[number] if number < len(column) else "", width)
            for column, width in zip(columns, widths, strict=True)
        ]
        sheet.lines.append(_GAP.join(line).rstrip())


def _cell(sheet: _Sheet, state: State, text: str) -> str:
    return sheet.signs[state] if text == SIGNS[State.NOT_APPLICABLE] else f"{sheet.signs[state]} {text}"


def _wants(sheet: _Sheet, wants: Sequence[Want]) -> None:
    for want in wants:
        lines = wrapped(sheet.say(want.message), sheet.width - 2)
        sheet.lines.append(f"{sheet.signs[want.state]} {lines[0]}")
        sheet.lines.extend(f"  {line}" for line in lines[1:])
        sheet.lines.append(f"    {shown(place_of(want.span))}")  # never wrapped: a terminal makes it a link
        if want.hint:
            sheet.add(sheet.say(want.hint), indent=4)


def _several(sheet: _Sheet, items: Sequence[Readiness]) -> None:
    for group in by_framework(items):
        if group[0].rows:
            sheet.add(sheet.say(CRITERIA.filled(title=group[0].framework_title)))
            sheet.add()
            for block in _blocks(sheet, group):
                _signs(sheet, group, block)
    sheet.legend(ROW_STATES)
    sheet.add(sheet.say(NOT_A_SCORE))
    sheet.add(sheet.say(limits(items)))
    wanting = [item for item in items if missing(item)]
    sheet.add()
    sheet.add(sheet.say(WANTED if wanting else NOTHING_MISSING))
    for item in wanting:
        sheet.add()
        sheet.add(shown(name_of(item)))
        _wants(sheet, missing(item))


def _label_width(sheet: _Sheet, group: Sequence[Readiness]) -> int:
    widest = max(cell_len(shown(name_of(item))) for item in group)
    return max(cell_len(sheet.say(CASE)), min(widest, sheet.width // 3))


def _blocks(sheet: _Sheet, group: Sequence[Readiness]) -> Iterator[Sequence[int]]:
    """The numbers of the rows that stand in one table: conditions apart, and no more than fit the width."""
    rows, room = group[0].rows, sheet.width - _label_width(sheet, group)
    for is_condition in (True, False):
        block: list[int] = []
        used = 0
        for number, row in enumerate(rows):
            if row.is_condition is not is_condition:
                continue
            size = len(_WIDE_GAP) + min(cell_len(shown(row.id)), 12)
            if block and used + size > room:
                yield block
                block, used = [], 0
            block.append(number)
            used += size
        if block:
            yield block


def _signs(sheet: _Sheet, group: Sequence[Readiness], block: Sequence[int]) -> None:
    heads = [shown(group[0].rows[number].id) for number in block]
    widths = [_label_width(sheet, group), *(min(cell_len(head), 12) for head in heads)]
    sheet.row([sheet.say(CASE), *heads], widths, _WIDE_GAP)
    sheet.lines.append("─" * (sum(widths) + len(_WIDE_GAP) * len(heads)))
    for item in group:
        signs = [sheet.signs[item.rows[number].state] for number in block]
        sheet.row([shown(name_of(item)), *signs], widths, _WIDE_GAP)
    sheet.add()
