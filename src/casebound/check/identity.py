"""Is the case who it says it is: its id, and the framework, route and words it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from casebound.check.context import Context, error, warning
from casebound.read.written import WrittenCase
from casebound.text.finding import Finding
from casebound.text.localized import phrase
from casebound.text.suggest import did_you_mean


def check_identity(written: WrittenCase, context: Context) -> Iterator[Finding]:
    """The id is the folder's name and nobody else's."""
    case, folder = written.case, written.folder.rsplit("/", 1)[-1]
    if not case.id or written.is_translation:
        return
    twins = [
        other.document.source.path
        for other in context.cases
        if other is not written and other.case.id == case.id and not other.is_translation
    ]
    if twins:
        message = phrase("编号“{id}”有两个案例在用", "Two cases use the id “{id}”", id=case.id)
        hint = phrase("另一个在 {path}", "The other is {path}", path=twins[0])
        yield error("duplicate-id", written.place("id"), message, hint)
    elif case.id != folder:
        message = phrase(
            "编号“{id}”与文件夹名“{folder}”不同",
            "Id “{id}” differs from the folder's name “{folder}”",
            id=case.id,
            folder=folder,
        )
        yield error("id-not-folder", written.place("id"), message, phrase("改成一致", "Make them the same"))


def check_vocabulary(written: WrittenCase, context: Context) -> Iterator[Finding]:
    """Framework, route, industry and methods are known."""
    case = written.case
    known: tuple[tuple[str, str, str, Iterable[str]], ...] = (
        ("unknown-framework", "framework", case.framework, context.frameworks),
        ("unknown-route", "route", case.route, context.routes),
        ("unknown-industry", "industry", case.industry, context.vocabulary.industries),
        *(
            ("unknown-method", f"methods[{number}]", method, context.vocabulary.methods)
            for number, method in enumerate(case.methods)
        ),
    )
    for rule, path, word, words in known:
        field = path.partition("[")[0]
        if rule == "unknown-industry" and not context.vocabulary.industries:
            continue  # a workspace without a list of industries takes any
        if word and word not in words:
            message = phrase("“{field}”不认识“{word}”", "“{field}” does not know “{word}”", field=field, word=word)
            yield error(rule, written.place(path), message, did_you_mean(word, words))


def check_translation(written: WrittenCase, _context: Context) -> Iterator[Finding]:
    """A translation names the text it translates, and that text is still the same."""
    if not written.is_translation:
        return
    if not written.translates:
        message = phrase("译文没有写明译自哪一版", "The translation does not say what it translates")
        hint = phrase("加上 translates: {digest}", "Add translates: {digest}", digest=written.digest)
        yield warning("untied-translation", written.document.front_span, message, hint)
    elif written.translates != written.digest:
        message = phrase("原文已改，译文过期", "The original has changed since this was translated")
        hint = phrase("核对后改为 translates: {digest}", "Revise, then set translates: {digest}", digest=written.digest)
        yield warning("stale-translation", written.place("translates"), message, hint)
