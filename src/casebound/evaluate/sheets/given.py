"""What the form of a sheet says in its own words, in every format: who it is for, how to fill it in, what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from casebound.model.evaluation import Comment, CommentKind, Evaluation
from casebound.model.framework import Criterion
from casebound.model.sheet import PacketSheets, SheetCase
from casebound.text.localized import Localized, phrase

SCORE_SHEET = phrase("评分表", "Score sheet")
CASE = phrase("案例", "Case")
EVALUATOR = phrase("评价人", "Evaluator")
DUE = phrase("交回期限", "Return by")
HOW_TO = phrase("怎样填写", "How to fill in this form")
CONDITIONS = phrase("基本条件", "Basic conditions")
CRITERIA = phrase("评价项", "Criteria")
WEIGHT = phrase("权重", "Weight")
MARK = phrase("得分", "Mark")
VERDICT = phrase("判断", "Verdict")
REMARK = phrase("说明", "Remark")
COMMENT = phrase("意见", "Comment")
OVERALL = phrase("总评", "Overall")
STATUS = phrase("状态", "Status")
DATE = phrase("日期", "Date")
IDENTITY = phrase("表的身份（收表时核对，请勿改动）", "Identity of this sheet (checked on return, do not change)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A comment on a form: one written before, or room for one of a kind."""

    kind: CommentKind
    comment: Comment | None = None


def comment_rows(earlier: Evaluation | None, criterion: str) -> Iterator[Row]:
    """The comments on a criterion so far, in their order, then room for one of each kind that is not there."""
    mark = earlier.marks.get(criterion) if earlier else None
    comments = mark.comments if mark else ()
    for comment in comments:
        yield Row(kind=comment.kind or CommentKind.IMPROVEMENT, comment=comment)
    for kind in CommentKind:
        if all(comment.kind is not kind for comment in comments):
            yield Row(kind=kind)


def all_comments(earlier: Evaluation | None) -> tuple[Comment, ...]:
    """Every comment of an evaluation."""
    return tuple(comment for mark in earlier.marks.values() for comment in mark.comments) if earlier else ()


def plain(number: Decimal) -> str:
    """A number as it is written by hand: no exponent, no zeros that say nothing."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def one_line(text: str) -> str:
    """A text without line breaks, for places that hold one line."""
    return " ".join(text.split())


def steps(sheets: PacketSheets) -> tuple[Localized, ...]:
    """How to fill in a form."""
    scale = sheets.framework.scale
    return (
        phrase(
            "先通读案例再打分。每项在 {low}–{high} 之间，每 {step} 分一档；先定档次，再在档内定分。",
            "Read the case through before you mark it. Marks run from {low} to {high} in steps of {step}: "
            "choose the band first, then the mark within it.",
            low=plain(scale.minimum),
            high=plain(scale.maximum),
            step=plain(scale.step),
        ),
        phrase(
            "没有把握的项目留空，不要写 0：空白表示未评，不会被当作零分。",
            "Leave a criterion blank if you cannot judge it; do not write 0: a blank is not a zero.",
        ),
        phrase(
            "每项至少写一条意见：好在哪里（优点）、还差什么（改进）、现场要看什么（核实），并选出所依据的章节或图表。",
            "Write at least one comment on each criterion: a strength, an improvement, or what to verify on site, "
            "and choose the section, table or figure it rests on.",
        ),
        phrase(
            "基本条件只判断“符合”或“不符合”，不打分。",
            "Basic conditions are met or not met; they carry no marks.",
        ),
        phrase(
            "填完把状态改为“已提交”；草稿不计入结果。可以分几次交，以后交的为准。",
            "When you are done, set the status to “submitted”: drafts do not count. You may return it more than once; "
            "the last return counts.",
        ),
    )


def who_and_when(sheets: PacketSheets) -> Iterator[tuple[Localized, str]]:
    """Round, organiser, evaluator and the day by which the form is wanted back."""
    round, lang = sheets.round, sheets.lang
    yield phrase("轮次", "Round"), one_line(round.title.to(lang) or round.id)
    if round.organizer:
        yield phrase("组织单位", "Organiser"), one_line(round.organizer.to(lang))
    yield phrase("准则", "Criteria"), one_line(sheets.framework.title.to(lang) or sheets.framework.id)
    yield EVALUATOR, one_line(f"{sheets.evaluator.name} ({sheets.evaluator.id})")
    if round.due:
        yield DUE, round.due.isoformat()


def heading(item: Criterion, lang: str) -> str:
    """A criterion's number and title, on one line."""
    return one_line(f"{item.id} {item.title.to(lang)}")


def identity(sheets: PacketSheets, case: SheetCase) -> dict[str, str]:
    """What a case's sheet belongs to, by the names of the fields of `ReturnedSheet`."""
    return {
        "packet": sheets.packet,
        "round": sheets.round.id,
        "evaluator": sheets.evaluator.id,
        "case": case.id,
        "case_digest": case.digest,
        "framework_digest": sheets.framework_digest,
    }
