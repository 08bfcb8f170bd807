"""A case → the level of evidence that its design and data bear out.

A scale after Nesta's Standards of Evidence (Puttick and Ludlow, 2013): 1 an account; 2 a change that was measured
(before and after, or a series); 3 a comparison or an interrupted time series; 4 one independent adoption that measured
an improvement; 5 three of them. The ceiling is computed; a person may put the level lower, with a reason, never higher.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from casebound.model.case import Adoption, Case, StudyDesign, Subject
from casebound.model.measure import Measure, MeasuredValue
from casebound.model.standing import LEVELS, Strength
from casebound.text.localized import Localized, counted, phrase

ENOUGH_POINTS = 6
"""Of fewer points nobody can tell a change from chance; the rule `few-points` asks for as many."""
EACH_SIDE = 3
"""An interrupted time series needs three points before the change and three after (Cochrane EPOC, 2017)."""
WIDELY = 3
"""Independent adoptions that make the highest level."""

LEVEL_NAMES = {
    1: phrase("叙述", "account"),
    2: phrase("前后有数", "measured"),
    3: phrase("有比较", "compared"),
    4: phrase("别处验证", "repeated"),
    5: phrase("多处验证", "repeated widely"),
}
_COURSE = (StudyDesign.RUN_CHART, StudyDesign.CONTROL_CHART)


class Counted(Enum):
    """Whether an adoption counts as independent and measured, or why not."""

    YES = "yes"
    SAME_HOUSE = "same-house"
    AGAIN = "again"
    UNMEASURED = "unmeasured"
    NO_BETTER = "no-better"


_LEFT_OUT: dict[Counted, Localized] = {
    Counted.SAME_HOUSE: phrase("不计 {{n}} 处：与本单位同属一家", "Not counted, same organisation: {{n}}"),
    Counted.AGAIN: phrase("不计 {{n}} 处：同一家已经计过", "Not counted, same adopter again: {{n}}"),
    Counted.UNMEASURED: phrase("不计 {{n}} 处：没有前后数值", "Not counted, not measured: {{n}}"),
    Counted.NO_BETTER: phrase("不计 {{n}} 处：没有测得改善", "Not counted, no improvement: {{n}}"),
}


def strength_of(case: Case) -> Strength:
    """The level, why it is that, and what would raise it."""
    own, reason = _own_level(case)
    fates = [fate for _, fate in adoptions_counted(case)]
    adopters = fates.count(Counted.YES)
    ceiling = own if own < 2 or not adopters else LEVELS if adopters >= WIDELY else LEVELS - 1
    why = [reason]
    if adopters:
        why.append(
            counted(
                adopters,
                "家独立单位照做，测得改善",
                "independent adopter measured an improvement",
                "independent adopters measured an improvement",
            )
        )
    if adopters and own < 2:
        why.append(phrase("本单位没有测得变化，采用不计", "Adoptions do not count before the change is measured here"))
    why += [words.filled(n=fates.count(fate)) for fate, words in _LEFT_OUT.items() if fate in fates]
    level = ceiling
    lowered = case.evidence.level if case.evidence else None
    if lowered is not None and lowered < ceiling:
        level = lowered
        why.append(phrase("上限 {n} 级，人工降低", "Ceiling {n}, lowered by a reviewer", n=ceiling))
    return Strength(level=level, ceiling=ceiling, why=tuple(why), next=tuple(_next(ceiling, own, adopters)))


def _own_level(case: Case) -> tuple[int, Localized]:
    """What the case's own study bears out. A design without its data counts as the next lower one."""
    design = case.study.design if case.study else None
    is_measured = any(_value(item.baseline) and _value(item.actual) for item in case.measures)
    if design is StudyDesign.COMPARISON and is_measured and case.study and case.study.comparison.strip():
        return 3, phrase("有对照的比较，前后都有数值", "Compared with others, measured before and after")
    if design is StudyDesign.INTERRUPTED_TIME_SERIES and any(map(_is_interrupted, case.measures)):
        return 3, phrase(
            "中断时间序列，前后各有 {n} 期以上", "Interrupted time series, {n} points or more on each side", n=EACH_SIDE
        )
    longest = max((len(item.series.points) for item in case.measures if item.series), default=0)
    if design in _COURSE and longest >= ENOUGH_POINTS:
        return 2, phrase("逐期数据，{n} 期", "A series of {n} points", n=longest)
    is_less = design not in (None, StudyDesign.NARRATIVE, StudyDesign.BEFORE_AFTER)
    if is_measured and design is not StudyDesign.NARRATIVE:
        return 2, (
            phrase(
                "所写的设计没有相应的数据，按前后对比算",
                "The data for the stated design are missing: counted as before and after",
            )
            if is_less
            else phrase("前后都有数值", "Measured before and after")
        )
    if design is StudyDesign.NARRATIVE:
        return 1, phrase("设计为叙述", "The design is an account")
    return 1, phrase("没有前后两个数值，按叙述算", "No value before and after: counted as an account")


def _value(measured: MeasuredValue | None) -> bool:
    return measured is not None and measured.value is not None


def _is_interrupted(measure: Measure) -> bool:
    """Whether the series has points enough up to the baseline's end and from the actual value's beginning on."""
    before, after = (item.period if item else None for item in (measure.baseline, measure.actual))
    if measure.series is None or before is None or after is None:
        return False
    periods = [point.period for point in measure.series.points]
    sides = (
        sum(period.end <= before.end for period in periods),
        sum(period.start >= after.start for period in periods),
    )
    return min(sides) >= EACH_SIDE


def adoptions_counted(case: Case) -> Iterator[tuple[Adoption, Counted]]:
    """Each adoption, and whether it counts: another organisation than the case's own and than those counted before,
    and at least one measure that it found improved."""
    seen: list[str] = []
    for adoption in case.adoptions:
        name = _folded(adoption.organization)
        changes = list(_improvements(case, adoption))
        if not name or _is_own(name, case.subject):
            fate = Counted.SAME_HOUSE
        elif any(_is_branch(name, other) or _is_branch(other, name) for other in seen):
            fate = Counted.AGAIN
        elif not changes:
            fate = Counted.UNMEASURED
        else:
            fate = Counted.YES if any(changes) else Counted.NO_BETTER
        if fate is Counted.YES:
            seen.append(name)
        yield adoption, fate


def _improvements(case: Case, adoption: Adoption) -> Iterator[bool]:
    """Of each measure that the adopter took before and after, whether it got better."""
    for adopted in adoption.measures:
        measure = case.measure(adopted.measure)
        better = measure.better if measure else None
        change = Measure(better=better, baseline=adopted.baseline, actual=adopted.actual).improvement
        if change is not None:
            yield change > 0


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _is_own(name: str, subject: Subject) -> bool:
    own = [_folded(word) for word in (subject.organization, subject.name, *subject.aliases)]
    return any(_is_branch(name, word) for word in own) or _is_branch(own[0], name)


def _is_branch(name: str, house: str) -> bool:
    """Whether a name is a house's, or begins with it: `望榆百货北桥店` is a shop of `望榆百货`."""
    if len(house) < 2 or not name.startswith(house):
        return False
    rest = name[len(house) :]
    return not (house[-1].isascii() and house[-1].isalnum() and rest[:1].isascii() and rest[:1].isalnum())


def _next(ceiling: int, own: int, adopters: int) -> Iterator[Localized]:
    if own < 2:
        yield phrase(
            "给指标写上改进前和改进后的数值，设计写 before-after", "Give a measure its values before and after"
        )
        return
    if ceiling == 2:
        yield phrase("加上对照，或做中断时间序列", "Add a comparison, or an interrupted time series")
    if ceiling < LEVELS - 1:
        yield phrase("一家独立单位照做并测得改善", "An independent adopter that measures an improvement")
    elif ceiling < LEVELS:
        yield phrase(
            "再有 {n} 家独立单位照做并测得改善",
            "{n} more independent adopters that measure an improvement",
            n=WIDELY - adopters,
        )
