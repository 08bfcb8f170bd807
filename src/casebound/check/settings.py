"""Does `casebound.toml` name cases and rounds that exist."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from casebound.check.context import error
from casebound.read.config import WrittenConfig
from casebound.text.finding import Finding
from casebound.text.localized import Localized, phrase
from casebound.text.source import Span
from casebound.text.suggest import did_you_mean


def check_settings(written: WrittenConfig, cases: Collection[str], rounds: Collection[str]) -> Iterator[Finding]:
    """Every case and round that a book or the site names is there."""
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
        yield _unknown("unknown-round", written.place("site", None, "round"), message, round, rounds)


def _unknown(rule: str, span: Span, message: Localized, id: str, known: Collection[str]) -> Finding:
    return error(rule, span, message, did_you_mean(id, known))
