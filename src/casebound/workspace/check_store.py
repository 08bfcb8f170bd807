"""What was found in each case folder, kept in the user's cache: a folder that has not changed is not judged again.

One file a workspace and stage. It holds for one state of the surroundings and of Casebound's own code; anything that
is broken, foreign or of another state counts as absent.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import markdown_it
import yaml

from casebound import __version__
from casebound.check.rulebook import Rulebook
from casebound.workspace.kept import read_kept, write_kept
from casebound.workspace.places import drop_oldest
from casebound.workspace.resources import PACKAGE

FORM = "checks 3"
MOST_FILES = 40
"""Workspaces and stages that are remembered; past that, what was not used for the longest time goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckStore:
    """One file of kept findings."""

    path: Path
    state: str
    """Digest of all that decides what is found, beside the cases themselves."""

    def read(self) -> dict[str, list[Any]]:
        """What is kept, by folder: packed `Judged`s."""
        kept = read_kept(self.path, FORM)
        return {case[0]: case for case in kept["cases"]} if kept.get("state") == self.state else {}

    def write(self, cases: Iterable[list[Any]]) -> None:
        """Keep these and forget all others."""
        write_kept(self.path, FORM, {"state": self.state, "cases": list(cases)})
        with contextlib.suppress(OSError):
            drop_oldest(self.path.parent, MOST_FILES)


def open_store(cache: Path, root: Path, profile: str, surroundings: str, rulebook: Rulebook) -> CheckStore | None:
    """The store of a workspace and stage; None where somebody else's code takes part, whose state we do not know."""
    kinds = {check.kind.find.__module__ for rules in _rule_sets(rulebook) for check in rules}
    if not all(name.startswith("casebound.") for name in kinds):
        return None
    name = hashlib.sha256(f"{root.resolve()}\0{profile}".encode("utf-8", errors="surrogatepass")).hexdigest()[:24]
    return CheckStore(path=cache / "checks" / name, state=f"{surroundings} {code_state()}")


def _rule_sets(rulebook: Rulebook) -> Iterable[Iterable[Any]]:
    return (rules.checks for rules in (rulebook.base, *rulebook.frameworks.values(), *rulebook.routes.values()))


def code_state() -> str:
    """Digest of the versions and of the sizes and times of all files of Casebound's own package."""
    parts = [__version__, yaml.__version__, markdown_it.__version__]
    folders = [str(PACKAGE)]
    while folders:
        for entry in sorted(os.scandir(folders.pop()), key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    folders.append(entry.path)
            elif entry.name.endswith((".py", ".yaml")):
                found = entry.stat()
                parts.append(f"{entry.path} {found.st_size} {found.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode("utf-8", errors="surrogatepass")).hexdigest()
