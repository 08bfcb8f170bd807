"""A small write-up without a fault, and what `check` says of it once something in it is changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from casebound.check.context import Context
from casebound.check.engine import check_case
from casebound.model.framework import Condition, Criterion, Framework
from casebound.model.route import Route, RouteSection
from casebound.read.document import read_document
from casebound.read.series import read_points
from casebound.read.vocabulary import Vocabulary
from casebound.read.written import AttachedFile, WrittenCase, read_case
from casebound.text.finding import Finding
from casebound.text.localized import Localized
from casebound.text.source import Source

TEXT = """---
id: night-clinic
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
  - {id: "4.2", statement: 持证上岗。, evidence: [{kind: data, title: 登记表, file: data/wait.csv}]}
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
study: {design: before-after, data_quality: 全量。}
replication: {preconditions: [有叫号系统], core_elements: [分段], steps: [{title: 试行}]}
publication: {consent: yes, private: [measures.calls]}
---
## 现状 {#survey criterion=5.2}

等候 {val}`wait.baseline` ，见 {ref}`tbl-hours` 和[效果](#results)，数据在[这里](data/wait.csv)，图在 {ref}`fig-desk` 。

:::{table} 分时段
:id: tbl-hours

| 时段 | 等候 |
|---|---|
| 晚 | {val}`wait.actual` |
:::

![导诊台](images/desk.png){#fig-desk}

## 效果 {#results criterion=5.4}

### 数字

等候变化 {val}`wait.change` 。
"""

DATA = "月份,等候,人次\n2024-01,50.0,1000\n2024-02,56.0,500\n2024-05,26.8,900\n"
"""(50.0 × 1000 + 56.0 × 500) / 1500 = 52.0"""

PNG = b"\x89PNG\r\n\x1a\n" + bytes(56)


def words(text: str) -> Localized:
    return Localized({"zh-CN": text})


CONTEXT = Context(
    frameworks={
        "small": Framework(
            id="small",
            conditions=(Condition(id="4.2", title=words("素养")),),
            criteria=(
                Criterion(id="5.2", title=words("背景"), weight=Decimal(40)),
                Criterion(id="5.4", title=words("效果"), weight=Decimal(60)),
            ),
        )
    },
    routes={
        "short": Route(
            id="short",
            sections=(
                RouteSection(id="survey", title=words("现状调查")),
                RouteSection(id="results", title=words("效果检查")),
            ),
        )
    },
    vocabulary=Vocabulary(industries={"health": words("卫生")}, methods={"pareto": words("排列图")}),
    cases=(),
)


def attached(data: bytes) -> AttachedFile:
    return AttachedFile(size=len(data), head=data[:64])


def written(
    text: str, *, path: str = "content/cases/night-clinic/case.md", data: str = DATA, image: bytes = PNG
) -> WrittenCase:
    """The write-up, read as `workspace` reads it from a folder with one data file and one image."""
    document = read_document(Source(path=path, text=text))
    case, document, translates = read_case(document, document.reading)
    source = Source(path="content/cases/night-clinic/data/wait.csv", text=data)
    measures = tuple(
        replace(item, series=replace(item.series, points=read_points(source, item.series, document.reading)))
        if item.series
        else item
        for item in case.measures
    )
    return WrittenCase(
        case=replace(case, measures=measures),
        document=document,
        folder=path.rpartition("/")[0],
        files={
            "data/wait.csv": attached(data.encode()),
            "images/desk.png": attached(image),
            "data/empty.csv": attached(b""),
        },
        translates=translates,
        digest="abc",
    )


@pytest.fixture
def good() -> str:
    """A write-up in which nothing is wrong."""
    return TEXT


@pytest.fixture
def make() -> Callable[..., WrittenCase]:
    """Text → a write-up."""
    return written


@pytest.fixture
def context() -> Context:
    """The framework, route and words that the write-up names."""
    return CONTEXT


Said = tuple[int, str, str, str]


def said(findings: tuple[Finding, ...]) -> list[Said]:
    """Line, underlined text, rule and Chinese message of each finding."""
    return [
        (
            finding.span.source.position(finding.span.start)[0],
            finding.span.text,
            finding.rule,
            finding.message.to("zh-CN"),
        )
        for finding in findings
    ]


@pytest.fixture
def check() -> Callable[..., list[Said]]:
    """What is said of the good text after replacing one thing in it, which must stand there exactly once."""

    def run(old: str = "", new: str = "", **folder: object) -> list[Said]:
        assert not old or TEXT.count(old) == 1, old
        text = TEXT.replace(old, new) if old else TEXT
        case = written(text, **folder)  # type: ignore[arg-type]  # keywords of `written`, given by each test
        return said(check_case(case, replace(CONTEXT, cases=(case,))))

    return run
