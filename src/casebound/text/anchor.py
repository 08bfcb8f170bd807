"""The names of places in a book: `<case>--<anchor>`, the same in every document, and how links to them are written."""

from __future__ import annotations

BETWEEN = "--"
"""Between a case's id and an anchor in it; no id holds two hyphens in a row."""
WHOLE = "case"
"""The anchor of a chapter's title."""
IN_BOOK = "book:"
"""Begins the address of a link to a place that may stand in another chapter."""


def anchor_name(case: str, anchor: str = WHOLE) -> str:
    """The name of a place in a case."""
    return f"{case}{BETWEEN}{anchor}"


def case_of(name: str) -> str:
    """The id of the case in which a place of that name stands."""
    return name.partition(BETWEEN)[0]
