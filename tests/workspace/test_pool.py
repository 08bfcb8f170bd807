"""Many jobs: order, failure and interruption, with real processes."""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from casebound.press.bind import bind_alone
from casebound.press.fonts import FontFace, FontSet
from casebound.press.job import Printed, PrintJob
from casebound.press.typeset import typeset
from casebound.workspace import pool
from casebound.workspace.fonts import face_data, load_fonts
from casebound.workspace.pool import run, run_jobs, typeset_bytes

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> FontSet:
    return load_fonts(tmp_path_factory.getbasetemp() / "fonts")


def make_job(name: str, fonts: FontSet, length: int = 1) -> PrintJob:
    html = f'<html lang="zh-CN"><title>{name}</title><p>{"质量改进" * length}</p></html>'
    return PrintJob(name=name, html=html, fonts=fonts, stylesheets=('body { font-family: "Casebound Song" }',))


def broken_job(name: str) -> PrintJob:
    face = FontFace(family="Casebound Song", weight=400, path=Path("/nowhere.otf"), digest="", ranges=())
    return make_job(name, FontSet(faces=(face,)))


class Bomb(dict[str, bytes]):
    """Takes down the process that unpickles it, as a crash inside Pango would."""

    def __reduce__(self) -> tuple[Callable[[int], object], tuple[int]]:
        return os._exit, (9,)


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_jobs_and_the_longest_is_first(workers: int, fonts: FontSet) -> None:
    jobs = [make_job(name, fonts, length) for name, length in (("short", 1), ("long", 3000), ("middle", 50))]
    done: list[str] = []
    results = run_jobs(jobs, workers, lambda printed: done.append(printed.name))
    assert [result.name for result in results] == ["short", "long", "middle"]
    assert all(bind_alone(result, fonts, face_data).startswith(b"%PDF") for result in results)
    assert sorted(done) == ["long", "middle", "short"]
    if workers == 1:
        assert done == ["long", "middle", "short"]


def test_processes_give_the_bytes_that_this_one_gives(fonts: FontSet) -> None:
    jobs = [make_job(name, fonts, 20) for name in "abc"]
    assert run_jobs(jobs, 2) == run_jobs(jobs, 1)


def test_a_job_is_a_function_of_bytes(fonts: FontSet) -> None:
    job = make_job("a", fonts)
    assert pickle.loads(typeset_bytes(pickle.dumps(job))) == typeset(job)
    error = "OSError: fontconfig cannot read /nowhere.otf"
    assert pickle.loads(typeset_bytes(pickle.dumps(broken_job("bad")))) == Printed(name="bad", error=error)


def test_without_an_executor_jobs_run_here(fonts: FontSet) -> None:
    jobs = [make_job(name, fonts) for name in "ab"]
    done: list[str] = []
    assert run(jobs, None, 1, lambda printed: done.append(printed.name)) == run_jobs(jobs, 1)
    assert done == ["a", "b"]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_job_that_fails_does_not_lose_the_others(workers: int, fonts: FontSet) -> None:
    good, bad = run_jobs([make_job("good", fonts), broken_job("bad")], workers)
    assert good.pieces
    assert bad == Printed(name="bad", error="OSError: fontconfig cannot read /nowhere.otf")


def test_a_job_that_kills_its_process_does_not_lose_the_others(fonts: FontSet) -> None:
    bomb = PrintJob(name="bomb", html="<p>" + "x" * 500, fonts=fonts, assets=Bomb())
    jobs = [make_job("a", fonts), bomb, *(make_job(str(number), fonts) for number in range(6))]
    results = run_jobs(jobs, 2)
    assert [result.name for result in results] == [job.name for job in jobs]
    assert results[1] == Printed(name="bomb", error="the process that typeset it was killed")
    assert all(result.pieces for result in results if result.name != "bomb")


def test_workers_are_replaced_after_their_share(fonts: FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "JOBS_PER_WORKER", 1)
    results = run_jobs([make_job(str(number), fonts) for number in range(5)], 2)
    assert [result.name for result in results] == list("01234")
    assert all(result.pieces for result in results)


def test_one_job_starts_no_process(fonts: FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "ProcessPoolExecutor", None)
    assert run_jobs([make_job("only", fonts)], 8)[0].pieces
    assert run_jobs([], 8) == []


def test_ctrl_c_ends_soon_and_leaves_no_process(fonts: FontSet, tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(
        "import signal, sys; from pathlib import Path\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's background jobs ignore it
        "from casebound.press.job import PrintJob; from casebound.workspace.fonts import load_fonts\n"
        "from casebound.workspace.pool import run_jobs\n"
        "if __name__ == '__main__':\n"
        "    fonts = load_fonts(Path(sys.argv[1]))\n"
        "    jobs = [PrintJob(name=str(n), html='<p>' + '文' * 9000, fonts=fonts) for n in range(200)]\n"
        "    try: run_jobs(jobs, 2, lambda printed: print(printed.name, flush=True))\n"
        "    except KeyboardInterrupt: sys.exit(130)\n",
        encoding="utf-8",
    )
    command = [sys.executable, str(script), str(fonts.faces[0].path.parent)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()  # one job is done, others are under way
        os.killpg(process.pid, signal.SIGINT)
        _, complaints = process.communicate(timeout=60)
    assert process.returncode == 130
    assert complaints == ""
    time.sleep(0.2)
    states = subprocess.check_output(["ps", "-e", "-o", "pgid=,stat="], text=True).splitlines()
    assert [state for state in states if state.split()[0] == str(process.pid) and "Z" not in state] == []
