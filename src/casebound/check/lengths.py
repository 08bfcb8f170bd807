"""Are the short texts short, the summary long enough to say something, and the measures more than one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casebound.check.context import Context, warning
from casebound.read.written import WrittenCase
from casebound.text.finding import Finding
from casebound.text.localized import CHINESE, phrase

SUMMARY = {CHINESE: (60, 220), "en": (120, 500)}
"""Characters, at least and at most, of a summary in each language."""
SHORT_TITLE = {CHINESE: 14, "en": 40}
"""Characters at most of a short title; of a Chinese one only Han characters count."""
MEASURES = 2


def check_lengths(written: WrittenCase, _context: Context) -> Iterator[Finding]:
    """Title and summary by their language, and the number of measures."""
    case = written.case
    least, most = SUMMARY[case.lang]
    if case.summary and not least <= len(case.summary) <= most:
        message = phrase(
            "摘要 {n} 字，应在 {least}—{most} 字之间",
            "The summary has {n} characters; {least} to {most} are wanted",
            n=len(case.summary),
            least=least,
            most=most,
        )
        hint = phrase("写问题、做法和用数字说的结果", "Say the problem, what was done, and the result in figures")
        yield warning("summary-length", written.document.key("summary"), message, hint)
    length = len(re.findall(r"[\u4e00-\u9fff]" if case.lang == CHINESE else ".", case.short_title))
    if length > SHORT_TITLE[case.lang]:
        message = phrase(
            "短标题 {n} 字，页眉和卡片上最多放 {most} 字",
            "The short title has {n} characters; running heads and cards hold {most}",
            n=length,
            most=SHORT_TITLE[case.lang],
        )
        yield warning("long-short-title", written.document.key("short_title"), message)
    if 0 < len(case.measures) < MEASURES and not written.is_translation:
        message = phrase("只有一个指标", "There is only one measure")
        hint = phrase("再加一个：别的方面有没有变差", "Add one that would show whether something else got worse")
        yield warning("single-measure", written.document.key("measures"), message, hint)
