"""The glyphs that chapters use, put together."""

from collections.abc import Mapping

from casebound.press.letters import merged


def test_of_texts_of_one_glyph_the_shortest_that_is_not_empty_is_kept_whatever_the_order() -> None:
    uses: list[Mapping[str, Mapping[int, str]]] = [
        {"face": {1: "", 2: "b", 3: ""}},
        {"face": {1: "ff", 2: "a", 3: ""}},
        {"face": {1: "ffi"}},
    ]
    for order in (uses, uses[::-1]):
        assert merged(order) == {"face": {1: "ff", 2: "a", 3: ""}}
