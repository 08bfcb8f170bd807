"""A file with fences, or one of data → the figures in it, each with what is to be said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from casebound.check.context import Context
from casebound.check.engine import check_figures
from casebound.check.figure_look import FigureLook
from casebound.model.case import Case, DataFile
from casebound.read.decode import decode
from casebound.read.document import read_document
from casebound.read.written import WrittenCase
from casebound.text.error import CaseboundError
from casebound.text.finding import Finding
from casebound.text.source import Source
from casebound.workspace.case_folder import CASES, list_files, read_case_folder
from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.places import find_root
from casebound.workspace.surroundings import read_surroundings

DATA = (".csv", ".tsv", ".txt")


def figures_of(path: Path, *, kind: str, options: Mapping[str, str], lang: str) -> tuple[FigureLook, ...]:
    """The figures of a write-up, of any Markdown file, or the one of `kind` that a data file gives with these options.

    A write-up of a workspace brings its measures along; elsewhere data files lie beside the file, not above it.
    Raises CaseboundError where the file cannot be read.
    """
    path = path.resolve()
    findings: list[Finding] = []
    if path.suffix.lower() in DATA:
        lines = [f"```{{{kind}}} {path.name}", *(f":{name}: {value}" for name, value in options.items()), "```", ""]
        text = "\n".join(lines)
    elif (written := _of_a_workspace(path)) is not None:
        surroundings = read_surroundings(WorkspaceFolder(find_root(path.parent), {}), "published")
        context = Context(
            frameworks=surroundings.frameworks, routes=surroundings.routes, vocabulary=surroundings.vocabulary
        )
        return check_figures(written, context, surroundings.rulebook)
    else:
        source, findings = _decoded(path)
        text = source.text
    document = read_document(Source(path=path.name, text=text))
    data = []
    for name in sorted({mention.target for mention in document.body.mentions if mention.kind == "data"}):
        file = (path.parent / name).resolve()
        if file.is_relative_to(path.parent) and file.is_file():
            source, more = _decoded(file)
            findings = [*findings, *more]
            data.append(DataFile(file=name, text=source.text))
        else:
            raise CaseboundError(f"找不到数据文件 {name} / no data file {name} beside {path.name}")
    surroundings = read_surroundings(WorkspaceFolder(path.parent, {}), "published")
    written = WrittenCase(case=Case(lang=lang, data=tuple(data)), document=document, folder="", files={})
    context = Context(frameworks={}, routes={}, vocabulary=surroundings.vocabulary)
    looks = check_figures(written, context, surroundings.rulebook)
    return tuple(replace(look, findings=(*findings, *look.findings)) for look in looks)


def _of_a_workspace(path: Path) -> WrittenCase | None:
    """The write-up, if the file is one."""
    try:
        root = find_root(path.parent)
    except CaseboundError:
        return None
    folder = path.parent
    if folder.parent != root / CASES or not path.name.startswith("case."):
        return None
    cases = read_case_folder(WorkspaceFolder(root, {}), folder.name, list_files(str(folder)))
    return next((case for case in cases if case.document.source.path.endswith(f"/{path.name}")), None)


def _decoded(path: Path) -> tuple[Source, list[Finding]]:
    try:
        return decode(path.name, path.read_bytes())
    except OSError as failure:
        raise CaseboundError(f"读不了 {path}：{failure.strerror} / cannot read") from failure
