"""Hostile images, endless tables, strange letters, full disks and kill -9 on the way to paper.

Each time: a clear message, the old output intact, the rest printed, and the next run completes.
"""

from __future__ import annotations

import hashlib
import http.server
import io
import os
import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from tests.whole.conftest import COMMAND, EPOCH

if TYPE_CHECKING:
    from tests.whole.conftest import Run

pytestmark = pytest.mark.slow

CASE = """\
---
id: {id}
title: {title}
summary: 客人在柜台等得久，改成预约以后等得短了。
framework: saq-0008-2024
route: pdca
subject: {{kind: team, name: 柜台组, organization: 望榆门店}}
industry: retail
service: 柜台服务
measures:
  - id: wait
    name: 平均等候
    unit: 分钟
    better: lower
    baseline: {{value: 30, period: 2024-01/2024-06}}
    target: {{value: 20, period: 2024-12}}
    actual: {{value: 18, period: 2024-07/2024-12}}
    source: 叫号系统
publication: {{consent: yes, visibility: public, license: CC BY 4.0}}
---
"""
BODY = "\n## 计划 {#plan}\n\n先数三个月，再定先做哪一样。\n\n## 实施 {#do}\n\n按时段预约，柜台提前备料。\n"
GOOD, BAD = "counter-queue", "phone-queue"
LAST = "末尾这一句也要印出来。"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A workspace of two short cases and a book of them."""
    root = tmp_path / "small"
    for id, title in ((GOOD, "柜台前少排队"), (BAD, "电话少占线")):
        folder = root / "content" / "cases" / id
        folder.mkdir(parents=True)
        (folder / "case.md").write_text(CASE.format(id=id, title=title) + BODY, encoding="utf-8")
    (root / "casebound.toml").write_text(
        'languages = ["zh-CN"]\n\n[name]\nzh-CN = "两个案例"\nen = "Two cases"\n\n[[books]]\nid = "both"\n'
        f'title = {{zh-CN = "两个案例", en = "Two cases"}}\ncases = ["{GOOD}", "{BAD}"]\n\n'
        '[check]\nprofile = "draft"\n',
        encoding="utf-8",
    )
    return root


def bad_case(root: Path) -> Path:
    return root / "content" / "cases" / BAD / "case.md"


def write_body(root: Path, text: str) -> None:
    """Put this behind the body of the case, and a last sentence behind that."""
    path = bad_case(root)
    path.write_text(path.read_text(encoding="utf-8") + f"\n{text}\n\n{LAST}\n", encoding="utf-8")


def line_of(root: Path, text: str) -> int:
    lines = bad_case(root).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def report(root: Path, id: str = BAD) -> Path:
    return root / "build" / "reports" / f"{id}.pdf"


def text_of(pdf: Path) -> str:
    """What poppler reads, without the spaces and ends of lines that layout brings, and our joiners."""
    done = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True, encoding="utf-8")
    return re.sub("[\\s\u2060\u200b]", "", done.stdout)


def is_whole(pdf: Path) -> bool:
    return subprocess.run(["qpdf", "--check", str(pdf)], capture_output=True, check=False).returncode == 0


def is_printed_with_its_neighbour(root: Path) -> bool:
    """Both reports are whole, and the bad one is printed to its end."""
    return all(is_whole(report(root, id)) for id in (GOOD, BAD)) and LAST in text_of(report(root))


def pictures_in(pdf: Path) -> list[tuple[int, int]]:
    """Width and height in pixels of the raster images in a file, those of masks left out."""
    with pikepdf.open(pdf) as file:
        images = [
            each for each in file.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
        ]
        masks = {each.SMask.objgen for each in images if "/SMask" in each}
        return [(int(each.Width), int(each.Height)) for each in images if each.objgen not in masks]


# Images


def add_image(root: Path, name: str, data: bytes) -> int:
    """Put an image into the case and show it; the line on which it stands."""
    (bad_case(root).parent / name).write_bytes(data)
    write_body(root, f'![柜台的样子]({name} "柜台"){{#fig-a}}')
    return line_of(root, f"]({name}")


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def test_an_image_of_50_mb_is_printed_at_300_dpi(small: Path, casebound: Run) -> None:
    noise = Image.frombytes("RGB", (4200, 4000), os.urandom(4200 * 4000 * 3))
    data = saved(noise, "PNG", compress_level=0)
    assert len(data) > 50_000_000
    add_image(small, "huge.png", data)
    done = casebound("report", cwd=small)
    assert done.returncode == 0, done.stderr
    assert is_printed_with_its_neighbour(small)
    assert pictures_in(report(small)) == [(2008, 1912)]  # 170 mm at 300 dpi
    assert report(small).stat().st_size < 10_000_000


def test_a_photograph_takes_no_place_and_no_author_into_print(small: Path, casebound: Run) -> None:
    exif = Image.Exif()
    exif[0x013B] = "SECRETPERSON"
    exif[0x0112] = 6
    add_image(small, "desk.jpg", saved(Image.new("RGB", (300, 200), "red"), "JPEG", exif=exif))
    assert casebound("report", cwd=small).returncode == 0
    assert b"SECRETPERSON" not in report(small).read_bytes()
    assert pictures_in(report(small)) == [(200, 300)]  # set upright


PHOTOGRAPH = Image.frombytes("RGB", (200, 150), bytes(range(250)) * 360)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cut.png", saved(PHOTOGRAPH, "PNG")[:-200]),
        ("head.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 60),
        ("cut.jpg", saved(PHOTOGRAPH, "JPEG")[:1500]),
        ("cut.webp", saved(PHOTOGRAPH, "WEBP")[:200]),
        ("laughs.svg", b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("cut.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="9"'),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_damaged_image_is_named_at_its_line_and_the_rest_is_printed(
    name: str, data: bytes, small: Path, casebound: Run
) -> None:
    line = add_image(small, name, data)
    done = casebound("report", cwd=small)
    assert done.returncode == 1
    assert re.search(rf"^content/cases/{BAD}/case.md:{line}:.*unprinted-image", done.stderr, re.MULTILINE), done.stderr
    assert f"“{name}”" in done.stderr
    assert is_printed_with_its_neighbour(small)
    assert "〔柜台的样子〕" in text_of(report(small))  # its words stand in for it


@pytest.fixture
def web() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and what it was asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_an_svg_fetches_nothing_and_says_so(small: Path, casebound: Run, web: tuple[str, list[str]]) -> None:
    url, asked = web
    secret = small.parent / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text id="t" y="9">SECRETTEXT</text></svg>')
    line = add_image(
        small,
        "plan.svg",
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="200" height="100">'
        f"<style>@import url({url}/a.css); @font-face {{font-family: a; src: url({url}/a.ttf)}}</style>"
        f'<image href="{url}/a.png" width="50" height="50"/><image xlink:href="{secret.as_uri()}" width="9"/>'
        f'<use xlink:href="{secret.as_uri()}#t"/><rect width="9" height="9" fill="url({url}/p.svg#p)"/>'
        f'<script href="{url}/a.js">1</script><text y="40" font-size="20">看得见的字</text></svg>'.encode(),
    )  # fmt: skip
    done = casebound("report", cwd=small)
    assert asked == []
    text = text_of(report(small))
    assert "看得见的字" in text and "SECRETTEXT" not in text
    assert is_printed_with_its_neighbour(small)
    assert f"case.md:{line}:" in done.stderr
    assert url in done.stderr
    assert "[partly-printed-image]" in done.stderr


def test_an_svg_that_draws_itself_without_end_is_refused(small: Path, casebound: Run) -> None:
    """Twelve levels of ten: the billion laughs without an entity."""
    levels = "".join(f'<g id="u{n + 1}">' + f'<use href="#u{n}"/>' * 10 + "</g>" for n in range(12))
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    drawing = f'{head}<defs><rect id="u0" width="1" height="1"/>{levels}</defs><use href="#u12"/></svg>'
    add_image(small, "laughs.svg", drawing.encode())
    done = casebound("report", cwd=small)
    assert done.returncode == 1
    assert "“laughs.svg”" in done.stderr
    assert is_printed_with_its_neighbour(small)


# Text


def test_a_table_of_2000_rows_is_printed_whole_with_its_head_on_every_page(small: Path, casebound: Run) -> None:
    rows = "".join(f"| 第{n}单 | {n} | 柜台{n % 7} |\n" for n in range(1, 2001))
    write_body(small, f":::{{table}} 全部单子\n:id: tbl-all\n\n| 单子头 | 分钟头 | 柜台头 |\n|---|---:|---|\n{rows}:::")
    done = casebound("report", BAD, cwd=small)
    assert done.returncode == 0, done.stderr
    assert LAST in text_of(report(small))
    pages = pages_of(report(small))
    held = [page for page in pages if re.search("第[0-9]+单", page)]
    assert len(held) > 20
    assert all("单子头" in page for page in held)
    assert [int(n) for page in held for n in re.findall("第([0-9]+)单", page)] == list(range(1, 2001))


def pages_of(pdf: Path) -> list[str]:
    """The text of each page in the order of its lines."""
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True, encoding="utf-8")
    return done.stdout.split("\f")[:-1]


def test_an_address_of_300_characters_stays_on_the_page(small: Path, casebound: Run) -> None:
    """In a paragraph, a link, a cell, an item, code and a quotation."""
    tail = "0123456789abcdefghij" * 14
    url = f"https://example.org/{tail}"
    write_body(
        small, f"{url}\n\n[{url}]({url})\n\n| 地址 | 次 |\n|---|---|\n| {url} | 3 |\n\n- {url}\n\n`{url}`\n\n> {url}"
    )
    done = casebound("report", cwd=small)
    assert done.returncode == 0, done.stderr
    assert is_printed_with_its_neighbour(small)
    ten = tail[:20]  # fourteen of them make an address; at the edge of a page head and folio may come between
    assert text_of(report(small)).count(ten) >= 6 * 14 - 3
    with pypdfium2.PdfDocument(report(small)) as file:
        for page in file:
            width, text = page.get_width(), page.get_textpage()
            for number in range(text.count_chars()):
                left, _, right, _ = text.get_charbox(number)
                assert left >= 0 and right <= width, f"{text.get_text_range(number, 1)} from {left} to {right}"


def test_a_case_without_a_body_is_printed_as_far_as_it_goes(small: Path, casebound: Run) -> None:
    bad_case(small).write_text(CASE.format(id=BAD, title="电话少占线"), encoding="utf-8")
    done = casebound("report", cwd=small)
    assert done.returncode in (0, 1)
    assert is_whole(report(small)) and is_whole(report(small, GOOD))
    assert "电话少占线" in text_of(report(small))
    assert casebound("book", cwd=small).returncode in (0, 1)
    assert is_whole(small / "build" / "books" / "both.pdf")


def test_emoji_and_letters_from_right_to_left_are_named_with_their_line(small: Path, casebound: Run) -> None:
    strange = {"U+1F600": "笑脸\U0001f600在此", "U+0627": "客人写道：انتظار，大意是等", "U+05E9": "还有שלום一句"}
    write_body(small, "\n\n".join(strange.values()))
    done = casebound("report", cwd=small)
    assert done.returncode == 1
    for code, words in strange.items():
        place = rf"content/cases/{BAD}/case.md:{line_of(small, words)}:\d+"
        assert re.search(rf"{place}[^\n]*missing-glyph[^\n]*{re.escape(code)}", done.stderr), (code, done.stderr)
    assert is_printed_with_its_neighbour(small)


def test_rare_han_characters_are_printed_in_our_own_fonts(small: Path, casebound: Run) -> None:
    """From Extensions A and B, and a character of the standard list that lies in Extension B (通用规范汉字表 8105)."""
    write_body(small, "人名里有㐂、𠮷、𬺓几个字。")
    done = casebound("report", cwd=small)
    assert is_printed_with_its_neighbour(small)
    shown = text_of(report(small))
    for character in "㐂𠮷𬺓":
        assert character in shown or f"U+{ord(character):04X}" in done.stderr
    assert "㐂" in shown and "𠮷" in shown
    fonts = subprocess.run(["pdffonts", str(report(small))], capture_output=True, check=True, encoding="utf-8").stdout
    assert all("Casebound" in line for line in fonts.splitlines()[2:]), fonts


# The disk, and being killed


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


PRIVATE = ("unshare", "--map-root-user", "--mount", "sh", "-c")
"""A shell that may mount, whose mounts nobody else sees."""


def in_private(script: str, **environment: str) -> list[str]:
    """The lines that a script prints, mounted disks and all; skips where no disk can be mounted."""
    try:
        subprocess.run([*PRIVATE, "mount -t tmpfs -o size=64k none /mnt"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no disk can be mounted here: it takes a Linux that lets us unshare")
    settings = os.environ | {"LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": EPOCH} | environment
    done = subprocess.run([*PRIVATE, script], capture_output=True, check=False, encoding="utf-8", env=settings)
    for word in ("Traceback", "内部错误", "Internal error"):
        assert word not in done.stdout + done.stderr, done.stdout + done.stderr
    return (done.stdout + done.stderr).splitlines()


def edit(path: Path) -> str:
    return f"sed -i 's/先数三个月/先数六个月/' '{path}'"


def test_a_full_disk_leaves_the_old_book_and_the_next_run_completes(small: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    make = f"'{COMMAND}' book --root '{small}' --output '{disk}' 2>&1"
    said = in_private(f"""
        mount -t tmpfs -o size=8m none '{disk}'
        {make} >/dev/null; echo first $?; sha256sum <'{disk}/books/both.pdf'
        {edit(bad_case(small))}
        dd if=/dev/zero of='{disk}/filler' bs=1k 2>/dev/null
        {make}; echo full $?; sha256sum <'{disk}/books/both.pdf'; find '{disk}' -name '.*' -type f
        rm '{disk}/filler'
        {make} >/dev/null; echo next $?; sha256sum <'{disk}/books/both.pdf'
        qpdf --check '{disk}/books/both.pdf' >/dev/null; echo whole $?
    """)
    first, old, *full, next, new, whole = said
    assert (first, full[-2], next, whole) == ("first 0", "full 2", "next 0", "whole 0")
    assert full[-1] == old != new
    assert any(str(disk) in line and ("No space" in line or "写不了" in line) for line in full)


def test_a_store_without_room_is_done_without(small: Path, tmp_path: Path, own_cache: Path) -> None:
    disk, book = tmp_path / "disk", small / "build" / "books" / "both.pdf"
    disk.mkdir()
    make = f"'{COMMAND}' book --root '{small}' 2>&1"
    said = in_private(f"""
        mount -t tmpfs -o size=128k none '{disk}'
        mkdir -p '{disk}/casebound' && ln -s '{own_cache}/casebound/fonts' '{disk}/casebound/fonts'
        dd if=/dev/zero of='{disk}/filler' bs=1k 2>/dev/null
        XDG_CACHE_HOME='{disk}' {make}; echo full $?; sha256sum <'{book}'
        XDG_CACHE_HOME='{own_cache}' {make} >/dev/null; echo next $?; sha256sum <'{book}'
    """)  # fmt: skip
    *_, full, made, next, again = said
    assert (full, next) == ("full 0", "next 0")
    assert made == again


def test_no_room_for_what_is_handed_to_other_processes_is_said_so(small: Path, tmp_path: Path) -> None:
    """Many jobs travel in files of the system's folder for such; few do without."""
    for number in range(8):
        shutil.copytree(small / "content" / "cases" / GOOD, small / "content" / "cases" / f"{GOOD}-{number}")
        path = small / "content" / "cases" / f"{GOOD}-{number}" / "case.md"
        path.write_text(path.read_text(encoding="utf-8").replace(GOOD, f"{GOOD}-{number}"), encoding="utf-8")
    settings = small / "casebound.toml"
    settings.write_text(
        re.sub("(?m)^cases = .*$", 'cases = "all"', settings.read_text(encoding="utf-8")), encoding="utf-8"
    )
    disk, book = tmp_path / "disk", small / "build" / "books" / "both.pdf"
    disk.mkdir()
    make = f"'{COMMAND}' book --fresh --root '{small}' 2>&1"
    said = in_private(f"""
        {make} >/dev/null; echo first $?; sha256sum <'{book}'
        {edit(bad_case(small))}
        mount -t tmpfs -o size=16k none '{disk}'
        TMPDIR='{disk}' {make}; echo full $?; sha256sum <'{book}'
        {make} >/dev/null; echo next $?; sha256sum <'{book}'
    """)  # fmt: skip
    first, before, *full, next, after = said
    assert (first, full[-2], next) == ("first 0", "full 2", "next 0")
    assert before == full[-1] != after
    assert any("写不了" in line and str(disk) in line for line in full), full


def test_a_read_only_build_folder_is_said_so_and_the_next_run_completes(small: Path) -> None:
    build = small / "build"
    build.mkdir()
    make = f"'{COMMAND}' book --root '{small}' 2>&1"
    said = in_private(f"""
        {make} >/dev/null; echo first $?; sha256sum <'{build}/books/both.pdf'
        {edit(bad_case(small))}
        mount --bind '{build}' '{build}' && mount -o remount,ro,bind '{build}'
        {make}; echo closed $?; sha256sum <'{build}/books/both.pdf'
        umount '{build}'
        {make} >/dev/null; echo next $?; sha256sum <'{build}/books/both.pdf'
    """)  # fmt: skip
    first, old, *closed, next, new = said
    assert (first, closed[-2], next) == ("first 0", "closed 2", "next 0")
    assert closed[-1] == old != new
    assert any("写不了" in line and str(build) in line for line in closed), closed


@pytest.mark.parametrize("way", ["build", "build/books", "build/books/both.pdf"])
def test_something_in_the_way_of_the_output_is_said_so(way: str, small: Path, casebound: Run) -> None:
    """As root, permissions do not help: a file where a folder should be, a folder where a file should be."""
    path = small / way
    path.parent.mkdir(parents=True, exist_ok=True)
    if way.endswith(".pdf"):
        (path / "mine").mkdir(parents=True)
    else:
        path.write_text("mine", encoding="utf-8")
    done = casebound("book", cwd=small)
    assert done.returncode == 2
    assert "写不了" in done.stderr
    assert path.is_dir() or path.read_text(encoding="utf-8") == "mine"
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert casebound("book", cwd=small).returncode == 0
    assert is_whole(small / "build" / "books" / "both.pdf")


@pytest.fixture
def own_cache(tmp_path: Path) -> Path:
    """A cache of the test's own, in which the fonts are the machine's."""
    cut = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "casebound" / "fonts"
    cache = tmp_path / "cache"
    (cache / "casebound").mkdir(parents=True)
    cut.mkdir(parents=True, exist_ok=True)
    (cache / "casebound" / "fonts").symlink_to(cut)
    return cache


Wait = Callable[[Path], None]


def a_moment(seconds: float) -> Wait:
    return lambda _: time.sleep(seconds)


def until_something_is_kept(cache: Path) -> None:
    """The first chapter is in the store, the others are not."""
    end = time.monotonic() + 60
    while time.monotonic() < end and not any(path.is_file() for path in (cache / "casebound" / "pages").rglob("*")):
        time.sleep(0.01)


@pytest.mark.parametrize(
    "wait",
    [a_moment(1.0), a_moment(2.5), until_something_is_kept],
    ids=["starting", "at-work", "half-kept"],
)
def test_killed_in_the_middle_the_old_book_stays_and_the_next_run_completes(
    wait: Wait, small: Path, own_cache: Path, casebound: Run
) -> None:
    """kill -9 leaves nobody time to tidy up."""
    settings = {"XDG_CACHE_HOME": str(own_cache), "SOURCE_DATE_EPOCH": EPOCH}
    assert casebound("book", cwd=small, **settings).returncode == 0
    old = digests(small / "build")
    for path in small.rglob("case.md"):
        path.write_text(path.read_text(encoding="utf-8").replace("三个月", "六个月"), encoding="utf-8")
    process = subprocess.Popen(
        [COMMAND, "book", "--fresh"], cwd=small, env=os.environ | settings, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    shutil.rmtree(own_cache / "casebound" / "pages", ignore_errors=True)
    wait(own_cache)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert nobody_is_left(process.pid), "workers stay behind for ever"
    book = small / "build" / "books" / "both.pdf"
    assert is_whole(book)  # the old one or, on a quick machine, the new one: never half of it
    assert digests(small / "build") == old or "六个月" in text_of(book)
    assert casebound("book", cwd=small, **settings).returncode == 0
    assert is_whole(book) and "六个月" in text_of(book)
    made = digests(small / "build")
    assert casebound("book", "--fresh", cwd=small, **settings).returncode == 0
    assert digests(small / "build") == made  # as if nothing had happened


def nobody_is_left(session: int, seconds: float = 15) -> bool:
    """Whether all processes of a session end by themselves; those that do not are ended here."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not members(session):
            return True
        time.sleep(0.1)
    for pid in members(session):
        os.kill(pid, signal.SIGKILL)
    return False


def members(session: int) -> list[int]:
    """Process ids of a session, as /proc has them; none where there is no /proc."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[3] == str(session) and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found
