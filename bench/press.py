"""How long a book takes: cold, after one edit, and unchanged; with what memory, and beside other engines.

    script/bench press [--cases 100] [--large 1000] [--runs 3] [--peers] [--profile] [--seed 1]

Prints medians with their ratio to the targets of issue 5 and writes build/bench/press.json. Every run is a process of
its own. A cold one has a cache of its own, in which the fonts have been cut but nothing has been laid out. `--large 0`
leaves out the large book, whose first run takes minutes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from booklet import BOOK, make_booklet, make_case, write_settings
from check import machine
from composed import book_jobs, write_joined
from measured import facts_of, run
from peers import measure_peers
from profiled import profile
from served import measure_serving
from sitting import environment_in, keep_result

COMMAND = [str(Path(sys.executable).parent / "casebound"), "book", BOOK]
Figures = dict[str, dict[str, float]]


def main() -> None:
    """Generate, measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--large", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    result: dict[str, Any] = {"machine": machine(), "load_before": os.getloadavg()[0], "seed": options.seed}
    with tempfile.TemporaryDirectory(prefix="casebound-bench-") as name:
        place = Path(name)
        bench = Bench(place, options.seed)
        result["small"] = {"cases": options.cases} | bench.small(options.cases, options.runs, options.peers)
        if options.profile:
            result["profile"] = profile([job for job, number in book_jobs(place / "small") if number])
        if options.large:
            result["large"] = {"cases": options.large} | bench.large(options.large, options.runs)
    kept = keep_result("press", result)
    show(result)
    print(f"\n{kept}")


class Bench:
    """The folders of one sitting."""

    def __init__(self, place: Path, seed: int) -> None:
        self.place = place
        self.seed = seed
        self.environment = environment_in(place)
        tiny = place / "tiny"
        make_booklet(tiny, cases=1, seed=seed)
        self.fonts = place / "prepared"
        run([*COMMAND, "--root", str(tiny)], self.with_cache(self.fonts), place / "log")  # cuts fonts, compiles
        shutil.rmtree(self.fonts / "casebound" / "pages", ignore_errors=True)

    def with_cache(self, cache: Path) -> Mapping[str, str]:
        """The environment with this cache."""
        return {**self.environment, "XDG_CACHE_HOME": str(cache)}

    def book(self, root: Path, cache: Path) -> dict[str, float]:
        """One run of `casebound book`."""
        figures = run([*COMMAND, "--root", str(root)], self.with_cache(cache), self.place / "log")
        return figures | facts_of(root / "build" / "books" / f"{BOOK}.pdf")

    def cold(self, root: Path, cache: Path) -> dict[str, float]:
        """A run with nothing laid out before."""
        shutil.rmtree(cache, ignore_errors=True)
        shutil.copytree(self.fonts, cache)  # with the times of the files, by which their cards know them
        return self.book(root, cache)

    def small(self, cases: int, runs: int, is_with_peers: bool) -> dict[str, Any]:
        """The book of some cases, ours and the peers' in turns."""
        root = self.place / "small"
        make_booklet(root, cases=cases, seed=self.seed)
        found: dict[str, list[dict[str, float]]] = {}
        if is_with_peers:
            write_joined(book_jobs(root), self.place / "joined.html")
        for number in range(runs):
            turn = {"cold": self.cold(root, self.place / "cache")}
            if is_with_peers:
                folder = self.place / f"peers-{number}"
                folder.mkdir()
                turn |= measure_peers(self.place / "joined.html", folder, self.with_cache(self.place / "cache"))
            for name, figures in turn.items():
                found.setdefault(name, []).append(figures)
        return summary(found)

    def large(self, cases: int, runs: int) -> dict[str, Any]:
        """The book of many cases, cold once; then what a day's work does to it, each from a cold process."""
        root, cache = self.place / "large", self.place / "cache"
        ids = make_booklet(root, cases=cases, seed=self.seed)
        found: dict[str, list[dict[str, float]]] = {"cold": [self.cold(root, cache)]}
        for number in range(runs):
            edit(root / "content" / "cases" / ids[(number + 1) * cases // (runs + 2)] / "case.md")
            found.setdefault("edited", []).append(self.book(root, cache))
            found.setdefault("unchanged", []).append(self.book(root, cache))
        middle = cases // 2
        write_settings(root, [*ids[:middle], make_case(root, cases, seed=self.seed), *ids[middle:]])
        found["added"] = [self.book(root, cache)]
        write_settings(root, [*ids[:middle], *ids[middle + 1 :]])
        found["removed"] = [self.book(root, cache)]
        write_settings(root, [ids[-1], *ids[:-1]])
        found["reordered"] = [self.book(root, cache)]
        title = root / "content" / "cases" / ids[0] / "case.md"
        title.write_text(title.read_text(encoding="utf-8").replace("\ntitle: ", "\ntitle: 再谈", 1), encoding="utf-8")
        found["title"] = [self.book(root, cache)]
        shown = [root / "content" / "cases" / ids[n * cases // (runs + 3)] / "case.md" for n in range(1, runs + 2)]
        served = measure_serving(
            COMMAND[0], root, f"book/{BOOK}", [partial(edit, path) for path in shown], self.with_cache(cache)
        )
        return summary(found) | {"served": served}


def edit(path: Path) -> None:
    """Add four characters in the middle of a write-up."""
    text = path.read_text(encoding="utf-8")
    place = text.index("。", len(text) // 2)
    path.write_text(f"{text[:place]}，一周{text[place:]}", encoding="utf-8")


def summary(found: dict[str, list[dict[str, float]]]) -> dict[str, Any]:
    """All runs, and the median of each figure."""
    median = {
        name: {figure: statistics.median(item[figure] for item in items) for figure in items[0]}
        for name, items in found.items()
    }
    return {"runs": found, "median": median}


def show(result: dict[str, Any]) -> None:
    """The tables."""
    small = result["small"]["median"]
    print(f"load before: {result['load_before']:.1f}\n")
    show_runs(f"{result['small']['cases']} cases", small)
    cold = small["cold"]
    if "weasyprint" in small:
        target("cold : one WeasyPrint document", cold["wall"] / small["weasyprint"]["wall"], 0.40)
        target("size : one WeasyPrint document", cold["size_mb"] / small["weasyprint"]["size_mb"], 1.2)
    if "chromium" in small:
        target("cold : Chromium", cold["wall"] / small["chromium"]["wall"], 1.5)
    if "large" in result:
        large = result["large"]["median"]
        show_runs(f"\n{result['large']['cases']} cases", large)
        target("seconds a page, large : small", per_page(large["cold"]) / per_page(cold), 1.15)
        target("one case edited, seconds", large["edited"]["wall"], 3.0)
        target("nothing changed, seconds", large["unchanged"]["wall"], 1.0)
        target("in serve, seconds", result["large"]["served"]["median"], 1.0)
        target("largest process, MB", max(each["memory_mb"] for each in large.values()), 800.0)
    if "profile" in result:
        print(f"\nprofile of {result['profile']['jobs']} jobs, {result['profile']['pages']} pages, in one process")
        for name, share in result["profile"]["shares"].items():
            print(f"  {name:16}{share:>7.1%}")


def show_runs(title: str, medians: Figures) -> None:
    """A line for each kind of run."""
    print(f"{title:16}{'wall':>10}{'cpu':>10}{'largest':>11}{'together':>11}{'pages':>8}{'ms/page':>9}{'size':>10}")
    for name, it in medians.items():
        print(
            f"  {name:14}{it['wall']:>8.2f} s{it['cpu']:>8.2f} s{it['memory_mb']:>8.0f} MB{it['together_mb']:>8.0f} MB"
            f"{it['pages']:>8.0f}{per_page(it) * 1000:>9.1f}{it['size_mb']:>7.2f} MB"
        )


def target(name: str, value: float, most: float) -> None:
    """A figure beside what it should be."""
    print(f"  {name:34}{value:>8.2f}   target {most:>6.2f}   {'reached' if value <= most else 'missed'}")


def per_page(figures: dict[str, float]) -> float:
    """Seconds a page."""
    return figures["wall"] / figures["pages"]


if __name__ == "__main__":
    main()
