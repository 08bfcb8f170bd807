"""The address of a site: what paths can be added to, and what not."""

from __future__ import annotations

import pytest

from casebound.read.web_address import WEB_ADDRESS


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://cases.example.org", "https://cases.example.org"),
        ("https://cases.example.org/", "https://cases.example.org"),
        ("http://localhost:8000/a/b/", "http://localhost:8000/a/b"),
        ("HTTPS://Cases.Example.org/%E6%A1%88", "HTTPS://Cases.Example.org/%E6%A1%88"),
        ("https://[2001:db8::1]/", "https://[2001:db8::1]"),
        ("https://xn--fiqs8s.example/~team/", "https://xn--fiqs8s.example/~team"),
    ],
)
def test_an_address_is_read_without_the_slash_at_its_end(written: str, read: str) -> None:
    assert WEB_ADDRESS.convert(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "",
        "cases.example.org",
        "ftp://cases.example.org",
        "javascript:alert(1)",
        "https://",
        "https:///cases",
        "https://cases.example.org/?page=1",
        "https://cases.example.org/#top",
        "https://me:secret@cases.example.org",
        "https://案例.example.org",
        "https://cases.example.org/a b",
        'https://cases.example.org/"',
        "https://cases.example.org:99999",
        "https://cases.example.org:0",
        "https://cases.example.org:x",
        "https://[2001:db8",
        "https://cases.example.org/" + "a" * 200,
    ],
)
def test_what_is_no_address_of_a_site_is_refused(written: str) -> None:
    assert WEB_ADDRESS.convert(written) is None
