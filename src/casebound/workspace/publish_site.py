"""A workspace → the files of its case-study site. Reads what the site needs; composing and writing happen elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from casebound.compose.artifact import Artifact
from casebound.compose.public_case import PublicCase, make_public_cases
from casebound.compose.site import SiteSource, make_site
from casebound.compose.site_map import SiteMap
from casebound.compose.site_pages import RoundResults
from casebound.evaluate.results import note_for
from casebound.evaluate.tally import tally_case
from casebound.text.error import CaseboundError
from casebound.text.source import Source
from casebound.workspace.load import Workspace
from casebound.workspace.resources import site_dir, templates_dir
from casebound.workspace.templates import read_words, template_loader


def make_site_artifacts(workspace: Workspace, languages: Sequence[str]) -> list[Artifact]:
    """Every file of the site, by path. The first language is the default one, at the site's root.

    Templates, assets and pages of the workspace (`templates/`, `site/`) come before the built-in ones, file by file.
    Raises CaseboundError where a page of the workspace is not text.
    """
    loader = template_loader(workspace.root)
    map = SiteMap(languages=tuple(languages) or (workspace.language,))
    cases = make_public_cases(workspace.usable())
    pages = _files(workspace, "site/pages")
    return make_site(
        SiteSource(
            config=workspace.config,
            map=map,
            cases=cases,
            files={case.id: _case_files(workspace, case) for case in cases},
            frameworks=workspace.frameworks,
            routes=workspace.routes,
            vocabulary=workspace.vocabulary,
            results=_results(workspace, cases),
            loader=loader,
            words=read_words(loader, "site/words.yaml"),
            assets={name: path.read_bytes() for name, path in _assets(workspace)},
            about={
                lang: Source(path=f"site/pages/about.{lang}.md", text=_text(path))
                for lang in map.languages
                if (path := pages.get(f"about.{lang}.md"))
            },
        )
    )


def _results(workspace: Workspace, cases: Sequence[PublicCase]) -> RoundResults | None:
    id = workspace.config.site.round
    if not id:
        return None
    round = next((round for round in workspace.usable_rounds() if round.id == id), None)
    if round is None:
        return None  # said by the checker
    framework = workspace.frameworks[round.framework]
    cards = {case.id: tally_case(case.id, round, framework) for case in cases if case.id in round.cases}
    return RoundResults(
        round=round,
        framework=framework,
        cards={case: card for case, card in cards.items() if card.total is not None},
        note=note_for(framework),
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as failure:
        raise CaseboundError(f"site/pages/{path.name} 不是 UTF-8 文本 / is not UTF-8 text") from failure


def _case_files(workspace: Workspace, case: PublicCase) -> dict[str, bytes]:
    folder = workspace.root / case.folder
    return {name: (folder / name).read_bytes() for name in (*case.files, *case.images)}


def _assets(workspace: Workspace) -> Iterator[tuple[str, Path]]:
    yield "tokens.css", _files(workspace, "templates")["tokens.css"]
    yield from _files(workspace, "site/assets").items()


def _files(workspace: Workspace, folder: str) -> dict[str, Path]:
    """The files of a shipped folder by name, the workspace's own in place of those of the same name."""
    room, _, inner = folder.partition("/")
    shipped = (templates_dir() if room == "templates" else site_dir()) / inner
    own = workspace.root / folder
    found = {**_below(shipped), **_below(own)}
    return {
        name: path
        for name, path in sorted(found.items())
        if path.is_relative_to(shipped) or path.resolve().is_relative_to(workspace.root.resolve())
    }


def _below(folder: Path) -> dict[str, Path]:
    """Files in a folder, hidden ones left out."""
    if not folder.is_dir():
        return {}
    return {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }
