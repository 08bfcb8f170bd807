"""Limits and rules against published tables and worked examples, and what must hold for any data."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebound.figure.spc import (
    LARGEST,
    SMALLEST,
    Limits,
    Rules,
    Sample,
    Type,
    broken,
    constants,
    make_limits,
    make_process,
    make_spread_limits,
    mean_of,
    standard_deviation,
)

ALL = Rules(numbers=tuple(range(1, 9)))
UNIT = Limits(centre=Decimal(0), sigma=Decimal(1), lcl=Decimal(-3), ucl=Decimal(3))
TRUTH = {
    # A2, A3, d2, d3, c4, B3, B4, D3, D4: integrated numerically, agreeing with ISO 7870-2 to 0.001
    2: (1.8800, 2.6587, 1.1284, 0.8525, 0.7979, 0, 3.2665, 0, 3.2665),
    3: (1.0233, 1.9544, 1.6926, 0.8884, 0.8862, 0, 2.5682, 0, 2.5746),
    4: (0.7286, 1.6281, 2.0588, 0.8798, 0.9213, 0, 2.2660, 0, 2.2821),
    5: (0.5768, 1.4273, 2.3259, 0.8641, 0.9400, 0, 2.0890, 0, 2.1145),
    6: (0.4832, 1.2871, 2.5344, 0.8480, 0.9515, 0.0304, 1.9696, 0, 2.0038),
    7: (0.4193, 1.1819, 2.7044, 0.8332, 0.9594, 0.1177, 1.8823, 0.0757, 1.9243),
    8: (0.3725, 1.0991, 2.8472, 0.8198, 0.9650, 0.1851, 1.8149, 0.1362, 1.8638),
    9: (0.3367, 1.0317, 2.9700, 0.8078, 0.9693, 0.2391, 1.7609, 0.1840, 1.8160),
    10: (0.3083, 0.9754, 3.0775, 0.7971, 0.9727, 0.2837, 1.7163, 0.2230, 1.7770),
    # Montgomery, Introduction to Statistical Quality Control, appendix VI
    15: (0.223, 0.789, 3.472, 0.756, 0.9823, 0.428, 1.572, 0.347, 1.653),
    20: (0.180, 0.680, 3.735, 0.729, 0.9869, 0.510, 1.490, 0.415, 1.585),
    25: (0.153, 0.606, 3.931, 0.708, 0.9896, 0.565, 1.435, 0.459, 1.541),
}
"""By subgroup size; as in /work/shared/data/control-charts.json up to 10."""


@pytest.mark.parametrize("size", TRUTH)
def test_constants_and_the_factors_that_follow_from_them_agree_with_tables(size: int) -> None:
    n, found = Decimal(size), constants(size)
    ranges = [Sample(label="", value=Decimal(0), n=n, spread=Decimal(1))]
    by_range, by_deviation = make_process("xbar-r", ranges), make_process("xbar-s", ranges)
    a2, a3 = make_limits("xbar-r", by_range, n).ucl, make_limits("xbar-s", by_deviation, n).ucl
    d, b = make_spread_limits("xbar-r", by_range, n), make_spread_limits("xbar-s", by_deviation, n)
    computed = (a2, a3, found.d2, found.d3, found.c4, b.lcl, b.ucl, d.lcl, d.ucl)
    assert [float(each) for each in computed] == pytest.approx(TRUTH[size], abs=0.001)


@pytest.mark.parametrize("size", range(SMALLEST, LARGEST + 1))
def test_constants_are_those_of_the_normal_distribution(size: int) -> None:
    """d2 by integrating 1 − Φⁿ − (1−Φ)ⁿ (Tippett 1925), c4 by the gamma function."""
    step, total = 0.01, 0.0
    for place in range(-850, 851):
        below = 0.5 * math.erfc(-place * step / math.sqrt(2))
        total += step * (1 - below**size - (1 - below) ** size)
    assert float(constants(size).d2) == pytest.approx(total, abs=2e-6)
    c4 = math.sqrt(2 / (size - 1)) * math.exp(math.lgamma(size / 2) - math.lgamma((size - 1) / 2))
    assert float(constants(size).c4) == pytest.approx(c4, abs=1e-6)


def test_the_table_here_is_that_of_the_shared_data() -> None:
    path = Path("/work/shared/data/control-charts.json")
    if not path.is_file():
        pytest.skip("only where the shared folder is")
    shared = json.loads(path.read_text(encoding="utf-8"))
    assert {size: tuple(shared["constants"][str(size)]) for size in range(2, 11)} == {
        size: TRUTH[size] for size in range(2, 11)
    }
    assert [vector["z"] for vector in shared["vectors_in_sigma"]] == [z for z, _ in VECTORS[: len(ZS)]]


ZS: list[tuple[list[float], dict[int, list[int]]]] = [
    ([0.2, -0.4, 3.1, 0.3], {1: [3]}),
    ([0.2, -0.4, 3.0, 0.3], {}),
    ([0.1, -1.4, -0.9, -0.3, 0.2, 0.8, 1.3, 0.5], {3: [7]}),
    ([1.2, -0.8] * 7, {4: [14]}),
    ([0.1, 2.2, -0.4, 2.4, 0.3], {5: [4]}),
    ([-0.2, 1.3, 1.6, -0.1, 1.2, 1.5, -0.3], {6: [6]}),
]
"""The vectors of /work/shared/data/control-charts.json."""
VECTORS = [
    *ZS,
    # by the words of the rules, counted by hand
    ([0.5, 0.2] * 4 + [0.4], {2: [9]}),
    ([0.5, 0.2] * 4 + [0.0, 0.4], {}),  # a point on the centre line ends the run
    ([0.5, 0.2] * 4 + [0.4, 0.1], {2: [9, 10]}),
    ([0.5, -0.2, 0.3, 0.3, -0.4] * 3, {7: [15]}),
    ([0.5, -0.2, 0.3, 1.0, -0.4] * 3, {}),  # at one sigma is not within it
    ([1.5, -1.2, 1.3, 1.4, -1.6, -1.2, 1.9, -1.1], {8: [8]}),
    ([1.5, -1.2, 1.3, 1.0, -1.6, -1.2, 1.9, -1.1], {}),
    ([2.1, -2.2, 2.3], {5: [3]}),  # the two are on one side, the third on the other
    ([2.0, 0.1, 2.3], {}),  # at two sigma is not beyond
    ([-0.5, -0.4, -0.3, -0.2, -0.1], {}),  # five points, not six
    ([-0.5, -0.4, -0.3, -0.3, -0.2, -0.1, 0.1], {}),  # equal neighbours end a trend
    ([0.6, 0.5, 0.4, 0.3, 0.2, 0.1], {3: [6]}),
]


@pytest.mark.parametrize(("z", "fires"), VECTORS)
def test_rules_fire_at_the_point_that_completes_them(z: list[float], fires: dict[int, list[int]]) -> None:
    values = [Decimal(str(each)) for each in z]
    found: dict[int, list[int]] = {}
    for place, rules in enumerate(broken(values, [UNIT] * len(z), ALL), 1):
        for rule in rules:
            found.setdefault(rule, []).append(place)
    assert found == fires


def test_western_electric_counts_eight_on_one_side() -> None:
    values = [Decimal("0.5"), Decimal("0.2")] * 4
    assert broken(values, [UNIT] * 8, Rules(numbers=(2,), same_side=8))[-1] == (2,)


def sample(value: str | Decimal, n: str | int | Decimal = 1) -> Sample:
    return Sample(label="", value=Decimal(value), n=Decimal(n))


def shares(counts: str, sizes: str) -> list[Sample]:
    """Proportions or rates from counts and sizes."""
    pairs = zip(counts.split(), sizes.split(), strict=True)
    return [sample(Decimal(count) / Decimal(n), n) for count, n in pairs]


JUICE = "12 15 8 10 4 7 16 9 14 10 5 6 17 12 22 8 10 5 13 11 20 18 24 15 9 12 7 13 9 6"
"""Nonconforming cans of orange juice, 30 samples of 50 (Montgomery, table 7.1; the fractions of the NIST e-Handbook,
6.3.3.2, are the same)."""


def test_p_chart_as_in_the_nist_handbook() -> None:
    """NIST/SEMATECH e-Handbook 6.3.3.2: p̄ = 0.2313, limits 0.0524 and 0.4102; samples 15 and 23 are beyond."""
    samples = shares(JUICE, " ".join(["50"] * 30))
    process = make_process("p", samples)
    limits = [make_limits("p", process, each.n) for each in samples]
    assert [round(float(each), 4) for each in (process.mean, limits[0].lcl, limits[0].ucl)] == [0.2313, 0.0524, 0.4102]
    marks = broken([each.value for each in samples], limits, Rules(numbers=(1,)))
    assert [place for place, rules in enumerate(marks, 1) if rules] == [15, 23]


def test_np_chart_as_in_montgomery() -> None:
    """Example 7.2: the same cans as counts, UCL 20.510, LCL 2.620."""
    samples = [sample(count, 50) for count in JUICE.split()]
    limits = make_limits("np", make_process("np", samples), Decimal(50))
    # Montgomery rounds p̄ to 0.2313 first
    assert [float(limits.lcl), float(limits.ucl)] == pytest.approx([2.620, 20.510], abs=0.003)


def test_p_chart_with_varying_n_as_in_montgomery() -> None:
    """Table 7.4, purchase orders: p̄ = 234/2450 = 0.096; the 11th sample, 20 of 110, lies beyond its limit of 0.180."""
    samples = shares(
        "12 8 6 9 10 12 11 16 10 6 20 15 9 8 6 8 10 7 5 8 5 8 10 6 9",
        "100 80 80 100 110 110 100 100 90 90 110 120 120 120 110 80 80 80 90 100 100 100 100 90 90",
    )
    process = make_process("p", samples)
    assert round(float(process.mean), 4) == 0.0955
    ucl = {n: float(make_limits("p", process, Decimal(n)).ucl) for n in (80, 90, 100, 110, 120)}
    assert ucl == pytest.approx({80: 0.194, 90: 0.189, 100: 0.184, 110: 0.180, 120: 0.176}, abs=0.0011)
    limits = [make_limits("p", process, each.n) for each in samples]
    marks = broken([each.value for each in samples], limits, Rules(numbers=(1,)))
    assert [place for place, rules in enumerate(marks, 1) if rules] == [11]


def test_c_chart_as_in_the_nist_handbook() -> None:
    """6.3.3.1, defects of 25 wafers: c̄ = 16, limits 4 and 28. The wafer with 28 lies on the limit and is not beyond."""
    counts = "16 14 28 16 12 20 10 12 10 17 19 17 14 16 15 13 14 16 11 20 11 19 16 31 13"
    samples = [sample(count) for count in counts.split()]
    process = make_process("c", samples)
    limits = make_limits("c", process, Decimal(1))
    assert [int(each) for each in (process.mean, limits.lcl, limits.ucl)] == [16, 4, 28]
    marks = broken([each.value for each in samples], [limits] * 25, Rules(numbers=(1,)))
    assert [place for place, rules in enumerate(marks, 1) if rules] == [24]


def test_u_chart_with_varying_n_as_in_montgomery() -> None:
    """Table 7.11, dyed cloth in units of 50 m²: ū = 153/107.5 = 1.42 and the limits of each roll."""
    samples = shares("14 12 20 11 7 10 21 16 19 23", "10 8 13 10 9.5 10 12 10.5 12 12.5")
    process = make_process("u", samples)
    assert round(float(process.mean), 2) == 1.42
    limits = [make_limits("u", process, each.n) for each in samples]
    ucl = [2.55, 2.68, 2.41, 2.55, 2.58, 2.55, 2.45, 2.52, 2.45, 2.43]
    lcl = [0.29, 0.16, 0.43, 0.29, 0.26, 0.29, 0.39, 0.32, 0.39, 0.41]
    assert [float(each.ucl) for each in limits] == pytest.approx(ucl, abs=0.011)
    assert [float(each.lcl) for each in limits] == pytest.approx(lcl, abs=0.011)


def test_individuals_chart_as_in_the_nist_handbook() -> None:
    """6.3.2.2, ten batches: mean 50.81, mean moving range 1.8778, limits 45.8159 and 55.8041 (by 1.128)."""
    values = "49.6 47.6 49.9 51.3 47.8 51.2 52.6 52.4 53.6 52.1"
    process = make_process("i-mr", [sample(value) for value in values.split()])
    limits = make_limits("i-mr", process, Decimal(1))
    assert process.spread is not None
    found = [float(each) for each in (process.mean, process.spread, limits.lcl, limits.ucl)]
    assert found == pytest.approx([50.81, 1.8778, 45.8159, 55.8041], abs=0.0001)


RINGS = """
74.030 74.002 74.019 73.992 74.008; 73.995 73.992 74.001 74.011 74.004; 73.988 74.024 74.021 74.005 74.002;
74.002 73.996 73.993 74.015 74.009; 73.992 74.007 74.015 73.989 74.014; 74.009 73.994 73.997 73.985 73.993;
73.995 74.006 73.994 74.000 74.005; 73.985 74.003 73.993 74.015 73.988; 74.008 73.995 74.009 74.005 74.004;
73.998 74.000 73.990 74.007 73.995; 73.994 73.998 73.994 73.995 73.990; 74.004 74.000 74.007 74.000 73.996;
73.983 74.002 73.998 73.997 74.012; 74.006 73.967 73.994 74.000 73.984; 74.012 74.014 73.998 73.999 74.007;
74.000 73.984 74.005 73.998 73.996; 73.994 74.012 73.986 74.005 74.007; 74.006 74.010 74.018 74.003 74.000;
73.984 74.002 74.003 74.005 73.997; 74.000 74.010 74.013 74.020 74.003; 73.982 74.001 74.015 74.005 73.996;
74.004 73.999 73.990 74.006 74.009; 74.010 73.989 73.990 74.009 74.014; 74.015 74.008 73.993 74.000 74.010;
73.982 73.984 73.995 74.017 74.013
"""
"""Inside diameters of piston rings in mm, 25 samples of 5 (Montgomery, table 6.3)."""


def rings(type: Type) -> list[Sample]:
    groups = [[Decimal(each) for each in group.split()] for group in RINGS.split(";")]
    return [
        Sample(
            label="",
            value=mean_of(group),
            n=Decimal(5),
            spread=max(group) - min(group) if type == "xbar-r" else standard_deviation(group),
        )
        for group in groups
    ]


def test_piston_rings_as_in_montgomery() -> None:
    """Example 6.3: x̿ = 74.001, s̄ = 0.0094; means 73.988 to 74.014, s 0 to 0.0196. Montgomery works on
    with x̿ and s̄ as rounded here, hence the tolerance. By ranges R̄ = 0.0232, and
    74.001 ± 0.577 · 0.0232, 2.114 · 0.0232 by the printed constants."""
    five = Decimal(5)
    by_s, by_r = make_process("xbar-s", rings("xbar-s")), make_process("xbar-r", rings("xbar-r"))
    assert by_s.spread is not None and by_r.spread is not None
    means, spread = make_limits("xbar-s", by_s, five), make_spread_limits("xbar-s", by_s, five)
    assert [float(each) for each in (by_s.mean, means.lcl, means.ucl)] == pytest.approx(
        [74.001, 73.988, 74.014], abs=6e-4
    )
    assert [round(float(each), 4) for each in (by_s.spread, spread.lcl, spread.ucl)] == [0.0094, 0.0, 0.0196]
    means, spread = make_limits("xbar-r", by_r, five), make_spread_limits("xbar-r", by_r, five)
    assert [float(each) for each in (by_r.mean, means.lcl, means.ucl)] == pytest.approx(
        [74.001, 73.9876, 74.0144], abs=3e-4
    )
    assert [float(each) for each in (by_r.spread, spread.ucl)] == pytest.approx([0.0232, 0.0490], abs=2e-4)


NUMBERS = st.decimals(min_value=-1000, max_value=1000, places=2, allow_nan=False, allow_infinity=False)


@settings(max_examples=60)
@given(values=st.lists(NUMBERS, min_size=2, max_size=40), shift=NUMBERS, factor=st.integers(1, 9))
def test_limits_of_single_values_are_symmetric_and_follow_shift_and_scale(
    values: list[Decimal], shift: Decimal, factor: int
) -> None:
    def limits(each: list[Decimal]) -> Limits:
        return make_limits("i-mr", make_process("i-mr", [sample(value) for value in each]), Decimal(1))

    own = limits(values)
    assert float(own.ucl - own.centre) == pytest.approx(float(own.centre - own.lcl), abs=1e-20)
    moved = limits([value * factor + shift for value in values])
    assert float(moved.ucl) == pytest.approx(float(own.ucl * factor + shift), abs=1e-9)
    assert float(moved.lcl) == pytest.approx(float(own.lcl * factor + shift), abs=1e-9)


@settings(max_examples=60)
@given(rows=st.lists(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1))
def test_proportions_have_limits_between_0_and_1_that_narrow_as_n_grows(rows: list[tuple[int, int]]) -> None:
    process = make_process("p", [sample(Decimal(count) / n, n) for count, n in rows])
    limits = [make_limits("p", process, Decimal(n)) for n in (1, 10, 100, 1000)]
    assert all(0 <= each.lcl <= each.centre <= each.ucl <= 1 for each in limits)
    assert [each.ucl for each in limits] == sorted([each.ucl for each in limits], reverse=True)
    assert [each.lcl for each in limits] == sorted(each.lcl for each in limits)
    assert float(process.mean) == pytest.approx(sum(count for count, _ in rows) / sum(n for _, n in rows))


@settings(max_examples=60)
@given(z=st.lists(st.decimals(min_value=-4, max_value=4, places=1, allow_nan=False), max_size=60))
def test_rules_do_not_care_which_side_is_up(z: list[Decimal]) -> None:
    limits = [UNIT] * len(z)
    assert broken(z, limits, ALL) == broken([-each for each in z], limits, ALL)


@settings(max_examples=60)
@given(
    z=st.lists(st.decimals(min_value=-4, max_value=4, places=1, allow_nan=False), max_size=40), cut=st.integers(0, 40)
)
def test_a_point_is_judged_by_those_before_it_only(z: list[Decimal], cut: int) -> None:
    assert broken(z, [UNIT] * len(z), ALL)[:cut] == broken(z[:cut], [UNIT] * len(z[:cut]), ALL)


def test_values_that_never_vary_break_no_rule() -> None:
    limits = make_limits("i-mr", make_process("i-mr", [sample("7")] * 20), Decimal(1))
    assert broken([Decimal(7)] * 20, [limits] * 20, ALL) == [()] * 20
