"""Work in a process of its own: its result, or that of the work done here, whatever happens to the process.

Each test is a program of its own: where others have left threads behind, nothing is forked.
"""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

HEAD = """
import os, signal, threading, time
from casebound.workspace.beside import Beside
own = os.getpid()
"""


def run(program: str) -> str:
    """What a program prints that ends well and says nothing else."""
    code = HEAD + textwrap.dedent(program)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


def test_the_work_is_done_elsewhere_where_it_is_worthwhile() -> None:
    said = run("""
        look = Beside(lambda: {"a": [os.getpid(), "case"]})
        number, word = look.result()["a"]
        look.close()
        print(number != own, word, Beside(os.getpid, is_worthwhile=False).result() == own)
    """)
    assert said == "True case True"


def test_more_than_a_pipe_holds_comes_whole() -> None:
    assert run('print(Beside(lambda: ["x" * 100] * 100_000).result() == ["x" * 100] * 100_000)') == "True"


@pytest.mark.parametrize("fault", ["1 / 0", "os.kill(os.getpid(), signal.SIGKILL)"])
def test_where_the_other_process_fails_the_work_is_done_here(fault: str) -> None:
    said = run(f"""
        def work():
            if os.getpid() != own:
                {fault}
            return os.getpid()
        look = Beside(work)
        print(look.is_at_work, look.result() == own)
    """)
    assert said == "True True"


def test_what_nobody_waits_for_is_ended() -> None:
    said = run("""
        look = Beside(lambda: time.sleep(600))
        number = look._number
        look.close()
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            print("ended", look.is_at_work)
    """)
    assert said == "ended False"


def test_beside_threads_nothing_is_forked() -> None:
    said = run("""
        stop = threading.Event()
        threading.Thread(target=stop.wait).start()
        print(Beside(os.getpid).result() == own)
        stop.set()
    """)
    assert said == "True"
