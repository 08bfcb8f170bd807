"""Titles in lines: broken where they pause, else evenly."""

from __future__ import annotations

import pytest

from casebound.compose.title import title_lines


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("短的", ("短的",)),
        ("用户满意服务创新案例集 2026（示例）", ("用户满意服务创新案例集", "2026（示例）")),
        ("少改第二遍，少跑第三趟——改衣台的改进", ("少改第二遍，少跑第三趟——", "改衣台的改进")),
        ("停电以前，通知到人，说准时间，少些埋怨", ("停电以前，通知到人，", "说准时间，少些埋怨")),
        ("十二个字没有停顿的题目在此断成两行", ("十二个字没有停顿的", "题目在此断成两行")),
        ("Selected Cases of Service Innovation", ("Selected Cases of", "Service Innovation")),
        ("", ()),
    ],
)
def test_a_title_is_broken_well(title: str, lines: tuple[str, ...]) -> None:
    assert tuple(line for line in title_lines(title, 14, 1) if line) == lines


def test_a_very_long_title_is_still_broken() -> None:
    assert len(title_lines("很，" * 400, 14, 1)) > 50
