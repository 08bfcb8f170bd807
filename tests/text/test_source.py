"""Places in a text: lines and columns count code points from 1, whatever ends a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.text.source import Source


def make(text: str) -> Source:
    return Source(path="case.md", text=text)


@pytest.mark.parametrize(
    ("text", "what", "place"),
    [
        ("a\nb\nc", "c", (3, 1)),
        ("a\r\nb\r\nc", "c", (3, 1)),  # one break, not two
        ("a\rb\rc", "c", (3, 1)),
        ("a\n\r\nb", "b", (3, 1)),
        ("等候时间", "时", (1, 3)),  # a Han character is one column, though three bytes and two cells
        ("e\u0301x", "x", (1, 3)),  # a combining mark is a code point of its own
        ("👩\u200d⚕️x", "x", (1, 5)),  # woman, joiner, staff, variation selector
        ("𠀀x", "x", (1, 2)),  # outside the basic plane: one code point
        ("a\u2028b", "b", (1, 3)),  # no line break for an editor that counts LF and CR
        ("a\x0cb", "b", (1, 3)),
    ],
)
def test_names_line_and_column(text: str, what: str, place: tuple[int, int]) -> None:
    assert make(text).position(text.rindex(what)) == place


def test_the_end_of_the_text_is_a_place() -> None:
    assert make("ab\n").position(3) == (2, 1)
    assert make("ab").position(2) == (1, 3)
    assert make("").position(0) == (1, 1)


@pytest.mark.parametrize("text", ["一\n二\n\n三", "一\r\n二\r\n\r\n三", "一\r二\r\r三"])
def test_gives_a_line_without_its_break(text: str) -> None:
    source = make(text)
    assert [source.line_text(line) for line in (1, 2, 3, 4, 5)] == ["一", "二", "", "三", ""]


def test_a_line_span_leaves_indentation_out() -> None:
    span = make("a:\n    b: 1  \n").line_span(2)
    assert (span.start, span.end, span.text) == (7, 11, "b: 1")


def test_an_empty_line_has_an_empty_span() -> None:
    assert make("a\n   \nb").line_span(2).text == ""


def test_a_span_is_kept_inside_the_text() -> None:
    source = make("一二三")
    assert source.span(-4, 99).text == "一二三"
    assert source.span(2, 1).text == ""
    assert (source.span(99).start, source.span(99).end) == (3, 3)


# never empty: a lone CR, an empty line and a LF would be one CRLF
LINES = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), min_size=1, max_size=5)


@given(st.lists(st.tuples(LINES, st.sampled_from(["\n", "\r\n", "\r"])), max_size=6), LINES)
def test_every_place_leads_back_to_its_character(lines: list[tuple[str, str]], last: str) -> None:
    source = make("".join(line + end for line, end in lines) + last)
    start = 0
    for number, (line, end) in enumerate([*lines, (last, "")], 1):
        assert source.position(start) == (number, 1)
        assert source.position(start + len(line)) == (number, len(line) + 1)
        assert source.line_text(number) == line
        start += len(line) + len(end)
