"""Files that are no score sheet, or mean harm: refused with a reason before they cost anything, never an exception."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebound.evaluate.sheets.xlsx_read import read_xlsx
from casebound.model.evaluation import Evaluation
from casebound.text.finding import Severity
from tests.evaluate.sheets.answers import spelt_out
from tests.evaluate.sheets.edited import filled_workbook, repacked, shared_workbook
from tests.evaluate.sheets.packets import FILLED

FORM = "xl/worksheets/sheet2.xml"
STRINGS = "xl/sharedStrings.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Members = dict[str, bytes]


def archive(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return stream.getvalue()


def with_member(name: str, content: bytes) -> bytes:
    return repacked(shared_workbook(), lambda members: members.update({name: content}))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file is empty"),
        (b"\0" * 5000, "The file is empty"),
        ("条款,得分\n5.2.1,85\n".encode(), "This is not an .xlsx file"),
        (b"%PDF-1.7", "This is not an .xlsx file"),
        (OLE + b"\0" * 5000, "This is the old .xls format, or WPS’s .et"),
        (OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), "The file has a password and cannot be read"),
        (b"PK\x03\x04", "The file is damaged and cannot be read"),
        (archive(a=b"b"), "This archive is not an .xlsx file"),
        (archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "This is an OpenDocument spreadsheet"),
        (b"PK" + b"x" * 16_000_000, "Larger than 16 MB, not read"),
    ],
    ids=["empty", "zeros", "csv", "pdf", "xls", "password", "cut", "zip", "ods", "large"],
)
def test_what_is_no_workbook_is_told_by_what_it_is(data: bytes, message: str) -> None:
    file = read_xlsx("back.xlsx", data)
    assert [(each.rule, each.span.source.path, each.message.to("en")) for each in file.findings] == [
        ("unusable-sheet-file", "back.xlsx", message)
    ]
    assert file.sheets == ()


def test_somebody_s_other_workbook_is_no_score_sheet() -> None:
    from openpyxl import Workbook

    stream = io.BytesIO()
    Workbook().save(stream)
    assert [finding.rule for finding in read_xlsx("budget.xlsx", stream.getvalue()).findings] == ["no-score-sheet"]


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_are_refused(name: str) -> None:
    file = read_xlsx("back.xlsx", with_member(name, b"x"))
    assert [finding.message.to("en") for finding in file.findings] == ["The file carries macros and was not read"]


def too_many_members(members: Members) -> None:
    members.update({f"xl/media/{number}.png": b"" for number in range(2_001)})


def very_compressible(members: Members) -> None:
    members["xl/media/big.bin"] = b"\0" * 3_000_000


def large_in_sum(members: Members) -> None:
    block = bytes(range(256)) * 64  # compresses well, but not beyond the ratio
    members.update({f"xl/media/{number}.bin": (block + bytes([number])) * 500 for number in range(9)})


@pytest.mark.parametrize("change", [too_many_members, very_compressible, large_in_sum])
def test_an_archive_that_unpacks_to_too_much_is_not_unpacked(change: Callable[[Members], None]) -> None:
    file = read_xlsx("back.xlsx", repacked(filled_workbook(), change))
    assert [finding.message.to("en") for finding in file.findings] == [
        "It unpacks to far more than a score sheet holds, and was not read"
    ]


def test_an_archive_that_lies_about_a_size_is_not_unpacked_further() -> None:
    data = bytearray(repacked(filled_workbook(), lambda members: members.update({FORM: b"\0" * 50_000_000})))
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(FORM.encode()))
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    file = read_xlsx("back.xlsx", bytes(data))
    assert [finding.rule for sheet in file.sheets for finding in sheet.findings] == ["damaged-form"]


def test_two_parts_of_one_name_are_refused() -> None:
    stream = io.BytesIO(filled_workbook())
    with zipfile.ZipFile(stream, "a") as file, pytest.warns(UserWarning, match="Duplicate name"):
        file.writestr(FORM, b"<worksheet/>")
    findings = read_xlsx("back.xlsx", stream.getvalue()).findings
    assert [finding.message.to("en") for finding in findings] == ["The archive holds two parts of one name"]


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (letter + 1, b"&%c;" % letter * 10) for letter in range(97, 106))
    + b"]><sst><si><t>&j;</t></si></sst>"
)


def test_entities_are_refused_wherever_they_stand() -> None:
    for name in (STRINGS, "xl/workbook.xml", "xl/styles.xml", "_rels/.rels"):
        file = read_xlsx("back.xlsx", with_member(name, BOMB))
        assert [finding.rule for finding in file.findings] == ["unusable-sheet-file"], name
        assert file.findings[0].message.to("en") == "It declares XML entities, as no spreadsheet program does"
    file = read_xlsx("back.xlsx", with_member(FORM, BOMB))
    assert [finding.rule for finding in file.sheets[0].findings] == ["damaged-form"]


def test_an_outside_reference_is_never_followed() -> None:
    outside = b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><sst/>'
    assert [each.rule for each in read_xlsx("back.xlsx", with_member(STRINGS, outside)).findings] == [
        "unusable-sheet-file"
    ]

    def link(members: Members) -> None:
        name = "xl/_rels/workbook.xml.rels"
        relations = members[name].replace(b"/xl/worksheets/sheet3.xml", b"../../../../etc/passwd")
        outer = b'<Relationship Id="x" Type="x/externalLink" Target="http://x.invalid" TargetMode="External"/>'
        members[name] = relations.replace(b"</Relationships>", outer + b"</Relationships>")

    file = read_xlsx("back.xlsx", repacked(filled_workbook(), link))
    assert spelt_out(file.sheets[0]) == FILLED
    assert [finding.rule for finding in file.sheets[1].findings] == ["damaged-form"]


def test_a_damaged_sheet_keeps_no_other_from_being_taken() -> None:
    file = read_xlsx("back.xlsx", with_member("xl/worksheets/sheet3.xml", b"<worksheet><sheetData><row"))
    assert spelt_out(file.sheets[0]) == FILLED
    assert file.sheets[0].findings == ()
    assert [(each.rule, each.message.to("en")) for each in file.sheets[1].findings] == [
        ("damaged-form", "This worksheet is damaged and was not read")
    ]
    assert file.sheets[1].case is not None
    assert file.sheets[1].case.text == "senior-hotline"


def test_a_hundred_thousand_cells_are_enough() -> None:
    cells = b"".join(b"<c><v>%d</v></c>" % (number * number) for number in range(100_001))
    many = b"<worksheet><sheetData><row>" + cells + b"</row></sheetData></worksheet>"
    file = read_xlsx("back.xlsx", with_member("xl/worksheets/sheet3.xml", many))
    assert [each.message.to("en") for each in file.sheets[1].findings] == ["More than 100000 cells with contents"]
    assert spelt_out(file.sheets[0]) == FILLED


def test_texts_are_read_where_excel_puts_them() -> None:
    file = read_xlsx("back.xlsx", shared_workbook())
    assert [spelt_out(sheet) for sheet in file.sheets] == [FILLED, Evaluation(case="senior-hotline", evaluator="e01")]
    assert [sheet.findings for sheet in file.sheets] == [(), ()]


def test_names_with_a_prefix_are_read_all_the_same() -> None:
    def prefix(members: Members) -> None:
        for name in (FORM, STRINGS, "xl/workbook.xml"):
            text = members[name].replace(b"</", b"\0").replace(b"<", b"<x:").replace(b"\0", b"</x:")
            text = text.replace(b"<x:?xml", b"<?xml").replace(b" xmlns=", b" xmlns:x=")
            members[name] = text

    file = read_xlsx("back.xlsx", repacked(shared_workbook(), prefix))
    assert [spelt_out(sheet) for sheet in file.sheets] == [FILLED, Evaluation(case="senior-hotline", evaluator="e01")]


def is_told(data: bytes) -> bool:
    """Whether a damaged file was either read as it was or has a finding."""
    file = read_xlsx("back.xlsx", data)
    faults = [*file.findings, *(finding for sheet in file.sheets for finding in sheet.findings)]
    return bool(file.sheets) or any(finding.severity is Severity.ERROR for finding in faults)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=6), st.integers(0, 10**6))
@settings(max_examples=60)
def test_flipped_bytes_and_cut_ends_never_raise(flips: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(filled_workbook())
    for place, byte in flips:
        data[place % len(data)] = byte
    assert is_told(bytes(data))
    assert is_told(bytes(data[: cut % len(data)]))


@given(
    st.sampled_from([FORM, STRINGS, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"]),
    st.lists(st.tuples(st.integers(0, 10**6), st.binary(min_size=0, max_size=3)), min_size=1, max_size=4),
)
@settings(max_examples=60)
def test_xml_nonsense_never_raises(name: str, changes: list[tuple[int, bytes]]) -> None:
    def change(members: Members) -> None:
        data = bytearray(members[name])
        for place, text in changes:
            at = place % len(data)
            data[at : at + len(text)] = text
        members[name] = bytes(data)

    assert is_told(repacked(shared_workbook(), change))


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="A0"><v>1</v></c>',
        b'<c r="ZZZZ1"><v>1</v></c>',
        b'<c r="C9999999"><v>1</v></c>',
        b'<c t="s"><v>99999999999999999999</v></c>',
        b'<c t="s"><v>x</v></c>',
        b'<c s="-5"><v>1e999</v></c>',
        b'<c s="x"><v>1</v></c>',
        b"<c><v>" + b"9" * 5000 + b"</v></c>",
        b'<c t="e"><v/></c>',
        b'<c t="d"><v>never</v></c>',
        b"<c><v>nan</v></c>",
        b'<mergeCell ref="C:C"/>',
        b'<col min="x" max="" hidden="1"/>',
        b'<row r="x"/>',
    ],
)
def test_cells_that_cannot_be_never_raise(cell: bytes) -> None:
    def change(members: Members) -> None:
        members[FORM] = members[FORM].replace(b"<sheetData>", b"<sheetData><row>" + cell + b"</row>")

    assert is_told(repacked(filled_workbook(), change))
