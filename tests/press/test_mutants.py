"""A good file with one defect at a time: outside judges must see each, and nothing in the good file.

The judges are outloud and pdfua (PDF/UA-1), qpdf (syntax) and poppler (reads the structure tree).
"""

import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from casebound.press.fonts import FontSet
from tests.judges import complaints_about
from tests.press.tagged import below, kids, tagged

pytestmark = pytest.mark.slow

BODY = """
<h1>缩短等候</h1><p>先查主因<span class="note">三个月的记录</span>，再定对策<span class="note">小组讨论</span>。</p>
<section><h2>主因</h2>
<figure><svg xmlns="http://www.w3.org/2000/svg" width="40pt" height="30pt"><title>三根柱子，一根比一根高</title>
<rect width="40pt" height="30pt"/></svg><figcaption>图一</figcaption></figure>
<table><caption>表一</caption><thead><tr><th>环节</th><th>改进前</th><th>改进后</th></tr></thead>
<tbody><tr><th>签到</th><td>12</td><td>3</td></tr><tr><th>抽血</th><td>25</td><td>9</td></tr>
<tr><th>就诊</th><td>9</td><td>8</td></tr></tbody></table>
<h3>来源</h3><ol><li>叫号系统</li><li>问卷，见<a href="https://example.org/">说明</a></li></ol></section>
"""
CSS = ".note { float: footnote }"

Mutation = Callable[[pikepdf.Pdf], None]


@pytest.fixture(scope="module")
def good(fonts: FontSet) -> bytes:
    return tagged(BODY, fonts, CSS).pdf


def complaints(pdf: bytes, tmp_path: Path) -> list[str]:
    path = tmp_path / "judged.pdf"
    path.write_bytes(pdf)
    poppler = subprocess.run(["pdfinfo", "-struct", path], capture_output=True, text=True, check=True)
    return complaints_about(path) + [f"poppler {line}" for line in poppler.stderr.splitlines()]


def changed(pdf: bytes, mutation: Mutation) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        mutation(file)
        file.save(target)
    return target.getvalue()


def all_of(file: pikepdf.Pdf, role: str) -> list[Any]:
    return [element for element in below(file.Root.StructTreeRoot.K[0]) if str(element.S) == f"/{role}"]


def no_alternative(file: pikepdf.Pdf) -> None:
    del all_of(file, "Figure")[0].Alt


def no_language(file: pikepdf.Pdf) -> None:
    del file.Root.Lang


def no_mark_info(file: pikepdf.Pdf) -> None:
    del file.Root.MarkInfo


def broken_parent_tree(file: pikepdf.Pdf) -> None:
    file.Root.StructTreeRoot.ParentTree.Nums[1] = pikepdf.Name.Nothing


def id_given_twice(file: pikepdf.Pdf) -> None:
    first, second = all_of(file, "Note")
    second.ID = first.ID


def header_for_nobody(file: pikepdf.Pdf) -> None:
    del all_of(file, "TH")[0].A


def level_skipped(file: pikepdf.Pdf) -> None:
    all_of(file, "H3")[0].S = pikepdf.Name.H5


def link_without_element(file: pikepdf.Pdf) -> None:
    (link,) = all_of(file, "Link")
    link.K = pikepdf.Array([kid for kid in kids(link) if isinstance(kid, int)])
    del file.pages[-1].Annots[0].StructParent


def annotation_that_says_nothing(file: pikepdf.Pdf) -> None:
    del file.pages[-1].Annots[0].Contents


def text_outside_the_tree(file: pikepdf.Pdf) -> None:
    content = file.pages[0].Contents
    before, _, after = content.read_bytes().partition(b"/Span\n<</MCID 0>>\nBDC\n")
    inside, _, rest = after.partition(b"EMC\n")
    content.write(before + inside + rest)


def cell_beside_its_row(file: pikepdf.Pdf) -> None:
    row, cell = all_of(file, "TR")[1], all_of(file, "TD")[0]
    row.K = kids(row)[0]
    cell.P = all_of(file, "TBody")[0]
    cell.P.K = pikepdf.Array([*kids(cell.P), cell])


def element_without_parent(file: pikepdf.Pdf) -> None:
    del all_of(file, "P")[0].P


def text_claimed_twice(file: pikepdf.Pdf) -> None:
    all_of(file, "P")[0].K = pikepdf.Array([*kids(all_of(file, "P")[0]), 0])


def label_without_body(file: pikepdf.Pdf) -> None:
    all_of(file, "LBody")[0].S = pikepdf.Name.Lbl


MUTATIONS: dict[Mutation, str] = {
    no_alternative: "outloud FIG-001",
    no_language: "outloud DOC-013",
    no_mark_info: "outloud DOC-001",
    broken_parent_tree: "poppler Syntax Error: Nums item at position 1 is wrong type (name)",
    id_given_twice: "outloud NOTE-004",
    header_for_nobody: "outloud TBL-002",
    level_skipped: "outloud HDG-001",
    link_without_element: "outloud LNK-001",
    annotation_that_says_nothing: "outloud LNK-002",
    text_outside_the_tree: "outloud TAG-001",
    cell_beside_its_row: "outloud TBL-003",
    element_without_parent: "outloud TAG-023",
    text_claimed_twice: "outloud TAG-022",
    label_without_body: "outloud LST-002",
}


def test_no_judge_complains_of_the_good_file(good: bytes, tmp_path: Path) -> None:
    assert complaints(good, tmp_path) == []


def test_saving_alone_is_no_defect(good: bytes, tmp_path: Path) -> None:
    assert complaints(changed(good, lambda _: None), tmp_path) == []


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_each_defect_is_seen(mutation: Mutation, good: bytes, tmp_path: Path) -> None:
    assert MUTATIONS[mutation] in complaints(changed(good, mutation), tmp_path)
