"""The Markdown dialect of write-ups (CommonMark, tables, MyST roles and directives): its parser and its directives.

HTML is never passed through: it is shown as the text it is.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from casebound.text.source import Source, Span

ROLES = ("val", "ref")
FIGURES = (
    *("affinity", "arrow-diagram", "before-after", "check-sheet", "control-chart", "csat", "fishbone", "five-whys"),
    *("gantt", "histogram", "journey-map", "kano", "matrix", "nps", "pareto", "pdpc", "pie", "prioritization", "radar"),
    *("relations", "run-chart", "scatter", "service-blueprint", "servqual", "stratification", "tree"),
)
"""The figures that can be drawn; each is the module of that name in `figure/kinds`."""
DIRECTIVES = ("table", *FIGURES)

_DIRECTIVE = re.compile(r"\{(?P<name>[^}\s]+)\}[ \t]*(?P<argument>.*)")
_FILE = re.compile(r"\S.*\.(?:csv|tsv|txt)", re.IGNORECASE)
_OPTION = re.compile(r":(?P<key>[\w-]+):[ \t]*(?P<value>.*)")


def make_parser() -> MarkdownIt:
    """A parser of the dialect; parsers keep no state between texts."""
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(deflist_plugin).use(colon_fence_plugin).use(myst_role_plugin)
    parser.use(attrs_plugin, after=("image",), allowed=["id"])
    return parser


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """A fenced block with a name, such as `:::{table} caption`."""

    name: str
    argument: str
    options: dict[str, str]
    content: str
    first_line: int
    """Line of the content's first line, counted from the fence's own."""
    option_lines: dict[str, int]
    """Line of each option, counted likewise."""

    @property
    def is_figure(self) -> bool:
        """Whether it draws."""
        return self.name in FIGURES

    @property
    def file(self) -> str:
        """The data file that a figure names, in its option or behind its name; empty where it names none."""
        if not self.is_figure:
            return ""
        name = self.options.get("data", "") or (self.argument if _FILE.fullmatch(self.argument) else "")
        return posixpath.normpath(name) if name else ""

    @property
    def criteria(self) -> tuple[str, ...]:
        """The criteria that a figure answers."""
        return tuple(self.options.get("criterion", "").replace('"', "").split()) if self.is_figure else ()

    @property
    def caption(self) -> str:
        """What stands over a table or under a figure: for a figure its option, or words behind its name."""
        if not self.is_figure:
            return self.argument
        return self.options.get("caption", "") or ("" if _FILE.fullmatch(self.argument) else self.argument)


def place_of_name(source: Source, line: int, name: str) -> Span:
    """Where the name of a directive stands, with its braces, on the line of its fence (from 1)."""
    whole = source.line_span(line)
    at = whole.text.find(f"{{{name}}}")
    return whole if at < 0 else source.span(whole.start + at, whole.start + at + len(name) + 2)


def read_directive(token: Token) -> Directive | None:
    """The directive a fence token holds; None for an ordinary fence."""
    match = _DIRECTIVE.fullmatch(token.info.strip())
    if token.type not in ("colon_fence", "fence") or match is None:
        return None
    lines = token.content.split("\n")
    options: dict[str, str] = {}
    option_lines: dict[str, int] = {}
    number = 0
    while number < len(lines) and (option := _OPTION.fullmatch(lines[number].strip())):
        options[option["key"]] = option["value"].strip()
        number += 1
        option_lines[option["key"]] = number
    return Directive(
        name=match["name"],
        argument=match["argument"].strip(),
        options=options,
        content="\n".join(lines[number:]),
        first_line=number + 1,
        option_lines=option_lines,
    )
