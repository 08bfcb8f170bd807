"""Findings → the full format with the colours of a terminal; without its escape codes it is the plain text."""

from __future__ import annotations

from collections.abc import Sequence

from casebound.check.report.full import Role, pieces
from casebound.text.finding import Finding

CODES = {
    Role.PLACE: "1",  # bold
    Role.GUTTER: "2",  # faint
    Role.ERROR: "1;31",  # red
    Role.WARNING: "1;33",  # yellow
    Role.ADVICE: "1;36",  # cyan
    Role.LABEL: "34",  # blue
    Role.HINT: "1",
    Role.REMOVED: "31",
    Role.ADDED: "32",
}
"""SGR parameters (ECMA-48, 8.3.117): the terminal's own palette, so that it stays legible on any background."""


def render_coloured(findings: Sequence[Finding], lang: str) -> str:
    """For a terminal only; whoever calls has asked whether it is one and whether NO_COLOR forbids it."""
    return "".join(_painted(CODES[role], text) if role in CODES else text for role, text in pieces(findings, lang))


def _painted(code: str, text: str) -> str:
    """The text in a colour that ends before its line does."""
    body = text.removesuffix("\n")
    return f"\x1b[{code}m{body}\x1b[0m{text[len(body) :]}"
