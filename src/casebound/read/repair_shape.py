"""A node of the wrong shape → the node that was meant, with findings: what needs the declared field to be seen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from casebound.read.improve_shape import comma_slips, list_slips, mapping_slips, text_slip
from casebound.read.improve_slip import Slip
from casebound.read.nodes import Node, finding_of, read_changed
from casebound.text.finding import Finding, Severity
from casebound.text.fix import Edit, Fix, replacement
from casebound.text.localized import phrase

Reshaped = tuple[Node, list[Finding]]

_OPENING, _CLOSING = "“‘＂", "”’＂"
_LONGEST_CURLY = 30
"""Characters beyond which a text between curly quotation marks may well be a quotation."""
_BARE = re.compile(r"[^\s,:#&*!|>%@`\[\]{}\"'?~=<\\-](?:[^,:#\[\]{}\"'\\\r\n\t]*[^\s,:#\[\]{}\"'\\])?")
"""What YAML surely takes for the same text without quotation marks."""
_NOTHING = ("null", "Null", "NULL")
_CURLY = phrase("弯引号会印出来，YAML 的引号是半角的", "Curly quotation marks are printed; YAML's are straight")
_STRAIGHT = phrase("改成半角引号，或删去引号", "Use straight quotation marks, or none")


def is_written(node: Node) -> bool:
    """Whether a scalar's span is its own text: TOML has no places for values, theirs is their key's."""
    written = node.span.text
    if node.is_plain:
        return written == node.text or written.split() == node.text.split()
    return written[1:-1] == node.text


def as_mapping(node: Node) -> Reshaped | None:
    """A text such as `kind：team` as the mapping that was meant."""
    if node.kind != "scalar" or not node.is_plain or not is_written(node):
        return None
    return _reshaped(node, mapping_slips(node.span), "mapping")


def as_list(node: Node) -> Reshaped | None:
    """A text such as `［a, b］` or `a、b` as the list that was meant."""
    if node.kind != "scalar" or not node.is_plain or node.is_empty or not is_written(node):
        return None
    return _reshaped(node, list_slips(node.span), "sequence")


def parted(node: Node) -> Reshaped | None:
    """A list such as `[a，b]` with its items apart."""
    if not any("，" in item.text or "、" in item.text for item in node.items):
        return None
    return _reshaped(node, comma_slips(node.span), "sequence")


def as_text(node: Node) -> tuple[str, Finding] | None:
    """An item such as `a: b`, which is a mapping to YAML, as the text that was meant."""
    if node.kind != "mapping" or len(node.pairs) != 1 or node.pairs[0].value.kind != "scalar":
        return None
    slip = text_slip(node.span)
    return None if slip is None else (node.span.text, finding_of(slip, node.span.source, 0))


def curly_quotes(node: Node) -> Finding | None:
    """For a list such as `[“a”, “b”]`: nobody quotes every item of a list on purpose."""
    items = node.items
    if not items or items[0].text[:1] not in _OPENING or node.span.text[:1] != "[":
        return None
    if not all(item.is_plain and _is_between(item.text) and is_written(item) for item in items):
        return None
    source = node.span.source
    places = [at for item in items for at in (item.span.start, item.span.end - 1)]
    edits = tuple(Edit(span=source.span(at, at + 1), text='"') for at in places)
    return Finding(
        rule="curly-quotes",
        severity=Severity.WARNING,
        message=_CURLY,
        span=items[0].span,
        hint=_STRAIGHT,
        fix=Fix(edits=edits, message=phrase("改用半角引号", "Use straight quotation marks")),
    )


def curly_text(node: Node) -> Finding | None:
    """For `unit: “小时/月”`: a short text, all of it between curly quotation marks, is no quotation."""
    if not (3 <= len(node.text) <= _LONGEST_CURLY and node.is_plain and _is_between(node.text) and is_written(node)):
        return None
    source, inner = node.span.source, node.text[1:-1]
    bare = inner if _BARE.fullmatch(inner) and inner not in _NOTHING else f'"{inner}"'
    return Finding(
        rule="curly-quotes",
        severity=Severity.WARNING,
        message=_CURLY,
        span=node.span,
        hint=phrase("删去引号", "Remove the quotation marks") if bare == inner else _STRAIGHT,
        fix=replacement(
            source.span(node.span.start, node.span.end),
            bare,
            phrase("改成 {text}", "Write {text}", text=bare),
        ),
    )


def _is_between(text: str) -> bool:
    inner = text[1:-1]
    return bool(inner) and text[0] in _OPENING and text[-1] in _CLOSING and not set(inner) & set('“”‘’＂"\\')


def _reshaped(node: Node, found: tuple[int, Sequence[Slip]] | None, kind: str) -> Reshaped | None:
    if found is None:
        return None
    start, slips = found
    meant, findings = read_changed(node.span.source, start, node.span.end, slips, head=node.span.start - start)
    return (meant, findings) if meant is not None and meant.kind == kind else None
