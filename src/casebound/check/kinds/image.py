"""Images: words for those who cannot see them, and enough pixels for paper, but no more than that."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from casebound.check.kind import Hit, Kind
from casebound.check.look import Look
from casebound.check.pixel_size import is_vector, pixel_size
from casebound.read.body import Mention
from casebound.read.fields import INTEGER, Choice, Field, required
from casebound.read.written import AttachedFile

MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """What may be wrong with one."""

    problem: str
    """`no-alt`, `low-resolution` (fewer than `least_dpi` pixels an inch at the printed width), `huge` (more than
    `most_kib`)."""
    least_dpi: int = 150
    width_mm: int = 135
    """The width of the text on paper, which an image takes up."""
    most_kib: int = 4096


def find(image: Image, look: Look) -> Iterator[Hit]:
    """Each image with that problem; one whose size its first bytes do not tell is left alone."""
    for mention in look.mentions:
        if mention.kind != "image":
            continue
        if image.problem == "no-alt":
            if not mention.text.strip():
                yield Hit(span=look.span(mention), values={"target": mention.target})
            continue
        file = _file(mention, look)
        if file is None:
            continue
        if image.problem == "huge" and file.size > image.most_kib * 1024:
            yield Hit(
                span=look.span(mention),
                values={"target": mention.target, "n": file.size // 1024, "least": "", "most": image.most_kib},
            )
        elif image.problem == "low-resolution" and not is_vector(file.head):
            yield from _coarse(image, mention, file, look)


def _file(mention: Mention, look: Look) -> AttachedFile | None:
    path = mention.target.partition("#")[0]
    return None if "://" in path else look.written.files.get(posixpath.normpath(path))


def _coarse(image: Image, mention: Mention, file: AttachedFile, look: Look) -> Iterator[Hit]:
    size = pixel_size(file.head)
    least = -(-image.width_mm * image.least_dpi * 10 // 254)
    if size is not None and 0 < size[0] < least:
        dpi = int(size[0] * MM_PER_INCH / image.width_mm)
        yield Hit(
            span=look.span(mention),
            values={"target": mention.target, "n": size[0], "least": least, "most": "", "dpi": dpi},
        )


KIND = Kind(
    name="image",
    make=Image,
    fields={
        "problem": required(Choice({name: name for name in ("no-alt", "low-resolution", "huge")})),
        "least_dpi": Field(INTEGER),
        "width_mm": Field(INTEGER),
        "most_kib": Field(INTEGER),
    },
    values=frozenset({"target", "n", "least", "most", "dpi"}),
    find=find,
)
