"""What a document was bound from comes back as it was, for the PDF it is of and no other."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from casebound.press.binding import Bound
from casebound.press.facts import Facts
from casebound.press.pieces import Numbers, Plate, Top
from casebound.press.plates import Memo, Plated
from casebound.workspace import kept_bindings
from casebound.workspace.kept_bindings import FEWEST, MOST, KeptBindings, binding_name

PDF = bytes(range(256)) * 40
DIGEST = sha256(PDF).hexdigest()
FACTS = Facts(
    name="key of the chapter",
    numbers=Numbers(tops=1, pages=3, links=2, held=40, streams=5),
    parents=44,
    names=45,
    ids=0,
    width=595.2755905511812,
    height=841.5,
    has_total=True,
    tops=(Top(title="题〈一〉", page=0, x=76.54, y=765.35, first=8, last=9, count=2),),
    anchors={"x--case": 0, "x--图 1": 2},
    first_name=b"\xfe\xffx",
    reserved=(("page", "y--case", ""), ("number", "", "案例 {number}")),
    links=("y--case", "y--case"),
    fonts={"F0": "d1"},
    glyphs={"d1": {7: "一", 9: "二"}, "d2": {3: "ffi", 65535: "\U000200bb"}},
    missing="\U0001f600",
    warnings=("slow",),
)
BARE = replace(FACTS, tops=(), anchors={}, first_name=b"", reserved=(), links=(), glyphs={}, fonts={}, warnings=())


def made(count: int = FEWEST) -> tuple[Memo, Bound]:
    """Chapters whose objects stand one after the other in the PDF."""
    memo, plates = Memo(), []
    for n in range(count):
        data = PDF[n * 100 : n * 100 + 90]
        plate = Plate(data=data, offsets=((n, 0), (n + 1, 44)), holder=n + 9, first=n + 2, held=7)
        memo.plated[f"k{n}"] = Plated(facts=BARE if n % 2 else FACTS, plate=plate, glyphs={"d1": {17: "1"}})
        plates.append((f"k{n}", n * 100))
    return memo, Bound(pdf=PDF, pages=3, plates=tuple(plates))


def test_it_comes_back_as_it_was(tmp_path: Path) -> None:
    memo, bound = made()
    kept = KeptBindings(tmp_path / "new")
    kept.keep("name", memo, bound, DIGEST)
    again = kept.memo("name", PDF, DIGEST)
    assert again.plated == memo.plated
    assert list(again.plated) == list(memo.plated)


def test_nothing_is_known_of_another_pdf_or_another_document(tmp_path: Path) -> None:
    kept = KeptBindings(tmp_path)
    kept.keep("name", *made(), DIGEST)
    assert not kept.memo("name", PDF[:-1] + b"x", sha256(PDF[:-1] + b"x").hexdigest()).plated
    assert not kept.memo("name", b"", sha256(b"").hexdigest()).plated
    assert not kept.memo("other", PDF, DIGEST).plated


@pytest.mark.parametrize("place", [0, 25, 40, 60, 90, 130, 1000, -1])
def test_what_is_damaged_counts_as_absent(tmp_path: Path, place: int) -> None:
    kept = KeptBindings(tmp_path)
    kept.keep("name", *made(), DIGEST)
    data = bytearray((tmp_path / "name").read_bytes())
    data[place] ^= 1
    (tmp_path / "name").write_bytes(data)
    assert not kept.memo("name", PDF, DIGEST).plated
    (tmp_path / "name").write_bytes(data[: len(data) // 2])
    assert not kept.memo("name", PDF, DIGEST).plated


def test_short_documents_are_not_worth_it_and_the_oldest_go(tmp_path: Path) -> None:
    kept = KeptBindings(tmp_path / "new")
    kept.keep("short", *made(FEWEST - 1), DIGEST)
    assert not (tmp_path / "new").exists()
    for n in range(MOST + 3):
        kept.keep(f"n{n}", *made(), DIGEST)
    assert len(list((tmp_path / "new").iterdir())) == MOST


def test_a_document_is_another_with_other_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    before = binding_name("/w", "books/a.pdf", "fonts")
    assert before == binding_name("/w", "books/a.pdf", "fonts")
    assert before != binding_name("/w", "books/a.pdfonts", "f")
    monkeypatch.setattr(kept_bindings, "engines_digest", lambda: "others")
    assert before != binding_name("/w", "books/a.pdf", "fonts")
