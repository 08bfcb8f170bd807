"""Words that should not stand in a text, or that must stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from casebound.check.kind import FIELD_PATH, PATTERN, Hit, Kind
from casebound.check.kinds.punctuation import SEGMENTS
from casebound.check.look import Look
from casebound.check.scope import SCOPE_FIELDS, Scope, parts
from casebound.check.stretches import Stretches, is_quoted
from casebound.read.fields import BOOLEAN, TEXT, Choice, Field, ListOf, MapOf
from casebound.text.fix import Fix, replacement
from casebound.text.localized import phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """What is looked for, and where."""

    match: re.Pattern[str] | None = None
    """A hit wherever it matches."""
    words: dict[str, str] = field(default_factory=dict)
    """In place of `match`: words, each with what should stand there."""
    need: re.Pattern[str] | None = None
    """A hit where a text does not hold it; an empty text is the business of other rules."""
    unless: re.Pattern[str] | None = None
    """No hit in a sentence that it matches."""
    before: re.Pattern[str] | None = None
    """No hit where it matches the words right before: up to 24 characters of the sentence. End it with `$`."""
    where: tuple[str, ...] = ()
    """Only in these fields; without it, in all prose."""
    blocks: tuple[str, ...] = ()
    """Only in these kinds of block."""
    criteria: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    group: str = ""
    """The named group that is underlined and replaced; without it, the whole match."""
    replace: str = ""
    """What mends it, with `{text}` and the named groups as places; `safe: yes` if it never changes the meaning."""
    safe: bool = False
    raw: bool = False
    """Whether `match` goes over the text as written, markup and all, but not over code; its group must be in prose."""
    quoted: bool = False
    """Whether words inside “…” and 《…》 count too."""
    _found: list[re.Pattern[str]] = field(default_factory=list, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.words:
            longest = sorted(self.words, key=lambda word: (-len(word), word))
            self._found.append(re.compile("|".join(map(re.escape, longest))))
        elif self.match is not None:
            self._found.append(self.match)


BEFORE = 24
"""How many characters before a match `before` looks at."""


def find(pattern: Pattern, look: Look) -> Iterator[Hit]:
    """Each match that should not be there, and each text without what it needs."""
    if pattern.need is not None:
        yield from _missing(pattern, pattern.need, look)
    for found in pattern._found:
        yield from _matches(pattern, found, look)


def _matches(pattern: Pattern, found: re.Pattern[str], look: Look) -> Iterator[Hit]:
    text, stretches = look.prose.text, Stretches(look)
    held = _places(pattern, look)
    excepted: dict[int, bool] = {}
    group: str | int = pattern.group if pattern.group in found.groupindex else 0
    for match in found.finditer(look.document.source.text if pattern.raw else text):
        if match.start() == match.end() or (held is not None and not any(a <= match.start() < b for a, b in held)):
            continue
        if pattern.raw and _is_code(text, match.start(group)):
            continue
        segment = look.prose.segment(match.start(group))
        if segment is None or (pattern.blocks and segment.kind not in pattern.blocks):
            continue
        start, end = stretches.sentence(segment, match.start())
        if not pattern.quoted and is_quoted(text, start, match.start()):
            continue
        if pattern.before and pattern.before.search(text[max(start, match.start() - BEFORE) : match.start()]):
            continue
        if start not in excepted:
            excepted[start] = pattern.unless is not None and pattern.unless.search(text, start, end) is not None
        if excepted[start]:
            continue
        yield _hit(pattern, match, look, segment.part)


def _is_code(text: str, at: int) -> bool:
    """Whether an offset lies inside an inline object, not at its beginning."""
    return text[at : at + 1] == text[max(0, at - 1) : at] == "\ufffc"


def _hit(pattern: Pattern, match: re.Match[str], look: Look, part: str) -> Hit:
    group: str | int = pattern.group if pattern.group in match.re.groupindex else 0
    span = look.document.source.span(*match.span(group))
    written = " ".join(span.text.split())
    right = pattern.words.get(match[0], "")
    if pattern.replace:
        groups = {name: value or "" for name, value in match.groupdict().items()}
        right = pattern.replace.format_map({**groups, "text": span.text})
    fix: Fix | None = None
    if right:
        message = phrase("改成“{right}”", "Write “{right}”", right=right)
        fix = replacement(span, right, message, is_safe=pattern.safe)
    shown = written if len(written) <= 24 else written[:23] + "…"
    return Hit(span=span, values={"text": shown, "name": part.rpartition(".")[2], "right": right}, fix=fix)


def _places(pattern: Pattern, look: Look) -> list[tuple[int, int]] | None:
    """Where to look; None: everywhere."""
    if pattern.where:
        nodes = [place.node for path in pattern.where for place in look.fields(path)]
        return [(node.span.start, node.span.end) for node in nodes if node is not None and look.own(node)]
    if pattern.criteria or pattern.sections:
        scope = Scope(criteria=pattern.criteria, sections=pattern.sections)
        return [span for part in parts(scope, look) for span in part.spans]
    return None


def _missing(pattern: Pattern, need: re.Pattern[str], look: Look) -> Iterator[Hit]:
    for path in pattern.where:
        for place in look.fields(path):
            if place.node is not None and look.own(place.node) and not need.search(place.node.text):
                key = look.document.key(path) if "." not in path else place.span
                yield Hit(span=key, values={"text": "", "name": path.rpartition(".")[2]})
    if not pattern.where:
        for part in parts(Scope(criteria=pattern.criteria, sections=pattern.sections), look):
            words = "\n".join(look.prose.text[start:end] for start, end in part.spans)
            if words.strip() and not need.search(words):
                yield Hit(span=part.heading, values={"text": "", "name": part.name})


KIND = Kind(
    name="pattern",
    make=Pattern,
    fields={
        "match": Field(PATTERN),
        "words": Field(MapOf(TEXT)),
        "need": Field(PATTERN),
        "unless": Field(PATTERN),
        "before": Field(PATTERN),
        "where": Field(ListOf(FIELD_PATH)),
        "blocks": Field(ListOf(Choice({name: name for name in SEGMENTS}))),
        **SCOPE_FIELDS,
        "group": Field(TEXT),
        "replace": Field(TEXT),
        "safe": Field(BOOLEAN),
        "raw": Field(BOOLEAN),
        "quoted": Field(BOOLEAN),
    },
    values=frozenset({"text", "name", "right"}),
    find=find,
)
