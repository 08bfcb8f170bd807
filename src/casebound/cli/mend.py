"""Findings with fixes → the files mended, or shown as they would be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from casebound.text.finding import Finding
from casebound.text.localized import phrase


def mend(
    root: Path, findings: Sequence[Finding], profile: str, *, include_suggested: bool, is_dry: bool, lang: str
) -> list[Finding] | None:
    """What is said of the files once they are mended; None after showing the difference of a dry run."""
    from casebound.check.difference import render_diff
    from casebound.check.report.terminal import is_seen
    from casebound.workspace.mending import mend_workspace, recheck, write_mended

    mending = mend_workspace(root, findings, recheck(root, profile), include_suggested=include_suggested)
    if is_dry:
        for file in mending.files:
            text = render_diff(file.path, file.before, file.after)
            click.echo("".join(mark if mark in "\r\n\t" or is_seen(mark) else "�" for mark in text), nl=False)
        told = phrase(
            "{n} 处可改，在 {files} 个文件里；没有动文件。",
            "{n} can be mended in {files} files; nothing was written.",
            n=len(mending.applied),
            files=len(mending.files),
        )
        click.echo(told.to(lang), err=True)
        return None
    left_alone = write_mended(root, mending.files)
    for path in left_alone:
        told = phrase("{path} 刚被别人改过，没有动它", "{path} has just been changed and was left alone", path=path)
        click.echo(told.to(lang), err=True)
    told = phrase(
        "改了 {n} 处，在 {files} 个文件里。",
        "{n} mended in {files} files.",
        n=len(mending.applied),
        files=len(mending.files) - len(left_alone),
    )
    click.echo(told.to(lang), err=True)
    return list(mending.remaining)
