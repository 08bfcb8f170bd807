"""A write-up's Markdown → its blocks, the prose in them at its own places, and everything the text refers to.

The text is parsed once, for its blocks only; inline text is parsed only where there may be a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from casebound.read.inline import Inline, address_of, has_markup, read_inline
from casebound.read.markdown import DIRECTIVES, Directive, make_parser, read_directive
from casebound.read.plain import read_blocks, read_cells


class Mention(NamedTuple):
    """Something a text refers to, or an anchor it sets, and where, as offsets in the text."""

    kind: str
    """`role`, `link`, `image`, `anchor`, `directive`, `data` for the file of a figure, or `nested` for a directive
    inside another."""
    name: str
    """Of a role or directive; for an anchor `table` or `figure`."""
    target: str
    start: int
    end: int
    text: str = ""
    """For an image the words that stand in for it, for a table its caption."""
    caption: str = ""
    """For an image the words printed under it."""


class Block(NamedTuple):
    """A run of words: a paragraph, a heading, a cell of a table…, without its markup."""

    kind: str
    """`heading`, `paragraph`, `item`, `cell`, `quote`, `note` or `caption`."""
    prose: str
    places: tuple[int, ...]
    """The offset of each line of `prose` in the text; -1 where it cannot be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A text, taken apart."""

    tokens: tuple[Token, ...]
    """The parser's block tokens, inline text not parsed."""
    blocks: tuple[Block, ...]
    mentions: tuple[Mention, ...]


_KINDS = {
    "heading_open": "heading",
    "th_open": "cell",
    "td_open": "cell",
    "blockquote_open": "quote",
    "list_item_open": "item",
    "dt_open": "item",
    "dd_open": "item",
    "footnote_reference_open": "note",
}
_CLOSING = frozenset(sort.replace("_open", "_close") for sort in _KINDS)


@cache
def _block_parser() -> MarkdownIt:
    """Parsers keep no state between texts."""
    parser = make_parser()
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def read_body(text: str) -> Body:
    """The blocks, prose and mentions of a text that `readable` has gone over."""
    walk = _Walk(text=text, line_starts=_line_starts(text))
    tokens = read_blocks(text, _block_parser().parse, walk.env)
    walk.tokens(tokens, 0, is_nested=False)
    walk.mentions.sort(key=lambda mention: (mention.start, mention.kind != "directive"))
    return Body(tokens=tuple(tokens), blocks=tuple(walk.blocks), mentions=tuple(walk.mentions))


def mentions(text: str) -> tuple[Mention, ...]:
    """All roles, links, images, anchors and directives of a text, in order."""
    return read_body(text).mentions


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]


@dataclass(slots=True)
class _Walk:
    text: str
    line_starts: list[int]
    env: dict[str, Any] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    row: tuple[int, int] = (-1, 0)
    """Line of the table row being read, and the offset up to which its cells were found."""

    def line(self, number: int) -> tuple[int, str]:
        """Offset and text of a line (from 0)."""
        if number >= len(self.line_starts):
            return len(self.text), ""
        end = self.line_starts[number + 1] if number + 1 < len(self.line_starts) else len(self.text)
        start = self.line_starts[number]
        return start, self.text[start:end].rstrip("\r\n")

    def tokens(self, tokens: Sequence[Token], first_line: int, *, is_nested: bool) -> None:
        """What stands inside a directive inside another is not looked at: a stranger may nest them without end."""
        kinds: list[str] = []
        for token in tokens:
            sort = token.type
            if sort == "inline":
                if token.map:
                    self.inline(kinds[-1] if kinds else "paragraph", token.content, first_line + token.map[0])
            elif sort in _KINDS:
                kinds.append(_KINDS[sort])
            elif sort in _CLOSING:
                kinds.pop()
            elif sort in ("colon_fence", "fence"):
                self.directive(token, first_line, is_nested=is_nested)

    def directive(self, token: Token, first_line: int, *, is_nested: bool) -> None:
        """A fence: the directive it is, its id and caption, and what stands inside it."""
        directive = read_directive(token)
        if directive is None or token.map is None:
            return
        number = first_line + token.map[0]
        start, line = self.line(number)
        at = line.find(f"{{{directive.name}}}")
        end = at + len(directive.name) + 2
        place = (start + at, start + end) if at >= 0 else (start, start + len(line))
        kind = "nested" if is_nested else "directive"
        caption = directive.caption
        self.mentions.append(Mention(kind, directive.name, directive.argument, *place, text=caption))
        if is_nested:
            return
        if directive.file:
            where = self._option("data", directive, number) or self._words(number, directive.argument, end)
            self.mentions.append(Mention("data", directive.name, directive.file, *where))
        if "id" in directive.options:
            where = self._option("id", directive, number) or place
            sort = "figure" if directive.is_figure else "table"
            self.mentions.append(Mention("anchor", sort, directive.options["id"], *where, text=caption))
        if directive.name in DIRECTIVES or token.type == "colon_fence":  # a misspelt block still holds its words
            own = self._option("caption", directive, number) if directive.is_figure else None
            found = (own or self._words(number, caption, max(end, 0)))[0] if caption else -1
            if found >= 0 and self.text.startswith(caption, found):
                self.blocks.append(Block("caption", caption, (found,)))
            if not directive.is_figure and not self.cells(directive.content, number + directive.first_line):
                inside = read_blocks(directive.content, _block_parser().parse, self.env)
                self.tokens(inside, number + directive.first_line, is_nested=True)

    def _option(self, name: str, directive: Directive, number: int) -> tuple[int, int] | None:
        """Where the value of an option stands; None without it."""
        if name not in directive.options:
            return None
        return self._words(number + directive.option_lines[name], directive.options[name], 0)

    def _words(self, number: int, words: str, after: int) -> tuple[int, int]:
        """Where words stand at the end of a line; the line where they do not."""
        start, line = self.line(number)
        found = line.rfind(words) if words else -1
        return (start + found, start + found + len(words)) if found >= after else (start, start + len(line))

    def cells(self, content: str, first_line: int) -> bool:
        """The cells of a text, if it is one plain table and stands there as it is."""
        cells = read_cells(content)
        if cells is None:
            return False
        found = [(cell, self.line(first_line + cell.line)[0] + cell.column) for cell in cells]
        if not all(self.text.startswith(cell.text, start) for cell, start in found):
            return False  # in a directive that is indented
        for cell, start in found:
            if has_markup(cell.text):
                self.inline("cell", cell.text, first_line + cell.line)
            else:
                self.row = (first_line + cell.line, start - self.line(first_line + cell.line)[0] + len(cell.text))
                self.blocks.append(Block("cell", cell.text, (start,)))
        return True

    def inline(self, kind: str, content: str, first_line: int) -> None:
        """The words of one block, and what they refer to."""
        if not content:
            return
        lines = content.split("\n")
        places = tuple([self._place(kind, line, first_line + number) for number, line in enumerate(lines)])
        if not has_markup(content):
            self.blocks.append(Block(kind, content, places))
            return
        inline = read_inline(content)
        self.blocks.append(Block(kind, inline.prose, places))
        if inline.roles or self._may_link(content):
            starts = [0]
            for line in lines:
                starts.append(starts[-1] + len(line) + 1)
            self._refer(inline, content, _Places(starts, places, self.line(first_line)))

    def _place(self, kind: str, line: str, number: int) -> int:
        """Where a line of a block's text stands; cells of a row are looked for one after another."""
        start, raw = self.line(number)
        words = line.strip()
        if kind == "cell":
            after = self.row[1] if self.row[0] == number else 0
            found = raw.find(words, after)
            if found >= 0:
                self.row = (number, found + len(words))
        else:
            found = raw.rfind(words)
        return start + found - (len(line) - len(line.lstrip())) if found >= 0 else -1

    def _refer(self, inline: Inline, content: str, places: _Places) -> None:
        for role in inline.roles:
            span = places.span(role.start, role.end)
            self.mentions.append(Mention("role", role.name, role.content.strip(), *span))
        left = list(inline.targets)
        for token in self._links(content) if self._may_link(content) else ():
            is_image = token.type == "image"
            target = unquote(str(token.attrs.get("src" if is_image else "href", "")))
            match = next((item for item in left if address_of(item) == target), None)
            if match:
                left.remove(match)
                at = match.start + match.text.find(target) if target in match.text else match.start
                span = places.span(at, at + len(target) if target in match.text else match.end - 1)
            else:
                span = places.whole()
            if not is_image:
                self.mentions.append(Mention("link", "", target, *span))
                continue
            caption = str(token.attrs.get("title", ""))
            self.mentions.append(Mention("image", "", target, *span, text=token.content, caption=caption))
            if id := token.attrs.get("id"):
                at = match.text.find(f"#{id}") if match else -1
                where = (
                    places.span(match.start + at, match.start + at + len(str(id)) + 1) if match and at >= 0 else span
                )
                self.mentions.append(Mention("anchor", "figure", str(id), *where, text=caption))

    def _may_link(self, content: str) -> bool:
        if "](" in content or "][" in content or "<" in content:
            return True
        return "[" in content and bool(self.env.get("references"))

    def _links(self, content: str) -> Iterator[Token]:
        """The links and images that the parser sees."""
        parser = _block_parser()
        found: list[Token] = []
        parser.inline.parse(content, parser, self.env, found)
        return (token for token in found if token.type in ("link_open", "image"))


class _Places(NamedTuple):
    """From offsets in a block's text to offsets in the whole text."""

    starts: list[int]
    places: tuple[int, ...]
    line: tuple[int, str]
    """Offset and text of the block's first line."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The same place in the whole text; the block's first line where that cannot be told."""
        first, last = self._offset(start), self._offset(end)
        return (first, last) if 0 <= first <= last else self.whole()

    def whole(self) -> tuple[int, int]:
        """The block's first line."""
        start, text = self.line
        return start + len(text) - len(text.lstrip()), start + len(text.rstrip())

    def _offset(self, at: int) -> int:
        number = next(number for number in range(len(self.places)) if at < self.starts[number + 1])
        return self.places[number] + at - self.starts[number] if self.places[number] >= 0 else -1
