"""YAML text → a tree of nodes with exact spans, and findings for what is not YAML.

The tree is built from parser events with a stack of our own: no recursion on a stranger's nesting, and what stands
before a syntax error is kept. Aliases are refused, so no document can grow when it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

from casebound.read.control import find_control, without_control
from casebound.text.finding import Finding, Severity
from casebound.text.han import rejoined
from casebound.text.localized import Localized, phrase
from casebound.text.source import Source, Span

DEEPEST = 32
"""Levels of nesting beyond which a document is not read on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A YAML value and where it stands."""

    kind: Literal["scalar", "sequence", "mapping"]
    span: Span
    text: str = ""
    """A scalar's text, untyped."""
    is_plain: bool = True
    """A scalar without quotes: one that YAML would type by guessing."""
    items: tuple[Node, ...] = ()
    pairs: tuple[Pair, ...] = ()

    @property
    def is_empty(self) -> bool:
        """A key with nothing behind it, `~` or `null`, or an empty list, mapping or text."""
        if self.kind == "scalar":
            return not self.text.strip() or (self.is_plain and self.text in ("~", "null"))
        return not self.items and not self.pairs

    def readable(self) -> tuple[Node, ...]:
        """The items that a list of records or of words reads: what is of the other sort is left out of the list."""
        records = tuple(item for item in self.items if item.kind == "mapping")
        return records or tuple(item for item in self.items if item.kind == "scalar")

    def find(self, key: str) -> Pair | None:
        """The first pair with that key."""
        return next((pair for pair in self.pairs if pair.key.text == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A key with its value."""

    key: Node
    value: Node

    @property
    def span(self) -> Span:
        """Where to point for the value: the value itself, or its key when there is none."""
        return self.key.span if self.value.is_empty else self.value.span


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not been seen."""

    kind: Literal["sequence", "mapping"]
    start: int
    nodes: list[Node] = field(default_factory=list)


def read_yaml(source: Source, start: int = 0, end: int | None = None) -> tuple[Node | None, list[Finding]]:
    """The document between two offsets of a source; None when nothing stands there."""
    end = len(source.text) if end is None else end
    findings = find_control(source, start, end)
    stack: list[_Open] = []
    root: Node | None = None

    def place(first: int, last: int) -> Span:
        text = source.text[start + first : start + last]
        return source.span(start + first, start + first + len(text.rstrip()))

    def close(top: _Open, last: int) -> Node:
        span = place(top.start, last)
        if top.kind == "sequence":
            return Node(kind="sequence", span=span, items=tuple(top.nodes))
        pairs = zip(top.nodes[::2], top.nodes[1::2], strict=False)
        return Node(kind="mapping", span=span, pairs=tuple(Pair(key=key, value=value) for key, value in pairs))

    def add(node: Node) -> None:
        nonlocal root
        if stack:
            stack[-1].nodes.append(node)
        elif root is None:
            root = node

    try:
        for event in _events(without_control(source.text[start:end])):
            first, last = _index(event.start_mark), _index(event.end_mark)
            if isinstance(event, yaml.ScalarEvent):
                span = place(first, last)
                is_folded = event.style != "|" and ("\n" in span.text or "\r" in span.text)
                text = rejoined(event.value) if is_folded else event.value
                add(Node(kind="scalar", span=span, text=text, is_plain=not event.style))
            elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
                if len(stack) >= DEEPEST:
                    findings.append(_too_deep(place(first, first + 1)))
                    break
                stack.append(_Open("sequence" if isinstance(event, yaml.SequenceStartEvent) else "mapping", first))
            elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                add(close(stack.pop(), last))
            elif isinstance(event, yaml.AliasEvent):
                span = place(first, last)
                findings.append(_alias(span))
                add(Node(kind="scalar", span=span, text=span.text))
            elif isinstance(event, yaml.DocumentStartEvent) and root is not None:
                findings.append(_second(source, start + first))
                break
    except yaml.YAMLError as error:
        findings.append(_syntax(error, source, start, end))
    while stack:  # what an error cut short
        add(close(stack.pop(), end - start))
    return root, findings


def _events(text: str) -> Iterator[yaml.Event]:
    loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    events: Iterator[yaml.Event] = yaml.parse(text, Loader=loader)
    return events


def _index(mark: Any) -> int:
    return int(mark.index)


def _too_deep(span: Span) -> Finding:
    return Finding(
        rule="deep-nesting",
        severity=Severity.ERROR,
        message=phrase(
            "嵌套超过 {n} 层，后面的内容未读", "Nested deeper than {n} levels; the rest was not read", n=DEEPEST
        ),
        span=span,
    )


def _second(source: Source, at: int) -> Finding:
    return Finding(
        rule="second-document",
        severity=Severity.ERROR,
        message=phrase("第二个“---”之后的内容未读", "What stands after a second “---” was not read"),
        span=source.line_span(source.position(at)[0]),
        hint=phrase("一个文件只写一份内容，删去这一行", "One file holds one document; remove this line"),
    )


def _alias(span: Span) -> Finding:
    return Finding(
        rule="yaml-alias",
        severity=Severity.ERROR,
        message=phrase("不支持 YAML 引用“{what}”", "YAML alias “{what}” is not supported", what=span.text),
        span=span,
        hint=phrase("把内容直接写在这里", "Write the content out here"),
    )


_CAUSES: tuple[tuple[str, Localized, Localized | None], ...] = (
    (
        "tab character",
        phrase("缩进里有制表符（Tab）", "A tab is used as indentation"),
        phrase("改用空格缩进", "Indent with spaces"),
    ),
    (
        "mapping values are not allowed",
        phrase("这里不能再出现“: ”", "A “: ” cannot stand here"),
        phrase("值里含冒号时，用引号括起整个值", "Quote the whole value when it contains a colon"),
    ),
    (
        "could not find expected ':'",
        phrase("这一行缺少“键: 值”里的冒号", "This line lacks the colon of “key: value”"),
        phrase("用半角冒号并在后面空一格", "Use a half-width colon followed by a space"),
    ),
    ("did not find expected key", phrase("缩进与上一行不一致", "The indentation does not match the lines above"), None),
    (
        "did not find expected '-'",
        phrase("列表里的这一行没有以“- ”开头", "This line of a list does not begin with “- ”"),
        None,
    ),
    (
        "cannot start any token",
        phrase("值不能以这个字符开头", "A value cannot begin with this character"),
        phrase("用引号括起整个值", "Quote the whole value"),
    ),
    (
        "found unexpected end of stream",
        phrase("引号没有闭合", "A quotation mark is not closed"),
        None,
    ),
    (
        "did not find expected ',' or",
        phrase("方括号或花括号里缺少逗号，或没有闭合", "A comma or closing bracket is missing"),
        None,
    ),
)


_WIDE_COLON = re.compile(r"[ \t]*(?:- )?[^\s：:\"'{}\[\]]{1,24}(?P<colon>：)")
"""A line that would be “key: value” but for its colon."""


def _wide_colon(span: Span) -> Finding:
    return Finding(
        rule="invalid-yaml",
        severity=Severity.ERROR,
        message=phrase("键后面用了全角冒号“：”", "The colon after the key is full-width (“：”)"),
        span=span,
        hint=phrase("改成半角冒号并在后面空一格", "Use a half-width colon followed by a space"),
    )


def _syntax(error: yaml.YAMLError, source: Source, start: int, end: int) -> Finding:
    problem = str(getattr(error, "problem", None) or "")
    marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    if "end of stream" in problem:  # the mistake is where the quotation mark stands, not where the text runs out
        marks.reverse()
    offset = next((mark.index for mark in marks if mark is not None), 0)
    line, _ = source.position(min(start + offset, max(start, end - 1)))
    if ":" in problem or "mapping values" in problem:
        for near in (line, line - 1):
            if near and (match := _WIDE_COLON.match(source.line_text(near))):
                colon = source.line_start(near) + match.start("colon")
                return _wide_colon(source.span(colon, colon + 1))
    at = start + offset
    span = (
        source.span(at, at + 1)
        if at < source.line_start(line) + len(source.line_text(line))
        else source.line_span(line)
    )
    for marker, message, hint in _CAUSES:
        if marker in problem:
            return Finding(rule="invalid-yaml", severity=Severity.ERROR, message=message, span=span, hint=hint)
    return Finding(
        rule="invalid-yaml",
        severity=Severity.ERROR,
        message=phrase(
            "这里不是合法的 YAML（{problem}）", "This is not valid YAML ({problem})", problem=problem or "?"
        ),
        span=span,
        hint=phrase("检查引号、冒号和缩进", "Check quotes, colons and indentation"),
    )
