"""A line of YAML → the indentation, dash or bracket that was meant; and a line that says nothing is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from casebound.read.improve_causes import message_of
from casebound.read.improve_slip import KEY, LEAD, NAME, Change, Fault, Line, Slip
from casebound.text.localized import Localized, phrase

_DASH = re.compile(r"^[ \t]*(?P<dash>-(?=[^\s-])|[－—–•·●][ \t\u3000]*(?=\S))")
_COLONLESS = re.compile(rf"^{LEAD}(?P<key>{NAME})(?P<gap>[ \t\u3000]+)(?=\S)")
_WORD = re.compile(rf"^{LEAD}(?P<word>{KEY})[ \t]*$")
_FIELD = re.compile(rf"^[ \t]*(?:- |{NAME}[ \t]*[:：])")
_INDICATOR = re.compile(rf"^{LEAD}{KEY}:[ \t]+(?P<mark>[|>][+-]?[ \t]*)(?=\S)")
_LAST_WORD = re.compile(rf"(?P<gap>[ \t]{{1,8}}){NAME}[ \t]{{0,8}}$")
_ITEM = re.compile(rf"^{LEAD}{KEY}:[ \t]+(?P<dash>-[ \t]+)(?P<item>[^\s\[\]{{}},:#]+)[ \t]*$")
_ITEM_FIELD = re.compile(rf"^[ \t]*(?P<dash>- +){NAME}[ \t]*:(?:[ \t]|$)")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def tabs(line: Line, _fault: Fault) -> Iterator[Sequence[Slip]]:
    """Tabs in the indentation of a line and of those that follow it without a break."""
    lines = []
    here: Line | None = line
    while here is not None and "\t" in here.text[: here.indent]:
        lines.append(here)
        here = here.after
    if not lines:
        return
    above = line.before
    widths = [2, 4]
    own = line.text[: line.indent]
    if above is not None and own.count("\t"):
        level = above.indent + (2 if above.text.rstrip().endswith((":", "：")) else 0)
        widths.insert(0, max(0, level - (len(own) - own.count("\t"))) // own.count("\t"))
    at = line.start + line.text.index("\t")
    for width in dict.fromkeys(widths):
        yield (
            Slip(
                start=at,
                end=at + 1,
                message=phrase("缩进里有制表符（Tab）", "A tab is used as indentation"),
                hint=phrase("改用空格缩进", "Indent with spaces"),
                changes=tuple(
                    Change(
                        start=each.start,
                        end=each.start + each.indent,
                        text=each.text[: each.indent].replace("\t", " " * width),
                    )
                    for each in lines
                ),
                remedy=phrase("改用空格缩进", "Indent with spaces"),
            ),
        )


def closed_bracket(line: Line, _fault: Fault) -> Iterator[Sequence[Slip]]:
    """`[a, b` and `{a: 1`: close what is open where the line ends."""
    open_brackets: list[tuple[str, int]] = []
    text = _unquoted(line.text)
    for number, character in enumerate(text):
        if character in "[{":
            open_brackets.append((character, number))
        elif character in "]}" and open_brackets:
            open_brackets.pop()
    if not open_brackets:
        return
    closing = "".join("]" if character == "[" else "}" for character, _ in reversed(open_brackets))
    comment = re.search(r"[ \t]#", text)
    end = line.start + len(text[: comment.start() if comment else None].rstrip(" \t,"))
    at = line.start + open_brackets[-1][1]
    yield (
        Slip(
            start=at,
            end=at + 1,
            message=phrase("括号“{mark}”没有闭合", "The bracket “{mark}” is not closed", mark=line.whole[at]),
            hint=phrase("在末尾补上 {mark}", "Add {mark} where it ends", mark=closing),
            changes=(Change(start=end, end=end, text=closing),),
            remedy=phrase("补上括号", "Close the bracket"),
        ),
    )


def surplus_bracket(line: Line, _fault: Fault) -> Iterator[Sequence[Slip]]:
    """`[a, b]]`: a closing bracket that nothing opened."""
    depth = 0
    for number, character in enumerate(_unquoted(line.text)):
        depth += (character in "[{") - (character in "]}")
        if depth < 0:
            at = line.start + number
            yield (
                Slip(
                    start=at,
                    end=at + 1,
                    message=phrase("多了一个括号“{mark}”", "A bracket “{mark}” too many", mark=character),
                    changes=(Change(start=at, end=at + 1, text=""),),
                    remedy=phrase("删去多余的括号", "Remove the bracket"),
                ),
            )
            return


def _unquoted(text: str) -> str:
    """The text with spaces in place of what stands between quotation marks."""
    return _QUOTED.sub(lambda match: " " * len(match[0]), text)


def missing_comma(line: Line, fault: Fault) -> Iterator[Sequence[Slip]]:
    """`{a: 1 b: 2}`, `[{a: 1} {a: 2}]`."""
    if "did not find expected ','" not in fault.problem or not line.start <= fault.at < line.end:
        return
    at = fault.at
    if match := _LAST_WORD.search(line.whole[line.start : at]):
        at = line.start + match.start("gap")
    elif line.whole[at] in "[{\"'":
        at = line.start + len(line.whole[line.start : at].rstrip())
    else:
        return
    gap = line.whole[at : at + 1] in (" ", "\t")
    yield (
        Slip(
            start=fault.at,
            end=fault.at + 1,
            message=phrase("两项之间缺少逗号", "A comma is missing between two entries"),
            hint=phrase("用半角逗号隔开", "Part them with a comma"),
            changes=(Change(start=at, end=at, text="," if gap else ", "),),
            remedy=phrase("加上逗号", "Add the comma"),
        ),
    )


def dash(line: Line, _fault: Fault) -> Iterator[Sequence[Slip]]:
    """`-item`, `－item`, `•item`."""
    match = _DASH.match(line.text)
    if match is None:
        return
    at = line.start + match.start("dash")
    is_dash = match["dash"] == "-"
    yield (
        Slip(
            start=at,
            end=at + 1,
            message=phrase("列表的“-”后面缺一个空格", "A space is missing after the “-” of a list")
            if is_dash
            else phrase("列表的一项以“{mark}”开头", "An item of a list begins with “{mark}”", mark=match["dash"][0]),
            hint=phrase("每一项以半角“- ”开头", "Begin each item with “- ”"),
            changes=(Change(start=at, end=at + len(match["dash"]), text="- "),),
            remedy=phrase("写成“- ”", "Write “- ”"),
            is_safe=is_dash,
        ),
    )


def realigned(line: Line, _fault: Fault) -> Iterator[Sequence[Slip]]:
    """A field or an item that stands a little to the left or right of the others."""
    above = line.before
    if above is None or not _FIELD.match(line.text):
        return
    dashes = re.match(r"[ \t]*(?:- +)*", above.text)
    columns = [above.indent, len(dashes[0]) if dashes else above.indent]
    while above is not None and above.indent > line.indent:
        above = above.before
    columns += [above.indent if above else 0, line.indent - 1, line.indent + 1]
    at = line.start + line.indent
    for column in dict.fromkeys(columns):
        if column not in (line.indent, -1):
            yield (
                Slip(
                    start=at,
                    end=at + 1,
                    message=phrase("缩进与上一行不一致", "The indentation does not match the lines above"),
                    hint=phrase("同一层的各行从同一列开始", "Begin the lines of one level in one column"),
                    changes=(Change(start=line.start, end=at, text=" " * column),),
                    remedy=phrase("对齐缩进", "Align the indentation"),
                ),
            )


def surplus_dash(line: Line, _fault: Fault) -> Iterator[Sequence[Slip]]:
    """`- key: value` among fields that are no list."""
    match = _ITEM_FIELD.match(line.text)
    if match is None:
        return
    at = line.start + line.indent
    yield (
        Slip(
            start=at,
            end=at + 1,
            message=phrase("这一行多了“- ”", "This line has a “- ” too many"),
            hint=phrase("上下各行都不是列表", "The lines around it are no list"),
            changes=(Change(start=at, end=line.start + match.end("dash"), text=""),),
            remedy=phrase("删去“- ”", "Remove the “- ”"),
        ),
    )


def indicator(line: Line, fault: Fault) -> Iterator[Sequence[Slip]]:
    """`key: >- text`: text on the line of the mark that promises it below."""
    match = _INDICATOR.match(line.text)
    if match is None or "comment or line break" not in fault.problem:
        return
    at = line.start + match.start("mark")
    mark = match["mark"].strip()
    yield (
        Slip(
            start=at,
            end=at + len(mark),
            message=phrase("“{mark}”之后要换行再写文字", "The text after “{mark}” begins on the next line", mark=mark),
            hint=phrase("删去它，或另起一行缩进写", "Delete it, or put the text on a line of its own, indented"),
            changes=(Change(start=at, end=at + len(match["mark"]), text=""),),
            remedy=phrase("删去“{mark}”", "Delete “{mark}”", mark=mark),
        ),
    )


def item_beside_key(line: Line, _fault: Fault) -> Iterator[Sequence[Slip]]:
    """`key: - item`, a list of one."""
    match = _ITEM.match(line.text)
    if match is None or (line.after is not None and line.after.text.lstrip().startswith("- ")):
        return
    at, end = line.start + match.start("dash"), line.start + match.end("item")
    message, hint = message_of("sequence entries are not allowed")
    yield (
        Slip(
            start=at,
            end=at + 1,
            message=message,
            hint=hint,
            changes=(
                Change(start=at, end=line.start + match.start("item"), text="["),
                Change(start=end, end=end, text="]"),
            ),
            remedy=phrase("写成 [ ]", "Write it between [ ]"),
        ),
    )


def colonless(line: Line, fault: Fault) -> Iterator[Sequence[Slip]]:
    """`key value`, `key` above what belongs to it; any other line without a colon is left out."""
    if "':'" not in fault.problem and "mapping values" not in fault.problem:
        return
    text = line.text
    message, hint = message_of("could not find expected ':'")
    first, last = line.start + line.indent, line.start + len(text.rstrip())
    below = line.after
    if (match := _WORD.match(text)) and below is not None and below.indent > line.indent:
        end = line.start + match.end("word")
        yield (_with_colon(first, last, message, hint, Change(start=end, end=end, text=":")),)
    elif match := _COLONLESS.match(text):
        gap = Change(start=line.start + match.start("gap"), end=line.start + match.end("gap"), text=": ")
        yield (_with_colon(first, last, message, hint, gap),)
    if "':'" in fault.problem and line.start <= fault.since <= line.end:
        blank = Change(start=first, end=last, text=" " * (last - first))
        yield (Slip(start=first, end=last, message=message, hint=hint, changes=(blank,)),)


def _with_colon(start: int, end: int, message: Localized, hint: Localized | None, change: Change) -> Slip:
    return Slip(
        start=start,
        end=end,
        message=message,
        hint=hint,
        changes=(change,),
        remedy=phrase("在键后加冒号", "Put a colon after the key"),
    )
