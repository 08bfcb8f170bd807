"""`casebound serve`, asked over HTTP as a browser would, on a workspace that somebody edits meanwhile."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from tests.whole.conftest import CHECKOUT, COMMAND, seen

pytestmark = pytest.mark.slow

SECONDS = 60
"""For what takes two, on a machine that does much else."""


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


class Preview:
    """A running server."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process = process
        self.address = address
        self.port = urlsplit(address).port

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """One request; the path is sent as it is."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)) as connection:
            connection.request(method, path, headers=headers)
            response = connection.getresponse()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())

    @contextmanager
    def looking(self, look: str) -> Iterator[Callable[[Callable[[dict[str, Any]], object]], dict[str, Any]]]:
        """Looks at a document; gives a function that waits until its state is such."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)) as connection:
            connection.request("GET", f"/_casebound/events?look={look}")
            response = connection.getresponse()
            assert response.status == 200

            def until(is_enough: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
                while line := response.readline():
                    if line.startswith(b"data: "):
                        state: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
                        if is_enough(state):
                            return state
                raise AssertionError("the server ended the stream")

            yield until


def wait_until_gone(group: int) -> None:
    """Fails if a process of the group is still there after a while (Python's resource tracker goes a moment later)."""
    end = time.monotonic() + SECONDS
    left = [""]
    while left and time.monotonic() < end:
        states = subprocess.check_output(["ps", "-e", "-o", "pgid=,stat=,args="], text=True).splitlines()
        left = [state for state in states if state.split()[0] == str(group) and "Z" not in state.split()[1]]
    assert left == []


@contextmanager
def serving(root: Path, *arguments: str) -> Iterator[Preview]:
    """The installed command on a free port; afterwards Ctrl-C, after which nothing may be left of it."""
    environment = os.environ | {"LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "1775001600"}
    process = subprocess.Popen(
        [str(COMMAND), "serve", "--port", "0", *arguments],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        assert process.stdout
        line = process.stdout.readline()
        found = re.match(r"http://127\.0\.0\.1:\d+/", line)
        assert found, (line, process.stderr and process.stderr.read())
        yield Preview(process, found[0])
    finally:
        os.killpg(process.pid, signal.SIGINT)
        _, complaints = process.communicate(timeout=SECONDS)
    assert (process.returncode, complaints) == (0, "已停止。\n")
    wait_until_gone(process.pid)


CASE = """\
---
id: {id}
title: {title}
summary: 等得少了。
lang: {lang}
framework: saq-0008-2024
subject: {{kind: team, name: 一组, organization: 甲厂}}
industry: manufacturing
publication: {{consent: yes, visibility: public, license: CC BY 4.0}}
---

## 计划 {{#plan}}

{body}
"""


def write_case(root: Path, id: str, title: str, body: str, lang: str = "") -> Path:
    """A short case that may be published."""
    path = root / "content" / "cases" / id / f"case{lang and '.'}{lang}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(CASE.format(id=id, title=title, body=body, lang=lang or "zh-CN"), encoding="utf-8")
    return path


def make_small(root: Path) -> Path:
    """Two short cases, one of them in two languages, a book, and a round whose packets must not be seen."""
    write_case(root, "alpha", "甲", "等得久。")
    write_case(root, "alpha", "The first", "A long wait.", "en")
    write_case(root, "beta", "乙", "\n\n".join(["来回跑，跑了一趟又一趟。" * 12] * 60))
    shutil.copytree(CHECKOUT / "content" / "rounds", root / "content" / "rounds")
    (root / "casebound.toml").write_text(
        'languages = ["zh-CN", "en"]\n[name]\nzh-CN = "两个案例"\nen = "Two cases"\n[check]\nprofile = "draft"\n'
        '[[books]]\nid = "both"\ntitle = {zh-CN = "两个案例", en = "Two cases"}\ncases = "all"\n',
        encoding="utf-8",
    )
    return root


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A small workspace, which nobody edits."""
    with serving(make_small(tmp_path_factory.mktemp("small"))) as preview:
        yield preview


def text_of(pdf: bytes, folder: Path) -> str:
    path = folder / "asked.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True, encoding="utf-8").stdout


def layout_processes(server: int) -> int:
    """How many processes of a server lay out."""
    command = ["ps", "-ww", "--ppid", str(server), "-o", "args="]
    wide = os.environ | {"COLUMNS": "9999"}  # which counts for more than -ww
    return subprocess.check_output(command, text=True, env=wide).count("--multiprocessing-fork")


def test_no_more_processes_lay_out_than_it_needs(tmp_path: Path) -> None:
    root = tmp_path / "small"
    make_small(root)
    needed = min(2, os.cpu_count() or 1)
    with serving(root) as preview:
        end = time.monotonic() + SECONDS
        while layout_processes(preview.process.pid) < needed and time.monotonic() < end:
            time.sleep(0.05)
        time.sleep(1)  # for one more that should not come
        assert layout_processes(preview.process.pid) == needed


def test_an_edit_is_seen_and_a_broken_one_leaves_the_old_and_says_why(pair: Path, tmp_path: Path) -> None:
    before = seen(pair)
    file = pair / "content" / "cases" / "alteration-desk" / "case.md"
    written = file.read_text(encoding="utf-8")
    with serving(pair) as preview, preview.looking("report/alteration-desk") as until:
        first = until(lambda state: state["version"] and state["fresh"])
        assert first["problem"] == ""
        assert "秤砣星星" not in text_of(preview.get("/pdf/report/alteration-desk.pdf").body, tmp_path)

        file.write_text(f"{written}\n再看一周，称一称秤砣星星。\n", encoding="utf-8")
        second = until(lambda state: state["version"] not in ("", first["version"]))
        pdf = preview.get(f"/pdf/report/alteration-desk.pdf?version={second['version']}").body
        assert "秤砣星星" in text_of(pdf, tmp_path)
        assert pdf.startswith(b"%PDF-")

        file.write_text(written.replace("\nid: ", "\n: [", 1), encoding="utf-8")
        broken = until(lambda state: state["problem"] and any(item["severity"] == "error" for item in state["found"]))
        assert broken["version"] == second["version"]
        assert broken["problem"] == "现在读不出它：可能写坏了，或已经删去。见检查出的问题"
        assert broken["found"][0]["place"].startswith("content/cases/alteration-desk/case.md:")
        assert preview.get("/pdf/report/alteration-desk.pdf").body == pdf
        assert broken["found"][0]["message"] in preview.get("/").body.decode()

        file.write_text(written, encoding="utf-8")
        mended = until(lambda state: not state["problem"] and state["version"] not in ("", second["version"]))
        assert mended["version"] == first["version"]
    after = seen(pair)
    assert [(name, digest) for name, (digest, _) in after.items()] == [(n, d) for n, (d, _) in before.items()]


def test_the_site_tells_its_pages_when_they_have_changed(tmp_path: Path) -> None:
    root = make_small(tmp_path)
    with serving(root, "--only", "site") as preview, preview.looking("site") as until:
        until(lambda state: state["version"] and state["fresh"])
        path = "/site/cases/alpha/index.html"
        page = preview.get(path)
        token = re.search(rb'<script src="/_casebound/live.js" data-look="site" data-token="(\w+)" defer>', page.body)
        assert token
        write_case(root, "alpha", "甲", "称一称秤砣星星。")
        until(lambda state: state["fresh"] and state["token"] != token[1].decode())
        assert "秤砣星星".encode() in preview.get(path).body
        assert preview.get("/report/alpha").status == 404
        assert preview.get("/site/").status == 307
        assert preview.get("/site/tokens.css").status == 404
        assert preview.get("/site/assets/tokens.css").headers["content-type"].startswith("text/css")


def test_the_start_page_lists_what_there_is_and_no_packets(shown: Preview) -> None:
    page = shown.get("/").body.decode()
    links = re.findall(r'<a href="(/(?!")[^"]*)"><span class="title" lang="([^"]*)">([^<]*)<', page)
    assert links == [
        ("/site/index.html", "zh-CN", "两个案例"),
        ("/book/both", "zh-CN", "两个案例"),
        ("/report/alpha", "zh-CN", "甲"),
        ("/report/alpha.en", "en", "The first"),
        ("/report/beta", "zh-CN", "乙"),
    ]
    for path in ("/packets/e01/packet.pdf", "/packet/e01", "/pdf/packet/e01.pdf", "/report/nothing", "/pdf/site.pdf"):
        assert shown.get(path).status == 404


def test_pages_are_pictures_too(shown: Preview) -> None:
    with shown.looking("report/alpha.en") as until:
        state = until(lambda state: state["version"])
    path = "/picture/report/alpha.en/1.png?width=300"
    picture = shown.get(path)
    assert picture.headers["content-type"] == "image/png"
    assert (picture.body[:8], int.from_bytes(picture.body[16:20], "big")) == (b"\x89PNG\r\n\x1a\n", 300)
    for number in (0, state["pages"] + 1):
        assert shown.get(path.replace("/1.png", f"/{number}.png")).status == 404


def test_a_reader_sees_that_a_book_is_being_made_and_a_program_waits_for_it(shown: Preview) -> None:
    page = shown.get("/pdf/book/both.pdf", accept="text/html")
    assert page.status in (200, 202)  # 200: it took less than a second
    if page.status == 202:
        assert 'data-look="book/both" data-token="-"' in page.body.decode()
    pdf = shown.get("/pdf/book/both.pdf", accept="*/*")
    assert (pdf.status, pdf.headers["content-type"]) == (200, "application/pdf")
    part = shown.get("/pdf/book/both.pdf", range="bytes=0-4")
    assert (part.status, part.body) == (206, b"%PDF-")
    assert shown.get("/pdf/book/both.pdf", "HEAD").body == b""


def test_it_answers_this_machine_only_and_only_questions(shown: Preview) -> None:
    assert shown.get("/", host=f"localhost:{shown.port}").status == 200
    for host in ("evil.example", f"evil.example:{shown.port}", "192.168.1.1"):
        answer = shown.get("/", host=host)
        assert (answer.status, answer.body) == (403, b"403: Host")
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert shown.get("/", method).status == 405
    headers = shown.get("/").headers
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in headers
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((other_address(), shown.port or 0), timeout=SECONDS)


def other_address() -> str:
    """An address of this machine that is not the one it listens at."""
    return "127.0.0.2"


@pytest.mark.parametrize(
    "path",
    [
        "/site/../casebound.toml",
        "/site/..%2f..%2fcasebound.toml",
        "/site/%2e%2e/casebound.toml",
        "/site//etc/passwd",
        "/_casebound/../serve/words.yaml",
        "/_casebound/..%2f..%2fprint%2fwords.yaml",
        "/_casebound/words.yaml",
        "/pdf/../../etc/passwd.pdf",
        "/pdf/report/alpha.pdf.pdf",
        "/picture/..%2f..%2fetc/1.png",
    ],
)
def test_no_path_leads_out(shown: Preview, path: str) -> None:
    assert shown.get(path).status == 404


def test_a_taken_port_is_told_and_another_found(tmp_path: Path) -> None:
    make_small(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        process = subprocess.Popen(
            [str(COMMAND), "serve", "--port", str(taken), "--lang", "en"],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )
        assert process.stdout
        address = process.stdout.readline()
        process.terminate()
        _, complaints = process.communicate(timeout=SECONDS)
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/ \(Ctrl-C ends it\)\n", address)
    assert f":{taken}/" not in address
    assert complaints == f"Port {taken} is taken: using another\nStopped.\n"
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("only", "said"),
    [
        ("packet:e01", "--only packet:e01：应为 book:编号、report:编号或 site / is book:ID, report:ID or site"),
        ("report:alpa", "没有案例“alpa” / not found: “alpa”. “alpha”?"),
    ],
)
def test_what_is_not_there_cannot_be_shown(tmp_path: Path, casebound: Any, only: str, said: str) -> None:
    make_small(tmp_path)
    done = casebound("serve", "--port", "0", "--only", only, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, f"casebound: {said}\n")
