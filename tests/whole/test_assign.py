"""`casebound round assign` and `conflicts` on copies of the sample: what they say, write and refuse."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.whole.conftest import copy_sample

if TYPE_CHECKING:
    from tests.whole.conftest import Run

pytestmark = pytest.mark.slow

ROUND = "2026-third-party"


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """The sample before anything was assigned or evaluated."""
    root = copy_sample(tmp_path / "workspace")
    folder = folder_of(root)
    shutil.rmtree(folder / "evaluations")
    (folder / "assignments.yaml").unlink()
    return root


@pytest.fixture
def root(whole: Path) -> Path:
    """The same, of its cases only the front matter: nothing else matters here, and it is read sooner."""
    for path in sorted((whole / "content" / "cases").glob("*/*.md")):
        if path.name == "case.md":
            front = path.read_text(encoding="utf-8").split("\n---\n")[0]
            path.write_text(f"{front}\n---\n", encoding="utf-8")
        else:
            path.unlink()
    return whole


def folder_of(root: Path) -> Path:
    return root / "content" / "rounds" / ROUND


def plan(root: Path) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((folder_of(root) / "round.yaml").read_text(encoding="utf-8"))
    return document


def change_plan(root: Path, old: str, new: str) -> None:
    path = folder_of(root) / "round.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def assigned(root: Path) -> dict[str, list[str]]:
    document = yaml.safe_load((folder_of(root) / "assignments.yaml").read_text(encoding="utf-8"))
    return {item["case"]: item["evaluators"] for item in document["assignments"]}


def test_a_round_is_assigned_by_its_rules_logged_and_checks_clean(whole: Path, casebound: Run) -> None:
    done = casebound("round", "assign", "--by", "林可", cwd=whole)
    assert done.returncode == 0
    assert "差距 0：已证明最优" in done.stdout
    round, found = plan(whole), assigned(whole)
    assert list(found) == round["cases"]
    assert all(len(set(ids)) == 3 for ids in found.values())
    load = Counter(id for ids in found.values() for id in ids)
    assert sorted(load.values()) == [3, 3, 3, 3, 3, 3, 4, 4, 4]  # 30 evaluations over nine people, four at most
    for evaluator in round["panel"]:
        assert all(evaluator["id"] not in found[conflict["case"]] for conflict in evaluator["conflicts"])
    assert casebound("check", cwd=whole).returncode == 0
    entry = json.loads((folder_of(whole) / "audit.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert (entry["action"], entry["object"], entry["actor"]) == ("assign", "assignments.yaml", "林可")
    before = (folder_of(whole) / "assignments.yaml").read_bytes()
    again = casebound("round", "assign", cwd=whole)
    assert "什么都没有写" in again.stdout
    assert (folder_of(whole) / "assignments.yaml").read_bytes() == before


def test_the_same_round_in_another_order_is_assigned_alike(root: Path, casebound: Run) -> None:
    casebound("round", "assign", cwd=root)
    first = assigned(root)
    (folder_of(root) / "assignments.yaml").unlink()
    round = plan(root)
    round["cases"].reverse()
    round["panel"].reverse()
    text = yaml.safe_dump(round, allow_unicode=True, sort_keys=True)
    (folder_of(root) / "round.yaml").write_text(text, encoding="utf-8")
    assert casebound("round", "assign", cwd=root).returncode == 0
    assert assigned(root) == first


def test_a_rehearsal_writes_nothing(root: Path, casebound: Run) -> None:
    done = casebound("round", "assign", "--dry-run", "--lang", "en", cwd=root)
    assert done.returncode == 0
    assert "gap 0: proved optimal" in done.stdout
    assert "nothing was written" in done.stdout
    assert sorted(path.name for path in folder_of(root).iterdir()) == ["round.yaml"]


def test_locks_and_comments_stay_and_the_former_file_is_kept(root: Path, casebound: Run) -> None:
    written = (
        f"# 林可 3 月 9 日排\nround: {ROUND}\nassignments:\n"
        "  - {case: outage-notice, evaluators: [e01, e06], locked: [e01]}  # e01 要求回避出差\n"
    )
    path = folder_of(root) / "assignments.yaml"
    path.write_text(written, encoding="utf-8")
    done = casebound("round", "assign", "--anew", cwd=root)
    assert done.returncode == 0
    assert "*e01" in done.stdout
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# 林可 3 月 9 日排\n")
    assert "# e01 要求回避出差" in text
    assert "e01" in assigned(root)["outage-notice"]
    assert (folder_of(root) / "superseded" / "assignments.1.yaml").read_text(encoding="utf-8") == written


def test_people_are_kept_apart_on_request(root: Path, casebound: Run) -> None:
    change_plan(root, "panel:\n", "apart: [[e05, e08]]\npanel:\n")
    assert casebound("round", "assign", "--apart", "e01,e06", "--apart", "e03,e05", cwd=root).returncode == 0
    for ids in assigned(root).values():
        for two in ({"e01", "e06"}, {"e03", "e05"}, {"e05", "e08"}):
            assert not two <= set(ids)
    for too_few in ("e01", "e01,e01"):
        assert casebound("round", "assign", "--apart", too_few, cwd=root).returncode == 2
    unknown = casebound("round", "assign", "--apart", "e01,e60", cwd=root)
    assert unknown.returncode == 2
    assert "e60" in unknown.stderr


def test_where_there_is_no_assignment_it_says_what_lacks_and_what_would_help(root: Path, casebound: Run) -> None:
    path = folder_of(root) / "round.yaml"
    text = path.read_text(encoding="utf-8").replace("maximum_load: 4", "maximum_load: 3")
    path.write_text(text, encoding="utf-8")
    done = casebound("round", "assign", "--lang", "en", cwd=root)
    assert done.returncode == 1
    assert "error[no-assignment]" in done.stderr
    assert "30 more evaluations wanted" in done.stderr
    assert "can give 27: 3 short" in done.stderr
    assert "Any one of these is enough:" in done.stderr
    assert "Raise maximum_load: " in done.stderr
    assert "Add evaluators without conflicts with these cases who may read 3 each: 1" in done.stderr
    assert not (folder_of(root) / "assignments.yaml").exists()


@pytest.mark.parametrize("name", ["round.yaml", "assignments.yaml"])
def test_a_file_that_cannot_be_read_in_full_is_not_written_over(name: str, root: Path, casebound: Run) -> None:
    broken = f"round: {ROUND}\nassignments:\n  - {{case: outage-notice, evaluator: [e01]}}\n  - [oh\n"
    path = folder_of(root) / name
    path.write_text(path.read_text(encoding="utf-8") + "due: soon\n" if name == "round.yaml" else broken, "utf-8")
    before = path.read_bytes()
    done = casebound("round", "assign", cwd=root)
    assert done.returncode == 1
    assert f"{ROUND}/{name}" in done.stderr
    assert path.read_bytes() == before
    assert not (folder_of(root) / "superseded").exists()


def make_conflict(root: Path) -> None:
    """e09 works for the parent of the shop's organisation, under its short name."""
    change_plan(root, "organizations: [示例商业联合会]", "organizations: [望榆控股]")
    organizations = (
        "- {name: 望榆控股集团有限公司, aliases: [望榆控股]}\n- {name: 榆里百货, parent: 望榆控股集团有限公司}\n"
    )
    (root / "content" / "organizations.yaml").write_text(organizations, encoding="utf-8")
    path = root / "content" / "cases" / "alteration-desk" / "case.md"
    lines = path.read_text(encoding="utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("  organization:"))
    lines[at] = "  organization: 榆里百货有限公司"
    path.write_text("\n".join(lines), encoding="utf-8")


def test_a_detected_conflict_is_listed_kept_from_assignment_and_waived_by_a_decision(
    root: Path, casebound: Run
) -> None:
    make_conflict(root)
    listed = casebound("round", "conflicts", cwd=root)
    assert listed.returncode == 0
    assert "[待定] e09 方既白 × alteration-desk  上级单位 · 比对发现" in listed.stdout
    assert "“望榆控股”是案例的“榆里百货有限公司”的上级" in listed.stdout
    line = "- {evaluator: e09, case: alteration-desk, kind: superior, status: confirmed"
    assert line in listed.stdout
    assert casebound("round", "assign", cwd=root).returncode == 0
    assert "e09" not in assigned(root)["alteration-desk"]
    path = folder_of(root) / "assignments.yaml"
    found = assigned(root)
    ids = found["alteration-desk"]
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            f"{{case: alteration-desk, evaluators: [{', '.join(ids)}]}}",
            f"{{case: alteration-desk, evaluators: [{', '.join([*ids[:2], 'e09'])}]}}",
        ),
        encoding="utf-8",
    )
    checked = casebound("check", cwd=root)
    assert checked.returncode == 1
    assert "conflicted-assignment" in checked.stdout
    packet = casebound("round", "packets", "e09", "--format", "yaml", cwd=root)
    assert packet.returncode == 1
    assert "[conflicted-assignment] 方既白 与 alteration-desk 有利益冲突，不发资料册" in packet.stderr
    decision = "{evaluator: e09, case: alteration-desk, kind: superior, status: waived, by: 评价办, reason: 已离任两年}"
    change_plan(root, "panel:\n", f"decisions:\n  - {decision}\npanel:\n")
    assert "[豁免，已分派] e09 方既白 × alteration-desk" in casebound("round", "conflicts", cwd=root).stdout


def test_a_conflicted_person_is_not_told_of_the_case(sample: Path, casebound: Run, tmp_path: Path) -> None:
    own = casebound("round", "conflicts", "--as-seen-by", "e07", cwd=sample)
    assert "fleet-handover" not in own.stdout
    assert "senior-hotline" in own.stdout
    output = tmp_path / "build"
    scores = casebound("round", "score", "--as-seen-by", "e07", "--output", output, cwd=sample)
    assert "senior-hotline" in scores.stdout
    assert "fleet-handover" not in scores.stdout + scores.stderr
    assert not output.exists()
    assert casebound("round", "score", "--as-seen-by", "e70", cwd=sample).returncode == 2


def test_whoever_has_not_declared_is_assigned_and_waits_for_the_packet(root: Path, casebound: Run) -> None:
    change_plan(root, "    declared_on: 2026-03-06\n", "")
    done = casebound("round", "assign", cwd=root)
    assert done.returncode == 0
    assert "还没有作利益申报，资料册要等：e09" in done.stdout
    assert "e09" in {id for ids in assigned(root).values() for id in ids}
    packet = casebound("round", "packets", "e09", "--format", "yaml", cwd=root)
    assert packet.returncode == 1
    assert "undeclared-evaluator" in packet.stderr


def test_a_case_without_evaluators_has_nobody_yet_and_is_assigned(root: Path, casebound: Run) -> None:
    path = folder_of(root) / "assignments.yaml"
    path.write_text(f"round: {ROUND}\nassignments:\n  - {{case: fleet-handover, evaluators: []}}\n", encoding="utf-8")
    assert casebound("round", "status", cwd=root).returncode == 0
    packets = casebound("round", "packets", cwd=root)
    assert packets.returncode == 2
    assert "casebound round assign" in packets.stderr
    done = casebound("round", "assign", cwd=root)
    assert done.returncode == 0, done.stderr
    assert len(assigned(root)["fleet-handover"]) == 3
