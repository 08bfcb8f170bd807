"""Artifacts on disk: the old file or the new one, never half; and what a person put there stays."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from casebound.compose.artifact import Artifact
from casebound.text.error import CaseboundError
from casebound.workspace.write import manifest_of, write_artifacts, write_file, write_made, write_manifest


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def build(folder: Path, **files: bytes) -> None:
    artifacts = [Artifact(path=name.replace("__", "/"), data=data) for name, data in files.items()]
    write_artifacts(folder, artifacts)
    write_manifest(folder, artifacts)


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    written = write_artifacts(tmp_path, [Artifact(path="a/b/c.txt", data=b"x")])
    assert written == [tmp_path / "a" / "b" / "c.txt"]
    assert written[0].read_bytes() == b"x"


@pytest.mark.parametrize("name", ["", "/etc/x", "../x", "a/../../x"])
def test_no_path_leaves_the_folder(name: str, tmp_path: Path) -> None:
    with pytest.raises(CaseboundError, match="outside the output folder"):
        write_artifacts(tmp_path / "out", [Artifact(path=name, data=b"x")])
    assert names(tmp_path) == []


def test_equal_bytes_are_not_written_again(tmp_path: Path) -> None:
    write_file(tmp_path / "a", b"x")
    os.utime(tmp_path / "a", (1, 1))
    write_file(tmp_path / "a", b"x")
    assert (tmp_path / "a").stat().st_mtime == 1


@pytest.mark.parametrize("failing", ["replace", "fsync", "chmod"])
def test_a_failure_on_the_way_leaves_the_old_file_and_nothing_else(
    failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_file(tmp_path / "a", b"old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, failing, fail)
    with pytest.raises(CaseboundError, match="No space left on device"):
        write_file(tmp_path / "a", b"new")
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


def test_ctrl_c_on_the_way_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_file(tmp_path / "a", b"old")

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "a", b"new")
    assert names(tmp_path) == ["a"]


def test_a_process_killed_while_writing_leaves_a_whole_file(tmp_path: Path) -> None:
    script = (
        "import itertools, sys; from pathlib import Path; from casebound.workspace.write import write_file\n"
        "for letter in itertools.cycle(b'ab'):\n"
        "    write_file(Path(sys.argv[1]), bytes([letter]) * 3_000_000)\n"
    )
    path = tmp_path / "page.html"
    for pause in (0.02, 0.05, 0.09):
        writer = subprocess.Popen([sys.executable, "-c", script, str(path)])
        while not path.exists():
            time.sleep(0.01)
        time.sleep(pause)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        data = path.read_bytes()
        assert data in (b"a" * 3_000_000, b"b" * 3_000_000)
        path.unlink()


def test_the_manifest_lists_every_artifact_with_its_sum(tmp_path: Path) -> None:
    build(tmp_path, site__b=b"2", a=b"1")
    assert json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8")) == {
        "version": 1,
        "files": {"a": hashlib.sha256(b"1").hexdigest(), "site/b": hashlib.sha256(b"2").hexdigest()},
    }


def test_what_is_no_longer_made_goes_with_the_folders_it_leaves_empty(tmp_path: Path) -> None:
    build(tmp_path, a=b"1", site__cases__x__data=b"2", site__index=b"3")
    build(tmp_path, a=b"1", site__index=b"3")
    assert names(tmp_path) == ["a", "manifest.json", "site/index"]
    assert not (tmp_path / "site" / "cases").exists()


def test_what_somebody_put_or_changed_there_stays(tmp_path: Path) -> None:
    build(tmp_path, a=b"1", b=b"2", c__d=b"3")
    (tmp_path / "b").write_bytes(b"changed")
    (tmp_path / "c" / "notes.txt").write_bytes(b"mine")
    build(tmp_path, a=b"1")
    assert names(tmp_path) == ["a", "b", "c/notes.txt", "manifest.json"]


@pytest.mark.parametrize(
    "manifest",
    [b"", b"[]", b"{", b'{"files": []}', b'{"files": {"../mine": "%s", "/etc/x": "%s", "": "%s"}}', b"\xff\xfe"],
)
def test_an_earlier_manifest_that_is_not_ours_removes_nothing(manifest: bytes, tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"x")
    (tmp_path / "out").mkdir()
    digest = hashlib.sha256(b"x").hexdigest().encode()
    (tmp_path / "out" / "manifest.json").write_bytes(manifest.replace(b"%s", digest))
    build(tmp_path / "out", a=b"1")
    assert names(tmp_path) == ["mine", "out/a", "out/manifest.json"]


def test_nothing_is_removed_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "case.md").write_bytes(b"x")
    build(tmp_path / "out", link__case=b"1")
    (tmp_path / "out" / "link" / "case").unlink()
    (tmp_path / "out" / "link").rmdir()
    (tmp_path / "out" / "link").symlink_to(tmp_path / "content")
    digest = hashlib.sha256(b"x").hexdigest()
    (tmp_path / "out" / "manifest.json").write_text(json.dumps({"files": {"link/case.md": digest}}), encoding="utf-8")
    build(tmp_path / "out", a=b"1")
    assert (tmp_path / "content" / "case.md").read_bytes() == b"x"


def test_what_one_verb_makes_joins_what_is_listed(tmp_path: Path) -> None:
    build(tmp_path, a=b"1", b=b"2")
    write_made(tmp_path, [Artifact(path="b", data=b"3"), Artifact(path="c", data=b"4")])
    files = json.loads((tmp_path / "manifest.json").read_text())["files"]
    assert files == {name: hashlib.sha256(data).hexdigest() for name, data in (("a", b"1"), ("b", b"3"), ("c", b"4"))}
    build(tmp_path, a=b"1")
    assert names(tmp_path) == ["a", "manifest.json"]


@pytest.mark.parametrize("sums", [{}, {"b/“x”.html": "2", 'a"\\.txt': "1"}])
def test_a_manifest_is_what_json_writes(sums: dict[str, str]) -> None:
    document = {"version": 1, "files": dict(sorted(sums.items()))}
    assert manifest_of(sums) == (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
