"""Looking for an expression only where it can begin finds what looking everywhere finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.check.stretches import matches


@pytest.mark.parametrize(("pattern", "first"), [(r"-{2,}", "-"), (r"[,;]\s?甲", ",;"), (r"@[a-z]+", "@")])
@given(text=st.text(alphabet="-,;甲 @ab\n", max_size=40))
def test_finds_what_looking_everywhere_finds(pattern: str, first: str, text: str) -> None:
    compiled = re.compile(pattern)
    assert [found.span() for found in matches(compiled, text, first)] == [
        found.span() for found in compiled.finditer(text)
    ]
