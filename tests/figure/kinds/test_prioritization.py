from decimal import Decimal

import pytest

from casebound.figure.palette import PAPER
from tests.figure.example import fence, figure

# By hand: 3·5 + 2·4 + 1·1 = 24; 3·3 + 2·5 + 1·5 = 24; 3·4 + 2·4 + 1·2 = 22; 3·1 + 2·1 + 1·1 = 6.
ROWS = "对策,有效,可行,经济\n权重,3,2,1\n预约,5,4,1\n短信,3,5,5\n窗口,4,4,2\n夜班,1,1,1\n"


def test_weighted_totals_and_shared_ranks() -> None:
    values = figure(fence("prioritization", ROWS, top="3")).sound.values
    assert {name: int(value.value) for name, value in values.items()} == {
        "options": 4,
        "chosen": 3,
        "score[预约]": 24,
        "score[短信]": 24,
        "score[窗口]": 22,
        "score[夜班]": 6,
        "rank[预约]": 1,
        "rank[短信]": 1,
        "rank[窗口]": 3,
        "rank[夜班]": 4,
        "weight[有效]": 3,
        "weight[可行]": 2,
        "weight[经济]": 1,
    }


def test_totals_are_exact() -> None:
    rows = "对策,甲,乙,丙\n子,0.1,0.2,0.3\n丑,0.3,0.2,0.1\n"
    values = figure(fence("prioritization", rows, weights="0.1; 0.1; 0.1")).sound.values
    assert str(values["score[子]"].value) == "0.06"  # in floats 0.1·0.1 + 0.1·0.2 + 0.1·0.3 is 0.06000000000000001
    assert values["rank[丑]"].value == 1


def test_who_shares_the_last_rank_is_chosen_too() -> None:
    told = "选定的是“预约”、“短信”，合计为24、24；“预约”、“短信”并列第1；共有4个方案、3条标准。"
    assert figure(fence("prioritization", ROWS)).sound.told == told
    assert figure(fence("prioritization", ROWS), lang="en").sound.told == (
        "Chosen: “预约” and “短信” (total 24, 24); “预约” and “短信” share rank 1; 4 options, 3 criteria."
    )


def test_a_threshold_chooses_who_reaches_it() -> None:
    assert figure(fence("prioritization", ROWS, threshold="22")).sound.values["chosen"].value == 3
    none = figure(fence("prioritization", ROWS, threshold="25")).sound
    assert none.values["chosen"].value == 0
    assert none.told == "没有一项达到25，最高的是“预约”，合计为24；“预约”、“短信”并列第1；共有4个方案、3条标准。"
    english = figure(fence("prioritization", ROWS, threshold="25"), lang="en").sound
    assert english.told.startswith("None reaches 25; the highest is “预约” (24); ")


def test_without_weights_all_weigh_the_same() -> None:
    found = figure(fence("prioritization", "对策,甲,乙\n子,1,2\n丑,4,5\n")).sound
    assert [int(found.values[f"score[{name}]"].value) for name in "子丑"] == [3, 9]
    assert "×" not in str(found.draw(PAPER))
    assert found.table == (
        ("对策", "甲", "乙", "加权合计", "名次", "选定"),
        ("权重", "1", "1", "", "", ""),
        ("丑", "4", "5", "9", "1", "是"),
        ("子", "1", "2", "3", "2", "否"),
    )


def test_scores_below_zero_have_bars_to_the_left() -> None:
    values = figure(fence("prioritization", "对策,甲\n子,-1\n丑,1\n")).sound.values
    assert values["score[子]"].value == Decimal(-1)


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        ("对策,甲\n子,好\n", {}, ("unreadable-cell", "好", "“甲”列的“好”读不懂")),
        ("对策,甲,乙\n子,1,\n", {}, ("unreadable-cell", "子,1,", "“乙”列的“”读不懂")),
        ("对策,甲\n子,1\n子,2\n", {}, ("unusable-data", "子", "方案“子”写了两次")),
        ("对策,甲\n权重,-1\n子,2\n", {}, ("unusable-data", "权重,-1", "权重是负数")),
        ("对策,甲\n权重,0\n子,2\n", {}, ("unusable-data", "权重,0", "权重都是 0")),
        ("对策,甲\n权重,1\nWeight,2\n子,2\n", {}, ("unusable-data", "Weight", "权重行写了两次")),
        ("对策,甲\n子,20000\n", {}, ("unusable-data", "20000", "“20000”太大或太细：应不超过 10000，至多 3 位小数")),
        (ROWS, {"weights": "1; 2"}, ("unusable-data", "1; 2", "“weights”要写 3 个不为负的数，这里是“1; 2”")),
        (ROWS, {"top": "9"}, ("unusable-data", "9", "“top”应是 1 到 4 的整数")),
        (ROWS, {"top": "两个"}, ("wrong-option", "两个", "“top”应为数字（如 26.8），这里是“两个”")),
        (ROWS, {"top": "1", "threshold": "5"}, ("unusable-data", "5", "“top”与“threshold”只能写一个")),
        (
            "对策,甲\n权重,1\n",
            {},
            ("unusable-data", "对策,甲", "有 0 个方案、1 条标准，优先矩阵画 1—30 个方案、至多 10 条标准"),
        ),
        (
            "对策," + ",".join(f"c{n}" for n in range(10)) + "\n子" + ",9999.999" * 10 + "\n",
            {},
            ("unusable-data", "对策," + ",".join(f"c{n}" for n in range(10)), "标准太多或数太长，写不下"),
        ),
    ],
)
def test_what_cannot_be_used(rows: str, options: dict[str, str], said: tuple[str, str, str]) -> None:
    read = figure(fence("prioritization", rows, **options))
    assert read.figure is None
    assert read.said[0] == said
