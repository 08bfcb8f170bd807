"""Log, sheets and results of a round agree, and whatever is tampered with is named first."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from casebound.evaluate.audit import chained, read_audit, render_entries
from casebound.text.error import CaseboundError
from casebound.text.finding import Finding, Severity
from casebound.workspace.accepting import accept
from casebound.workspace.collecting import collect
from casebound.workspace.load import load
from casebound.workspace.score_record import computed_results, record_score, score_inputs
from casebound.workspace.verifying import not_verifiable, verify_round
from tests.whole.conftest import CHECKOUT
from tests.whole.returned import CASE, FOLDER, ROUND, as_json, as_markdown, filled, give_out, without_evaluations

if TYPE_CHECKING:
    from tests.whole.conftest import Run

pytestmark = pytest.mark.slow

LOG = FOLDER / "audit.jsonl"
MARKS = FOLDER / "evaluations" / CASE / "e02.yaml"
RESULTS = Path("build", "scores", f"{ROUND}.json")


def score(root: Path) -> None:
    """As `casebound round score` does."""
    workspace = load(root)
    (round,) = workspace.usable_rounds()
    results = computed_results(workspace, round)
    (root / RESULTS).parent.mkdir(parents=True, exist_ok=True)
    (root / RESULTS).write_bytes(results)
    record_score(workspace, round, results, score_inputs(workspace, round), by="王办事员")


def take(root: Path, name: str, data: bytes) -> None:
    path = root / name
    path.write_bytes(data)
    collected = collect(load(root), [path], round_id=None, is_dry=False, by="王办事员", supersedes=False)
    assert [row.outcome.value for row in collected.rows if row.outcome == "refused"] == []


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round of one case: three evaluations came back, one of them twice, and were scored."""
    root = tmp_path_factory.mktemp("finished") / "workspace"
    cases = root / "content" / "cases"
    shutil.copytree(CHECKOUT / "content" / "cases" / CASE, cases / CASE)
    shutil.copytree(CHECKOUT / "content" / "frameworks", root / "content" / "frameworks")
    shutil.copytree(CHECKOUT / "content" / "rounds", root / "content" / "rounds")
    shutil.copy2(CHECKOUT / "content" / "vocabularies.yaml", root / "content")
    (root / "casebound.toml").write_text('name = "一个案例"\n', encoding="utf-8")
    for name in ("round.yaml", "assignments.yaml"):
        lines = (root / FOLDER / name).read_text(encoding="utf-8").splitlines(keepends=True)
        known = {path.name for path in (CHECKOUT / "content" / "cases").iterdir()} - {CASE}
        kept = [line for line in lines if not any(f"case: {id}," in line or line == f"  - {id}\n" for id in known)]
        (root / FOLDER / name).write_text("".join(kept), encoding="utf-8")
    sheets = give_out(without_evaluations(root))
    take(root, "0.json", as_json(filled(sheets["e02"], 75)))
    for number, evaluator in enumerate(("e02", "e08", "e09"), start=1):
        take(root, f"{number}.md", as_markdown(filled(sheets[evaluator], 75 + 5 * number)))
    score(root)
    return root


@pytest.fixture
def root(finished: Path, tmp_path: Path) -> Path:
    return shutil.copytree(finished, tmp_path / "workspace")


def broken(root: Path) -> list[Finding]:
    workspace = load(root)
    (round,) = workspace.usable_rounds()
    return list(verify_round(workspace, round).findings)


def rules(root: Path) -> list[str]:
    return [finding.rule for finding in broken(root)]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_was_not_touched_agrees_and_the_last_digest_is_told(root: Path, casebound: Run) -> None:
    done = casebound("verify", ROUND, cwd=root)
    assert done.returncode == 0, done.stderr
    log = read_audit((root / LOG).read_text(encoding="utf-8"))
    assert f"日志 {len(log.entries)} 条；由评分表重新得出评价 3 份；凭理由认可文件 0 个；结果重算无误。" in done.stdout
    assert log.head in done.stdout


def test_scoring_again_adds_nothing_and_a_round_without_a_log_gets_none(
    root: Path, with_round: Path, casebound: Run
) -> None:
    before = (root / LOG).read_bytes()
    assert casebound("round", "score", cwd=root).returncode == 0
    assert (root / LOG).read_bytes() == before
    score(with_round)
    assert not (with_round / LOG).exists()
    done = casebound("verify", "--lang", "en", cwd=with_round)
    assert done.returncode == 1
    assert f"{ROUND}: No log: nothing to verify." in done.stdout
    assert "warning[no-log]" in done.stderr


def test_a_changed_mark_is_named(root: Path, casebound: Run) -> None:
    change(root / MARKS, "value: 80", "value: 95")
    done = casebound("verify", cwd=root)
    assert done.returncode == 1
    assert f"{ROUND}：不一致，最先在 {MARKS}:1：与日志第 " in done.stdout
    assert f"{MARKS}:1:1: error[changed-outside-log]" in done.stderr


def lines_of(root: Path) -> list[str]:
    return (root / LOG).read_text(encoding="utf-8").splitlines(keepends=True)


def tampered(change: Callable[[list[str]], list[str]], root: Path) -> list[tuple[str, int]]:
    (root / LOG).write_text("".join(change(lines_of(root))), encoding="utf-8")
    return [(item.rule, item.span.source.position(item.span.start)[0]) for item in broken(root)]


def test_a_log_that_was_tampered_with_is_named_with_its_line(root: Path) -> None:
    whole = lines_of(root)
    assert tampered(lambda lines: [*lines[:2], *lines[3:]], root) == [("broken-log", 3)]
    assert tampered(lambda _: [*whole[:2], whole[3], whole[2], *whole[4:]], root) == [("broken-log", 3)]
    assert tampered(lambda _: [*whole[:3], whole[3].replace("王办事员", "李办事员"), *whole[4:]], root) == [
        ("broken-log", 4)
    ]
    assert tampered(lambda _: [*whole[:-1], whole[-1][:-20]], root) == [("unfinished-log", len(whole))]
    assert tampered(lambda _: whole, root) == []


def test_last_lines_that_are_gone_leave_files_that_nobody_logged(root: Path) -> None:
    whole = lines_of(root)
    at = next(n for n, line in enumerate(whole) if f"evaluations/{CASE}/e09.yaml" in line)
    (root / LOG).write_text("".join(whole[: at - 1]), encoding="utf-8")
    assert set(rules(root)) == {"not-in-log"}


def test_a_returned_sheet_that_was_changed_or_is_gone_is_named(root: Path) -> None:
    path = next((root / FOLDER / "received").glob("*.md"))
    change(path, "总评", "总平")
    assert rules(root) == ["changed-outside-log"]
    path.unlink()
    (finding,) = broken(root)
    assert "is gone" in finding.message.to("en")


def test_an_evaluation_that_its_sheet_does_not_bear_out_is_named_though_the_log_was_forged(root: Path) -> None:
    """Somebody changes a mark and writes the whole log anew, with right digests."""
    change(root / MARKS, "value: 80", "value: 95")
    digest = hashlib.sha256((root / MARKS).read_bytes()).hexdigest()
    name = MARKS.relative_to(FOLDER).as_posix()
    entries = list(read_audit((root / LOG).read_text(encoding="utf-8")).entries)
    last = max(number for number, entry in enumerate(entries) if entry.object == name)
    entries[last] = replace(entries[last], after=digest)
    entries[-1] = replace(entries[-1], inputs={**entries[-1].inputs, name: digest})
    (root / LOG).write_text(render_entries(chained(None, entries)), encoding="utf-8")
    assert rules(root)[:1] == ["evaluation-differs"]


def test_results_that_were_changed_are_named(root: Path) -> None:
    change(root / RESULTS, '"85', '"95')
    (finding,) = broken(root)
    assert (finding.rule, finding.span.source.path) == ("results-differ", RESULTS.as_posix())
    (root / RESULTS).unlink()
    assert rules(root) == []


def test_results_older_than_what_came_back_later_are_said_to_be(root: Path) -> None:
    sheets = give_out(root)
    take(root, "late.json", as_json(filled(sheets["e09"], 60)))
    assert rules(root) == ["results-outdated"]
    score(root)
    assert rules(root) == []


def test_weights_that_changed_after_the_results_are_named(root: Path) -> None:
    change(root / "content" / "frameworks" / "service-star-demo.yaml", "places: 1", "places: 2")
    (finding,) = broken(root)
    file = "content/frameworks/service-star-demo.yaml"
    assert (finding.rule, finding.span.source.path) == ("changed-outside-log", file)
    assert finding.hint is not None
    assert f"casebound verify {ROUND} --accept {file} --reason WHY" in finding.hint.to("en")


@pytest.mark.parametrize("name", ["content/frameworks/service-star-demo.yaml", "framework:service-star-demo"])
@pytest.mark.parametrize("is_scored_before", [False, True])
def test_criteria_that_changed_pass_once_somebody_answers_for_them(
    root: Path, name: str, *, is_scored_before: bool
) -> None:
    file = root / "content" / "frameworks" / "service-star-demo.yaml"
    change(file, "places: 1", "places: 2")
    if is_scored_before:
        score(root)
        assert rules(root) == ["changed-outside-log"]
    answer_for(root, name)
    assert rules(root) == ([] if is_scored_before else ["results-outdated"])
    score(root)
    assert rules(root) == []
    change(file, "places: 2", "places: 3")
    assert set(rules(root)) == {"changed-outside-log"}


def test_criteria_that_are_not_those_of_the_round_are_not_accepted(root: Path) -> None:
    with pytest.raises(CaseboundError, match="the criteria of the round are not in this file"):
        answer_for(root, "content/frameworks/other.yaml")


def test_what_to_do_stands_under_each_finding(root: Path, casebound: Run) -> None:
    change(root / MARKS, "value: 80", "value: 95")
    done = casebound("verify", "--lang", "en", cwd=root)
    assert f"  hint: Restore it; or, if the change is right, log it: casebound verify {ROUND} --accept {MARKS}" in (
        done.stderr
    )


def test_files_that_nobody_logged_and_gaps_are_named(root: Path) -> None:
    stray = root / FOLDER / "evaluations" / CASE / "e01.yaml"
    shutil.copy2(root / MARKS, stray)
    assert rules(root)[0] == "not-in-log"
    stray.unlink()
    superseded = root / FOLDER / "superseded" / CASE
    (superseded / "e02.1.yaml").rename(superseded / "e02.2.yaml")
    assert rules(root) == ["changed-outside-log", "not-in-log", "superseded-gap"]


def test_a_clock_that_went_back_is_noted_and_passes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = give_out(root)
    monkeypatch.setenv("CASEBOUND_TODAY", "2020-04-17")
    take(root, "late.json", as_json(filled(sheets["e09"], 60)))
    score(root)
    assert set(rules(root)) == {"log-clock"}


def test_a_change_by_hand_passes_once_somebody_answers_for_it(root: Path, casebound: Run) -> None:
    change(root / MARKS, "value: 80", "value: 85")
    score(root)
    assert "changed-outside-log" in rules(root)
    assert casebound("verify", "--accept", MARKS, cwd=root).returncode == 2
    done = casebound("verify", "--accept", MARKS, "--reason", "电话更正", "--by", "王办事员", cwd=root)
    assert done.returncode == 0, done.stderr
    assert "由评分表重新得出评价 2 份；凭理由认可文件 1 个" in done.stdout
    last = json.loads(lines_of(root)[-1])
    assert (last["action"], last["reason"], last["actor"]) == ("accept", "电话更正", "王办事员")
    change(root / MARKS, "value: 85", "value: 90")
    assert "changed-outside-log" in rules(root)
    assert casebound("verify", "--accept", "../../cases", "--reason", "x", cwd=root).returncode == 2


def test_collecting_again_does_not_hide_that_an_evaluation_was_set_back_or_removed(root: Path) -> None:
    """The former evaluation of e02 is put back by hand; both of its sheets still lie in the inbox."""
    inbox = [root / "0.json", root / "1.md"]
    shutil.copy2(root / FOLDER / "superseded" / CASE / "e02.1.yaml", root / MARKS)
    assert rules(root)[0] == "changed-outside-log"
    log = lines_of(root)
    collected = collect(load(root), inbox, round_id=None, is_dry=False, by="王办事员", supersedes=False)
    assert [row.outcome.value for row in collected.rows] == ["same", "earlier"]
    assert lines_of(root) == log
    assert rules(root)[0] == "changed-outside-log"
    (root / MARKS).unlink()
    take(root, "late.json", as_json(filled(give_out(root)["e02"], 60)))
    assert rules(root)[0] == "changed-outside-log"


def test_an_evaluation_changed_by_hand_and_superseded_is_told_until_somebody_answers_for_it(
    root: Path, casebound: Run
) -> None:
    change(root / MARKS, "value: 80", "value: 95")
    collect(load(root), [root / "1.md"], round_id=None, is_dry=False, by="王办事员", supersedes=True)
    score(root)
    assert set(rules(root)) == {"changed-outside-log"}
    assert casebound("verify", "--accept", MARKS, "--reason", "误改，已恢复", cwd=root).returncode == 0


@pytest.mark.parametrize("name", ["audit.jsonl", "./audit.jsonl", f"{FOLDER}/audit.jsonl", "results", "casebound"])
def test_what_the_program_keeps_itself_is_not_accepted(root: Path, name: str) -> None:
    log = lines_of(root)
    with pytest.raises(CaseboundError, match="is kept by the program itself"):
        answer_for(root, "round.yaml", name)
    assert lines_of(root) == log


@pytest.mark.parametrize(
    "names",
    [
        ["./round.yaml", "round.yaml"],
        ["evaluations/../round.yaml"],
        [f"./{FOLDER}/round.yaml"],
        [f"../{ROUND}/round.yaml"],
    ],
)
def test_a_file_is_accepted_once_under_the_name_the_log_has_for_it(root: Path, names: list[str]) -> None:
    log = lines_of(root)
    with (root / FOLDER / "round.yaml").open("a", encoding="utf-8") as stream:
        stream.write("# 注\n")
    assert rules(root) == ["changed-outside-log"]
    answer_for(root, *names)
    assert [json.loads(line)["object"] for line in lines_of(root)[len(log) :]] == ["round.yaml"]
    assert rules(root) == ["results-outdated"]


@pytest.mark.parametrize("name", [".", f"{FOLDER}", f"{FOLDER}/", "absolute"])
def test_the_folder_of_the_round_is_accepted_without_its_log(root: Path, name: str) -> None:
    log = lines_of(root)
    change(root / MARKS, "value: 80", "value: 85")
    answer_for(root, f"{root / FOLDER}" if name == "absolute" else name)
    added = [json.loads(line)["object"] for line in lines_of(root)[len(log) :]]
    assert MARKS.relative_to(FOLDER).as_posix() in added
    assert {name.partition("/")[0] for name in added} <= {"round.yaml", "assignments.yaml", "evaluations", "packets"}
    assert rules(root) == ["results-outdated"]


def test_of_one_file_with_two_sheets_for_a_seat_the_one_that_was_taken_counts(root: Path) -> None:
    """Of the two, one is blank; whichever stands last."""
    sheet = json.loads(as_json(filled(give_out(root)["e09"], 60)))
    blank = sheet["sheets"][0] | {"marks": {}, "conditions": {}, "overall": "", "status": "draft"}
    sheet["sheets"].append(blank)
    take(root, "two.json", json.dumps(sheet).encode())
    score(root)
    assert rules(root) == []


def test_only_evaluations_that_agree_are_counted_as_worked_out_again(root: Path) -> None:
    change(root / MARKS, "value: 80", "value: 95")
    workspace = load(root)
    (round,) = workspace.usable_rounds()
    assert verify_round(workspace, round).evaluations == 2
    name = MARKS.relative_to(FOLDER).as_posix()
    entries = list(read_audit((root / LOG).read_text(encoding="utf-8")).entries)
    last = max(number for number, entry in enumerate(entries) if entry.object == name)
    entries[last] = replace(entries[last], after=hashlib.sha256((root / MARKS).read_bytes()).hexdigest())
    (root / LOG).write_text(render_entries(chained(None, entries)), encoding="utf-8")
    assert verify_round(workspace, round).evaluations == 2


@pytest.mark.parametrize(("old", "new"), [("framework: ", "framework: x"), ("id: ", "id: x"), ("id: ", "[")])
def test_a_round_that_cannot_be_used_is_an_error(root: Path, old: str, new: str) -> None:
    other = second_round(root)
    assert list(not_verifiable(load(root))) == []
    change(other / "round.yaml", old, new)
    (finding,) = not_verifiable(load(root))
    assert (finding.rule, finding.severity, finding.span.source.path) == (
        "round-not-verified",
        Severity.ERROR,
        "content/rounds/other/round.yaml",
    )


def test_a_round_that_cannot_be_used_does_not_pass_beside_a_sound_one_or_alone(root: Path, casebound: Run) -> None:
    other = second_round(root)
    change(other / "round.yaml", "framework: ", "framework: x")
    done = casebound("verify", cwd=root)
    assert done.returncode == 1
    assert "content/rounds/other/round.yaml:1:1: error[round-not-verified]" in done.stderr
    assert f"{ROUND}：一致。" in done.stdout
    shutil.rmtree(root / FOLDER)
    assert casebound("verify", cwd=root).returncode == 1
    shutil.rmtree(other)
    assert casebound("verify", cwd=root).returncode == 2


def second_round(root: Path) -> Path:
    other = shutil.copytree(root / FOLDER, root / "content" / "rounds" / "other")
    change(other / "round.yaml", f"id: {ROUND}", "id: other")
    return other


def answer_for(root: Path, *names: str) -> None:
    workspace = load(root)
    (round,) = workspace.usable_rounds()
    accept(workspace, round, names, reason="核实过", by="王办事员")
