"""What is made again, and when: with a desk that only notes what it was asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from pathlib import Path

import pytest

from casebound.check.context import error
from casebound.text.error import CaseboundError
from casebound.text.finding import Finding
from casebound.text.localized import Localized, phrase
from casebound.text.source import no_text
from casebound.workspace.serve_desk import Document, Format, Made, OnProgress
from casebound.workspace.serve_show import Show


def report(id: str) -> Document:
    title = Localized({"en": id})
    return Document(name=f"report/{id}", kind="report", id=id, lang="en", title=title, folder=f"content/cases/{id}")


def book() -> Document:
    return Document(name="book/all", kind="book", id="all", lang="en", title=Localized({"en": "All"}))


class NoPress:
    def close(self) -> None:
        pass


class NotedDesk:
    """Gives what it was told to give, and notes what was asked."""

    def __init__(self) -> None:
        self.press = NoPress()
        self.asked: list[str] = []
        self.pages = 1
        self.problem: Localized | None = None
        self.trouble = ""
        self.documents = [book(), report("a"), report("b")]

    def reopen(self, changed: Collection[str]) -> dict[str, Document]:
        self.asked.append(f"open {' '.join(sorted(changed))}".strip())
        if self.trouble:
            raise CaseboundError(self.trouble)
        return {document.name: document for document in self.documents}

    def make(self, document: Document, on_progress: OnProgress) -> Made:
        self.asked.append(document.name)
        on_progress(1, 1)
        if document not in self.documents:
            return Made(problem=phrase("没有了", "Gone"))
        if self.problem:
            return Made(problem=self.problem)
        return Made(pdf=b"%d" % self.pages, format=Format(pages=self.pages, width=1, height=2))

    def check(self) -> tuple[Finding, ...]:
        self.asked.append("check")
        return (error("odd", no_text("content/cases/a/case.md"), phrase("怪", "Odd")),)

    def tidy(self) -> None:
        pass


Play = Callable[[Show, NotedDesk], Awaitable[None]]


@pytest.fixture
def play(tmp_path: Path) -> Callable[[Play], NotedDesk]:
    """Lets a play go on before a show that works."""

    def run(act: Play) -> NotedDesk:
        desk = NotedDesk()
        place = tmp_path / "shown"
        place.mkdir()

        async def go() -> None:
            show = Show(desk, place)  # type: ignore[arg-type]  # all of a desk that a show uses
            await show.open()
            working = asyncio.create_task(show.work())
            async with asyncio.timeout(20):
                await act(show, desk)
            show.close()
            await working

        asyncio.run(go())
        return desk

    return run


async def settled(show: Show) -> None:
    """Until the findings are those of now: they are looked for when nothing else is to be done."""
    while not show.is_checked:
        await show.next_ring()


def test_nothing_is_made_that_nobody_looks_at(play: Callable[[Play], NotedDesk]) -> None:
    async def act(show: Show, desk: NotedDesk) -> None:
        with show.look(""):
            await settled(show)
            show.note_changes({"content/cases/a/case.md"})
            await settled(show)
        assert desk.asked == ["open", "check", "open content/cases/a/case.md", "check"]
        assert await show.until_fresh("report/a")
        assert desk.asked[4:] == ["report/a"]

    play(act)


def test_a_change_makes_again_what_it_can_touch_and_the_version_stays_with_the_bytes(
    play: Callable[[Play], NotedDesk],
) -> None:
    async def act(show: Show, desk: NotedDesk) -> None:
        with show.look("report/a"), show.look("report/b"), show.look("book/all"):
            await settled(show)
            assert sorted(desk.asked[1:4]) == ["book/all", "report/a", "report/b"]
            before = dict(show.shown)
            desk.asked.clear()
            show.note_changes({"content/cases/b/case.md"})
            await settled(show)
            assert desk.asked == ["open content/cases/b/case.md", "book/all", "report/b", "check"]
            assert {name: shown.version for name, shown in show.shown.items()} == {
                name: shown.version for name, shown in before.items()
            }
            desk.pages = 2
            show.note_changes({"casebound.toml"})
            await settled(show)
            for name in ("book/all", "report/a", "report/b"):
                assert show.shown[name].version != before[name].version
                assert show.shown[name].format
                assert show.pdf(name, before[name].version) == before[name].path
                assert show.pdf(name, "../x") == show.shown[name].path

    play(act)


def test_a_few_earlier_versions_stay_and_one_that_comes_back_is_there(play: Callable[[Play], NotedDesk]) -> None:
    async def act(show: Show, desk: NotedDesk) -> None:
        with show.look("report/a"):
            for pages in (*range(1, 12), 11, 4, 10, 4, *range(1, 12)):
                desk.pages = pages
                show.note_changes({"content/cases/a/case.md"})
                await settled(show)
                shown = show.shown["report/a"]
                assert (shown.problem, shown.format and shown.format.pages) == (None, pages)
                assert shown.path
                assert shown.path.is_file()
                assert len(list(show.folder.iterdir())) <= 3

    play(act)


def test_a_disk_that_is_full_is_told(play: Callable[[Play], NotedDesk]) -> None:
    async def act(show: Show, desk: NotedDesk) -> None:
        with show.look("report/a"):
            await settled(show)
            first = show.shown["report/a"]
            show.folder /= "nowhere"
            desk.pages = 2
            show.note_changes({"content/cases/a/case.md"})
            await settled(show)
            shown = show.shown["report/a"]
            assert (shown.version, shown.path) == (first.version, first.path)
            assert shown.problem
            assert shown.problem.to("en").startswith("The system refused: [Errno 2] No such file or directory")

    play(act)


def test_what_fails_leaves_the_old_and_says_why_until_it_is_mended(play: Callable[[Play], NotedDesk]) -> None:
    async def act(show: Show, desk: NotedDesk) -> None:
        with show.look("report/a"):
            await settled(show)
            first = show.shown["report/a"]
            desk.problem = phrase("坏了", "Broken")
            show.note_changes({"content/cases/a/case.md"})
            await settled(show)
            broken = show.shown["report/a"]
            assert (broken.problem, broken.version, broken.path) == (desk.problem, first.version, first.path)
            desk.problem = None
            show.note_changes({"content/cases/a/case.md"})
            await settled(show)
            assert show.shown["report/a"].problem is None

    play(act)


def test_a_workspace_that_cannot_be_read_and_a_document_that_goes_and_comes_back(
    play: Callable[[Play], NotedDesk],
) -> None:
    async def act(show: Show, desk: NotedDesk) -> None:
        with show.look("report/a"):
            await settled(show)
            desk.trouble = "没有字体 / no fonts"
            show.note_changes({"fonts/x.otf"})
            await settled(show)
            assert show.trouble
            assert show.trouble.to("en") == "没有字体 / no fonts"
            desk.trouble = ""
            gone, desk.documents = desk.documents, desk.documents[:1]
            show.note_changes({"content/cases/a"})
            await settled(show)
            assert show.trouble is None
            assert "open content/cases/a fonts/x.otf" in desk.asked
            assert show.shown["report/a"].problem == phrase("没有了", "Gone")
            assert show.shown["report/a"].path
            desk.documents = gone
            show.note_changes({"content/cases/a"})
            await settled(show)
            assert show.shown["report/a"].problem is None

    play(act)
