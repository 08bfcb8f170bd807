"""The bytes of an image file flow in; bytes fit for print flow out, or the reason why there are none.

Whatever was put into a case's folder passes here before the layout engine sees it. WeasyPrint itself embeds a JPEG as
it is, with the place where it was taken, and prints what it can of a damaged file without a word.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from casebound.press.drawing_input import clean_drawing
from casebound.press.drawing_tree import BadDrawing
from casebound.press.picture_metadata import without_metadata
from casebound.text.localized import CHINESE, ENGLISH, NOTHING, Localized, phrase

if TYPE_CHECKING:
    from PIL.Image import Image

RECIPE = 1
"""Raise it when the same input gives other bytes: part of the key under which pictures are kept."""
MOST_WIDE, MOST_HIGH = 2008, 3508
"""Pixels: 300 an inch over 170 mm, the widest text, and over 297 mm, the highest page."""
MOST_PIXELS = 100_000_000
"""Decoded, about 300 MB."""
MOST_JPEG_PIXELS = 250_000_000
"""A JPEG is decoded at a fraction of its size, unless it is progressive; telephones take 200 megapixels."""
MOST_BYTES = 200_000_000
UNTOUCHED_BYTES = 4096 * 1024
"""As the rule `huge-image` has it."""
FEW_COLOURS = 4096
FEW_GREYS = 128
"""A screenshot or a chart has fewer, a photograph more."""
JPEG_QUALITY = 90
_SIGNS = {"PNG": b"\x89PNG\r\n\x1a\n", "JPEG": b"\xff\xd8\xff", "GIF": b"GIF8", "WEBP": b"RIFF"}
_EMBEDDED = ("PNG", "JPEG")
"""Formats that go into a PDF as they are."""

UNKNOWN = phrase("不是 PNG、JPEG、WebP、GIF 或 SVG 图片", "It is no PNG, JPEG, WebP, GIF or SVG image")
DAMAGED = phrase("图片损坏或不完整", "The image is damaged or incomplete")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image made ready."""

    data: bytes = b""
    """PNG, JPEG or SVG without metadata; empty when there is a refusal. The same input gives the same bytes."""
    refusal: Localized = NOTHING
    """Why it cannot be printed."""
    notes: tuple[Localized, ...] = ()
    """What of it will not be printed, where its author should know."""


def fit_for_print(data: bytes) -> Picture:
    """The image as it will be printed, at most 300 dpi over the width of the text.

    What fits is left byte for byte, without its metadata. Larger ones are scaled down; turned upright; CMYK, 16-bit and
    animated ones become plain. Few colours or transparency make a PNG, photographs a JPEG. Of an SVG remains what draws
    and refers to nothing outside. Refused are bombs, by their pixels before anything is decoded, and damaged files.
    """
    if len(data) > MOST_BYTES:
        return Picture(refusal=too_heavy(len(data)))
    form = form_of(data)
    if not form:
        return _drawing(data)
    try:
        with strict_pillow():
            return Picture(data=_raster(data, form))
    except TooLarge as failure:
        return Picture(refusal=failure.words)
    except Exception:  # a decoder raises anything on a damaged file: OSError, SyntaxError, zlib.error, IndexError …
        return Picture(refusal=DAMAGED)


def too_heavy(size: int) -> Localized:
    """The words for a file with too many bytes."""
    return phrase(
        "图片有 {n} MB，最多 {most} MB",
        "The image has {n} MB; {most} at most",
        n=size // 1_000_000,
        most=MOST_BYTES // 1_000_000,
    )


def form_of(data: bytes) -> str:
    """The raster format that the file begins as; empty: it may be a drawing."""
    return next((name for name, sign in _SIGNS.items() if data.startswith(sign)), "")


def media_type(data: bytes) -> str:
    """`image/png`, `image/jpeg`, `image/svg+xml`: of an image that was made fit."""
    return f"image/{form_of(data).lower() or 'svg+xml'}"


def too_many(width: int, height: int, most: int) -> Localized:
    """The words for an image with too many pixels."""
    return phrase(
        "图片有 {width} × {height} 像素，最多 {most}",
        "The image has {width} × {height} pixels; {most} at most",
        width=width,
        height=height,
        most=Localized({CHINESE: f"{most / 1e8:g} 亿", ENGLISH: f"{most // 1_000_000} million"}),
    )


class TooLarge(Exception):
    """An image with too many pixels, with the reason in both languages."""

    def __init__(self, words: Localized) -> None:
        self.words = words


def drawing_or_unknown(data: bytes) -> Localized:
    """The words for what cannot be a drawing either; else nothing."""
    return NOTHING if b"<svg" in data.replace(b"\0", b"") or b":svg" in data else UNKNOWN


def _drawing(data: bytes) -> Picture:
    if refusal := drawing_or_unknown(data):
        return Picture(refusal=refusal)
    try:
        text, notes = clean_drawing(data, lambda part: fit_for_print(part).data if form_of(part) else b"")
    except BadDrawing as failure:
        return Picture(refusal=failure.words)
    return Picture(data=text, notes=notes)


@contextmanager
def strict_pillow() -> Iterator[None]:
    """Pillow without its warnings about size, which we look at ourselves, and as strict as it comes.

    Loading WeasyPrint makes the whole process accept truncated images (weasyprint/images.py).
    """
    from PIL import Image, ImageFile

    kept = Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES
    Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES = None, False
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES = kept


def _raster(data: bytes, form: str) -> bytes:
    with _checked(data, form) as image:
        turned = _orientation(image)
        share = _load(image, *_turned(MOST_WIDE, MOST_HIGH, turned))
        is_plain = image.format in _EMBEDDED and image.mode in ("1", "L", "LA", "P", "RGB", "RGBA")
        if share == 1 and is_plain and turned == 1 and len(data) <= UNTOUCHED_BYTES:
            return without_metadata(data)
        plain, is_photograph = _made_plain(image, turned, MOST_WIDE, MOST_HIGH)
    out = io.BytesIO()
    if is_photograph and "A" not in plain.mode:
        plain.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    else:
        plain.save(out, "PNG", optimize=True)
    return out.getvalue()


def read_upright(data: bytes, form: str, most_wide: int, most_high: int) -> tuple[Image, bool]:
    """The picture upright, in grey or sRGB, at most so many pixels wide and high; and whether it is a photograph.

    Raises `TooLarge`, and whatever a decoder raises on a damaged file. Call it inside `strict_pillow`.
    """
    with _checked(data, form) as image:
        turned = _orientation(image)
        _load(image, *_turned(most_wide, most_high, turned))
        return _made_plain(image, turned, most_wide, most_high)


@contextmanager
def _checked(data: bytes, form: str) -> Iterator[Image]:
    """The picture, not decoded yet, once its check sums and its size are known to be good."""
    from PIL import Image

    if form == "PNG":  # decoding looks at no check sum
        with Image.open(io.BytesIO(data), formats=[form]) as image:
            image.verify()
    with Image.open(io.BytesIO(data), formats=[form]) as image:
        most = MOST_JPEG_PIXELS if form == "JPEG" and "progressive" not in image.info else MOST_PIXELS
        if image.width * image.height > most:
            raise TooLarge(too_many(image.width, image.height, most))
        yield image


def _turned(wide: int, high: int, turned: int) -> tuple[int, int]:
    """How wide and high a picture may be before it is set upright."""
    return (wide, high) if turned < 5 else (high, wide)


def _load(image: Image, wide: int, high: int) -> float:
    """Decode the picture; the share of its size that it may keep."""
    share = min(1.0, wide / image.width, high / image.height)
    if share < 1:  # a JPEG is then decoded at a half, a quarter or an eighth; other formats know no such thing
        image.draft(None, (ceil(2 * share * image.width), ceil(2 * share * image.height)))
    image.load()
    return share


def _made_plain(image: Image, turned: int, most_wide: int, most_high: int) -> tuple[Image, bool]:
    from PIL import Image as Pillow

    size = _turned(most_wide, most_high, turned)
    is_photograph = _is_photograph(image)
    if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK") and "transparency" not in image.info:
        image.thumbnail(size, Pillow.Resampling.LANCZOS, reducing_gap=3.0)
    plain = _in_plain_colours(image)
    plain.info = {}
    plain.thumbnail(size, Pillow.Resampling.LANCZOS)
    if turned in _TURNS:
        plain = plain.transpose(Pillow.Transpose[_TURNS[turned]])
    return plain, is_photograph


def _is_photograph(image: Image) -> bool:
    """Whether it has more colours, or shades of grey, than a screenshot or a chart."""
    most = FEW_GREYS if image.mode in ("L", "LA") else FEW_COLOURS
    return image.mode not in ("1", "P", "PA") and (image.mode.startswith("I") or image.getcolors(most) is None)


_TURNS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
"""What sets an image upright, by the orientation in its EXIF data (CIPA DC-008, 4.6.5.1.6)."""


def _orientation(image: Image) -> int:
    try:
        turned = image.getexif().get(0x0112, 1)
    except Exception:  # damaged metadata are no reason to refuse the picture
        return 1
    return turned if turned in _TURNS else 1


def _in_plain_colours(image: Image) -> Image:
    """Grey or sRGB of eight bits, with alpha where something shows through."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # 16 bits of grey
        plain = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif "transparency" in image.info or image.mode in ("LA", "PA", "RGBA"):
        plain = image.convert("RGBA")
        if plain.getchannel("A").getextrema()[0] == 255:
            plain = plain.convert("RGB")
    elif image.mode in ("1", "L"):
        plain = image.convert("L")
    else:
        plain = _in_srgb(image, profile) if profile else image.convert("RGB")
    return plain


def _in_srgb(image: Image, profile: bytes) -> Image:
    """Colours of a photograph by the profile that came with it; without heed to one that cannot be used."""
    from PIL import ImageCms

    try:
        source, target = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        turned = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert("RGB")
    return turned if turned is not None else image.convert("RGB")
