"""Which reports a site gives away, and where they lie in it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from casebound.compose.artifact import Artifact
from casebound.model.audience import Audience
from casebound.workspace.documents import Documents
from casebound.workspace.load import Workspace, load
from casebound.workspace.site_build import build_site
from casebound.workspace.site_reports import report_orders

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass
class Ordered:
    """Documents that only note what is ordered."""

    workspace: Workspace

    def report(self, written: Any, audience: Audience) -> Any:
        return written, audience


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    shutil.copytree(CHECKOUT / "content" / "frameworks", content / "frameworks")
    for case in ("antenatal-waiting", "outage-notice"):
        shutil.copytree(CHECKOUT / "content" / "cases" / case, content / "cases" / case)
    shutil.copy(CHECKOUT / "content" / "vocabularies.yaml", content)
    (tmp_path / "casebound.toml").write_text(
        'languages = ["zh-CN", "en"]\n[name]\nen = "One"\nzh-CN = "一"\n[site]\nreports = true\n', "utf-8"
    )
    return tmp_path


def orders(root: Path) -> dict[str, Any]:
    found = report_orders(cast("Documents", Ordered(load(root))))
    return {order.path: cast("Any", order.plan) for order in found}


PATHS = {
    f"site/cases/{name}.pdf"
    for name in (
        "antenatal-waiting/antenatal-waiting.zh-CN",
        "antenatal-waiting/antenatal-waiting.en",
        "outage-notice/outage-notice.zh-CN",
    )
}


def test_each_text_of_a_public_case_has_its_report_for_the_public(workspace: Path) -> None:
    found = orders(workspace)
    assert set(found) == PATHS
    assert {audience for _, audience in found.values()} == {Audience.PUBLIC}


def test_without_the_setting_there_are_none(workspace: Path) -> None:
    path = workspace / "casebound.toml"
    path.write_text(path.read_text("utf-8").replace("reports = true", ""), "utf-8")
    assert orders(workspace) == {}


def test_a_translation_withholds_what_its_original_does(workspace: Path) -> None:
    path = workspace / "content/cases/antenatal-waiting/case.md"
    path.write_text(path.read_text("utf-8").replace("  private: []", "  private: [replication.contact]"), "utf-8")
    translation = path.with_name("case.en.md")
    translation.write_text(
        translation.read_text("utf-8").replace("\nreplication:", "\npublication: {private: []}\nreplication:", 1),
        "utf-8",
    )
    written, _ = orders(workspace)["site/cases/antenatal-waiting/antenatal-waiting.en.pdf"]
    assert written.case.publication.private == ("replication.contact",)


def test_a_case_that_may_not_be_published_has_none(workspace: Path) -> None:
    path = workspace / "content/cases/antenatal-waiting/case.md"
    path.write_text(path.read_text("utf-8").replace("visibility: public", "visibility: internal"), "utf-8")
    assert set(orders(workspace)) == {path for path in PATHS if "outage" in path}


def test_a_page_links_to_the_report_that_was_made_in_the_language_of_its_words(workspace: Path, tmp_path: Path) -> None:
    folder = tmp_path / "build"
    report = Artifact(path="site/cases/outage-notice/outage-notice.zh-CN.pdf", data=b"%PDF-")
    build_site(workspace, folder, reports=[report])
    assert (folder / report.path).read_bytes() == b"%PDF-"

    def page(path: str) -> str:
        return (folder / "site" / path / "index.html").read_text("utf-8")

    assert '<a href="outage-notice.zh-CN.pdf">PDF 报告</a>' in page("cases/outage-notice")
    link = "../../../cases/outage-notice/outage-notice.zh-CN.pdf"
    assert f'<a href="{link}">Report (PDF)</a>' in page("en/cases/outage-notice")
    assert ".pdf" not in page("cases/antenatal-waiting")
    build_site(workspace, folder)
    assert not (folder / report.path).exists()
    assert ".pdf" not in page("cases/outage-notice")
