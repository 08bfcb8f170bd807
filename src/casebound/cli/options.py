"""The options that verbs share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from casebound.cli.speech import Say
from casebound.text.localized import LANGUAGES

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def root_option(say: Say) -> Decorator:
    """`--root`: which workspace."""
    return click.option(
        "--root",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help=say(
            "工作区（casebound.toml 所在文件夹）；默认从当前文件夹向上找",
            "The workspace; default: found from here upwards",
        ),
    )


def lang_option(say: Say, zh: str, en: str) -> Decorator:
    """`--lang`: of the messages, and of what else the verb says."""
    return click.option("--lang", type=click.Choice(LANGUAGES), help=say(zh, en))


def fresh_option(
    say: Say,
    zh: str = "不用以前排好的页面，全部重排",
    en: str = "Lay everything out again, using nothing kept",
) -> Decorator:
    """`--fresh`: do everything again."""
    return click.option("--fresh", is_flag=True, help=say(zh, en))


def print_option(say: Say, *more: str) -> Decorator:
    """`--print`: what else to make for the printer."""
    return click.option(
        "--print",
        "print_files",
        multiple=True,
        type=click.Choice(["marks", "booklet", *more]),
        help=say(
            "另做印刷文件：marks 带出血与裁切线，booklet 骑马订拼版" + ("，cover 带书脊的封面" if more else ""),
            "Print files besides: marks with bleed and crop marks, booklet imposed for saddle stitching"
            + (", cover with its spine" if more else ""),
        ),
    )


def executor_option(say: Say) -> Decorator:
    """`--executor`: where chapters are laid out."""
    return click.option(
        "--executor",
        metavar="dask://HOST:PORT",
        help=say("在 Dask 集群上排版；默认用本机", "Lay out on a Dask cluster; default: on this machine"),
    )


def output_option(say: Say) -> Decorator:
    """`--output`: where results go."""
    return click.option(
        "--output",
        type=click.Path(file_okay=False, path_type=Path),
        help=say("输出文件夹；默认为工作区的 build/", "Output folder; default: build/ in the workspace"),
    )


def by_option(say: Say) -> Decorator:
    """`--by`: who acts, for the log of a round."""
    return click.option(
        "--by",
        metavar="NAME",
        help=say(
            "经办人，记入日志；默认取 CASEBOUND_ACTOR、git 的 user.name 或登录名",
            "Who does it, for the log; default: CASEBOUND_ACTOR, git's user.name or the account",
        ),
    )
