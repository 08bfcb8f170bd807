"""A line of YAML → colons, commas and brackets that were meant where others, full-width ones or none were typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from casebound.read.improve_quotes import quote_slip
from casebound.read.improve_slip import KEY, LEAD, NAME, Change, Fault, Line, Slip, line_at
from casebound.text.localized import phrase

_SPACES = r"[ \t\u3000\xa0]{0,8}"
_WIDE_COLON = re.compile(rf"(?:^{LEAD}|[{{,，]{_SPACES})(?P<key>{KEY})(?P<mark>{_SPACES}：{_SPACES})")
_NARROW_COLON = re.compile(rf"(?:^{LEAD}|[{{,]{_SPACES})(?P<key>{NAME}):(?P<mark>[\u3000\xa0]+|(?=[^\s/\u3000\xa0]))")
_EQUALS = re.compile(rf"(?:^{LEAD}|[{{,，]{_SPACES})(?P<key>{NAME})(?P<mark>{_SPACES}[=＝]{_SPACES})")
_ENTRY = re.compile(rf"(?P<lead>(?:^|[,，]){_SPACES})(?P<key>{KEY})(?P<mark>{_SPACES}[：=＝]{_SPACES}|:{_SPACES})")
_LEAD = re.compile(LEAD)
_IS_NAME = re.compile(NAME)
_WIDE_INDENT = re.compile("[ \t]*[\u3000\xa0]")
_GROUP = re.compile(r"[0-9]{3}(?:\.[0-9]{1,9})?")
_DIGIT_COMMA = re.compile(r"[0-9],\Z")
_NUMBER_AROUND = re.compile(r"(?<![0-9])[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,9})?")
_IS_COLON = re.compile(r"[ \t]*:")
_BRACKETS = str.maketrans("［］｛｝【】", "[]{}[]")
_WIDE_BRACKET = re.compile("[［］｛｝【】]")
_WIDE_COMMA = re.compile(rf"{_SPACES}[，、]{_SPACES}")
_BEFORE_ENTRY = re.compile(rf"(?:{KEY}{_SPACES}[：:=]|[\[{{\"'“［｛])")


def colons(line: Line, _fault: Fault) -> Iterator[Sequence[Slip]]:
    """`key：value`, `key:value`, `key = value`; such lines above it, too, which YAML takes for one text with it."""
    own = _colon(line)
    if own is None:
        return
    yield (own,)
    group = [own]
    below, above = line, line.before
    while above is not None and below.indent == _column(below) == _column(above) and (slip := _colon(above)):
        group.insert(0, slip)
        below, above = above, above.before
    if len(group) > 1:
        yield tuple(group)


def _column(line: Line) -> int:
    """Characters before what stands on a line, behind the dashes of a list, too."""
    match = _LEAD.match(line.text)
    return match.end() if match else 0


def _colon(line: Line) -> Slip | None:
    """The first slip of its sort on a line."""
    text = line.text
    if match := _WIDE_COLON.search(text):
        return wide_colon(line.start + match.start("mark"), match["mark"], match["key"])
    if match := _NARROW_COLON.search(text):
        return _no_space(line.start + match.start("mark"), match["mark"])
    if match := _EQUALS.search(text):
        return _equals(line.start + match.start("mark"), match["mark"])
    return None


def wide_colon(start: int, mark: str, key: str) -> Slip:
    """`key：value`."""
    at = start + mark.index("：")
    return Slip(
        start=at,
        end=at + 1,
        message=phrase("键后面用了全角冒号“：”", "The colon after the key is full-width (“：”)"),
        hint=phrase("改成半角冒号并在后面空一格", "Use a half-width colon followed by a space"),
        changes=(Change(start=start, end=start + len(mark), text=": "),),
        remedy=phrase("改用半角冒号", "Use a half-width colon"),
        is_safe=_IS_NAME.fullmatch(key) is not None,
    )


def _no_space(start: int, mark: str) -> Slip:
    return Slip(
        start=start - 1,
        end=start,
        message=phrase("键后面的冒号之后缺一个空格", "A space is missing after the key's colon"),
        hint=phrase("写成“键: 值”", "Write “key: value”"),
        changes=(Change(start=start, end=start + len(mark), text=" "),),
        remedy=phrase("在冒号后空一格", "Put a space after the colon"),
        is_safe=True,
    )


def _equals(start: int, mark: str) -> Slip:
    at = start + len(mark) - len(mark.lstrip(" \t\u3000\xa0"))
    return Slip(
        start=at,
        end=at + 1,
        message=phrase("键和值之间写了“{mark}”", "“{mark}” stands between key and value", mark=mark.strip()),
        hint=phrase("改成半角冒号并在后面空一格", "Use a half-width colon followed by a space"),
        changes=(Change(start=start, end=start + len(mark), text=": "),),
        remedy=phrase("改用冒号", "Use a colon"),
        is_safe=True,
    )


def wide_brackets(line: Line, _fault: Fault) -> Iterator[Sequence[Slip]]:
    """`［a, b］`, `｛a: 1｝`."""
    if slip := bracket_slip(line.text, line.start):
        yield (slip,)


def bracket_slip(text: str, start: int) -> Slip | None:
    """All full-width brackets of a text that begins at an offset, as one slip."""
    found = list(_WIDE_BRACKET.finditer(text))
    if not found:
        return None
    first = start + found[0].start()
    return Slip(
        start=first,
        end=first + 1,
        message=phrase("列表用了全角括号“{mark}”", "A list has full-width brackets (“{mark}”)", mark=found[0][0]),
        hint=phrase("改成半角的 [ ] 或 {{ }}", "Use half-width [ ] or {{ }}"),
        changes=tuple(
            Change(start=start + match.start(), end=start + match.end(), text=match[0].translate(_BRACKETS))
            for match in found
        ),
        remedy=phrase("改用半角括号", "Use half-width brackets"),
        is_safe=True,
    )


def wide_commas(line: Line, _fault: Fault) -> Iterator[Sequence[Slip]]:
    """`[{a: 1}，{a: 2}]`, `{a: 1，b: 2}`: those that surely part two entries, else all on the line."""
    text = line.text
    opening = re.search(r"[\[{［｛]", text)
    if opening is None:
        return
    found = list(_WIDE_COMMA.finditer(text, opening.end()))
    sure = [
        match for match in found if _BEFORE_ENTRY.match(text, match.end()) or text[match.start() - 1] in "]}\"'”］｝"
    ]
    for some in (sure, found):
        if some:
            yield (comma_slip(some, line.start, is_safe=some is sure),)


def comma_slip(found: Sequence[re.Match[str]], start: int, *, is_safe: bool) -> Slip:
    """Full-width commas, found in a text that begins at an offset, as one slip."""
    first = start + found[0].start() + len(found[0][0]) - len(found[0][0].lstrip())
    return Slip(
        start=first,
        end=first + 1,
        message=phrase("各项之间用了“{mark}”", "Entries are parted by “{mark}”", mark=found[0][0].strip()),
        hint=phrase("改成半角逗号并在后面空一格", "Use a half-width comma followed by a space"),
        changes=tuple(Change(start=start + match.start(), end=start + match.end(), text=", ") for match in found),
        remedy=phrase("改用半角逗号", "Use half-width commas"),
        is_safe=is_safe,
    )


def improve_silent(text: str, odd: Iterable[tuple[int, int]], width: int) -> Iterator[Slip]:
    """Slips that parse: `{kind：team}`, `{kind:team}`, `{n: 3,120}`, an indentation of full-width spaces.

    `odd` tells where they may be, `width` how many columns a full-width space is worth.
    """
    indented: list[Line] = []
    counted = 0
    for start, end in odd:
        key = text[start:end]
        if key[:1] in ("\u3000", "\xa0"):
            here: Line | None = line_at(text, start) if not indented or start > indented[-1].end else None
            while here is not None and _WIDE_INDENT.match(here.text):
                indented.append(here)
                here = here.after
        elif key[0] in "“‘＂":
            if closing := re.compile(r"[”’＂](?=[ \t]*[,\]}])").search(text, end, end + 200):
                yield quote_slip([(0, closing.start() - start)], start)
        elif _GROUP.fullmatch(key) and _DIGIT_COMMA.search(text, max(0, start - 2), start):
            if start >= counted:
                number = _NUMBER_AROUND.search(text, max(0, start - 4))
                if number is not None:
                    counted = number.end()
                    yield _thousands(number)
        else:
            yield from entry_slips(key, start, is_key=_IS_COLON.match(text, end) is not None)
    if indented:
        yield _wide_indent(indented, width)


def wide_indents(line: Line, _fault: Fault) -> Iterator[Sequence[Slip]]:
    """Full-width spaces in the indentation of a line and of those that follow it without a break."""
    lines: list[Line] = []
    here: Line | None = line
    while here is not None and _WIDE_INDENT.match(here.text):
        lines.append(here)
        here = here.after
    for width in (2, 1) if lines else ():
        yield (_wide_indent(lines, width),)


def entry_slips(text: str, start: int, *, is_key: bool = False) -> Iterator[Slip]:
    """The colons and commas that were meant in `kind：team，name：x`, a text without any that YAML would know.

    `is_key`: a proper colon follows, so that what stands after the last comma is a key.
    """
    for match in _ENTRY.finditer(text + ":" if is_key else text):
        if match["lead"].lstrip(" \t\u3000\xa0").startswith("，"):
            comma = _WIDE_COMMA.search(match["lead"])
            if comma:
                yield comma_slip([comma], start + match.start("lead"), is_safe=True)
        if match.end() > len(text):
            continue
        at, mark = start + match.start("mark"), match["mark"]
        if "：" in mark:
            yield wide_colon(at, mark, match["key"])
        elif ":" not in mark:
            yield _equals(at, mark)
        elif mark == ":" or mark[1:].strip(" \t"):
            yield _no_space(at + 1, mark[1:])


def _wide_indent(lines: Sequence[Line], width: int) -> Slip:
    first = lines[0]
    at = first.start + len(first.text) - len(first.text.lstrip(" \t"))
    is_wide = first.whole[at] == "\u3000"
    return Slip(
        start=at,
        end=at + 1,
        message=phrase("缩进里有全角空格", "A full-width space is used as indentation")
        if is_wide
        else phrase("缩进里有不换行空格", "A no-break space is used as indentation"),
        hint=phrase("改用半角空格缩进", "Indent with ordinary spaces")
        if is_wide
        else phrase("改用普通空格缩进", "Indent with ordinary spaces"),
        changes=tuple(
            Change(
                start=line.start,
                end=line.start + line.indent,
                text=line.text[: line.indent].replace("\u3000", " " * width).replace("\xa0", " "),
            )
            for line in lines
        ),
        remedy=phrase("改用半角空格", "Use ordinary spaces")
        if is_wide
        else phrase("改用普通空格", "Use ordinary spaces"),
    )


def _thousands(number: re.Match[str]) -> Slip:
    """`3,120` in a flow mapping, which is two entries to YAML."""
    commas = [number.start() + at for at, character in enumerate(number[0]) if character == ","]
    return Slip(
        start=number.start(),
        end=number.end(),
        message=phrase("数字“{number}”里有千位逗号", "The number “{number}” has a comma in it", number=number[0]),
        hint=phrase("写成 {number}", "Write {number}", number=number[0].replace(",", "")),
        changes=tuple(Change(start=at, end=at + 1, text="") for at in commas),
        remedy=phrase("去掉千位逗号", "Remove the comma"),
        is_safe=True,
    )
