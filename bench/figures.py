"""How long a figure takes, from its fence to the drawing, for the examples on the page of every kind.

    script/bench figures [--runs 200] [--peer]

Prints the median and the mean of each kind in milliseconds and writes build/bench/figures.json. `--peer` also times the
same Pareto chart in matplotlib, installed for the purpose below build/.
"""

from __future__ import annotations

import argparse
import platform
import re
import statistics
import subprocess
import sys
import time
import venv
from typing import Any

from sitting import ROOT, keep_result

from casebound.figure.figure import Ground, read_figure
from casebound.figure.palette import PAPER
from casebound.read.markdown import FIGURES, Directive, make_parser, read_directive
from casebound.read.reading import Reading
from casebound.text.source import Source
from casebound.workspace.resources import built_in

TARGET_MS = 5.0
"""Of issue 4: the mean over all figures."""
_EXAMPLE = re.compile(r"^~~~~(?P<lang>zh-CN|en)\n(?P<fence>.*?)^~~~~$", re.MULTILINE | re.DOTALL)
PEER = """
import io, sys, time, statistics
import matplotlib
matplotlib.use("svg")
import matplotlib.pyplot as plt
names, counts = [f"c{n}" for n in range(7)], [126, 73, 44, 25, 14, 10, 8]
times = []
for _ in range(int(sys.argv[1])):
    begun = time.perf_counter()
    figure, axes = plt.subplots(figsize=(5.7, 3))
    axes.bar(names, counts)
    other, total, run = axes.twinx(), sum(counts), 0
    shares = [100 * (run := run + each) / total for each in counts]
    other.plot(names, shares, marker="o")
    other.axhline(80, linestyle="--")
    figure.savefig(io.BytesIO(), format="svg")
    plt.close(figure)
    times.append((time.perf_counter() - begun) * 1000)
print(statistics.median(times))
"""


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--peer", action="store_true")
    options = parser.parse_args()
    kinds = {name: measure(name, options.runs) for name in FIGURES}
    mean = statistics.mean(kind["mean_ms"] for kind in kinds.values())
    result: dict[str, Any] = {
        "kinds": kinds,
        "mean_ms": round(mean, 3),
        "target_ms": TARGET_MS,
        "runs": options.runs,
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
    }
    for name, kind in sorted(kinds.items(), key=lambda item: -item[1]["mean_ms"]):
        print(
            f"{name:20} mean {kind['mean_ms']:7.3f} ms   median {kind['median_ms']:7.3f} ms   {kind['bytes']:7,} bytes"
        )
    print(f"{'all':20} mean {mean:7.3f} ms   (target {TARGET_MS} ms, ratio {mean / TARGET_MS:.2f})")
    if options.peer:
        result["matplotlib_pareto_ms"] = peer(max(5, options.runs // 10))
        ratio = kinds["pareto"]["median_ms"] / result["matplotlib_pareto_ms"]
        print(f"matplotlib, Pareto   median {result['matplotlib_pareto_ms']:7.3f} ms   (ours is {ratio:.3f} of it)")
    kept = keep_result("figures", result)
    print(f"\n{kept}")


def measure(name: str, runs: int) -> dict[str, Any]:
    """The examples of a kind, `runs` times each."""
    page = (built_in("figure") / "kinds" / f"{name.replace('-', '_')}.md").read_text(encoding="utf-8")
    fences = [(match["lang"], match["fence"]) for match in _EXAMPLE.finditer(page)]
    directives = [(lang, directive_of(fence)) for lang, fence in fences]
    times, size = [], 0
    for _ in range(runs):
        for lang, directive in directives:
            begun = time.perf_counter()
            ground = Ground(lang=lang, measures=(), data={})
            figure = read_figure(directive, Source(path="", text=""), 1, ground, Reading())
            assert figure is not None, name
            drawing = figure.draw(PAPER)
            figure.values  # noqa: B018  # worked out when first asked for
            times.append((time.perf_counter() - begun) * 1000)
            size = max(size, len(drawing))
    return {"mean_ms": round(statistics.mean(times), 3), "median_ms": round(statistics.median(times), 3), "bytes": size}


def directive_of(fence: str) -> Directive:
    """The directive of a text that is one fence."""
    found = [directive for token in make_parser().parse(fence) if (directive := read_directive(token))]
    return found[0]


def peer(runs: int) -> float:
    """Median milliseconds of a Pareto chart in matplotlib."""
    folder = ROOT / "build" / "bench" / "matplotlib"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "matplotlib"], check=True)
    done = subprocess.run([python, "-c", PEER, str(runs)], check=True, capture_output=True, encoding="utf-8")
    return round(float(done.stdout), 3)


if __name__ == "__main__":
    sys.exit(main())
