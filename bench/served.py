"""How long `casebound serve` takes from a saved edit to the new bytes of a book, or of the site."""

from __future__ import annotations

import http.client
import json
import os
import signal
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from check import children
from measured import high_water


def measure_serving(
    command: str, root: Path, shown: str, edits: list[Callable[[], None]], environment: Mapping[str, str]
) -> dict[str, Any]:
    """Seconds for each edit while `book/<id>` or `site` is looked at, and the most megabytes of any process.

    The first edit is not counted: after it the server has in memory what the others need.
    """
    process = subprocess.Popen(
        [command, "serve", "--port", "0", "--only", shown.replace("/", ":"), "--root", str(root)],
        env=dict(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        assert process.stdout
        port = urlsplit(process.stdout.readline().split()[0]).port
        seconds = []
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=600)) as connection:
            connection.request("GET", f"/_casebound/events?look={shown}")
            response = connection.getresponse()
            version = _version_after(response, "")
            for edit in edits:
                time.sleep(3)  # as long as somebody thinks
                edit()
                start = time.perf_counter()
                version = _version_after(response, version)
                seconds.append(round(time.perf_counter() - start, 3))
        memory = max(map(high_water, (process.pid, *children(process.pid))))
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait()
    return {"seconds": seconds, "median": statistics.median(seconds[1:] or seconds), "memory_mb": round(memory, 1)}


def _version_after(response: http.client.HTTPResponse, version: str) -> str:
    """The version that is ready next."""
    while line := response.readline():
        if line.startswith(b"data: "):
            state = json.loads(line.removeprefix(b"data: "))
            if state["fresh"] and state["version"] not in ("", version):
                return str(state["version"])
    raise SystemExit("casebound serve ended the stream")
