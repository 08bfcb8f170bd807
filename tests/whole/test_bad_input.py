"""One thing is wrong in an otherwise good workspace: it is named with its file and line, and the rest is still made."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.whole.conftest import Run

Spoil = Callable[[Path], int]
"""Does the damage to a workspace and says on which line it can be seen."""

BAD, GOOD = "alteration-desk", "fleet-handover"
BAD_CASE = f"content/cases/{BAD}/case.md"
SECRET = "一段不该有人读到的话"


def rewrite(path: Path, old: str, new: str) -> int:
    """Replace one passage; the line on which the new one begins."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1 + (len(new) - len(new.lstrip("\n")))


def no_front_matter(root: Path) -> int:
    case = root / BAD_CASE
    case.write_text(case.read_text(encoding="utf-8").split("\n---\n", 1)[1], encoding="utf-8")
    return 1


def broken_yaml(root: Path) -> int:
    return rewrite(root / BAD_CASE, "\nroute: ", "\nroute: a: ")


def open_quote(root: Path) -> int:
    return rewrite(root / BAD_CASE, "\nroute: ", '\nroute: "')


def gbk(root: Path) -> int:
    case = root / BAD_CASE
    text = case.read_text(encoding="utf-8")
    case.write_bytes(text.encode("gb18030"))
    return next(number for number, line in enumerate(text.split("\n"), start=1) if not line.isascii())


def utf_16(root: Path) -> int:
    case = root / BAD_CASE
    case.write_bytes(case.read_text(encoding="utf-8").encode("utf-16"))
    return 1


def missing_csv(root: Path) -> int:
    (root / "content" / "cases" / BAD / "data" / "rework.csv").unlink()
    return rewrite(root / BAD_CASE, "series: {file: data/rework.csv", "series: {file: data/rework.csv")


def empty_csv(root: Path) -> int:
    (root / "content" / "cases" / BAD / "data" / "rework.csv").write_bytes(b"")
    return rewrite(root / BAD_CASE, "series: {file: data/rework.csv", "series: {file: data/rework.csv")


def empty_image(root: Path) -> int:
    (root / "content" / "cases" / BAD / "board.png").write_bytes(b"")
    case = root / BAD_CASE
    text = case.read_text(encoding="utf-8").rstrip("\n") + "\n\n![承诺日期板](board.png)\n"
    case.write_text(text, encoding="utf-8")
    return text.count("\n")


def not_an_image(root: Path) -> int:
    line = empty_image(root)
    (root / "content" / "cases" / BAD / "board.png").write_bytes(b"MZ\x90\x00")
    return line


def linked_image(root: Path) -> int:
    outside = root.parent / "outside.png"
    outside.write_text(SECRET, encoding="utf-8")
    line = empty_image(root)
    image = root / "content" / "cases" / BAD / "board.png"
    image.unlink()
    image.symlink_to(outside)
    return line


def someone_elses_id(root: Path) -> int:
    return rewrite(root / BAD_CASE, f"\nid: {BAD}\n", f"\nid: {GOOD}\n")


def an_id_of_its_own(root: Path) -> int:
    return rewrite(root / BAD_CASE, f"\nid: {BAD}\n", "\nid: alterations\n")


def climbing_id(root: Path) -> int:
    return rewrite(root / BAD_CASE, f"\nid: {BAD}\n", "\nid: ../../../escaped\n")


def unknown_framework(root: Path) -> int:
    return rewrite(root / BAD_CASE, "\nframework: service-star-demo\n", "\nframework: service-star-dem\n")


def empty_file(root: Path) -> int:
    (root / BAD_CASE).write_bytes(b"")
    return 1


def folder_named_case_md(root: Path) -> int:
    (root / BAD_CASE).unlink()
    (root / BAD_CASE).mkdir()
    return 1


def linked_case(root: Path) -> int:
    case = root / BAD_CASE
    outside = root.parent / "outside.md"
    outside.write_text(case.read_text(encoding="utf-8").replace("title: ", f"title: {SECRET}"), encoding="utf-8")
    case.unlink()
    case.symlink_to(outside)
    return 1


def linked_folder(root: Path) -> int:
    folder = root / "content" / "cases" / BAD
    outside = folder.rename(root.parent / "outside")
    rewrite(outside / "case.md", "\ntitle: ", f"\ntitle: {SECRET}")
    folder.symlink_to(outside)
    return 1


def link_to_itself(root: Path) -> int:
    (root / BAD_CASE).unlink()
    (root / BAD_CASE).symlink_to("case.md")
    return 1


def a_book(root: Path) -> int:
    (root / BAD_CASE).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    return 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """What is done to a case, and the finding it must give."""

    spoil: Spoil
    rule: str
    path: str = BAD_CASE


DAMAGES = (
    Damage(spoil=no_front_matter, rule="missing-front-matter"),
    Damage(spoil=broken_yaml, rule="invalid-yaml"),
    Damage(spoil=open_quote, rule="invalid-yaml"),
    Damage(spoil=gbk, rule="not-utf-8"),
    Damage(spoil=utf_16, rule="not-utf-8"),
    Damage(spoil=missing_csv, rule="missing-file"),
    Damage(spoil=empty_csv, rule="empty-file"),
    Damage(spoil=empty_image, rule="empty-file"),
    Damage(spoil=not_an_image, rule="not-an-image"),
    Damage(spoil=linked_image, rule="missing-file"),
    Damage(spoil=someone_elses_id, rule="duplicate-id"),
    Damage(spoil=an_id_of_its_own, rule="id-not-folder"),
    Damage(spoil=climbing_id, rule="wrong-type"),
    Damage(spoil=unknown_framework, rule="unknown-framework"),
    Damage(spoil=empty_file, rule="missing-front-matter"),
    Damage(spoil=folder_named_case_md, rule="missing-file", path=f"content/cases/{BAD}"),
    Damage(spoil=linked_case, rule="outside-workspace"),
    Damage(spoil=linked_folder, rule="outside-workspace", path=f"content/cases/{BAD}"),
    Damage(spoil=link_to_itself, rule="missing-file", path=f"content/cases/{BAD}"),
    Damage(spoil=a_book, rule="not-utf-8"),
)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.spoil.__name__)
def test_it_is_named_and_the_other_case_is_still_published(damage: Damage, pair: Path, casebound: Run) -> None:
    line = damage.spoil(pair)
    checked = casebound("check", "--format", "json", cwd=pair)
    assert checked.returncode == 1
    findings = json.loads(checked.stdout)["findings"]
    places = {(item["path"], item["rule"]): item["start"]["line"] for item in findings if item["severity"] == "error"}
    assert (damage.path, damage.rule) in places, sorted(places)
    if damage.spoil is not open_quote:  # which is seen only where the text ends
        assert line in [
            item["start"]["line"] for item in findings if (item["path"], item["rule"]) == (damage.path, damage.rule)
        ]
    published = casebound("site", cwd=pair)
    assert published.returncode == 1
    assert f"{damage.path}:" in published.stderr
    site = pair / "build" / "site"
    assert "取车少等、还车少争" in (site / "cases" / GOOD / "index.html").read_text(encoding="utf-8")
    assert (site / "index.html").is_file()
    assert all(SECRET.encode() not in path.read_bytes() for path in site.rglob("*") if path.is_file())
    assert sorted(path.name for path in pair.parent.iterdir() if not path.name.startswith("outside")) == ["pair"]


def with_byte_order_mark(root: Path) -> None:
    case = root / BAD_CASE
    case.write_bytes(b"\xef\xbb\xbf" + case.read_bytes())


def with_windows_line_ends(root: Path) -> None:
    case = root / BAD_CASE
    case.write_bytes(case.read_bytes().replace(b"\n", b"\r\n"))


@pytest.mark.parametrize("change", [with_byte_order_mark, with_windows_line_ends])
def test_how_an_editor_saves_makes_no_difference(
    change: Callable[[Path], None], pair: Path, tmp_path: Path, casebound: Run
) -> None:
    casebound("site", "--output", tmp_path / "before", cwd=pair)
    change(pair)
    assert casebound("check", cwd=pair).returncode == 0
    assert casebound("site", "--output", tmp_path / "after", cwd=pair).returncode == 0
    page = Path("site", "cases", BAD, "index.html")
    assert (tmp_path / "after" / page).read_bytes() == (tmp_path / "before" / page).read_bytes()


@pytest.mark.parametrize("content", ["none", "empty"])
def test_a_workspace_without_content_says_where_to_begin(content: str, pair: Path, casebound: Run) -> None:
    shutil.rmtree(pair / "content")
    if content == "empty":
        (pair / "content").mkdir()
    checked = casebound("check", cwd=pair)
    assert checked.returncode == 1
    assert "content/cases:1:1 错误[no-cases] 这里还没有案例" in checked.stdout
    for verb in (("site",), ("round", "score"), ("report",)):
        assert casebound(*verb, cwd=pair).returncode == 1
    assert (pair / "build" / "site" / "index.html").is_file()


@pytest.mark.slow
def test_the_good_case_is_printed_beside_a_broken_one(pair: Path, casebound: Run) -> None:
    line = broken_yaml(pair)
    done = casebound("report", cwd=pair)
    assert done.returncode == 1
    assert f"{BAD_CASE}:{line}:" in done.stderr
    assert (pair / "build" / "reports" / f"{GOOD}.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.slow
def test_a_picture_that_is_broken_inside_does_not_stop_the_report(pair: Path, casebound: Run) -> None:
    empty_image(pair)
    (pair / "content" / "cases" / BAD / "board.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 40)
    done = casebound("report", BAD, cwd=pair)
    assert done.returncode == 1
    assert "[unprinted-image]" in done.stderr
    assert (pair / "build" / "reports" / f"{BAD}.pdf").read_bytes().startswith(b"%PDF-")
