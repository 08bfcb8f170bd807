"""The minutes of a panel, made by the installed command and read by other people's tools."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.judges import complaints_about

if TYPE_CHECKING:
    from tests.whole.conftest import Run

Pages = Callable[[Path], list[str]]

pytestmark = pytest.mark.slow

ROUND = "2026-third-party"
FOLDER = Path("content", "rounds", ROUND)
SHEET = FOLDER / "consensus" / "fleet-handover.yaml"


def squashed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def rewrite(path: Path, change: Callable[[Any], None]) -> None:
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")


def agree(sheet: dict[str, Any]) -> None:
    sheet.update(status="submitted", participants=["e02", "e09"])
    dissent = [{"evaluator": "e08", "value": 75, "reason": "步骤分得清楚。"}]
    sheet["marks"]["5.3.1"] = {"value": 60, "reason": "排队分析没有做。", "dissent": dissent}


def test_minutes_tell_who_sat_what_was_agreed_and_what_is_outstanding(
    casebound: Run, with_round: Path, pages: Pages
) -> None:
    casebound("round", "consensus", "fleet-handover", cwd=with_round)
    rewrite(with_round / SHEET, agree)
    conflict = {"case": "fleet-handover", "kind": "kin", "reason": "一名近亲属在该公司任职。"}
    rewrite(with_round / FOLDER / "round.yaml", lambda round: round["panel"][6]["conflicts"].append(conflict))
    casebound("round", "score", cwd=with_round)
    done = casebound("round", "minutes", cwd=with_round)
    assert done.returncode == 0, done.stderr
    pdf = with_round / "build" / "minutes" / f"{ROUND}.pdf"
    assert complaints_about(pdf) == []
    text = squashed("".join(pages(pdf)))
    for words in ("评审纪要", "贺知微", "顾听澜", "方既白", "应交3份，已交3份", "全部交齐", "参加合议：贺知微、方既白"):
        assert words in text
    # 5.3.1 goes from 75 to 60: 69.9 − 16 · 15 / 100
    for words in ("排队分析没有做。", "不同意见：顾听澜75、步骤分得清楚。", "75.060.0−15.0", "总分69.9→67.5，名次1→1"):
        assert words in text
    for words in ("温如许", "一名近亲属在该公司任职", "演示：权重、分档与等级均为示例", "没有总分相同的案例"):
        assert words in text
    scores = with_round / "build" / "scores" / f"{ROUND}.json"
    assert hashlib.sha256(scores.read_bytes()).hexdigest() in text


def test_what_is_outstanding_and_undeclared_is_named(casebound: Run, with_round: Path, pages: Pages) -> None:
    (with_round / FOLDER / "evaluations" / "fleet-handover" / "e09.yaml").unlink()
    rewrite(with_round / FOLDER / "round.yaml", lambda round: round["panel"][0].pop("declared_on"))
    casebound("round", "minutes", "--lang", "en", cwd=with_round)
    pdf = with_round / "build" / "minutes" / f"{ROUND}.en.pdf"
    assert complaints_about(pdf) == []
    text = squashed("".join(pages(pdf)))
    assert squashed("Minutes of the panel") in text
    assert squashed("2 of 3") in text
    assert "方既白:" in text
    assert "Notdeclaredyet:沈砚秋" in text
    assert squashed("None; all results are those of independent evaluations.") in text


def test_the_same_round_gives_the_same_minutes(casebound: Run, with_round: Path, tmp_path: Path) -> None:
    for name, seed in (("one", "1"), ("two", "2")):
        casebound(
            "round",
            "minutes",
            "--fresh",
            "--output",
            tmp_path / name,
            cwd=with_round,
            SOURCE_DATE_EPOCH="1775001600",
            PYTHONHASHSEED=seed,
        )
    one, two = (tmp_path / name / "minutes" / f"{ROUND}.pdf" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
