"""Every format of the installed command, judged by tools that nobody here wrote: outloud, pdfua and qpdf."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.judges import complaints_about

if TYPE_CHECKING:
    from tests.whole.conftest import Built, Run

pytestmark = pytest.mark.slow

ROUND = "2026-third-party"


@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        ("reports/*.pdf", 11),
        ("books/*.pdf", 2),
        ("packets/e0[12]/packet.pdf", 2),
        ("results/*.pdf", 1),
        ("minutes/*.pdf", 1),
        ("certificates/*/[ac]*.pdf", 4),
        ("letters/*/[ac]*.pdf", 4),
    ],
)
def test_nothing_is_said_against_what_one_build_makes(built: Built, pattern: str, count: int) -> None:
    made = sorted(built.output.glob(pattern))
    assert len(made) == count
    assert {pdf.name: complaints_about(pdf) for pdf in made} == {pdf.name: [] for pdf in made}


@pytest.mark.parametrize("size", ["A4", "B5"])
def test_nothing_is_said_against_other_paper_languages_and_print_files(
    casebound: Run, with_round: Path, size: str
) -> None:
    settings = with_round / "casebound.toml"
    book = (
        '[[books]]\nid = "book"\ntitle = {zh-CN = "书", en = "A book"}\nlanguage = "en"\nround = "2026-third-party"\n'
    )
    written = settings.read_text(encoding="utf-8")
    settings.write_text(f'{written}\n[print]\nsize = "{size}"\n\n{book}size = "{size}"\n', encoding="utf-8")
    for arguments in (
        ("book", "--print", "marks", "--print", "cover"),
        ("packet", "e02", "--blind", "--lang", "en"),
        ("results", "--lang", "en"),
        ("results", "--audience", "internal"),
        ("report", "fleet-handover", "--audience", "blind"),
    ):
        done = casebound(*arguments, cwd=with_round)
        assert done.returncode in (0, 1), done.stderr
    made = sorted((with_round / "build").rglob("*.pdf"))
    assert len(made) == 7
    assert {pdf.name: complaints_about(pdf) for pdf in made} == {pdf.name: [] for pdf in made}
