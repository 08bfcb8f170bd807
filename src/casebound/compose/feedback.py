"""The evaluations of one case → what its writers are told: comments by criterion, and nothing that tells whose.

A comment stands without name, id and date. Comments on a criterion are ordered by the place in the write-up that they
are about and then by their words, so that their order says nothing of who wrote which. Those that name a member of the
panel, or the organisation of whoever wrote them, are held back, for a person to reword.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from casebound.compose.body import make_body
from casebound.compose.markup import Writing, number_captions
from casebound.compose.medium import Medium
from casebound.compose.pages_round import CriterionRemarks, LetterGroup, Remark
from casebound.model.case import Case
from casebound.model.evaluation import Comment, CommentKind, Evaluation, Evaluator, Round
from casebound.model.framework import Criterion, Framework
from casebound.model.scorecard import Scorecard
from casebound.read.markdown import make_parser
from casebound.text.localized import CHINESE, ENGLISH

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
_BLANKS_IN_HAN = re.compile(f"(?<={_HAN.pattern})[\\s\u200b\u2060\ufeff]+(?={_HAN.pattern})")
_SHORTEST_NAME, _SHORTEST_ID = 2, 3
"""Characters: a shorter one stands in too many words that name nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """A comment that names somebody."""

    evaluation: Evaluation
    comment: Comment
    word: str
    """The name, id or organisation in it."""


def held_back(evaluations: Iterable[Evaluation], round: Round) -> tuple[HeldBack, ...]:
    """The comments for a letter that name somebody."""
    return tuple(
        HeldBack(evaluation=evaluation, comment=comment, word=word)
        for evaluation in evaluations
        for mark in evaluation.marks.values()
        for comment in mark.comments
        if _is_told(comment) and (word := _named(comment.text, evaluation.evaluator, round.panel))
    )


def make_letter_groups(
    framework: Framework, card: Scorecard, evaluations: Iterable[Evaluation], round: Round, places: Mapping[str, str]
) -> tuple[LetterGroup, ...]:
    """Strengths and improvements on each criterion, with the mark that counts; `places` as of `places_of`.

    Comments to be verified on site are not told: they say what an assessor will look at.
    """
    evaluations = tuple(evaluations)
    results = {score.criterion: score.result for score in card.scores}
    return tuple(
        LetterGroup(
            criterion=group,
            reached=card.sections[group.id],
            rows=tuple(
                CriterionRemarks(
                    criterion=leaf,
                    result=results[leaf.id],
                    is_agreed=leaf.id in card.agreed,
                    strengths=_remarks(evaluations, leaf, CommentKind.STRENGTH, round, places),
                    improvements=_remarks(evaluations, leaf, CommentKind.IMPROVEMENT, round, places),
                )
                for leaf in group.leaves()
            ),
        )
        for group in framework.criteria
    )


def places_of(case: Case) -> dict[str, str]:
    """What a comment can be about, by anchor, in the order of the text: `3.2 原因分析`, `表2`, a measure's name."""
    body = make_body(case, Medium())
    numbers = {item.section.id: f"{item.number} {item.section.title}" for item in body.sections if item.section.id}
    writing = Writing(case=case, medium=Medium(), parser=make_parser())
    places: dict[str, str] = {}
    for section in case.sections:
        if section.id:
            places[section.id] = numbers[section.id]
        number_captions(writing, writing.parser.parse(section.text, writing.env))
        places.update(writing.labels)
    places.update({measure.id: measure.name for measure in case.measures if measure.id not in places})
    return places


def _remarks(
    evaluations: Iterable[Evaluation], leaf: Criterion, kind: CommentKind, round: Round, places: Mapping[str, str]
) -> tuple[Remark, ...]:
    order = {anchor: at for at, anchor in enumerate(places)}
    found = {
        (order.get(comment.anchor, len(order)), _words(comment)): comment
        for evaluation in evaluations
        for comment in _comments(evaluation, leaf)
        if comment.kind is kind and _is_told(comment) and not _named(comment.text, evaluation.evaluator, round.panel)
    }
    return tuple(
        Remark(text=text, lang=CHINESE if _HAN.search(text) else ENGLISH, place=places.get(found[key].anchor, ""))
        for key in sorted(found)
        for text in (key[1],)
    )


def _comments(evaluation: Evaluation, leaf: Criterion) -> Iterator[Comment]:
    if mark := evaluation.marks.get(leaf.id):
        yield from mark.comments


def _words(comment: Comment) -> str:
    return " ".join(comment.text.split())


def _is_told(comment: Comment) -> bool:
    return comment.kind in (CommentKind.STRENGTH, CommentKind.IMPROVEMENT) and bool(comment.text.strip())


def _named(text: str, author: str, panel: Iterable[Evaluator]) -> str:
    """A word in the text that tells who evaluated; empty without one."""
    for evaluator in panel:
        words = [evaluator.name] if len(evaluator.name) >= _SHORTEST_NAME else []
        if len(evaluator.id) >= _SHORTEST_ID and re.search("[a-z]", evaluator.id):
            words.append(evaluator.id)
        if evaluator.id == author:
            words += [name for name in evaluator.organizations if len(name) >= _SHORTEST_NAME]
        for word in words:
            if _stands_in(word, text):
                return word
    return ""


def _stands_in(word: str, text: str) -> bool:
    """Whether a name is in a text, blanks between its Chinese characters or not; one of Latin letters as a word."""
    word, text = _BLANKS_IN_HAN.sub("", word), _BLANKS_IN_HAN.sub("", text)
    edge = r"(?<![A-Za-z0-9-]){}(?![A-Za-z0-9-])" if word.isascii() else "{}"
    return re.search(edge.format(re.escape(word)), text, re.IGNORECASE) is not None
