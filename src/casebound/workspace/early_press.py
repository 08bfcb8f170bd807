"""A process that is started as soon as it is known that something must be laid out, while the rest is still being read.

After an edit of one case among a thousand, half of the waiting would be for the engine to load.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casebound.press.job import Printed, PrintJob
from casebound.workspace.pool import OnDone, run_jobs
from casebound.workspace.serve_press import FEW, WarmPress


class EarlyPress:
    """Lays out the few jobs of an edit; for more than a few there is a pool. `meanwhile`: done while it does."""

    def __init__(self) -> None:
        self.meanwhile: Callable[[], None] = lambda: None
        self._press: WarmPress | None = None

    def begin(self, first_job: PrintJob | None = None) -> None:
        """Start the process, once: it loads the engine, and gets ready with the first job as soon as there is one."""
        if self._press is None:
            self._press = WarmPress(workers=1)
            self._press.start()
        if first_job and self._press.first_job is None:
            self._press.warm(first_job)

    def run(self, jobs: Sequence[PrintJob], workers: int, on_done: OnDone | None = None) -> list[Printed]:
        """As `run_jobs`."""
        if self._press is None or not 0 < len(jobs) <= FEW:
            self.close()
            return run_jobs(jobs, workers, on_done)
        self._press.kept = min(workers, len(jobs))
        return self._press.run(jobs, workers, on_done, meanwhile=self.meanwhile)

    def close(self) -> None:
        """End the process."""
        if self._press is not None:
            self._press.close()
            self._press = None
