"""Links to other hosts, asked for at a server on this machine: what answers, what does not, and what is never asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from casebound.workspace import outside_links
from casebound.workspace.outside_links import AGENT, unreachable

PUBLIC = "93.184.215.14"
"""An address that is nobody's private one; hosts are said to have it, while the server stands on this machine."""


class Answers(BaseHTTPRequestHandler):
    """Says what the path asks for."""

    asked: list[tuple[str, str, str]]

    def do_HEAD(self) -> None:
        self.asked.append((self.command, self.path, self.headers["User-Agent"]))
        if self.path == "/slow":
            time.sleep(3)
        status = {"/gone": 404, "/broken": 500, "/members": 403, "/get-only": 405}.get(self.path, 200)
        if self.path == "/get-only" and self.command == "GET":
            status = 200
        if self.path.startswith("/moved"):
            left = int(self.path.removeprefix("/moved") or 0)
            self.send_response(302)
            self.send_header("Location", f"/moved{left - 1}" if left else "/there")
        elif self.path == "/inside":
            self.send_response(301)
            self.send_header("Location", "http://inside.example/secret")
        elif self.path == "/file":
            self.send_response(301)
            self.send_header("Location", "file:///etc/passwd")
        else:
            self.send_response(status)
        self.end_headers()
        if self.command == "GET" and status == 200:
            self.wfile.write(b"x" * 100_000)

    do_GET = do_HEAD

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """The address of a server, and what it was asked."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(outside_links, "_PAUSE_SECONDS", 0)
    asked: list[tuple[str, str, str]] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Answers,), {"asked": asked}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def resolve(host: str) -> list[str]:
    return ["10.0.0.7"] if host == "inside.example" else [PUBLIC]


def problems(host: str, *paths: str, seconds: float = 5) -> dict[str, str]:
    outside = {path if "://" in path else host + path: "index.html" for path in paths}
    found = unreachable(outside, seconds=seconds, resolve=resolve)
    assert {finding.rule for finding in found} <= {"unreachable-link"}
    assert {finding.span.source.path for finding in found} <= {"site/index.html"}
    return {
        finding.message.to("en").partition("“")[2].partition("”")[0].removeprefix(host): finding.message.to(
            "en"
        ).rpartition("open: ")[2]
        for finding in found
    }


def test_what_answers_is_not_spoken_of(host: tuple[str, list[tuple[str, str, str]]]) -> None:
    address, asked = host
    assert problems(address, "/", "/moved", "/moved3", "/get-only", "/members") == {}
    assert {agent for _, _, agent in asked} == {AGENT}
    assert ("GET", "/") not in {(method, path) for method, path, _ in asked}
    assert ("GET", "/get-only") in {(method, path) for method, path, _ in asked}


def test_what_does_not_is_named_with_its_answer(host: tuple[str, list[tuple[str, str, str]]]) -> None:
    address, _ = host
    assert problems(address, "/gone", "/broken") == {"/gone": "it answers 404", "/broken": "it answers 500"}
    assert problems(address, "/moved9") == {"/moved9": "it redirects more than 5 times"}


def test_who_takes_too_long_is_not_waited_for(host: tuple[str, list[tuple[str, str, str]]]) -> None:
    address, _ = host
    assert problems(address, "/slow", seconds=0.5) == {"/slow": "no answer within 0.5 seconds"}


@pytest.mark.usefixtures("host")
def test_nobody_listens() -> None:
    [why] = problems("", "http://127.0.0.1:1/").values()
    assert "refused" in why


def test_hosts_inside_ones_own_network_are_never_asked(host: tuple[str, list[tuple[str, str, str]]]) -> None:
    address, asked = host
    private = "it is inside a private network and was not looked up"
    assert problems(address, "http://inside.example/x", "/inside") == {
        "http://inside.example/x": private,
        "/inside": private,
    }
    assert [path for _, path, _ in asked] == ["/inside"]
    assert unreachable({f"{address}/": "index.html"})[0].message.to("en").endswith(private)


def test_only_the_web_is_asked(host: tuple[str, list[tuple[str, str, str]]]) -> None:
    address, _ = host
    assert problems(address, "/file") == {"/file": "it is neither http nor https"}
