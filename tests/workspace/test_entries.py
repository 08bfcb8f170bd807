"""What is kept of a write-up for conflicts and assignment: the same again, and conflicts found from it alone."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

from casebound.model.case import Case, Contact, Member, Replication, Subject
from casebound.workspace.checking import check_workspace
from casebound.workspace.entries import entry_of, pack_entry, unpack_entry
from casebound.workspace.load import load

CHECKOUT = Path(__file__).resolve().parents[2]

CASE = Case(
    id="one",
    title="不留",
    lang="zh-CN",
    subject=Subject(
        name="晨星小组", organization="甲院", aliases=("甲医院",), members=(Member(name="王五", role="组长"),)
    ),
    industry="retail",
    service="退号",
    methods=("pareto",),
    replication=Replication(contact=Contact(name="赵六", email="zhao@example.org"), lessons=("不留",)),
    aliases=("was-one",),
)


def test_names_are_kept_and_addresses_and_texts_are_not() -> None:
    entry = entry_of(CASE)
    packed = json.dumps(pack_entry(entry), ensure_ascii=False)
    assert unpack_entry(json.loads(packed)) == entry
    assert all(name in packed for name in ("晨星小组", "甲院", "甲医院", "王五", "赵六", "was-one", "pareto", "退号"))
    assert not any(text in packed for text in ("不留", "zhao@example.org", "组长"))


def test_a_case_without_a_contact_is_one_again() -> None:
    entry = entry_of(Case(id="two"))
    assert unpack_entry(pack_entry(entry)) == entry


def test_conflicts_are_the_same_whether_cases_were_read_or_kept(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    shutil.copytree(CHECKOUT / "content", root / "content")
    shutil.copy2(CHECKOUT / "casebound.toml", root)
    plan = root / "content" / "rounds" / "2026-third-party" / "round.yaml"
    case = load(root).cases[0].case
    text = plan.read_text(encoding="utf-8").replace("name: 沈砚秋", f"name: {case.subject.name}", 1)
    plan.write_text(text, encoding="utf-8")
    time.sleep(2.1)  # files this young would not be trusted to be unchanged
    first = check_workspace(root, cache=tmp_path / "cache")
    kept = check_workspace(root, cache=tmp_path / "cache")
    assert kept.judged < first.judged  # those that link to others are judged every time
    own = [
        (found.evaluator, found.case)
        for found in first.conflicts["2026-third-party"].records
        if found.kind == "own-case"
    ]
    assert own == [("e01", case.id)]
    assert kept.conflicts == first.conflicts == load(root).conflicts
    assert kept.read_entries() == first.read_entries()
    assert kept.findings == first.findings
