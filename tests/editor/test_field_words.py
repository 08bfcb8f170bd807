"""Every field that a write-up may have is explained, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from casebound.editor.declared import WRITE_UP, options
from casebound.editor.field_words import _OPTIONS, _WORDS, words_of, words_of_option
from casebound.read.fields import ListOf, Record


def fields(kind: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(kind, ListOf):
        yield from fields(kind.item, (*path, "[]"))
    elif isinstance(kind, Record):
        for name, field in kind.fields.items():
            yield (*path, name), field.kind
            yield from fields(field.kind, (*path, name))


DECLARED = list(fields(WRITE_UP))


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_every_field_is_explained_on_a_narrow_line(lang: str) -> None:
    assert [path for path, _ in DECLARED if not 0 < len(words_of(path).to(lang)) <= 72] == []


def test_no_other_field_is_explained() -> None:
    assert set(_WORDS) == {".".join(path).replace(".[]", "[]") for path, _ in DECLARED}


def test_every_word_of_a_closed_list_is_explained_and_no_other() -> None:
    words = {word for _, kind in DECLARED for word in options(kind)} | {
        word for _, kind in DECLARED if isinstance(kind, ListOf) for word in options(kind.item)
    }
    assert set(_OPTIONS) == words
    assert all(words_of_option(word).texts.keys() == {"zh-CN", "en"} for word in words)
