"""A workspace → what it publishes: print jobs run and scores counted, with findings about what came out."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from casebound.check.context import error, warning
from casebound.compose.artifact import Artifact
from casebound.evaluate.results import render_results
from casebound.evaluate.tally import tally_round
from casebound.model.evaluation import Evaluator, Round
from casebound.press.job import Printed, PrintJob
from casebound.text.finding import Finding
from casebound.text.localized import phrase
from casebound.text.source import no_text
from casebound.workspace.load import Workspace
from casebound.workspace.places import cache_folder
from casebound.workspace.pool import run_jobs
from casebound.workspace.publish_site import make_site_artifacts
from casebound.workspace.store import Store, job_key

OnDone = Callable[[str], None]
"""Told the name of each finished piece of work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A document to be made, and where it goes."""

    path: str
    """Below the output folder."""
    job: PrintJob


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What came of it."""

    artifacts: tuple[Artifact, ...]
    findings: tuple[Finding, ...]


def print_orders(
    workspace: Workspace, orders: Sequence[Order], on_done: OnDone, *, is_fresh: bool = False
) -> Published:
    """Lay out all orders that the store does not have; with `is_fresh`, all of them.

    One that fails is a finding, and the others are made.
    """
    store = Store(folder=cache_folder() / "pages")
    keys = [job_key(order.job) for order in orders]
    printed = {key: kept for key in keys if not is_fresh and (kept := store.get(key))}
    missing = {key: order.job for key, order in zip(keys, orders, strict=True) if key not in printed}
    for order, key in zip(orders, keys, strict=True):
        if key in printed:
            on_done(order.job.name)
    for key, one in zip(missing, run_jobs([*missing.values()], workers(), lambda one: on_done(one.name)), strict=True):
        store.put(key, one)
        printed[key] = one
    store.prune()
    artifacts, findings = [], []
    for order, one in zip(orders, (printed[key] for key in keys), strict=True):
        findings.extend(_judge(workspace, order, one))
        if one.pdf:
            artifacts.append(Artifact(path=order.path, data=one.pdf))
    return Published(artifacts=tuple(artifacts), findings=tuple(findings))


def workers() -> int:
    """Processes that lay out pages: one for each core this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _judge(workspace: Workspace, order: Order, printed: Printed) -> list[Finding]:
    place = no_text(order.path)
    findings = []
    if printed.error:
        message = phrase("没有排成：{why}", "Could not be laid out: {why}", why=printed.error)
        findings.append(error("not-printed", place, message))
    for character in printed.missing:
        findings.append(_missing_glyph(workspace, character, order))
    for text in printed.warnings:
        findings.append(warning("layout", place, phrase("排版引擎：{text}", "Layout engine: {text}", text=text)))
    return findings


def _missing_glyph(workspace: Workspace, character: str, order: Order) -> Finding:
    """A character that no font has, at the first place where somebody wrote it."""
    message = phrase(
        "没有字体能显示“{character}”（U+{code}）",
        "No font has “{character}” (U+{code})",
        character=character,
        code=f"{ord(character):04X}",
    )
    hint = phrase(
        "换一个字，或把含此字的字体放进工作区 fonts/", "Use another character, or put a font that has it in fonts/"
    )
    sources = [written.document.source for written in workspace.cases]
    sources += [evaluation.source for written in workspace.rounds for evaluation in written.evaluations]
    for source in sources:
        if (offset := source.text.find(character)) >= 0:
            return error("missing-glyph", source.span(offset, offset + 1), message, hint)
    return error("missing-glyph", no_text(order.path), message, hint)


def packet_path(workspace: Workspace, round: Round, evaluator: Evaluator) -> str:
    """`packets/<evaluator>/packet.pdf`; with the round's id between when the workspace has several rounds."""
    between = f"{round.id}/" if len(workspace.usable_rounds()) > 1 else ""
    return f"packets/{between}{evaluator.id}/packet.pdf"


def may_have_packet(round: Round, evaluator: Evaluator) -> Finding | None:
    """Why this evaluator must not be given a packet: conflicts not declared, or one declared with a case assigned."""
    place = no_text(f"content/rounds/{round.id}/round.yaml")
    if evaluator.declared_on is None:
        message = phrase(
            "{name} 还没有作利益申报，不发资料册", "{name} has not declared conflicts: no packet", name=evaluator.name
        )
        return error("undeclared-evaluator", place, message)
    conflicted = {conflict.case for conflict in evaluator.conflicts} & set(round.cases_of(evaluator.id))
    if conflicted:
        message = phrase(
            "{name} 与 {cases} 有利益冲突，不发资料册",
            "{name} has a conflict with {cases}: no packet",
            name=evaluator.name,
            cases=", ".join(sorted(conflicted)),
        )
        return error("conflicted-assignment", place, message)
    return None


def score_artifact(workspace: Workspace, round: Round) -> Artifact:
    """`scores/<round>.json`."""
    framework = workspace.frameworks[round.framework]
    text = render_results(round, framework, tally_round(round, framework))
    return Artifact(path=f"scores/{round.id}.json", data=text.encode())


def site_artifacts(workspace: Workspace, languages: Sequence[str]) -> list[Artifact]:
    """`site/…`."""
    return [replace(artifact, path=f"site/{artifact.path}") for artifact in make_site_artifacts(workspace, languages)]
