"""`casebound site`: the cases that may be public → a static site that opens from a folder."""

from __future__ import annotations

from pathlib import Path

import click

from casebound.cli.options import CONTEXT, fresh_option, lang_option, output_option, root_option
from casebound.cli.speech import Say
from casebound.cli.terminal import about, open_workspace, output_folder, progress, tell
from casebound.compose.artifact import Artifact
from casebound.read.config import read_config
from casebound.text.finding import Finding
from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.places import CONFIG_NAME, cache_folder, find_root
from casebound.workspace.site_build import build_site


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
    @fresh_option(say, "不用以前做好的页面，全部重做", "Make everything again, using nothing kept")
    @click.option(
        "--zip",
        "is_zipped",
        is_flag=True,
        help=say("另把整个站点打成一个文件 site.zip", "Also make the whole site one file, site.zip"),
    )
    @click.option(
        "--check-external",
        "is_checked",
        is_flag=True,
        help=say(
            "联网检查站点里的外部链接；不给就不联网", "Look up links to other sites; without it nothing is fetched"
        ),
    )
    @output_option(say)
    @root_option(say)
    def site(
        *, lang: str | None, fresh: bool, is_zipped: bool, is_checked: bool, output: Path | None, root: Path | None
    ) -> int:
        place = find_root(root or Path.cwd())
        folder = output_folder(place, output)
        reports, said = _reports(place, folder, say, is_fresh=fresh)
        built = build_site(
            place,
            folder,
            languages=(lang,) if lang else (),
            cache=cache_folder(),
            fresh=fresh,
            reports=reports,
            is_zipped=is_zipped,
            everything=is_checked,
        )
        click.echo(str(folder / "site" / "index.html"))
        findings = [*about(built.findings, ["content", "site/pages"]), *built.faults, *said]
        if is_checked:
            from casebound.workspace.outside_links import unreachable

            with progress(say("外部链接", "Links"), len(built.outside)) as on_done:
                findings += unreachable(built.outside, on_done)
        return tell(findings, lang or built.language)

    return site


def _reports(root: Path, folder: Path, say: Say, *, is_fresh: bool) -> tuple[tuple[Artifact, ...], tuple[Finding, ...]]:
    """The reports that the site is to hold, where its settings want any, and what was found; those that are the same
    lie in `folder`.
    """
    reading = WorkspaceFolder(root)
    config = read_config(reading.source(root / CONFIG_NAME), reading.reading).config
    if not config.site.reports:
        return (), ()
    from casebound.cli.documents import make_documents, print_in
    from casebound.workspace.site_reports import report_orders

    documents = make_documents(open_workspace(root))
    orders = report_orders(documents)
    published = print_in(documents, orders, folder, title=say("报告", "Reports"), is_fresh=is_fresh)
    return published.artifacts, (*published.findings, *documents.composer.pictures.findings)
