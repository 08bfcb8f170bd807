"""A small write-up without a fault, and what is said of it once a fragment of front matter or body is put into it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from casebound.check.allowance import apply_allowances
from casebound.check.context import Context
from casebound.check.engine import check_case
from casebound.check.rule_example import parted
from casebound.check.rulebook import Rulebook
from casebound.model.framework import Condition, Criterion, Framework
from casebound.model.measure import with_values
from casebound.model.route import Route, RouteSection
from casebound.read.allowances import read_allowances
from casebound.read.document import read_document
from casebound.read.series import read_points
from casebound.read.vocabulary import Vocabulary
from casebound.read.written import AttachedFile, WrittenCase, read_case
from casebound.text.finding import Finding, in_order
from casebound.text.localized import Localized
from casebound.text.source import Source

FRONT = """id: night-clinic
title: 夜间门诊少等一半
summary: 夜间门诊平均等候由 52.0 分钟降到 26.8 分钟（2024-01 至 2024-05，叫号系统），投诉由 9 件降到 2 件，改为分时预约
lang: zh-CN
framework: small
route: short
subject: {kind: team, name: 灯塔小组, organization: 示例医院}
industry: health
methods: [pareto]
period: 2024-01/2024-06
conditions:
  - {id: "4.2", statement: 持证上岗。, evidence: [{kind: data, title: 登记表, file: data/wait.csv, date: 2024-06-30}]}
measures:
  - id: wait
    name: 平均等候
    unit: 分钟
    better: lower
    baseline: {value: 52.0, period: 2024-01/2024-02, n: 1500}
    target: {value: 30, period: 2024-06}
    actual: {value: 26.8, period: 2024-05, n: 900}
    source: 叫号系统
    series: {file: data/wait.csv, period: 月份, value: 等候, n: 人次, aggregate: weighted-mean}
  - id: calls
    name: 投诉
    unit: 件/月
    better: lower
    baseline: {value: 9, period: 2024-01}
    target: {value: 3, period: 2024-06}
    actual: {value: 2, period: 2024-06}
    source: 投诉登记
study: {design: before-after, comparison: 与去年同季相比。, data_quality: 全量，没有缺漏。}
replication:
  preconditions: [有叫号系统]
  core_elements: [分段预约, 按段叫号]
  adaptable: [分段长短]
  resources: [{item: 接口改造}]
  cost: {one_off: 100, currency: CNY, basis: 全部投入}
  steps: [{title: 量现状}, {title: 试行}, {title: 推开}]
  risks: [{risk: 抵触, response: 先试行}]
  lessons: [先改规则]
  sustainment: 每月看数
  contact: {name: 葛晚晴, phone: 院办转}
publication: {consent: yes, license: CC BY 4.0, review_by: 2028-03-31, private: [measures.calls]}
"""

BODY = """## 现状 {#survey criterion=5.2}

等候 {val}`wait.baseline` ，见 {ref}`tbl-hours` 和[效果](#results)，数据在[这里](data/wait.csv)，图在 {ref}`fig-desk` 。

:::{table} 分时段
:id: tbl-hours

| 时段 | 等候 |
|---|---|
| 晚 | {val}`wait.actual` |
:::

![导诊台](images/desk.png "导诊台前的分流标识"){#fig-desk}

## 效果 {#results criterion=5.4}

### 数字

等候变化 {val}`wait.change` 。
"""

DATA = (
    "月份,等候,人次\n2024-01,50.0,1000\n2024-02,56.0,500\n2024-03,45.0,800\n"
    "2024-04,33.0,850\n2024-05,26.8,900\n2024-06,27.1,910\n"
)
"""(50.0 × 1000 + 56.0 × 500) / 1500 = 52.0"""

SHORT = "月份,等候\n2024-01,50.0\n2024-02,56.0\n2024-05,26.8\n"
"""Too few points to show a course."""

PNG = b"\x89PNG\r\n\x1a\n" + bytes(56)


def _words(text: str) -> Localized:
    return Localized({"zh-CN": text})


_CRITERIA = (
    Criterion(id="5.2", title=_words("背景"), weight=Decimal(40)),
    Criterion(id="5.4", title=_words("效果"), weight=Decimal(60)),
)
_CONDITIONS = (Condition(id="4.2", title=_words("素养")),)
_SECTIONS = (RouteSection(id="survey", title=_words("现状调查")), RouteSection(id="results", title=_words("效果检查")))

CONTEXT = Context(
    frameworks={
        "small": Framework(id="small", conditions=_CONDITIONS, criteria=_CRITERIA),
        "wide": Framework(
            id="wide", conditions=_CONDITIONS, criteria=(*_CRITERIA, Criterion(id="5.5", title=_words("推广")))
        ),
    },
    routes={
        "short": Route(id="short", sections=_SECTIONS),
        "long": Route(id="long", sections=(*_SECTIONS, RouteSection(id="outlook", title=_words("下一步打算")))),
        "backwards": Route(id="backwards", sections=_SECTIONS[::-1]),
    },
    vocabulary=Vocabulary(industries={"health": _words("卫生")}, methods={"pareto": _words("排列图")}),
    folders=frozenset({"night-clinic", "other-case"}),
)

FILES = {
    "data/wait.csv": AttachedFile(size=len(DATA.encode()), head=DATA.encode()[:64]),
    "data/short.csv": AttachedFile(size=len(SHORT.encode()), head=SHORT.encode()[:64]),
    "data/empty.csv": AttachedFile(size=0, head=b""),
    "images/desk.png": AttachedFile(size=len(PNG), head=PNG),
    # 400 × 300 pixels (PNG, ISO/IEC 15948, 11.2.2), and 6 MiB
    "images/small.png": AttachedFile(size=9000, head=PNG[:8] + b"\0\0\0\rIHDR" + b"\0\0\x01\x90" + b"\0\0\x01\x2c"),
    "images/huge.png": AttachedFile(size=6 * 1024 * 1024, head=PNG),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """The write-up with a fragment in it."""

    text: str
    lines: Mapping[int, int]
    """Line of the write-up → line of the fragment, both from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A write-up without a fault."""

    front: str = FRONT
    body: str = BODY


_ANSWER = """## {title} {{#{id}{criteria}}}

团队先量现状，再找原因，然后一项一项试。平均等候由 {{val}}`wait.baseline` 降到 {{val}}`wait.actual` ，
目标是 {{val}}`wait.target` ，数取自[登记表](data/wait.csv)，各时段的数见 {{ref}}`tbl-{id}` 。

护士长每周一看一次数，超过 30 分钟就查原因；连续 12 周没有超过。

:::{{table}} {title}的数
:id: tbl-{id}

| 时段 | 人次 | 等候（分钟） |
|---|---:|---:|
| 晚 | 900 | 26.8 |
:::

"""


def answers(sections: Iterable[tuple[str, str, str]]) -> str:
    """A body with sections of some length, each with figures and a table; id, title and criteria of each are given."""
    return "".join(
        _ANSWER.format(id=id, title=title, criteria=f' criterion="{criteria}"' if criteria else "")
        for id, title, criteria in sections
    ).rstrip("\n")


def base_for_framework(framework: Framework) -> Base:
    """A write-up that answers a framework, a section for each criterion."""
    conditions = "".join(
        f'  - {{id: "{item.id}", statement: 持证上岗。, evidence: [{{kind: data, title: 登记表, date: 2024-06-30}}]}}\n'
        for item in framework.conditions
    )
    front = re.sub(r"(?m)^conditions:\n.*\n", f"conditions:\n{conditions}", FRONT)
    leaves = [(f"c-{leaf.id.replace('.', '-')}", leaf.title.to("zh-CN"), leaf.id) for leaf in framework.leaves()]
    body = answers([*((item.id, item.title.to("zh-CN"), "") for item in _SECTIONS), *leaves])
    return Base(front=front.replace("framework: small", f"framework: {framework.id}"), body=body)


def base_for_route(route: Route) -> Base:
    """A write-up that goes a route, a section for each of its steps."""
    steps = [(item.id, item.title.to("zh-CN"), "") for item in route.sections]
    criteria = " ".join(criterion.id for criterion in _CRITERIA)
    body = answers([*steps, ("appendix", "附录", criteria)])
    return Base(front=FRONT.replace("route: short", f"route: {route.id}"), body=body)


_KEY = re.compile(r"([A-Za-z_]+)[ \t]*[:：=]")
_HEADING = re.compile(r'## .*\{#(?P<id>[^ }]+)(?: criterion="?(?P<criteria>[^"}]*))?')

SMALL = Base()


def applied(fragment: str, base: Base = SMALL) -> Applied:
    """The fragment's keys replace those of the write-up, its sections those of the same id or criterion.

    What else it has comes under the last section.
    """
    front, body = parted(fragment)
    blocks: dict[str, list[tuple[int, str]]] = {}
    key = ""
    for line in base.front.splitlines():
        match = _KEY.match(line)
        key = match[1] if match else key
        blocks.setdefault(key, []).append((0, line))
    key, fresh = "", set()
    for number, line in front:
        match = _KEY.match(line)
        key = match[1] if match else key
        if key not in fresh:
            blocks[key] = []
            fresh.add(key)
        blocks[key].append((number, line))
    lines = [(0, "---"), *(line for block in blocks.values() for line in block), (0, "---"), *_joined(body, base)]
    return Applied(
        text="\n".join(line for _, line in lines) + "\n",
        lines={at: number for at, (number, _) in enumerate(lines, 1) if number},
    )


def _joined(body: list[tuple[int, str]], base: Base) -> list[tuple[int, str]]:
    rest: list[tuple[int, str]] = []
    sections = [[(0, line) for line in part.split("\n")] for part in re.split(r"(?m)^(?=## )", base.body) if part]
    for section in _sections(body):
        named = _named(section[0][1])
        place = next((at for at, mine in enumerate(sections) if named & _named(mine[0][1])), None)
        if place is None:
            rest += [(0, ""), *section]
        else:
            sections[place] = [*section, (0, "")]
    return [*(line for section in sections for line in section), *rest]


def _sections(body: list[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    """The lines before the first heading of level 2, if there are any, and then its sections."""
    sections: list[list[tuple[int, str]]] = []
    for line in body:
        if not sections or line[1].startswith("## "):
            sections.append([])
        sections[-1].append(line)
    return sections


def _named(heading: str) -> set[str]:
    match = _HEADING.match(heading)
    return {match["id"], *(match["criteria"] or "").split()} if match else set()


def written(text: str, *, path: str = "content/cases/night-clinic/case.md") -> WrittenCase:
    """The write-up, read as `workspace` reads it from a folder with data files and images."""
    document = read_document(Source(path=path, text=text))
    case, document, translates = read_case(document, document.reading)
    sources = {
        name: Source(path=f"content/cases/night-clinic/{name}", text=data)
        for name, data in (("data/wait.csv", DATA), ("data/short.csv", SHORT))
    }
    measures = tuple(
        with_values(
            replace(item, series=replace(series, points=read_points(sources[series.file], series, document.reading)))
        )
        if (series := item.series) and series.file in sources
        else item
        for item in case.measures
    )
    return WrittenCase(
        case=replace(case, measures=measures),
        document=document,
        folder=path.rpartition("/")[0],
        files=FILES,
        translates=translates,
        digest="abc",
    )


def found(
    text: str, rulebook: Rulebook, known: Collection[str] = (), context: Context = CONTEXT
) -> tuple[Finding, ...]:
    """All that is said of a write-up: by the rules, while reading, and of its allowances."""
    case = written(text)
    findings = check_case(case, context, rulebook)
    kept, _ = apply_allowances(findings, read_allowances(case.document), known, known)
    return in_order(kept)
