"""A total, its sections and the conditions → the grade, and the rule that gave it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from casebound.model.framework import Framework, Grade
from casebound.text.localized import CHINESE, LANGUAGES, Localized, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """The grade of one case."""

    grade: Grade | None
    rule: Localized | None
    """What was reached for it and what is missing for the next one up; None where the framework has no grades."""


def grade_of(total: Decimal, sections: Mapping[str, Decimal | None], framework: Framework) -> Grade | None:
    """The highest grade whose minimum, and whose minimum in each section, is reached. Figures are as published."""
    return next(
        (grade for grade in framework.grades if all(_is_met(each) for each in _asked(grade, total, sections))), None
    )


def is_barred(unpassed_conditions: Sequence[str], framework: Framework) -> bool:
    """Whether conditions are gates here, and one is closed: found not met, or judged by nobody."""
    return framework.aggregation.gates and bool(unpassed_conditions)


def grade_case(
    total: Decimal,
    sections: Mapping[str, Decimal | None],
    unmet_conditions: Sequence[str],
    framework: Framework,
    unjudged_conditions: Sequence[str] = (),
) -> Graded:
    """The grade of a case with a total, and why that one."""
    if not framework.grades:
        return Graded(grade=None, rule=None)
    if is_barred(unmet_conditions, framework):
        rule = phrase(
            "有评价人认为基本条件 {ids} 不符合：不评等级",
            "an evaluator found {ids} not met: no grade is given",
            ids=", ".join(unmet_conditions),
        )
        return Graded(grade=None, rule=rule)
    if is_barred(unjudged_conditions, framework):
        rule = phrase(
            "没有评价人判断过基本条件 {ids}：不评等级",
            "no evaluator judged {ids}: no grade is given",
            ids=", ".join(unjudged_conditions),
        )
        return Graded(grade=None, rule=rule)
    grade = grade_of(total, sections, framework)
    if grade is None:
        lowest = framework.grades[-1]
        missed = _joined(_said(each) for each in _asked(lowest, total, sections) if not _is_met(each))
        return Graded(
            grade=None,
            rule=phrase(
                "最低一级“{grade}”未达到：{missed}",
                "the lowest grade, “{grade}”, fails: {missed}",
                grade=lowest.title,
                missed=missed,
            ),
        )
    rule = _joined(_said(each) for each in _asked(grade, total, sections))
    at = framework.grades.index(grade)
    if at > 0:
        above = framework.grades[at - 1]
        rule = phrase(
            "{reached}；上一级“{grade}”未达到：{missed}",
            "{reached}; the next grade up, “{grade}”, fails: {missed}",
            reached=rule,
            grade=above.title,
            missed=_joined(_said(each) for each in _asked(above, total, sections) if not _is_met(each)),
        )
    return Graded(grade=grade, rule=rule)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One thing a grade asks for, in percent: of the total, or of a section."""

    section: str
    figure: Decimal | None
    minimum: Decimal


def _asked(grade: Grade, total: Decimal, sections: Mapping[str, Decimal | None]) -> Iterator[_Asked]:
    yield _Asked("", total, grade.minimum)
    for section, minimum in grade.section_minimums.items():
        yield _Asked(section, sections.get(section), minimum)


def _is_met(asked: _Asked) -> bool:
    return asked.figure is not None and asked.figure >= asked.minimum


def _said(asked: _Asked) -> Localized:
    figure = "—" if asked.figure is None else str(asked.figure)
    sum = f"{figure} {'≥' if _is_met(asked) else '<'} {asked.minimum}"
    if asked.section:
        return phrase("{id} 得分率 {sum}", "section {id} {sum}", id=asked.section, sum=sum)
    return phrase("总分 {sum}", "total {sum}", sum=sum)


def _joined(parts: Iterator[Localized]) -> Localized:
    said = list(parts)
    return Localized(
        {lang: ("，" if lang == CHINESE else ", ").join(part.to(lang) for part in said) for lang in LANGUAGES}
    )
