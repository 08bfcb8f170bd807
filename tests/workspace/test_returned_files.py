"""What lies in an inbox: everything is read that can be, nothing is followed, waited for or run."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from casebound.text.finding import Finding, Severity
from casebound.workspace import returned_files
from casebound.workspace.returned_files import ReturnedBytes, read_returned


def names(*paths: Path) -> tuple[list[str], list[tuple[str, str, Severity]]]:
    """Of the files that were read, and of those passed by with what is said of them."""
    found = list(read_returned(paths))
    read = [Path(item.name).name for item in found if isinstance(item, ReturnedBytes)]
    said = [
        (Path(item.span.source.path).name, item.message.to("en"), item.severity)
        for item in found
        if isinstance(item, Finding)
    ]
    return read, said


def test_files_below_a_folder_are_read_in_order(tmp_path: Path) -> None:
    for name in ("b/2.json", "a.xlsx", "b/1.md", ".hidden", "~$a.xlsx", ".git/config"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert names(tmp_path) == (["a.xlsx", "1.md", "2.json"], [])
    (only,) = read_returned([tmp_path / ".hidden"])
    assert isinstance(only, ReturnedBytes)
    assert only.is_asked_for


def test_links_pipes_and_giants_are_passed_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returned_files, "LARGEST", 2_000_000)
    (tmp_path / "inbox").mkdir()
    (tmp_path / "secret").write_bytes(b"x")
    (tmp_path / "inbox" / "link.json").symlink_to(tmp_path / "secret")
    (tmp_path / "inbox" / "loop").symlink_to(tmp_path / "inbox")
    os.mkfifo(tmp_path / "inbox" / "pipe.json")
    with (tmp_path / "inbox" / "video.mp4").open("wb") as stream:
        stream.truncate(3_000_000)
    read, said = names(tmp_path / "inbox")
    assert read == []
    assert said == [
        ("link.json", "Passed by: it is a link and was not followed", Severity.ADVICE),
        ("pipe.json", "Passed by: it is no file", Severity.ADVICE),
        ("video.mp4", "Passed by: it has 3 MB: no score sheet is that large", Severity.ADVICE),
    ]


def test_what_was_named_and_is_not_there_is_an_error(tmp_path: Path) -> None:
    _, said = names(tmp_path / "none.json")
    assert said == [("none.json", "Passed by: it cannot be read (No such file or directory)", Severity.ERROR)]


def test_there_is_an_end_to_looking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returned_files, "MOST_FILES", 2)
    for number in range(4):
        (tmp_path / f"{number}.json").write_bytes(b"x")
    read, ((_, message, severity),) = names(tmp_path)
    assert read == ["0.json", "1.json"]
    assert (message, severity) == ("More than 2 files: the rest was not looked at", Severity.ERROR)


def test_a_folder_that_cannot_be_looked_into_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system is stood in for: nothing is closed to the superuser, as whom tests may run."""
    for name in ("a/1.json", "b/2.json", "c/3.json"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(b"x")
    look = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("b"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return look(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert names(tmp_path) == (
        ["1.json", "3.json"],
        [("b", "Passed by: it cannot be read (Permission denied)", Severity.ERROR)],
    )
    assert names(tmp_path / "b")[1] == [("b", "Passed by: it cannot be read (Permission denied)", Severity.ERROR)]
