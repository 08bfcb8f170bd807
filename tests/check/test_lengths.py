"""Short texts are short, a summary says something, and one measure is not enough."""

from __future__ import annotations

from collections.abc import Callable

from tests.check.conftest import TEXT, Said

Check = Callable[..., list[Said]]


def test_a_summary_of_a_few_words_says_too_little(check: Check) -> None:
    summary = next(line for line in TEXT.splitlines() if line.startswith("summary: "))
    assert check(summary, "summary: 等得少了。") == [(4, "summary", "summary-length", "摘要 5 字，应在 60—220 字之间")]
    assert check(summary, f"summary: {'等了又等。' * 44}") == []
    assert check(summary, f"summary: {'等了又等。' * 44}等") == [
        (4, "summary", "summary-length", "摘要 221 字，应在 60—220 字之间")
    ]


def test_a_short_title_fits_a_running_head(check: Check) -> None:
    lang = "lang: zh-CN"
    assert check(lang, f"{lang}\nshort_title: {'夜' * 14} ABC") == []
    assert check(lang, f"{lang}\nshort_title: {'夜' * 15}") == [
        (6, "short_title", "long-short-title", "短标题 15 字，页眉和卡片上最多放 14 字")
    ]


def test_one_measure_alone_is_pointed_at(check: Check) -> None:
    calls = """  - id: calls
    name: 投诉
    unit: 件/月
    better: lower
    baseline: {value: 9, period: 2024-01}
    target: {value: 3, period: 2024-06}
    actual: {value: 2, period: 2024-06}
    source: 投诉登记
"""
    found = check(calls, "")
    assert (14, "measures", "single-measure", "只有一个指标") in found
