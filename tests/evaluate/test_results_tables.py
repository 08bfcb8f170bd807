"""What stands in a round's spreadsheet for the organiser and for others, read back by openpyxl."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook

from casebound.evaluate.parties import JudgedRound, compare_parties
from casebound.evaluate.results import ILLUSTRATIVE_NOTE, results_of_round
from casebound.evaluate.results_tables import make_tables
from casebound.evaluate.results_workbook import render_results_workbook
from casebound.evaluate.table_ground import ResultsReader, evaluator_labels
from casebound.evaluate.tally import tally_round
from casebound.model.evaluation import (
    Blind,
    Comment,
    CommentKind,
    Consensus,
    ConsensusMark,
    Dissent,
    EvaluationStatus,
    Evaluator,
    Mark,
    Party,
    Round,
)
from casebound.model.framework import TieBasis, TieBreak
from tests.evaluate.marked import Marks, framework, round_of_cases

RULES = framework(
    {"A.1": 60, "B.1": 40}, disagreement=Decimal(20), tie_break=(TieBreak(basis=TieBasis.CRITERION, id="B.1"),)
)
CASES: dict[str, Marks] = {
    "one": {"A.1": [90, 40], "B.1": [70, 70]},
    "two": {"A.1": [70, 70], "B.1": [75, 70]},  # 71
    "three": {"A.1": [75, 75], "B.1": [65, 65]},  # 71
}
FORMULA = '=HYPERLINK("http://example.com")'
AGREED = Consensus(
    case="one",
    status=EvaluationStatus.SUBMITTED,
    participants=("e1", "e2"),
    frozen={"e1": "1", "e2": "2"},
    marks={
        "A.1": ConsensusMark(
            value=Decimal(80),
            reason="复核了原始记录。",
            dissent=(Dissent(evaluator="e2", value=Decimal(0), reason="样本太少。"),),
        )
    },
)


def round(blind: Blind = Blind.NONE) -> Round:
    made = round_of_cases(CASES)
    comment = Comment(kind=CommentKind.STRENGTH, text=FORMULA, anchor="results")
    evaluations = tuple(
        replace(
            each,
            digest=each.evaluator[1:],
            overall="总的不错。" if each.case == "two" else "",
            marks={**each.marks, "A.1": Mark(value=each.marks["A.1"].value, comments=(comment,))},
        )
        for each in made.evaluations
    )
    panel = tuple(Evaluator(id=f"e{at}", name=name) for at, name in ((1, "沈砚秋"), (2, "贺知微")))
    return replace(made, evaluations=evaluations, panel=panel, consensus=(AGREED,), blind=blind, party=Party.THIRD)


def book(
    made: Round | None = None, *, is_internal: bool = True, withheld: tuple[str, ...] = (), lang: str = "en"
) -> Any:
    made = made or round()
    names = {case: "[withheld]" if case in withheld else f"Case {case}" for case in made.cases}
    reader = ResultsReader(lang=lang, is_internal=is_internal, names=names, withheld=frozenset(withheld))
    results = results_of_round(made, RULES)
    first = replace(round_of_cases({"two": {"A.1": [90], "B.1": [70]}}, id="self"), party=Party.FIRST)
    other = JudgedRound(round=first, framework=RULES, cards=tally_round(first, RULES))
    tables = make_tables(results, compare_parties(results.judged, [other]), reader)
    return load_workbook(io.BytesIO(render_results_workbook(tables, ILLUSTRATIVE_NOTE, lang, 1775001600)))


def rows(sheet: Any) -> list[dict[str, Any]]:
    head, *rest = (tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=2))
    return [dict(zip(head, row, strict=True)) for row in rest]


def test_the_ranking_has_totals_as_numbers_with_their_digits() -> None:
    sheet = book()["Ranking"]
    assert sheet["A1"].value == ILLUSTRATIVE_NOTE.to("en")
    # one: 0.6 · 80 + 0.4 · 70; before: 0.6 · 65 + 0.4 · 70
    assert [(row["Rank"], row["Id"], row["Total"], row["Total before"], row["Rank before"]) for row in rows(sheet)] == [
        (1, "one", 76, 67, 3),
        (2, "two", 71, 71, 1),
        (3, "three", 71, 71, 2),
    ]
    cell = next(cell for cell in sheet[3] if cell.value == 76)
    assert (cell.data_type, cell.number_format) == ("n", "0.0")


def test_every_mark_and_comment_stands_there_for_the_organiser() -> None:
    made = book()
    marks = rows(made["Marks"])
    assert [(row["Id"], row["Evaluator"], row["A.1 "], row["B.1 "]) for row in marks] == [
        ("one", "e1 沈砚秋", 90, 70),
        ("one", "e2 贺知微", 40, 70),
        ("two", "e1 沈砚秋", 70, 75),
        ("two", "e2 贺知微", 70, 70),
        ("three", "e1 沈砚秋", 75, 65),
        ("three", "e2 贺知微", 75, 65),
    ]
    comments = rows(made["Comments"])
    assert [row["Comment"] for row in comments].count(FORMULA) == 6
    assert [row["Comment"] for row in comments].count("总的不错。") == 2


def test_no_text_is_ever_a_formula() -> None:
    found = [cell for sheet in book() for row in sheet.iter_rows() for cell in row if cell.value == FORMULA]
    assert {(cell.data_type, cell.quotePrefix) for cell in found} == {("s", True)}


def test_what_was_agreed_stands_beside_the_independent_result() -> None:
    (row,) = rows(book()["Consensus"])
    assert (row["Id"], row["Clause"], row["Independent"], row["Consensus"]) == ("one", "A.1", 65, 80)
    assert (row["Consensus less independent"], row["Reason"]) == (15, "复核了原始记录。")
    assert row["Dissent"] == "e2 贺知微 0: 样本太少。"
    scores = {(row["Id"], row["Clause"]): row for row in rows(book()["Scores"])}
    assert (scores["one", "A.1"]["Result"], scores["one", "A.1"]["Independent"]) == (80, 65)
    assert scores["two", "A.1"]["Independent"] is None
    assert (scores["one", "A.1"]["Disputed"], scores["two", "A.1"]["Disputed"]) == ("yes", "no")


def test_ties_other_parties_and_rules_have_their_sheets() -> None:
    made = book()
    assert [row["How parted"] for row in rows(made["Ties"])] == [
        "Equal totals of 71.0: Case two, Case three",
        "1. mark on B.1 “”, higher first: Case two 72.5, Case three 65.0",
    ]
    assert [(row["Id"], row["Clause"], row["Less ours"]) for row in rows(made["Parties"])] == [
        ("two", "A.1", 20),
        ("two", "B.1", -2.5),
    ]
    rules = {row["What"]: row["Value"] for row in rows(made["Rules"])}
    assert (rules["Disagreement"], rules["Tie-break"]) == (20, "criterion:B.1")
    assert len(rules["Digest of the framework"]) == 32


def test_others_learn_nothing_of_evaluators_and_withheld_cases() -> None:
    made = book(is_internal=False, withheld=("two",))
    assert made.sheetnames == ["Ranking", "Scores", "Agreement", "Ties", "Consensus", "Rules"]
    shown = [str(cell.value) for sheet in made for row in sheet.iter_rows() for cell in row if cell.value is not None]
    for word in ("沈砚秋", "贺知微", "e1 ", "e2 ", "Case two", "复核", "样本太少"):
        assert not [text for text in shown if word in text], word
    assert {row["Case"] for row in rows(made["Scores"])} == {"Case one", "Case three"}
    assert [row["Case"] for row in rows(made["Ranking"])] == ["Case one", "[withheld]", "Case three"]


def test_of_a_withheld_case_there_are_rank_and_total_and_nothing_else() -> None:
    made = book(is_internal=False, withheld=("two",))
    (row,) = (row for row in rows(made["Ranking"]) if row["Case"] == "[withheld]")
    assert row == {**dict.fromkeys(row), "Rank": 2, "Case": "[withheld]", "Total": 71}
    assert len(row) > 10
    assert [row["How parted"] for row in rows(made["Ties"])] == [
        "Equal totals of 71.0: [withheld], Case three",
        "1. mark on B.1 “”, higher first: [withheld], Case three 65.0",
    ]


def test_where_neither_side_knows_the_other_evaluators_are_letters() -> None:
    labels = evaluator_labels(round(Blind.DOUBLE))
    assert sorted(labels.values()) == ["A", "B"]
    many = replace(round(Blind.DOUBLE), panel=tuple(Evaluator(id=f"e{at}") for at in range(60)))
    assert sorted(evaluator_labels(many).values(), key=lambda name: (len(name), name))[-1] == "BH"  # 26 + 26 + 8
    made = book(round(Blind.DOUBLE))
    shown = [str(cell.value) for sheet in made for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [text for text in shown if "沈砚秋" in text or text.startswith("e1")]
    assert {row["Evaluator"] for row in rows(made["Marks"])} == {"A", "B"}
    assert {row["Evaluator"] for row in rows(made["Severity (advisory)"])} == {"A", "B"}


def test_the_same_results_give_the_same_bytes() -> None:
    results = results_of_round(round(), RULES)
    reader = ResultsReader(lang="zh-CN", is_internal=True, names={case: case for case in CASES})
    made = [render_results_workbook(make_tables(results, {}, reader), None, "zh-CN", 1775001600) for _ in range(2)]
    assert made[0] == made[1]
