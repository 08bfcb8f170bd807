"""Nothing is fetched: everything is made where there is no network at all."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.whole.conftest import Run

pytestmark = pytest.mark.slow

ALONE = ("unshare", "--map-root-user", "--net")


def test_a_site_and_a_report_are_made_without_a_network(pair: Path, casebound: Run) -> None:
    """The write-up even asks for pictures and pages of the web."""
    try:
        subprocess.run([*ALONE, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no network namespace can be made here")
    case = pair / "content" / "cases" / "fleet-handover" / "case.md"
    text = case.read_text(encoding="utf-8").rstrip("\n")
    case.write_text(
        f"{text}\n\n![远处的图](https://example.org/a.png) 与[网页](https://example.org/)。\n", encoding="utf-8"
    )
    command = casebound("--version", cwd=pair).args[0]
    for arguments in (("site",), ("report", "fleet-handover")):
        done = subprocess.run(
            [*ALONE, command, *arguments], cwd=pair, capture_output=True, check=False, encoding="utf-8"
        )
        assert done.returncode == 1
        assert "[remote-image]" in done.stderr
        assert "Traceback" not in done.stderr
    assert (pair / "build" / "site" / "cases" / "fleet-handover" / "index.html").is_file()
    assert (pair / "build" / "reports" / "fleet-handover.pdf").is_file()
    assert b"https://example.org/a.png" not in b"".join(
        path.read_bytes() for path in (pair / "build" / "site").rglob("*.html")
    )
