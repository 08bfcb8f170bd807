"""PrintJobs flow in, Printed chapters flow out in the same order, from as many processes as are given.

Jobs and results travel in files of a temporary folder, only their names in the executor's pipes. A pipe holds 64 kB: a
worker that dies while more than that is being handed over leaves the executor waiting for ever (CPython gh-94777, in
Debian 12's Python 3.11.2), and so would one that dies half-way through handing back a chapter.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

from casebound.press.job import Printed, PrintJob
from casebound.press.typeset import typeset, warm_up
from casebound.text.error import CaseboundError

OnDone = Callable[[Printed], None]
"""Called in this process with each result, in the order of finishing."""

Finished = Generator[tuple[int, Printed], None, None]
"""Results in the order of finishing, each with the place of its job."""

KILLED = "the process that typeset it was killed"

JOBS_PER_WORKER = 100
"""After so many jobs all workers are replaced: WeasyPrint and Pango keep memory (WeasyPrint #1950).
Not by `max_tasks_per_child`, which can hang (CPython gh-115634); and the import costs a new worker only 0.5 s.
"""


def run(jobs: Sequence[PrintJob], executor: str | None, workers: int, on_done: OnDone | None = None) -> list[Printed]:
    """Typeset all jobs on the cluster that `executor` names, `dask://HOST:PORT`, else in `workers` processes here.

    Raises `CaseboundError` when the cluster cannot be used.
    """
    if executor is None:
        return run_jobs(jobs, workers, on_done)
    from casebound.workspace.cluster import run_on_cluster

    return run_on_cluster(jobs, executor, on_done)


def run_jobs(jobs: Sequence[PrintJob], workers: int, on_done: OnDone | None = None) -> list[Printed]:
    """Typeset all jobs, the longest HTML first; results come in the order of `jobs`.

    A job that fails, or takes its process down, gives a `Printed` with an `error` and no pieces; the others are not
    touched. With one job or one worker no process is started. Ctrl-C cancels what has not begun and is passed on.
    """
    finished = _in_pool if workers > 1 and len(jobs) > 1 else _in_process
    return in_order(jobs, finished(jobs, longest_first(jobs), workers), on_done)


def run_alone(jobs: Sequence[PrintJob], places: Iterable[int], folder: Path) -> Finished:
    """Typeset those of the jobs that are suspected of killing their process: each in one of its own."""
    for place in places:
        guilty: list[int] = []
        yield from _generation(jobs, deque([place]), 1, guilty, folder)
        if guilty:
            yield place, Printed(name=jobs[place].name, error=KILLED)


def typeset_bytes(job: bytes) -> bytes:
    """A pickled `PrintJob` → a pickled `Printed`, with an `error` if it failed: what workers do, here and elsewhere."""
    return pickle.dumps(_typeset_or_tell(pickle.loads(job)))


def longest_first(jobs: Sequence[PrintJob]) -> list[int]:
    """Places of the jobs in the order to begin them, so that no long one is left for the end."""
    return sorted(range(len(jobs)), key=lambda place: -len(jobs[place].html))  # stable: equal lengths stay in order


def in_order(jobs: Sequence[PrintJob], finished: Finished, on_done: OnDone | None) -> list[Printed]:
    """Results in the order of the jobs. Whatever is raised meanwhile, `finished` is closed and may clear up."""
    done: dict[int, Printed] = {}
    with closing(finished):
        for place, printed in finished:
            done[place] = printed
            if on_done is not None:
                on_done(printed)
    return [done[place] for place in range(len(jobs))]


def _in_process(jobs: Sequence[PrintJob], order: Iterable[int], _workers: int) -> Finished:
    for place in order:
        yield place, _typeset_or_tell(jobs[place])


def _in_pool(jobs: Sequence[PrintJob], order: Iterable[int], workers: int) -> Finished:
    waiting = deque(order)
    with TemporaryDirectory(prefix="casebound-") as name:
        folder = Path(name)
        try:
            while waiting:
                suspects: list[int] = []
                yield from _generation(jobs, waiting, min(workers, len(waiting)), suspects, folder)
                # A worker died and took its pool along; which job did it is not known. Each gets a process of its own.
                yield from run_alone(jobs, sorted(suspects), folder)
        except OSError as failure:
            raise CaseboundError(f"写不了 {folder}：{failure.strerror} / cannot write the temporary files") from failure


def _generation(
    jobs: Sequence[PrintJob], waiting: deque[int], workers: int, suspects: list[int], folder: Path
) -> Finished:
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
    path.write_bytes(typeset_bytes(path.read_bytes()))


def _typeset_or_tell(job: PrintJob) -> Printed:
    try:
        return typeset(job)
    except Exception as error:  # whatever a layout engine can raise: one bad chapter must not lose the rest
        return Printed(name=job.name, error=f"{type(error).__name__}: {error}")


def _prepare_worker() -> None:
    """Load the layout engine, and die quietly on Ctrl-C, which the terminal sends to every process of the group."""
    signal.signal(signal.SIGINT, _leave)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    warm_up()


def _leave_with_parent() -> None:
    """A parent that is killed cannot tell its workers to go."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    os._exit(130)
