"""How long the case-study site takes: cold, after one edit, unchanged, and in `serve`; beside Hugo and Pagefind.

    script/bench site [--cases 2000] [--large 10000] [--runs 3] [--no-peers] [--profile] [--seed 1]

Prints medians with their ratio to the targets of issue 7 and writes build/bench/site.json. Every run is a process of
its own; a cold one has an empty cache and an empty output folder. Hugo builds the same content with a plain theme, its
HTML alone, from nothing; Pagefind indexes our pages. `--large 0` leaves out the large site.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from check import machine
from generate import generate
from measured import run
from served import measure_serving
from site_peers import peers, run_hugo, run_pagefind, write_hugo
from site_search import measure_search
from sitting import environment_in, keep_result

COMMAND = [str(Path(sys.executable).parent / "casebound"), "site"]
STAGES = (
    ("read", r"/casebound/(read|text)/|/yaml/|/casebound/workspace/(case_folder|folder)"),
    ("rules", r"/casebound/check/"),
    ("audience", r"/casebound/(model/audience|compose/public_case)"),
    ("Markdown", r"/markdown_it/|/mdit|/casebound/compose/(body|markup)"),
    ("templates", r"/jinja2/|/markupsafe/|^templates/|/casebound/compose/environment"),
    ("figures, meters", r"/casebound/(figure|model)/|/casebound/compose/(meters|drawn)"),
    ("site", r"/casebound/compose/"),
    ("keep, write", r"/casebound/workspace/"),
)
"""By the file a function stands in. A function without a file, written in C, counts for the one that called it."""


def main() -> None:
    """Generate, measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--large", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    result: dict[str, Any] = {"machine": machine(), "load_before": os.getloadavg()[0], "seed": options.seed}
    with tempfile.TemporaryDirectory(prefix="casebound-bench-") as name:
        bench = Bench(Path(name), options.seed)
        result["small"] = bench.small(options.cases, options.runs, not options.no_peers and peers())
        if options.profile:
            result["profile"] = profile(bench.place / "small", bench.place / "profiled")
        if options.large:
            result["large"] = bench.large(options.large, options.runs)
    kept = keep_result("site", result)
    show(result)
    print(f"\n{kept}")


class Bench:
    """The folders of one sitting."""

    def __init__(self, place: Path, seed: int) -> None:
        self.place = place
        self.seed = seed
        self.cache = place / "cache"
        self.environment = environment_in(place, XDG_CACHE_HOME=str(self.cache))

    def workspace(self, name: str, cases: int) -> Path:
        """A generated one in one language, old enough for its files to be trusted."""
        root = self.place / name
        generate(root, cases=cases, seed=self.seed, mistakes=0.0, languages=("zh-CN",))
        time.sleep(2.5)
        return root

    def site(self, root: Path) -> dict[str, float]:
        """One run of `casebound site`."""
        found = run([*COMMAND, "--root", str(root)], self.environment, self.place / "log")
        return found | {"pages": sum(1 for _ in (root / "build" / "site").rglob("*.html"))}

    def cold(self, root: Path) -> dict[str, float]:
        """A run with nothing kept and nothing built; compiled templates are kept, as compiled Python is."""
        shutil.rmtree(root / "build", ignore_errors=True)
        for folder in ("sites", "checks", "shelves"):
            shutil.rmtree(self.cache / "casebound" / folder, ignore_errors=True)
        return self.site(root)

    def small(self, cases: int, runs: int, is_with_peers: bool) -> dict[str, Any]:
        """Ours and the peers' in turns."""
        self.site(self.workspace("tiny", 2))  # compiles
        root, hugo = self.workspace("small", cases), self.place / "hugo"
        found: dict[str, list[dict[str, float]]] = {}
        if is_with_peers:
            write_hugo(root, hugo)
        for _ in range(runs):
            turn = {"cold": self.cold(root), "unchanged": self.site(root)}
            if is_with_peers:
                turn["hugo"] = run_hugo(hugo, self.environment, self.place / "log")
                turn["pagefind"] = run_pagefind(
                    root / "build" / "site", self.place / "pagefind", self.environment, self.place / "log"
                )
            for name, figures in turn.items():
                found.setdefault(name, []).append(figures)
        return {"cases": cases, "runs": found, "median": medians(found)}

    def large(self, cases: int, runs: int) -> dict[str, Any]:
        """Cold once; then what a day's work does to it, each from a cold process; then in `serve`."""
        root = self.workspace("large", cases)
        texts = sorted(root.glob("content/cases/*/case.md"))
        found: dict[str, list[dict[str, float]]] = {"cold": [self.cold(root)]}
        time.sleep(2.5)
        for number in range(runs):
            edit(texts[(number + 1) * cases // (runs + 2)])
            found.setdefault("edited", []).append(self.site(root))
            found.setdefault("unchanged", []).append(self.site(root))
        shown = [partial(edit, texts[number * cases // (runs + 3)]) for number in range(1, runs + 2)]
        served = measure_serving(COMMAND[0], root, "site", shown, self.environment)
        search = measure_search(root / "build" / "site", root)
        return {"cases": cases, "runs": found, "median": medians(found), "served": served, "search": search}


def edit(path: Path) -> None:
    """Add a sentence at the end of a write-up."""
    path.write_text(f"{path.read_text(encoding='utf-8')}\n再看一周。\n", encoding="utf-8")


def medians(found: dict[str, list[dict[str, float]]]) -> dict[str, dict[str, float]]:
    """The median of each figure."""
    return {
        name: {figure: statistics.median(item[figure] for item in items) for figure in items[0]}
        for name, items in found.items()
    }


def profile(root: Path, target: Path) -> dict[str, Any]:
    """Shares of the time by stage, in one process with an empty cache. Profiling itself makes all of it slower."""
    from casebound.workspace.site_build import build_site

    watch = cProfile.Profile()
    watch.enable()
    build_site(root, target, processes=1)
    watch.disable()
    stats: dict[Any, Any] = pstats.Stats(watch).stats  # type: ignore[attr-defined]
    times: Counter[str] = Counter()
    for (file, _, _), (_, _, own, _, callers) in stats.items():
        if file != "~":
            times[stage_of(file)] += own
            continue
        for (caller, _, _), (_, _, share, _) in callers.items():
            times[stage_of(caller)] += share
    total = sum(times.values())
    return {"seconds": round(total, 2), "shares": {name: round(time / total, 4) for name, time in times.most_common()}}


def stage_of(file: str) -> str:
    """The stage of a function's file."""
    return next((name for name, pattern in STAGES if re.search(pattern, file)), "other")


def show(result: dict[str, Any]) -> None:
    """The tables."""
    small = result["small"]["median"]
    print(f"load before: {result['load_before']:.1f}\n")
    show_runs(result["small"])
    if "hugo" in small:
        target("cold : Hugo, its HTML alone", small["cold"]["wall"] / small["hugo"]["wall"], 0.8)
        print(f"  Pagefind's index of our pages: {small['pagefind']['index_mb']:.1f} MB")
    if "large" in result:
        large = result["large"]["median"]
        show_runs(result["large"])
        per_case = [each["median"]["cold"]["wall"] / each["cases"] for each in (result["large"], result["small"])]
        target("seconds a case, large : small", per_case[0] / per_case[1], 1.15)
        target("all processes, MB", large["cold"]["together_mb"], 1500.0)
        target("one case edited, seconds", large["edited"]["wall"], 2.5)
        target("in serve, seconds", result["large"]["served"]["median"], 0.5)
        search = result["large"]["search"]
        target("search, first result, ms", search["first_ms"]["median"], 150.0)
        target("search, KB of a query, 95 %", search["bytes"]["p95"] / 1000, 300.0)
        target("search, share not found", 1 - search["recall"], 0.0)
        target("search, index : text", search["size"], 1.0)
    if "profile" in result:
        print(f"\nprofile, in one process: {result['profile']['seconds']:.1f} s")
        for name, share in result["profile"]["shares"].items():
            print(f"  {name:16}{share:>7.1%}")


def show_runs(part: dict[str, Any]) -> None:
    """A line for each kind of run."""
    print(f"{part['cases']} cases{'':10}{'wall':>10}{'cpu':>10}{'largest':>11}{'together':>11}{'ms/case':>9}")
    for name, it in part["median"].items():
        print(
            f"  {name:18}{it['wall']:>8.2f} s{it['cpu']:>8.2f} s{it['memory_mb']:>8.0f} MB{it['together_mb']:>8.0f} MB"
            f"{it['wall'] / part['cases'] * 1000:>9.2f}"
        )


def target(name: str, value: float, most: float) -> None:
    """A figure beside what it should be."""
    print(f"  {name:34}{value:>8.2f}   target {most:>7.2f}   {'reached' if value <= most else 'missed'}")


if __name__ == "__main__":
    main()
