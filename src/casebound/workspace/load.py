"""A folder with `casebound.toml` → everything in it, read and checked."""

from __future__ import annotations

import hashlib
import posixpath
from dataclasses import dataclass, replace
from pathlib import Path

from casebound.check.context import Context, error
from casebound.check.engine import check_case, check_rounds
from casebound.check.rounds import anchors_of_case
from casebound.check.settings import check_settings
from casebound.model.evaluation import Round
from casebound.model.framework import Framework
from casebound.model.measure import Measure
from casebound.model.route import Route
from casebound.read.config import Config, read_config
from casebound.read.document import Document, read_document
from casebound.read.framework import FrameworkFile, read_framework, resolve_frameworks
from casebound.read.round import ASSIGNMENTS, EVALUATION, ROUND
from casebound.read.series import read_points
from casebound.read.vocabulary import VOCABULARY, Vocabulary, WrittenRoute, read_routes
from casebound.read.written import AttachedFile, WrittenCase, WrittenEvaluation, WrittenRound, read_case
from casebound.text.finding import Finding, in_order
from casebound.text.localized import CHINESE, phrase
from casebound.text.source import no_text
from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.resources import built_in
from casebound.workspace.rules import load_rulebook

CONFIG_NAME = "casebound.toml"
HEAD_BYTES = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """All that a workspace holds."""

    root: Path
    config: Config
    frameworks: dict[str, Framework]
    routes: dict[str, Route]
    vocabulary: Vocabulary
    cases: tuple[WrittenCase, ...]
    """Every write-up in every language, by path."""
    rounds: tuple[WrittenRound, ...]
    findings: tuple[Finding, ...]

    @property
    def language(self) -> str:
        """The default language."""
        return self.config.languages[0] if self.config.languages else CHINESE

    def usable(self) -> tuple[WrittenCase, ...]:
        """The write-ups that can be composed: with front matter, a title, a known framework and an id of their own.

        Of two that claim an id, the one in the folder of that name has it.
        """
        ids: set[tuple[str, str]] = set()
        usable = []
        for written in sorted(self.cases, key=lambda written: not written.folder.endswith(f"/{written.case.id}")):
            case = written.case
            key = (case.id, case.lang)
            if case.id and case.title and case.framework in self.frameworks and key not in ids:
                ids.add(key)
                usable.append(written)
        return tuple(usable)

    def usable_rounds(self) -> tuple[Round, ...]:
        """The rounds that can be worked with: in the folder of their name, with a known framework."""
        return tuple(
            written.round
            for written in self.rounds
            if written.source.path.endswith(f"/{written.round.id}/round.yaml")
            and written.round.framework in self.frameworks
        )


def load(root: Path, profile: str = "") -> Workspace:
    """Read and check a workspace, in the stage named or that of its settings.

    What cannot be read is a finding; the rest is loaded.
    """
    folder = WorkspaceFolder(root)
    loading = _Loading(folder)
    settings = read_config(folder.source(root / CONFIG_NAME), folder.reading)
    frameworks, framework_files = loading.frameworks()
    written_routes = loading.routes()
    routes = {item.route.id: item.route for item in written_routes}
    rulebook = load_rulebook(folder, framework_files, written_routes)
    vocabulary = loading.vocabulary()
    cases = loading.cases()
    rounds = loading.rounds()
    folders = frozenset(written.folder.rpartition("/")[2] for written in cases)
    context = Context(frameworks=frameworks, routes=routes, vocabulary=vocabulary, folders=folders)
    stage = settings.config.check.stage(profile or settings.config.check.profile)
    if stage is not None:
        rulebook = rulebook.at(*stage)
    findings = list(folder.reading.findings)
    for written in cases:
        findings.extend(check_case(written, context, rulebook))
    anchors = {
        written.case.id: anchors_of_case(written) for written in cases if written.case.id and not written.is_translation
    }
    findings.extend(check_rounds(rounds, context, anchors))
    findings.extend(check_settings(settings, anchors.keys(), {item.round.id for item in rounds}, rulebook.ids()))
    return Workspace(
        root=root,
        config=replace(settings.config, books=tuple(book for book in settings.config.books if book.id)),
        frameworks=frameworks,
        routes=routes,
        vocabulary=vocabulary,
        cases=cases,
        rounds=tuple(written for written in rounds if written.round.id),
        findings=in_order(findings),
    )


@dataclass(slots=True)
class _Loading:
    """One load under way."""

    folder: WorkspaceFolder

    def frameworks(self) -> tuple[dict[str, Framework], dict[str, FrameworkFile]]:
        """Built-in ones and the workspace's own, joined and as written."""
        files: dict[str, FrameworkFile] = {}
        for path in (
            *sorted(built_in("frameworks").glob("*.yaml")),
            *self.folder.yaml_files(self.folder.root / "content" / "frameworks"),
        ):
            file, findings = read_framework(self.folder.source(path))
            self.folder.reading.findings.extend(findings)
            if file is None or not file.id:
                continue
            if file.id in files:
                message = phrase("准则编号“{id}”重复", "Framework id “{id}” is used twice", id=file.id)
                span = file.node.span.source.line_span(1) if file.node else no_text(self.folder.name(path))
                self.folder.reading.findings.append(error("duplicate-id", span, message))
                continue
            files[file.id] = file
        frameworks, findings = resolve_frameworks(files)
        self.folder.reading.findings.extend(findings)
        return frameworks, files

    def routes(self) -> tuple[WrittenRoute, ...]:
        """The built-in ways of working, and the workspace's; of two of one id the workspace's."""
        routes: dict[str, WrittenRoute] = {}
        for path in (built_in("routes.yaml"), self.folder.root / "content" / "routes.yaml"):
            if path.is_file() and (node := self.folder.node(path)):
                routes.update((item.route.id, item) for item in read_routes(node, self.folder.reading))
        return tuple(routes.values())

    def vocabulary(self) -> Vocabulary:
        """Built-in words, and the workspace's."""
        words = Vocabulary()
        own = self.folder.root / "content" / "vocabularies.yaml"
        for path in (built_in("vocabularies.yaml"), own):
            if path.is_file() and (node := self.folder.node(path)):
                words = words.extended(VOCABULARY.read("", node, self.folder.reading) or Vocabulary())
        return words

    def cases(self) -> tuple[WrittenCase, ...]:
        """Every `case.md` and its translations."""
        folder = self.folder.root / "content" / "cases"
        cases: list[WrittenCase] = []
        for entry in self.folder.folders(folder):
            original_path = entry / "case.md"
            if not original_path.is_file():
                message = phrase("文件夹里没有 case.md", "The folder has no case.md")
                self.folder.reading.findings.append(error("missing-file", no_text(self.folder.name(entry)), message))
                continue
            attached = self._attached(entry)
            data = self.folder.bytes_of(original_path)
            original = read_document(self.folder.decoded(original_path, data))
            digest = hashlib.sha256(data).hexdigest()
            cases.append(self._case(entry, attached, original, None, digest))
            for path in sorted(entry.glob("case.*.md")):
                cases.append(self._case(entry, attached, read_document(self.folder.source(path)), original, digest))
        if not cases:
            message = phrase("这里还没有案例", "There are no cases here yet")
            hint = phrase(
                "每个案例一个文件夹：content/cases/<id>/case.md", "One folder a case: content/cases/<id>/case.md"
            )
            self.folder.reading.findings.append(error("no-cases", no_text("content/cases"), message, hint))
        return tuple(cases)

    def _attached(self, folder: Path) -> dict[str, AttachedFile]:
        attached = {}
        for path in sorted(folder.rglob("*")):
            if path.is_file() and self.folder.is_inside(path):
                try:
                    with path.open("rb") as stream:
                        head = stream.read(HEAD_BYTES)
                except OSError as failure:
                    self.folder.unreadable(path, failure)
                    continue
                name = path.relative_to(folder).as_posix()
                attached[name] = AttachedFile(size=path.stat().st_size, head=head)
        return attached

    def _case(
        self,
        folder: Path,
        attached: dict[str, AttachedFile],
        document: Document,
        original: Document | None,
        digest: str,
    ) -> WrittenCase:
        case, joined, translates = read_case(document, document.reading, original)
        measures = [self._with_points(measure, folder, attached) for measure in case.measures]
        return WrittenCase(
            case=replace(case, measures=tuple(measures)),
            document=joined,
            folder=self.folder.name(folder),
            files=attached,
            translates=translates,
            digest=digest,
        )

    def _with_points(self, measure: Measure, folder: Path, attached: dict[str, AttachedFile]) -> Measure:
        """The measure with the rows of its data file; without them where the checker will name the file."""
        series = measure.series
        name = posixpath.normpath(series.file) if series and series.file else ""
        if series is None or name not in attached or not attached[name].size:
            return measure
        points = read_points(self.folder.source(folder / name), series, self.folder.reading)
        return replace(measure, series=replace(series, points=points))

    def rounds(self) -> tuple[WrittenRound, ...]:
        """Every round with its assignments and evaluations."""
        rounds = []
        for entry in self.folder.folders(self.folder.root / "content" / "rounds"):
            path = entry / "round.yaml"
            if not path.is_file():
                message = phrase("文件夹里没有 round.yaml", "The folder has no round.yaml")
                self.folder.reading.findings.append(error("missing-file", no_text(self.folder.name(entry)), message))
                continue
            node = self.folder.node(path)
            round = ROUND.read("", node, self.folder.reading) if node else None
            if node is None or round is None:
                continue
            assignments = (
                self.folder.node(entry / "assignments.yaml") if (entry / "assignments.yaml").is_file() else None
            )
            file = ASSIGNMENTS.read("", assignments, self.folder.reading) if assignments else None
            evaluations = []
            for case in self.folder.folders(entry / "evaluations"):
                for evaluation_path in self.folder.yaml_files(case):
                    tree = self.folder.node(evaluation_path)
                    evaluation = EVALUATION.read("", tree, self.folder.reading) if tree else None
                    if tree is not None and evaluation is not None:
                        evaluations.append(WrittenEvaluation(evaluation=evaluation, node=tree, source=tree.span.source))
            rounds.append(
                WrittenRound(
                    round=replace(
                        round,
                        assignments=file.assignments if file else (),
                        evaluations=tuple(item.evaluation for item in evaluations),
                    ),
                    node=node,
                    source=node.span.source,
                    assignments=assignments,
                    evaluations=tuple(evaluations),
                )
            )
        return tuple(rounds)
