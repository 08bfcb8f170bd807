"""Which change can touch which document."""

from __future__ import annotations

import pytest

from casebound.text.localized import NOTHING
from casebound.workspace.serve_desk import Document

SITE = Document(name="site", kind="site", id="site", lang="en", title=NOTHING)
BOOK = Document(name="book/all", kind="book", id="all", lang="en", title=NOTHING)
REPORT = Document(name="report/x", kind="report", id="x", lang="en", title=NOTHING, folder="content/cases/one")


@pytest.mark.parametrize(
    ("path", "touched"),
    [
        ("casebound.toml", "site book report"),
        ("content", "site book report"),
        ("content/vocabularies.yaml", "site book report"),
        ("content/frameworks/own.yaml", "site book report"),
        ("content/cases/one", "site book report"),
        ("content/cases/one/case.en.md", "site book report"),
        ("content/cases/one-more/case.md", "site book"),
        ("content/rounds/2026/round.yaml", "site book"),
        ("templates/tokens.css", "site book report"),
        ("templates/print/print.css", "book report"),
        ("templates/site/home.html", "site"),
        ("site/pages/about.en.md", "site"),
        ("fonts/NotoSerifSC-Regular.otf", "book report"),
    ],
)
def test_a_change_touches_what_is_made_from_the_file(path: str, touched: str) -> None:
    found = [document.kind for document in (SITE, BOOK, REPORT) if document.is_touched_by(path)]
    assert found == touched.split()
