"""How strong a relation is, as it is written in a cell: ◎ ○ △, a score, a word, yes or no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from casebound.figure.given import Given
from casebound.model.measure import digits
from casebound.read.fields import NUMBER
from casebound.read.rows import Row
from casebound.text.localized import phrase

MOST_POINTS = 100
"""The largest score and the largest weight."""
_STRENGTH = {
    **dict.fromkeys(("◎", "⊙", "⦿", "强", "strong"), "strong"),
    **dict.fromkeys(("○", "〇", "◯", "o", "O", "中", "medium"), "medium"),
    **dict.fromkeys(("△", "▲", "∆", "Δ", "弱", "weak"), "weak"),
    **dict.fromkeys(("●", "√", "✓", "✔", "y", "yes", "有", "是"), "related"),
    **dict.fromkeys(("", "0", "-", "—", "–", "×", "✕", "n", "no", "无", "否"), ""),
}
"""What is written in a cell → how strong the relation is; `related` where only yes or no is asked."""
SYMBOLS = {"strong": "◎", "medium": "○", "weak": "△", "related": "●", "": ""}
NAMES = {
    "strong": phrase("强", "strong"),
    "medium": phrase("中", "medium"),
    "weak": phrase("弱", "weak"),
    "related": phrase("有关", "related"),
}


def read_scores(given: Given, columns: Sequence[int]) -> dict[str, Decimal] | None:
    """What ◎, ○, △ count: as the option says, else 5, 3, 1; 9, 3, 1 where a cell is written 9."""
    assert given.table is not None
    words = given.names("scores")
    is_nine = any(row.cells[each] == "9" for row in given.table.rows for each in columns)
    found = [NUMBER.convert(word) for word in words or (("9", "3", "1") if is_nine else ("5", "3", "1"))]
    known = [each for each in found if each is not None and abs(each) <= MOST_POINTS and digits(each) <= 2]
    if len(known) != 3 or len(found) != 3 or not known[0] > known[1] > known[2] > 0:
        message = phrase("“scores”要写三个由大到小的正数", "“scores” wants three positive numbers, the largest first")
        given.refuse(message, given.place_of("scores"), phrase("如 9; 3; 1", "Such as 9; 3; 1"))
        return None
    return dict(zip(("strong", "medium", "weak"), known, strict=True)) | {"related": Decimal(1)}


def read_strength(given: Given, row: Row, column: int, scores: Mapping[str, Decimal]) -> str:
    assert given.table is not None
    cell = row.cells[column]
    value = NUMBER.convert(cell)
    by_score = next((each for each in ("strong", "medium", "weak") if value == scores[each]), None)
    strength = by_score or _STRENGTH.get(cell, _STRENGTH.get(cell.lower()))
    if strength is None:
        message = phrase(
            "“{column}”列的“{cell}”读不懂",
            "“{cell}” in column “{column}” cannot be read",
            column=given.table.header[column],
            cell=cell[:40],
        )
        known = "、".join(map(str, list(scores.values())[:3]))
        hint = phrase(
            "写 ◎ ○ △、{known} 或 Y，无关就留空", "Write ◎ ○ △, {known} or Y; leave it empty for none", known=known
        )
        given.reading.note("unreadable-cell", given.table.place(row, column), message, hint)
        return ""
    return strength
