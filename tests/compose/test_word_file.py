"""The replication pack as a Word file: opened by python-docx, and looked into as what it is, a ZIP of XML."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from docx import Document

from casebound.compose.word_file import render_word_file
from casebound.text.error import CaseboundError
from casebound.workspace.load import load
from casebound.workspace.publish_site import make_site_artifacts

CHECKOUT = Path(__file__).resolve().parents[2]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def packs(root: Path) -> dict[str, bytes]:
    artifacts = make_site_artifacts(load(root), ("zh-CN", "en"))
    return {artifact.path: artifact.data for artifact in artifacts if artifact.path.endswith(".docx")}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    shutil.copytree(CHECKOUT / "content" / "frameworks", content / "frameworks")
    shutil.copytree(CHECKOUT / "content" / "cases" / "antenatal-waiting", content / "cases" / "antenatal-waiting")
    shutil.copy(CHECKOUT / "content" / "vocabularies.yaml", content)
    (tmp_path / "casebound.toml").write_text('languages = ["zh-CN", "en"]\n[name]\nen = "One"\nzh-CN = "一"\n', "utf-8")
    return tmp_path


PATH = "cases/antenatal-waiting/replicate/antenatal-waiting.{}.docx"


def opened(root: Path, lang: str = "zh-CN") -> Any:
    return Document(io.BytesIO(packs(root)[PATH.format(lang)]))


def test_a_word_processor_finds_page_headings_tables_and_blanks(workspace: Path) -> None:
    document = opened(workspace)
    page = document.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    headings = [item.text for item in document.paragraphs if item.style.name == "Heading 1"]
    assert headings == [
        *("要量的指标", "先决条件", "不能改的核心", "可以因地制宜", "步骤 · 各步合计 34 周"),
        *("资源与费用", "风险与应对", "教训", "怎样保持", "联系人"),
    ]
    _, measures, conditions, _, steps, _, risks = document.tables
    assert [cell.text for cell in measures.rows[1].cells] == ["产检平均等候时间", "52.4 → 26.8分钟", "", "", ""]
    assert [cell.text for cell in conditions.rows[4].cells] == ["抽血窗口的人员可以错班", "□", "□", "□", "", ""]
    assert steps.rows[2].cells[1].text == "2. 确认主因\n每条末端原因给出判据和数据，不用投票"
    assert [cell.text for cell in steps.rows[2].cells][2:] == ["全组 · 3 周", "", "", ""]
    assert len(risks.rows) == 4


def test_the_english_file_speaks_english(workspace: Path) -> None:
    document = opened(workspace, "en")
    assert document.core_properties.title.startswith("Replication pack · Blood tests before check-in")
    assert "Risks and responses" in [item.text for item in document.paragraphs]


def test_chinese_fonts_are_named(workspace: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(packs(workspace)[PATH.format("zh-CN")])) as archive:
        styles = ElementTree.fromstring(archive.read("word/styles.xml"))
    fonts = {style.get(f"{W}eastAsia") for style in styles.iter(f"{W}rFonts")}
    assert fonts == {"宋体", "黑体"}


def test_nothing_in_the_file_runs_or_leads_elsewhere(workspace: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(packs(workspace)[PATH.format("zh-CN")])) as archive:
        names = archive.namelist()
        assert names[0] == "[Content_Types].xml"
        assert all(name.endswith((".xml", ".rels")) for name in names)
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        everything = b"".join(archive.read(name) for name in names)
    assert b"TargetMode" not in everything
    assert [
        code.text for code in ElementTree.fromstring(_part(workspace, "word/footer1.xml")).iter(f"{W}instrText")
    ] == [" PAGE "]
    assert b"instrText" not in _part(workspace, "word/document.xml")


def _part(workspace: Path, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(packs(workspace)[PATH.format("zh-CN")])) as archive:
        return archive.read(name)


def test_words_are_words(workspace: Path) -> None:
    path = workspace / "content/cases/antenatal-waiting/case.md"
    words = '</w:t></w:r></w:p><w:p/> & ]]> \\"x\\" {{ 7*7 }}'
    text = path.read_text("utf-8").replace("    - 抽血窗口的人员可以错班", f'    - "{words}"')
    path.write_text(text, "utf-8")
    document = opened(workspace)
    assert document.tables[2].rows[4].cells[0].text == '</w:t></w:r></w:p><w:p/> & ]]> "x" {{ 7*7 }}'


def test_the_same_case_gives_the_same_bytes(workspace: Path) -> None:
    assert packs(workspace) == packs(workspace)


def test_a_template_of_a_workspace_that_is_no_xml_is_named(workspace: Path) -> None:
    (workspace / "templates/docx").mkdir(parents=True)
    (workspace / "templates/docx/footer.xml").write_text("<w:ftr>", "utf-8")
    with pytest.raises(CaseboundError, match=r"word/footer1\.xml"):
        packs(workspace)


def test_a_part_is_written_as_it_is_but_for_what_xml_cannot_hold() -> None:
    data = render_word_file({"b.xml": "<b>\x07一</b>", "[Content_Types].xml": "<a/>"})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["[Content_Types].xml", "b.xml"]
        assert archive.read("b.xml").decode() == "<b>一</b>"
