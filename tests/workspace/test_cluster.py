"""The same chapters from a Dask cluster, with a real scheduler and workers: killed, out of date, without fonts."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import pytest

from casebound.press.fonts import FontFace, FontSet
from casebound.press.job import Printed, PrintJob
from casebound.text.error import CaseboundError
from casebound.workspace import cluster as cluster_module
from casebound.workspace.cluster import run_on_cluster, scheduler_address
from casebound.workspace.cluster_worker import work
from casebound.workspace.fonts import load_fonts
from casebound.workspace.pool import run, run_jobs
from casebound.workspace.store import engines_digest

pytestmark = pytest.mark.slow

TIMEOUT_SECONDS = 30


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> FontSet:
    return load_fonts(tmp_path_factory.getbasetemp() / "fonts")


def make_job(name: str, fonts: FontSet, length: int = 50) -> PrintJob:
    html = f'<html lang="zh-CN"><title>{name}</title><h1>{name}</h1><p>{"质量改进" * length}</p></html>'
    return PrintJob(name=name, html=html, fonts=fonts, stylesheets=('body { font-family: "Casebound Song" }',))


class Bomb(dict[str, bytes]):
    """Takes down the process that unpickles it, as a crash inside Pango would."""

    def __reduce__(self) -> tuple[Callable[[int], object], tuple[int]]:
        return os._exit, (9,)


@dataclass(slots=True, kw_only=True)
class Cluster:
    """A scheduler and its workers, each a process of its own, in a folder with their logs."""

    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    """The scheduler, then the workers."""

    def start(self, workers: int, *options: str, **environment: str) -> None:
        """Start workers, and before the first the scheduler; they have joined when this returns."""
        if not self.processes:
            self._run("scheduler", environment, "--host", "127.0.0.1", "--port", "0", "--no-jupyter")
            wait_until(self._file.exists)
        for _ in range(workers):
            self._run("worker", environment, "--nthreads", "1", "--no-nanny", *options)
        if workers:
            with self.client() as client:
                client.wait_for_workers(len(self.processes) - 1, timeout=TIMEOUT_SECONDS)

    @property
    def executor(self) -> str:
        return str(json.loads(self._file.read_bytes())["address"]).replace("tcp://", "dask://")

    def client(self) -> Any:
        import distributed

        address = self.executor.replace("dask://", "tcp://")
        return distributed.Client(address, set_as_default=False)  # type: ignore[no-untyped-call]  # Dask's

    @property
    def _file(self) -> Path:
        """Written by the scheduler, in one piece, when it is up."""
        return self.folder / "scheduler.json"

    def _run(self, what: str, environment: dict[str, str], *options: str) -> None:
        shared = ["--scheduler-file", str(self._file), "--no-dashboard"]
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *shared, *options]
        with (self.folder / f"{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                command, cwd=self.folder, env=os.environ | environment, stdout=log, stderr=subprocess.STDOUT
            )
        self.processes.append(process)

    def kill(self, process: int) -> None:
        self.processes[process].send_signal(signal.SIGKILL)
        self.processes[process].wait()


@contextmanager
def ended(cluster: Cluster) -> Iterator[Cluster]:
    try:
        yield cluster
    finally:
        for process in reversed(cluster.processes):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with ended(Cluster(folder=tmp_path)) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """One worker, for tests that leave it as it is."""
    with ended(Cluster(folder=tmp_path_factory.mktemp("cluster"))) as cluster:
        cluster.start(1)
        yield cluster


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + TIMEOUT_SECONDS
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_worker_killed_half_way_loses_nothing(cluster: Cluster, fonts: FontSet) -> None:
    cluster.start(2)
    jobs = [make_job(str(number), fonts, 60 + 10 * number) for number in range(10)]
    done: list[str] = []

    def kill_at_first(printed: Printed) -> None:
        if not done:
            cluster.kill(1)
        done.append(printed.name)

    results = run(jobs, cluster.executor, 1, kill_at_first)
    assert results == run_jobs(jobs, 1)
    assert all(result.pieces for result in results)
    assert sorted(done) == sorted(job.name for job in jobs)
    assert [process.poll() for process in cluster.processes] == [None, -signal.SIGKILL, None]


def test_the_longest_is_first_and_a_job_that_fails_does_not_lose_the_others(
    steady: Cluster, fonts: FontSet, tmp_path: Path
) -> None:
    data = b"no font"
    path = tmp_path / "bad.otf"
    path.write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    bad = FontSet(faces=(FontFace(family="Casebound Song", weight=400, path=path, digest=digest, ranges=()),))
    jobs = [make_job("short", fonts, 1), make_job("long", fonts, 300), make_job("middle", fonts, 90)]
    jobs.append(make_job("bad", bad, 5))
    done: list[str] = []
    results = run_on_cluster(jobs, steady.executor, lambda printed: done.append(printed.name))
    assert [result.name for result in results] == ["short", "long", "middle", "bad"]
    assert done == ["long", "middle", "bad", "short"]
    assert results[:3] == run_jobs(jobs[:3], 1)
    assert results[3] == Printed(name="bad", error=f"OSError: fontconfig cannot read {path}")


def test_when_it_is_interrupted_nothing_is_left_to_do(steady: Cluster, fonts: FontSet) -> None:
    def interrupt(_printed: Printed) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_on_cluster([make_job(str(number), fonts) for number in range(8)], steady.executor, interrupt)
    with steady.client() as client:
        wait_until(lambda: not any(client.processing().values()))


def test_a_font_that_is_gone_here_too_is_named(steady: Cluster, fonts: FontSet) -> None:
    gone = replace(fonts.faces[0], path=Path("/nowhere.otf"), digest="0" * 64)
    with pytest.raises(CaseboundError, match=r"^读不了字体 /nowhere\.otf：.* / cannot read the font$"):
        run_on_cluster([make_job("a", FontSet(faces=(gone,)))], steady.executor)


def test_what_fails_on_a_worker_outside_the_layout_is_told(steady: Cluster, fonts: FontSet) -> None:
    with pytest.raises(CaseboundError, match=r"^集群上出错：AttributeError: .* / failed on the cluster$"):
        run_on_cluster([replace(make_job("a", fonts), assets=cast(Any, None))], steady.executor)


def test_a_job_that_kills_its_workers_does_not_lose_the_others(cluster: Cluster, fonts: FontSet) -> None:
    cluster.start(2, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    bomb = replace(make_job("bomb", fonts, 300), assets=Bomb())
    jobs = [make_job("a", fonts), bomb, *(make_job(str(number), fonts) for number in range(4))]
    results = run_on_cluster(jobs, cluster.executor)
    assert results[1] == Printed(name="bomb", error="the process that typeset it was killed")
    others = [job for job in jobs if job.name != "bomb"]
    assert [result for result in results if result.name != "bomb"] == run_jobs(others, 1)


def test_fonts_go_to_a_worker_that_does_not_have_them(
    cluster: Cluster, fonts: FontSet, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Paths are relative here, so that they lead to the fonts in this process and nowhere in the worker's."""
    monkeypatch.chdir(fonts.faces[0].path.parent)
    own = FontSet(faces=tuple(replace(face, path=Path(face.path.name)) for face in fonts.faces))
    cache = tmp_path_factory.mktemp("cache")
    cluster.start(1, XDG_CACHE_HOME=str(cache))
    impostor = cluster.folder / own.faces[0].path
    impostor.write_bytes(b"another font of that name")
    jobs = [make_job(str(number), own, 20) for number in range(4)]
    assert run_on_cluster(jobs, cluster.executor) == run_jobs(jobs, 1)
    kept = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (cache / "casebound" / "fonts").iterdir()}
    assert kept == {face.digest for face in fonts.faces if not face.rare}
    rare = make_job("㐀", own, 20)  # U+3400: in no cut
    assert run_on_cluster([rare], cluster.executor) == run_jobs([rare], 1)
    assert len(list((cache / "casebound" / "fonts").iterdir())) == len(fonts.faces)


def test_a_worker_that_cannot_keep_fonts_is_named(
    cluster: Cluster, fonts: FontSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(fonts.faces[0].path.parent)
    own = FontSet(faces=tuple(replace(face, path=Path(face.path.name)) for face in fonts.faces))
    (cluster.folder / "casebound").write_text("a file where the folder should be")
    cluster.start(1, XDG_CACHE_HOME=str(cluster.folder))
    with pytest.raises(CaseboundError, match=r"^tcp://127\.0\.0\.1:\d+: 写不了 .* / cannot write"):
        run_on_cluster([make_job("a", own)], cluster.executor)


def test_a_worker_with_other_engines_is_named(cluster: Cluster, fonts: FontSet) -> None:
    other = cluster.folder / "other_engines.py"
    other.write_text("from casebound.workspace import store\nstore.engines_digest = lambda: 'other'\n")
    cluster.start(1, "--preload", str(other))
    with cluster.client() as client:
        (address,) = client.nthreads()
    with pytest.raises(CaseboundError) as caught:
        run_on_cluster([make_job("a", fonts)], cluster.executor)
    assert str(caught.value) == (
        f"{address} 的 casebound 或排版引擎版本与这里的不同，排出的页面会不一样 / "
        "has another version of casebound or of the layout engine: its pages would differ"
    )
    with cluster.client() as client, pytest.raises(CaseboundError, match=address):  # it joined after the comparison
        client.submit(work, b"", engines_digest()).result()


def test_a_worker_without_casebound_is_named(cluster: Cluster, fonts: FontSet) -> None:
    without = cluster.folder / "without.py"
    without.write_text("import sys\nsys.modules['casebound'] = None\n")
    cluster.start(1, "--preload", str(without))
    message = r"^tcp://127\.0\.0\.1:\d+ 用不了 casebound：.*No module named .* / cannot run casebound$"
    with pytest.raises(CaseboundError, match=message):
        run_on_cluster([make_job("a", fonts)], cluster.executor)


def test_a_scheduler_without_workers_is_told_of(
    cluster: Cluster, fonts: FontSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_module, "REACH_SECONDS", 0.5)
    cluster.start(0)
    with pytest.raises(CaseboundError, match="没有工作进程 / has no workers"):
        run_on_cluster([make_job("a", fonts)], cluster.executor)


@pytest.mark.parametrize(
    ("process", "message"), [(0, "the connection to the cluster is lost"), (1, "no worker is left in the cluster")]
)
def test_a_cluster_that_ends_half_way_is_told_of(
    process: int, message: str, cluster: Cluster, fonts: FontSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_module, "PATIENCE_SECONDS", 1)
    monkeypatch.setattr(cluster_module, "REACH_SECONDS", 2)
    cluster.start(1)
    jobs = [make_job(str(number), fonts) for number in range(4)]
    with pytest.raises(CaseboundError, match=message):
        run_on_cluster(jobs, cluster.executor, lambda _printed: cluster.kill(process))


def test_where_nobody_answers_is_told_of(fonts: FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "REACH_SECONDS", 0.5)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # but does not listen
        port = taken.getsockname()[1]
        with pytest.raises(CaseboundError, match=f"^连不上 tcp://127.0.0.1:{port}：.* / cannot be reached$"):
            run_on_cluster([make_job("a", fonts)], f"dask://127.0.0.1:{port}")


def test_without_dask_the_remedy_is_told(fonts: FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CaseboundError) as caught:
        run_on_cluster([make_job("a", fonts)], "dask://127.0.0.1:1")
    assert str(caught.value) == (
        '没有安装 Dask：pip install "casebound[dask]" / Dask is not installed: pip install "casebound[dask]"'
    )


def test_no_jobs_need_no_cluster() -> None:
    assert run([], "dask://127.0.0.1:1", 1) == []


@pytest.mark.parametrize(
    ("executor", "address"),
    [
        ("dask://127.0.0.1:8786", "tcp://127.0.0.1:8786"),
        ("dask://press.example.org:8786/", "tcp://press.example.org:8786"),
        ("dask://[::1]:8786", "tcp://[::1]:8786"),
    ],
)
def test_an_address_is_that_of_the_scheduler(executor: str, address: str) -> None:
    assert scheduler_address(executor) == address


@pytest.mark.parametrize(
    "executor",
    [
        "",
        "dask",
        "dask://",
        "dask://host",
        "dask://:8786",
        "dask://host:port",
        "tcp://host:8786",
        "dask://a:1/b",
        "dask://user@host:1",
        "ray://host:8786",
        " dask://host:8786",
        "dask://ho st:8786",
    ],
)
def test_another_form_of_address_is_refused(executor: str) -> None:
    with pytest.raises(CaseboundError) as caught:
        run([], executor, 1)
    assert str(caught.value) == f"“{executor}”应写成 dask://主机:端口 / is not of the form dask://HOST:PORT"
