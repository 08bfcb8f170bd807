"""Finding fonts and keeping their cuts: the cache is right, quick, and mends itself."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from casebound.press.fonts import FontSet, missing_characters, rare_characters
from casebound.text.error import CaseboundError
from casebound.workspace.fonts import font_folders, load_fonts


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> FontSet:
    return load_fonts(tmp_path_factory.getbasetemp() / "fonts")


@pytest.fixture
def cache(first: FontSet, tmp_path: Path) -> Path:
    """A cache of the test's own, filled."""
    return Path(shutil.copytree(first.faces[0].path.parent, tmp_path / "cache"))


def read_bytes(fonts: FontSet) -> list[bytes]:
    return [face.path.read_bytes() for face in fonts.faces]


def test_the_set_has_song_and_hei_regular_and_bold_cut_and_uncut(first: FontSet) -> None:
    assert [(face.family, face.weight, face.rare) for face in first.faces] == [
        ("Casebound Song", 400, False),
        ("Casebound Song Full", 400, True),
        ("Casebound Song", 700, False),
        ("Casebound Song Full", 700, True),
        ("Casebound Hei", 400, False),
        ("Casebound Hei Full", 400, True),
        ("Casebound Hei", 700, False),
        ("Casebound Hei Full", 700, True),
    ]


def test_the_real_fonts_have_rare_han_but_no_emoji(first: FontSet) -> None:
    # 㐂: Unicode's extension A; U+20BB7: B, as in 𠮷野家. Noto CJK has both; it has no emoji and no Hebrew.
    assert rare_characters("质量喆㐂𠮷😀א", first) == "㐂𠮷"
    assert missing_characters("质量喆㐂𠮷😀א", first) == "א😀"


@pytest.mark.slow
def test_a_warm_start_reads_no_font_and_imports_no_harfbuzz(cache: Path) -> None:
    code = (
        "import builtins, io, sys; from pathlib import Path; from casebound.workspace.fonts import load_fonts\n"
        "opened, was = [], io.open\n"
        "def noted(path, *more, **named): opened.append(str(path)); return was(path, *more, **named)\n"
        "io.open = builtins.open = noted\n"
        "load_fonts(Path(sys.argv[1]))\n"
        "assert any(path.endswith('.json') for path in opened)\n"
        "print([path for path in opened if path.endswith(('.otf', '.ttf', '.ttc'))])\n"
        "print([name for name in ('uharfbuzz', 'fontTools', 'weasyprint') if name in sys.modules])"
    )
    load_fonts(cache)
    assert subprocess.check_output([sys.executable, "-c", code, str(cache)], text=True) == "[]\n[]\n"


@pytest.mark.slow
@pytest.mark.parametrize("damage", [b"", b"rubbish"])
def test_a_damaged_font_is_cut_again(damage: bytes, cache: Path, first: FontSet) -> None:
    victim = cache / first.faces[0].path.name
    victim.write_bytes(damage)
    again = load_fonts(cache)
    assert again.digest == first.digest
    assert victim.read_bytes() == first.faces[0].path.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("text", ["", "{}", '{"cut": 1, "full": 2}', "[]"])
def test_a_damaged_card_is_written_again(text: str, cache: Path, first: FontSet) -> None:
    min(cache.glob("*.json")).write_text(text)
    assert load_fonts(cache).digest == first.digest
    assert all("cut" in json.loads(card.read_bytes()) for card in cache.glob("*.json"))


def test_a_font_touched_but_not_changed_is_kept(cache: Path, first: FontSet) -> None:
    for face in first.faces:
        os.utime(cache / face.path.name, (1, 1))
    load_fonts(cache)
    assert {(cache / face.path.name).stat().st_mtime for face in first.faces} == {1}


@pytest.mark.slow
def test_two_processes_may_cut_at_once(tmp_path: Path, first: FontSet) -> None:
    code = (
        "import sys; from pathlib import Path; from casebound.workspace.fonts import load_fonts;"
        "print(load_fonts(Path(sys.argv[1])).digest)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "cache")]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.communicate()[0].strip() for process in both] == [first.digest, first.digest]
    assert not [path for path in (tmp_path / "cache").iterdir() if path.suffix not in (".json", ".otf")]


def test_fonts_of_the_workspace_come_first() -> None:
    folders = font_folders(Path("/work/fonts"))
    assert folders[0] == Path("/work/fonts")
    assert folders[1:] == font_folders()


@pytest.mark.slow
def test_a_workspace_font_under_a_casks_name_is_used(first: FontSet, tmp_path: Path) -> None:
    own = tmp_path / "fonts"
    own.mkdir()
    hei = next(face for face in first.faces if face.family == "Casebound Hei Full" and face.weight == 400)
    shutil.copy(hei.path, own / "NotoSansCJKsc-Regular.otf")
    load_fonts(tmp_path / "cache", font_folders(own))
    sources = [json.loads(card.read_bytes())["source"]["path"] for card in (tmp_path / "cache").glob("*.json")]
    assert str(own / "NotoSansCJKsc-Regular.otf") in sources


@pytest.mark.parametrize("names", [(), ("NotoSansCJK-VF.otf.ttc", "NotoSerifSC[wght].ttf", "NotoSans-Regular.ttf")])
def test_without_fonts_the_message_says_what_to_install(names: Sequence[str], tmp_path: Path) -> None:
    for name in names:
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(CaseboundError) as told:
        load_fonts(tmp_path / "cache", [tmp_path])
    message = str(told.value)
    assert message.startswith("找不到字体 Noto Sans CJK SC, Noto Serif CJK SC：")
    assert "No font Noto Sans CJK SC, Noto Serif CJK SC:" in message
    assert message.count("apt-get install fonts-noto-cjk") == message.count("brew install --cask") == 2
