"""A text as written → the text without comments and control characters, every other letter at its own offset."""

from __future__ import annotations

import re
from bisect import bisect_right

from casebound.read.control import without_control

_COMMENT_START = re.compile(r"^ {0,3}<!--", re.MULTILINE)
_REST = re.compile(r"[^\r\n]*")
_SEEN = re.compile(r"[^\r\n]")
_FENCED = re.compile(r"^ {0,3}(?P<fence>`{3,}|~{3,}).*?(?:^ {0,3}(?P=fence)[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)


def readable(text: str) -> str:
    """Without comments (`<!-- … -->` on lines of their own, not in code) and control characters; as long as before."""
    text = without_control(text)
    if "<!--" not in text:
        return text
    code = [match.span() for match in _FENCED.finditer(text)]
    pieces: list[str] = []
    at = close = 0
    for match in _COMMENT_START.finditer(text):
        number = bisect_right(code, match.start(), key=lambda span: span[0]) - 1
        if match.start() < at or (number >= 0 and match.start() < code[number][1]):
            continue
        if close < match.end():
            close = text.find("-->", match.end())
        if close < 0:
            break
        rest = _REST.match(text, close + 3)
        if rest is None or rest[0].strip():
            continue
        pieces += (text[at : match.start()], _SEEN.sub(" ", text[match.start() : rest.end()]))
        at = rest.end()
    return "".join((*pieces, text[at:]))
