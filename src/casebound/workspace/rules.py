"""The rules built in, and those that frameworks and routes list → the rulebook of a workspace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from casebound.check.rulebook import Rulebook, RuleSet, joined, read_rules
from casebound.read.fields import AS_WRITTEN, Record, required
from casebound.read.framework import FrameworkFile
from casebound.read.nodes import Node
from casebound.read.vocabulary import WrittenRoute
from casebound.text.localized import phrase
from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.resources import built_in


@dataclass(frozen=True, slots=True, kw_only=True)
class _RuleFile:
    rules: Node | None = None


_FILE = Record(_RuleFile, {"rules": required(AS_WRITTEN)})


def load_rulebook(
    folder: WorkspaceFolder,
    frameworks: Mapping[str, FrameworkFile],
    routes: Iterable[WrittenRoute],
) -> Rulebook:
    """Every rule of the workspace."""
    base = RuleSet()
    for path in sorted(built_in("rules").glob("*.yaml")):
        node = folder.node(path)
        file = _FILE.read("", node, folder.reading) if node else None
        if file and file.rules:
            base = joined(base, read_rules(file.rules, folder.reading))
    own = {
        id: read_rules(file.rules, folder.reading, phrase("准则“{id}”这样要求", "framework “{id}” demands it", id=id))
        for id, file in frameworks.items()
        if file.rules is not None
    }
    return Rulebook(
        base=base,
        frameworks={id: _inherited(id, frameworks, own) for id in frameworks},
        routes={
            item.route.id: read_rules(
                item.rules,
                folder.reading,
                phrase("路径“{id}”这样要求", "route “{id}” demands it", id=item.route.id),
            )
            for item in routes
            if item.rules is not None
        },
    )


def _inherited(id: str, files: Mapping[str, FrameworkFile], own: Mapping[str, RuleSet]) -> RuleSet:
    """A framework's rules on top of those of what it extends."""
    chain: list[str] = []
    while id in files and id not in chain:
        chain.append(id)
        id = files[id].extends
    rules = RuleSet()
    for name in reversed(chain):
        rules = joined(rules, own.get(name, RuleSet()))
    return rules
