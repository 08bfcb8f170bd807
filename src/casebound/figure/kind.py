"""A kind of figure: what one module of `figure/kinds` offers. What an author gave flows in; a content, its telling,
its values, its table, its doubts and its drawing come out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from casebound.figure.canvas import Canvas
from casebound.figure.doubt import Doubt, Problem
from casebound.figure.given import Given
from casebound.model.value import Value
from casebound.text.localized import Localized

__all__ = ["Doubt", "Kind", "Problem", "Rows", "Takes", "no_doubts", "no_values"]

T = TypeVar("T")

Rows = tuple[tuple[str, ...], ...]
"""A header, then rows of as many cells."""

Takes = Literal["rows", "outline", "measures"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[T]):
    """A kind of figure; `T` is its content, a frozen dataclass with everything worked out in `Decimal`."""

    name: str
    """The word in the fence; its module's name, with hyphens. `<name>.md` beside the module is its page."""
    title: Localized
    takes: frozenset[Takes]
    """What it can be made from: rows (a CSV file or inside the fence), a nested list, measures of the case."""
    options: Mapping[str, Localized]
    """The options it has beside those of every figure, with what each means."""
    parts: Mapping[str, Localized]
    """The values that prose may name, such as `share[…]`, with what each is."""
    read: Callable[[Given], T | None]
    """The content, or None with a finding where nothing sound can be drawn."""
    tell: Callable[[T, str], str]
    """What the figure shows, in one sentence of the language: it is read where the figure cannot be seen."""
    values: Callable[[T], Mapping[str, Value]]
    table: Callable[[T, str], Rows]
    """The numbers and words that are drawn, to be downloaded and read as a table."""
    doubts: Callable[[T], Iterable[Doubt]]
    draw: Callable[[T, Canvas, str], None]
    """Draw the content in a language, and set the canvas's height."""


def no_doubts(_content: object) -> Iterable[Doubt]:
    """For a kind about whose honesty nothing can be said."""
    return ()


def no_values(_content: object) -> Mapping[str, Value]:
    """For a kind that has only words."""
    return {}
