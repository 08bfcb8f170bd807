"""An evaluation → the YAML file in which it is kept; reading it gives the same evaluation again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from casebound.model.evaluation import Comment, ConditionCheck, Evaluation, Mark

_PLAIN = re.compile(r"(?![0-9.]*$)\w(?:[\w，。、；：？！（）《》—…·％%./()+-]| (?=[^ #]))*(?<![-:.])")
"""Texts that mean the same with and without quotes, in and outside brackets."""
_NOT_PLAIN = frozenset(("null", "~", "y", "n", "yes", "no", "true", "false", "on", "off"))
_INVISIBLE = re.compile("[\x7f-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff0-\uffff]")


def render_evaluation(evaluation: Evaluation) -> str:
    """`evaluations/<case>/<evaluator>.yaml`. Criteria and conditions stand in the order of their numbers.

    Texts are without control characters and white space at their ends, as a reader of sheets gives them.
    """
    return "".join(f"{line}\n" for line in _lines(evaluation))


def _lines(evaluation: Evaluation) -> Iterator[str]:
    yield f"case: {_scalar(evaluation.case)}"
    yield f"evaluator: {_scalar(evaluation.evaluator)}"
    yield f"status: {evaluation.status.value}"
    if evaluation.date:
        yield f"date: {evaluation.date.isoformat()}"
    for name in ("packet", "case_digest", "framework_digest"):
        if value := getattr(evaluation, name):
            yield f"{name}: {_scalar(value)}"
    if evaluation.conditions:
        yield "conditions:"
        for id in sorted(evaluation.conditions, key=by_number):
            yield f"  {_key(id)}: {_condition(evaluation.conditions[id])}"
    if evaluation.marks:
        yield "marks:"
    for id in sorted(evaluation.marks, key=by_number):
        yield from _mark(id, evaluation.marks[id])
    if evaluation.overall:
        yield from _block("overall", evaluation.overall)


def by_number(id: str) -> tuple[tuple[int, int, str], ...]:
    """A key to sort by under which 5.9 stands before 5.10."""
    parts = re.findall(r"[0-9]{1,15}|[^0-9]+|[0-9]+", id)
    return tuple((0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part) for part in parts)


def _condition(check: ConditionCheck) -> str:
    met = [] if check.met is None else [f"met: {'yes' if check.met else 'no'}"]
    comment = [f"comment: {_scalar(check.comment)}"] if check.comment else []
    return f"{{{', '.join((*met, *comment))}}}"


def _mark(id: str, mark: Mark) -> Iterator[str]:
    if mark.value is None and not mark.comments:
        yield f"  {_key(id)}: {{}}"
        return
    yield f"  {_key(id)}:"
    if mark.value is not None:
        yield f"    value: {mark.value:f}"
    if mark.comments:
        yield "    comments:"
        yield from (f"      - {_comment(comment)}" for comment in mark.comments)


def _comment(comment: Comment) -> str:
    kind = [f"kind: {comment.kind.value}"] if comment.kind else []
    anchor = [f"anchor: {_scalar(comment.anchor)}"] if comment.anchor else []
    return f"{{{', '.join((*kind, f'text: {_scalar(comment.text)}', *anchor))}}}"


def _block(name: str, text: str) -> Iterator[str]:
    """Paragraphs stand as they are, where nothing but line breaks needs care."""
    lines = text.split("\n")
    is_simple = all(line == line.strip() and not _needs_escape(line) for line in lines)
    if len(lines) == 1 or not is_simple:
        yield f"{name}: {_scalar(text)}"
        return
    yield f"{name}: |-"
    yield from (f"  {line}" if line else "" for line in lines)


def _key(id: str) -> str:
    return _quoted(id)


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) and text.lower() not in _NOT_PLAIN else _quoted(text)


def _needs_escape(text: str) -> bool:
    return "\t" in text or bool(_INVISIBLE.search(text))


def _quoted(text: str) -> str:
    """JSON's quotes are YAML's; what an editor would not show is escaped."""
    return _INVISIBLE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))
