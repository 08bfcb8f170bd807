"""Words of a Chinese write-up → marks written twice, wrong ellipses, dashes and ranges, stray blanks, wide letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from unicodedata import normalize

from casebound.check.slip import Slip, swap
from casebound.check.stretches import HAN, is_han, is_quoted, matches

_REPEATED = re.compile(r"[，。、；：！？](?:[，。、；：！？]|[,;:!?](?![A-Za-z0-9]))+")
_ALLOWED = frozenset(("？！", "！？"))


def repeated_marks(text: str) -> Iterator[Slip]:
    """`，，` is typed once too often, `！！` is too loud for a report; of `，。` only the writer knows which.

    `：：：` is a directive typed with wide colons.
    """
    for match in _REPEATED.finditer(text):
        marks = match[0]
        if marks in _ALLOWED or (set(marks) in ({"。"}, {"："}) and len(marks) > 2):
            continue
        is_one = len(set(marks)) == 1
        is_safe = is_one and marks[0] not in "！？"
        if is_one:
            yield swap(match.start(), match.end(), marks[0], is_safe=is_safe)
        else:
            yield Slip(match.start(), match.end())


@cache
def _ellipsis() -> re.Pattern[str]:
    return re.compile(r"\.{3,}|。{3,}|…+")


_CHINESE = frozenset("，。、；：！？“”‘’（）《》")


def _is_chinese(character: str) -> bool:
    return is_han(character) or (character != "" and character in _CHINESE)


def wrong_ellipses(text: str) -> Iterator[Slip]:
    """`...`, `。。。` and any number of `…` but two (or four, for whole paragraphs left out), beside Chinese (4.11)."""
    if "…" not in text and "。。。" not in text and not ("." in text and "..." in text):
        return
    for match in _ellipsis().finditer(text):
        start, end = match.span()
        if match[0] in ("……", "…………"):
            continue
        if match[0][0] != "。" and not (
            _is_chinese(text[max(0, start - 1) : start]) or _is_chinese(text[end : end + 1])
        ):
            continue
        yield swap(start, end, "……", is_safe=True)


_DASHES = "-—–─－―ー"
_DASH = re.compile(f"[{_DASHES}]+")
_SIGNS = ("--", "—", "––", "──", "－－", "――", "ーー")


def wrong_dashes(text: str) -> Iterator[Slip]:
    """`--` and the like beside Chinese, and a short one behind a quotation, where the dash `——` is meant (4.10)."""
    if not any(sign[0] in text and sign in text for sign in _SIGNS):
        return
    for match in matches(_DASH, text, _DASHES):
        start, end = match.span()
        sign, length = match[0][0], end - start
        if match[0] in ("——", "————") or match[0] != sign * length or (length == 1 and sign != "—"):
            continue
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        if length == 1:
            if before in ("”", "。", "！", "？") and is_han(after):
                yield swap(start, end, "——", is_safe=False)
        elif sign == "-" and not ((is_han(before) or before == "”") and (_is_chinese(after) or after in ("", "\n"))):
            continue
        elif _is_chinese(before) or _is_chinese(after):
            yield swap(start, end, "——", is_safe=sign != "—")


_UNITS = "%％℃‰年天周岁分小秒人次元米公千克吨户件份条名家个时项台辆班度毫倍折场套页万亿月日"


@cache
def _hyphen() -> re.Pattern[str]:
    return re.compile(rf"-(?<=\d-)(?=\d{{1,4}}(?:\.\d{{1,3}})?\s?[{_UNITS}])")


_TILDE = re.compile(r"~(?<=[\d%％℃]~)(?=\d)")
_FIRST = re.compile(r"(?<![\w.\-/~:−–—])\d{1,4}(?:\.\d{1,3})?\Z", re.ASCII)
_MONTH = re.compile(r"(?:19|20)\d\d\Z")
_MONTH_OF_YEAR = re.compile(r"(?:0?[1-9]|1[0-2])\s?月")
_PLACE = re.compile(r"\d{1,4}(?:层|号|室|楼|幢|栋|单元|年级|班(?!次))")


@cache
def _own_ends() -> re.Pattern[str]:
    """A hyphen between two times, two values with a unit of their own, two months of years."""
    return re.compile(
        r"-(?:(?<=[0-9]:[0-5][0-9]-)(?=[0-9]{1,2}:[0-5][0-9](?![0-9]))"
        r"|(?<=[0-9][%％℃‰]-)(?=[0-9]{1,4}(?:\.[0-9]{1,3})?\s?[%％℃‰])"
        r"|(?:(?<=(?:19|20)[0-9]{2}\.[0-9]-)|(?<=(?:19|20)[0-9]{2}\.[01][0-9]-))(?=(?:19|20)[0-9]{2}\.[0-9]{1,2}(?![0-9])))"
    )


def half_width_ranges(text: str) -> Iterator[Slip]:
    """`3-5天` and `3~5`: of the connection marks of 4.13 the short one is for names and codes, ranges take — or ～."""
    if "~" in text:
        for match in matches(_TILDE, text, "~"):
            yield swap(match.start(), match.end(), "～", is_safe=False)
    if "-" in text:
        for match in matches(_hyphen(), text, "-"):
            at = match.start()
            first = _FIRST.search(text[max(0, at - 12) : at])
            if first is None or _PLACE.match(text, at + 1):
                continue
            if not (_MONTH.search(first[0]) and _MONTH_OF_YEAR.match(text, at + 1)):
                yield swap(at, at + 1, "—", is_safe=False)
        for match in matches(_own_ends(), text, "-"):
            yield swap(match.start(), match.end(), "—", is_safe=False)


_BLANK = re.compile(r"[ \t\u3000](?<=[^\s\ufffc].)[ \t\u3000]*(?=[^\s\ufffc])")
_NO_BLANK_AFTER = frozenset("，。、；：！？（《“【")
_NO_BLANK_BEFORE = frozenset("，。、；：！？）》”】")
_PAIRED = frozenset(("“”", "（）", "《》", "【】"))


def blanks_beside_marks(text: str) -> Iterator[Slip]:
    """Blanks beside a full-width mark, which brings its own (5.1); those beside inline markup are not printed."""
    for start, end, before, after in _blanks(text):
        if before + after in _PAIRED:
            continue
        if before in _NO_BLANK_AFTER or after in _NO_BLANK_BEFORE:
            yield swap(start, end, "", is_safe=True)


def blanks_in_chinese(text: str) -> Iterator[Slip]:
    """Blanks between two Han characters; they may set words of a list apart, so taking them out is a suggestion.

    Titles have them by right: GB/T 19001《质量管理体系 要求》.
    """
    for start, end, before, after in _blanks(text):
        if (
            is_han(before)
            and is_han(after)
            and not is_quoted(text, text.rfind("\n", max(0, start - 200), start) + 1, start)
        ):
            yield swap(start, end, "", is_safe=False)


@lru_cache(maxsize=1)
def _blanks(text: str) -> tuple[tuple[int, int, str, str], ...]:
    """Runs of blanks inside a line, not beside inline markup: start, end, and the characters beside them."""
    if " " not in text and "\u3000" not in text and "\t" not in text:
        return ()
    spans = (match.span() for match in _BLANK.finditer(text))
    return tuple((start, end, text[start - 1], text[end]) for start, end in spans)


_WIDE = re.compile("[Ａ-Ｚａ-ｚ０-９](?:[Ａ-Ｚａ-ｚ０-９．％]*[Ａ-Ｚａ-ｚ０-９％])?")


def wide_letters(text: str) -> Iterator[Slip]:
    """Full-width letters and figures; where Markdown would then see the number of a list, as a suggestion."""
    for match in _WIDE.finditer(text):
        right = normalize("NFKC", match[0])
        begins = text[max(0, match.start() - 1) : match.start()] in ("", "\n")
        is_list = begins and right.isdigit() and text[match.end() : match.end() + 1] in (".", ")")
        yield swap(match.start(), match.end(), right, is_safe=not is_list)


@cache
def _title() -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9<])(?P<open><{{1,2}})(?P<name>[{HAN}][^<>\n]{{0,40}})(?P<close>>{{1,2}})(?!>)")


def half_width_titles(text: str) -> Iterator[Slip]:
    """`<…>` around Chinese for 《…》 (4.15); a single pair may also be meant for something to be filled in."""
    if "<" not in text:
        return
    for match in _title().finditer(text):
        if len(match["open"]) == len(match["close"]) and not re.search(r"[=≤≥]", match["name"]):
            is_double = len(match["open"]) == 2
            yield swap(match.start(), match.end(), f"《{match['name']}》", is_safe=is_double)
