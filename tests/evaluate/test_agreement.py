"""Agreement coefficients against published tables, hand calculations, their definitions, and what is undefined."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.evaluate.agreement import (
    NO_VARIANCE,
    NOT_A_RATIO_SCALE,
    NOTHING_TO_COMPARE,
    ONE_CATEGORY,
    Agreement,
    Bootstrap,
    Interval,
    Metric,
    Ratings,
    Weighting,
    gwet_ac,
    krippendorff_alpha,
    percent_agreement,
    ratings_of,
)

Table = Sequence[Sequence[int | str | Decimal | None]]
"""One row an evaluator; None is missing."""


def ratings(rows: Table) -> Ratings:
    return Ratings(
        evaluators=tuple(f"e{number}" for number in range(len(rows))),
        cases=tuple(f"c{number}" for number in range(len(rows[0]) if rows else 0)),
        values=tuple(tuple(None if mark is None else Decimal(mark) for mark in row) for row in rows),
    )


def letters(*rows: str) -> Ratings:
    """`ab-` is 1, 2 and a missing mark."""
    return ratings([[None if mark == "-" else ord(mark) - ord("a") + 1 for mark in row] for row in rows])


def from_counts(*rows: tuple[int, ...]) -> Ratings:
    """Cases as counts of evaluators by category, which are numbered from 1."""
    columns = [[mark for mark, count in enumerate(row, start=1) for _ in range(count)] for row in rows]
    return ratings(list(zip(*columns, strict=True)))


# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): 4 observers, 12 units.
KRIPPENDORFF_2011 = ratings(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
)

# The same with the lone mark on unit 12 given by the third: Gwet, Handbook of Inter-Rater Reliability (4th edition,
# 2014), page 120; data set cac.raw4raters of his R package irrCAC.
RAW_4_RATERS = ratings(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, None],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
)

# Further data sets of irrCAC, as listed in irrCAC/datasets.py of afergadis/irrCAC.
RAW_5_OBSERVERS = ratings(
    [
        [1, 1, 2, None, 0, 0, 1, 1, 2, 2, None, 0, 1, 3, 1],
        [1, 1, 3, 0, 0, 0, 0, None, 2, 1, 1, 0, 2, 3, 1],
        [2, 0, 3, 0, 0, 0, 2, 2, 2, 1, 0, 0, 2, 2, 1],
        [None, 1, 3, None, None, None, None, 0, None, 1, 0, 0, 2, 2, None],
        [2, None, None, 0, 0, 0, 1, None, 2, None, None, None, None, 3, 1],
    ]
)
RAW_G1G2 = letters("abccbadab---bb", "abccbbdabe--ba", "-cccbcdbbeaccc", "abccbddabea-bb")
RAW_GENDER = letters("aaaaabbbcaaaaab", "aaaababccaaaaba", "abbcaabbcabbcaa", "ccccaabbcccccaa")
RAW_BEN_GERRY = letters("aabbdcccedda", "babbbccce-dd")
CONT_3X3_ABSTRACTORS = letters(
    "a" * 13 + "b" * 20 + "b" * 7 + "c" * 4 + "c" * 56, "a" * 13 + "b" * 20 + "c" * 7 + "b" * 4 + "c" * 56
)
# Fleiss, Measuring Nominal Scale Agreement Among Many Raters (1971), the first 15 patients: distrib.6raters.
DISTRIB_6_RATERS = from_counts(
    *((0, 0, 0, 6, 0), (0, 3, 0, 0, 3), (0, 1, 4, 0, 1), (0, 0, 0, 0, 6), (0, 3, 0, 3, 0)),
    *((2, 0, 4, 0, 0), (0, 0, 4, 0, 2), (2, 0, 3, 1, 0), (2, 0, 0, 4, 0), (0, 0, 0, 0, 6)),
    *((1, 0, 0, 5, 0), (1, 1, 0, 4, 0), (0, 3, 3, 0, 0), (1, 0, 0, 5, 0), (0, 2, 0, 3, 1)),
)
DIST_4_CAT = from_counts(
    *((3, 0, 1), (2, 1, 1), (2, 1, 1), (2, 0, 2), (3, 1, 0), (3, 1, 0), (0, 4, 0), (0, 3, 1), (0, 0, 4), (3, 1, 0)),
    *((0, 4, 0), (0, 3, 1), (0, 2, 2), (0, 0, 4), (3, 1, 0)),
)


@pytest.mark.parametrize(
    ("metric", "expected"),
    # Printed as .743, .815, .849 and .797; more digits in /work/shared/data/agreement.json, recomputed there.
    [
        (Metric.NOMINAL, 0.743421052631579),
        (Metric.ORDINAL, 0.8153875037548814),
        (Metric.INTERVAL, 0.8491071428571428),
        (Metric.RATIO, 0.7974027747116121),
    ],
)
def test_alpha_of_the_example_of_2011(metric: Metric, expected: float) -> None:
    alpha = krippendorff_alpha(KRIPPENDORFF_2011, metric)
    assert alpha.value == pytest.approx(expected, abs=1e-12)
    # Unit 12 has one mark: 41 marks, 40 of them on 11 units can be paired.
    assert (alpha.units, alpha.values) == (11, 40)
    assert alpha.categories == tuple(map(Decimal, (1, 2, 3, 4, 5)))
    assert alpha.reason is None


@pytest.mark.parametrize(
    ("data", "expected", "digits"),
    [
        # README.md of kgwet/irrCAC, krippen.alpha.dist and krippen2.table
        (DISTRIB_6_RATERS, 0.4204384, 7),
        (CONT_3X3_ABSTRACTORS, 0.7972585, 7),
        # test/unit/irrCAC/raw/test_krippendorff.py of afergadis/irrCAC
        (RAW_4_RATERS, 0.743, 3),
        (RAW_5_OBSERVERS, 0.481, 3),
        (RAW_G1G2, 0.632, 3),
        (RAW_GENDER, 0.143, 3),
        (RAW_BEN_GERRY, 0.665, 3),
    ],
)
def test_nominal_alpha_as_published_for_irrcac(data: Ratings, expected: float, digits: int) -> None:
    assert krippendorff_alpha(data, Metric.NOMINAL).value == pytest.approx(expected, abs=0.51 * 10**-digits)


@pytest.mark.parametrize(("metric", "expected"), [(Metric.NOMINAL, 0.691358), (Metric.INTERVAL, 0.810845)])
def test_alpha_of_the_example_with_more_gaps(metric: Metric, expected: float) -> None:
    # Wikipedia's example (observers A, B, C); values of tests/test_krippendorff.py, pln-fing-udelar/fast-krippendorff.
    rows = ("-----34121133-3", "1-213343-------", "--21344-21133-4")
    data = ratings([[None if mark == "-" else mark for mark in row] for row in rows])
    assert krippendorff_alpha(data, metric).value == pytest.approx(expected, abs=0.51e-6)


def test_the_ratio_metric_takes_zeros() -> None:
    # 1.0, as in tests/test_krippendorff.py, pln-fing-udelar/fast-krippendorff
    assert krippendorff_alpha(ratings([[0, 1, 2], [0, 1, 2]]), Metric.RATIO).value == 1.0


@pytest.mark.parametrize(
    ("data", "expected", "digits"),
    [
        # README.md of kgwet/irrCAC: gwet.ac1.raw, gwet.ac1.dist (twice), gwet.ac1.table
        (RAW_4_RATERS, 0.77544, 5),
        (DISTRIB_6_RATERS, 0.4448007, 7),
        (DIST_4_CAT, 0.3518903, 7),
        (CONT_3X3_ABSTRACTORS, 0.8493305, 7),
        # test/unit/irrCAC/raw/test_gwet.py of afergadis/irrCAC
        (RAW_5_OBSERVERS, 0.497, 3),
        (RAW_G1G2, 0.685, 3),
        (RAW_GENDER, 0.208, 3),
        (RAW_BEN_GERRY, 0.661, 3),
    ],
)
def test_ac1_as_published_for_irrcac(data: Ratings, expected: float, digits: int) -> None:
    assert gwet_ac(data, Weighting.IDENTITY).value == pytest.approx(expected, abs=0.51 * 10**-digits)


@pytest.mark.parametrize(
    ("weighting", "expected"),
    # test/unit/irrCAC/raw/test_gwet.py of afergadis/irrCAC
    [(Weighting.LINEAR, 0.859), (Weighting.ORDINAL, 0.899), (Weighting.QUADRATIC, 0.914)],
)
def test_ac2_as_published_for_irrcac(weighting: Weighting, expected: float) -> None:
    assert gwet_ac(RAW_4_RATERS, weighting).value == pytest.approx(expected, abs=0.0005)


@pytest.mark.parametrize(
    ("data", "expected"),
    # README.md of kgwet/irrCAC: pa.coeff.raw, the column pa of gwet.ac1.dist, pa2.table
    [(RAW_4_RATERS, 0.8181818), (DISTRIB_6_RATERS, 0.5511111), (CONT_3X3_ABSTRACTORS, 0.89)],
)
def test_percent_agreement_as_published_for_irrcac(data: Ratings, expected: float) -> None:
    assert percent_agreement(data).value == pytest.approx(expected, abs=0.51e-7)


def test_a_category_that_nobody_used_counts_when_the_scale_has_it() -> None:
    # Cases 1-1, 1-1, 1-2, 2-2: agreement 3/4, prevalence 5/8 and 3/8, so the sum of p(1 - p) is 2 · 15/64 = 15/32.
    # Two categories: chance 15/32 / 1, AC1 = (24 - 15) / (32 - 15) = 9/17.
    # Three:          chance 15/32 / 2 = 15/64, AC1 = (48 - 15) / (64 - 15) = 33/49.
    data = ratings([[1, 1, 1, 2], [1, 1, 2, 2]])
    found = gwet_ac(data, Weighting.IDENTITY)
    assert found.value == pytest.approx(9 / 17)
    assert found.categories == (Decimal(1), Decimal(2))
    scale = gwet_ac(data, Weighting.IDENTITY, categories=[Decimal(3), Decimal(2), Decimal(1)])
    assert scale.value == pytest.approx(33 / 49)
    assert scale.categories == (Decimal(1), Decimal(2), Decimal(3))


def test_weights_go_by_the_distance_of_marks_and_ordinal_ones_by_rank() -> None:
    # Categories 0, 1, 10; cases 0-1 and 10-10; prevalence 1/4, 1/4, 1/2, sum of p(1 - p) = 3/16 + 3/16 + 1/4 = 5/8.
    # linear: w(0,1) = 9/10, w(1,10) = 1/10, w(0,10) = 0; agreement (9/10 + 1)/2 = 19/20;
    #         sum of weights 3 + 2 · (9/10 + 1/10) = 5, chance 5/6 · 5/8 = 25/48; (19/20 - 25/48) / (23/48) = 103/115
    # ordinal: w of neighbours = 1 - 1/3 = 2/3; agreement (2/3 + 1)/2 = 5/6;
    #         sum of weights 3 + 4 · 2/3 = 17/3, chance 17/18 · 5/8 = 85/144; (120 - 85) / (144 - 85) = 35/59
    data = ratings([[0, 10], [1, 10]])
    assert gwet_ac(data, Weighting.LINEAR).value == pytest.approx(103 / 115)
    assert gwet_ac(data, Weighting.ORDINAL).value == pytest.approx(35 / 59)


def test_a_case_with_one_mark_counts_for_chance_alone() -> None:
    # Cases 1-1, 2-2 and a lone 2: agreement 1; prevalence 1/3 and 2/3, chance 4/9.
    # With a disagreement 1-2 added: agreement 2/3; prevalence (1 + 1/2)/4 = 3/8 and 5/8, chance 15/32;
    # AC1 = (2/3 - 15/32) / (17/32) = (64 - 45) / 51 = 19/51.
    data = ratings([[1, 2, 2, 1], [1, 2, None, 2]])
    ac1 = gwet_ac(data, Weighting.IDENTITY)
    assert ac1.value == pytest.approx(19 / 51)
    assert (ac1.units, ac1.values) == (3, 6)


SAME = ratings([[70, 70, 70], [70, None, 70], [70, 70, None]])


@pytest.mark.parametrize("metric", Metric)
def test_alpha_without_variance_is_undefined_and_says_so(metric: Metric) -> None:
    alpha = krippendorff_alpha(SAME, metric, bootstrap=Bootstrap(seed=1))
    assert (alpha.value, alpha.interval, alpha.reason) == (None, None, NO_VARIANCE)
    assert (alpha.units, alpha.values) == (3, 7)
    assert alpha.reason is not None
    assert alpha.reason.to("zh-CN") == "可比的分数全部相同，没有差异，系数无定义"
    assert alpha.reason.to("en") == (
        "All marks that can be compared are the same: without variance the coefficient is undefined"
    )


def test_a_mark_that_cannot_be_compared_is_no_variance() -> None:
    assert krippendorff_alpha(ratings([[70, 70, 10], [70, 70, None]]), Metric.INTERVAL).reason == NO_VARIANCE


@pytest.mark.parametrize("weighting", Weighting)
def test_gwets_coefficient_needs_two_categories(weighting: Weighting) -> None:
    found = gwet_ac(SAME, weighting, bootstrap=Bootstrap(seed=1))
    assert (found.value, found.interval, found.reason) == (None, None, ONE_CATEGORY)
    # With the scale: agreement 1, chance 0 since one category has all marks; (1 - 0) / (1 - 0) = 1.
    scale = gwet_ac(SAME, weighting, categories=[Decimal(60), Decimal(70), Decimal(80)])
    assert (scale.value, scale.reason) == (1.0, None)


def test_percent_agreement_is_defined_without_variance() -> None:
    assert percent_agreement(SAME).value == 1.0


COEFFICIENTS: list[Callable[[Ratings, Bootstrap | None], Agreement]] = [
    *(lambda data, more, metric=metric: krippendorff_alpha(data, metric, bootstrap=more) for metric in Metric),
    *(lambda data, more, way=way: gwet_ac(data, way, bootstrap=more) for way in Weighting),
    lambda data, more: percent_agreement(data, bootstrap=more),
]


@pytest.mark.parametrize("coefficient", COEFFICIENTS)
@pytest.mark.parametrize("rows", [[], [[]], [[1, 2, 3]], [[1, None, 3], [None, 2, None]], [[None], [None]]])
def test_nothing_to_compare_is_a_result(rows: Table, coefficient: Callable[..., Agreement]) -> None:
    result = coefficient(ratings(rows), Bootstrap(seed=1))
    assert (result.value, result.units, result.values) == (None, 0, 0)
    assert result.reason == NOTHING_TO_COMPARE


def test_the_ratio_metric_refuses_negative_marks() -> None:
    data = ratings([[-1, 2], [1, 3]])
    assert krippendorff_alpha(data, Metric.RATIO).reason == NOT_A_RATIO_SCALE
    assert krippendorff_alpha(data, Metric.INTERVAL).reason is None


def test_marks_outside_the_categories_are_refused() -> None:
    with pytest.raises(ValueError, match="marks outside the categories: 2, 7"):
        gwet_ac(ratings([[1, 7], [1, 2]]), Weighting.IDENTITY, categories=[Decimal(1), Decimal(3)])


def test_a_table_is_made_from_marks_by_id() -> None:
    table = ratings_of({"e2": {"b": Decimal(1)}, "e1": {"c": Decimal(2), "a": None}})
    assert (table.evaluators, table.cases) == (("e1", "e2"), ("a", "b", "c"))
    assert table.values == ((None, None, Decimal(2)), (None, Decimal(1), None))


MARKS = st.one_of(st.none(), st.sampled_from([Decimal(n) / 2 for n in range(7)]))


@st.composite
def tables(draw: st.DrawFn) -> list[list[Decimal | None]]:
    width = draw(st.integers(1, 7))
    return draw(st.lists(st.lists(MARKS, min_size=width, max_size=width), min_size=2, max_size=5))


def by_definition(rows: Table, metric: Metric) -> Fraction | None:
    """Alpha as disagreement of pairs within units over disagreement of all pairs, pair by pair."""
    units = [[Fraction(mark) for mark in column if mark is not None] for column in zip(*rows, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    pool = [mark for unit in units for mark in unit]
    counts = Counter(pool)

    def squared(one: Fraction, other: Fraction) -> Fraction:
        low, high = sorted((one, other))
        if metric is Metric.NOMINAL:
            return Fraction(low != high)
        if metric is Metric.ORDINAL:
            between = sum(count for mark, count in counts.items() if low <= mark <= high)
            return (between - Fraction(counts[low] + counts[high], 2)) ** 2
        if metric is Metric.INTERVAL:
            return (high - low) ** 2
        return Fraction(0) if low == high else ((high - low) / (high + low)) ** 2

    if len(counts) < 2:
        return None
    observed = sum(
        sum(squared(one, other) for one, other in permutations(unit, 2)) / Fraction(len(unit) - 1) for unit in units
    ) / Fraction(len(pool))
    expected = sum(squared(one, other) for one, other in permutations(pool, 2)) / Fraction(len(pool) * (len(pool) - 1))
    return 1 - observed / expected


@given(tables(), st.sampled_from(Metric))
def test_alpha_is_what_its_definition_says(rows: list[list[Decimal | None]], metric: Metric) -> None:
    expected = by_definition(rows, metric)
    assert krippendorff_alpha(ratings(rows), metric).value == (None if expected is None else float(expected))


@given(tables(), st.sampled_from(COEFFICIENTS), st.data())
def test_the_order_of_evaluators_and_cases_changes_nothing(
    rows: list[list[Decimal | None]], coefficient: Callable[..., Agreement], data: st.DataObject
) -> None:
    columns = data.draw(st.permutations(range(len(rows[0]))))
    turned = [[row[column] for column in columns] for row in data.draw(st.permutations(rows))]
    bootstrap = Bootstrap(seed=7, resamples=20)
    assert coefficient(ratings(turned), bootstrap) == coefficient(ratings(rows), bootstrap)


@given(tables(), st.sampled_from(COEFFICIENTS))
def test_a_coefficient_is_a_number_up_to_one_or_has_a_reason(
    rows: list[list[Decimal | None]], coefficient: Callable[..., Agreement]
) -> None:
    result = coefficient(ratings(rows), None)
    assert (result.value is None) == (result.reason is not None)
    assert result.value is None or (math.isfinite(result.value) and result.value <= 1)


@given(tables(), st.decimals(-50, 50, places=1), st.decimals("0.1", 9, places=1))
def test_another_zero_and_unit_leave_interval_coefficients(
    rows: list[list[Decimal | None]], zero: Decimal, unit: Decimal
) -> None:
    moved = [[None if mark is None else zero + unit * mark for mark in row] for row in rows]
    here, there = ratings(rows), ratings(moved)
    for metric in (Metric.NOMINAL, Metric.ORDINAL, Metric.INTERVAL):
        assert krippendorff_alpha(there, metric).value == krippendorff_alpha(here, metric).value
    for weighting in Weighting:
        assert gwet_ac(there, weighting).value == gwet_ac(here, weighting).value


@given(tables())
def test_ordinal_coefficients_look_at_the_order_alone(rows: list[list[Decimal | None]]) -> None:
    stretched = ratings([[None if mark is None else mark**3 for mark in row] for row in rows])
    plain = ratings(rows)
    assert krippendorff_alpha(stretched, Metric.ORDINAL).value == krippendorff_alpha(plain, Metric.ORDINAL).value
    assert gwet_ac(stretched, Weighting.ORDINAL).value == gwet_ac(plain, Weighting.ORDINAL).value


def test_bootstrap_percentiles_are_those_of_all_resamples() -> None:
    # Pairs that agree: none, one of three, all. Of the 27 equally likely resamples of three cases, one is all zeros
    # (3.7 %), three have one case of 1/3 and two of 0 (mean 1/9, 14.8 % up to here); one is all ones, and the next
    # below, two of 1 and one of 1/3, is 7/9. So the 5th percentile is 1/9, and the 95th 7/9 (96.3 % up to here).
    data = ratings([[1, 1, 1], [2, 1, 1], [3, 2, 1]])
    result = percent_agreement(data, bootstrap=Bootstrap(seed=2026, resamples=2000, level=Decimal("0.9")))
    assert result.interval == Interval(low=1 / 9, high=7 / 9)
    assert result.resamples == 2000


def test_a_bootstrap_interval_that_r_gives_too() -> None:
    # boot.ci(type = "perc") for ordinal irr::kripp.alpha, 1000 resamples of the units: (0.4297, 1.0000);
    # exchangetuts.com, Bootstrapping Krippendorff's Alpha. Two seeds of 1000 differ by some hundredths at the low end.
    result = krippendorff_alpha(KRIPPENDORFF_2011, Metric.ORDINAL, bootstrap=Bootstrap(seed=1))
    assert result.interval is not None
    assert result.interval.low == pytest.approx(0.43, abs=0.05)
    assert result.interval.high == pytest.approx(1, abs=0.01)


def test_resamples_without_variance_are_left_out_and_not_counted() -> None:
    # Two cases, 1-1 and 2-2: a quarter of the resamples has the first twice, a quarter the second.
    result = krippendorff_alpha(ratings([[1, 2], [1, 2]]), Metric.NOMINAL, bootstrap=Bootstrap(seed=5))
    assert result.interval == Interval(low=1.0, high=1.0)
    assert 400 < result.resamples < 600
