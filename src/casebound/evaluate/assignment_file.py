"""An assignment → `assignments.yaml`, with the comments of the file it takes the place of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casebound.model.evaluation import Assignment
from casebound.read.assignment_comments import AssignmentComments


def render_assignments(
    round_id: str, assignments: Sequence[Assignment], comments: AssignmentComments | None = None
) -> str:
    """One line a case; a comment stands above the case it is about, one about a case that is gone at the top."""
    return "".join(f"{line}\n" for line in _lines(round_id, assignments, comments))


def _lines(round_id: str, assignments: Sequence[Assignment], comments: AssignmentComments | None) -> Iterator[str]:
    of_case = dict(comments.of_case) if comments else {}
    named = {assignment.case for assignment in assignments}
    yield from comments.head if comments else ()
    for case in sorted(of_case.keys() - named):
        yield from (f"# {case}: {text.lstrip('# ')}" for text in of_case[case])
    yield f"round: {round_id}"
    yield "assignments:" if assignments else "assignments: []"
    for assignment in assignments:
        yield from (f"  {text}" for text in of_case.get(assignment.case, ()))
        locked = f", locked: [{', '.join(assignment.locked)}]" if assignment.locked else ""
        yield f"  - {{case: {assignment.case}, evaluators: [{', '.join(assignment.evaluators)}]{locked}}}"
