"""A web address → its QR code as one outline in SVG; a case → the address of its page, where the site has one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from casebound.compose.site_map import SiteMap
from casebound.figure.palette import PAPER
from casebound.text.localized import phrase

QUIET = 4
"""Modules of paper around a code (ISO/IEC 18004:2015, 5.3.8)."""

_TITLE = phrase("二维码：{{address}}", "QR code: {{address}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class QrCode:
    """An address, and the drawing in which a telephone finds it."""

    address: str
    drawing: Markup

    @property
    def shown(self) -> str:
        """The address as people write it."""
        return self.address.partition("://")[2].rstrip("/")


def make_qr(address: str, lang: str) -> QrCode:
    """The code of an address (error level M, 15 %), dark on paper, its quiet zone included; size is left to CSS.

    Modules are traced around instead of drawn one by one: between squares that touch, a renderer leaves light seams.
    """
    import segno  # most runs need none: it takes 0.03 s to load

    code = segno.make(address, error="m", micro=False, boost_error=False)
    dark = {(x, y) for y, row in enumerate(code.matrix) for x, module in enumerate(row) if module}
    side = len(code.matrix) + 2 * QUIET
    return QrCode(
        address=address,
        drawing=Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" class="qr-code" role="img" viewBox="0 0 {side} {side}" '
            'width="{side}" height="{side}"><title>{title}</title>'
            '<rect width="{side}" height="{side}" fill="{paper}"/>'
            '<path transform="translate({quiet} {quiet})" fill="{ink}" d="{path}"/></svg>'
        ).format(
            side=side,
            title=escape(_TITLE.to(lang).format(address=address)),
            paper=PAPER.paper,
            quiet=QUIET,
            ink=PAPER.ink,
            path=_outline(dark),
        ),
    )


def case_address(site: str, map: SiteMap, lang: str, id: str) -> str:
    """Where the page of a public case is found; `site` is the address of the site's root, without a slash."""
    spoken = lang if lang in map.languages else map.languages[0]
    return f"{site}/{map.case(spoken, id).removesuffix('index.html')}"


def _outline(dark: Iterable[tuple[int, int]]) -> str:
    """The edges between dark and light squares as closed paths, the dark always on the right."""
    squares = set(dark)
    edges: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for x, y in sorted(squares):
        for beside, start, end in (
            ((x, y - 1), (x, y), (x + 1, y)),
            ((x + 1, y), (x + 1, y), (x + 1, y + 1)),
            ((x, y + 1), (x + 1, y + 1), (x, y + 1)),
            ((x - 1, y), (x, y + 1), (x, y)),
        ):
            if beside not in squares:
                edges.setdefault(start, []).append(end)
    paths = []
    for start in sorted(edges):
        while edges[start]:
            corner, moves = edges[start].pop(), [start]
            while corner != start:
                moves.append(corner)
                corner = edges[corner].pop()
            paths.append(_path(moves))
    return "".join(paths)


def _path(corners: list[tuple[int, int]]) -> str:
    """A closed path along the grid, straight stretches in one."""
    turns = [
        here
        for before, here, after in zip([corners[-1], *corners[:-1]], corners, [*corners[1:], corners[0]], strict=True)
        if not (before[0] == here[0] == after[0] or before[1] == here[1] == after[1])
    ]
    steps = [f"h{x - x0}" if y == y0 else f"v{y - y0}" for (x0, y0), (x, y) in pairwise(turns)]
    return f"M{turns[0][0]} {turns[0][1]}{''.join(steps)}z"
