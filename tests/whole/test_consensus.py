"""From a consensus sheet that the installed command writes to the result it changes, and back when a mark moves."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from tests.whole.conftest import Run

pytestmark = pytest.mark.slow

ROUND = "2026-third-party"
FOLDER = Path("content", "rounds", ROUND)
SHEET = FOLDER / "consensus" / "fleet-handover.yaml"


def results(root: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((root / "build" / "scores" / f"{ROUND}.json").read_text(encoding="utf-8"))
    return document


def agree(root: Path, criterion: str = "5.3.1", value: int = 60) -> None:
    """Fill in one criterion of the sheet, as somebody would in an editor."""
    text = (root / SHEET).read_text(encoding="utf-8")
    blank = f'  "{criterion}":\n    value:\n    reason:\n    dissent: []\n'
    assert text.count(blank) == 1
    filled = (
        f'  "{criterion}":\n    value: {value}\n    reason: 排队分析没有做，三人都同意按 60 分。\n'
        "    dissent: [{evaluator: e09, value: 70, reason: 测过验车员的一致性。}]\n"
    )
    text = (
        text.replace(blank, filled)
        .replace("status: draft", "status: submitted")
        .replace("date:", "date: 2026-04-20", 1)
    )
    (root / SHEET).write_text(text, encoding="utf-8")


def test_a_sheet_holds_every_mark_and_comment_and_the_digests(casebound: Run, with_round: Path) -> None:
    done = casebound("round", "consensus", "fleet-handover", cwd=with_round)
    assert done.returncode == 0, done.stderr
    text = (with_round / SHEET).read_text(encoding="utf-8")
    sheet = yaml.safe_load(text)
    assert (sheet["case"], sheet["status"], sheet["participants"]) == ("fleet-handover", "draft", ["e02", "e08", "e09"])
    assert all(mark == {"value": None, "reason": None, "dissent": []} for mark in sheet["marks"].values())
    squashed = text.replace("\n  #", "").replace(" ", "")
    for path in sorted((with_round / FOLDER / "evaluations" / "fleet-handover").glob("*.yaml")):
        assert sheet["frozen"][path.stem] == hashlib.sha256(path.read_bytes()).hexdigest()
        for mark in yaml.safe_load(path.read_text(encoding="utf-8"))["marks"].values():
            for comment in mark["comments"]:
                assert comment["text"].replace(" ", "") in squashed
    assert "贺知微" in text
    assert casebound("check", cwd=with_round).returncode == 0


def test_a_sheet_that_is_there_is_never_written_again(casebound: Run, with_round: Path) -> None:
    casebound("round", "consensus", "fleet-handover", cwd=with_round)
    agree(with_round)
    before = (with_round / SHEET).read_bytes()
    done = casebound("round", "consensus", "fleet-handover", "--lang", "en", cwd=with_round)
    assert done.returncode == 0
    assert "left alone" in done.stdout
    assert (with_round / SHEET).read_bytes() == before


def test_the_agreed_mark_changes_the_result_and_what_it_was_is_told(casebound: Run, with_round: Path) -> None:
    casebound("round", "score", cwd=with_round)
    before = results(with_round)["cases"][0]
    casebound("round", "consensus", "fleet-handover", cwd=with_round)
    agree(with_round)
    done = casebound("round", "score", cwd=with_round)
    assert done.returncode == 0, done.stderr
    card = results(with_round)["cases"][0]
    # 5.3.1 weighs 16 of 100 and goes from 75 (65, 75, 85) to 60: 16 · 15 / 100 = 2.4 less
    assert (before["total"], card["total"]) == ("69.9", "67.5")
    assert card["consensus"]["criteria"][0]["delta"] == "-15.0"
    assert card["consensus"]["independent"]["total"] == "69.9"
    assert card["consensus"]["date"] == "2026-04-20"
    assert "合议 5.3.1：75.0 → 60.0（−15.0）" in done.stdout
    assert "不同意见 e09 70：测过验车员的一致性。" in done.stdout
    assert "合议前：总分 69.9" in done.stdout


def test_an_evaluation_changed_afterwards_undoes_the_consensus(casebound: Run, with_round: Path) -> None:
    casebound("round", "consensus", "fleet-handover", cwd=with_round)
    agree(with_round)
    path = with_round / FOLDER / "evaluations" / "fleet-handover" / "e02.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))  # a checkout on another system changes nothing
    assert casebound("check", cwd=with_round).returncode == 0
    path.write_text(path.read_text(encoding="utf-8").replace("value: 65", "value: 70", 1), encoding="utf-8")
    done = casebound("round", "score", "--lang", "en", cwd=with_round)
    assert done.returncode == 1
    assert f"{SHEET.as_posix()}:10:" in done.stderr
    assert "[thawed-evaluation] The evaluation of e02 was changed after the consensus" in done.stderr
    assert results(with_round)["cases"][0]["consensus"] is None


def test_names_are_left_out_where_neither_side_knows_the_other(casebound: Run, with_round: Path) -> None:
    plan = with_round / FOLDER / "round.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("blind: none", "blind: double"), encoding="utf-8")
    casebound("round", "consensus", "fleet-handover", cwd=with_round)
    text = (with_round / SHEET).read_text(encoding="utf-8")
    assert "贺知微" not in text
    assert "e02" in text


def test_disputed_cases_are_found_by_the_frameworks_threshold(casebound: Run, with_round: Path) -> None:
    done = casebound("round", "consensus", cwd=with_round)
    assert done.returncode == 2
    assert "aggregation.disagreement" in done.stderr
    framework = with_round / "content" / "frameworks" / "service-star-demo.yaml"
    text = framework.read_text(encoding="utf-8")
    framework.write_text(
        text.replace("minimum_evaluators: 3}", "minimum_evaluators: 3, disagreement: 20}"), encoding="utf-8"
    )
    assert casebound("round", "consensus", cwd=with_round).returncode == 0
    marks = {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))["marks"]
        for path in (with_round / FOLDER / "evaluations" / "fleet-handover").glob("*.yaml")
    }
    apart = {
        id
        for id in marks["e02"]
        for values in ([own[id]["value"] for own in marks.values()],)
        if max(values) - min(values) >= 20
    }
    assert 0 < len(apart) < 8
    assert set(yaml.safe_load((with_round / SHEET).read_text(encoding="utf-8"))["marks"]) == apart
    (with_round / SHEET).unlink()
    framework.write_text(
        text.replace("minimum_evaluators: 3}", "minimum_evaluators: 3, disagreement: 90}"), encoding="utf-8"
    )
    done = casebound("round", "consensus", "--lang", "en", cwd=with_round)
    assert (done.returncode, done.stdout) == (0, "No case is disputed\n")


def test_evaluations_that_are_not_there_yet_are_waited_for(casebound: Run, with_round: Path) -> None:
    folder = with_round / FOLDER / "evaluations" / "fleet-handover"
    (folder / "e09.yaml").unlink()
    done = casebound("round", "consensus", "fleet-handover", "--lang", "en", cwd=with_round)
    assert done.returncode == 1
    assert "[early-consensus] e09 have not submitted their evaluation of “fleet-handover”" in done.stderr
    (with_round / SHEET).unlink()
    (folder / "e08.yaml").unlink()
    done = casebound("round", "consensus", "fleet-handover", "--lang", "en", cwd=with_round)
    assert "[nothing-to-agree-on] “fleet-handover” has fewer than 2 submitted evaluations" in done.stderr
    assert not (with_round / SHEET).exists()
