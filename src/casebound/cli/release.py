"""`casebound release`: cases → permanent versions of them, which the site keeps at addresses of their own."""

from __future__ import annotations

from pathlib import Path

import click

from casebound.cli.options import CONTEXT, lang_option, root_option
from casebound.cli.speech import Say
from casebound.cli.terminal import named, open_workspace, tell
from casebound.workspace.clock import today
from casebound.workspace.releasing import changed as changed_finding
from casebound.workspace.releasing import refusal, release


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "release",
        context_settings=CONTEXT,
        short_help=say("发布案例的一个永久版本", "Release a permanent version of a case"),
        help=say(
            "把案例当前的文字、数据和图片存进它的 versions/<版本>/，站点从此一直保留这一版。"
            "版本写在 publication.version；发布过的版本不会被改写。\n\n例：casebound release antenatal-waiting",
            "Keep a case's present text, data and images in its versions/<version>/, which the site shows for good. "
            "The version is publication.version; a released one is never overwritten.\n\n"
            "Example: casebound release antenatal-waiting",
        ),
    )
    @click.argument("cases", nargs=-1)
    @lang_option(say, "提示的语言", "Language of the messages")
    @root_option(say)
    def release_verb(cases: tuple[str, ...], lang: str | None, root: Path | None) -> int:
        workspace = open_workspace(root)
        spoken = lang or workspace.language
        if not cases:
            raise click.UsageError(say("请写要发布的案例编号", "Name the cases to release"))
        usable = workspace.usable()
        known = {written.case.id: written for written in usable if not written.is_translation}
        for id in cases:
            if id not in known:
                raise named("案例", id, known)
        findings = []
        for id in dict.fromkeys(cases):
            original = known[id]
            if refused := refusal(original):
                findings.append(refused)
                continue
            translations = [item for item in usable if item.is_translation and item.folder == original.folder]
            done = release(workspace.root, original, translations, today())
            if done.changed:
                findings.append(changed_finding(original, done.changed))
            elif done.added:
                click.echo(say(f"{done.folder}：{len(done.added)} 个文件", f"{done.folder}: {len(done.added)} files"))
            else:
                click.echo(say(f"{done.folder}：早已发布", f"{done.folder}: already released"))
        return tell(findings, spoken, has_hints=True)

    return release_verb
