"""Checking without composing: the same findings as a full load, from kept results, by several processes, in part."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from casebound.text.finding import Finding
from casebound.text.source import Source
from casebound.workspace import check_crew, checking
from casebound.workspace.case_folder import list_files
from casebound.workspace.check_store import FORM
from casebound.workspace.checking import check_workspace
from casebound.workspace.judged import RACY_NS, signature_of
from casebound.workspace.kept import read_kept, write_kept
from casebound.workspace.load import load
from casebound.workspace.packed import pack, unpack

ROOT = Path(__file__).parents[2]
BROKEN = ROOT / "tests" / "golden" / "broken"


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twelve generated cases, most with a mistake, old enough to be trusted."""
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    root = tmp_path / "many"
    wrong: dict[str, str] = import_module("generate").generate(root, cases=12, seed=5, mistakes=0.8)
    assert len(wrong) > 5
    return root


@pytest.fixture
def settled(many: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, as if looked at a minute later."""
    later = time.time_ns() + 60_000_000_000
    monkeypatch.setattr("casebound.workspace.judged.time.time_ns", lambda: later)
    return many


def case(root: Path, number: int) -> Path:
    return sorted((root / "content" / "cases").iterdir())[number]


@pytest.mark.parametrize("root", [ROOT, BROKEN])
def test_finds_what_a_full_load_finds(root: Path) -> None:
    assert check_workspace(root).findings == load(root).findings


def test_finds_what_a_full_load_finds_in_cases_with_mistakes(many: Path) -> None:
    checked = check_workspace(many)
    assert checked.findings == load(many).findings
    assert checked.findings
    assert checked.judged == 12


@pytest.mark.parametrize("profile", ["draft", "submitted", "published"])
def test_takes_the_stage_it_is_told(profile: str, many: Path) -> None:
    assert check_workspace(many, profile=profile).findings == load(many, profile).findings


def test_reads_a_case_alone_when_only_it_is_wanted(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = [finding for finding in load(many).findings if case(many, 3).name in finding.span.source.path]
    (case(many, 4) / "case.md").write_bytes(b"\xff\xfe")
    monkeypatch.setattr(checking._Checking, "_everything", None)
    checked = check_workspace(many, only=[case(many, 3)])
    assert list(checked.findings) == wanted
    assert checked.cases == (case(many, 3).name,)


def test_of_a_file_only_what_stands_in_it(many: Path) -> None:
    text = (case(many, 0) / "case.md").read_text(encoding="utf-8")
    (case(many, 0) / "case.md").write_text(text.replace("lang: zh-CN\n", "lang: zh-CN\nlang: en\n"), encoding="utf-8")
    (case(many, 0) / "data" / "slow.csv").write_text("月份,单数,数值\n甲,1,2\n", encoding="utf-8")
    paths = {
        only.name: {
            finding.span.source.path.rpartition("/")[2] for finding in check_workspace(many, only=[only]).findings
        }
        for only in (case(many, 0) / "case.md", case(many, 0) / "data" / "slow.csv", case(many, 0))
    }
    assert paths == {"case.md": {"case.md"}, "slow.csv": {"slow.csv"}, case(many, 0).name: {"case.md", "slow.csv"}}


def test_when_settings_are_wanted_too_everything_is_read(many: Path) -> None:
    (many / "casebound.toml").write_text('name = "甲"\n[[books]]\nid = "a"\ntitle = "书"\ncases = ["nobody"]\n')
    found = check_workspace(many, only=[many / "casebound.toml"]).findings
    assert [(finding.rule, finding.span.text) for finding in found] == [
        (finding.rule, finding.span.text)
        for finding in load(many).findings
        if finding.span.source.path == "casebound.toml"
    ]
    assert "unknown-case" in [finding.rule for finding in found]


def test_what_has_not_changed_is_not_judged_again(settled: Path, tmp_path: Path) -> None:
    first = check_workspace(settled, cache=tmp_path / "cache")
    again = check_workspace(settled, cache=tmp_path / "cache")
    renamed = sum(finding.rule == "id-not-folder" for finding in first.findings)  # depends on what else there is
    assert (first.judged, again.judged) == (12, renamed)
    assert again.findings == first.findings == load(settled).findings


def test_what_has_changed_is_judged_again(settled: Path, tmp_path: Path) -> None:
    before = check_workspace(settled, cache=tmp_path / "cache")
    again = check_workspace(settled, cache=tmp_path / "cache").judged
    text = (case(settled, 2) / "case.md").read_text(encoding="utf-8")
    (case(settled, 2) / "case.md").write_text(text.replace("title: ", "titel: ", 1), encoding="utf-8")
    (case(settled, 6) / "data" / "slow.csv").unlink()
    shutil.rmtree(case(settled, 9))
    checked = check_workspace(settled, cache=tmp_path / "cache")
    assert checked.judged - again in (2, 1)  # those that are judged each time anyway may be among them
    assert checked.findings == load(settled).findings != before.findings


@pytest.mark.parametrize("where", ["casebound.toml", "content/vocabularies.yaml"])
def test_when_the_surroundings_change_everything_is_judged_again(where: str, settled: Path, tmp_path: Path) -> None:
    check_workspace(settled, cache=tmp_path / "cache")
    with (settled / where).open("a", encoding="utf-8") as stream:
        stream.write("# 附记\n")
    assert check_workspace(settled, cache=tmp_path / "cache").judged == 12


def test_fresh_passes_the_store_by(settled: Path, tmp_path: Path) -> None:
    check_workspace(settled, cache=tmp_path / "cache")
    assert check_workspace(settled, cache=tmp_path / "cache", fresh=True).judged == 12


def kept(cache: Path) -> Path:
    return next((cache / "checks").iterdir())


@pytest.mark.parametrize(
    "broken",
    [b"", b"\xff", b"[]", b"null", b"{}", b"[" * 100_000, b'{"version": 1, "state": "x", "cases": []}'],
)
def test_a_broken_or_foreign_store_is_ignored(broken: bytes, settled: Path, tmp_path: Path) -> None:
    check_workspace(settled, cache=tmp_path / "cache")
    kept(tmp_path / "cache").write_bytes(broken)
    checked = check_workspace(settled, cache=tmp_path / "cache")
    assert checked.judged == 12
    assert checked.findings == load(settled).findings


@pytest.mark.parametrize(
    "broken", [None, 7, "x", [], [[]], [["rule"]], [["r", "error", {}, ["p", 0, 1], None, [], None]]]
)
def test_a_store_with_broken_findings_is_ignored_where_they_are_broken(
    broken: Any, settled: Path, tmp_path: Path
) -> None:
    check_workspace(settled, cache=tmp_path / "cache")
    path = kept(tmp_path / "cache")
    store = read_kept(path, FORM)
    assert store["cases"]
    for one in store["cases"]:
        one[5] = broken
    write_kept(path, FORM, store)
    checked = check_workspace(settled, cache=tmp_path / "cache")
    assert checked.findings == (load(settled).findings if broken != [] else checked.findings)
    assert checked.judged == (12 if broken != [] else checked.judged)


def test_a_store_that_cannot_be_written_is_done_without(settled: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert check_workspace(settled, cache=tmp_path / "file").findings == load(settled).findings


def test_old_stores_do_not_pile_up(settled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casebound.workspace.check_store.MOST_FILES", 2)
    for profile in ("draft", "submitted", "published"):
        check_workspace(settled, cache=tmp_path / "cache", profile=profile)
    assert len(list((tmp_path / "cache" / "checks").iterdir())) == 2


def test_a_file_that_changed_a_moment_ago_is_not_trusted(tmp_path: Path) -> None:
    (tmp_path / "case.md").write_text("甲", encoding="utf-8")
    files = list(list_files(str(tmp_path)))
    changed = (tmp_path / "case.md").stat().st_ctime_ns
    assert signature_of(files, changed + RACY_NS - 1) == ""
    assert signature_of(files, changed + RACY_NS) != ""


def test_the_same_size_and_time_do_not_make_the_same_file(tmp_path: Path) -> None:
    """As when an editor writes a new file and gives it the old one's time."""
    path = tmp_path / "case.md"
    path.write_text("甲", encoding="utf-8")
    before, state = signature_of(list(list_files(str(tmp_path))), 1 << 62), path.stat()
    (tmp_path / "new").write_text("乙", encoding="utf-8")
    os.utime(tmp_path / "new", ns=(state.st_atime_ns, state.st_mtime_ns))
    (tmp_path / "new").replace(path)
    assert path.stat().st_mtime_ns == state.st_mtime_ns
    assert signature_of(list(list_files(str(tmp_path))), 1 << 62) != before


@pytest.mark.slow
def test_several_processes_find_what_one_finds(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "FEW", 2)
    monkeypatch.setattr(check_crew, "CHUNK", 2)
    checked = check_workspace(many, processes=2)
    assert checked.findings == load(many).findings
    assert not checked.is_alone


@pytest.mark.parametrize("program", ["raise SystemExit(3)", "import os; os.kill(os.getpid(), 9)"])
def test_a_process_that_dies_costs_nothing_but_time(
    program: str, many: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It has taken a chunk and dies with it: the chunk is judged here, and that is said."""
    liar = tmp_path / "python"
    liar.write_text(
        f'#!/bin/sh\nfor last; do :; done\n: > "$last/00000002.taken"\nexec {sys.executable} -c "{program}"\n'
    )
    liar.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(liar))
    monkeypatch.setattr(checking, "FEW", 2)
    monkeypatch.setattr(check_crew, "CHUNK", 2)
    work = check_crew._work

    def later(judge: Any, share: Any, folder: Path, besides: Any) -> None:
        while not (folder / "00000002.taken").exists():
            time.sleep(0.01)
        work(judge, share, folder, besides)

    monkeypatch.setattr(check_crew, "_work", later)
    checked = check_workspace(many, processes=2)
    assert checked.is_alone
    assert checked.findings == load(many).findings


def test_unsaved_texts_count_in_place_of_the_files(settled: Path, tmp_path: Path) -> None:
    check_workspace(settled, cache=tmp_path / "cache")
    path = case(settled, 1) / "case.md"
    text = path.read_text(encoding="utf-8").replace("title: ", "titel: ", 1)
    name = path.relative_to(settled).as_posix()
    found = check_workspace(settled, unsaved={name: text}, cache=tmp_path / "cache").findings
    path.write_text(text, encoding="utf-8")
    assert found == load(settled).findings


def test_a_folder_that_comes_changes_what_is_said_of_another(settled: Path, tmp_path: Path) -> None:
    """`id: b` in folder a is a mistake of its own; once there is a folder b, two cases claim the id."""
    cases = settled / "content" / "cases"
    text = (case(settled, 0) / "case.md").read_text(encoding="utf-8")
    shutil.copytree(case(settled, 0), cases / "a")
    (cases / "a" / "case.md").write_text(text.replace("id: ", "id: b\nx: ", 1), encoding="utf-8")
    assert check_workspace(settled, cache=tmp_path / "cache").findings == load(settled).findings
    shutil.copytree(case(settled, 0), cases / "b")
    found = check_workspace(settled, cache=tmp_path / "cache").findings
    assert found == load(settled).findings
    assert "duplicate-id" in [finding.rule for finding in found]


@pytest.mark.parametrize("finding", load(BROKEN).findings[:60], ids=lambda finding: finding.rule)
def test_a_packed_finding_is_the_same_again(finding: Finding) -> None:
    sources: dict[str, Source] = {
        span.source.path: span.source
        for span in (
            finding.span,
            *(label.span for label in finding.labels),
            *(edit.span for edit in (finding.fix.edits if finding.fix else ())),
        )
    }
    assert unpack(json.loads(json.dumps(pack(finding))), sources.__getitem__) == finding
