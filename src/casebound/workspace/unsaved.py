"""Texts open in an editor, over the files of a workspace → what `check` would say of them once they are saved.

Nothing is written. What write-ups are checked against (frameworks, rules, words, settings, baseline) is read once, and
again only when a file of it changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from casebound.check.baseline import BASELINE_RULES, Baseline, apply_baseline, read_baseline
from casebound.check.context import Context
from casebound.check.engine import check_case
from casebound.check.rulebook import Rulebook
from casebound.read.decode import decode
from casebound.read.written import WrittenCase
from casebound.text.finding import Finding, in_order
from casebound.workspace.case_folder import CASES, list_files, read_case_folder
from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.places import BASELINE, CONFIG_NAME
from casebound.workspace.surroundings import Surroundings, read_surroundings

FRAMEWORKS = "content/frameworks"
_OTHERS = (CONFIG_NAME, BASELINE, "content/routes.yaml", "content/vocabularies.yaml")
_BOM = "\ufeff"

Texts = Mapping[str, str]
"""By path, relative to the workspace."""
Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWorkspace:
    """What the write-ups of a workspace are checked against, as it stands in the editor."""

    root: Path
    surroundings: Surroundings
    context: Context
    baseline: Baseline
    """What was found before and is not said again."""
    stamp: Stamp
    """Another as soon as one of those files is another."""

    @property
    def rulebook(self) -> Rulebook:
        """All rules, in the workspace's stage."""
        return self.surroundings.rulebook

    @property
    def findings(self) -> tuple[Finding, ...]:
        """About the files read for it, as `check` gives them."""
        return self.new(self.surroundings.findings)

    def new(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings that the baseline does not know; what is said of the baseline itself is left to `check`."""
        new, _ = apply_baseline(in_order(findings), self.baseline)
        return in_order(finding for finding in new if finding.rule not in BASELINE_RULES)


def open_workspace(root: Path, texts: Texts) -> OpenWorkspace:
    """Read whatever write-ups are checked against."""
    stamp = stamp_of(root, texts)
    folder = WorkspaceFolder(root, unsaved(root, texts))
    surroundings = read_surroundings(folder)
    is_kept = BASELINE in texts or (root / BASELINE).is_file()
    baseline = read_baseline(folder.source(root / BASELINE))[0] if is_kept else Baseline()
    context = Context(
        frameworks=surroundings.frameworks,
        routes=surroundings.routes,
        vocabulary=surroundings.vocabulary,
        folders=frozenset(_case_folders(root, texts)),
    )
    return OpenWorkspace(root=root, surroundings=surroundings, context=context, baseline=baseline, stamp=stamp)


def unsaved(root: Path, texts: Texts) -> dict[str, str]:
    """The open texts that are not what the disk holds, each as it would be saved: with the mark that the file has."""
    folder = WorkspaceFolder(root)
    found = {}
    for name, text in texts.items():
        path = root / name
        data = folder.bytes_of(path) if path.is_file() else b""
        if not data or decode(name, data)[0].text != text:
            found[name] = f"{_BOM}{text}" if data.startswith(_BOM.encode()) else text
    return found


def stamp_of(root: Path, texts: Texts) -> Stamp:
    """The state of every file that write-ups are checked against: name, time and size, or a digest of the open text."""
    names = {*_OTHERS, *(f"{FRAMEWORKS}/{path.name}" for path in _listed(root / FRAMEWORKS, "*.yaml"))}
    names |= {name for name in texts if is_framework(name)}
    states = [(name, *_state(root, name, texts)) for name in sorted(names)]
    return (*states, *((name, 0, 0) for name in sorted(_case_folders(root, texts))))


def _state(root: Path, name: str, texts: Texts) -> tuple[int, int]:
    if name in texts:
        return -1, hash(texts[name])
    try:
        found = (root / name).stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _listed(folder: Path, pattern: str) -> Iterator[Path]:
    return folder.glob(pattern) if folder.is_dir() else iter(())


def _case_folders(root: Path, texts: Texts) -> set[str]:
    """The names of the folders with a case."""
    saved = {path.parent.name for path in _listed(root / CASES, "*/case.md")}
    return saved | {case_of(name) for name in texts if case_of(name) and name.endswith("/case.md")}


def is_framework(name: str) -> bool:
    """Whether a path is that of a framework of the workspace."""
    folder, _, file = name.rpartition("/")
    return folder == FRAMEWORKS and file.endswith(".yaml")


def case_of(name: str) -> str:
    """The case that a path such as `content/cases/<id>/case.en.md` belongs to; empty for another file."""
    folder, _, file = name.rpartition("/")
    is_write_up = file == "case.md" or (file.startswith("case.") and file.endswith(".md") and file.count(".") == 2)
    id = folder.removeprefix(f"{CASES}/")
    return id if is_write_up and id != folder and "/" not in id and not id.startswith(".") else ""


def read_open_case(root: Path, case: str, texts: Texts) -> tuple[tuple[WrittenCase, ...], tuple[Finding, ...]]:
    """A case in all its languages, and what is to be said of its data files."""
    folder = WorkspaceFolder(root, unsaved(root, texts))
    place = root / CASES / case
    files = list(list_files(str(place))) if place.is_dir() and folder.is_inside(place) else []
    return read_case_folder(folder, case, files, folder.unsaved), tuple(folder.reading.findings)


def check_open_case(
    workspace: OpenWorkspace, case: str, texts: Texts
) -> tuple[tuple[WrittenCase, ...], tuple[Finding, ...]]:
    """A case in all its languages, and all findings about its files."""
    cases, findings = read_open_case(workspace.root, case, texts)
    found = [finding for written in cases for finding in check_case(written, workspace.context, workspace.rulebook)]
    return cases, workspace.new((*findings, *found))
