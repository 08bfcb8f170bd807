"""Marks of Chinese text that are not as GB/T 15834—2011 has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from casebound.check.kind import Hit, Kind
from casebound.check.look import Look
from casebound.check.punctuation_marks import half_width_marks, half_width_quotes, half_width_stops
from casebound.check.punctuation_pairs import Pairs, half_width_brackets, read_pairs, unmatched
from casebound.check.punctuation_signs import (
    blanks_beside_marks,
    blanks_in_chinese,
    half_width_ranges,
    half_width_titles,
    repeated_marks,
    wide_letters,
    wrong_dashes,
    wrong_ellipses,
)
from casebound.check.slip import Slip
from casebound.read.fields import Choice, Field, ListOf, required
from casebound.text.fix import Edit, Fix
from casebound.text.localized import phrase

SEGMENTS = ("field", "heading", "paragraph", "item", "cell", "caption", "quote", "note")
"""The kinds of block that words stand in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Punctuation:
    """Which slip."""

    problem: str
    """`half-width-marks`, `half-width-stops`, `half-width-quotes`, `half-width-brackets`, `half-width-titles`,
    `half-width-ranges`, `unmatched`, `repeated`, `ellipsis`, `dash`, `blank-beside-mark`, `blank-in-chinese`,
    `wide-letters`."""
    blocks: tuple[str, ...] = ()
    """Only in these kinds of block; without it, in all."""


def find(punctuation: Punctuation, look: Look) -> Iterator[Hit]:
    """Each slip of that sort, with what mends it."""
    for slip in _FINDERS[punctuation.problem](look):
        if punctuation.blocks:
            segment = look.prose.segment(slip.start)
            if segment is None or segment.kind not in punctuation.blocks:
                continue
        yield _hit(slip, look)


def _hit(slip: Slip, look: Look) -> Hit:
    source = look.document.source
    span = source.span(slip.start, slip.end)
    shown = " ".join(span.text.split("\n")) if len(span.text) <= 16 else f"{span.text[0]}…{span.text[-1]}"
    fix = None
    if slip.changes:
        edits = tuple(Edit(span=source.span(start, end), text=text) for start, end, text in slip.changes)
        message = phrase("改成“{right}”", "Write “{right}”", right=slip.right) if slip.right else _TAKE_OUT
        if slip.right in ("“”", "‘’"):
            pair = " ".join(slip.right)
            message = phrase("改成全角引号 {pair}", "Use curly quotation marks {pair}", pair=pair)
        fix = Fix(edits=edits, message=message, is_safe=slip.is_safe)
    return Hit(span=span, values={"text": shown, "right": slip.right}, fix=fix)


_TAKE_OUT = phrase("删去空格", "Take the space out")


def _pairs(look: Look) -> tuple[Pairs, ...]:
    """Found once for a write-up, kept with its other views."""
    if "pairs" not in look.__dict__:
        look.__dict__["pairs"] = tuple(read_pairs(look.prose))
    found: tuple[Pairs, ...] = look.__dict__["pairs"]
    return found


def _quotes(look: Look) -> Iterator[Slip]:
    text = look.prose.text
    if '"' in text or "'" in text:
        for segment in look.prose.segments:
            yield from half_width_quotes(text, segment.start, segment.end)


def _brackets(look: Look) -> Iterable[Slip]:
    text = look.prose.text
    return half_width_brackets(text, _pairs(look)) if "(" in text or ")" in text else ()


def _over_all(judge: Callable[[str], Iterator[Slip]]) -> Callable[[Look], Iterator[Slip]]:
    return lambda look: judge(look.prose.text)


_FINDERS: dict[str, Callable[[Look], Iterable[Slip]]] = {
    "half-width-marks": _over_all(half_width_marks),
    "half-width-stops": _over_all(half_width_stops),
    "half-width-quotes": _quotes,
    "half-width-brackets": _brackets,
    "half-width-titles": _over_all(half_width_titles),
    "half-width-ranges": _over_all(half_width_ranges),
    "unmatched": lambda look: unmatched(look.prose, _pairs(look)),
    "repeated": _over_all(repeated_marks),
    "ellipsis": _over_all(wrong_ellipses),
    "dash": _over_all(wrong_dashes),
    "blank-beside-mark": _over_all(blanks_beside_marks),
    "blank-in-chinese": _over_all(blanks_in_chinese),
    "wide-letters": _over_all(wide_letters),
}

KIND = Kind(
    name="punctuation",
    make=Punctuation,
    fields={
        "problem": required(Choice({name: name for name in _FINDERS})),
        "blocks": Field(ListOf(Choice({name: name for name in SEGMENTS}))),
    },
    values=frozenset({"text", "right"}),
    find=find,
)
