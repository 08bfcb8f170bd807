"""A text that pages of several languages show is composed once; what it points to is found from each of them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from posixpath import dirname, join, normpath
from unittest.mock import patch

import pytest

from casebound.compose import chapter
from casebound.workspace.site_build import build_site

CHECKOUT = Path(__file__).resolve().parents[2]
TRANSLATED = CHECKOUT / "content/cases/antenatal-waiting"
MORE = """

## 附加 {#more}

一页说明见[表](data/extra.csv)，图见下：

```{pareto} 原因
:id: fig-more

- 甲: 5
- 乙: 3
```
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """One case that nobody translated, with a figure and a link to a file; two languages of the site."""
    content = tmp_path / "content"
    for name in ("frameworks", "cases/outage-notice"):
        shutil.copytree(CHECKOUT / "content" / name, content / name)
    shutil.copy(CHECKOUT / "content" / "vocabularies.yaml", content)
    case = content / "cases/outage-notice"
    (case / "data").mkdir(exist_ok=True)
    (case / "data/extra.csv").write_text("a,b\n1,2\n", "utf-8")
    path = case / "case.md"
    path.write_text(path.read_text("utf-8").rstrip() + MORE, "utf-8")
    (tmp_path / "casebound.toml").write_text('languages = ["zh-CN", "en"]\n[name]\nen = "One"\nzh-CN = "一"\n', "utf-8")
    return tmp_path


def test_files_and_data_are_reached_from_every_language(workspace: Path, tmp_path: Path) -> None:
    build_site(workspace, tmp_path / "out", processes=1)
    site = tmp_path / "out" / "site"
    for page in ("cases/outage-notice/index.html", "en/cases/outage-notice/index.html"):
        text = (site / page).read_text("utf-8")
        assert chapter.BASE not in text
        links = [
            *re.findall(r'href="([^"#:]*\.csv)"', text),
            *re.findall(r'src="([^"#:]*)"', text),
        ]
        assert any(link.endswith("data/extra.csv") for link in links)
        assert any("figures/" in link for link in links)
        for link in links:
            assert (site / normpath(join(dirname(page), link))).is_file(), link


def test_the_text_is_composed_once(workspace: Path, tmp_path: Path) -> None:
    with patch("casebound.compose.site_case.make_chapter", wraps=chapter.make_chapter) as made:
        build_site(workspace, tmp_path / "out", processes=1)
    assert made.call_count == 1


def test_a_translation_is_composed_by_itself(workspace: Path, tmp_path: Path) -> None:
    shutil.rmtree(workspace / "content/cases/outage-notice")
    shutil.copytree(TRANSLATED, workspace / "content/cases/antenatal-waiting")
    with patch("casebound.compose.site_case.make_chapter", wraps=chapter.make_chapter) as made:
        build_site(workspace, tmp_path / "out", processes=1)
    langs = [call.args[0].lang for call in made.call_args_list]
    versions = len(("now", "1.0.0", "1.1.0"))
    assert sorted(langs) == ["en"] * versions + ["zh-CN"] * versions


def test_searching_an_untranslated_edition_finds_in_the_same_index(workspace: Path, tmp_path: Path) -> None:
    build_site(workspace, tmp_path / "out", processes=1)
    site = tmp_path / "out" / "site"
    first, second = site / "search/data", site / "en/search/data"
    shards = sorted(path.relative_to(second) for path in second.rglob("s/*.js"))
    assert shards
    for name in (*shards, Path("words.js")):
        assert (first / name).read_bytes() == (second / name).read_bytes()
