"""The sample round from assignment to certificates, every step a command: `script/demo` shows the same."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.whole.conftest import CHECKOUT

if TYPE_CHECKING:
    from tests.whole.conftest import Run

ROUND = "2026-third-party"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the round was played."""
    folder = tmp_path_factory.mktemp("played") / "round"
    command = [sys.executable, str(CHECKOUT / "script" / "sample_round.py"), str(folder)]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def results(folder: Path) -> dict[str, dict[str, Any]]:
    document = json.loads((folder / "scores" / f"{ROUND}.json").read_text(encoding="utf-8"))
    return {card["case"]: card for card in document["cases"]}


@pytest.mark.slow
def test_sheets_of_three_formats_give_the_results_of_the_evaluations_that_filled_them(
    played: Path, sample: Path, casebound: Run, tmp_path: Path
) -> None:
    """Who judged a case is the assignment's choice; the marks on it are those of the sample all the same."""
    casebound("round", "score", "--output", tmp_path, cwd=sample)
    by_hand, by_sheet = results(tmp_path), results(played / "build")
    assert list(by_sheet) == list(by_hand)
    for case, card in by_sheet.items():
        for key in ("total", "grade", "rank", "criteria", "sections"):
            assert card[key] == by_hand[case][key], (case, key)
    endings = sorted(path.suffix for path in (played / "content" / "rounds" / ROUND / "received").iterdir())
    assert endings == [".json"] * 3 + [".xlsx"] * 3 + [".yaml"] * 3


@pytest.mark.slow
def test_every_document_of_the_round_is_made(played: Path) -> None:
    build = played / "build"
    cases = {path.name for path in (played / "content" / "cases").iterdir()}
    for folder in ("letters", "certificates"):
        assert {path.name.split(".")[0] for path in (build / folder / ROUND).iterdir()} == cases
    for path in (f"results/{ROUND}.pdf", f"results/{ROUND}.xlsx", f"minutes/{ROUND}.pdf"):
        assert (build / path).is_file(), path


@pytest.mark.slow
def test_the_round_that_was_played_verifies_until_somebody_changes_a_mark(played: Path, casebound: Run) -> None:
    assert casebound("verify", cwd=played).returncode == 0
    path = next((played / "content" / "rounds" / ROUND / "evaluations").glob("*/*.yaml"))
    before = path.read_text(encoding="utf-8")
    try:
        path.write_text(before.replace("value: 8", "value: 9", 1), encoding="utf-8")
        done = casebound("verify", "--lang", "en", cwd=played)
        assert done.returncode == 1
        assert f"evaluations/{path.parent.name}/{path.name}" in done.stdout + done.stderr
    finally:
        path.write_text(before, encoding="utf-8")
