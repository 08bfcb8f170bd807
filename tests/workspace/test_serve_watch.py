"""What changes in a workspace is told, soon and together; what does not concern it is not."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Collection
from pathlib import Path

import pytest

from casebound.workspace.serve_watch import watch

Until = Callable[[Callable[[set[str]], bool]], Awaitable[None]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content" / "cases" / "one").mkdir(parents=True)
    (tmp_path / "casebound.toml").touch()
    return tmp_path.resolve()


def follow(root: Path, edit: Callable[[Until], Awaitable[None]]) -> list[set[str]]:
    """All that was told while `edit` went on; it may wait until what was told since its last wait is enough."""
    told: list[set[str]] = []

    async def run() -> None:
        bell = asyncio.Condition()
        seen = 0

        def tell(paths: Collection[str]) -> None:
            told.append(set(paths))
            task = asyncio.ensure_future(ring())
            task.add_done_callback(lambda _: None)

        async def ring() -> None:
            async with bell:
                bell.notify_all()

        async def until(is_enough: Callable[[set[str]], bool]) -> None:
            nonlocal seen
            async with bell, asyncio.timeout(20):
                await bell.wait_for(lambda: is_enough(set().union(*told[seen:])))
            seen = len(told)

        watching = asyncio.create_task(watch(root, tell))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await edit(until)
        watching.cancel()
        await asyncio.wait([watching])

    asyncio.run(run())
    return told


def test_files_saved_at_once_are_told_together(root: Path) -> None:
    async def edit(until: Until) -> None:
        names = {f"content/cases/one/{number}.csv" for number in range(20)}
        for name in names:
            (root / name).write_text("1", encoding="utf-8")
        await until(lambda told: told >= names)

    assert len(follow(root, edit)) <= 2


def test_settings_are_watched_also_when_an_editor_replaces_the_file(root: Path) -> None:
    async def edit(until: Until) -> None:
        for _ in range(2):
            (root / "new").write_text("languages = []", encoding="utf-8")
            (root / "new").replace(root / "casebound.toml")
            await until(lambda told: "casebound.toml" in told)

    follow(root, edit)


def test_a_folder_that_comes_later_or_comes_again_is_watched(root: Path) -> None:
    async def edit(until: Until) -> None:
        (root / "templates").mkdir()
        await until(lambda told: told >= {"content", "templates", "site", "fonts"})
        (root / "templates" / "tokens.css").touch()
        await until(lambda told: "templates/tokens.css" in told)
        shutil.move(root / "content", root / "elsewhere")
        shutil.move(root / "elsewhere", root / "content")
        await until(lambda told: told >= {"content", "templates", "site", "fonts"})
        (root / "content" / "cases" / "one" / "case.md").touch()
        await until(lambda told: "content/cases/one/case.md" in told)

    follow(root, edit)


def test_what_is_built_and_what_an_editor_leaves_beside_is_not_told(root: Path) -> None:
    async def edit(until: Until) -> None:
        (root / "build" / "content").mkdir(parents=True)
        (root / "build" / "content" / "a.pdf").touch()
        (root / "notes.txt").touch()
        (root / "content" / "cases" / "one" / ".case.md.swp").touch()
        (root / "content" / "cases" / "one" / "case.md").touch()
        await until(lambda told: "content/cases/one/case.md" in told)

    assert set().union(*follow(root, edit)) == {"content/cases/one/case.md"}
