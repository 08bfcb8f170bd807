"""Sheets as people return them → evaluations: in any mix, nothing lost, nothing overwritten, nothing guessed."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from casebound.model.evaluation import EvaluationStatus
from casebound.text.error import CaseboundError
from casebound.text.finding import Severity
from casebound.workspace.collecting import collect, refuses
from casebound.workspace.load import load
from casebound.workspace.verifying import verify_round
from tests.whole.conftest import seen
from tests.whole.returned import (
    CASE,
    FOLDER,
    as_json,
    as_markdown,
    as_xlsx,
    as_yaml,
    filled,
    give_out,
    without_evaluations,
)

if TYPE_CHECKING:
    from tests.whole.conftest import Run

pytestmark = pytest.mark.slow


ORDER = ("received", "superseded", "evaluations", "audit")
"""In which files are written."""


def taken(root: Path, *files: Path, **options: bool) -> dict[str, str]:
    """What became of the sheets in these files, by the files' names; with the rule, where one was refused."""
    settings = {"is_dry": False, "supersedes": False} | options
    collected = collect(load(root), files, round_id=None, by="王办事员", **settings)
    rules = {
        finding.span.source.path.partition("!")[0]: finding.rule
        for finding in collected.findings
        if finding.severity is Severity.ERROR
    }
    return {
        Path(row.file).name: rules.get(row.file, row.outcome.value) if row.outcome == "refused" else row.outcome.value
        for row in collected.rows
    }


def agrees(root: Path) -> list[str]:
    """The rules that verifying names."""
    workspace = load(root)
    (round,) = workspace.usable_rounds()
    return [finding.rule for finding in verify_round(workspace, round).findings]


def put(root: Path, name: str, data: bytes) -> Path:
    path = root / "inbox" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def value(root: Path, evaluator: str) -> int:
    """The mark that everything got."""
    document = yaml.safe_load((root / FOLDER / "evaluations" / CASE / f"{evaluator}.yaml").read_text(encoding="utf-8"))
    (mark,) = {each["value"] for each in document["marks"].values()}
    return int(mark)


def test_any_mix_of_formats_is_collected_and_strays_harm_nothing(
    with_round: Path, casebound: Run, tmp_path: Path
) -> None:
    sheets = give_out(without_evaluations(with_round))
    put(with_round, "打分表（终稿） (1).bak", as_xlsx(filled(sheets["e02"], 80)))
    put(with_round, "noname", as_markdown(filled(sheets["e08"], 85)))
    put(with_round, "export.txt", as_json(filled(sheets["e09"], 90)))
    put(with_round, "照片.jpg", b"\xff\xd8\xff\xe0" + bytes(1000))
    put(with_round, "空.xlsx", b"")
    put(with_round, "README.md", "# 说明\n\n请看附件。\n".encode())
    with zipfile.ZipFile(put(with_round, "信.docx", b""), "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    os.mkfifo(with_round / "inbox" / "pipe")
    (with_round / "inbox" / "link.json").symlink_to(tmp_path / "elsewhere")
    before = seen(with_round / "content" / "cases")
    done = casebound("round", "collect", "inbox", "--by", "王办事员", cwd=with_round)
    assert done.returncode == 0, done.stderr
    assert "共3份评分表：收下 3，退回 0，其余 0。" in done.stdout
    assert [value(with_round, evaluator) for evaluator in ("e02", "e08", "e09")] == [80, 85, 90]
    for name in ("照片.jpg", "空.xlsx", "README.md", "信.docx", "link.json", "pipe"):
        assert f"inbox/{name}:1:1: advice[no-score-sheet]" in done.stderr
    received = sorted(path.suffix for path in (with_round / FOLDER / "received").iterdir())
    assert received == [".json", ".md", ".xlsx"]
    assert seen(with_round / "content" / "cases") == before
    again = casebound("round", "collect", "inbox", "--lang", "en", cwd=with_round)
    assert again.returncode == 0
    assert "3 sheets: 0 taken, 0 refused, 3 without anything new." in again.stdout
    assert casebound("verify", cwd=with_round).returncode == 0


def test_yaml_comes_back_too(with_round: Path) -> None:
    sheets = give_out(without_evaluations(with_round))
    assert taken(with_round, put(with_round, "a", as_yaml(filled(sheets["e02"], 70)))) == {"a": "taken"}
    assert value(with_round, "e02") == 70


def test_a_second_return_supersedes_and_the_first_is_kept_as_it_was(with_round: Path) -> None:
    sheets = give_out(with_round)
    by_hand = (with_round / FOLDER / "evaluations" / CASE / "e02.yaml").read_bytes()
    first = put(with_round, "1.json", as_json(filled(sheets["e02"], 80)))
    second = put(with_round, "2.xlsx", as_xlsx(filled(sheets["e02"], 85)))
    assert taken(with_round, first) == {"1.json": "supersedes"}
    assert taken(with_round, first, second) == {"1.json": "same", "2.xlsx": "supersedes"}
    assert taken(with_round, first, second) == {"1.json": "earlier", "2.xlsx": "same"}
    superseded = with_round / FOLDER / "superseded" / CASE
    assert (superseded / "e02.1.yaml").read_bytes() == by_hand
    assert "value: 80" in (superseded / "e02.2.yaml").read_text(encoding="utf-8")
    assert taken(with_round, first, supersedes=True) == {"1.json": "supersedes"}
    assert value(with_round, "e02") == 80
    assert sorted(path.name for path in superseded.iterdir()) == ["e02.1.yaml", "e02.2.yaml", "e02.3.yaml"]


def test_a_sheet_with_an_error_is_refused_with_its_cell_and_the_others_are_taken(
    with_round: Path, casebound: Run
) -> None:
    sheets = give_out(without_evaluations(with_round))
    put(with_round, "e02.xlsx", as_xlsx(filled(sheets["e02"], 82)))
    put(with_round, "e08.md", as_markdown(filled(sheets["e08"], 85)).replace(b"85", "八十五".encode(), 1))
    put(with_round, "e09.yaml", as_yaml(filled(sheets["e09"], 90)))
    done = casebound("round", "collect", "inbox", cwd=with_round)
    assert done.returncode == 1
    line = next(line for line in done.stderr.splitlines() if "5.2.1：82 不在分值尺度上（0–100，每 5 一档）" in line)
    assert line.startswith("inbox/e02.xlsx!")
    assert "error[unreadable-answer]" in done.stderr
    assert sorted(path.name for path in (with_round / FOLDER / "evaluations" / CASE).iterdir()) == ["e09.yaml"]
    assert "共3份评分表：收下 1，退回 2，其余 0。" in done.stdout


def test_a_sheet_for_changed_content_is_refused_with_the_difference(with_round: Path, casebound: Run) -> None:
    sheets = give_out(without_evaluations(with_round))
    path = put(with_round, "e02.json", as_json(filled(sheets["e02"])))
    case = with_round / "content" / "cases" / CASE / "case.md"
    text = case.read_text(encoding="utf-8")
    heading = next(line for line in text.splitlines() if line.startswith("## ") and "{#measure" in line)
    case.write_text(text.replace(heading, f"{heading}\n\n后来添的一句。"), encoding="utf-8")
    done = casebound("round", "collect", path, "--lang", "en", cwd=with_round)
    assert done.returncode == 1
    assert "has changed since it was given out: changed: sections.measure\n" in done.stderr
    case.write_text(text, encoding="utf-8")
    assert taken(with_round, path) == {"e02.json": "taken"}


def test_a_rehearsal_writes_nothing(with_round: Path, casebound: Run) -> None:
    sheets = give_out(with_round)
    put(with_round, "e02.json", as_json(filled(sheets["e02"])))
    before = seen(with_round)
    done = casebound("round", "collect", "inbox", "--dry-run", cwd=with_round)
    assert done.returncode == 0
    assert "收下，原来的另存" in done.stdout
    assert "以上是预演，什么都没有写。" in done.stdout
    assert seen(with_round) == before


def test_drafts_older_and_rival_sheets_are_refused(with_round: Path) -> None:
    sheets = give_out(with_round)
    draft = put(with_round, "draft.json", as_json(filled(sheets["e02"], 60, status=EvaluationStatus.DRAFT)))
    old = put(with_round, "old.json", as_json(filled(sheets["e02"], 65, date=date(2026, 3, 20))))
    one = put(with_round, "one.json", as_json(filled(sheets["e02"], 70)))
    two = put(with_round, "two.xlsx", as_xlsx(filled(sheets["e02"], 75)))
    before = seen(with_round / FOLDER)
    assert taken(with_round, draft, old) == {"draft.json": "draft-after-submitted", "old.json": "older-return"}
    assert taken(with_round, one, two) == dict.fromkeys(("one.json", "two.xlsx"), "competing-returns")
    assert seen(with_round / FOLDER) == before


def test_a_consensus_under_way_freezes_the_marks_and_unreadable_files_stay(with_round: Path) -> None:
    sheets = give_out(with_round)
    path = put(with_round, "e02.json", as_json(filled(sheets["e02"])))
    own = with_round / FOLDER / "evaluations" / CASE / "e02.yaml"
    good = own.read_bytes()
    own.write_bytes(b"case: [unfinished\n")
    assert taken(with_round, path) == {"e02.json": "unreadable-evaluation"}
    assert own.read_bytes() == b"case: [unfinished\n"
    own.write_bytes(good)
    (with_round / FOLDER / "consensus").mkdir()
    (with_round / FOLDER / "consensus" / f"{CASE}.yaml").write_text(f"case: {CASE}\n", encoding="utf-8")
    assert taken(with_round, path) == {"e02.json": "marks-frozen"}
    assert own.read_bytes() == good


def test_what_a_crash_left_unfinished_the_next_run_finishes(with_round: Path) -> None:
    """Each state in which a kill -9 can leave the folder, from a first act on and with an earlier evaluation.

    The same answers may have come in a second format since, and be met first.
    """
    sheets = give_out(without_evaluations(with_round))
    folder = with_round / FOLDER
    first = put(with_round, "1.json", as_json(filled(sheets["e02"], 80)))
    second = put(with_round, "2.json", as_json(filled(sheets["e02"], 85)))
    twins = [put(with_round, f"{mark}.md", as_markdown(filled(sheets["e02"], mark))) for mark in (80, 85)]
    states = {}
    for number, path in enumerate((first, second)):
        before = with_round.parent / f"before-{number}"
        shutil.copytree(folder, before)
        assert taken(with_round, path)[path.name] in ("taken", "supersedes")
        finished = seen(folder)
        new = [name for name, state in finished.items() if seen(before).get(name, ("",))[0] != state[0]]
        steps = [name for kind in ORDER for name in sorted(new) if name.startswith(kind)]
        assert len(steps) == 3 + number
        for done in range(len(steps)):
            crashed = with_round.parent / f"crashed-{number}-{done}"
            shutil.copytree(with_round, crashed)
            shutil.rmtree(crashed / FOLDER)
            shutil.copytree(before, crashed / FOLDER)
            for name in steps[:done]:
                (crashed / FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(folder / name, crashed / FOLDER / name)
            wanted = {name: state[0] for name, state in finished.items() if name != "audit.jsonl"}
            states[crashed] = path, twins[number], wanted
    for crashed, (path, twin, wanted) in states.items():
        with_twin = shutil.copytree(crashed, crashed.with_name(f"{crashed.name}-twin"))
        taken(with_twin, twin, path)
        assert value(with_twin, "e02") == int(twin.stem)
        assert agrees(with_twin) == [], with_twin
        taken(crashed, path)
        now = {name: state[0] for name, state in seen(crashed / FOLDER).items() if name != "audit.jsonl"}
        assert now == wanted, crashed
        assert agrees(crashed) == [], crashed


def test_nothing_is_written_through_a_link_out_of_the_workspace(
    with_round: Path, casebound: Run, tmp_path: Path
) -> None:
    sheets = give_out(without_evaluations(with_round))
    put(with_round, "e02.json", as_json(filled(sheets["e02"])))
    (tmp_path / "elsewhere").mkdir()
    (with_round / FOLDER / "evaluations").symlink_to(tmp_path / "elsewhere")
    done = casebound("round", "collect", "inbox", cwd=with_round)
    assert done.returncode == 2
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_nothing_is_taken_behind_a_log_that_was_tampered_with(with_round: Path) -> None:
    sheets = give_out(with_round)
    path = put(with_round, "e02.json", as_json(filled(sheets["e02"])))
    log = with_round / FOLDER / "audit.jsonl"
    log.write_text(log.read_text(encoding="utf-8").replace("王办事员", "李办事员"), encoding="utf-8")
    before = seen(with_round / FOLDER)
    with pytest.raises(CaseboundError, match="line 1 was changed after it was written"):
        taken(with_round, path)
    assert seen(with_round / FOLDER) == before


def test_a_round_that_is_not_meant_is_left_alone(with_round: Path, casebound: Run) -> None:
    sheets = give_out(without_evaluations(with_round))
    text = as_json(filled(sheets["e02"])).replace(b'"round": "2026-third-party"', b'"round": "2025-third-party"')
    done = casebound("round", "collect", put(with_round, "e02.json", text), cwd=with_round)
    assert done.returncode == 1
    assert "error[unknown-round]" in done.stderr
    assert casebound("round", "collect", "inbox", "--round", "none", cwd=with_round).returncode == 2


def test_what_was_named_and_is_no_sheet_is_refused(with_round: Path) -> None:
    give_out(with_round)
    photo = put(with_round, "照片.jpg", b"\xff\xd8\xff\xe0" + bytes(1000))
    collected = collect(
        load(with_round), [photo, with_round / "nowhere"], round_id=None, is_dry=False, by=None, supersedes=False
    )
    assert [(finding.rule, finding.severity) for finding in collected.findings] == [
        ("no-score-sheet", Severity.ERROR)
    ] * 2
    assert refuses(collected)


def archive(*names: str, text: str = "<x/>") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, text)
    return made.getvalue()


def old_office(stream: str) -> bytes:
    """An OLE file's beginning: a sector of header, then a directory of 128 bytes an entry, named in UTF-16."""
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", stream))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries


ODS = archive("mimetype", text="application/vnd.oasis.opendocument.spreadsheet")
PAGE = b'\n<!DOCTYPE html>\n<html><script>const head = { casebound: "score-sheet" }</script></html>'


@pytest.mark.parametrize(
    ("data", "remedy"),
    [
        (old_office("Workbook"), "save it as .xlsx without password"),
        (old_office("Book"), "save it as .xlsx without password"),
        (old_office("EncryptedPackage"), "save it as .xlsx without password"),
        (ODS, "An OpenDocument spreadsheet: save it as .xlsx"),
        (PAGE, "press Export"),
        (archive("e02/评分表.XLSX"), "unpack it"),
    ],
)
def test_a_return_in_a_format_that_is_not_read_is_a_warning_even_in_a_folder(
    with_round: Path, data: bytes, remedy: str
) -> None:
    put(with_round, "e02", data)
    collected = collect(
        load(with_round), [with_round / "inbox"], round_id=None, is_dry=False, by=None, supersedes=False
    )
    (finding,) = collected.findings
    assert (finding.rule, finding.severity) == ("no-score-sheet", Severity.WARNING)
    assert finding.hint is not None
    assert remedy in finding.hint.to("en")
    assert refuses(collected)


@pytest.mark.parametrize(
    "data",
    [
        old_office("WordDocument"),
        archive("[Content_Types].xml", "word/document.xml", "word/a.zip"),
        archive("mimetype", text="application/vnd.oasis.opendocument.text"),
        archive("照片/1.jpg"),
        b"<!DOCTYPE html><html>mail</html>",
        b"%PDF-1.7",
        "各位老师：表格见附件，请查收。".encode("gbk"),
    ],
)
def test_what_else_lies_in_a_folder_is_advice(with_round: Path, data: bytes) -> None:
    put(with_round, "letter", data)
    collected = collect(
        load(with_round), [with_round / "inbox"], round_id=None, is_dry=False, by=None, supersedes=False
    )
    assert {finding.severity for finding in collected.findings} == {Severity.ADVICE}
    assert not refuses(collected)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_sheet_in_another_encoding_is_taken_with_a_warning(with_round: Path, casebound: Run, encoding: str) -> None:
    sheets = give_out(without_evaluations(with_round))
    path = put(with_round, "e02.md", as_markdown(filled(sheets["e02"], 80)).decode().encode(encoding))
    done = casebound("round", "collect", path, "--lang", "en", cwd=with_round)
    assert done.returncode == 0, done.stderr
    assert "warning[not-utf-8]" in done.stderr
    assert "  hint: Save it with the encoding UTF-8\n" in done.stderr
    assert value(with_round, "e02") == 80


def test_a_sheet_without_a_date_does_not_let_an_older_one_through(with_round: Path, casebound: Run) -> None:
    sheets = give_out(without_evaluations(with_round))
    later = put(with_round, "later.yaml", as_yaml(filled(sheets["e02"], 80, date=date(2026, 4, 10))))
    undated = put(with_round, "nodate.yaml", as_yaml(filled(sheets["e02"], 75, date=None)))
    early = put(with_round, "early.yaml", as_yaml(filled(sheets["e02"], 70, date=date(2026, 4, 5))))
    assert taken(with_round, later) == {"later.yaml": "taken"}
    done = casebound("round", "collect", undated, "--lang", "en", cwd=with_round)
    assert done.returncode == 1
    assert "warning[sheet-date] Submitted without a date" in done.stderr
    assert "error[older-return] This one has no date, the one already taken is of 2026-04-10" in done.stderr
    assert "  hint: Ask the evaluator to date it; to take it all the same, add --supersede" in done.stderr
    assert taken(with_round, early) == {"early.yaml": "older-return"}
    assert value(with_round, "e02") == 80
    assert taken(with_round, undated, supersedes=True) == {"nodate.yaml": "supersedes"}
