"""Claims that need support near them: a figure, a comparison, a source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from casebound.check.kind import PATTERN, Hit, Kind
from casebound.check.kinds.punctuation import SEGMENTS
from casebound.check.look import Look
from casebound.check.scope import SCOPE_FIELDS, Scope, parts
from casebound.check.stretches import Stretches, is_quoted
from casebound.read.fields import BOOLEAN, Choice, Field, ListOf, MapOf, required
from casebound.read.reading import shortened

Patterns = dict[str, re.Pattern[str]]
"""By language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFor:
    """What is claimed, and what bears it out."""

    claims: Patterns
    """By the language of the write-up; a language that is not named makes no such claims. An expression that begins
    with a class of its first characters goes over a text several times faster than one that begins with a choice."""
    support: Patterns
    """What counts. A role, footnote or link stands in the prose as a run of four U+FFFC or more."""
    within: str = "sentence"
    """How far away it may stand: `sentence`, `neighbours` (the sentences beside it too), `paragraph` (a whole list, a
    whole table), `section`."""
    before: Patterns = field(default_factory=dict)
    """No claim where it matches the words right before: up to 24 characters of the sentence. End it with `$`."""
    unless: Patterns = field(default_factory=dict)
    """No claim in a sentence that it matches."""
    counted: bool = False
    """Whether a claim that ends in the value of a measure which has a number of observations (`n`) is borne out."""
    blocks: tuple[str, ...] = ("field", "paragraph", "item", "note")
    """Kinds of block whose claims are the writers' own."""
    criteria: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


BEFORE = 24
"""How many characters before a claim `before` looks at."""


def find(evidence: EvidenceFor, look: Look) -> Iterator[Hit]:
    """Each claim without support. Words inside “…” and 《…》 are somebody else's."""
    lang = look.case.lang
    claims, support = evidence.claims.get(lang), evidence.support.get(lang)
    if claims is None or support is None:
        return
    text, stretches = look.prose.text, Stretches(look)
    held: list[tuple[int, int]] | None = None
    if evidence.criteria or evidence.sections:
        scope = Scope(criteria=evidence.criteria, sections=evidence.sections)
        held = [span for part in parts(scope, look) for span in part.spans]
    before, unless = evidence.before.get(lang), evidence.unless.get(lang)
    excepted: dict[int, bool] = {}
    borne_out: dict[tuple[int, int], bool] = {}
    counted = _counted(look) if evidence.counted else frozenset()
    for match in claims.finditer(text):
        at = match.start()
        segment = look.prose.segment(at)
        if segment is None or segment.kind not in evidence.blocks:
            continue
        if held is not None and not any(first <= at < last for first, last in held):
            continue
        start, end = stretches.sentence(segment, at)
        if is_quoted(text, start, at) or (before and before.search(text[max(start, at - BEFORE) : at])):
            continue
        if start not in excepted:
            excepted[start] = unless is not None and unless.search(text, start, end) is not None
        if excepted[start]:
            continue
        if evidence.counted and (number := _LAST.search(match[0])) and Decimal(number[1]) in counted:
            continue
        stretch = stretches.around(evidence.within, segment, at)
        if stretch not in borne_out:
            borne_out[stretch] = any(support.search(text, *words) for words in stretches.words(stretch))
        if not borne_out[stretch]:
            span = look.document.source.span(*match.span())
            yield Hit(span=span, values={"text": shortened(span.text), "name": segment.part.rpartition(".")[2]})


_LAST = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,12})?)\s?[%％]$")


def _counted(look: Look) -> frozenset[Decimal]:
    """The percentages among the values of the measures that say of how many they are."""
    return frozenset(
        measured.value
        for measure in look.case.measures
        if measure.unit in ("%", "％")
        for measured in (measure.baseline, measure.target, measure.actual)
        if measured is not None and measured.value is not None
        if any(item is not None and item.n for item in (measure.baseline, measure.actual))
    )


KIND = Kind(
    name="evidence-for",
    make=EvidenceFor,
    fields={
        "claims": required(MapOf(PATTERN)),
        "support": required(MapOf(PATTERN)),
        "within": Field(Choice({name: name for name in ("sentence", "neighbours", "paragraph", "section")})),
        "before": Field(MapOf(PATTERN)),
        "unless": Field(MapOf(PATTERN)),
        "counted": Field(BOOLEAN),
        "blocks": Field(ListOf(Choice({name: name for name in SEGMENTS}))),
        **SCOPE_FIELDS,
    },
    values=frozenset({"text", "name"}),
    find=find,
)
