"""What `casebound check` says of a workspace full of mistakes, word for word. `pytest --update-golden` rewrites it."""

from __future__ import annotations

from pathlib import Path

import pytest

from casebound.check.report.concise import render_concise
from casebound.check.report.full import render_full
from casebound.check.report.json_document import render_json
from casebound.workspace.load import load

HERE = Path(__file__).parent

GOLDEN = {
    "check.zh-CN.txt": lambda findings: render_full(findings, "zh-CN"),
    "check.en.txt": lambda findings: render_full(findings, "en"),
    "check.concise.txt": lambda findings: render_concise(findings, "zh-CN"),
    "check.json": lambda findings: render_json(findings, "en"),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_says_the_same_as_before(name: str, request: pytest.FixtureRequest) -> None:
    said = GOLDEN[name](load(HERE / "broken").findings)
    kept = HERE / name
    if request.config.getoption("--update-golden"):
        kept.write_text(said, encoding="utf-8")
    assert said == kept.read_text(encoding="utf-8")
