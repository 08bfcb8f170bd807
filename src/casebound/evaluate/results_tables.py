"""A round's results → tables for a spreadsheet: ranking, scores, marks and comments, agreement, ties, consensus, rules.

Who evaluated what, every single mark and every comment stand in those for the organiser alone. Of a case that the
others may not know its rank and its total stand there, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from casebound.evaluate import table_words as words
from casebound.evaluate.agreement import Agreement
from casebound.evaluate.coefficients import KEPT, printed
from casebound.evaluate.fingerprint import fingerprint_of_framework
from casebound.evaluate.parties import OtherParty
from casebound.evaluate.ranking import explain_tie
from casebound.evaluate.results import RoundResults
from casebound.evaluate.review_tables import comments, fair_averages, leniency, marks
from casebound.evaluate.round_agreement import AgreementRow, undefined_because
from casebound.evaluate.table_ground import Ground, ResultsReader, Table, Value
from casebound.text.localized import Localized, phrase


def make_tables(
    results: RoundResults, parties: Mapping[str, tuple[OtherParty, ...]], reader: ResultsReader
) -> tuple[Table, ...]:
    """The worksheets for these readers, in order; one without a row is left out. `parties`: other parties, by case."""
    ground = Ground(results, parties, reader)
    tables = [ranking(ground), scores(ground)]
    tables += [marks(ground), comments(ground)] if reader.is_internal else []
    tables += [agreement(ground), ties(ground), consensus(ground), other_parties(ground)]
    tables += [leniency(ground), fair_averages(ground)] if reader.is_internal else []
    return tuple(table for table in (*tables, rules(ground)) if table.rows)


def ranking(ground: Ground) -> Table:
    """A row a case."""
    results, framework, before = ground.results, ground.results.judged.framework, ground.results.independent
    sections = [f"{group.id} {ground.say(group.title)} %" for group in framework.criteria]
    head: list[Localized | str] = [
        words.RANK,
        *ground.case_head,
        words.TOTAL,
        words.GRADE,
        *sections,
        phrase("评价人数", "n"),
    ]
    head += [phrase("名次区间：最前", "Rank at best"), phrase("名次区间：最后", "Rank at worst")]
    head += [phrase("不符合的条件", "Conditions not met"), phrase("说明", "Explanation")]
    head += [phrase("合议前总分", "Total before"), phrase("合议前名次", "Rank before")] if before else []
    rows = []
    for card in ground.cards(known=False):
        known: list[Value] = [results.ranking.ranks.get(card.case), *ground.case(card.case), card.total]
        if card.case in ground.reader.withheld:
            rows.append((*known, *(None for _ in head[len(known) :])))
            continue
        interval = results.intervals.get(card.case)
        row = [*known, ground.say(card.grade.title if card.grade else None), *card.sections.values()]
        row += [len(card.evaluators), interval.best if interval else None, interval.worst if interval else None]
        row += [", ".join(card.unmet_conditions), ground.say(card.refusal or card.grade_rule)]
        if before:
            row += [before.cards[card.case].total, before.ranking.ranks.get(card.case)]
        rows.append(tuple(row))
    return Table(title=phrase("名次", "Ranking"), head=tuple(head), rows=tuple(rows))


def scores(ground: Ground) -> Table:
    """A row a case and criterion."""
    rows = [
        (
            *ground.case(card.case),
            *ground.criterion(score.criterion),
            *(score.weight, score.n, score.result),
            *((agreed.independent, agreed.delta) if (agreed := card.agreed.get(score.criterion)) else (None, None)),
            *(score.mean, score.median, score.trimmed, score.deviation, score.lowest, score.highest, score.range),
            None if score.is_disputed is None else ground.say(words.YES if score.is_disputed else words.NO),
        )
        for card in ground.cards()
        for score in card.scores
    ]
    head = (
        *ground.case_head,
        words.CLAUSE,
        words.CRITERION,
        words.WEIGHT,
        "n",
        words.RESULT,
        words.INDEPENDENT,
        words.DELTA,
        words.MEAN,
        words.MEDIAN,
    )
    more = (words.TRIMMED, words.DEVIATION, words.LOWEST, words.HIGHEST, words.RANGE, words.DISPUTED)
    return Table(title=phrase("各项得分", "Scores"), head=(*head, *more), rows=tuple(rows))


def agreement(ground: Ground) -> Table:
    """A row a criterion, and one for totals."""
    agreement = ground.results.agreement
    found = [*agreement.criteria, *([agreement.totals] if agreement.totals else [])]
    forms = [f"ICC({each.form.value})" for each in found[0].icc.correlations] if found else []
    head: list[Localized | str] = [
        words.CLAUSE,
        words.CRITERION,
        phrase("案例数", "Cases"),
        phrase("打分数", "Marks"),
        phrase("α 分数", "α marks"),
    ]
    head += [phrase("α 下限", "α low"), phrase("α 上限", "α high"), phrase("α 档次", "α levels")]
    more: tuple[Localized | str, ...] = (
        "AC1",
        "AC2",
        phrase("同档比例", "Same level"),
        *forms,
        phrase("无定义的原因", "Undefined because"),
    )
    return Table(
        title=phrase("一致程度", "Agreement"),
        head=(*head, *more),
        rows=tuple(_agreement_row(row, ground) for row in found),
    )


def _agreement_row(row: AgreementRow, ground: Ground) -> tuple[Value, ...]:
    levels: tuple[Agreement | None, ...] = (None,) * 4
    if row.levels:
        levels = (row.levels.alpha, row.levels.ac1, row.levels.ac2, row.levels.percent)
    limits = row.alpha.interval
    reasons = [*undefined_because(row), *(each.reason for each in row.icc.correlations if each.reason)]
    return (
        *(ground.criterion(row.criterion) if row.criterion else ("", ground.say(words.TOTAL))),
        *(row.alpha.units, row.alpha.values, _figure(row.alpha.value)),
        *(_figure(limits.low if limits else None), _figure(limits.high if limits else None)),
        *(_figure(each.value if each else None) for each in levels),
        *(_figure(each.value) for each in row.icc.correlations),
        "; ".join(dict.fromkeys(ground.say(reason) for reason in reasons)),
    )


def ties(ground: Ground) -> Table:
    """How each set of equal totals was parted, a line a row."""
    names = {card.case: ground.reader.names[card.case] for card in ground.results.judged.cards}
    rows = [
        (tie.total, ground.say(line))
        for tie in ground.results.ranking.ties
        for line in explain_tie(tie, ground.results.judged.framework, names, ground.reader.withheld)
    ]
    return Table(title=phrase("并列", "Ties"), head=(words.TOTAL, phrase("怎样分先后", "How parted")), rows=tuple(rows))


def consensus(ground: Ground) -> Table:
    """A row a criterion that was agreed on; reasons and dissent for the organiser alone."""
    rows = []
    for card in ground.cards():
        for id, agreed in card.agreed.items():
            row: list[Value] = [*ground.case(card.case), *ground.criterion(id), agreed.independent, agreed.result]
            row.append(agreed.delta)
            if ground.reader.is_internal:
                sheet, labels = ground.results.consensus[card.case], ground.labels
                dissent = [
                    " ".join(filter(None, (labels.get(each.evaluator, each.evaluator), _shown(each.value))))
                    + f": {each.reason}"
                    for each in agreed.dissent
                ]
                row += [agreed.reason, "\n".join(dissent), sheet.date.isoformat() if sheet.date else ""]
                row.append(", ".join(labels.get(each, each) for each in sheet.participants))
            rows.append(tuple(row))
    head = [
        *ground.case_head,
        words.CLAUSE,
        words.CRITERION,
        words.INDEPENDENT,
        phrase("合议", "Consensus"),
        words.DELTA,
    ]
    if ground.reader.is_internal:
        head += [words.REASON, phrase("不同意见", "Dissent"), phrase("日期", "Date"), phrase("参加人", "Took part")]
    return Table(title=phrase("合议", "Consensus"), head=tuple(head), rows=tuple(rows))


def other_parties(ground: Ground) -> Table:
    """A row a case, other round and criterion."""
    rows = [
        (
            *(*ground.case(card.case), ground.say(words.PARTIES[other.party]), other.round),
            *(*ground.criterion(each.criterion), each.result, each.difference),
        )
        for card in ground.cards()
        for other in ground.parties.get(card.case, ())
        for each in other.criteria
    ]
    head = (*ground.case_head, phrase("评价方", "Party"), phrase("轮次", "Round"), words.CLAUSE, words.CRITERION)
    more = (phrase("该方得分", "Their result"), phrase("比本轮", "Less ours"))
    return Table(title=phrase("各方差异", "Parties"), head=(*head, *more), rows=tuple(rows))


def rules(ground: Ground) -> Table:
    """What the results rest on."""
    judged = ground.results.judged
    framework, aggregation = judged.framework, judged.framework.aggregation
    said: list[tuple[Localized, Value]] = [
        (phrase("评价轮次", "Round"), f"{judged.round.id} {ground.say(judged.round.title)}".strip()),
        (phrase("准则", "Framework"), f"{framework.id} {ground.say(framework.title)}".strip()),
        (phrase("准则出处", "Source"), ground.say(framework.source.document)),
        (phrase("准则状态", "Status"), framework.status.value),
        (phrase("准则摘要值", "Digest of the framework"), fingerprint_of_framework(framework).digest),
        (phrase("汇总方法", "Method"), aggregation.method.value),
        (phrase("小数位", "Decimal places"), aggregation.places),
        (phrase("修约", "Rounding"), aggregation.rounding.value),
        (phrase("每项至少打分数", "Least marks"), aggregation.least_marks),
        (phrase("分歧界限", "Disagreement"), aggregation.disagreement),
        (phrase("条件作为门槛", "Conditions as gates"), ground.say(words.YES if aggregation.gates else words.NO)),
        (phrase("分先后的依据", "Tie-break"), ", ".join(map(str, aggregation.tie_break))),
    ]
    for grade in framework.grades:
        asked = [f"≥ {grade.minimum}", *(f"{id} ≥ {least} %" for id, least in grade.section_minimums.items())]
        said.append((phrase("等级 {title}", "Grade {title}", title=grade.title), ", ".join(asked)))
    rows = tuple((ground.say(name), value) for name, value in said if value not in (None, ""))
    return Table(title=phrase("依据", "Rules"), head=(phrase("项目", "What"), phrase("内容", "Value")), rows=rows)


def _shown(value: Decimal | None) -> str:
    return "" if value is None else str(value)


def _figure(value: float | None) -> Decimal | None:
    return None if value is None else printed(value, KEPT)
