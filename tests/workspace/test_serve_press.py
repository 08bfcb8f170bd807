"""Processes that stay between runs: what they print, what they outlive, and that none is left behind."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator

import pytest

from casebound.press.fonts import FontSet
from casebound.press.job import Printed, PrintJob
from casebound.text.error import CaseboundError
from casebound.workspace import serve_press
from casebound.workspace.fonts import load_fonts
from casebound.workspace.pool import run_jobs
from casebound.workspace.serve_press import WarmPress

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> FontSet:
    return load_fonts(tmp_path_factory.getbasetemp() / "fonts")


@pytest.fixture
def press() -> Iterator[WarmPress]:
    press = WarmPress(2)
    yield press
    press.close()
    assert multiprocessing.active_children() == []


def make_job(name: str, fonts: FontSet, length: int = 1) -> PrintJob:
    html = f'<html lang="zh-CN"><title>{name}</title><p>{"质量改进" * length}</p></html>'
    return PrintJob(name=name, html=html, fonts=fonts, stylesheets=('body { font-family: "Casebound Song" }',))


class Bomb(dict[str, bytes]):
    """Takes down the process that unpickles it, as a crash inside Pango would."""

    def __reduce__(self) -> tuple[Callable[[int], object], tuple[int]]:
        return os._exit, (9,)


def test_it_prints_what_a_run_of_its_own_prints_in_the_same_processes_every_time(
    press: WarmPress, fonts: FontSet
) -> None:
    press.warm(make_job("first", fonts))
    processes = {child.pid for child in multiprocessing.active_children()}
    jobs = [make_job(name, fonts, length) for name, length in (("short", 1), ("long", 300), ("middle", 50))]
    done: list[str] = []
    assert press.run(jobs, 2, lambda printed: done.append(printed.name)) == run_jobs(jobs, 1)
    assert sorted(done) == ["long", "middle", "short"]
    assert press.run(jobs[:1], 2) == run_jobs(jobs[:1], 1)
    assert press.run([], 2) == []
    assert {child.pid for child in multiprocessing.active_children()} == processes


def test_a_job_that_kills_its_process_is_told_and_the_next_is_printed(press: WarmPress, fonts: FontSet) -> None:
    bomb = PrintJob(name="bomb", html="<p>" + "x" * 500, fonts=fonts, assets=Bomb())
    results = press.run([make_job("a", fonts), bomb, make_job("b", fonts)], 2)
    assert [result.name for result in results] == ["a", "bomb", "b"]
    assert results[1] == Printed(name="bomb", error="the process that typeset it was killed")
    assert press.run([make_job("c", fonts)], 2)[0].pieces


def test_processes_are_replaced_after_their_share_and_many_jobs_get_more_for_a_while(
    fonts: FontSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve_press, "FEW", 3)
    press = WarmPress(1, jobs_per_worker=3)
    most = 0

    def count(_printed: Printed) -> None:
        nonlocal most
        most = max(most, len(multiprocessing.active_children()))

    try:
        press.warm(make_job("first", fonts))
        (first,) = multiprocessing.active_children()
        assert all(printed.pieces for printed in press.run([make_job(name, fonts) for name in "abcd"], 2, count))
        assert most == 2
        (last,) = multiprocessing.active_children()
        assert last.pid != first.pid
    finally:
        press.close()


def test_a_run_that_is_broken_off_does_not_spoil_the_next(press: WarmPress, fonts: FontSet) -> None:
    def stop(_printed: Printed) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        press.run([make_job(name, fonts, 400) for name in "abcd"], 2, stop)
    jobs = [make_job(name, fonts, 7) for name in "xyz"]
    assert press.run(jobs, 2) == run_jobs(jobs, 1)


def test_closing_ends_a_run_under_way(fonts: FontSet) -> None:
    press = WarmPress(2)
    begun, raised = threading.Event(), []

    def run() -> None:
        try:
            press.run([make_job(str(n), fonts, 2000) for n in range(40)], 2, lambda _printed: begun.set())
        except CaseboundError as failure:
            raised.append(str(failure))

    thread = threading.Thread(target=run)
    thread.start()
    assert begun.wait(60)
    press.close()
    thread.join(10)
    assert not thread.is_alive()
    assert raised == ["已停止 / stopped"]
    assert multiprocessing.active_children() == []
