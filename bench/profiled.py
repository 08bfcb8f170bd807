"""Print jobs → where the time goes when one process lays them out, by the stage of the work."""

from __future__ import annotations

import cProfile
import pstats
import re
from collections import Counter
from typing import Any

from casebound.press.job import PrintJob
from casebound.press.typeset import typeset, warm_up

MOST_JOBS = 25
STAGES = (
    ("parse HTML", r"/tinyhtml5/|/weasyprint/(html|urls|images)\.py|xml/etree|/webencodings/|/html5lib/"),
    ("CSS cascade", r"/weasyprint/css/|/tinycss2/|/cssselect2/"),
    ("text", r"/weasyprint/text/|/pyphen/|/cffi/"),
    ("layout", r"/weasyprint/(layout|formatting_structure|document\.py|stacking\.py)"),
    ("paint", r"/weasyprint/(draw|svg)/"),
    ("write", r"/weasyprint/pdf/|/pydyf|/fontTools/|/uharfbuzz|/pikepdf/|/zlib"),
    ("ours", r"/casebound/|/bench/"),
)
"""By the file a function stands in. A function without a file, written in C, counts for the one that called it."""


def profile(jobs: list[PrintJob]) -> dict[str, Any]:
    """Shares of the time by stage, and the functions that took most of it. Profiling itself makes all of it slower."""
    some = jobs[:MOST_JOBS]
    warm_up()
    watch = cProfile.Profile()
    watch.enable()
    pages = sum(typeset(job).pages for job in some)
    watch.disable()
    stats: dict[Any, Any] = pstats.Stats(watch).stats  # type: ignore[attr-defined]
    times: Counter[str] = Counter()
    functions: Counter[str] = Counter()
    for (file, line, name), (_, _, own, _, callers) in stats.items():
        functions[f"{re.sub('^.*/(site-packages|src)/', '', file)}:{line} {name}"] += own
        if file != "~":
            times[stage_of(file)] += own
            continue
        for (caller, _, _), (_, _, share, _) in callers.items():
            times[stage_of(caller)] += share
    total = sum(times.values())
    return {
        "jobs": len(some),
        "pages": pages,
        "seconds": round(total, 2),
        "shares": {name: round(time / total, 4) for name, time in times.most_common()},
        "functions": {name: round(time, 2) for name, time in functions.most_common(30)},
    }


def stage_of(file: str) -> str:
    """The stage of a function's file."""
    return next((name for name, pattern in STAGES if re.search(pattern, file)), "other")
