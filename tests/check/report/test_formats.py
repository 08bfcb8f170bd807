"""Every format says the same list of findings as before, loads only what it needs, and holds what is hard to show."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from casebound.check.report.formats import FORMATS
from casebound.check.report.html_style import STYLE
from tests.check.report.sample import SAMPLE

KEPT = Path(__file__).parent / "golden"
ENDINGS = {"json": "json", "sarif": "sarif", "junit": "xml", "html": "html"}


@pytest.fixture(autouse=True)
def version(monkeypatch: pytest.MonkeyPatch) -> None:
    """A release must not change what is kept."""
    for module in ("json_document", "sarif", "html_page"):
        monkeypatch.setattr(f"casebound.check.report.{module}.__version__", "1.2.3")


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
@pytest.mark.parametrize("form", FORMATS)
def test_says_the_same_as_before(form: str, lang: str, request: pytest.FixtureRequest) -> None:
    said = FORMATS[form](SAMPLE, lang).replace(STYLE, "")
    kept = KEPT / f"{form}.{lang}.{ENDINGS.get(form, 'txt')}"
    if request.config.getoption("--update-golden"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(said, encoding="utf-8", newline="")
    assert said == kept.read_bytes().decode()


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_findings_give_the_same_text(form: str) -> None:
    assert FORMATS[form](SAMPLE, "zh-CN") == FORMATS[form](list(SAMPLE), "zh-CN")


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_that_acts_unseen_passes_through(form: str) -> None:
    said = FORMATS[form](SAMPLE, "zh-CN")
    assert [item for item in said if item not in "\n　" and not item.isprintable()] == []


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("lang", ["zh-CN", "en", "fr"])
def test_no_findings_and_strange_languages_are_told_too(form: str, lang: str) -> None:
    assert FORMATS[form]([], lang) == "" or FORMATS[form]([], lang).endswith("\n")
    assert FORMATS[form](SAMPLE, lang).endswith("\n")


def test_the_documentation_names_every_format() -> None:
    docs = Path(__file__).resolve().parents[3] / "docs" / "findings.md"
    assert re.findall(r"^\| `(\w+)` \|", docs.read_text(encoding="utf-8"), re.MULTILINE) == list(FORMATS)


LOADED = "import sys; import casebound.check.report.formats; print(' '.join(sys.modules))"
"""What listing the formats has loaded."""


def test_the_rarer_formats_are_loaded_when_they_are_asked_for() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, encoding="utf-8", check=True)
    loaded = done.stdout.split()
    assert "casebound.check.report.full" in loaded
    late = ["json_document", "sarif", "github", "junit", "html_page"]
    assert [name for name in late if f"casebound.check.report.{name}" in loaded] == []
    assert [name for name in ("rich.console", "jinja2", "xml", "hashlib", "html") if name in loaded] == []
