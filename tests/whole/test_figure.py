"""`casebound figure`, run as a person runs it."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from tests.whole.conftest import Run

pytestmark = pytest.mark.slow

ROWS = "原因,件数\n等待,126\n找不到地方,44\n态度,25\n其他,8\n"
PAGE = "# 图\n\n```{pareto} why.csv\n:id: fig-a\n:caption: 原因\n```\n\n```{pareto}\n:id: fig-b\na,b\nc,1\n```\n"
SAID = "排列图：从大到小排列，“等待”居首，占全部的62.1%；前2项合起来占83.7%，总计"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "why.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    return tmp_path


def test_a_data_file_becomes_a_drawing(folder: Path, casebound: Run) -> None:
    done = casebound("figure", "why.csv", "--kind", "pareto", "--set", "unit=件", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1] == f"{SAID}203件。"
    root = ElementTree.fromstring((folder / "build/figures/figure-1.svg").read_bytes())
    assert root.get("role") == "img"


def test_a_picture_is_as_large_as_the_drawing_twice_over(folder: Path, casebound: Run) -> None:
    done = casebound("figure", "page.md", "--id", "fig-a", "-o", "a.png", "--lang", "en", cwd=folder)
    assert done.returncode == 0, done.stderr
    with Image.open(folder / "a.png") as picture:
        assert picture.width == 2 * (548 + 24)
        assert any(shade < 80 for shade in picture.convert("L").tobytes())


@pytest.mark.parametrize("encoding", ["gbk", "utf-16", "utf-8-sig"])
def test_a_file_as_excel_saves_it_is_drawn(encoding: str, folder: Path, casebound: Run) -> None:
    (folder / "why.csv").write_bytes(ROWS.replace(",", "\t" if encoding == "utf-16" else ",").encode(encoding))
    done = casebound("figure", "why.csv", "--kind", "pareto", cwd=folder)
    assert done.stdout.splitlines()[1] == f"{SAID}203。"
    assert ("not-utf-8" in done.stderr) == (encoding != "utf-8-sig")


def test_which_of_several_is_asked(folder: Path, casebound: Run) -> None:
    done = casebound("figure", "page.md", cwd=folder)
    assert done.returncode == 2
    assert "fig-a, fig-b" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("why.csv", "--kind", "pareot"), "“pareto”?"),
        (("page.md", "--id", "fig-c"), "fig-a, fig-b"),
        (("page.md", "--id", "fig-a", "-o", "a.gif"), ".svg"),
        (("why.csv", "--kind", "pareto", "--set", "unit"), "键=值"),
        (("empty.md",), "没有图"),
        ((), "--list"),
    ],
)
def test_a_slip_is_told(arguments: tuple[str, ...], said: str, folder: Path, casebound: Run) -> None:
    (folder / "empty.md").write_text("没有", encoding="utf-8")
    done = casebound("figure", *arguments, cwd=folder)
    assert done.returncode == 2
    assert said in done.stderr


def test_data_outside_the_folder_are_not_read(folder: Path, casebound: Run) -> None:
    inner = folder / "inner"
    inner.mkdir()
    (inner / "page.md").write_text("```{pareto} ../why.csv\n```\n", encoding="utf-8")
    done = casebound("figure", "page.md", cwd=inner)
    assert done.returncode == 2
    assert "../why.csv" in done.stderr


def test_a_figure_that_cannot_be_drawn_says_why(folder: Path, casebound: Run) -> None:
    (folder / "why.csv").write_text("原因,件数\n等待,一百\n", encoding="utf-8")
    done = casebound("figure", "why.csv", "--kind", "pareto", cwd=folder)
    assert done.returncode == 1
    assert "unreadable-cell" in done.stderr and "why.csv:2:4" in done.stderr
    assert not (folder / "build").exists()


def test_every_figure_is_listed(folder: Path, casebound: Run) -> None:
    from casebound.read.markdown import FIGURES

    done = casebound("figure", "--list", cwd=folder)
    assert [name for name in FIGURES if f"\n{name}  " not in f"\n{done.stdout}"] == []


def test_a_case_brings_its_measures_along(sample: Path, tmp_path: Path, casebound: Run) -> None:
    root = tmp_path / "ws"
    shutil.copytree(sample, root)
    path = root / "content/cases/alteration-desk/case.md"
    fence = "\n```{run-chart}\n:id: fig-run\n:caption: 逐月\n:measure: promised-days\n```\n"
    path.write_text(path.read_text(encoding="utf-8") + fence, encoding="utf-8")
    done = casebound("figure", path, "--id", "fig-run", "-o", tmp_path / "run.svg", cwd=tmp_path)
    assert (tmp_path / "run.svg").is_file(), done.stderr
