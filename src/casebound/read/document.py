"""A write-up's text → its front matter as nodes and its body as sections, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from casebound.model.case import Section
from casebound.read.body import Body, read_body
from casebound.read.control import find_control
from casebound.read.fields import Reading
from casebound.read.nodes import Node, read_yaml
from casebound.read.readable import readable
from casebound.text.finding import Finding, Severity
from casebound.text.fix import Edit, Fix
from casebound.text.localized import phrase
from casebound.text.source import Source, Span
from casebound.text.suggest import did_you_mean

_FENCE = "---"
_TRAILING_ATTRIBUTES = re.compile(r"[ \t]*\{(?P<inside>[^{}]*)\}[ \t]*$")
_ATTRIBUTE = re.compile(
    r"""(?P<id>\#[^\s"'{}]*)|(?P<key>[^\s=#]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>\S+))|(?P<other>\S+)"""
)
_LOWEST_SECTION = 4
"""Headings below this level do not make sections of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenSection:
    """A section and where it stands."""

    section: Section
    heading: Span
    body: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A write-up, taken apart."""

    source: Source
    front: Node | None
    front_span: Span
    """The opening line of the front matter: where to point for what is missing in it."""
    body_start: int
    """Offset at which the Markdown begins; offsets in `body` count from there."""
    body: Body
    sections: tuple[WrittenSection, ...]
    reading: Reading

    def place(self, path: str) -> Span:
        """Where a field such as `measures[0].baseline` stands; its nearest parent where it does not."""
        node, span = self.front, self.front_span
        for key, number in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path):
            if node is None:
                break
            if number:
                items = node.readable()
                node = items[int(number)] if int(number) < len(items) else None
                span = node.span if node else span
            else:
                pair = node.find(key)
                node, span = (pair.value, pair.span) if pair else (None, span)
        return span.source.line_span(span.source.position(span.start)[0]) if "\n" in span.text else span

    def key(self, name: str) -> Span:
        """The key of a field of the front matter; its opening line where the field is not there."""
        pair = self.front.find(name) if self.front else None
        return pair.key.span if pair else self.front_span

    def section_at(self, offset: int) -> WrittenSection | None:
        """The section in which an offset lies."""
        number = bisect_right(self.sections, offset, key=lambda item: item.heading.start) - 1
        return self.sections[number] if number >= 0 else None


def read_document(source: Source) -> Document:
    """Front matter and sections; a body without front matter is still read."""
    reading = Reading()
    front_start, front_end, body_start = _split(source, reading)
    front: Node | None = None
    if front_start is not None:
        front, findings = read_yaml(source, front_start, front_end)
        reading.findings.extend(findings)
        if front is not None and front.kind != "mapping":
            reading.wrong_type("front matter", front, phrase("“键: 值”", "“key: value” lines"))
            front = None
    text = readable(source.text[body_start:])
    reading.findings.extend(find_control(source, body_start, len(source.text)))
    body = read_body(text)
    for mention in body.mentions:
        if mention.kind == "nested":
            message = phrase(
                "“{name}”块不能放在另一个块里", "A block “{name}” cannot stand in another", name=mention.name
            )
            span = source.span(body_start + mention.start, body_start + mention.end)
            reading.note("nested-directive", span, message, phrase("把它移到外面", "Move it out"))
    return Document(
        source=source,
        front=front,
        front_span=source.line_span(1),
        body_start=body_start,
        body=body,
        sections=tuple(_sections(source, body_start, text, body, reading)),
        reading=reading,
    )


def _split(source: Source, reading: Reading) -> tuple[int | None, int, int]:
    """Offsets: start and end of the YAML (None: there is none), start of the body."""
    first = source.line_text(1).rstrip()
    if first != _FENCE and (split := _without_opening(source, first, reading)) is not None:
        return split
    if first != _FENCE:
        message = phrase("没有 YAML 头部（front matter）", "There is no YAML front matter")
        hint = phrase(
            "文件第一行写 ---，随后是字段，再以 --- 结束", "Start the file with ---, then the fields, then --- again"
        )
        reading.note("missing-front-matter", source.line_span(1), message, hint)
        return None, 0, 0
    last = source.position(len(source.text))[0]
    for line in range(2, last + 1):
        if source.line_text(line).rstrip() in (_FENCE, "..."):
            return source.line_start(2), source.line_start(line), source.line_start(line + 1)
    message = phrase("YAML 头部没有结束", "The front matter does not end")
    reading.note(
        "open-front-matter",
        source.line_span(1),
        message,
        phrase("在最后一个字段后写一行 ---", "Write a line --- after the last field"),
    )
    return source.line_start(2), len(source.text), len(source.text)


_KEY_LINE = re.compile(r"[a-z_]+[ \t]*[:：]")


def _without_opening(source: Source, first: str, reading: Reading) -> tuple[int, int, int] | None:
    """Front matter whose opening line is missing, or has more dashes than three; None where there is no such thing."""
    is_misspelt = re.fullmatch(r"[-—–]{2,8}", first) is not None
    begin = 2 if is_misspelt else 1
    if not all(_KEY_LINE.match(source.line_text(line)) for line in (begin, begin + 1)):
        return None
    last = source.position(len(source.text))[0]
    end = next((line for line in range(begin, last + 1) if source.line_text(line).rstrip() == _FENCE), None)
    if end is None:
        return None
    span = source.line_span(1)
    edit = Edit(span=span, text=_FENCE) if is_misspelt else Edit(span=source.span(0), text=f"{_FENCE}\n")
    reading.findings.append(
        Finding(
            rule="missing-front-matter",
            severity=Severity.ERROR,
            message=phrase("头部前面少了一行 ---", "The line --- before the front matter is missing"),
            span=span,
            hint=phrase("文件第一行写 ---", "Write --- on the first line"),
            fix=Fix(edits=(edit,), message=phrase("补上 ---", "Write it"), is_safe=True),
        )
    )
    return source.line_start(begin), source.line_start(end), source.line_start(end + 1)


def headings(tokens: Sequence[Token]) -> list[tuple[int, Token, Token]]:
    """The headings that make sections: index in `tokens`, opening token, inline token."""
    return [
        (index, token, tokens[index + 1])
        for index, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0 and int(token.tag[1]) <= _LOWEST_SECTION
    ]


def _sections(source: Source, body_start: int, text: str, body: Body, reading: Reading) -> list[WrittenSection]:
    first_line, _ = source.position(body_start)
    found = headings(body.tokens)
    sections = []
    for number, (_, opening, inline) in enumerate(found):
        lines = opening.map or [0, 1]
        heading = source.line_span(first_line + lines[0])
        start = source.line_start(first_line + lines[1])
        following = found[number + 1][1].map if number + 1 < len(found) else None
        end = source.line_start(first_line + following[0]) if following else len(source.text)
        span = source.span(min(start, end), end)
        title, id, criteria = _heading(inline.content, heading, reading)
        section = Section(
            id=id,
            title=title,
            level=max(2, int(opening.tag[1])),
            criteria=criteria,
            text=_unified(text[span.start - body_start : span.end - body_start]),
        )
        sections.append(WrittenSection(section=section, heading=heading, body=span))
    before = source.line_start(first_line + (found[0][1].map or [0])[0]) if found else len(source.text)
    lead = text[: before - body_start]
    if lead.strip():
        message = phrase("第一个标题之前的文字不会出现在成品里", "Text before the first heading is not printed")
        line, _ = source.position(body_start + len(lead) - len(lead.lstrip()))
        reading.note(
            "text-before-heading", source.line_span(line), message, phrase("移到某一节之下", "Move it into a section")
        )
    return sections


def _unified(text: str) -> str:
    """With one sort of line break, and without empty lines at either end."""
    return (re.sub(r"\r\n?", "\n", text) if "\r" in text else text).strip("\n")


def _heading(content: str, span: Span, reading: Reading) -> tuple[str, str, tuple[str, ...]]:
    """A heading's words, id and criteria."""
    match = _TRAILING_ATTRIBUTES.search(content)
    if match is None:
        return content.strip(), "", ()
    id, criteria = "", ()
    for attribute in _ATTRIBUTE.finditer(match["inside"]):
        if attribute["id"]:
            id = attribute["id"][1:]
        elif attribute["key"] == "criterion":
            criteria = tuple((attribute["quoted"] or attribute["bare"] or "").split())
        else:
            word = attribute["key"] or attribute["other"]
            message = phrase("标题后不认识“{word}”", "A heading does not know “{word}”", word=word)
            reading.note("unknown-attribute", span, message, did_you_mean(word, ("criterion",)))
    return content[: match.start()].strip(), id, criteria
