"""How long `casebound check` takes on generated cases: cold, warm after one edit, and one file; with what memory.

    script/bench check [--cases 10000] [--seed 1] [--runs 3] [--mistakes 0.02] [--keep FOLDER]

Prints medians with their ratio to the target and to the floor, and writes build/bench/check.json. The floor, measured
in the same run: reading the same files and parsing them with `yaml.compose` (libyaml) and markdown-it, no rules at all,
in as many processes.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from generate import generate
from sitting import environment_in, keep_result

COMMAND = [str(Path(sys.executable).parent / "casebound"), "check", "--format", "concise"]
TARGETS = {"cold": 20.0, "warm": 1.5, "one": 0.30, "memory": 1000.0}
"""Seconds and megabytes, for 10,000 cases on two cores."""
FLOOR = """
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
import yaml
from casebound.read.markdown import make_parser

def parse(folder):
    parser = make_parser()
    for path in folder:
        text = path.read_text(encoding="utf-8")
        front, _, body = text[4:].partition("\\n---\\n")
        try:
            yaml.compose(front, Loader=yaml.CSafeLoader)
        except yaml.YAMLError:
            pass
        parser.parse(body)

if __name__ == "__main__":
    files = sorted(Path(sys.argv[1]).glob("content/cases/*/case.md"))
    shares = [files[number::2] for number in range(2)]
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(parse, shares))
"""


def main() -> None:
    """Generate, measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mistakes", type=float, default=0.02)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="use this folder, and keep it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="casebound-bench-") as place:
        root = options.keep or Path(place) / "workspace"
        if not (root / "casebound.toml").is_file():
            generate(root, cases=options.cases, seed=options.seed, mistakes=options.mistakes)
            time.sleep(2.5)  # files this young would not be trusted to be unchanged
        result = measure(root, Path(place), options.runs)
    result |= {"cases": options.cases, "seed": options.seed, "mistakes": options.mistakes, "machine": machine()}
    kept = keep_result("check", result)
    show(result)
    print(f"\n{kept}")


def measure(root: Path, place: Path, runs: int) -> dict[str, Any]:
    """Every figure, each run in a process of its own; the runs are taken in turns."""
    texts = sorted(root.glob("content/cases/*/case.md"))
    floor = place / "floor.py"
    floor.write_text(FLOOR, encoding="utf-8")
    cache = place / "cache"
    environment = environment_in(place, XDG_CACHE_HOME=str(cache))
    one = [*COMMAND, "--root", str(root), str(texts[len(texts) // 2])]
    every = [*COMMAND, "--root", str(root)]
    run(one, environment)  # compiles
    found: dict[str, list[dict[str, float]]] = {name: [] for name in ("floor", "cold", "warm", "one")}
    for number in range(runs):
        found["floor"].append(run([sys.executable, str(floor), str(root)], environment))
        shutil.rmtree(cache, ignore_errors=True)
        found["cold"].append(run(every, environment))
        edited = texts[number % len(texts)]
        edited.write_text(edited.read_text(encoding="utf-8") + "\n再看一周。\n", encoding="utf-8")
        found["warm"].append(run(every, environment))
        found["one"] += [run(one, environment) for _ in range(5)]
    return {
        "characters": sum(len(text.read_text(encoding="utf-8")) for text in texts),
        "files": len(texts),
        "load_before": os.getloadavg()[0],
        "runs": found,
        "median": {
            name: {figure: statistics.median(item[figure] for item in items) for figure in items[0]}
            for name, items in found.items()
        },
    }


def run(command: list[str], environment: dict[str, str]) -> dict[str, float]:
    """Wall and processor seconds of a command with its children, and megabytes of all its processes at their peak."""
    before = os.times()
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = [0.0]
    watcher = threading.Thread(target=watch, args=(process.pid, peak, process), daemon=True)
    watcher.start()
    code = process.wait()
    wall = time.perf_counter() - start
    watcher.join()
    after = os.times()
    if code not in (0, 1):
        raise SystemExit(f"{' '.join(command)} exited with {code}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return {"wall": round(wall, 3), "cpu": round(cpu, 3), "memory": round(peak[0], 1)}


def watch(pid: int, peak: list[float], process: subprocess.Popen[bytes]) -> None:
    """Keep the greatest sum of resident megabytes of a process and its children; 0 where there is no /proc."""
    while process.poll() is None:
        peak[0] = max(peak[0], sum(resident(one) for one in (pid, *children(pid))))
        time.sleep(0.05)


def children(pid: int) -> list[int]:
    """The children of a process, and theirs."""
    try:
        own = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return own + [one for child in own for one in children(child)]


def resident(pid: int) -> float:
    """Megabytes of a process in memory."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, IndexError):
        return 0.0


def machine() -> dict[str, Any]:
    """Where the figures come from."""
    return {"python": platform.python_version(), "system": platform.platform(), "processors": os.cpu_count()}


def show(result: dict[str, Any]) -> None:
    """The table."""
    median = result["median"]
    print(f"{result['files']} cases, {result['characters'] / 1e6:.1f} M characters, load {result['load_before']:.1f}\n")
    print(f"{'':28}{'median':>9}{'cpu':>9}{'target':>9}{'of target':>11}{'of floor':>10}")
    names = {"floor": "floor: parse only", "cold": "cold, all rules", "warm": "warm, one edit", "one": "one file"}
    for name, words in names.items():
        wall, cpu = median[name]["wall"], median[name]["cpu"]
        target = TARGETS.get(name)
        if target and name == "cold":
            target *= result["files"] / 10_000
        ratio = f"{wall / target:.2f}" if target else ""
        of_floor = f"{wall / median['floor']['wall']:.2f}" if name == "cold" else ""
        goal = f"{target:.2f} s" if target else ""
        print(f"{words:28}{wall:>7.2f} s{cpu:>7.2f} s{goal:>9}{ratio:>11}{of_floor:>10}")
    memory = max(item["memory"] for item in result["runs"]["cold"])
    print(f"{'memory, all processes':28}{memory:>6.0f} MB{'':>9}{'1000 MB':>9}{memory / TARGETS['memory']:>11.2f}")


if __name__ == "__main__":
    main()
