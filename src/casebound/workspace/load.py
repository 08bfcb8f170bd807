"""A folder with `casebound.toml` → everything in it, read and checked."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from casebound.check.context import Context
from casebound.check.engine import check_case, check_rounds
from casebound.check.rounds import anchors_of_case
from casebound.check.settings import check_settings
from casebound.evaluate.departures import as_it_stands
from casebound.model.audience import may_be_published
from casebound.model.case import Case
from casebound.model.conflict import Conflicts
from casebound.model.evaluation import Round
from casebound.model.framework import Framework
from casebound.model.route import Route
from casebound.read.config import Config
from casebound.read.vocabulary import Vocabulary
from casebound.read.written import WrittenCase, WrittenRound
from casebound.text.finding import Finding, in_order
from casebound.text.localized import CHINESE
from casebound.workspace.case_folder import CASES, case_folders, list_files, no_cases, read_case_folder
from casebound.workspace.entries import entry_of
from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.round_conflicts import conflicts_by_round, read_organizations
from casebound.workspace.round_folder import read_rounds
from casebound.workspace.surroundings import read_surroundings

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRef:
    """A write-up that can be composed, known without being read."""

    id: str
    lang: str
    folder: str
    """Its path below the root."""
    is_publishable: bool
    state: str
    """Digest of the state of all files in its folder; empty: not known, or changed a moment ago."""
    written: Callable[[], WrittenCase]
    """Reads it."""


@dataclass(kw_only=True)
class Workspace:
    """All that a workspace holds. Cases, rounds and findings are read when they are asked for, once."""

    root: Path
    config: Config
    frameworks: dict[str, Framework]
    routes: dict[str, Route]
    vocabulary: Vocabulary
    state: str = ""
    """Digest of settings, frameworks, routes and words: all that cases are composed with; empty: not known."""
    read_cases: Callable[[], Iterable[WrittenCase]]
    read_rounds: Callable[[], Iterable[WrittenRound]]
    check: Callable[[], Iterable[Finding]]
    read_entries: Callable[[], Iterable[Case]]
    find_conflicts: Callable[[], Mapping[str, Conflicts]]
    read_refs: Callable[[], Iterable[CaseRef]] | None = None
    is_changed: Callable[[], bool] = lambda: False
    """Once the refs are read: whether a case has changed since they were read the last time, as far as is known."""

    @cached_property
    def cases(self) -> tuple[WrittenCase, ...]:
        """Every write-up in every language, by path."""
        return tuple(self.read_cases())

    @cached_property
    def rounds(self) -> tuple[WrittenRound, ...]:
        """Every round that has an id."""
        return tuple(self.read_rounds())

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the checker says, in order."""
        return tuple(self.check())

    @cached_property
    def entries(self) -> tuple[Case, ...]:
        """Every write-up in every language, as far as conflicts and assignment look at it."""
        return tuple(self.read_entries())

    @cached_property
    def conflicts(self) -> Mapping[str, Conflicts]:
        """Who should not judge what, by the id of the round."""
        return self.find_conflicts()

    @cached_property
    def refs(self) -> tuple[CaseRef, ...]:
        """The write-ups that can be composed, as `usable` tells them."""
        if self.read_refs is not None:
            return tuple(self.read_refs())
        return tuple(
            CaseRef(
                id=written.case.id,
                lang=written.case.lang,
                folder=written.folder,
                is_publishable=may_be_published(written.case),
                state="",
                written=partial(_itself, written),
            )
            for written in self.usable()
        )

    @property
    def language(self) -> str:
        """The default language."""
        return self.config.languages[0] if self.config.languages else CHINESE

    def usable(self) -> tuple[WrittenCase, ...]:
        """The write-ups that can be composed: with front matter, a title, a known framework and an id of their own.

        Of two that claim an id, the one in the folder of that name has it.
        """
        fit = [written for written in self.cases if can_be_composed(written, self.frameworks)]
        return tuple(first_of_each(fit, lambda written: (written.case.id, written.case.lang, written.folder)))

    def usable_rounds(self) -> tuple[Round, ...]:
        """The rounds that can be worked with: in the folder of their name, with a known framework.

        Each knows who is barred from which case, so that no evaluation counts that a conflict forbids, and is without
        what was withdrawn.
        """
        return tuple(
            as_it_stands(replace(written.round, barred=self.conflicts.get(written.round.id, Conflicts()).blocking()))
            for written in self.rounds
            if can_be_held(written, self.frameworks)
        )


def can_be_composed(written: WrittenCase, frameworks: Container[str]) -> bool:
    """Whether it has an id, a title, and a framework that is known."""
    case = written.case
    return bool(case.id and case.title and case.framework in frameworks)


def can_be_held(written: WrittenRound, frameworks: Container[str]) -> bool:
    """Whether a round lies in the folder of its name and has a framework that is known."""
    round = written.round
    return written.source.path.endswith(f"/{round.id}/round.yaml") and round.framework in frameworks


def first_of_each(items: Iterable[T], of: Callable[[T], tuple[str, str, str]]) -> list[T]:
    """Of each id and language the first, those in the folder of their name first; `of`: id, language, folder."""
    at_home: list[tuple[tuple[str, str], T]] = []
    elsewhere: list[tuple[tuple[str, str], T]] = []
    for item in items:
        id, lang, folder = of(item)
        (at_home if folder.endswith(f"/{id}") else elsewhere).append(((id, lang), item))
    kept: dict[tuple[str, str], T] = {}
    for key, item in (*at_home, *elsewhere):
        kept.setdefault(key, item)
    return list(kept.values())


def _itself(written: WrittenCase) -> WrittenCase:
    return written


def load(root: Path, profile: str = "") -> Workspace:
    """Read and check a whole workspace, in the stage named or that of its settings.

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
    rounds, organizations = read_rounds(folder), read_organizations(folder)
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
    entries = [entry_of(written.case) for written in cases if written.case.id]
    conflicts = conflicts_by_round([item.round for item in rounds], entries, organizations)
    findings.extend(rulebook.graded(check_rounds(rounds, context, anchors, conflicts)))
    findings.extend(check_settings(settings, anchors.keys(), {item.round.id for item in rounds}, rulebook.ids()))
    return Workspace(
        root=root,
        config=settings.config.with_named_books(),
        frameworks=surroundings.frameworks,
        routes=surroundings.routes,
        vocabulary=surroundings.vocabulary,
        read_cases=lambda: cases,
        read_rounds=lambda: (written for written in rounds if written.round.id),
        check=lambda: in_order(findings),
        read_entries=lambda: entries,
        find_conflicts=lambda: conflicts,
    )
