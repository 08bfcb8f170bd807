"""PrintJobs flow in, Printed chapters flow out, from processes that stay between runs: engine, fonts and styles loaded.

A worker is a process of its own with a pipe of its own. Its end closes when either side dies, so that a job that kills
its process is known at once, and a worker whose parent was killed ends by itself.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue

from casebound.press.job import Printed, PrintJob
from casebound.press.typeset import warm_up
from casebound.text.error import CaseboundError
from casebound.workspace.pool import JOBS_PER_WORKER, KILLED, Finished, OnDone, in_order, longest_first, typeset_bytes

FEW = 8
"""Jobs up to which the processes that stay do all; for more, others are started beside them for the time of the run."""

ENDED = "已停止 / stopped"


class WarmPress:
    """One or two processes that lay out pages whenever there are any. One thread at a time may `run`."""

    def __init__(self, workers: int = 2, jobs_per_worker: int = JOBS_PER_WORKER) -> None:
        self.kept = workers
        self.jobs_per_worker = jobs_per_worker
        self.lock = threading.Lock()
        self.workers: list[_Worker] = []
        self.is_closed = False
        self.first_job: PrintJob | None = None

    def start(self) -> None:
        """Start the processes: they load the engine."""
        self._staff(self.kept)

    def warm(self, job: PrintJob) -> None:
        """Start the processes, and let each lay out this job before any other: its fonts and style sheets stay read."""
        self.first_job = job
        for worker in self.workers:
            worker.begin(None, job)
        self._staff(self.kept)

    def run(
        self,
        jobs: Sequence[PrintJob],
        workers: int,
        on_done: OnDone | None = None,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> list[Printed]:
        """As `run_jobs`; `meanwhile` is done once the first jobs are handed over.

        Raises `CaseboundError` once the press is closed.
        """
        self._staff(self.kept if len(jobs) <= FEW else max(workers, self.kept))
        try:
            return in_order(jobs, self._results(jobs, meanwhile), on_done)
        finally:
            self._dismiss(self.workers[self.kept :])

    def close(self) -> None:
        """End all processes, whatever they are doing; a `run` under way in another thread raises."""
        with self.lock:
            self.is_closed = True
        for worker in self.workers:
            worker.process.kill()
        for worker in self.workers:
            worker.process.join()

    def _results(self, jobs: Sequence[PrintJob], meanwhile: Callable[[], None]) -> Finished:
        order = deque(longest_first(jobs))
        left = len(order)
        for worker in self.workers:
            worker.place = None  # what a run that was broken off left under way is nobody's any more
        while left:
            for worker in self.workers:
                if order and not worker.is_busy and worker.begin(order[0], jobs[order[0]]):
                    order.popleft()
            meanwhile()
            meanwhile = _nothing
            ready = wait([worker.pipe for worker in self.workers])
            for worker in [worker for worker in self.workers if worker.pipe in ready]:
                place, printed = worker.place, worker.finish()
                if place is not None:
                    left -= 1
                    yield place, printed or Printed(name=jobs[place].name, error=KILLED)
                if printed is None and place is None:
                    self.first_job = None  # else the next worker would die of it too, and so on for ever
                if printed is None or worker.jobs >= self.jobs_per_worker:
                    self._replace(worker)

    def _staff(self, count: int) -> None:
        """Start processes until there are so many."""
        while len(self.workers) < count:
            self.workers.append(self._started())

    def _replace(self, worker: _Worker) -> None:
        self.workers[self.workers.index(worker)] = self._started()
        worker.end_now()

    def _dismiss(self, workers: Sequence[_Worker]) -> None:
        for worker in workers:
            self.workers.remove(worker)
            worker.end_now()

    def _started(self) -> _Worker:
        with self.lock:
            if self.is_closed:
                raise CaseboundError(ENDED)
            worker = _Worker()
        if self.first_job is not None:
            worker.begin(None, self.first_job)
        return worker


class _Worker:
    """A process and our end of its pipe."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")  # a forked Pango crashes on macOS (WeasyPrint #167, #684)
        self.pipe, far = context.Pipe()
        self.process = context.Process(target=_work, args=(far,), daemon=True, name="casebound press")
        self.process.start()
        far.close()
        self.is_busy = False
        self.place: int | None = None
        """Of the job under way, among those of the run; None: its result is not wanted."""
        self.jobs = 0

    def begin(self, place: int | None, job: PrintJob) -> bool:
        """Hand over a job; whether the process took it."""
        try:
            self.pipe.send_bytes(pickle.dumps(job))
        except OSError:  # it is dead, and `finish` will say so
            return False
        self.is_busy, self.place = True, place
        self.jobs += 1
        return True

    def finish(self) -> Printed | None:
        """The result that lies ready; None when the process died instead."""
        self.is_busy, self.place = False, None
        try:
            printed: Printed = pickle.loads(self.pipe.recv_bytes())
        except (EOFError, OSError):
            return None
        return printed

    def end_now(self) -> None:
        """Nothing is lost with it."""
        self.process.kill()
        self.process.join()
        with contextlib.suppress(OSError):
            self.pipe.close()


def _nothing() -> None:
    """There is nothing else to do."""


def _work(pipe: Connection) -> None:
    """In the process: lay out what comes until nobody is there any more. Ctrl-C is for the parent to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    jobs: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_receive, args=(pipe, jobs), daemon=True).start()
    warm_up()
    with contextlib.suppress(EOFError, OSError):
        while job := jobs.get():
            pipe.send_bytes(typeset_bytes(job))


def _receive(pipe: Connection, jobs: SimpleQueue[bytes]) -> None:
    """Take jobs from the parent, which would otherwise wait until the engine is loaded; at its end, none."""
    with contextlib.suppress(EOFError, OSError):
        while True:
            jobs.put(pipe.recv_bytes())
    jobs.put(b"")
