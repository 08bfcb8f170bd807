"""A path of keys → the kind of value declared there, and a snippet that fills it in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from casebound.editor.front import ITEM
from casebound.read.case import CASE
from casebound.read.fields import BOOLEAN, TEXT, Choice, Field, ListOf, MapOf, Record, required

_ALLOW: Record[Any] = Record(dict, {"rule": required(TEXT), "reason": required(TEXT)})
WRITE_UP: Record[Any] = Record(
    dict, {"translates": Field(TEXT), **CASE.fields, "allow": CASE.fields.get("allow", Field(ListOf(_ALLOW)))}
)
"""All that the front matter of a write-up, or of its translation, may hold."""


def declared(root: Any, path: Sequence[str]) -> Any:
    """The kind of the field at a path; None where no field is declared."""
    kind = root
    for step in path:
        if isinstance(kind, ListOf):
            kind = kind.item
            if step == ITEM:
                continue
        elif step == ITEM:
            return None
        if isinstance(kind, Record) and step in kind.fields:
            kind = kind.fields[step].kind
        elif isinstance(kind, MapOf):
            kind = kind.value
        else:
            return None
    return kind


def options(kind: Any) -> tuple[str, ...]:
    """The words of a closed list."""
    if kind is BOOLEAN:
        return ("yes", "no")
    return tuple(kind.options) if isinstance(kind, Choice) else ()


def snippet_of_key(name: str, kind: Any, *, is_flow: bool) -> str:
    """A key with what is required under it, as an LSP snippet (`$1`, `${2|a,b|}`)."""
    return f"{name}:{_Snippet().value(kind, 0, is_flow=is_flow)}"


def snippet_of_item(kind: Any, *, is_flow: bool) -> str:
    """An item of a list."""
    if is_flow:
        return _Snippet().value(kind, 0, is_flow=True).lstrip()
    return _Snippet().item(kind, 0)


class _Snippet:
    """Counts the places to be filled in."""

    def __init__(self) -> None:
        self.number = 0

    def value(self, kind: Any, depth: int, *, is_flow: bool) -> str:
        """What stands behind the colon."""
        if isinstance(kind, ListOf) and (is_flow or not isinstance(kind.item, Record)):
            return f" [{self.value(kind.item, depth, is_flow=True).lstrip()}]"
        if isinstance(kind, ListOf):
            return f"\n{'  ' * (depth + 1)}{self.item(kind.item, depth + 1)}"
        if isinstance(kind, Record) and (is_flow or (depth and _is_flat(kind))):
            return f" {{{', '.join(self.pair(name, kind, depth, is_flow=True) for name in _wanted(kind))}\\}}"
        if isinstance(kind, Record):
            lines = (self.pair(name, kind, depth + 1, is_flow=False) for name in _wanted(kind))
            return "".join(f"\n{'  ' * (depth + 1)}{line}" for line in lines)
        self.number += 1
        words = options(kind)
        return f" ${{{self.number}|{','.join(words)}|}}" if words else f" ${self.number}"

    def item(self, kind: Any, depth: int) -> str:
        """An item in block style, its dash at `depth`."""
        if not isinstance(kind, Record):
            return f"-{self.value(kind, depth, is_flow=True)}"
        if _is_flat(kind):
            return f"-{self.value(kind, 1, is_flow=True)}"
        lines = (self.pair(name, kind, depth + 1, is_flow=False) for name in _wanted(kind))
        return "- " + ("\n" + "  " * (depth + 1)).join(lines)

    def pair(self, name: str, kind: Any, depth: int, *, is_flow: bool) -> str:
        """A key and its value."""
        return f"{name}:{self.value(kind.fields[name].kind, depth, is_flow=is_flow)}"


def _wanted(kind: Any) -> list[str]:
    """The fields that must or usually do stand there; of a record without such fields, the first."""
    return [name for name, field in kind.fields.items() if field.is_required or field.is_usual] or list(kind.fields)[:1]


def _is_flat(kind: Any) -> bool:
    return len(_wanted(kind)) <= 3 and not any(
        isinstance(kind.fields[name].kind, (Record, ListOf)) for name in _wanted(kind)
    )
