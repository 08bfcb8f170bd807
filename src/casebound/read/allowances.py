"""A write-up or YAML text → the allowances in it: which rule, why, and the lines they hold for.

Three forms: a comment in YAML, a comment above a block of Markdown, an item of `allow` in the front matter. What
cannot be understood is returned too, with its problem; `check/allowance.py` says so.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from casebound.read.document import Document
from casebound.read.nodes import Node
from casebound.read.yaml_comments import find_comments, lines_between
from casebound.text.localized import Localized, phrase
from casebound.text.source import Source, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """One rule that may be broken in one place, or words that were meant to say so."""

    rule: str
    """Empty where a `problem` leaves no rule to name."""
    reason: str
    """On one line; empty: the allowance does not hold."""
    span: Span
    """The comment or list item. Allowances that are written together share it."""
    name: Span
    """Where the rule is named."""
    names: Span
    """All that are named together, with their commas."""
    holds: Span | None
    """From the beginning of the first line covered to the end of the last; None: the whole file."""
    form: Literal["line", "block", "file"]
    removal: Span | None = None
    """What to delete so that nothing is left of it; None where that cannot be told."""
    field_removal: Span | None = None
    """For the list `allow`: what to delete when nothing in the list is needed."""
    problem: Localized | None = None
    hint: Localized | None = None


WAY = phrase("写成：casebound: allow 规则名 — 原因", "Write: casebound: allow RULE — reason")
_WAY_OF_LIST = phrase("写成：allow: [{{rule: 规则名, reason: 原因}}]", "Write: allow: [{{rule: RULE, reason: why}}]")
_IN_YAML = re.compile(r"#[ \t]*(?=casebound[ \t]*[:：])", re.IGNORECASE)
_IN_BODY = re.compile(r"(?:<!--|^#{1,6})[ \t]*(?=casebound[ \t]*[:：])", re.IGNORECASE | re.MULTILINE)
_ALLOW = re.compile(r"casebound[ \t]*[:：]\s*(?:allow(?![\w-])\s*)?", re.IGNORECASE)
_DASH = re.compile(r"[—–―－:：]+|--+|-(?![A-Za-z0-9])|(?<![A-Za-z0-9])-")
"""Between rule and reason; a hyphen inside a rule's name is none."""
_NAME = re.compile(r"[^\s,，、]+")
_EVERYTHING = ("*", "all", "any", "所有", "全部", "一切")
_WAY_IN_BODY = phrase(
    "在那一段上面单独写一行：<!-- casebound: allow 规则名 — 原因 -->",
    "On a line of its own above the block, write <!-- casebound: allow RULE — reason -->",
)
_ASTRAY = phrase("这条允许写的地方不起作用", "An allowance has no effect here")
_NOT_A_LIST = phrase("“allow”应为列表", "“allow” should be a list")
_NOT_AN_ITEM = phrase("“allow”的每一项只写 rule 和 reason", "An item of “allow” has a rule and a reason, no more")
_INDENTS = ("", " ", "  ", "   ")
_FENCES = ("---", "...")
_CODE = ("fence", "code_block")
_DIRECTIVE = "colon_fence"


def read_allowances(document: Document) -> tuple[Allowance, ...]:
    """All allowances of a write-up, in order of place."""
    source = document.source
    found = list(_of_file(document))
    if "casebound" in source.text.casefold():
        if document.body_start:
            found.extend(read_yaml_allowances(source, source.line_start(2), _front_end(document)))
        found.extend(_of_body(document))
    return tuple(sorted(found, key=lambda item: (item.span.start, item.name.start)))


def _front_end(document: Document) -> int:
    """The beginning of the line that closes the front matter; where the body begins if none does."""
    source, (line, _) = document.source, document.source.position(document.body_start)
    ends = (source.line_start(number) for number in (line, line - 1) if source.line_text(number).rstrip() in _FENCES)
    return next((end for end in ends if 0 < end < document.body_start), document.body_start)


def read_yaml_allowances(source: Source, start: int = 0, end: int | None = None) -> tuple[Allowance, ...]:
    """The allowances in comments of the YAML between two offsets; what only looks like a comment is text."""
    found: list[Allowance] = []
    for comment in find_comments(source, start, len(source.text) if end is None else end, _IN_YAML):
        empty = replace(_empty(comment.span, "line"), holds=comment.holds, removal=comment.removal)
        found.extend(_understood(empty, comment.words_start, comment.span.end))
    return tuple(found)


def _understood(empty: Allowance, start: int, end: int) -> Iterator[Allowance]:
    """One allowance for each rule named in the words between two offsets, which begin with `casebound:`."""
    source = empty.span.source
    text = source.text[start:end]
    opening = _ALLOW.match(text)
    if opening is None or not opening[0].rstrip().lower().endswith("allow"):
        said = " ".join(text[:60].split())
        message = phrase("看不懂“{said}”", "“{said}” is not understood", said=said)
        yield replace(empty, problem=message, hint=WAY)
        return
    dash = _DASH.search(text, opening.end())
    stop = dash.start() if dash else len(text)
    names = list(_NAME.finditer(text, opening.end(), stop))
    if not names:
        yield replace(empty, problem=phrase("没有写明允许哪条规则", "No rule is named to be allowed"), hint=WAY)
        return
    gaps = [text[one.end() : two.start()] for one, two in pairwise(names)]
    if not all(gap.strip() for gap in gaps):
        message = phrase("规则名“{rule}”后面缺“—”", "A “—” is missing after “{rule}”", rule=names[0][0][:60])
        yield replace(empty, problem=message, hint=WAY)
        return
    reason = " ".join(text[dash.end() :].split()) if dash else ""
    span = source.span(start + names[0].start(), start + names[-1].end())
    seen: set[str] = set()
    for match in names:
        if match[0] not in seen:
            seen.add(match[0])
            name = source.span(start + match.start(), start + match.end())
            yield _named(replace(empty, reason=reason, names=span, name=name), match[0])


def _named(empty: Allowance, rule: str) -> Allowance:
    if rule.lower() not in _EVERYTHING:
        return replace(empty, rule=rule)
    message = phrase("不能用“{rule}”一次允许所有规则", "“{rule}” cannot allow all rules at once", rule=rule)
    return replace(empty, problem=message, hint=phrase("逐条写出规则名", "Name the rules one by one"))


def _empty(span: Span, form: Literal["line", "block", "file"]) -> Allowance:
    return Allowance(rule="", reason="", span=span, name=span, names=span, holds=None, form=form)


def _of_body(document: Document) -> Iterator[Allowance]:
    """Comments on lines of their own, which hold for the block below; elsewhere they have a problem."""
    source, first_line = document.source, document.source.position(document.body_start)[0]
    blocks = [
        (first_line + token.map[0], first_line + token.map[1], token.type)
        for token in document.body.tokens
        if token.map and token.type != "inline" and token.nesting >= 0
    ]
    fences = [block for block in blocks if block[2] in (*_CODE, _DIRECTIVE)]
    line = last_line = close = 0
    for match in _IN_BODY.finditer(source.text, document.body_start):
        line, _ = source.position(match.start())
        if line <= last_line:
            continue
        last_line = line
        before = source.text[source.line_start(line) : match.start()]
        number = bisect_right(fences, line, key=lambda block: block[0]) - 1
        inside = fences[number][2] if number >= 0 and line < fences[number][1] else ""
        if inside in _CODE or "`" in before:
            continue
        if close < match.end():
            close = source.text.find("-->", match.end())
            close = len(source.text) if close < 0 else close
        stop, _ = source.position(close)
        after = source.text[close + 3 : source.line_start(stop) + len(source.line_text(stop))]
        is_alone = match[0][0] == "<" and close < len(source.text) and not after.strip() and before in _INDENTS
        if not is_alone or inside:
            span = source.span(match.start(), min(close + 3, source.line_start(line) + len(source.line_text(line))))
            yield replace(_empty(span, "block"), problem=_ASTRAY, hint=_WAY_IN_BODY)
            continue
        last_line = stop
        number = bisect_right(blocks, stop, key=lambda block: block[0])
        empty = replace(
            _empty(source.span(match.start(), close + 3), "block"),
            holds=lines_between(source, blocks[number][0], blocks[number][1] - 1)
            if number < len(blocks)
            else source.span(close + 3),
            removal=_removal(source, line, stop, first_line),
        )
        yield from _understood(empty, match.end(), close)


def _removal(source: Source, first: int, last: int, first_of_body: int) -> Span:
    """Lines of a comment, so that blocks which it kept apart stay apart and no two empty lines are left."""
    above = first > first_of_body and source.line_text(first - 1).strip()
    below = source.line_text(last + 1).strip()
    if above and below:
        return lines_between(source, first, last)
    return source.span(source.line_start(first), source.line_start(last + (1 if above or below else 2)))


def _of_file(document: Document) -> Iterator[Allowance]:
    """The items of `allow` in the front matter."""
    pair = document.front.find("allow") if document.front else None
    if pair is None or pair.value.is_empty or pair.value.span.source.path != document.source.path:
        return
    source, items = document.source, pair.value.items
    if pair.value.kind != "sequence":
        yield replace(_empty(pair.value.span, "file"), problem=_NOT_A_LIST, hint=_WAY_OF_LIST)
    removal = _lines_of(source, pair.key.span, pair.value.span.end, "")
    for number, item in enumerate(items):
        empty = replace(
            _empty(item.span, "file"),
            removal=(removal if len(items) == 1 else None) or _removal_of_item(pair.value, number),
            field_removal=removal,
        )
        rule, reason = item.find("rule"), item.find("reason")
        if rule is None or rule.value.is_empty or any(pair.key.text not in ("rule", "reason") for pair in item.pairs):
            yield replace(empty, problem=_NOT_AN_ITEM, hint=_WAY_OF_LIST)
            continue
        name = rule.value.span
        words = "" if reason is None or reason.value.is_empty else " ".join(reason.value.text.split())
        yield _named(replace(empty, name=name, names=name, reason=words), rule.value.text.strip())


def _removal_of_item(items: Node, number: int) -> Span | None:
    source, item = items.span.source, items.items[number]
    if items.span.text.startswith("["):
        if number + 1 < len(items.items):
            return source.span(item.span.start, items.items[number + 1].span.start)
        start = items.items[number - 1].span.end if number else item.span.start
        return source.span(start, item.span.end)
    dash = source.text.rfind("-", items.span.start, item.span.start)
    return _lines_of(source, source.span(dash, item.span.start), item.span.end, "-")


def _lines_of(source: Source, head: Span, end: int, mark: str) -> Span | None:
    """All lines from a key or dash to an offset, if nothing but a comment stands there too."""
    start = source.line_start(source.position(head.start)[0])
    line, _ = source.position(end)
    rest = source.text[end : source.line_start(line + 1)].strip()
    is_alone = not source.text[start : head.start].strip() and (not rest or rest.startswith("#"))
    is_whole = head.source.path == source.path and (not mark or head.text.strip() == mark)
    return source.span(start, source.line_start(line + 1)) if is_alone and is_whole else None
