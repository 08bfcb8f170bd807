"""Laid-out chapters are found again when nothing that went into them has changed, and only then."""

from __future__ import annotations

import hashlib
import json
import os
import struct
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.press.fonts import FontFace, FontSet
from casebound.press.job import Heading, Lettering, Margin, Place, Printed, PrintJob, Reserved, Sheet
from casebound.press.pieces import Link, Pieces, Template, Top
from casebound.workspace.places import cache_folder, store_folder
from casebound.workspace.store import Store, engines, engines_digest, job_key
from casebound.workspace.store_form import engines_of, packed, unpacked

FONTS = FontSet(faces=(FontFace(family="Casebound Song", weight=400, path=Path("a.otf"), digest="d1", ranges=()),))
JOB = PrintJob(name="report x", html="<p>一</p>", fonts=FONTS, stylesheets=("p {}",), assets={"asset:a.png": b"1"})
PLACE = Place(page=0, x=76.54, y=765.35)
LETTERING = Lettering(family="Casebound Hei", weight=400, size=7.5, colour=(0.4627, 0.4863, 0.5333))
PIECES = Pieces(
    pages=1,
    tops=(Top(title="题", page=0, x=76.54, y=765.35, first=8, last=9, count=2),),
    links=(Link(target="other--case", rect=(1.0, 2.0, 3.5, 4.0), words="另一案例", key=5),),
    plain=Template(b"<</Type/StructElem/P %d 0 R>>\n<</Type/Page/Parent %d 0 R\n>>", (3, 0)),
    held=2,
    streams=((Template(b"<</StructParents %d", (7,)), b"\x00\xff\n stream"), (Template(b"<<", ()), b"")),
    open_pages=((0, 0),),
    keys=2,
    parents=5,
    names=6,
    ids=0,
)
PRINTED = Printed(
    name="report x",
    pieces=PIECES,
    title="题名",
    lang="zh-CN",
    sheets=(Sheet(width=595.2755905511812, height=841, margins=(0,)),),
    margins=(Margin(text="{page}", align="left", x=76.535, baseline=782.82, lettering=LETTERING),),
    headings=(Heading(level=1, title="题", place=PLACE),),
    anchors={"x--case": PLACE},
    reserved=(Reserved(kind="page", target="y", page=0, mcid=3, right=487.5, baseline=682.7, lettering=LETTERING),),
    fonts={"F0": "d1"},
    glyphs={"d1": {7: "一", 9: "二"}, "d2": {3: "ffi", 65535: "\U000200bb"}},
    missing="\U0001f600",
    warnings=("slow",),
)
KEY = job_key(JOB)


def file_of(folder: Path, key: str = KEY) -> Path:
    return folder / key[:2] / f"{key}.chapter"


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
        replace(JOB, fonts=FontSet(faces=(replace(FONTS.faces[0], digest="d2"),))),
        replace(JOB, fonts=FontSet(faces=(replace(FONTS.faces[0], weight=700),))),
        replace(JOB, fonts=FontSet(faces=(replace(FONTS.faces[0], family="Casebound Hei"),))),
    ],
)
def test_every_ingredient_is_in_the_key(other: PrintJob) -> None:
    assert job_key(other) != KEY


def test_no_field_of_a_job_was_forgotten() -> None:
    """A field added to the job belongs into the key, and into the test above."""
    assert [field.name for field in fields(PrintJob)] == ["name", "html", "fonts", "stylesheets", "assets"]


def test_the_name_of_a_job_and_the_place_of_its_fonts_are_not() -> None:
    moved = FontSet(faces=(replace(FONTS.faces[0], path=Path("/elsewhere/a.otf")),))
    assert job_key(replace(JOB, name="book y", fonts=moved)) == KEY


def test_the_engines_are_in_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casebound.workspace.store.engines_digest", lambda: "others")
    assert job_key(JOB) != KEY


def test_the_engines_are_known_by_their_versions() -> None:
    import weasyprint

    names = engines()
    assert f"weasyprint {weasyprint.__version__}" in names
    assert not any(name.endswith("?") for name in names)


def value_of(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a type as our dataclasses declare them, every field filled, those with defaults too."""
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{field.name: value_of(hints[field.name]) for field in fields(kind)})
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return st.lists(value_of(arguments[0]), max_size=4).map(tuple)
        return st.tuples(*map(value_of, arguments))
    if origin is Mapping:
        return st.dictionaries(*map(value_of, arguments), max_size=4)
    if origin is UnionType:
        return value_of(arguments[0])
    if kind is int:
        return st.integers(-(2**31), 2**31 - 1)
    if kind is float:
        return st.floats(allow_nan=False) | st.integers()
    if kind is str:
        return st.text(st.characters(codec=None), max_size=8)
    return st.from_type(kind)


@given(value_of(Printed).map(lambda printed: replace(printed, error="")))
def test_every_chapter_is_the_same_after_packing(printed: Printed) -> None:
    data = packed(printed, "key", "engines")
    assert unpacked(data, "key") == printed
    assert repr(unpacked(data, "key")) == repr(printed)  # 1 and 1.0 are equal, and not the same in a PDF
    assert engines_of(data[:200]) == "engines"


WHOLE = packed(PRINTED, KEY, engines_digest())
HEAD = WHOLE[: WHOLE.index(b"\n") + 1]


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_file_with_one_byte_changed_is_not_read(place: int, change: int) -> None:
    broken = bytearray(WHOLE)
    broken[place] ^= change
    if place in range(len(HEAD) - 65, len(HEAD) - 1):  # the engines' name: the digest covers it like the rest
        assert engines_of(bytes(broken)) != engines_of(WHOLE)
    with pytest.raises(ValueError, match=r"damaged|not a chapter|subsection not found"):
        unpacked(bytes(broken), KEY)


def resealed(body: bytes) -> bytes:
    """A file of our form, whole by its digest, with another body: as somebody else's program might write it."""
    return HEAD + hashlib.sha256(HEAD + body).digest() + body


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(b"", id="empty"),
        pytest.param(WHOLE[:-1], id="cut short"),
        pytest.param(WHOLE[: len(WHOLE) // 2], id="half"),
        pytest.param(HEAD, id="head only"),
        pytest.param(WHOLE + b"\n", id="longer"),
        pytest.param(b"\0" * len(WHOLE), id="zeros, as after a power failure"),
        pytest.param(b"%PDF-1.7 one", id="a PDF"),
        pytest.param(WHOLE.replace(b"chapter 3", b"chapter 2"), id="an older form"),
        pytest.param(packed(PRINTED, "0" * 64, engines_digest()), id="another key's"),
        pytest.param(resealed(b""), id="foreign, empty"),
        pytest.param(resealed(struct.pack("<2I", 2, 1) + b"{}" + struct.pack("<i", 0)), id="foreign, a dictionary"),
        pytest.param(resealed(struct.pack("<2I", 4, 1) + b"null" + struct.pack("<i", 0)), id="foreign, nothing"),
        pytest.param(resealed(struct.pack("<2I", 40, 99) + b"[" * 40), id="foreign, too short"),
        pytest.param(
            resealed(struct.pack("<2I", 200_000, 2) + b"[" * 200_000 + struct.pack("<2i", 1, 0)), id="foreign, deep"
        ),
        pytest.param(resealed(struct.pack("<2I", 2, 1) + b"\xff\xff" + struct.pack("<i", 9)), id="foreign, no text"),
    ],
)
def test_a_damaged_chapter_counts_as_absent_and_is_replaced(damage: bytes, tmp_path: Path) -> None:
    store = Store(folder=tmp_path)
    store.put(KEY, PRINTED)
    file_of(tmp_path).write_bytes(damage)
    assert store.get(KEY) is None
    store.put(KEY, PRINTED)
    assert store.get(KEY) == PRINTED


def test_a_folder_in_place_of_a_chapter_counts_as_absent(tmp_path: Path) -> None:
    file_of(tmp_path).mkdir(parents=True)
    store = Store(folder=tmp_path)
    assert store.get(KEY) is None
    store.put(KEY, PRINTED)
    store.prune(0)
    assert store.prune_strangers() == []


def test_what_failed_is_not_kept(tmp_path: Path) -> None:
    store = Store(folder=tmp_path)
    store.put(KEY, Printed(name="report x", error="no"))
    assert store.get(KEY) is None
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = Store(folder=tmp_path / "file")
    store.put(KEY, PRINTED)
    assert store.prune(0) == store.prune_strangers() == store.prune_leftovers(time.time()) == []
    assert store.get(KEY) is None


def test_another_user_may_read_what_was_kept(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        Store(folder=tmp_path).put(KEY, PRINTED)
    finally:
        os.umask(before)
    assert file_of(tmp_path).stat().st_mode & 0o777 == 0o644


def test_a_chapter_whose_time_cannot_be_set_is_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So it is with another user's file in a shared store."""

    def refuse(_path: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    store = Store(folder=tmp_path)
    store.put(KEY, PRINTED)
    monkeypatch.setattr(os, "utime", refuse)
    assert store.get(KEY) == PRINTED


def keep(store: Store, keys: str) -> None:
    for number, key in enumerate(keys):
        store.put(key, replace(PRINTED, name="x" * 1000))
        os.utime(file_of(store.folder, key), (number, number))


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    store = Store(folder=tmp_path)
    keep(store, "abc")
    size = file_of(tmp_path, "a").stat().st_size
    assert store.get("a") is not None  # used just now
    assert [entry.path for entry in store.prune(limit_bytes=2 * size + 1)] == [file_of(tmp_path, "b")]
    assert [key for key in "abc" if store.get(key)] == ["a", "c"]


def test_what_fits_stays(tmp_path: Path) -> None:
    store = Store(folder=tmp_path)
    keep(store, "abc")
    assert store.prune() == []
    assert [entry.path.stem for entry in store.entries()] == ["c", "b", "a"]


def test_what_no_program_of_these_engines_asks_for_is_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(folder=tmp_path)
    keep(store, "ab")
    with monkeypatch.context() as patched:
        patched.setattr("casebound.workspace.store.engines_digest", lambda: "others")
        store.put("c", PRINTED)
    file_of(tmp_path, "d").parent.mkdir()
    file_of(tmp_path, "d").write_bytes(b"no chapter")
    assert {entry.path.stem: store.is_present(entry) for entry in store.entries()} == {
        "a": True,
        "b": True,
        "c": False,
        "d": False,
    }
    assert {entry.path.stem for entry in store.prune_strangers()} == {"c", "d"}
    assert [entry.path.stem for entry in store.entries()] == ["b", "a"]


def test_only_old_leftovers_of_killed_processes_go(tmp_path: Path) -> None:
    store = Store(folder=tmp_path)
    keep(store, "a")
    now = time.time()
    old, new, other = (tmp_path / "a" / name for name in (".a.chapter.x1y2", ".b.chapter.z3", "notes.txt"))
    for path in (old, new, other):
        path.write_bytes(b"half")
    for path in (old, other):
        os.utime(path, (now - 3700, now - 3700))
    assert [entry.path for entry in store.prune_leftovers(now)] == [old]
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == [".b.chapter.z3", "a.chapter", "notes.txt"]
    assert [entry.path.stem for entry in store.entries()] == ["a"]


TWO_AT_ONCE = """
import sys
from dataclasses import replace
from pathlib import Path
from tests.workspace.test_store import PRINTED
from casebound.workspace.store import Store

store, seen = Store(folder=Path(sys.argv[1])), 0
for turn in range(150):
    for key in ("aa", "ab"):
        found = store.get(key)
        assert found is None or found == replace(PRINTED, name=key * 5000), "half a chapter"
        seen += found is not None
        store.put(key, replace(PRINTED, name=key * 5000))
        if turn % 10 == 0:
            store.prune(0)
print(seen)
"""


def test_two_processes_at_once_never_meet_half_a_chapter(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", TWO_AT_ONCE, str(tmp_path)]
    both = [subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    found = [process.communicate(timeout=60)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert all(int(seen) > 100 for seen in found)
    assert {path.name for path in tmp_path.glob("*/*")} <= {"aa.chapter", "ab.chapter"}


KILLED_HALF_WAY = """
import os, sys
from pathlib import Path
from tests.workspace.test_store import KEY, PRINTED
from casebound.workspace.store import Store

Path.replace = lambda *_: os.kill(os.getpid(), 9)
Store(folder=Path(sys.argv[1])).put(KEY, PRINTED)
"""


def test_a_process_killed_while_writing_leaves_the_old_chapter(tmp_path: Path) -> None:
    store = Store(folder=tmp_path)
    store.put(KEY, replace(PRINTED, name="old"))
    done = subprocess.run(
        [sys.executable, "-c", KILLED_HALF_WAY, str(tmp_path)], cwd=Path(__file__).parents[2], check=False
    )
    assert done.returncode == -9
    assert store.get(KEY) == replace(PRINTED, name="old")
    (left,) = store.prune_leftovers(time.time() + 4000)
    assert left.path.name.startswith(f".{KEY}.chapter.")
    store.put(KEY, PRINTED)
    assert store.get(KEY) == PRINTED


def test_the_card_holds_no_program(tmp_path: Path) -> None:
    """What a stranger may put into a shared store is data: a card in JSON."""
    store = Store(folder=tmp_path)
    store.put(KEY, PRINTED)
    data = file_of(tmp_path).read_bytes()
    start = len(HEAD) + 32
    length, _ = struct.unpack_from("<2I", data, start)
    assert json.loads(data[start + 8 : start + 8 + length])[0][:3] == ["report x", "题名", "zh-CN"]


def test_the_place_of_the_store_can_be_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CASEBOUND_STORE", raising=False)
    assert store_folder() == cache_folder() / "pages"
    monkeypatch.setenv("CASEBOUND_STORE", "")
    assert store_folder() == cache_folder() / "pages"
    monkeypatch.setenv("CASEBOUND_STORE", str(tmp_path))
    assert store_folder() == tmp_path
    monkeypatch.setenv("CASEBOUND_STORE", "~/pages")
    monkeypatch.setenv("HOME", "/home/one")
    assert store_folder() == Path("/home/one/pages")
