"""A case's sections → HTML, with numbers filled in, tables numbered and references resolved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token
from markupsafe import Markup

from casebound.compose.drawn import Drawn
from casebound.compose.markup import Writing, number_captions, render, spoken, writing_parser
from casebound.compose.medium import Medium
from casebound.model.case import Case, Section
from casebound.read.document import headings


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionBody:
    """A section, rendered."""

    section: Section
    anchor: str
    number: str
    """`2`, `2.1`: by order and depth."""
    content: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Captioned:
    """A table or figure, as a list of them names it."""

    anchor: str
    label: str
    """`表 2`."""
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """All sections of a case, and what is gathered after them."""

    sections: tuple[SectionBody, ...]
    notes: Markup
    """Footnotes, where the medium gathers them; else empty."""
    figures: tuple[Drawn, ...]
    """The figures that were drawn, in order."""
    captioned: tuple[Captioned, ...]
    """Every table and figure, in order."""


def make_body(case: Case, medium: Medium) -> Body:
    """Render the sections of a case."""
    writing = Writing(case=case, medium=medium, parser=writing_parser())
    writing.env["docId"] = (medium.prefix or case.id).strip("-")
    text = "\n\n".join(
        f"{'#' * section.level} {_one_line(section.title)}\n\n{section.text}" for section in case.sections
    )
    tokens = writing.parser.parse(text, writing.env)
    tokens, note_tokens = _without_notes(tokens)
    number_captions(writing, tokens)
    writing.anchors = {*writing.labels, *(section.id for section in case.sections if section.id)}
    for number, content in note_tokens.items():
        writing.notes[number] = render(writing, content)
    starts = [index for index, _, _ in headings(tokens)]
    numbers = _numbers(case.sections)
    sections = []
    for order, (section, start) in enumerate(zip(case.sections, starts, strict=False)):
        end = starts[order + 1] if order + 1 < len(starts) else len(tokens)
        sections.append(
            SectionBody(
                section=section,
                anchor=medium.prefix + (section.id or f"section-{order + 1}"),
                number=numbers[order],
                content=Markup(render(writing, tokens[start + 3 : end])),
            )
        )
    captioned = tuple(
        Captioned(anchor=medium.prefix + anchor, label=label, caption=spoken(writing, words))
        for anchor, label, words in writing.captions
    )
    return Body(
        sections=tuple(sections), notes=_gathered(writing), figures=tuple(writing.drawn.values()), captioned=captioned
    )


def _one_line(title: str) -> str:
    return " ".join(title.split()) or "\u200b"


def _numbers(sections: Sequence[Section]) -> list[str]:
    counters = [0, 0, 0]
    numbers = []
    for section in sections:
        depth = min(section.level, 4) - 2
        counters[depth] += 1
        counters[depth + 1 :] = [0] * (2 - depth)
        numbers.append(".".join(str(counter) for counter in counters[: depth + 1]))
    return numbers


def _without_notes(tokens: list[Token]) -> tuple[list[Token], dict[int, list[Token]]]:
    """The text's tokens, and each footnote's own."""
    kept: list[Token] = []
    notes: dict[int, list[Token]] = {}
    current: int | None = None
    in_block = False
    for token in tokens:
        if token.type == "footnote_block_open":
            in_block = True
        elif token.type == "footnote_block_close":
            in_block = False
        elif token.type == "footnote_open":
            current = int(token.meta["id"])
            notes[current] = []
        elif token.type == "footnote_close":
            current = None
        elif token.type == "footnote_anchor":
            continue
        elif in_block and current is not None:
            notes[current].append(token)
        else:
            kept.append(token)
    return kept, notes


def _gathered(writing: Writing) -> Markup:
    if writing.medium.has_page_notes or not writing.notes:
        return Markup("")
    prefix = writing.medium.prefix
    items = "".join(f'<li id="{prefix}note-{number + 1}">{text}</li>' for number, text in sorted(writing.notes.items()))
    return Markup(f'<ol class="notes">{items}</ol>')
