"""A folder with `casebound.toml` → everything in it, read and checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files as package_files
from pathlib import Path, PurePosixPath

from casebound.check.context import Context, error
from casebound.check.engine import check_case, check_rounds
from casebound.check.settings import check_settings
from casebound.model.framework import Framework
from casebound.model.measure import Measure
from casebound.model.route import Route
from casebound.read.config import Config, read_config
from casebound.read.decode import decode
from casebound.read.document import Document, read_document
from casebound.read.fields import Reading
from casebound.read.framework import FrameworkFile, read_framework, resolve_frameworks
from casebound.read.nodes import Node, read_yaml
from casebound.read.round import ASSIGNMENTS, EVALUATION, ROUND
from casebound.read.series import read_points
from casebound.read.vocabulary import ROUTES, VOCABULARY, Vocabulary
from casebound.read.written import AttachedFile, WrittenCase, WrittenEvaluation, WrittenRound, read_case
from casebound.text.error import CaseboundError
from casebound.text.finding import Finding, in_order
from casebound.text.localized import CHINESE, phrase
from casebound.text.source import Source, no_text

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


def find_root(start: Path) -> Path:
    """The nearest folder at or above `start` that holds `casebound.toml`."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / CONFIG_NAME).is_file():
            return folder
    raise CaseboundError(
        f"找不到 {CONFIG_NAME}：请在工作区里运行，或用 --root 指明 / no {CONFIG_NAME} at or above {start}; use --root"
    )


def load(root: Path) -> Workspace:
    """Read and check a workspace. What cannot be read is a finding; the rest is loaded."""
    loading = _Loading(root)
    settings = read_config(loading.source(root / CONFIG_NAME), loading.reading)
    frameworks = loading.frameworks()
    routes = loading.routes()
    vocabulary = loading.vocabulary()
    cases = loading.cases()
    rounds = loading.rounds()
    context = Context(frameworks=frameworks, routes=routes, vocabulary=vocabulary, cases=cases)
    findings = list(loading.reading.findings)
    for written in cases:
        findings.extend(check_case(written, context))
    findings.extend(check_rounds(rounds, context))
    case_ids = {written.case.id for written in cases if written.case.id}
    findings.extend(check_settings(settings, case_ids, {written.round.id for written in rounds}))
    return Workspace(
        root=root,
        config=settings.config,
        frameworks=frameworks,
        routes=routes,
        vocabulary=vocabulary,
        cases=cases,
        rounds=rounds,
        findings=in_order(findings),
    )


@dataclass(slots=True)
class _Loading:
    """One load under way."""

    root: Path
    reading: Reading

    def __init__(self, root: Path) -> None:
        self.root = root
        self.reading = Reading()

    def source(self, path: Path) -> Source:
        """A text file; an unreadable one is empty, with a finding."""
        return self._decoded(path, self._bytes(path))

    def _decoded(self, path: Path, data: bytes) -> Source:
        source, findings = decode(self._name(path), data)
        self.reading.findings.extend(findings)
        return source

    def _bytes(self, path: Path) -> bytes:
        """What a file holds; nothing, with a finding, if it cannot be read or a link leads out of the workspace."""
        try:
            if path.is_relative_to(self.root) and not self._inside(path):
                message = phrase(
                    "这是通往工作区之外的链接，没有读", "This link leads out of the workspace and is not followed"
                )
                self.reading.findings.append(error("outside-workspace", no_text(self._name(path)), message))
            elif not path.is_fifo():  # which would never end
                return path.read_bytes()
        except OSError as failure:
            self._unreadable(path, failure)
        return b""

    def _unreadable(self, path: Path, failure: OSError) -> None:
        message = phrase("读不了这个文件（{why}）", "This file cannot be read ({why})", why=failure.strerror or "?")
        self.reading.findings.append(error("unreadable-file", no_text(self._name(path)), message))

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.name

    def _inside(self, path: Path) -> bool:
        """Whether the path, links followed, stays in the workspace."""
        try:
            return path.resolve().is_relative_to(self.root.resolve())
        except RuntimeError:  # a link that leads to itself
            return False

    def _folders(self, path: Path) -> Iterator[Path]:
        if path.is_dir():
            yield from sorted(
                entry for entry in path.iterdir() if entry.is_dir() and self._inside(entry) and entry.name[0] != "."
            )

    def _yaml_files(self, path: Path) -> list[Path]:
        return sorted(path.glob("*.yaml")) if path.is_dir() else []

    def _node(self, path: Path) -> Node | None:
        node, findings = read_yaml(self.source(path))
        self.reading.findings.extend(findings)
        if node is None:
            message = phrase("文件是空的", "The file is empty")
            self.reading.findings.append(error("empty-file", no_text(self._name(path)), message))
        return node

    def frameworks(self) -> dict[str, Framework]:
        """Built-in ones and the workspace's own."""
        built_in = Path(str(package_files("casebound") / "frameworks"))
        files: dict[str, FrameworkFile] = {}
        for path in (*self._built_in(built_in), *self._yaml_files(self.root / "content" / "frameworks")):
            file, findings = read_framework(self.source(path))
            self.reading.findings.extend(findings)
            if file is None or not file.id:
                continue
            if file.id in files:
                message = phrase("准则编号“{id}”重复", "Framework id “{id}” is used twice", id=file.id)
                span = file.node.span.source.line_span(1) if file.node else no_text(self._name(path))
                self.reading.findings.append(error("duplicate-id", span, message))
                continue
            files[file.id] = file
        frameworks, findings = resolve_frameworks(files)
        self.reading.findings.extend(findings)
        return frameworks

    @staticmethod
    def _built_in(folder: Path) -> list[Path]:
        return sorted(folder.glob("*.yaml"))

    def routes(self) -> dict[str, Route]:
        """The built-in ways of working."""
        path = Path(str(package_files("casebound") / "routes.yaml"))
        node = self._node(path)
        file = ROUTES.read("", node, self.reading) if node else None
        return {route.id: route for route in file.routes} if file else {}

    def vocabulary(self) -> Vocabulary:
        """Built-in words, and the workspace's."""
        words = Vocabulary()
        own = self.root / "content" / "vocabularies.yaml"
        for path in (Path(str(package_files("casebound") / "vocabularies.yaml")), own):
            if path.is_file() and (node := self._node(path)):
                words = words.extended(VOCABULARY.read("", node, self.reading) or Vocabulary())
        return words

    def cases(self) -> tuple[WrittenCase, ...]:
        """Every `case.md` and its translations."""
        folder = self.root / "content" / "cases"
        cases: list[WrittenCase] = []
        for entry in self._folders(folder):
            original_path = entry / "case.md"
            if not original_path.is_file():
                message = phrase("文件夹里没有 case.md", "The folder has no case.md")
                self.reading.findings.append(error("missing-file", no_text(self._name(entry)), message))
                continue
            attached = self._attached(entry)
            data = self._bytes(original_path)
            original = read_document(self._decoded(original_path, data))
            digest = hashlib.sha256(data).hexdigest()
            cases.append(self._case(entry, attached, original, None, digest))
            for path in sorted(entry.glob("case.*.md")):
                cases.append(self._case(entry, attached, read_document(self.source(path)), original, digest))
        if not cases:
            message = phrase("这里还没有案例", "There are no cases here yet")
            hint = phrase(
                "每个案例一个文件夹：content/cases/<id>/case.md", "One folder a case: content/cases/<id>/case.md"
            )
            self.reading.findings.append(error("no-cases", no_text("content/cases"), message, hint))
        return tuple(cases)

    def _attached(self, folder: Path) -> dict[str, AttachedFile]:
        attached = {}
        for path in sorted(folder.rglob("*")):
            if path.is_file() and self._inside(path):
                try:
                    with path.open("rb") as stream:
                        head = stream.read(HEAD_BYTES)
                except OSError as failure:
                    self._unreadable(path, failure)
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
            folder=self._name(folder),
            files=attached,
            translates=translates,
            digest=digest,
        )

    def _with_points(self, measure: Measure, folder: Path, attached: dict[str, AttachedFile]) -> Measure:
        """The measure with the rows of its data file; without them where the checker will name the file."""
        series = measure.series
        name = PurePosixPath(series.file).as_posix() if series and series.file else ""
        if series is None or name not in attached or not attached[name].size:
            return measure
        points = read_points(self.source(folder / name), series, self.reading)
        return replace(measure, series=replace(series, points=points))

    def rounds(self) -> tuple[WrittenRound, ...]:
        """Every round with its assignments and evaluations."""
        rounds = []
        for entry in self._folders(self.root / "content" / "rounds"):
            path = entry / "round.yaml"
            if not path.is_file():
                message = phrase("文件夹里没有 round.yaml", "The folder has no round.yaml")
                self.reading.findings.append(error("missing-file", no_text(self._name(entry)), message))
                continue
            node = self._node(path)
            round = ROUND.read("", node, self.reading) if node else None
            if node is None or round is None:
                continue
            assignments = self._node(entry / "assignments.yaml") if (entry / "assignments.yaml").is_file() else None
            file = ASSIGNMENTS.read("", assignments, self.reading) if assignments else None
            evaluations = []
            for case in self._folders(entry / "evaluations"):
                for evaluation_path in self._yaml_files(case):
                    tree = self._node(evaluation_path)
                    evaluation = EVALUATION.read("", tree, self.reading) if tree else None
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
