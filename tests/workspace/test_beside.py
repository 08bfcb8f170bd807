"""Work in a process of its own: its result, or that of the work done here, whatever happens to the process."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from casebound.workspace.beside import Beside


def test_the_work_is_done_elsewhere_where_it_is_worthwhile() -> None:
    look = Beside(lambda: {"a": [os.getpid(), "案例"]})
    assert look.is_at_work
    number, word = look.result()["a"]
    assert (number != os.getpid(), word) == (True, "案例")
    look.close()
    few = Beside(os.getpid, is_worthwhile=False)
    assert not few.is_at_work
    assert few.result() == os.getpid()


def test_more_than_a_pipe_holds_comes_whole() -> None:
    assert Beside(lambda: ["x" * 100] * 100_000).result() == ["x" * 100] * 100_000


def raising(number: int) -> None:
    if os.getpid() != number:
        raise RuntimeError("in the other process")


def ending(number: int) -> None:
    if os.getpid() != number:
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("fault", [raising, ending])
def test_where_the_other_process_fails_the_work_is_done_here(fault: Callable[[int], None]) -> None:
    own = os.getpid()

    def work() -> int:
        fault(own)
        return os.getpid()

    assert Beside(work).result() == own


def test_what_nobody_waits_for_is_ended(tmp_path: Path) -> None:
    def work() -> None:
        time.sleep(60)
        (tmp_path / "done").touch()

    look = Beside(work)
    number, begun = look._number, time.monotonic()
    look.close()
    assert time.monotonic() - begun < 30
    assert not look.is_at_work
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
