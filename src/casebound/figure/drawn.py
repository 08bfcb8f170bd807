"""A content and its drawing → how high that is, to be known before it is taken for sound."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from casebound.figure.canvas import Canvas
from casebound.figure.palette import PAPER

T = TypeVar("T")


def drawn_height(draw: Callable[[T, Canvas, str], None], content: T, lang: str) -> float:
    """The height of the drawing at the full width."""
    canvas = Canvas(PAPER)
    draw(content, canvas, lang)
    return canvas.height
