"""A workspace → what it publishes: print jobs run and scores counted, with findings about what came out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass

from casebound.check.context import error, warning
from casebound.compose.artifact import Artifact
from casebound.evaluate.parties import JudgedRound
from casebound.evaluate.results import RoundResults
from casebound.evaluate.results_json import render_results
from casebound.evaluate.tally import tally_round
from casebound.model.conflict import Conflicts
from casebound.model.evaluation import Evaluator, Round
from casebound.press.bind import bind
from casebound.press.facts import Facts
from casebound.press.impose import impose
from casebound.press.job import Printed
from casebound.press.plan import Plan
from casebound.press.plates import Memo
from casebound.text.collector import collector_off
from casebound.text.finding import Finding
from casebound.text.localized import phrase
from casebound.text.source import no_text
from casebound.workspace.bound_notes import BoundNotes, bound_key
from casebound.workspace.chapters_at_hand import Chapters, OnDone, Run, key_of
from casebound.workspace.fonts import face_data
from casebound.workspace.kept_bindings import KeptBindings, binding_name
from casebound.workspace.load import Workspace
from casebound.workspace.places import cache_folder, store_folder
from casebound.workspace.pool import run_jobs
from casebound.workspace.store import Store


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
    memo: Memo | None = None,
    run: Run = run_jobs,
) -> Published:
    """Lay out the chapters that the store does not have (with `is_fresh`, all of them), and bind the documents.

    A chapter that fails is a finding, and so is the document it belongs to; the other documents are made. A document
    that an earlier run wrote from the same chapters is not bound again. `known`: chapters in memory from an earlier
    time, by key; afterwards it holds those of these documents, and no others. `memo`: the binder's, of one document.
    """
    finished, bindings = BoundNotes(cache_folder() / "bound"), KeptBindings(cache_folder() / "bindings")
    chapters = Chapters(Store(folder=store_folder()), known, run, is_fresh=is_fresh)
    artifacts: dict[str, Artifact] = {}
    waiting: list[tuple[Order, list[str], str, Memo]] = []
    for order in orders:
        keys = [key_of(part) for part in order.plan.parts]
        name = bound_key(order.plan, keys, is_imposed=order.is_imposed)
        before = b"" if is_fresh else existing(order.path) or b""
        digest = hashlib.sha256(before).hexdigest()
        if before and finished.same(name, digest):
            artifacts[order.path] = Artifact(path=order.path, data=before)
            for key in keys:
                on_done(key)
        else:
            with collector_off():
                own = bindings.memo(_binding_name(workspace, order), before, digest) if memo is None else memo
            waiting.append((order, keys, name, own))
            chapters.want(keys, order.plan.parts, own)
    chapters.make(on_done)
    findings = []
    pages: dict[str, int] = {}
    judged: set[str] = set()
    for order, keys, name, own in waiting:
        said: list[Finding] = []
        for key in keys:
            if key not in judged:
                judged.add(key)
                said.extend(_judge(workspace, order, chapters.found(key)))
        if not any(chapters.found(key).error for key in keys):
            with collector_off():
                bound = bind(order.plan.binding([chapters.part(key) for key in keys]), face_data, own)
            said.extend(_unresolved(order, target) for target in bound.unresolved)
            pages[order.path] = bound.pages
            made = impose(bound.pdf) if order.is_imposed else bound.pdf
            artifacts[order.path] = Artifact(path=order.path, data=made)
            if known is None:  # what is only shown is not left anywhere
                digest = hashlib.sha256(made).hexdigest()
                if not order.is_imposed:
                    bindings.keep(_binding_name(workspace, order), own, bound, digest)
                if not said:
                    finished.note(name, digest)
        findings.extend(said)
    if known is not None:
        keys_now = {key for _, keys, _, _ in waiting for key in keys}
        now = {key: one for key in keys_now if (one := chapters.printed.get(key) or known.get(key)) and not one.error}
        known.clear()
        known.update(now)
    ordered = tuple(artifacts[order.path] for order in orders if order.path in artifacts)
    return Published(artifacts=ordered, findings=tuple(findings), pages=pages)


def _binding_name(workspace: Workspace, order: Order) -> str:
    return binding_name(str(workspace.root.resolve()), order.path, order.plan.fonts.digest)


def chapters_of(orders: Iterable[Order]) -> int:
    """How many chapters they have together, each counted once."""
    return len({key_of(part) for order in orders for part in order.plan.parts})


def _judge(workspace: Workspace, order: Order, printed: Printed | Facts) -> list[Finding]:
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
    message = phrase("引用“{target}”没有着落", "The reference “{target}” leads nowhere", target=target)
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


def may_have_packet(round: Round, evaluator: Evaluator, conflicts: Conflicts) -> Finding | None:
    """Why this evaluator must not be given a packet: conflicts not declared, or one with a case assigned."""
    place = no_text(f"content/rounds/{round.id}/round.yaml")
    if evaluator.left_on is not None:
        message = phrase(
            "{name} 已于 {day} 退出评价组，不发资料册",
            "{name} left the panel on {day}: no packet",
            name=evaluator.name,
            day=evaluator.left_on.isoformat(),
        )
        return error("departed-evaluator", place, message)
    if evaluator.declared_on is None:
        message = phrase(
            "{name} 还没有作利益申报，不发资料册", "{name} has not declared conflicts: no packet", name=evaluator.name
        )
        return error("undeclared-evaluator", place, message)
    blocked = {case for id, case in conflicts.blocking() if id == evaluator.id} & set(round.cases_of(evaluator.id))
    if blocked:
        message = phrase(
            "{name} 与 {cases} 有利益冲突，不发资料册",
            "{name} has a conflict with {cases}: no packet",
            name=evaluator.name,
            cases=", ".join(sorted(blocked)),
        )
        return error("conflicted-assignment", place, message)
    return None


def score_artifact(workspace: Workspace, results: RoundResults) -> Artifact:
    """`scores/<round>.json`, with what other rounds gave the same cases."""
    id = results.judged.round.id
    return Artifact(path=f"scores/{id}.json", data=render_results(results, judged_others(workspace, id)).encode())


def judged_others(workspace: Workspace, id: str) -> list[JudgedRound]:
    """The results of all rounds but this one."""
    found = []
    for round in workspace.usable_rounds():
        if round.id != id:
            framework = workspace.frameworks[round.framework]
            found.append(JudgedRound(round=round, framework=framework, cards=tally_round(round, framework)))
    return found
