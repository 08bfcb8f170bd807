"""How strongly rows and columns are related → a matrix diagram of ◎○△, L-shaped or T-shaped, with scores summed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from casebound.figure.canvas import Canvas
from casebound.figure.enumeration import enumerated
from casebound.figure.given import Given
from casebound.figure.grid import Grid, GridHead, GridRow
from casebound.figure.kind import Kind, Rows, no_doubts
from casebound.figure.strength import MOST_POINTS, NAMES, SYMBOLS, read_scores, read_strength
from casebound.model.measure import digits
from casebound.model.value import Value, number
from casebound.read.rows import Row
from casebound.text.localized import CHINESE, phrase

MOST_ROWS = 40
MOST_COLUMNS = 14
"""More columns leave no room for the words at their heads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the matrix."""

    block: str
    """The side of a T-shaped matrix; empty in an L-shaped one."""
    name: str
    weight: Decimal
    strengths: tuple[str, ...]
    """How strong its relation to each column is."""
    total: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Rows in their order, those of one block together."""

    corner: str
    """What the rows are, as the header says."""
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    totals: tuple[Decimal, ...]
    """Of each column."""
    blocks: tuple[str, ...]
    """None for an L, two for a T."""
    scores: dict[str, Decimal]
    weight_name: str
    """The header of the column of weights; empty where there are none."""

    def count(self, strength: str = "") -> int:
        """How many relations there are, or of one strength."""
        return sum(each == strength if strength else bool(each) for line in self.lines for each in line.strengths)


def read(given: Given) -> Matrix | None:
    """Cells as strengths; row and column totals of their scores, times the row's weight where there is one."""
    is_t = given.choice("type", ("L", "T"), "L") == "T"
    first = 1 if is_t else 0
    if not given.need(first + 2) or given.table is None:
        return None
    header, rows = given.table.header, given.table.rows
    weight = given.column("weight")
    columns = [each for each in range(first + 1, len(header)) if each != weight]
    if not columns or len(rows) > MOST_ROWS or len(columns) > MOST_COLUMNS:
        message = phrase(
            "有 {n} 行 {m} 列，矩阵图最多画 {rows} 行 {columns} 列",
            "{n} rows and {m} columns; {rows} and {columns} can be drawn",
            n=len(rows),
            m=len(columns),
            rows=MOST_ROWS,
            columns=MOST_COLUMNS,
        )
        given.refuse(
            message,
            given.table.header_place,
            phrase("列多时可行列对调，或分成几张图", "Swap rows and columns, or make several"),
        )
        return None
    blocks = tuple(dict.fromkeys(row.cells[0] for row in rows)) if is_t else ()
    if is_t and len(blocks) != 2:
        message = phrase(
            "T 型要有两组行，第 1 列写组名，这里有 {n} 组",
            "A T has two blocks of rows, named in the first column; there are {n}",
            n=len(blocks),
        )
        given.refuse(message, given.table.header_place)
        return None
    scores = read_scores(given, columns)
    if scores is None or not _is_single(given, header, columns, first):
        return None
    lines = [
        _line(given, row, first, tuple(read_strength(given, row, each, scores) for each in columns), scores)
        for block in blocks or ("",)
        for row in rows
        if not is_t or row.cells[0] == block
    ]
    totals = [
        sum((scores.get(line.strengths[at], Decimal(0)) * line.weight for line in lines), Decimal(0))
        for at in range(len(columns))
    ]
    finest = Decimal(1).scaleb(-max(map(digits, [*totals, *(line.total for line in lines)])))
    matrix = Matrix(
        corner=header[first],
        columns=tuple(header[each] for each in columns),
        lines=tuple(replace(line, total=line.total.quantize(finest)) for line in lines),
        totals=tuple(total.quantize(finest) for total in totals),
        blocks=blocks,
        scores=scores,
        weight_name="" if weight is None else header[weight],
    )
    if not matrix.count():
        given.refuse(phrase("没有一处关系", "There is no relation"), given.table.header_place)
        return None
    grid = _grid(matrix, given.lang)
    if not grid.is_wide_enough:
        message = phrase("列太多，合计的数写不下", "There are too many columns for their totals")
        given.refuse(
            message, given.table.header_place, phrase("减少列，或用小些的权重", "Have fewer, or smaller weights")
        )
        return None
    return matrix if given.fits(grid.height) else None


def _is_single(given: Given, header: Sequence[str], columns: Sequence[int], first: int) -> bool:
    """Whether rows (of a block) and columns are each named once; else a finding."""
    assert given.table is not None
    heads = [header[each] for each in columns]
    for name in heads:
        if heads.count(name) > 1:
            message = phrase("列“{name}”写了两次", "Column “{name}” is there twice", name=name)
            given.refuse(message, given.table.header_place)
            return False
    seen = set()
    for row in given.table.rows:
        name = row.cells[first]
        if name in seen:
            message = phrase("行“{name}”写了两次", "Row “{name}” is there twice", name=name)
            given.refuse(message, given.table.place(row, first))
            return False
        seen.add(name)
    return True


def _line(given: Given, row: Row, first: int, strengths: tuple[str, ...], scores: Mapping[str, Decimal]) -> Line:
    assert given.table is not None
    weight = given.column("weight")
    weighs = Decimal(1) if weight is None else given.cell(row, weight) or Decimal(0)
    if not 0 <= weighs <= MOST_POINTS or digits(weighs) > 2:
        message = phrase(
            "“{name}”的权重应在 0 与 {most} 之间，至多 2 位小数",
            "The weight of “{name}” should be from 0 to {most}, with 2 decimal places at most",
            name=row.cells[first],
            most=MOST_POINTS,
        )
        given.refuse(message, given.table.place(row, weight or 0))
        weighs = Decimal(0)
    return Line(
        block=row.cells[0] if first else "",
        name=row.cells[first],
        weight=weighs,
        strengths=strengths,
        total=weighs * sum((scores.get(each, Decimal(0)) for each in strengths), Decimal(0)),
    )


def _tops(totals: Sequence[Decimal]) -> tuple[bool, ...]:
    """Which totals none is above; none where all are alike."""
    most = max(totals)
    return tuple(total == most and min(totals) < most for total in totals)


def tell(matrix: Matrix, lang: str) -> str:
    """The column and the row with the highest total, and how many relations there are."""
    told = []
    for totals, names, words in (
        (
            matrix.totals,
            matrix.columns,
            phrase("各列中合计最高的是{{names}}，为{{n}}", "of the columns {{names}} scores highest ({{n}})"),
        ),
        (
            [line.total for line in matrix.lines],
            [line.name for line in matrix.lines],
            phrase("各行中最高的是{{names}}，为{{n}}", "of the rows {{names}} ({{n}})"),
        ),
    ):
        best = [name for name, is_top in zip(names, _tops(totals), strict=True) if is_top]
        if best:
            told.append(words.to(lang).format(names=enumerated(best, lang), n=number(max(totals))))
    whole = phrase("共有{{n}}处关系", "{{n}} relations").to(lang).format(n=matrix.count())
    if strong := matrix.count("strong"):
        whole += phrase("，其中强关系{{n}}处", ", {{n}} of them strong").to(lang).format(n=strong)
    between = "；" if lang == CHINESE else ", "
    sentence = ("；" if lang == CHINESE else "; ").join([*([between.join(told)] if told else []), whole])
    return sentence[0].upper() + sentence[1:] + ("。" if lang == CHINESE else ".")


def values(matrix: Matrix) -> dict[str, Value]:
    """Totals of rows and columns, and the score of each cell in which there is a relation."""
    found = {
        "relations": Value(value=Decimal(matrix.count()), unit=""),
        "strong": Value(value=Decimal(matrix.count("strong")), unit=""),
    }
    for line in matrix.lines:
        found[f"row[{line.name}]"] = Value(value=line.total, unit="")
        for name, strength in zip(matrix.columns, line.strengths, strict=True):
            if strength:
                found[f"cell[{line.name}/{name}]"] = Value(value=matrix.scores[strength], unit="")
    for name, total in zip(matrix.columns, matrix.totals, strict=True):
        found[f"column[{name}]"] = Value(value=total, unit="")
    return found


_TOTAL = phrase("合计", "Total")
_BLOCK = phrase("组", "Side")


def table(matrix: Matrix, lang: str) -> Rows:
    """A row a row, with symbols and totals."""
    total = _TOTAL.to(lang)
    weight = (matrix.weight_name,) if matrix.weight_name else ()
    side = (_BLOCK.to(lang),) if matrix.blocks else ()
    rows = [(*side, matrix.corner, *weight, *matrix.columns, total)]
    for line in matrix.lines:
        marks = (SYMBOLS[strength] for strength in line.strengths)
        weighs = (str(line.weight),) if weight else ()
        rows.append((*((line.block,) if side else ()), line.name, *weighs, *marks, str(line.total)))
    empty = tuple("" for _ in (*side, *weight))
    rows.append((*empty[: len(side)], total, *empty[len(side) :], *map(str, matrix.totals), ""))
    return tuple(rows)


def _grid(matrix: Matrix, lang: str) -> Grid:
    tops = _tops([line.total for line in matrix.lines])
    rows = [
        GridRow(
            name=line.name,
            weight=number(line.weight) if matrix.weight_name else "",
            marks=line.strengths,
            total=number(line.total),
            is_top=is_top,
        )
        for line, is_top in zip(matrix.lines, tops, strict=True)
    ]
    head = GridHead(
        corner=matrix.corner,
        columns=matrix.columns,
        totals=tuple(map(number, matrix.totals)),
        tops=_tops(matrix.totals),
        weight=matrix.weight_name,
        total=_TOTAL.to(lang),
        blocks=matrix.blocks,
    )
    upper = sum(line.block == matrix.blocks[0] for line in matrix.lines) if matrix.blocks else 0
    key = [
        (strength, f"{words.to(lang)} {number(matrix.scores[strength])}")
        for strength, words in NAMES.items()
        if matrix.count(strength)
    ]
    return Grid(head, rows, upper, key)


def draw(matrix: Matrix, canvas: Canvas, lang: str) -> None:
    """Symbols in a grid, the highest totals marked."""
    _grid(matrix, lang).draw(canvas)


KIND: Kind[Matrix] = Kind(
    name="matrix",
    title=phrase("矩阵图", "Matrix diagram"),
    takes=frozenset({"rows"}),
    options={
        "type": phrase("L（默认）或 T；T 型第 1 列写组名", "L (without it) or T, whose first column names the side"),
        "scores": phrase("◎ ○ △ 各几分，默认 5; 3; 1", "what ◎ ○ △ count; 5; 3; 1 without it"),
        "weight": phrase("写各行权重的列", "the column with the weight of each row"),
    },
    parts={
        "relations": phrase("共几处关系", "how many relations"),
        "strong": phrase("强关系几处", "how many strong ones"),
        "row[…]": phrase("某行合计", "the total of a row"),
        "column[…]": phrase("某列合计", "the total of a column"),
        "cell[…]": phrase("某格的分，写作 行/列", "the score of a cell, named row/column"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=no_doubts,
    draw=draw,
)
