"""Every rule explains itself, and its own examples show it: the bad one is found by it alone, the good one by none.

An example is a fragment that is put into the write-up of `faultless.py`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import casebound
from casebound.check.context import Context
from casebound.check.engine import MOST
from casebound.check.rulebook import Rulebook, RuleSet
from casebound.model.rule import Profile, Rule
from casebound.read.fields import ID
from casebound.read.framework import FrameworkFile, read_framework, resolve_frameworks
from casebound.read.vocabulary import read_routes
from casebound.text.localized import LANGUAGES, Localized
from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.resources import PACKAGE, built_in
from casebound.workspace.rules import load_rulebook
from tests.check.faultless import CONTEXT, SMALL, Base, applied, base_for_framework, base_for_route, found

ELSEWHERE = {
    "damaged-record": "is in packets.json: tests/read/test_packets.py",
    # another file than the write-up
    "pooled-phases": "needs a data file of a measure: tests/check/kinds/test_figure.py",
    "outdated-evaluation": "is of a round with packets: tests/evaluate/test_outdated.py",
    **dict.fromkeys(("untied-translation", "stale-translation"), "needs case.en.md: tests/check/test_case_rules.py"),
    "unshown-version": "is in a released version: tests/compose/test_site_versions.py",
    "not-released": "is said by casebound release: tests/workspace/test_releases.py",
    **dict.fromkeys(("unshown-image", "partly-shown-image"), "is in an image: tests/workspace/test_site_pictures.py"),
    "changed-after-release": "needs a released version: tests/workspace/test_releases.py",
    **dict.fromkeys(("missing-column", "unreadable-cell", "invalid-csv"), "is in a CSV: tests/read/test_series.py"),
    **dict.fromkeys(
        ("invalid-scale", "contradicting-status", "missing-weight"), "is in a framework: tests/read/test_framework.py"
    ),
    **dict.fromkeys(
        (
            *("too-few-to-trim", "invalid-disagreement", "gates-without-conditions"),
            *("unknown-tie-break", "duplicate-tie-break"),
        ),
        "is in a framework: tests/read/test_aggregation.py",
    ),
    **dict.fromkeys(
        ("unknown-kind", "unknown-field", "unknown-place", "invalid-template", "missing-language"),
        "is in a rule: tests/check/test_rulebook.py",
    ),
    **dict.fromkeys(
        (
            *("unknown-case", "unknown-evaluator", "undeclared-evaluator", "conflicted-assignment"),
            "idle-decision",
            *(
                "impossible-evaluators-per-case",
                "too-few-evaluators",
                "overloaded-evaluator",
                "misplaced-evaluation",
                "unassigned-evaluation",
            ),
            *("mark-off-scale", "missing-mark", "missing-verdict", "broken-anchor"),
        ),
        "is in a round: tests/check/test_rounds.py",
    ),
    **dict.fromkeys(
        (
            *("misplaced-consensus", "duplicate-consensus", "thawed-evaluation", "unfit-participant"),
            *("consensus-without-result", "consensus-without-reason", "consensus-without-mark"),
        ),
        "is in a consensus sheet: tests/check/test_consensus.py",
    ),
    **dict.fromkeys(("nothing-to-agree-on", "early-consensus"), "is in a round: tests/whole/test_consensus.py"),
    **dict.fromkeys(
        (
            *("high-mark-without-strength", "low-mark-without-improvement", "contradicting-comments"),
            *("uniform-marks", "copied-comment", "missing-overall"),
        ),
        "is in a round: tests/check/test_evaluations.py",
    ),
    **dict.fromkeys(
        (
            *("damaged-form", "unidentified-sheet", "duplicate-sheet", "duplicate-answer", "formula-in-answer"),
            *("unreadable-answer", "merged-answer", "comment-without-criterion", "comment-without-text"),
            *("unread-text", "unread-note", "hidden-answer"),
        ),
        "is in a score sheet: tests/evaluate/sheets/test_xlsx_read.py",
    ),
    **dict.fromkeys(
        ("unusable-sheet-file", "no-score-sheet"), "is no score sheet: tests/evaluate/sheets/test_xlsx_bad_files.py"
    ),
    **dict.fromkeys(
        ("no-certificate", "no-letter", "comment-tells-who"), "is in a round: tests/whole/test_round_documents.py"
    ),
    **dict.fromkeys(
        ("misnamed-page", "reserved-page-name", "claimed-alias", "lost-case", "dead-link", "duplicate-place"),
        "is about the site: tests/whole/test_site_verb.py",
    ),
    "unreachable-link": "is about other hosts: tests/workspace/test_outside_links.py",
    "no-assignment": "is in a round: tests/whole/test_assign.py",
    "nothing-assigned": "is in a round: tests/whole/test_round_packets.py",
    **dict.fromkeys(("withdrawn-case", "departed-evaluator"), "is in a round: tests/whole/test_round_departures.py"),
    "unindented-line": "is in a score sheet: tests/evaluate/sheets/test_markdown_read.py",
    **dict.fromkeys(("unprinted-image", "partly-printed-image"), "is in an image: tests/whole/test_press_bad_input.py"),
    **dict.fromkeys(
        (
            "unreadable-answer",
            "sheet-date",
        ),
        "is on a returned sheet: tests/evaluate/test_answers.py",
    ),
    **dict.fromkeys(
        (
            "shared-evaluator-id",
            "unknown-packet",
            "foreign-packet",
            "changed-case",
            "changed-framework",
        ),
        "is on a returned sheet: tests/evaluate/test_returns.py",
    ),
    **dict.fromkeys(
        (
            "competing-returns",
            "older-return",
            "draft-after-submitted",
            "marks-frozen",
            "unreadable-evaluation",
        ),
        "is about returned sheets: tests/evaluate/test_taking.py",
    ),
    **dict.fromkeys(
        (
            "round-not-verified",
            "no-log",
            "log-clock",
            "unfinished-log",
            "broken-log",
            "changed-outside-log",
            "not-in-log",
            "superseded-gap",
            "evaluation-differs",
            "results-outdated",
            "results-differ",
        ),
        "is about the log of a round: tests/whole/test_verify.py",
    ),
    "unknown-round": "is in casebound.toml: tests/check/test_settings.py",
    "unknown-profile": "is in casebound.toml: tests/whole/test_check.py",
    "invalid-toml": "is in casebound.toml: tests/read/test_config.py",
    **dict.fromkeys(
        ("invalid-json", "not-a-score-sheet", "unknown-sheet-version"),
        "is in a returned sheet: tests/evaluate/sheets/test_json_sheet.py",
    ),
    "invalid-baseline": "is in the baseline: tests/check/test_baseline.py",
    "stale-baseline": "is in the baseline: tests/whole/test_check.py",
    **dict.fromkeys(("no-cases", "outside-workspace"), "is a matter of files: tests/whole/test_bad_input.py"),
    "unreadable-file": "is a matter of files: tests/workspace/test_folder.py",
    "layout": "is found in print: tests/press/test_typeset.py",
    "not-printed": "is found in print",
    "missing-glyph": "is found in print",
    # the write-up as a whole
    **dict.fromkeys(
        ("missing-front-matter", "open-front-matter"),
        "a fragment is put into front matter that is there: tests/read/test_document.py",
    ),
    "text-before-heading": "a fragment comes under a heading: tests/read/test_document.py",
    "second-document": "--- parts a fragment's front matter from its body: tests/read/test_nodes.py",
    "not-utf-8": "is about bytes, not text: tests/read/test_decode.py",
    "control-character": "cannot be written in YAML: tests/read/test_nodes.py",
    "deep-nesting": "cannot be had without a second finding, for no field is that deep: tests/read/test_nodes.py",
    "too-large": "takes 2 MB: tests/read/test_decode.py",
    "too-many-values": "takes 50,000 values: tests/read/test_any_bytes.py",
    "long-paragraph": "takes 400 characters: tests/check/test_rule_examples.py",
    "too-many-findings": "takes hundreds of findings: tests/check/test_rule_examples.py",
    "internal-error": "is a mistake of ours: tests/check/test_rulebook.py",
}
"""Rules that no fragment can show, with the reason."""

NO_REMEDY = frozenset(
    (
        *("unknown-framework", "unknown-route", "unknown-industry", "unknown-method", "unknown-criterion"),
        *("unknown-condition", "unknown-role", "unknown-directive"),  # the finding names the near miss
        *("broken-value", "broken-reference", "broken-link"),  # likewise
        *("value-off-data", "long-short-title", "long-english-short-title"),  # the message says it all
        *("unusable-data", "wrong-option"),  # likewise
    )
)
"""Rules without a hint of their own."""

SOURCE = Path(casebound.__file__).parent
CHECKOUT = Path(__file__).parents[2]


def _loaded() -> tuple[Rulebook, Context]:
    """All rules that come with Casebound, and its frameworks and routes beside those of the small write-up."""
    folder = WorkspaceFolder(PACKAGE)
    files: dict[str, FrameworkFile] = {}
    for path in sorted(built_in("frameworks").glob("*.yaml")):
        file, findings = read_framework(folder.source(path))
        folder.reading.findings.extend(findings)
        if file is not None:
            files[file.id] = file
    node = folder.node(built_in("routes.yaml"))
    routes = read_routes(node, folder.reading) if node else ()
    rulebook = load_rulebook(folder, files, routes)
    assert [(item.span.source.path, item.span.text, item.rule) for item in folder.reading.findings] == []
    frameworks, _ = resolve_frameworks(files)
    context = replace(
        CONTEXT,
        frameworks={**CONTEXT.frameworks, **frameworks},
        routes={**CONTEXT.routes, **{item.route.id: item.route for item in routes}},
    )
    return rulebook, context


BOOK, EVERYTHING = _loaded()
IDS = BOOK.ids()


def sets() -> Iterator[tuple[str, Base, Rule]]:
    """Each rule with its name for the test's output, and a faultless write-up for which it holds."""
    for rule in _all(BOOK.base):
        yield rule.id, SMALL, rule
    for id, rules in BOOK.frameworks.items():
        base = base_for_framework(EVERYTHING.frameworks[id])
        yield from ((f"{id}: {rule.id}", base, rule) for rule in _all(rules))
    for id, rules in BOOK.routes.items():
        base = base_for_route(EVERYTHING.routes[id])
        yield from ((f"{id}: {rule.id}", base, rule) for rule in _all(rules))


def _all(rules: RuleSet) -> Iterator[Rule]:
    yield from rules.explained
    yield from (check.rule for check in rules.checks)


SETS = list(sets())
RULES = pytest.mark.parametrize("rule", [rule for _, _, rule in SETS], ids=[name for name, _, _ in SETS])
SHOWN = pytest.mark.parametrize(
    ("base", "rule"),
    [(base, rule) for _, base, rule in SETS if rule.id not in ELSEWHERE],
    ids=[name for name, _, rule in SETS if rule.id not in ELSEWHERE],
)


@RULES
def test_a_rule_says_what_why_and_how_to_mend_it_in_both_languages(rule: Rule) -> None:
    assert _spoken(rule.message)
    assert _spoken(rule.why)
    assert _spoken(rule.hint) or rule.id in NO_REMEDY


def _spoken(words: Localized) -> bool:
    return all(words.texts.get(lang, "").strip() for lang in LANGUAGES)


@RULES
def test_a_rule_has_examples_unless_none_can_be_given(rule: Rule) -> None:
    assert (bool(rule.bad), bool(rule.good)) == ((False, False) if rule.id in ELSEWHERE else (True, True))
    assert not rule.bad or rule.bad != rule.good


def test_what_needs_no_example_and_no_hint_is_a_rule() -> None:
    assert sorted((*ELSEWHERE.keys() - IDS, *NO_REMEDY - IDS)) == []


@pytest.mark.parametrize(("id", "reason"), ELSEWHERE.items(), ids=ELSEWHERE)
def test_a_rule_without_examples_has_its_test_where_it_is_said_to_be(id: str, reason: str) -> None:
    file = reason.partition(": ")[2]
    assert not file or id in (CHECKOUT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize(("times", "said"), [(40, set()), (41, {"long-paragraph"})])
def test_a_paragraph_of_400_characters_is_too_long(times: int, said: set[str]) -> None:
    assert rules_found("院里改成分时段来看病。" * times, SMALL, Profile.PUBLISHED) == said  # ten Han characters each


@pytest.mark.parametrize(("more", "said"), [(0, set()), (1, {"too-many-findings"})])
def test_when_a_rule_has_found_enough_it_says_so(more: int, said: set[str]) -> None:
    fragment = "等候短,投诉少。\n\n" * (MOST + more)
    assert rules_found(fragment, SMALL, Profile.PUBLISHED) == {"half-width-mark", *said}


def rules_found(fragment: str, base: Base, profile: Profile) -> set[str]:
    text = applied(fragment, base).text
    return {finding.rule for finding in found(text, BOOK.at(profile, {}), IDS, EVERYTHING)}


@SHOWN
def test_the_bad_example_is_found_by_its_rule_alone(base: Base, rule: Rule) -> None:
    said = {profile: rules_found(rule.bad, base, profile) for profile in Profile}
    assert said == {profile: {rule.id} if profile.includes(rule.profile) else set() for profile in Profile}


@SHOWN
def test_in_the_good_example_nothing_is_found(base: Base, rule: Rule) -> None:
    assert {profile: rules_found(rule.good, base, profile) for profile in Profile} == {key: set() for key in Profile}


BASES = {id(base): base for _, base, _ in SETS}


@pytest.mark.parametrize("base", BASES.values(), ids=range(len(BASES)))
def test_nothing_is_found_in_the_write_ups_that_examples_are_put_into(base: Base) -> None:
    assert rules_found("title: 夜间门诊少等一半", base, Profile.PUBLISHED) == set()


# What the code says, and what is explained.

MAKERS = {"note": 0, "error": 0, "warning": 0, "advice": 0}
"""What makes findings: the number of its argument that names the rule. A keyword `rule` names one in any call."""


@cache
def emitted() -> frozenset[str]:
    """The rules that the code names where it makes findings."""
    return frozenset(id for tree in _trees() for id in _named(tree) if ID.convert(id))  # no colour of a rule in a chart


@cache
def quoted() -> frozenset[str]:
    """All that stands in quotation marks in the code."""
    nodes = (node for tree in _trees() for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return frozenset(node.value for node in nodes if isinstance(node.value, str))


@cache
def _trees() -> tuple[ast.Module, ...]:
    return tuple(ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py")))


def _named(tree: ast.Module) -> set[str]:
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    makers = dict(MAKERS)
    ids = {  # the rule of what is made without naming one
        node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "rule"
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }
    for _ in range(3):  # a function that is given the rule by its caller is a maker itself
        for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
            names = [argument.arg for argument in function.args.args]
            for argument in _rule_arguments(function, makers):
                if isinstance(argument, ast.Name) and argument.id in names and function.name not in makers:
                    makers[function.name] = names.index(argument.id)
        for argument in _rule_arguments(tree, makers):
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                ids.add(argument.value)
            elif isinstance(argument, ast.Name) and argument.id in constants:
                ids.add(constants[argument.id])
    return ids


def _rule_arguments(tree: ast.AST, makers: dict[str, int]) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if isinstance(node.func, ast.Attribute) and node.func.attr == "note":
            name = "note"
        at = makers.get(name)
        if at is not None and len(node.args) > at:
            yield node.args[at]
        yield from (keyword.value for keyword in node.keywords if keyword.arg == "rule")


def test_rules_are_found_in_the_code_in_every_way_they_are_named() -> None:
    code = """
RULE = "by-constant"
class Slip:
    rule: str = "by-default"
def _say(span, rule): return error(rule, span)
def one():
    yield error("direct", span, message)
    yield warning(RULE, span, message)
    reading.note("noted", span)
    yield Finding(rule="keyword", span=span)
    yield Slip(rule="keyword-too")
    yield _say(span, "by-caller")
    LOGGER.warning("no rule")
"""
    assert _named(ast.parse(code)) == {"direct", "by-constant", "noted", "keyword", "by-caller"} | {
        "by-default",
        "keyword-too",
    }


def test_every_rule_that_the_code_names_is_explained() -> None:
    assert sorted(emitted() - IDS) == []


def test_nothing_is_explained_that_the_code_does_not_say() -> None:
    explained = {rule.id for rule in BOOK.base.explained}
    assert sorted(explained - emitted()) == []
    assert sorted(explained & {check.rule.id for check in BOOK.base.checks}) == []


@pytest.mark.parametrize("rule", BOOK.base.explained, ids=lambda rule: rule.id)
def test_what_is_explained_is_said_in_the_words_of_the_code(rule: Rule) -> None:
    assert [text for text in rule.message.texts.values() if text not in quoted()] == []
