"""`casebound book`: a collection → a book in PDF."""

from __future__ import annotations

from pathlib import Path

import click

from casebound.cli.documents import deliver, make_documents
from casebound.cli.options import CONTEXT, fresh_option, lang_option, output_option, root_option
from casebound.cli.speech import Say
from casebound.cli.terminal import about, named, open_workspace
from casebound.workspace.publish import Order


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "book",
        context_settings=CONTEXT,
        short_help=say("案例集 → PDF 书", "Collection → PDF book"),
        help=say(
            "排出 casebound.toml 里的案例集（[[books]]）。不写编号则全部排出。\n\n例：casebound book casebook-2026",
            "Make the books of casebound.toml ([[books]]); without an id, all of them.\n\n"
            "Example: casebound book casebook-2026",
        ),
    )
    @click.argument("books", nargs=-1)
    @lang_option(say, "只排这种语言的书；也是提示的语言", "Only books in this language; also that of the messages")
    @fresh_option(say)
    @output_option(say)
    @root_option(say)
    def book(books: tuple[str, ...], lang: str | None, fresh: bool, output: Path | None, root: Path | None) -> int:
        workspace = open_workspace(root)
        known = {item.id: item for item in workspace.config.books}
        for id in books:
            if id not in known:
                raise named("书", id, known)
        chosen = [
            item
            for item in known.values()
            if (not books or item.id in books) and lang in (None, item.language or workspace.language)
        ]
        documents = make_documents(workspace)
        orders = [Order(path=f"books/{item.id}.pdf", job=documents.book(item)) for item in chosen]
        findings = about(workspace.findings, ["content"])
        title = say("书", "Books")
        return deliver(workspace, orders, findings, title=title, lang=lang, is_fresh=fresh, output=output)

    return book
