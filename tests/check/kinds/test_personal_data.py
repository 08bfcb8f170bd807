"""Personal data: valid numbers are found and never said in full; what only looks like one is left alone.

Check characters of identity numbers, by hand (GB 11643: weights 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2, sum modulo 11,
0→1 1→0 2→X 3→9 4→8 5→7 6→6 7→5 8→4 9→3 10→2):

11010519491231002: 7+9+0+5+0+20+2+9+24+27+7+18+30+5+0+0+4 = 167 = 15×11 + 2 → X (the standard's own example)
44052419800101001: 28+36+0+25+16+16+2+9+48+0+0+9+0+5+0+0+2 = 196 = 17×11 + 9 → 3, written 440524198001010013
31010120000229001: 21+9+0+5+0+4+4+0+0+0+0+18+20+45+0+0+2 = 128 = 11×11 + 7 → 5; 2000 was a leap year

Luhn, 6222021234567890128 (19 figures, every second from the right but one doubled):
8 (2→4) 1 (0) 9 (8→7) 7 (6→3) 5 (4→8) 3 (2→4) 1 (2→4) 0 (2→4) 2 (2→4) 6
= 8+4+1+0+9+7+7+3+5+8+3+4+1+4+0+4+2+4+6 = 80, a multiple of ten.
"""

from collections.abc import Callable

import pytest

from casebound.check.context import Context
from casebound.check.identity_numbers import check_character, is_luhn
from casebound.check.look import Look
from casebound.check.rulebook import Rulebook
from casebound.read.written import WrittenCase

Make = Callable[..., WrittenCase]
Say = Callable[[str], list[tuple[str, str, str]]]
HEAD = "---\nlang: zh-CN\n---\n## 现状 {#survey}\n\n"
RULES = {
    "phone-number": "正文里有手机号 {}",
    "landline-number": "正文里有座机号 {}",
    "id-card-number": "这里有身份证号 {}",
    "old-id-card-number": "“{}”像十五位的旧身份证号",
    "email-address": "正文里有邮箱 {}",
    "licence-plate": "正文里有车牌号 {}",
    "bank-card-number": "“{}”像银行卡号",
    "record-number": "正文里有个人的编号 {}",
    "mistyped-id-card-number": "“{}”像身份证号，但校验码不对",
    "chat-account": "正文里有微信号或QQ号 {}",
}


def said(make: Make, context: Context, rulebook: Rulebook, text: str) -> list[tuple[str, str, str]]:
    """Rule, underlined text and Chinese message."""
    look = Look(written=make(text), context=context)
    return [
        (check.rule.id, hit.span.text, check.rule.message.filled(**hit.values).to("zh-CN"))
        for check in rulebook.checks_for("small", "short", look.case.lang)
        if check.rule.id in RULES
        for hit in check.kind.find(check.parameters, look)
    ]


@pytest.fixture
def say(make: Make, context: Context, rulebook: Rulebook) -> Say:
    """What these rules say of a text."""
    return lambda text: said(make, context, rulebook, text)


BAD = [
    ("record-number", "病案号0012345。", "0012345", "00****5"),
    ("mistyped-id-card-number", "留的是110105194912310021。", "110105194912310021", "110105**********21"),
    ("chat-account", "加微信号nurse_zhang88。", "nurse_zhang88", "nu**********8"),
    ("chat-account", "QQ：12345678。", "12345678", "12*****8"),
    ("phone-number", "回访13812345678，无人接。", "13812345678", "138****5678"),
    ("phone-number", "回访138 1234 5678，无人接。", "138 1234 5678", "138****5678"),
    ("phone-number", "回访138-1234-5678，无人接。", "138-1234-5678", "138****5678"),
    ("phone-number", "回访+8613812345678。", "13812345678", "138****5678"),
    ("phone-number", "回访+86 199 1234 5678。", "199 1234 5678", "199****5678"),
    ("phone-number", "（16612345678）", "16612345678", "166****5678"),
    ("phone-number", "电话:13812345678", "13812345678", "138****5678"),
    ("phone-number", "> 打19912345678就行。", "19912345678", "199****5678"),
    ("phone-number", "| 人 | 电话 |\n|---|---|\n| 甲 | 13812345678 |\n", "13812345678", "138****5678"),
    ("landline-number", "家里电话021-55501234。", "021-55501234", "021-******34"),
    ("landline-number", "家里电话0571-8765432。", "0571-8765432", "0571-*****32"),
    ("landline-number", "家里电话010 8765 4321。", "010 8765 4321", "010-*******21"),
    ("id-card-number", "登记11010519491231002X。", "11010519491231002X", "110105**********2X"),
    ("id-card-number", "登记11010519491231002x。", "11010519491231002x", "110105**********2X"),
    ("id-card-number", "登记440524198001010013。", "440524198001010013", "440524**********13"),
    ("id-card-number", "登记310101200002290015。", "310101200002290015", "310101**********15"),
    ("old-id-card-number", "登记130503670401001。", "130503670401001", "130503********1"),
    ("email-address", "发到wang@example.org。", "wang@example.org", "w***@example.org"),
    ("email-address", "发到 w.li+a@mail.corp.cn 。", "w.li+a@mail.corp.cn", "w*****@mail.corp.cn"),
    ("licence-plate", "堵在沪A12345后面。", "沪A12345", "沪A****5"),
    ("licence-plate", "堵在京A·B1234后面。", "京A·B1234", "京A*****4"),
    ("licence-plate", "新能源粤BD12345。", "粤BD12345", "粤B*****5"),
    ("licence-plate", "大车粤B12345D。", "粤B12345D", "粤B*****D"),
    ("bank-card-number", "退到6222021234567890128。", "6222021234567890128", "6222***********0128"),
    ("bank-card-number", "退到6222 0212 3456 7890 128。", "6222 0212 3456 7890 128", "6222***********0128"),
    ("record-number", "病历号20231187。", "20231187", "20*****7"),
    ("record-number", "住院号：00123456。", "00123456", "00*****6"),
    ("record-number", "护照号码为E12345678。", "E12345678", "E1******8"),
    ("record-number", "医保卡号 310123456。", "310123456", "31******6"),
]

GOOD = [
    "单号138123456789，十二位。",
    "编号1381234567，十位。",
    "编号A13812345678。",
    "收入13812345678元。",
    "流量13812345678字节。",
    "坐标121.13812345678。",
    "掩码138****5678。",
    "日期2024-01-15 08:30。",
    "热线12345、96110、10086。",
    "值班电话021-55501234。",
    "客服热线010-87654321。",
    "电话400-820-1234。",
    "比例0571-1234的图。",
    "时段0800-1700。",
    "运单号110105194912310021，不是身份证号。",
    "流水991015194912310028，没有这个地区。",
    "流水110105194913310023，没有这个月份。",
    "流水310101190002290013，那年不闰。",
    "订单202401150830001。",
    "订单号130503670401001，十五位。",
    "IMEI 130503670401001。",
    "编号623456789012345，没有这个月份。",
    "版本 a@b 与 @所有人。",
    "标签@example.org。",
    "全新A12345型。",
    "最新B12345款。",
    "沪A是上海，京A是北京。",
    "沪A1234，少一位。",
    "沪AIO345，没有这样的字母。",
    "京ABCDEF，没有数字。",
    "单号6222021234567890127，校验码不对。",
    "单号62220212345678，十四位。",
    "病历号已隐去。",
    "护照号码不登记。",
    "共13812人次，5678件。",
    "每人1.38元，12345678人。",
]


@pytest.mark.parametrize(("rule", "body", "underlined", "shown"), BAD)
def test_it_is_found_at_its_place_and_masked(say: Say, rule: str, body: str, underlined: str, shown: str) -> None:
    assert say(HEAD + body) == [(rule, underlined, RULES[rule].format(shown))]


@pytest.mark.parametrize("body", GOOD)
def test_what_only_looks_like_one_is_left_alone(say: Say, body: str) -> None:
    assert say(HEAD + body) == []


def test_the_declared_contact_may_be_reached(say: Say) -> None:
    text = (
        "---\nlang: zh-CN\nreplication:\n  contact: {name: 王小明, role: 电话13812345678, "
        "email: wang@example.org, phone: 021-5550-0187}\n---\n"
    )
    assert say(text) == []


def test_other_fields_of_the_front_matter_are_looked_at(say: Say) -> None:
    text = "---\nlang: zh-CN\nsubject:\n  members:\n    - {name: 王小明, role: 组长 13812345678}\n---\n"
    assert say(text) == [("phone-number", "13812345678", "正文里有手机号 138****5678")]


def test_what_is_withheld_from_the_public_may_hold_them(say: Say) -> None:
    head = "---\nlang: zh-CN\npublication: {consent: yes, private: [sections.survey, subject.members]}\n"
    members = "subject:\n  members:\n    - {name: 王小明, role: 组长 13812345678}\n---\n"
    body = (
        "## 现状 {#survey}\n\n13812345678\n\n### 细节 {#details}\n\n13812345679\n\n## 效果 {#results}\n\n13812345670\n"
    )
    assert [item[1] for item in say(head + members + body)] == ["13812345670"]


def test_a_number_of_a_register_that_is_an_identity_number_is_said_once(say: Say) -> None:
    found = say(HEAD + "身份证号11010519491231002X。")
    assert [item[0] for item in found] == ["id-card-number"]


def test_english_write_ups_are_looked_at_too(say: Say) -> None:
    text = "---\nlang: en\n---\n## Survey {#survey}\n\nWrite to jane.doe@example.com for help.\n"
    assert [item[:2] for item in say(text)] == [("email-address", "jane.doe@example.com")]


@pytest.mark.parametrize(
    ("first", "character"), [("11010519491231002", "X"), ("44052419800101001", "3"), ("31010120000229001", "5")]
)
def test_the_check_character_is_that_of_the_standard(first: str, character: str) -> None:
    assert check_character(first) == character


@pytest.mark.parametrize(
    ("figures", "valid"), [("79927398713", True), ("79927398710", False), ("6222021234567890128", True)]
)
def test_luhn(figures: str, valid: bool) -> None:
    """79927398713 is the usual worked example: 7 18→9 9 4 7 6 9 16→7 7 2 3 = 70."""
    assert is_luhn(figures) is valid


HOSTILE = ["1", "13", "138 ", "a@", "a.", "a@b.", "0571-", "沪A", "62", "1[3", "6222 ", "病历号", "x@y.z", "-1", "+86"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_is_gone_over_in_the_end(say: Say, piece: str) -> None:
    say(HEAD + "字" + piece * (200_000 // len(piece)))
