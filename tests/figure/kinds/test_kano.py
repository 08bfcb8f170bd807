"""Kano diagrams: the evaluation table, categories and coefficients against published surveys, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

import pytest

from casebound.figure.kano_answers import category_of
from casebound.figure.palette import PAPER
from tests.figure.boxes import SVG, clipped, collisions
from tests.figure.example import fence, figure

LIKE, MUST_BE, NEUTRAL, LIVE_WITH, DISLIKE = range(5)

HEALTH_CARE = {
    "Listen carefully (nurse)": ("8,10,36,7,2,1", "M"),
    "Explain things (nurse)": ("12,12,28,8,2,2", "M"),
    "Help when pressing call button": ("19,7,20,13,1,4", "M"),
    "Courtesy and respect (doctor)": ("4,8,41,9,1,1", "M"),
    "Explain things (doctor)": ("8,7,41,3,1,4", "M"),
    "Told what the medicine was for": ("2,9,50,1,1,1", "M"),
}
"""A, O, M, I, R, Q and category: J Educ Health Promot 2021 (PMC8249979), table 2, complete rows."""

SKIS = {
    "Edge grip": ("7,33,49.3,9.5,0.3,0.9", "M", "0.40", "-0.83"),
    "Ease of turn": ("10.4,45.1,31.5,11.5,1.2,0.3", "O", "0.56", "-0.78"),
    "Service": ("63.8,21.6,2.9,8.5,0.7,2.5", "A", "0.88", "-0.25"),
}
"""Percent, category and coefficients: Sauerwein, Bailom, Matzler & Hinterhuber 1996 (as recalled); the coefficients
follow by hand: 40/98.8 = 0.405, 82.3/98.8 = 0.833; 55.5/98.5 = 0.563, 76.6/98.5 = 0.778; 85.4/96.8 = 0.882,
24.5/96.8 = 0.253."""


def test_pairs_of_answers_fall_into_the_categories_of_the_evaluation_table() -> None:
    # Berger et al., Center for Quality of Management Journal 2(4), 1993: rows functional, columns dysfunctional
    table = ["".join(category_of(one, other) for other in range(5)) for one in range(5)]
    assert table == ["QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"]
    assert category_of(LIKE, DISLIKE) == "O"
    assert category_of(MUST_BE, DISLIKE) == "M"
    assert category_of(LIKE, NEUTRAL) == "A"
    assert category_of(DISLIKE, LIVE_WITH) == "R"


def test_a_published_survey_gets_its_published_categories() -> None:
    rows = "\n".join(f"{name},{counts}" for name, (counts, _) in HEALTH_CARE.items())
    found = figure(fence("kano", f"Feature,A,O,M,I,R,Q\n{rows}"), lang="en").sound
    assert [row[8] for row in found.table[1:]] == [category for _, category in HEALTH_CARE.values()]
    assert {row[7] for row in found.table[1:]} == {"64"}  # 39 patients and 25 caregivers


def test_a_published_survey_gets_its_published_coefficients() -> None:
    rows = "\n".join(f"{name},{counts}" for name, (counts, *_) in SKIS.items())
    found = figure(fence("kano", f"需求,A,O,M,I,R,Q\n{rows}", n="1500")).sound
    for name, (_, category, better, worse) in SKIS.items():
        assert found.values[f"better[{name}]"].value == Decimal(better)
        assert found.values[f"worse[{name}]"].value == Decimal(worse)
        assert next(row for row in found.table if row[0] == name)[8] == category
    assert found.values["m[Edge grip]"].value == Decimal("49.3")
    assert found.values["m[Edge grip]"].unit == "%"
    assert found.values["n[Service]"].value == 1500
    assert list(found.doubts) == []


WORDS = "需求,具备,不具备\n预约,喜欢,不喜欢\n预约,理应如此,不喜欢\n预约,喜欢,无所谓\n预约,能忍受,无所谓\n"
NUMBERS = "需求,具备,不具备\n预约,1,5\n预约,2,5\n预约,1,3\n预约,4,3\n"
FIVES = "需求,具备,不具备\n预约,5,1\n预约,4,1\n预约,5,3\n预约,2,3\n"
ENGLISH = "Feature,With,Without\n预约,like,dislike\n预约,Must-be,dislike\n预约,like,neutral\n预约,live-with,neutral\n"
COUNTED = "需求,具备,不具备,人数\n预约,喜欢,不喜欢,10\n预约,2,5,10\n预约,1,3,10\n预约,4,3,10\n"


@pytest.mark.parametrize(
    ("rows", "times", "options"),
    [(WORDS, 1, {}), (NUMBERS, 1, {}), (FIVES, 1, {"scale": "like-5"}), (ENGLISH, 1, {}), (COUNTED, 10, {})],
)
def test_answers_are_read_as_words_and_numbers(rows: str, times: int, options: dict[str, str]) -> None:
    # O, M, A and I once each: better (1+1)/4, worse −(1+1)/4
    found = figure(fence("kano", rows, **options)).sound
    assert [found.values[f"{letter}[预约]"].value for letter in "aomirq"] == [times, times, times, times, 0, 0]
    assert found.values["better[预约]"].value == Decimal("0.50")
    assert found.values["worse[预约]"].value == Decimal("-0.50")
    assert found.values["n[预约]"].value == 4 * times


@pytest.mark.parametrize(
    ("counts", "category"), [("5,5,5,5", "M"), ("5,5,4,5", "O"), ("5,4,4,5", "A"), ("1,2,3,4", "I")]
)
def test_of_equals_the_must_be_counts_before_the_others(counts: str, category: str) -> None:
    # Matzler & Hinterhuber 1998: M > O > A > I
    assert figure(fence("kano", f"需求,A,O,M,I\n预约,{counts}")).sound.table[1][8] == category


def test_quadrants_may_meet_at_the_means() -> None:
    # |worse|: 6/10 and 2/10, mean 0.4; better: 3/10 and 7/10, mean 0.5
    rows = "需求,A,O,M,I\n预约,1,2,4,3\n推送,6,1,1,2"
    content = figure(fence("kano", rows, threshold="mean")).sound.content
    assert (content.across, content.up) == (Decimal("0.40"), Decimal("0.50"))
    content = figure(fence("kano", rows)).sound.content
    assert (content.across, content.up) == (Decimal("0.5"), Decimal("0.5"))


def test_it_tells_the_categories_and_the_extremes() -> None:
    rows = "需求,A,O,M,I\n预约,1,2,4,3\n推送,6,1,1,2"
    assert figure(fence("kano", rows)).sound.told == (
        "2项需求中必备1项、魅力1项；有了最满意的是推送，Better系数为0.70；"
        "缺了最不满的是预约，Worse系数为−0.60；共10份回答。"
    )
    assert figure(fence("kano", rows), lang="en").sound.told == (
        "Of 2 features 1 must-be, 1 attractive; having 推送 satisfies most (better 0.70), "
        "missing 预约 dissatisfies most (worse −0.60); 10 answers."
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            "需求,a,b\n预约,喜欢,讨厌",
            ("unusable-data", "讨厌", "“讨厌”不是卡诺问卷的回答"),
        ),
        (
            "需求,A,O,M,I,R\n预约,0,0,0,0,5",
            ("unusable-data", "需求,A,O,M,I,R", "“预约”没有 A、O、M、I 的回答，算不出系数"),
        ),
        ("需求,A,O,M,I\n预约,0,0,0,0", ("unusable-data", "预约", "“预约”没有一个回答")),
        ("需求,A,O,M,I\n预约,1,x,3,4", ("unreadable-cell", "x", "“O”列的“x”读不懂")),
        ("需求,a,b,人数\n预约,1,5,-4", ("unusable-data", "-4", "人数是负数")),
        ("需求,a\n预约,1", ("missing-column", "需求,a", "数据至少要有 3 列，这里有 2 列")),
        (
            "需求,A（%）,O（%）,M（%）,I（%）\n预约,10,20,30,60",
            ("unusable-data", "预约", "“预约”的占比合计 120%，应是 100%；人数则应是整数"),
        ),
    ],
)
def test_what_cannot_be_drawn_is_said(rows: str, said: tuple[str, str, str]) -> None:
    read = figure(fence("kano", rows))
    assert read.figure is None
    assert read.said == [said]


def test_too_many_features_are_refused() -> None:
    rows = "\n".join(f"需求{at},1,2,3,4" for at in range(21))
    assert figure(fence("kano", f"需求,A,O,M,I\n{rows}")).said == [
        ("unusable-data", "需求,A,O,M,I", "有 21 项，最多画 20 项")
    ]


def test_a_feature_that_stands_twice_counts_once() -> None:
    read = figure(fence("kano", "需求,A,O,M,I\n预约,1,1,1,1\n预约,2,2,2,2"))
    assert read.said == [("unusable-data", "预约", "“预约”有两行")]
    assert read.figure is not None
    assert read.figure.values["n[预约]"].value == 4


def test_percentages_without_n_are_doubted() -> None:
    found = figure(fence("kano", "需求,A（%）,O（%）,M（%）,I（%）\n预约,10,20,30,40")).sound
    assert [doubt.problem for doubt in found.doubts] == ["no-n"]


def test_points_that_stand_on_each_other_are_numbered_and_named_beside_the_plot() -> None:
    rows = "\n".join(f"一项名字很长很长很长很长的需求{at},{30 + at},40,50,30" for at in range(14))
    svg = str(figure(fence("kano", f"需求,A,O,M,I\n{rows}")).sound.draw(PAPER))
    texts = [text.text for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]
    assert [str(at) for at in range(1, 15) if texts.count(str(at)) < 2] == []
    assert clipped(svg) == []
    assert collisions(svg) == []


def test_ten_thousand_answers_are_a_few_points() -> None:
    rows = "\n".join(f"需求{at % 3},{at % 5 + 1},{at // 5 % 5 + 1}" for at in range(10_000))
    found = figure(fence("kano", f"需求,a,b\n{rows}")).sound
    assert sum(found.values[f"n[需求{at}]"].value for at in range(3)) == 10_000
    assert len(str(found.draw(PAPER))) < 5_000
