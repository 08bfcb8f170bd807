"""An evaluation as it is kept: people can read it, and our reader reads the same evaluation from it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebound.evaluate.evaluation_file import by_number, render_evaluation
from casebound.model.evaluation import Comment, CommentKind, ConditionCheck, Evaluation, EvaluationStatus, Mark
from casebound.read.control import without_control
from casebound.read.fields import Reading
from casebound.read.nodes import read_yaml
from casebound.read.round import EVALUATION
from casebound.text.source import Source

CHECKOUT = Path(__file__).parents[2]
SAMPLE = sorted((CHECKOUT / "content" / "rounds" / "2026-third-party" / "evaluations").glob("*/*.yaml"))


def read(text: str) -> Evaluation:
    reading = Reading()
    node, findings = read_yaml(Source(path="e01.yaml", text=text))
    evaluation = EVALUATION.read("", node, reading) if node else None
    assert [*findings, *reading.findings] == []
    assert evaluation is not None
    return evaluation


TEXT = st.text(max_size=40).map(lambda text: without_control(text.replace("\r", "\n")).strip())
ODD_TEXT = st.from_regex(r"[“”‘’：，。a:#\-\[\]{}\n\t ,'\"!&*|>%@`?~0-9是yesno]{1,12}", fullmatch=True).map(str.strip)
WORDS = TEXT | ODD_TEXT
IDS = st.from_regex(r"[1-9](\.[0-9]{1,2}){0,2}", fullmatch=True)
COMMENTS = st.lists(
    st.builds(Comment, kind=st.sampled_from(CommentKind), text=WORDS.filter(bool), anchor=WORDS), max_size=2
).map(tuple)
VALUES = st.none() | st.decimals(min_value=0, max_value=1000, places=2, allow_nan=False)
EVALUATIONS = st.builds(
    Evaluation,
    case=st.just("night-clinic"),
    evaluator=st.just("e01"),
    status=st.sampled_from(EvaluationStatus),
    date=st.none() | st.dates(),
    packet=WORDS,
    case_digest=WORDS,
    framework_digest=st.just("0123456789abcdef"),
    conditions=st.dictionaries(
        IDS, st.builds(ConditionCheck, met=st.none() | st.booleans(), comment=WORDS), max_size=2
    ),
    marks=st.dictionaries(IDS, st.builds(Mark, value=VALUES, comments=COMMENTS), max_size=3),
    overall=WORDS,
)


@given(EVALUATIONS)
@settings(max_examples=300, deadline=None)
def test_what_is_written_is_read_again(evaluation: Evaluation) -> None:
    assert read(render_evaluation(evaluation)) == evaluation


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_sample_says_the_same_when_it_is_written_anew(path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    rendered = render_evaluation(read(written))
    assert read(rendered) == read(written)


def test_it_looks_as_people_write_it() -> None:
    path = next(path for path in SAMPLE if path.parent.name == "antenatal-waiting")
    written = path.read_text(encoding="utf-8")
    head = written.partition("overall:")[0]
    assert render_evaluation(read(written)).startswith(head)


def test_criteria_stand_in_the_order_of_their_numbers() -> None:
    marks = {id: Mark(value=Decimal(80)) for id in ("5.10", "5.9.1", "5.9", "B", "A")}
    text = render_evaluation(Evaluation(case="one", evaluator="e1", date=date(2026, 4, 9), marks=marks))
    assert [line.strip(' ":') for line in text.splitlines() if line.startswith('  "')] == [
        *("5.9", "5.9.1", "5.10"),
        *("A", "B"),
    ]
    assert sorted(["x2", "x10", "x1"], key=by_number) == ["x1", "x2", "x10"]


def test_paragraphs_stay_paragraphs() -> None:
    text = render_evaluation(Evaluation(case="one", evaluator="e1", overall="好。\n\n再看：一处"))
    assert text == "case: one\nevaluator: e1\nstatus: draft\noverall: |-\n  好。\n\n  再看：一处\n"
