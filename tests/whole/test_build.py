"""`casebound build` on the sample: every file is there, is what the manifest says, and is the same when made again."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.whole.conftest import Built, Run


CHECKOUT = Path(__file__).resolve().parents[2]
EPOCH = "1775001600"

pytestmark = pytest.mark.slow


def tree(folder: Path) -> dict[str, str]:
    """Every file below a folder with the digest of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_every_document_the_sample_asks_for_is_made(built: Built) -> None:
    assert built.run.returncode == 0, built.run.stderr
    cases = sorted(path.name for path in (built.root / "content" / "cases").iterdir())
    assert len(cases) == 10
    translated = [path.parent.name for path in built.root.glob("content/cases/*/case.en.md")]
    assert "antenatal-waiting" in translated
    assert sorted(path.name for path in (built.output / "reports").iterdir()) == sorted(
        [*(f"{case}.pdf" for case in cases), *(f"{case}.en.pdf" for case in translated)]
    )
    books = tomllib.loads((built.root / "casebound.toml").read_text(encoding="utf-8"))["books"]
    assert "casebook-2026" in {book["id"] for book in books}
    assert sorted(path.name for path in (built.output / "books").iterdir()) == sorted(
        f"{book['id']}.pdf" for book in books
    )
    packets = [path.relative_to(built.output).as_posix() for path in (built.output / "packets").rglob("*.pdf")]
    assert sorted(packets) == [f"packets/e0{number}/packet.pdf" for number in range(1, 10)]
    assert [path.name for path in (built.output / "scores").iterdir()] == ["2026-third-party.json"]
    for page in ("index.html", "en/index.html", *(f"cases/{case}/index.html" for case in cases)):
        assert (built.output / "site" / page).is_file()


def test_the_manifest_lists_every_file_with_its_sum(built: Built) -> None:
    manifest = json.loads((built.output / "manifest.json").read_text(encoding="utf-8"))
    there = tree(built.output)
    del there["manifest.json"]
    assert manifest["files"] == there
    assert list(manifest["files"]) == sorted(manifest["files"])


def test_nothing_that_a_person_wrote_is_touched(built: Built) -> None:
    for name, (digest, moment) in built.sources.items():
        path = built.root / name
        assert hashlib.sha256(path.read_bytes()).hexdigest() == digest
        assert path.stat().st_mtime_ns == moment
    assert sorted(path.name for path in built.root.iterdir()) == ["build", "casebound.toml", "content"]


def test_every_pdf_bears_the_date_it_was_told(built: Built) -> None:
    for pdf in built.output.rglob("*.pdf"):
        shown = subprocess.run(
            ["pdfinfo", "-isodates", str(pdf)], capture_output=True, check=True, encoding="utf-8"
        ).stdout
        assert re.findall(r"(?:Creation|Mod)Date: +(\S+)", shown) == ["2026-04-01T00:00:00Z"] * 2


def test_no_path_of_this_machine_is_in_any_file(built: Built) -> None:
    for path in built.output.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert str(built.root).encode() not in data
            assert str(CHECKOUT).encode() not in data


def test_made_again_elsewhere_every_file_has_the_same_bytes(with_round: Path, casebound: Run, tmp_path: Path) -> None:
    """Another place, folder, time zone, language, hash seed and umask; the same date. Documents of every kind."""
    settings = with_round / "casebound.toml"
    book = '[[books]]\nid = "book"\ntitle = {zh-CN = "书", en = "A book"}\nround = "2026-third-party"\n'
    settings.write_text(f"{settings.read_text(encoding='utf-8')}\n{book}", encoding="utf-8")
    root = tmp_path / "另一处"
    shutil.copytree(with_round, root)
    output = tmp_path / "out"
    first = casebound("build", "--fresh", cwd=with_round, SOURCE_DATE_EPOCH=EPOCH, PYTHONHASHSEED="1")
    made = tree(with_round / "build")
    kinds = {"books", "certificates", "letters", "minutes", "packets", "reports", "results", "scores", "site"}
    assert {path.partition("/")[0] for path in made} >= kinds
    before = os.umask(0o077)
    try:
        again = casebound(
            "build",
            "--fresh",
            "--root",
            root,
            "--output",
            output,
            "--lang",
            "en",
            cwd=tmp_path,
            SOURCE_DATE_EPOCH=EPOCH,
            PYTHONHASHSEED="271828",
            TZ="Pacific/Kiritimati",
            LC_ALL="en_US.UTF-8",
        )
    finally:
        os.umask(before)
    assert again.returncode == first.returncode
    assert tree(output) == made


@pytest.fixture
def small(pair: Path, casebound: Run) -> Path:
    """The pair, built."""
    assert casebound("build", cwd=pair).returncode == 0
    return pair


def test_when_a_case_goes_its_files_go_but_what_somebody_changed_or_put_there_stays(
    small: Path, casebound: Run
) -> None:
    output = small / "build"
    (output / "notes.txt").write_text("会议记录", encoding="utf-8")
    (output / "reports" / "fleet-handover-annotated.pdf").write_bytes(b"%PDF- mine")
    (output / "site" / "cases" / "alteration-desk" / "index.md").write_text("我改过的", encoding="utf-8")
    before = tree(output)
    shutil.rmtree(small / "content" / "cases" / "alteration-desk")
    done = casebound("build", cwd=small)
    assert done.returncode == 1
    assert done.stderr.count("[lost-case]") == 1
    after = tree(output)
    assert "reports/alteration-desk.pdf" in before
    gone = {name for name in before if name not in after}
    left = {"site/cases/alteration-desk/index.md", "site/cases/alteration-desk/index.html"}  # the page says it is gone
    assert {name for name in before if "alteration-desk" in name} - gone == left
    assert all("alteration-desk" in name for name in gone)
    for kept in ("notes.txt", "reports/fleet-handover-annotated.pdf", "site/cases/alteration-desk/index.md"):
        assert after[kept] == before[kept]
    assert json.loads((output / "manifest.json").read_text(encoding="utf-8"))["files"].keys() <= after.keys()
