"""A workspace → its documents, with fonts and date found; documents ordered → printed, written and told of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from casebound.cli.terminal import output_folder, progress, tell
from casebound.compose.artifact import Artifact
from casebound.text.error import CaseboundError
from casebound.text.finding import Finding
from casebound.workspace.chapters_at_hand import Run
from casebound.workspace.clock import source_date
from casebound.workspace.documents import Documents
from casebound.workspace.early_press import EarlyPress
from casebound.workspace.fonts import font_folders, load_fonts
from casebound.workspace.load import Workspace
from casebound.workspace.places import cache_folder, name_in_cache
from casebound.workspace.pool import run as run_on
from casebound.workspace.publish import Existing, Order, Published, chapters_of, print_orders
from casebound.workspace.recipes import Recipes
from casebound.workspace.write import write_made


@dataclass(frozen=True, slots=True)
class Making:
    """How documents are made, as the options of every verb that makes some say."""

    is_fresh: bool
    """Everything again."""
    executor: str | None
    """A cluster that lays out; None: this machine."""
    output: Path | None


def make_documents(workspace: Workspace, *, has_press: bool = True) -> Documents:
    """Ready to make documents; the first time on a machine this cuts the fonts, some seconds.

    `has_press`: whether they are laid out by a process that is started early; who has processes of his own wants none.
    """
    press = EarlyPress() if has_press else None
    if press and workspace.refs and workspace.is_changed():
        press.begin()
    cache = cache_folder() / "fonts"
    try:
        fonts = load_fonts(cache, font_folders(workspace.root / "fonts"))
    except OSError as failure:
        raise CaseboundError(f"写不了字体缓存 {cache}：{failure.strerror} / cannot write the font cache") from failure
    recipes = Recipes(path=cache_folder() / "recipes" / f"{name_in_cache(workspace.root)}.json")
    date = source_date(workspace.root)
    if press:
        press.meanwhile = recipes.save
    return Documents(workspace=workspace, fonts=fonts, timestamp=date, recipes=recipes, press=press)


def deliver(
    documents: Documents,
    orders: Sequence[Order],
    findings: Iterable[Finding],
    *,
    title: str,
    lang: str | None,
    making: Making,
    beside: Sequence[Artifact] = (),
    then: Callable[[Iterable[Artifact]], Sequence[Order]] | None = None,
    has_hints: bool = False,
) -> int:
    """Print and write these documents, name each file, and tell of these findings and of what printing found.

    `beside`: files that are made already and are written with them. `then`: what else to make, once the first are made.
    `has_hints`: each finding with its remedy.
    """
    workspace = documents.workspace
    folder, run = output_folder(workspace, making.output), runner(making.executor, documents)
    with progress(title, chapters_of(orders)) as on_done:
        published = print_orders(
            workspace, orders, on_done, is_fresh=making.is_fresh, existing=existing_in(folder), run=run
        )
    artifacts, said = [*published.artifacts, *beside], [*findings, *published.findings]
    if then is not None:
        more = print_orders(workspace, then(artifacts), lambda _name: None, is_fresh=making.is_fresh, run=run)
        artifacts += more.artifacts
        said += more.findings
    documents.finish()
    said += documents.composer.pictures.findings  # composing is put off until a page is wanted: late, therefore
    for path in write_made(folder, artifacts):
        click.echo(str(path))
    return tell(said, lang or workspace.language, has_hints=has_hints)


def print_in(
    documents: Documents,
    orders: Sequence[Order],
    folder: Path,
    *,
    title: str,
    executor: str | None = None,
    is_fresh: bool = False,
) -> Published:
    """Print what is not in `folder` already; nothing is written. The documents are finished with."""
    with progress(title, chapters_of(orders)) as on_done:
        published = print_orders(
            documents.workspace,
            orders,
            on_done,
            is_fresh=is_fresh,
            existing=existing_in(folder),
            run=runner(executor, documents),
        )
    documents.finish()
    return published


def existing_in(folder: Path) -> Existing:
    """What lies in an output folder, by path."""

    def read(path: str) -> bytes | None:
        try:
            return (folder / path).read_bytes()
        except OSError:
            return None

    return read


def runner(executor: str | None, documents: Documents) -> Run:
    """Lays out jobs on the cluster named, else on this machine. Raises `CaseboundError` for an address that is none."""
    if executor is None and documents.press:
        return documents.press.run
    if executor is not None:
        if documents.press:
            documents.press.close()  # the cluster lays out
        from casebound.workspace.cluster import scheduler_address

        scheduler_address(executor)
    return lambda jobs, workers, on_done: run_on(jobs, executor, workers, on_done)
