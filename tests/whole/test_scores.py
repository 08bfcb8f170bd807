"""Marks as evaluators wrote them → totals and grades, against sums done here by hand from the same files."""

from __future__ import annotations

import json
import statistics
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from tests.whole.conftest import Run


ROUND = "2026-third-party"
MARKS = Path("content", "rounds", ROUND, "evaluations", "fleet-handover", "e02.yaml")


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def rounded(value: Fraction, places: int) -> Decimal:
    scaled = value * 10**places
    return Decimal(round(scaled)).scaleb(-places)  # Python rounds a Fraction half to even, as the framework asks


def results(output: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((output / "scores" / f"{ROUND}.json").read_text(encoding="utf-8"))
    return document


def test_totals_and_grades_are_those_of_a_sum_by_hand(sample: Path, casebound: Run, tmp_path: Path) -> None:
    done = casebound("round", "score", "--output", tmp_path, cwd=sample)
    framework = read(sample / "content" / "frameworks" / "service-star-demo.yaml")
    weights = {str(id): Fraction(weight) for id, weight in framework["weights"].items()}
    places = framework["aggregation"]["places"]
    folder = sample / "content" / "rounds" / ROUND
    assigned = {item["case"]: item["evaluators"] for item in read(folder / "assignments.yaml")["assignments"]}
    cards = {card["case"]: card for card in results(tmp_path)["cases"]}
    assert list(cards) == read(folder / "round.yaml")["cases"]
    counted = 0
    for case, card in cards.items():
        sheets = [read(path) for path in sorted((folder / "evaluations" / case).glob("*.yaml"))]
        sheets = [each for each in sheets if each["status"] == "submitted" and each["evaluator"] in assigned[case]]
        if len(sheets) < framework["aggregation"]["minimum_evaluators"]:
            assert card["total"] is None
            assert card["grade"] is None
            assert card["refusal"]["zh-CN"]
            continue
        counted += 1
        marks = {id: [Fraction(sheet["marks"][id]["value"]) for sheet in sheets] for id in weights}
        means = {id: sum(values, Fraction(0)) / len(values) for id, values in marks.items()}
        total = rounded(sum((weights[id] * means[id] for id in weights), Fraction(0)) / sum(weights.values()), places)
        assert Decimal(card["total"]) == total
        for row in card["criteria"]:
            values = marks[row["criterion"]]
            assert Decimal(row["mean"]) == rounded(means[row["criterion"]], places)
            assert Decimal(row["median"]) == rounded(Fraction(statistics.median(values)), places)
            assert float(row["standard_deviation"]) == pytest.approx(
                statistics.stdev(map(float, values)), abs=0.5 * 10**-places + 1e-9
            )
            assert row["n"] == len(values)
            assert (Fraction(row["lowest"]), Fraction(row["highest"])) == (min(values), max(values))
        grade = next(grade["id"] for grade in framework["grades"] if total >= grade["minimum"])
        assert card["grade"]["id"] == grade
        assert f"总分 {card['total']}" in done.stdout
    assert counted >= 8
    assert done.returncode == (0 if counted == len(cards) else 1)


def test_the_table_says_that_weights_are_made_up(with_round: Path, casebound: Run) -> None:
    done = casebound("round", "score", ROUND, cwd=with_round)
    assert done.returncode == 0
    assert "演示：权重、分档与等级均为示例，不是任何标准的规定。" in done.stdout
    assert "Demonstration: weights" in casebound("round", "score", "--lang", "en", cwd=with_round).stdout
    assert results(with_round / "build")["note"]["en"].startswith("Demonstration")


def test_without_known_weights_each_criterion_is_counted_and_the_total_refused(
    with_round: Path, casebound: Run
) -> None:
    path = with_round / "content" / "rounds" / ROUND / "round.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("framework: service-star-demo", "framework: saq-0008-2024"),
        encoding="utf-8",
    )
    done = casebound("round", "score", cwd=with_round)
    assert done.returncode == 1
    (card,) = results(with_round / "build")["cases"]
    sheets = [read(each) for each in sorted((with_round / MARKS.parent).glob("*.yaml"))]
    assert card["total"] is None
    assert card["grade"] is None
    assert results(with_round / "build")["status"] == "weights-unknown"
    assert "extends: saq-0008-2024" in card["refusal"]["zh-CN"]
    assert "extends: saq-0008-2024" in card["refusal"]["en"]
    assert card["refusal"]["zh-CN"] in done.stdout
    assert "总分 " not in done.stdout
    assert len(card["criteria"]) == 8
    for row in card["criteria"]:
        values = [Fraction(sheet["marks"][row["criterion"]]["value"]) for sheet in sheets]
        places = -int(Decimal(row["mean"]).as_tuple().exponent)
        assert Decimal(row["mean"]) == rounded(sum(values, Fraction(0)) / 3, places)
        assert row["weight"] is None
        assert f"{row['criterion']} " in done.stdout
        assert row["mean"] in done.stdout


def test_weights_that_an_overlay_supplies_give_the_total(with_round: Path, casebound: Run) -> None:
    """The way out that the refusal names works as it says."""
    frameworks = with_round / "content" / "frameworks"
    leaves = ("5.2.1", "5.2.2", "5.3.1", "5.3.2", "5.3.3", "5.4.1", "5.4.2", "5.4.3")
    overlay = {
        "id": "ours",
        "extends": "saq-0008-2024",
        "title": {"zh-CN": "本会准则", "en": "Ours"},
        "status": "complete",
        "source": {"document": "本会 2026 年第 3 号文"},
        "weights": dict.fromkeys(leaves, 1),
    }
    (frameworks / "ours.yaml").write_text(yaml.safe_dump(overlay, allow_unicode=True), encoding="utf-8")
    path = with_round / "content" / "rounds" / ROUND / "round.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("framework: service-star-demo", "framework: ours"), encoding="utf-8"
    )
    done = casebound("round", "score", cwd=with_round)
    assert "演示" not in done.stdout
    (card,) = results(with_round / "build")["cases"]
    sheets = [read(each) for each in sorted((with_round / MARKS.parent).glob("*.yaml"))]
    mean = sum((Fraction(sheet["marks"][id]["value"]) for sheet in sheets for id in leaves), Fraction(0)) / 24
    total = Decimal(card["total"])
    assert total == rounded(mean, -int(total.as_tuple().exponent))


def spoil(root: Path, old: str, new: str) -> int:
    """Replace a passage of one evaluation; the line on which it begins."""
    path = root / MARKS
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def value_of(root: Path, criterion: str) -> str:
    return str(read(root / MARKS)["marks"][criterion]["value"])


def test_a_mark_on_no_criterion_is_named(with_round: Path, casebound: Run) -> None:
    line = spoil(with_round, '"5.2.1":', '"5.2.9":')
    done = casebound("round", "score", cwd=with_round)
    assert done.returncode == 1
    assert f"{MARKS}:{line}:3: error[unknown-criterion] 准则里没有“5.2.9”" in done.stderr
    (card,) = results(with_round / "build")["cases"]
    assert card["total"] is None
    assert "5.2.1 的有效打分少于 3 份" in card["refusal"]["zh-CN"]


@pytest.mark.parametrize("mark", ["101", "-5", "82"])
def test_a_mark_off_the_scale_is_named_and_not_counted(mark: str, with_round: Path, casebound: Run) -> None:
    was = value_of(with_round, "5.2.1")
    line = spoil(with_round, f'"5.2.1":\n    value: {was}\n', f'"5.2.1":\n    value: {mark}\n') + 1
    done = casebound("round", "score", cwd=with_round)
    assert done.returncode == 1
    assert f"{MARKS}:{line}:12: error[mark-off-scale] {mark} 不在分值尺度上" in done.stderr
    (card,) = results(with_round / "build")["cases"]
    assert card["criteria"][0]["n"] == 2
    assert card["total"] is None


def test_a_mark_left_out_is_missing_and_not_zero(with_round: Path, casebound: Run) -> None:
    was = value_of(with_round, "5.2.1")
    spoil(with_round, f'"5.2.1":\n    value: {was}\n', '"5.2.1":\n')
    done = casebound("round", "score", cwd=with_round)
    assert done.returncode == 1
    assert "[missing-mark] 已提交，但没有给 5.2.1 打分" in done.stderr
    (card,) = results(with_round / "build")["cases"]
    others = [read(path)["marks"]["5.2.1"]["value"] for path in sorted((with_round / MARKS.parent).glob("e0[89].yaml"))]
    assert card["criteria"][0]["n"] == 2
    assert Decimal(card["criteria"][0]["mean"]) == Decimal(sum(others)) / 2
    assert card["total"] is None


def test_a_draft_does_not_count(with_round: Path, casebound: Run) -> None:
    spoil(with_round, "status: submitted", "status: draft")
    assert casebound("round", "score", cwd=with_round).returncode == 1
    (card,) = results(with_round / "build")["cases"]
    assert card["evaluators"] == ["e08", "e09"]


def test_marks_of_somebody_not_assigned_do_not_count(with_round: Path, casebound: Run) -> None:
    path = with_round / MARKS
    text = path.read_text(encoding="utf-8").replace("evaluator: e02", "evaluator: e01")
    (path.parent / "e01.yaml").write_text(text, encoding="utf-8")
    done = casebound("round", "score", cwd=with_round)
    assert done.returncode == 1
    assert "[unassigned-evaluation]" in done.stderr
    (card,) = results(with_round / "build")["cases"]
    assert card["evaluators"] == ["e02", "e08", "e09"]


def test_a_round_of_unknown_criteria_is_named(with_round: Path, casebound: Run) -> None:
    path = with_round / "content" / "rounds" / ROUND / "round.yaml"
    text = path.read_text(encoding="utf-8").replace("framework: service-star-demo", "framework: service-star-dem")
    path.write_text(text, encoding="utf-8")
    line = text.split("\n").index("framework: service-star-dem") + 1
    for verb, code in ((("round", "score"), 1), (("check",), 1), (("packet",), 2)):
        done = casebound(*verb, cwd=with_round)
        assert done.returncode == code
        if verb != ("packet",):
            assert f"round.yaml:{line}:" in done.stdout + done.stderr


def test_one_case_that_can_be_compared_has_no_interval_of_resampled_cases(
    with_round: Path, casebound: Run, tmp_path: Path
) -> None:
    done = casebound("round", "score", "--output", tmp_path, cwd=with_round)
    assert "评价人的一致程度" in done.stdout
    assert "对案例重抽样" not in done.stdout


def test_cases_that_can_be_compared_have_one(sample: Path, casebound: Run, tmp_path: Path) -> None:
    assert "对案例重抽样" in casebound("round", "score", "--output", tmp_path, cwd=sample).stdout
