"""Where something stands in a YAML file: a field, an item of its list, the end of a path of keys."""

from __future__ import annotations

from collections.abc import Sequence

from casebound.read.nodes import Node
from casebound.text.source import Span


def place_in(node: Node, key: str, number: int | None = None) -> Span:
    """A field's place, or the place of an item of its list, or of the mapping's first line."""
    pair = node.find(key)
    if pair is None:
        return _first_line(node)
    items = pair.value.readable()
    if number is not None and number < len(items):
        span = items[number].span
        return span.source.line_span(span.source.position(span.start)[0]) if "\n" in span.text else span
    return pair.key.span if pair.value.kind != "scalar" or pair.value.is_empty else pair.value.span


def place_on_path(node: Node, path: Sequence[str]) -> Span:
    """Where a path of keys leads, or as far as it does; its last key may be a word of a list."""
    place = _first_line(node)
    for key in path:
        pair = node.find(key)
        if pair is None:
            return next((item.span for item in node.items if item.text.strip() == key), place)
        place, node = place_in(node, key), pair.value
    return place


def _first_line(node: Node) -> Span:
    return node.span.source.line_span(node.span.source.position(node.span.start)[0])
