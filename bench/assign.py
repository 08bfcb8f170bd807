"""How long an assignment takes, from the round to the plan with its proof, and how good it is beside a greedy one.

    script/bench assign [--cases 1000] [--evaluators 120] [--each 5] [--apart 10] [--seed 1] [--runs 3]

Prints medians with their ratio to the target and writes build/bench/assign.json. The baseline gives each case, one
after another, to those who cost least at that moment, as somebody with a spreadsheet would; it may get stuck.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from datetime import date
from typing import Any

from check import machine
from measured import high_water
from sitting import keep_result

from casebound.evaluate.assign import WEIGHTS, assign
from casebound.evaluate.assign_fit import asked_by, known_by, misfit
from casebound.model.assigning import AssignmentPlan
from casebound.model.case import Case
from casebound.model.conflict import ConflictRecord, Conflicts, ConflictSource
from casebound.model.evaluation import ConflictKind, Evaluator, Round
from casebound.text.localized import phrase

TARGET = 10.0
"""Seconds for 1,000 cases, 120 evaluators and 5 each on two cores, apart or not."""
INDUSTRIES = [f"industry-{number}" for number in range(12)]
METHODS = [f"method-{number}" for number in range(20)]


def main() -> None:
    """Measure each kind in processes of their own, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--evaluators", type=int, default=120)
    parser.add_argument("--each", type=int, default=5)
    parser.add_argument("--apart", type=int, default=10, help="pairs to be kept apart in the second kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--once", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.once is not None:
        print(json.dumps(measure(options, options.once)))
        return
    load = os.getloadavg()[0]
    runs: dict[str, list[dict[str, Any]]] = {"plain": [], "apart": []}
    for number in range(options.runs):
        for name, pairs in (("plain", 0), ("apart", options.apart)):
            command = [sys.executable, __file__, *sys.argv[1:], "--seed", str(options.seed + number)]
            done = subprocess.run([*command, "--once", str(pairs)], check=True, stdout=subprocess.PIPE)
            runs[name].append(json.loads(done.stdout))
    result = {
        "options": {name: value for name, value in vars(options).items() if name != "once"},
        "load_before": load,
        "machine": machine(),
        "runs": runs,
        "median": {name: statistics.median(run["seconds"] for run in found) for name, found in runs.items()},
    }
    kept = keep_result("assign", result)
    print(f"{options.cases} cases, {options.evaluators} evaluators, {options.each} each, load {load:.1f}\n")
    heads = ("median", "cpu", "of target", "points", "gap", "loads", "greedy", "memory")
    print(" " * 20 + "".join(f"{head:>11}" for head in heads))
    for name, words in (("plain", "no pairs apart"), ("apart", f"{options.apart} pairs apart")):
        run = sorted(runs[name], key=lambda run: run["seconds"])[len(runs[name]) // 2]
        cells = (
            *(f"{run['seconds']:.2f} s", f"{run['cpu']:.2f} s", f"{run['seconds'] / TARGET:.2f}", str(run["points"])),
            *(str(run["gap"]), f"{run['least']}–{run['most']}", str(run["greedy"]), f"{run['memory_mb']:.0f} MB"),
        )
        print(f"{words:20}" + "".join(f"{cell:>11}" for cell in cells))
    print(f"\n{kept}")


def measure(options: argparse.Namespace, pairs: int) -> dict[str, Any]:
    """One assignment, loading SciPy included."""
    campaign, cases, conflicts = generate(options.cases, options.evaluators, options.each, options.seed, pairs)
    start, cpu = time.perf_counter(), time.process_time()
    plan = assign(campaign, cases, conflicts)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    if not isinstance(plan, AssignmentPlan):
        raise SystemExit("no assignment: choose more evaluators")
    return {
        "seconds": round(seconds, 3),
        "cpu": round(cpu, 3),
        "points": plan.total,
        "gap": plan.total - plan.lower_bound,
        "together": len(plan.together),
        "least": min(load.cases for load in plan.loads),
        "most": max(load.cases for load in plan.loads),
        "greedy": greedy(campaign, cases, conflicts),
        "memory_mb": round(high_water(os.getpid()), 1),
    }


def generate(cases: int, evaluators: int, each: int, seed: int, pairs: int) -> tuple[Round, list[Case], Conflicts]:
    """A round of an association: twelve industries, three in a hundred pairs in conflict, loads with little room."""
    draw = random.Random(seed)
    usual = cases * each / evaluators
    panel = tuple(
        Evaluator(
            id=f"e{number:03}",
            expertise=(*draw.sample(INDUSTRIES, 2), *draw.sample(METHODS, 5)),
            languages=("zh-CN", "en") if draw.random() < 0.5 else ("zh-CN",),
            maximum_load=draw.randint(int(usual) + 1, int(usual * 1.4) + 1),
            declared_on=date(2026, 3, 2),
        )
        for number in range(evaluators)
    )
    written = [
        Case(
            id=f"case-{number:04}",
            industry=draw.choice(INDUSTRIES),
            methods=tuple(draw.sample(METHODS, 5)),
            lang="zh-CN" if draw.random() < 0.9 else "en",
        )
        for number in range(cases)
    ]
    records = tuple(
        ConflictRecord(
            evaluator=one.id,
            case=case.id,
            kind=ConflictKind.SAME_ORGANIZATION,
            source=ConflictSource.DETECTED,
            evidence=phrase("同一单位", "same organisation"),
        )
        for one in panel
        for case in written
        if draw.random() < 0.03
    )
    ids = [one.id for one in panel]
    plan = Round(
        id="bench",
        evaluators_per_case=each,
        cases=tuple(case.id for case in written),
        panel=panel,
        apart=tuple(tuple(draw.sample(ids, 2)) for _ in range(pairs)),
    )
    return plan, written, Conflicts(records=records)


def greedy(campaign: Round, cases: list[Case], conflicts: Conflicts) -> int | None:
    """Points when each case takes the cheapest who have room, one case after another; None where that gets stuck."""
    blocked = conflicts.blocking()
    known = {one.id: known_by(one) for one in campaign.panel}
    room = {one.id: one.maximum_load or len(cases) for one in campaign.panel}
    load = dict.fromkeys(known, 0)
    apart = {frozenset(pair) for pair in campaign.apart}
    points = 0
    for case in cases:
        asked = asked_by([case])
        chosen: list[str] = []
        for _ in range(campaign.evaluators_per_case):
            offers = [
                (
                    sum(cost for _, cost in misfit(asked, known[id], WEIGHTS))
                    + WEIGHTS.load * (load[id] + 1)
                    + WEIGHTS.together * sum(frozenset((id, other)) in apart for other in chosen),
                    id,
                )
                for id in known
                if load[id] < room[id] and id not in chosen and (id, case.id) not in blocked
            ]
            if not offers:
                return None
            cost, id = min(offers)
            points += cost
            load[id] += 1
            chosen.append(id)
    return points


if __name__ == "__main__":
    main()
