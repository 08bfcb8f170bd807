"""Activities with durations and what must come before → a network with its critical path (JGJ/T 121-2015)."""

from __future__ import annotations

import re
from decimal import Decimal

from casebound.figure.canvas import Canvas
from casebound.figure.given import Given
from casebound.figure.kind import Kind, Rows, no_doubts
from casebound.figure.network import Network, Task
from casebound.figure.schedule import Plan, find_circle, is_critical, make_plan
from casebound.model.measure import digits
from casebound.model.value import Value, joined_unit, number
from casebound.read.rows import Row
from casebound.text.localized import CHINESE, phrase
from casebound.text.suggest import did_you_mean

MOST = 40
"""Activities; more do not stand on a page."""
LONGEST = 99_999
FINEST = 3
"""The longest duration, and its decimal places."""
_BETWEEN = re.compile(r"[;；、,，\s]+")
_NONE = ("-", "—", "–", "/", "无", "none")


def read(given: Given) -> Plan | None:
    """Times by a pass forwards and one backwards (Kelley and Walker 1959); nothing where the rows contradict."""
    if not given.need(3) or given.table is None:
        return None
    is_short = len(given.table.header) == 3
    columns = [
        given.column(option, place)
        for option, place in zip(
            ("activity", "name", "duration", "predecessors"), (0, 0, 1, 2) if is_short else (0, 1, 2, 3), strict=True
        )
    ]
    if len(given.table.rows) > MOST:
        message = phrase(
            "有 {n} 项工作，箭条图最多画 {most} 项",
            "{n} activities; {most} can be drawn",
            n=len(given.table.rows),
            most=MOST,
        )
        hint = phrase("把细的合并成一项，或分成几张图", "Join small ones, or make several figures")
        given.refuse(message, given.table.header_place, hint)
        return None
    id, name, duration, before = columns
    if id is None or name is None or duration is None or before is None:
        return None
    found = len(given.reading.findings)
    numbers = _numbers(given, id)
    rows = given.table.rows
    lasting = [_duration(given, row, duration, row.cells[id]) for row in rows]
    links = [_before(given, row, before, numbers) for row in rows]
    if len(given.reading.findings) > found:
        return None
    if circle := find_circle(links):
        message = phrase(
            "“{circle}”绕成一圈，谁也不能先做",
            "“{circle}” goes round in a circle: none can be first",
            circle="→".join(rows[each].cells[id] for each in circle),
        )
        given.refuse(message, given.table.place(rows[circle[-1]], before))
        return None
    named = [(row.cells[id], row.cells[name]) for row in rows]
    plan = make_plan(named, lasting, links, given.words("unit"))
    return plan if given.fits(_network(plan).height_with_key(given.lang, plan.unit)) else None


def _numbers(given: Given, id: int) -> dict[str, int]:
    assert given.table is not None
    numbers: dict[str, int] = {}
    for each, row in enumerate(given.table.rows):
        word = row.cells[id]
        if not word:
            given.refuse(phrase("这一项没有编号", "This activity has no id"), given.table.place(row, id))
        elif word in numbers:
            message = phrase("编号“{id}”用了两次", "The id “{id}” is used twice", id=word)
            given.refuse(message, given.table.place(row, id))
        numbers.setdefault(word, each)
    return numbers


def _duration(given: Given, row: Row, column: int, id: str) -> Decimal:
    assert given.table is not None
    value = given.cell(row, column)
    if value is None:
        return Decimal(0)
    if value < 0:
        message = phrase("“{id}”的工期是负数", "The duration of “{id}” is negative", id=id)
        given.refuse(message, given.table.place(row, column))
    elif value > LONGEST or digits(value) > FINEST:
        message = phrase(
            "“{id}”的工期应不超过 {most}，至多 {places} 位小数",
            "The duration of “{id}” may be {most} at most, with {places} decimal places",
            id=id,
            most=LONGEST,
            places=FINEST,
        )
        given.refuse(message, given.table.place(row, column), phrase("换一个单位", "Choose another unit"))
    return value


def _before(given: Given, row: Row, column: int, numbers: dict[str, int]) -> tuple[int, ...]:
    assert given.table is not None
    cell = row.cells[column]
    words = [cell] if cell in numbers else _BETWEEN.split(cell)
    found = []
    for word in dict.fromkeys(words):
        if word in numbers:
            found.append(numbers[word])
        elif word and word.lower() not in _NONE:
            message = phrase("紧前工作“{id}”不在表里", "The predecessor “{id}” is not in the table", id=word)
            given.refuse(message, given.table.place(row, column), did_you_mean(word, numbers))
    return tuple(found)


def tell(plan: Plan, lang: str) -> str:
    """How long the project takes, its critical path, and how many activities have float."""
    free = sum(not each.is_critical for each in plan.activities)
    path = phrase("关键线路依次经过{{path}}", "the critical path goes through {{path}}")
    if plan.critical_paths > 1:
        path = phrase(
            "关键线路有{{k}}条，其一依次经过{{path}}", "there are {{k}} critical paths, one goes through {{path}}"
        )
    rest = phrase("共有{{n}}项工作，其中{{free}}项有机动时间。", "{{free}} of {{n}} activities have float.")
    if not free:
        rest = phrase("共有{{n}}项工作，都没有机动时间。", "none of the {{n}} activities has float.")
    whole = phrase("总工期为{{total}}；", "The project takes {{total}}; ").to(lang)
    between = "；" if lang == CHINESE else "; "
    return f"{whole}{path.to(lang)}{between}{rest.to(lang)}".format(
        total=number(plan.duration) + joined_unit(plan.unit, lang),
        path=phrase("、", ", ").to(lang).join(plan.activities[each].id for each in plan.critical_path),
        k=plan.critical_paths,
        n=len(plan.activities),
        free=free,
    )


def values(plan: Plan) -> dict[str, Value]:
    """Times by the id of the activity."""
    found = {
        "duration": Value(value=plan.duration, unit=plan.unit),
        "activities": Value(value=Decimal(len(plan.activities)), unit=""),
        "critical": Value(value=Decimal(sum(each.is_critical for each in plan.activities)), unit=""),
    }
    for each in plan.activities:
        found[f"start[{each.id}]"] = Value(value=each.start, unit=plan.unit)
        found[f"finish[{each.id}]"] = Value(value=each.finish, unit=plan.unit)
        found[f"latest_start[{each.id}]"] = Value(value=each.latest_start, unit=plan.unit)
        found[f"latest_finish[{each.id}]"] = Value(value=each.latest_finish, unit=plan.unit)
        found[f"float[{each.id}]"] = Value(value=each.slack, unit=plan.unit)
    return found


_HEADER = phrase(
    "编号|工作|工期|紧前工作|最早开始|最早完成|最迟开始|最迟完成|总时差|关键工作",
    "Id|Activity|Duration|Predecessors|Earliest start|Earliest finish|Latest start|Latest finish|Float|Critical",
)


def table(plan: Plan, lang: str) -> Rows:
    """A row an activity."""
    yes, no = ("是", "否") if lang == CHINESE else ("yes", "no")
    rows = []
    for each in plan.activities:
        before = " ".join(plan.activities[tail].id for tail in each.before)
        times = (each.start, each.finish, each.latest_start, each.latest_finish, each.slack)
        critical = yes if each.is_critical else no
        rows.append((each.id, each.name, str(each.duration), before, *map(str, times), critical))
    return (tuple(_HEADER.to(lang).split("|")), *rows)


def _network(plan: Plan) -> Network:
    tasks = [
        Task(
            name=each.name if each.name == each.id else f"{each.id} {each.name}".strip(),
            above=tuple(map(number, (each.start, each.duration, each.finish))),
            below=tuple(map(number, (each.latest_start, each.slack, each.latest_finish))),
            is_critical=each.is_critical,
        )
        for each in plan.activities
    ]
    return Network(
        tasks, plan.edges, [is_critical(plan.activities[tail], plan.activities[head]) for tail, head in plan.edges]
    )


def draw(plan: Plan, canvas: Canvas, lang: str) -> None:
    """From left to right, in as many rows as are wanted; the critical path thick and in cinnabar."""
    _network(plan).draw(canvas, lang, plan.unit)


KIND: Kind[Plan] = Kind(
    name="arrow-diagram",
    title=phrase("箭条图", "Arrow diagram"),
    takes=frozenset({"rows"}),
    options={
        "activity": phrase("写编号的列，默认第 1 列", "the column of ids; the first without it"),
        "name": phrase("写工作名称的列，默认第 2 列", "the column of names; the second without it"),
        "duration": phrase("写工期的列，默认第 3 列", "the column of durations; the third without it"),
        "predecessors": phrase("写紧前工作的列，默认第 4 列", "the column of predecessors; the fourth without it"),
        "unit": phrase("工期的单位，如 天", "the unit of durations, such as days"),
    },
    parts={
        "duration": phrase("总工期", "how long the project takes"),
        "activities": phrase("共几项工作", "how many activities"),
        "critical": phrase("关键工作几项", "how many critical activities"),
        "start[…]": phrase("某项的最早开始", "the earliest start of an activity, by id"),
        "finish[…]": phrase("某项的最早完成", "its earliest finish"),
        "latest_start[…]": phrase("某项的最迟开始", "its latest start"),
        "latest_finish[…]": phrase("某项的最迟完成", "its latest finish"),
        "float[…]": phrase("某项的总时差", "its total float"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=no_doubts,
    draw=draw,
)
