"""The text of a paragraph flows in, the places flow out where its lines must not break, may break, or show a gap.

What is put there are characters without a glyph of their own, so that taking them out gives the text back. Rules
after W3C clreq ("Prohibition Rules for Line Start and Line End", "Mixed Text Composition in Chinese and Western") and
GB/T 15834-2011, 5.1 (dash, ellipsis, connecting, middle and separating marks). What Pango does after UAX 14 is not
repeated here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from casebound.press.gap_glyphs import AFTER, BEFORE, BOTH, HALF

JOIN = "\u2060"
"""Word joiner: no line break here."""
BREAK = "\u200b"
"""Zero width space: a line may break here."""
UNSEEN = f"{JOIN}{BREAK}{BEFORE}{AFTER}{BOTH}{HALF}"
"""All that setting adds to a text."""
OBJECT = "\ufffc"
"""Stands for what is no text: a picture, a box."""
HYPHEN = "\u2011"
"""Non-breaking hyphen: no font of ours has it, and to look for one is slow (WeasyPrint #2811).

`-` and `JOIN` stand for it.
"""

HAN = "\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Ideographs, kana, and what counts as them, for a character class; no punctuation."""
LETTER = "0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ffĀāĒēĚěĪīŃńŇňŌōŪū\u0391-\u03a1\u03a3-\u03a9\u03b1-\u03c9"
"""Letters and digits that are set apart from Han, for a character class."""
LONG = 30
"""From so many characters on, what has no space in it may be broken anywhere: an address, a hash."""

_UNITS = (
    f"(?:%|‰|℃|°C?|[cmk]?m|k?g|mg|t|m?[lL]|m?s|min|k?Hz|k?Wh?|V|A|[kM]?Pa|dB|pp|p[tx]|[KMG]B|CNY|RMB|USD|EUR|percent"
    "|points?|seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?|times|people|persons?|staff|cases?|items?"
    f"|steps?|pages?|thousand|million|billion|yuan)(?![{LETTER}])"
    "|[年月日号周天时分秒岁届期季代个件人次位名项家单台套辆条款章节页行列段篇份张本册间层户处所元角万亿千百十多余倍成度米里克吨"
    "升级类种例组班批趟遍回场轮步字句只支块片箱包袋盒桶点桌笔起宗毫厘公平立小星学工]"
)
"""What is counted, after a number and a space."""
_LABELS = (
    "[第表图式]|附[录件表图]|公式|案例|步骤|阶段|条款|(?:Fig|Sec|Eq|No|Vol|p|pp)\\.|Figure|Table|Section|Chapter|Step|Case"
    "|Clause|Appendix|CNY|RMB|USD|EUR"
)
"""What is numbered, before a number."""
_JOIN = re.compile(
    rf"""(?<=[^\s—–…⸺])\s?(?=[—–…⸺～·・])             # a dash, an ellipsis, a connecting or middle mark begins no line,
    | (?<=[{HAN}]/)(?=[{HAN}])                         # and a separating mark neither begins nor ends one
    | (?<=\d[—–～~])(?=\d)                             # 8—10
    | (?:(?<=\d)|(?<=\d[%‰℃]))(?=[{HAN}])              # 12周, 5%的
    | (?<=\d)\s(?={_UNITS})                            # 12 周, 12 weeks
    | (?:(?<![{LETTER}])|(?<=[{HAN}]))(?:{_LABELS})\s?(?=[A-Z]?\d|[A-Z](?![{LETTER}]))  # 第3, 表 2, Fig. 3, 附录 A
    | (?<=[≥≤<>≈=±+−¥€$£])\s?(?=\d)                    # ≥ 80
    | (?<=\b[A-Za-z])\s(?=[=<>≤≥≈]\s?\d)               # n = 30
    | (?<={HYPHEN})(?=\S)
    """,
    re.VERBOSE,
)
_GAP = re.compile(
    rf"(?<=[{HAN}])(?=[{LETTER}]|[+−~$¥€£]\d)"
    rf"|(?:(?<=[{LETTER}])|(?<=[{LETTER}][%°+#²³])|(?<=[{LETTER}]\+\+))(?=[{HAN}])"
)
_FULL = "\u3000-\u303f\uff01-\uff60"
_QUOTE = re.compile(rf"(?<=[{HAN}{_FULL}”’])(?=[“‘])|(?<=[”’])(?=[{HAN}（《【「『〔〈])")
"""A line may break before an opening and after a closing quotation mark; UAX 14 knew only since Unicode 15.1."""
_UNBROKEN = re.compile(rf"[^\s{HAN}{_FULL}‘-”—…{OBJECT}]{{{LONG},}}")
_INSIDE = re.compile(r"(?<=[/?&=_.:;,#%+@~-])(?=[^\W_])|(?<=[^\W_]{8})(?=[^\W_]{4})")
_NOTHING = dict.fromkeys(map(ord, UNSEEN))


@dataclass(frozen=True, slots=True, kw_only=True)
class Joints:
    """Places in a text, each the offset of the character that follows; none at its start or end."""

    joins: frozenset[int]
    """No line break."""
    gaps: frozenset[int]
    """Han on one side, Latin on the other."""
    breaks: frozenset[int]
    """A line break that Pango would not see."""
    unbroken: tuple[tuple[int, int], ...]
    """Start and end of each stretch that may be broken anywhere."""


def find_joints(text: str) -> Joints:
    """The places in the text of one paragraph, whose last line ends where the text does."""
    unbroken = tuple(match.span() for match in _UNBROKEN.finditer(text))
    inside = (match.start() for span in unbroken for match in _INSIDE.finditer(text, *span))
    breaks = {*inside, *(match.start() for match in _QUOTE.finditer(text))}
    joins = {*(match.end() for match in _JOIN.finditer(text)), *_last_characters(text)}
    joins = {place for place in joins if 0 < place < len(text) and _is_wanted(text[place - 1], text[place])}
    return Joints(
        joins=frozenset(joins),
        gaps=frozenset(match.start() for match in _GAP.finditer(text)),
        breaks=frozenset(breaks - joins),
        unbroken=unbroken,
    )


def _is_wanted(left: str, right: str) -> bool:
    """Whether a joiner may stand between: spaces have to collapse, and the two halves of a dash are one glyph."""
    return not right.isspace() and not left == right in "—…"


def _last_characters(text: str) -> Iterator[int]:
    """Where to join the last two characters with the marks around them, so that no line holds the last one alone."""
    last = _last_sign(text, len(text))
    before = _last_sign(text, last)
    if before >= 0 and (before < last - 1 or re.match(f"[{HAN}]", text[last]) or re.match(f"[{HAN}]", text[before])):
        yield from range(before + 1, last + 1)


def _last_sign(text: str, end: int) -> int:
    """Offset of the last letter, digit or ideograph before `end`; -1 if there is none."""
    return next((place for place in range(end - 1, -1, -1) if text[place].isalnum()), -1)


def without_joints(text: str) -> str:
    """The text without what setting added to it: for an outline, for what a glyph stands for, or to compare."""
    return text.translate(_NOTHING)
