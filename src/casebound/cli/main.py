"""The command `casebound`: the list of verbs, and the only place where an exception becomes an exit code."""

from __future__ import annotations

import atexit
import contextlib
import io
import os
import sys
import threading
from typing import NoReturn

import click

from casebound import __version__
from casebound.cli.options import CONTEXT
from casebound.cli.speech import Say, speaker, spoken_language
from casebound.cli.verbs import Verbs
from casebound.text.error import CaseboundError

COULD_NOT_RUN = 2
INTERRUPTED = 130

VERBS = (
    "check",
    "explain",
    "figure",
    "round",
    "verify",
    "report",
    "book",
    "packet",
    "results",
    "certificate",
    "letter",
    "release",
    "site",
    "build",
    "serve",
    "store",
    "lsp",
)
"""Each a module of this room with a function `command`."""


def make_group(say: Say) -> click.Group:
    """All verbs, their help in one language."""
    group = Verbs(
        "casebound",
        context_settings=CONTEXT,
        help=say(
            "把结构化的成果材料检查、评价、排成报告和评价资料册，并发布为案例站点。",
            "Check structured achievement write-ups, score them, and publish them as reports, packets and a case site.",
        ),
        epilog=say("从这里开始：casebound check", "Start here: casebound check"),
    )
    group.say, group.verbs = say, VERBS
    return click.version_option(__version__, prog_name="casebound")(group)


def main() -> None:
    """Run and exit: 0 done, 1 findings, 2 could not run."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal of another encoding still gets an answer
    _leave(run(sys.argv[1:]))


def _leave(code: int) -> NoReturn:
    """Exit; where nothing is under way any more, without freeing what a large workspace has left in memory, which takes
    half a second of five (mypy does likewise).
    """
    processes = sys.modules.get("multiprocessing")  # which takes a while to import
    if threading.active_count() == 1 and not (processes and processes.active_children()):
        with contextlib.suppress(OSError, ValueError):  # else Python's own exit says so
            sys.stdout.flush()
            sys.stderr.flush()
            atexit._run_exitfuncs()
            os._exit(code)
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command line; the exit code."""
    say = speaker(spoken_language(arguments))
    try:
        code = make_group(say).main(arguments, prog_name="casebound", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.ClickException as usage:
        usage.show()
        return COULD_NOT_RUN
    except CaseboundError as failure:
        click.echo(f"casebound: {failure}", err=True)
        return COULD_NOT_RUN
    except (click.Abort, KeyboardInterrupt):
        click.echo(say("已中断。", "Interrupted."), err=True)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return COULD_NOT_RUN
    except Exception as failure:  # our own mistake: said plainly, without a traceback; CASEBOUND_DEBUG=1 shows it
        if os.environ.get("CASEBOUND_DEBUG"):
            raise
        told = say(
            "内部错误（{what}）。请带上命令与环境变量 CASEBOUND_DEBUG=1 时的输出报告给我们。",
            "Internal error ({what}). Please report it with the output of the same command under CASEBOUND_DEBUG=1.",
        )
        click.echo(f"casebound: {told.format(what=f'{type(failure).__name__}: {failure}')}", err=True)
        return COULD_NOT_RUN
