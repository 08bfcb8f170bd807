"""`casebound store`: how much is kept of what was laid out, and how it is cleared."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from casebound.workspace import store as store_module
from casebound.workspace.store import Store
from tests.workspace.test_store import PRINTED, file_of

if TYPE_CHECKING:
    from tests.whole.conftest import Run

MEGABYTE = 1_000_000


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store: `a` to `d`, of a megabyte each, used a day apart; `x`, of two, by another version; half a file."""
    folder = tmp_path / "pages"
    store = Store(folder=folder)
    for key in "abcd":
        store.put(key, replace(PRINTED, name="x" * MEGABYTE))
    monkeypatch.setattr(store_module, "engines_digest", lambda: "others")
    store.put("x", replace(PRINTED, name="x" * 2 * MEGABYTE))
    for day, key in enumerate("xabcd", start=1):
        noon = time.mktime((2026, 3, day, 12, 0, 0, 0, 0, -1))  # where this test runs
        os.utime(file_of(folder, key), (noon, noon))
    left = folder / "a" / ".a.chapter.k1ll3d"
    left.write_bytes(b"half")
    os.utime(left, (noon, noon))
    return folder


def kept(place: Path) -> list[str]:
    return sorted(path.name for path in place.glob("*/*"))


def test_what_there_is_is_told(place: Path, casebound: Run) -> None:
    for options in ((), ("--stats",)):
        done = casebound("store", *options, cwd=place.parent, CASEBOUND_STORE=str(place))
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.splitlines() == [
            f"存放处：{place}",
            "章节：5 个",
            "大小：6.0 MB",
            "现在的版本能用的：4 个",
            "最久未用的：2026-03-01 12:00",
            "最近用过的：2026-03-05 12:00",
        ]


def test_it_is_told_in_english(place: Path, casebound: Run) -> None:
    done = casebound("store", "--lang", "en", cwd=place.parent, CASEBOUND_STORE=str(place))
    assert done.stdout.splitlines() == [
        f"Place: {place}",
        "Chapters: 5",
        "Size: 6.0 MB",
        "Of use to this version: 4",
        "Used longest ago: 2026-03-01 12:00",
        "Used last: 2026-03-05 12:00",
    ]


def test_what_nobody_asks_for_any_more_goes(place: Path, casebound: Run) -> None:
    done = casebound("store", "--prune", cwd=place.parent, CASEBOUND_STORE=str(place))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "已删：其他版本留下的 1 个，2.0 MB",
        "已删：中断的进程没写完的 1 个，4 B",
    ]
    assert kept(place) == [f"{key}.chapter" for key in "abcd"]


def test_what_was_used_longest_ago_goes_down_to_a_limit(place: Path, casebound: Run) -> None:
    done = casebound(
        "store", "--prune", "--limit", "2.5MB", "--stats", "--lang", "en", cwd=place.parent, CASEBOUND_STORE=str(place)
    )
    assert done.returncode == 0
    assert "Removed: Used longest ago, over 2.5 MB: 2, 2.0 MB" in done.stdout.splitlines()
    assert "Chapters: 2" in done.stdout.splitlines()
    assert kept(place) == ["c.chapter", "d.chapter"]


def test_an_empty_store_is_told_of(casebound: Run, tmp_path: Path) -> None:
    place = tmp_path / "nowhere"
    done = casebound("store", "--stats", "--prune", cwd=tmp_path, CASEBOUND_STORE=str(place))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["没有要删的。", f"存放处：{place}", "章节：0 个", "大小：0 B"]
    assert not place.exists()


def test_without_the_variable_it_is_in_the_users_cache(casebound: Run, tmp_path: Path) -> None:
    done = casebound("store", cwd=tmp_path, CASEBOUND_STORE="", XDG_CACHE_HOME=str(tmp_path))
    assert done.stdout.splitlines()[0] == f"存放处：{tmp_path / 'casebound' / 'pages'}"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--prune", "--limit", "much"), "“much” is no size, such as 500MB or 2GiB"),
        (("--prune", "--limit", "-1"), "“-1” is no size, such as 500MB or 2GiB"),
        (("--limit", "1MB"), "--limit goes with --prune"),
    ],
)
def test_a_limit_that_makes_no_sense_removes_nothing(
    options: tuple[str, ...], message: str, place: Path, casebound: Run
) -> None:
    before = kept(place)
    done = casebound("store", *options, "--lang", "en", cwd=place.parent, CASEBOUND_STORE=str(place))
    assert done.returncode == 2
    assert message in done.stderr
    assert kept(place) == before


@pytest.mark.parametrize(
    ("written", "size"),
    [
        ("0", 0),
        ("300B", 300),
        ("1kB", 1000),
        ("1 K", 1024),
        ("500MB", 500_000_000),
        ("1.5GiB", 1_610_612_736),
        ("2t", 2_199_023_255_552),
    ],
)
def test_sizes_are_read_as_coreutils_reads_them(written: str, size: int) -> None:
    """GNU coreutils, “Block size”: `kB` is 1000, `K` and `KiB` are 1024, and so on."""
    from casebound.cli.store import read_size

    assert read_size(written, lambda zh, _en: zh) == size


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (85_412_345, "85.4 MB"), (2_000_000_000, "2.0 GB")],
)
def test_sizes_are_told_in_powers_of_a_thousand(size: int, text: str) -> None:
    from casebound.cli.store import size_text

    assert size_text(size) == text
