"""Punctuation of Chinese text: each slip at its place and mended, and nothing said of what only looks like one."""

from collections.abc import Callable

import pytest

from casebound.check.context import Context
from casebound.check.look import Look
from casebound.check.rulebook import Rulebook
from casebound.read.written import WrittenCase
from casebound.text.fix import Edit

HEAD = "---\nlang: zh-CN\n---\n## 现状 {#survey}\n\n"
RULES = (
    *("half-width-mark", "half-width-stop", "half-width-quote", "half-width-bracket", "half-width-title-mark"),
    *("half-width-range", "unmatched-mark", "repeated-mark", "wrong-ellipsis", "wrong-dash", "space-beside-mark"),
    *("space-in-chinese", "full-width-letter"),
)
Make = Callable[..., WrittenCase]
Say = Callable[[str], list[tuple[str, str, str, bool | None]]]


def applied(text: str, edits: list[Edit]) -> str:
    for edit in sorted(edits, key=lambda edit: -edit.span.start):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def said(make: Make, context: Context, rulebook: Rulebook, text: str) -> list[tuple[str, str, str, bool | None]]:
    """Rule, underlined text, what the file is after the fix (without its head), and whether the fix is safe."""
    look = Look(written=make(text), context=context)
    found = []
    for check in rulebook.checks_for("small", "short", look.case.lang):
        if check.rule.id in RULES:
            for hit in check.kind.find(check.parameters, look):
                mended = applied(text, list(hit.fix.edits)) if hit.fix else text
                safe = hit.fix.is_safe if hit.fix else None
                found.append((check.rule.id, hit.span.text, mended.removeprefix(HEAD), safe))
    return found


@pytest.fixture
def say(make: Make, context: Context, rulebook: Rulebook) -> Say:
    """What these rules say of a text."""
    return lambda text: said(make, context, rulebook, text)


MARK, STOP, QUOTE, BRACKET, TITLE, RANGE, UNMATCHED, REPEATED, ELLIPSIS, DASH, BESIDE, INSIDE, WIDE = RULES

BAD = [
    (MARK, "先抽血,后签到。", ",", "先抽血，后签到。", True),
    (MARK, "先抽血, 后签到。", ",", "先抽血，后签到。", True),
    (MARK, "原因如下:人多。", ":", "原因如下：人多。", True),
    (MARK, "原因如下: 人多。", ":", "原因如下：人多。", True),
    (MARK, "等多久?没人说。", "?", "等多久？没人说。", True),
    (MARK, "等多久?", "?", "等多久？", True),
    (MARK, "太慢了!", "!", "太慢了！", True),
    (MARK, "一处改;一处不改。", ";", "一处改；一处不改。", True),
    (MARK, "先用CT,后用核磁。", ",", "先用CT，后用核磁。", True),
    (MARK, "降到30%,投诉少了。", ",", "降到30%，投诉少了。", True),
    (MARK, "共38人,每人等一刻钟。", ",", "共38人，每人等一刻钟。", True),
    (MARK, "时间:08:00开门。", ":", "时间：08:00开门。", True),
    (MARK, "他说“等等”,就走了。", ",", "他说“等等”，就走了。", True),
    (MARK, "见《手册》,第三章。", ",", "见《手册》，第三章。", True),
    (MARK, "**先抽血**,后签到。", ",", "**先抽血**，后签到。", True),
    (MARK, "等候 {val}`wait.actual`,少了。", ",", "等候 {val}`wait.actual`，少了。", True),
    (MARK, "- 甲类,乙类。", ",", "- 甲类，乙类。", True),
    (
        MARK,
        "| 项 | 数 |\n|---|---|\n| 人多,窗口少 | 3 |\n",
        ",",
        "| 项 | 数 |\n|---|---|\n| 人多，窗口少 | 3 |\n",
        True,
    ),
    (MARK, "> 等了很久,没人管。", ",", "> 等了很久，没人管。", True),
    (MARK, "第一行,\n第二行。", ",", "第一行，\n第二行。", True),
    (MARK, "第一, 看数。", ",", "第一，看数。", True),
    (MARK, "一,现状不明。", ",", "一,现状不明。", None),
    (MARK, "为什么?”他问“几点。", "?", "为什么？”他问“几点。", True),
    (STOP, "先抽血后签到.", ".", "先抽血后签到。", True),
    (STOP, "先抽血. 后签到。", ".", "先抽血。后签到。", True),
    (STOP, "先抽血.\n后签到。", ".", "先抽血。\n后签到。", True),
    (STOP, "他说“等等”.", ".", "他说“等等”。", True),
    (STOP, "负责人是约翰.史密斯。", ".", "负责人是约翰.史密斯。", None),
    (STOP, "见附件（另存.）。", ".", "见附件（另存。）。", True),
    (QUOTE, '屏上写"请候诊"三个字。', '"请候诊"', "屏上写“请候诊”三个字。", True),
    (QUOTE, '她说:"再等等。"', '"再等等。"', "她说:“再等等。”", True),
    (QUOTE, '提示"OK"就走。', '"OK"', "提示“OK”就走。", True),
    (QUOTE, "屏上写'请候诊'三个字。", "'请候诊'", "屏上写‘请候诊’三个字。", True),
    (QUOTE, '"甲"。', '"甲"', "“甲”。", True),
    (QUOTE, '- 写着"已满"。', '"已满"', "- 写着“已满”。", True),
    (QUOTE, '说"加**粗**的字"。', '"加**粗**的字"', "说“加**粗**的字”。", True),
    (BRACKET, "早段(开门后)最挤。", "(开门后)", "早段（开门后）最挤。", True),
    (BRACKET, "早段(n=61)最挤。", "(n=61)", "早段（n=61）最挤。", True),
    (BRACKET, "早段 (开门后) 最挤。", "(开门后)", "早段（开门后）最挤。", True),
    (BRACKET, "早段（开门后)最挤。", "（开门后)", "早段（开门后）最挤。", True),
    (BRACKET, "早段(开门后）最挤。", "(开门后）", "早段（开门后）最挤。", True),
    (BRACKET, "CT(增强)做了三次。", "(增强)", "CT（增强）做了三次。", True),
    (BRACKET, "占30%(三成)。", "(三成)", "占30%（三成）。", True),
    (BRACKET, "(一)现状。", "(一)", "（一）现状。", True),
    (BRACKET, "《手册》(第二版)已发。", "(第二版)", "《手册》（第二版）已发。", True),
    (BRACKET, "早段(见 {ref}`tbl-a`)最挤。", "(见 {ref}`tbl-a`)", "早段（见 {ref}`tbl-a`）最挤。", True),
    (BRACKET, "早段(开门后\n半小时)最挤。", "(开门后\n半小时)", "早段（开门后\n半小时）最挤。", True),
    (TITLE, "写进<岗位手册>。", "<岗位手册>", "写进《岗位手册》。", False),
    (TITLE, "写进<<岗位手册>>。", "<<岗位手册>>", "写进《岗位手册》。", True),
    (TITLE, "<作业办法>自三月起用。", "<作业办法>", "《作业办法》自三月起用。", False),
    (RANGE, "试行3-5天。", "-", "试行3—5天。", False),
    (RANGE, "开放8:00-17:30。", "-", "开放8:00—17:30。", False),
    (RANGE, "温度20℃-26℃。", "-", "温度20℃—26℃。", False),
    (RANGE, "2024.3-2024.12试行。", "-", "2024.3—2024.12试行。", False),
    (RANGE, "试行3~5天。", "~", "试行3～5天。", False),
    (RANGE, "占30%~40%。", "~", "占30%～40%。", False),
    (RANGE, "2023-2024年的数。", "-", "2023—2024年的数。", False),
    (RANGE, "每人2.8-3.1分钟。", "-", "每人2.8—3.1分钟。", False),
    (RANGE, "5-7月最挤。", "-", "5—7月最挤。", False),
    (RANGE, "室温18-22℃。", "-", "室温18—22℃。", False),
    (RANGE, "每组10-12人。", "-", "每组10—12人。", False),
    (UNMATCHED, "早段（开门后最挤。", "（", "早段（开门后最挤。", None),
    (UNMATCHED, "早段开门后）最挤。", "）", "早段开门后）最挤。", None),
    (UNMATCHED, "他说“等等就走。", "“", "他说“等等就走。", None),
    (UNMATCHED, "他说等等”就走。", "”", "他说等等”就走。", None),
    (UNMATCHED, "他说“等等“就走。", "“", "他说“等等”就走。", False),
    (UNMATCHED, "他说”等等”就走。", "”", "他说“等等”就走。", False),
    (UNMATCHED, "所谓”直达”，很快。", "”", "所谓“直达”，很快。", False),
    (UNMATCHED, "写进《手册。", "《", "写进《手册。", None),
    (UNMATCHED, "写进手册》。", "》", "写进手册》。", None),
    (UNMATCHED, "【提示先抽血。", "【", "【提示先抽血。", None),
    (UNMATCHED, "- 早段（开门后。\n- 晚段）。", "（", "- 早段（开门后。\n- 晚段）。", None),
    (UNMATCHED, "早段（“开门后）最挤。", "“", "早段（“开门后）最挤。", None),
    (REPEATED, "先抽血，，后签到。", "，，", "先抽血，后签到。", True),
    (REPEATED, "后签到。。", "。。", "后签到。", True),
    (REPEATED, "太慢了！！", "！！", "太慢了！", False),
    (REPEATED, "太慢了！！！", "！！！", "太慢了！", False),
    (REPEATED, "几点？？", "？？", "几点？", False),
    (REPEATED, "甲、、乙。", "、、", "甲、乙。", True),
    (REPEATED, "如下：：甲。", "：：", "如下：甲。", True),
    (REPEATED, "先抽血，。", "，。", "先抽血，。", None),
    (REPEATED, "甲、，乙。", "、，", "甲、，乙。", None),
    (REPEATED, "先抽血；，后签到。", "；，", "先抽血；，后签到。", None),
    (REPEATED, "先抽血。,后签到。", "。,", "先抽血。,后签到。", None),
    (ELLIPSIS, "再等等...", "...", "再等等……", True),
    (ELLIPSIS, "再等等......", "......", "再等等……", True),
    (ELLIPSIS, "再等等。。。", "。。。", "再等等……", True),
    (ELLIPSIS, "再等等。。。。。。", "。。。。。。", "再等等……", True),
    (ELLIPSIS, "再等等…", "…", "再等等……", True),
    (ELLIPSIS, "再等等………", "………", "再等等……", True),
    (ELLIPSIS, "“...不怕扎针。”", "...", "“……不怕扎针。”", True),
    (DASH, "最浪费的一步--排队。", "--", "最浪费的一步——排队。", True),
    (DASH, "最浪费的一步---排队。", "---", "最浪费的一步——排队。", True),
    (DASH, "最浪费的一步––排队。", "––", "最浪费的一步——排队。", True),
    (DASH, "最浪费的一步──排队。", "──", "最浪费的一步——排队。", True),
    (DASH, "最浪费的一步－－排队。", "－－", "最浪费的一步——排队。", True),
    (DASH, "最浪费的一步———排队。", "———", "最浪费的一步——排队。", False),
    (DASH, "“等等。”—一位住户", "—", "“等等。”——一位住户", False),
    (DASH, "“等等”--一位住户", "--", "“等等”——一位住户", True),
    (BESIDE, "先抽血， 后签到。", " ", "先抽血，后签到。", True),
    (BESIDE, "先抽血 ，后签到。", " ", "先抽血，后签到。", True),
    (BESIDE, "先抽血。  后签到。", "  ", "先抽血。后签到。", True),
    (BESIDE, "早段（ 开门后）最挤。", " ", "早段（开门后）最挤。", True),
    (BESIDE, "早段（开门后 ）最挤。", " ", "早段（开门后）最挤。", True),
    (BESIDE, "如下： CT三次。", " ", "如下：CT三次。", True),
    (BESIDE, "做了CT 、核磁。", " ", "做了CT、核磁。", True),
    (BESIDE, "先抽血，　后签到。", "　", "先抽血，后签到。", True),
    (INSIDE, "先抽血 后签到。", " ", "先抽血后签到。", False),
    (INSIDE, "先抽血　后签到。", "　", "先抽血后签到。", False),
    (INSIDE, "- 我们 的门诊。", " ", "- 我们的门诊。", False),
    (WIDE, "第１组先试。", "１", "第1组先试。", True),
    (WIDE, "在２０２４年。", "２０２４", "在2024年。", True),
    (WIDE, "用ＣＴ查。", "ＣＴ", "用CT查。", True),
    (WIDE, "占３１．５％。", "３１．５％", "占31.5%。", True),
    (WIDE, "１. 先抽血。", "１", "1. 先抽血。", False),
    (WIDE, "Ａ组。", "Ａ", "A组。", True),
]

GOOD = [
    "先抽血，后签到。",
    "时间是08:00到09:30，比例1:2。",
    "男:女=1:1，差不多。",
    "投入1,234元。",
    "指标A, B和C都看。",
    "英文写 first, second; third: fine! Really?",
    "The team said: wait, then go! 中文在后。",
    "文件 `a,b.csv` 在附件。",
    "见 https://example.org/a?b=1,2 。",
    "见[附件](data/a,b.csv)。",
    "函数 f(x) 与 g(x, y)。",
    "噪声按 dB(A) 记，限值50 dB(A)。",
    "r=0.87（n=61），有关系。",
    "版本1.2.0，文件表.xlsx，网址 www.example.org。",
    "用了3.5小时，0.5元。",
    "一. 现状",
    "十二. 现状",
    "1. 先抽血\n2. 后签到\n",
    "1）先抽血；2）后签到。",
    "（1）先抽血；（2）后签到。",
    "a）先抽血；b）后签到。",
    "① 先抽血",
    "谢谢:)",
    "写 &nbsp;中文不动。",
    "甲!=乙，不相等。",
    '电脑屏15"左右，另一台24"。',
    "It's the team's idea, isn't it?",
    '写 <span class="红">字</span> 的标签。',
    "引用“甲‘乙’丙”。",
    "“第一段。\n\n“第二段。”",
    "等候 < 30 分钟且 > 5 分钟。",
    "P<0.05，差别不像偶然。",
    "a<b，c>d。",
    "电话021-5550-0187，日期2024-03-11。",
    "GB/T 15834-2011 第4条。",
    "ISO 9001-2015 的要求。",
    "在3-2号楼和2-301室。",
    "2024-03月的数另列。",
    "比分3-2，赢了。",
    "2024-01至2024-03，三个月。",
    "型号A-3，编号B-12。",
    "气温-5℃，r=-0.02。",
    "7-11便利店在楼下。",
    "3—5天，3～5天，08:00—09:30。",
    "北京—上海，秦岭—淮河。",
    "最浪费的一步——排队。",
    "再等等……",
    "1, 2, …, n 都试过。",
    "a1…an 各一次。",
    "“……”，他没说完。",
    "“等等……”他说。",
    "这样行不行？！",
    "真的！？",
    "他问：“几点？”，没人答。",
    "{val}`wait.actual` ，少了 {ref}`tbl-a` 。",
    "**先抽血** ，后签到。",
    "等候 26.8 分钟，比 2024 年少 5 个百分点。",
    "用 B 超和 CT 复查。",
    "先抽血\n后签到。",
    "用“ ”隔开。",
    "用（ ）表示空。",
    "（ 见 {ref}`tbl-a` 。）".replace("（ ", "（"),
    "| 人 数 | 甲 乙 |\n|---|---|\n| 1 | 2 |\n",
    "参数 --fix 会改文件。",
    "写 `--` 不动，`（` 也不动，`,` 也一样。",
    "- 甲：一\n- 乙：二\n",
    "用时1'30\"。",
    "“他说：‘等等。’”",
    "《“先抽血”办法》已发。",
    "下午13:00—16:30的988人次。",
    "4月1日(Monday)".replace("(Monday)", "（Monday）"),
    "Service Star (first round) is over.",
    "x(1)=2，x(2)=3。",
    "e.g. 写法，i.e. 写法。",
    "张三、李四等。",
    "A/B 两种，1/3 的人。",
    "C:/data 里，D:\\备份里。",
    "共3,120人次。",
    "10:1的比例，1:500的图。",
    "“A”“B”两类。",
    "（一）现状；（二）目标。",
    "甲（乙（丙）丁）戊。",
    "得分为80.0。",
    "用 Excel 2016、SPSS 26.0。",
    "见第3.2节、第5.1.1条。",
    "～100人左右。",
    "写作 a~b 的路径，~/data 目录。",
    "波浪号 ~ 单独出现。",
    "单价 ¥5.00/次。",
    "问：好不好？答：好。",
    "他说，“好”；她说，“不好”。",
    "邮箱 a.b@example.org 收。",
    "脚注[^1]，在后。\n\n[^1]: 注文。",
    "p̄±3√(p̄(1−p̄)/n)的限。",
    "10的L/10次方，dB(A)的平均。",
    "v1.0.0-beta.2 版。",
    "温度为(25±2)℃，湿度为(60±5)%。",
    "合格率为(95÷100)×100%。",
    "按《质量管理体系 要求》办。",
    "平均等候=Σ(等候时间)/人次，达标率=(达标人次/总人次)×100%。",
    "GB/T 19001-2016 《质量管理体系 要求》适用。",
    "挂号→就医→缴费，照度≥300 lx。",
    "地点5-2会议室，代码为A1,二区。",
    "文件名为报修,汇总.csv的放在这里。",
    "：：：{table} 分日",
    "“你好……我问一下。”——每天都有。",
    "8:00—18:00，不分工种。",
]


@pytest.mark.parametrize("slip", BAD)
def test_a_slip_is_found_at_its_place_and_mended(say: Say, slip: tuple[str, str, str, str, bool | None]) -> None:
    rule, body, underlined, mended, safe = slip
    found = say(HEAD + body)
    assert (rule, underlined, mended, safe) in found
    assert sum(item[0] == rule for item in found) == 1 or body.startswith("- 早段")


@pytest.mark.parametrize("body", GOOD)
def test_nothing_is_said_of_what_only_looks_like_a_slip(say: Say, body: str) -> None:
    assert say(HEAD + body) == []


@pytest.mark.parametrize("body", [body for _, body, _, _, safe in BAD if safe])
def test_after_the_safe_fixes_there_is_nothing_left_to_fix(say: Say, body: str) -> None:
    text = HEAD + body
    for _ in range(3):
        fixed = [item for item in say(text) if item[3]]
        if not fixed:
            break
        text = HEAD + fixed[0][2]
    assert not [item for item in say(text) if item[3]]


def test_english_write_ups_keep_english_marks(say: Say) -> None:
    text = "---\nlang: en\n---\n## Survey {#survey}\n\nA team, “晨露”, said: wait... (中文)\n"
    assert say(text) == []


def test_front_matter_is_read_too(say: Say) -> None:
    text = "---\nlang: zh-CN\ntitle: 先抽血,后签到\nsummary: >-\n  第一行的字，\n  第二行的字。\n---\n"
    mended = text.replace(",", "，")
    assert say(text) == [(MARK, ",", mended, True)]


def test_quotation_marks_that_yaml_needs_are_left_alone(say: Say) -> None:
    text = "---\nlang: zh-CN\ntitle: \"说\\\"先\\\"字\"\nshort_title: '说''先''字'\n---\n"
    assert say(text) == []


def test_what_is_underlined_stands_at_its_own_offset(make: Make, context: Context, rulebook: Rulebook) -> None:
    text = HEAD + "字字,字。"
    look = Look(written=make(text), context=context)
    check = next(check for check in rulebook.checks_for("small", "short", "zh-CN") if check.rule.id == MARK)
    (hit,) = check.kind.find(check.parameters, look)
    assert (hit.span.start, hit.span.end) == (len(HEAD) + 2, len(HEAD) + 3)


HOSTILE = [
    "(",
    "（",
    "“",
    "”",
    '"',
    "'",
    "字 ",
    "字'",
    '字"',
    ",",
    "字,",
    "-",
    "—",
    ".",
    "…",
    "字:字",
    "<字",
    "1-",
    "&a",
    "。",
    "  ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_is_gone_over_in_the_end(make: Make, context: Context, rulebook: Rulebook, piece: str) -> None:
    text = "---\nlang: zh-CN\ntitle: 字\n---\n## 节 {#survey}\n\n甲" + piece * (100_000 // len(piece)) + "乙\n"
    look = Look(written=make(text), context=context)
    for check in rulebook.checks_for("small", "short", "zh-CN"):
        if check.rule.id in RULES:
            for hit in check.kind.find(check.parameters, look):
                assert 0 <= hit.span.start <= hit.span.end <= len(text)
