"""One case of a packet → its worksheet: conditions, criteria with room for comments, status, identity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebound.evaluate.sheets import given, keys
from casebound.evaluate.sheets.words import KIND, MET, STATUS
from casebound.evaluate.sheets.xlsx_choices import Choices
from casebound.evaluate.sheets.xlsx_look import Look, cell_at, dress, height, put, set_height
from casebound.evaluate.workbook import write_text
from casebound.model.evaluation import ConditionCheck, EvaluationStatus
from casebound.model.framework import Condition, Criterion
from casebound.model.sheet import PacketSheets, SheetCase
from casebound.text.localized import Localized, phrase

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

KEY_ROW = 1
KEY_COLUMN = 1
PLACES = {name: number for number, name in enumerate(keys.COLUMNS, 2)}
"""Number of each column, by its key."""
WIDTHS = {keys.KIND: 13.0, keys.TEXT: 62.0, keys.ANCHOR: 25.0, keys.CRITERION: 9.0, keys.MARK: 12.0}
"""In digits: an A4 page upright, at about nine tenths of its size."""
HEADS = {
    keys.KIND: phrase("条款", "Clause"),
    keys.TEXT: phrase("评价项与意见", "Criteria and comments"),
    keys.ANCHOR: phrase("依据（章节、图表）", "Rests on (section, figure)"),
    keys.CRITERION: given.WEIGHT,
    keys.MARK: given.MARK,
}
FIRST_ROW = 5
"""The first that scrolls."""
_FREE_ROWS = 5
_ROOM = 30.0
"""Points of an empty comment: two lines."""


@dataclass(slots=True)
class CaseForm:
    """A worksheet in the making; `row` is the next one to be written."""

    sheet: Worksheet
    sheets: PacketSheets
    case: SheetCase
    choices: Choices
    row: int = FIRST_ROW

    def say(self, words: Localized) -> str:
        """Words in the form's language."""
        return words.to(self.sheets.lang)

    def fill(self) -> None:
        """Write the whole form."""
        self._top()
        if self.sheets.framework.conditions:
            self._part(given.CONDITIONS, last=given.VERDICT)
            for condition in self.sheets.framework.conditions:
                self._condition(condition)
        self._part(given.CRITERIA, last=given.MARK)
        self._tree(self.sheets.framework.criteria)
        self._free_comments()
        self._part(phrase("总评与提交", "Overall remark and submission"))
        self._ending()
        self._identity()

    def _top(self) -> None:
        sheet, lang = self.sheet, self.sheets.lang
        write_text(cell_at(sheet, KEY_ROW, KEY_COLUMN), keys.SHEET)
        for name, column in PLACES.items():
            write_text(cell_at(sheet, KEY_ROW, column), name)
            put(
                cell_at(sheet, 4, column),
                self.say(HEADS[name]),
                Look.HEAD,
                lang,
                is_centred=column > PLACES[keys.ANCHOR],
            )
        self._wide(2, given.one_line(self.case.title), Look.TITLE)
        about = [f"{self.say(words)}: {value}" for words, value in given.who_and_when(self.sheets)]
        self._wide(
            3, "   ".join(line.replace(": ", "：", 1) if lang == "zh-CN" else line for line in about), Look.SMALL
        )
        write_text(cell_at(sheet, 4, KEY_COLUMN), keys.LABEL)
        set_height(sheet, 4, 20)
        if self.sheets.note:
            self._wide(self.row, self.say(self.sheets.note), Look.SMALL)
            self.row += 1

    def _wide(self, row: int, text: str, look: Look) -> None:
        """A text over all columns."""
        first, last = PLACES[keys.KIND], PLACES[keys.MARK]
        write_text(cell_at(self.sheet, row, KEY_COLUMN), keys.LABEL)
        put(cell_at(self.sheet, row, first), text, look, self.sheets.lang)
        self.sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
        set_height(self.sheet, row, height([(text, sum(WIDTHS.values()), look)]))

    def _part(self, words: Localized, *, last: Localized | None = None, criterion: Localized | None = None) -> None:
        self.row += 0 if self.row == FIRST_ROW else 1
        write_text(cell_at(self.sheet, self.row, KEY_COLUMN), keys.LABEL)
        for name, column in PLACES.items():
            dress(cell_at(self.sheet, self.row, column), Look.PART, self.sheets.lang)
            text = {keys.KIND: words, keys.MARK: last, keys.CRITERION: criterion}.get(name)
            if text:
                is_label = name != keys.KIND
                put(
                    cell_at(self.sheet, self.row, column),
                    self.say(text),
                    Look.PART,
                    self.sheets.lang,
                    is_centred=is_label,
                )
        set_height(self.sheet, self.row, 22)
        self.row += 1

    def _line(
        self, key: str, texts: dict[str, tuple[str, Look]], *, least: float = 15.0, inputs: Sequence[str] = ()
    ) -> int:
        """One row: its key, its texts by column; those in `inputs` are to be filled in. The row's number."""
        row = self.row
        write_text(cell_at(self.sheet, row, KEY_COLUMN), key)
        for name in {*texts, *inputs}:
            text, look = texts.get(name, ("", Look.INPUT))
            cell = cell_at(self.sheet, row, PLACES[name])
            put(cell, text, look, self.sheets.lang, is_centred=name in (keys.CRITERION, keys.MARK))
            if name in inputs:
                cell.number_format = "@"
        needs = height([(text, WIDTHS[name], look) for name, (text, look) in texts.items() if text])
        set_height(self.sheet, row, max(least, needs))
        self.row += 1
        return row

    def _address(self, row: int, name: str) -> str:
        return cell_at(self.sheet, row, PLACES[name]).coordinate

    def _condition(self, condition: Condition) -> None:
        check = (self.case.earlier.conditions if self.case.earlier else {}).get(condition.id, ConditionCheck())
        met = "" if check.met is None else self.say(MET[check.met])
        row = self._line(
            keys.OF_CONDITION + condition.id,
            {
                keys.KIND: (condition.id, Look.NAME),
                keys.TEXT: (given.one_line(self.say(condition.title)), Look.NAME),
                keys.MARK: (met, Look.MARK),
            },
            least=22.0,
            inputs=(keys.MARK,),
        )
        self.choices.offer(self._address(row, keys.MARK), "met")
        self._question(condition.question)
        self._line(
            keys.OF_REMARK + condition.id,
            {keys.KIND: (self.say(given.REMARK), Look.SMALL), keys.TEXT: (check.comment, Look.INPUT)},
            inputs=(keys.TEXT,),
        )

    def _tree(self, criteria: Sequence[Criterion]) -> None:
        for criterion in criteria:
            if not criterion.children:
                self._criterion(criterion)
                continue
            text = given.heading(criterion, self.sheets.lang)
            self._wide(self.row, text, Look.GROUP)
            self.row += 1
            self._tree(criterion.children)

    def _criterion(self, criterion: Criterion) -> None:
        earlier = self.case.earlier
        mark = earlier.marks.get(criterion.id) if earlier else None
        weight = "" if criterion.weight is None else given.plain(criterion.weight)
        row = self._line(
            keys.OF_CRITERION + criterion.id,
            {
                keys.KIND: (criterion.id, Look.NAME),
                keys.TEXT: (given.one_line(self.say(criterion.title)), Look.NAME),
                keys.ANCHOR: ("", Look.NAME),
                keys.CRITERION: (weight, Look.NAME),
                keys.MARK: ("", Look.MARK),
            },
            least=22.0,
        )
        cell = cell_at(self.sheet, row, PLACES[keys.MARK])
        if mark is not None and mark.value is not None:
            cell.value = mark.value
        self.choices.mark(cell.coordinate)
        self._question(criterion.question)
        for each in given.comment_rows(earlier, criterion.id):
            text = each.comment.text if each.comment else ""
            anchor = each.comment.anchor if each.comment else ""
            self._comment(keys.OF_COMMENT + criterion.id, self.say(KIND[each.kind]), text, anchor)

    def _question(self, words: Localized) -> None:
        if words:
            self._line(keys.LABEL, {keys.TEXT: (given.one_line(self.say(words)), Look.SMALL)})

    def _comment(self, key: str, kind: str, text: str, anchor: str) -> int:
        shown = self.choices.anchor_label(anchor)
        texts = {keys.KIND: (kind, Look.INPUT), keys.TEXT: (text, Look.INPUT), keys.ANCHOR: (shown, Look.INPUT)}
        row = self._line(key, texts, least=_ROOM, inputs=(keys.KIND, keys.TEXT, keys.ANCHOR))
        self.choices.offer(self._address(row, keys.KIND), "kind")
        self.choices.offer(self._address(row, keys.ANCHOR), "anchor")
        return row

    def _free_comments(self) -> None:
        self._part(phrase("更多意见", "More comments"), criterion=given.CRITERIA)
        for _ in range(_FREE_ROWS):
            row = self._comment(keys.FREE_COMMENT, "", "", "")
            cell = cell_at(self.sheet, row, PLACES[keys.CRITERION])
            put(cell, "", Look.INPUT, self.sheets.lang, is_centred=True)
            cell.number_format = "@"
            self.choices.offer(cell.coordinate, "criterion")

    def _ending(self) -> None:
        earlier = self.case.earlier
        status = earlier.status if earlier else EvaluationStatus.DRAFT
        overall = earlier.overall if earlier else ""
        answers: tuple[tuple[str, Localized, str, float], ...] = (
            ("overall", given.OVERALL, overall, 90.0),
            ("status", given.STATUS, self.say(STATUS[status]), 20.0),
            ("date", given.DATE, "", 20.0),
        )
        for key, words, text, least in answers:
            look = Look.BOX if key == "overall" else Look.INPUT
            texts = {keys.KIND: (self.say(words), Look.NAME), keys.TEXT: (text, look)}
            row = self._line(key, texts, least=least, inputs=(keys.TEXT,))
            if key == "status":
                self.choices.status(self._address(row, keys.TEXT))
            if key == "date":
                cell = cell_at(self.sheet, row, PLACES[keys.TEXT])
                cell.number_format = "yyyy-mm-dd"
                cell.value = earlier.date if earlier else None
                self.choices.date(cell.coordinate)

    def _identity(self) -> None:
        self._part(given.IDENTITY)
        for name, value in given.identity(self.sheets, self.case).items():
            self._line(name, {keys.KIND: (name, Look.SMALL), keys.TEXT: (value, Look.SMALL)})
