"""A list of work → bars on a timeline: plans in dashes, what happened filled, delays in cinnabar and in words."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate, pairwise

from casebound.figure.canvas import DASH, WIDTH, Canvas, Colour
from casebound.figure.dates import day_of
from casebound.figure.letters import SMALL, balanced, height_of, widest, width_of, wrapped
from casebound.figure.timeline import HIGH, draw_timeline, make_timeline
from casebound.figure.worklist import Job, Worklist
from casebound.text.localized import phrase

_PHASE, _TASK, _OWNER = 58.0, 156.0, 58.0
"""The widest columns of words."""
_GAP = 8.0
_DASH = "3 2"
_BAR = 7.0
_DAY = timedelta(days=1)


class GanttPlan:
    """Where everything stands."""

    def __init__(self, work: Worklist, lang: str) -> None:
        self.work, self.lang = work, lang
        jobs = work.jobs
        self.states = [_state(each, work, lang) for each in jobs]
        phase = _column([each.phase for each in jobs], _PHASE, bold=True)
        self.task_left = phase
        task = _column([each.name for each in jobs], _TASK)
        owner = _column([each.owner for each in jobs], _OWNER)
        self.owner_left = phase + task
        left = phase + task + owner
        right = WIDTH - (widest(self.states, SMALL) + 6 if work.has_actual else 1)
        self.names = [wrapped(each.name, task - _GAP) for each in jobs]
        self.owners = [wrapped(each.owner, owner - _GAP, SMALL) for each in jobs]
        least = 26.0 if work.has_actual else 20.0
        self.high = [
            max(least, height_of(name) + 5, height_of(who, SMALL) + 5)
            for name, who in zip(self.names, self.owners, strict=True)
        ]
        self.phases: dict[int, list[str]] = {}
        """The words of a phase by the number of its first task."""
        for number, each in enumerate(jobs):
            if number == 0 or each.phase != jobs[number - 1].phase:
                self.phases[number] = balanced(each.phase, phase - _GAP, bold=True) if phase else []
        starts = [*self.phases, len(jobs)]
        for first, after in pairwise(starts):
            missing = height_of(self.phases[first]) + 7 - sum(self.high[first:after])
            self.high[after - 1] += max(0.0, missing)
        self.line = make_timeline(*work.shown, left, right)
        self.bottom = HIGH + sum(self.high)
        self.key = _key(work, lang)
        self.key_lines = self._key_lines()
        self.height = self.bottom + 6 + 18 * len(self.key_lines)

    def _key_lines(self) -> list[list[tuple[str, str]]]:
        lines: list[list[tuple[str, str]]] = [[]]
        x = 0.0
        for sign, words in self.key:
            wide = _SIGN + width_of(words, SMALL) + 18
            if x and x + wide > WIDTH:
                lines.append([])
                x = 0.0
            lines[-1].append((sign, words))
            x += wide
        return lines

    def draw(self, canvas: Canvas) -> None:
        """The axis, the rows, the day of the report, the key."""
        draw_timeline(self.line, canvas, self.lang, 0.5, self.bottom)
        now = self.work.now
        if now and self.line.start <= now < self.line.end:
            x = self.line.at(now + _DAY)
            canvas.line(x, HIGH, x, self.bottom, stroke="change", width=1.0, dash=DASH)
        starts = list(accumulate(self.high, initial=HIGH))
        between = range(1, len(self.high))
        canvas.rules(
            (((self.task_left, starts[job]), (WIDTH, starts[job])) for job in between if job not in self.phases),
            width=0.4,
        )
        canvas.rules(
            (((0, starts[job]), (WIDTH, starts[job])) for job in between if job in self.phases),
            stroke="soft",
            width=0.8,
        )
        for number, (job, y) in enumerate(zip(self.work.jobs, starts, strict=False)):
            is_first = number in self.phases
            middle = y + self.high[number] / 2
            if is_first:
                words = self.phases[number]
                top = y + 3 if len(words) > 1 else middle - height_of(words) / 2
                canvas.lines(0, top, words, colour="accent", bold=True)
            canvas.lines(self.task_left, middle - height_of(self.names[number]) / 2, self.names[number])
            owner = self.owners[number]
            canvas.lines(self.owner_left, middle - height_of(owner, SMALL) / 2, owner, size=SMALL, colour="soft")
            self._draw_job(canvas, job, middle)
            if self.work.has_actual:
                colour: Colour = "change" if (job.late or 0) > 0 else "soft"
                canvas.text(self.line.right + 5, middle + 3.7, self.states[number], size=SMALL, colour=colour)
        canvas.line(0, starts[-1], WIDTH, starts[-1], stroke="ink", width=0.9)
        self._draw_key(canvas, starts[-1] + 6)
        canvas.height = self.height

    def _draw_job(self, canvas: Canvas, job: Job, middle: float) -> None:
        has_actual = self.work.has_actual
        if job.is_milestone:
            x = self.line.middle(job.end)
            done = job.actual_end
            if done and done == job.end:
                canvas.mark("diamond", x, middle, 4.6, colour="tint1")
                return
            _diamond(canvas, x, middle)
            if done:
                canvas.mark(
                    "diamond", self.line.middle(done), middle, 4.6, colour="change" if done > job.end else "tint1"
                )
            return
        top = middle - _BAR - 1.5 if has_actual else middle - 5
        self._bar(canvas, job.start, job.end, top, 10.0 if not has_actual else _BAR)
        end = job.actual_end or self.work.now
        if job.actual_start is None or end is None:
            return
        top = middle + 1.5
        on_time = min(end, max(job.end, job.actual_start - _DAY))
        x, change, last = (self.line.at(day) for day in (job.actual_start, on_time + _DAY, end + _DAY))
        if change > x:
            canvas.rect(x, top, change - x, _BAR, fill="tint1" if job.actual_end else "tint3")
        if last > change:
            canvas.rect(max(x, change), top, last - max(x, change), _BAR, fill="change")

    def _bar(self, canvas: Canvas, start: date, end: date, top: float, high: float) -> None:
        x, last = self.line.at(start), self.line.at(end + _DAY)
        canvas.rect(x, top, max(1.5, last - x), high, fill="tint5", stroke="tint2", line=0.9, dash=_DASH)

    def _draw_key(self, canvas: Canvas, top: float) -> None:
        for number, line in enumerate(self.key_lines):
            x, y = 0.0, top + 18 * number + 9
            for sign, words in line:
                _draw_sign(canvas, sign, x, y)
                canvas.text(x + _SIGN, y + 3.7, words, size=SMALL, colour="soft")
                x += _SIGN + width_of(words, SMALL) + 18


_SIGN = 28.0


def _column(words: list[str], most: float, *, bold: bool = False) -> float:
    """How wide a column is for these words; 0 where there are none."""
    wide = widest(words, bold=bold)
    return min(wide + 1, most) + _GAP if wide else 0.0


def _state(job: Job, work: Worklist, lang: str) -> str:
    """How a task stands against its plan, in two or three words."""
    if job.late is not None:
        if job.late > 0:
            pattern = phrase("迟{n}天", "{n} d late", n=job.late)
            if not job.actual_end:
                pattern = phrase("未完，迟{n}天", "open, {n} d late", n=job.late)
            return pattern.to(lang)
        return (phrase("早{n}天", "{n} d early", n=-job.late) if job.late else phrase("按期", "on time")).to(lang)
    if job.actual_start:
        return phrase("进行中", "under way").to(lang)
    return phrase("未开始", "not begun").to(lang) if work.now else ""


def _key(work: Worklist, lang: str) -> list[tuple[str, str]]:
    jobs = work.jobs
    lasting = [each for each in jobs if not each.is_milestone]
    found = [
        ("plan", phrase("计划", "planned"), bool(lasting)),
        ("actual", phrase("实际", "actual"), any(each.actual_end for each in lasting)),
        ("open", phrase("进行中", "under way"), any(each.actual_start and not each.actual_end for each in lasting)),
        (
            "late",
            phrase("迟于计划", "behind the plan"),
            any(each.actual_start for each in lasting if each in work.late),
        ),
        ("milestone", phrase("里程碑", "milestone"), len(lasting) < len(jobs) and not work.has_actual),
        (
            "reached",
            phrase("里程碑（实心为已到）", "milestone (filled: reached)"),
            len(lasting) < len(jobs) and work.has_actual,
        ),
    ]
    key = [(sign, words.to(lang)) for sign, words, holds in found if holds]
    if work.now:
        key.append(("now", phrase("截至{day}", "as of {day}", day=day_of(work.now, lang)).to(lang)))
    return key


def _draw_sign(canvas: Canvas, sign: str, x: float, y: float) -> None:
    fills: dict[str, Colour] = {"actual": "tint1", "open": "tint3", "late": "change"}
    if sign == "plan":
        canvas.rect(x + 1, y - _BAR / 2, 22, _BAR, fill="tint5", stroke="tint2", line=0.9, dash=_DASH)
    elif sign in ("milestone", "reached"):
        _diamond(canvas, x + (6 if sign == "reached" else 12), y)
        if sign == "reached":
            canvas.mark("diamond", x + 18, y, 4.6, colour="tint1")
    elif sign == "now":
        canvas.line(x + 12, y - 7, x + 12, y + 7, stroke="change", width=1.0, dash=DASH)
    else:
        canvas.rect(x + 1, y - _BAR / 2, 22, _BAR, fill=fills[sign])


def _diamond(canvas: Canvas, x: float, y: float, r: float = 5.0) -> None:
    canvas.polygon(((x, y - r), (x + r, y), (x, y + r), (x - r, y)), fill="paper", stroke="tint1", width=1.0)
