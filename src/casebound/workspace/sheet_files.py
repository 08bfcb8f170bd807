"""Packets → the files in which evaluators mark: one of each format."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from casebound.compose.artifact import Artifact
from casebound.evaluate.sheets.markdown_write import render_markdown
from casebound.evaluate.sheets.xlsx_write import render_xlsx
from casebound.evaluate.sheets.yaml_write import render_yaml
from casebound.model.sheet import PacketSheets
from casebound.text.finding import Finding
from casebound.workspace.documents import Documents
from casebound.workspace.sheet_file import SheetFiles

FORMATS = ("html", "xlsx", "yaml", "md")


def sheet_artifacts(
    documents: Documents, given: Iterable[tuple[PacketSheets, str]], formats: Iterable[str], *, is_blind: bool
) -> tuple[list[Artifact], tuple[Finding, ...]]:
    """The score sheets of packets, each in the folder named with it, and what is to be said of images in them.

    They are called `<round>-<evaluator>.xlsx`, and so on: since all of them come back into one inbox.
    """
    pages = SheetFiles(documents.workspace)
    render: dict[str, Callable[[PacketSheets], bytes]] = {
        "html": lambda sheets: pages.make(sheets, is_blind=is_blind),
        "xlsx": lambda sheets: render_xlsx(sheets, documents.timestamp),
        "yaml": lambda sheets: render_yaml(sheets).encode(),
        "md": lambda sheets: render_markdown(sheets).encode(),
    }
    wanted = [name for name in FORMATS if name in formats]
    made = [
        Artifact(path=f"{folder}/{sheets.round.id}-{sheets.evaluator.id}.{name}", data=render[name](sheets))
        for sheets, folder in given
        for name in wanted
    ]
    return made, pages.findings
