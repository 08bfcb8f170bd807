"""Images of a case on their way to print: made fit once, told of at their place, and never in the way of the rest."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from PIL import Image

from casebound.press import picture_input
from casebound.text.localized import CHINESE
from casebound.workspace import pictures as module
from casebound.workspace.load import Workspace, load
from casebound.workspace.pictures import Pictures, Shown

CASES = Path(__file__).resolve().parents[2] / "content" / "cases"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/>'


def png(width: int = 30, height: int = 20) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(out, "PNG")
    return out.getvalue()


def make_workspace(root: Path, **images: bytes) -> Workspace:
    """One case of the sample whose text ends with these images, `a_png` for `a.png`."""
    folder = root / "content" / "cases" / "fleet-handover"
    shutil.copytree(CASES / "fleet-handover", folder)
    (root / "casebound.toml").write_text('languages = ["zh-CN"]\n', encoding="utf-8")
    text = (folder / "case.md").read_text(encoding="utf-8").rstrip("\n")
    for key, data in images.items():
        name = key.replace("_", ".")
        (folder / name).write_bytes(data)
        text += f"\n\n![{name} 的样子]({name})"
    (folder / "case.md").write_text(text + "\n", encoding="utf-8")
    return load(root)


def shown(workspace: Workspace, cache: Path) -> Shown:
    return Pictures(root=workspace.root, cache=cache).of(workspace.cases[0])


def test_good_ones_are_there_and_bad_ones_are_found_at_their_place(tmp_path: Path) -> None:
    workspace = make_workspace(
        tmp_path / "w",
        good_png=png(),
        wide_png=png(5000, 100),
        cut_png=png()[:40],
        plain_svg=SVG + b"</svg>",
        other_svg=SVG + b'<image href="http://example.org/a.png"/></svg>',
        laughs_svg=b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]>' + SVG + b"</svg>",
    )
    found = shown(workspace, tmp_path / "cache")
    assert sorted(found.pictures) == ["good.png", "other.svg", "plain.svg", "wide.png"]
    assert found.pictures["good.png"].data == png()
    assert Image.open(io.BytesIO(found.pictures["wide.png"].data)).size == (2008, 40)
    assert b"example.org" not in found.pictures["other.svg"].data
    text = workspace.cases[0].document.source.text
    told = {
        item.rule + ": " + item.message.to(CHINESE): text[item.span.start : item.span.end] for item in found.findings
    }
    assert told == {
        "unprinted-image: 图片“cut.png”没有印：图片损坏或不完整": "cut.png",
        "unprinted-image: 图片“laughs.svg”没有印：SVG 用了实体（<!ENTITY>），实体会展开成千万个": "laughs.svg",
        "partly-printed-image: 图片“other.svg”没有印全：引用了外部文件，没有印：http://example.org/a.png": "other.svg",
    }


def test_it_is_made_once_and_a_damaged_cache_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = make_workspace(tmp_path / "w", good_png=png(), wide_png=png(5000, 100), cut_png=png()[:40])
    cache, calls = tmp_path / "cache", []

    def counted(data: bytes) -> picture_input.Picture:
        calls.append(data)
        return picture_input.fit_for_print(data)

    monkeypatch.setattr(module, "fit_for_print", counted)
    first = shown(workspace, cache)
    assert len(calls) == 3
    assert shown(workspace, cache) == first
    assert len(calls) == 3
    kept = [path for path in cache.rglob("*.picture") if path.is_file()]
    assert len(kept) == 3
    for path in kept:
        path.write_bytes(path.read_bytes()[:-1])
    assert shown(workspace, cache) == first
    assert len(calls) == 6


def test_a_cache_that_cannot_be_written_only_means_more_work(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", wide_png=png(5000, 100))
    (tmp_path / "cache").write_text("a file in the way")
    assert sorted(shown(workspace, tmp_path / "cache").pictures) == ["wide.png"]


def test_a_file_that_went_away_meanwhile_is_a_finding(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", good_png=png())
    (tmp_path / "w/content/cases/fleet-handover/good.png").unlink()
    found = shown(workspace, tmp_path / "cache")
    assert found.pictures == {}
    assert [item.rule for item in found.findings] == ["unprinted-image"]
