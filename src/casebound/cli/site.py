"""`casebound site`: the cases that may be public → a static site that opens from a folder."""

from __future__ import annotations

from pathlib import Path

import click

from casebound.cli.options import CONTEXT, lang_option, output_option, root_option
from casebound.cli.speech import Say
from casebound.cli.terminal import about, open_workspace, output_folder, tell
from casebound.workspace.publish import site_artifacts
from casebound.workspace.write import write_made


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "site",
        context_settings=CONTEXT,
        short_help=say("案例 → 静态站点", "Cases → static site"),
        help=say(
            "把可以公开的案例做成静态站点，双击 index.html 即可看。\n\n例：casebound site",
            "Make a static site of the public cases; open index.html to read it.\n\nExample: casebound site",
        ),
    )
    @lang_option(
        say,
        "只做这种语言；也是提示的语言。默认做工作区的每种语言",
        "Only this language, also of the messages; default: all",
    )
    @output_option(say)
    @root_option(say)
    def site(lang: str | None, output: Path | None, root: Path | None) -> int:
        workspace = open_workspace(root)
        folder = output_folder(workspace, output)
        artifacts = site_artifacts(workspace, (lang,) if lang else workspace.config.languages)
        write_made(folder, artifacts)
        click.echo(str(folder / "site" / "index.html"))
        return tell(about(workspace.findings, ["content"]), lang or workspace.language)

    return site
