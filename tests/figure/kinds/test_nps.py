"""Net Promoter Scores: published scores, the margin of error, the ways to write the data, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casebound.figure.palette import PAPER
from tests.figure.example import fence, figure

WIDE = "分数,改进前,改进后\n3,20,5\n6,10,5\n7,10,10\n8,30,20\n9,20,20\n10,10,40\n"
LONG = (
    "时期,分数,人数\n改进前,0-6,30\n改进前,7–8,40\n改进前,9~10,30\n"
    "改进后,贬损者,10\n改进后,被动者,30\n改进后,推荐者,60\n"
)
RAW = "时期,分数\n" + "\n".join(
    f"{when},{score}"
    for when, counts in (("改进前", (30, 40, 30)), ("改进后", (10, 30, 60)))
    for score, count in zip((6, 7, 9), counts, strict=True)
    for _ in range(count)
)


def test_a_published_score_is_found() -> None:
    # DELA, annual report 2018, glossary: 30 % promoters and 20 % detractors give an NPS of +10
    found = figure(fence("nps", "分数,占比（%）\n9-10,30\n7-8,50\n0-6,20", n="400")).sound
    assert found.values["nps"].value == Decimal("10.0")
    assert found.values["n"].value == 400


@pytest.mark.parametrize(
    ("score", "sort"),
    [
        *[(score, "detractors") for score in range(7)],
        *[(score, "passives") for score in (7, 8)],
        *[(score, "promoters") for score in (9, 10)],
    ],
)
def test_each_score_belongs_to_one_of_three(score: int, sort: str) -> None:
    # Reichheld, “The One Number You Need to Grow”, Harvard Business Review, December 2003
    found = figure(fence("nps", f"分数,人数\n{score},7")).sound
    assert {name: found.values[name].value for name in ("detractors", "passives", "promoters")} == {
        name: 100 if name == sort else 0 for name in ("detractors", "passives", "promoters")
    }


def test_the_margin_is_that_of_the_difference_of_two_shares_of_one_sample() -> None:
    # Cross Validated, “How can I calculate margin of error in a NPS result?”: p = 1/2,
    # d = 1/6, variance 1/2 + 1/6 − (1/3)² = 5/9; n = 324: standard error √(5/9/324) = 0.0414; 1.96 · 4.14 = 8.12 points
    found = figure(fence("nps", "分数,人数\n9-10,162\n7-8,108\n0-6,54", margin="yes", decimals="2")).sound
    assert found.values["nps"].value == Decimal("33.33")
    assert found.values["margin"].value == Decimal("8.12")
    assert found.told == (
        "324名回答者中推荐者占50.00%，贬损者占16.67%，两者之差即净推荐值为33.33，误差范围为正负8.12。"
    )


@pytest.mark.parametrize("rows", [WIDE, LONG, RAW])
def test_groups_may_be_columns_or_rows_or_single_answers(rows: str) -> None:
    # before 30 − 30 = 0, after 60 − 10 = 50, of 100 answers each
    found = figure(fence("nps", rows)).sound
    assert {key: value.value for key, value in found.values.items()} == {
        "nps[改进前]": 0,
        "detractors[改进前]": 30,
        "passives[改进前]": 40,
        "promoters[改进前]": 30,
        "n[改进前]": 100,
        "nps[改进后]": 50,
        "detractors[改进后]": 10,
        "passives[改进后]": 30,
        "promoters[改进后]": 60,
        "n[改进后]": 100,
        "change": 50,
    }
    assert found.told == "NPS由改进前的0.0升到改进后的50.0，上升了50.0；前者有100名回答者，后者有100名。"


def test_it_tells_in_english_too() -> None:
    assert figure(fence("nps", WIDE), lang="en").sound.told == (
        "The score rises from 0.0 for 改进前 to 50.0 for 改进后, by 50.0 points; 100 and 100 people answered."
    )
    assert figure(fence("nps", "Score,Answers\n9,3\n0,1"), lang="en").sound.told == (
        "Of 4 who answered 75.0% are promoters and 25.0% detractors: the score, their difference, is 50.0."
    )


@pytest.mark.parametrize(
    ("rows", "zh", "en"),
    [
        (
            "分数,前,后\n9,3,1\n0,1,3",
            "由前的50.0降到后的−50.0，下降了100.0；",
            "The score falls from 50.0 for 前 to −50.0 for 后, by 100.0",
        ),
        (
            "分数,前,后\n9,3,3\n0,1,1",
            "由前的50.0到后的50.0，没有变化；",
            "goes from 50.0 for 前 to 50.0 for 后, no change;",
        ),
        (
            "分数,甲,乙,丙\n9,3,1,2\n0,1,3,2",
            "由甲的50.0到丙的0.0；",
            "goes from 50.0 for 甲 to 0.0 for 丙; 4 and 4 people",
        ),
    ],
)
def test_it_tells_which_way_the_score_went(rows: str, zh: str, en: str) -> None:
    """By hand: 3 of 4 promoters are 75 − 25 = 50, 1 of 4 are −50, 2 of 4 are 0; of three only the ends are told."""
    assert zh in figure(fence("nps", rows)).sound.told
    assert en in figure(fence("nps", rows), lang="en").sound.told


def test_the_score_is_rounded_once() -> None:
    # promoters 2/3 = 66.7, detractors 1/3 = 33.3; shares rounded first would give 33.4
    assert figure(fence("nps", "分数\n10\n9\n3")).sound.values["nps"].value == Decimal("33.3")


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        ("分数,人数\n11,3\n9,5", {}, ("unusable-data", "11", "“11”不是 0 到 10 的整数分")),
        ("分数,人数\n8.5,3\n9,5", {}, ("unusable-data", "8.5", "“8.5”不是 0 到 10 的整数分")),
        ("分数,人数\n-1,3\n9,5", {}, ("unusable-data", "-1", "“-1”不是 0 到 10 的整数分")),
        ("分数,人数\n9,-5", {}, ("unusable-data", "-5", "人数是负数")),
        ("分数,人数\n9,五\n8,2", {}, ("unreadable-cell", "五", "“人数”列的“五”读不懂")),
        ("分数,人数\n9,0", {}, ("unusable-data", "分数,人数", "“NPS”没有一个回答")),
        ("分数,人数\n9,5", {"n": "7"}, ("unusable-data", "分数,人数", "“NPS”合计 5 人，n 却写成 7")),
        ("分数,人数\n9,5", {"n": "很多"}, ("unusable-data", "很多", "n 应是正整数，这里是“很多”")),
        ("分数,人数\n9,5", {"score": "得分"}, ("missing-column", "得分", "没有名为“得分”的列")),
        (
            "分数,占比\n0-6,20\n7-8,30\n9-10,60",
            {},
            ("unusable-data", "分数,占比", "“NPS”的占比合计 110%，应是 100%；人数则应是整数"),
        ),
        ("分数,人数", {}, ("no-data", "分数,人数", "图没有数据")),
    ],
)
def test_what_cannot_be_counted_is_said(rows: str, options: dict[str, str], said: tuple[str, str, str]) -> None:
    assert figure(fence("nps", rows, **options)).said == [said]


def test_percentages_without_n_are_doubted() -> None:
    found = figure(fence("nps", "分数,占比（%）\n0-6,20\n7-8,30\n9-10,50")).sound
    assert [doubt.problem for doubt in found.doubts] == ["no-n"]
    assert found.told == "推荐者占50.0%，贬损者占20.0%，两者之差即净推荐值为30.0。"


def test_ten_thousand_answers_are_one_bar() -> None:
    found = figure(fence("nps", "分数\n" + "\n".join(str(at % 11) for at in range(10_000)))).sound
    assert found.values["n"].value == 10_000
    assert len(str(found.draw(PAPER))) < 5_000
