"""The criteria of a round ↔ the files of the workspace in which they are written."""

from __future__ import annotations

from pathlib import Path

from casebound.read.framework import FrameworkFile, read_framework
from casebound.workspace.folder import WorkspaceFolder

CRITERIA = "content/frameworks"
"""The folder, below the workspace's."""
PREFIX = "framework:"
"""With an id after it: the name of criteria in a log."""


def criteria_files(root: Path) -> dict[str, tuple[str, ...]]:
    """By the id of criteria, the paths below `root` of their own file and of those it extends.

    What is built in has no path there.
    """
    folder = WorkspaceFolder(root, {})
    files: dict[str, tuple[FrameworkFile, str]] = {}
    for path in folder.yaml_files(root / CRITERIA):
        file, _ = read_framework(folder.source(path))
        if file is not None and file.id:
            files.setdefault(file.id, (file, folder.name(path)))
    return {id: _chain(id, files) for id in files}


def _chain(id: str, files: dict[str, tuple[FrameworkFile, str]]) -> tuple[str, ...]:
    paths: list[str] = []
    while id in files and files[id][1] not in paths:
        file, path = files[id]
        paths.append(path)
        id = file.extends
    return tuple(paths)
