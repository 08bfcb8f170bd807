"""A workspace's folder → the paths that change in it, as they do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from pathlib import Path

from casebound.workspace.places import CONFIG_NAME

WATCHED = ("content", "templates", "site", "fonts")
"""Folders of a workspace that its documents are made from; nothing else in it is watched, whatever its size."""

QUIET_MS = 30
"""Changes are told together once nothing more has changed for about so long: an editor saves in several steps."""
LONGEST_MS = 500
"""And at the latest after so long."""

Tell = Callable[[Collection[str]], None]
"""Told the changed paths, relative to the root, with `/`."""


async def watch(root: Path, tell: Tell) -> None:
    """Tell of what changes, until it is cancelled. Watching has begun once the event loop has gone round twice."""
    again = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(_watch_top(root, tell, again))
        group.create_task(_watch_below(root, tell, again))


async def _watch_top(root: Path, tell: Tell, again: asyncio.Event) -> None:
    """The settings, and watched folders that come and go."""
    async for paths in _changes([root], is_recursive=False):
        names = {path.name for path in paths if path.parent == root} & {CONFIG_NAME, *WATCHED}
        if names:
            tell(names)
        if names - {CONFIG_NAME}:
            again.set()


async def _watch_below(root: Path, tell: Tell, again: asyncio.Event) -> None:
    while True:
        again.clear()
        folders = [root / name for name in WATCHED if (root / name).is_dir()]
        if folders:
            async for paths in _changes(folders, is_recursive=True, stop=again):
                tell({path.relative_to(root).as_posix() for path in paths})
        await again.wait()
        tell(WATCHED)  # what changed between two watches


async def _changes(
    folders: Collection[Path], *, is_recursive: bool, stop: asyncio.Event | None = None
) -> AsyncIterator[list[Path]]:
    from watchfiles import awatch

    async for changes in awatch(
        *folders,
        debounce=LONGEST_MS,
        step=QUIET_MS,
        stop_event=stop,
        recursive=is_recursive,
        ignore_permission_denied=True,
    ):
        yield [Path(path) for _, path in changes]
