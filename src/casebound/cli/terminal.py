"""What a verb shows: findings and results on standard output, progress on standard error and only on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casebound.check.report.concise import render_concise, render_with_hints
from casebound.check.report.summary import summary
from casebound.text.error import CaseboundError
from casebound.text.finding import Finding, fails, in_order
from casebound.text.suggest import near_miss
from casebound.workspace.places import cache_folder, find_root

if TYPE_CHECKING:  # publishing loads templates and dates, which `check` need not wait for
    from casebound.workspace.chapters_at_hand import OnDone
    from casebound.workspace.load import Workspace

FOUND = 1
COULD_NOT_RUN = 2


def open_workspace(root: Path | None) -> Workspace:
    """The workspace here, or at `root`."""
    from casebound.workspace.quick import open_quickly

    return open_quickly(find_root(root or Path.cwd()), cache_folder())


def output_folder(workspace: Workspace | Path, output: Path | None) -> Path:
    """Where the results of a workspace, or of that at a path, go: never among what people write."""
    place = workspace if isinstance(workspace, Path) else workspace.root
    folder = (output or place / "build").resolve()
    root = place.resolve()
    sources = [root / name for name in ("content", "templates", "site", "fonts")]
    if folder == root or any(folder.is_relative_to(source) for source in sources):
        raise CaseboundError(
            f"{folder} 里放着书稿，请另选输出文件夹 / holds what people write: choose another --output"
        )
    return output or place / "build"


def tell(findings: Iterable[Finding], lang: str, *, has_hints: bool = False) -> int:
    """Print findings one a line with their count, on standard error; the exit code they ask for.

    With `has_hints`, each with its remedy under it.
    """
    ordered = in_order(findings)
    if ordered:
        render = render_with_hints if has_hints else render_concise
        click.echo(render(ordered, lang) + summary(ordered, lang), err=True)
    return FOUND if fails(ordered) else 0


def about(findings: Iterable[Finding], folders: Sequence[str]) -> list[Finding]:
    """The findings that lie in these folders or files, or in what every case rests on."""
    bases = (
        *("casebound.toml", "content/frameworks", "content/vocabularies.yaml", "content/organizations.yaml"),
        "content/cases",
    )
    return [
        finding
        for finding in findings
        if finding.span.source.path in bases
        or any(
            finding.span.source.path == folder or finding.span.source.path.startswith(f"{folder}/")
            for folder in (*folders, "content/frameworks")
        )
    ]


def named(what: str, id: str, known: Iterable[str]) -> CaseboundError:
    """An id on the command line that is not known."""
    choices = sorted(known)
    near = near_miss(id, choices)
    hint = f"“{near}”?" if near else ", ".join(choices[:12])
    return CaseboundError(f"没有{what}“{id}” / not found: “{id}”. {hint}")


@contextmanager
def progress(title: str, total: int) -> Iterator[OnDone]:
    """A bar that moves on with each finished piece of work, where there is a terminal to show it."""
    if not sys.stderr.isatty() or total == 0:
        yield lambda _name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(bar_width=32), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, TextColumn("[dim]{task.fields[now]}"), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total, now="")
        yield lambda name: bar.update(task, advance=1, now=name)
