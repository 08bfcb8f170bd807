"""The pictures by which other places announce a case: their size, weight and words."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from casebound.compose.artifact import Artifact
from casebound.compose.site_card import CardWords
from casebound.press import card
from casebound.press.card import draw_card
from casebound.press.fonts import FontSet
from casebound.workspace import site_cards
from casebound.workspace.fonts import load_fonts
from casebound.workspace.places import cache_folder
from casebound.workspace.site_cards import card_name, draw_cards

WORDS = CardWords(
    lang="zh-CN",
    tag="妇幼保健",
    mark="示例",
    title="先抽血再签到：缩短产检等候时间的门诊护理改进",
    measure="产检平均等候时间",
    before="52.4",
    after="26.8",
    unit="分钟",
    change="−25.6分钟",
    publisher="云汀市妇幼保健院",
    site="用户满意服务创新案例集",
)
BARE = replace(WORDS, measure="", before="", after="", unit="", change="", mark="", tag="", site="")
LONG = replace(
    WORDS,
    title="超长的标题" * 60,
    tag="行业" * 60,
    measure="指标" * 200,
    before="1234567890.12",
    after="9876543210.34",
    unit="件每百件每人每月",
    change="+8641975319.22",
    publisher="单位" * 100,
    site="案例集" * 100,
)
ODD = replace(WORDS, title="Supercalifragilistic" * 20 + " 😀\u200b\u0301 𠮷 </svg>", before="")


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return load_fonts(cache_folder() / "fonts")


@pytest.mark.parametrize("words", [WORDS, BARE, LONG, ODD], ids=["usual", "bare", "long", "odd"])
def test_a_card_has_the_size_that_others_expect_and_little_weight(fonts: FontSet, words: CardWords) -> None:
    data = draw_card(words, fonts)
    picture = Image.open(io.BytesIO(data))
    assert (picture.size, picture.mode, picture.format) == ((1200, 630), "P", "PNG")
    assert len(data) < 40_000
    assert data == draw_card(words, fonts)
    edge = 40
    inside = picture.convert("RGB")
    paper = Image.new("RGB", inside.size, inside.getpixel((600, 2)))
    drawn = ImageChops.difference(inside, paper)
    assert drawn.crop((1200 - edge, 0, 1200, 630)).getbbox() is None, "words run over the right edge"
    assert drawn.crop((0, 630 - 20, 1200, 630)).getbbox() is None, "words run over the foot"


def test_only_what_came_of_it_is_in_the_colour_of_change(fonts: FontSet) -> None:
    def has_change(words: CardWords) -> bool:
        colours = Image.open(io.BytesIO(draw_card(words, fonts))).convert("RGB").getcolors(4096)
        return (0xB3, 0x3A, 0x26) in {colour for _, colour in colours or ()}

    assert has_change(WORDS)
    assert not has_change(BARE)


def test_lines_of_a_title_do_not_begin_with_a_comma(fonts: FontSet) -> None:
    drawing = card._Drawing(fonts, {})
    lines = card._broken(drawing, "一二三四五六七八九十一二三四五，六七八九十", 64, 64 * 15.2, 5)
    assert lines == ["一二三四五六七八九十一二三四", "五，六七八九十"]
    assert card._broken(drawing, "Blood first, then check-in", 64, 400, 5)[0] == "Blood first,"


def test_a_card_is_drawn_once(tmp_path: Path, fonts: FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[CardWords] = []

    def draw(words: CardWords, fonts: FontSet) -> bytes:
        drawn.append(words)
        return draw_card(words, fonts)

    monkeypatch.setattr(site_cards, "draw_card", draw)

    def make(*cards: CardWords) -> list[Artifact]:
        named = [(f"{number}.png", card_name(words, fonts), words) for number, words in enumerate(cards)]
        return [artifact for artifact, _ in draw_cards(named, fonts, tmp_path / "kept")]

    first = make(WORDS, BARE)
    assert make(WORDS, BARE) == first
    assert drawn == [WORDS, BARE]
    [kept] = [path for path in (tmp_path / "kept").rglob("*") if path.is_file() and first[0].data in path.read_bytes()]
    kept.write_bytes(kept.read_bytes()[:-1])
    assert make(WORDS, BARE) == first
    assert drawn == [WORDS, BARE, WORDS]
