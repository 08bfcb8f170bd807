"""A workspace's settings, frameworks, routes, words and rules → all that its write-ups are judged by, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from casebound.check.context import error
from casebound.check.rulebook import Rulebook
from casebound.model.framework import Framework
from casebound.model.route import Route
from casebound.read.config import WrittenConfig, read_config
from casebound.read.framework import FrameworkFile, read_framework, resolve_frameworks
from casebound.read.vocabulary import VOCABULARY, Vocabulary, WrittenRoute, read_routes
from casebound.text.finding import Finding
from casebound.text.localized import CHINESE, phrase
from casebound.text.source import Source, no_text
from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.places import CONFIG_NAME
from casebound.workspace.resources import built_in
from casebound.workspace.rules import load_rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """All that a write-up is judged by beside itself and the names of its neighbours."""

    settings: WrittenConfig
    frameworks: dict[str, Framework]
    routes: dict[str, Route]
    vocabulary: Vocabulary
    rulebook: Rulebook
    """In the stage asked for."""
    findings: tuple[Finding, ...] = ()
    """What was found while reading them."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    """What was read, by path: findings about write-ups may point there."""
    digest: str = ""
    """Of all bytes read, and the stage."""

    @property
    def language(self) -> str:
        """The default language."""
        languages = self.settings.config.languages
        return languages[0] if languages else CHINESE


def read_surroundings(folder: WorkspaceFolder, profile: str = "") -> Surroundings:
    """Settings, frameworks, routes, words and rules, in the stage named or that of the settings.

    What cannot be read is a finding; the rest is there.
    """
    before = len(folder.reading.findings)
    settings = read_config(folder.source(folder.root / CONFIG_NAME), folder.reading)
    frameworks, files = _frameworks(folder)
    routes = _routes(folder)
    rulebook = load_rulebook(folder, files, routes)
    vocabulary = _vocabulary(folder)
    stage = settings.config.check.stage(profile or settings.config.check.profile)
    return Surroundings(
        settings=settings,
        frameworks=frameworks,
        routes={item.route.id: item.route for item in routes},
        vocabulary=vocabulary,
        rulebook=rulebook.at(*stage) if stage else rulebook,
        findings=tuple(folder.reading.findings[before:]),
        sources=dict(folder.sources),
        digest=f"{folder.digest.hexdigest()}/{profile}",
    )


def _frameworks(folder: WorkspaceFolder) -> tuple[dict[str, Framework], dict[str, FrameworkFile]]:
    """Built-in ones and the workspace's own, joined and as written."""
    files: dict[str, FrameworkFile] = {}
    own = folder.yaml_files(folder.root / "content" / "frameworks")
    for path in (*sorted(built_in("frameworks").glob("*.yaml")), *own):
        file, findings = read_framework(folder.source(path))
        folder.reading.findings.extend(findings)
        if file is None or not file.id:
            continue
        if file.id in files:
            message = phrase("准则编号“{id}”重复", "Framework id “{id}” is used twice", id=file.id)
            span = file.node.span.source.line_span(1) if file.node else no_text(folder.name(path))
            folder.reading.findings.append(error("duplicate-id", span, message))
            continue
        files[file.id] = file
    frameworks, findings = resolve_frameworks(files)
    folder.reading.findings.extend(findings)
    return frameworks, files


def _routes(folder: WorkspaceFolder) -> tuple[WrittenRoute, ...]:
    """The built-in ways of working, and the workspace's; of two of one id the workspace's."""
    routes: dict[str, WrittenRoute] = {}
    for path in (built_in("routes.yaml"), folder.root / "content" / "routes.yaml"):
        if path.is_file() and (node := folder.node(path)):
            routes.update((item.route.id, item) for item in read_routes(node, folder.reading))
    return tuple(routes.values())


def _vocabulary(folder: WorkspaceFolder) -> Vocabulary:
    """Built-in words, and the workspace's."""
    words = Vocabulary()
    for path in (built_in("vocabularies.yaml"), folder.root / "content" / "vocabularies.yaml"):
        if path.is_file() and (node := folder.node(path)):
            words = words.extended(VOCABULARY.read("", node, folder.reading) or Vocabulary())
    return words
