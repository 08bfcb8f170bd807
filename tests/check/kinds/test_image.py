"""Images: their size from their first bytes, words in their place, and pixels for paper."""

from collections.abc import Callable
from dataclasses import replace
from struct import pack

import pytest

from casebound.check.context import Context
from casebound.check.kinds.image import KIND, Image
from casebound.check.look import Look
from casebound.check.pixel_size import pixel_size
from casebound.read.written import AttachedFile, WrittenCase

Make = Callable[..., WrittenCase]


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + pack(">I", 13) + b"IHDR" + pack(">II", width, height) + bytes(40)


def jpeg(width: int, height: int, before: int = 16) -> bytes:
    """SOI, an APP0 segment of that length, then a baseline frame header (T.81, B.2.2)."""
    frame = b"\xff\xc0" + pack(">HBHH", 17, 8, height, width) + bytes(10)
    return b"\xff\xd8\xff\xe0" + pack(">H", before) + bytes(before - 2) + frame


WEBP_LOSSLESS = b"RIFF\x00\x00\x00\x00WEBPVP8L\x00\x00\x00\x00\x2f" + (639 | 479 << 14).to_bytes(4, "little")
WEBP_EXTENDED = (
    b"RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00"
    + bytes(4)
    + (639).to_bytes(3, "little")
    + (479).to_bytes(3, "little")
)
WEBP_LOSSY = b"RIFF\x00\x00\x00\x00WEBPVP8 \x00\x00\x00\x00\x00\x00\x00\x9d\x01\x2a" + pack("<HH", 640, 480)


@pytest.mark.parametrize(
    ("head", "size"),
    [
        (png(640, 480), (640, 480)),
        (b"GIF89a" + pack("<HH", 640, 480) + bytes(3), (640, 480)),
        (b"GIF87a" + pack("<HH", 1, 2), (1, 2)),
        (WEBP_LOSSLESS, (640, 480)),
        (WEBP_EXTENDED, (640, 480)),
        (WEBP_LOSSY, (640, 480)),
        (jpeg(640, 480), (640, 480)),
        (jpeg(640, 480, before=60_000), (640, 480)),
        (b"\xff\xd8" + b"\xff" * 3 + jpeg(640, 480)[2:], (640, 480)),
        (b'<svg xmlns="a" width="640" height="480.4px">', (640, 480)),
        (b'<?xml version="1.0"?><svg viewBox="0 0 640 480">', (640, 480)),
        (b'<svg width="100%" height="50%" viewBox="0,0,640,480">', (640, 480)),
        (b"", None),
        (png(640, 480)[:20], None),
        (b"\x89PNG\r\n\x1a\n" + bytes(56), None),
        (jpeg(640, 480, before=60_000)[:64], None),
        (jpeg(640, 480)[:22], None),
        (b"\xff\xd8\xff\xda" + bytes(60), None),
        (b"\xff\xd8\xff\xe0\x00\x00" + bytes(60), None),
        (b"\xff\xd8" + bytes(60), None),
        (b"RIFF\x00\x00\x00\x00WEBPVP8X", None),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", None),
        (b"<svg>", None),
        (b"GIF89a", None),
        (b"hello", None),
    ],
)
def test_the_first_bytes_tell_the_size(head: bytes, size: tuple[int, int] | None) -> None:
    assert pixel_size(head) == size


BODY = '---\nlang: zh-CN\n---\n## 现状 {#survey}\n\n![导诊台](images/desk.png "图题"){#fig-desk}\n'


def said(
    make: Make, context: Context, image: Image, data: bytes, *, body: str = BODY, size: int = 0
) -> list[tuple[str, dict[str, object]]]:
    """Underlined text and the values of each hit."""
    written = make(body)
    file = AttachedFile(size=size or len(data), head=data)
    look = Look(written=replace(written, files={"images/desk.png": file}), context=context)
    return [(hit.span.text, dict(hit.values)) for hit in KIND.find(image, look)]


def test_an_image_too_coarse_for_paper_is_found(make: Make, context: Context) -> None:
    """135 mm at 150 dpi: 135 / 25.4 × 150 = 797.2, so 798 pixels; 640 pixels give 640 / 135 × 25.4 = 120.4 dpi."""
    expected = {"target": "images/desk.png", "n": 640, "least": 798, "most": "", "dpi": 120}
    assert said(make, context, Image(problem="low-resolution"), png(640, 480)) == [("images/desk.png", expected)]


@pytest.mark.parametrize("data", [png(798, 600), png(4000, 10), b'<svg width="10" height="10">', b"?", b"\x89PNG"])
def test_a_fine_one_a_drawing_and_one_of_unknown_size_are_left_alone(make: Make, context: Context, data: bytes) -> None:
    assert said(make, context, Image(problem="low-resolution"), data) == []


def test_the_bounds_can_be_set(make: Make, context: Context) -> None:
    """60 mm at 300 dpi: 60 / 25.4 × 300 = 708.7, so 709 pixels."""
    image = Image(problem="low-resolution", width_mm=60, least_dpi=300)
    assert len(said(make, context, image, png(708, 1))) == 1
    assert said(make, context, image, png(709, 1)) == []


def test_a_huge_file_is_found(make: Make, context: Context) -> None:
    image = Image(problem="huge", most_kib=100)
    expected = {"target": "images/desk.png", "n": 100, "least": "", "most": 100}
    assert said(make, context, image, png(9, 9), size=100 * 1024 + 1) == [("images/desk.png", expected)]
    assert said(make, context, image, png(9, 9), size=100 * 1024) == []


def test_an_image_without_words_in_its_place_is_found(make: Make, context: Context) -> None:
    body = BODY.replace("导诊台", "")
    found = said(make, context, Image(problem="no-alt"), png(9, 9), body=body)
    assert found == [("images/desk.png", {"target": "images/desk.png"})]
    assert said(make, context, Image(problem="no-alt"), png(9, 9)) == []


def test_a_file_that_is_not_there_is_the_business_of_other_rules(make: Make, context: Context) -> None:
    look = Look(written=replace(make(BODY), files={}), context=context)
    for problem in ("low-resolution", "huge"):
        assert list(KIND.find(Image(problem=problem), look)) == []
