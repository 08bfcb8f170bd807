"""The log on the disk: two processes at once, a power cut in the middle of a line, who acts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from casebound.text.error import CaseboundError
from casebound.workspace.audit import Change, actor, change, read_log, record
from casebound.workspace.round_files import LOG

WRITES = """
import sys
from pathlib import Path
from casebound.workspace.audit import Change, record
for number in range(20):
    record(Path(sys.argv[1]), "spring", "collect", [Change(path=f"{sys.argv[2]}-{number}", after="x")], by=sys.argv[2])
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content" / "rounds" / "spring").mkdir(parents=True)
    return tmp_path


def log_of(root: Path) -> Path:
    return root / "content" / "rounds" / "spring" / LOG


def add(root: Path, path: str = "round.yaml", by: str = "王办事员") -> None:
    record(root, "spring", "assign", [Change(path=path, after="d")], by=by, reason="第一次")


def test_an_act_is_one_entry_for_each_file_it_changed(root: Path) -> None:
    changes = [change("a.yaml", None, b"1"), change("b.yaml", b"1", b"1"), change("c.yaml", b"1", None)]
    record(root, "spring", "assign", changes, by="王办事员", reason="第一次")
    text, log = read_log(root, "spring")
    assert [(entry.object, bool(entry.before), bool(entry.after)) for entry in log.entries] == [
        ("a.yaml", False, True),
        ("c.yaml", True, False),
    ]
    assert {(entry.actor, entry.action, entry.reason) for entry in log.entries} == {("王办事员", "assign", "第一次")}
    assert "王办事员" in text
    assert record(root, "spring", "assign", [change("b.yaml", b"1", b"1")]) == ()


def test_two_processes_at_once_make_one_chain(root: Path) -> None:
    running = [subprocess.Popen([sys.executable, "-c", WRITES, str(root), name]) for name in ("one", "two")]
    assert [process.wait(60) for process in running] == [0, 0]
    log = read_log(root, "spring")[1]
    assert log.broken is None
    assert len(log.entries) == 40
    for name in ("one", "two"):
        assert [entry.object for entry in log.entries if entry.actor == name] == [f"{name}-{n}" for n in range(20)]


@pytest.mark.parametrize("cut", [1, 2, 60])
def test_a_line_torn_by_a_crash_gives_way_to_the_next_act(root: Path, cut: int) -> None:
    add(root, "a.yaml")
    add(root, "b.yaml")
    path = log_of(root)
    path.write_bytes(path.read_bytes()[:-cut])
    add(root, "c.yaml")
    log = read_log(root, "spring")[1]
    assert log.broken is None
    kept = ["a.yaml", "b.yaml", "c.yaml"] if cut == 1 else ["a.yaml", "c.yaml"]  # 1: only the line break was lost
    assert [entry.object for entry in log.entries] == kept


def test_nothing_is_added_behind_a_broken_chain(root: Path) -> None:
    add(root)
    path = log_of(root)
    path.write_bytes(path.read_bytes().replace("第一次".encode(), "第二次".encode()))
    before = path.read_bytes()
    with pytest.raises(CaseboundError, match="casebound verify"):
        add(root)
    assert path.read_bytes() == before


def test_a_log_that_is_a_link_is_not_written_through(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    target.write_text("", encoding="utf-8")
    log_of(root).symlink_to(target)
    with pytest.raises(CaseboundError, match="cannot write"):
        add(root)
    assert target.read_text(encoding="utf-8") == ""


def test_words_that_break_lines_elsewhere_break_none_here(root: Path) -> None:
    for _ in range(3):
        add(root, "a\u2028b\u0085c.yaml", by="王\n办\u2028事员")
    log = read_log(root, "spring")[1]
    assert (len(log.entries), log.broken) == (3, None)
    assert log.entries[0].actor == "王 办 事员"


def test_who_acts_is_told_or_found(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEBOUND_ACTOR", "周办事员")
    assert actor(root, "王办事员") == "王办事员"
    assert actor(root, None) == "周办事员"
    monkeypatch.delenv("CASEBOUND_ACTOR")
    monkeypatch.setenv("HOME", str(root))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    monkeypatch.setenv("LOGNAME", "clerk")
    assert actor(root, " ") == "clerk"
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    subprocess.run(["git", "-C", str(root), "config", "user.name", "李 办事员"], check=True)
    assert actor(root, None) == "李 办事员"
