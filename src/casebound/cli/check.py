"""`casebound check`: what the criteria still want, and where the text contradicts itself."""

from __future__ import annotations

from pathlib import Path

import click

from casebound.check.report.concise import render_concise
from casebound.check.report.full import render_full
from casebound.check.report.json_document import render_json
from casebound.cli.options import CONTEXT, lang_option, root_option
from casebound.cli.speech import Say
from casebound.cli.terminal import FOUND, named, open_workspace
from casebound.text.error import CaseboundError
from casebound.text.finding import Finding, fails
from casebound.workspace.load import Workspace

FORMATS = {"full": render_full, "concise": render_concise, "json": render_json}


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "check",
        context_settings=CONTEXT,
        short_help=say("检查材料", "Check write-ups"),
        help=say(
            "检查全部材料，或只看给出的文件和文件夹。\n\n例：casebound check content/cases/antenatal-waiting",
            "Check everything, or only the files and folders named.\n\n"
            "Example: casebound check content/cases/antenatal-waiting",
        ),
    )
    @click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
    @click.option(
        "--format",
        "form",
        type=click.Choice(tuple(FORMATS)),
        default="full",
        help=say(
            "full 带原文，concise 每条一行，json 供程序读取",
            "full with the text, concise one a line, json for programs",
        ),
    )
    @lang_option(say, "提示所用的语言", "Language of the messages")
    @root_option(say)
    def check(paths: tuple[Path, ...], form: str, lang: str | None, root: Path | None) -> int:
        start = root or next((path for path in paths if path.exists()), None)
        workspace = open_workspace(start if start is None or start.is_dir() else start.parent)
        places = [_place(path, workspace) for path in paths]
        findings = [finding for finding in workspace.findings if not places or _is_under(finding, places, workspace)]
        click.echo(FORMATS[form](findings, lang or workspace.language), nl=False)
        return FOUND if fails(findings) else 0

    return check


def _is_under(finding: Finding, places: list[Path], workspace: Workspace) -> bool:
    path = (workspace.root / finding.span.source.path).resolve()
    return any(path.is_relative_to(place) for place in places)


def _place(path: Path, workspace: Workspace) -> Path:
    """The file or folder of that name in the workspace; a bare case id means that case's folder."""
    case = workspace.root / "content" / "cases" / path
    found = path if path.exists() else case
    if not found.exists():
        raise named("文件、文件夹或案例", str(path), (written.case.id for written in workspace.cases))
    if not found.resolve().is_relative_to(workspace.root):
        raise CaseboundError(f"“{path}”不在工作区 {workspace.root} 里 / is not in the workspace")
    return found.resolve()
