"""Finished layouts are found again when nothing that went into them has changed, and only then."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from casebound.press.fonts import FontFace, FontSet
from casebound.press.job import Printed, PrintJob
from casebound.workspace.store import Store, engines, job_key

FONTS = FontSet(faces=(FontFace(family="Casebound Song", weight=400, path=Path("a.otf"), digest="d1", ranges=()),))
JOB = PrintJob(
    name="report x", html="<p>一</p>", fonts=FONTS, stylesheets=("p {}",), assets={"asset:a.png": b"1"}, timestamp=7
)
PRINTED = Printed(name="report x", pdf=b"%PDF-1.7 one", pages=3, missing="\U0001f600", warnings=("slow",))
KEY = job_key(JOB)


def test_what_was_kept_comes_back_as_it_was(tmp_path: Path) -> None:
    Store(folder=tmp_path / "new").put(KEY, PRINTED)
    assert Store(folder=tmp_path / "new").get(KEY) == PRINTED


def test_what_was_never_kept_is_absent(tmp_path: Path) -> None:
    assert Store(folder=tmp_path).get(KEY) is None


@pytest.mark.parametrize(
    "other",
    [
        replace(JOB, html="<p>二</p>"),
        replace(JOB, stylesheets=("p { color: red }",)),
        replace(JOB, stylesheets=("p {}", "")),
        replace(JOB, assets={"asset:a.png": b"2"}),
        replace(JOB, assets={"asset:b.png": b"1"}),
        replace(JOB, timestamp=8),
        replace(JOB, fonts=FontSet(faces=(replace(FONTS.faces[0], digest="d2"),))),
    ],
)
def test_every_ingredient_is_in_the_key(other: PrintJob) -> None:
    assert job_key(other) != KEY


def test_the_name_of_a_job_and_the_place_of_its_fonts_are_not() -> None:
    moved = FontSet(faces=(replace(FONTS.faces[0], path=Path("/elsewhere/a.otf")),))
    assert job_key(replace(JOB, name="book y", fonts=moved)) == KEY


def test_the_engines_are_known_by_their_versions() -> None:
    import weasyprint

    names = engines()
    assert f"weasyprint {weasyprint.__version__}" in names
    assert not any(name.endswith("?") for name in names)


@pytest.mark.parametrize("damage", [b"", b"%PDF-1.7 two", b"%PDF-1.7 one "])
def test_a_damaged_layout_counts_as_absent(damage: bytes, tmp_path: Path) -> None:
    store = Store(folder=tmp_path)
    store.put(KEY, PRINTED)
    (tmp_path / f"{KEY}.pdf").write_bytes(damage)
    assert store.get(KEY) is None
    store.put(KEY, PRINTED)
    assert store.get(KEY) == PRINTED


@pytest.mark.parametrize("card", ["", "[]", "{}", "null", json.dumps({"sha256": 1})])
def test_a_damaged_card_counts_as_absent(card: str, tmp_path: Path) -> None:
    store = Store(folder=tmp_path)
    store.put(KEY, PRINTED)
    (tmp_path / f"{KEY}.json").write_text(card)
    assert store.get(KEY) is None


def test_what_failed_is_not_kept(tmp_path: Path) -> None:
    store = Store(folder=tmp_path)
    store.put(KEY, replace(PRINTED, pdf=b"", error="no"))
    assert store.get(KEY) is None


def test_a_store_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = Store(folder=tmp_path / "file")
    store.put(KEY, PRINTED)
    store.prune()
    assert store.get(KEY) is None


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    store = Store(folder=tmp_path)
    for number, key in enumerate("abc"):
        store.put(key, replace(PRINTED, pdf=b"x" * 1000))
        os.utime(tmp_path / f"{key}.json", (number, number))
    assert store.get("a") is not None  # used just now
    store.prune(limit_bytes=2500)
    assert [key for key in "abc" if store.get(key)] == ["a", "c"]
    assert len(list(tmp_path.iterdir())) == 4
