"""What ties a cell of an XLSX sheet to its meaning: keys in a hidden column and row, which move with it.

A row's key says what is asked in it (`criterion:5.2.1`), a column's key what sort of answer stands there (`mark`).
"""

from __future__ import annotations

SHEET = "casebound:sheet:1"
"""Where the key column and the key row of a case's sheet meet."""
INSTRUCTIONS = "casebound:instructions:1"
"""First cell of the worksheet that says how to fill in the others."""
INDEX = "casebound:index:1"
"""First cell of the hidden sheet that says once more which sheet is about which case."""

KIND, TEXT, ANCHOR, CRITERION, MARK = COLUMNS = ("kind", "text", "anchor", "criterion", "mark")
"""Keys of columns. `criterion` holds the weight, and in rows of free comments the criterion."""
IDENTITY = ("packet", "round", "evaluator", "case", "case_digest", "framework_digest")
"""Keys of rows whose text says what a sheet belongs to: the names of the fields of `ReturnedSheet`."""
ENDING = ("overall", "status", "date")
"""Keys of rows whose text is an answer on the case as a whole."""
OF_CRITERION, OF_COMMENT, OF_CONDITION, OF_REMARK = "criterion:", "comment:", "condition:", "remark:"
"""Beginnings of the keys of rows that ask about one criterion or condition; its id follows."""
FREE_COMMENT = "comment"
"""Key of a row in which a comment on any criterion may stand."""
LABEL = "label"
"""Key of a row that asks nothing: without a key are the rows that somebody else put in."""
ANCHOR_SEPARATOR = " — "
"""Between an anchor's id and its title in a drop-down."""
