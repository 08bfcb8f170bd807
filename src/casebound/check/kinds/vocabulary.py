"""Words that must be known: ids of frameworks, routes, industries, methods, criteria, conditions, and the dialect's."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from casebound.check.kind import Hit, Kind
from casebound.check.look import Look
from casebound.model.audience import has_path
from casebound.read.fields import Choice, required
from casebound.read.markdown import DIRECTIVES, ROLES
from casebound.text.fix import replacement
from casebound.text.localized import Localized, phrase
from casebound.text.source import Span
from casebound.text.suggest import did_you_mean, near_miss


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Which words."""

    of: str
    """`frameworks`, `routes`, `industries`, `methods`, `criteria`, `conditions`, `roles`, `directives` or
    `private-paths`."""


Used = Iterator[tuple[str, Span]]
"""Words as used, with their places."""


def find(words: Words, look: Look) -> Iterator[Hit]:
    """Each word that nobody knows, with the one that was probably meant."""
    used, known = _SORTS[words.of]
    choices = known(look)
    if choices is None:
        return
    for word, span in used(look):
        if not word or word in choices:
            continue
        if words.of == "methods" and word in look.context.routes:
            hint = phrase("“{word}”是路径，写在 route", "“{word}” is a route: write it in “route”", word=word)
            yield Hit(span=span, values={"word": word}, hint=hint)
            continue
        named = _named(words.of, word, look)
        near = named or near_miss(word, choices)
        at = span.text.find(word)
        exact = span.source.span(span.start + at, span.start + at + len(word)) if at >= 0 else span
        change = phrase("改成“{near}”", "Write “{near}”", near=near or "")
        yield Hit(
            span=exact if words.of not in ("criteria", "roles") else span,
            values={"word": word},
            hint=change if named else did_you_mean(word, choices),
            fix=replacement(exact, near, change) if near and at >= 0 and span.text.count(word) == 1 else None,
        )


OTHER_NAMES = {
    **dict.fromkeys(("鱼骨图", "鱼刺图", "石川图", "特性要因图"), "fishbone"),
    **dict.fromkeys(("柏拉图", "帕累托图", "主次图"), "pareto"),
    **dict.fromkeys(("头脑风暴",), "brainstorming"),
    **dict.fromkeys(("树图",), "tree"),
    **dict.fromkeys(("五问法", "5why", "5whys", "5个为什么"), "five-whys"),
    **dict.fromkeys(("5s", "6s"), "five-s"),
    **dict.fromkeys(("散点图",), "scatter"),
    **dict.fromkeys(("检查表", "查检表"), "check-sheet"),
    **dict.fromkeys(("标杆管理", "对标"), "benchmarking"),
    **dict.fromkeys(("满意度调查",), "csat"),
}
"""What quality tools are also called."""


def _named(of: str, word: str, look: Look) -> str:
    """The id whose name the word is, in whatever language; empty where it is none's."""
    vocabulary = look.context.vocabulary
    titles: dict[str, Localized] = {}
    if of == "methods":
        if (id := OTHER_NAMES.get(word.lower(), "")) in vocabulary.methods:
            return id
        titles = vocabulary.methods
    elif of == "industries":
        titles = vocabulary.industries
    elif of == "routes":
        titles = {id: route.title for id, route in look.context.routes.items()}
    elif of == "frameworks":
        titles = {id: framework.title for id, framework in look.context.frameworks.items()}
    return next((id for id, title in titles.items() if word in title.texts.values()), "")


def _methods(look: Look) -> Used:
    for number, method in enumerate(look.case.methods):
        yield method, look.written.place(f"methods[{number}]")


def _criteria(look: Look) -> Used:
    for item in look.document.sections:
        for id in item.section.criteria:
            yield id, item.heading
    for figure in look.figures:
        for id in figure.directive.criteria:
            yield id, figure.option("criterion")


def _conditions(look: Look) -> Used:
    for number, answer in enumerate(look.case.conditions):
        yield answer.id, look.written.place(f"conditions[{number}].id")


def _mentioned(kind: str, look: Look) -> Used:
    for mention in look.mentions:
        if mention.kind == kind:
            yield mention.name, look.span(mention)


def _private(look: Look) -> Used:
    for number, path in enumerate(look.case.publication.private):
        if not has_path(look.case, path):
            yield path, look.written.place(f"publication.private[{number}]")


def _criterion_ids(look: Look) -> Collection[str] | None:
    if look.framework is None or look.document.front is None:
        return None
    groups = [criterion.id for criterion in look.framework.criteria]
    return {*groups, *(leaf.id for leaf in look.framework.leaves())}


def _condition_ids(look: Look) -> Collection[str] | None:
    return None if look.framework is None else {condition.id for condition in look.framework.conditions}


_SORTS: dict[str, tuple[Callable[[Look], Used], Callable[[Look], Collection[str] | None]]] = {
    "frameworks": (
        lambda look: iter([(look.case.framework, look.written.place("framework"))]),
        lambda look: look.context.frameworks,
    ),
    "routes": (lambda look: iter([(look.case.route, look.written.place("route"))]), lambda look: look.context.routes),
    # a workspace without a list of industries takes any
    "industries": (
        lambda look: iter([(look.case.industry, look.written.place("industry"))]),
        lambda look: look.context.vocabulary.industries or None,
    ),
    "methods": (_methods, lambda look: look.context.vocabulary.methods),
    "criteria": (_criteria, _criterion_ids),
    "conditions": (_conditions, _condition_ids),
    "roles": (lambda look: _mentioned("role", look), lambda _: ROLES),
    "directives": (lambda look: _mentioned("directive", look), lambda _: DIRECTIVES),
    "private-paths": (_private, lambda _: ()),
}

KIND = Kind(
    name="vocabulary",
    make=Words,
    fields={"of": required(Choice({name: name for name in _SORTS}))},
    values=frozenset({"word"}),
    find=find,
)
