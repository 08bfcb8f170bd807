"""What was read amiss → findings, with what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from casebound.read.improve_words import Meant
from casebound.read.nodes import Node, Pair
from casebound.read.repair_shape import is_written
from casebound.text.finding import Finding, Label, Severity
from casebound.text.fix import Fix, replacement
from casebound.text.localized import Localized, phrase
from casebound.text.source import Span
from casebound.text.suggest import did_you_mean, near_miss

MOST_GUESSES = 100
"""Unknown words in one reading for which a near one is looked for."""
_LONGEST_GUESS = 64


@dataclass(slots=True)
class Reading:
    """The findings of one reading, in the making."""

    findings: list[Finding] = field(default_factory=list)
    guesses: int = 0
    """Words for which a near one has been looked for."""

    def note(
        self,
        rule: str,
        span: Span,
        message: Localized,
        hint: Localized | None = None,
        severity: Severity = Severity.ERROR,
        *,
        fix: Fix | None = None,
        labels: tuple[Label, ...] = (),
    ) -> None:
        """Add a finding."""
        self.findings.append(
            Finding(rule=rule, severity=severity, message=message, span=span, hint=hint, fix=fix, labels=labels)
        )

    def wrong_type(self, key: str, node: Node, expected: Localized, meant: Meant | None = None) -> None:
        """The value is not of the declared kind, perhaps a slip for one that is."""
        shown = node.text if node.kind == "scalar" else _SHAPES[node.kind]
        message = phrase(
            "“{key}”应为{expected}，这里是“{shown}”",
            "“{key}” should be {expected}, not “{shown}”",
            key=key,
            expected=expected,
            shown=shown if isinstance(shown, Localized) else shortened(shown),
        )
        hint = None if meant is None else phrase("写成 {text}", "Write {text}", text=meant.text)
        self.note("wrong-type", node.span, message, hint, fix=None if meant is None else instead(node, meant))

    def near(self, word: str, known: Iterable[str]) -> tuple[str | None, Localized | None]:
        """The known word that is nearest, and a hint that names it, else what is known."""
        self.guesses += 1
        if self.guesses > MOST_GUESSES or len(word) > _LONGEST_GUESS:
            return None, None
        return near_miss(word, known), did_you_mean(word, known)


def instead(node: Node, meant: Meant) -> Fix | None:
    """Write what was meant in place of a scalar."""
    message = phrase("改成“{text}”", "Write “{text}”", text=meant.text)
    return replacement(node.span, meant.text, message, is_safe=meant.is_safe) if is_written(node) else None


_SHAPES = {"sequence": phrase("列表", "a list"), "mapping": phrase("键值组", "a mapping")}


def shortened(text: str, most: int = 24) -> str:
    """A text on one line, cut where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def note_duplicates(node: Node, reading: Reading) -> None:
    """A key that stands twice: the first counts, the second is pointed at."""
    first: dict[str, int] = {}
    for pair in node.pairs:
        line, _ = pair.key.span.source.position(pair.key.span.start)
        if pair.key.text in first:
            message = phrase("键“{name}”重复", "Key “{name}” stands twice", name=pair.key.text)
            hint = phrase(
                "第一次在第 {line} 行，以它为准；删去其中一个",
                "The first, on line {line}, counts; remove one",
                line=first[pair.key.text],
            )
            reading.note("duplicate-key", pair.key.span, message, hint)
        first.setdefault(pair.key.text, line)


def first_pairs(node: Node) -> Iterable[Pair]:
    """The pairs that count where a key stands twice."""
    first: dict[str, Pair] = {}
    for pair in node.pairs:
        first.setdefault(pair.key.text, pair)
    return first.values()
