"""The folders of `content/rounds` → rounds with their assignments, evaluations and consensus sheets."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from casebound.check.context import error
from casebound.read.consensus import CONSENSUS
from casebound.read.round import ASSIGNMENTS, EVALUATION, ROUND
from casebound.read.written import WrittenConsensus, WrittenEvaluation, WrittenRound
from casebound.text.localized import phrase
from casebound.text.source import Source, no_text
from casebound.workspace.folder import WorkspaceFolder


def read_rounds(folder: WorkspaceFolder) -> tuple[WrittenRound, ...]:
    """Every round; what cannot be read is a finding in the folder's reading."""
    found = (_read_round(folder, entry) for entry in folder.folders(folder.root / "content" / "rounds"))
    return tuple(round for round in found if round is not None)


def _read_round(folder: WorkspaceFolder, entry: Path) -> WrittenRound | None:
    path = entry / "round.yaml"
    if not path.is_file():
        message = phrase("文件夹里没有 round.yaml", "The folder has no round.yaml")
        folder.reading.findings.append(error("missing-file", no_text(folder.name(entry)), message))
        return None
    node = folder.node(path)
    round = ROUND.read("", node, folder.reading) if node else None
    if node is None or round is None:
        return None
    assignments = folder.node(entry / "assignments.yaml") if (entry / "assignments.yaml").is_file() else None
    file = ASSIGNMENTS.read("", assignments, folder.reading) if assignments else None
    evaluations = []
    for case in folder.folders(entry / "evaluations"):
        for evaluation_path in folder.yaml_files(case):
            tree = folder.node(evaluation_path)
            evaluation = EVALUATION.read("", tree, folder.reading) if tree else None
            if tree is not None and evaluation is not None:
                frozen = replace(evaluation, digest=digest_of(tree.span.source))
                evaluations.append(WrittenEvaluation(evaluation=frozen, node=tree, source=tree.span.source))
    agreed = _read_consensus(folder, entry / "consensus")
    return WrittenRound(
        round=replace(
            round,
            assignments=file.assignments if file else (),
            evaluations=tuple(item.evaluation for item in evaluations),
            consensus=tuple(item.consensus for item in agreed),
        ),
        node=node,
        source=node.span.source,
        assignments=assignments,
        evaluations=tuple(evaluations),
        consensus=agreed,
    )


def digest_of(source: Source) -> str:
    """SHA-256 of a file's text in UTF-8, its lines ended by LF: a checkout that ends them otherwise changes nothing."""
    text = source.text.replace("\r\n", "\n").replace("\r", "\n")
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()


def _read_consensus(folder: WorkspaceFolder, path: Path) -> tuple[WrittenConsensus, ...]:
    found = []
    for file in folder.yaml_files(path):
        tree = folder.node(file)
        consensus = CONSENSUS.read("", tree, folder.reading) if tree else None
        if tree is not None and consensus is not None:
            found.append(WrittenConsensus(consensus=consensus, node=tree, source=tree.span.source))
    return tuple(found)
