"""The inline text of one block → the same text with its markup blanked out, and the roles and link targets in it.

Checking needs places, which a Markdown parser does not keep for inline markup; and it must not wait for one where a
paragraph has no markup at all. What a link means is still asked of the parser (`read/body.py`).
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

OBJECT = "\ufffc"
"""Stands for each character of inline markup: nothing that a sentence says, but no end of a sentence either."""

_HAS_MARKUP = re.compile(r"[`\\{\[\]<*~]|://")
_MARKUP = re.compile(
    r"""(?P<escape>\\[!-/:-@\[-`{-~])
    |(?P<role>\{[a-zA-Z0-9_\-+:]+\}(?=`))
    |(?P<attributes>\{[^{}`\n]*\})
    |(?P<ticks>`+)
    |(?P<note>\[\^[^\]\s]{1,80}\])
    |(?P<target>\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)(?:\{[^{}\n]*\})?)
    |(?P<reference>\]\[[^\[\]\n]*\])
    |(?P<auto><[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^<>\s]*>)
    |(?P<address>https?://[^\s<>\u3000-\u303f\uff00-\uffef]+)
    |(?P<mark>\*+|~~|!?\[|\])""",
    re.VERBOSE,
)


def has_markup(text: str) -> bool:
    """Whether anything in the text may be more than words."""
    return _HAS_MARKUP.search(text) is not None


_TICKS = re.compile("`+")


class Role(NamedTuple):
    """`{name}`content`` and where it stands in the block's text."""

    name: str
    content: str
    start: int
    end: int


class Target(NamedTuple):
    """The inside of a link's or an image's parentheses, with the attributes behind it."""

    text: str
    start: int
    end: int


def address_of(target: Target) -> str:
    """The address of a target, without title and attributes, as the parser gives it."""
    text = target.text.strip()
    if text.startswith("<") and ">" in text:
        return unquote(text[1 : text.index(">")])
    words = re.match(r"[^\s]*", text)
    address = words[0] if words else ""
    while address.count(")") > address.count("("):
        address = address[: address.rindex(")")]
    return unquote(address)


class Inline(NamedTuple):
    """One block's text, taken apart."""

    prose: str
    """As long as the text, with `OBJECT` for each character of markup."""
    roles: tuple[Role, ...] = ()
    targets: tuple[Target, ...] = ()


def read_inline(text: str) -> Inline:
    """Blank out code, roles, link targets, addresses, footnote marks and emphasis; keep the words."""
    if not has_markup(text):
        return Inline(text)
    pieces: list[str] = []
    roles: list[Role] = []
    targets: list[Target] = []
    unclosed: set[tuple[bool, int]] = set()
    done = 0
    while match := _MARKUP.search(text, done):
        start, end = match.span()
        if match["escape"]:
            end = start + 1
        elif match["role"]:
            close = _role_end(text, end, unclosed)
            if close:
                name, ticks = match["role"][1:-1], _run(text, end)
                content = text[end + ticks : close - ticks].replace("\n", " ")
                roles.append(Role(name, content, start, close))
                end = close
        elif match["ticks"]:
            end = _code_end(text, start, end, unclosed) or end
        elif match["target"]:
            targets.append(Target(text[start + 2 : end], start + 2, end))
        elif match["auto"]:
            targets.append(Target(text[start + 1 : end - 1], start + 1, end - 1))
        pieces.append(text[done:start])
        pieces.append(OBJECT * (end - start))
        done = end
    pieces.append(text[done:])
    return Inline(_with_lines(text, "".join(pieces)), tuple(roles), tuple(targets))


def _with_lines(text: str, prose: str) -> str:
    """Line breaks inside markup stay line breaks, so that lines keep their places."""
    if text.count("\n") == prose.count("\n"):
        return prose
    return "".join("\n" if old == "\n" else new for old, new in zip(text, prose, strict=True))


def _run(text: str, at: int) -> int:
    """The number of backticks from `at` on."""
    end = at
    while end < len(text) and text[end] == "`":
        end += 1
    return end - at


def _role_end(text: str, at: int, unclosed: set[tuple[bool, int]]) -> int:
    """Where a role whose backticks begin at `at` ends; 0 where it does not."""
    ticks = _run(text, at)
    if (True, ticks) in unclosed:
        return 0
    close = text.find("`" * ticks, at + ticks + 1)
    if close < 0:
        unclosed.add((True, ticks))
        return 0
    return close + ticks


def _code_end(text: str, start: int, end: int, unclosed: set[tuple[bool, int]]) -> int:
    """Where a code span ends; 0 where its backticks are only backticks. Each length is looked for in vain once."""
    ticks = end - start
    if (False, ticks) in unclosed:
        return 0
    for close in _TICKS.finditer(text, end):
        if close.end() - close.start() == ticks:
            return close.end()
    unclosed.add((False, ticks))
    return 0
