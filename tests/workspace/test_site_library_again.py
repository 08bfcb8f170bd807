"""The pages about the collection after an edit: what need not be made again is not, and all is as if made anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from casebound.compose.site_cards import make_cards
from casebound.compose.site_edition import Edition
from casebound.compose.site_record import CaseRecord
from casebound.workspace.site_build import build_site
from casebound.workspace.write import earlier_sums, write_manifest

CASE = (
    "---\nid: {id}\ntitle: Title of {id}\nlang: zh-CN\nframework: saq-0008-2024\nindustry: retail\nmethods: [pareto]\n"
    "subject: {{kind: team, name: T, organization: O}}\nperiod: 2019-01/2024-06\n"
    "publication: {{consent: yes, visibility: public, license: CC0}}\n---\n\n"
    "## Users {{#users criterion=5.2.1}}\n\nThey waited.\n"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "workspace"
    for number in range(60):
        folder = root / f"content/cases/case-{number:02}"
        folder.mkdir(parents=True)
        (folder / "case.md").write_text(CASE.format(id=folder.name), "utf-8")
    (root / "casebound.toml").write_text('languages = ["zh-CN", "en"]\n[name]\nen = "Many"\nzh-CN = "多"\n', "utf-8")
    return root


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


CHANGES = {
    "title": ("Title of case-33", "Another title"),
    "industry": ("industry: retail", "industry: airline"),
    "answer": ("They waited.", "They waited for hours."),
    "criterion": ("criterion=5.2.1", "criterion=5.2.2"),
    "private": ("consent: yes", "consent: no"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_edit_gives_what_a_whole_build_gives(root: Path, tmp_path: Path, change: str) -> None:
    out, cache = tmp_path / "out", tmp_path / "cache"
    build_site(root, out, cache=cache, processes=1)
    case = root / "content/cases/case-33/case.md"
    old, new = CHANGES[change]
    text = case.read_text("utf-8")
    assert old in text
    case.write_text(text.replace(old, new, 1), "utf-8")
    build_site(root, out, cache=cache, processes=1)
    # Whoever looks for a case that is gone is told so: the new folder knows what the other one had.
    write_manifest(tmp_path / "anew", (), dict.fromkeys(earlier_sums(out / "manifest.json"), "0" * 64))
    build_site(root, tmp_path / "anew", processes=1)
    assert tree(out) == tree(tmp_path / "anew")


def test_an_edit_makes_only_the_cards_that_stand_with_it(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, cache = tmp_path / "out", tmp_path / "cache"
    build_site(root, out, cache=cache, processes=1)
    made: list[str] = []

    def noted(edition: Edition, records: Sequence[CaseRecord]) -> list[str]:
        made.extend(record.id for record in records)
        return make_cards(edition, records)

    monkeypatch.setattr("casebound.compose.site_library.make_cards", noted)
    case = root / "content/cases/case-33/case.md"
    case.write_text(case.read_text("utf-8").replace("Title of", "A title of"), "utf-8")
    built = build_site(root, out, cache=cache, processes=1)
    # Of each language: the page of 24 (cases 24 to 47), and the script of 8 (32 to 39) whose cards are among them.
    assert sorted(made) == sorted([f"case-{number:02}" for number in range(24, 48)] * 2)
    pages = {path for path in built.written if "library/" in path}
    assert pages == {
        f"site/{lang}library/{name}"
        for lang in ("", "en/")
        for name in ("2/index.html", "data/cards-4.js", "data/order-name.js")
    }
