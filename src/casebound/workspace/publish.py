"""A workspace → what it publishes: print jobs run and scores counted, with findings about what came out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace

from casebound.check.context import error, warning
from casebound.compose.artifact import Artifact
from casebound.evaluate.results import render_results
from casebound.evaluate.tally import tally_round
from casebound.model.evaluation import Evaluator, Round
from casebound.press.bind import bind
from casebound.press.impose import impose
from casebound.press.job import Printed, PrintJob
from casebound.press.plan import Plan, PlannedPart
from casebound.text.collector import collector_off
from casebound.text.finding import Finding
from casebound.text.localized import phrase
from casebound.text.source import no_text
from casebound.workspace.bound_notes import BoundNotes, bound_key
from casebound.workspace.fonts import face_data
from casebound.workspace.load import Workspace
from casebound.workspace.places import cache_folder, store_folder
from casebound.workspace.pool import run_jobs
from casebound.workspace.publish_site import make_site_artifacts
from casebound.workspace.store import Store, job_key

OnDone = Callable[[str], None]
"""Told the name of each finished piece of work."""

Run = Callable[[Sequence[PrintJob], int, Callable[[Printed], None]], list[Printed]]
"""Lays out jobs, as `run_jobs` does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A document to be made, and where it goes."""

    path: str
    """Below the output folder."""
    plan: Plan
    is_imposed: bool = False
    """Whether its pages are put two by two on sheets, to be folded and stapled: a print file, no longer tagged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What came of it."""

    artifacts: tuple[Artifact, ...]
    findings: tuple[Finding, ...]
    pages: Mapping[str, int]
    """Of the documents that were bound, by path."""


Existing = Callable[[str], bytes | None]
"""The bytes of an artifact that an earlier run wrote, by its path; None where there is none."""


def print_orders(
    workspace: Workspace,
    orders: Sequence[Order],
    on_done: OnDone,
    *,
    is_fresh: bool = False,
    existing: Existing = lambda _path: None,
    known: MutableMapping[str, Printed] | None = None,
    run: Run = run_jobs,
) -> Published:
    """Lay out the chapters that the store does not have (with `is_fresh`, all of them), and bind the documents.

    A chapter that fails is a finding, and so is the document it belongs to; the other documents are made. A document
    that an earlier run wrote from the same chapters is not bound again. `known`: chapters in memory from an earlier
    time, by key; afterwards it holds those of these documents, and no others.
    """
    keys = [[key_of(part) for part in order.plan.parts] for order in orders]
    finished = BoundNotes(cache_folder() / "bound")
    names = [bound_key(order.plan, row, is_imposed=order.is_imposed) for order, row in zip(orders, keys, strict=True)]
    kept = [
        None if is_fresh else finished.same(name, existing(order.path))
        for name, order in zip(names, orders, strict=True)
    ]
    parts: dict[str, PlannedPart] = {}
    for row, order, pdf in zip(keys, orders, kept, strict=True):
        if pdf is None:
            parts.update(zip(row, order.plan.parts, strict=True))
        else:
            for part in order.plan.parts:
                on_done(part.key)
    printed = _printed(parts, on_done, is_fresh=is_fresh, known=known or {}, run=run)
    if known is not None:
        known.clear()
        known.update((key, one) for key, one in printed.items() if not one.error)
    artifacts, findings = [], []
    pages: dict[str, int] = {}
    judged: set[str] = set()
    for name, row, order, pdf in zip(names, keys, orders, kept, strict=True):
        if pdf is not None:
            artifacts.append(Artifact(path=order.path, data=pdf))
            continue
        said: list[Finding] = []
        for key in row:
            if key not in judged:
                judged.add(key)
                said.extend(_judge(workspace, order, printed[key]))
        if not any(printed[key].error for key in row):
            with collector_off():
                bound = bind(order.plan.binding([printed[key] for key in row]), face_data)
            said.extend(_unresolved(order, target) for target in bound.unresolved)
            pages[order.path] = bound.pages
            made = impose(bound.pdf) if order.is_imposed else bound.pdf
            artifacts.append(Artifact(path=order.path, data=made))
            if not said:
                finished.note(name, made)
        findings.extend(said)
    return Published(artifacts=tuple(artifacts), findings=tuple(findings), pages=pages)


def _printed(
    parts: Mapping[str, PlannedPart], on_done: OnDone, *, is_fresh: bool, known: Mapping[str, Printed], run: Run
) -> dict[str, Printed]:
    """The chapters of these keys: known or from the store, else laid out and kept there."""
    store = Store(folder=store_folder())
    with collector_off():
        printed = {key: kept for key in parts if not is_fresh and (kept := known.get(key) or store.get(key))}
    for key in printed:
        on_done(key)
    jobs = {key: part.made() for key, part in parts.items() if key not in printed}

    def keep(one: Printed) -> None:
        """At once: what is laid out is not lost should the rest never come about."""
        store.put(one.name, one)
        on_done(jobs[one.name].name)

    for one in run([replace(job, name=key) for key, job in jobs.items()], workers(), keep):
        printed[one.name] = one
    if jobs:
        store.prune()
    return printed


def chapters_of(orders: Iterable[Order]) -> int:
    """How many chapters they have together, each counted once."""
    return len({key_of(part) for order in orders for part in order.plan.parts})


def key_of(part: PlannedPart) -> str:
    """The key of a chapter in the store."""
    return part.key or job_key(part.made())


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


def _unresolved(order: Order, target: str) -> Finding:
    message = phrase("页码引用“{target}”没有着落", "The page reference “{target}” leads nowhere", target=target)
    return warning("layout", no_text(order.path), message)


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
