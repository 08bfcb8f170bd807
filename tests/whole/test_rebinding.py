"""A book made again after an edit, of which little is read, has the same bytes as one made from nothing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.whole.conftest import Run

pytestmark = pytest.mark.slow

BOOK = "casebook-2026"


def a_word(text: str) -> str:
    return text.replace("。\n\n", "，如此而已。\n\n", 1)


def two_pages(text: str) -> str:
    return text.replace("。\n\n", "。\n\n" + "这一段很长，所以后面的页码都变了。" * 150 + "\n\n", 1)


def the_title(text: str) -> str:
    return re.sub("(?m)^(title: .*)$", r"\1之二", text, count=1)


def drop_store(home: Path) -> None:
    shutil.rmtree(home / "casebound" / "pages")


def spoil_binding(home: Path) -> None:
    for path in (home / "casebound" / "bindings").iterdir():
        path.write_bytes(path.read_bytes()[:-9])


def test_an_edited_book_has_the_bytes_of_one_made_from_nothing(casebound: Run, sample: Path, tmp_path: Path) -> None:
    root, home = tmp_path / "workspace", tmp_path / "home"
    shutil.copytree(sample, root)
    fonts = Path.home() / ".cache" / "casebound" / "fonts"
    if fonts.is_dir():
        shutil.copytree(fonts, home / "casebound" / "fonts")
    places = {"XDG_CACHE_HOME": str(home), "SOURCE_DATE_EPOCH": "1775001600"}
    assert casebound("book", BOOK, cwd=root, **places).returncode == 0
    assert list((home / "casebound" / "bindings").iterdir())
    cases = sorted((root / "content" / "cases").iterdir())
    steps: list[tuple[Callable[[str], str], Callable[[Path], None] | None]] = [
        (a_word, None),
        (two_pages, drop_store),
        (the_title, spoil_binding),
    ]
    for number, (edit, spoil) in enumerate(steps):
        case = cases[number] / "case.md"
        text = case.read_text(encoding="utf-8")
        assert edit(text) != text
        case.write_text(edit(text), encoding="utf-8")
        if spoil:
            spoil(home)
        done = casebound("book", BOOK, cwd=root, **places)
        assert done.returncode < 2, done.stderr
        made = (root / "build" / "books" / f"{BOOK}.pdf").read_bytes()
        if edit is not a_word:  # what it left is part of the next, and anew takes longest
            done = casebound("book", BOOK, "--fresh", "--output", tmp_path / "anew", cwd=root, **places)
            assert made == (tmp_path / "anew" / "books" / f"{BOOK}.pdf").read_bytes(), edit.__name__
