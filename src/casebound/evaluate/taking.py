"""What came back for one seat, and what is there already → what to take.

A seat is one evaluator's judgement of one case.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from casebound.check.context import error
from casebound.evaluate.returns import is_blank
from casebound.model.evaluation import Evaluation, EvaluationStatus
from casebound.text.finding import Finding
from casebound.text.localized import phrase
from casebound.text.source import Span


class Outcome(StrEnum):
    """What became of a returned sheet."""

    TAKEN = "taken"
    SUPERSEDES = "supersedes"
    """Taken; what was there before is kept beside it."""
    SAME = "same"
    """Nothing new."""
    EARLIER = "earlier"
    """Taken some time before; another one has superseded it since."""
    BLANK = "blank"
    """Nobody filled it in."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """A sheet that may be taken."""

    evaluation: Evaluation
    file: str
    """SHA-256 of the file it stands in."""
    place: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """What is there before a return."""

    evaluation: Evaluation | None = None
    is_unreadable: bool = False
    """Whether a file stands there that cannot be read."""
    files: Collection[str] = ()
    """SHA-256 of the files from which this seat was filled before."""
    is_frozen: bool = False
    """Whether a consensus is under way, for which independent marks are no longer to change."""


def choose(returns: Sequence[Return], seat: Seat, *, supersedes: bool) -> list[tuple[Outcome, Finding | None]]:
    """What becomes of each return, in order; at most one is taken.

    What was taken before, from the same file, is nothing new, so that a folder of returns can be collected every day;
    `supersedes` takes it all the same, and an older one instead of a newer one. A draft never stands in for what was
    submitted. Of two that differ none is taken: which one counts is for people to say.
    """
    outcomes: list[tuple[Outcome, Finding | None]] = [(Outcome.SAME, None)] * len(returns)
    new: dict[int, Return] = {}
    for number, each in enumerate(returns):
        if is_blank(each.evaluation):
            outcomes[number] = (Outcome.BLANK, None)
        elif each.evaluation == seat.evaluation:
            continue
        elif each.file in seat.files and not supersedes:
            outcomes[number] = (Outcome.EARLIER, None)
        else:
            new[number] = each
    submitted = [each for each in new.values() if each.evaluation.status is EvaluationStatus.SUBMITTED]
    rivals = submitted or list(new.values())
    taken: Evaluation | None = None
    for number, each in new.items():
        others = [other for other in rivals if other.evaluation != each.evaluation]
        if submitted and each.evaluation.status is EvaluationStatus.DRAFT:
            outcomes[number] = (Outcome.REFUSED, _draft_of(each.place, submitted[0].place.source.path))
        elif refusal := _competing(each, others) if others else _refusal(each, seat, supersedes):
            outcomes[number] = (Outcome.REFUSED, refusal)
        elif each.evaluation != taken:
            taken = each.evaluation
            outcomes[number] = (Outcome.SUPERSEDES if seat.evaluation else Outcome.TAKEN, None)
    return outcomes


def _draft_of(place: Span, submitted: str) -> Finding:
    message = phrase(
        "这是草稿，同一份已提交（{path}）", "This is a draft of what is submitted in {path}", path=submitted
    )
    return error("draft-after-submitted", place, message, _DRAFT)


_DRAFT = phrase("要改已提交的，请评价人重新提交", "To change what was submitted, ask the evaluator to submit again")


def _competing(one: Return, others: Sequence[Return]) -> Finding:
    message = phrase(
        "{case} · {evaluator} 有几份不同的评分，另见 {paths}",
        "Several different sheets for {case} by {evaluator}; see also {paths}",
        case=one.evaluation.case,
        evaluator=one.evaluation.evaluator,
        paths=", ".join(sorted({other.place.source.path for other in others})),
    )
    hint = phrase("问清以哪份为准，单独收那一份", "Ask which one counts, and collect that one alone")
    return error("competing-returns", one.place, message, hint)


def _refusal(one: Return, seat: Seat, supersedes: bool) -> Finding | None:
    now, before = one.evaluation, seat.evaluation
    if seat.is_frozen:
        message = phrase(
            "“{case}”已进入合议，独立评分不再改动",
            "“{case}” is in consensus: independent marks are frozen",
            case=now.case,
        )
        hint = phrase("改动写进合议表", "Changes go into the consensus sheet")
        return error("marks-frozen", one.place, message, hint)
    if seat.is_unreadable:
        message = phrase(
            "evaluations/{case}/{evaluator}.yaml 读不懂，没有替换",
            "evaluations/{case}/{evaluator}.yaml cannot be read, and was not replaced",
            case=now.case,
            evaluator=now.evaluator,
        )
        hint = phrase("先改好或移走那个文件", "Mend that file or move it away first")
        return error("unreadable-evaluation", one.place, message, hint)
    if before is None:
        return None
    if before.status is EvaluationStatus.SUBMITTED and now.status is EvaluationStatus.DRAFT:
        message = phrase("这是草稿，同一份已经提交过", "This is a draft of what was submitted already")
        return error("draft-after-submitted", one.place, message, _DRAFT)
    if now.date is None and before.date and not supersedes:
        message = phrase(
            "这份没有日期，已收的是 {before} 的：说不清哪份在后",
            "This one has no date, the one already taken is of {before}: which is later is not known",
            before=f"{before.date}",
        )
        hint = phrase(
            "请评价人填上日期再交；确要用这一份，加 --supersede",
            "Ask the evaluator to date it; to take it all the same, add --supersede",
        )
        return error("older-return", one.place, message, hint)
    if now.date and before.date and now.date < before.date and not supersedes:
        message = phrase(
            "这份是 {day} 的，已收的是 {before} 的",
            "This one is of {day}, the one already taken of {before}",
            day=f"{now.date}",
            before=f"{before.date}",
        )
        hint = phrase("确要用旧的，加 --supersede", "To go back to the older one, add --supersede")
        return error("older-return", one.place, message, hint)
    return None
