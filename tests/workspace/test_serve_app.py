"""Who is answered, and what the server puts into the site's pages."""

from __future__ import annotations

import pytest

from casebound.workspace.serve_app import is_loopback, is_our_host, with_script


@pytest.mark.parametrize(
    ("header", "bound", "is_ours"),
    [
        ("127.0.0.1:8020", "127.0.0.1", True),
        ("localhost", "127.0.0.1", True),
        ("LOCALHOST:1", "127.0.0.1", True),
        ("[::1]:8020", "::1", True),
        ("desk.example:8020", "desk.example", True),
        ("desk.example:8020", "127.0.0.1", False),
        ("localhost.evil.example", "127.0.0.1", False),
        ("127.0.0.1.evil.example", "127.0.0.1", False),
        ("127.0.0.1@evil.example", "127.0.0.1", False),
        ("192.168.1.5:8020", "0.0.0.0", True),
        ("192.168.1.5:8020", "127.0.0.1", False),
        ("evil.example", "0.0.0.0", False),
        ("[broken", "127.0.0.1", False),
        ("", "127.0.0.1", False),
    ],
)
def test_a_name_that_was_made_to_lead_here_is_refused(header: str, bound: str, is_ours: bool) -> None:
    assert is_our_host(header, bound) is is_ours


@pytest.mark.parametrize(
    ("host", "is_safe"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("192.168.1.5", False)],
)
def test_only_loopback_is_out_of_reach_for_others(host: str, is_safe: bool) -> None:
    assert is_loopback(host) is is_safe


def test_a_page_of_the_site_may_ask_the_server_and_nobody_else() -> None:
    page = (
        b"<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self'\">"
        b"</head><body></head></body>"
    )
    assert with_script(page, "t1") == (
        b"<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self'; "
        b"connect-src 'self'\">"
        b'<script src="/_casebound/live.js" data-look="site" data-token="t1" defer></script></head><body></head></body>'
    )
    allowed = page.replace(b"img-src", b"connect-src")
    assert with_script(allowed, "t1").count(b"connect-src") == 1
    assert with_script(b"<p>", "t2").endswith(b'data-token="t2" defer></script>')
