"""Patterns: words that should not stand there, words that must, and the rules of wording that are made of them."""

import re
from collections.abc import Callable

import pytest

from casebound.check.context import Context
from casebound.check.kinds.pattern import KIND, Pattern
from casebound.check.look import Look
from casebound.check.rulebook import Rulebook
from casebound.read.written import WrittenCase

Make = Callable[..., WrittenCase]
Say = Callable[[str], list[tuple[str, str, str]]]
HEAD = "---\nlang: zh-CN\n---\n## 现状 {#survey criterion=5.2}\n\n"
RULES = (
    *("wrong-character", "until-misused", "fewer-by-times", "approximate-twice", "approximate-number-mark"),
    *("placeholder", "relative-date", "unstated-completeness", "impossible-date", "hand-numbered-figure"),
    *("raw-markup", "raw-bold"),
)
TYPO, UNTIL, FEWER, TWICE, NUMBERS, PLACE, DATE, WHOLE, DAY, FIGURE, RAW, BOLD = RULES


def said(make: Make, context: Context, rulebook: Rulebook, text: str) -> list[tuple[str, str, str]]:
    """Rule, underlined text, and what is proposed in its place."""
    look = Look(written=make(text), context=context)
    return [
        (check.rule.id, hit.span.text, hit.fix.edits[0].text if hit.fix else "")
        for check in rulebook.checks_for("small", "short", look.case.lang)
        if check.rule.id in RULES
        for hit in check.kind.find(check.parameters, look)
    ]


@pytest.fixture
def say(make: Make, context: Context, rulebook: Rulebook) -> Say:
    """What these rules say of a text."""
    return lambda text: said(make, context, rulebook, text)


BAD = [
    (DAY, "2024年13月5日开始。", "2024年13月5日", ""),
    (DAY, "到2024年2月30日。", "2024年2月30日", ""),
    (DAY, "到2023年2月29日。", "2023年2月29日", ""),
    (DAY, "4月31日前交。", "4月31日", ""),
    (FIGURE, "如表2所示。", "如表2", ""),
    (FIGURE, "等候见图1。", "见图1", ""),
    (FIGURE, "表1 各段等候", "表1", ""),
    (RAW, "写作{ref}tbl-days。", "{ref}", ""),
    (RAW, "写作{val}‘wait.actual’。", "{val}", ""),
    (RAW, "写作｛val｝wait.actual。", "｛val｝", ""),
    (RAW, "##文字", "##", ""),
    (RAW, "＃＃文字", "＃＃", ""),
    (RAW, "公式$$a+b$$在此。", "$$a+b$$", ""),
    (RAW, "换行<br>在此。", "<br>", ""),
    (RAW, "｜甲｜乙｜\n｜一｜二｜", "｜甲｜", ""),
    (BOLD, "要紧的是** 分段 **叫号。", "** 分段 **", ""),
    (TYPO, "一部份人改约。", "部份", "部分"),
    (TYPO, "一如继往地做。", "一如继往", "一如既往"),
    (TYPO, "按步就班。", "按步就班", "按部就班"),
    (TYPO, "再接再励。", "再接再励", "再接再厉"),
    (TYPO, "登陆系统查看。", "登陆系统", "登录系统"),
    (TYPO, "帐号停用。", "帐号", "账号"),
    (TYPO, "客户反应的问题。", "反应的问题", "反映的问题"),
    (TYPO, "深受亲睐。", "亲睐", "青睐"),
    (TYPO, "> 一愁莫展。", "一愁莫展", "一筹莫展"),
    (UNTIL, "截止2024年12月，共三件。", "截止", "截至"),
    (UNTIL, "截止到2024年，共三件。", "截止到", "截至"),
    (UNTIL, "截止目前，没有投诉。", "截止", "截至"),
    (UNTIL, "截止12月，没有投诉。", "截止", "截至"),
    (FEWER, "差错减少了两倍。", "减少了两倍", ""),
    (FEWER, "等候缩短3倍。", "缩短3倍", ""),
    (FEWER, "成本下降了近2.5倍。", "下降了近2.5倍", ""),
    (FEWER, "投诉降低一倍多。", "降低一倍", ""),
    (FEWER, "重量减轻了五倍。", "减轻了五倍", ""),
    (TWICE, "约三分钟左右。", "左右", ""),
    (TWICE, "大约30分钟左右。", "左右", ""),
    (TWICE, "将近50人上下。", "上下", ""),
    (TWICE, "约30%左右。", "左右", ""),
    (NUMBERS, "三、四天就会了。", "三、四", ""),
    (NUMBERS, "每次一、二人。", "一、二", ""),
    (NUMBERS, "等了七、八分钟。", "七、八", ""),
    (PLACE, "负责人【待补充】。", "【待补充】", ""),
    (PLACE, "结果（待填写）。", "（待填写）", ""),
    (PLACE, "TODO 写结果。", "TODO", ""),
    (PLACE, "数字为XXX。", "XXX", ""),
    (PLACE, "此处填写结果。", "此处填写", ""),
    (PLACE, "请在此输入标题。", "请在此输入", ""),
    (PLACE, "“TBD”这一格。", "TBD", ""),
    (DATE, "今年起用到全院。", "今年", ""),
    (DATE, "投诉比去年少。", "去年", ""),
    (DATE, "明年再做。", "明年", ""),
]

GOOD = [
    "12月30日，10月31日，2月29日，2024年2月29日。",
    "见附表3，见表，图上3处。",
    "这是`{val}`的写法，花了$5和$6。",
    "**好** 和 **坏**。",
    "报名截止到2024年12月31日。",
    "一部分人改约，成分不明。",
    "请登录系统，台风登陆以后停运。",
    "反应很快，反应的时间短。",
    "报名已经截止，截止日期是3月1日。",
    "截至2024年，共三件。",
    "差错增加了两倍，提高了3倍。",
    "减少到原来的三分之一，没有减少两倍。".replace("，没有减少两倍", ""),
    "降低了倍率。",
    "左右两边各三人，约三分钟。",
    "约好左右两边。",
    "三十分钟左右。",
    "第三、四天各测一次。",
    "二、三年级的学生。",
    "一、现状\n\n二、目标\n",
    "十一、二月最挤。",
    "三、四月最挤。",
    "一、二、三组各三人。",
    "一、二两项。",
    "XX公司的做法，TODOS 是词。",
    "待补充的材料有三样。",
    "会议待定，另行通知。",
    "请在此处排队。",
    "2024年起用，今年是2025年。",
    "当年没有改过，往年也一样。",
    "上年同期九件，次年三件。",
    "> 今年等得久。",
    "她说“今年等得久”。",
    "每年去年会两次。",
    "十五年前。",
]


@pytest.mark.parametrize(("rule", "body", "underlined", "proposed"), BAD)
def test_a_word_is_found_at_its_place(say: Say, rule: str, body: str, underlined: str, proposed: str) -> None:
    assert say(HEAD + body) == [(rule, underlined, proposed)]


@pytest.mark.parametrize("body", GOOD)
def test_nothing_is_said_of_words_that_are_right(say: Say, body: str) -> None:
    assert say(HEAD + body) == []


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("数据真实可靠。", True),
        ("由信息科导出，口径一致。", True),
        ("叫号系统全量导出。", False),
        ("停机两天没有记录。", False),
        ("抽样调查，问卷回收率51%。", False),
        ("两人逐条核对。", False),
    ],
)
def test_the_quality_of_data_says_whether_they_are_complete(say: Say, words: str, is_found: bool) -> None:
    text = f"---\nlang: zh-CN\nstudy: {{design: before-after, data_quality: {words}}}\n---\n"
    assert say(text) == ([(WHOLE, words, "")] if is_found else [])


def found(make: Make, context: Context, text: str, pattern: Pattern) -> list[tuple[str, str, bool]]:
    look = Look(written=make(text), context=context)
    return [
        (hit.span.text, hit.fix.edits[0].text if hit.fix else "", bool(hit.fix and hit.fix.is_safe))
        for hit in KIND.find(pattern, look)
    ]


def test_a_group_is_underlined_and_replaced(make: Make, context: Context) -> None:
    pattern = Pattern(match=re.compile(r"(?P<n>\d+)(?P<unit>公分)"), group="unit", replace="厘米（{n}）", safe=True)
    assert found(make, context, HEAD + "高30公分。", pattern) == [("公分", "厘米（30）", True)]


def test_only_named_fields_are_looked_at(make: Make, context: Context) -> None:
    text = "---\nlang: zh-CN\ntitle: 甲乙\nsummary: 甲丙\n---\n## 现状 {#survey}\n\n甲丁\n"
    pattern = Pattern(match=re.compile("甲."), where=("summary",))
    assert found(make, context, text, pattern) == [("甲丙", "", False)]


def test_only_named_criteria_and_blocks_are_looked_at(make: Make, context: Context) -> None:
    text = HEAD + "甲一\n\n- 甲二\n\n## 效果 {#results}\n\n- 甲三\n"
    assert found(make, context, text, Pattern(match=re.compile("甲."), criteria=("5.2",))) == [
        ("甲一", "", False),
        ("甲二", "", False),
    ]
    assert found(make, context, text, Pattern(match=re.compile("甲."), blocks=("item",), sections=("results",))) == [
        ("甲三", "", False)
    ]


def test_a_part_that_lacks_what_it_needs_is_pointed_at_by_its_heading(make: Make, context: Context) -> None:
    text = HEAD + "没有数。\n"
    assert found(make, context, text, Pattern(need=re.compile(r"\d"), criteria=("5.2",))) == [
        ("## 现状 {#survey criterion=5.2}", "", False)
    ]
    assert found(make, context, HEAD + "有3个。\n", Pattern(need=re.compile(r"\d"), criteria=("5.2",))) == []


def test_a_sentence_with_the_exception_is_left_alone(make: Make, context: Context) -> None:
    pattern = Pattern(match=re.compile("甲"), unless=re.compile("乙"))
    assert found(make, context, HEAD + "甲和乙。甲。", pattern) == [("甲", "", False)]


def test_the_words_before_may_excuse_it(make: Make, context: Context) -> None:
    pattern = Pattern(match=re.compile("甲"), before=re.compile("非$"))
    assert found(make, context, HEAD + "非甲。是甲。", pattern) == [("甲", "", False)]


@pytest.mark.parametrize(
    "piece",
    [
        "$$",
        "** ",
        "{",
        "｜",
        "#",
        "见图",
        "2月",
        "2024年",
        "约",
        "约3",
        "减少",
        "减少了3",
        "【",
        "请在此",
        "三、",
        "截止",
        "今年",
        "字今年",
        "部",
        "X",
        "TODO ",
    ],
)
def test_hostile_text_is_gone_over_in_the_end(say: Say, piece: str) -> None:
    say(HEAD + "字" + piece * (200_000 // len(piece)))
