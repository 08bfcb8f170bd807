"""Acts on a round and its log: each leaves a line, none writes outside, none is lost beside another or in a crash."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from casebound.cli import round_score
from casebound.cli.main import run
from casebound.evaluate.results import results_of_round
from tests.whole.conftest import CHECKOUT
from tests.whole.returned import CASE, FOLDER, ROUND, as_json, filled, give_out, without_evaluations

if TYPE_CHECKING:
    from tests.whole.conftest import Run

pytestmark = pytest.mark.slow

LOG = FOLDER / "audit.jsonl"
PLAN = FOLDER / "assignments.yaml"
SHEET = FOLDER / "consensus" / f"{CASE}.yaml"
ISSUES = """
import sys
from pathlib import Path
from casebound.workspace.load import load
from casebound.workspace.packets import Packets
workspace = load(Path(sys.argv[1]))
(round,) = workspace.usable_rounds()
packets = Packets(workspace, round)
given = {id: packets.sheets(round.evaluator(id), is_blind=False, lang="zh-CN") for id in sys.argv[2:]}
print("ready", flush=True)
sys.stdin.readline()
for id, sheets in given.items():
    packets.issue([sheets], is_blind=False, by=id)
"""


def entries(root: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (root / LOG).read_text(encoding="utf-8").splitlines()]


def acts(root: Path) -> list[tuple[str, str]]:
    return [(entry["action"], entry["object"]) for entry in entries(root)]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def fill_in(root: Path, value: int = 60) -> None:
    change(root / SHEET, '"5.3.1":\n    value:\n    reason:', f'"5.3.1":\n    value: {value}\n    reason: 都同意。')
    change(root / SHEET, "status: draft", "status: submitted")
    change(root / SHEET, "date:", "date: 2026-04-20")


@pytest.fixture
def returned(with_round: Path, casebound: Run) -> Path:
    """Three evaluations that the log knows; they lie apart."""
    sheets = give_out(without_evaluations(with_round))
    inbox = with_round / "inbox"
    inbox.mkdir()
    for id, mark in (("e02", 60), ("e08", 75), ("e09", 90)):
        (inbox / f"{id}.json").write_bytes(as_json(filled(sheets[id], mark)))
    assert casebound("round", "collect", inbox, cwd=with_round).returncode == 0
    return with_round


def test_every_verb_that_is_said_to_log_leaves_a_line(with_round: Path, casebound: Run) -> None:
    text = (CHECKOUT / "docs" / "formats.md").read_text(encoding="utf-8")
    said = re.search(r"added by the verbs that change something\s*\(([^)]*)\)", text)
    assert said
    verbs = re.findall(r"`([^`]+)`", said[1])
    root = without_evaluations(with_round)
    (root / PLAN).unlink()

    def collect() -> list[str]:
        evaluators = yaml.safe_load((root / PLAN).read_text(encoding="utf-8"))["assignments"][0]["evaluators"]
        sheets = give_out(root)
        for id in evaluators:
            (root / f"{id}.json").write_bytes(as_json(filled(sheets[id])))
        return ["round", "collect", *(f"{id}.json" for id in evaluators)]

    def accept() -> list[str]:
        change(root / PLAN, "round:", "# 电话核对过\nround:")
        return ["verify", ROUND, "--accept", PLAN.as_posix(), "--reason", "加注"]

    commands: dict[str, Callable[[], list[str]]] = {
        "assign": lambda: ["round", "assign"],
        "packets": lambda: ["round", "packets", "--format", "md"],
        "collect": collect,
        "consensus": lambda: ["round", "consensus", CASE],
        "score": lambda: ["round", "score"],
        "verify --accept": accept,
    }
    assert verbs == list(commands)
    for verb, command in commands.items():
        arguments = command()
        before = len(entries(root)) if (root / LOG).exists() else 0
        done = casebound(*arguments, "--by", f"经办 {verb}", cwd=root)
        assert done.returncode in (0, 1), done.stderr
        added = entries(root)[before:]
        assert added, verb
        assert {(entry["action"], entry["actor"]) for entry in added} == {(verb.split("--")[-1], f"经办 {verb}")}


def test_a_consensus_is_logged_when_it_is_written_and_when_it_is_filled_in(returned: Path, casebound: Run) -> None:
    before = len(entries(returned))
    casebound("round", "consensus", CASE, "--by", "王办事员", cwd=returned)
    casebound("round", "score", "--by", "王办事员", cwd=returned)
    fill_in(returned)
    done = casebound("round", "score", "--by", "李办事员", cwd=returned)
    assert f"{SHEET.as_posix()}：填写或改动已记入日志，经办 李办事员" in done.stdout
    name = SHEET.relative_to(FOLDER).as_posix()
    added = entries(returned)[before:]
    assert [(entry["action"], entry["object"], entry["actor"]) for entry in added] == [
        ("consensus", name, "王办事员"),
        ("score", "results", "王办事员"),
        ("consensus", name, "李办事员"),
        ("score", "results", "李办事员"),
    ]
    assert added[2]["before"] == added[0]["after"]
    assert casebound("verify", cwd=returned).returncode == 0
    casebound("round", "score", cwd=returned)
    assert len(entries(returned)) == before + 4
    change(returned / SHEET, "value: 60", "value: 95")
    done = casebound("verify", cwd=returned)
    assert done.returncode == 1
    assert f"{SHEET.as_posix()}:1:1: error[changed-outside-log]" in done.stderr


def test_a_consensus_sheet_that_nobody_logged_is_named(returned: Path, casebound: Run) -> None:
    casebound("round", "score", cwd=returned)
    (returned / SHEET).parent.mkdir()
    (returned / SHEET).write_text("case: fleet-handover\n", encoding="utf-8")
    done = casebound("verify", cwd=returned)
    assert f"{SHEET.as_posix()}:1:1: error[not-in-log]" in done.stderr


def test_a_sheet_written_too_early_can_be_removed_and_written_again(returned: Path, casebound: Run) -> None:
    casebound("round", "consensus", CASE, cwd=returned)
    (returned / SHEET).unlink()
    casebound("round", "consensus", CASE, cwd=returned)
    assert [bool(entry["after"]) for entry in entries(returned) if entry["action"] == "consensus"] == [
        True,
        False,
        True,
    ]
    casebound("round", "score", cwd=returned)
    assert casebound("verify", cwd=returned).returncode == 0


def test_nothing_is_written_through_links_out_of_the_round(with_round: Path, casebound: Run, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name, command in (
        ("consensus", ("consensus", CASE)),
        ("superseded", ("assign", "--anew")),
        ("packets.json", ("packets", "--format", "md")),
    ):
        target = elsewhere if "." not in name else elsewhere / name
        (with_round / FOLDER / name).symlink_to(target)
        if name == "superseded":
            plan = {"round": ROUND, "assignments": [{"case": CASE, "evaluators": ["e02", "e08"]}]}
            (with_round / PLAN).write_text(yaml.safe_dump(plan), encoding="utf-8")
        done = casebound("round", *command, cwd=with_round)
        assert done.returncode == 2, (name, done.stdout, done.stderr)
        assert "leads out of the round's folder" in done.stderr
    assert list(elsewhere.iterdir()) == []
    assert not (with_round / LOG).exists()


def test_packets_given_out_at_once_are_all_recorded(with_round: Path) -> None:
    ids = ("e02", "e08", "e09")
    command = [sys.executable, "-c", ISSUES, str(with_round)]
    running = [
        subprocess.Popen([*command, id, *ids], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for id in ("e02", "e09")
    ]
    for process in running:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    assert [process.communicate("go\n", timeout=60) for process in running]
    assert [process.returncode for process in running] == [0, 0]
    record = json.loads((with_round / FOLDER / "packets.json").read_text(encoding="utf-8"))
    assert sorted(each["evaluator"] for each in record["packets"]) == list(ids)
    digests = [(entry["before"], entry["after"]) for entry in entries(with_round)]
    assert [before for before, _ in digests] == ["", *(after for _, after in digests[:-1])]


def test_a_record_read_before_another_was_written_loses_nothing(with_round: Path) -> None:
    """As two runs at once, one of which reads first and writes last."""
    command = [sys.executable, "-c", ISSUES, str(with_round)]
    first = subprocess.Popen([*command, "e02"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert first.stdout
    assert first.stdout.readline() == "ready\n"
    subprocess.run([*command, "e09"], input="go\n", check=True, capture_output=True, text=True)
    first.communicate("go\n", timeout=60)
    record = json.loads((with_round / FOLDER / "packets.json").read_text(encoding="utf-8"))
    assert sorted(each["evaluator"] for each in record["packets"]) == ["e02", "e09"]


def forget(root: Path, lines: int) -> None:
    """As if it had broken off before these last lines were written."""
    text = (root / LOG).read_text(encoding="utf-8").splitlines(keepends=True)
    (root / LOG).write_text("".join(text[:-lines]), encoding="utf-8")


def test_what_a_crash_kept_out_of_the_log_is_logged_the_next_time(with_round: Path, casebound: Run) -> None:
    root = without_evaluations(with_round)
    (root / PLAN).unlink()
    assert casebound("round", "assign", cwd=root).returncode == 0
    (root / LOG).unlink()
    casebound("round", "assign", cwd=root)
    assert acts(root) == [("assign", "assignments.yaml")]
    change(root / FOLDER / "round.yaml", "evaluators_per_case: 3", "evaluators_per_case: 4")
    done = casebound("round", "assign", cwd=root)
    assert done.returncode == 0, done.stderr
    whole = acts(root)
    assert whole == [
        ("assign", "assignments.yaml"),
        ("assign", "superseded/assignments.1.yaml"),
        ("assign", "assignments.yaml"),
    ]
    after = entries(root)[-1]["after"]
    forget(root, 2)
    casebound("round", "assign", cwd=root)
    assert (acts(root), entries(root)[-1]["after"]) == (whole, after)
    assert casebound("verify", cwd=root).returncode == 0
    casebound("round", "assign", cwd=root)
    assert acts(root) == whole


def test_a_copy_made_before_a_crash_is_not_made_again(with_round: Path, casebound: Run) -> None:
    root = without_evaluations(with_round)
    (root / PLAN).unlink()
    casebound("round", "assign", cwd=root)
    (root / FOLDER / "superseded").mkdir()
    shutil.copy2(root / PLAN, root / FOLDER / "superseded" / "assignments.1.yaml")
    change(root / FOLDER / "round.yaml", "evaluators_per_case: 3", "evaluators_per_case: 4")
    assert casebound("round", "assign", cwd=root).returncode == 0
    assert [path.name for path in (root / FOLDER / "superseded").iterdir()] == ["assignments.1.yaml"]
    assert casebound("verify", cwd=root).returncode == 0


def test_an_assignment_changed_by_hand_is_not_passed_off_as_a_crash(with_round: Path, casebound: Run) -> None:
    root = without_evaluations(with_round)
    (root / PLAN).unlink()
    casebound("round", "assign", cwd=root)
    change(root / PLAN, "round:", "# 改过\nround:")
    before = acts(root)
    done = casebound("round", "assign", cwd=root)
    assert "什么都没有写" in done.stdout
    assert acts(root) == before
    assert "changed-outside-log" in casebound("verify", cwd=root).stderr


def test_results_of_files_that_changed_meanwhile_are_not_logged(
    returned: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (returned / LOG).read_bytes()

    def slow(*arguments: Any) -> Any:
        change(returned / FOLDER / "evaluations" / CASE / "e02.yaml", "value: 60", "value: 65")
        return results_of_round(*arguments)

    monkeypatch.setattr(round_score, "results_of_round", slow)
    monkeypatch.chdir(returned)
    assert run(["round", "score", "--lang", "en"]) == 2
    assert f"evaluations/{CASE}/e02.yaml 变了" in capsys.readouterr().err
    assert (returned / LOG).read_bytes() == before
    assert not (returned / "build" / "scores").exists()


def test_a_round_to_score_can_be_named_like_in_other_verbs(with_round: Path, casebound: Run) -> None:
    said = [
        casebound("round", "score", *arguments, cwd=with_round).stdout
        for arguments in ((ROUND,), ("--round", ROUND), (ROUND, "--round", ROUND))
    ]
    assert said[0]
    assert said[0] == said[1] == said[2]
    assert casebound("round", "score", "--round", "2025", cwd=with_round).returncode == 2


def test_pictures_that_a_sheet_cannot_show_are_told(with_round: Path, casebound: Run) -> None:
    case = with_round / "content" / "cases" / CASE / "case.md"
    head = b"IHDR" + (800).to_bytes(4) + (600).to_bytes(4) + bytes([8, 2, 0, 0, 0])
    cut_off = (
        b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4) + head + zlib.crc32(head).to_bytes(4) + (999).to_bytes(4) + b"IDAT"
    )
    (case.parent / "queue.png").write_bytes(cut_off)
    case.write_text(case.read_text(encoding="utf-8") + "\n![排队](queue.png){#queue}\n", encoding="utf-8")
    done = casebound("round", "packets", "e02", "--format", "html", cwd=with_round)
    assert "error[unprinted-image]" in done.stderr
