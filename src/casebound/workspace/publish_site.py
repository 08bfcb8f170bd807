"""A workspace → what its case-study site rests on: settings, words, scores, assets, the site's own pages."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from casebound.compose.artifact import Artifact
from casebound.compose.site_edition import SiteGround
from casebound.compose.site_map import SiteMap
from casebound.compose.site_pages import RoundResults
from casebound.evaluate.results import note_for
from casebound.evaluate.tally import tally_case
from casebound.model.evaluation import Round
from casebound.model.framework import Framework
from casebound.read.own_page import OwnPage, read_own_pages
from casebound.text.error import CaseboundError
from casebound.text.finding import Finding
from casebound.text.source import Source
from casebound.workspace.load import Workspace
from casebound.workspace.resources import site_dir, templates_dir
from casebound.workspace.surroundings import Surroundings
from casebound.workspace.templates import read_words, template_loader


def make_site_artifacts(
    workspace: Workspace, languages: Sequence[str], findings: list[Finding] | None = None
) -> list[Artifact]:
    """Every file of the site, by path, made anew and held in memory: for a look at a small site.

    What could not be put on the site is added to `findings`. Raises CaseboundError where a page of the workspace is
    not text.
    """
    from casebound.workspace.site_build import build_site  # which rests on this module
    from casebound.workspace.site_output import SITE

    with tempfile.TemporaryDirectory(prefix="casebound-") as place:
        built = build_site(workspace.root, Path(place), languages=languages)
        if findings is not None:
            findings.extend(built.left_out)
        prefix = f"{SITE}/"
        return [Artifact(path=path.removeprefix(prefix), data=(Path(place) / path).read_bytes()) for path in built.sums]


def make_ground(root: Path, surroundings: Surroundings, languages: Sequence[str]) -> SiteGround:
    """What holds for the whole site, without a round's scores and what is filled into pages last. The first language is
    the default one, at the site's root.
    """
    return SiteGround(
        config=surroundings.settings.config,
        map=SiteMap(languages=tuple(languages) or (surroundings.language,)),
        frameworks=surroundings.frameworks,
        routes=surroundings.routes,
        vocabulary=surroundings.vocabulary,
        results=None,
        words=read_words(template_loader(root), "site/words.yaml"),
        own_pages=own_pages(root, languages)[0],
    )


def make_results(round: Round, frameworks: Mapping[str, Framework], cases: Sequence[str]) -> RoundResults:
    """What a round came to for these cases of the site, by id."""
    framework = frameworks[round.framework]
    cards = {case: tally_case(case, round, framework) for case in cases if case in round.cases}
    return RoundResults(
        round=round,
        framework=framework,
        cards={case: card for case, card in cards.items() if card.total is not None},
        note=note_for(framework),
    )


def own_pages(root: Path, languages: Sequence[str]) -> tuple[tuple[OwnPage, ...], tuple[Finding, ...]]:
    """The pages of `site/pages` and what is wrong with them; the built-in one about the collection is among them."""
    sources = (
        Source(path=f"site/pages/{name}", text=_text(path))
        for name, path in files_of(root, "site/pages").items()
        if name.endswith(".md") and "/" not in name
    )
    return read_own_pages(sources, languages)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as failure:
        raise CaseboundError(f"site/pages/{path.name} 不是 UTF-8 文本 / is not UTF-8 text") from failure


def assets_of(root: Path) -> Iterator[tuple[str, Path]]:
    """Style sheets, scripts and pictures of the site itself, by name."""
    yield "tokens.css", files_of(root, "templates")["tokens.css"]
    yield from files_of(root, "site/assets").items()


def files_of(root: Path, folder: str) -> dict[str, Path]:
    """The files of a shipped folder by name, the workspace's own in place of those of the same name."""
    room, _, inner = folder.partition("/")
    shipped = (templates_dir() if room == "templates" else site_dir()) / inner
    own = root / folder
    found = {**_below(shipped), **_below(own)}
    return {
        name: path
        for name, path in sorted(found.items())
        if path.is_relative_to(shipped) or path.resolve().is_relative_to(root.resolve())
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
