"""A page of the site → the same page in fewer bytes: it is fetched, and kept on sticks, many times over."""

from __future__ import annotations

from casebound.figure.gathered import gathered

_ALIGNED = tuple(
    (f' style="text-align:{way}"{others}', f' class="{name}{more}"')
    for way, name in (("right", "n"), ("center", "m"), ("left", "l"))
    for others, more in ((' class="narrow"', " narrow"), ("", ""))
)
"""How Markdown aligns a cell, and the site's classes for it; in words, a quotation mark is written otherwise."""


_LEFT_OUT = (
    *("</td>\n", "</td>", "</th>\n", "</th>", "</tr>\n", "</tr>", "</tbody>\n", "</li>"),
    ' xmlns="http://www.w3.org/2000/svg"',
)
"""What HTML does without: ends of cells, rows and items of lists, and the name of what `<svg>` is."""


def in_fewer_bytes(page: str) -> str:
    """Drawings with their looks gathered, cells of tables aligned by class and without their ends."""
    for style, name in _ALIGNED:
        page = page.replace(style, name)
    page = gathered(page)
    for needless in _LEFT_OUT:
        page = page.replace(needless, "")
    return page
