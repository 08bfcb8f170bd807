"""A text's Markdown → its block tokens, as the parser would give them, most of them without asking the parser.

Nearly all blocks of a write-up are paragraphs and headings that begin at the margin, and directives: those are told by
their first characters. Anything else (lists, quotes, notes, code…) goes to the parser, up to the next plain block that
stands behind a blank line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from markdown_it.token import Token

Parse = Callable[[str, dict[str, Any]], list[Token]]
"""The parser's block tokens of a text, given the environment in which definitions are noted."""

_PLAIN = re.compile(
    r"[A-Za-z{(\"\u2014\u2018-\u201d\u2026\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]"
    r"|(?![0-9]{1,9}[.)])[0-9]|\*\*(?=[^\s*])|!\["
)
"""How a line of a plain paragraph begins: nothing here opens another block, or ends a paragraph."""
_HEADING = re.compile(r"(#{1,6})[ \t]+(?=[^\s#])(.*)")
_FENCE = re.compile(r"[ \t]*(?:```|~~~|:::)")
_COLONS = re.compile(r":{3,}")
_BLANK = re.compile(r"[ \t]*")
_TERM = re.compile(r"^[ \t]*[:~](?:[ \t]|$)", re.MULTILINE)
"""Perhaps a definition: it makes a term of the paragraph before it, even across a blank line."""
_SPACE = " \t\n\u3000"
_ODD_SPACE = re.compile(r"[\r\x00\x0b\x0c\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f]")


def read_blocks(text: str, parse: Parse, env: dict[str, Any]) -> list[Token]:
    """The block tokens of a text; `map` counts lines from 0."""
    if _ODD_SPACE.search(text) or _TERM.search(text):
        return parse(text, env)
    lines = text.split("\n")
    tail = "" if lines[-1] else "\n"
    if tail:
        lines.pop()
    tokens: list[Token] = []
    number, last = 0, len(lines)
    while number < last:
        line = lines[number]
        if not line or _BLANK.fullmatch(line):
            number += 1
            continue
        end = _plain_end(lines, number)
        if end:
            content = "\n".join(lines[number:end]).strip(_SPACE)
            tokens += _three(("paragraph", "p", ""), number, end, content)
        elif (heading := _HEADING.fullmatch(line)) and not line.rstrip(_SPACE).endswith("#"):
            end, marks = number + 1, heading[1]
            content = heading[2].strip(_SPACE)
            tokens += _three(("heading", f"h{len(marks)}", marks), number, end, content)
        elif (colons := _COLONS.match(line)) and (close := _closing(lines, number, len(colons[0]))):
            end = close + 1
            inside = "".join(f"{inner}\n" for inner in lines[number + 1 : close])
            tokens.append(
                Token("colon_fence", "code", 0, map=[number, end], content=inside, markup=colons[0],
                      info=line[len(colons[0]) :], block=True)
            )  # fmt: skip
        else:
            end = _odd_end(lines, number)
            odd = parse("\n".join(lines[number:end]) + (tail if end == last else "\n"), env)
            for token in odd:
                if token.map:
                    token.map = [token.map[0] + number, token.map[1] + number]
            tokens += odd
        number = end
    return tokens


def _three(sort: tuple[str, str, str], first: int, end: int, content: str) -> tuple[Token, Token, Token]:
    name, tag, markup = sort
    return (
        Token(f"{name}_open", tag, 1, map=[first, end], markup=markup, block=True),
        Token("inline", "", 0, map=[first, end], level=1, children=[], content=content, block=True),
        Token(f"{name}_close", tag, -1, markup=markup, block=True),
    )


def _plain_end(lines: list[str], number: int) -> int:
    """The line after a plain paragraph that begins on a line; 0 where it is not quite plain."""
    start = number
    while number < len(lines) and _PLAIN.match(lines[number]):
        number += 1
    if number == start:
        return 0
    if number < len(lines) and not _BLANK.fullmatch(lines[number]) and not _HEADING.fullmatch(lines[number]):
        return 0
    return number


def _closing(lines: list[str], number: int, colons: int) -> int:
    """The line that closes a directive; 0 where nothing does."""
    close = re.compile(rf" {{0,3}}:{{{colons},}}[ \t]*")
    return next((at for at in range(number + 1, len(lines)) if ":" in lines[at] and close.fullmatch(lines[at])), 0)


def _odd_end(lines: list[str], number: int) -> int:
    """The line at which the parser can be left again: a plain one behind a blank one, none of code begun before."""
    is_blank = False
    while number < len(lines):
        line = lines[number]
        if is_blank and (_PLAIN.match(line) or _HEADING.fullmatch(line)):
            return number
        if _FENCE.match(line):
            return len(lines)
        is_blank = bool(_BLANK.fullmatch(line))
        number += 1
    return number


class Cell(NamedTuple):
    """A cell of a plain table, and where its text stands."""

    text: str
    line: int
    column: int


_DELIMITERS = re.compile(r"\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*")


def read_cells(text: str) -> list[Cell] | None:
    """The cells of a text that is one table and nothing else, row by row; None where it is more than that.

    Each row stands at the margin, begins and ends with `|`, and has as many cells as the first.
    """
    if "\\" in text or "\t" in text or "\u3000" in text or _ODD_SPACE.search(text):
        return None
    first = len(text) - len(text.lstrip("\n"))
    lines = text.strip("\n").split("\n")
    if len(lines) < 2 or not _DELIMITERS.fullmatch(lines[1]):
        return None
    columns = lines[1].count("|") - 1
    cells: list[Cell] = []
    for number, line in enumerate(lines):
        row = line.rstrip(" ")
        pieces = row.split("|")
        if len(pieces) != columns + 2 or pieces[0] or pieces[-1]:
            return None
        if number != 1:
            at = 1
            for piece in pieces[1:-1]:
                if words := piece.strip(" "):
                    cells.append(Cell(words, first + number, at + piece.index(words)))
                at += len(piece) + 1
    return cells
