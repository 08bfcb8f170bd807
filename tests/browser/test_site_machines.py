"""In a browser: data blocks that the policy lets be, titles that cannot break out of them, pages that lead on."""

from __future__ import annotations

import functools
import http.server
import json
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from casebound.workspace.site_build import build_site
from casebound.workspace.write import write_manifest
from tests.browser.conftest import complaints_of

CHECKOUT = Path(__file__).resolve().parents[2]
CASE = "farewell-one-visit"
TITLE = "</script><script>document.title='broken'</script><!-- \"'"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site below a folder of its host, with a hostile title, a former id and a case that is gone."""
    root = tmp_path_factory.mktemp("workspace")
    shutil.copytree(CHECKOUT / "content/frameworks", root / "content/frameworks")
    shutil.copy(CHECKOUT / "content/vocabularies.yaml", root / "content")
    shutil.copytree(CHECKOUT / "content/cases" / CASE, root / "content/cases" / CASE)
    path = root / "content/cases" / CASE / "case.md"
    quoted = TITLE.replace("'", "''")
    text = re.sub(
        r"^title: .*$", lambda _: f"title: '{quoted}'\naliases: [former]", path.read_text("utf-8"), count=1, flags=re.M
    )
    path.write_text(text, "utf-8")
    (root / "casebound.toml").write_text(
        'languages = ["zh-CN", "en"]\n[name]\nzh-CN = "一"\nen = "One"\n[site]\naddress = "https://example.org/cases-of-ours"\n'
        '[[site.removed]]\nid = "wrong"\ndate = 2026-03-01\nreason = "x"\n',
        "utf-8",
    )
    output = tmp_path_factory.mktemp("output")
    write_manifest(output, (), {"site/cases/lost/index.html": "0" * 64})
    build_site(root, output)
    host = tmp_path_factory.mktemp("host")
    return (output / "site").rename(host / "cases-of-ours")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        f"cases/{CASE}/index.html",
        f"en/cases/{CASE}/index.html",
        "cases/wrong/index.html",
        "cases/lost/index.html",
    ],
)
def test_the_policy_lets_data_blocks_be_and_nothing_breaks_out(site: Path, context: BrowserContext, path: str) -> None:
    page = context.new_page()
    complaints = complaints_of(page)
    page.goto((site / path).as_uri())
    assert complaints == []
    assert page.title() != "broken"
    blocks = page.eval_on_selector_all("script[type='application/ld+json']", "all => all.map(each => each.textContent)")
    for block in blocks:
        json.loads(block)
    if CASE in path:
        [graph] = (json.loads(block)["@graph"] for block in blocks)
        assert graph[0]["headline"] == TITLE
        assert page.eval_on_selector_all("script:not([src]):not([type])", "all => all.length") == 0


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_a_former_address_leads_on_from_a_folder(site: Path, context: BrowserContext, prefix: str) -> None:
    page = context.new_page()
    page.goto((site / f"{prefix}cases/former/index.html").as_uri())
    page.wait_for_url(f"**/{prefix}cases/{CASE}/index.html")


class Host(http.server.SimpleHTTPRequestHandler):
    """A host that shows the site's own page for what is not there."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != 404:
            return super().send_error(code, message, explain)
        body = (Path(self.directory) / "cases-of-ours/404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def host(site: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Host, directory=str(site.parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["nothing", "cases/none/at/this/depth/"])
def test_the_page_for_what_is_not_there_is_whole_at_any_depth(host: str, context: BrowserContext, path: str) -> None:
    page = context.new_page()
    failed: list[str] = []
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    page.goto(f"{host}/cases-of-ours/{path}")
    assert failed == [f"{host}/cases-of-ours/{path}"]
    ways = [str(link.get_attribute("href")) for link in page.locator("main a").all()]
    assert ways == ["/cases-of-ours/library/index.html", "/cases-of-ours/search/index.html"]
    page.click("main a")
    assert page.url == f"{host}/cases-of-ours/library/index.html"
