"""A fence in a write-up → the figure it describes: what it says, its values, its data, its doubts and its drawing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

from markupsafe import Markup

from casebound.figure.canvas import WIDTH, Canvas
from casebound.figure.given import Given, Option
from casebound.figure.kind import Doubt, Kind, Rows
from casebound.figure.outline import is_outline, read_outline
from casebound.figure.palette import Palette
from casebound.model.measure import Measure
from casebound.model.value import Value
from casebound.read.fields import NUMBER
from casebound.read.markdown import FIGURES, Directive, place_of_name
from casebound.read.reading import Reading
from casebound.read.rows import read_table
from casebound.text.localized import CHINESE, Localized, phrase
from casebound.text.source import Source, Span
from casebound.text.suggest import did_you_mean

OPTIONS: Mapping[str, Localized] = {
    "id": phrase("编号，{{ref}} 与 {{val}} 用它", "its id, for {{ref}} and {{val}}"),
    "caption": phrase("图题", "what stands under it"),
    "alt": phrase(
        "替代文字；不写则由数据得出", "words for those who cannot see it; without it they follow from the data"
    ),
    "data": phrase("数据文件，也可写在围栏的第一行", "its CSV file; may also stand on the fence's first line"),
    "measure": phrase("指标的编号，几个用空格隔开", "ids of measures, between blanks"),
    "note": phrase("图注", "a note under it"),
    "source": phrase("数据来源", "where the data come from"),
    "criterion": phrase("回答哪条准则", "the criteria it answers"),
    "labels": phrase("替换的字，如“等待=Waiting; 其他=Other”", "words to be replaced: “old=new; other=another”"),
    "decimals": phrase("算出来的数留几位小数，默认 1", "decimal places of what is computed; 1 without it"),
}
"""The options of every figure, with what each means."""

_FORMULA = ("=", "+", "-", "@", "\t")
"""How a cell begins that a spreadsheet would run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What figures of one write-up are made from beside their fences."""

    lang: str
    measures: tuple[Measure, ...]
    data: Mapping[str, Source]
    """Data files of the case by path."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure that can be drawn."""

    kind: Kind[Any]
    id: str
    caption: str
    note: str
    source: str
    criteria: tuple[str, ...]
    own_alt: str
    """The author's words for those who cannot see it; empty where there are none."""
    lang: str
    content: Any

    @cached_property
    def told(self) -> str:
        """What it shows, worked out from the data."""
        return self.kind.tell(self.content, self.lang)

    @property
    def alt(self) -> str:
        """What is read where it cannot be seen: the author's words, else the sort of figure and what it shows."""
        return self.own_alt or f"{self.kind.title.to(self.lang)}{self._colon}{self.told}"

    @property
    def _colon(self) -> str:
        return "：" if self.lang == CHINESE else ": "

    @cached_property
    def values(self) -> Mapping[str, Value]:
        """Its values by the names that prose gives them: `share[等待]`."""
        return self.kind.values(self.content)

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """What may be dishonest about it; each rule looks for its own among them."""
        return tuple(self.kind.doubts(self.content))

    @property
    def table(self) -> Rows:
        """What is drawn, as a header and rows."""
        return self.kind.table(self.content, self.lang)

    @property
    def csv(self) -> str:
        """The table as a CSV file; cells that a spreadsheet would take for formulas are text."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerows([inert_cell(cell) for cell in row] for row in self.table)
        return out.getvalue()

    def drawn(self, palette: Palette) -> Canvas:
        """The canvas with the drawing on it, which knows how large it has become."""
        canvas = Canvas(palette, WIDTH)
        self.kind.draw(self.content, canvas, self.lang)
        return canvas

    def draw(self, palette: Palette) -> Markup:
        """The drawing as SVG."""
        return self.svg(self.drawn(palette))

    def svg(self, canvas: Canvas) -> Markup:
        """A canvas as SVG; its title is the alternative text, its description the sort of figure and its caption."""
        kind = self.kind.title.to(self.lang)
        return canvas.svg(self.alt, f"{kind}{self._colon}{self.caption}" if self.caption else kind)


def inert_cell(cell: str) -> str:
    """A cell of CSV that a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) and NUMBER.convert(cell) is None else cell


def find_kind(name: str) -> Kind[Any] | None:
    """The kind of figure with that name; its module is loaded when it is first wanted."""
    if name not in FIGURES:
        return None
    kind: Kind[Any] = import_module(f"casebound.figure.kinds.{name.replace('-', '_')}").KIND
    return kind


def read_figure(directive: Directive, source: Source, line: int, ground: Ground, reading: Reading) -> Figure | None:
    """The figure of a fence that stands on line `line` of `source`; None with findings where it cannot be drawn.

    A data file that is not there has no finding here: the rules about files name it.
    """
    kind = find_kind(directive.name)
    if kind is None:
        return None
    options = {
        name: Option(text=text, place=_option_place(source, line + directive.option_lines[name], text))
        for name, text in directive.options.items()
    }
    for name, option in options.items():
        if name not in OPTIONS and name not in kind.options:
            message = phrase("“{kind}”没有选项“{name}”", "“{kind}” has no option “{name}”", kind=kind.name, name=name)
            reading.note("unknown-option", option.place, message, did_you_mean(name, (*OPTIONS, *kind.options)))
    place = place_of_name(source, line, directive.name)
    file = directive.file
    if file and file not in ground.data and not directive.content.strip():
        return None
    is_list = "outline" in kind.takes and ("rows" not in kind.takes or is_outline(directive.content))
    inside = line + directive.first_line
    outline = read_outline(source, directive.content, inside, reading) if is_list else ()
    table = None
    if "rows" in kind.takes and not is_list:
        if directive.content.strip():
            table = read_table(source, reading, first_line=inside, text=directive.content)
        elif file:
            table = read_table(ground.data[file], reading)
    words = _labels(options, reading)
    given = Given(
        lang=ground.lang,
        place=place,
        options=options,
        table=table.relabelled(words) if table and words else table,
        outline=outline,
        measures=_measures(options, kind, ground, reading),
        case_measures=ground.measures,
        data_file=file,
        reading=reading,
    )
    content = kind.read(given)
    if content is None:
        return None
    return Figure(
        kind=kind,
        id=directive.options.get("id", ""),
        caption=directive.caption,
        note=directive.options.get("note", ""),
        source=directive.options.get("source", ""),
        criteria=directive.criteria,
        own_alt=directive.options.get("alt", ""),
        lang=ground.lang,
        content=content,
    )


def _option_place(source: Source, line: int, text: str) -> Span:
    whole = source.line_span(line)
    at = whole.text.rfind(text) if text else -1
    return whole if at < 0 else source.span(whole.start + at, whole.start + at + len(text))


def _labels(options: Mapping[str, Option], reading: Reading) -> dict[str, str]:
    option = options.get("labels")
    words: dict[str, str] = {}
    for part in re.split(r"[;；]", option.text) if option else ():
        old, mark, new = part.partition("=")
        if mark and old.strip():
            words[old.strip()] = new.strip()
        elif part.strip() and option:
            message = phrase("“{part}”里没有等号", "There is no equals sign in “{part}”", part=part.strip())
            reading.note("wrong-option", option.place, message, phrase("写作：原字=新字", "Write: old=new"))
    return words


def _measures(options: Mapping[str, Option], kind: Kind[Any], ground: Ground, reading: Reading) -> tuple[Measure, ...]:
    option = options.get("measure")
    if option is None:
        return ()
    if "measures" not in kind.takes:
        message = phrase("“{kind}”不能由指标画成", "“{kind}” cannot be drawn from measures", kind=kind.name)
        reading.note("wrong-option", option.place, message)
        return ()
    known = {measure.id: measure for measure in ground.measures if measure.id}
    wanted = option.text.replace(",", " ").replace(";", " ").split()
    for id in wanted:
        if id not in known:
            message = phrase("没有编号为“{id}”的指标", "There is no measure “{id}”", id=id)
            reading.note("wrong-option", option.place, message, did_you_mean(id, known))
    return tuple(known[id] for id in wanted if id in known)
