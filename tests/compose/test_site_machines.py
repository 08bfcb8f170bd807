"""What machines read of the site, judged by the rules of those who read it: feeds, JSON-LD, maps, previews, data."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from lxml import etree

from casebound.compose.site_json_ld import data_block
from casebound.compose.site_map import SiteMap, web
from casebound.compose.site_sitemap import make_sitemap
from casebound.workspace.load import load
from casebound.workspace.publish_site import make_site_artifacts

CHECKOUT = Path(__file__).resolve().parents[2]
SCHEMAS = Path(__file__).with_name("schemas")
CASES = ("antenatal-waiting", "farewell-one-visit", "outage-notice")
ADDRESS = "https://cases.example.org/2026"
ATOM = "{http://www.w3.org/2005/Atom}"

Site = dict[str, bytes]


def write(root: Path, *cases: str, site: str = "") -> Path:
    content = root / "content"
    shutil.copytree(CHECKOUT / "content/frameworks", content / "frameworks")
    shutil.copy(CHECKOUT / "content/vocabularies.yaml", content)
    for case in cases:
        shutil.copytree(CHECKOUT / "content/cases" / case, content / "cases" / case)
    (root / "casebound.toml").write_text(
        f'languages = ["zh-CN", "en"]\n[name]\nen = "Three & more"\nzh-CN = "三个"\n'
        f'[publisher]\nen = "Association"\nzh-CN = "协会"\n[site]\n{site}',
        "utf-8",
    )
    return root


def make(root: Path) -> Site:
    return {artifact.path: artifact.data for artifact in make_site_artifacts(load(root), ("zh-CN", "en"))}


@pytest.fixture(scope="module")
def addressed(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site that knows where it is published, below a folder of its host."""
    root = tmp_path_factory.mktemp("addressed")
    return make(write(root, *CASES, site=f'address = "{ADDRESS}"\nzip = true\n'))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """One that does not."""
    return make(write(tmp_path_factory.mktemp("plain"), *CASES))


@pytest.fixture(params=["addressed", "plain"])
def site(request: pytest.FixtureRequest) -> Site:
    made: Site = request.getfixturevalue(request.param)
    return made


class Head(HTMLParser):
    """Metadata, links and data blocks of a page."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: list[dict[str, str]] = []
        self.blocks: list[str] = []
        self._is_data = False
        self.feed(data.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.meta[attributes.get("name") or attributes.get("property") or ""] = attributes.get("content", "")
        if tag == "link":
            self.links.append(attributes)
        self._is_data = tag == "script" and attributes.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._is_data:
            self.blocks.append(data)
            self._is_data = False

    def link(self, **wanted: str) -> str:
        return next(each["href"] for each in self.links if wanted.items() <= each.items())


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / name).read_text("utf-8"))


def pages(site: Site) -> Iterator[tuple[str, Head]]:
    yield from ((path, Head(data)) for path, data in site.items() if path.endswith(".html"))


# Feeds


@pytest.mark.parametrize("path", ["feed.xml", "en/feed.xml"])
def test_the_atom_feed_is_what_rfc_4287_asks_for(site: Site, path: str) -> None:
    grammar = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
    document = etree.fromstring(site[path])
    assert grammar.validate(document), grammar.error_log
    entries = document.findall(f"{ATOM}entry")
    assert len(entries) == len(CASES)
    for holder in (document, *entries):
        assert holder.findtext(f"{ATOM}author/{ATOM}name")
    ids = [each.findtext(f"{ATOM}id") for each in (document, *entries)]
    assert len(set(ids)) == len(ids)
    updated = [each.findtext(f"{ATOM}updated") for each in entries]
    assert updated == sorted(updated, reverse=True)
    assert document.findtext(f"{ATOM}updated") == updated[0]


@pytest.mark.parametrize("path", ["feed.json", "en/feed.json"])
def test_the_json_feed_is_what_its_version_1_1_asks_for(site: Site, path: str) -> None:
    feed = json.loads(site[path])
    jsonschema.validate(feed, schema("json-feed.schema.json"))
    atom = ElementTree.fromstring(site[path.replace("json", "xml")])
    assert [item["id"] for item in feed["items"]] == [each.findtext(f"{ATOM}id") for each in atom.iter(f"{ATOM}entry")]


def test_an_entry_is_called_by_its_address_or_else_by_a_name_that_stays(
    addressed: Site, plain: Site, tmp_path: Path
) -> None:
    feed = json.loads(addressed["en/feed.json"])
    assert {item["id"] for item in feed["items"]} == {f"{ADDRESS}/en/cases/{case}/" for case in CASES}
    assert feed["home_page_url"] == f"{ADDRESS}/en/"
    names = {item["title"]: item["id"] for item in json.loads(plain["feed.json"])["items"]}
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", name) for name in names.values())
    fewer = {item["title"]: item["id"] for item in json.loads(make(write(tmp_path, CASES[0]))["feed.json"])["items"]}
    assert fewer.items() <= names.items()


def test_an_entry_says_when_it_is_in_another_language(site: Site) -> None:
    atom = ElementTree.fromstring(site["en/feed.xml"])
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert atom.get(lang) == "en"
    marked = {each.findtext(f"{ATOM}title"): each.get(lang) for each in atom.iter(f"{ATOM}entry")}
    assert sorted(map(str, marked.values())) == ["None", "zh-CN", "zh-CN"]


def test_every_page_names_the_feeds_of_its_language(site: Site) -> None:
    for path, head in pages(site):
        if path.startswith("en/") and not path.endswith("404.html"):
            assert head.link(type="application/atom+xml").endswith("feed.xml")
    assert Head(site["en/cases/outage-notice/index.html"]).link(type="application/feed+json") == "../../feed.json"


# JSON-LD


def test_data_blocks_say_what_schema_org_knows(site: Site) -> None:
    types: set[str] = set()
    for path, head in pages(site):
        if path.endswith("404.html") or "/v/" in path:
            continue
        [block] = head.blocks
        document = json.loads(block)
        jsonschema.validate(document, schema("json-ld.schema.json"))
        types.update(each["@type"] for each in document["@graph"])
    assert types == {"Article", "BreadcrumbList", "Dataset", "CollectionPage", "AboutPage", "WebPage"}


def test_an_article_is_told_as_the_write_up_has_it(addressed: Site) -> None:
    [block] = Head(addressed["cases/farewell-one-visit/index.html"]).blocks
    article = next(each for each in json.loads(block)["@graph"] if each["@type"] == "Article")
    written = (CHECKOUT / "content/cases/farewell-one-visit/case.md").read_text("utf-8")
    assert f"title: {article['headline']}" in written
    assert f"organization: {article['author']['name']}" in written
    assert article["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert article["url"] == f"{ADDRESS}/cases/farewell-one-visit/"
    assert article["image"] == f"{ADDRESS}/cards/cases/farewell-one-visit.png"


def test_data_that_a_page_names_are_there(plain: Site) -> None:
    [block] = Head(plain["cases/antenatal-waiting/index.html"]).blocks
    [dataset] = [each for each in json.loads(block)["@graph"] if each["@type"] == "Dataset"]
    assert len(dataset["distribution"]) > 3
    for each in dataset["distribution"]:
        assert f"cases/antenatal-waiting/{each['contentUrl']}" in plain


def test_nothing_that_somebody_wrote_ends_a_data_block() -> None:
    bad = "</script><script>alert(1)</script><!-- & \u2028\u2029 ]]>"
    block = str(data_block({"@type": "Article", "headline": bad}))
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not re.search("[<>&\u2028\u2029]", inside)
    assert json.loads(inside)["@graph"][0]["headline"] == bad


# Previews


def test_a_preview_names_its_picture_by_its_whole_address(addressed: Site) -> None:
    for path, head in pages(addressed):
        if path.endswith("404.html") or "/v/" in path or "/replicate/" in path:
            continue
        image = head.meta["og:image"]
        assert addressed[image.removeprefix(f"{ADDRESS}/")].startswith(b"\x89PNG")
        is_original = not path.startswith("en/cases") or "antenatal-waiting" in path
        assert head.meta["og:url"] == head.link(rel="canonical")
        assert head.meta["og:url"] == web(ADDRESS, path if is_original else path.removeprefix("en/"))
        assert head.meta["og:title"] and head.meta["og:image:alt"] and head.meta["og:description"]
        assert head.meta["twitter:card"] == "summary_large_image"
    alt = Head(addressed["cases/antenatal-waiting/index.html"]).meta["og:image:alt"]
    assert "52.4 → 26.8" in alt


def test_without_an_address_there_is_no_picture_and_no_canonical_address(plain: Site) -> None:
    assert not [path for path in plain if path.endswith(".png")]
    for path, head in pages(plain):
        assert "og:image" not in head.meta
        if path.startswith("cases/") and "/v/" not in path:
            assert not [each for each in head.links if each["rel"] == "canonical"]


def test_a_case_has_one_picture_for_each_language_it_is_written_in(addressed: Site) -> None:
    assert sorted(path for path in addressed if "cards/" in path) == [
        *(f"cards/cases/{case}.png" for case in CASES),
        "cards/home.png",
        "en/cards/cases/antenatal-waiting.png",
        "en/cards/home.png",
    ]


# Maps


def test_the_sitemap_lists_every_page_with_its_other_languages(addressed: Site) -> None:
    sitemap = ElementTree.fromstring(addressed["sitemap.xml"])
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    urls = {str(url.findtext(f"{space}loc")): url for url in sitemap}
    canonical = {each["href"] for path, head in pages(addressed) for each in head.links if each["rel"] == "canonical"}
    assert set(urls) == canonical
    for address, url in urls.items():
        same = {each.get("hreflang"): each.get("href") for each in url if each.tag.endswith("link")}
        head = Head(addressed[address.removeprefix(f"{ADDRESS}/") + "index.html"])
        said = {each["hreflang"]: each["href"] for each in head.links if "hreflang" in each}
        assert same == (said if len(said) > 2 else {})
    assert urls[f"{ADDRESS}/cases/outage-notice/"].findtext(f"{space}lastmod") == "2025-12-31"  # the end of its period
    assert addressed["robots.txt"].decode() == f"User-agent: *\nAllow: /\n\nSitemap: {ADDRESS}/sitemap.xml\n"


def test_a_site_without_an_address_has_no_map(plain: Site) -> None:
    assert "sitemap.xml" not in plain
    assert plain["robots.txt"] == b"User-agent: *\nAllow: /\n"


def test_more_pages_than_a_map_may_hold_make_several_and_an_index() -> None:
    class Ground:
        class config:
            class site:
                address = ADDRESS

        map = SiteMap(languages=("zh-CN",))

    class Small:
        ground, records = Ground, ()

    made = {each.path: each.data for each in make_sitemap([Small], [f"p{n}/index.html" for n in range(100_001)])}  # type: ignore[list-item] # as much of an edition as it looks at
    assert sorted(made) == ["robots.txt", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    assert [made[f"sitemap-{n}.xml"].count(b"<url>") for n in (1, 2, 3)] == [50_000, 50_000, 1]
    assert re.findall(r"<loc>([^<]*)", made["sitemap.xml"].decode()) == [
        f"{ADDRESS}/sitemap-{n}.xml" for n in (1, 2, 3)
    ]


# Data


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_all_cases_as_json_have_the_form_that_is_documented(site: Site, prefix: str) -> None:
    document = json.loads(site[f"{prefix}cases.json"])
    jsonschema.validate(document, json.loads((CHECKOUT / "docs/schemas/cases.schema.json").read_text("utf-8")))
    assert [each["id"] for each in document["cases"]] == list(CASES)
    wait = document["cases"][0]["measures"][0]
    assert (wait["baseline"], wait["actual"], wait["change"]) == (52.4, 26.8, -25.6)
    for case in document["cases"]:
        for method in case["methods"]:
            assert document["names"]["method"][method]


def test_all_cases_as_a_table_open_in_a_spreadsheet(site: Site) -> None:
    assert site["cases.csv"].startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(site["cases.csv"].decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == list(CASES)
    assert (rows[0]["baseline"], rows[0]["actual"], rows[0]["unit"]) == ("52.4", "26.8", "分钟")


def test_a_cell_that_a_spreadsheet_would_run_is_text(tmp_path: Path) -> None:
    root = write(tmp_path, "farewell-one-visit")
    path = root / "content/cases/farewell-one-visit/case.md"
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"^title: .*$", "title: '=HYPERLINK(\"http://x\")'", text, count=1, flags=re.M), "utf-8")
    [row] = csv.DictReader(io.StringIO(make(root)["cases.csv"].decode("utf-8-sig")))
    assert row["title"] == '\'=HYPERLINK("http://x")'


def test_models_find_every_case_as_markdown(site: Site) -> None:
    for prefix in ("", "en/"):
        text = site[f"{prefix}llms.txt"].decode()
        assert re.match(r"# .+\n\n> .+\n", text)
        links = re.findall(r"^- \[.*?\]\((\S+)\): .+$", text, re.M)
        assert len(links) == len(CASES)
    links = re.findall(r"\((\S+index\.md)\)", site["llms.txt"].decode())
    assert [link.removeprefix(f"{ADDRESS}/") for link in links] == [f"cases/{case}/index.md" for case in CASES]
    assert all(link.removeprefix(f"{ADDRESS}/") in site for link in links)


def test_a_case_as_markdown_is_what_the_page_shows(plain: Site) -> None:
    text = plain["cases/antenatal-waiting/index.md"].decode()
    assert text.startswith("# 先抽血再签到：缩短产检等候时间的门诊护理改进\n\n> 虚构的成果")
    assert "| 产检平均等候时间 | 52.4分钟 | 30分钟 | 26.8分钟 | −25.6分钟 |" in text
    assert "{val}" not in text and "{ref}" not in text and ":::" not in text and "<svg" not in text
    assert "| 08:00—09:30 | 1404 | 45.0 | 71.2 | 761 |" in text
    assert "Blood tests before check-in" in plain["en/cases/antenatal-waiting/index.md"].decode()
    assert "en/cases/outage-notice/index.md" not in plain


def test_what_is_private_is_in_no_file_for_machines(addressed: Site) -> None:
    for path, data in addressed.items():
        for secret in ("毕书言", "songlan-exchange@example.org", "staff-cost", "馆务会同意按新水平编预算"):
            assert secret.encode() not in data, path


def test_the_sums_are_those_of_all_files(addressed: Site) -> None:
    lines = {line[66:]: line[:64] for line in addressed["SHA256SUMS"].decode().splitlines()}
    assert set(lines) == set(addressed) - {"SHA256SUMS", "site.zip"}
    assert all(hashlib.sha256(addressed[path]).hexdigest() == digest for path, digest in lines.items())


def test_the_same_sources_give_the_same_bytes(tmp_path: Path, addressed: Site) -> None:
    again = make(write(tmp_path / "again", *CASES, site=f'address = "{ADDRESS}"\nzip = true\n'))
    assert {path for path in again if again[path] != addressed.get(path)} == set()


# The page for what is not there


@pytest.mark.parametrize(("name", "root"), [("addressed", "/2026/"), ("plain", "/")])
def test_the_links_of_the_page_for_what_is_not_there_hold_at_any_depth(
    request: pytest.FixtureRequest, name: str, root: str
) -> None:
    site: Site = request.getfixturevalue(name)
    for path in ("404.html", "en/404.html"):
        text = site[path].decode()
        references = re.findall(r' (?:href|src)="([^"#]+)', text)
        assert len(references) > 8
        for reference in references:
            assert reference.startswith(root)
            assert reference.removeprefix(root) in site, reference
        assert Head(site[path]).meta["robots"] == "noindex"
