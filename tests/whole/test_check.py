"""`casebound check` as a team and a build server use it: mistakes, fixes, stages, allowances, baseline, formats."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.seeded.make import HERE as SEEDED
from tests.seeded.make import made
from tests.seeded.mistakes import MISTAKES

if TYPE_CHECKING:
    from tests.whole.conftest import Run

pytestmark = pytest.mark.slow

COPY = ("content/cases/faultless", "content/vocabularies.yaml", "casebound.toml")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with one case in which nothing is wrong."""
    root = tmp_path / "workspace"
    for name in COPY:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        source = SEEDED / "workspace" / name
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, root / name)
    return root


def case(root: Path) -> Path:
    return root / "content/cases/faultless/case.md"


def change(path: Path, *changes: tuple[str, str]) -> str:
    """Replace texts that stand there exactly once; line ends stay."""
    text = path.read_bytes().decode("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_bytes(text.encode("utf-8"))
    return text


def found(done: subprocess.CompletedProcess[str]) -> list[tuple[str, int, int, str]]:
    """Case or path, line, column and rule of each finding in JSON."""
    document: dict[str, Any] = json.loads(done.stdout)
    return [
        (item["path"], item["start"]["line"], item["start"]["column"], item["rule"]) for item in document["findings"]
    ]


def rules(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [rule for *_, rule in found(done)]


# --- seeded mistakes


def test_the_seeded_workspace_is_that_of_its_list() -> None:
    kept = {
        path.relative_to(SEEDED / "workspace").as_posix(): path.read_bytes().decode("utf-8")
        for path in (SEEDED / "workspace").rglob("*")
        if path.is_file()
    }
    assert kept == made(), "run: python tests/seeded/make.py"
    assert len({mistake.name for mistake in MISTAKES}) == len(MISTAKES) >= 60


@pytest.mark.parametrize("options", [(), ("--fresh",)])
def test_each_seeded_mistake_is_found_where_it_is_and_nothing_else(options: tuple[str, ...], casebound: Run) -> None:
    done = casebound("check", "--format", "json", *options, cwd=SEEDED / "workspace")
    expected = json.loads((SEEDED / "workspace" / "expected.json").read_text(encoding="utf-8"))
    said = [
        {
            "path": item["path"],
            "line": item["start"]["line"],
            "column": item["start"]["column"],
            "length": item["end"]["offset"] - item["start"]["offset"],
            "rule": item["rule"],
        }
        for item in json.loads(done.stdout)["findings"]
    ]
    assert sorted(said, key=lambda item: str(item["path"])) == sorted(expected, key=lambda item: str(item["path"]))
    assert done.returncode == 1


def test_the_sample_collection_has_no_findings_when_published(casebound: Run, sample: Path) -> None:
    done = casebound("check", "--profile", "published", "--format", "json", cwd=sample)
    assert (found(done), done.returncode) == ([], 0)


# --- fixes


def test_fixing_mends_what_is_certain_and_a_second_time_nothing(casebound: Run, tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    shutil.copytree(SEEDED / "workspace", root)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    first = casebound("check", "--fix", "--format", "json", cwd=root)
    once = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    changed = sorted(path.parent.name for path in before if once[path] != before[path])
    assert {"full-width-colon", "no-space-after-colon", "date-in-chinese", "number-full-width"} <= set(changed)
    assert {path.suffix for path in before if once[path] != before[path]} == {".md"}
    mended = {"full-width-colon", "date-in-chinese"}
    assert not [item for item in found(first) if item[0].split("/")[2] in mended]
    again = casebound("check", "--fix", "--format", "json", cwd=root)
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == once
    assert found(again) == found(first)
    assert "改了 0 处" in again.stderr


def test_a_mended_file_is_the_faultless_one(casebound: Run, tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    shutil.copytree(SEEDED / "workspace", root)
    casebound("check", "--fix", cwd=root)
    faultless = case(root).read_text(encoding="utf-8")
    for name in ("full-width-colon", "no-space-after-colon", "equals-sign", "number-full-width", "date-with-slashes"):
        text = (root / "content/cases" / name / "case.md").read_text(encoding="utf-8")
        assert text.replace(f"id: {name}", "id: faultless", 1) == faultless, name


def test_suggested_fixes_are_made_only_when_asked_for(casebound: Run, workspace: Path) -> None:
    change(case(workspace), ("five-whys", "five-why"))
    casebound("check", "--fix", cwd=workspace)
    assert "five-why," in case(workspace).read_text(encoding="utf-8")
    done = casebound("check", "--fix", "--suggested", cwd=workspace)
    assert "five-whys," in case(workspace).read_text(encoding="utf-8")
    assert done.returncode == 0


def test_a_difference_is_shown_and_nothing_written(casebound: Run, workspace: Path) -> None:
    change(case(workspace), ("route: pdca", "route：pdca"))
    before = case(workspace).read_bytes()
    done = casebound("check", "--diff", cwd=workspace)
    assert "\n-route：pdca\n+route: pdca\n" in done.stdout
    assert case(workspace).read_bytes() == before
    assert done.returncode == 1


def test_mending_keeps_mark_line_ends_and_permissions(casebound: Run, workspace: Path) -> None:
    path = case(workspace)
    text = change(path, ("route: pdca", "route：pdca"))
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode("utf-8"))
    path.chmod(0o640)
    casebound("check", "--fix", cwd=workspace)
    assert path.read_bytes() == b"\xef\xbb\xbf" + text.replace("：pdca", ": pdca").replace("\n", "\r\n").encode("utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_translation_stays_tied_when_its_original_is_mended(casebound: Run, sample: Path, tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    shutil.copytree(sample, root)
    folder = root / "content/cases/antenatal-waiting"
    (folder / "case.md").write_bytes((folder / "case.md").read_bytes().replace(b"region: ", b"region:", 1))
    digest = hashlib.sha256((folder / "case.md").read_bytes()).hexdigest()
    english = (folder / "case.en.md").read_text(encoding="utf-8").splitlines(keepends=True)
    english = [f"translates: {digest}\n" if line.startswith("translates:") else line for line in english]
    (folder / "case.en.md").write_text("".join(english), encoding="utf-8")
    done = casebound("check", "antenatal-waiting", "--fix", "--format", "json", cwd=root)
    assert rules(done) == []
    assert (folder / "case.md").read_bytes() == (sample / "content/cases/antenatal-waiting/case.md").read_bytes()


def test_text_that_is_not_utf_8_is_never_written(casebound: Run, workspace: Path) -> None:
    data = change(case(workspace), ("route: pdca", "route：pdca")).encode("gb18030")
    case(workspace).write_bytes(data)
    done = casebound("check", "--fix", "--format", "json", cwd=workspace)
    assert "not-utf-8" in rules(done)
    assert case(workspace).read_bytes() == data


# --- stages and settings


def test_a_draft_is_not_asked_for_what_is_not_there_yet(casebound: Run, workspace: Path) -> None:
    change(case(workspace), ("  license: CC BY 4.0\n", ""), (" criterion=5.4.2", ""), ("route: pdca", "route: pdac"))

    def found_at(profile: str) -> list[str]:
        return rules(casebound("check", "--profile", profile, "--format", "json", cwd=workspace))

    assert found_at("draft") == ["unknown-route"]
    assert sorted(found_at("submitted")) == ["unanswered-criterion", "unknown-route"]
    assert sorted(found_at("published")) == ["missing-license", "unanswered-criterion", "unknown-route"]


def test_a_workspace_has_stages_of_its_own_and_grades_rules(casebound: Run, workspace: Path) -> None:
    change(case(workspace), ("  license: CC BY 4.0\n", ""))
    settings = workspace / "casebound.toml"
    text = settings.read_text(encoding="utf-8")
    award = '[[check.profiles]]\nid = "award"\nextends = "published"\nseverity = {missing-license = "error"}\n'
    settings.write_text(text + award, encoding="utf-8")

    def severities(*options: str) -> list[str]:
        document = json.loads(casebound("check", "--format", "json", *options, cwd=workspace).stdout)
        return [item["severity"] for item in document["findings"]]

    assert severities() == ["warning"]
    assert severities("--profile", "award") == ["error"]
    settings.write_text(text + '[check.severity]\nmissing-license = "off"\n', encoding="utf-8")
    assert severities() == []


def test_settings_that_name_nothing_are_pointed_at(casebound: Run, workspace: Path) -> None:
    settings = workspace / "casebound.toml"
    text = settings.read_text(encoding="utf-8").replace('"published"', '"publishd"')
    settings.write_text(text + '[check.severity]\nmissing-licence = "off"\n', encoding="utf-8")
    done = casebound("check", "--format", "concise", cwd=workspace)
    assert done.stdout.splitlines() == [
        "casebound.toml:6:1: error[unknown-profile] 没有名为“publishd”的阶段",
        "casebound.toml:8:1: error[unknown-rule] 没有名为“missing-licence”的规则",
    ]
    unknown = casebound("check", "--profile", "publishd", cwd=workspace)
    assert unknown.returncode == 2
    assert "published" in unknown.stderr


# --- allowances and baseline


def test_an_allowance_with_its_reason_holds_and_an_idle_one_is_said(casebound: Run, workspace: Path) -> None:
    change(
        case(workspace), ("  consent: yes\n", "  consent: no  # casebound: allow public-without-consent — 正在补签\n")
    )
    assert rules(casebound("check", "--format", "json", cwd=workspace)) == []
    change(case(workspace), ("  consent: no", "  consent: yes"))
    done = casebound("check", "--format", "json", cwd=workspace)
    assert rules(done) == ["unused-allowance"]
    casebound("check", "--fix", cwd=workspace)
    assert "allow" not in case(workspace).read_text(encoding="utf-8")


def test_an_allowance_above_a_block_is_not_printed(casebound: Run, workspace: Path) -> None:
    change(
        case(workspace),
        ("区老龄办在2024年", "<!-- casebound: allow relative-date — 起草时的说法 -->\n区老龄办在2024年"),
        ("2025年底才", "明年才"),
    )
    assert rules(casebound("check", "--format", "json", cwd=workspace)) == []
    html = casebound("site", cwd=workspace)
    assert html.returncode == 0, html.stderr
    page = (workspace / "build/site/cases/faultless/index.html").read_text(encoding="utf-8")
    assert "区老龄办在2024年" in page
    assert "casebound: allow" not in page


def test_what_a_baseline_knows_is_not_said_again_and_what_is_gone_is_stale(casebound: Run, workspace: Path) -> None:
    change(case(workspace), ("  license: CC BY 4.0\n", ""))
    assert casebound("check", "--update-baseline", cwd=workspace).returncode == 0
    text = case(workspace).read_text(encoding="utf-8")
    case(workspace).write_text(text.replace("region:", "# 上移一行\nregion:"), encoding="utf-8")
    assert rules(casebound("check", "--format", "json", cwd=workspace)) == []
    change(case(workspace), ("route: pdca", "route: pdac"))
    assert rules(casebound("check", "--format", "json", cwd=workspace)) == ["unknown-route"]
    case(workspace).write_text(
        text.replace("  visibility: public\n", "  visibility: public\n  license: CC0\n"), encoding="utf-8"
    )
    assert rules(casebound("check", "--format", "json", cwd=workspace)) == ["stale-baseline"]
    casebound("check", "--update-baseline", cwd=workspace)
    assert rules(casebound("check", "--format", "json", cwd=workspace)) == []


# --- editors and build servers


def test_the_unsaved_text_of_an_editor_is_checked(casebound: Run, workspace: Path) -> None:
    text = case(workspace).read_text(encoding="utf-8").replace("route: pdca", "route: pdac")
    command = [str(Path(sys.executable).with_name("casebound")), "check", "--format", "json"]
    done = subprocess.run(
        [*command, "--stdin-filename", "content/cases/faultless/case.md"],
        cwd=workspace,
        input=text,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )
    assert found(done) == [("content/cases/faultless/case.md", 8, 8, "unknown-route")]
    assert rules(casebound("check", "--format", "json", cwd=workspace)) == []


def test_a_case_that_is_not_saved_yet_is_checked(workspace: Path) -> None:
    command = [str(Path(sys.executable).with_name("casebound")), "check", "--format", "json"]
    done = subprocess.run(
        [*command, "--stdin-filename", "content/cases/brand-new/case.md"],
        cwd=workspace,
        input="---\nid: brand-new\nroute: pdac\n---\n",
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )
    assert ("content/cases/brand-new/case.md", 3, 8, "unknown-route") in found(done)
    assert not (workspace / "content/cases/brand-new").exists()


@pytest.mark.parametrize("form", ["full", "concise", "json", "sarif", "github", "junit", "html"])
def test_every_format_is_written_to_a_file_as_it_is_printed(form: str, casebound: Run, workspace: Path) -> None:
    change(case(workspace), ("route: pdca", "route: pdac"))
    printed = casebound("check", "--format", form, cwd=workspace)
    assert printed.returncode == 1
    assert "unknown-route" in printed.stdout
    written = casebound("check", "--format", form, "--output", "out/found", cwd=workspace)
    assert written.stdout == ""
    assert (workspace / "out/found").read_text(encoding="utf-8") == printed.stdout
    assert casebound("check", "--format", form, "--exit-zero", cwd=workspace).returncode == 0


def test_readiness_is_shown_and_is_no_score(casebound: Run, sample: Path, tmp_path: Path) -> None:
    one = casebound("check", "--readiness", "antenatal-waiting", cwd=sample)
    assert one.returncode == 0
    assert "5.4.3 社会影响" in one.stdout
    assert "这不是评分" in one.stdout
    all_cases = casebound("check", "--readiness", "--lang", "en", cwd=sample)
    assert "Not a score" in all_cases.stdout
    page = tmp_path / "readiness.html"
    casebound("check", "--readiness", "--format", "html", "--output", page, cwd=sample)
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert casebound("check", "--readiness", "--format", "sarif", cwd=sample).returncode == 2


def test_options_that_do_nothing_together_are_refused(casebound: Run, workspace: Path) -> None:
    assert casebound("check", "--suggested", cwd=workspace).returncode == 2
    assert casebound("check", "--stdin-filename", "x.md", "--fix", cwd=workspace).returncode == 2
    assert casebound("check", "--baseline", "none.json", cwd=workspace).returncode == 2
