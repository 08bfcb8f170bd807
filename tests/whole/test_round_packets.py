"""`casebound round packets`: booklet and score sheets for each evaluator, and a record of what left the house."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from tests.whole.conftest import Run

pytestmark = pytest.mark.slow

ROUND = "2026-third-party"
CASE = "fleet-handover"


def record_of(root: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(
        (root / "content" / "rounds" / ROUND / "packets.json").read_text(encoding="utf-8")
    )
    return document


def text_of(pdf: Path) -> str:
    return subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True, encoding="utf-8").stdout


def change_round(root: Path, change: str, to: str) -> None:
    path = root / "content" / "rounds" / ROUND / "round.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(change, to, 1), encoding="utf-8")


def test_every_evaluator_with_cases_gets_a_booklet_and_a_sheet_of_each_format(with_round: Path, casebound: Run) -> None:
    done = casebound("round", "packets", "--by", "王晓", cwd=with_round, CASEBOUND_TODAY="2026-03-16")
    assert done.returncode == 0, done.stderr
    packets = with_round / "build" / "packets"
    assert sorted(folder.name for folder in packets.iterdir()) == ["e02", "e08", "e09"]
    names = ["packet.pdf", *(f"{ROUND}-e02.{ending}" for ending in ("html", "md", "xlsx", "yaml"))]
    assert sorted(file.name for file in (packets / "e02").iterdir()) == sorted(names)
    (packet,) = [each for each in record_of(with_round)["packets"] if each["evaluator"] == "e02"]
    assert (packet["issued"], packet["lang"], packet["blind"]) == ("2026-03-16", "zh-CN", False)
    assert list(packet["cases"]) == [CASE]
    sheet = yaml.safe_load((packets / "e02" / f"{ROUND}-e02.yaml").read_text(encoding="utf-8"))
    assert sheet["packet"] == packet["id"]
    assert sheet["sheets"][0]["case_digest"] == packet["cases"][CASE]
    assert packet["id"] in text_of(packets / "e02" / "packet.pdf")
    log = (with_round / "content" / "rounds" / ROUND / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    assert [(json.loads(line)["actor"], json.loads(line)["object"]) for line in log] == [("王晓", "packets.json")]


def test_what_is_given_out_again_unchanged_keeps_its_number_and_its_date(with_round: Path, casebound: Run) -> None:
    command = ("round", "packets", "e08", "--format", "yaml")
    casebound(*command, cwd=with_round, CASEBOUND_TODAY="2026-03-16")
    first = record_of(with_round)
    casebound(*command, cwd=with_round, CASEBOUND_TODAY="2026-03-20")
    assert record_of(with_round) == first
    case = with_round / "content" / "cases" / CASE / "case.md"
    case.write_text(case.read_text(encoding="utf-8").replace("## ", "## 又", 1), encoding="utf-8")
    casebound(*command, cwd=with_round, CASEBOUND_TODAY="2026-03-20")
    old, new = record_of(with_round)["packets"]
    assert (old, new["issued"]) == (first["packets"][0], "2026-03-20")
    assert new["id"] != old["id"]
    assert set(record_of(with_round)["parts"]) == {
        *old["cases"].values(),
        *new["cases"].values(),
        old["framework_digest"],
    }


def test_only_the_formats_asked_for_are_made(with_round: Path, casebound: Run) -> None:
    done = casebound("round", "packets", "e02", "--format", "xlsx", "--format", "md", cwd=with_round)
    assert done.returncode == 0
    made = sorted(path.suffix for path in (with_round / "build" / "packets").rglob("*") if path.is_file())
    assert made == [".md", ".xlsx"]


def test_sheets_are_the_same_bytes_every_time(with_round: Path, casebound: Run, tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        command = ("round", "packets", "e02", *("--format=" + name for name in ("html", "xlsx", "yaml", "md")))
        casebound(*command, "--output", folder, cwd=with_round, PYTHONHASHSEED=seed, SOURCE_DATE_EPOCH="1775001600")
        made.append({path.name: path.read_bytes() for path in folder.rglob(f"{ROUND}*")})
    assert len(made[0]) == 4
    assert made[0] == made[1]


def test_a_blind_round_gives_out_no_name_of_the_subject(with_round: Path, casebound: Run) -> None:
    change_round(with_round, "blind: none", "blind: single")
    written = yaml.safe_load(
        (with_round / "content" / "cases" / CASE / "case.md").read_text(encoding="utf-8").split("---")[1]
    )
    assert casebound("round", "packets", "e02", cwd=with_round).returncode == 0
    folder = with_round / "build" / "packets" / "e02"
    texts = [path.read_text(encoding="utf-8") for path in folder.iterdir() if path.suffix in (".html", ".md", ".yaml")]
    for text in (*texts, text_of(folder / "packet.pdf")):
        assert written["subject"]["organization"] not in text
    assert record_of(with_round)["packets"][0]["blind"] is True


def test_who_declared_nothing_waits_and_the_others_get_theirs(with_round: Path, casebound: Run) -> None:
    path = with_round / "content" / "rounds" / ROUND / "round.yaml"
    round = yaml.safe_load(path.read_text(encoding="utf-8"))
    del next(each for each in round["panel"] if each["id"] == "e08")["declared_on"]
    path.write_text(yaml.safe_dump(round, allow_unicode=True, sort_keys=False), encoding="utf-8")
    done = casebound("round", "packets", "--format", "yaml", cwd=with_round)
    assert done.returncode == 1
    assert "[undeclared-evaluator]" in done.stderr
    assert sorted(folder.name for folder in (with_round / "build" / "packets").iterdir()) == ["e02", "e09"]
    assert [each["evaluator"] for each in record_of(with_round)["packets"]] == ["e02", "e09"]


def test_a_damaged_record_stops_it_and_stays_as_it_is(with_round: Path, casebound: Run) -> None:
    path = with_round / "content" / "rounds" / ROUND / "packets.json"
    path.write_text("{", encoding="utf-8")
    done = casebound("round", "packets", cwd=with_round)
    assert (done.returncode, done.stdout) == (2, "")
    assert "发放记录读不懂" in done.stderr
    assert path.read_text(encoding="utf-8") == "{"
    assert not (with_round / "build").exists()


def test_before_anybody_is_assigned_it_says_what_comes_first(with_round: Path, casebound: Run) -> None:
    (with_round / "content" / "rounds" / ROUND / "assignments.yaml").unlink()
    for names in ((), ("e02",)):
        done = casebound("round", "packets", *names, cwd=with_round)
        assert (done.returncode, done.stdout) == (2, "")
        assert "casebound round assign" in done.stderr
    assert not (with_round / "build").exists()


def test_whoever_has_no_case_gets_no_packet_and_is_named(with_round: Path, casebound: Run) -> None:
    done = casebound("round", "packets", "e01", "e02", "--format", "md", cwd=with_round)
    assert done.returncode == 1
    assert "nothing-assigned" in done.stderr
    assert [folder.name for folder in (with_round / "build" / "packets").iterdir()] == ["e02"]
