"""A text where a list or a mapping is wanted, or the other way round → the slips in it, by offsets in its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from casebound.read.improve_marks import bracket_slip, comma_slip, entry_slips
from casebound.read.improve_slip import KEY, LEAD, NAME, Change, Slip, line_at
from casebound.text.localized import phrase
from casebound.text.source import Source, Span

LONGEST = 4_000
"""Characters beyond which a text is taken for what it is."""

_ENTRY_LINE = re.compile(rf"^{LEAD}{NAME}[ \t\u3000]*(?:[：=＝]|:[^\s/]|:[\u3000\xa0]|: )")
_WORDS = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}(?:[ ]?[，、,][ ]?[A-Za-z0-9][A-Za-z0-9_.-]{0,63})*")
_BLANK = re.compile(r"\s*(?:- +){0,32}")
_COMMA = re.compile(r"[ ]?[，、][ ]?")
_ONE = re.compile(r"[^\[\]{},:#\"'&*!|>%@`\r\n]{1,200}")


def mapping_slips(span: Span) -> tuple[int, Sequence[Slip]] | None:
    """For `kind：team` or `kind:team`, one a line: where its lines begin in the source, and the slips in them."""
    text, start = _lines(span)
    if len(text) > LONGEST:
        return None
    slips: list[Slip] = []
    own = text[span.start - start :]
    if own[:1] == "｛" and own.rstrip()[-1:] == "｝":
        slip = bracket_slip(own.rstrip(), span.start - start)
        return None if slip is None else (start, [slip])
    at = span.start - start
    while at < len(text):
        line = line_at(text, at)
        if line.text.strip():
            if not _ENTRY_LINE.match(line.text):
                return None
            slips.extend(list(entry_slips(line.text[line.indent :], line.start + line.indent))[:1])
        at = line.end + 1
    return (start, slips) if slips else None


def list_slips(span: Span) -> tuple[int, Sequence[Slip]] | None:
    """For `［a, b］`, `a、b` and `a` alone: where its line begins in the source, and the slip in it."""
    text, start = _lines(span)
    own, at = span.text, span.start - start
    if len(text) > LONGEST:
        return None
    if own[0] in "［【" and own[-1] in "］】":
        slip = bracket_slip(own, at)
        return None if slip is None else (start, [slip])
    is_words = _WORDS.fullmatch(own) is not None
    if not is_words and (not _ONE.fullmatch(own) or own[0] in "-?“‘「"):
        return None
    commas = [
        Change(start=at + match.start(), end=at + match.end(), text=", ") for match in _COMMA.finditer(own) if is_words
    ]
    slip = Slip(
        start=at,
        end=at + len(own),
        message=phrase("这里应为列表，只写了“{what}”", "A list is wanted here, not “{what}”", what=_short(own)),
        hint=phrase("放进方括号：[{what}]", "Put it between brackets: [{what}]", what=_COMMA.sub(", ", own))
        if is_words
        else phrase("放进方括号，或另起一行以“- ”开头", "Put it between brackets, or on a line of its own after “- ”"),
        changes=(
            Change(start=at, end=at, text="["),
            *commas,
            Change(start=at + len(own), end=at + len(own), text="]"),
        ),
        remedy=phrase("写成列表", "Make it a list"),
        is_safe=is_words,
        rule="wrong-type",
    )
    return start, [slip]


def comma_slips(span: Span) -> tuple[int, Sequence[Slip]] | None:
    """For `[a，b]`, whose items are words of ours: where its line begins in the source, and the slip in it."""
    text, start = _lines(span)
    own = span.text
    inside = own[1:-1].strip()
    if not (own.startswith("[") and own.endswith("]") and "\n" not in own and _WORDS.fullmatch(inside)):
        return None
    found = list(_COMMA.finditer(text, span.start - start, span.end - start))
    return (start, [comma_slip(found, 0, is_safe=True)]) if found else None


def text_slip(span: Span) -> Slip | None:
    """For `- a: b` where a text is wanted, all on one line: quote it. Offsets are the source's."""
    own = span.text
    if not re.match(rf"{KEY}: ", own) or "\n" in own or "\r" in own or '"' in own or "\\" in own:
        return None
    at = span.start + own.index(": ")
    return Slip(
        start=at,
        end=at + 1,
        message=phrase("这里不能再出现“: ”", "A “: ” cannot stand here"),
        hint=phrase("值里含冒号时，用引号括起整个值", "Quote the whole value when it contains a colon"),
        changes=(
            Change(start=span.start, end=span.start, text='"'),
            Change(start=span.end, end=span.end, text='"'),
        ),
        remedy=phrase("用引号括起整个值", "Quote the whole value"),
        is_safe=True,
    )


def _lines(span: Span) -> tuple[str, int]:
    """What stands at a span with its indentation, dashes of a list made blank, and where that begins.

    Without its indentation where something else stands before it on its line.
    """
    source: Source = span.source
    start = line_at(source.text, span.start).start
    head = source.text[start : span.start]
    if not _BLANK.fullmatch(head):
        return span.text, span.start
    return head.replace("-", " ") + span.text, start


def _short(text: str) -> str:
    return text if len(text) <= 24 else text[:23] + "…"
