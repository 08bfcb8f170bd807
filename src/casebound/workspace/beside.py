"""Work that does not depend on what is done meanwhile → done by a process of its own, where the system can fork.

Ten thousand case folders, and the hundred thousand files of their site, are looked at before anything can be left as it
is: that takes as long as reading the settings, and there are two processors.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

WORTHWHILE = 2_000
"""Files or folders to look at from which a process is worth its start (measured: 5 ms against 7 µs a file)."""


class Beside:
    """A function of no arguments that returns plain values, at work."""

    def __init__(self, work: Callable[[], Any], *, is_worthwhile: bool = True) -> None:
        self._work = work
        self._number = 0
        self._stream = -1
        # Not where threads may hold locks that the child would wait for, nor where the system's libraries forbid it.
        if is_worthwhile and hasattr(os, "fork") and sys.platform != "darwin" and threading.active_count() == 1:
            with contextlib.suppress(OSError):
                self._start()

    @property
    def is_at_work(self) -> bool:
        """Whether another process is at it, or has come to its end."""
        return bool(self._number)

    def result(self) -> Any:
        """What it returns; worked out here where the other process came to nothing."""
        if self._number:
            said = bytearray()
            while block := os.read(self._stream, 1 << 20):
                said += block
            self.close()
            with contextlib.suppress(ValueError, EOFError, TypeError):
                return marshal.loads(said)
        return self._work()

    def close(self) -> None:
        """Nobody waits for it any more."""
        if self._number:
            os.close(self._stream)
            with contextlib.suppress(OSError):
                os.kill(self._number, signal.SIGKILL)
            with contextlib.suppress(OSError):
                os.waitpid(self._number, 0)
            self._number = 0

    def _start(self) -> None:
        self._stream, end = os.pipe()
        self._number = os.fork()
        if self._number:
            os.close(end)
            return
        try:
            with os.fdopen(end, "wb") as stream:
                stream.write(marshal.dumps(self._work()))
        finally:  # whatever happens: nothing of the parent's is to be ended here
            os._exit(0)


def usable_processors() -> int:
    """The processors this process may run on."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS
        return os.cpu_count() or 1
