"""The list of improvers: each knows one slip that is frequent in YAML written by hand, and what was meant by it."""

from __future__ import annotations

from casebound.read.improve_lines import (
    closed_bracket,
    colonless,
    dash,
    indicator,
    item_beside_key,
    missing_comma,
    realigned,
    surplus_bracket,
    surplus_dash,
    tabs,
)
from casebound.read.improve_marks import colons, improve_silent, wide_brackets, wide_commas, wide_indents
from casebound.read.improve_quotes import closed_quote, mixed_quotes, quoted_lines, quoted_value, wide_quotes
from casebound.read.improve_slip import Change, Fault, Improver, Line, Slip, lines_of

__all__ = ["IMPROVERS", "Change", "Fault", "Improver", "Line", "Slip", "improve_silent", "lines_of"]

IMPROVERS: tuple[Improver, ...] = (
    tabs,
    wide_indents,
    colons,
    wide_brackets,
    wide_commas,
    wide_quotes,
    mixed_quotes,
    closed_quote,
    closed_bracket,
    surplus_bracket,
    missing_comma,
    indicator,
    dash,
    surplus_dash,
    item_beside_key,
    quoted_value,
    realigned,
    quoted_lines,
    colonless,
)
"""In this order; the first that lets the parser read on is believed."""
