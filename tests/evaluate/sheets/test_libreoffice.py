"""Score sheets through LibreOffice: saved again as .xlsx, by way of .ods, filled in after it, printed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from casebound.evaluate.sheets.xlsx_read import read_xlsx
from casebound.evaluate.sheets.xlsx_write import render_xlsx
from casebound.model.evaluation import Evaluation
from tests.evaluate.sheets.answers import spelt_out
from tests.evaluate.sheets.edited import cell
from tests.evaluate.sheets.packets import FILLED, TIMESTAMP, packet

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(SOFFICE is None, reason="soffice is not installed (apt: libreoffice-calc-nogui)"),
]
BLANK = Evaluation(case="senior-hotline", evaluator="e01")


class Office:
    """LibreOffice with a profile of its own, so that nobody's is touched."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls = 0

    def save(self, format: str, *paths: Path) -> list[Path]:
        """The files as LibreOffice saves them."""
        self.calls += 1
        folder = self.folder / str(self.calls)
        profile = f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"
        command: list[str | Path] = [
            str(SOFFICE),
            profile,
            "--headless",
            "--convert-to",
            format,
            "--outdir",
            folder,
            *paths,
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return [folder / path.with_suffix(f".{format.partition(':')[0]}").name for path in paths]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def given_out(office: Office) -> dict[str, Path]:
    """Workbooks before anybody saved them, by name."""
    sheets = {"zh": packet(FILLED, None), "en": packet(FILLED, None, lang="en"), "blank": packet(None)}
    paths = {name: office.folder / f"{name}.xlsx" for name in sheets}
    for name, path in paths.items():
        path.write_bytes(render_xlsx(sheets[name], TIMESTAMP))
    return paths


@pytest.fixture(scope="module")
def saved(office: Office, given_out: dict[str, Path]) -> dict[str, Path]:
    """The same, saved by LibreOffice."""
    return dict(zip(given_out, office.save("xlsx", *given_out.values()), strict=True))


def test_filled_sheets_saved_by_libreoffice_are_read_without_loss(
    office: Office, given_out: dict[str, Path], saved: dict[str, Path]
) -> None:
    by_way_of_ods = office.save("xlsx", *office.save("ods", given_out["zh"], given_out["en"]))
    for path in (saved["zh"], saved["en"], *by_way_of_ods):
        file = read_xlsx("e01.xlsx", path.read_bytes())
        assert [spelt_out(sheet) for sheet in file.sheets] == [FILLED, BLANK]
        assert [*file.findings, *(finding for sheet in file.sheets for finding in sheet.findings)] == []
        assert all(sheet.packet and sheet.case_digest and sheet.framework_digest for sheet in file.sheets)


def test_a_blank_sheet_saved_by_libreoffice_and_filled_in_then_is_read(office: Office, saved: dict[str, Path]) -> None:
    from openpyxl import load_workbook

    workbook: Any = load_workbook(saved["blank"])
    form = workbook.worksheets[1]
    assert form.protection.sheet
    assert len(form.data_validations.dataValidation) >= 6
    cell(form, "criterion:5.2.1", "mark").value = 85
    cell(form, "criterion:5.2.2", "mark").value = 70.5
    cell(form, "condition:4.2", "mark").value = "符合"
    cell(form, "comment:5.2.1", "text").value = "核对单合计相符。"
    cell(form, "comment:5.2.1", "anchor").value = "users — 3.1 用户需求"
    cell(form, "status", "text").value = "已提交"
    workbook.save(office.folder / "filled.xlsx")
    file = read_xlsx("e01.xlsx", office.save("xlsx", office.folder / "filled.xlsx")[0].read_bytes())
    sheet = file.sheets[0]
    assert {id: mark.text for id, mark in sheet.marks.items()} == {"5.2.1": "85", "5.2.2": "70.5"}
    assert sheet.conditions["4.2"].met
    comments = [(each.kind.text, each.text.text, each.anchor and each.anchor.text) for each in sheet.comments]
    assert comments == [("优点", "核对单合计相符。", "users")]
    assert sheet.status
    assert (sheet.conditions["4.2"].met.text, sheet.status.text, sheet.findings) == ("符合", "已提交", ())


def test_text_that_begins_like_a_formula_is_text_to_libreoffice(office: Office, given_out: dict[str, Path]) -> None:
    second = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"  # UTF-8, second sheet
    folder = office.save(second, given_out["zh"])[0].parent
    text = "".join(each.read_text(encoding="utf-8") for each in sorted(folder.glob("*.csv")))
    assert ",=1+1 不是公式," in text
