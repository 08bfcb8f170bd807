"""Figures from fences, as the tests want them: a fence in, the figure and what was said about it out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from casebound.figure.figure import Figure, Ground, read_figure
from casebound.model.measure import Measure
from casebound.read.markdown import make_parser, read_directive
from casebound.read.reading import Reading
from casebound.text.finding import Finding
from casebound.text.source import Source
from casebound.workspace.resources import built_in

KINDS: Path = built_in("figure") / "kinds"
_EXAMPLE = re.compile(r"^~~~~(?P<lang>zh-CN|en)\n(?P<fence>.*?)^~~~~$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Read:
    """What came of a fence."""

    figure: Figure | None
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> Figure:
        """The figure, which must be there without a finding."""
        assert [(finding.span.text, finding.message.to("en")) for finding in self.findings] == []
        assert self.figure is not None
        return self.figure

    @property
    def said(self) -> list[tuple[str, str, str]]:
        """Rule, place and message of each finding."""
        return [(finding.rule, finding.span.text, finding.message.to("zh-CN")) for finding in self.findings]


def figure(
    fence: str, *, lang: str = "zh-CN", data: Mapping[str, str] | None = None, measures: tuple[Measure, ...] = ()
) -> Read:
    """The one figure in a piece of a write-up; `data`: the text of its files by path."""
    source = Source(path="case.md", text=fence)
    token = next(token for token in make_parser().parse(fence) if token.type in ("fence", "colon_fence"))
    directive = read_directive(token)
    assert directive is not None and token.map is not None
    files = {name: Source(path=name, text=text) for name, text in (data or {}).items()}
    reading = Reading()
    ground = Ground(lang=lang, measures=measures, data=files)
    return Read(
        figure=read_figure(directive, source, token.map[0] + 1, ground, reading), findings=tuple(reading.findings)
    )


def fence(kind: str, rows: str, **options: str) -> str:
    """A fence with options and rows (or a list)."""
    lines = [f":{name.replace('_', '-')}: {value}" for name, value in options.items()]
    return "\n".join([f"```{{{kind}}}", *lines, rows.strip("\n"), "```", ""])


def examples(name: str) -> list[tuple[str, str]]:
    """Language and fence of each example on the page of a kind."""
    page = (KINDS / f"{name.replace('-', '_')}.md").read_text(encoding="utf-8")
    return [(match["lang"], match["fence"]) for match in _EXAMPLE.finditer(page)]
