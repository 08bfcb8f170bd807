"""What stands beside a round's marks on the terminal: agreement, severity, consensus, other parties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from casebound.cli.columns import columns
from casebound.evaluate.agreement import Agreement
from casebound.evaluate.coefficients import READ, printed, severity_figure
from casebound.evaluate.parties import OtherParty
from casebound.evaluate.results import RoundResults
from casebound.evaluate.round_agreement import AgreementRow, undefined_because
from casebound.evaluate.severity import Severity
from casebound.model.evaluation import Party
from casebound.model.framework import Framework
from casebound.model.scorecard import Scorecard
from casebound.text.localized import CHINESE, phrase

AGREEMENT = (
    phrase("评价人的一致程度", "Agreement of evaluators"),
    phrase("α 分数", "α marks"),
    phrase("α 档次", "α levels"),
    phrase("AC1", "AC1"),
    phrase("AC2", "AC2"),
    phrase("同档比例", "same level"),
    phrase("ICC(1,1)", "ICC(1,1)"),
    phrase("ICC(1,k)", "ICC(1,k)"),
)
ICC_OF_TOTALS = phrase("总分的 ICC", "ICC of totals")
TOTALS = phrase("总分（档次为等级）", "Totals (levels: grades)")
UNDEFINED = phrase("无定义：{{why}}", "undefined: {{why}}")
ABOUT_AGREEMENT = phrase(
    "α：Krippendorff，分数按等距、档次按顺序；AC1、AC2：Gwet，按档次。1 为完全一致，0 为碰巧。多少才够没有公认的标准。",
    "α: Krippendorff, interval on marks and ordinal on levels; AC1, AC2: Gwet, on levels. 1 is perfect, 0 is chance. "
    "No threshold is a standard.",
)
SEVERITY = phrase("宽严（仅供参考，不影响名次）", "Severity (advisory: no rank rests on it)")
REFUSED = phrase("不作估计：{{why}}", "Not estimated: {{why}}")
LENIENCY = (phrase("评价人", "Evaluator"), phrase("宽(+)严(−)", "Lenient(+)"), phrase("案例数", "Cases"))
FAIR = (
    phrase("案例", "Case"),
    phrase("平均", "Mean"),
    phrase("公允平均", "Fair average"),
    phrase("名次", "Rank"),
    phrase("校正后", "Adjusted"),
)
FLIP = phrase("扣除宽严之后次序会颠倒：“{{ahead}}”与“{{behind}}”", "Would change places: “{{ahead}}” and “{{behind}}”")
NO_FLIPS = phrase("没有相邻的案例会颠倒次序", "No neighbours would change places")
AGREED = phrase(
    "合议 {{id}}：{{before}} → {{after}}（{{delta}}）　{{reason}}",
    "Consensus on {{id}}: {{before}} → {{after}} ({{delta}})  {{reason}}",
)
DISSENT = phrase("不同意见 {{who}} {{value}}：{{reason}}", "Dissent {{who}} {{value}}: {{reason}}")
BEFORE = phrase(
    "合议前：总分 {{total}}　等级 {{grade}}　名次 {{rank}}", "Before: total {{total}}  grade {{grade}}  rank {{rank}}"
)
PARTIES = {
    Party.FIRST: phrase("第一方", "First party"),
    Party.SECOND: phrase("第二方", "Second party"),
    Party.THIRD: phrase("第三方", "Third party"),
}
OTHER = phrase("{{party}}（{{round}}）比本轮：{{each}}", "{{party}} ({{round}}) against this round: {{each}}")


def figures(rows: Sequence[Sequence[str]]) -> list[str]:
    """A table: names, and figures flush right."""
    return columns(rows, right=range(1, len(rows[0])), indent="  ")


def coefficient(value: float | None) -> str:
    """A diagnostic; — where it is not defined."""
    return "—" if value is None else str(printed(value, READ))


def agreement_lines(results: RoundResults, lang: str) -> Iterator[str]:
    """A row a criterion and one for totals; below them why something is not defined, and how to read it."""
    framework, agreement = results.judged.framework, results.agreement
    found = [*agreement.criteria, *([agreement.totals] if agreement.totals else [])]
    rows = [[word.to(lang) for word in AGREEMENT]]
    rows += [[_row_name(row, framework, lang), *_row_values(row)] for row in found]
    yield from figures(rows)
    totals = agreement.totals
    if totals and (limits := totals.alpha.interval) and totals.alpha.units > 1:  # one case is drawn alike every time
        between = phrase(
            "总分的 α：{low} 至 {high} 之间（95%，对案例重抽样）",
            "α of totals lies between {low} and {high} (95 %, cases resampled)",
            low=coefficient(limits.low),
            high=coefficient(limits.high),
        )
        yield f"  {between.to(lang)}"
    if totals:
        yield from _all_forms(totals, lang)
    for why, names in _reasons(found, lang).items():
        yield f"  {names}  {UNDEFINED.to(lang).format(why=why)}"
    yield f"  {ABOUT_AGREEMENT.to(lang)}"
    yield ""


def _all_forms(row: AgreementRow, lang: str) -> Iterator[str]:
    """The six intraclass correlations, those of one reason together."""
    said: dict[str, list[str]] = {}
    for each in row.icc.correlations:
        limits = f" [{coefficient(each.interval.low)}, {coefficient(each.interval.high)}]" if each.interval else ""
        value = f" {coefficient(each.value)}{limits}" if each.value is not None else ""
        said.setdefault(each.reason.to(lang) if each.reason else "", []).append(f"({each.form.value}){value}")
    for reason, forms in said.items():
        ending = "  " + UNDEFINED.to(lang).format(why=reason) if reason else ""
        yield f"  {ICC_OF_TOTALS.to(lang)} {', '.join(forms)}{ending}"


def _row_name(row: AgreementRow, framework: Framework, lang: str) -> str:
    criterion = framework.criterion(row.criterion)
    return f"{row.criterion} {criterion.title.to(lang)}" if criterion else TOTALS.to(lang)


def _row_values(row: AgreementRow) -> list[str]:
    levels: Sequence[Agreement | None] = (
        (row.levels.alpha, row.levels.ac1, row.levels.ac2) if row.levels else (None, None, None)
    )
    percent = row.levels.percent.value if row.levels else None
    singles = {each.form.value: each.value for each in row.icc.correlations}
    return [
        coefficient(row.alpha.value),
        *(coefficient(each.value if each else None) for each in levels),
        "—" if percent is None else f"{percent:.0%}",
        coefficient(singles["1,1"]),
        coefficient(singles["1,k"]),
    ]


def _reasons(rows: Iterable[AgreementRow], lang: str) -> dict[str, str]:
    """By reason, the rows it holds for."""
    found: dict[str, list[str]] = {}
    for row in rows:
        for reason in undefined_because(row):
            found.setdefault(reason.to(lang), []).append(row.criterion or TOTALS.to(lang))
    return {reason: ", ".join(names) for reason, names in found.items()}


def severity_lines(severity: Severity, framework: Framework, titles: Mapping[str, str], lang: str) -> Iterator[str]:
    """Who is harsh, what the cases would be without that, and who would change places; or why it cannot be told."""
    yield SEVERITY.to(lang)
    if severity.refusal:
        yield f"  {REFUSED.to(lang).format(why=severity.refusal.to(lang))}"
        yield ""
        return

    def figure(value: Fraction) -> Decimal:
        return severity_figure(value, framework.aggregation)

    people = [[each.evaluator, f"{figure(each.leniency):+}", str(each.cases)] for each in severity.evaluators]
    yield from figures([[word.to(lang) for word in LENIENCY], *people])
    cases = [
        [each.case, str(figure(each.raw)), str(figure(each.fair)), str(each.raw_rank), str(each.fair_rank)]
        for each in severity.cases
    ]
    yield from figures([[word.to(lang) for word in FAIR], *cases])
    for flip in severity.flips:
        ahead, behind = titles.get(flip.ahead, flip.ahead), titles.get(flip.behind, flip.behind)
        yield "  " + FLIP.to(lang).format(ahead=ahead, behind=behind)
    if not severity.flips:
        yield f"  {NO_FLIPS.to(lang)}"
    yield ""


def consensus_lines(card: Scorecard, results: RoundResults, lang: str) -> Iterator[str]:
    """What was agreed on for a case, who dissents, and what it came to before."""
    before = results.independent.cards[card.case] if results.independent and card.agreed else None
    if before is None or results.independent is None:
        return
    for id, agreed in card.agreed.items():
        yield "  " + AGREED.to(lang).format(
            id=id,
            before=agreed.independent,
            after=agreed.result,
            delta=signed(agreed.delta),
            reason=_line(agreed.reason),
        )
        for each in agreed.dissent:
            value = "" if each.value is None else each.value
            yield "    " + DISSENT.to(lang).format(who=each.evaluator, value=value, reason=_line(each.reason))
    yield "  " + BEFORE.to(lang).format(
        total="—" if before.total is None else before.total,
        grade=before.grade.title.to(lang) if before.grade else "—",
        rank=results.independent.ranking.ranks.get(card.case, "—"),
    )


def party_lines(parties: Iterable[OtherParty], lang: str) -> Iterator[str]:
    """What rounds of other parties gave the case, criterion by criterion, less this round's."""
    for other in parties:
        each = [f"{one.criterion} {signed(one.difference)}" for one in other.criteria if one.difference is not None]
        said = other.refusal.to(lang) if other.refusal else (("，" if lang == CHINESE else ", ").join(each) or "—")
        yield "  " + OTHER.to(lang).format(party=PARTIES[other.party].to(lang), round=other.round, each=said)


def signed(value: Decimal | None) -> str:
    """With its sign; a minus that is as wide as a plus."""
    return "—" if value is None else f"{value:+}".replace("-", "−")


def _line(text: str) -> str:
    return " ".join(text.split())
