"""A place at which YAML is not read on, or not read → the finding that says so."""

from __future__ import annotations

from casebound.text.finding import Finding, Severity
from casebound.text.localized import Localized, phrase
from casebound.text.source import Span

DEEPEST = 32
"""Levels of nesting beyond which a document is not read on."""
MOST_VALUES = 100_000
"""Keys and values after which a document is not read on."""


def _error(rule: str, span: Span, message: Localized, hint: Localized | None = None) -> Finding:
    return Finding(rule=rule, severity=Severity.ERROR, message=message, span=span, hint=hint)


def too_deep(span: Span) -> Finding:
    """Nesting beyond the limit."""
    message = phrase(
        "嵌套超过 {n} 层，后面的内容未读", "Nested deeper than {n} levels; the rest was not read", n=DEEPEST
    )
    return _error("deep-nesting", span, message)


def too_many(span: Span) -> Finding:
    """Keys and values beyond the limit."""
    message = phrase(
        "超过 {n} 个键和值，后面的内容未读", "More than {n} keys and values; the rest was not read", n=MOST_VALUES
    )
    return _error("too-many-values", span, message, phrase("大量数据放进 CSV 文件", "Put data in bulk into a CSV file"))


def second(span: Span) -> Finding:
    """A second document in one file."""
    message = phrase("第二个“---”之后的内容未读", "What stands after a second “---” was not read")
    hint = phrase("一个文件只写一份内容，删去这一行", "One file holds one document; remove this line")
    return _error("second-document", span.source.line_span(span.source.position(span.start)[0]), message, hint)


def alias(span: Span) -> Finding:
    """An alias."""
    message = phrase("不支持 YAML 引用“{what}”", "YAML alias “{what}” is not supported", what=span.text)
    return _error("yaml-alias", span, message, phrase("把内容直接写在这里", "Write the content out here"))
