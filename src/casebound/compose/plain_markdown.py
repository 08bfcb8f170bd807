"""HTML of a write-up, as `markup` makes it → plain Markdown: what a reader sees, with numbers filled in.

It knows the elements that our own rendering makes, well-formed and escaped, and no others; drawings are left out, their
captions and data are not.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_TOKEN = re.compile(r"<(/?[a-z][a-z0-9]*)([^>]*)>|([^<]+)")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_BLANKS = re.compile(r"\s+")
_MARKS = {ord(mark): f"\\{mark}" for mark in "\\`*_[]<>|"}
_BLOCK_MARK = re.compile(r"^(\s*)([#+-]|\d+[.)])(?=\s)", re.MULTILINE)

LATER = "\0"
"""Begins an address that is not known yet, and stands before the words that will lead there: no text has it."""

Address = Callable[[str], str]
"""A link of the page → the same as the Markdown has it; nothing: its words stay, and lead nowhere."""


def plain_markdown(content: str, address: Address) -> str:
    """The Markdown of a stretch of HTML."""
    return _Writer(address).write(_DRAWING.sub("", content) if "<svg" in content else content)


def escaped(text: str) -> str:
    """Words in which no character is a mark of Markdown."""
    return _BLOCK_MARK.sub(r"\1\\\2", text.translate(_MARKS))


class _Writer:
    """Markdown in the making."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.blocks: list[str] = []
        self.line: list[str] = []
        self.lists: list[int] = []
        """Of each open list the number of its last item; -1 in one without numbers, below that in one of notes."""
        self.item = ""
        """What stands before the next block of a list."""
        self.was_item = False
        self.rows: list[list[str]] = []
        self.links: list[str] = []
        self.quotes = 0
        self.is_code = False
        self.is_note = False
        """Inside the mark of a footnote."""

    def write(self, content: str) -> str:
        """All of it."""
        known = _WRITTEN.get
        for tag, attributes, text in _TOKEN.findall(content):
            if text:
                self.text(html.unescape(text) if "&" in text else text)
            elif write := known(tag):
                write(self, dict(_ATTRIBUTE.findall(attributes)) if tag in _LOOKED_AT else {})
        self.end()
        return "".join(self.blocks).strip("\n")

    def text(self, text: str) -> None:
        """Words."""
        if self.is_note:
            self.line.append(f"[^{text.strip()}]")
        elif self.is_code:
            self.line.append(text)
        elif self.line or not text.isspace():
            one_line = _BLANKS.sub(" ", text) if "\n" in text or "  " in text else text
            self.line.append(one_line if one_line.isalnum() else one_line.translate(_MARKS))

    def end(self, _attributes: object = None) -> None:
        """A block ends here, if there is one."""
        if self.line:
            text = "".join(self.line).strip()
            self.line = []
            if text:
                self.block(_BLOCK_MARK.sub(r"\1\\\2", text))

    def block(self, text: str) -> None:
        """A block on lines of its own: the items of a list follow one another, before all else stands an empty line."""
        indent = "   " * len(self.lists)
        is_item = bool(self.item and self.lists)
        first = indent[:-3] + self.item if is_item else self.item or indent
        self.item = ""
        quote = "> " * self.quotes
        if indent or first or quote:
            lines = [(first if number == 0 else indent) + line for number, line in enumerate(text.split("\n"))]
            text = "\n".join((quote + line).rstrip() for line in lines)
        self.blocks.append(("\n" if is_item and self.was_item else "\n\n") + text)
        self.was_item = is_item

    def open_list(self, attributes: dict[str, str], *, has_numbers: bool) -> None:
        self.end()
        if attributes.get("class") == "notes":
            self.lists.append(-2)
        else:
            self.lists.append(int(attributes.get("start") or 1) - 1 if has_numbers else -1)

    def open_item(self, _attributes: object) -> None:
        self.end()
        number = self.lists.pop() if self.lists else -1
        if number <= -2:
            self.lists.append(number - 1)
            self.item = f"[^{-1 - number}]: "
        else:
            self.lists.append(number + 1 if number >= 0 else -1)
            self.item = f"{number + 1}. " if number >= 0 else "- "

    def close_list(self, _attributes: object) -> None:
        self.end()
        self.lists = self.lists[:-1]

    def quote(self, step: int) -> None:
        self.end()
        self.quotes += step

    def open_code(self, _attributes: object) -> None:
        self.end()
        self.is_code = True

    def close_code(self, _attributes: object) -> None:
        text = "".join(self.line).rstrip("\n")
        fence = "`" * max(3, max((len(run) + 1 for run in re.findall("`+", text)), default=3))
        self.line, self.is_code = [], False
        self.block(f"{fence}\n{text}\n{fence}")

    def mark(self, mark: str) -> None:
        """Around words."""
        if not self.is_code:
            self.line.append(mark)

    def open_small(self, attributes: dict[str, str]) -> None:
        self.is_note = attributes.get("class") == "note-mark"

    def close_small(self, _attributes: object) -> None:
        self.is_note = False

    def open_link(self, attributes: dict[str, str]) -> None:
        href = html.unescape(attributes.get("href", ""))
        self.links.append(self.address(href) if href and not self.is_note else "")
        if self.links[-1]:
            self.line.append(f"{LATER}[" if self.links[-1].startswith(LATER) else "[")

    def close_link(self, _attributes: object) -> None:
        target = self.links.pop() if self.links else ""
        if target:
            self.line.append(f"](<{target}>)")

    def image(self, attributes: dict[str, str]) -> None:
        target = self.address(html.unescape(attributes.get("src", "")))
        self.line.append(f"![{escaped(html.unescape(attributes.get('alt', '')))}](<{target}>)")

    def line_break(self, _attributes: object) -> None:
        self.line.append(" " if self.rows else "\\\n")

    def rule(self, _attributes: object) -> None:
        self.end()
        self.block("---")

    def heading(self, level: int) -> None:
        self.end()
        self.item += "#" * level + " "

    def open_row(self, _attributes: object) -> None:
        self.end()
        self.rows.append([])

    def open_cell(self, _attributes: object) -> None:
        self.line = []

    def close_cell(self, _attributes: object) -> None:
        if self.rows:
            self.rows[-1].append("".join(self.line).strip().replace("\n", " "))
        self.line = []

    def close_table(self, _attributes: object) -> None:
        rows, self.rows, self.line = [row for row in self.rows if row], [], []
        if rows:
            width = max(map(len, rows))
            lines = [f"| {' | '.join((row + [''] * width)[:width])} |" for row in rows]
            lines.insert(1, f"|{' --- |' * width}")
            self.block("\n".join(lines))


_BLOCKS = ("p", "figcaption", "caption", "summary", "div", "figure", "details", "dl", "dd", "dt")
_WRITTEN: dict[str, Callable[[_Writer, dict[str, str]], None]] = {
    **dict.fromkeys(
        (*_BLOCKS, *(f"/{name}" for name in (*_BLOCKS, "li", *(f"h{level}" for level in range(1, 7))))), _Writer.end
    ),
    **{f"h{level}": lambda writer, _, level=level: writer.heading(level) for level in range(1, 7)},  # type: ignore[misc]
    **{
        f"{slash}{name}": lambda writer, _, mark=mark: writer.mark(mark)  # type: ignore[misc]
        for name, mark in (("em", "*"), ("strong", "**"), ("s", "~~"), ("code", "`"))
        for slash in ("", "/")
    },
    "ul": lambda writer, attributes: writer.open_list(attributes, has_numbers=False),
    "ol": lambda writer, attributes: writer.open_list(attributes, has_numbers=True),
    "/ul": _Writer.close_list,
    "/ol": _Writer.close_list,
    "li": _Writer.open_item,
    "blockquote": lambda writer, _: writer.quote(1),
    "/blockquote": lambda writer, _: writer.quote(-1),
    "pre": _Writer.open_code,
    "/pre": _Writer.close_code,
    "sup": _Writer.open_small,
    "/sup": _Writer.close_small,
    "a": _Writer.open_link,
    "/a": _Writer.close_link,
    "img": _Writer.image,
    "br": _Writer.line_break,
    "hr": _Writer.rule,
    "tr": _Writer.open_row,
    "th": _Writer.open_cell,
    "td": _Writer.open_cell,
    "/th": _Writer.close_cell,
    "/td": _Writer.close_cell,
    "/table": _Writer.close_table,
}
"""What each tag does."""
_LOOKED_AT = frozenset({"ul", "ol", "sup", "a", "img"})
"""The tags whose attributes matter."""
