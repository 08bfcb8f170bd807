"""A small write-up without a fault, and what `check` says of it once something in it is changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from casebound.check.context import Context
from casebound.check.engine import check_case
from casebound.check.rulebook import Rulebook
from casebound.read.document import read_document
from casebound.read.series import read_points
from casebound.read.written import AttachedFile, WrittenCase, read_case
from casebound.text.finding import Finding
from casebound.text.source import Source
from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.resources import PACKAGE
from casebound.workspace.rules import load_rulebook
from tests.check.faultless import BODY, CONTEXT, DATA, FRONT, PNG

TEXT = f"---\n{FRONT}---\n{BODY}"


def _rulebook() -> Rulebook:
    folder = WorkspaceFolder(PACKAGE)
    rulebook = load_rulebook(folder, {}, ())
    assert folder.reading.findings == []
    return rulebook


RULEBOOK = _rulebook()
"""The rules for every write-up, in the stage `published`: all of them."""


def attached(data: bytes) -> AttachedFile:
    return AttachedFile(size=len(data), head=data[:64])


def written(
    text: str, *, path: str = "content/cases/night-clinic/case.md", data: str = DATA, image: bytes = PNG
) -> WrittenCase:
    """The write-up, read as `workspace` reads it from a folder with one data file and one image."""
    document = read_document(Source(path=path, text=text))
    case, document, translates = read_case(document, document.reading)
    source = Source(path="content/cases/night-clinic/data/wait.csv", text=data)
    measures = tuple(
        replace(item, series=replace(item.series, points=read_points(source, item.series, document.reading)))
        if item.series
        else item
        for item in case.measures
    )
    return WrittenCase(
        case=replace(case, measures=measures),
        document=document,
        folder=path.rpartition("/")[0],
        files={
            "data/wait.csv": attached(data.encode()),
            "images/desk.png": attached(image),
            "data/empty.csv": attached(b""),
        },
        translates=translates,
        digest="abc",
    )


@pytest.fixture
def good() -> str:
    """A write-up in which nothing is wrong."""
    return TEXT


@pytest.fixture
def make() -> Callable[..., WrittenCase]:
    """Text → a write-up."""
    return written


@pytest.fixture
def context() -> Context:
    """The framework, route and words that the write-up names."""
    return CONTEXT


@pytest.fixture
def rulebook() -> Rulebook:
    """The rules for every write-up, all of them."""
    return RULEBOOK


Said = tuple[int, str, str, str]


def said(findings: tuple[Finding, ...]) -> list[Said]:
    """Line, underlined text, rule and Chinese message of each finding."""
    return [
        (
            finding.span.source.position(finding.span.start)[0],
            finding.span.text,
            finding.rule,
            finding.message.to("zh-CN"),
        )
        for finding in findings
    ]


@pytest.fixture
def check() -> Callable[..., list[Said]]:
    """What is said of the good text after replacing one thing in it, which must stand there exactly once."""

    def run(old: str = "", new: str = "", **folder: object) -> list[Said]:
        assert not old or TEXT.count(old) == 1, old
        text = TEXT.replace(old, new) if old else TEXT
        case = written(text, **folder)  # type: ignore[arg-type]  # keywords of `written`, given by each test
        return said(check_case(case, CONTEXT, RULEBOOK))

    return run
