"""A case is withdrawn, an evaluator leaves in the middle of a round: the sample round, by the installed command."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.whole.conftest import CHECKOUT

if TYPE_CHECKING:
    from tests.whole.conftest import Run

pytestmark = pytest.mark.slow

ROUND = "2026-third-party"
FOLDER = Path("content", "rounds", ROUND)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The sample, in which e07 has handed in two of four judgements, has left, and one of their cases is withdrawn."""
    for name in ("content", "templates", "site"):
        shutil.copytree(CHECKOUT / name, tmp_path / name)
    shutil.copy(CHECKOUT / "casebound.toml", tmp_path)
    (tmp_path / FOLDER / "evaluations" / "missed-connection-care" / "e07.yaml").unlink()
    path = tmp_path / FOLDER / "round.yaml"
    text = path.read_text(encoding="utf-8")
    withdrawn = "withdrawn:\n  - {case: night-cleaning-noise, on: 2026-04-02, reason: 申报单位撤回}\n"
    text = text.replace("panel:\n", f"{withdrawn}panel:\n", 1)
    path.write_text(text.replace("  - id: e07\n", "  - id: e07\n    left_on: 2026-04-03\n"), encoding="utf-8")
    return tmp_path


def assignments(root: Path) -> dict[str, dict[str, Any]]:
    plan = yaml.safe_load((root / FOLDER / "assignments.yaml").read_text(encoding="utf-8"))
    return {each["case"]: each for each in plan["assignments"]}


def status(casebound: Run, root: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(casebound("round", "status", "--format", "json", cwd=root).stdout)
    return found


def test_what_was_submitted_counts_and_the_rest_is_given_to_others(root: Path, casebound: Run) -> None:
    assert casebound("check", cwd=root).stdout.strip() == "没有发现问题。"
    before = status(casebound, root)
    (left,) = [each for each in before["evaluators"] if each["evaluator"] == "e07"]
    assert (left["left"], [seat["case"] for seat in left["cases"]]) == (
        "2026-04-03",
        ["crane-breakdown-response", "alteration-desk"],
    )
    assert before["withdrawn"] == ["night-cleaning-noise"]
    assert "night-cleaning-noise" not in [each["case"] for each in before["cases"]]
    was = assignments(root)
    done = casebound("round", "assign", cwd=root)
    assert done.returncode == 0, done.stderr
    now = assignments(root)
    assert "night-cleaning-noise" not in now
    (new,) = set(now["missed-connection-care"]["evaluators"]) - set(was["missed-connection-care"]["evaluators"])
    assert len(now["missed-connection-care"]["evaluators"]) == 3
    assert new != "e07"
    for case in ("crane-breakdown-response", "alteration-desk"):
        assert (now[case]["locked"], now[case]["evaluators"]) == (["e07"], was[case]["evaluators"])
    assert casebound("check", cwd=root).stdout.strip() == "没有发现问题。"
    again = casebound("round", "assign", cwd=root)
    assert (again.returncode, assignments(root)) == (0, now)
    assert not (root / FOLDER / "superseded" / "assignments.2.yaml").exists()


def test_results_leave_the_withdrawn_case_out_and_the_minutes_name_it(root: Path, casebound: Run) -> None:
    scored = casebound("round", "score", cwd=root)
    assert scored.returncode == 1, "another case lacks the third evaluation"
    results = json.loads((root / "build" / "scores" / f"{ROUND}.json").read_text(encoding="utf-8"))
    judged = {each["case"] for each in results["cases"]}
    assert len(judged) == 9
    assert "night-cleaning-noise" not in judged
    assert casebound("round", "minutes", cwd=root).returncode == 0
    pdf = root / "build" / "minutes" / f"{ROUND}.pdf"
    text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True, encoding="utf-8").stdout
    text = re.sub(r"\s+", "", text)
    assert re.search("撤回：[^：]+、2026年4月2日、申报单位撤回", text)
    assert "退出评价组：温如许、2026年4月3日" in text


def test_who_left_gets_no_packet_and_late_sheets_are_refused_with_the_reason(root: Path, casebound: Run) -> None:
    text = (root / FOLDER / "round.yaml").read_text(encoding="utf-8")
    back = re.sub(r"withdrawn:\n.*\n|    left_on: .*\n", "", text)
    (root / FOLDER / "round.yaml").write_text(back, encoding="utf-8")
    given = casebound("round", "packets", "e07", "e08", "--format", "yaml", cwd=root)
    assert given.returncode == 0, given.stderr
    (root / FOLDER / "round.yaml").write_text(text, encoding="utf-8")
    refused = casebound("round", "packets", "e07", "--format", "yaml", cwd=root)
    assert refused.returncode == 1
    assert "error[departed-evaluator] 温如许 已于 2026-04-03 退出评价组" in refused.stderr.replace("错误[", "error[")
    inbox = root / "inbox"
    inbox.mkdir()
    for sheet in (root / "build" / "packets").rglob("*.yaml"):
        filled = yaml.safe_load(sheet.read_text(encoding="utf-8"))
        for case in filled["sheets"]:
            case["status"] = "submitted"
        (inbox / sheet.name).write_text(yaml.safe_dump(filled, allow_unicode=True), encoding="utf-8")
    done = casebound("round", "collect", inbox, cwd=root)
    said = done.stdout + done.stderr
    assert "[withdrawn-case] 案例“night-cleaning-noise”已撤回：申报单位撤回" in said
    assert "[departed-evaluator] 温如许 已于 2026-04-03 退出评价组" in said


def test_withdrawing_what_was_never_entered_is_an_error_at_its_line(root: Path, casebound: Run) -> None:
    path = root / FOLDER / "round.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("{case: night-cleaning-noise, on", "{case: nigth, on"), "utf-8"
    )
    done = casebound("check", cwd=root)
    assert done.returncode == 1
    assert "[unknown-case] 撤回的案例“nigth”不在本轮" in done.stdout


def test_the_site_has_the_withdrawn_case_without_a_grade(root: Path, casebound: Run) -> None:
    assert casebound("site", cwd=root).returncode == 0
    cases = json.loads((root / "build" / "site" / "cases.json").read_text(encoding="utf-8"))["cases"]
    graded = {each["id"]: bool(each.get("grade")) for each in cases}
    assert graded["night-cleaning-noise"] is False
    assert graded["fleet-handover"] is True
