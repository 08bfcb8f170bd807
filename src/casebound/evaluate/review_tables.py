"""A round's results → the tables that the organiser alone may read: every mark and comment, and who is harsh."""

from __future__ import annotations

from collections.abc import Iterator

from casebound.evaluate import table_words as words
from casebound.evaluate.coefficients import severity_figure
from casebound.evaluate.table_ground import Ground, Table, Value, severity_refusal
from casebound.model.evaluation import Evaluation
from casebound.model.scorecard import Scorecard
from casebound.text.localized import phrase

_MET, _NOT_MET, _OVERALL = phrase("符合", "met"), phrase("不符合", "not met"), phrase("总评", "overall")


def _evaluations(ground: Ground) -> Iterator[tuple[Scorecard, Evaluation, str]]:
    """With what the evaluator is called, in the order of that."""
    labels = ground.labels
    for card in ground.cards():
        counted = ground.results.judged.round.counted(card.case)
        labelled = [(labels.get(each.evaluator, each.evaluator), each) for each in counted]
        yield from ((card, each, label) for label, each in sorted(labelled, key=lambda pair: pair[0]))


def marks(ground: Ground) -> Table:
    """A row a case and evaluator, a column a criterion, as they were given; a mark that is missing is empty."""
    leaves = ground.results.judged.framework.leaves()
    rows = [
        (
            *(*ground.case(card.case), label, each.date.isoformat() if each.date else ""),
            *(each.marks[leaf.id].value if leaf.id in each.marks else None for leaf in leaves),
            each.digest,
        )
        for card, each, label in _evaluations(ground)
    ]
    columns = (f"{leaf.id} {ground.say(leaf.title)}" for leaf in leaves)
    head = (
        *ground.case_head,
        words.EVALUATOR,
        phrase("日期", "Date"),
        *columns,
        phrase("文件 SHA-256", "SHA-256 of file"),
    )
    return Table(title=phrase("打分", "Marks"), head=head, rows=tuple(rows))


def comments(ground: Ground) -> Table:
    """A row a comment, on criteria, conditions and the whole."""
    rows: list[tuple[Value, ...]] = []
    leaves = {leaf.id: leaf for leaf in ground.results.judged.framework.leaves()}
    conditions = {each.id: each.title for each in ground.results.judged.framework.conditions}
    for card, each, label in _evaluations(ground):
        who = (*ground.case(card.case), label)
        for id, check in each.conditions.items():
            verdict = {True: _MET, False: _NOT_MET, None: None}[check.met]
            rows.append((*who, id, ground.say(conditions.get(id)), None, ground.say(verdict), check.comment, ""))
        for id in (id for id in leaves if id in each.marks):
            mark = each.marks[id]
            rows += [
                (
                    *(*who, *ground.criterion(id), mark.value),
                    *(ground.say(words.KINDS[said.kind] if said.kind else None), said.text, said.anchor),
                )
                for said in mark.comments
            ]
        if each.overall.strip():
            rows.append((*who, "", "", None, ground.say(_OVERALL), each.overall, ""))
    head = (
        *ground.case_head,
        words.EVALUATOR,
        words.CLAUSE,
        words.CRITERION,
        phrase("打分", "Mark"),
        phrase("种类", "Kind"),
    )
    more = (phrase("意见", "Comment"), phrase("依据", "Rests on"))
    return Table(title=phrase("意见", "Comments"), head=(*head, *more), rows=tuple(rows))


def leniency(ground: Ground) -> Table:
    """A row an evaluator: advisory."""
    severity, labels = ground.results.severity, ground.labels
    aggregation = ground.results.judged.framework.aggregation
    rows: list[tuple[Value, ...]] = [
        (
            labels.get(each.evaluator, each.evaluator),
            each.cases,
            each.shared,
            severity_figure(each.leniency, aggregation),
        )
        for each in severity.evaluators
    ]
    if severity.refusal:
        rows = [(ground.say(severity_refusal(ground.results)), None, None, None)]
    head = (
        words.EVALUATOR,
        phrase("案例数", "Cases"),
        phrase("共评案例", "Shared"),
        phrase("宽(+)严(−)", "Lenient(+)"),
    )
    return Table(title=phrase("宽严（参考）", "Severity (advisory)"), head=head, rows=tuple(sorted(rows, key=str)))


def fair_averages(ground: Ground) -> Table:
    """A row a case: what it would be among evaluators of average leniency. Advisory."""
    aggregation = ground.results.judged.framework.aggregation
    flips = {case for flip in ground.results.severity.flips for case in (flip.ahead, flip.behind)}
    rows: list[tuple[Value, ...]] = [
        (
            *ground.case(each.case),
            severity_figure(each.raw, aggregation),
            severity_figure(each.fair, aggregation),
            each.raw_rank,
            each.fair_rank,
            ground.say(words.YES) if each.case in flips else "",
        )
        for each in ground.results.severity.cases
    ]
    head = (*ground.case_head, words.MEAN, phrase("公允平均", "Fair average"), words.RANK, phrase("校正后", "Adjusted"))
    more = (phrase("与相邻案例颠倒", "Changes places with a neighbour"),)
    return Table(title=phrase("公允平均（参考）", "Fair averages (advisory)"), head=(*head, *more), rows=tuple(rows))
