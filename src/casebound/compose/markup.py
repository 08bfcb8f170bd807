"""Tokens of a write-up → HTML: our own rendering of roles, directives, footnotes, images and links.

All HTML that reaches a page is made here, by markdown-it with HTML input switched off, or by a template with
autoescape: no markup of a write-up passes through.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import quote, unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from casebound.compose.drawn import Drawn, figure_html
from casebound.compose.medium import Medium
from casebound.compose.tables import narrow_columns
from casebound.figure.figure import Ground, read_figure
from casebound.model.audience import WITHHELD
from casebound.model.case import Case
from casebound.model.value import Value, value_of, written
from casebound.read.case_link import read_case_link
from casebound.read.markdown import Directive, make_parser, read_directive
from casebound.read.reading import Reading
from casebound.text.han import is_wide
from casebound.text.localized import phrase
from casebound.text.source import Source

TABLE = phrase("表{{n}}", "Table {{n}}")
JOINER = "\u2060"  # keeps a footnote's mark on the line of its word
FIGURE = phrase("图{{n}}", "Figure {{n}}")
_NOWHERE = Source(path="", text="")  # findings about figures have been made by the checker, where they have a place


@dataclass(slots=True)
class Writing:
    """One body in the making."""

    case: Case
    medium: Medium
    parser: MarkdownIt
    env: dict[str, Any] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    """Anchor of a table or figure → “表 2”."""
    anchors: set[str] = field(default_factory=set)
    """Everything in this text that a link can lead to: a section that was withheld is not there."""
    tables: int = 0
    is_captioned: bool = False
    """Whether a table with a caption is being written."""
    figures: int = 0
    drawn: dict[str, Drawn] = field(default_factory=dict)
    """The figures that can be drawn, by their anchors."""
    captions: list[tuple[str, str, str]] = field(default_factory=list)
    """Anchor, label and caption as written, of every table and figure in order."""
    notes: dict[int, str] = field(default_factory=dict)
    """Footnote number (from 0) → its HTML."""


def number_captions(writing: Writing, tokens: Sequence[Token]) -> None:
    """Number tables and figures in order of appearance."""
    lang = writing.case.lang
    data = {item.file: Source(path=item.file, text=item.text) for item in writing.case.data}
    ground = Ground(lang=lang, measures=writing.case.measures, data=data)
    for token in tokens:
        directive = read_directive(token)
        if directive and directive.is_figure:
            writing.figures += 1
            label = FIGURE.to(lang).format(n=writing.figures)
            anchor = directive.options.get("id", "") or f"figure-{writing.figures}"
            token.meta = {**token.meta, "label": label, "anchor": anchor}
            writing.labels[anchor] = label
            writing.captions.append((anchor, label, directive.caption))
            figure = read_figure(directive, _NOWHERE, 1, ground, Reading())
            if figure is not None:
                writing.drawn[anchor] = Drawn(figure=figure, label=label, anchor=anchor)
        if directive and directive.name == "table":
            writing.tables += 1
            label = TABLE.to(lang).format(n=writing.tables)
            anchor = directive.options.get("id", "") or f"table-{writing.tables}"
            token.meta = {**token.meta, "label": label, "anchor": anchor}
            writing.labels[anchor] = label
            writing.captions.append((anchor, label, directive.argument))
        for child in token.children or ():
            if child.type == "image" and child.attrs.get("id"):
                writing.figures += 1
                child.meta = {**child.meta, "label": FIGURE.to(lang).format(n=writing.figures)}
                writing.labels[str(child.attrs["id"])] = child.meta["label"]
                title = str(child.attrs.get("title", "")) or child.content
                writing.captions.append((str(child.attrs["id"]), child.meta["label"], title))


def spoken(writing: Writing, words: str) -> str:
    """Words of a caption without their markup, numbers filled in."""
    return " ".join(Markup(render(writing, writing.parser.parseInline(words, {}))).striptags().split())


def render(writing: Writing, tokens: Sequence[Token]) -> str:
    parser = writing.parser
    rendered: str = parser.renderer.render(tokens, parser.options, {**writing.env, _WRITING: writing})
    return rendered


_WRITING = "casebound"
"""Under which our rules find the writing in what the renderer hands on."""


@cache
def writing_parser() -> MarkdownIt:
    """The parser that renders by our own rules: one for all texts, as it keeps nothing of them."""
    parser = make_parser()
    rules: dict[str, Callable[[Writing, Sequence[Token], int], str]] = {
        "myst_role": _role,
        "colon_fence": _fence,
        "fence": _fence,
        "footnote_ref": _note_mark,
        "image": _image,
        "table_open": _table_begin,
        "table_close": _table_end,
        "link_open": _link,
        "softbreak": _line_end,
    }
    for name, rule in rules.items():
        parser.add_render_rule(name, _for_renderer(rule))
    return parser


def _for_renderer(
    rule: Callable[[Writing, Sequence[Token], int], str],
) -> Callable[[Any, Sequence[Token], int, Any, Any], str]:
    """The rule in the shape that markdown-it calls."""
    return lambda _renderer, tokens, index, _options, env: rule(env[_WRITING], tokens, index)


def _role(writing: Writing, tokens: Sequence[Token], index: int) -> str:
    token = tokens[index]
    target = token.content.strip()
    if token.meta.get("name") == "val":
        shown = _value(writing, target)
        if shown is None:
            return f'<span class="withheld">{WITHHELD.to(writing.case.lang)}</span>'
        return f'<span class="val">{html.escape(written(shown, writing.case.lang))}</span>'
    if token.meta.get("name") == "ref":
        label = writing.labels.get(target)
        if label is None:
            return f'<span class="withheld">{WITHHELD.to(writing.case.lang)}</span>'
        return f'<a class="ref" href="#{writing.medium.prefix}{html.escape(target)}">{label}</a>'
    return f"<code>{html.escape(token.content)}</code>"


def _value(writing: Writing, target: str) -> Value | None:
    """A number of a measure, or of a figure of the text."""
    id, _, part = target.partition(".")
    drawn = writing.drawn.get(id)
    return drawn.figure.values.get(part) if drawn else value_of(writing.case, target)


def _fence(writing: Writing, tokens: Sequence[Token], index: int) -> str:
    token = tokens[index]
    directive = read_directive(token)
    if directive and directive.is_figure and "anchor" in token.meta:
        return _figure(writing, directive, token)
    if directive is None or directive.name != "table" or "label" not in token.meta:  # one table inside another
        return f"<pre><code>{html.escape(token.content)}</code></pre>\n"
    return _table(writing, directive, token)


def _table(writing: Writing, directive: Directive, token: Token) -> str:
    """A captioned table. The caption is part of the table, so that it is repeated and read with it."""
    writing.is_captioned = True
    content = render(writing, narrow_columns(writing.parser.parse(directive.content, {})))
    writing.is_captioned = False
    caption = render(writing, writing.parser.parseInline(directive.argument, {}))
    id = html.escape(f"{writing.medium.prefix}{token.meta['anchor']}")
    head = f'<caption><span class="label">{token.meta["label"]}</span> {caption}</caption>'
    scrolls = f' tabindex="0" role="group" aria-label="{token.meta["label"]}"' if writing.medium.data_base else ""
    return f'<div class="captioned" id="{id}"{scrolls}>' + content.replace("<table>", f"<table>{head}", 1) + "</div>\n"


def _table_begin(writing: Writing, _tokens: Sequence[Token], _index: int) -> str:
    """On screen a table scrolls in a frame of its own, which the keyboard reaches."""
    is_framed = writing.medium.data_base and not writing.is_captioned
    return '<div class="scroll plain-table" tabindex="0" role="group">\n<table>\n' if is_framed else "<table>\n"


def _table_end(writing: Writing, _tokens: Sequence[Token], _index: int) -> str:
    return "</table>\n</div>\n" if writing.medium.data_base and not writing.is_captioned else "</table>\n"


def _figure(writing: Writing, directive: Directive, token: Token) -> str:
    """A drawing with its caption, note and source, and on screen its data."""
    medium = writing.medium
    return figure_html(
        directive,
        writing.drawn.get(str(token.meta["anchor"])),
        lang=writing.case.lang,
        label=str(token.meta["label"]),
        id=f"{medium.prefix}{token.meta['anchor']}",
        palette=medium.palette,
        data_base=medium.data_base,
        words=lambda text: Markup(render(writing, writing.parser.parseInline(text, {}))),
    )


def _line_end(_writing: Writing, tokens: Sequence[Token], index: int) -> str:
    """A line's end inside a paragraph: a space, but nothing between Chinese characters."""
    before = next((token.content for token in reversed(tokens[:index]) if token.content), " ")
    after = next((token.content for token in tokens[index + 1 :] if token.content), " ")
    return "" if is_wide(before[-1]) and is_wide(after[0]) else "\n"


def _note_mark(writing: Writing, tokens: Sequence[Token], index: int) -> str:
    meta = tokens[index].meta
    number, repeat = int(meta["id"]), int(meta.get("subId", 0))
    prefix = writing.medium.prefix
    if writing.medium.has_page_notes:
        if repeat:
            return f'<sup class="note-mark">{number + 1}</sup>'
        return f'{JOINER}<span class="footnote">{_inline_only(writing.notes.get(number, ""))}</span>'
    return f'<sup class="note-mark"><a href="#{prefix}note-{number + 1}">{number + 1}</a></sup>'


def _inline_only(content: str) -> str:
    """A footnote's paragraphs as one run of text: a page note holds no blocks."""
    return re.sub(r"</p>\s*<p>", "<br>", content.strip()).removeprefix("<p>").removesuffix("</p>")


def _image(writing: Writing, tokens: Sequence[Token], index: int) -> str:
    token = tokens[index]
    source = posixpath.normpath(unquote(str(token.attrs.get("src", ""))))
    alt = html.escape(token.content)
    medium = writing.medium
    if source not in medium.images and source not in medium.pictures:
        return f'<span class="missing-image">〔{alt}〕</span>'
    address = medium.image_addresses.get(source) or medium.image_base + quote(source)
    shown = f'<img src="{html.escape(address)}" alt="{alt}">'
    if source in medium.pictures:
        shown = medium.pictures[source].html(medium.image_base, token.content)
    if "label" not in token.meta:
        return shown
    caption = html.escape(str(token.attrs.get("title", "")) or token.content)
    id = html.escape(str(token.attrs["id"]))
    return (
        f'<span class="figure" id="{writing.medium.prefix}{id}">{shown}'
        f'<span class="caption"><span class="label">{token.meta["label"]}</span> {caption}</span></span>'
    )


def _link(writing: Writing, tokens: Sequence[Token], index: int) -> str:
    href = str(tokens[index].attrs.get("href", ""))
    if href.startswith("#"):
        if unquote(href[1:]) not in writing.anchors:
            return "<a>"
        return f'<a href="#{writing.medium.prefix}{html.escape(href[1:])}">'
    if re.match(r"(https?|mailto):", href, re.IGNORECASE):
        return f'<a href="{html.escape(href)}" rel="noopener nofollow">'
    if page := writing.medium.page_address(unquote(href)):
        return f'<a href="{html.escape(page)}">'
    if to := read_case_link(unquote(href)):
        address = writing.medium.case_address(to.case, to.fragment)
        return f'<a class="case-link" href="{html.escape(address)}">' if address else "<a>"
    path, mark, fragment = href.partition("#")
    name = posixpath.normpath(unquote(path))
    if name in writing.medium.pictures:
        return f'<a href="{html.escape(writing.medium.pictures[name].address(writing.medium.image_base))}">'
    if name not in writing.medium.files:
        return "<a>"
    return f'<a href="{html.escape(writing.medium.file_base + quote(name) + mark + fragment)}">'
