"""One list of findings that every format is held to: what is hard to show, each thing once."""

from __future__ import annotations

from casebound.text.finding import Finding, Label, Severity
from casebound.text.fix import Edit, Fix, replacement
from casebound.text.localized import Localized, phrase
from casebound.text.source import Source, Span

CASE = Source(
    path="content/cases/wait/case.md",
    text=(
        "---\n"
        "title：等候\n"
        "summary: |\n"
        "  👩‍🔧 用时 e\u0301 18.6 分钟\n"
        "  第二行\n"
        "\tbetter: lover\n"
        "---\n"
        "等候由52.4降到26.8, 患者满意.\n"
        "</script><b>]]></b> {val}`x`\n"
        "末"
    ),
)
FRAMEWORK = Source(path="content/frameworks/saq.yaml", text="id: saq\ncriteria:\n  - {id: 5.2, minimum: 60}\n")
HOSTILE = Source(
    path="content/cases/a \"b\" 'c',d:e%/<i>\x1b[31m.md", text="\ufeff甲\x1b[2J\x07\u202e乙\x00</script>]]>\r\n丙\r\n"
)
FOLDER = Source(path="content/cases/empty", text="")


def at(source: Source, what: str, *, empty: bool = False) -> Span:
    """The place of the only `what`, or the empty place before it."""
    assert source.text.count(what) == 1, what
    start = source.text.index(what)
    return source.span(start, start if empty else start + len(what))


def plain(text: str) -> Localized:
    """Words that may hold braces."""
    return phrase("{text}", "{text}", text=text)


SAMPLE = (
    Finding(  # a safe fix of one character, wide characters
        rule="full-width-colon",
        severity=Severity.ERROR,
        message=phrase("“title”后的冒号是全角的", "The colon after “title” is full-width"),
        span=at(CASE, "："),
        hint=phrase("改成半角冒号加空格", "Write a half-width colon and a space"),
        fix=replacement(at(CASE, "："), ": ", phrase("改成半角冒号", "Use a half-width colon"), is_safe=True),
        field="title",
    ),
    Finding(  # several lines; a label in another file
        rule="summary-length",
        severity=Severity.WARNING,
        message=phrase("摘要 12 字，应在 60 字以上", "The summary has 12 characters, 60 are needed"),
        span=at(CASE, "|\n  👩‍🔧 用时 e\u0301 18.6 分钟\n  第二行"),
        labels=(Label(span=at(FRAMEWORK, "minimum: 60"), message=phrase("这里要求", "demanded here")),),
        field="summary",
    ),
    Finding(  # an emoji of several code points and a combining mark before; a suggested fix
        rule="value-off-data",
        severity=Severity.ERROR,
        message=phrase("写的是 18.6，按数据算出 18.2", "18.6 is written, the data give 18.2"),
        span=at(CASE, "18.6"),
        labels=(Label(span=at(CASE, "26.8"), message=phrase("这里是 26.8", "26.8 here")),),
        fix=replacement(at(CASE, "18.6"), "18.2", phrase("按数据改", "Take the data's value")),
    ),
    Finding(  # a tab before
        rule="unknown-value",
        severity=Severity.ERROR,
        message=phrase("“better”不认识“lover”", "“better” does not know “lover”"),
        span=at(CASE, "lover"),
        hint=phrase("是否想写“lower”？", "Did you mean “lower”?"),
    ),
    Finding(  # an empty place; two edits of one line
        rule="half-width-mark",
        severity=Severity.ADVICE,
        message=phrase("中文里用了半角标点", "Half-width marks in Chinese text"),
        span=at(CASE, ", 患者", empty=True),
        fix=Fix(
            edits=(
                Edit(span=at(CASE, ", "), text="，"),
                Edit(span=CASE.span(CASE.text.index(".\n<"), CASE.text.index("\n<")), text="。"),
            ),
            message=phrase("换成全角标点", "Use full-width marks"),
            is_safe=True,
        ),
    ),
    Finding(  # markup, braces and brackets in words and text; a fix of more than one line
        rule="markup",
        severity=Severity.WARNING,
        message=plain("</script> ]]> {val} [a](b) & \"c\" 'd' 100%"),
        span=at(CASE, "</script><b>]]></b> {val}`x`"),
        hint=plain("<b>{0}</b>"),
        fix=replacement(at(CASE, "</script>"), "一\n二", plain("<u>")),
    ),
    Finding(  # the end of a file without a last line break
        rule="no-final-newline",
        severity=Severity.ADVICE,
        message=phrase("末行没有换行", "The last line is not ended"),
        span=CASE.span(len(CASE.text)),
    ),
    Finding(  # a path and a text that mean harm
        rule="control-character",
        severity=Severity.ERROR,
        message=plain("\x1b[31m\r\n红\x07“\u202e”"),
        span=at(HOSTILE, "\x1b[2J\x07\u202e乙\x00"),
        hint=plain("\x1b]0;x\x07"),
        labels=(Label(span=at(HOSTILE, "丙"), message=plain("\x1b[0m")),),
        fix=replacement(at(HOSTILE, "\x00"), "\x1b", plain("\x00")),
        field="a\x1bb",
    ),
    Finding(  # a whole folder
        rule="no-case",
        severity=Severity.ERROR,
        message=phrase("文件夹里没有 case.md", "The folder has no case.md"),
        span=FOLDER.span(0),
        labels=(Label(span=Source(path="content", text="").span(0), message=phrase("在这里找", "looked here")),),
    ),
)
"""In the order in which `check` gives them: file by file."""
