"""Words of a Chinese write-up → half-width marks and quotation marks where full-width ones belong (GB/T 15834, 5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from casebound.check.slip import Slip, swap
from casebound.check.stretches import HAN, is_han, matches

_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_MARK = re.compile(r"[,;:?!]")


@cache
def _stop() -> re.Pattern[str]:
    return re.compile(rf"\.(?:(?![\w.…])|(?=[{HAN}]))")


_NUMERALS = frozenset("一二三四五六七八九十")


@cache
def _entity() -> re.Pattern[str]:
    return re.compile(r"&#?\w{1,12}\Z")


@cache
def _ratio() -> re.Pattern[str]:
    return re.compile(rf"[{HAN}]{{1,3}}(?::[{HAN}]{{1,3}}){{1,3}}\s?[=＝为约]\s?\d+(?:\.\d+)?:\d")


_CLOSING = frozenset("”’）》】」』")
_OBJECT = "\ufffc"


def half_width_marks(text: str) -> Iterator[Slip]:
    """`,` `;` `:` `?` `!` after Chinese, or right before it after a figure, a letter or inline markup."""
    if not any(mark in text for mark in _FULL):
        return
    for match in matches(_MARK, text, ",;:?!"):
        at, mark = match.start(), match[0]
        before, after = text[max(0, at - 1) : at], text[at + 1 : at + 2]
        is_after_chinese = is_han(before) or before in _CLOSING
        if not before or not (is_after_chinese or (is_han(after) and _may_stand_after(before, mark))):
            continue
        if after in _FULL or before in _FULL or after in ("/", "=") or _is_other(text, at, mark) or _is_name(text, at):
            continue
        if mark in ",:" and is_numbering(text, at, "\n "):
            yield Slip(at, at + 1)
        else:
            yield _full_width(text, at, _FULL[mark])


def _may_stand_after(before: str, mark: str) -> bool:
    """Whether a mark right before Chinese is a slip after this character; `8:` and `A:` may be codes."""
    if before in "%％℃)":
        return True
    return mark != ":" and (before.isalnum() or before == _OBJECT)


def _is_other(text: str, at: int, mark: str) -> bool:
    """Whether the mark belongs to something else: an entity, a ratio, a face."""
    if mark == ";":
        return _entity().search(text[max(0, at - 14) : at]) is not None
    if mark == ":":
        is_face = text[at + 1 : at + 2] in (")", "(", "-") and not is_han(text[at + 2 : at + 3])
        return is_face or _ratio().search(text[max(0, at - 12) : at + 24]) is not None
    return False


@cache
def _file_name() -> re.Pattern[str]:
    return re.compile(
        rf"[{HAN}\w,;()-]{{1,12}}\.(?:csv|xlsx?|docx?|pptx?|pdf|png|jpe?g|svg|md|txt|zip|rar|json|ya?ml|html?|mp4)(?![A-Za-z0-9])",
        re.IGNORECASE,
    )


def _is_name(text: str, at: int) -> bool:
    """Whether the mark stands in what looks like the name of a file, or in an id that is named as such."""
    if text[at] not in ",;":
        return False
    if _file_name().match(text, at + 1):
        return True
    return text[at + 1 : at + 2].isalnum() and _id().search(text[max(0, at - 40) : at]) is not None


@cache
def _id() -> re.Pattern[str]:
    return re.compile(r"(?:编号|代号|代码|型号|单号)(?:[为是]|叫)?[：:]?[A-Za-z0-9_-]{1,20}\Z")


def _full_width(text: str, at: int, right: str) -> Slip:
    """The full-width mark; blanks before Chinese behind it go, since it has its own."""
    end = at + 1
    while text[end : end + 1] == " ":
        end += 1
    if not is_han(text[end : end + 1]) and text[end : end + 1] not in ("“", "《", "（"):
        end = at + 1
    slip = swap(at, end, right, is_safe=True)
    return slip._replace(end=at + 1)


def half_width_stops(text: str) -> Iterator[Slip]:
    """`.` that ends a Chinese sentence; between two Han characters it may part a name: nothing is proposed."""
    if "." not in text:
        return
    for match in matches(_stop(), text, "."):
        at = match.start()
        before, after = text[max(0, at - 1) : at], text[at + 1 : at + 2]
        if not before or not (is_han(before) or before in _CLOSING) or is_numbering(text, at, "\n 第"):
            continue
        if is_han(after):
            yield Slip(at, at + 1)
        elif after in ("", "\n", "\r", " ", "”", "’", "）"):
            yield _full_width(text, at, "。")


def is_numbering(text: str, at: int, begins: str) -> bool:
    """Whether Chinese numerals end at an offset, `一.`, `十二,`, with nothing or one of those before them."""
    start = at
    while start > max(0, at - 4) and text[start - 1] in _NUMERALS:
        start -= 1
    return start < at and (start == 0 or text[start - 1] in begins)


@cache
def _single() -> re.Pattern[str]:
    return re.compile(r"(?<![A-Za-z0-9'\\=])'(?=[^'\n]{0,200}')(?P<inside>[^'\n]+)'(?![A-Za-z0-9'])")


_DOUBLE = re.compile('"')


def half_width_quotes(text: str, start: int, end: int) -> Iterator[Slip]:
    """`"…"` and `'…'` about Chinese, by pairs inside one block; a block with an odd one is left alone."""
    if text.find('"', start, end) >= 0:
        places = [match.start() for match in _DOUBLE.finditer(text, start, end)]
        if len(places) % 2 == 0 and not any(_is_other_quote(text, at) for at in places[::2]):
            for first, last in zip(places[::2], places[1::2], strict=True):
                if _is_chinese(text, first, last):
                    yield _pair(first, last, "“", "”")
    if text.find("'", start, end) >= 0:
        for match in _single().finditer(text, start, end):
            if any(is_han(character) for character in match["inside"]):
                yield _pair(match.start(), match.end() - 1, "‘", "’")


def _is_other_quote(text: str, at: int) -> bool:
    """Whether what should open a quotation is a sign for inches, an attribute's, or one that YAML escapes."""
    before = text[max(0, at - 1) : at]
    return before in ("\\", "=") or (before.isascii() and before.isalnum())


def _is_chinese(text: str, first: int, last: int) -> bool:
    """Whether a quotation is Chinese or stands in Chinese."""
    inside = text[first + 1 : last]
    if not inside or inside != inside.strip() or text[last - 1] == "\\":
        return False
    beside = text[max(0, first - 1) : first] + text[last + 1 : last + 2]
    return any(is_han(character) for character in beside + inside[:200])


def _pair(first: int, last: int, opening: str, closing: str) -> Slip:
    changes = (
        *swap(first, first + 1, opening, is_safe=True).changes,
        *swap(last, last + 1, closing, is_safe=True).changes,
    )
    return Slip(first, last + 1, changes, True, opening + closing)
