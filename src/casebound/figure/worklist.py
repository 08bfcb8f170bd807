"""Rows of tasks with planned, and perhaps actual, first and last days → a list of work with its delays in days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casebound.figure.dates import day_of, read_days
from casebound.figure.given import Given
from casebound.model.period import Period
from casebound.read.rows import Row
from casebound.text.localized import Localized, phrase

MOST = 40
LONGEST = 40
"""Tasks, and years from the first to the last."""
_NAMES: Mapping[str, tuple[str, ...]] = {
    "phase": ("阶段", "pdca", "phase", "stage"),
    "owner": ("负责人", "责任人", "负责", "owner", "who"),
    "actual-start": ("实际开始", "实际开始日期", "实际开始时间", "actual start", "started"),
    "actual-end": (
        "实际结束",
        "实际完成",
        "实际结束日期",
        "实际完成日期",
        "实际完成时间",
        "actual end",
        "actual finish",
        "finished",
    ),
    "start": ("开始", "计划开始", "开始日期", "开始时间", "start", "planned start", "from"),
    "end": (
        "结束",
        "计划结束",
        "计划完成",
        "完成",
        "结束日期",
        "结束时间",
        "完成日期",
        "end",
        "planned end",
        "finish",
        "to",
    ),
    "task": ("任务", "工作", "工作内容", "内容", "步骤", "活动", "事项", "task", "activity", "step"),
}
"""What columns are called; task, start and end are else the first ones that are left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A task."""

    name: str
    phase: str
    owner: str
    start: date
    end: date
    """Planned; the last day is included."""
    actual_start: date | None
    actual_end: date | None
    """None where it is not finished."""
    late: int | None
    """Days behind the plan at its end, or on the day of the report where it is overdue; below zero it was early. None
    where it is neither finished nor due."""

    @property
    def days(self) -> int:
        """How many days are planned."""
        return (self.end - self.start).days + 1

    @property
    def is_milestone(self) -> bool:
        """Whether it is to happen on one day."""
        return self.start == self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Worklist:
    """Tasks in the order of the rows."""

    jobs: tuple[Job, ...]
    has_actual: bool
    now: date | None
    """Up to which day what happened is known."""
    day: str
    """The word for days."""

    @property
    def start(self) -> date:
        """The first planned day."""
        return min(each.start for each in self.jobs)

    @property
    def end(self) -> date:
        """The last planned day."""
        return max(each.end for each in self.jobs)

    @property
    def shown(self) -> tuple[date, date]:
        """The first and the last day of anything."""
        days = [self.start, self.end]
        for each in self.jobs:
            days += [day for day in (each.actual_start, each.actual_end) if day]
        if self.now and any(each.actual_start and not each.actual_end for each in self.jobs):
            days.append(self.now)
        return min(days), max(days)

    @property
    def finished(self) -> tuple[Job, ...]:
        """Those that are done."""
        return tuple(each for each in self.jobs if each.actual_end)

    @property
    def late(self) -> tuple[Job, ...]:
        """Those behind the plan, the latest first."""
        return tuple(sorted((each for each in self.jobs if (each.late or 0) > 0), key=lambda each: -(each.late or 0)))


def read_worklist(given: Given) -> Worklist | None:
    """Rows without usable planned days are a finding and left out."""
    if not given.need(2) or given.table is None:
        return None
    if len(given.table.rows) > MOST:
        message = phrase(
            "有 {n} 项任务，甘特图最多画 {most} 项",
            "{n} tasks; {most} can be drawn",
            n=len(given.table.rows),
            most=MOST,
        )
        hint = phrase("合并小任务，或分成几张图", "Join small ones, or make several figures")
        given.refuse(message, given.table.header_place, hint)
        return None
    columns = dict(_columns(given))
    if columns["task"] is None or columns["start"] is None:
        return None
    now = None
    if words := given.words("now"):
        period = read_days(words)
        now = period.end if period else None
        if now is None:
            message = phrase("“now”应是日期，这里是“{words}”", "“now” should be a date, not “{words}”", words=words)
            given.refuse(message, given.place_of("now"), phrase("如 2025-06-30", "Such as 2025-06-30"))
    jobs = [job for row in given.table.rows if (job := _job(given, row, columns, now))]
    if not jobs:
        if not given.reading.noted:
            given.refuse(phrase("没有一项任务", "There is no task"))
        return None
    work = Worklist(
        jobs=tuple(_grouped(jobs)),
        has_actual=columns["actual-start"] is not None or columns["actual-end"] is not None,
        now=now,
        day=phrase("天", "days").to(given.lang),
    )
    first, last = work.shown
    if last.year - first.year > LONGEST:
        message = phrase(
            "从{first}到{last}超过 {most} 年",
            "From {first} to {last} is more than {most} years",
            first=day_of(first, given.lang),
            last=day_of(last, given.lang),
            most=LONGEST,
        )
        given.refuse(message, hint=phrase("检查年份", "Check the years"))
        return None
    return work


def _columns(given: Given) -> Iterator[tuple[str, int | None]]:
    """The column of each role: as an option says, else by its name, else the first that is left."""
    assert given.table is not None
    header = [name.casefold() for name in given.table.header]
    found = {
        role: next((at for at, name in enumerate(header) if name in names), None) for role, names in _NAMES.items()
    }
    named = {role: given.column(role) for role in _NAMES}
    taken = {at for at in (*found.values(), *named.values()) if at is not None}
    left = iter([at for at in range(len(header)) if at not in taken])
    for role in ("task", "start", "end"):
        if found[role] is None and named[role] is None:
            found[role] = next(left, None)
            if found[role] is None and role != "end":
                word = {"task": phrase("任务", "task"), "start": phrase("开始", "start")}[role]
                message = phrase("没有写{word}的列", "There is no column for the {word}", word=word)
                given.reading.note("missing-column", given.table.header_place, message)
    for role in _NAMES:
        yield role, found[role] if named[role] is None else named[role]


def _job(given: Given, row: Row, columns: Mapping[str, int | None], now: date | None) -> Job | None:
    def words(role: str) -> str:
        at = columns[role]
        return "" if at is None else row.cells[at]

    name = words("task")
    noted = given.reading.noted
    start, end = _days(given, row, columns["start"]), _days(given, row, columns["end"])
    begun, done = _days(given, row, columns["actual-start"]), _days(given, row, columns["actual-end"])
    if given.reading.noted > noted:
        return None

    def refuse(role: str, message: Localized) -> None:
        assert given.table is not None
        given.refuse(message.filled(name=name), given.table.place(row, columns[role] or 0))

    if start is None:
        refuse("task", phrase("“{{name}}”没有写开始", "“{{name}}” has no start"))
        return None
    last = end.end if end else start.end
    if last < start.start:
        refuse("end", phrase("“{{name}}”的结束早于开始", "“{{name}}” ends before it begins"))
        return None
    if done and not begun and start.start != last:
        refuse(
            "actual-end", phrase("“{{name}}”写了实际结束，没有写实际开始", "“{{name}}” actually ended, but never began")
        )
        done = None
    if done and begun and done.end < begun.start:
        refuse("actual-end", phrase("“{{name}}”的实际结束早于实际开始", "“{{name}}” actually ended before it began"))
        begun = done = None
    if begun and not done and now is None:
        unfinished = phrase(
            "“{{name}}”还没有结束：要写 :now: 说明截至哪一天",
            "“{{name}}” is not finished: write :now: to say up to which day this is known",
        )
        refuse("actual-start", unfinished)
        begun = None
    if now and any(day > now for day in (begun and begun.start, done and done.end) if day):
        ahead = phrase("“{{name}}”的实际日期晚于 :now:", "An actual date of “{{name}}” is after :now:")
        refuse("actual-end" if done else "actual-start", ahead)
        begun = done = None
    finished = done.end if done else None
    overdue = now if now and now > last and columns["actual-start"] is not None else None
    late = finished or overdue
    return Job(
        name=name,
        phase=words("phase"),
        owner=words("owner"),
        start=start.start,
        end=last,
        actual_start=begun.start if begun else finished,
        actual_end=finished,
        late=(late - last).days if late else None,
    )


def _days(given: Given, row: Row, column: int | None) -> Period | None:
    """The days in a cell; None where it is empty, or with a finding where it cannot be read."""
    assert given.table is not None
    if column is None or not row.cells[column] or row.cells[column] in ("-", "—", "–", "/"):
        return None
    days = read_days(row.cells[column])
    if days is None:
        message = phrase(
            "“{column}”列的“{cell}”读不懂",
            "“{cell}” in column “{column}” cannot be read",
            column=given.table.header[column],
            cell=row.cells[column][:40],
        )
        hint = phrase("日期写作 2025-03-05、2025-03 或 2025-W10", "Write dates as 2025-03-05, 2025-03 or 2025-W10")
        given.reading.note("unreadable-cell", given.table.place(row, column), message, hint)
    return days


def _grouped(jobs: Sequence[Job]) -> Iterator[Job]:
    """Those of one phase together, phases in the order in which they are first named."""
    for phase in dict.fromkeys(each.phase for each in jobs):
        yield from (each for each in jobs if each.phase == phase)
