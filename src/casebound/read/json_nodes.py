"""JSON text → the same tree of nodes that YAML gives, with exact spans, and a finding for what is not JSON.

Read by a stack of our own, in one pass: no recursion on a stranger's nesting, no number is ever computed, and a string
of any length is scanned by the standard library's C code.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Literal

from casebound.read.control import without_control
from casebound.read.nodes import Node, Pair
from casebound.read.unread import DEEPEST, MOST_VALUES, too_deep, too_many
from casebound.text.finding import Finding, Severity
from casebound.text.localized import Localized, phrase
from casebound.text.source import Source

_SPACE = re.compile(r"[ \t\n\r]*")
_PLAIN = re.compile(
    r"(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)(?![0-9A-Za-z_.+-])", re.ASCII
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_DECODER = json.JSONDecoder()

_VALUE = phrase("应为一个值", "a value should stand here")
_KEY = phrase("应为带双引号的键", "a key in double quotes should stand here")
_COLON = phrase("键的后面应为冒号", "a colon should follow the key")
_NEXT = phrase("应为逗号，或者到此结束", "a comma or the end should stand here")
_STRING = phrase(
    "引号里的文字没有写完，或有不能写的字符", "the text in quotes does not end, or holds a character it cannot"
)
_MORE = phrase("内容已经结束，后面还有字", "the content has ended, and more follows")
_CUT = phrase("文件到这里断了", "the file breaks off here")


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not been seen."""

    kind: Literal["sequence", "mapping"]
    start: int
    nodes: list[Node] = field(default_factory=list)
    """Items; keys and values in turn."""


class _Fault(Exception):
    """What stands at an offset is not JSON."""

    def __init__(self, at: int, problem: Localized) -> None:
        super().__init__()
        self.at = at
        self.problem = problem


def read_json(source: Source) -> tuple[Node | None, list[Finding]]:
    """The value that a source holds; None with a finding where it is not JSON as RFC 8259 has it.

    A scalar's text is what was written: digits are kept; `true` and `null` are plain scalars, strings are quoted ones.
    What cannot be shown (controls, halves of surrogate pairs) is replaced. Of keys that stand twice both are there.
    """
    try:
        return _Walk(source).root(), []
    except _Fault as fault:
        end = min(fault.at + 1, len(source.text))
        message = phrase(
            "这里不是合法的 JSON（{problem}）", "This is not valid JSON ({problem})", problem=fault.problem
        )
        hint = phrase(
            "请对方重新导出一份，不要手工改这个文件", "Ask for a new export; the file is not to be edited by hand"
        )
        return None, [
            Finding(
                rule="invalid-json",
                severity=Severity.ERROR,
                message=message,
                span=source.span(fault.at, end),
                hint=hint,
            )
        ]
    except _Limit as limit:
        return None, [limit.finding]


class _Limit(Exception):
    """More than anybody's file holds."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.finding = finding


class _Walk:
    """One pass over a text."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self.at = 0
        self.values = 0
        self.stack: list[_Open] = []

    def root(self) -> Node:
        while True:
            node = self._value()
            while node is not None:  # a whole value: put it where it belongs, and close what ends with it
                if not self.stack:
                    self._skip()
                    if self.at < len(self.text):
                        raise _Fault(self.at, _MORE)
                    return node
                self.stack[-1].nodes.append(node)
                node = self._after()

    def _skip(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _peek(self) -> str:
        self._skip()
        if self.at >= len(self.text):
            raise _Fault(max(0, len(self.text) - 1), _CUT)
        return self.text[self.at]

    def _value(self) -> Node | None:
        """A scalar, or an empty list or mapping; None: a list or mapping was opened, up to its first value."""
        sign = self._peek()
        self.values += 1
        if self.values > MOST_VALUES:
            raise _Limit(too_many(self.source.span(self.at, self.at + 1)))
        if sign == '"':
            return self._string()
        if sign not in "[{":
            match = _PLAIN.match(self.text, self.at)
            if match is None:
                raise _Fault(self.at, _VALUE)
            self.at = match.end()
            return Node(kind="scalar", span=self.source.span(match.start(), match.end()), text=match[0])
        if len(self.stack) >= DEEPEST:
            raise _Limit(too_deep(self.source.span(self.at, self.at + 1)))
        self.stack.append(_Open("sequence" if sign == "[" else "mapping", self.at))
        self.at += 1
        if self._peek() == ("]" if sign == "[" else "}"):
            return self._close()
        if sign == "{":
            self._key()
        return None

    def _after(self) -> Node | None:
        """What follows a value in a list or mapping: its end, which is a whole value itself, or the next one (None)."""
        top = self.stack[-1]
        sign = self._peek()
        if sign == ("]" if top.kind == "sequence" else "}"):
            return self._close()
        if sign != ",":
            raise _Fault(self.at, _NEXT)
        self.at += 1
        if top.kind == "mapping":
            self._key()
        return None

    def _key(self) -> None:
        if self._peek() != '"':
            raise _Fault(self.at, _KEY)
        self.stack[-1].nodes.append(self._string())
        if self._peek() != ":":
            raise _Fault(self.at, _COLON)
        self.at += 1

    def _string(self) -> Node:
        start = self.at
        try:
            text, self.at = _DECODER.raw_decode(self.text, start)
        except json.JSONDecodeError as failure:
            raise _Fault(min(failure.pos, max(0, len(self.text) - 1)), _STRING) from failure
        if _SURROGATE.search(text):
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return Node(kind="scalar", span=self.source.span(start, self.at), text=without_control(text), is_plain=False)

    def _close(self) -> Node:
        top = self.stack.pop()
        self.at += 1
        span = self.source.span(top.start, self.at)
        if top.kind == "sequence":
            return Node(kind="sequence", span=span, items=tuple(top.nodes))
        pairs = [Pair(key=key, value=value) for key, value in zip(top.nodes[::2], top.nodes[1::2], strict=True)]
        return Node(kind="mapping", span=span, pairs=tuple(pairs))
