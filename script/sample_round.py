"""Runs the sample round as an award office would, from assignment to certificates: each step is a command.

Nobody has been assigned and nothing returned in the copy that it works on. Evaluators are played by the sample's
evaluations: each opens a score sheet of the packet and fills it in, as a workbook, as what the page exports, or as a
text file by turns, and hands it back under a name that tells nothing.

usage: script/sample_round.py FOLDER     what an earlier run left in FOLDER is replaced
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import yaml

CHECKOUT = Path(__file__).resolve().parents[1]
COMMAND = Path(sys.executable).with_name("casebound")
ROUND = "2026-third-party"
OFFICE = "示例市质量协会服务质量评价部"
GIVEN_OUT, COLLECTED = "2026-03-16", "2026-04-17"
MARKER = ".made-by-sample-round"

Opinion = Mapping[str, Any]
"""An evaluation, as its YAML file has it: every scalar a string."""


def main(folder: Path) -> None:
    """The whole round."""
    if folder.exists() and not (folder / MARKER).exists():
        sys.exit(f"{folder} is not of an earlier run and stays as it is · 不是上次生成的，没有动它")
    shutil.rmtree(folder, ignore_errors=True)
    opinions = make_workspace(folder)
    run(folder, GIVEN_OUT, "round", "assign", "--by", OFFICE)
    run(folder, GIVEN_OUT, "round", "packets", "--by", OFFICE)
    hand_back(folder, opinions)
    run(folder, COLLECTED, "round", "collect", "returned", "--by", OFFICE)
    for verb in (("status",), ("score", "--by", OFFICE), ("minutes",)):
        run(folder, COLLECTED, "round", *verb)
    for verb in ("results", "letter", "certificate", "verify"):
        run(folder, COLLECTED, verb)


def run(folder: Path, day: str, *arguments: str) -> None:
    """One command as a person would type it, and the end of what it says."""
    print("  $ casebound", *arguments, flush=True)
    done = subprocess.run(
        [COMMAND, *arguments],
        cwd=folder,
        env=os.environ | {"CASEBOUND_TODAY": day},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    said = done.stdout.strip().replace(f"{folder}/", "").splitlines()
    print("".join(f"    {line}\n" for line in said[-3:]), end="", flush=True)
    if done.returncode != 0:
        sys.exit("\n".join(said) + f"\nexit {done.returncode}")


def make_workspace(folder: Path) -> dict[str, list[Opinion]]:
    """The sample before anybody was assigned; the evaluations of each case, taken out of it."""
    folder.mkdir(parents=True)
    (folder / MARKER).touch()
    shutil.copy2(CHECKOUT / "casebound.toml", folder)
    shutil.copytree(CHECKOUT / "content", folder / "content")
    round = folder / "content" / "rounds" / ROUND
    opinions: dict[str, list[Opinion]] = {}
    for path in sorted((round / "evaluations").glob("*/*.yaml")):
        text = path.read_text(encoding="utf-8")
        opinions.setdefault(path.parent.name, []).append(yaml.load(text, yaml.BaseLoader))
    for path in round.iterdir():
        if path.name != "round.yaml":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return opinions


def hand_back(folder: Path, opinions: Mapping[str, list[Opinion]]) -> None:
    """One file of each evaluator, in `returned/`; each seat of a case has one of the sample's opinions of it."""
    inbox = folder / "returned"
    inbox.mkdir()
    seats = {case: iter(each) for case, each in opinions.items()}
    for number, packet in enumerate(sorted((folder / "build" / "packets").iterdir())):
        (form,) = packet.glob("*.yaml")
        given = yaml.load(form.read_text(encoding="utf-8"), yaml.BaseLoader)
        said = {sheet["case"]: next(seats[sheet["case"]]) for sheet in given["sheets"]}
        if number % 3 == 0:
            (workbook,) = packet.glob("*.xlsx")
            fill_workbook(workbook, said, inbox / f"新建 工作表({number}).xlsx")
        elif number % 3 == 1:
            export_page(given, said, inbox / f"download ({number}).json")
        else:
            fill_text(given, said, inbox / f"answer-{number}.yaml")


def fill_workbook(form: Path, said: Mapping[str, Opinion], to: Path) -> None:
    """Type answers into the cells of a blank workbook, and save it under another name."""
    book = openpyxl.load_workbook(form)
    for sheet in book.worksheets:
        corner = next((cell for row in sheet.iter_rows() for cell in row if cell.value == "casebound:sheet:1"), None)
        if corner is None:
            continue
        columns = {sheet.cell(corner.row, at).value: at for at in range(1, sheet.max_column + 1)}
        rows: dict[str, list[int]] = {}
        for at in range(corner.row + 1, sheet.max_row + 1):
            rows.setdefault(str(sheet.cell(at, corner.column).value), []).append(at)
        opinion = said[sheet.cell(rows["case"][0], columns["text"]).value]
        kinds = {at: str(sheet.cell(at, columns["kind"]).value) for each in rows.values() for at in each}
        for row, column, text in _cells(opinion, rows, kinds):
            number = float(text) if column == "mark" and re.fullmatch(r"[0-9.]+", text) else None
            sheet.cell(row, columns[column]).value = text if number is None else number
    book.save(to)


def _cells(
    opinion: Opinion, rows: Mapping[str, list[int]], offered: Mapping[int, str]
) -> Iterator[tuple[int, str, str]]:
    """Row, column and text of each answer; `offered`: the kind of comment for which a row has room."""
    kinds = {"strength": "优点", "improvement": "改进", "verify": "核实"}
    for id, condition in opinion["conditions"].items():
        yield rows[f"condition:{id}"][0], "mark", "符合" if condition["met"] == "yes" else "不符合"
        yield rows[f"remark:{id}"][0], "text", condition.get("comment", "")
    free = iter(rows["comment"])
    for id, mark in opinion["marks"].items():
        yield rows[f"criterion:{id}"][0], "mark", mark["value"]
        room = {offered[row]: row for row in rows[f"comment:{id}"]}
        for comment in mark.get("comments", ()):
            kind = kinds[comment["kind"]]
            row = room.pop(kind, None)
            if row is None:
                row = next(free)
                yield row, "criterion", id
                yield row, "kind", kind
            yield row, "text", comment["text"]
            yield row, "anchor", comment.get("anchor", "")
    yield rows["overall"][0], "text", opinion.get("overall", "")
    yield rows["date"][0], "text", opinion["date"]
    yield rows["status"][0], "text", "已提交"


def export_page(given: Mapping[str, Any], said: Mapping[str, Opinion], to: Path) -> None:
    """What the page (.html) exports; that it does is tested in a browser, tests/browser/test_sheet_file.py."""
    sheets = []
    for sheet in given["sheets"]:
        opinion = said[sheet["case"]]
        sheets.append(
            {
                "case": sheet["case"],
                "case_digest": sheet["case_digest"],
                "status": "submitted",
                "date": opinion["date"],
                "conditions": {
                    id: {"met": condition["met"] == "yes", "comment": condition.get("comment", "")}
                    for id, condition in opinion["conditions"].items()
                },
                "marks": {
                    id: {
                        "value": mark["value"],
                        "comments": [{"anchor": "", **comment} for comment in mark.get("comments", ())],
                    }
                    for id, mark in opinion["marks"].items()
                },
                "overall": opinion.get("overall", ""),
            }
        )
    about = {key: given[key] for key in ("packet", "round", "evaluator", "framework_digest")}
    exported = {
        "casebound": "score-sheet",
        "version": 1,
        **about,
        "exported": f"{COLLECTED}T08:00:00Z",
        "sheets": sheets,
    }
    to.write_text(json.dumps(exported, ensure_ascii=False, indent=2), encoding="utf-8")


def fill_text(given: Mapping[str, Any], said: Mapping[str, Opinion], to: Path) -> None:
    """The form as text, filled in."""
    filled = {key: value for key, value in given.items() if key != "sheets"}
    filled["sheets"] = [
        {
            "case": sheet["case"],
            "case_digest": sheet["case_digest"],
            **{key: said[sheet["case"]][key] for key in ("status", "date", "conditions", "marks", "overall")},
        }
        for sheet in given["sheets"]
    ]
    to.write_text(yaml.safe_dump(filled, allow_unicode=True, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
