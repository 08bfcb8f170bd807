"""`assignments.yaml` as somebody wrote it → its comments, each with the case it is about, to be taken along."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from casebound.read.nodes import Node
from casebound.read.yaml_comments import find_comments
from casebound.text.source import Source

_ANY = re.compile("#")


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentComments:
    """Comments, each from its `#` to the end of its line."""

    head: tuple[str, ...]
    """About the file, or about nothing that can be told."""
    of_case: dict[str, tuple[str, ...]]
    """By the case in whose item they stand, or which they precede."""


def comments_of(source: Source, node: Node | None) -> AssignmentComments:
    """All comments of the file, in order; none is left out."""
    pair = node.find("assignments") if node else None
    items = [(item.span, item.find("case")) for item in pair.value.items] if pair else []
    head, of_case = [], defaultdict(list)
    for comment in find_comments(source, 0, len(source.text), _ANY):
        text = source.text[comment.span.start : comment.span.end].rstrip()
        holds = comment.holds
        about = [
            named.value.text
            for span, named in items
            if named
            and span.start < holds.end
            and holds.start < span.end
            and pair
            and holds.start > pair.key.span.start
        ]
        if about:
            of_case[about[0]].append(text)
        else:
            head.append(text)
    return AssignmentComments(head=tuple(head), of_case={case: tuple(texts) for case, texts in of_case.items()})
