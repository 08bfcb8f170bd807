"""Claims: those without support are found, those with a figure, a comparison or a source near them are not."""

from collections.abc import Callable

import pytest

from casebound.check.context import Context
from casebound.check.look import Look
from casebound.check.rulebook import Rulebook
from casebound.read.written import WrittenCase

Make = Callable[..., WrittenCase]
Say = Callable[[str], list[tuple[str, str]]]
HEAD = "---\nlang: zh-CN\n---\n## 效果 {#results}\n\n"
ENGLISH = "---\nlang: en\n---\n## Results {#results}\n\n"
BEST, VAGUE, BASE, CHANGE = (
    *("unsupported-superlative", "vague-improvement", "percentage-without-base", "change-without-base"),
)


def said(make: Make, context: Context, rulebook: Rulebook, text: str) -> list[tuple[str, str]]:
    """Rule and underlined text."""
    look = Look(written=make(text), context=context)
    return [
        (check.rule.id, hit.span.text)
        for check in rulebook.checks_for("small", "short", look.case.lang)
        if check.rule.id in (BEST, VAGUE, BASE, CHANGE)
        for hit in check.kind.find(check.parameters, look)
    ]


@pytest.fixture
def say(make: Make, context: Context, rulebook: Rulebook) -> Say:
    """What these rules say of a text."""
    return lambda text: said(make, context, rulebook, text)


BAD = [
    (BEST, "这种办法国内首创。", "国内首创"),
    (BEST, "这种办法全国首家。", "全国首家"),
    (BEST, "服务水平行业领先。", "行业领先"),
    (BEST, "服务水平业内领先，人人称赞。", "业内领先"),
    (BEST, "满意度全国第一。", "全国第一"),
    (BEST, "满意度全市第一，大家高兴。", "全市第一"),
    (BEST, "设备国际一流。", "国际一流"),
    (BEST, "设备世界顶尖。", "世界顶尖"),
    (BEST, "我们遥遥领先。", "遥遥领先"),
    (BEST, "填补了行业空白。", "填补了行业空白"),
    (BEST, "填补国内在这方面的空白。", "填补国内在这方面的空白"),
    (BEST, "采用最先进的系统。", "最先进的"),
    (BEST, "做法独一无二。", "独一无二"),
    (BEST, "效果前所未有。", "前所未有"),
    (BEST, "规模史无前例。", "史无前例"),
    (BEST, "成绩名列前茅。", "名列前茅"),
    (BEST, "成绩位居全省前列。", "位居全省前列"),
    (BEST, "走在全国同行前列。", "走在全国同行前列"),
    (BEST, "达到国际先进水平。", "国际先进水平"),
    (BEST, "- 全省唯一的窗口。", "全省唯一"),
    (BEST, "系统内首例。", "系统内首例"),
    (BEST, "**国内首创**的办法。", "国内首创"),
    (VAGUE, "服务质量明显提升。", "明显提升"),
    (VAGUE, "等候显著缩短。", "显著缩短"),
    (VAGUE, "差错大幅减少。", "大幅减少"),
    (VAGUE, "差错大幅度地减少。", "大幅度地减少"),
    (VAGUE, "有效降低了投诉。", "有效降低"),
    (VAGUE, "效率大大提高。", "大大提高"),
    (VAGUE, "取得了显著的进步。", "取得了显著的进步"),
    (VAGUE, "服务有了很大的改善。", "有了很大的改善"),
    (VAGUE, "体验得到极大提升，大家都说好。", "得到极大提升"),
    (VAGUE, "- 投诉明显下降。", "明显下降"),
    (VAGUE, "排队切实缓解了。", "切实缓解"),
    (BASE, "满意度达到98%。", "满意度达到98%"),
    (BASE, "合格率为99.5%。", "合格率为99.5%"),
    (BASE, "问下来满意率98%，都说好。", "满意率98%"),
    (BEST, "在全市率先推行。", "全市率先"),
    (BEST, "率先在全国推行。", "率先在全国"),
    (BEST, "服务处于领先水平。", "处于领先水平"),
    (BEST, "在同行中居于领先。", "居于领先"),
    (BEST, "这种办法尚属首例。", "尚属首例"),
    (BEST, "全市第一家。", "全市第一家"),
    (BEST, "名列全市前茅。", "名列全市前茅"),
    (BEST, "我们是行业标杆。", "行业标杆"),
    (BEST, "唯一一家这样做的。", "唯一一家"),
    (BEST, "满意度居全省第一。", "全省第一"),
    (BEST, "满意度排名全国前列。", "排名全国前列"),
    (BEST, "满意度创历史新高。", "创历史新高"),
    (BASE, "满意率由82%上升到94%。", "满意率由82%上升到94%"),
    (BASE, "每人问了2.3次，满意率升到94%。", "满意率升到94%"),
    (BASE, "解决率升到83.7%。", "解决率升到83.7%"),
    (BASE, "投诉率降至1.2%，好多了。", "投诉率降至1.2%"),
    (BASE, "- 准点率稳定在95%。", "准点率稳定在95%"),
    (BASE, "及时率高达99%。", "及时率高达99%"),
    (BASE, "好评率均为97.0％。", "好评率均为97.0％"),
    (CHANGE, "速度提高了30%。", "提高了30%"),
    (CHANGE, "成本降低25.5%。", "降低25.5%"),
    (CHANGE, "差错减少了近40%。", "减少了近40%"),
    (CHANGE, "满意度提升了12个百分点。", "提升了12个百分点"),
    (CHANGE, "效率提高3倍。", "提高3倍"),
    (CHANGE, "- 用纸节约20%。", "节约20%"),
]

GOOD = [
    "率先在3号窗口试行。",
    "向行业标杆学习。",
    "差错减少了2倍。",
    "问了320人，满意率由82%上升到94%。",
    "与市里同级的几家相比，只有我们全市唯一。",
    "经省质量协会认定，为国内首创。",
    "据省卫健委统计数据，我们全省第一。",
    "全市第一（来源：2024年通报）。",
    "排名全市第一，共12家参评。",
    "国内首创，见{ref}`tbl-a`。",
    "国内首创[^a]。\n\n[^a]: 查新报告。",
    "在{val}`wait.actual`这一项上行业领先。",
    "我们不敢说国内首创。",
    "谈不上行业领先。",
    "这不是全国首家。",
    "目标是走在全市前列。",
    "争创全国一流。",
    "打造行业领先的团队，是口号。",
    "学习国际先进水平的做法。",
    "> 你们的服务全国第一。",
    "有人说“全国第一”，我们没有当真。",
    "获《全国最佳团队》证书。",
    "全国第一批试点里有我们。",
    "全市第一季度的数。",
    "全省第一次开会。",
    "全国第一家长学校。",
    "最先来的先叫，最后来的后叫。",
    "最大的浪费是排两遍队，最长的一次等了两小时。",
    "唯一的窗口坏了，唯一编号不变。",
    "首次解决率升了，第一次试行没成。",
    "国内航班多，国际航班少。",
    "行业第三，没有什么可说。",
    "处于高峰的前列车厢。".replace("前列", "前面几节"),
    "空白表格填补好了再交。",
    "前所的医生来过。",
    "## 全国第一的服务 {#title}".replace("## ", "说的是"[:0] + "### "),
    "等候明显缩短，由52分钟降到27分钟。",
    "等候明显缩短。平均52分钟降到27分钟。",
    "平均52分钟降到27分钟。等候明显缩短。",
    "等候由{val}`wait.baseline`显著缩短。",
    "差错大幅减少，只剩一半。",
    "差错大幅减少，由九件到两件。",
    "为有效降低投诉，我们改了流程。",
    "为了明显缩短等候，加了窗口。",
    "能否有效减少差错，还要看。",
    "投诉没有明显下降。",
    "等候未见明显缩短。",
    "不能有效降低投诉。",
    "差别不明显，提高不显著。",
    "如果大幅提高价格，客人会走。",
    "希望有效缓解排队。",
    "> 服务质量明显提升，谢谢。",
    "> 服务质量有了很大的改善。",
    "有人说“服务明显改善”，我们没有数。",
    "| 话 |\n|---|\n| 明显提升 |\n",
    "有效期降到半年。",
    "有效问卷减少。",
    "显著性水平取得当。",
    "明显的标志改善不了。",
    "大幅面的图增加了。",
    "满意度达到98%（n=341）。",
    "问了341人，满意度达到98%。",
    "满意度达到98%。另有341份问卷。",
    "满意度达到98%，见{ref}`tbl-a`。",
    "满意度为{val}`wait.actual`。",
    "1691/1776，完成率为95.2%。",
    "全量统计，合格率为99.5%。",
    "目标是满意度达到98%。",
    "要求合格率达到95%。",
    "完成率不低于95%，这是规定。",
    "| 满意度98% |\n|---|\n| 满意度98% |\n",
    "汇率升到7.1%，利率为3%，湿度60%。",
    "效率为80%的电机。",
    "- 回收率51.0%。\n- 共669人。\n",
    "调查情况（三百份）：\n\n- 满意度98%。\n",
    "速度比2023年提高了30%。",
    "速度由3件提高到5件，提高了67%。",
    "同比提高了30%。",
    "较上年下降了5个百分点。",
    "目标是提高20%。",
    "预计可降低25%。",
    "若减少10%，就够了。",
    "每降低1%要花两千元。",
    "提高到98%，共341份。",
    "降到30%以下。",
    "与基线相比，减少了40%。",
    "7月提高了3%。",
    "原来9件。现在少了，减少了78%。",
    "折旧、人工增加由财务另算。",
    "见{ref}`tbl-a`，提高了30%。",
]


@pytest.mark.parametrize(("rule", "body", "underlined"), BAD)
def test_a_claim_without_support_is_found_at_its_place(say: Say, rule: str, body: str, underlined: str) -> None:
    assert say(HEAD + body) == [(rule, underlined)]


@pytest.mark.parametrize("body", GOOD)
def test_nothing_is_said_of_a_claim_borne_out_or_of_none(say: Say, body: str) -> None:
    assert say(HEAD + body) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Our desk is world-class.", [(BEST, "world-class")]),
        ("It is the first in the country.", [(BEST, "the first in the country")]),
        ("An industry-leading service.", [(BEST, "industry-leading")]),
        ("The most advanced system was bought.", [(BEST, "most advanced")]),
        ("Service significantly improved.", [(VAGUE, "significantly improved")]),
        ("There was a dramatic reduction of waiting.", [(VAGUE, "dramatic reduction")]),
        ("Compared with three others, it is world-class.", []),
        ("It is not world-class.", []),
        ("Waiting was greatly reduced, from 52 to 27 minutes.", []),
        ("There was no significant improvement.", []),
        ("We wanted to significantly reduce waiting.", []),
        ("Great care, most of the time; the best in us.", []),
        ("Underworld classes and unbest things.", []),
    ],
)
def test_english_claims(say: Say, body: str, expected: list[tuple[str, str]]) -> None:
    assert say(ENGLISH + body) == expected


def test_a_claim_in_a_section_may_be_borne_out_in_another_paragraph_only_within_section(say: Say) -> None:
    text = HEAD + "国内首创。\n\n经省质量协会认定。\n"
    assert say(text) == [(BEST, "国内首创")]


def test_the_summary_is_looked_at(say: Say) -> None:
    text = "---\nlang: zh-CN\nsummary: 改进以后，我们的服务遥遥领先。\n---\n"
    assert say(text) == [(BEST, "遥遥领先")]


@pytest.mark.parametrize(
    "piece", ["国内", "国内首创", "填补", "填补，", "明显提升", "满意度", "满意度9", "提高", "有了", "处于", "《", "据"]
)
def test_hostile_text_is_gone_over_in_the_end(say: Say, piece: str) -> None:
    say(HEAD + "字" + piece * (200_000 // len(piece)))


@pytest.mark.parametrize(("number", "found"), [("92.4", []), ("78.5", []), ("93.4", [(BASE, "满意率达到93.4%")])])
def test_the_value_of_a_measure_that_says_of_how_many_needs_no_base(
    say: Say, number: str, found: list[tuple[str, str]]
) -> None:
    values = "baseline: {value: 78.5, n: 300}, actual: {value: 92.4, n: 310}"
    measure = f"{{id: a, name: 满意率, unit: '%', better: higher, {values}}}"
    text = f"---\nlang: zh-CN\nmeasures: [{measure}]\n---\n## 效果 {{#results}}\n\n满意率达到{number}%。\n"
    assert say(text) == found
