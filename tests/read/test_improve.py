"""One slip in an otherwise good text: one finding at its place, the rest read as it was meant, a fix that mends it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.model.case import Case
from casebound.read.case import CASE
from casebound.read.document import read_document
from casebound.read.fields import INTEGER, NUMBER, Reading
from casebound.read.improve_dates import date_meant, period_meant
from casebound.read.improve_numbers import integer_meant, number_meant
from casebound.read.improve_words import Meant, boolean_meant, id_meant, key_meant, option_meant
from casebound.read.nodes import Node, read_yaml
from casebound.text.finding import Finding
from casebound.text.source import Source

FRONT = """\
---
id: antenatal-waiting
title: 先抽血再签到
short_title: 产检等候
summary: >-
  产检一次平均要等52.4分钟，
  三成多的人次超过60分钟。
lang: zh-CN
framework: service-star-demo
route: qc-problem-solving
example: yes
subject:
  kind: team
  name: 晨露小组
  organization: 云汀市妇幼保健院
  members:
    - {name: 许知棠, role: 组长}
    - {name: 葛晚晴, role: 副组长}
industry: maternal-child-health
service: 产科门诊产前检查
methods: [stratification, pareto, fishbone]
period: 2024-01/2025-12
measures:
  - id: wait
    name: 产检平均等候时间
    unit: 分钟
    better: lower
    baseline: {value: 52.4, period: 2024-01/2024-03, n: 3120}
    target: {value: 30, period: 2024-12}
    actual: {value: 26.8, period: 2024-10/2024-12, n: 3345}
    source: 门诊叫号系统日志
study:
  design: control-chart
  data_quality: 全量导出
replication:
  preconditions:
    - 叫号系统能按环节导出
    - 抽血窗口的人员可以错班
  core_elements: [先抽血]
  steps: [{title: 试点}]
publication:
  consent: yes
---
"""


def read(text: str) -> tuple[Case, list[Finding]]:
    document = read_document(Source(path="x/case.md", text=text))
    case = CASE.read("", document.front, document.reading) if document.front else None
    return case or Case(), document.reading.findings


GOOD, NOTHING = read(FRONT)


def mended(text: str, finding: Finding) -> str:
    assert finding.fix is not None
    for edit in sorted(finding.fix.edits, key=lambda edit: edit.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def test_the_text_to_spoil_is_good() -> None:
    assert NOTHING == []


SLIPS = [
    # what stands there, what is written instead, line and column, underlined, message, whether the fix is safe
    ("\ntitle: ", "\ntitle：", (3, 6, "："), "键后面用了全角冒号“：”", True),
    ("\ntitle: ", "\ntitle ： ", (3, 7, "："), "键后面用了全角冒号“：”", True),
    ("\ntitle: ", "\ntitle:", (3, 6, ":"), "键后面的冒号之后缺一个空格", True),
    ("\ntitle: ", "\ntitle:\u3000", (3, 6, ":"), "键后面的冒号之后缺一个空格", True),
    ("\ntitle: ", "\ntitle = ", (3, 7, "="), "键和值之间写了“=”", True),
    ("\ntitle: ", "\ntitle ", (3, 1, "title 先抽血再签到"), "这一行缺少“键: 值”里的冒号", False),
    ("\nmeasures:", "\nmeasures：", (23, 9, "："), "键后面用了全角冒号“：”", True),
    ("\nmeasures:", "\nmeasures", (23, 1, "measures"), "这一行缺少“键: 值”里的冒号", False),
    ("  kind: team", "  kind：team", (13, 7, "："), "键后面用了全角冒号“：”", True),
    ("  kind: team", "\tkind: team", (13, 1, "\t"), "缩进里有制表符（Tab）", False),
    ("  name: 晨露", "\tname: 晨露", (14, 1, "\t"), "缩进里有制表符（Tab）", False),
    ("    name: 产检", "　　name: 产检", (25, 1, "　"), "缩进里有全角空格", False),
    ("    name: 产检", "   name: 产检", (25, 4, "n"), "缩进与上一行不一致", False),
    ("    name: 产检", "     name: 产检", (25, 6, "n"), "缩进与上一行不一致", False),
    ("    - 抽血", "    -抽血", (38, 5, "-"), "列表的“-”后面缺一个空格", True),
    ("{value: 52.4", "{value：52.4", (28, 21, "："), "键后面用了全角冒号“：”", True),
    ("{value: 52.4", "{value:52.4", (28, 21, ":"), "键后面的冒号之后缺一个空格", True),
    ("52.4, period", "52.4，period", (28, 27, "，"), "各项之间用了“，”", True),
    ("52.4, period", "52.4 period", (28, 34, ":"), "两项之间缺少逗号", False),
    ("n: 3120}", "n: 3120", (28, 15, "{"), "括号“{”没有闭合", False),
    ("n: 3120}", "n: 3120}}", (28, 62, "}"), "多了一个括号“}”", False),
    ("n: 3120}", "n: 3,120}", (28, 57, "3,120"), "数字“3,120”里有千位逗号", True),
    ("{value: 52.4", "｛value: 52.4", (28, 15, "｛"), "列表用了全角括号“｛”", True),
    (
        "[stratification, pareto, fishbone]",
        "［stratification, pareto, fishbone］",
        (21, 10, "［"),
        "列表用了全角括号“［”",
        True,
    ),
    (
        "[stratification, pareto, fishbone]",
        "[stratification，pareto，fishbone]",
        (21, 25, "，"),
        "各项之间用了“，”",
        True,
    ),
    (
        "[stratification, pareto, fishbone]",
        "stratification、pareto、fishbone",
        (21, 10, "stratification、pareto、fishbone"),
        "这里应为列表，只写了“stratification、pareto、f…”",
        True,
    ),
    ("core_elements: [先抽血]", "core_elements: 先抽血", (39, 18, "先抽血"), "这里应为列表，只写了“先抽血”", False),
    ("service: 产科门诊产前检查", 'service: "产科门诊产前检查', (20, 10, '"'), "引号没有闭合", False),
    ("service: 产科门诊产前检查", 'service: "产科门诊产前检查”', (20, 19, "”"), "一对引号里“””是弯引号", True),
    ("\nlang: zh-CN", '\nlang: "zh-CN', (8, 7, '"'), "引号没有闭合", False),
    ("{name: 许知棠,", "{name：许知棠,", (17, 12, "："), "键后面用了全角冒号“：”", True),
    (
        "value: 52.4",
        "value: 五十二点四",
        (28, 23, "五十二点四"),
        "“value”应为数字（如 26.8），这里是“五十二点四”",
        True,
    ),
    ("value: 52.4", "value: ５２．４", (28, 23, "５２．４"), "“value”应为数字（如 26.8），这里是“５２．４”", True),
    ("value: 52.4", "value: 52.4分钟", (28, 23, "52.4分钟"), "“value”应为数字（如 26.8），这里是“52.4分钟”", False),
    ("n: 3120", "n: “3120”", (28, 57, "“3120”"), "“n”应为整数，这里是“3120”", True),
    ("n: 3120", "n: 三千一百二十", (28, 57, "三千一百二十"), "“n”应为整数，这里是“三千一百二十”", True),
    (
        "\nperiod: 2024-01/2025-12",
        "\nperiod: 2024年1月至2025年12月",
        (22, 9, "2024年1月至2025年12月"),
        "“period”应为期间（如 2025-01/2025-03），这里是“2024年1月至2025年12月”",
        True,
    ),
    ("example: yes", "example: 对", (11, 10, "对"), "“example”应为 yes 或 no，这里是“对”", True),
    ("better: lower", "better: 越低越好", (27, 13, "越低越好"), "“better”不认识“越低越好”", True),
    ("kind: team", "kind: “team”", (13, 9, "“team”"), "“kind”不认识“team”", True),
    ("kind: team", "kind: 团队", (13, 9, "团队"), "“kind”不认识“团队”", True),
    ("\nindustry", "\nIndustry", (19, 1, "Industry"), "未知的键“Industry”", True),
    ("\nindustry", "\nindusrty", (19, 1, "indusrty"), "未知的键“indusrty”", False),
    ("\nmeasures", "\nmeasurs", (23, 1, "measurs"), "未知的键“measurs”", False),
    (
        "\nid: antenatal-waiting",
        "\nid: Antenatal_Waiting",
        (2, 5, "Antenatal_Waiting"),
        "“id”应为小写字母、数字与连字符组成的 id，这里是“Antenatal_Waiting”",
        False,
    ),
]


@pytest.mark.parametrize(("right", "wrong", "where", "message", "is_safe"), SLIPS)
def test_a_slip_is_one_finding_and_the_rest_is_read(
    right: str, wrong: str, where: tuple[int, int, str], message: str, is_safe: bool
) -> None:
    text = FRONT.replace(right, wrong, 1)
    case, (finding,) = read(text)
    assert (*finding.span.source.position(finding.span.start), finding.span.text) == where
    assert finding.message.to("zh-CN") == message
    assert case == GOOD
    assert finding.fix is not None
    assert finding.fix.is_safe is is_safe
    assert read(mended(text, finding)) == (GOOD, [])


TEXT_SLIPS = [
    ("service: 产科门诊产前检查", "service: 产科: 产前检查", (20, 12, ":"), "这里不能再出现“: ”", "产科: 产前检查"),
    (
        "service: 产科门诊产前检查",
        "service: “产科: 检查”",
        (20, 10, "“产科: 检查”"),
        "YAML 的引号用了弯引号或全角引号",
        "产科: 检查",
    ),
    ("service: 产科门诊产前检查", "service: @产科", (20, 10, "@"), "值不能以这个字符开头", "@产科"),
    ("service: 产科门诊产前检查", "service: *产科*", (20, 10, "*"), "值不能以这个字符开头", "*产科*"),
    ("service: 产科门诊产前检查", "service: [产科]产检", (20, 14, "产"), "闭合的引号或括号之后还有文字", "[产科]产检"),
    ("service: 产科门诊产前检查", "service: '产科'产检", (20, 14, "产"), "闭合的引号或括号之后还有文字", "'产科'产检"),
    ("service: 产科门诊产前检查", "service: 产科\n  说明: 产检", (21, 5, ":"), "这里不能再出现“: ”", "产科说明: 产检"),
    ("service: 产科门诊产前检查", "service: | 产科", (20, 10, "|"), "“|”之后要换行再写文字", "产科"),
]


@pytest.mark.parametrize(("right", "wrong", "where", "message", "service"), TEXT_SLIPS)
def test_a_text_that_yaml_stumbles_over_is_read_as_text(
    right: str, wrong: str, where: tuple[int, int, str], message: str, service: str
) -> None:
    text = FRONT.replace(right, wrong, 1)
    case, (finding,) = read(text)
    assert (*finding.span.source.position(finding.span.start), finding.span.text) == where
    assert finding.message.to("zh-CN") == message
    assert case.service == service
    assert case.measures == GOOD.measures
    assert read(mended(text, finding)) == (case, [])


def test_an_item_with_a_colon_is_a_text() -> None:
    case, (finding,) = read(FRONT.replace("    - 抽血窗口的", "    - 抽血: 窗口的"))
    assert case.replication is not None
    assert case.replication.preconditions[1] == "抽血: 窗口的人员可以错班"
    assert (finding.rule, finding.span.text) == ("invalid-yaml", ":")


def test_curly_quotes_around_every_item_are_pointed_at() -> None:
    (finding,) = read(FRONT.replace("[先抽血]", "[“先抽血”, “后签到”]"))[1]
    assert (finding.rule, finding.severity, finding.span.text) == ("curly-quotes", "warning", "“先抽血”")
    assert mended(FRONT.replace("[先抽血]", "[“先抽血”, “后签到”]"), finding) == FRONT.replace(
        "[先抽血]", '["先抽血", "后签到"]'
    )


@pytest.mark.parametrize(
    "right",
    [
        ("service: 产科门诊产前检查", "service: “产科”门诊：产前检查，先抽血、后签到"),
        ("service: 产科门诊产前检查", "service: 【产科】a=b a:b 10:30 3,120"),
        ("[先抽血]", "[“先抽血”之后签到，再候诊, 用时：10分钟]"),
        ("role: 组长}", "role: 组长，门诊护士长}"),
        ("service: 产科门诊产前检查", "service: >-\n  　　他说, “是, 对”, 好\n  　　比: 是"),
    ],
)
def test_what_is_fine_is_left_alone(right: tuple[str, str]) -> None:
    assert read(FRONT.replace(*right))[1] == []


def said(text: str) -> list[tuple[int, int, str]]:
    found = read_yaml(Source(path="x", text=text))[1]
    return sorted((*item.span.source.position(item.span.start), item.span.text) for item in found)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_several_slips_are_a_finding_each(end: str) -> None:
    text = end.join(["id：a", "title：𠀀", "x: {a：1，b：2}", "y:🎯", "z: [1, 2", "w: “e\u0301: 1”", "v: 1", ""])
    assert said(text) == [
        (1, 3, "："),
        (2, 6, "："),
        (3, 6, "："),
        (3, 8, "，"),
        (3, 10, "："),
        (4, 2, ":"),
        (5, 4, "["),
        (6, 4, "“e\u0301: 1”"),
    ]


def test_after_twenty_repairs_no_more_are_tried() -> None:
    node, findings = read_yaml(Source(path="x", text="a：1\nb: 2\n" * 30))
    assert len(findings) == 21
    assert node is not None
    assert node.is_cut


def keys(node: Node | None) -> list[str]:
    return [pair.key.text for pair in node.pairs] if node else []


def test_a_line_that_says_nothing_is_left_out_and_nothing_is_missed_for_it() -> None:
    case, (finding,) = read(FRONT.replace("industry: maternal-child-health", "maternal-child-health"))
    assert finding.span.text == "maternal-child-health"
    assert finding.fix is None
    assert case.service == GOOD.service


def test_what_stands_after_an_error_beyond_repair_is_not_missed() -> None:
    case, (finding,) = read(FRONT.replace("study:\n", "study: }\n"))
    assert (finding.rule, finding.span.text) == ("invalid-yaml", "}")
    assert case.measures == GOOD.measures


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("kind：team", "team"),
        ("{kind：team}", "team"),
        ("{kind:team}", "team"),
        ("｛kind: team｝", "team"),
        ("\n  kind：team", "team"),
        ("\n  kind:team\n  name:晨露", "team"),
        ("\n  kind = team", "team"),
    ],
)
def test_a_lone_pair_is_read_where_a_mapping_is_wanted(text: str, wanted: str) -> None:
    source = FRONT[: FRONT.index("subject:")] + f"subject: {text}\n" + FRONT[FRONT.index("industry:") :]
    case, findings = read(source)
    assert case.subject is not None
    assert case.subject.kind == wanted
    assert {finding.rule for finding in findings} == {"invalid-yaml", "missing-field"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("五十二点四", Meant("52.4", is_safe=True)),
        ("三百一十五", Meant("315", is_safe=True)),
        ("两万", Meant("20000", is_safe=True)),
        ("十二", Meant("12", is_safe=True)),
        ("二十", Meant("20", is_safe=True)),
        ("一百零五", Meant("105", is_safe=True)),
        ("一万零五", Meant("10005", is_safe=True)),
        ("一亿二千万", Meant("120000000", is_safe=True)),
        ("零", Meant("0", is_safe=True)),
        ("５２．４", Meant("52.4", is_safe=True)),
        ("1.5万", Meant("15000", is_safe=True)),
        ("3,120", Meant("3120", is_safe=True)),
        ("26.8分钟", Meant("26.8")),
        ("94.6%", Meant("94.6")),
        ("3,120人次", Meant("3120")),
        ("45小时/月", Meant("45")),
        ("五十二点四分钟", Meant("52.4")),
        ("约30", Meant("30", is_certain=False)),
        ("约三十", Meant("30", is_certain=False)),
        ("30以上", Meant("30", is_certain=False)),
        ("三百一", None),
        ("一万五", None),
        ("二三", None),
        ("三十多", None),
        ("10-12", None),
        ("3/4", None),
        ("1e9", None),
        ("3,12", None),
        ("一" * 100_000, None),
    ],
)
def test_numbers(text: str, wanted: Meant | None) -> None:
    assert number_meant(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"), [("三百", "300"), ("3.0", "3"), ("3120人", "3120"), ("3.5", None), ("-3", None)]
)
def test_whole_numbers(text: str, wanted: str | None) -> None:
    meant = integer_meant(text)
    assert (meant and meant.text) == wanted


PERIODS = [
    ("2024年3月14日", "2024-03-14"),
    ("2024年3月", "2024-03"),
    ("2024年1月至3月", "2024-01/2024-03"),
    ("2024年3-5月", "2024-03/2024-05"),
    ("2024年3月1日至14日", "2024-03-01/2024-03-14"),
    ("2024年第一季度", "2024-Q1"),
    ("2024年1季度", "2024-Q1"),
    ("2024Q1", "2024-Q1"),
    ("2024年上半年", "2024-01/2024-06"),
    ("2024年", "2024"),
    ("2024/3/14", "2024-03-14"),
    ("2024/3", "2024-03"),
    ("2024.3", "2024-03"),
    ("2024.10", "2024-10"),
    ("2024-3-5", "2024-03-05"),
    ("2024-01~2024-03", "2024-01/2024-03"),
    ("2024-01-2024-03", "2024-01/2024-03"),
    ("2024-01/03", "2024-01/2024-03"),
    ("2024.1-2024.3", "2024-01/2024-03"),
    ("2024.1-3", "2024-01/2024-03"),
    ("2024/1/1-2024/3/31", "2024-01-01/2024-03-31"),
    ("2023～2024", "2023/2024"),
    ("二〇二四年三月", "2024-03"),
    ("２０２４年３月", "2024-03"),
    ("“2024-01/2024-03”", "2024-01/2024-03"),
    ("2024年13月", None),
    ("2024年3月至1月", None),
    ("3月", None),
    ("至今", None),
    ("24年3月", None),
]


@pytest.mark.parametrize(("text", "wanted"), PERIODS)
def test_periods(text: str, wanted: str | None) -> None:
    assert period_meant(text) == (wanted and Meant(wanted, is_safe=True))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2024年3月14日", "2024-03-14"),
        ("二〇二四年十二月三十一日", "2024-12-31"),
        ("2024/3/14", "2024-03-14"),
        ("2024.03.05", "2024-03-05"),
        ("20240314", "2024-03-14"),
        ("2025-02-29", None),
        ("2024年3月", None),
        ("3月14日", None),
    ],
)
def test_dates(text: str, wanted: str | None) -> None:
    assert date_meant(text) == (wanted and Meant(wanted, is_safe=True))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("对", "yes"),
        ("√", "yes"),
        ("ture", "yes"),
        ("Y", "yes"),
        ("1", "yes"),
        ("同意", "yes"),
        ("不同意", "no"),
        ("N", "no"),
        ("也许", None),
    ],
)
def test_yes_and_no(text: str, wanted: str | None) -> None:
    assert boolean_meant(text) == (wanted and Meant(wanted, is_safe=True))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ｗａｉｔ", Meant("wait", is_safe=True)),
        ("“wait”", Meant("wait", is_safe=True)),
        ("Wait", Meant("wait")),
        ("wait_time", Meant("wait-time")),
        ("Wait Time", Meant("wait-time")),
        ("waitTime", Meant("wait-time")),
        ("等候", None),
        ("../x", None),
    ],
)
def test_ids(text: str, wanted: Meant | None) -> None:
    assert id_meant(text) == wanted


def test_words_of_a_list_and_keys() -> None:
    assert option_meant("前后对比", ["before-after", "comparison"]) == Meant("before-after", is_safe=True)
    assert option_meant("Before After", ["before-after", "comparison"]) == Meant("before-after", is_safe=True)
    assert option_meant("lover", ["lower", "higher"]) is None
    assert key_meant("shortTitle", ["short_title", "title"]) == Meant("short_title", is_safe=True)


@given(st.decimals(0, 10**9, places=2))
def test_units_and_widths_do_not_change_a_number(value: Decimal) -> None:
    wide = str(value).translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789."})
    for text in (wide, f"{value:,}", f"{value}分钟"):
        node, _ = read_yaml(Source(path="x", text=f'"{text}"'))
        assert node is not None
        assert NUMBER.read("value", node, Reading()) == value


HAN = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """0 to 9999 as one says them, by the rule of the language."""
    words, is_gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if is_gap and words else "") + HAN[digit] + name
        is_gap = not digit
    return words.removeprefix("一") if words.startswith("一十") else words or "零"


@given(st.integers(0, 9999))
def test_every_number_said_in_chinese_is_read(number: int) -> None:
    node, _ = read_yaml(Source(path="x", text=chinese(number)))
    assert node is not None
    assert INTEGER.read("n", node, Reading()) == number
