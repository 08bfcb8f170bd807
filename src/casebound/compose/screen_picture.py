"""An image made ready for screens → the element that shows it: each screen takes the size that it needs."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

COLUMN = "(min-width: 48rem) 44rem, 100vw"
"""How wide the text's column is: what `sizes` tells the browser before it knows the style sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenPicture:
    """An image that a page may show."""

    files: tuple[tuple[str, int], ...]
    """Names of its files and how many pixels each is wide, the narrowest first; a drawing has one, without pixels."""
    width: int
    height: int
    """Of its largest size, in CSS pixels; 0: not known."""

    def address(self, base: str) -> str:
        """Of its largest size; `base` is put before the file's name."""
        return base + _quoted(self.files[-1][0])

    def html(self, base: str, alt: str) -> str:
        """The `img` element."""
        size = Markup(' width="{}" height="{}"').format(self.width, self.height) if self.width and self.height else ""
        sources = Markup("")
        if len(self.files) > 1:
            each = ", ".join(f"{base}{_quoted(name)} {width}w" for name, width in self.files)
            sources = Markup(' srcset="{}" sizes="{}"').format(each, COLUMN)
        image = Markup('<img src="{}"{}{} alt="{}" loading="lazy" decoding="async">')
        return image.format(self.address(base), sources, size, alt)


def _quoted(name: str) -> str:
    """Also without commas, which part the addresses of a `srcset`."""
    return quote(name).replace(",", "%2C")
