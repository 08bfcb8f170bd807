"""Sentences and paragraphs too long to be read in one breath."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from casebound.check.kind import Hit, Kind
from casebound.check.kinds.punctuation import SEGMENTS
from casebound.check.look import Look
from casebound.check.stretches import HAN
from casebound.read.fields import INTEGER, Choice, Field, ListOf, MapOf, required


@dataclass(frozen=True, slots=True, kw_only=True)
class Readability:
    """How long something may be, by the language of the write-up."""

    of: str
    """`sentences` or `paragraphs`."""
    most: dict[str, int] = field(default_factory=dict)
    """Han characters for Chinese, words for other languages; a language that is not named has no bound."""
    blocks: tuple[str, ...] = ("field", "paragraph", "item", "note")


_HAN = re.compile(f"[{HAN}]+")
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_CLAUSE = re.compile(r"[，：、—]|, ")
_END = {
    "zh-CN": re.compile(r"[。！？；!?;]+"),
    "en": re.compile(r"[.!?;](?=[\s”\"')\ufffc])|\Z"),
}
_BRACKETED = re.compile(r"（[^（）]*）|\([^()]*\)|“[^“”]*”|\ufffc+")


def find(readability: Readability, look: Look) -> Iterator[Hit]:
    """Each that is longer. A semicolon is a place to rest; what is in brackets or quotation marks is not counted."""
    lang = look.case.lang
    most = readability.most.get(lang)
    if most is None:
        return
    is_chinese = lang.startswith("zh")
    end = _END["zh-CN" if is_chinese else "en"]
    text = look.prose.text
    for segment in look.prose.segments:
        if segment.end - segment.start <= most or segment.kind not in readability.blocks:
            continue
        stretches = [(segment.start, segment.end)]
        if readability.of == "sentences":
            stretches = list(_split(end, text, segment.start, segment.end))
        for first, last in stretches:
            if last - first <= most:
                continue
            words = _BRACKETED.sub("", text[first:last])
            n = _count(words) if is_chinese else len(_WORD.findall(words))
            if n > most:
                values = {"n": n, "most": most, "clauses": len(_CLAUSE.findall(words)) + 1}
                yield Hit(span=look.document.source.span(first, last), values=values)


def _count(words: str) -> int:
    return len("".join(_HAN.findall(words)))


def _split(end: re.Pattern[str], text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The sentences of a block, without the blanks before them."""
    for match in end.finditer(text, first, last):
        yield _bare(text, first, match.end())
        first = match.end()
    if first < last:
        yield _bare(text, first, last)


def _bare(text: str, first: int, last: int) -> tuple[int, int]:
    while first < last and text[first] in " \n\r\t”）)":
        first += 1
    return first, last


KIND = Kind(
    name="readability",
    make=Readability,
    fields={
        "of": required(Choice({name: name for name in ("sentences", "paragraphs")})),
        "most": required(MapOf(INTEGER)),
        "blocks": Field(ListOf(Choice({name: name for name in SEGMENTS}))),
    },
    values=frozenset({"n", "most", "clauses"}),
    find=find,
)
