"""`casebound book`: a collection → a book in PDF."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from casebound.cli.documents import Making, deliver, make_documents
from casebound.cli.options import (
    CONTEXT,
    executor_option,
    fresh_option,
    lang_option,
    output_option,
    print_option,
    root_option,
)
from casebound.cli.print_files import page_count, with_print_files
from casebound.cli.speech import Say
from casebound.cli.terminal import about, named, open_workspace
from casebound.compose.artifact import Artifact
from casebound.workspace.cover import plan_cover
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
    @print_option(say, "cover")
    @fresh_option(say)
    @executor_option(say)
    @output_option(say)
    @root_option(say)
    def book(
        *,
        books: tuple[str, ...],
        lang: str | None,
        print_files: tuple[str, ...],
        fresh: bool,
        executor: str | None,
        output: Path | None,
        root: Path | None,
    ) -> int:
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
        books_by_path = {f"books/{item.id}.pdf": item for item in chosen}
        orders = [Order(path=path, plan=documents.book(item)) for path, item in books_by_path.items()]
        orders = with_print_files(orders, documents, print_files)

        def covers(artifacts: Iterable[Artifact]) -> list[Order]:
            """A cover can only be made when the pages of its book are counted."""
            return [
                Order(path=artifact.path.replace(".pdf", ".cover.pdf"), plan=plan_cover(documents, item, pages))
                for artifact in artifacts
                if (item := books_by_path.get(artifact.path)) and (pages := page_count(artifact.data))
            ]

        return deliver(
            documents,
            orders,
            about(workspace.findings, ["content"]),
            title=say("书", "Books"),
            lang=lang,
            making=Making(fresh, executor, output),
            then=covers if "cover" in print_files else None,
        )

    return book
