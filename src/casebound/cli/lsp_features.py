"""What an editor may ask for, and what it is answered: completions, explanations, places, edits."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

from lsprotocol import types

from casebound.cli.lsp_server import CaseboundServer, has, path_of
from casebound.cli.lsp_session import OpenText
from casebound.editor.actions import FIX_ALL, QUICK_FIX, Action, allowances, fix_all, fixes, touching
from casebound.editor.complete_body import body_completions
from casebound.editor.complete_front import front_completions, yaml_completions
from casebound.editor.completion import Completion
from casebound.editor.hover import explain
from casebound.editor.places import definition, outline
from casebound.editor.positions import chosen
from casebound.editor.scene import Scene
from casebound.read.framework import FRAMEWORK
from casebound.workspace.unsaved import is_framework

TRIGGERS = ["`", "#", "(", "=", "{", ":", " ", ".", "/", '"', "["]
WATCHED = ["**/casebound.toml", "**/content/**"]


def serve(lang: str) -> int:
    """Speak with an editor until it goes; 0 if it went as agreed, 1 if not."""
    server = make_server(lang)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what anything prints must not fall among the answers
    server.start_io(sys.stdin.buffer, answers)
    return 0 if server.protocol._shutdown else 1


def make_server(lang: str) -> CaseboundServer:
    """A server that speaks `lang` where the editor does not say which language it speaks."""
    server = CaseboundServer(lang)
    _settings(server)
    _questions(server)
    return server


def _settings(server: CaseboundServer) -> None:
    """What an editor tells without asking."""

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        general = params.capabilities.general
        server.session.encoding = chosen(general.position_encodings if general else None)
        server.settle_language(params.initialization_options, params.locale)

    @server.feature(types.INITIALIZED)
    def initialized(_params: types.InitializedParams) -> None:
        if has(server.client_capabilities, "workspace.did_change_watched_files.dynamic_registration"):
            watchers = [types.FileSystemWatcher(glob_pattern=pattern) for pattern in WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers=watchers)
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            registration = types.Registration(id="files", method=method, register_options=options)
            server.client_register_capability(types.RegistrationParams(registrations=[registration]))

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def configured(params: types.DidChangeConfigurationParams) -> None:
        server.settle_language(params.settings)
        server.published.clear()
        server.wake()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(_params: types.DidChangeWatchedFilesParams) -> None:
        for item in list(server.session.opened.values()):
            if item.root is None:  # perhaps a casebound.toml is there now
                server.session.put(item.uri, path_of(item.uri), item.whole, item.version)
        server.session.forget()
        server.wake()

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(_params: types.DidSaveTextDocumentParams) -> None:
        server.session.forget()
        server.wake()


def _questions(server: CaseboundServer) -> None:
    """What an editor asks."""
    session = server.session

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=TRIGGERS))
    def complete(params: types.CompletionParams) -> types.CompletionList:
        opened = session.opened.get(params.text_document.uri)
        items: list[types.CompletionItem] = []
        if opened is not None and opened.root is not None:
            offset = session.offset(opened, params.position.line, params.position.character)
            client = server.client(opened.root)
            found = _completions(session.scene(opened), opened, offset, session.lang)
            items = [client.completion(item, number, opened.source) for number, item in enumerate(found)]
        return types.CompletionList(is_incomplete=False, items=items)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        at = _scene_at(server, params)
        found = explain(at[0], at[1]) if at else None
        return at[2].hover(found) if at and found else None

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def define(params: types.DefinitionParams) -> types.Location | None:
        at = _scene_at(server, params)
        span = definition(at[0], at[1]) if at else None
        return at[2].location(span) if at and span else None

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        opened = session.opened.get(params.text_document.uri)
        scene = session.scene(opened) if opened else None
        if opened is None or opened.root is None or scene is None:
            return []
        client = server.client(opened.root)
        return [client.symbol(item) for item in outline(scene)]

    kinds: list[types.CodeActionKind | str] = [types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll]

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=kinds))
    async def actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        opened = session.opened.get(params.text_document.uri)
        if opened is None or opened.root is None:
            return []
        start = session.offset(opened, params.range.start.line, params.range.start.character)
        end = session.offset(opened, params.range.end.line, params.range.end.character)
        found = await asyncio.to_thread(_actions, server, opened, start, end, params.context.only)
        if session.opened.get(opened.uri) is not opened:  # somebody has typed: the places are no longer right
            return []
        client = server.client(opened.root)
        return [action for item in found if (action := client.action(item))]


def _completions(scene: Scene | None, opened: OpenText, offset: int, lang: str) -> list[Completion]:
    if scene is not None:
        start, end = scene.front_range()
        return front_completions(scene, offset) if start <= offset <= end else body_completions(scene, offset)
    return yaml_completions(opened.source, offset, FRAMEWORK, lang) if is_framework(opened.name) else []


def _scene_at(server: CaseboundServer, params: Any) -> tuple[Scene, int, Any] | None:
    """The write-up that is asked about, the offset in it, and how to answer."""
    session = server.session
    opened = session.opened.get(params.text_document.uri)
    scene = session.scene(opened) if opened else None
    if opened is None or opened.root is None or scene is None:
        return None
    offset = session.offset(opened, params.position.line, params.position.character)
    return scene, offset, server.client(opened.root)


def _actions(
    server: CaseboundServer, opened: OpenText, start: int, end: int, only: Iterable[str] | None
) -> list[Action]:
    """What may be offered on a stretch of an open text."""
    session = server.session
    findings = session.findings(opened)
    is_safe_here = any(item.fix and item.fix.is_safe for item in touching(findings, opened.name, start, end))
    wants = _wanted(only, is_safe_here)
    found = list(fixes(findings, opened.name, start, end)) if wants(QUICK_FIX) else []
    if wants(FIX_ALL) and any(item.fix and item.fix.is_safe for item in findings):
        everything = fix_all(opened.source, session.mended(opened), findings)
        found += [everything] if everything else []
    scene = session.scene(opened) if wants(QUICK_FIX) else None
    if scene is not None:
        found += allowances(scene, findings, start, end)
    return found


def _wanted(only: Iterable[str] | None, is_safe_here: bool) -> Callable[[str], bool]:
    """Which kinds of actions were asked for; without a wish, mending all only where there is something to mend."""
    if only is None:
        return lambda kind: kind == QUICK_FIX or is_safe_here
    wishes = [str(getattr(wish, "value", wish)) for wish in only]
    return lambda kind: any(not wish or kind == wish or kind.startswith(f"{wish}.") for wish in wishes)
