"""A collection of the worst that is handed in: every page is made, valid, readable by all, and runs nothing."""

from __future__ import annotations

import html
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from playwright.sync_api import Browser

from tests.site_judges import axe_complaints, vnu_complaints

if TYPE_CHECKING:
    from tests.whole.conftest import Run

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHECKOUT = Path(__file__).resolve().parents[2]
LONG = "把一件小事说得很长很长" * 27 + "终于"
assert len(LONG) == 299
HOSTILE = (
    """</title><script>document.title='run'</script>"><img src=x onerror="document.title='run'"> '/../\\ & {{ 7*7 }}"""
)
LATIN = "W" * 300
TAGS = 5000
GOOD = "fleet-handover"
REMOVED = f"""
[[site.removed]]
id = "withdrawn"
date = 2026-03-01
reason = {json.dumps(HOSTILE)}

[[site.removed]]
id = "elder"
date = 2026-03-01
see = "hostile-title"
"""
AROUND = ("", "library/", "criteria/", "map/", "compare/", "search/", "cases/hostile-title/replicate/")
CASES = ("long-title", "hostile-title", "latin-title", "many-tags", "no-measures", "no-summary", "no-body", "bare")


def write(root: Path, id: str, front: dict[str, Any], body: str) -> None:
    folder = root / "content" / "cases" / id
    folder.mkdir(parents=True)
    text = yaml.safe_dump({"id": id, **front}, allow_unicode=True, sort_keys=False, width=10**6)
    (folder / "case.md").write_text(f"---\n{text}---\n\n{body}", "utf-8")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One good case, and the others made of it by one change each."""
    root = tmp_path_factory.mktemp("worst")
    content = root / "content"
    shutil.copytree(CHECKOUT / "content" / "cases" / GOOD, content / "cases" / GOOD)
    shutil.copytree(CHECKOUT / "content" / "frameworks", content / "frameworks")
    shutil.copy2(CHECKOUT / "content" / "vocabularies.yaml", content)
    settings = 'languages = ["zh-CN", "en"]\n\n[name]\nzh-CN = "难"\nen = "Hard"\n'
    (root / "casebound.toml").write_text(settings + REMOVED, "utf-8")
    _, front, body = (content / "cases" / GOOD / "case.md").read_text("utf-8").split("---\n", 2)
    good = {**yaml.safe_load(front)}
    del good["id"]
    write(root, "long-title", {**good, "title": LONG, "short_title": LONG}, body)
    write(root, "latin-title", {**good, "title": LATIN, "short_title": LATIN, "summary": LATIN}, body)
    named = {
        **good,
        "title": HOSTILE,
        "short_title": HOSTILE,
        "summary": HOSTILE,
        "service": HOSTILE,
        "region": HOSTILE,
    }
    named["subject"] = {**good["subject"], "name": HOSTILE, "organization": HOSTILE}
    named["measures"] = [{**item, "name": f"{n} {HOSTILE}", "unit": '"<b>'} for n, item in enumerate(good["measures"])]
    write(root, "hostile-title", named, f"## {HOSTILE}\n\n{HOSTILE}\n")
    write(root, "many-tags", {**good, "methods": [f"tag-{n}" for n in range(TAGS)]}, body)
    bare = {key: good[key] for key in ("title", "lang", "framework")}
    bare["publication"] = {"consent": True, "visibility": "public"}
    write(root, "no-measures", {**good, "measures": []}, "## 做法\n\n没有数。\n")
    write(root, "no-summary", {key: value for key, value in good.items() if key != "summary"}, body)
    write(root, "no-body", good, "")
    write(root, "bare", bare, "")
    write(root, "BARE", bare, "")  # on many disks the same folder; here another one
    return root


@pytest.fixture(scope="module")
def site(root: Path, casebound: Run) -> Path:
    done = casebound("site", cwd=root)
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    assert "content/cases/BARE/case.md:2:5: error[duplicate-id]" in done.stderr
    return root / "build" / "site"


def test_every_case_has_its_pages(site: Path) -> None:
    made = {path.parent.name for path in site.glob("cases/*/index.html")}
    assert made == {*CASES, GOOD, "withdrawn", "elder"}
    assert {path.parent.name for path in site.glob("en/cases/*/index.html")} == made


def test_every_page_is_valid(site: Path) -> None:
    # A Chinese page with hardly any Chinese on it: vnu guesses at a language.
    assert [said for said in vnu_complaints(site) if "appears to be written in" not in said] == []


def test_nothing_that_was_written_becomes_markup(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        assert "<script>document" not in text, path
        assert "<img src=x" not in text, path
        assert not re.search(r"\b49\b", text.partition("{{ 7*7 }}")[0][-50:]), path
    for path in site.rglob("*.json"):
        json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize(
    ("lang", "case"),
    [
        *(("", case) for case in (*CASES, "withdrawn")),
        *(("en/", case) for case in ("hostile-title", "bare", "withdrawn")),
    ],
)
def test_every_page_serves_everybody_and_runs_nothing(site: Path, browser: Browser, lang: str, case: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    said: list[str] = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(request.url))
    page.goto((site / lang / "cases" / case / "index.html").as_uri())
    assert page.title() != "run"
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert said == []
    assert axe_complaints(page) == []
    context.close()


@pytest.mark.parametrize("path", AROUND)
@pytest.mark.parametrize("lang", ["", "en/"])
def test_what_tells_of_all_of_them_stands(site: Path, browser: Browser, path: str, lang: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((site / lang / path / "index.html").as_uri())
    assert page.title() != "run"
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert axe_complaints(page) == []
    assert said == []
    context.close()


@pytest.mark.parametrize("path", ["index.html", "en/index.html"])
def test_a_title_is_shown_as_it_was_written(site: Path, path: str) -> None:
    text = (site / path).read_text("utf-8")
    assert HOSTILE in html.unescape(text)


@pytest.mark.parametrize("lang", ["", "en/"])
def test_a_case_that_was_removed_says_why_or_leads_on(site: Path, browser: Browser, lang: str) -> None:
    gone = (site / lang / "cases/withdrawn/index.html").read_text("utf-8")
    assert HOSTILE in html.unescape(gone)
    assert '<meta name="robots" content="noindex">' in gone
    page = browser.new_page()
    page.goto((site / lang / "cases/elder/index.html").as_uri())
    page.wait_for_url(f"**/{lang}cases/hostile-title/index.html")
    assert page.title() != "run"
    page.close()
