"""A small write-up in front of somebody: `¦` marks where they are."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from casebound.check.context import Context
from casebound.check.look import Look
from casebound.editor.scene import Scene
from casebound.model.framework import Condition, Criterion, Framework
from casebound.model.route import Route, RouteSection
from casebound.read.document import read_document
from casebound.read.vocabulary import Vocabulary
from casebound.read.written import AttachedFile, WrittenCase, read_case
from casebound.text.localized import Localized
from casebound.text.source import Source
from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.resources import PACKAGE
from casebound.workspace.rules import load_rulebook

FOLDER = "content/cases/night-clinic"
TEXT = """---
id: night-clinic
title: 夜间门诊少等一半
summary: 平均等候由 52.0 分钟降到 26.8 分钟
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
study: {design: before-after, data_quality: 全量。}
replication: {preconditions: [有叫号系统], core_elements: [分段], steps: [{title: 试行}]}
publication: {consent: yes}
---
## 现状 {#survey criterion=5.2}

等候 {val}`wait.baseline` ，见 {ref}`tbl-hours` 和[效果](#results)，数据在[这里](data/wait.csv)。

:::{table} 分时段
:id: tbl-hours

| 时段 | 等候 |
|---|---|
| 晚 | 🙂 {val}`wait.actual` |
:::

## 效果 {#results criterion=5.4}

### 数字

等候变化 {val}`wait.change` 。
"""


def words(text: str) -> Localized:
    return Localized({"zh-CN": text})


CONTEXT = Context(
    frameworks={
        "small": Framework(
            id="small",
            title=words("小准则"),
            conditions=(Condition(id="4.2", title=words("素养"), question=words("有没有素养？")),),
            criteria=(
                Criterion(id="5.2", title=words("背景"), question=words("为什么做？"), weight=Decimal(40)),
                Criterion(id="5.4", title=words("效果"), question=words("做得怎样？"), weight=Decimal(60)),
            ),
        )
    },
    routes={
        "short": Route(
            id="short",
            title=words("短路径"),
            sections=(
                RouteSection(id="survey", title=words("现状调查")),
                RouteSection(id="results", title=words("效果检查")),
                RouteSection(id="outlook", title=words("下一步")),
            ),
        )
    },
    vocabulary=Vocabulary(industries={"health": words("卫生")}, methods={"pareto": words("排列图")}),
    folders=frozenset({"night-clinic"}),
)
RULEBOOK = load_rulebook(WorkspaceFolder(PACKAGE), {}, ())


def scene_of(text: str, lang: str = "zh-CN") -> Scene:
    document = read_document(Source(path=f"{FOLDER}/case.md", text=text))
    case, document, _ = read_case(document, document.reading)
    files = {name: AttachedFile(size=9, head=b"") for name in ("case.md", "data/wait.csv", "images/desk.png")}
    written = WrittenCase(case=case, document=document, folder=FOLDER, files=files, digest="abc")
    return Scene(look=Look(written=written, context=CONTEXT), rulebook=RULEBOOK, lang=lang)


At = Callable[..., tuple[Scene, int]]


@pytest.fixture
def at() -> At:
    """The write-up after replacing one thing in it, and the offset of `¦` in what is put there."""

    def make(old: str, new: str, lang: str = "zh-CN") -> tuple[Scene, int]:
        assert TEXT.count(old) == 1, old
        text = TEXT.replace(old, new)
        return scene_of(text.replace("¦", ""), lang), text.index("¦")

    return make
