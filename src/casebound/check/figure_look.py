"""A write-up's fences → the figures they describe, each with its place and what was read amiss in it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebound.read.markdown import Directive, place_of_name, read_directive
from casebound.read.reading import Reading
from casebound.read.written import WrittenCase
from casebound.text.finding import Finding
from casebound.text.source import Source, Span

if TYPE_CHECKING:
    from casebound.figure.figure import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLook:
    """One figure of a write-up."""

    directive: Directive
    figure: Figure | None
    """None where it cannot be drawn."""
    place: Span
    """Its name in the fence."""
    line: int
    """The line of its fence in the source, from 1."""
    findings: tuple[Finding, ...]

    def option(self, name: str) -> Span:
        """Where an option stands; the figure's name where it does not."""
        number = self.directive.option_lines.get(name)
        return self.place if number is None else self.place.source.line_span(self.line + number)


def look_at_figures(written: WrittenCase) -> tuple[FigureLook, ...]:
    """In order. Modules that draw are loaded only where there is something to draw."""
    return tuple(_looks(written))


def _looks(written: WrittenCase) -> Iterator[FigureLook]:
    document = written.document
    first_line = 0
    ground = None
    for token in document.body.tokens:
        directive = read_directive(token) if "{" in token.info else None
        if directive is None or not directive.is_figure or token.map is None:
            continue
        from casebound.figure.figure import Ground, read_figure

        if ground is None:
            first_line = document.source.position(document.body_start)[0]
            data = {
                item.file: Source(path=posixpath.join(written.folder, item.file), text=item.text)
                for item in written.case.data
            }
            ground = Ground(lang=written.case.lang, measures=written.case.measures, data=data)
        reading = Reading()
        line = first_line + token.map[0]
        figure = read_figure(directive, document.source, line, ground, reading)
        place = place_of_name(document.source, line, directive.name)
        yield FigureLook(directive=directive, figure=figure, place=place, line=line, findings=tuple(reading.findings))
