"""A case whose evaluators lie apart → the sheet on which the panel writes down what it agrees on: YAML with comments.

All that was said independently stands in comments, so that the panel has it before its eyes; the digests of the
evaluations stand in the sheet, so that it can be seen whether they are still those that were agreed on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from casebound.evaluate.tally import tally_case
from casebound.model.evaluation import Blind, CommentKind, Evaluation, EvaluationStatus, Round
from casebound.model.framework import Criterion, Framework
from casebound.model.scorecard import CriterionScore, Scorecard
from casebound.read.control import without_control
from casebound.text.localized import Localized, phrase

_WIDTH = 100
"""Characters of a line of comment."""

_TITLE = phrase("合议表：{{case}} {{title}}", "Consensus sheet: {{case}} {{title}}")
_ROUND = phrase("评价轮次：{{round}}", "Round: {{round}}")
_HOW = (
    phrase(
        "各人独立打的分不改；改了，这张表就不计入。下面逐项写合议分 value 与理由 reason；"
        "维持独立评价的结果，就把那一项空着或删去。",
        "Marks given independently stay as they are; once one is changed this sheet no longer counts. For each "
        "criterion write the agreed value and its reason; one left empty, or removed, keeps its independent result.",
    ),
    phrase(
        "有人不同意，写进 dissent：[{{evaluator: e01, value: 60, reason: 为什么}}]。议定后把 status 改成 submitted。",
        "Who does not agree goes under dissent: [{{evaluator: e01, value: 60, reason: why}}]. When all is agreed, set "
        "status to submitted.",
    ),
)
_SCORE = phrase(
    "独立评价：得分 {{result}}　平均 {{mean}}　标准差 {{deviation}}　最低 {{lowest}}　最高 {{highest}}　"
    "极差 {{range}}{{flag}}",
    "Independent: result {{result}}, mean {{mean}}, SD {{deviation}}, lowest {{lowest}}, highest {{highest}}, range "
    "{{range}}{{flag}}",
)
_FLAG = phrase("　※ 分歧", " ※ disputed")
_WEIGHT = phrase("权重 {{weight}}", "weight {{weight}}")
_NOT_MARKED = phrase("没有打分", "not marked")
_OVERALL = phrase("总评", "overall")
_TOTAL = phrase("独立评价的总分 {{total}}", "Independent total {{total}}")
_KINDS = {
    CommentKind.STRENGTH: phrase("优点", "strength"),
    CommentKind.IMPROVEMENT: phrase("改进", "improvement"),
    CommentKind.VERIFY: phrase("核实", "verify"),
}
_STATUS = phrase("draft 起草中，submitted 已议定", "draft or submitted")
_DATE = phrase("合议日期，如 2026-04-20", "when it was agreed, such as 2026-04-20")
_PARTICIPANTS = phrase("参加合议的评价人；没有到的删去", "those who take part; remove who does not")
_FROZEN = phrase("各份独立评价的 SHA-256，不要改", "SHA-256 of the independent evaluations: leave as it is")


def disputed_cases(round: Round, framework: Framework) -> tuple[str, ...]:
    """The cases with a criterion on which marks lie as far apart as the organiser's threshold."""
    return tuple(case for case in round.cases if _disputed(tally_case(case, round, framework)))


def render_consensus_sheet(case: str, title: str, round: Round, framework: Framework, lang: str) -> str:
    """The sheet of one case: the disputed criteria; all of them where none is."""
    card = tally_case(case, round, framework)
    chosen = _disputed(card) or tuple(score.criterion for score in card.scores if score.result is not None)
    head = [_TITLE.to(lang).format(case=case, title=title)]
    head += [_ROUND.to(lang).format(round=f"{round.id} {round.title.to(lang)}"), *(line.to(lang) for line in _HOW)]
    lines = [line for text in head for line in _comment(text)]
    lines += _front(card, round.counted(case), lang)
    lines.append("marks:")
    scores = {score.criterion: score for score in card.scores}
    for leaf in framework.leaves():
        if leaf.id in chosen:
            lines += _criterion(leaf, scores[leaf.id], round.counted(case), round, lang)
    for evaluation in round.counted(case):
        if evaluation.overall.strip():
            lines += _comment(f"{_who(evaluation, round)}　{_OVERALL.to(lang)}：{evaluation.overall}")
    return "\n".join(lines) + "\n"


def _disputed(card: Scorecard) -> tuple[str, ...]:
    return tuple(score.criterion for score in card.scores if score.is_disputed and score.result is not None)


def _front(card: Scorecard, evaluations: Sequence[Evaluation], lang: str) -> Iterator[str]:
    ids = ", ".join(evaluation.evaluator for evaluation in evaluations)
    yield f"case: {card.case}"
    yield f"status: {EvaluationStatus.DRAFT.value}  # {_STATUS.to(lang)}"
    yield f"date:  # {_DATE.to(lang)}"
    yield f"participants: [{ids}]  # {_PARTICIPANTS.to(lang)}"
    yield f"frozen:  # {_FROZEN.to(lang)}"
    for evaluation in evaluations:
        yield f"  {evaluation.evaluator}: {evaluation.digest}"
    if card.total is not None:
        yield from _comment(_TOTAL.to(lang).format(total=card.total))


def _criterion(
    leaf: Criterion, score: CriterionScore, evaluations: Sequence[Evaluation], round: Round, lang: str
) -> Iterator[str]:
    weight = "" if leaf.weight is None else "　" + _WEIGHT.to(lang).format(weight=leaf.weight)
    yield ""
    yield from _comment(f"{leaf.id} {leaf.title.to(lang)}{weight}", 2)
    yield from _comment(
        _SCORE.to(lang).format(
            result=score.result,
            mean=score.mean,
            deviation=_shown(score.deviation),
            lowest=score.lowest,
            highest=score.highest,
            range=_shown(score.range),
            flag=_FLAG.to(lang) if score.is_disputed else "",
        ),
        2,
    )
    for evaluation in evaluations:
        mark = evaluation.marks.get(leaf.id)
        value = _NOT_MARKED.to(lang) if mark is None or mark.value is None else str(mark.value)
        yield from _comment(f"{_who(evaluation, round)}　{value}", 2)
        for comment in mark.comments if mark else ():
            kind: Localized | None = _KINDS[comment.kind] if comment.kind else None
            anchor = f" #{comment.anchor}" if comment.anchor else ""
            yield from _comment(f"    {kind.to(lang) if kind else '—'}：{comment.text}{anchor}", 2)
    yield f'  "{leaf.id}":'
    yield "    value:"
    yield "    reason:"
    yield "    dissent: []"


def _who(evaluation: Evaluation, round: Round) -> str:
    """The evaluator; without a name where neither side is to know the other."""
    evaluator = round.evaluator(evaluation.evaluator)
    if evaluator is None or round.blind is Blind.DOUBLE:
        return evaluation.evaluator
    return f"{evaluation.evaluator} {evaluator.name}"


def _comment(text: str, indent: int = 0) -> Iterator[str]:
    """Lines of comment; whatever the text holds, nothing of it stands outside them."""
    lead = len(text) - len(text.lstrip(" "))
    left = " ".join(without_control(text).split())
    while left:
        cut = len(left) if len(left) <= _WIDTH else left.rfind(" ", _WIDTH // 2, _WIDTH) + 1 or _WIDTH
        yield f"{' ' * indent}# {' ' * lead}{left[:cut].rstrip()}"
        left = left[cut:].lstrip()


def _shown(value: Decimal | None) -> str:
    return "—" if value is None else str(value)
