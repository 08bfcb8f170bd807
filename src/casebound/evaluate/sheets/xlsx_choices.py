"""What may stand in an input of a worksheet: drop-downs, the marks of the scale, and colours for what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from casebound.evaluate.sheets import given, keys
from casebound.evaluate.sheets.words import KIND, MET, STATUS
from casebound.evaluate.sheets.xlsx_look import rgb
from casebound.figure.palette import PAPER
from casebound.model.evaluation import EvaluationStatus
from casebound.model.framework import Scale
from casebound.model.sheet import PacketSheets, SheetCase
from casebound.text.localized import Localized, phrase

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

_LONGEST_LIST = 255
"""Characters of a list that stands in the rule itself; a longer one must stand in cells."""
_MOST_STEPS = 200


def anchor_label(anchors: dict[str, str], id: str) -> str:
    """An anchor as the drop-down shows it."""
    return f"{id}{keys.ANCHOR_SEPARATOR}{anchors[id]}" if anchors.get(id) else id


@dataclass(slots=True)
class Choices:
    """The rules of one worksheet in the making."""

    sheets: PacketSheets
    case: SheetCase
    lists: dict[str, str]
    """References to the cells that hold the longer lists, by what is chosen."""
    _rules: dict[str, DataValidation] = field(default_factory=dict)
    _wanted: list[str] = field(default_factory=list)
    """Cells that should not stay blank."""
    _status: str = ""

    def anchor_label(self, id: str) -> str:
        """An anchor as the drop-down shows it."""
        return anchor_label({anchor.id: given.one_line(anchor.title) for anchor in self.case.anchors}, id)

    def offer(self, address: str, what: str) -> None:
        """Let one of several words be chosen; where there are none, anything may be written."""
        rule = self._rules.get(what) or self._choice(what)
        if rule is not None:
            self._rules[what] = rule
            rule.add(address)
        if what == "met":
            self._wanted.append(address)

    def status(self, address: str) -> None:
        """Let draft or submitted be chosen."""
        self._status = address
        self.offer(address, "status")

    def mark(self, address: str) -> None:
        """Take the marks of the scale only."""
        rule = self._rules.setdefault("mark", self._marks())
        rule.add(address)
        self._wanted.append(address)

    def date(self, address: str) -> None:
        """Take a day."""
        rule = self._validation(
            phrase("请填日期，如 2026-03-30", "Give a date such as 2026-03-30"), type="date", operator="greaterThan"
        )
        rule.formula1 = "36526"  # 2000-01-01
        rule.errorStyle = "warning"
        rule.add(address)
        self._rules["date"] = rule

    def settle(self, sheet: Worksheet) -> None:
        """Put the rules into the worksheet."""
        from openpyxl.formatting.rule import CellIsRule
        from openpyxl.styles import Font, PatternFill

        for rule in self._rules.values():
            sheet.add_data_validation(rule)
        blank = PatternFill("solid", bgColor=rgb(PAPER.tint5))
        if self._wanted:
            rule = CellIsRule(operator="equal", formula=['""'], fill=blank)  # type: ignore[no-untyped-call]
            sheet.conditional_formatting.add(" ".join(self._wanted), rule)
        draft = STATUS[EvaluationStatus.DRAFT].to(self.sheets.lang)
        rule = CellIsRule(operator="equal", formula=[f'"{draft}"'], font=Font(color=rgb(PAPER.change), bold=True))  # type: ignore[no-untyped-call]
        sheet.conditional_formatting.add(self._status, rule)

    def _choice(self, what: str) -> DataValidation | None:
        lang = self.sheets.lang
        words: dict[str, tuple[Localized, ...]] = {
            "met": tuple(MET.values()),
            "kind": tuple(KIND.values()),
            "status": tuple(STATUS.values()),
        }
        if what not in words and what not in self.lists:
            return None
        rule = self._validation(phrase("请从下拉列表中选一项", "Choose from the list"), type="list")
        if what in words:
            rule.formula1 = '"' + ",".join(word.to(lang) for word in words[what]) + '"'
        else:
            rule.formula1 = self.lists[what]
        if what == "anchor":
            rule.errorStyle = "warning"
        return rule

    def _marks(self) -> DataValidation:
        scale = self.sheets.framework.scale
        low, high, step = (given.plain(number) for number in (scale.minimum, scale.maximum, scale.step))
        message = phrase(
            "得分应在 {low}–{high} 之间，每 {step} 分一档；没有把握就留空",
            "A mark runs from {low} to {high} in steps of {step}; leave it blank if you cannot judge",
            low=low,
            high=high,
            step=step,
        )
        listed = ",".join(given.plain(mark) for mark in marks(scale))
        if listed and len(listed) <= _LONGEST_LIST:
            rule = self._validation(message, type="list")
            rule.formula1 = f'"{listed}"'
            return rule
        is_whole = scale.step == scale.step.to_integral_value() and scale.minimum == scale.minimum.to_integral_value()
        rule = self._validation(message, type="whole" if is_whole else "decimal", operator="between")
        rule.formula1, rule.formula2 = low, high
        return rule

    def _validation(self, message: Localized, *, type: str, operator: str | None = None) -> DataValidation:
        from openpyxl.worksheet.datavalidation import DataValidation

        lang = self.sheets.lang
        return DataValidation(
            type=type,  # type: ignore[arg-type]
            operator=operator,  # type: ignore[arg-type]
            allow_blank=True,
            showErrorMessage=True,
            errorTitle=given.SCORE_SHEET.to(lang),
            error=message.to(lang),
        )


def marks(scale: Scale) -> Iterator[Decimal]:
    """Every mark of a scale, from the lowest; none where there are too many to choose from."""
    if scale.step <= 0 or (scale.maximum - scale.minimum) / scale.step > _MOST_STEPS:
        return
    mark = scale.minimum
    while mark <= scale.maximum:
        yield mark
        mark += scale.step
