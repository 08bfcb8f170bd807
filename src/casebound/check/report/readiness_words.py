"""Readiness → the words and signs that the terminal and the page share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from casebound.check.readiness import Readiness
from casebound.check.readiness_cells import Column, State, Want
from casebound.text.localized import CHINESE, ENGLISH, Localized, phrase
from casebound.text.source import Span

COLUMNS = {
    Column.ANSWERED: phrase("回答", "Answered"),
    Column.LENGTH: phrase("篇幅", "Length"),
    Column.EVIDENCE: phrase("依据", "Evidence"),
    Column.MEASURES: phrase("指标", "Measures"),
    Column.FIGURES: phrase("图表", "Figures"),
}

STATES = {
    State.PRESENT: phrase("有", "there"),
    State.THIN: phrase("不足", "thin"),
    State.MISSING: phrase("缺", "missing"),
    State.NOT_APPLICABLE: phrase("不要求", "not asked"),
}

SIGNS = {State.PRESENT: "●", State.THIN: "◐", State.MISSING: "○", State.NOT_APPLICABLE: "–"}
ASCII_SIGNS = {State.PRESENT: "+", State.THIN: "~", State.MISSING: "!", State.NOT_APPLICABLE: "-"}

ROW_STATES = {
    State.PRESENT: phrase("已回答，几项都有", "answered, nothing thin"),
    State.THIN: phrase("已回答，有的不足或缺", "answered, something thin or missing"),
    State.MISSING: phrase("没有回答", "not answered"),
}
"""What a sign means that stands for a whole row."""

TITLE = phrase("交稿前看一遍", "Before you submit")
CRITERION = phrase("条款", "Criterion")
ALL_CRITERIA = phrase("看全部条款", "All criteria")
CASE = phrase("案例", "Case")
WANTED = phrase("还缺", "Still wanted")
CRITERIA = phrase("准则：{{title}}", "Criteria: {{title}}")
NOT_A_SCORE = phrase(
    "这不是评分：只数有没有，不评好不好。", "Not a score: it counts what is there, not how good it is."
)
NOTHING_WANTED = phrase("没有发现缺的。写得好不好，由评价人看。", "Nothing is missing. How good it is, evaluators say.")
NOTHING_MISSING = phrase(
    "没有缺项；有的不足，单看这个案例时列出。", "Nothing missing; what is thin is listed when it is shown alone."
)
NO_CRITERIA = phrase("不知道准则，无法逐条看。", "The criteria are not known, so nothing can be laid out.")
NO_CASES = phrase("没有可看的案例。", "There are no write-ups to look at.")


def limits(shown: Sequence[Readiness]) -> Localized:
    """Whose line “short” is drawn by, and where it lies for the languages at hand."""
    chinese = next((item for item in shown if item.lang == CHINESE), None)
    other = next((item for item in shown if item.lang != CHINESE), None)
    zh, en = [], []
    if chinese:
        zh.append(f"回答不到 {chinese.least} 字、条件说明不到 {chinese.least_statement} 字")
        en.append(f"an answer under {chinese.least} Han characters, a statement under {chinese.least_statement}")
    if other:
        zh.append(f"英文回答不到 {other.least} 词、条件说明不到 {other.least_statement} 词")
        en.append(f"an answer under {other.least} words, a statement under {other.least_statement}")
    return phrase(
        "“偏短”指{line}。这条线是 Casebound 定的，不是标准的。",
        "“Short” means {line}. Casebound drew this line, not the standard.",
        line=Localized({CHINESE: "；".join(zh), ENGLISH: "; ".join(en)}),
    )


def place_of(span: Span) -> str:
    """`path:line`; the path alone where there is no text to point at."""
    line, _ = span.source.position(span.start)
    return f"{span.source.path}:{line}" if span.source.text else span.source.path


def name_of(item: Readiness) -> str:
    """The case's id, with the language of a translation."""
    return f"{item.case} ({item.lang})" if item.is_translation else item.case


def missing(item: Readiness) -> tuple[Want, ...]:
    """What is missing, without what is only thin."""
    return tuple(want for want in item.wants if want.state is State.MISSING)


def by_framework(shown: Iterable[Readiness]) -> tuple[tuple[Readiness, ...], ...]:
    """Those with the same criteria together, in order of first appearance."""
    groups: dict[str, list[Readiness]] = {}
    for item in shown:
        groups.setdefault(item.framework if item.rows else "", []).append(item)
    return tuple(tuple(group) for group in groups.values())
