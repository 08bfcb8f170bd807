"""Images on their way to screens: in several sizes, without anything else the file held, and never in the way."""

from __future__ import annotations

import io
import os
import re
import shutil
import zlib
from pathlib import Path

import pytest
from PIL import Image

from casebound.press import picture_screen
from casebound.press.picture_screen import fit_for_screens
from casebound.text.finding import Finding
from casebound.workspace.load import load
from casebound.workspace.publish_site import make_site_artifacts

CHECKOUT = Path(__file__).resolve().parents[2]
ID = "fleet-handover"
XML = '<?xml version="1.0"?>'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60">'
PLACE = "Secret Street 5"

Site = dict[str, bytes]


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def photograph(width: int, height: int, mode: str = "RGB") -> Image.Image:
    bands = len(Image.new(mode, (1, 1)).getbands())
    return Image.frombytes(mode, (100, 100), os.urandom(10000 * bands)).resize((width, height))


def with_exif(image: Image.Image, orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = orientation, PLACE
    return saved(image, "JPEG", exif=exif, comment=PLACE.encode())


def site_of(root: Path, images: dict[str, bytes]) -> tuple[Site, list[Finding]]:
    """The site of one case of the sample whose text ends with these images."""
    folder = root / "content" / "cases" / ID
    if not folder.exists():
        shutil.copytree(CHECKOUT / "content" / "cases" / ID, folder)
        shutil.copytree(CHECKOUT / "content" / "frameworks", root / "content" / "frameworks")
        (root / "casebound.toml").write_text('languages = ["zh-CN"]\n', "utf-8")
        text = (folder / "case.md").read_text("utf-8").rstrip("\n")
        for name, data in images.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(data)
            text += f"\n\n![{name} 的样子]({name})"
        (folder / "case.md").write_text(text + "\n", "utf-8")
    findings: list[Finding] = []
    made = {item.path: item.data for item in make_site_artifacts(load(root), ("zh-CN",), findings)}
    return made, findings


def names(site: Site) -> set[str]:
    prefix = f"cases/{ID}/"
    return {path.removeprefix(prefix) for path in site if re.search(r"\.(webp|svg|png|jpe?g|gif)$", path)} - {
        path for path in site if path.startswith("assets/")
    }


def images_of(site: Site) -> list[str]:
    return re.findall(r"<img [^>]*>", site[f"cases/{ID}/index.html"].decode())


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_a_photograph_comes_in_three_sizes_upright_and_without_what_the_camera_noted(tmp_path: Path) -> None:
    # Orientation 6: the camera was turned, what lies 3000 × 2000 is to be seen 2000 × 3000 (CIPA DC-008, 4.6.5.1.6).
    image = photograph(3000, 2000)
    image.paste((255, 0, 0), (0, 0, 300, 300))  # its top left corner, which then is top right
    site, findings = site_of(tmp_path / "w", {"images/desk.jpg": with_exif(image, 6)})
    assert findings == []
    sizes = [f"images/desk-{width}.webp" for width in (480, 960, 1600)]
    assert names(site) == set(sizes)
    for name, width in zip(sizes, (480, 960, 1600), strict=True):
        data = site[f"cases/{ID}/{name}"]
        assert PLACE.encode() not in data
        with Image.open(io.BytesIO(data)) as seen:
            assert (seen.format, seen.size) == ("WEBP", (width, width * 3 // 2))
            assert not seen.getexif()
            assert "xmp" not in seen.info
            corner = seen.convert("RGB").crop((width - width // 20, 0, width, width // 20))
            red, green, _ = (band.resize((1, 1)).tobytes()[0] for band in corner.split())
            assert red > 200
            assert green < 80
    (element,) = images_of(site)
    assert element == (
        '<img src="./images/desk-1600.webp" '
        'srcset="./images/desk-480.webp 480w, ./images/desk-960.webp 960w, ./images/desk-1600.webp 1600w" '
        'sizes="(min-width: 48rem) 44rem, 100vw" width="1600" height="2400" alt="images/desk.jpg 的样子" '
        'loading="lazy" decoding="async">'
    )


def test_a_small_image_is_never_made_larger_and_a_screenshot_keeps_its_letters(tmp_path: Path) -> None:
    plain = Image.new("RGBA", (300, 200), (20, 30, 200, 128))
    site, _ = site_of(tmp_path / "w", {"plan.png": saved(plain, "PNG")})
    assert names(site) == {"plan-300.webp"}
    with Image.open(io.BytesIO(site[f"cases/{ID}/plan-300.webp"])) as seen:
        assert seen.convert("RGBA").getpixel((150, 100)) == (20, 30, 200, 128)
    (element,) = images_of(site)
    assert "srcset" not in element
    assert 'width="300" height="200"' in element


def test_an_svg_is_rebuilt_from_what_draws(tmp_path: Path) -> None:
    drawing = (
        f'{XML}<!DOCTYPE svg>{SVG}<script>alert(1)</script><rect width="9" height="9" onclick="alert(2)"/>'
        '<a href="javascript:alert(3)"><circle r="3"/></a><animate attributeName="x"/>'
        '<image href="https://elsewhere.example/x.png"/><foreignObject><p>x</p></foreignObject></svg>'
    )
    site, findings = site_of(tmp_path / "w", {"plan.svg": drawing.encode()})
    made = site[f"cases/{ID}/plan.svg"].decode()
    assert re.findall(r"alert|script|onclick|https://elsewhere|foreignObject|animate|DOCTYPE", made) == []
    assert "<rect" in made
    assert {finding.rule for finding in findings} == {"partly-shown-image"}
    (element,) = images_of(site)
    assert element.startswith('<img src="./plan.svg" width="90" height="60"')


def test_bad_images_are_told_at_their_place_and_the_page_stays_whole(tmp_path: Path) -> None:
    sound = saved(Image.new("RGB", (30, 20), "red"), "PNG")
    laughs = f'{XML}<!DOCTYPE x [<!ENTITY a "aaaa">]>{SVG}<text>&a;</text></svg>'
    bomb = bytearray(saved(Image.new("1", (1, 1)), "PNG"))
    bomb[16:24] = (60000).to_bytes(4, "big") * 2
    bomb[29:33] = zlib.crc32(bytes(bomb[12:29])).to_bytes(4, "big")
    site, findings = site_of(
        tmp_path / "w",
        {"cut.png": sound[:-20], "bomb.png": bytes(bomb), "laughs.svg": laughs.encode(), "good.png": sound},
    )
    told = {f"{finding.rule}: {finding.message.to('zh-CN')}": finding.span.text for finding in findings}
    assert told == {
        "unshown-image: 图片“bomb.png”没有放上站点：图片有 60000 × 60000 像素，最多 1 亿": "bomb.png",
        "unshown-image: 图片“cut.png”没有放上站点：图片损坏或不完整": "cut.png",
        "unshown-image: 图片“laughs.svg”没有放上站点：SVG 用了实体（<!ENTITY>），实体会展开成千万个": "laughs.svg",
    }
    assert names(site) == {"good-30.webp"}
    page = site[f"cases/{ID}/index.html"].decode()
    assert page.count('class="missing-image"') == 3
    assert "〔cut.png 的样子〕" in page


def test_two_images_of_one_name_stay_apart(tmp_path: Path) -> None:
    red, blue = (saved(Image.new("RGB", (30, 20), colour), "PNG") for colour in ("red", "blue"))
    site, _ = site_of(tmp_path / "w", {"a.png": red, "A.gif": saved(Image.new("P", (8, 8)), "GIF"), "b.png": blue})
    assert names(site) == {"a.png-30.webp", "A.gif-8.webp", "b-30.webp"}


def test_made_once_kept_by_content_and_made_again_when_damaged(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = site_of(tmp_path / "w", {"a.jpg": saved(photograph(700, 500), "JPEG")})
    (kept,) = (cache / "casebound" / "screens").rglob("*.screen")

    def never(_data: bytes) -> picture_screen.ScreenSizes:
        raise AssertionError("made again")

    with monkeypatch.context() as patch:
        patch.setattr("casebound.workspace.site_pictures.fit_for_screens", never)
        assert site_of(tmp_path / "w", {})[0] == first
    kept.write_bytes(kept.read_bytes()[:-9])
    assert site_of(tmp_path / "w", {})[0] == first


@pytest.mark.parametrize(
    ("form", "mode"),
    [
        *(("JPEG", mode) for mode in ("RGB", "L", "CMYK", "1")),
        *(("PNG", mode) for mode in ("RGB", "L", "RGBA", "I;16", "P", "1")),
        *(("WEBP", mode) for mode in ("RGB", "L", "RGBA", "CMYK", "I;16", "P", "1")),
        *(("GIF", mode) for mode in ("RGB", "L", "RGBA", "P", "1")),
    ],
)
def test_the_same_input_gives_the_same_bytes(form: str, mode: str) -> None:
    image = photograph(1000, 10) if mode != "I;16" else Image.new("I;16", (1000, 10), 40000)
    data = saved(image.convert(mode) if mode != "I;16" else image, form)
    sizes = fit_for_screens(data)
    assert not sizes.refusal
    assert sizes == fit_for_screens(data)
    assert [width for width, _ in sizes.sizes] == [480, 960, 1000]


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="90" height="60"', (90, 60)),
        ('width="90px" height="60.4px"', (90, 60)),
        ('viewBox="0 0 120 80"', (120, 80)),
        ('width="100%" height="100%" viewBox="0,0,120,80"', (120, 80)),
        ('width="9..9" height="1"', (0, 0)),
        ("", (0, 0)),
    ],
)
def test_the_size_of_a_drawing(attributes: str, size: tuple[int, int]) -> None:
    made = fit_for_screens(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}><path d="M0 0"/></svg>'.encode())
    assert (made.width, made.height) == size
