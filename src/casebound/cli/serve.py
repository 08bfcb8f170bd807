"""`casebound serve`: a live preview in the browser, made again as the files are saved."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from casebound.cli.documents import make_documents
from casebound.cli.options import CONTEXT, lang_option, root_option
from casebound.cli.speech import Say
from casebound.cli.terminal import named, open_workspace
from casebound.text.error import CaseboundError
from casebound.workspace.places import find_root
from casebound.workspace.serve_watch import watch

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from casebound.workspace.serve_show import Show

NEEDED = ("watchfiles", "starlette", "uvicorn", "anyio", "h11")

PORT = 8020


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "serve",
        context_settings=CONTEXT,
        short_help=say("边写边看：浏览器里的预览", "Live preview in the browser"),
        help=say(
            "在浏览器里看站点、书与报告；存盘以后，正在看的自己更新。只有这台电脑能看，报告里不公开的内容也在其中；"
            "评价资料册不显示。不动 build/。按 Ctrl-C 结束。\n\n例：casebound serve --only book:casebook-2026",
            "Look at the site, the books and the reports in the browser; what you look at follows each time you save. "
            "Only this machine can see it, and reports show what is private; packets are not shown. build/ is left "
            "alone. Ctrl-C ends it.\n\nExample: casebound serve --only book:casebook-2026",
        ),
    )
    @click.option(
        "--port",
        type=click.IntRange(0, 65535),
        default=PORT,
        show_default=True,
        help=say("端口；已被占用或为 0 时另选一个", "Port; when it is taken, or 0, another is chosen"),
    )
    @click.option(
        "--host",
        default="127.0.0.1",
        show_default=True,
        help=say(
            "监听的地址；别的地址会让网络上的人看到不公开的内容",
            "Address to listen at; any other lets people on the network see what is private",
        ),
    )
    @click.option(
        "--only",
        multiple=True,
        metavar="book:ID|report:ID|site",
        help=say("只看这些；可以写几次", "Only these; may be given several times"),
    )
    @lang_option(say, "预览页面与提示的语言；默认为工作区的", "Language of the preview; default: the workspace's")
    @root_option(say)
    def serve(port: int, host: str, only: tuple[str, ...], lang: str | None, root: Path | None) -> int:
        try:
            import uvicorn  # noqa: F401  # asked for now, so that one that is missing is named and not stumbled over
            import watchfiles  # noqa: F401  # likewise

            from casebound.workspace.serve_app import is_loopback, make_app
            from casebound.workspace.serve_desk import Desk
            from casebound.workspace.serve_press import WarmPress
            from casebound.workspace.serve_show import Show
        except ModuleNotFoundError as missing:
            if (missing.name or "").partition(".")[0] not in NEEDED:
                raise
            raise CaseboundError(
                say(
                    "预览还没有安装：pip install 'casebound[serve]'",
                    "The preview is not installed: pip install 'casebound[serve]'",
                )
            ) from missing
        folder = find_root(root or Path.cwd())
        wanted = _wanted(only, folder)
        with _listening(host, port) as listener, TemporaryDirectory(prefix="casebound-serve-") as place:
            address = _address(host, listener)
            if port not in (0, listener.getsockname()[1]):
                click.echo(say(f"端口 {port} 已被占用，另选一个", f"Port {port} is taken: using another"), err=True)
            if not is_loopback(host):
                click.echo(say("注意：网络上的人能看到不公开的内容", "People on the network can see it all"), err=True)
            press = WarmPress(min(2, os.cpu_count() or 1))
            desk = Desk(root=folder, make_documents=partial(make_documents, has_press=False), press=press, only=wanted)
            show = Show(desk, Path(place))

            def app() -> ASGIApp:
                return make_app(show, lang or desk.workspace.language, host)

            def announce() -> None:
                click.echo(say(f"{address}（按 Ctrl-C 结束）", f"{address} (Ctrl-C ends it)"))

            try:
                asyncio.run(_run(show, app, listener, announce))
            except ExceptionGroup as several:
                raise several.exceptions[0] from None
            finally:
                press.close()
        click.echo(say("已停止。", "Stopped."), err=True)
        return 0

    return serve


async def _run(show: Show, app: Callable[[], ASGIApp], listener: socket.socket, announce: Callable[[], None]) -> None:
    """Watch, make and serve, until somebody ends it. `app` is called once the workspace has been read."""
    import uvicorn

    class Server(uvicorn.Server):
        """Leaves signals to us: its own way of ending passes them on, as if we had been interrupted."""

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

    async def follow() -> None:
        try:
            await watch(show.desk.root, show.note_changes)
        except OSError as failure:
            why = failure.strerror or str(failure)
            raise CaseboundError(f"看不住文件的改动：{why} / cannot watch the files") from failure

    sys.setswitchinterval(0.001)  # answers must not wait for the thread that makes documents
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(follow())]
        await show.open()
        config = uvicorn.Config(
            app(),
            http="h11",
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_level="critical",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=2,
        )
        server = Server(config)

        def end() -> None:
            server.force_exit, server.should_exit = server.should_exit, True
            show.close()

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, end)
        announce()
        tasks.append(group.create_task(show.work()))
        await server.serve(sockets=[listener])
        for task in tasks:
            task.cancel()


def _wanted(only: Sequence[str], root: Path) -> set[str]:
    """The names of what is asked for. Raises `CaseboundError` for what is not there."""
    if not only:
        return set()
    workspace = open_workspace(root)
    known = {"report": {ref.id for ref in workspace.refs}, "book": {book.id for book in workspace.config.books}}
    for item in only:
        kind, _, id = item.partition(":")
        if item != "site" and kind not in known:
            raise CaseboundError(f"--only {item}：应为 book:编号、report:编号或 site / is book:ID, report:ID or site")
        if item != "site" and id not in known[kind]:
            raise named({"book": "书", "report": "案例"}[kind], id, known[kind])
    return {item.replace(":", "/", 1) for item in only}


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket bound to the port, or to a free one where it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            try:
                listener.bind((host, port))
            except OSError as failure:
                if failure.errno != errno.EADDRINUSE:
                    raise
                listener.bind((host, 0))
        except OSError as failure:
            raise CaseboundError(f"不能在 {host}:{port} 监听：{failure.strerror} / cannot listen there") from failure
        listener.listen()
        yield listener


def _address(host: str, listener: socket.socket) -> str:
    """Where a browser finds it."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{listener.getsockname()[1]}/"
