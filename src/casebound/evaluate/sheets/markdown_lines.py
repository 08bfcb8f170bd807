"""A Markdown sheet's text → its lines, and what each is: a heading, an answer begun, an explanation, more text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from casebound.evaluate.sheets import given
from casebound.evaluate.sheets.words import KIND_WORDS, folded
from casebound.text.localized import Localized
from casebound.text.source import Source

Sort = Literal["blank", "case", "section", "overall", "title", "explanation", "field", "comment", "other"]


def _by_word(fields: Mapping[str, tuple[Localized, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, (words, others) in fields.items():
        found |= {folded(word): name for word in (*words.texts.values(), *others.split())}
    return found


FIELDS = _by_word(
    {
        "mark": (given.MARK, "分数 评分 打分 score value"),
        "met": (given.VERDICT, "结论 met"),
        "remark": (given.REMARK, "comment 备注"),
        "status": (given.STATUS, ""),
        "date": (given.DATE, ""),
    }
)
"""What a line `WORD：…` answers, by `folded` word."""
_OVERALL = {folded(word) for word in (*given.OVERALL.texts.values(), "总体评价", "overall remark")}
_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
_HEADING = re.compile(r"(#{1,4})[ \t\u3000]+(.*)", re.DOTALL)
_ID = re.compile(r"(.*)\{#([^{}]*)\}\s*", re.DOTALL)
_ANSWER = re.compile(
    r"[ \t\u3000]*+(?:[-*+•·][ \t\u3000]*+)?(?:\*\*)?(?P<word>[^\[\]【】［］:：*\\]{1,20}?)(?:\*\*)?[ \t\u3000]*+"
    r"(?:[\[【［](?P<anchor>(?:\\.|[^\]】］\\])*+)[\]】］][ \t\u3000]*+)?(?P<colon>[:：])(?:\*\*)?(?P<text>.*)",
    re.DOTALL,
)
"""Possessive where a stranger's line could make it try the same blanks again and again."""
_INDENT = re.compile(r"(?: {2}|\t|\u3000)")
_ITEM = re.compile(
    r"[ \t\u3000]*+(?:[-+*•·](?![-+*0-9])|(?:[0-9０-９]{1,3}[.．](?![0-9０-９])|[0-9０-９一二三四五六七八九十]{1,3}、)"
    r"|[(（]?[0-9０-９一二三四五六七八九十]{1,3}[)）]|[①-⑳])"
)
"""An item of a list, bulleted or numbered: `-5` and `1.5` begin no item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a sheet."""

    sort: Sort
    start: int
    """Where it begins in the source."""
    text: str
    """Without its line break."""
    name: str = ""
    """Id of a case or section; what a field answers; the word for a comment's kind."""
    name_at: tuple[int, int] = (0, 0)
    """Where the id or the word stands in the source."""
    anchor_at: tuple[int, int] | None = None
    """Where the anchor of a comment stands in the source."""
    rest_at: int = 0
    """Where the answer begins in the source."""

    @property
    def is_indented(self) -> bool:
        """Whether it goes on with what stands before it."""
        return bool(_INDENT.match(self.text))

    @property
    def is_item(self) -> bool:
        """Whether it begins an item of a list."""
        return bool(_ITEM.match(self.text))

    @property
    def outdented(self) -> str:
        """Its text as a further line of an answer."""
        return _INDENT.sub("", self.text, count=1)


def read_lines(source: Source, start: int) -> Iterator[Line]:
    """The lines from an offset on."""
    for match in _LINE.finditer(source.text, start):
        if match[0]:
            yield _line(match.start(), match[1])


def _line(start: int, text: str) -> Line:
    if not text.strip():
        return Line(sort="blank", start=start, text=text)
    if text.startswith(">"):
        return Line(sort="explanation", start=start, text=text)
    if heading := _HEADING.fullmatch(text):
        return _heading(start, text, len(heading[1]), heading[2], start + heading.start(2))
    answer = _ANSWER.fullmatch(text)
    word = folded(answer["word"]) if answer else ""
    if answer is None or (word not in FIELDS and word not in KIND_WORDS):
        return Line(sort="other", start=start, text=text)
    is_field = word in FIELDS and answer["anchor"] is None
    if not is_field and word not in KIND_WORDS:
        return Line(sort="other", start=start, text=text)
    return Line(
        sort="field" if is_field else "comment",
        start=start,
        text=text,
        name=FIELDS[word] if is_field else answer["word"],
        name_at=(start + answer.start("word"), start + answer.end("word")),
        anchor_at=None if answer["anchor"] is None else (start + answer.start("anchor"), start + answer.end("anchor")),
        rest_at=start + answer.start("text"),
    )


def _heading(start: int, text: str, level: int, words: str, at: int) -> Line:
    if level == 1:
        return Line(sort="title", start=start, text=text)
    named = _ID.fullmatch(words)
    if level == 2:
        name, place = (named[2], (at + named.start(2), at + named.end(2))) if named else ("", (at, at + len(words)))
        return Line(sort="case", start=start, text=text, name=name.strip(), name_at=place)
    if folded(words) in _OVERALL:
        return Line(sort="overall", start=start, text=text)
    first = (words.split(maxsplit=1) or [""])[0]
    place = (at + named.start(2), at + named.end(2)) if named else (at, at + len(first))
    return Line(sort="section", start=start, text=text, name=named[2] if named else first, name_at=place)


def unescaped_line(text: str) -> str:
    """A line of an overall remark, without the backslash that kept it from being a heading."""
    return text[1:] if re.match(r"\\+#", text) else text


def unescaped_anchor(text: str) -> str:
    """An anchor as it was before it stood in brackets."""
    return re.sub(r"\\(.)", r"\1", text).strip()
