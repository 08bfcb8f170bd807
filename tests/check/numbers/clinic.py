"""A clinic with measures whose arithmetic is easy, and what the judges say of a text in its write-up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from casebound.check.numbers.contradiction import Contradiction, ValMention
from casebound.check.numbers.contradictions import find_contradictions
from casebound.model.measure import Point
from casebound.model.period import make_period
from casebound.read.document import read_document
from casebound.read.prose import read_prose
from casebound.read.written import read_case
from casebound.text.localized import Localized
from casebound.text.source import Source

# wait:  52.4 → 26.8: −25.6 minutes, −48.85 %; of the way to 30: 25.6 / 22.4 = 114.3 %
# happy: 71.8 → 91.2: +19.4 points, +27.02 %; of the way to 88: 19.4 / 16.2 = 119.8 %
# ready: 77.4 → 90.5: +13.1 points, +16.93 %; of the way to 92: 13.1 / 14.6 = 89.7 %
# calls: 30 → 13: −17, −56.67 %; of the way to 10: 17 / 20 = 85.0 %
# cost:  1.5 → 1.2 万元: −0.3, −20.0 %
FRONT = """---
id: clinic
title: {title}
summary: {summary}
lang: {lang}
measures:
  - id: wait
    name: {wait}
    unit: {minutes}
    better: lower
    baseline: {{value: 52.4, period: 2024-01/2024-03, n: 3120}}
    target: {{value: 30, period: 2024-12}}
    actual: {{value: 26.8, period: 2024-10/2024-12, n: 3345}}
    series: {{file: data/wait.csv, period: 月份, value: 等候, aggregate: mean}}
  - id: happy
    name: {happy}
    unit: "%"
    better: higher
    baseline: {{value: 71.8, period: 2024-01/2024-03, n: 308}}
    target: {{value: 88.0, period: 2024-12}}
    actual: {{value: 91.2, period: 2024-10/2024-12, n: 341}}
  - id: ready
    name: {ready}
    unit: "%"
    better: higher
    baseline: {{value: 77.4, period: 2024-01/2024-03}}
    target: {{value: 92.0, period: 2024-12}}
    actual: {{value: 90.5, period: 2024-10/2024-12}}
  - id: calls
    name: {calls}
    unit: {complaints}
    better: lower
    baseline: {{value: 30, period: 2024-01}}
    target: {{value: 10, period: 2024-12}}
    actual: {{value: 13, period: 2024-12}}
  - id: cost
    name: 单月外包费用
    unit: 万元
    better: lower
    baseline: {{value: 1.5, period: 2024-01}}
    target: {{value: 1.2, period: 2024-12}}
    actual: {{value: 1.2, period: 2024-12}}
adoptions:
  - organization: 湖岸区妇幼保健所
    result: 平均等候由46.1分钟降到30.8分钟，下降50.0%
publication: {{consent: yes, names: [澜江二院]}}
---

"""
CHINESE = {
    "lang": "zh-CN",
    "wait": "产检平均等候时间",
    "minutes": "分钟",
    "happy": "产检满意度（满意和很满意）",
    "ready": "按时备好比例",
    "calls": "候诊投诉",
    "complaints": "件/月",
}
ENGLISH = {
    "lang": "en",
    "wait": "Mean wait at a visit",
    "minutes": "minutes",
    "happy": "Satisfaction with visits",
    "ready": "Share ready in time",
    "calls": "Complaints about waiting",
    "complaints": "complaints/month",
}

# months of 2024: quarters average 52.4, 47.7, 32.4 and 26.8
MONTHS = ("53.8", "48.6", "54.8", "51.7", "47.8", "43.6", "36.8", "31.6", "28.8", "27.2", "26.9", "26.3")


def judged(body: str, *, lang: str = "zh-CN", title: str = "少等一半", summary: str = "见正文") -> list[Contradiction]:
    """What is found in a write-up with that text."""
    names = ENGLISH if lang == "en" else CHINESE
    section = "" if body.startswith("## ") else "## 效果 {#results}\n\n"
    front = FRONT.format(title=title, summary=summary, **names)
    source = Source(path="content/cases/clinic/case.md", text=f"{front}{section}{body}\n")
    document = read_document(source)
    case, document, _ = read_case(document, document.reading)
    points = []
    for number, value in enumerate(MONTHS, 1):
        period = make_period(f"2024-{number:02}")
        assert period is not None
        points.append(Point(period=period, value=Decimal(value)))
    wait = case.measures[0]
    assert wait.series is not None
    wait = replace(wait, series=replace(wait.series, points=tuple(points)))
    case = replace(case, measures=(wait, *case.measures[1:]))
    mentions = []
    for mention in document.body.mentions:
        if mention.kind == "role" and mention.name == "val":
            id, _, part = mention.target.rpartition(".")
            span = source.span(document.body_start + mention.start, document.body_start + mention.end)
            mentions.append(ValMention(span=span, measure_id=id, part=part))
    return list(find_contradictions(read_prose(document), mentions, case, source, case.lang, place=document.place))


def marked(text: str) -> tuple[int, str]:
    """Where the piece in ⟦ ⟧ stands in the text without those brackets, and the piece."""
    start = text.index("⟦")
    return start, text[start + 1 : text.index("⟧")]


def found(text: str, *, lang: str = "") -> list[tuple[str, int, str, dict[str, str | int]]]:
    """Rule, place in the text, what stands there, and values in the write-up's language; brackets ⟦ ⟧ are left out."""
    body = text.replace("⟦", "").replace("⟧", "")
    lang = lang or ("en" if body.isascii() else "zh-CN")
    return [
        (
            one.what,
            one.span.start - (len(one.span.source.text) - len(body) - 1),
            one.span.text,
            {name: value.to(lang) if isinstance(value, Localized) else value for name, value in one.values.items()},
        )
        for one in judged(body, lang=lang)
    ]
