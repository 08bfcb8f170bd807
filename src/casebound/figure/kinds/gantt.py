"""Tasks with their planned and actual days → a Gantt chart: plans dashed, what happened filled, delays told in days."""

from __future__ import annotations

from decimal import Decimal

from casebound.figure.canvas import Canvas
from casebound.figure.dates import days_of
from casebound.figure.gantt_drawing import GanttPlan
from casebound.figure.given import Given
from casebound.figure.kind import Kind, Rows, no_doubts
from casebound.figure.worklist import Worklist, read_worklist
from casebound.model.value import Value
from casebound.text.localized import CHINESE, phrase


def read(given: Given) -> Worklist | None:
    """The tasks, where they stand on one page."""
    work = read_worklist(given)
    return work if work and given.fits(GanttPlan(work, given.lang).height) else None


def tell(work: Worklist, lang: str) -> str:
    """How many tasks in how many days; what is done, and what is latest."""
    days = (work.end - work.start).days + 1
    whole = phrase(
        "计划时间为{{span}}，为期{{days}}天，共安排{{n}}项", "{{n}} tasks are planned from {{span}} ({{days}} days)"
    ).to(lang)
    told = [whole.format(span=days_of(work.start, work.end, lang), days=days, n=len(work.jobs))]
    if work.has_actual:
        told.append(phrase("已经完成{{n}}项", "{{n}} are finished").to(lang).format(n=len(work.finished)))
        if work.late:
            worst = work.late[0]
            pattern = phrase(
                "有{{n}}项迟于计划，最迟的是“{{name}}”，迟了{{days}}天",
                "{{n}} behind the plan, at most {{days}} days (“{{name}}”)",
            )
            told.append(pattern.to(lang).format(n=len(work.late), days=worst.late, name=worst.name))
        else:
            told.append(phrase("没有迟于计划的", "none is behind the plan").to(lang))
    elif len(work.jobs) > 1:
        longest = max(work.jobs, key=lambda each: each.days)
        pattern = phrase("其中最长的一项是“{{name}}”，需要{{days}}天", "the longest is “{{name}}” ({{days}} days)")
        told.append(pattern.to(lang).format(name=longest.name, days=longest.days))
    return ("；" if lang == CHINESE else "; ").join(told) + ("。" if lang == CHINESE else ".")


def values(work: Worklist) -> dict[str, Value]:
    """Days by task (the first of a name), and counts."""
    months = (work.end.year - work.start.year) * 12 + work.end.month - work.start.month + 1
    found = {
        "tasks": Value(value=Decimal(len(work.jobs)), unit=""),
        "days": Value(value=Decimal((work.end - work.start).days + 1), unit=work.day),
        "months": Value(value=Decimal(months), unit=""),
    }
    if work.has_actual:
        found["done"] = Value(value=Decimal(len(work.finished)), unit="")
        found["late_tasks"] = Value(value=Decimal(len(work.late)), unit="")
    for each in work.jobs:
        found.setdefault(f"days[{each.name}]", Value(value=Decimal(each.days), unit=work.day))
        if each.late is not None:
            found.setdefault(f"late[{each.name}]", Value(value=Decimal(each.late), unit=work.day))
    return found


_HEADER = phrase(
    "任务|阶段|负责人|计划开始|计划结束|实际开始|实际结束|迟（天）",
    "Task|Phase|Owner|Planned start|Planned end|Actual start|Actual end|Late (days)",
)


def table(work: Worklist, lang: str) -> Rows:
    """A row a task; columns in which nothing stands are left out."""
    rows = [
        (
            each.name,
            each.phase,
            each.owner,
            each.start.isoformat(),
            each.end.isoformat(),
            each.actual_start.isoformat() if each.actual_start else "",
            each.actual_end.isoformat() if each.actual_end else "",
            "" if each.late is None else str(each.late),
        )
        for each in work.jobs
    ]
    header = tuple(_HEADER.to(lang).split("|"))
    kept = [at for at in range(len(header)) if at == 0 or any(row[at] for row in rows)]
    return tuple(tuple(row[at] for at in kept) for row in (header, *rows))


def draw(work: Worklist, canvas: Canvas, lang: str) -> None:
    """A row a task, phases at the left, time along the top."""
    GanttPlan(work, lang).draw(canvas)


KIND: Kind[Worklist] = Kind(
    name="gantt",
    title=phrase("甘特图", "Gantt chart"),
    takes=frozenset({"rows"}),
    options={
        "task": phrase("写任务的列，默认名为“任务”等的列", "the column of tasks; without it one with such a name"),
        "start": phrase("写计划开始的列", "the column of planned starts"),
        "end": phrase("写计划结束的列；空格同开始", "the column of planned ends; where empty, as the start"),
        "actual-start": phrase("写实际开始的列", "the column of actual starts"),
        "actual-end": phrase("写实际结束的列", "the column of actual ends"),
        "owner": phrase("写负责人的列", "the column of owners"),
        "phase": phrase("写阶段的列，如 P、D、C、A", "the column of phases, such as P, D, C, A"),
        "now": phrase("实际情况截至哪一天", "up to which day it is known what happened"),
    },
    parts={
        "tasks": phrase("共几项任务", "how many tasks"),
        "days": phrase("计划共几天，首尾都算", "how many days are planned, first and last included"),
        "months": phrase("计划跨几个月", "in how many months they lie"),
        "done": phrase("已完成几项", "how many are finished"),
        "late_tasks": phrase("几项迟于计划", "how many are behind the plan"),
        "days[…]": phrase("某项计划几天", "how many days a task is planned for"),
        "late[…]": phrase("某项迟几天，负数为提前", "how many days it is late; below zero it was early"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=no_doubts,
    draw=draw,
)
