"""A command → the seconds and megabytes it and its children took, and the pages and bytes of the PDF it made."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from check import children, resident


def run(command: list[str], environment: Mapping[str, str], log: Path) -> dict[str, float]:
    """Wall and processor seconds, the peak of the largest process, and the greatest sum of all of them, in megabytes.

    Memory is looked up in /proc every 20 ms, for the largest process as the kernel's own high-water mark; 0 where there
    is no /proc. Not from `getrusage`, which counts the process that forked too. Processor time is that of the processes
    that were waited for: Chromium's are not. Output goes to `log`. Raises `SystemExit` where the command fails.
    """
    peak = {"one": 0.0, "all": 0.0}
    start = time.perf_counter()
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=dict(environment), stdout=out, stderr=subprocess.STDOUT)
        watcher = threading.Thread(target=_watch, args=(process, peak), daemon=True)
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} exited with {process.returncode}:\n{log.read_text()[-2000:]}")
    return {
        "wall": round(wall, 3),
        "cpu": round(usage.ru_utime + usage.ru_stime, 3),
        "memory_mb": round(peak["one"], 1),
        "together_mb": round(peak["all"], 1),
    }


def _watch(process: subprocess.Popen[bytes], peak: dict[str, float]) -> None:
    while process.returncode is None:
        family = (process.pid, *children(process.pid))
        peak["one"] = max(peak["one"], *map(high_water, family))
        peak["all"] = max(peak["all"], sum(map(resident, family)))
        time.sleep(0.02)


def high_water(pid: int) -> float:
    """The most megabytes a process has had in memory so far."""
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
        return int(found[1]) * 1024 / 1e6 if found else 0.0
    except OSError:
        return 0.0


def facts_of(pdf: Path) -> dict[str, float]:
    """Pages and megabytes of a file."""
    import pikepdf

    with pikepdf.open(pdf) as file:
        return {"pages": len(file.pages), "size_mb": round(pdf.stat().st_size / 1e6, 3)}
