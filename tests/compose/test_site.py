"""The site, made from the sample collection and from a hostile one: what is on it, and what can never be."""

from __future__ import annotations

import posixpath
import re
import shutil
from collections.abc import Iterable
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from casebound.compose.site_map import SiteMap, link
from casebound.workspace.load import load
from casebound.workspace.publish_site import make_site_artifacts

CHECKOUT = Path(__file__).resolve().parents[2]
CASES = sorted(path.parent.name for path in (CHECKOUT / "content" / "cases").glob("*/case.md"))
LANGUAGES = ("zh-CN", "en")
NOTES = (
    "演示：权重、分档与等级均为示例，不是任何标准的规定。",
    "Demonstration: weights, bands and grades are examples, not those of any standard.",
)

Site = dict[str, bytes]


def make(root: Path, languages: Iterable[str] = LANGUAGES) -> Site:
    artifacts = make_site_artifacts(load(root), tuple(languages))
    paths = [artifact.path for artifact in artifacts]
    assert paths == sorted(set(paths))
    return {artifact.path: artifact.data for artifact in artifacts}


@pytest.fixture(scope="module")
def site() -> Site:
    return make(CHECKOUT)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace of one sample case and its frameworks, away from the checkout."""
    content = tmp_path / "content"
    shutil.copytree(CHECKOUT / "content" / "frameworks", content / "frameworks")
    shutil.copytree(CHECKOUT / "content" / "cases" / "farewell-one-visit", content / "cases" / "farewell-one-visit")
    shutil.copy(CHECKOUT / "content" / "vocabularies.yaml", content)
    (tmp_path / "casebound.toml").write_text('languages = ["zh-CN", "en"]\n[name]\nen = "One"\nzh-CN = "一"\n', "utf-8")
    return tmp_path


class Page(HTMLParser):
    """The elements of a page."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.title = ""
        self._open = ""
        self.feed(data.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._open = tag

    def handle_data(self, data: str) -> None:
        if self._open == "title":
            self.title += data
            self._open = ""

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def scripts(self) -> list[dict[str, str]]:
        """Those that run: a data block is none."""
        return [each for each in self.all("script") if each.get("type") != "application/ld+json"]

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    @property
    def references(self) -> list[str]:
        return [attributes[key] for _, attributes in self.elements for key in ("href", "src") if key in attributes]


def pages(site: Site) -> dict[str, Page]:
    return {path: Page(data) for path, data in site.items() if path.endswith(".html")}


def is_absolute(reference: str) -> bool:
    return re.match(r"[a-z][a-z0-9+.-]*:|//|/", reference, re.IGNORECASE) is not None


def text_of(site: Site) -> str:
    return "\n".join(data.decode(errors="replace") for data in site.values())


def edit(root: Path, change: dict[str, str], case: str = "farewell-one-visit", file: str = "case.md") -> None:
    path = root / "content" / "cases" / case / file
    text = path.read_text("utf-8")
    for old, new in change.items():
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")


# What is there


def test_every_case_has_a_page_in_every_language(site: Site) -> None:
    released = sorted((CHECKOUT / "content" / "cases").glob("*/versions/*/case.md"))
    versions = [f"cases/{path.parents[2].name}/v/{path.parent.name}/" for path in released]
    own = [f"cases/{case}/{part}" for case in CASES for part in ("", "replicate/")]
    folders = [*own, *versions]
    expected = {f"{prefix}{folder}index.html" for prefix in ("", "en/") for folder in folders}
    assert {path for path in site if "cases/" in path and path.endswith(".html")} == expected


def test_a_page_says_its_language_title_and_description(site: Site) -> None:
    found = pages(site)
    for path, page in found.items():
        assert page.all("html") == [{"lang": "en" if path.startswith("en/") else "zh-CN"}]
        assert page.title.strip()
        assert next(meta["content"] for meta in page.all("meta") if meta.get("name") == "description")
        alternates = {item["hreflang"]: item["href"] for item in page.all("link") if "hreflang" in item}
        is_in_both = "cases/" not in path or "antenatal-waiting" in path  # the one case with a translation
        languages = {"zh-CN", "x-default", *(("en",) if is_in_both else ())}
        assert set(alternates) == (set() if path.endswith("404.html") else languages)
        assert len([1 for tag, _ in page.elements if tag == "h1"]) == 1
    titles = [page.title for page in found.values()]
    assert found["cases/outage-notice/index.html"].title.startswith("让计划停电的通知到人、钟点说准 · ")
    assert titles.count(found["index.html"].title) == 1


def test_every_reference_leads_somewhere(site: Site) -> None:
    found = pages(site)
    assert sum(len(page.references) for page in found.values()) > 500
    for path, page in found.items():
        assert len(page.ids) == len(set(page.ids)), path
        for reference in page.references:
            if is_absolute(reference):
                continue
            target, _, anchor = reference.partition("#")
            target = target.partition("?")[0]
            # The page for what is not there is shown at any address: its links begin at the site's root.
            folder = "" if path.endswith("404.html") and target.startswith("/") else posixpath.dirname(path)
            file = posixpath.normpath(posixpath.join(folder, unquote(target).lstrip("/"))) if target else path
            assert file in site, (path, reference)
            if anchor:
                assert unquote(anchor) in found[file].ids, (path, reference)


def test_nothing_is_fetched_from_elsewhere(site: Site) -> None:
    """The sample write-ups link to no web page, so no page may hold an absolute address but that of their licence."""
    assert not [path for path in (CHECKOUT / "content").rglob("*.md") if "](http" in path.read_text("utf-8")]
    for path, page in pages(site).items():
        if path.endswith("404.html"):  # shown at any address: its links begin at the root of the host
            continue
        absolute = {reference for reference in page.references if is_absolute(reference)}
        assert absolute <= {item["href"] for item in page.all("a") if item.get("rel") == "license"}, path
    for path, data in site.items():
        if path.endswith((".css", ".js")):
            assert not re.search(rb"@import|url\(|https?:", data.replace(b"http://www.w3.org/2000/svg", b"")), path


SCRIPTS = {
    *("theme.js", "find.js", "compare.js", "library.js", "facets.js", "case.js", "review.js"),
    *("search-text.js", "search-index.js", "search.js"),
}


def test_scripts_are_files_and_no_element_runs_code(site: Site) -> None:
    for page in pages(site).values():
        assert {item["src"].rpartition("/")[2] for item in page.scripts} <= SCRIPTS
        assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]


def test_a_case_without_a_translation_is_marked_as_what_it_is(site: Site) -> None:
    assert not (CHECKOUT / "content/cases/outage-notice/case.en.md").exists()
    page = Page(site["en/cases/outage-notice/index.html"])
    assert page.all("h1") == [{"lang": "zh-CN"}]
    assert "This case is in Chinese only." in site["en/cases/outage-notice/index.html"].decode()
    assert "This case is in Chinese only." not in site["cases/outage-notice/index.html"].decode()
    assert Page(site["cases/outage-notice/index.html"]).all("h1") == [{}]


def test_a_translation_stands_on_the_page_of_its_language(site: Site) -> None:
    assert (CHECKOUT / "content/cases/antenatal-waiting/case.en.md").exists()
    text = site["en/cases/antenatal-waiting/index.html"].decode()
    assert "how outpatient nurses shortened" in text
    assert "This case is in Chinese only." not in text


def test_the_home_counts_and_shows_before_and_after(site: Site) -> None:
    text = re.sub(r"<[^>]+>", "", site["index.html"].decode())
    assert f"案例{len(CASES)}" in re.sub(r"\s", "", text)
    assert re.search(r"52\.4→\s*到\s*26\.8", text)
    assert "−25.6分钟" in text.replace("\u00a0", "")


def test_each_case_links_to_its_neighbours(site: Site) -> None:
    first, second, last = CASES[0], CASES[1], CASES[-1]
    assert f'rel="next" href="../{second}/index.html"' in site[f"cases/{first}/index.html"].decode()
    assert f'rel="prev" href="../{first}/index.html"' in site[f"cases/{second}/index.html"].decode()
    assert 'rel="prev"' not in site[f"cases/{first}/index.html"].decode()
    assert 'rel="next"' not in site[f"cases/{last}/index.html"].decode()


def test_a_total_is_the_weighted_mean_of_the_marks(site: Site) -> None:
    """Computed here from the files, with the weights of the demonstration framework; rounded half to even."""
    weights = {"5.2.1": 12, "5.2.2": 10, "5.3.1": 16, "5.3.2": 14, "5.3.3": 10, "5.4.1": 14, "5.4.2": 14, "5.4.3": 10}
    folder = CHECKOUT / "content/rounds/2026-third-party/evaluations/farewell-one-visit"
    sheets = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(folder.glob("*.yaml"))]
    assert len(sheets) == 3
    means = {id: sum(Decimal(str(sheet["marks"][id]["value"])) for sheet in sheets) / 3 for id in weights}
    total = sum(means[id] * weight for id, weight in weights.items()) / 100
    shown = site["cases/farewell-one-visit/index.html"].decode()
    assert f'<span class="score">{total:.1f}</span>' in shown


def test_a_grade_never_stands_without_its_note(site: Site) -> None:
    graded = [path for path in pages(site) if re.search(r"星级（演示）|stars \(demo\)", site[path].decode())]
    assert {"index.html", "en/index.html", "cases/farewell-one-visit/index.html"} <= set(graded)
    for path in graded:
        assert NOTES[path.startswith("en/")] in site[path].decode()


# What is never there


CASE = "farewell-one-visit"
PRIVATE = (
    "毕书言",
    "对外交流联络人",
    "songlan-exchange@example.org",
    "021-5550-0147",
    "单户接待人工费",
    "staff-cost",
    "126.9",
    "内部核算",
    "unit-cost",
    "馆务会同意按新水平编预算",
)
"""From `farewell-one-visit/case.md`: replication.contact, measures.staff-cost, sections.unit-cost."""


@pytest.mark.parametrize("secret", PRIVATE)
def test_what_is_private_is_nowhere_on_the_site(site: Site, secret: str) -> None:
    source = (CHECKOUT / "content/cases/farewell-one-visit/case.md").read_text("utf-8")
    assert secret in source
    found = [path for path, data in site.items() if secret.encode() in data]
    if secret == "126.9":  # another case may have the same figure
        found = [path for path in found if CASE in path]
    assert found == []


def test_data_of_a_private_measure_are_not_copied_even_when_the_text_links_to_them(workspace: Path) -> None:
    edit(workspace, {"念安接待组共9人": "[逐月](data/staff-cost.csv)见[核算](#unit-cost)。念安接待组共9人"})
    site = make(workspace)
    assert [
        path for path in site if path.startswith("cases/") and path.endswith(".csv") and "/figures/" not in path
    ] == [f"cases/farewell-one-visit/data/{name}.csv" for name in ("counter-minutes", "fee-complaints", "visits")]
    assert "<a>逐月</a>见<a>核算</a>" in site["cases/farewell-one-visit/index.html"].decode()


@pytest.mark.parametrize("change", [{"consent: yes": "consent: no"}, {"visibility: public": "visibility: internal"}])
def test_a_case_that_may_not_be_published_leaves_no_trace(workspace: Path, change: dict[str, str]) -> None:
    edit(workspace, change)
    site = make(workspace)
    assert [path for path in site if "cases/" in path] == []
    assert "治丧" not in text_of(site)


def test_a_translation_cannot_publish_what_its_original_withholds(workspace: Path) -> None:
    folder = workspace / "content/cases/farewell-one-visit"
    (folder / "case.en.md").write_text(
        "---\nlang: en\ntitle: One visit\npublication: {private: [replication.steps]}\n"
        "replication: {contact: {name: Jane Roe, email: jane@example.org}}\n---\n\n"
        "## Plan {#plan}\n\nText by Jane Roe.\n\n## Cost {#unit-cost}\n\nSecret reckoning.\n",
        "utf-8",
    )
    text = text_of(make(workspace))
    assert "One visit" in text
    for secret in ("Jane Roe", "jane@example.org", "Secret reckoning", "staff-cost", "毕书言"):
        assert secret not in text


def test_hostile_words_make_no_markup(workspace: Path) -> None:
    folder = workspace / "content/cases/farewell-one-visit"
    bad = "\"><img src=x onerror=alert(1)><script>alert(2)</script>{{ 7*7 }}'"
    quoted = bad.replace("'", "''")
    edit(
        workspace,
        {
            "title: 让家属只为手续来一趟：治丧登记与收费说明的两轮改进": f"title: '{quoted}'",
            "short_title: 治丧手续只来一趟": f"short_title: '{quoted}'",
            "name: 念安接待组": f"name: '{quoted}'",
            "name: 户均到馆办理次数": f"name: '{quoted}'",
            "unit: 次/户": f"unit: '{quoted}'",
            "首次回拨作业指导书（第3版）, date: 2025-02-20": f"'{quoted}', file: ../../../casebound.toml",
            "license: CC BY 4.0": f"license: '{quoted}'",
            "## 计划：先弄清家属为什么跑几趟 {#plan}": f"## {bad} {{#plan}}",
            "48户家属的访谈（按承办人情形分层）": bad,
            "念安接待组共9人": (
                "<script>alert(3)</script> [a](javascript:alert(4)) [b](JaVaScRiPt:alert(5)) [c](data:text/html,x) "
                "[d](page.html) [e](../../../casebound.toml) [f](//example.org/x) [g](https://example.org/ok) "
                '![h](evil.svg) ![i](good.svg "<b>cap</b>"){#fig-i} ![j](https://example.org/x.png) ![k](page.html) '
                "[l](vbscript:x) <img src=x onerror=alert(6)> 念安接待组共9人"
            ),
        },
    )
    (folder / "page.html").write_text("<svg onload=alert(1)>", "utf-8")
    (folder / "evil.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "utf-8")
    (folder / "good.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>', "utf-8")
    site = make(workspace)
    made = (".csv", "index.html", "index.md", ".docx", ".bib", ".ris")
    copied = [path for path in site if path.startswith("cases/") and not path.endswith(made)]
    assert copied == ["cases/farewell-one-visit/evil.svg", "cases/farewell-one-visit/good.svg"]
    assert b"onload" not in site["cases/farewell-one-visit/evil.svg"]
    for path, page in pages(site).items():
        assert {item["src"].rpartition("/")[2] for item in page.scripts} <= SCRIPTS, path
        assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")], path
        assert {item["src"].rpartition("/")[2] for item in page.all("img")} <= {"evil.svg", "good.svg"}, path
        if path.endswith("404.html"):
            continue
        absolute = {reference for reference in page.references if is_absolute(reference)}
        assert absolute <= {"https://example.org/ok"}, path
        assert not [1 for tag, _ in page.elements if tag in ("iframe", "object", "embed", "base")], path
        assert {item["class"] for item in page.all("form")} <= {"find", "search-form", "within"}, path
    shown = site["cases/farewell-one-visit/index.html"].decode()
    assert "{{ 7*7 }}" in shown and "&lt;b&gt;cap&lt;/b&gt;" in shown
    assert "[name]" not in text_of({path: data for path, data in site.items() if not path.startswith("assets/")})


# From case to case


def add(root: Path, case: str) -> None:
    shutil.copytree(CHECKOUT / "content/cases" / case, root / "content/cases" / case)


LINKS = {
    "念安接待组共9人": (
        "[a](../outage-notice/case.md#sent) [b](../outage-notice/case.en.md) [c](../outage-notice/) "
        "[d](../senior-hotline/case.md) [e](../../outage-notice/case.md) [f](..\\outage-notice\\case.md) "
        "[g](%2e%2e/outage-notice/case.md) [h](../outage-notice/case.md#no-such-place) 念安接待组共9人"
    )
}


@pytest.mark.parametrize(("lang", "folder"), [("zh-CN", ""), ("en", "en/")])
def test_a_link_to_another_case_leads_to_its_page_in_the_same_language(workspace: Path, lang: str, folder: str) -> None:
    add(workspace, "outage-notice")
    edit(workspace, LINKS)
    site = make(workspace)
    page = f"{folder}cases/{CASE}/index.html"
    shown = site[page].decode()
    there = "../outage-notice/index.html"
    assert posixpath.normpath(posixpath.join(posixpath.dirname(page), there)) in site, lang
    links = re.findall(r'<a class="case-link" href="([^"]*)">([a-h])</a>', shown)
    assert links == [(f"{there}#sent", "a"), (there, "b"), (there, "c"), (there, "g"), (there, "h")]
    assert "<a>d</a> <a>e</a> <a>f</a>" in shown


def test_a_case_that_may_not_be_published_is_not_named_by_one_that_links_to_it(workspace: Path) -> None:
    add(workspace, "outage-notice")
    edit(workspace, LINKS)
    edit(workspace, {"visibility: public": "visibility: internal"}, case="outage-notice")
    site = make(workspace)
    assert "<a>a</a> <a>b</a> <a>c</a>" in site[f"cases/{CASE}/index.html"].decode()
    assert "outage-notice" not in text_of(site)


def test_a_place_that_a_case_withholds_is_not_named_by_one_that_links_to_it(workspace: Path) -> None:
    add(workspace, "outage-notice")
    line = {"我们手里只有短信发送成功率": f"[账](../{CASE}/case.md#unit-cost)。我们手里只有短信发送成功率"}
    edit(workspace, line, case="outage-notice")
    site = make(workspace)
    assert f'<a class="case-link" href="../{CASE}/index.html">账</a>' in site["cases/outage-notice/index.html"].decode()
    assert "unit-cost" not in text_of(site)


# How it is made


def test_the_same_sources_give_the_same_bytes(site: Site) -> None:
    assert make(CHECKOUT) == site


def test_one_language_makes_one_site_without_a_choice_of_languages(workspace: Path) -> None:
    site = make(workspace, ["en"])
    assert "index.html" in site and not any(path.startswith(("en/", "zh-CN/")) for path in site)
    page = Page(site["index.html"])
    assert page.all("html") == [{"lang": "en"}]
    assert "languages" not in {attributes.get("class") for attributes in page.all("nav")}


def test_files_of_the_workspace_come_before_the_built_in_ones(workspace: Path) -> None:
    for folder in ("site/assets", "site/pages", "templates/site"):
        (workspace / folder).mkdir(parents=True)
    (workspace / "site/assets/print.css").write_text("p { color: red }", "utf-8")
    (workspace / "site/assets/.hidden").write_text("x", "utf-8")
    (workspace / "site/pages/about.en.md").write_text("# Our own\n\nWords.\n\n## More\n\nOf *them*.\n", "utf-8")
    (workspace / "templates/tokens.css").write_text(":root { --ink: #123456 }", "utf-8")
    (workspace / "templates/site/about.html").write_text("<h1>{{ page.heading }}</h1>{{ page.lead }}", "utf-8")
    site = make(workspace)
    assert site["assets/print.css"] == b"p { color: red }"
    assert site["assets/tokens.css"] == b":root { --ink: #123456 }"
    assert site["assets/site.css"] == (CHECKOUT / "site/assets/site.css").read_bytes()
    assert "assets/.hidden" not in site
    assert site["en/about/index.html"].decode() == "<h1>Our own</h1><p>Words.</p>\n"
    assert "关于本案例集" in site["about/index.html"].decode()


def test_an_asset_that_leads_out_of_the_workspace_is_left_out(
    workspace: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.txt"
    outside.write_text("secret", "utf-8")
    (workspace / "site/assets").mkdir(parents=True)
    (workspace / "site/assets/stolen.txt").symlink_to(outside)
    assert "assets/stolen.txt" not in make(workspace)


def test_an_empty_collection_is_a_site_too(workspace: Path) -> None:
    shutil.rmtree(workspace / "content/cases")
    folders = ("", "about/", "library/", "criteria/", "map/", "compare/", "search/")
    assert {path for path in make(workspace) if path.endswith(".html")} >= {
        f"{prefix}{folder}index.html" for prefix in ("", "en/") for folder in folders
    }


def test_links_are_relative_and_name_a_file() -> None:
    map = SiteMap(languages=("zh-CN", "en"))
    assert link(map.home("zh-CN"), map.case("zh-CN", "x")) == "cases/x/index.html"
    assert link(map.case("en", "x"), map.home("zh-CN")) == "../../../index.html"
    assert link(map.case("en", "x"), map.file("x", "data/图 1.csv")) == "../../../cases/x/data/%E5%9B%BE%201.csv"
    assert link(map.about("en"), map.about("en")) == "index.html"


def test_a_case_shows_three_meters_in_words_and_no_sum_of_them(site: Site) -> None:
    def head(path: str) -> str:
        text = re.sub(r"(?s)<svg.*?</svg>|<[^>]*>", " ", site[path].decode().partition('class="standing"')[2])
        return " ".join(text.partition("key-measures")[0].split())

    chinese = head("cases/antenatal-waiting/index.html")
    # (52.4 - 26.8) / 52.4 = 48.85… %; the design is a control chart, and two other hospitals measured a shorter wait
    for words in ("4/5 别处验证", "2 家独立单位照做，测得改善", "48.9%", "4/4 个目标达到", "10/10 项有记录", "34 周"):
        assert words in chinese
    english = head("en/cases/antenatal-waiting/index.html")
    for words in (
        "4/5 repeated",
        "2 independent adopters measured an improvement",
        "4 of 4 targets met",
        "10/10 recorded",
    ):
        assert words in english


def test_a_lowered_level_says_why_and_a_private_part_that_it_is_withheld(site: Site) -> None:
    page = site["cases/night-cleaning-noise/index.html"].decode()
    assert "2/5" in page
    assert "上限 4 级，人工降低" in page
    assert "还说不上在别处得到验证" in page
    assert "不公开：联系人" in page


def test_every_entry_of_the_home_page_has_its_meters(site: Site) -> None:
    page = Page(site["index.html"])
    assert sum(attrs.get("class") == "meters" for _, attrs in page.elements) == len(CASES)
    drawings = [attrs for tag, attrs in page.elements if tag == "svg" and attrs.get("class") == "meter-drawing"]
    assert len(drawings) == 3 * len(CASES)
    assert {attrs["aria-hidden"] for attrs in drawings} == {"true"}
