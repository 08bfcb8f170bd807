"""Something is wrong around good write-ups (settings, templates, a date, the disk): it is said plainly."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.whole.conftest import Run

BAD, GOOD = "alteration-desk", "fleet-handover"
SECRET = "一段不该有人读到的话"


SETTINGS = (
    (b'languages = ["zh-CN"]\n[name\nzh-CN = "x"\n', "invalid-toml", 2),
    ('languages = ["zh-CN"]\n# 设置\n[name]\nzh-CN = "两个案例"\nen = "Two"\n'.encode("gb18030"), "not-utf-8", 2),
    (b'languages = ["zh-CN"]\nlanguage = "en"\n[name]\nzh-CN = "x"\nen = "y"\n', "unknown-key", 2),
    (b"", "missing-field", 1),
    (b"\x00\xff\xfe", "not-utf-8", 1),
)


@pytest.mark.parametrize(("settings", "rule", "line"), SETTINGS)
def test_settings_that_cannot_be_read_are_named(
    settings: bytes, rule: str, line: int, pair: Path, casebound: Run
) -> None:
    (pair / "casebound.toml").write_bytes(settings)
    done = casebound("check", "--format", "concise", cwd=pair)
    assert done.returncode == 1
    assert f"[{rule}]" in done.stdout
    assert f"casebound.toml:{line}:" in done.stdout
    assert casebound("site", cwd=pair).returncode == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<p>{{ page.chapter }</p>\n", "print/report_cover.html:1"),
        ("\n<p>{{ page.chaptr.case }}</p>\n", "print/report_cover.html:2"),
        ("\n\n{{ ''.__class__.__mro__ }}\n", "print/report_cover.html:3"),
        ('{% include "print/report_cover.html" %}\n', "print/report_cover.html"),
        ('{% include "print/nowhere.html" %}\n', "print/report_cover.html:1"),
        ("{{ page.chapter.case.title | shout }}\n", "print/report_cover.html:1"),
        ("{{ 1 / 0 }}\n", "print/report_cover.html:1"),
        ("{{ t('no-such-label') }}\n", "print/report_cover.html:1"),
    ],
)
def test_a_template_of_the_workspace_that_fails_is_named_with_its_line(
    text: str, told: str, pair: Path, casebound: Run
) -> None:
    (pair / "templates" / "print").mkdir(parents=True)
    (pair / "templates" / "print" / "report_cover.html").write_text(text, encoding="utf-8")
    done = casebound("report", GOOD, cwd=pair)
    assert done.returncode == 2
    assert done.stderr.startswith(f"casebound: templates/{told}")
    assert not (pair / "build").exists()


def test_a_template_of_the_site_that_fails_is_named_with_its_line(pair: Path, casebound: Run) -> None:
    (pair / "templates" / "site").mkdir(parents=True)
    (pair / "templates" / "site" / "home.html").write_text("\n{{ page.nothing }}\n", encoding="utf-8")
    done = casebound("site", cwd=pair)
    assert done.returncode == 2
    assert "templates/site/home.html:2" in done.stderr


@pytest.mark.parametrize("name", ["print/report_cover.html", "print/words.yaml", "tokens.css"])
def test_a_template_of_the_workspace_that_is_not_utf_8_is_named(name: str, pair: Path, casebound: Run) -> None:
    (pair / "templates" / "print").mkdir(parents=True)
    (pair / "templates" / name).write_bytes("<p>报告</p>".encode("gbk"))
    done = casebound("report", GOOD, cwd=pair)
    assert done.returncode == 2
    assert f"templates/{name}" in done.stderr


def test_a_template_that_is_a_link_out_of_the_workspace_is_not_followed(pair: Path, casebound: Run) -> None:
    outside = pair.parent / "outside.html"
    outside.write_text(SECRET, encoding="utf-8")
    (pair / "templates" / "site").mkdir(parents=True)
    (pair / "templates" / "site" / "home.html").symlink_to(outside)
    casebound("site", cwd=pair)
    site = pair / "build" / "site"
    assert all(SECRET.encode() not in path.read_bytes() for path in site.rglob("*") if path.is_file())


@pytest.mark.parametrize("epoch", ["yesterday", "²", "99999999999999999", "-1"])
def test_a_date_that_is_none_is_refused(epoch: str, pair: Path, casebound: Run) -> None:
    done = casebound("report", GOOD, cwd=pair, SOURCE_DATE_EPOCH=epoch)
    assert done.returncode == 2
    assert "SOURCE_DATE_EPOCH" in done.stderr


def test_an_output_that_cannot_be_written_is_said_so(pair: Path, casebound: Run) -> None:
    (pair / "a-file").write_text("mine", encoding="utf-8")
    for output in ("a-file", "a-file/below", "/proc/nowhere"):
        done = casebound("site", "--output", output, cwd=pair)
        assert done.returncode == 2
        assert output in done.stderr
    assert (pair / "a-file").read_text(encoding="utf-8") == "mine"


def test_a_cache_that_cannot_be_written_is_said_so(pair: Path, casebound: Run) -> None:
    (pair / "a-file").write_text("mine", encoding="utf-8")
    done = casebound("report", GOOD, cwd=pair, XDG_CACHE_HOME=str(pair / "a-file"))
    assert done.returncode == 2
    assert str(pair / "a-file") in done.stderr


def test_a_full_disk_is_said_so_and_leaves_no_half_file(pair: Path, casebound: Run, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    prefix = ("unshare", "--map-root-user", "--mount", "sh", "-c")
    mount = f"mount -t tmpfs -o size=64k none '{disk}'"
    try:
        subprocess.run([*prefix, mount], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no small disk can be mounted here")
    command = casebound("--version", cwd=pair).args[0]
    script = f"{mount} && cd '{pair}' && '{command}' site --output '{disk}'; echo $?; find '{disk}' -name '.*' -type f"
    done = subprocess.run([*prefix, script], capture_output=True, check=False, encoding="utf-8")
    assert done.stdout == "2\n"
    assert done.stderr.startswith("casebound: ")
    assert str(disk) in done.stderr


def test_settings_that_ask_for_what_is_not_there_are_named_and_the_rest_is_made(
    with_round: Path, casebound: Run
) -> None:
    toml = with_round / "casebound.toml"
    toml.write_text(
        toml.read_text(encoding="utf-8")
        + '\n[[books]]\nid = "small"\ntitle = {zh-CN = "小书", en = "Small book"}\ncases = ["fleet-handovr"]\n'
        '\n[site]\nround = "2026-third-prty"\n',
        encoding="utf-8",
    )
    lines = toml.read_text(encoding="utf-8").split("\n")
    done = casebound("site", cwd=with_round)
    assert done.returncode == 1
    for rule, start in (("unknown-case", "cases = "), ("unknown-round", "round = ")):
        line = next(number for number, text in enumerate(lines, start=1) if text.startswith(start))
        assert re.search(rf"^casebound.toml:{line}:\d+: error\[{rule}\]", done.stderr, re.MULTILINE)
    assert (with_round / "build" / "site" / "cases" / GOOD / "index.html").is_file()


@pytest.mark.slow
def test_what_has_no_id_has_no_file(with_round: Path, casebound: Run) -> None:
    toml = with_round / "casebound.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + '\n[[books]]\nid = "../x"\n', encoding="utf-8")
    panel = with_round / "content" / "rounds" / "2026-third-party" / "round.yaml"
    panel.write_text(panel.read_text(encoding="utf-8").replace("- id: e02", "- id: '../e02'"), encoding="utf-8")
    (with_round / "content" / "cases" / BAD / "case.md").unlink()
    done = casebound("build", cwd=with_round)
    assert done.returncode == 1
    made = {path.relative_to(with_round / "build").as_posix() for path in (with_round / "build").rglob("*.pdf")}
    made = {path for path in made if not path.startswith(("results/", "certificates/", "letters/", "minutes/"))}
    assert made == {"reports/fleet-handover.pdf", "packets/e08/packet.pdf", "packets/e09/packet.pdf"}


def test_an_about_page_that_is_not_utf_8_is_named(pair: Path, casebound: Run) -> None:
    (pair / "site" / "pages").mkdir(parents=True)
    (pair / "site" / "pages" / "about.zh-CN.md").write_bytes("# 关于\n".encode("gbk"))
    done = casebound("site", cwd=pair)
    assert done.returncode == 2
    assert "site/pages/about.zh-CN.md" in done.stderr
