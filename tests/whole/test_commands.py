"""What a person meets first: help in their language, exit codes, and a way on after a slip of the pen."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from casebound import __version__

if TYPE_CHECKING:
    from tests.whole.conftest import Run


VERBS = (
    *(
        "check",
        "round conflicts",
        "round assign",
        "round score",
        "report",
        "book",
        "packet",
        "results",
        "certificate",
        "letter",
        "release",
        "site",
        "build",
        "serve",
    ),
)


@pytest.mark.parametrize("verb", (*VERBS, "store"))
@pytest.mark.parametrize(("lang", "word"), [("zh-CN", "例："), ("en", "Example: ")])
def test_help_shows_an_example_in_the_language_asked_for(
    verb: str, lang: str, word: str, casebound: Run, tmp_path: Path
) -> None:
    done = casebound(*verb.split(), "--help", "--lang", lang, cwd=tmp_path)
    assert done.returncode == 0
    assert f"{word}casebound {verb}" in " ".join(done.stdout.split())


def test_help_speaks_the_language_of_the_environment(casebound: Run, tmp_path: Path) -> None:
    assert "Example: " in casebound("check", "--help", cwd=tmp_path, LC_ALL="en_GB.UTF-8").stdout
    assert "例：" in casebound("check", "--help", cwd=tmp_path, LC_ALL="zh_CN.UTF-8").stdout


def test_help_lists_every_verb(casebound: Run, tmp_path: Path) -> None:
    shown = casebound("--help", cwd=tmp_path).stdout
    assert all(f"\n  {verb.split()[0]} " in shown for verb in (*VERBS, "explain", "store", "lsp"))


def test_the_version_is_that_of_the_package(casebound: Run, tmp_path: Path) -> None:
    assert casebound("--version", cwd=tmp_path).stdout.split()[-1] == __version__


def test_the_module_runs_like_the_command(sample: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "casebound", "check"], cwd=sample, capture_output=True, check=False, encoding="utf-8"
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("chekc",),
        ("check", "--fast"),
        ("check", "--format", "xml"),
        ("check", "--lang", "de"),
        ("build", "--root", "x"),
    ],
)
def test_a_command_line_that_makes_no_sense_ends_with_2(
    arguments: tuple[str, ...], casebound: Run, sample: Path
) -> None:
    done = casebound(*arguments, cwd=sample)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr


@pytest.mark.parametrize("verb", VERBS)
def test_outside_a_workspace_nothing_runs(verb: str, casebound: Run, tmp_path: Path) -> None:
    done = casebound(*verb.split(), cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("casebound: 找不到 casebound.toml")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (("check", "antenatal-waitng"), "antenatal-waiting"),
        (("report", "antenatal-waitng"), "antenatal-waiting"),
        (("round", "score", "2026-third-prty"), "2026-third-party"),
        (("round", "score", "2026-third-party", "2026-third-prty"), "2026-third-party"),
        (("book", "casebook-2025"), "casebook-2026"),
        (("packet", "e011"), "e01"),
        (("packet", "e01", "--round", "2026-third-prty"), "2026-third-party"),
    ],
)
def test_an_unknown_id_is_answered_with_the_one_that_was_meant(
    arguments: tuple[str, ...], meant: str, casebound: Run, sample: Path, tmp_path: Path
) -> None:
    output = () if arguments[0] == "check" else ("--output", tmp_path)
    done = casebound(*arguments, *output, cwd=sample)
    assert done.returncode == 2
    assert f"“{meant}”?" in done.stderr
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_a_case_without_a_text_in_the_language_is_refused(casebound: Run, sample: Path, tmp_path: Path) -> None:
    done = casebound("report", "outage-notice", "--lang", "en", "--output", tmp_path, cwd=sample)
    assert done.returncode == 2
    assert "“outage-notice”" in done.stderr


def test_the_sample_is_clean(casebound: Run, sample: Path) -> None:
    done = casebound("check", cwd=sample)
    assert (done.returncode, done.stdout, done.stderr) == (0, "没有发现问题。\n", "")


def test_the_workspace_is_found_from_any_folder_in_it(casebound: Run, sample: Path) -> None:
    assert casebound("check", "case.md", cwd=sample / "content" / "cases" / "outage-notice").returncode == 0


def test_a_path_outside_the_workspace_is_not_called_clean(casebound: Run, sample: Path, tmp_path: Path) -> None:
    done = casebound("check", tmp_path, "--root", sample, cwd=sample)
    assert done.returncode == 2
    assert str(tmp_path) in done.stderr


def test_findings_end_with_1_in_every_format_and_json_is_json(casebound: Run, pair: Path) -> None:
    case = pair / "content" / "cases" / "fleet-handover" / "case.md"
    case.write_text(case.read_text(encoding="utf-8").replace("\nlang: ", "\nlnag: ", 1), encoding="utf-8")
    line = case.read_text(encoding="utf-8").split("\n").index("lnag: zh-CN") + 1
    for form in ("full", "concise", "json"):
        assert casebound("check", "--format", form, cwd=pair).returncode == 1
    document = json.loads(casebound("check", "--format", "json", cwd=pair).stdout)
    found = next(item for item in document["findings"] if item["rule"] == "unknown-key")
    assert found["path"] == "content/cases/fleet-handover/case.md"
    assert (found["start"]["line"], found["start"]["column"]) == (line, 1)
    assert "“lang”" in found["hint"]
    shown = casebound("check", "--format", "concise", "--lang", "en", cwd=pair).stdout
    assert f"content/cases/fleet-handover/case.md:{line}:1: " in shown
    assert casebound("check", "alteration-desk", cwd=pair).returncode == 0


def test_json_of_a_clean_workspace_has_no_findings(casebound: Run, sample: Path) -> None:
    done = casebound("check", "--format", "json", cwd=sample)
    assert done.returncode == 0
    assert json.loads(done.stdout)["findings"] == []


def test_a_terminal_that_cannot_show_chinese_still_gets_an_answer(casebound: Run, sample: Path) -> None:
    for arguments, code in ((("check",), 0), (("--help",), 0), (("check", "nowhere"), 2)):
        assert casebound(*arguments, cwd=sample, PYTHONIOENCODING="latin-1").returncode == code


def test_output_goes_where_it_is_told_and_nowhere_else(casebound: Run, pair: Path, tmp_path: Path) -> None:
    done = casebound("site", "--root", pair, "--output", "elsewhere", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout == "elsewhere/site/index.html\n"
    assert (tmp_path / "elsewhere" / "site" / "index.html").is_file()
    assert {path.name for path in (tmp_path / "elsewhere").iterdir()} == {"manifest.json", "site"}
    assert not (pair / "build").exists()


def test_results_go_to_build_in_the_workspace_by_itself(casebound: Run, pair: Path) -> None:
    assert casebound("site", cwd=pair / "content").returncode == 0
    assert (pair / "build" / "site" / "index.html").is_file()


@pytest.mark.parametrize("folder", [".", "content", "content/cases", "templates/x", "site"])
def test_results_never_go_among_what_people_write(folder: str, casebound: Run, pair: Path) -> None:
    before = sorted(path for path in pair.rglob("*"))
    done = casebound("site", "--output", folder, cwd=pair)
    assert done.returncode == 2
    assert "--output" in done.stderr
    assert sorted(path for path in pair.rglob("*")) == before


def test_a_round_in_a_folder_of_another_name_is_pointed_at(casebound: Run, with_round: Path) -> None:
    file = next((with_round / "content" / "rounds").glob("*/round.yaml"))
    file.parent.rename(file.parent.with_name("elsewhere"))
    done = casebound("check", "--format", "concise", cwd=with_round)
    assert done.returncode == 1
    assert "content/rounds/elsewhere/round.yaml:" in done.stdout
    assert "[id-not-folder]" in done.stdout
