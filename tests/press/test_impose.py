"""Booklets on sheets: the order of printers' tables, and rasters of sheet halves against rasters of the pages."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from casebound.press.impose import Binding, booklet_order, impose

MM = 72 / 25.4


def make_pdf(
    pages: int,
    *,
    size: tuple[float, float] = (200, 300),
    margin: float = 0,
    turned: int = 0,
    corner: tuple[float, float] = (0, 0),
    **boxes: list[float],
) -> bytes:
    """Pages that all look different: a bar as long as the page's number, and a frame right at the trim."""
    (width, height), (x, y) = size, corner
    with pikepdf.new() as pdf:
        for number in range(1, pages + 1):
            page = pdf.add_blank_page(page_size=size)
            page.mediabox = pikepdf.Array([Decimal(str(n)) for n in (x, y, x + width, y + height)])
            for name, box in boxes.items():
                page.obj[f"/{name}"] = pikepdf.Array([Decimal(str(n)) for n in box])
            page.obj.Rotate = turned
            frame = f"{x + margin + 1} {y + margin + 1} {width - 2 * margin - 2} {height - 2 * margin - 2} re S"
            bar = f"{number / (pages + 1)} 0 0 rg {x + margin + 10} {y + margin + 10} {number * 2} 100 re f"
            full = f"0 0 1 rg {x} {y + height / 2} {width} 20 re f"  # reaches over the trim into the bleed
            page.contents_add(f"/P <</MCID 0>> BDC {full} {bar} 2 w {frame} EMC".encode())
            page.obj.StructParents = number
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def rasters(pdf: bytes, scale: float = 1.0, **options: Any) -> list[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=scale, **options).to_pil().convert("RGB") for page in document]


def are_alike(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and ImageChops.difference(one, other).getbbox() is None


def halves(pdf: bytes, scale: float = 1.0) -> list[Image.Image]:
    """Left and right of each sheet side, as a printer's guillotine would part them at the fold."""
    found = []
    for sheet in rasters(pdf, scale):
        middle = sheet.width // 2
        found += [sheet.crop((0, 0, middle, sheet.height)), sheet.crop((middle, 0, sheet.width, sheet.height))]
    return found


@pytest.mark.parametrize(
    ("pages", "fronts", "backs"),
    [
        # The table in https://gist.github.com/wojtekka/bf26c7c80aa793c817872e4f0226153f, which lists what a printer
        # is to put on odd and even sides; psbook(1) of psutils gives 8,1,2,7,6,3,4,5 for eight pages.
        (4, [(4, 1)], [(2, 3)]),
        (8, [(8, 1), (6, 3)], [(2, 7), (4, 5)]),
        (12, [(12, 1), (10, 3), (8, 5)], [(2, 11), (4, 9), (6, 7)]),
        (16, [(16, 1), (14, 3), (12, 5), (10, 7)], [(2, 15), (4, 13), (6, 11), (8, 9)]),
    ],
)
def test_pages_stand_where_printers_put_them(
    pages: int, fronts: list[tuple[int, int]], backs: list[tuple[int, int]]
) -> None:
    order = booklet_order(pages)
    assert [(side.left, side.right) for side in order[::2]] == fronts
    assert [(side.left, side.right) for side in order[1::2]] == backs
    assert [side.sheet for side in order] == [number // 2 for number in range(pages // 2)]


def test_a_booklet_bound_on_the_right_is_the_mirror_image() -> None:
    pairs = [(side.left, side.right) for side in booklet_order(8, "right")]
    assert pairs == [(1, 8), (7, 2), (3, 6), (5, 4)]


@pytest.mark.parametrize("pages", range(1, 41))
def test_a_stack_that_is_folded_reads_from_the_first_page_to_the_last(pages: int) -> None:
    order = booklet_order(pages)
    outer, inner = order[::2], order[1::2]
    # Turning the leaves of the nested stack: of each sheet from the outside in the right leaf, front then back …
    read = [page for front, back in zip(outer, inner, strict=True) for page in (front.right, back.left)]
    # … and then out again, the leaves that were folded over.
    read += [page for front, back in zip(outer[::-1], inner[::-1], strict=True) for page in (back.right, front.left)]
    assert [page for page in read if page] == list(range(1, pages + 1))
    assert read[pages:] == [None] * (-pages % 4)


@pytest.mark.parametrize("binding", ["left", "right"])
@pytest.mark.parametrize("pages", [1, 5, 8])
def test_each_half_of_a_sheet_is_the_page(pages: int, binding: Binding) -> None:
    pdf = make_pdf(pages)
    seen, shown = halves(impose(pdf, binding=binding), 2), rasters(pdf, 2)
    blank = Image.new("RGB", shown[0].size, "white")
    numbers = [number for side in booklet_order(pages, binding) for number in (side.left, side.right)]
    assert len(seen) == len(numbers)
    for half, number in zip(seen, numbers, strict=True):
        assert are_alike(half, shown[number - 1] if number else blank)


@pytest.mark.parametrize(("paper", "sheet"), [((210, 297), (420, 297)), ((182, 257), (364, 257))])
def test_a4_goes_on_a3_and_b5_on_b4(paper: tuple[float, float], sheet: tuple[float, float]) -> None:
    """ISO 216 (A3 is 420 × 297 mm) and JIS P 0138 (B4 is 364 × 257 mm)."""
    with pikepdf.open(io.BytesIO(impose(make_pdf(4, size=(paper[0] * MM, paper[1] * MM))))) as pdf:
        for page in pdf.pages:
            assert [round(float(number) / MM, 1) for number in page.mediabox] == [0, 0, *sheet]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_is_placed_by_its_trim_and_as_it_is_turned(turned: int) -> None:
    """Rotated, and with a corner that is not the origin; compared with pdfium's own picture of the page."""
    box = [-20, 70, 180, 350.0]
    pdf = make_pdf(4, size=(240, 340), margin=40, turned=turned, corner=(-30, 50), TrimBox=box, BleedBox=box)
    left, bottom, right, top = 10, 20, 30, 40  # what is cut off, when the page is not turned
    crop = {
        0: (left, bottom, right, top),
        90: (bottom, right, top, left),
        180: (right, top, left, bottom),
        270: (top, left, bottom, right),
    }[turned]
    shown = rasters(pdf, crop=crop)
    numbers = [number for side in booklet_order(4) for number in (side.left, side.right)]
    for half, number in zip(halves(impose(pdf)), numbers, strict=True):
        assert number and are_alike(half, shown[number - 1])


def test_bleed_stays_outside_and_never_reaches_over_the_fold() -> None:
    pdf = make_pdf(4, size=(240, 340), margin=20, TrimBox=[20, 20, 220, 320], BleedBox=[10, 10, 230, 330])
    imposed = impose(pdf)
    with pikepdf.open(io.BytesIO(imposed)) as file:
        assert [float(number) for number in file.pages[0].mediabox] == [0, 0, 420, 320]
        assert [float(number) for number in file.pages[0].trimbox] == [10, 10, 410, 310]
    front = rasters(imposed)[0]
    last, first = rasters(pdf)[3], rasters(pdf)[0]
    assert are_alike(front.crop((0, 0, 210, 320)), last.crop((10, 10, 220, 330)))
    assert are_alike(front.crop((210, 0, 420, 320)), first.crop((20, 10, 230, 330)))


def test_creep_moves_the_pages_of_inner_sheets_towards_the_fold() -> None:
    pdf, points = make_pdf(12, margin=10), 4
    plain, crept = halves(impose(pdf)), halves(impose(pdf, creep_mm=points / MM))
    for number, (before, after) in enumerate(zip(plain, crept, strict=True)):
        moved = number // 4 * points  # four halves a sheet
        width, height = before.size
        if number % 2 == 0:  # left of the fold: to the right
            assert are_alike(after.crop((moved, 0, width, height)), before.crop((0, 0, width - moved, height)))
        else:
            assert are_alike(after.crop((0, 0, width - moved, height)), before.crop((moved, 0, width, height)))


def test_the_print_file_is_untagged_whole_and_the_same_every_time() -> None:
    pdf = make_pdf(7)
    imposed = impose(pdf)
    assert impose(pdf) == imposed
    with pikepdf.open(io.BytesIO(imposed)) as file:
        assert file.check_pdf_syntax() == []
        assert "/StructTreeRoot" not in file.Root
        assert file.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"
        assert not any(isinstance(each, pikepdf.Dictionary) and "/StructParents" in each for each in file.objects)


def test_what_pages_share_is_in_the_print_file_once() -> None:
    with pikepdf.open(io.BytesIO(make_pdf(8))) as pdf:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        shared = pdf.make_indirect(pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font))))
        for page in pdf.pages:
            page.obj.Resources = shared
        out = io.BytesIO()
        pdf.save(out)
    with pikepdf.open(io.BytesIO(impose(out.getvalue()))) as file:
        held = [each for each in file.objects if isinstance(each, pikepdf.Dictionary)]
        assert sum("/BaseFont" in each for each in held) == 1
        assert sum("/Font" in each for each in held) == 1


def encrypted(owner: str, user: str) -> bytes:
    with pikepdf.open(io.BytesIO(make_pdf(4))) as pdf:
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner=owner, user=user))
    return out.getvalue()


def mixed_sizes() -> bytes:
    with pikepdf.open(io.BytesIO(make_pdf(2, size=(210 * MM, 297 * MM)))) as pdf:
        pdf.add_blank_page(page_size=(182 * MM, 257 * MM))
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def spoiled(name: str, value: object) -> bytes:
    with pikepdf.open(io.BytesIO(make_pdf(4))) as pdf:
        pdf.pages[1].obj[name] = value
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("pdf", "words"),
    [
        (b"", "读不了 PDF"),
        (b"%PDF-1.7\n\xff\xfe nothing", "读不了 PDF"),
        (make_pdf(4)[:200], "读不了 PDF"),
        (make_pdf(0), "PDF 没有页，不能拼版 / the PDF has no pages to impose"),
        (encrypted("a", "b"), "加了密"),
        (encrypted("a", ""), "加了密"),
        (mixed_sizes(), "第 3 页是 182 × 257 mm，第 1 页是 210 × 297 mm，大小不一"),
        (spoiled("/MediaBox", pikepdf.Array([0, 0, 0, 300])), "第 2 页没有面积"),
        (spoiled("/TrimBox", pikepdf.Array([0, 0, 10])), "第 2 页没有大小"),
        (spoiled("/TrimBox", pikepdf.Array([pikepdf.Name.A] * 4)), "第 2 页没有大小"),
        (spoiled("/Rotate", pikepdf.Name.Sideways), "第 2 页没有大小"),
    ],
    ids=[
        "empty", "no-pdf", "cut-off", "no-pages", "password", "owner-only", "mixed-sizes", "no-area", "short-box",
        "no-numbers", "odd-turn",
    ],
)  # fmt: skip
def test_what_cannot_be_imposed_is_refused_in_plain_words(pdf: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        impose(pdf)


@pytest.mark.parametrize("creep_mm", [-0.1, 5.0])
def test_a_creep_that_would_cut_into_the_text_is_refused(creep_mm: float) -> None:
    with pytest.raises(ValueError, match="爬移"):
        impose(make_pdf(16), creep_mm=creep_mm)
