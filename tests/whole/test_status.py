"""`casebound round status`: who has what, what is due, what is missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.whole.returned import CASE, FOLDER, give_out

if TYPE_CHECKING:
    from tests.whole.conftest import Run

pytestmark = pytest.mark.slow


def test_what_is_missing_comes_first_and_the_days_are_counted(with_round: Path, casebound: Run) -> None:
    give_out(with_round)
    folder = with_round / FOLDER / "evaluations" / CASE
    (folder / "e09.yaml").unlink()
    draft = (folder / "e08.yaml").read_text(encoding="utf-8").replace("status: submitted", "status: draft")
    (folder / "e08.yaml").write_text(draft, encoding="utf-8")
    done = casebound("round", "status", cwd=with_round, CASEBOUND_TODAY="2026-04-10")
    assert done.returncode == 0
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["2026", "年度服务明星创新成果第三方评价（示例）", "2026-third-party"],
        ["截止", "2026-04-17，还有", "7", "天"],
        ["评分表：已交", "1", "/", "3，草稿", "1，未交", "1；案例收齐", "0", "/", "1"],
        [],
        ["评价人", "资料册", "应评", "已交", "草稿", "缺分", "还差"],
        ["e08", "顾听澜", "2026-03-16", "1", "0", "1", "·", "fleet-handover（草稿）"],
        ["e09", "方既白", "2026-03-16", "1", "0", "·", "·", "fleet-handover"],
        ["e02", "贺知微", "2026-03-16", "1", "1", "·", "·"],
        ["没有分到案例：e01,", "e03,", "e04,", "e05,", "e06,", "e07"],
        [],
        ["案例", "已交", "还差"],
        ["fleet-handover", "取车少等、还车少争：高铁站门店交接流程改进", "1", "/", "3", "e08（草稿），e09"],
    ]


def test_programs_read_it_as_json(with_round: Path, casebound: Run) -> None:
    done = casebound("round", "status", "--format", "json", cwd=with_round, CASEBOUND_TODAY="2026-05-01")
    document = json.loads(done.stdout)
    assert (document["round"], document["due"], document["days_left"]) == ("2026-third-party", "2026-04-17", -14)
    assert document["cases"] == [
        {
            "case": CASE,
            "wanted": 3,
            "assigned": ["e02", "e08", "e09"],
            "submitted": ["e02", "e08", "e09"],
            "drafts": [],
        }
    ]
    member = next(each for each in document["evaluators"] if each["evaluator"] == "e02")
    assert (member["packet"], member["not_given"]) == (None, [CASE])
    assert member["cases"] == [{"case": CASE, "state": "submitted", "missing_marks": []}]


def test_a_date_that_is_none_is_refused(with_round: Path, casebound: Run) -> None:
    done = casebound("round", "status", cwd=with_round, CASEBOUND_TODAY="tomorrow")
    assert done.returncode == 2
    assert "CASEBOUND_TODAY" in done.stderr
