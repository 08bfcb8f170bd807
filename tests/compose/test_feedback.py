"""What a letter tells of the evaluations, and that it does not tell whose they are."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import permutations

import pytest

from casebound.compose.feedback import held_back, make_letter_groups, places_of
from casebound.compose.pages_round import LetterGroup
from casebound.evaluate.tally import tally_case
from casebound.model.case import Case, Section
from casebound.model.evaluation import (
    Assignment,
    Comment,
    CommentKind,
    Conflict,
    ConflictKind,
    Evaluation,
    EvaluationStatus,
    Evaluator,
    Mark,
    Round,
)
from casebound.model.framework import Criterion, Framework
from casebound.model.measure import Measure
from casebound.text.localized import Localized

FRAMEWORK = Framework(
    id="demo",
    criteria=(
        Criterion(
            id="5",
            title=Localized({"und": "效果"}),
            children=(Criterion(id="5.1", weight=Decimal(1)), Criterion(id="5.2", weight=Decimal(1))),
        ),
    ),
)
PANEL = (
    Evaluator(
        id="e01",
        name="沈砚秋",
        organizations=("云汀大学",),
        conflicts=(Conflict(case="other", kind=ConflictKind.KIN, reason="一名近亲属在该公司任职"),),
    ),
    Evaluator(id="e02", name="Alan Turing", organizations=("计量所",)),
    Evaluator(id="e03", name="陆怀瑾", organizations=("云汀大学",)),
)
CASE = Case(
    id="one",
    lang="zh-CN",
    sections=(
        Section(id="plan", title="计划", level=2, text="一段。"),
        Section(
            id="why",
            title="原因",
            level=3,
            text=":::{table} 原因\n:id: tbl-why\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n:::",
        ),
        Section(id="check", title="检查", level=2, text="一段。"),
    ),
    measures=(Measure(id="wait", name="等候时间"),),
)

Said = tuple[str, CommentKind, str, str]
"""Criterion, kind, words, anchor."""
STRENGTH, IMPROVEMENT, VERIFY = CommentKind.STRENGTH, CommentKind.IMPROVEMENT, CommentKind.VERIFY


def evaluation(
    evaluator: str, *said: Said, mark: str = "80", status: EvaluationStatus = EvaluationStatus.SUBMITTED
) -> Evaluation:
    marks = {
        id: Mark(
            value=Decimal(mark),
            comments=tuple(Comment(kind=kind, text=text, anchor=anchor) for at, kind, text, anchor in said if at == id),
        )
        for id in ("5.1", "5.2")
    }
    return Evaluation(case="one", evaluator=evaluator, status=status, marks=marks, overall=f"{evaluator} 的总评")


def round_of(evaluations: Iterable[Evaluation], *assigned: str) -> Round:
    return Round(
        id="r",
        cases=("one",),
        panel=PANEL,
        assignments=(Assignment(case="one", evaluators=assigned or ("e01", "e02", "e03")),),
        evaluations=tuple(evaluations),
    )


def letter(round: Round) -> tuple[LetterGroup, ...]:
    card = tally_case("one", round, FRAMEWORK)
    return make_letter_groups(FRAMEWORK, card, round.counted("one"), round, places_of(CASE))


def remarks(round: Round, criterion: int = 0) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Words and places of the strengths and the improvements on one criterion."""
    row = letter(round)[0].rows[criterion]
    return [(each.text, each.place) for each in row.strengths], [(each.text, each.place) for each in row.improvements]


THREE = (
    evaluation("e01", ("5.1", STRENGTH, "丙说得好", "check"), ("5.1", VERIFY, "请看现场", ""), mark="70"),
    evaluation("e02", ("5.1", STRENGTH, "Clear table", "tbl-why"), ("5.2", IMPROVEMENT, "还差一点", "wait"), mark="80"),
    evaluation("e03", ("5.1", STRENGTH, "乙说得好", "plan"), ("5.1", STRENGTH, "甲说得好", "plan"), mark="90"),
)


def test_comments_stand_by_criterion_in_the_order_of_what_they_are_about() -> None:
    assert remarks(round_of(THREE)) == (
        [("乙说得好", "1 计划"), ("甲说得好", "1 计划"), ("Clear table", "表1"), ("丙说得好", "2 检查")],
        [],
    )
    assert remarks(round_of(THREE), 1) == ([], [("还差一点", "等候时间")])


def test_their_order_does_not_change_with_who_wrote_what() -> None:
    told = {repr(letter(round_of(order))) for order in permutations(THREE)}
    assert len(told) == 1
    swapped = [
        evaluation(
            other,
            *(
                (at, comment.kind or STRENGTH, comment.text, comment.anchor)
                for at, mark in each.marks.items()
                for comment in mark.comments
            ),
        )
        for other, each in zip(("e03", "e01", "e02"), THREE, strict=True)
    ]
    assert remarks(round_of(swapped)) == remarks(round_of(THREE))


def test_only_the_result_of_the_marks_is_told() -> None:
    (group,) = letter(round_of(THREE))
    assert [row.result for row in group.rows] == [Decimal("80.0"), Decimal("80.0")]  # (70 + 80 + 90) / 3
    assert group.reached == Decimal("80.0")
    told = repr(group)
    for secret in ("e01", "e02", "e03", "沈砚秋", "Alan", "云汀大学", "近亲属", "70", "90", "总评", "现场"):
        assert secret not in told


def test_a_remark_says_its_own_language() -> None:
    rows = letter(round_of(THREE))[0].rows[0].strengths
    assert {each.text: each.lang for each in rows}["Clear table"] == "en"
    assert {each.text: each.lang for each in rows}["甲说得好"] == "zh-CN"


def test_what_does_not_count_is_not_told() -> None:
    draft = evaluation("e03", ("5.1", STRENGTH, "草稿", ""), status=EvaluationStatus.DRAFT)
    stranger = evaluation("e02", ("5.1", STRENGTH, "没有分配", ""))
    first = evaluation("e01", ("5.1", STRENGTH, "第一份", ""))
    again = evaluation("e01", ("5.1", STRENGTH, "第二份", ""))
    round = round_of((draft, stranger, first, again), "e01", "e03")
    assert remarks(round) == ([("第一份", "")], [])


@pytest.mark.parametrize(
    ("author", "text", "word"),
    [
        ("e02", "沈砚秋也这样看", "沈砚秋"),
        ("e01", "我沈砚秋这样看", "沈砚秋"),
        ("e01", "本人（e01）认为", "e01"),
        ("e01", "同 E02 所说", "e02"),
        ("e03", "as alan turing said", "Alan Turing"),
        ("e02", "我们计量所也做过", "计量所"),
        ("e02", "沈 砚 秋也这样看", "沈砚秋"),
        ("e02", "请问沈\u3000砚\u3000秋", "沈砚秋"),
        ("e02", "我们计 量\n所", "计量所"),
    ],
)
def test_a_comment_that_tells_who_wrote_it_is_held_back(author: str, text: str, word: str) -> None:
    round = round_of((evaluation(author, ("5.1", IMPROVEMENT, text, "plan"), ("5.1", STRENGTH, "好", "")),))
    assert [(held.comment.text, held.word) for held in held_back(round.counted("one"), round)] == [(text, word)]
    assert remarks(round) == ([("好", "")], [])


@pytest.mark.parametrize(
    ("author", "text"),
    [
        ("e02", "云汀大学的数据可信"),  # another's organisation: says nothing of who wrote it
        ("e01", "表 e012 与 re01 不同"),  # an id within a longer word
        ("e02", "alan turings"),
    ],
)
def test_what_names_nobody_is_told(author: str, text: str) -> None:
    round = round_of((evaluation(author, ("5.1", STRENGTH, text, "")),))
    assert remarks(round) == ([(text, "")], [])


def test_a_comment_on_site_checks_is_neither_told_nor_held_back() -> None:
    round = round_of((evaluation("e01", ("5.1", VERIFY, "沈砚秋到现场看", "")),))
    assert held_back(round.counted("one"), round) == ()


def test_places_are_named_as_the_report_numbers_them() -> None:
    assert places_of(CASE) == {
        "plan": "1 计划",
        "why": "1.1 原因",
        "tbl-why": "表1",
        "check": "2 检查",
        "wait": "等候时间",
    }
