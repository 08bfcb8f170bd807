"""Addresses on other hosts → findings about those that do not answer. The one part of Casebound that asks the network,
and only when somebody says so.

Each address is asked for its head, and where a host does not answer that, for its beginning: never more than a few
kilobytes. A host is asked one thing at a time. Addresses inside one's own network are not asked at all.
"""

from __future__ import annotations

import ipaddress
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from typing import IO
from urllib.parse import quote, urlsplit, urlunsplit

import casebound
from casebound.check.context import warning
from casebound.text.finding import Finding
from casebound.text.localized import Localized, phrase
from casebound.text.source import no_text

AGENT = f"Casebound/{casebound.__version__} (link check; +https://github.com/casebound)"
SECONDS = 15.0
"""How long an answer may take."""
_AT_ONCE = 8
"""Hosts that are asked at a time."""
_PAUSE_SECONDS = 0.2
"""Between two questions to one host."""
_MOST_REDIRECTS = 5
_BYTES = 4096
_NOT_THE_LINK = frozenset({401, 403, 405, 406, 429, 501, 503, 999})
"""Answers to a head that say nothing of the page: it is asked for itself; and answers to that which mean that somebody
is there, who does not want to be asked by a program."""

Resolve = Callable[[str], Iterable[str]]
"""The name of a host → its addresses."""


def unreachable(
    outside: Mapping[str, str],
    on_done: Callable[[str], object] = lambda _address: None,
    *,
    seconds: float = SECONDS,
    resolve: Resolve | None = None,
) -> list[Finding]:
    """What is wrong with addresses, each with a page that refers to it. `resolve`: how hosts are found, for tests."""
    hosts: dict[str, list[str]] = {}
    for address in sorted(outside):
        hosts.setdefault(urlsplit(address).netloc.lower(), []).append(address)
    problems: dict[str, Localized] = {}

    def ask(addresses: list[str]) -> None:
        for number, address in enumerate(addresses):
            if number:
                time.sleep(_PAUSE_SECONDS)
            if problem := _problem(address, seconds, resolve or _addresses):
                problems[address] = problem
            on_done(address)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(ask, hosts.values()))
    return [_finding(address, outside[address], problems[address]) for address in sorted(problems)]


def _finding(address: str, page: str, problem: Localized) -> Finding:
    message = phrase(
        "外部链接“{link}”打不开：{why}", "Outside link “{link}” does not open: {why}", link=address, why=problem
    )
    hint = phrase("改正链接，或过些时候再查", "Correct the link, or check again later")
    return warning("unreachable-link", no_text(f"site/{page}"), message, hint)


def _problem(address: str, seconds: float, resolve: Resolve) -> Localized | None:
    """What is wrong with it."""
    try:
        status = _status(address, "HEAD", seconds, resolve)
        if status >= 400:
            status = _status(address, "GET", seconds, resolve)
    except _Refused as refusal:
        return refusal.why
    except TimeoutError:
        return phrase("{n} 秒内没有回答", "no answer within {n} seconds", n=f"{seconds:g}")
    except (OSError, HTTPException, ValueError) as failure:
        reason = getattr(failure, "reason", failure)
        if isinstance(reason, TimeoutError):
            return phrase("{n} 秒内没有回答", "no answer within {n} seconds", n=f"{seconds:g}")
        return phrase("{why}", "{why}", why=str(getattr(reason, "strerror", None) or reason)[:120])
    if status < 400 or status in _NOT_THE_LINK:
        return None
    return phrase("回答 {status}", "it answers {status}", status=str(status))


class _Refused(Exception):
    """Something that is not asked for."""

    def __init__(self, why: Localized) -> None:
        super().__init__(why.to("en"))
        self.why = why


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Where an answer leads elsewhere, we look at that first."""

    def redirect_request(self, *_: object) -> None:
        return None


def _status(address: str, method: str, seconds: float, resolve: Resolve) -> int:
    """The answer at an address or where it leads to."""
    opener = urllib.request.build_opener(_NoRedirect())
    for _ in range(_MOST_REDIRECTS + 1):
        target = _allowed(address, resolve)
        request = urllib.request.Request(target, method=method, headers={"User-Agent": AGENT, "Accept": "*/*"})
        try:
            with opener.open(request, timeout=seconds) as answer:
                _drain(answer)
                return int(answer.status)
        except urllib.error.HTTPError as failure:
            with failure:
                location = failure.headers.get("Location")
                if failure.code not in (301, 302, 303, 307, 308) or not location:
                    return failure.code
                address = urllib.parse.urljoin(target, location)
    raise _Refused(phrase("转了 {n} 次还没到", "it redirects more than {n} times", n=str(_MOST_REDIRECTS)))


def _drain(answer: IO[bytes]) -> None:
    answer.read(_BYTES)


def _allowed(address: str, resolve: Resolve) -> str:
    """The address as it is asked for. Raises `_Refused` for other schemes and for hosts inside one's own network."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _Refused(phrase("不是 http 或 https", "it is neither http nor https"))
    for each in resolve(parts.hostname):
        if not ipaddress.ip_address(each.partition("%")[0]).is_global:
            raise _Refused(phrase("它在内部网络里，没有查", "it is inside a private network and was not looked up"))
    host = parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else parts.hostname
    netloc = f"[{host}]" if ":" in host else host
    if parts.port:
        netloc += f":{parts.port}"
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    return urlunsplit((parts.scheme, netloc, path or "/", quote(parts.query, safe="=&%/:?@!$'()*+,;~-._"), ""))


def _addresses(host: str) -> list[str]:
    return [str(info[4][0]) for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
