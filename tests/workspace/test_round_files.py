"""Files of a round are written in its folder or not at all, wherever links in it lead."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from casebound.text.error import CaseboundError
from casebound.workspace.round_files import bytes_in_round, held, round_folder, write_in_round

ADDS = """
import sys, time
from pathlib import Path
from casebound.workspace.round_files import held
folder = Path(sys.argv[1])
for _ in range(20):
    with held(folder):
        number = int((folder / "n").read_text())
        time.sleep(0.002)
        (folder / "n").write_text(str(number + 1))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = round_folder(tmp_path / "workspace", "spring")
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    path = tmp_path / "elsewhere"
    path.mkdir()
    return path


def test_a_file_is_written_and_read_below_the_folder(folder: Path) -> None:
    assert bytes_in_round(folder, "consensus/a.yaml") is None
    write_in_round(folder, "consensus/a.yaml", b"a")
    assert bytes_in_round(folder, "consensus/a.yaml") == b"a"
    (folder / "kept").mkdir()
    (folder / "superseded").symlink_to(folder / "kept", target_is_directory=True)
    write_in_round(folder, "superseded/b.yaml", b"b")  # a link that stays in the folder does no harm
    assert (folder / "kept" / "b.yaml").read_bytes() == b"b"


def test_a_linked_workspace_is_no_link_out_of_the_round(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "workspace", target_is_directory=True)
    write_in_round(round_folder(tmp_path / "link", "spring"), "packets.json", b"{}")
    assert (folder / "packets.json").read_bytes() == b"{}"


@pytest.mark.parametrize("name", ["consensus", "superseded"])
def test_nothing_is_written_through_a_linked_folder(folder: Path, elsewhere: Path, name: str) -> None:
    (folder / name).symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(CaseboundError, match="leads out of the round's folder"):
        write_in_round(folder, f"{name}/deep/a.yaml", b"a")
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("is_there", [True, False])
def test_a_linked_file_is_left_alone(folder: Path, elsewhere: Path, is_there: bool) -> None:
    target = elsewhere / "packets.json"
    if is_there:
        target.write_text("theirs", encoding="utf-8")
    (folder / "packets.json").symlink_to(target)
    with pytest.raises(CaseboundError, match="leads out of the round's folder"):
        write_in_round(folder, "packets.json", b"{}")
    assert (folder / "packets.json").is_symlink()
    assert [path.read_text(encoding="utf-8") for path in elsewhere.iterdir()] == ["theirs"] * is_there


def test_links_in_a_circle_and_paths_out_of_it_are_refused(folder: Path) -> None:
    (folder / "a").symlink_to(folder / "b")
    (folder / "b").symlink_to(folder / "a")
    for path in ("a/x.yaml", "../summer/x.yaml", "/tmp/x.yaml"):
        with pytest.raises(CaseboundError, match="not written"):
            write_in_round(folder, path, b"a")


def test_who_holds_the_folder_keeps_others_out(folder: Path) -> None:
    (folder / "n").write_text("0", encoding="utf-8")
    running = [subprocess.Popen([sys.executable, "-c", ADDS, str(folder)]) for _ in range(2)]
    assert [process.wait(60) for process in running] == [0, 0]
    assert (folder / "n").read_text(encoding="utf-8") == "40"


def test_a_folder_that_is_gone_cannot_be_held(tmp_path: Path) -> None:
    with pytest.raises(CaseboundError, match="cannot be opened"), held(tmp_path / "gone"):
        pass
