"""Sentences and paragraphs that are too long."""

from collections.abc import Callable

import pytest

from casebound.check.context import Context
from casebound.check.kinds.readability import KIND, Readability
from casebound.check.look import Look
from casebound.read.written import WrittenCase

Make = Callable[..., WrittenCase]
HEAD = "---\nlang: zh-CN\n---\n## 现状 {#survey}\n\n"
ENGLISH = "---\nlang: en\n---\n## Survey {#survey}\n\n"


def said(make: Make, context: Context, text: str, of: str = "sentences", **most: int) -> list[tuple[str, int, int]]:
    """Underlined text, its length and its clauses."""
    bounds = {"zh-CN": most.get("zh", 10), "en": most.get("en", 5)}
    look = Look(written=make(text), context=context)
    found = KIND.find(Readability(of=of, most=bounds), look)
    return [(hit.span.text, int(str(hit.values["n"])), int(str(hit.values["clauses"]))) for hit in found]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("一二三四五六七八九十。", []),
        ("一二三四五，六七八九十一。", [("一二三四五，六七八九十一。", 11, 2)]),
        ("短句。一二三四五，六七八，九十一。短句。", [("一二三四五，六七八，九十一。", 11, 3)]),
        ("一二三四五；六七八九十一。", []),
        ("一二三四五（六七八九十一）六。", []),
        ("说“一二三四五六七八九十一”。", []),
        ("一二三四五\n六七八九十一", [("一二三四五\n六七八九十一", 11, 1)]),
        ("用{val}`wait.actual`一二三四五。", []),
        ("> 一二三四五六七八九十一。", []),
        ("- 一二三四五六七八九十一。", [("一二三四五六七八九十一。", 11, 1)]),
        ("12345 67890 12345 67890 一二。", []),
    ],
)
def test_chinese_sentences_are_counted_in_han(
    make: Make, context: Context, body: str, expected: list[tuple[str, int, int]]
) -> None:
    assert said(make, context, HEAD + body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("One two three four five.", []),
        ("One two three, four five six. Short.", [("One two three, four five six.", 6, 2)]),
        ("It cost 3.5 a day in all.", [("It cost 3.5 a day in all.", 6, 1)]),
        ("One two three; four five six.", []),
        ("One two (three four) five six.", []),
    ],
)
def test_english_sentences_are_counted_in_words(
    make: Make, context: Context, body: str, expected: list[tuple[str, int, int]]
) -> None:
    assert said(make, context, ENGLISH + body) == expected


def test_paragraphs_are_counted_whole(make: Make, context: Context) -> None:
    body = "一二三四五。六七八九十一。"
    assert said(make, context, HEAD + body + "\n\n短。", of="paragraphs") == [(body, 11, 1)]


def test_a_field_is_counted_like_a_paragraph(make: Make, context: Context) -> None:
    text = "---\nlang: zh-CN\nsummary: 一二三四五六七八九十一。\n---\n"
    assert said(make, context, text) == [("一二三四五六七八九十一。", 11, 1)]


def test_a_language_without_a_bound_is_not_counted(make: Make, context: Context) -> None:
    look = Look(written=make(HEAD + "一二三四五六七八九十一。"), context=context)
    assert list(KIND.find(Readability(of="sentences", most={"en": 5}), look)) == []


@pytest.mark.parametrize("piece", ["一", "一。", "（", "“", "a ", "。", "；", "(a", "a. "])
@pytest.mark.parametrize("of", ["sentences", "paragraphs"])
def test_hostile_text_is_gone_over_in_the_end(make: Make, context: Context, piece: str, of: str) -> None:
    for head in (HEAD, ENGLISH):
        said(make, context, head + "字" + piece * (200_000 // len(piece)), of=of)
