"""Packets given out in a copy of the sample, and sheets of them as evaluators return them, in every format."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from casebound.evaluate.sheets.markdown_write import render_markdown
from casebound.evaluate.sheets.xlsx_write import render_xlsx
from casebound.evaluate.sheets.yaml_write import render_yaml
from casebound.model.evaluation import Comment, CommentKind, ConditionCheck, Evaluation, EvaluationStatus, Mark
from casebound.model.sheet import PacketSheets
from casebound.workspace.load import load
from casebound.workspace.packets import Packets

ROUND = "2026-third-party"
FOLDER = Path("content", "rounds", ROUND)
CASE = "fleet-handover"
LATE = date(2026, 4, 16)
"""A day on which everything of the sample is older, and before the day it is due."""


COMMENT = Comment(kind=CommentKind.STRENGTH)


def give_out(root: Path) -> dict[str, PacketSheets]:
    """Record packets for everybody who was assigned a case, as `casebound round packets` does: by evaluator."""
    workspace = load(root)
    (round,) = workspace.usable_rounds()
    packets = Packets(workspace, round)
    given = [packets.sheets(each, is_blind=False, lang="zh-CN") for each in round.panel if round.cases_of(each.id)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASEBOUND_TODAY", "2026-03-16")
        packets.issue(given, is_blind=False, by="王办事员")
    return {sheets.evaluator.id: sheets for sheets in given}


def filled(sheets: PacketSheets, mark: int = 85, **more: Any) -> PacketSheets:
    """With the same mark on everything, submitted on a late day unless `more` says otherwise."""
    anchor = sheets.cases[0].anchors[0].id
    marks = {
        leaf.id: Mark(value=Decimal(mark), comments=(replace(COMMENT, text=f"{leaf.id} 做得细。", anchor=anchor),))
        for leaf in sheets.framework.leaves()
    }
    fields: dict[str, Any] = {"status": EvaluationStatus.SUBMITTED, "date": LATE, "marks": marks, "overall": "总评"}
    fields["conditions"] = {condition.id: ConditionCheck(met=True) for condition in sheets.framework.conditions}
    evaluations = [
        Evaluation(case=case.id, evaluator=sheets.evaluator.id, **{**fields, **more}) for case in sheets.cases
    ]
    cases = tuple(replace(case, earlier=evaluation) for case, evaluation in zip(sheets.cases, evaluations, strict=True))
    return replace(sheets, cases=cases)


def as_xlsx(sheets: PacketSheets) -> bytes:
    return render_xlsx(sheets, 1_774_828_800)


def as_yaml(sheets: PacketSheets) -> bytes:
    return render_yaml(sheets).encode()


def as_markdown(sheets: PacketSheets) -> bytes:
    return render_markdown(sheets).encode()


def as_json(sheets: PacketSheets) -> bytes:
    """What the offline HTML sheet exports."""
    document = {
        "casebound": "score-sheet",
        "version": 1,
        "packet": sheets.packet,
        "round": sheets.round.id,
        "evaluator": sheets.evaluator.id,
        "framework_digest": sheets.framework_digest,
        "sheets": [
            {
                "case": case.id,
                "case_digest": case.digest,
                "status": case.earlier.status.value,
                "date": case.earlier.date.isoformat() if case.earlier.date else "",
                "conditions": {
                    id: {"met": check.met, "comment": check.comment} for id, check in case.earlier.conditions.items()
                },
                "marks": {
                    id: {
                        "value": str(mark.value),
                        "comments": [
                            {"kind": each.kind.value if each.kind else "", "text": each.text, "anchor": each.anchor}
                            for each in mark.comments
                        ],
                    }
                    for id, mark in case.earlier.marks.items()
                },
                "overall": case.earlier.overall,
            }
            for case in sheets.cases
            if case.earlier
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def without_evaluations(root: Path) -> Path:
    """Nothing has come back yet."""
    shutil.rmtree(root / FOLDER / "evaluations")
    return root
