"""What is shown → an ASGI application that serves it: to this machine's user, and to no page of another origin."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import mimetypes
import re
from collections.abc import AsyncIterator
from urllib.parse import quote, urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from casebound.workspace.serve_desk import SITE, Document
from casebound.workspace.serve_pages import Pages, assets
from casebound.workspace.serve_show import Show

PATIENCE = 1.0
"""Seconds that a reader waits before being shown that something is being made."""

ALIVE_SECONDS = 15.0
"""A silent stream of events says so often that it is still there; a viewer that left is noticed then at the latest."""

WIDEST = 4000
"""Pixels of a page's picture."""

OWN_PAGES = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""Content-Security-Policy of the preview's own pages. The site's pages bring their own."""

GUARDS = (
    (b"content-security-policy", b"frame-ancestors 'self'"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-cache"),
)
"""Headers of every answer that does not bring its own."""


def make_app(show: Show, lang: str, host: str) -> ASGIApp:
    """The application; `host`: the address it is bound to."""
    return _guarded(_App(show, lang).asgi(), host)


class _App:
    """The answers to requests."""

    def __init__(self, show: Show, lang: str) -> None:
        self.show = show
        self.pages = Pages(show, lang)
        self.assets = assets()

    def asgi(self) -> ASGIApp:
        """Routes, the first that fits."""
        return Starlette(
            routes=[
                Route("/", self.start),
                Route("/_casebound/events", self.events),
                Route("/_casebound/{name}", self.asset),
                Route("/site/{path:path}", self.site),
                Route("/pdf/{name:path}.pdf", self.pdf),
                Route("/picture/{name:path}/{number:int}.png", self.picture),
                Route("/{name:path}", self.document),
            ]
        )

    async def start(self, _request: Request) -> Response:
        return _page(self.pages.start())

    async def asset(self, request: Request) -> Response:
        path = self.assets.get(request.path_params["name"])
        return FileResponse(path) if path else self._missing(request)

    async def document(self, request: Request) -> Response:
        document = self.show.find(request.path_params["name"])
        if document is None or document.kind == "site":
            return self._missing(request)
        return _page(self.pages.document(document, is_viewer="viewer" in request.query_params))

    async def pdf(self, request: Request) -> Response:
        document = self.show.find(request.path_params["name"])
        if document is None or document.kind == "site":
            return self._missing(request)
        if not await self._is_fresh(request, document):
            return _page(self.pages.wait(document), 202)
        path = self.show.pdf(document.name, request.query_params.get("version", ""))
        if path is None:
            return _page(self.pages.failed(document), 503)
        name = f"{document.id}.pdf"
        return _Pdf(path, media_type="application/pdf", filename=name, content_disposition_type="inline")

    async def picture(self, request: Request) -> Response:
        name, number = request.path_params["name"], request.path_params["number"]
        asked = request.query_params.get("width", "")
        width = min(int(asked), WIDEST) if re.fullmatch("[1-9][0-9]{0,5}", asked) else 800
        path = self.show.pdf(name, request.query_params.get("version", ""))
        if path is None:
            return self._missing(request)
        try:
            png = await asyncio.to_thread(self.show.pictures.png, path, number, width)
        except (IndexError, OSError):
            return self._missing(request)
        return Response(png, media_type="image/png")

    async def site(self, request: Request) -> Response:
        document = self.show.find(SITE)
        if document is None:
            return self._missing(request)
        if not await self._is_fresh(request, document):
            return _page(self.pages.wait(document), 202)
        files, path = self.show.shown[SITE].files, request.path_params["path"]
        if not files:
            return _page(self.pages.failed(document), 503)
        if path not in files and f"{path}/index.html".lstrip("/") in files:
            return RedirectResponse(f"/site/{quote(f'{path}/index.html'.lstrip('/'))}")
        if path not in files:
            return self._missing(request)
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        data = files[path]
        return Response(with_script(data, self.pages.token(SITE)) if kind == "text/html" else data, media_type=kind)

    async def events(self, request: Request) -> Response:
        look = request.query_params.get("look", "")
        if look and self.show.find(look) is None:
            return self._missing(request)
        stream = self._stream(look) if request.method == "GET" else iter(())
        return StreamingResponse(stream, media_type="text/event-stream", headers={"cache-control": "no-store"})

    async def _stream(self, look: str) -> AsyncIterator[str]:
        """The state of what is looked at, whenever it has changed."""
        told = ""
        with self.show.look(look):
            while not self.show.is_closing:
                state = json.dumps(self.pages.state(look), ensure_ascii=False)
                if state != told:
                    told = state
                    yield f"data: {state}\n\n"
                try:
                    async with asyncio.timeout(ALIVE_SECONDS):
                        await self.show.next_ring()
                except TimeoutError:
                    yield ":\n\n"

    async def _is_fresh(self, request: Request, document: Document) -> bool:
        """Waits until it is; readers not for ever, since they can be shown how far it is."""
        is_reader = "text/html" in request.headers.get("accept", "")
        return await self.show.until_fresh(document.name, PATIENCE if is_reader else None)

    def _missing(self, request: Request) -> Response:
        return _page(self.pages.missing(request.url.path), 404)


class _Pdf(FileResponse):
    """In large pieces: each waits for its turn when another thread is busy (measured: 48 MB took 6 s, now 0.1)."""

    chunk_size = 1 << 22


def _page(html: str, status: int = 200) -> Response:
    return HTMLResponse(html, status, {"content-security-policy": OWN_PAGES})


def with_script(html: bytes, token: str) -> bytes:
    """A page of the site that is loaded again when it has changed: our script in it, and allowed to ask us."""
    script = f'<script src="/_casebound/live.js" data-look="{SITE}" data-token="{token}" defer></script>'.encode()
    allowed = re.sub(
        rb'(<meta http-equiv="Content-Security-Policy" content="(?![^"]*connect-src)[^"]*)',
        rb"\1; connect-src 'self'",
        html,
        count=1,
    )
    head, mark, rest = allowed.partition(b"</head>")
    return head + script + mark + rest


def is_our_host(header: str, bound: str) -> bool:
    """Whether a request's Host is one of ours: a page of another name that was made to lead here is refused.

    Names can be made to lead anywhere (DNS rebinding), addresses cannot: bound to every address, we answer to any.
    """
    try:
        name = urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return False
    if name in ("localhost", "127.0.0.1", "::1", bound.lower()):
        return True
    return bound in ("0.0.0.0", "::") and _is_address(name)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what is bound to the host."""
    return host == "localhost" or (_is_address(host) and ipaddress.ip_address(host).is_loopback)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _guarded(app: ASGIApp, bound: str) -> ASGIApp:
    """Refuses other hosts and other methods, and forbids other origins to use the answers."""

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        if not is_our_host(headers.get(b"host", b"").decode("latin-1"), bound):
            answer: ASGIApp = PlainTextResponse("403: Host", 403)
        elif scope["method"] not in ("GET", "HEAD"):
            answer = PlainTextResponse("405: GET, HEAD", 405, {"allow": "GET, HEAD"})
        else:
            answer = app

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(each for each in GUARDS if each[0] not in own)]
            await send(message)

        await answer(scope, receive, send_guarded)

    return guard
