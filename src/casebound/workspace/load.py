"""A folder with `casebound.toml` → everything in it, read and checked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from casebound.check.context import Context
from casebound.check.engine import check_case, check_rounds
from casebound.check.rounds import anchors_of_case
from casebound.check.settings import check_settings
from casebound.model.evaluation import Round
from casebound.model.framework import Framework
from casebound.model.route import Route
from casebound.read.config import Config
from casebound.read.vocabulary import Vocabulary
from casebound.read.written import WrittenCase, WrittenRound
from casebound.text.finding import Finding, in_order
from casebound.text.localized import CHINESE
from casebound.workspace.case_folder import CASES, case_folders, list_files, no_cases, read_case_folder
from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.round_folder import read_rounds
from casebound.workspace.surroundings import read_surroundings


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
    folder = WorkspaceFolder(root, {})
    surroundings = read_surroundings(folder, profile)
    names = case_folders(folder)
    cases = [
        written for name in names for written in read_case_folder(folder, name, list_files(f"{root}/{CASES}/{name}"))
    ]
    if not cases:
        no_cases(folder)
    rounds = read_rounds(folder)
    rulebook, settings = surroundings.rulebook, surroundings.settings
    context = Context(
        frameworks=surroundings.frameworks,
        routes=surroundings.routes,
        vocabulary=surroundings.vocabulary,
        folders=frozenset(written.folder.rpartition("/")[2] for written in cases),
    )
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
        frameworks=surroundings.frameworks,
        routes=surroundings.routes,
        vocabulary=surroundings.vocabulary,
        cases=tuple(cases),
        rounds=tuple(written for written in rounds if written.round.id),
        findings=in_order(findings),
    )
