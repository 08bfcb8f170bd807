"""A line of YAML → quotation marks that were meant where curly ones, half a pair or none were typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from casebound.read.improve_causes import message_of
from casebound.read.improve_slip import KEY, LEAD, NAME, Change, Fault, Line, Slip
from casebound.text.localized import phrase

_CURLY = "“”‘’＂＇"
_NOT_CURLY = rf"[^{_CURLY}\"'\\]"
_WIDE_QUOTES = re.compile(
    rf"(?:(?<=: )|(?<=[:\[{{,])|(?<=, )|(?<=- )|^)(?P<open>[{_CURLY}])(?P<inner>{_NOT_CURLY}{{0,400}})"
    rf"(?P<close>[{_CURLY}])"
    r"(?=[ \t]*(?:[,\]}:]|#|$))"
)
_MIXED_QUOTES = re.compile(
    rf"(?:(?<=: )|(?<=[:\[{{,])|(?<=, )|(?<=- ))"
    rf"(?:(?P<open>[\"'])(?P<inner>{_NOT_CURLY}{{0,400}})(?P<wide_close>[{_CURLY}])|(?P<wide_open>[{_CURLY}]){_NOT_CURLY}{{0,400}}(?P<close>[\"']))"
    r"(?=[ \t]*(?:[,\]}]|#|$))"
)
_OPEN_QUOTE = re.compile(r"(?:(?<=: )|(?<=[\[{,])|(?<=, )|(?<=- )|(?<=:))(?P<quote>[\"'])(?P<inner>[^\"']*)$")
_VALUE = re.compile(rf"^{LEAD}(?:(?:{KEY}|\"[^\"]*\"|'[^']*'):[ \t]+)?(?P<value>\S.*)$")
_FLOW_KEY = re.compile(rf"[{{,][ \t]*(?:{KEY}):[ \t]+")
_OPEN_KEY = re.compile(rf"^{LEAD}(?P<quote>[\"'])(?P<key>{KEY}):(?=[ \t]|$)")
_FIELD_BELOW = re.compile(rf"^[ \t]*(?:- +)?{NAME}[ \t]*:", re.MULTILINE)
_MARKS = "*&!%@`|>?"
_COMMENT = re.compile(r"[ \t]#")


def wide_quotes(line: Line, _fault: Fault) -> Iterator[Sequence[Slip]]:
    """`“a: b”` and `[“a”, “b”]` on a line, all as one slip."""
    found = list(_WIDE_QUOTES.finditer(line.text))
    if found:
        yield (quote_slip([(match.start("open"), match.start("close")) for match in found], line.start),)


def quote_slip(pairs: Sequence[tuple[int, int]], start: int) -> Slip:
    """Curly quotation marks, by the offsets of opening and closing ones from `start`, as one slip."""
    first = start + pairs[0][0]
    return Slip(
        start=first,
        end=start + pairs[0][1] + 1,
        message=phrase("YAML 的引号用了弯引号或全角引号", "Curly or full-width quotation marks are no quotes in YAML"),
        hint=phrase('改成半角的 ""', "Use straight quotation marks"),
        changes=tuple(Change(start=start + at, end=start + at + 1, text='"') for pair in pairs for at in pair),
        remedy=phrase("改用半角引号", "Use straight quotation marks"),
    )


def mixed_quotes(line: Line, _fault: Fault) -> Iterator[Sequence[Slip]]:
    """`"text”` and `“text"`."""
    match = _MIXED_QUOTES.search(line.text)
    if match is None:
        return
    name = "wide_close" if match["wide_close"] else "wide_open"
    at = line.start + match.start(name)
    yield (
        Slip(
            start=at,
            end=at + 1,
            message=phrase(
                "一对引号里“{mark}”是弯引号", "Of a pair of quotation marks “{mark}” is curly", mark=match[name]
            ),
            hint=phrase("前后都用半角引号", "Use straight quotation marks on both sides"),
            changes=(Change(start=at, end=at + 1, text=match["open"] or match["close"]),),
            remedy=phrase("改用半角引号", "Use a straight quotation mark"),
            is_safe=True,
        ),
    )


def closed_quote(line: Line, _fault: Fault) -> Iterator[Sequence[Slip]]:
    """A quotation mark that opens and does not close: at the end of the line, or of the entry."""
    if match := _OPEN_KEY.match(line.text):
        yield (_close(match["quote"], line.start + match.start("quote"), line.start + match.end("key")),)
    match = _OPEN_QUOTE.search(line.text)
    if match is None:
        return
    quote, at = match["quote"], line.start + match.start("quote")
    inner = match["inner"].rstrip()
    ends = [len(inner)]
    for mark in "}]":
        if mark in inner:
            ends.append(len(inner[: inner.rindex(mark)].rstrip()))
    ends.extend(found.start() for found in list(re.finditer(r",(?=[ \t]|$)", inner))[:4])
    in_flow = any(mark in line.text[: match.start("quote")] for mark in "[{")
    for end in sorted(set(ends)) if in_flow else ends[:1]:
        yield (_close(quote, at, at + 1 + end),)


def _close(quote: str, at: int, place: int) -> Slip:
    return Slip(
        start=at,
        end=at + 1,
        message=phrase("引号没有闭合", "A quotation mark is not closed"),
        hint=phrase("在末尾补上 {quote}", "Add {quote} where it ends", quote=quote),
        changes=(Change(start=place, end=place, text=quote),),
        remedy=phrase("补上引号", "Close the quotation mark"),
    )


def quoted_value(line: Line, fault: Fault) -> Iterator[Sequence[Slip]]:
    """A text with `: ` in it or that begins with a mark of YAML's: quote all of it."""
    text = line.text
    start, end = _value(line, fault)
    value = text[start:end]
    is_list = value[:2] == "- " or (value[:1] in ("[", "{") and not _goes_on(value))
    if not value or is_list or (value[0] in "|>" and len(value) < 4):
        return
    at = line.start + start
    is_inside = at <= fault.at < line.end
    problem = "mapping values are not allowed" if is_inside and line.whole[fault.at] == ":" else fault.problem
    yield (_unquoted(line.whole, at, line.start + end, fault.at if is_inside else at, problem),)


def quoted_lines(line: Line, fault: Fault) -> Iterator[Sequence[Slip]]:
    """A text without quotes that runs over several lines, with `: ` on a line below the first."""
    head = line.before
    while head is not None and head.indent >= line.indent:
        head = head.before
    match = None if head is None else _VALUE.match(head.text)
    if head is None or match is None or not line.start <= fault.at < line.end or ": " not in head.text:
        return
    if "mapping values" not in fault.problem or match["value"][0] in "|>[{\"'":
        return
    last, below = line, line.after
    while below is not None and below.indent > head.indent:
        last, below = below, below.after
    if _FIELD_BELOW.search(line.whole, line.start, last.end):
        return
    start, end = head.start + match.start("value"), last.start + len(last.text.rstrip())
    yield (_unquoted(line.whole, start, end, fault.at, fault.problem),)


def _unquoted(text: str, start: int, end: int, place: int, problem: str) -> Slip:
    """A value between two offsets that lacks quotation marks."""
    value = text[start:end]
    message, _ = message_of(problem)
    if value[0] in "[{\"'" and "did not find expected key" in problem:
        message = phrase("闭合的引号或括号之后还有文字", "Text stands after the closing quotation mark or bracket")
    elif value[0] in _MARKS and "mapping values" not in problem:
        message, place = phrase("值不能以这个字符开头", "A value cannot begin with this character"), start
    words = value.partition(": ")[0].split()
    return Slip(
        start=place,
        end=place + 1,
        message=message,
        hint=phrase("值里含冒号时，用引号括起整个值", "Quote the whole value when it contains a colon")
        if "mapping values" in problem
        else phrase("用引号括起整个值", "Quote the whole value"),
        changes=_quoting(value, start),
        remedy=phrase("用引号括起整个值", "Quote the whole value"),
        is_safe=value[0] not in "[{\"'" and not (words and re.fullmatch(NAME, words[-1])),
    )


def _value(line: Line, fault: Fault) -> tuple[int, int]:
    """Where the value on a line begins and ends; in a flow mapping, that of the entry at the fault."""
    text = line.text
    match = _VALUE.match(text)
    if match is None:
        return 0, 0
    start, end = match.span("value")
    if match["value"][0] in "[{" and line.start <= fault.at <= line.end and not _goes_on(match["value"]):
        at = fault.at - line.start
        keys = [found for found in _FLOW_KEY.finditer(text, start) if found.end() <= at]
        if not keys:
            return 0, 0
        start = keys[-1].end()
        closing = re.search(r",(?=[ \t])|[}\]]", text[max(at, start) :])
        end = end if closing is None else max(at, start) + closing.start()
    if comment := _COMMENT.search(text, start, end):
        end = comment.start()
    return start, start + len(text[start:end].rstrip())


def _goes_on(value: str) -> bool:
    """Whether text stands after the bracket that closes the first one."""
    depth = 0
    for number, character in enumerate(value):
        depth += (character in "[{") - (character in "]}")
        if depth == 0:
            rest = value[number + 1 :].strip()
            return bool(rest) and rest[0] not in "#:,，、]}"
    return False


def _quoting(value: str, start: int) -> tuple[Change, ...]:
    """The changes that put a value that begins at `start` between quotation marks."""
    end = start + len(value)
    for quote, other in (("'", '"'), ('"', "'")):
        inner = value[1:-1]
        if len(value) > 2 and value[0] == value[-1] == quote and quote in inner and not {other, "\\"} & set(inner):
            return (
                Change(start=start, end=start + 1, text=other),
                Change(start=end - 1, end=end, text=other),
            )
    if value[0] == value[-1] == '"' and "\\" in value and len(value) > 2 and not {"'", '"'} & set(value[1:-1]):
        return (Change(start=start, end=start + 1, text="'"), Change(start=end - 1, end=end, text="'"))
    if '"' not in value and "\\" not in value:
        return (Change(start=start, end=start, text='"'), Change(start=end, end=end, text='"'))
    doubled = [
        Change(start=start + match.start(), end=start + match.end(), text="''") for match in re.finditer("'", value)
    ]
    if doubled and doubled[0].start == start:
        doubled[0] = Change(start=start, end=start + 1, text="'''")
    else:
        doubled.insert(0, Change(start=start, end=start, text="'"))
    if len(value) > 1 and doubled[-1].end == end and doubled[-1].start > start:
        doubled[-1] = Change(start=end - 1, end=end, text="'''")
    else:
        doubled.append(Change(start=end, end=end, text="'"))
    return tuple(doubled)
