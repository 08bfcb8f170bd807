"""A workspace with a book → the print jobs of that book, and its HTML as one file for engines that know no binder."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from casebound.press.job import PrintJob

PAGED = """
/* What our binder does after layout, done in layout: running heads, folios, page numbers of references, recto starts. */
@page { @top-left { content: none } @top-right { content: none } @bottom-left { content: none } @bottom-right { content: none } }
@page :right {
  @top-left { content: string(running); vertical-align: bottom; padding-bottom: 5mm }
  @bottom-right { content: counter(page); font-size: 8.5pt; vertical-align: top; padding-top: 6mm }
}
@page :left {
  @top-right { content: string(document); vertical-align: bottom; padding-bottom: 5mm }
  @bottom-left { content: counter(page); font-size: 8.5pt; vertical-align: top; padding-top: 6mm }
}
body { string-set: document attr(data-title) }
.bench-part { break-before: right }
.bench-part:first-child { break-before: auto }
a.slot::after { content: target-counter(attr(href), page) }
"""  # noqa: E501
_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)
_NUMBER = re.compile(r'<span class="slot ordinal" data-stamp="number" data-words="([^"]*)"></span>')


def book_jobs(workspace: Path) -> list[tuple[PrintJob, int]]:
    """What `casebound book` lays out for a workspace's first book, each with its number as a chapter, or 0.

    The one place here that knows how a book is composed.
    """
    from casebound.workspace.documents import Documents
    from casebound.workspace.fonts import font_folders, load_fonts
    from casebound.workspace.load import load
    from casebound.workspace.places import cache_folder

    loaded = load(workspace)
    fonts = load_fonts(cache_folder() / "fonts", font_folders(workspace / "fonts"))
    plan = Documents(workspace=loaded, fonts=fonts, timestamp=0).book(loaded.config.books[0])
    return [(part.made(), part.number) for part in plan.parts]


def write_joined(jobs: list[tuple[PrintJob, int]], target: Path) -> None:
    """One HTML file with everything in it: the first job's head, every job's body, style, and fonts by their files."""
    first = jobs[0][0]
    if any(job.assets for job, _ in jobs):
        raise SystemExit("other engines get text and drawings only")
    style = "\n".join((first.fonts.css(rare=False), *first.stylesheets, PAGED))
    bodies = "".join(f'<div class="bench-part">{_body(job, number)}</div>\n' for job, number in jobs)
    html = _BODY.sub(lambda body: body[0].replace(body[1], bodies), first.html)
    target.write_text(html.replace("</head>", f"<style>{style}</style></head>", 1), encoding="utf-8")


def _body(job: PrintJob, number: int) -> str:
    """What the binder would write into it is written into it, and references between chapters lead there."""
    found = _BODY.search(job.html)
    inner = (found[1] if found else "").replace('href="book:', 'href="#')
    return _NUMBER.sub(lambda slot: unescape(slot[1]).format(number=number), inner)
