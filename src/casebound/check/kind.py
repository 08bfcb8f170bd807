"""A kind of rule: the code behind rules that are data. Each stands in a module of `check/kinds`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from casebound.check.look import Look
from casebound.read.case import CASE
from casebound.read.fields import Field, ListOf, Reading, Record, Scalar
from casebound.read.nodes import Node
from casebound.text.finding import Label
from casebound.text.fix import Fix
from casebound.text.localized import Localized, phrase
from casebound.text.source import Span
from casebound.text.suggest import did_you_mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place at which a rule has something to say; the words are the rule's."""

    span: Span
    values: Mapping[str, str | int | Localized] = field(default_factory=dict)
    """What fills the places in the rule's message and hint."""
    hint: Localized | None = None
    """Said in place of the rule's own hint: a near miss, for example."""
    labels: tuple[Label, ...] = ()
    fix: Fix | None = None
    field: str = ""
    """What is missing, where the place cannot say it: `replication.risks`, `criteria.5.4.1`."""


Find = Callable[[Any, Look], Iterable[Hit]]
"""Looks for hits, given the rule's parameters and a write-up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of rule."""

    name: str
    """Its module's name, with hyphens; `<name>.md` beside the module is its page."""
    make: Callable[..., Any]
    """The dataclass of its parameters."""
    fields: Mapping[str, Field]
    """The keys that a rule of this kind may have beside those of every rule."""
    values: frozenset[str]
    """The places that messages and hints may have."""
    find: Find


def _pattern(text: str) -> re.Pattern[str] | None:
    try:
        return re.compile(text)
    except (re.error, RecursionError, OverflowError):
        return None


PATTERN: Scalar[re.Pattern[str]] = Scalar(_pattern, phrase("正则表达式", "a regular expression"))


@dataclass(frozen=True, slots=True)
class FieldPath:
    """A path of declared fields, such as `measures[].baseline.value`; `[]` means each item of a list."""

    def read(self, key: str, node: Node, reading: Reading) -> str | None:
        """The path, if every key on it is a field that write-ups have."""
        if node.kind != "scalar":
            reading.wrong_type(key, node, phrase("字段路径", "a path of fields"))
            return None
        declared: Any = CASE
        for part in re.findall(r"[^.\[\]]+|\[\]", node.text.strip()):
            while not isinstance(declared, (Record, ListOf)) and hasattr(declared, "item"):
                declared = declared.item
            if part == "[]" and isinstance(declared, ListOf):
                declared = declared.item
            elif isinstance(declared, Record) and part in declared.fields:
                declared = declared.fields[part].kind
            else:
                known = declared.fields if isinstance(declared, Record) else ()
                message = phrase("材料里没有字段“{path}”", "Write-ups have no field “{path}”", path=node.text.strip())
                reading.note("unknown-field", node.span, message, did_you_mean(part, known))
                return None
        return node.text.strip()


FIELD_PATH = FieldPath()
