"""The pages of the kinds of figure → the gallery: docs/figures.md, docs/figures.zh-CN.md, a drawing for each example.

script/gallery        writes them; tests/figure/test_gallery.py fails while they are stale
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from casebound.figure.alone import svg_file
from casebound.figure.figure import OPTIONS, Figure, Ground, find_kind, read_figure
from casebound.read.markdown import make_parser, read_directive
from casebound.read.reading import Reading
from casebound.text.localized import CHINESE, ENGLISH, Localized, phrase
from casebound.text.source import Source
from casebound.workspace.resources import built_in

DOCS = Path(__file__).resolve().parent
_EXAMPLE = re.compile(r"^~~~~(?P<lang>zh-CN|en)\n(?P<fence>.*?)^~~~~\n?", re.MULTILINE | re.DOTALL)
_HAN = re.compile(r"[\u4e00-\u9fff]")

GROUPS: tuple[tuple[Localized, tuple[str, ...]], ...] = (
    (
        phrase("找问题", "Finding the trouble"),
        ("check-sheet", "pareto", "stratification", "histogram", "scatter", "pie"),
    ),
    (phrase("看过程", "Watching a process"), ("run-chart", "control-chart", "before-after")),
    (phrase("找原因", "Finding causes"), ("fishbone", "five-whys", "relations", "affinity")),
    (
        phrase("定办法、排计划", "Choosing and planning"),
        ("tree", "matrix", "prioritization", "pdpc", "arrow-diagram", "gantt"),
    ),
    (
        phrase("看服务、听用户", "Services and those who use them"),
        ("service-blueprint", "journey-map", "kano", "csat", "nps", "servqual", "radar"),
    ),
)
TITLE = phrase("图库", "Gallery of figures")
LEAD = phrase(
    "每种图都从数据或一个列表画成，写在案例正文的围栏里；列表不画也读得通。正文用 {{val}}`编号.值` 取图里的数，"
    "用 {{ref}}`编号` 引图。`casebound figure 文件` 把一幅图画成 SVG 或 PNG 看看。下面的数据都是编的。",
    "Each figure is drawn from rows or from a list that stands in a fence of the write-up; a list reads well undrawn. "
    "The text takes numbers with {{val}}`id.value` and refers with {{ref}}`id`. `casebound figure FILE` draws one as "
    "SVG or PNG for a look. All data here are invented.",
)
SHARED = phrase("每种图都有的选项", "Options of every figure")
OPTION, MEANING = phrase("选项", "Option"), phrase("含义", "Meaning")
VALUE = phrase("正文可取的值", "Value for prose")
TOLD = phrase("替代文字", "Alternative text")


def gallery() -> Iterator[tuple[str, bytes]]:
    """Every file of the gallery: its path below docs/, and what is in it."""
    for lang in (CHINESE, ENGLISH):
        lines = [f"# {TITLE.to(lang)}", "", LEAD.to(lang), ""]
        lines += [f"<!-- script/gallery -->\n\n## {SHARED.to(lang)}", "", *_table(OPTION, OPTIONS, lang, ":{}:")]
        for title, names in GROUPS:
            lines += ["", f"## {title.to(lang)}"]
            for name in names:
                kind, page = find_kind(name), _page(name)
                if kind is None or page is None:
                    continue
                lines += ["", f"### {kind.title.to(lang)} `{name}`", "", *_prose(page, lang), ""]
                fences = [match["fence"] for match in _EXAMPLE.finditer(page) if match["lang"] == lang]
                for number, fence in enumerate(fences, 1):
                    figure = drawn(fence, lang)
                    path = f"figures/{name}{f'-{number}' if number > 1 else ''}.{lang}.svg"
                    yield path, svg_file(figure)
                    alt = figure.alt.replace("[", "").replace("]", "")
                    lines += [f"![{alt}]({path})", "", f"{TOLD.to(lang)}: {figure.told}", "", "````markdown"]
                    lines += [fence.rstrip(), "````", ""]
                lines += _table(OPTION, kind.options, lang, ":{}:") if kind.options else []
                lines += ["", *_table(VALUE, kind.parts, lang, "{}")] if kind.parts else []
        name = "figures.md" if lang == ENGLISH else f"figures.{lang}.md"
        yield name, ("\n".join(lines).rstrip() + "\n").encode()


def _page(name: str) -> str | None:
    path = built_in("figure") / "kinds" / f"{name.replace('-', '_')}.md"
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _prose(page: str, lang: str) -> list[str]:
    """The paragraphs of a page in one language."""
    text = _EXAMPLE.sub("", page).partition("\n")[2]
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    chosen = [part for part in paragraphs if bool(_HAN.search(part[:200])) == (lang == CHINESE)]
    return "\n\n".join(chosen).split("\n")


def drawn(fence: str, lang: str) -> Figure:
    """The figure of an example."""
    directive = next(found for token in make_parser().parse(fence) if (found := read_directive(token)))
    ground = Ground(lang=lang, measures=(), data={})
    figure = read_figure(directive, Source(path="", text=""), 1, ground, Reading())
    assert figure is not None, fence
    return figure


def _table(head: Localized, rows: object, lang: str, form: str) -> list[str]:
    assert hasattr(rows, "items")
    lines = [f"| {head.to(lang)} | {MEANING.to(lang)} |", "|---|---|"]
    return [*lines, *(f"| `{form.format(name)}` | {words.to(lang)} |" for name, words in rows.items())]


def main() -> None:
    """Write what has changed, and remove drawings of examples that are gone."""
    made = dict(gallery())
    (DOCS / "figures").mkdir(exist_ok=True)
    for name, data in made.items():
        (DOCS / name).write_bytes(data)
    for path in (DOCS / "figures").glob("*.svg"):
        if f"figures/{path.name}" not in made:
            path.unlink()
    print(f"{len(made)} files in docs/")


if __name__ == "__main__":
    sys.exit(main())
