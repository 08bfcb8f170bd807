"""PrintJobs flow in, Printed chapters flow out in the same order, from the workers of a Dask cluster.

Workers need Casebound and the engines in the same versions as here, and nothing else: fonts are sent to machines that
do not have them. Jobs and results are pickled, as all that Dask sends: only a cluster that one trusts should be used.
"""

from __future__ import annotations

import logging
import pickle
import re
import warnings
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from casebound.press.fonts import FontSet
from casebound.press.job import Printed, PrintJob
from casebound.text.error import CaseboundError
from casebound.workspace.cluster_worker import OTHER_ENGINES, Lacking, keep_fonts, work
from casebound.workspace.fonts import face_data
from casebound.workspace.pool import Finished, OnDone, in_order, longest_first, run_alone
from casebound.workspace.store import engines_digest

Client = Any
"""`distributed.Client`, most of which has no types."""

REACH_SECONDS = 5
"""How long to try to reach the scheduler, and then to wait for its first worker."""
PATIENCE_SECONDS = 60
"""How long to wait for workers after the last has gone: others may be started in its place."""
AHEAD = 2
"""Jobs handed over for each thread of the cluster: one under way, one waiting."""

_ADDRESS = re.compile(r"dask://((?:[^\s/:@\[\]]+|\[[0-9a-fA-F:.]+\]):[0-9]{1,5})/?")


def run_on_cluster(jobs: Sequence[PrintJob], executor: str, on_done: OnDone | None = None) -> list[Printed]:
    """Typeset all jobs, the longest HTML first; results come in the order of `jobs`.

    What was under way on a worker that is killed is run again on another. A job that fails gives a `Printed` with an
    `error`. Raises `CaseboundError` when the cluster cannot be reached, has no workers, or one with other engines.
    """
    scheduler = scheduler_address(executor)
    if not jobs:
        return []
    with _connected(scheduler) as client:
        return in_order(jobs, _finished(jobs, client), on_done)


def scheduler_address(executor: str) -> str:
    """`dask://HOST:PORT` → the address as Dask writes it. Raises `CaseboundError` for any other form."""
    if found := _ADDRESS.fullmatch(executor):
        return f"tcp://{found[1]}"
    raise CaseboundError(f"“{executor}”应写成 dask://主机:端口 / is not of the form dask://HOST:PORT")


@contextmanager
def _connected(scheduler: str) -> Iterator[Client]:
    """A client of that scheduler, which has a worker at least, all with our engines."""
    try:
        import dask
        import distributed
    except ImportError as failure:
        raise CaseboundError(
            '没有安装 Dask：pip install "casebound[dask]" / Dask is not installed: pip install "casebound[dask]"'
        ) from failure
    for name in ("distributed.client", "tornado.application"):  # what they say of lost connections, we say
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TiB"}), warnings.catch_warnings():
        # Versions that matter are those of our engines, which are compared below.
        warnings.simplefilter("ignore", distributed.versions.VersionMismatchWarning)
        try:
            client: Client = distributed.Client(  # type: ignore[no-untyped-call]  # Dask's
                scheduler, timeout=REACH_SECONDS, set_as_default=False
            )
        except Exception as failure:  # whatever may answer at a port that is no scheduler's
            raise CaseboundError(f"连不上 {scheduler}：{failure} / cannot be reached") from failure
        with client:
            try:
                client.wait_for_workers(1, timeout=REACH_SECONDS)
            except TimeoutError as failure:
                raise CaseboundError(f"{scheduler} 没有工作进程 / has no workers") from failure
            _compare_engines(client)
            yield client


def _compare_engines(client: Client) -> None:
    for worker, found in sorted(client.run(engines_digest, on_error="return").items()):
        if isinstance(found, Exception) and not isinstance(found, OSError):  # OSError: it has just gone
            raise CaseboundError(f"{worker} 用不了 casebound：{found} / cannot run casebound")
        if isinstance(found, str) and found != engines_digest():
            raise CaseboundError(OTHER_ENGINES.format(worker=worker))


def _finished(jobs: Sequence[PrintJob], client: Client) -> Finished:
    suspects: list[int] = []
    try:
        yield from _from_workers(jobs, client, suspects)
    except (OSError, CancelledError) as failure:
        raise CaseboundError(f"与集群的连接断了（{failure}）/ the connection to the cluster is lost") from failure
    # Dask gives up on what was under way on several workers that died. Here it can kill nothing else.
    with TemporaryDirectory(prefix="casebound-") as folder:
        yield from run_alone(jobs, sorted(suspects), Path(folder))


def _from_workers(jobs: Sequence[PrintJob], client: Client, suspects: list[int]) -> Finished:
    from distributed.scheduler import KilledWorker

    waiting = deque(longest_first(jobs))
    pending: dict[Future[bytes | Lacking], int] = {}
    asked: set[tuple[int, str]] = set()
    sent: set[tuple[str, str]] = set()
    executor = client.get_executor(pure=False)
    try:
        while waiting or pending:
            most = max(AHEAD, AHEAD * sum(client.nthreads().values()))
            while waiting and len(pending) < most:
                job = pickle.dumps(jobs[waiting[0]])
                pending[executor.submit(work, job, engines_digest())] = waiting.popleft()
            ready, _ = wait(pending, timeout=PATIENCE_SECONDS, return_when=FIRST_COMPLETED)
            if not ready and not client.nthreads():
                raise CaseboundError("集群里已经没有工作进程 / no worker is left in the cluster")
            for future in ready:
                place = pending.pop(future)
                try:
                    answer = future.result()
                except KilledWorker:
                    suspects.append(place)
                    continue
                except (CaseboundError, CancelledError):
                    raise
                except Exception as failure:  # whatever a worker can lack: a chapter that fails is an answer
                    said = f"{type(failure).__name__}: {failure}"
                    raise CaseboundError(f"集群上出错：{said} / failed on the cluster") from failure
                if isinstance(answer, bytes):
                    yield place, pickle.loads(answer)
                    continue
                if (place, answer.worker) in asked:
                    raise CaseboundError(f"{answer.worker} 留不住字体 / does not keep the fonts that it is sent")
                asked.add((place, answer.worker))
                _send_fonts(client, answer, jobs[place].fonts, sent)
                waiting.appendleft(place)
    finally:
        executor.shutdown(wait=False)


def _send_fonts(client: Client, answer: Lacking, fonts: FontSet, sent: set[tuple[str, str]]) -> None:
    """Give a worker the font files that it lacks, each once; should it have died meanwhile, the job finds another.

    `sent`: worker and digest of what went there before, to which this adds.
    """
    data = {}
    for face in fonts.faces:
        if face.digest in answer.digests and (answer.worker, face.digest) not in sent:
            try:
                data[face.digest] = face_data(face)
            except OSError as failure:
                raise CaseboundError(f"读不了字体 {face.path}：{failure.strerror} / cannot read the font") from failure
            sent.add((answer.worker, face.digest))
    if data:
        for worker, said in client.run(keep_fonts, data, workers=[answer.worker], on_error="return").items():
            if isinstance(said, CaseboundError):
                raise CaseboundError(f"{worker}: {said}")
