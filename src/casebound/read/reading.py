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

MOST_OF_A_RULE = 100
"""Findings of one rule in one file that are enough from reading."""
MOST_GUESSES = 100
"""Unknown words in one reading for which a near one is looked for."""
_LONGEST_GUESS = 64


@dataclass(slots=True)
class Reading:
    """The findings of one reading, in the making."""

    findings: list[Finding] = field(default_factory=list)
    guesses: int = 0
    """Words for which a near one has been looked for."""
    noted: int = 0
    """Findings so far, those left out, too."""
    _counts: dict[tuple[str, str], int] = field(default_factory=dict, repr=False)
    """Findings by rule and file."""

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
        """Add a finding, unless there are enough of its sort."""
        if self.has_room(rule, span):
            self.findings.append(
                Finding(rule=rule, severity=severity, message=message, span=span, hint=hint, fix=fix, labels=labels)
            )

    def add(self, findings: Iterable[Finding]) -> None:
        """Add findings, unless there are enough of their sort."""
        self.findings.extend(finding for finding in findings if self.has_room(finding.rule, finding.span))

    def has_room(self, rule: str, span: Span) -> bool:
        """Count a finding; whether it is to be listed. The first that is not has a finding of its own."""
        self.noted += 1
        place = rule, span.source.path
        count = self._counts[place] = self._counts.get(place, 0) + 1
        if count == MOST_OF_A_RULE + 1:
            message = phrase(
                "规则“{rule}”在这个文件里超过 {n} 处，后面的没有列",
                "Rule “{rule}” has more than {n} findings here; the rest is left out",
                rule=rule,
                n=MOST_OF_A_RULE,
            )
            self.findings.append(
                Finding(rule="too-many-findings", severity=Severity.WARNING, message=message, span=span)
            )
        return count <= MOST_OF_A_RULE

    def is_full(self, rule: str, span: Span) -> bool:
        """Whether no more findings of a rule will be listed for a file, so that none need be made."""
        return self._counts.get((rule, span.source.path), 0) > MOST_OF_A_RULE

    def wrong_type(
        self, key: str, node: Node, expected: Localized, meant: Meant | None = None, hint: Localized | None = None
    ) -> None:
        """The value is not of the declared kind, perhaps a slip for one that is."""
        if self.is_full("wrong-type", node.span):
            self.noted += 1
            return
        shown = quotable(node.text) if node.kind == "scalar" else _SHAPES[node.kind]
        message = phrase(
            "“{key}”应为{expected}，这里是“{shown}”",
            "“{key}” should be {expected}, not “{shown}”",
            key=key,
            expected=expected,
            shown=shown if isinstance(shown, Localized) else shortened(shown),
        )
        if meant is not None:
            hint = without_quotes(node, meant) or phrase("写成 {text}", "Write {text}", text=meant.text)
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


def without_quotes(node: Node, meant: Meant) -> Localized | None:
    """The remedy where nothing but curly quotation marks is wrong with a scalar."""
    if quotable(node.text) != meant.text or node.text.strip() == meant.text:
        return None
    return phrase("去掉弯引号，写成 {text}", "Write {text} without the curly quotation marks", text=meant.text)


def quotable(text: str) -> str:
    """A text to be quoted: without curly quotation marks of its own, which the message has, too."""
    text = text.strip()
    inner = text.strip("“”")
    return inner if inner and text[0] == "“" and text[-1] == "”" and not {"“", "”"} & set(inner) else text


def shortened(text: str, most: int = 24) -> str:
    """A text on one line, cut where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def note_duplicates(node: Node, reading: Reading) -> None:
    """A key that stands twice: the first counts, the second is pointed at."""
    first: dict[str, int] = {}
    for pair in node.pairs:
        if reading.is_full("duplicate-key", pair.key.span):
            return
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
