"""`casebound site` on small workspaces: own pages, former addresses, withdrawn cases, dead links, a ZIP."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.whole.conftest import Run

pytestmark = pytest.mark.slow

FIRST, SECOND = "alteration-desk", "fleet-handover"
ENGLISH = ("--lang", "en")


@pytest.fixture
def made(casebound: Run, pair: Path) -> Callable[..., str]:
    """Makes the site; what it said on standard error, in English."""

    def make(*arguments: str, code: int = 0) -> str:
        done = casebound("site", "--lang", "en", *arguments, cwd=pair)
        assert done.returncode == code, done.stderr
        return done.stderr

    return make


def page(root: Path, path: str) -> str:
    return (root / "build/site" / path).read_text("utf-8")


def change(root: Path, case: str, old: str, new: str) -> None:
    path = root / "content/cases" / case / "case.md"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def add_settings(root: Path, text: str) -> None:
    with (root / "casebound.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{text}\n")


def line_of(root: Path, path: str, word: str) -> int:
    lines = (root / path).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if word in line)


# Former addresses


def test_a_former_id_leads_to_the_case(pair: Path, made: Callable[..., str]) -> None:
    change(pair, FIRST, f"id: {FIRST}\n", f"id: {FIRST}\naliases: [tailor, 改衣台]\n")
    made()
    text = page(pair, "cases/tailor/index.html")
    assert f'<meta http-equiv="refresh" content="0; url=../{FIRST}/index.html">' in text
    assert f'<link rel="canonical" href="../{FIRST}/index.html">' in text
    assert f'<a href="../{FIRST}/index.html" lang="zh-CN">' in text
    assert not [path for path in (pair / "build/site/cases").iterdir() if path.name not in (FIRST, SECOND, "tailor")]
    assert "tailor/" not in page(pair, "llms.txt")


def test_two_cases_cannot_both_have_a_former_id(pair: Path, made: Callable[..., str]) -> None:
    change(pair, FIRST, f"id: {FIRST}\n", f"id: {FIRST}\naliases: [old]\n")
    change(pair, SECOND, f"id: {SECOND}\n", f"id: {SECOND}\naliases: [old, {FIRST}]\n")
    said = made(code=1)
    place = f"content/cases/{SECOND}/case.md:{line_of(pair, f'content/cases/{SECOND}/case.md', 'aliases:')}:"
    assert re.search(rf"{place}\d+: error\[claimed-alias\] The alias “old” belongs to the case “{FIRST}”", said), said
    assert re.search(rf"{place}\d+: error\[claimed-alias\] The alias “{FIRST}” is another case's id", said), said
    assert f"url=../{FIRST}/index.html" in page(pair, "cases/old/index.html")
    assert 'class="study"' in page(pair, f"cases/{FIRST}/index.html")


# Withdrawn cases


def withdraw(root: Path, case: str) -> None:
    change(root, case, "consent: yes", "consent: no")


def test_a_case_that_is_gone_without_a_word_is_said_to_be_and_leaves_nothing_of_itself(
    pair: Path, made: Callable[..., str]
) -> None:
    made()
    title = re.search(r"<h1[^>]*><span>([^<]+)", page(pair, f"cases/{SECOND}/index.html"))
    assert title
    withdraw(pair, SECOND)
    for _ in range(2):  # it stays until somebody says what became of it
        said = made(code=1)
        assert f"[lost-case] The site had a case “{SECOND}” the last time and has it no longer" in said
        text = page(pair, f"cases/{SECOND}/index.html")
        assert '<meta name="robots" content="noindex">' in text
        assert "no longer part of the collection" in text
    left = {path for path in (pair / "build/site").rglob("*") if path.is_file()}
    for path in left:
        assert title[1].encode() not in path.read_bytes(), path
    assert [path.name for path in left if path.parent.name == SECOND] == ["index.html"]


def test_a_withdrawn_case_says_when_and_why(pair: Path, made: Callable[..., str]) -> None:
    made()
    withdraw(pair, SECOND)
    add_settings(
        pair,
        f'[[site.removed]]\nid = "{SECOND}"\ndate = 2026-03-01\nreason = {{ zh-CN = "数据有误", en = "Wrong <data>" }}',
    )
    made()
    text = page(pair, f"cases/{SECOND}/index.html")
    assert "withdrawn from the collection on 1 March 2026" in text
    assert "Reason: Wrong &lt;data&gt;" in text
    for path in ("feed.xml", "feed.json", "cases.json", "cases.csv", "llms.txt"):
        assert SECOND not in page(pair, path)


def test_a_withdrawn_case_may_lead_to_another(pair: Path, made: Callable[..., str]) -> None:
    add_settings(pair, f'[[site.removed]]\nid = "elder"\ndate = 2026-03-01\nsee = "{FIRST}"')
    made()
    assert f"url=../{FIRST}/index.html" in page(pair, "cases/elder/index.html")


def test_into_an_empty_folder_nothing_is_lost(pair: Path, made: Callable[..., str]) -> None:
    withdraw(pair, SECOND)
    assert "lost" not in made("--output", str(pair / "elsewhere"))
    assert not (pair / "elsewhere/site/cases" / SECOND).exists()


# Pages of the workspace's own


def own(root: Path, name: str, text: str) -> None:
    folder = root / "site/pages"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")


def test_a_page_of_ones_own_stands_in_the_menu_or_at_the_foot(pair: Path, casebound: Run) -> None:
    settings = (pair / "casebound.toml").read_text("utf-8")
    (pair / "casebound.toml").write_text(settings.replace('["zh-CN"]', '["zh-CN", "en"]'), "utf-8")
    own(
        pair,
        "join.zh-CN.md",
        "---\nmenu: yes\norder: 1\n---\n# 怎样加入 <b>\n\n<script>alert(1)</script>\n\n## 步骤\n\n见[条款](terms.zh-CN.md)、"  # noqa: E501
        f"[案例](../../content/cases/{FIRST}/case.md)、[数据](/cases.csv)。\n",
    )
    own(pair, "terms.zh-CN.md", "---\ntitle: 使用条款\n---\n没有标题的正文。\n")
    done = casebound("site", cwd=pair)
    assert done.returncode == 0, done.stderr
    text = page(pair, "join/index.html")
    assert "<h1>怎样加入 &lt;b&gt;</h1>" in text and "<script>alert" not in text
    assert '<a href="../terms/index.html">条款</a>' in text
    assert f'<a href="../cases/{FIRST}/index.html">案例</a>' in text
    assert '<a href="../cases.csv">数据</a>' in text
    menu, foot = (
        re.search(pattern, page(pair, "index.html"), re.S)
        for pattern in ('<nav class="menu".*?</nav>', "<footer.*?</footer>")
    )
    assert menu and '<a href="join/index.html">怎样加入 &lt;b&gt;</a>' in menu[0]
    assert foot and '<a href="terms/index.html">使用条款</a>' in foot[0]
    assert "<p>没有标题的正文。</p>" in page(pair, "terms/index.html")
    english = page(pair, "en/join/index.html")
    assert "This page is in Chinese only." in english and '<h1 lang="zh-CN">' in english


def test_a_page_that_cannot_have_its_name_is_said_to(pair: Path, made: Callable[..., str], casebound: Run) -> None:
    own(pair, "cases.en.md", "# x\n")
    own(pair, "Our Page.en.md", "# x\n")
    own(pair, "notes.md", "# x\n")
    said = made(code=1)
    assert "site/pages/cases.en.md" in said and "[reserved-page-name] The site itself uses the address “cases”" in said
    assert "“Our Page.en.md” cannot name a page" in said
    assert "[misnamed-page] “notes.md” cannot name a page" in said
    assert said.count("cannot name a page") == 2
    checked = casebound("check", "--lang", "en", cwd=pair)
    assert checked.returncode == 1
    assert "[reserved-page-name] The site itself uses the address “cases”" in checked.stdout
    assert checked.stdout.count("[misnamed-page]") == 2


def test_a_broken_link_is_said_where_it_was_written(pair: Path, made: Callable[..., str]) -> None:
    own(
        pair,
        "join.en.md",
        "---\nmenu: yes\n---\n# Join\n\n[a](nowhere.md) [b](/cases/none/)\n\n[c](#no-place) ![d](x.png)\n\n"
        f"[e](../../content/cases/{FIRST}/case.md#no-section) [f](https://example.org/)\n",
    )
    said = made(code=1)
    found = sorted(re.findall(r"site/pages/join\.en\.md:(\d+):\d+: \w+\[dead-link\] Link “([^”]+)”", said))
    assert [line for line, _ in found] == ["10", "6", "6", "8", "8"]
    assert "there is no site/pages/nowhere.md" in said or "there is no nowhere" in said, said


def test_a_place_that_is_there_twice_is_said_to_be(pair: Path, made: Callable[..., str]) -> None:
    (pair / "templates/site").mkdir(parents=True)
    (pair / "templates/site/missing.html").write_text('<!DOCTYPE html><p id=\'a\'><p id="b"><p id="b">', "utf-8")
    assert "[duplicate-place] “b” stands twice on this page" in made(code=1)


def test_a_template_and_a_token_of_ones_own_leave_the_rest(pair: Path, made: Callable[..., str]) -> None:
    (pair / "templates/site").mkdir(parents=True)
    (pair / "templates/site/missing.html").write_text("<!DOCTYPE html><title>Gone fishing</title>", "utf-8")
    (pair / "templates/tokens.css").write_text(":root { --indigo: #004d40 }", "utf-8")
    (pair / "site/assets").mkdir(parents=True)
    (pair / "site/assets/seal.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    made()
    assert "Gone fishing" in page(pair, "404.html")
    assert page(pair, "assets/tokens.css") == ":root { --indigo: #004d40 }"
    assert "<svg" in page(pair, "assets/seal.svg")
    assert 'class="study"' in page(pair, f"cases/{FIRST}/index.html")
    assert (pair / "build/site/assets/site.css").is_file()


# The whole as a file


def test_the_whole_site_is_one_file_on_request_and_its_sums_hold(pair: Path, made: Callable[..., str]) -> None:
    made()
    folder = pair / "build/site"
    assert not (folder / "site.zip").exists()
    made("--zip")
    subprocess.run(["sha256sum", "-c", "--quiet", "--strict", "SHA256SUMS"], cwd=folder, check=True)
    with zipfile.ZipFile(folder / "site.zip") as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert sorted(names) == names
        there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        assert set(names) == there - {"site.zip"}
        for name in names:
            assert archive.read(name) == (folder / name).read_bytes()
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    first = (folder / "site.zip").read_bytes()
    made("--zip")
    assert (folder / "site.zip").read_bytes() == first


def test_the_manifest_knows_the_files_for_machines(pair: Path, made: Callable[..., str]) -> None:
    made()
    files = json.loads((pair / "build/manifest.json").read_text("utf-8"))["files"]
    assert {"site/feed.xml", "site/feed.json", "site/robots.txt", "site/SHA256SUMS"} <= set(files)


def test_what_was_wrong_the_last_time_is_said_again_until_it_is_mended(pair: Path, made: Callable[..., str]) -> None:
    own(pair, "join.en.md", "# Join\n\n[a](../assets/form.pdf) [b](/cases/none/)\n")
    (pair / "site/assets").mkdir(parents=True)
    (pair / "site/assets/form.pdf").write_bytes(b"%PDF-1.4")
    for _ in range(2):
        said = made(code=1)
        assert "“../cases/none/index.html”" in said and "form.pdf" not in said
    (pair / "site/assets/form.pdf").unlink()
    assert "there is no assets/form.pdf" in made(code=1)
    own(pair, "join.en.md", "# Join\n")
    made()
    made()
