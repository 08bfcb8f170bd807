"""Does `casebound.toml` name cases and rounds that exist."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from casebound.check.context import error
from casebound.read.config import WrittenConfig
from casebound.text.finding import Finding
from casebound.text.localized import Localized, phrase
from casebound.text.source import Span
from casebound.text.suggest import did_you_mean


def check_settings(
    written: WrittenConfig, cases: Collection[str], rounds: Collection[str], rules: Collection[str]
) -> Iterator[Finding]:
    """Every case and round that a book or the site names is there, and every rule and stage that checking names."""
    yield from _stages(written, rules)
    for number, book in enumerate(written.config.books):
        for case in book.cases:
            if case not in cases:
                message = phrase(
                    "书“{book}”要的案例“{id}”不存在", "Book “{book}” wants a case “{id}”", book=book.id, id=case
                )
                yield _unknown("unknown-case", written.place("books", number, "cases"), message, case, cases)
        if book.round and book.round not in rounds:
            message = phrase(
                "书“{book}”要的评价轮次“{id}”不存在", "Book “{book}” wants a round “{id}”", book=book.id, id=book.round
            )
            yield _unknown("unknown-round", written.place("books", number, "round"), message, book.round, rounds)
    round = written.config.site.round
    if round and round not in rounds:
        message = phrase("站点要的评价轮次“{id}”不存在", "The site wants a round “{id}”", id=round)
        yield _unknown("unknown-round", written.place("site", "round"), message, round, rounds)


def _stages(written: WrittenConfig, rules: Collection[str]) -> Iterator[Finding]:
    check = written.config.check
    used = [(check.profile, written.place("check", "profile"))]
    used += [
        (profile.extends, written.place("check", "profiles", number, "extends"))
        for number, profile in enumerate(check.profiles)
    ]
    for name, span in used:
        if check.stage(name) is None and name in {profile.id for profile in check.profiles}:
            message = phrase("阶段“{id}”绕回了自身", "Profile “{id}” leads back to itself", id=name)
            yield error("unknown-profile", span, message)
        elif check.stage(name) is None:
            message = phrase("没有名为“{id}”的阶段", "There is no profile “{id}”", id=name)
            yield _unknown("unknown-profile", span, message, name, check.names())
    graded: list[tuple[tuple[str | int, ...], Mapping[str, str]]] = [(("check",), check.severity)]
    graded += [(("check", "profiles", number), profile.severity) for number, profile in enumerate(check.profiles)]
    for path, severities in graded:
        for rule in severities:
            if rule not in rules:
                message = phrase("没有名为“{id}”的规则", "There is no rule “{id}”", id=rule)
                yield _unknown("unknown-rule", written.place(*path, "severity", rule), message, rule, rules)


def _unknown(rule: str, span: Span, message: Localized, id: str, known: Collection[str]) -> Finding:
    return error(rule, span, message, did_you_mean(id, known))
