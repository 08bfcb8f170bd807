"""A workbook that somebody has changed: rendered, opened with openpyxl, edited, saved."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Any

from casebound.evaluate.sheets.xlsx_read import read_xlsx
from casebound.evaluate.sheets.xlsx_write import render_xlsx
from casebound.model.sheet import PacketSheets, ReturnedFile
from casebound.text.finding import Finding, Severity
from tests.evaluate.sheets.packets import FILLED, TIMESTAMP, packet

Edit = Callable[[Any], object]
"""What is done to the open workbook."""


@cache
def filled_workbook() -> bytes:
    """A workbook with a sheet that is filled in and a blank one."""
    return render_xlsx(packet(FILLED, None), TIMESTAMP)


@cache
def shared_workbook() -> bytes:
    """The same as Excel, WPS and LibreOffice write it: texts in a part of their own, not in the cells."""
    strings: list[bytes] = []

    def share(match: re.Match[bytes]) -> bytes:
        strings.append(match[2])
        return b'<c%st="s"><v>%d</v></c>' % (match[1], len(strings) - 1)

    def change(members: dict[str, bytes]) -> None:
        for name in sorted(members):
            if name.startswith("xl/worksheets/sheet"):
                members[name] = re.sub(
                    rb'<c([^>]*)t="inlineStr"[^>]*><is>(.*?)</is></c>', share, members[name], flags=re.S
                )
        items = b"".join(b'<si>%s<rPh sb="0" eb="1"><t>pinyin</t></rPh></si>' % text for text in strings)
        members["xl/sharedStrings.xml"] = b"<sst>" + items + b"</sst>"
        name = "xl/_rels/workbook.xml.rels"
        relation = b'<Relationship Id="rIdS" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
        members[name] = members[name].replace(b"</Relationships>", relation)

    data = repacked(filled_workbook(), change)
    assert strings
    return data


def edited(edit: Edit, sheets: PacketSheets | None = None) -> bytes:
    """The bytes of the workbook after the edit; without other sheets: one filled in, one blank."""
    from openpyxl import load_workbook

    workbook = load_workbook(io.BytesIO(filled_workbook() if sheets is None else render_xlsx(sheets, TIMESTAMP)))
    edit(workbook)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def read_edited(edit: Edit, sheets: PacketSheets | None = None) -> ReturnedFile:
    """What is read after the edit."""
    return read_xlsx("back.xlsx", edited(edit, sheets))


def cell(sheet: Any, key: str, column: str, nth: int = 0) -> Any:
    """The cell of a form under a column's key, in the nth row with that key."""
    rows = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == key]
    columns = [number for number in range(1, 10) if sheet.cell(1, number).value == column]
    return sheet.cell(rows[nth], columns[0])


def said_of(findings: tuple[Finding, ...]) -> list[tuple[str, str, str, str]]:
    """Findings as severity, rule, place and message."""
    marks = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "advice"}
    return [
        (
            marks[finding.severity],
            finding.rule,
            finding.span.source.path.removeprefix("back.xlsx!"),
            finding.message.to("en"),
        )
        for finding in findings
    ]


def repacked(data: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    """The archive after a change of its members."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()
