"""Images of every sort, good and hostile; sizes and colours are computed here by hand or looked up where noted."""

from __future__ import annotations

import io
import os
import struct
import zlib
from typing import Any

import pytest
from PIL import Image, ImageFile, PngImagePlugin

from casebound.press.picture_input import DAMAGED, UNKNOWN, UNTOUCHED_BYTES, Picture, fit_for_print


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def photograph(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """More colours than any chart: noise, made smooth."""
    bands = len(Image.new(mode, (1, 1)).getbands())
    small = Image.frombytes(mode, (200, 200), os.urandom(200 * 200 * bands))
    return small.resize((width, height), Image.Resampling.BICUBIC)


def seen(picture: Picture) -> Image.Image:
    assert not picture.refusal, picture.refusal
    return Image.open(io.BytesIO(picture.data))


@pytest.mark.parametrize(
    "data",
    [
        saved(photograph(2008, 1500), "JPEG", quality=85),
        saved(photograph(300, 200, "RGBA"), "PNG"),
        saved(photograph(300, 200, "L"), "PNG"),
        saved(Image.new("P", (30, 20)), "PNG"),
        saved(Image.new("1", (2008, 3508)), "PNG"),
    ],
    ids=["jpeg", "alpha", "grey", "palette", "bits"],
)
def test_what_fits_is_left_byte_for_byte(data: bytes) -> None:
    assert fit_for_print(data) == Picture(data=data)


@pytest.mark.parametrize(
    ("form", "size", "expected"),
    [
        ("JPEG", (2009, 1000), (2008, 1000)),  # 170 mm at 300 dpi: 170 / 25.4 × 300 = 2007.9
        ("JPEG", (4016, 3000), (2008, 1500)),
        ("JPEG", (6000, 4500), (2008, 1506)),
        ("JPEG", (1000, 7016), (500, 3508)),  # 297 mm at 300 dpi: 3507.9
        ("PNG", (4016, 1000), (2008, 500)),
        ("WEBP", (4016, 1000), (2008, 500)),
    ],
)
def test_a_large_one_is_scaled_down_to_300_dpi(form: str, size: tuple[int, int], expected: tuple[int, int]) -> None:
    picture = seen(fit_for_print(saved(photograph(*size), form)))
    assert picture.size == expected
    assert picture.format == "JPEG"


def test_a_photograph_of_many_bytes_is_made_small_though_its_size_would_do() -> None:
    data = saved(Image.frombytes("RGB", (1500, 1500), os.urandom(1500 * 1500 * 3)), "PNG")
    assert len(data) > UNTOUCHED_BYTES
    picture = fit_for_print(data)
    assert len(picture.data) < UNTOUCHED_BYTES
    assert seen(picture).size == (1500, 1500)


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_a_chart_stays_sharp_as_png(form: str) -> None:
    chart = Image.new("RGB", (4000, 2000), "white")
    chart.paste((27, 48, 107), (500, 500, 1500, 2000))
    picture = seen(fit_for_print(saved(chart, form, lossless=True)))
    assert (picture.format, picture.size) == ("PNG", (2008, 1004))
    assert picture.getpixel((500, 600)) == (27, 48, 107)
    assert picture.getpixel((10, 10)) == (255, 255, 255)


def test_transparency_stays() -> None:
    image = photograph(2500, 500, "RGBA")
    image.putalpha(128)
    picture = seen(fit_for_print(saved(image, "PNG")))
    assert (picture.format, picture.mode) == ("PNG", "RGBA")
    assert picture.getchannel("A").getextrema() == (128, 128)


def test_a_photograph_whose_alpha_hides_nothing_becomes_a_jpeg() -> None:
    image = photograph(2500, 500)
    image.putalpha(255)
    assert seen(fit_for_print(saved(image, "PNG"))).format == "JPEG"


def quadrants() -> Image.Image:
    """Red, green over blue, white: which way is up can be told."""
    image = Image.new("RGB", (64, 32))
    for colour, corner in (("red", (0, 0)), ("lime", (32, 0)), ("blue", (0, 16)), ("white", (32, 16))):
        image.paste(colour, (*corner, corner[0] + 32, corner[1] + 16))
    return image


UPRIGHT = ("red", "lime", "blue", "white")
STORED = {
    # Where the stored rows and columns belong when shown (CIPA DC-008-2019, 4.6.5.1.6, “Orientation”): the colours
    # that are then seen at the upper left, upper right, lower left and lower right.
    1: ("red", "lime", "blue", "white"),
    2: ("lime", "red", "white", "blue"),
    3: ("white", "blue", "lime", "red"),
    4: ("blue", "white", "red", "lime"),
    5: ("red", "blue", "lime", "white"),
    6: ("blue", "red", "white", "lime"),
    7: ("white", "lime", "blue", "red"),
    8: ("lime", "white", "red", "blue"),
}


def corners(image: Image.Image) -> tuple[str, ...]:
    names = {(1, 0, 0): "red", (0, 1, 0): "lime", (0, 0, 1): "blue", (1, 1, 1): "white"}
    width, height = image.size
    places = [(8, 6), (width - 8, 6), (8, height - 6), (width - 8, height - 6)]
    pixels = [image.convert("RGB").getpixel(place) for place in places]
    return tuple(names[tuple(round(part / 255) for part in pixel)] for pixel in pixels)  # type: ignore[union-attr, index]


@pytest.mark.parametrize("orientation", STORED)
def test_a_photograph_is_set_upright(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = seen(fit_for_print(saved(quadrants(), "JPEG", quality=95, exif=exif)))
    assert corners(picture) == STORED[orientation]
    assert picture.size == ((64, 32) if orientation < 5 else (32, 64))


def test_a_large_one_on_its_side_is_measured_as_it_is_shown() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = seen(fit_for_print(saved(photograph(7016, 4016), "JPEG", exif=exif)))
    assert picture.size == (2008, 3508)  # 4016 × 7016 upright, halved


def with_place(image: Image.Image, form: str) -> bytes:
    """With the place where it was taken, its author, a comment, and the camera."""
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAM"
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 14.0, 6.0)})
    if form == "JPEG":
        return saved(image, form, quality=95, exif=exif, comment=b"SECRETCOMMENT", xmp=b"<x>SECRETXMP</x>")
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "SECRETAUTHOR")
    info.add_itxt("Comment", "SECRETITXT", zip=True)
    return saved(image, form, exif=exif, pnginfo=info)


@pytest.mark.parametrize("size", [(300, 200), (2500, 500)])
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_where_and_by_whom_it_was_taken_is_removed(form: str, size: tuple[int, int]) -> None:
    image = photograph(*size)
    data = with_place(image, form)
    assert b"SECRET" in data
    picture = fit_for_print(data)
    assert b"SECRET" not in picture.data
    assert not seen(picture).getexif()
    assert set(seen(picture).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}
    if size[0] < 2000:  # not a pixel was changed
        assert seen(picture).tobytes() == Image.open(io.BytesIO(data)).tobytes()


def test_the_same_input_gives_the_same_bytes() -> None:
    for data in (saved(photograph(3000, 2000), "JPEG"), saved(photograph(2500, 300, "RGBA"), "PNG")):
        assert fit_for_print(data) == fit_for_print(data)


def test_of_an_animation_the_first_picture_is_printed() -> None:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "lime", "blue")]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    picture = seen(fit_for_print(data))
    assert (picture.format, picture.size) == ("PNG", (40, 30))
    assert picture.convert("RGB").getpixel((20, 15)) == (255, 0, 0)


def test_cmyk_becomes_rgb() -> None:
    for ink, expected in (((0, 255, 255, 0), (255, 0, 0)), ((0, 0, 0, 255), (0, 0, 0))):
        picture = seen(fit_for_print(saved(Image.new("CMYK", (40, 30), ink), "JPEG")))
        assert picture.mode == "RGB"
        pixel = picture.getpixel((20, 15))
        assert all(abs(a - b) <= 3 for a, b in zip(pixel, expected, strict=True))  # type: ignore[arg-type]


def test_16_bits_of_grey_become_8() -> None:
    image = Image.new("I;16", (40, 30), 0x8000)
    picture = seen(fit_for_print(saved(image, "PNG")))
    assert picture.mode == "L"
    assert picture.getpixel((0, 0)) == 0x80


def test_colours_of_a_wide_gamut_are_brought_to_srgb() -> None:
    """A profile whose red and green are exchanged, so that nobody can miss it."""
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    image = Image.new("RGB", (3000, 100), (255, 0, 0))
    pixel = seen(fit_for_print(saved(image, "PNG", icc_profile=bytes(profile)))).convert("RGB").getpixel((5, 5))
    assert all(abs(a - b) <= 3 for a, b in zip(pixel, (0, 255, 0), strict=True))  # type: ignore[arg-type]


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size, with a few bytes of picture."""
    data = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    out = b"\x89PNG\r\n\x1a\n"
    for kind, body in ((b"IHDR", data), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")):
        out += struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return out


@pytest.mark.parametrize("size", [(60_000, 60_000), (2_000_000_000, 1)])
def test_a_decompression_bomb_is_refused_by_its_pixels(size: tuple[int, int]) -> None:
    picture = fit_for_print(png_header(*size))
    assert not picture.data
    assert picture.refusal.to("zh-CN") == f"图片有 {size[0]} × {size[1]} 像素，最多 1 亿"
    assert picture.refusal.to("en") == f"The image has {size[0]} × {size[1]} pixels; 100 million at most"


GOOD = {
    "PNG": saved(photograph(400, 300), "PNG"),
    "JPEG": saved(photograph(400, 300), "JPEG"),
    "WEBP": saved(photograph(400, 300), "WEBP"),
    "GIF": saved(photograph(400, 300), "GIF"),
}


@pytest.mark.parametrize("form", GOOD)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_image_is_refused(form: str, share: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it
    data = GOOD[form][: round(len(GOOD[form]) * share)]
    assert fit_for_print(data) == Picture(refusal=DAMAGED)
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def test_a_png_whose_middle_was_spoiled_is_refused() -> None:
    data = bytearray(GOOD["PNG"])
    for place in range(len(data) // 2, len(data) // 2 + 64):
        data[place] ^= 0xFF
    assert fit_for_print(bytes(data)).refusal == DAMAGED


@pytest.mark.parametrize("form", GOOD)
def test_no_spoiled_byte_makes_it_raise(form: str) -> None:
    good = GOOD[form]
    for place in range(0, min(len(good), 600), 13):
        fit_for_print(good[:place] + bytes([good[place] ^ 0x55]) + good[place + 1 :])


@pytest.mark.parametrize("data", [b"", b"hello", b"MZ\x90\0", b"%PDF-1.7", b"BM" + b"\0" * 60, b"II*\0" + b"\0" * 60])
def test_what_is_no_image_of_ours_is_refused(data: bytes) -> None:
    assert fit_for_print(data) == Picture(refusal=UNKNOWN)
