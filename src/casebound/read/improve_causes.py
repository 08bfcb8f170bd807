"""What a YAML parser complains of → what its writer should know, where no slip was recognised."""

from __future__ import annotations

from casebound.read.improve_slip import Fault, Slip, line_at
from casebound.text.localized import Localized, phrase

_CAUSES: tuple[tuple[str, Localized, Localized | None], ...] = (
    (
        "tab character",
        phrase("缩进里有制表符（Tab）", "A tab is used as indentation"),
        phrase("改用空格缩进", "Indent with spaces"),
    ),
    (
        "mapping values are not allowed",
        phrase("这里不能再出现“: ”", "A “: ” cannot stand here"),
        phrase("值里含冒号时，用引号括起整个值", "Quote the whole value when it contains a colon"),
    ),
    (
        "could not find expected ':'",
        phrase("这一行缺少“键: 值”里的冒号", "This line lacks the colon of “key: value”"),
        phrase("用半角冒号并在后面空一格", "Use a half-width colon followed by a space"),
    ),
    ("did not find expected key", phrase("缩进与上一行不一致", "The indentation does not match the lines above"), None),
    (
        "did not find expected '-'",
        phrase("列表里的这一行没有以“- ”开头", "This line of a list does not begin with “- ”"),
        None,
    ),
    (
        "cannot start any token",
        phrase("值不能以这个字符开头", "A value cannot begin with this character"),
        phrase("用引号括起整个值", "Quote the whole value"),
    ),
    (
        "did not find expected alphabetic",
        phrase("值不能以这个字符开头", "A value cannot begin with this character"),
        phrase("用引号括起整个值", "Quote the whole value"),
    ),
    (
        "unknown escape character",
        phrase("双引号里的“\\”不能这样写", "A “\\” cannot stand like this between double quotation marks"),
        phrase("改用单引号 '…'", "Use single quotation marks '…'"),
    ),
    (
        "sequence entries are not allowed",
        phrase("“- ”不能和键写在同一行", "“- ” cannot stand on the line of a key"),
        phrase("另起一行缩进写，或写成 [甲, 乙]", "Put it on a line of its own, or write [a, b]"),
    ),
    (
        "found unexpected end of stream",
        phrase("引号没有闭合", "A quotation mark is not closed"),
        None,
    ),
    (
        "did not find expected ',' or",
        phrase("方括号或花括号里缺少逗号，或没有闭合", "A comma or closing bracket is missing"),
        None,
    ),
)


def message_of(problem: str) -> tuple[Localized, Localized | None]:
    """The fact and the remedy, for the parser's words."""
    for marker, message, hint in _CAUSES:
        if marker in problem:
            return message, hint
    return (
        phrase("这里不是合法的 YAML（{problem}）", "This is not valid YAML ({problem})", problem=problem or "?"),
        phrase("检查引号、冒号和缩进", "Check quotes, colons and indentation"),
    )


def cause_of(fault: Fault, text: str) -> Slip:
    """Where to point, in the offsets of `text`, and what to say."""
    message, hint = message_of(fault.problem)
    at = fault.since if "end of stream" in fault.problem or "':'" in fault.problem else fault.at
    line = line_at(text, min(at, max(0, len(text) - 1)))
    if not line.text.strip():
        line = line.before or line
    start, end = at, at + 1
    if at >= line.end or at < line.start or "':'" in fault.problem:
        start = line.start + len(line.text) - len(line.text.lstrip())
        end = line.start + len(line.text.rstrip())
    return Slip(start=min(start, end), end=end, message=message, hint=hint)
