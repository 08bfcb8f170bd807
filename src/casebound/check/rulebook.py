"""Rules as written (built in, in frameworks, in routes) → the rules that hold for a write-up, in its stage."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any

from casebound.check.kind import Kind
from casebound.model.rule import Profile, Rule
from casebound.read.fields import ID, LOCALIZED, TEXT, Field, ListOf, Reading, Record, choice, required
from casebound.read.nodes import Node
from casebound.text.finding import Finding, Severity
from casebound.text.localized import LANGUAGES, NOTHING, Localized, phrase
from casebound.text.suggest import did_you_mean

KINDS = (
    *(
        "present",
        "answered",
        "vocabulary",
        "unique",
        "length",
        "count",
        "order",
        "number-range",
        "reference",
        "anchor",
        "image",
        "figure",
    ),
    *(
        "before-after",
        "evidence-level",
        "consistent",
        "contradiction",
        "pattern",
        "evidence-for",
        "readability",
        "personal-data",
        "punctuation",
    ),
)
"""The kinds that Casebound brings; each is the module of that name in `check/kinds`."""

BUILT_IN = "reader"
"""The kind of rules that are judged while a file is read: nothing can be set in them, but each is explained."""

ENTRY_POINTS = "casebound.kinds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A rule with its kind and the parameters that the kind understands."""

    rule: Rule
    kind: Kind
    parameters: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """The rules of one file or of one part of it."""

    checks: tuple[Check, ...] = ()
    explained: tuple[Rule, ...] = ()
    """Rules that are judged while reading: they stand here for their explanation only."""


_COMMON = {
    "id": required(ID),
    "kind": required(TEXT),
    "severity": Field(choice(Severity)),
    "profile": Field(choice(Profile)),
    "languages": Field(ListOf(TEXT)),
    "message": required(LOCALIZED),
    "hint": Field(LOCALIZED),
    "why": required(LOCALIZED),
    "bad": Field(TEXT),
    "good": Field(TEXT),
}


def find_kind(name: str) -> Kind | None:
    """The kind of that name, ours or another package's; None where there is none or it cannot be loaded."""
    if name in KINDS:
        kind: Kind = import_module(f"casebound.check.kinds.{name.replace('-', '_')}").KIND
        return kind
    from importlib import metadata  # takes a tenth of the time of checking one file

    for entry in metadata.entry_points(group=ENTRY_POINTS, name=name):
        try:
            found = entry.load()
        except Exception:  # somebody else's package: whatever it raises, the rule cannot be used
            return None
        return found if isinstance(found, Kind) else None
    return None


def read_rules(node: Node, reading: Reading, demanded_by: Localized = NOTHING) -> RuleSet:
    """The rules of a list; each that cannot be understood is left out, with a finding at its place."""
    checks: list[Check] = []
    explained: list[Rule] = []
    if node.kind != "sequence":
        reading.wrong_type("rules", node, phrase("列表", "a list"))
        return RuleSet()
    for number, item in enumerate(node.items):
        if item.kind != "mapping":
            reading.wrong_type(f"rules[{number}]", item, phrase("键值组", "a mapping"))
            continue
        name = pair.value.text if (pair := item.find("kind")) else ""
        kind = None if name in ("", BUILT_IN) else find_kind(name)
        if pair is not None and kind is None and name != BUILT_IN:
            message = phrase("没有名为“{name}”的规则类型", "There is no kind of rule “{name}”", name=name)
            reading.note("unknown-kind", pair.span, message, did_you_mean(name, KINDS))
            continue
        read = _read_rule(f"rules[{number}]", item, kind, reading)
        if read is None:
            continue
        rule, parameters = replace(read[0], demanded_by=demanded_by), read[1]
        if kind is None:
            explained.append(rule)
        else:
            checks.append(Check(rule=rule, kind=kind, parameters=parameters))
    return RuleSet(checks=tuple(checks), explained=tuple(explained))


def _values(**values: Any) -> dict[str, Any]:
    return values


def _read_rule(key: str, node: Node, kind: Kind | None, reading: Reading) -> tuple[Rule, Any] | None:
    """A rule and its kind's parameters; None where either is not whole."""
    before = len(reading.findings)
    own = kind.fields if kind else {}
    values = Record(_values, {**_COMMON, **own}).read(key, node, reading)
    if values is None or len(reading.findings) > before:
        return None
    id = node.find("id")
    rule = Rule(**{name: value for name, value in values.items() if name in _COMMON})
    rule = replace(rule, place=id.value.span if id else None)
    known = kind.values if kind else None
    for name in ("message", "hint"):
        pair = node.find(name)
        if pair is not None and not _is_template(name, pair.value, getattr(rule, name), known, reading):
            return None
    parameters = kind.make(**{name: value for name, value in values.items() if name in own}) if kind else None
    return rule, parameters


def _is_template(key: str, node: Node, words: Localized, known: frozenset[str] | None, reading: Reading) -> bool:
    """Whether the words exist in both languages and have only places that the kind fills."""
    for lang in LANGUAGES:
        if "und" not in words.texts and not words.texts.get(lang):
            message = phrase("“{key}”没有 {lang} 的说法", "“{key}” has no words in {lang}", key=key, lang=lang)
            reading.note("missing-language", node.span, message)
            return False
    for text in words.texts.values():
        try:
            places = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        except ValueError:
            message = phrase("花括号没有成对", "Curly brackets do not match")
            hint = phrase("花括号本身写两遍：{{{{ }}}}", "Write a curly bracket itself twice: {{{{ }}}}")
            reading.note("invalid-template", node.span, message, hint)
            return False
        for place in sorted(places - known) if known is not None else ():
            message = phrase("这类规则没有“{{{name}}}”", "This kind of rule has no “{{{name}}}”", name=place)
            reading.note("unknown-place", node.span, message, did_you_mean(place, known or ()))
            return False
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """All rules of a workspace, and the stage in which its write-ups are checked."""

    base: RuleSet = RuleSet()
    """Rules for every write-up."""
    frameworks: Mapping[str, RuleSet] = field(default_factory=dict)
    """By framework, those of the frameworks it extends among them."""
    routes: Mapping[str, RuleSet] = field(default_factory=dict)
    profile: Profile = Profile.PUBLISHED
    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    """What a workspace makes of a rule; None: it does not hold here."""
    _chosen: dict[tuple[str, str, str], tuple[Check, ...]] = field(default_factory=dict, repr=False, compare=False)

    def at(self, profile: Profile, severities: Mapping[str, Severity | None]) -> Rulebook:
        """The same rules in another stage."""
        return replace(self, profile=profile, severities=severities, _chosen={})

    def checks_for(self, framework: str, route: str, lang: str) -> tuple[Check, ...]:
        """The rules for a write-up; a framework's rule replaces a base rule of its id, a route's replaces either."""
        key = (framework, route, lang)
        if key not in self._chosen:
            chosen: dict[str, Check] = {}
            for rules in (self.base, self.frameworks.get(framework), self.routes.get(route)):
                chosen.update((check.rule.id, check) for check in (rules.checks if rules else ()))
            self._chosen[key] = tuple(
                check for check in (self._graded(check) for check in chosen.values()) if check and _speaks(check, lang)
            )
        return self._chosen[key]

    def _graded(self, check: Check) -> Check | None:
        """The rule with the severity it has here; None where it does not hold."""
        severity = self.severities.get(check.rule.id, check.rule.severity)
        if severity is None or not self.profile.includes(check.rule.profile):
            return None
        return check if severity is check.rule.severity else replace(check, rule=replace(check.rule, severity=severity))

    def graded(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """What was found while reading, with the severities it has here, without what this stage does not ask yet."""
        stages = {rule.id: rule.profile for rule in self.base.explained}
        for finding in findings:
            severity = self.severities.get(finding.rule, finding.severity)
            if severity is not None and self.profile.includes(stages.get(finding.rule, Profile.DRAFT)):
                yield finding if severity is finding.severity else replace(finding, severity=severity)

    def read_rules(self) -> frozenset[str]:
        """The rules that are judged while reading."""
        return frozenset(rule.id for rule in self.base.explained)

    def rules(self) -> Iterator[Rule]:
        """Every rule there is, for its explanation."""
        for rules in (self.base, *self.frameworks.values(), *self.routes.values()):
            yield from rules.explained
            yield from (check.rule for check in rules.checks)

    def ids(self) -> frozenset[str]:
        """The names that an allowance may use."""
        return frozenset(rule.id for rule in self.rules())


def _speaks(check: Check, lang: str) -> bool:
    return not check.rule.languages or lang in check.rule.languages


def joined(first: RuleSet, then: RuleSet) -> RuleSet:
    """Both; of two rules of one id the second."""
    own = {check.rule.id for check in then.checks}
    kept = tuple(check for check in first.checks if check.rule.id not in own)
    return RuleSet(checks=(*kept, *then.checks), explained=(*first.explained, *then.explained))
