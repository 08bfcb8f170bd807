"""The gallery shows every figure there is, as it is drawn today, in both languages."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from casebound.figure.palette import DARK, SCREEN
from casebound.read.markdown import FIGURES

CHECKOUT = Path(__file__).resolve().parents[2]


def module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gallery", CHECKOUT / "docs" / "gallery.py")
    assert spec is not None and spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


GALLERY = module()
MADE: dict[str, bytes] = dict(GALLERY.gallery())


def test_every_figure_is_in_one_group() -> None:
    assert sorted(name for _, names in GALLERY.GROUPS for name in names) == sorted(FIGURES)


@pytest.mark.parametrize("path", MADE)
def test_it_is_as_script_gallery_writes_it(path: str) -> None:
    assert (CHECKOUT / "docs" / path).read_bytes() == MADE[path], "run script/gallery"


@pytest.mark.parametrize("page", ["figures.md", "figures.zh-CN.md"])
def test_each_page_shows_each_figure(page: str) -> None:
    text = MADE[page].decode()
    assert [name for name in FIGURES if f"`{name}`" not in text or f"](figures/{name}." not in text] == []


def test_dark_drawings_have_the_colours_of_the_dark_site() -> None:
    css = (CHECKOUT / "site" / "assets" / "site.css").read_text(encoding="utf-8")
    names = ("ink", "soft", "faint", "rule", "paper", "accent", "change", *(f"tint{n}" for n in range(1, 6)))
    for name in names:
        property = getattr(SCREEN, name).removeprefix("var(").removesuffix(")")
        assert f"{property}: {getattr(DARK, name)};" in css, name
