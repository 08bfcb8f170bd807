"""Honest figures: what needs more than a fragment shows, a data file that a measure reads."""

from __future__ import annotations

from decimal import Decimal

from casebound.check.context import Context
from casebound.check.engine import check_case, check_figures
from casebound.check.rulebook import Rulebook, read_rules
from casebound.model.case import Case, DataFile
from casebound.model.measure import Better, Measure, MeasuredValue, Point, Series
from casebound.model.period import Period, make_period
from casebound.read.document import read_document
from casebound.read.fields import Reading
from casebound.read.nodes import read_yaml
from casebound.read.vocabulary import Vocabulary
from casebound.read.written import WrittenCase
from casebound.text.source import Source
from casebound.workspace.resources import built_in

MONTHS = [f"{2024 + n // 12}-{n % 12 + 1:02}" for n in range(24)]
VALUES = [52, 54, 51, 53, 52, 55, 51, 52, 53, 54, 52, 53, 27, 26, 28, 27, 26, 27, 28, 26, 27, 27, 26, 28]
ROWS = "月份,等候\n" + "".join(f"{month},{value}\n" for month, value in zip(MONTHS, VALUES, strict=True))


def period(text: str) -> Period:
    made = make_period(text)
    assert made is not None
    return made


def measure() -> Measure:
    points = tuple(
        Point(period=period(month), value=value) for month, value in zip(MONTHS, map(dec, VALUES), strict=True)
    )
    return Measure(
        id="wait",
        name="平均等候",
        unit="分钟",
        better=Better.LOWER,
        baseline=MeasuredValue(value=dec(53), period=period("2024-01/2024-12")),
        actual=MeasuredValue(value=dec(27), period=period("2025-01/2025-12")),
        series=Series(file="data/wait.csv", period="月份", value="等候", points=points),
    )


def dec(value: int) -> Decimal:
    return Decimal(value)


def rulebook() -> Rulebook:
    path = built_in("rules") / "figures.yaml"
    node, findings = read_yaml(Source(path="figures.yaml", text=path.read_text(encoding="utf-8")))
    pair = node.find("rules") if node else None
    assert pair is not None and not findings
    return Rulebook(base=read_rules(pair.value, Reading()))


def written(body: str) -> WrittenCase:
    document = read_document(Source(path="content/cases/one/case.md", text=f"---\nid: one\n---\n{body}"))
    case = Case(id="one", lang="zh-CN", measures=(measure(),), data=(DataFile(file="data/wait.csv", text=ROWS),))
    return WrittenCase(case=case, document=document, folder="content/cases/one", files={})


CONTEXT = Context(frameworks={}, routes={}, vocabulary=Vocabulary())


def said(body: str) -> list[tuple[str, str, str]]:
    found = check_case(written(body), CONTEXT, rulebook())
    return [(finding.rule, finding.span.text, finding.message.to("zh-CN")) for finding in found]


def fence(*lines: str) -> str:
    return "\n".join(["## 一 {#one}", "", "```{control-chart} data/wait.csv", ":type: i-mr", *lines, "```", ""])


def test_before_and_after_in_one_set_of_limits_are_named() -> None:
    assert ("pooled-phases", "改进前后的点算在一组控制限里") in [(rule, words) for rule, _, words in said(fence())]


def test_phases_of_their_own_are_not() -> None:
    assert said(fence(":phases: 2025-01=改进后")) == []


def test_a_measure_brings_its_own_rows() -> None:
    body = "## 一 {#one}\n\n```{control-chart}\n:type: i-mr\n:measure: wait\n:phases: 2025-01=改进后\n```\n"
    assert said(body) == []


def test_a_finding_about_data_stands_in_the_data() -> None:
    broken = written(fence(":phases: 2025-01=改进后"))
    text = ROWS.replace("2024-03,51", "2024-03,五十一")
    case = Case(id="one", lang="zh-CN", measures=(), data=(DataFile(file="data/wait.csv", text=text),))
    found = check_figures(
        WrittenCase(case=case, document=broken.document, folder="content/cases/one", files={}), CONTEXT, rulebook()
    )
    places = [
        (finding.rule, finding.span.source.path, finding.span.source.position(finding.span.start), finding.span.text)
        for look in found
        for finding in look.findings
        if finding.rule == "unreadable-cell"
    ]
    assert places == [("unreadable-cell", "content/cases/one/data/wait.csv", (4, 9), "五十一")]


def test_a_figure_that_cannot_be_drawn_has_no_value_but_one_finding() -> None:
    body = "## 一 {#one}\n\n{val}`fig-x.total`\n\n```{pareto}\n:id: fig-x\n原因,件数\n等待,0\n```\n"
    assert said(body) == [("unusable-data", "{pareto}", "各项都是 0，没有可画的")]
