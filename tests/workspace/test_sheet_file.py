"""The offline score sheet as a file: the same bytes each time, nothing from elsewhere, no stranger's script."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from casebound.compose.sheet_page import script_json
from casebound.text.error import CaseboundError
from casebound.workspace.load import Workspace, load
from casebound.workspace.sheet_file import SheetFiles
from tests.browser.packet import packet

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return load(CHECKOUT)


@pytest.fixture(scope="module")
def html(workspace: Workspace) -> str:
    return SheetFiles(workspace).make(packet(workspace, "e01"), is_blind=False).decode()


def test_the_same_packet_gives_the_same_bytes_whatever_was_made_before(workspace: Workspace, html: str) -> None:
    files = SheetFiles(workspace)
    files.make(packet(workspace, "e02"), is_blind=True)
    files.make(packet(workspace, "e01", lang="en"), is_blind=False)
    assert files.make(packet(workspace, "e01"), is_blind=False).decode() == html


def test_the_policy_lets_this_very_script_run_and_nothing_come_from_elsewhere(html: str) -> None:
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert (
        f"content=\"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'\""
    ) in html.replace("&#39;", "'")
    assert re.findall(r"<(?:link|img|script|iframe|object|embed)\b[^>]*(?:src|href)=\"(?!data:)[^\"]*", html) == []
    assert re.findall(r"@import|url\(", html) == []
    assert re.findall(r"<[^>]*\son[a-z]+=", html) == []


def test_data_cannot_end_their_script_element() -> None:
    text = "</script><!-- & \u2028\u2029]]>"
    written = script_json({"a": text})
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == {"a": text}


def test_every_word_of_the_form_is_there_in_both_languages_and_used(workspace: Workspace) -> None:
    room = CHECKOUT / "templates" / "sheet"
    words = SheetFiles(workspace).words
    assert [key for key, said in words.items() if set(said.texts) != {"en", "zh-CN"}] == []
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(room.glob("*.*")) if path.suffix != ".yaml")
    code += (CHECKOUT / "src/casebound/compose/sheet_page.py").read_text(encoding="utf-8")
    of_kinds = ("kind_", "hint_", "state_")
    assert [key for key in words if f'"{key}"' not in code and not key.startswith(of_kinds)] == []
    assert [key for key in re.findall(r'\bsay\("(\w+)"', code) if key not in words] == []


def test_weights_and_bands_are_not_asked_for_where_there_are_none(workspace: Workspace) -> None:
    sheets = replace(packet(workspace, "e01"), framework=workspace.frameworks["saq-0008-2024"], note=None)
    html = SheetFiles(workspace).make(sheets, is_blind=False).decode()
    assert "本准则的权重未知" in html
    assert 'class="bands"' not in html
    assert "演示：" not in html
    assert html.count('data-criterion="5.2.1"') == len(sheets.cases)


def test_a_case_that_is_not_there_is_named(workspace: Workspace) -> None:
    sheets = packet(workspace, "e01")
    lost = replace(sheets, cases=(replace(sheets.cases[0], id="lost"),))
    with pytest.raises(CaseboundError, match="lost"):
        SheetFiles(workspace).make(lost, is_blind=False)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A workspace of its own with the sample round and one of its cases, which shows an image."""
    content = tmp_path / "content"
    for part in ("cases/alteration-desk", "frameworks", "rounds"):
        shutil.copytree(CHECKOUT / "content" / part, content / part)
    shutil.copy(CHECKOUT / "content" / "vocabularies.yaml", content)
    (tmp_path / "casebound.toml").write_text('name = "一"\n', encoding="utf-8")
    folder = content / "cases" / "alteration-desk"
    picture = io.BytesIO()
    Image.new("RGB", (3000, 30), "#27306b").save(picture, "PNG")
    (folder / "desk.png").write_bytes(picture.getvalue())
    (folder / "plan.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>alert(1)</script><path d="M0 0h9"/></svg>',
        encoding="utf-8",
    )
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    text = (folder / "case.md").read_text(encoding="utf-8")
    shown = "\n\n![柜台](desk.png){#fig-desk}\n\n![平面](plan.svg)\n\n![坏](broken.png)\n"
    (folder / "case.md").write_text(text + shown, encoding="utf-8")
    return tmp_path


def test_images_stand_in_the_file_made_fit_and_what_cannot_be_shown_is_a_finding(own: Path) -> None:
    workspace = load(own)
    sheets = packet(workspace, "e01", cases=("alteration-desk",))
    files = SheetFiles(workspace)
    html = files.make(sheets, is_blind=False).decode()
    images = re.findall(r'<img src="data:image/([a-z+]+);base64,([^"]+)"', html)
    assert [kind for kind, _ in images] == ["png", "svg+xml"]
    assert Image.open(io.BytesIO(base64.b64decode(images[0][1]))).width == 2008
    assert b"script" not in base64.b64decode(images[1][1])
    assert "〔坏〕" in html
    assert sorted(finding.rule for finding in files.findings) == ["partly-printed-image", "unprinted-image"]
    assert 'id="alteration-desk--fig-desk"' in html


def test_a_workspace_brings_its_own_words_and_styles_but_no_script_that_ends_its_element(own: Path) -> None:
    room = own / "templates" / "sheet"
    room.mkdir(parents=True)
    (room / "words.yaml").write_text("export: {zh-CN: 交卷, en: Hand in}\n", encoding="utf-8")
    (room / "sheet.css").write_text("body { color: #123456 }\n", encoding="utf-8")
    workspace = load(own)
    sheets = packet(workspace, "e01", cases=("alteration-desk",))
    html = SheetFiles(workspace).make(sheets, is_blind=False).decode()
    assert ">交卷</button>" in html
    assert "#123456" in html
    (room / "sheet.js").write_text('"</script>";\n', encoding="utf-8")
    with pytest.raises(CaseboundError, match=r"sheet\.js"):
        SheetFiles(workspace).make(sheets, is_blind=False)
