"""PrintJobs flow in, Printed chapters flow out in the same order, from as many processes as are given.

Jobs and results travel in files of a temporary folder, only their names in the executor's pipes. A pipe holds 64 kB: a
worker that dies while more than that is being handed over leaves the executor waiting for ever (CPython gh-94777, in
Debian 12's Python 3.11.2), and so would one that dies half-way through handing back a PDF.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

from casebound.press.job import Printed, PrintJob
from casebound.press.typeset import typeset, warm_up

JOBS_PER_WORKER = 100
"""After so many jobs all workers are replaced: WeasyPrint and Pango keep memory (WeasyPrint #1950).
Not by `max_tasks_per_child`, which can hang (CPython gh-115634); and the import costs a new worker only 0.5 s.
"""


def run_jobs(jobs: Sequence[PrintJob], workers: int, on_done: Callable[[Printed], None] | None = None) -> list[Printed]:
    """Typeset all jobs, the longest HTML first; results come in the order of `jobs`.

    A job that fails, or takes its process down, gives a `Printed` with an `error` and no PDF; the others are not
    touched. `on_done` is called in this process, in the order of finishing. With one job or one worker no process is
    started. Ctrl-C cancels what has not begun and is passed on.
    """
    order = sorted(range(len(jobs)), key=lambda place: -len(jobs[place].html))  # stable: equal lengths stay in order
    finished = _in_pool if workers > 1 and len(jobs) > 1 else _in_process
    done: dict[int, Printed] = {}
    for place, printed in finished(jobs, order, workers):
        done[place] = printed
        if on_done is not None:
            on_done(printed)
    return [done[place] for place in range(len(jobs))]


def _in_process(jobs: Sequence[PrintJob], order: Iterable[int], _workers: int) -> Iterator[tuple[int, Printed]]:
    for place in order:
        yield place, _typeset_or_tell(jobs[place])


def _in_pool(jobs: Sequence[PrintJob], order: Iterable[int], workers: int) -> Iterator[tuple[int, Printed]]:
    waiting = deque(order)
    with TemporaryDirectory(prefix="casebound-") as name:
        folder = Path(name)
        while waiting:
            suspects: list[int] = []
            yield from _generation(jobs, waiting, min(workers, len(waiting)), suspects, folder)
            # A worker died and took its pool along; which job did it is not known. Each gets a process of its own.
            for place in sorted(suspects):
                guilty: list[int] = []
                yield from _generation(jobs, deque([place]), 1, guilty, folder)
                if guilty:
                    yield place, Printed(name=jobs[place].name, pdf=b"", error="the process that typeset it was killed")


def _generation(
    jobs: Sequence[PrintJob], waiting: deque[int], workers: int, suspects: list[int], folder: Path
) -> Iterator[tuple[int, Printed]]:
    """Results as they come from one set of workers, which take their share of `waiting`.

    When a worker dies, the jobs that were under way go to `suspects` and the rest stay in `waiting`.
    """
    context = multiprocessing.get_context("spawn")  # a forked Pango crashes on macOS (WeasyPrint #167, #684)
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_prepare_worker)
    share = workers * JOBS_PER_WORKER
    pending: dict[Future[None], int] = {}
    try:
        while True:
            # Few jobs are handed over at a time: their HTML and images are copied when they are.
            while waiting and share and not suspects and len(pending) < 2 * workers:
                handed = folder / f"{waiting[0]}.job"
                handed.write_bytes(pickle.dumps(jobs[waiting[0]]))
                try:
                    pending[pool.submit(_typeset_handed, handed)] = waiting[0]
                except BrokenProcessPool:
                    break  # nothing is pending, or one of them will tell
                waiting.popleft()
                share -= 1
            if not pending:
                return
            ready, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in ready:
                place = pending.pop(future)
                try:
                    future.result()
                except BrokenProcessPool:
                    suspects.append(place)
                else:
                    yield place, pickle.loads((folder / f"{place}.job").read_bytes())
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _typeset_handed(path: Path) -> None:
    """In a worker: typeset the job that the file holds, and put the result in its place."""
    path.write_bytes(pickle.dumps(_typeset_or_tell(pickle.loads(path.read_bytes()))))


def _typeset_or_tell(job: PrintJob) -> Printed:
    try:
        return typeset(job)
    except Exception as error:  # whatever a layout engine can raise: one bad chapter must not lose the rest
        return Printed(name=job.name, pdf=b"", error=f"{type(error).__name__}: {error}")


def _prepare_worker() -> None:
    """Load the layout engine, and die quietly on Ctrl-C, which the terminal sends to every process of the group."""
    signal.signal(signal.SIGINT, _leave)
    warm_up()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    os._exit(130)
