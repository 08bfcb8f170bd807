"""The Language Server Protocol over standard input and output, on top of `lsp_session`."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.protocol.json_rpc import JsonRPCNotification
from pygls.uris import to_fs_path

from casebound import __version__
from casebound.cli.lsp_session import Session
from casebound.cli.lsp_types import Client, language_of
from casebound.editor.positions import changed
from casebound.text.finding import Finding
from casebound.workspace.unsaved import case_of

QUIET_SECONDS = 0.12
"""How long nobody must have typed before a check."""
PATIENCE_SECONDS = 0.8
"""How long somebody may type without a check."""
MOST_DIAGNOSTICS = 2000
"""For one file: an editor can do nothing with more, and chokes on them."""
IGNORED = "$/casebound/ignored"


class Protocol(LanguageServerProtocol):
    """The messages about texts go to our own session: pygls breaks lines where LSP has none (U+2028, form feed)."""

    _server: CaseboundServer

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """A file was opened."""
        item = params.text_document
        self._server.session.put(item.uri, path_of(item.uri), item.text, item.version)
        self._server.wake()

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Somebody typed."""
        session, uri = self._server.session, params.text_document.uri
        whole = session.opened[uri].whole
        for change in params.content_changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                start, end = change.range.start, change.range.end
                places = (start.line, start.character), (end.line, end.character)
                whole = changed(whole, *places, change.text, session.encoding)
            else:
                whole = change.text
        session.update(uri, whole, params.text_document.version)
        self._server.wake()

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """A file was closed."""
        self._server.session.close(params.text_document.uri)
        self._server.wake()

    def structure_message(self, data: dict[str, Any]) -> Any:
        """A message; one that is not understood gets an answer, and no more comes of it."""
        try:
            return super().structure_message(data)
        except JsonRpcException as failure:
            if isinstance(data.get("id"), (str, int)) and "method" in data:
                self._send_response(data["id"], error=JsonRpcInvalidParams(message=str(failure)).to_response_error())
            return JsonRPCNotification(method=IGNORED, jsonrpc=self.VERSION, params=None)


class CaseboundServer(LanguageServer):
    """One editor's server."""

    def __init__(self, lang: str) -> None:
        super().__init__("casebound", __version__, protocol_cls=Protocol)
        self.lang = lang
        self.session = Session(lang=lang)
        self.published: dict[str, tuple[int | None, list[types.Diagnostic]]] = {}
        self.waiting: asyncio.Event | None = None
        self.checking: asyncio.Task[None] | None = None

    def report_server_error(self, error: Exception, source: Any) -> None:  # noqa: ARG002  # pygls's signature
        """To the editor's log, not into somebody's face."""
        print(f"casebound lsp: {type(error).__name__}: {error}", file=sys.stderr, flush=True)

    def wake(self) -> None:
        """Something changed that must be checked."""
        if self.waiting is None:
            self.waiting = asyncio.Event()
            self.checking = asyncio.get_running_loop().create_task(self._check_always(self.waiting))
        self.waiting.set()

    async def _check_always(self, waiting: asyncio.Event) -> None:
        """One check at a time, each when nobody has typed for a moment."""
        loop = asyncio.get_running_loop()
        while True:
            await waiting.wait()
            begun = loop.time()
            while waiting.is_set() and loop.time() - begun < PATIENCE_SECONDS:
                waiting.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(waiting.wait(), QUIET_SECONDS)
            waiting.clear()
            try:
                await self._check()
            except Exception as failure:  # the editor goes on working, and so do we at the next change
                self.report_server_error(failure, JsonRpcException)

    async def _check(self) -> None:
        """Check everything open; what was typed in the meantime is left to the next check."""
        session = self.session
        versions = {item.uri: item.version for item in session.opened.values()}
        found: dict[str, tuple[Path, list[Finding]]] = {
            item.uri: (item.root, []) for item in session.opened.values() if item.root is not None
        }
        for root in session.roots():
            texts = session.texts(root)
            workspace = await asyncio.to_thread(session.workspace, root, texts)
            findings = list(workspace.findings)
            for case in sorted({case_of(name) for name in texts} - {""}):
                findings += (await asyncio.to_thread(session.check, root, case, texts)).findings
            client = self.client(root)
            for finding in findings:
                if uri := client.address(finding.span.source.path):
                    found.setdefault(uri, (root, []))[1].append(finding)
        for uri, (root, findings) in found.items():
            opened = session.opened.get(uri)
            if (opened.version if opened else None) == versions.get(uri):
                client, shown = self.client(root), findings[:MOST_DIAGNOSTICS]
                self._publish(uri, [client.diagnostic(item) for item in shown], versions.get(uri))
        for uri in [uri for uri in self.published if uri not in found]:
            self._publish(uri, [], None)
            del self.published[uri]

    def _publish(self, uri: str, diagnostics: list[types.Diagnostic], version: int | None) -> None:
        if self.published.get(uri) == (version, diagnostics) or not (diagnostics or version or uri in self.published):
            return
        self.published[uri] = (version, diagnostics)
        params = types.PublishDiagnosticsParams(uri=uri, diagnostics=diagnostics, version=version)
        self.text_document_publish_diagnostics(params)

    def client(self, root: Path) -> Client:
        """How things are said to this editor about the files of a workspace."""
        session, capabilities = self.session, self.client_capabilities

        def address(name: str) -> str | None:
            if opened := session.find(root, name):
                return opened.uri
            path = root / name
            return path.as_uri() if path.is_file() and path.resolve().is_relative_to(root) else None

        def version(name: str) -> int | None:
            opened = session.find(root, name)
            return opened.version if opened else None

        return Client(
            place=lambda source, offset: session.place(root, source, offset),
            address=address,
            version=version,
            lang=session.lang,
            has_snippets=has(capabilities, "text_document.completion.completion_item.snippet_support"),
            has_related=has(capabilities, "text_document.publish_diagnostics.related_information"),
            has_versions=has(capabilities, "workspace.workspace_edit.document_changes"),
        )

    def settle_language(self, settings: Any, locale: str | None = None) -> None:
        """What a setting says, else the editor's locale, else the language of the command line."""
        own = _item(settings, "casebound") or settings
        said = _item(own, "language")
        self.lang = language_of(locale, self.lang)
        self.session.lang = language_of(said if isinstance(said, str) else None, self.lang)


def path_of(uri: str) -> Path | None:
    """The file that a URI names; None where it is no file."""
    path = to_fs_path(uri)
    return Path(path) if path and Path(path).is_absolute() and "\0" not in path else None


def _item(settings: Any, name: str) -> Any:
    return settings.get(name) if isinstance(settings, dict) else getattr(settings, name, None)


def has(capabilities: Any, path: str) -> bool:
    """Whether an editor has a capability, by its path of attributes."""
    for name in path.split("."):
        capabilities = getattr(capabilities, name, None)
    return bool(capabilities)
