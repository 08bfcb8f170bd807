"""A figure of a text → HTML: the drawing, its caption, note and source; on screen its data to unfold and take along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from casebound.figure.figure import Figure
from casebound.figure.palette import Palette
from casebound.read.markdown import Directive
from casebound.text.localized import phrase

_NOTE, _SOURCE = phrase("注：", "Note: "), phrase("数据来源：", "Source: ")
_DATA = phrase("图中的数据", "The data of this figure")
_MOST = 200
"""Rows of data shown on a page; the file has all."""
_MORE = phrase("共{{n}}行，全部在文件里。", "{{n}} rows in all; the file has every one.")
_MISSING = phrase("〔此图缺少数据，没有画出〕", "[not drawn: its data are missing]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A figure in its place in the text."""

    figure: Figure
    label: str
    """`图 2`."""
    anchor: str
    """As a link names it, without the prefix of the document."""

    @property
    def data_name(self) -> str:
        """The file in which its data are given along."""
        return f"{self.anchor}.{self.figure.lang}.csv"


def figure_html(
    directive: Directive,
    drawn: Drawn | None,
    *,
    lang: str,
    label: str,
    id: str,
    palette: Palette,
    data_base: str,
    words: Callable[[str], Markup],
) -> str:
    """The figure in the text, or in its place that it could not be drawn; `words` renders the markup of captions."""
    inside = drawn.figure.draw(palette) if drawn else Markup(f"<p>{_MISSING.to(lang)}</p>")
    scrolls = Markup(' tabindex="0" role="group" aria-label="{}"').format(label) if data_base else ""
    opening = Markup('<figure class="drawn" id="{}"><div class="drawing-box"{}>{}</div>').format(id, scrolls, inside)
    caption = Markup('<span class="label">{}</span> {}').format(label, words(directive.caption))
    notes = Markup("").join(
        Markup('<p class="figure-note">{}{}</p>').format(before.to(lang), words(text))
        for name, before in (("note", _NOTE), ("source", _SOURCE))
        if (text := directive.options.get(name, ""))
    )
    if not data_base:  # paper has tags of its own, by which a note is a paragraph like others
        return f"{opening}<figcaption>{caption}</figcaption>{notes}</figure>\n"
    data = _data(drawn, data_base) if drawn else ""
    return f"{opening}<figcaption>{caption}{notes}</figcaption></figure>{data}\n"


def _data(drawn: Drawn, base: str) -> Markup:
    head, *rows = drawn.figure.table
    lang = drawn.figure.lang
    header = Markup("").join(Markup('<th scope="col">{}</th>').format(cell) for cell in head)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(cell) for cell in row))
        for row in rows[:_MOST]
    )
    more = Markup("<p>{}</p>").format(_MORE.to(lang).format(n=len(rows))) if len(rows) > _MOST else Markup("")
    return Markup(
        '<details class="figure-data"><summary>{}</summary>'
        '<div class="scroll" tabindex="0" role="region" aria-label="{}">'
        "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
        '{}<p><a class="file" href="{}" download>CSV</a></p></details>'
    ).format(_DATA.to(lang), f"{drawn.label} CSV", header, body, more, base + quote(drawn.data_name))
