"""Packets for the tests of sheets: two cases, a framework with a group, and what was written on them before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from casebound.model.evaluation import (
    Comment,
    CommentKind,
    ConditionCheck,
    Evaluation,
    EvaluationStatus,
    Evaluator,
    Mark,
    Round,
)
from casebound.model.framework import Band, Condition, Criterion, Framework, Scale
from casebound.model.sheet import PacketSheets, SheetAnchor, SheetCase
from casebound.text.localized import Localized, phrase

TIMESTAMP = 1_774_828_800
"""2026-03-30."""
DIGEST = "sha256:" + "0123456789abcdef" * 4

FRAMEWORK = Framework(
    id="demo",
    title=phrase("演示准则", "Demonstration criteria"),
    conditions=(Condition(id="4.2", title=phrase("依法经营", "Lawful")),),
    criteria=(
        Criterion(
            id="5.2",
            title=phrase("需求", "Needs"),
            children=(
                Criterion(id="5.2.1", title=phrase("识别需求", "Finding needs"), weight=Decimal(60)),
                Criterion(
                    id="5.2.2",
                    title=phrase("需求转化", "Turning needs into aims"),
                    question=phrase("需求怎样变成目标？", "How do needs become aims?"),
                    weight=Decimal("40"),
                ),
            ),
        ),
    ),
    scale=Scale(minimum=Decimal(0), maximum=Decimal(100), step=Decimal(5)),
    bands=(
        Band(
            id="low",
            range=(Decimal(0), Decimal(45)),
            title=phrase("起步", "Beginning"),
            text=phrase("有做法的描述。", "Practice is described."),
        ),
    ),
)

FILLED = Evaluation(
    case="alteration-desk",
    evaluator="e01",
    status=EvaluationStatus.SUBMITTED,
    date=date(2026, 3, 30),
    conditions={"4.2": ConditionCheck(met=False, comment="满意度两次各只有64人和71人。")},
    marks={
        "5.2.1": Mark(
            value=Decimal("85.5"),
            comments=(
                Comment(kind=CommentKind.VERIFY, text="现场请看\n\n台账", anchor="users"),
                Comment(kind=CommentKind.STRENGTH, text="=1+1 不是公式"),
                Comment(kind=CommentKind.STRENGTH, text="# 第二条，- 带 `---` 与“引号”", anchor="tbl-users"),
            ),
        ),
        "5.2.2": Mark(comments=(Comment(kind=CommentKind.IMPROVEMENT, text="没有说明怎样挑的：60位。"),)),
    },
    overall="能动的都动了。\n\n### 没做到的也摆在明处 👍",
)


def packet(*earlier: Evaluation | None, lang: str = "zh-CN", framework: Framework = FRAMEWORK) -> PacketSheets:
    """Sheets for as many cases as there are earlier evaluations, `None` for a blank one."""
    names = ("alteration-desk", "senior-hotline", "fleet-handover")
    return PacketSheets(
        packet="2026-third-party.e01.1f2e3d4c",
        round=Round(
            id="2026-third-party",
            title=phrase("2026 年度第三方评价", "2026 third-party evaluation"),
            organizer=phrase("示例市质量协会", "Example City Quality Association"),
            due=date(2026, 4, 17),
        ),
        evaluator=Evaluator(id="e01", name="沈砚秋"),
        framework=framework,
        framework_digest=DIGEST,
        cases=tuple(
            SheetCase(
                id=names[number],
                lang="zh-CN",
                title=f"改衣台/少跑一趟: [{number}]",
                digest=DIGEST,
                anchors=(
                    SheetAnchor(id="users", title="3.1 用户需求"),
                    SheetAnchor(id="tbl-users", title="=表2"),
                ),
                earlier=evaluation,
            )
            for number, evaluation in enumerate(earlier)
        ),
        lang=lang,
        note=Localized({"zh-CN": "权重为演示而编。", "en": "The weights are made up."}),
    )
