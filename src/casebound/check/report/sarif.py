"""Findings → SARIF 2.1.0 (OASIS), for code scanning."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from urllib.parse import quote

from casebound import __version__
from casebound.check.report.json_text import JSON, json_text
from casebound.check.report.words import HINT
from casebound.text.finding import Finding, Severity
from casebound.text.fix import Fix
from casebound.text.localized import CHINESE, LANGUAGES, Localized
from casebound.text.source import Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
ROOT = "SRCROOT"
"""The base of all paths: the workspace, wherever that lies."""

FINGERPRINT = "casebound/v1"
NOTHING_KNOWN: Mapping[str, Localized] = MappingProxyType({})


def render_sarif(findings: Sequence[Finding], lang: str, descriptions: Mapping[str, Localized] = NOTHING_KNOWN) -> str:
    """One run; `descriptions` say in a sentence what each rule wants, by rule."""
    rules = sorted({finding.rule for finding in findings})
    seen: Counter[str] = Counter()
    results: list[JSON] = []
    for finding in findings:
        print_ = _fingerprint(finding)
        occasion = f"{finding.span.source.path}\0{print_}"
        seen[occasion] += 1
        results.append(_result(finding, lang, rules.index(finding.rule), f"{print_}:{seen[occasion]}"))
    driver: dict[str, JSON] = {
        "name": "casebound",
        "version": __version__,
        "rules": [_rule(rule, descriptions.get(rule), lang) for rule in rules],
    }
    run: dict[str, JSON] = {
        "tool": {"driver": driver},
        "language": lang if lang in LANGUAGES else CHINESE,
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The workspace: the folder of casebound.toml."}}},
        "results": results,
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: str, description: Localized | None, lang: str) -> JSON:
    if not description:
        return {"id": rule}
    return {"id": rule, "shortDescription": _message(description.to(lang))}


def _result(finding: Finding, lang: str, index: int, fingerprint: str) -> JSON:
    said = finding.message.to(lang)
    if finding.hint:
        said = f"{said}\n{HINT.to(lang)}{finding.hint.to(lang)}"
    result: dict[str, JSON] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": _message(said),
        "locations": [{"physicalLocation": _physical(finding.span)}],
        "partialFingerprints": {FINGERPRINT: fingerprint},
    }
    if finding.labels:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": _physical(label.span), "message": _message(label.message.to(lang))}
            for number, label in enumerate(finding.labels, 1)
        ]
    if finding.fix:
        result["fixes"] = [_fix(finding.fix, lang)]
    if finding.field:
        result["properties"] = {"field": finding.field}
    return result


def _fix(fix: Fix, lang: str) -> JSON:
    """Replacements by file, in the order of the edits."""
    changes: dict[str, list[JSON]] = {}
    for edit in fix.edits:
        replacement: JSON = {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}
        changes.setdefault(edit.span.source.path, []).append(replacement)
    return {
        "description": _message(fix.message.to(lang)),
        "artifactChanges": [
            {"artifactLocation": _artifact(path), "replacements": replacements}
            for path, replacements in changes.items()
        ],
        "properties": {"isSafe": fix.is_safe},
    }


def _physical(span: Span) -> JSON:
    return {"artifactLocation": _artifact(span.source.path), "region": _region(span)}


def _artifact(path: str) -> JSON:
    return {"uri": quote(path, safe="/", errors="replace"), "uriBaseId": ROOT}


def _region(span: Span) -> JSON:
    line, column = span.source.position(span.start)
    end_line, end_column = span.source.position(span.end)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _message(text: str) -> JSON:
    """Words as words: §3.11.5 doubles braces, §3.11.6 would read `[…](…)` as a link."""
    return {"text": text.replace("{", "{{").replace("}", "}}").replace("](", "\\](")}


def _fingerprint(finding: Finding) -> str:
    """What stays the same when lines move; equal ones in a file are counted through by the caller."""
    parts = "\0".join((finding.rule, finding.field, finding.span.text))
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:32]
