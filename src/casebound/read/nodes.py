"""YAML text → a tree of nodes with exact spans, and findings for what is not YAML.

The tree is built from parser events with a stack of our own: no recursion on a stranger's nesting. Frequent slips are
mended before they are read on (`repair`); of what cannot be mended, what stands before it is kept. Aliases are refused,
so no document can grow when it is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

import yaml

from casebound.read.control import find_control, has_control, without_control
from casebound.read.improve import Fault, Slip
from casebound.read.improve_causes import cause_of
from casebound.read.improve_items import dash_slip, item_starts
from casebound.read.repair import ODD_ENTRY, Mended, Repair, events, fault_of, repair
from casebound.read.unread import DEEPEST, MOST_VALUES, alias, second, too_deep, too_many
from casebound.text.finding import Finding, Severity
from casebound.text.fix import Edit, Fix
from casebound.text.han import rejoined
from casebound.text.source import Source, Span

MOST_ALIASES = 20
"""Findings about aliases that are enough."""
_MANY_PAIRS = 8
"""Pairs up to which looking through them is quicker than an index."""


# Not frozen: a frozen dataclass takes three times as long to make, and a write-up is hundreds of nodes.
@dataclass(slots=True, kw_only=True, unsafe_hash=True)
class Node:
    """A YAML value and where it stands. Never changed once it is made."""

    kind: Literal["scalar", "sequence", "mapping"]
    span: Span
    text: str = ""
    """A scalar's text, untyped."""
    is_plain: bool = True
    """A scalar without quotes: one that YAML would type by guessing."""
    items: tuple[Node, ...] = ()
    pairs: tuple[Pair, ...] = ()
    is_cut: bool = False
    """Something in it could not be read and has its finding: what is missing here may have stood there."""
    _index: dict[str, Pair] | None = field(default=None, init=False, repr=False, compare=False)

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
        if len(self.pairs) <= _MANY_PAIRS:
            for pair in self.pairs:
                if pair.key.text == key:
                    return pair
            return None
        if self._index is None:
            self._index = {pair.key.text: pair for pair in reversed(self.pairs)}
        return self._index.get(key)


@dataclass(slots=True, kw_only=True, unsafe_hash=True)
class Pair:
    """A key with its value. Never changed once it is made."""

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
    is_flow: bool
    nodes: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class _Tree:
    """What one pass over a text gives."""

    root: Node | None = None
    findings: list[Finding] = field(default_factory=list)
    fault: Fault | None = None
    is_odd: bool = False
    """A key without quotes has no value though a colon or comma stands in or before it: perhaps a slip."""


_Place = Callable[[int, int], Span]

_ODD_INDENT = re.compile(r"^[ \t]*[\u3000\xa0]", re.MULTILINE)
_ODD_QUOTE = re.compile(r"[\[,] ?[“‘＂](?=[^”’＂\]\r\n]{0,200}, )")
_ODD_KEY = re.compile(r"[：:，]|[0-9]{3}(?:\.[0-9]+)?\Z")


def read_yaml(source: Source, start: int = 0, end: int | None = None) -> tuple[Node | None, list[Finding]]:
    """The document between two offsets of a source; None when nothing stands there."""
    end = len(source.text) if end is None else end
    text = source.text[start:end]
    findings: list[Finding] = []
    if has_control(text):
        findings = find_control(source, start, end)
        text = without_control(text)

    def place(first: int, last: int) -> Span:
        return Span(source=source, start=start + first, end=start + last)

    tree = _grow(text, place)
    if tree.fault is None and not tree.is_odd and not _is_odd(text):
        return tree.root, [*findings, *tree.findings]
    root, found = _read_repaired(repair(text), source, start)
    return root, [*findings, *found]


def _is_odd(text: str) -> bool:
    """Whether something may stand there that parses, but not as it was meant."""
    has_wide_space = "\u3000" in text or "\xa0" in text
    has_quote = "“" in text or "‘" in text or "＂" in text
    if "，" in text and ODD_ENTRY.search(text):
        return True
    return bool((has_wide_space and _ODD_INDENT.search(text)) or (has_quote and _ODD_QUOTE.search(text)))


def read_changed(
    source: Source, start: int, end: int, slips: Sequence[Slip], *, head: int = 0
) -> tuple[Node | None, list[Finding]]:
    """A part of a source as it reads once `slips` (in the part's offsets) are mended; a finding for each.

    `head`: characters at its beginning that only count as indentation.
    """
    text = without_control(source.text[start:end])
    original = Mended(original=text[:head].replace("-", " ") + text[head:])
    mended = original.changed(change for slip in slips for change in slip.changes)
    if mended is None:
        return None, []
    return _read_repaired(Repair(mended=mended, slips=tuple(slips), fault=None), source, start)


def _read_repaired(repaired: Repair, source: Source, start: int) -> tuple[Node | None, list[Finding]]:
    mended = repaired.mended

    def place(first: int, last: int) -> Span:
        original = mended.place(first, last)
        return Span(source=source, start=start + original[0], end=start + original[1])

    tree = _grow(mended.text, place, [start + gap for gap in repaired.gaps])
    findings = [finding_of(slip, source, start) for slip in repaired.slips]
    if tree.fault is not None:
        cause = cause_of(tree.fault, mended.text)
        findings.append(finding_of(cause.placed(*mended.place(cause.start, cause.end), ()), source, start))
        if tree.root is None:
            tree.root = Node(kind="mapping", span=place(0, 0), is_cut=True)
    return tree.root, [*findings, *tree.findings]


def finding_of(slip: Slip, source: Source, start: int) -> Finding:
    """What is said about a slip whose offsets count from `start`."""
    edits = [
        Edit(span=source.span(start + change.start, start + change.end), text=change.text) for change in slip.changes
    ]
    return Finding(
        rule=slip.rule,
        severity=Severity.ERROR,
        message=slip.message,
        span=source.span(start + slip.start, start + slip.end),
        hint=slip.hint,
        fix=None if slip.remedy is None else Fix(edits=tuple(edits), message=slip.remedy, is_safe=slip.is_safe),
    )


def _grow(text: str, place: _Place, gaps: Sequence[int] = ()) -> _Tree:
    """The tree of a text; on an error, what stands before it."""
    tree = _Tree()
    stack: list[_Open] = []
    values = aliases = 0

    def close(top: _Open, last: int, is_cut: bool) -> Node:
        nodes = top.nodes
        span = place(top.start, last)
        if nodes and (is_cut or not top.is_flow):  # the end mark of a block stands behind comments that follow it
            span = Span(source=span.source, start=span.start, end=max(span.start, nodes[-1].span.end))
        is_cut = is_cut or any(span.start <= gap <= span.end for gap in gaps)
        if top.kind == "sequence":
            return Node(kind="sequence", span=span, items=tuple(nodes), is_cut=is_cut)
        pairs = tuple(
            [Pair(key=key, value=value) for key, value in zip(nodes[::2], nodes[1::2], strict=is_cut is False)]
        )
        return Node(kind="mapping", span=span, pairs=pairs, is_cut=is_cut)

    def add(node: Node) -> None:
        if stack:
            stack[-1].nodes.append(node)
        elif tree.root is None:
            tree.root = node

    scalar, sequence, mapping = yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent
    try:
        for event in events(text):
            sort = event.__class__
            mark, end_mark = event.start_mark, event.end_mark
            first, last = mark.index, end_mark.index
            if sort is scalar:
                values += 1
                value, style = event.value, event.style
                if style in ("|", ">"):
                    last = first + len(text[first:last].rstrip())
                elif first == last and stack and len(stack[-1].nodes) % 2 and stack[-1].kind == "mapping":
                    key = stack[-1].nodes[-1]
                    tree.is_odd = tree.is_odd or bool(key.is_plain and _ODD_KEY.search(key.text))
                if style != "|" and mark.line != end_mark.line:
                    value = rejoined(value)
                node = Node(kind="scalar", span=place(first, last), text=value, is_plain=not style)
                if stack:
                    stack[-1].nodes.append(node)
                elif tree.root is None:
                    tree.root = node
            elif sort is sequence or sort is mapping:
                values += 1
                if len(stack) >= DEEPEST:
                    tree.findings.append(too_deep(place(first, first + 1)))
                    break
                stack.append(_Open("sequence" if sort is sequence else "mapping", first, event.flow_style))
            elif sort is yaml.SequenceEndEvent or sort is yaml.MappingEndEvent:
                top = stack.pop()
                if top.is_flow and top.kind == "mapping" and not tree.is_odd:
                    tree.is_odd = any("，" in key.text for key in top.nodes[::2])
                node = close(top, last, False)
                if node.pairs and stack and stack[-1].kind == "sequence" and not top.is_flow:
                    stack[-1].nodes.extend(_items(node, tree.findings))
                else:
                    add(node)
            elif sort is yaml.AliasEvent:
                values += 1
                aliases += 1
                span = place(first, last)
                if aliases <= MOST_ALIASES:
                    tree.findings.append(alias(span))
                add(Node(kind="scalar", span=span, is_cut=True))
            elif sort is yaml.DocumentStartEvent and tree.root is not None:
                tree.findings.append(second(place(first, first)))
                break
            if values > MOST_VALUES:
                tree.findings.append(too_many(place(first, last)))
                break
    except yaml.YAMLError as error:
        tree.fault = fault_of(error)
    while stack:  # what an error cut short
        add(close(stack.pop(), len(text), True))
    return tree


def _items(node: Node, findings: list[Finding]) -> Iterator[Node]:
    """An item of a list; several where the next one's dash was forgotten."""
    starts = item_starts([pair.key.text for pair in node.pairs])
    if not starts:
        yield node
        return
    source, is_cut = node.span.source, node.is_cut
    for start, end in zip(starts, [*starts[1:], len(node.pairs)], strict=True):
        pairs = node.pairs[start:end]
        key = pairs[0].key.span
        if start:
            findings.append(finding_of(dash_slip(source.text, node.span.start, key.start, key.end), source, 0))
        span = Span(source=source, start=key.start, end=max(key.end, pairs[-1].value.span.end))
        yield Node(kind="mapping", span=span, pairs=pairs, is_cut=is_cut)
