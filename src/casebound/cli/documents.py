"""A workspace → its documents, with fonts and date found; documents ordered → printed, written and told of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from casebound.cli.terminal import output_folder, progress, tell
from casebound.text.error import CaseboundError
from casebound.text.finding import Finding
from casebound.workspace.clock import source_date
from casebound.workspace.documents import Documents
from casebound.workspace.fonts import font_folders, load_fonts
from casebound.workspace.load import Workspace
from casebound.workspace.places import cache_folder
from casebound.workspace.publish import Order, print_orders
from casebound.workspace.write import write_made


def make_documents(workspace: Workspace) -> Documents:
    """Ready to make documents; the first time on a machine this cuts the fonts, some seconds."""
    cache = cache_folder() / "fonts"
    try:
        fonts = load_fonts(cache, font_folders(workspace.root / "fonts"))
    except OSError as failure:
        raise CaseboundError(f"写不了字体缓存 {cache}：{failure.strerror} / cannot write the font cache") from failure
    return Documents(workspace=workspace, fonts=fonts, timestamp=source_date(workspace.root))


def deliver(
    workspace: Workspace,
    orders: Sequence[Order],
    findings: Iterable[Finding],
    *,
    title: str,
    lang: str | None,
    is_fresh: bool,
    output: Path | None,
) -> int:
    """Print and write these documents, name each file, and tell of these findings and of what printing found."""
    folder = output_folder(workspace, output)
    with progress(title, len(orders)) as on_done:
        published = print_orders(workspace, orders, on_done, is_fresh=is_fresh)
    for path in write_made(folder, published.artifacts):
        click.echo(str(path))
    return tell([*findings, *published.findings], lang or workspace.language)
