"""`casebound figure`: one figure of a write-up or of a data file → SVG or PNG, for a look."""

from __future__ import annotations

from pathlib import Path

import click

from casebound.cli.options import CONTEXT, lang_option
from casebound.cli.speech import Say
from casebound.cli.terminal import FOUND, named, tell
from casebound.figure.alone import svg_file
from casebound.figure.figure import OPTIONS, Figure, find_kind
from casebound.figure.palette import PAPER
from casebound.read.markdown import FIGURES
from casebound.text.error import CaseboundError
from casebound.text.localized import CHINESE, ENGLISH, phrase
from casebound.workspace.figure_file import DATA, figures_of
from casebound.workspace.write import write_file


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "figure",
        context_settings=CONTEXT,
        short_help=say("画一幅图看看", "Draw one figure for a look"),
        help=say(
            "把文件里的一幅图画成 SVG 或 PNG。文件是写有图的 Markdown，或一个数据文件（用 --kind 说画成什么）。\n\n"
            "例：casebound figure content/cases/antenatal-waiting/case.md --id fig-steps -o steps.png\n\n"
            "例：casebound figure complaints.csv --kind pareto --set unit=件",
            "Draw one figure of a file as SVG or PNG: of Markdown with figures in it, or of a data file (--kind says "
            "as what).\n\nExample: casebound figure content/cases/antenatal-waiting/case.md --id fig-steps -o a.png\n\n"
            "Example: casebound figure complaints.csv --kind pareto --set unit=calls",
        ),
    )
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
    @click.option("--id", "id", default="", help=say("图的编号；只有一幅时不用写", "Its id; not needed for one"))
    @click.option("--kind", default="", help=say("数据文件画成哪种图", "What a data file is drawn as"))
    @click.option(
        "--set",
        "options",
        multiple=True,
        metavar="KEY=VALUE",
        help=say("这幅图的选项", "An option of it"),
    )
    @click.option("--list", "is_list", is_flag=True, help=say("列出各种图和选项", "List the figures and their options"))
    @click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        help=say(
            "写到哪个文件：.svg 或 .png；默认 build/figures/",
            "The file to write, .svg or .png; default: build/figures/",
        ),
    )
    @lang_option(say, "图与提示的语言", "Language of the figure and of messages")
    def figure(
        *,
        file: Path | None,
        id: str,
        kind: str,
        options: tuple[str, ...],
        is_list: bool,
        output: Path | None,
        lang: str | None,
    ) -> int:
        spoken = lang or say(CHINESE, ENGLISH)
        if is_list:
            click.echo(listing(spoken))
            return 0
        if file is None:
            raise click.UsageError(say("请写文件，或用 --list", "Name a file, or use --list"))
        if output and output.suffix.lower() not in (".svg", ".png"):
            raise CaseboundError("文件名以 .svg 或 .png 结尾 / the output's name ends in .svg or .png")
        if file.suffix.lower() in DATA and find_kind(kind) is None:
            raise named("图种", kind, FIGURES)
        found = figures_of(file, kind=kind, options=_options(options), lang=spoken)
        by_id = {look.directive.options.get("id") or f"figure-{number}": look for number, look in enumerate(found, 1)}
        if not by_id:
            raise CaseboundError(f"{file} 里没有图 / no figure in it")
        if not id and len(by_id) > 1:
            raise CaseboundError(f"有 {len(by_id)} 幅图，用 --id 选一幅 / choose one with --id: {', '.join(by_id)}")
        if id and id not in by_id:
            raise named("图", id, by_id)
        name, look = (id, by_id[id]) if id else next(iter(by_id.items()))
        code = tell(look.findings, spoken)
        if look.figure is None:
            return code or FOUND
        target = output or Path("build", "figures", f"{name}.svg")
        write_file(target, _picture(look.figure) if target.suffix.lower() == ".png" else svg_file(look.figure))
        click.echo(f"{target}\n{look.figure.alt}")
        return code

    return figure


def _options(pairs: tuple[str, ...]) -> dict[str, str]:
    options = {}
    for pair in pairs:
        name, mark, value = pair.partition("=")
        if not mark or "\n" in pair:
            raise CaseboundError(f"“{pair}”应写作 键=值 / is not KEY=VALUE")
        options[name.strip()] = value.strip()
    return options


def _picture(figure: Figure) -> bytes:
    from casebound.press.picture import picture_of
    from casebound.workspace.fonts import face_data, font_folders, load_fonts
    from casebound.workspace.places import cache_folder

    canvas = figure.drawn(PAPER)
    fonts = load_fonts(cache_folder() / "fonts", font_folders())
    return picture_of(str(figure.svg(canvas)), fonts, face_data, width=canvas.width, height=canvas.height)


_OF_ALL = phrase("每种图都有：", "Of every figure:")


def listing(lang: str) -> str:
    """Every figure with its options and the values that prose may name."""
    lines = []
    for name in FIGURES:
        kind = find_kind(name)
        if kind is not None:
            lines.append(f"{name}  {kind.title.to(lang)}")
            lines.extend(f"    :{option}: {words.to(lang)}" for option, words in kind.options.items())
            lines.extend(f"    {{val}}`id.{part}` {words.to(lang)}" for part, words in kind.parts.items())
    shared = (f"    :{option}: {words.to(lang)}" for option, words in OPTIONS.items())
    return "\n".join([*lines, "", _OF_ALL.to(lang), *shared])
