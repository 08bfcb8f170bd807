"""PDF bytes flow in, PDF bytes of a print file flow out: pages two by two on sheets to be folded, nested and stapled.

The print file is derived and untagged: for a printer, never for readers. Sheet sides come in printing order, front and
back in turns; a duplex printer turns them on the short edge, and the file asks it to.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pikepdf

Binding = Literal["left", "right"]
POINTS_PER_MM = 72 / 25.4
SAME_POINTS = 1.0
"""How much the trims of two pages may differ and still count as one size: the error of rounding to whole points."""
MOST_CREEP = 0.05
"""The share of a page's width by which the innermost sheet may be moved; more would cut into the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSide:
    """One side of a sheet: the numbers of the pages on it, from 1, as seen; None is a blank."""

    sheet: int
    """Counted from 0 at the outside."""
    left: int | None
    right: int | None


def booklet_order(pages: int, binding: Binding = "left") -> tuple[SheetSide, ...]:
    """Where each page of a booklet goes: sheets from the outside in, the outer side of each first.

    Blanks fill the count up to a multiple of four and come last. The numbers of two neighbours add up to one more than
    that multiple. A book bound on the right (read from right to left) is the mirror image.
    """
    total = -(-pages // 4) * 4
    sides = []
    for sheet in range(total // 4):
        low, high = 2 * sheet + 1, total - 2 * sheet
        for pair in ((high, low), (low + 1, high - 1)):
            left, right = (page if page <= pages else None for page in (pair if binding == "left" else pair[::-1]))
            sides.append(SheetSide(sheet=sheet, left=left, right=right))
    return tuple(sides)


def impose(pdf: bytes, *, binding: Binding = "left", creep_mm: float = 0.0) -> bytes:
    """A booklet's pages on sheets of twice their trimmed width: A4 on A3, B5 on B4. Same input, same bytes.

    Pages are placed by their TrimBox; what the BleedBox adds stays on the three sides that are cut, and never reaches
    over the fold. `creep_mm` is what one folded sheet pushes the next one out at the open side: every sheet's pages
    are moved towards the fold by that much more than those of the sheet around it.

    Raises `ValueError`, with words in both languages, for what is not a PDF, is encrypted, has no page, has pages of
    different sizes or without an area, and for a creep that is negative or would push the text into the fold.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(pdf)) as source:
            if source.is_encrypted:
                raise ValueError("PDF 加了密，不能拼版 / the PDF is encrypted and cannot be imposed")
            return _impose(source, binding, creep_mm * POINTS_PER_MM)
    except pikepdf.PasswordError as failure:
        raise ValueError("PDF 加了密，不能拼版 / the PDF is encrypted and cannot be imposed") from failure
    except pikepdf.PdfError as failure:
        raise ValueError(f"读不了 PDF（{failure}），不能拼版 / the PDF cannot be read, or imposed") from failure


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leaf:
    """A page's boxes in points, each as left, bottom, right, top, and how it is turned when shown."""

    trim: tuple[float, float, float, float]
    bleed: tuple[float, float, float, float]
    quarter_turns: int
    """Clockwise."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the trim as seen."""
        width, height = self.trim[2] - self.trim[0], self.trim[3] - self.trim[1]
        return (width, height) if self.quarter_turns % 2 == 0 else (height, width)

    @property
    def margin(self) -> float:
        """How far the bleed reaches beyond the trim where it reaches least; 0 where it does not."""
        (left, bottom, right, top), (x0, y0, x1, y1) = self.bleed, self.trim
        return max(0.0, min(x0 - left, y0 - bottom, right - x1, top - y1))


def _impose(source: pikepdf.Pdf, binding: Binding, creep: float) -> bytes:
    import pikepdf

    pages = list(source.pages)
    if not pages:
        raise ValueError("PDF 没有页，不能拼版 / the PDF has no pages to impose")
    leaves = _leaves(pages)
    (width, height), bleed = leaves[0].size, min(leaf.margin for leaf in leaves)
    order = booklet_order(len(pages), binding)
    if creep < 0 or creep * order[-1].sheet > width * MOST_CREEP:
        raise ValueError(
            f"爬移 {creep / POINTS_PER_MM:g} mm 不合适：{order[-1].sheet + 1} 张纸合计应在 0 与页宽的 1/20 之间"
            " / the creep is out of range: over all sheets from 0 to a twentieth of the page's width"
        )
    with pikepdf.new() as sheets:
        forms = [sheets.copy_foreign(_form(*each, bleed)) for each in zip(pages, leaves, strict=True)]
        for side in order:
            page = sheets.add_blank_page(page_size=(2 * (width + bleed), height + 2 * bleed))
            page.trimbox = _array(bleed, bleed, bleed + 2 * width, bleed + height)
            moved = creep * side.sheet
            for number, start, clip in ((side.left, moved, 0.0), (side.right, width - moved, width + bleed)):
                if number is not None:
                    name = page.add_resource(forms[number - 1], pikepdf.Name.XObject, pikepdf.Name(f"/P{number}"))
                    area = f"{clip:.4f} 0 {width + bleed:.4f} {height + 2 * bleed:.4f} re W n"
                    content = f"q {area} 1 0 0 1 {start + bleed:.4f} {bleed:.4f} cm {name} Do Q\n"
                    page.contents_add(content.encode())
        sheets.Root.ViewerPreferences = pikepdf.Dictionary(
            Duplex=pikepdf.Name.DuplexFlipShortEdge, PrintScaling=pikepdf.Name("/None")
        )  # ISO 32000-1, table 150
        out = io.BytesIO()
        sheets.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _leaves(pages: list[pikepdf.Page]) -> list[_Leaf]:
    """The boxes of the pages. Raises `ValueError` where one has no area, or they differ in size."""
    leaves: list[_Leaf] = []
    for number, page in enumerate(pages, start=1):
        try:
            leaf = _Leaf(trim=_box(page.trimbox), bleed=_box(page.bleedbox), quarter_turns=_quarter_turns(page))
        except (TypeError, ValueError, KeyError, AttributeError) as failure:
            raise ValueError(f"第 {number} 页没有大小，不能拼版 / page {number} has no size") from failure
        if min(leaf.size) < 1:
            raise ValueError(f"第 {number} 页没有面积，不能拼版 / page {number} has no area")
        leaves.append(leaf)
        first = leaves[0].size
        if any(abs(one - other) > SAME_POINTS for one, other in zip(first, leaf.size, strict=True)):
            raise ValueError(
                f"第 {number} 页是 {_mm(leaf.size)}，第 1 页是 {_mm(first)}，大小不一，不能拼版"
                f" / page {number} is {_mm(leaf.size)}, page 1 {_mm(first)}: sizes must agree"
            )
    return leaves


def _mm(size: tuple[float, float]) -> str:
    return " × ".join(f"{side / POINTS_PER_MM:.0f}" for side in size) + " mm"


def _box(numbers: pikepdf.Array) -> tuple[float, float, float, float]:
    """A rectangle with its corners in order; ISO 32000-1, 7.9.5, lets them stand in any."""
    x0, y0, x1, y1 = (float(str(number)) for number in numbers)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _quarter_turns(page: pikepdf.Page) -> int:
    """How often the page is turned by 90° clockwise when shown; it may inherit that (ISO 32000-1, table 30)."""
    node: pikepdf.Object = page.obj
    for _ in range(64):  # a hostile tree may bite its own tail
        if "/Rotate" in node or "/Parent" not in node:
            break
        node = node.Parent
    return int(str(node.get("/Rotate", 0))) // 90 % 4


def _form(page: pikepdf.Page, leaf: _Leaf, bleed: float) -> pikepdf.Object:
    """The page as a form XObject: upright, the lower left corner of its trim at the origin, cut at the bleed."""
    form = page.as_form_xobject(handle_transformations=False)
    if page.resources.is_indirect:
        form.Resources = page.resources  # one for all pages that share it, not a copy for each
    x0, y0, x1, y1 = leaf.trim
    form.Matrix = (
        _array(1, 0, 0, 1, -x0, -y0),
        _array(0, -1, 1, 0, -y0, x1),
        _array(-1, 0, 0, -1, x1, y1),
        _array(0, 1, -1, 0, y1, -x0),
    )[leaf.quarter_turns]
    form.BBox = _array(x0 - bleed, y0 - bleed, x1 + bleed, y1 + bleed)
    return form


def _array(*numbers: float) -> pikepdf.Array:
    """Numbers as a PDF array, whole ones without a point."""
    import pikepdf

    return pikepdf.Array([Decimal(f"{number:.4f}").normalize() + 0 for number in numbers])
