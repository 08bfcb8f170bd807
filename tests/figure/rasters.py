"""Drawings → pictures, by WeasyPrint and by Chromium, in the same font and size.

To look at the examples of some kinds:  python -m tests.figure.rasters FOLDER KIND...
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from casebound.figure.palette import PAPER
from casebound.press.bind import bind_alone
from casebound.press.fonts import FontSet
from casebound.press.job import PrintJob
from casebound.press.typeset import typeset
from casebound.workspace.fonts import face_data, load_fonts
from tests.figure.example import examples, figure

SCALE = 2
"""Pixels to a CSS pixel."""
_MARGIN = 8


def page_of(svg: str, fonts: FontSet) -> tuple[str, int, int]:
    """A page that holds one drawing and nothing else, with its width and height in CSS pixels."""
    width, height = (float(svg.partition(f' {name}="')[2].partition('"')[0]) for name in ("width", "height"))
    wide, high = round(width + 2 * _MARGIN), round(height + 2 * _MARGIN + 1)
    style = (
        f"@page {{ size: {wide}px {high}px; margin: 0 }} body {{ margin: {_MARGIN}px; background: #fff }} "
        "svg { display: block } svg text { font-kerning: none }"
    )
    html = (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>t</title><style>{fonts.css()}</style>'
        f"<style>{style}</style></head><body>{svg}</body></html>"
    )
    return html, wide, high


def by_weasyprint(svg: str, fonts: FontSet) -> Image.Image:
    """As it stands on paper."""
    html, _, _ = page_of(svg, fonts)
    printed = typeset(PrintJob(name="drawing", html=html.replace(fonts.css(), ""), fonts=fonts))
    assert not printed.error and printed.pages == 1, (printed.error, printed.pages)
    assert printed.warnings == (), printed.warnings
    with pypdfium2.PdfDocument(bind_alone(printed, fonts, face_data)) as document:
        picture: Image.Image = document[0].render(scale=SCALE * 96 / 72).to_pil()
    return picture.convert("RGB")


@contextmanager
def chromium() -> Iterator[Page]:
    """A page in the system's browser."""
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    assert executable, "needs Chromium or Chrome"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_page(device_scale_factor=SCALE)
        browser.close()


def by_chromium(svg: str, fonts: FontSet, page: Page) -> Image.Image:
    """As it stands on a screen."""
    html, wide, high = page_of(svg, fonts)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "drawing.html"
        file.write_text(html, encoding="utf-8")
        page.set_viewport_size({"width": wide, "height": high})
        page.goto(file.as_uri())
        page.evaluate("document.fonts.ready")
        return Image.open(BytesIO(page.screenshot())).convert("RGB")


def main(folder: str, names: Sequence[str]) -> None:
    """Every example of these kinds, in both ways, beside each other: left WeasyPrint, right Chromium."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    fonts = load_fonts(Path("/tmp/casebound-test-fonts"))
    with chromium() as page:
        for name in names:
            for number, (lang, fence) in enumerate(examples(name)):
                read = figure(fence, lang=lang)
                for finding in read.findings:
                    print(f"{name} {lang}: {finding.rule}: {finding.span.text!r}: {finding.message.to('en')}")
                if read.figure is None:
                    continue
                svg = str(read.figure.draw(PAPER))
                left, right = by_weasyprint(svg, fonts), by_chromium(svg, fonts, page)
                both = Image.new("RGB", (left.width + right.width, max(left.height, right.height)), "white")
                both.paste(left, (0, 0))
                both.paste(right, (left.width, 0))
                both.save(target / f"{name}-{number}-{lang}.png")
                print(f"{target}/{name}-{number}-{lang}.png  {len(svg)} bytes  {read.figure.told}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
