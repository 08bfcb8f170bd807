"""`casebound check --readiness`: for each criterion what is there and what is missing. It is no score."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from casebound.check.readiness import readiness
from casebound.check.report.readiness_html import render_readiness_html
from casebound.check.report.readiness_text import render_readiness_text
from casebound.cli.terminal import named
from casebound.text.localized import CHINESE
from casebound.workspace.load import load

WIDEST = 100
FORMS = ("full", "html")


def _is_in(folder: str, place: str) -> bool:
    return place in (".", folder) or folder.startswith(f"{place}/")


def show_readiness(root: Path, paths: Sequence[Path], form: str, output: Path | None, lang: str | None) -> int:
    """Print the matrix of the cases named, or of all, or write it as a page."""
    from casebound.cli.check import named_place

    if form not in FORMS:
        raise click.UsageError(f"--readiness: --format {' | '.join(FORMS)}")
    workspace = load(root)
    places = [named_place(root, path).relative_to(root.resolve()).as_posix() for path in paths]
    chosen = [
        written
        for written in workspace.cases
        # a translation answers what its original answers, and is shown when it is named itself
        if written.document.source.path in places
        or (not written.is_translation and (not places or any(_is_in(written.folder, place) for place in places)))
    ]
    if not chosen:
        raise named("案例", ", ".join(str(path) for path in paths), (written.case.id for written in workspace.cases))
    items = [readiness(written, workspace.frameworks.get(written.case.framework)) for written in chosen]
    language = lang or workspace.language or CHINESE
    if form == "html":
        text = render_readiness_html(items, language)
    else:
        width = min(shutil.get_terminal_size((80, 24)).columns, WIDEST)
        encoding = (sys.stdout.encoding or "").lower()
        is_ascii = output is None and not encoding.startswith(("utf", "gb"))
        text = render_readiness_text(items, language, width, is_ascii=is_ascii)
    if output is None:
        click.echo(text, nl=False)
    else:
        from casebound.workspace.write import write_file

        write_file(output, text.encode("utf-8"))
    return 0
