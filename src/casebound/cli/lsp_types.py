"""What the room `editor` says → the messages of the Language Server Protocol."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lsprotocol import types

from casebound.editor.actions import Action
from casebound.editor.completion import Completion
from casebound.editor.hover import Explanation
from casebound.editor.places import Symbol
from casebound.editor.positions import Position
from casebound.text.finding import Finding, Severity
from casebound.text.fix import Edit
from casebound.text.localized import CHINESE
from casebound.text.source import Source, Span

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.ADVICE: types.DiagnosticSeverity.Information,
}
_KINDS = {
    "field": types.CompletionItemKind.Property,
    "option": types.CompletionItemKind.EnumMember,
    "id": types.CompletionItemKind.Reference,
    "file": types.CompletionItemKind.File,
    "figure": types.CompletionItemKind.Value,
}
_PLACEHOLDER = re.compile(r"\$\{\d+\|[^|]*\|\}|\$\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """What the editor can do, and how places are told to it."""

    place: Callable[[Source, int], Position]
    """Line and column, both from 0 and in the editor's units, of an offset."""
    address: Callable[[str], str | None]
    """The URI of a path in the workspace; None where it has none."""
    version: Callable[[str], int | None]
    """Of the open text of a path."""
    lang: str
    has_snippets: bool = False
    has_related: bool = False
    has_versions: bool = False
    """Whether edits may name the version of the text they are for."""

    def range(self, span: Span) -> types.Range:
        """A stretch of a text."""
        start, end = self.place(span.source, span.start), self.place(span.source, span.end)
        return types.Range(start=types.Position(*start), end=types.Position(*end))

    def location(self, span: Span) -> types.Location | None:
        """A stretch of a file of the workspace."""
        uri = self.address(span.source.path)
        return None if uri is None else types.Location(uri=uri, range=self.range(span))

    def diagnostic(self, finding: Finding) -> types.Diagnostic:
        """A finding; labels about files that no editor can open are said in words."""
        lines = [finding.message.to(self.lang)]
        if finding.hint:
            lines.append(finding.hint.to(self.lang))
        related = []
        for label in finding.labels:
            location = self.location(label.span)
            if location is not None and self.has_related:
                message = label.message.to(self.lang)
                related.append(types.DiagnosticRelatedInformation(location=location, message=message))
            else:
                lines.append(label.message.to(self.lang))
        return types.Diagnostic(
            range=self.range(finding.span),
            severity=_SEVERITIES[finding.severity],
            code=finding.rule,
            source="casebound",
            message="\n".join(lines),
            related_information=related or None,
        )

    def completion(self, found: Completion, number: int, source: Source) -> types.CompletionItem:
        """Something that may be written, the `number`th of a list."""
        text = found.text or found.label
        is_snippet = found.is_snippet and self.has_snippets
        if found.is_snippet and not is_snippet:
            text = _PLACEHOLDER.sub("", text).replace("\\}", "}")
        where = self.range(source.span(found.start, found.end))
        markdown = types.MarkupContent(kind=types.MarkupKind.Markdown, value=found.explanation)
        return types.CompletionItem(
            label=found.label,
            kind=_KINDS[found.kind],
            detail=found.detail or None,
            documentation=markdown if found.explanation else None,
            filter_text=found.search or found.label,
            sort_text=f"{number:04}",
            insert_text_format=types.InsertTextFormat.Snippet if is_snippet else types.InsertTextFormat.PlainText,
            insert_text_mode=types.InsertTextMode.AdjustIndentation if "\n" in text else None,
            text_edit=types.TextEdit(range=where, new_text=text),
        )

    def hover(self, found: Explanation) -> types.Hover:
        """What is known of a place."""
        contents = types.MarkupContent(kind=types.MarkupKind.Markdown, value=found.markdown)
        return types.Hover(contents=contents, range=self.range(found.span))

    def symbol(self, found: Symbol) -> types.DocumentSymbol:
        """A section and those in it."""
        return types.DocumentSymbol(
            name=found.name,
            detail=found.detail or None,
            kind=types.SymbolKind.String,  # what editors use for the headings of Markdown
            range=self.range(found.span),
            selection_range=self.range(found.heading),
            children=[self.symbol(child) for child in found.children],
        )

    def action(self, found: Action) -> types.CodeAction | None:
        """Edits under a title; None where they touch a file that no editor can open."""
        edit = self.edit(found.edits)
        if edit is None:
            return None
        return types.CodeAction(
            title=found.title.to(self.lang),
            kind=found.kind,
            diagnostics=[self.diagnostic(finding) for finding in found.findings] or None,
            is_preferred=True if found.is_preferred else None,
            edit=edit,
        )

    def edit(self, edits: Iterable[Edit]) -> types.WorkspaceEdit | None:
        """Edits by file."""
        by_path: dict[str, list[types.TextEdit]] = {}
        for edit in edits:
            text_edit = types.TextEdit(range=self.range(edit.span), new_text=edit.text)
            by_path.setdefault(edit.span.source.path, []).append(text_edit)
        addresses = {path: self.address(path) for path in by_path}
        if None in addresses.values():
            return None
        if not self.has_versions:
            return types.WorkspaceEdit(changes={str(addresses[path]): found for path, found in by_path.items()})
        return types.WorkspaceEdit(
            document_changes=[
                types.TextDocumentEdit(
                    text_document=types.OptionalVersionedTextDocumentIdentifier(
                        uri=str(addresses[path]), version=self.version(path)
                    ),
                    edits=list(found),
                )
                for path, found in by_path.items()
            ]
        )


def language_of(locale: str | None, otherwise: str) -> str:
    """The language for a locale such as `zh-cn` or `en-US`: Chinese, or else English."""
    if not locale:
        return otherwise
    return CHINESE if locale.lower().startswith("zh") else "en"
