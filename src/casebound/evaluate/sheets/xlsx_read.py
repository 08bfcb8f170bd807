"""An .xlsx file that came back → its sheets, with each answer's cell. Never fails: what cannot be read is a finding.

Sheets are known by the keys in them, not by their names, their order or the addresses of their cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casebound.check.context import error, warning
from casebound.evaluate.sheets import keys
from casebound.evaluate.sheets.returned import (
    advice,
    answered_twice,
    returned_file,
    trimmed,
    unidentified,
    unwritten_comment,
)
from casebound.evaluate.sheets.xlsx_form import Form, find_form, sort_of_row
from casebound.evaluate.sheets.xlsx_grid import Grid, read_grids
from casebound.evaluate.sheets.xlsx_parts import UnusableError
from casebound.evaluate.sheets.xlsx_values import address
from casebound.model.sheet import Answer, ReturnedComment, ReturnedCondition, ReturnedFile, ReturnedSheet
from casebound.text.finding import Finding
from casebound.text.localized import phrase
from casebound.text.source import Source, no_text

Index = Mapping[str, Mapping[str, Answer]]
"""What the hidden sheet says of each worksheet, by title: its identity, by field."""


def read_xlsx(name: str, data: bytes) -> ReturnedFile:
    """The sheets in a workbook of that name."""
    try:
        grids = read_grids(data)
    except UnusableError as trouble:
        finding = error("unusable-sheet-file", no_text(name), trouble.message, trouble.hint)
        return ReturnedFile(name=name, findings=(finding,))
    index: Index = {}
    for grid in grids:
        if _first(grid) == keys.INDEX:
            index = _read_index(name, grid)
    sheets: list[ReturnedSheet] = []
    findings: list[Finding] = []
    for grid in grids:
        if _first(grid) in (keys.INDEX, keys.INSTRUCTIONS):
            continue
        form = find_form(name, grid)
        if grid.trouble is not None and grid.title not in index and not grid.cells:
            findings.append(
                warning("damaged-form", no_text(f"{name}!{grid.title}"), grid.trouble.message, grid.trouble.hint)
            )
            continue
        if isinstance(form, Form):
            sheets.append(_read_form(form, index.get(grid.title, {})))
        elif form is not None or grid.title in index:
            sheets.append(_unread(name, grid, form, index.get(grid.title, {})))
        elif grid.cells:
            message = phrase(
                "工作表“{title}”不是评分表，没有读", "Worksheet “{title}” is no score sheet", title=grid.title
            )
            findings.append(advice("unread-note", no_text(f"{name}!{grid.title}"), message))
    return returned_file(name, sheets, findings)


def _first(grid: Grid) -> str:
    cell = grid.cells.get((1, 1))
    return cell.text if cell else ""


def _read_index(name: str, grid: Grid) -> Index:
    columns = {cell.text: column for (row, column), cell in grid.cells.items() if row == 1}
    index: dict[str, dict[str, Answer]] = {}
    for (row, column), cell in sorted(grid.cells.items()):
        if row > 1 and column == columns.get("sheet"):
            found = index.setdefault(cell.text, {})
            for field in keys.IDENTITY:
                at = (row, columns.get(field, 0))
                if (value := grid.cells.get(at)) is not None and not value.has_formula:
                    place = trimmed(Source(path=f"{name}!{grid.title}!{address(*at)}", text=value.text))
                    found[field] = Answer(text=place.text, place=place)
    return index


def _unread(name: str, grid: Grid, finding: Finding | None, known: Mapping[str, Answer]) -> ReturnedSheet:
    place = no_text(f"{name}!{grid.title}")
    if finding is None:
        message = phrase("表的隐藏行和列被删了，读不了", "The hidden row and column of this sheet are gone")
        hint = phrase("请填表人在原表上重填", "Ask for the answers on a fresh copy of the sheet")
        finding = error("damaged-form", place, message, hint)
    return ReturnedSheet(place=place, findings=(finding,), **known)  # type: ignore[arg-type]


def _read_form(form: Form, known: Mapping[str, Answer]) -> ReturnedSheet:
    rows = _single_rows(form)
    place = no_text(f"{form.name}!{form.grid.title}")
    identity: dict[str, Answer | None] = {}
    for field in keys.IDENTITY:
        said = form.answer(rows[field], keys.TEXT) if field in rows else None
        identity[field] = said or known.get(field)
        if said and field in known and said.text != known[field].text:
            message = phrase(
                "{field} 在表里是“{said}”，在隐藏的目录里是“{known}”",
                "{field} is “{said}” on the sheet and “{known}” in the hidden index",
                field=field,
                said=said.text,
                known=known[field].text,
            )
            hint = phrase("改回原来的值，工作表不要对换名字", "Put the value back; do not swap the names of worksheets")
            form.findings.append(error("unidentified-sheet", said.place, message, hint))
    form.findings += unidentified(place, identity)
    ending = {field: form.answer(rows[field], keys.TEXT) for field in keys.ENDING if field in rows}
    marks: dict[str, Answer] = {}
    conditions: dict[str, ReturnedCondition] = {}
    for key, row in rows.items():
        sort = sort_of_row(key)
        id = key.removeprefix(sort)
        if sort == keys.OF_CRITERION and (mark := form.answer(row, keys.MARK)) is not None:
            marks[id] = mark
        elif sort == keys.OF_CONDITION:
            remark = rows.get(keys.OF_REMARK + id)
            met = form.answer(row, keys.MARK)
            comment = form.answer(remark, keys.TEXT) if remark is not None else None
            if met or comment:
                conditions[id] = ReturnedCondition(met=met, comment=comment)
    comments = tuple(_comments(form))
    form.check()
    return ReturnedSheet(
        place=place,
        **identity,
        **ending,
        conditions=conditions,
        marks=marks,
        comments=comments,
        findings=tuple(form.findings),
    )


def _single_rows(form: Form) -> dict[str, int]:
    """The row of each question; of one that stands twice, the row that is answered, if only one is."""
    rows: dict[str, int] = {}
    for row, key in form.rows.items():
        sort = sort_of_row(key)
        if sort in (keys.OF_COMMENT, keys.FREE_COMMENT, keys.LABEL):
            continue
        column = form.columns[keys.MARK if sort in (keys.OF_CRITERION, keys.OF_CONDITION) else keys.TEXT]
        if key in rows and (row, column) in form.grid.cells:
            if (rows[key], column) in form.grid.cells:
                form.findings.append(answered_twice(form.place(row, column), key))
            rows[key] = row
        rows.setdefault(key, row)
    return rows


def _comments(form: Form) -> Iterator[ReturnedComment]:
    for row, key in form.rows.items():
        sort = sort_of_row(key)
        if sort not in (keys.OF_COMMENT, keys.FREE_COMMENT):
            continue
        text = form.answer(row, keys.TEXT)
        anchor = form.answer(row, keys.ANCHOR)
        kind = form.answer(row, keys.KIND)
        if text is None:
            if anchor is not None:
                form.findings.append(unwritten_comment(anchor.place))
            continue
        criterion = key.removeprefix(keys.OF_COMMENT)
        if sort == keys.FREE_COMMENT:
            named = form.answer(row, keys.CRITERION)
            if named is None:
                message = phrase("这条意见没有写明评价项", "This comment does not say which criterion it is on")
                hint = phrase("在右边选一个评价项", "Choose a criterion beside it")
                form.findings.append(error("comment-without-criterion", text.place, message, hint))
                continue
            criterion = named.text
        if kind is None:
            kind = Answer(text="", place=form.place(row, form.columns[keys.KIND]))
        yield ReturnedComment(criterion=criterion, kind=kind, text=text, anchor=_only_id(anchor))


def _only_id(anchor: Answer | None) -> Answer | None:
    """An anchor without the title that the drop-down shows behind its id."""
    if anchor is None or keys.ANCHOR_SEPARATOR not in anchor.text:
        return anchor
    source, start = anchor.place.source, anchor.place.start
    place = trimmed(source, start, start + anchor.text.index(keys.ANCHOR_SEPARATOR))
    return Answer(text=place.text, place=place)
