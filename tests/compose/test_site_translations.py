"""A case on the pages of a language: written in it, translated, translated from an older text, or not at all."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from casebound.compose.public_case import make_public_cases
from casebound.workspace.load import load
from casebound.workspace.publish_site import make_site_artifacts

CHECKOUT = Path(__file__).resolve().parents[2]
STALE = "The Chinese original has changed since this was translated."
ONLY = "This case is in Chinese only."


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """One case with an English translation that is current, one without; Chinese and English."""
    content = tmp_path / "content"
    for name in ("frameworks", "cases/antenatal-waiting", "cases/outage-notice"):
        shutil.copytree(CHECKOUT / "content" / name, content / name)
    shutil.copy(CHECKOUT / "content" / "vocabularies.yaml", content)
    (tmp_path / "casebound.toml").write_text('languages = ["zh-CN", "en"]\n[name]\nen = "Two"\nzh-CN = "二"\n', "utf-8")
    return tmp_path


def site_of(root: Path, *languages: str) -> dict[str, str]:
    artifacts = make_site_artifacts(load(root), languages or ("zh-CN", "en"))
    return {item.path: item.data.decode() for item in artifacts if item.path.endswith(".html")}


def make_stale(root: Path) -> None:
    path = root / "content/cases/antenatal-waiting/case.md"
    path.write_text(path.read_text("utf-8") + "\n又改了一处。\n", "utf-8")


def hreflangs(page: str) -> dict[str, str]:
    return dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', page))


def canonical(page: str) -> list[str]:
    return re.findall(r'<link rel="canonical" href="([^"]+)">', page)


def states(root: Path) -> dict[tuple[str, str], str]:
    (cases,) = [make_public_cases(load(root).usable())]
    return {(case.id, lang): case.translation(lang).value for case in cases for lang in ("zh-CN", "en")}


def test_each_page_knows_which_of_the_four_it_is(workspace: Path) -> None:
    current = {
        ("antenatal-waiting", "zh-CN"): "original",
        ("antenatal-waiting", "en"): "current",
        ("outage-notice", "zh-CN"): "original",
        ("outage-notice", "en"): "fallback",
    }
    assert states(workspace) == current
    make_stale(workspace)
    assert states(workspace) == current | {("antenatal-waiting", "en"): "stale"}


def test_a_current_translation_says_nothing_and_names_both_languages(workspace: Path) -> None:
    page = site_of(workspace)["en/cases/antenatal-waiting/index.html"]
    assert STALE not in page
    assert ONLY not in page
    assert canonical(page) == []
    both = {"zh-CN": "../../../cases/antenatal-waiting/index.html", "en": "index.html"}
    assert hreflangs(page) == {**both, "x-default": both["zh-CN"]}


def test_a_stale_translation_says_so_and_leads_to_the_original(workspace: Path) -> None:
    make_stale(workspace)
    site = site_of(workspace)
    page = site["en/cases/antenatal-waiting/index.html"]
    link = '<a href="../../../cases/antenatal-waiting/index.html" hreflang="zh-CN">Read the original</a>'
    assert f"{STALE} {link}" in page
    assert STALE not in site["cases/antenatal-waiting/index.html"]
    assert set(hreflangs(page)) == {"zh-CN", "en", "x-default"}


def test_a_stale_translation_leads_nowhere_where_the_site_lacks_the_original(workspace: Path) -> None:
    make_stale(workspace)
    page = site_of(workspace, "en")["cases/antenatal-waiting/index.html"]
    assert f"{STALE}</p>" in page


def test_a_case_without_translation_is_marked_and_stands_in_the_first_place_where_it_was_written(
    workspace: Path,
) -> None:
    page = site_of(workspace)["en/cases/outage-notice/index.html"]
    original = "../../../cases/outage-notice/index.html"
    assert ONLY in page
    assert canonical(page) == [original]
    assert hreflangs(page) == {"zh-CN": original, "x-default": original}


@pytest.mark.parametrize("case", ["antenatal-waiting", "outage-notice"])
def test_the_language_switch_leads_to_the_same_page(workspace: Path, case: str) -> None:
    site = site_of(workspace)
    here = re.findall(r'<nav class="languages".*?href="([^"]+)"', site[f"cases/{case}/index.html"], re.DOTALL)
    there = re.findall(r'<nav class="languages".*?href="([^"]+)"', site[f"en/cases/{case}/index.html"], re.DOTALL)
    assert (here, there) == ([f"../../en/cases/{case}/index.html"], [f"../../../cases/{case}/index.html"])
