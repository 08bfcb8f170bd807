"""Every kind of page of the sample's site, judged by tools that nobody here wrote: vnu and axe-core."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from casebound.workspace.load import load
from casebound.workspace.publish_site import make_site_artifacts
from casebound.workspace.write import write_artifacts
from tests.site_judges import axe_complaints, hosted, page_kinds, vnu_complaints

CHECKOUT = Path(__file__).resolve().parents[2]
LANGUAGES = ("zh-CN", "en")
KINDS = {"home", "case", "library", "criteria", "criterion", "map", "compare", "search", "replicate"}
KINDS |= {"page", "about", "gone", "missing"}
REMOVED = """
[[site.removed]]
id = "withdrawn"
date = 2026-03-01
reason = { zh-CN = "数据有误", en = "The figures were wrong" }

[[site.removed]]
id = "former"
date = 2026-03-01
see = "antenatal-waiting"
"""
OWN = {
    "join.zh-CN.md": "---\nmenu: yes\n---\n# 怎样投稿\n\n见[全部案例](/index.html)。\n\n## 步骤\n\n1. 写\n2. 交\n",
    "join.en.md": "---\nmenu: yes\n---\n# How to take part\n\n[All](/index.html).\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
}
VIEWPORTS = {"desktop": (1280, 900), "phone": (390, 844)}

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's, with two cases that are no longer there and a page of its own."""
    root, folder = tmp_path_factory.mktemp("workspace"), tmp_path_factory.mktemp("judged")
    shutil.copytree(CHECKOUT / "content", root / "content")
    (root / "casebound.toml").write_text((CHECKOUT / "casebound.toml").read_text("utf-8") + REMOVED, "utf-8")
    (root / "site" / "pages").mkdir(parents=True)
    for name, text in OWN.items():
        (root / "site" / "pages" / name).write_text(text, "utf-8")
    write_artifacts(folder, make_site_artifacts(load(root), LANGUAGES))
    return folder


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[str]:
    with hosted(site) as address:
        yield address


def test_vnu_has_nothing_against_any_page(site: Path) -> None:
    assert vnu_complaints(site) == []


def test_vnu_does_complain(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!DOCTYPE html><html lang=en><title>x</title><p><table></p>", "utf-8")
    assert any("No “p” element in scope" in said for said in vnu_complaints(tmp_path))


@pytest.mark.parametrize(("viewport", "scheme"), [("desktop", "dark"), ("phone", "light")])
def test_axe_has_nothing_against_any_kind_of_page(
    site: Path, host: str, browser: Browser, viewport: str, scheme: str
) -> None:
    width, height = VIEWPORTS[viewport]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    complaints = {}
    kinds = page_kinds(site)
    for (kind, lang), pages in kinds.items():
        page.goto(f"{host}/{pages[0].relative_to(site).as_posix()}")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        if said := axe_complaints(page):
            complaints[kind, lang] = said
    context.close()
    assert complaints == {}
    assert {(kind, lang) for kind in KINDS for lang in LANGUAGES} <= kinds.keys()


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_axe_has_nothing_against_a_page_that_leads_on(site: Path, browser: Browser, prefix: str) -> None:
    text = (site / prefix / "cases/former/index.html").read_text("utf-8")
    still, times = re.subn(r"<meta http-equiv=.refresh.[^>]*>", "", text)
    page = browser.new_page()
    page.set_content(still)
    said = axe_complaints(page)
    page.close()
    assert (times, said) == (1, [])


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_axe_has_nothing_against_a_former_version(host: str, browser: Browser, prefix: str) -> None:
    page = browser.new_page()
    page.goto(f"{host}/{prefix}cases/antenatal-waiting/v/1.0.0/index.html")
    said = axe_complaints(page)
    page.close()
    assert said == []


def test_axe_does_complain(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<!DOCTYPE html><html><title>x</title><main><h1>x</h1><img src=x></main>")
    said = {words.partition(":")[0] for words in axe_complaints(page)}
    page.close()
    assert said >= {"html-has-lang", "image-alt"}
