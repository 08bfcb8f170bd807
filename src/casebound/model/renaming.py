"""A case and words → the case with those words replaced wherever a reader would see them."""

from __future__ import annotations

import dataclasses
import re
import string
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from casebound.model.case import Case
from casebound.model.measure import Series
from casebound.model.period import Period
from casebound.model.standing import Standing
from casebound.text.han import is_wide
from casebound.text.localized import Localized


def renamed(case: Case, words: dict[str, str]) -> Case:
    """The case with every word replaced in every text, except in what only refers to something."""
    names = {word: replacement for word, replacement in words.items() if _is_name(word)}
    told = _folded("\0".join(_texts(case)))
    if not any(_folded(name) in told for name in names):
        return case  # compiling the search would take longer than all the rest
    changed: Case = _mapped(case, _replacer(names))
    return replace(changed, aliases=case.aliases)


_REFERENCE = r"""
    \{(?:val|ref)\}`[^`\n\[]*              # {ref}`tbl-peak`; what stands in brackets is a label
    | ^[`:~]{3,}\{[a-z-]+\}(?:[^\n]*\.(?:csv|tsv|txt)[ \t]*$)?  # the name of a block, and its data file
    | ^:(?:id|data|measure|criterion):[^\n]*$
    | (?<=\))\{\#[^}\n]*\}                 # the id of an image
    | \]\(<?(?![A-Za-z][\w+.-]*:|//)[^)\s]*  # a link to an anchor or a file of the case
"""
"""What a text says to Casebound, not to its reader."""

_LATIN = "0-9A-Za-z\u00c0-\u024f"
_FOLD = r"(?:[ \t]*\n[ \t>]*)?"
_UNSEEN = re.compile(r"[\s>\\]")
_DOTS = str.maketrans("İı", "ii")
"""The letters that a search without regard to capitals takes for an i, and `casefold` does not."""


def _folded(text: str) -> str:
    """What is the same in a name and wherever the search finds it."""
    return _UNSEEN.sub("", text).translate(_DOTS).casefold()


def _replacer(words: dict[str, str]) -> Callable[[str], str]:
    """Replaces every word, longer ones first, folded over lines or not; Latin ones whole, in capitals or not."""
    shown = {_folded(word): replacement for word, replacement in words.items()}
    names = sorted((word.strip() for word in words), key=lambda word: (-len(word), word))
    search = re.compile(
        f"(?P<kept>{_REFERENCE})|{'|'.join(map(_pattern, names))}", re.MULTILINE | re.VERBOSE | re.IGNORECASE
    )
    return lambda text: search.sub(lambda match: match["kept"] or shown[_folded(match[0])], text)


def _is_name(word: str) -> bool:
    """Whether there is something to look for: a mere punctuation mark would take the text's markup away."""
    return any(character.isalnum() for character in word)


def _pattern(name: str) -> str:
    """How a name may stand in Markdown: folded over two lines, with punctuation escaped."""
    parts = []
    for character, following in zip(name, (*name[1:], ""), strict=True):
        if character.isspace():
            parts.append(r"[\s>]+")
            continue
        parts.append((r"\\?" if character in string.punctuation else "") + re.escape(character))
        if is_wide(character) and following and not following.isspace():
            parts.append(_FOLD)
    first = f"(?<![{_LATIN}])" if re.match(f"[{_LATIN}]", name) else ""
    last = f"(?![{_LATIN}])" if re.search(f"[{_LATIN}]$", name) else ""
    return f"{first}{''.join(parts)}{last}"


_KEPT_FIELDS = frozenset({"id", "lang", "framework", "route", "industry", "methods", "criteria", "file", "measure"})
"""Words for Casebound, not for a reader."""
_KEPT_RECORDS = (Localized, Period, Series, Standing)


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    """Every text in a record changed, at any depth; ids, enumerations and periods stay."""
    if type(value) is str:
        return change(value)
    if isinstance(value, tuple):
        return tuple(_mapped(item, change) for item in value)
    if names := _changing(value.__class__):
        return replace(value, **{name: _mapped(getattr(value, name), change) for name in names})
    return value


def _texts(value: Any) -> Iterator[str]:
    """The texts that `_mapped` changes."""
    if type(value) is str:
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    else:
        for name in _changing(value.__class__):
            yield from _texts(getattr(value, name))


@cache
def _changing(kind: type) -> tuple[str, ...]:
    """The fields of a record whose words are for a reader."""
    if not dataclasses.is_dataclass(kind) or issubclass(kind, _KEPT_RECORDS):
        return ()
    return tuple(item.name for item in dataclasses.fields(kind) if item.name not in _KEPT_FIELDS)
