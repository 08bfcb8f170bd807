import pytest

from casebound.figure.palette import PAPER
from tests.figure.example import fence, figure

# Days by the calendar of 2025: March has 31, April 30.
ROWS = """
阶段,任务,负责人,开始,结束,实际开始,实际结束
P,选题,李红,2025-03-03,2025-03-14,2025-03-03,2025-03-13
P,调查,王芳,2025-03-17,2025-04-11,2025-03-17,2025-04-18
D,上线,陈伟,2025-04-21,2025-04-21,2025-04-21,2025-04-21
C,检查,王芳,2025-04-22,2025-05-30,2025-04-28,
A,巩固,李红,2025-06-02,2025-06-30,,
"""


def test_days_and_delays() -> None:
    values = figure(fence("gantt", ROWS, now="2025-06-03")).sound.values
    counts = {name: int(value.value) for name, value in values.items()}
    assert counts == {
        "tasks": 5,
        "days": 29 + 30 + 31 + 30,
        "months": 4,
        "done": 3,
        "late_tasks": 2,
        "days[选题]": 12,
        "days[调查]": 15 + 11,
        "days[上线]": 1,
        "days[检查]": 9 + 30,
        "days[巩固]": 29,
        "late[选题]": -1,
        "late[调查]": 7,
        "late[上线]": 0,
        "late[检查]": 4,  # 30 May to 3 June
    }
    assert (values["days"].unit, values["late[调查]"].unit) == ("天", "天")


def test_what_is_told() -> None:
    assert figure(fence("gantt", ROWS, now="2025-06-03")).sound.told == (
        "计划时间为2025年3月3日至6月30日，为期120天，共安排5项；已经完成3项；有2项迟于计划，最迟的是“调查”，迟了7天。"
    )
    assert figure(fence("gantt", ROWS, now="2025-06-03"), lang="en").sound.told == (
        "5 tasks are planned from 3 March to 30 June 2025 (120 days); 3 are finished; "
        "2 behind the plan, at most 7 days (“调查”)."
    )
    plain = "任务,开始,结束\n调研,2025-01,2025-02\n试点,2025-12-01,2026-01-10\n"
    assert figure(fence("gantt", plain)).sound.told == (
        "计划时间为2025年1月1日至2026年1月10日，为期375天，共安排2项；其中最长的一项是“调研”，需要59天。"
    )
    assert figure(fence("gantt", plain), lang="en").sound.told == (
        "2 tasks are planned from 1 January 2025 to 10 January 2026 (375 days); the longest is “调研” (59 days)."
    )


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        ("2025-03-05", "2025-03-09", "2025-03-05", "2025-03-09"),
        ("2025/3/5", "2025.3.9", "2025-03-05", "2025-03-09"),
        ("2025年3月5日", "2025年4月", "2025-03-05", "2025-04-30"),
        ("2025-02", "", "2025-02-01", "2025-02-28"),
        ("2024-02", "2024-Q2", "2024-02-01", "2024-06-30"),
        ("2025-W01", "2025-W10", "2024-12-30", "2025-03-09"),  # ISO 8601: week 1 has the year's first Thursday
    ],
)
def test_dates_as_people_write_them(start: str, end: str, first: str, last: str) -> None:
    table = figure(fence("gantt", f"任务,开始,结束\n甲,{start},{end}\n")).sound.table
    assert table[1][1:3] == (first, last)


def test_columns_by_their_names_in_any_order_and_by_options() -> None:
    rows = "负责人,完成,内容,计划开始\n李红,2025-03-09,调研,2025-03-05\n"
    assert figure(fence("gantt", rows)).sound.table == (
        ("任务", "负责人", "计划开始", "计划结束"),
        ("调研", "李红", "2025-03-05", "2025-03-09"),
    )
    rows = "何事,从何时,到何时,谁\n调研,2025-03-05,2025-03-09,李红\n"
    assert figure(fence("gantt", rows, owner="谁")).sound.table[1] == ("调研", "李红", "2025-03-05", "2025-03-09")


def test_plans_are_dashed_and_delays_red_and_in_words() -> None:
    svg = str(figure(fence("gantt", ROWS, now="2025-06-03")).sound.draw(PAPER))
    plans = svg.count('stroke-dasharray="3 2"')
    assert plans == 4 + 1  # four tasks that last, and the key; the milestone is a diamond
    for words in ("早1天", "迟7天", "按期", "未完，迟4天", "未开始", "截至2025年6月3日"):
        assert f">{words}<" in svg


@pytest.mark.parametrize(
    ("rows", "label"),
    [
        ("甲,2025-03-05,2025-03-09", "2025年3月"),  # by days
        ("甲,2025-03-05,2025-06-09", "4月"),  # by weeks, below months
        ("甲,2025-03-05,2026-06-09", "12月"),  # by months, below years
        ("甲,2015,2026", "2015年"),  # by years
    ],
)
def test_the_axis_follows_the_span(rows: str, label: str) -> None:
    svg = str(figure(fence("gantt", f"任务,开始,结束\n{rows}\n")).sound.draw(PAPER))
    assert f">{label}<" in svg


HEADER = "任务,开始,结束,实际开始,实际结束\n"
GOOD = "乙,2025-03-01,2025-03-31,,\n"


@pytest.mark.parametrize(
    ("row", "options", "said"),
    [
        ("甲,2025-03-09,2025-03-05,,", {}, ("unusable-data", "2025-03-05", "“甲”的结束早于开始")),
        ("甲,三月初,2025-03-05,,", {}, ("unreadable-cell", "三月初", "“开始”列的“三月初”读不懂")),
        ("甲,2025-02-30,2025-03-05,,", {}, ("unreadable-cell", "2025-02-30", "“开始”列的“2025-02-30”读不懂")),
        ("甲,,2025-03-05,,", {}, ("unusable-data", "甲", "“甲”没有写开始")),
        (
            "甲,2025-03-01,2025-03-05,,2025-03-06",
            {},
            ("unusable-data", "2025-03-06", "“甲”写了实际结束，没有写实际开始"),
        ),
        (
            "甲,2025-03-01,2025-03-05,2025-03-04,2025-03-02",
            {},
            ("unusable-data", "2025-03-02", "“甲”的实际结束早于实际开始"),
        ),
        (
            "甲,2025-03-01,2025-03-05,2025-03-02,",
            {},
            ("unusable-data", "2025-03-02", "“甲”还没有结束：要写 :now: 说明截至哪一天"),
        ),
        (
            "甲,2025-03-01,2025-03-05,2025-03-02,2025-03-09",
            {"now": "2025-03-08"},
            ("unusable-data", "2025-03-09", "“甲”的实际日期晚于 :now:"),
        ),
        ("甲,2025-03-01,2025-03-05,,", {"now": "今天"}, ("unusable-data", "今天", "“now”应是日期，这里是“今天”")),
    ],
)
def test_a_slip_is_said_and_the_rest_is_drawn(row: str, options: dict[str, str], said: tuple[str, str, str]) -> None:
    read = figure(fence("gantt", f"{HEADER}{row}\n{GOOD}", **options))
    assert read.said == [said]
    assert read.figure is not None


def test_what_cannot_be_drawn() -> None:
    rows = "任务,开始\n" + "".join(f"t{n},2025-03-01\n" for n in range(41))
    assert figure(fence("gantt", rows)).said == [("unusable-data", "任务,开始", "有 41 项任务，甘特图最多画 40 项")]
    assert figure(fence("gantt", "任务,开始,结束\n甲,1925,2025\n")).said == [
        ("unusable-data", "{gantt}", "从1925年1月1日到2025年12月31日超过 40 年")
    ]
    assert figure(fence("gantt", "任务,实际开始\n甲,2025-03-01\n")).said == [
        ("missing-column", "任务,实际开始", "没有写开始的列")
    ]
