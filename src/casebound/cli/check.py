"""`casebound check`: what the criteria still want, and where the text contradicts itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from casebound.check.engine import INTERNAL
from casebound.check.report.formats import FORMATS
from casebound.check.rulebook import Rulebook
from casebound.cli.mend import mend
from casebound.cli.options import CONTEXT, fresh_option, lang_option, root_option
from casebound.cli.speech import Say
from casebound.cli.terminal import COULD_NOT_RUN, FOUND, named
from casebound.text.error import CaseboundError
from casebound.text.finding import Finding, fails
from casebound.workspace.checking import Checked, check_workspace
from casebound.workspace.places import BASELINE, cache_folder, find_root


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for."""

    paths: tuple[Path, ...]
    form: str
    output: Path | None
    profile: str
    baseline: Path | None
    unsaved_name: Path | None
    fresh: bool
    lang: str | None
    root: Path | None


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "check",
        context_settings=CONTEXT,
        short_help=say("检查材料", "Check write-ups"),
        help=say(
            "检查全部材料，或只看给出的文件、文件夹、案例编号。\n\n例：casebound check antenatal-waiting",
            "Check everything, or only the files, folders and case ids named.\n\n"
            "Example: casebound check antenatal-waiting",
        ),
    )
    @click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
    @click.option(
        "--format",
        "form",
        type=click.Choice(tuple(FORMATS)),
        default="full",
        help=say(
            "full 带原文，concise 每条一行，html 成一页；其余供程序读取",
            "full with the text, concise one a line, html a page; the others for programs",
        ),
    )
    @click.option(
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        help=say("写进这个文件，不打印", "Write into this file instead of printing"),
    )
    @click.option(
        "--profile",
        default="",
        help=say(
            "检查到哪一步：draft 起草，submitted 提交，published 公开；默认按 casebound.toml",
            "The stage: draft, submitted or published; default: as casebound.toml says",
        ),
    )
    @click.option(
        "--readiness",
        is_flag=True,
        help=say("看每个评价项写到了哪里、还缺什么", "Show for each criterion what is there and what is missing"),
    )
    @click.option("--fix", "is_fixing", is_flag=True, help=say("改好能自动改的", "Mend what can be mended safely"))
    @click.option("--diff", "is_diff", is_flag=True, help=say("只看会改什么", "Show what --fix would change"))
    @click.option(
        "--suggested",
        is_flag=True,
        help=say("连同建议的改法（可能要再看一眼）", "With --fix or --diff: also fixes that may need a second look"),
    )
    @click.option(
        "--baseline",
        type=click.Path(dir_okay=False, path_type=Path),
        help=say(f"基线文件，里面的不再报；默认 {BASELINE}", f"Findings known before; default: {BASELINE}"),
    )
    @click.option(
        "--update-baseline",
        is_flag=True,
        help=say("把现有的问题记入基线", "Take the present findings into the baseline"),
    )
    @click.option(
        "--stdin-filename",
        "unsaved_name",
        type=click.Path(dir_okay=False, path_type=Path),
        help=say("从标准输入读这个文件未保存的内容", "Read the unsaved text of this file from standard input"),
    )
    @click.option("--exit-zero", is_flag=True, help=say("有问题也以 0 结束", "Exit with 0 whatever is found"))
    @fresh_option(say, "不用上次的检查结果，全部重查", "Check everything again, using nothing kept")
    @lang_option(say, "提示所用的语言", "Language of the messages")
    @root_option(say)
    def check(  # noqa: PLR0917  # one for each option
        paths: tuple[Path, ...],
        form: str,
        output: Path | None,
        profile: str,
        readiness: bool,
        is_fixing: bool,
        is_diff: bool,
        suggested: bool,
        baseline: Path | None,
        update_baseline: bool,
        unsaved_name: Path | None,
        exit_zero: bool,
        fresh: bool,
        lang: str | None,
        root: Path | None,
    ) -> int:
        asked = Asked(
            paths=paths,
            form=form,
            output=output,
            profile=profile,
            baseline=baseline,
            unsaved_name=unsaved_name,
            fresh=fresh,
            lang=lang,
            root=root,
        )
        if suggested and not (is_fixing or is_diff):
            raise click.UsageError(say("--suggested 要和 --fix 或 --diff 一起用", "--suggested needs --fix or --diff"))
        if unsaved_name and (paths or is_fixing or is_diff or readiness or update_baseline):
            raise click.UsageError(say("--stdin-filename 只检查这一个文件", "--stdin-filename checks that file alone"))
        if readiness:
            from casebound.cli.readiness import show_readiness

            return show_readiness(_workspace(asked), asked.paths, asked.form, asked.output, asked.lang)
        checked, findings = _checked(asked)
        speech = asked.lang or checked.language
        if update_baseline:
            return _update_baseline(checked, asked, speech)
        if is_fixing or is_diff:
            mended = mend(
                checked.root, findings, profile, include_suggested=suggested, is_dry=not is_fixing, lang=speech
            )
            if mended is None:
                return FOUND if fails(findings) and not exit_zero else 0
            findings = mended
        _deliver(_rendered(asked, findings, speech, checked.rulebook), output)
        if any(finding.rule == INTERNAL for finding in findings):
            return COULD_NOT_RUN
        return FOUND if fails(findings) and not exit_zero else 0

    return check


def _workspace(asked: Asked) -> Path:
    """The workspace's root: that of the first thing named, or the one here."""
    start = asked.root or asked.unsaved_name or next((path for path in asked.paths if path.exists()), None)
    return find_root(Path.cwd() if start is None else start if start.is_dir() else start.parent)


def _checked(asked: Asked) -> tuple[Checked, list[Finding]]:
    """What was found, without what the baseline knows."""
    root = _workspace(asked)
    unsaved: dict[str, str] = {}
    if asked.unsaved_name:
        name = place_in(root, asked.unsaved_name)
        unsaved[name.relative_to(root.resolve()).as_posix()] = sys.stdin.buffer.read().decode("utf-8", errors="replace")
        places: Sequence[Path] = [name]
    else:
        places = [named_place(root, path) for path in asked.paths]
    checked = check_workspace(
        root, profile=asked.profile, only=places, fresh=asked.fresh, unsaved=unsaved, cache=cache_folder()
    )
    known = checked.config.check.names()
    if asked.profile and asked.profile not in known:
        raise named("阶段", asked.profile, known)
    return checked, _without_known(checked, asked)


def named_place(root: Path, path: Path) -> Path:
    """The file or folder of that name in the workspace; a bare case id means that case's folder."""
    cases = root / "content" / "cases"
    found = path if path.exists() else cases / path
    if not found.exists():
        known = (entry.name for entry in cases.iterdir()) if cases.is_dir() else iter(())
        raise named("文件、文件夹或案例", str(path), known)
    return place_in(root, found)


def place_in(root: Path, path: Path) -> Path:
    """The path, links followed; it must lie in the workspace."""
    found = path.resolve()
    if not found.is_relative_to(root.resolve()):
        raise CaseboundError(f"“{path}”不在工作区 {root} 里 / is not in the workspace")
    return found


def _baseline_path(root: Path, asked: Asked) -> Path:
    return asked.baseline or root / BASELINE


def _without_known(checked: Checked, asked: Asked) -> list[Finding]:
    """The findings that the baseline does not know, and what is to be said of the baseline itself."""
    path = _baseline_path(checked.root, asked)
    if not path.is_file():
        if asked.baseline:
            raise CaseboundError(f"没有基线文件 {path} / no such baseline")
        return list(checked.findings)
    from casebound.check.baseline import apply_baseline, read_baseline
    from casebound.read.decode import decode

    source, findings = decode(path.name, path.read_bytes())
    baseline, problems = read_baseline(source)
    paths = None if not (asked.paths or asked.unsaved_name) else {item.span.source.path for item in checked.findings}
    new, _known = apply_baseline(checked.findings, baseline, paths=paths)
    return [*findings, *problems, *new]


def _update_baseline(checked: Checked, asked: Asked, lang: str) -> int:
    from casebound.check.baseline import render_baseline
    from casebound.text.localized import phrase
    from casebound.workspace.write import write_file

    if asked.paths:
        raise click.UsageError("--update-baseline: 不能只看一部分 / needs the whole workspace")
    path = _baseline_path(checked.root, asked)
    write_file(path, render_baseline(checked.findings).encode("utf-8"))
    told = phrase("{n} 条记入 {path}", "{n} findings written to {path}", n=len(checked.findings), path=str(path))
    click.echo(told.to(lang), err=True)
    return 0


def _rendered(asked: Asked, findings: Sequence[Finding], lang: str, rulebook: Rulebook) -> str:
    render: Callable[[Sequence[Finding], str], str] = FORMATS[asked.form]
    if asked.form == "full" and not asked.output and sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        from casebound.check.report.colour import render_coloured

        render = render_coloured
    if asked.form == "sarif":
        from casebound.check.report.sarif import render_sarif

        return render_sarif(findings, lang, {rule.id: rule.why for rule in rulebook.rules()})
    return render(findings, lang)


def _deliver(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    from casebound.workspace.write import write_file

    write_file(output, text.encode("utf-8", errors="backslashreplace"))
