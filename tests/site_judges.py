"""What tools that nobody here wrote have against the pages of a site: vnu (HTML and CSS), axe-core (WCAG).

Which pages there are is read from the site itself: whoever adds a kind of page has it judged.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page

VNU = Path(__file__).parent / "node" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
"""Put there by `script/setup dev`."""
_NO_SERVER = re.compile(r"Resource violates Content Security Policy \(meta tag\): external \w+ “[./]*(?!/)[\w./-]+”")
"""vnu reads a page from a file, for which 'self' means nothing; browsers are asked in `tests/browser`."""
_INLINE = "Inline script violates Content Security Policy (meta tag): blocked by “script-src” directive"
_RUN = re.compile(r"<script(?![^>]*( src=|type=\"application/ld\+json\"))", re.I)
"""A script that stands in the page; what is only data, as JSON-LD is, is no script, which vnu does not know."""
_KIND = re.compile(r'<body class="([\w-]+)')
_LANG = re.compile(r'<html lang="([\w-]+)"')


def vnu_complaints(site: Path) -> list[str]:
    """All that vnu says of every page below a folder: the page, the line, the words."""
    if shutil.which("java") is None:
        pytest.skip("needs Java")
    command = ["java", "-Xss16m", "-jar", VNU, "--skip-non-html", "--format", "json", "--stdout", site]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    messages = json.loads(done.stdout)["messages"]
    return [
        f"{message['url'].removeprefix(site.as_uri())}:{message.get('lastLine', 0)}: {message['message']}"
        for message in messages
        if not (message["type"] == "info" and _is_unfounded(message["message"], message["url"]))
    ]


def _is_unfounded(said: str, address: str) -> bool:
    if said.startswith(_INLINE):
        return not _RUN.search(Path(unquote(urlsplit(address).path)).read_text(encoding="utf-8"))
    return _NO_SERVER.match(said) is not None


@contextmanager
def hosted(site: Path) -> Iterator[str]:
    """A site at the root of a host on this machine: where its page for what is not there finds its styles."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: what the judges say is what is wanted."""


def page_kinds(site: Path) -> dict[tuple[str, str], list[Path]]:
    """The pages of a site by template (the class of `body`) and language, the longest first."""
    kinds: dict[tuple[str, str], list[Path]] = {}
    for path in sorted(site.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        kind, lang = _KIND.search(text), _LANG.search(text)
        if kind and lang:
            kinds.setdefault((kind[1], lang[1]), []).append(path)
    return {key: sorted(pages, key=lambda path: (-path.stat().st_size, path)) for key, pages in sorted(kinds.items())}


@cache
def _axe() -> str:
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def axe_complaints(page: Page) -> list[str]:
    """The rules of axe-core that the page at hand breaks, each with the elements; WCAG 2.2's size of targets is one."""
    page.evaluate(_axe())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})")
    return [f"{item['id']}: {', '.join(_targets(item['nodes']))}" for item in found["violations"]]


def _targets(nodes: Iterable[dict[str, list[str]]]) -> Iterator[str]:
    for node in nodes:
        yield " ".join(map(str, node["target"]))
