"""The pages about the collection: library, criteria, gap map and comparison, held against the write-ups themselves."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml

from casebound.compose.site_compare import bucket, buckets
from casebound.compose.site_library_pages import make_pager
from casebound.compose.site_map import SiteMap, folder_name
from casebound.compose.site_postings import ordering, posting
from casebound.workspace.load import load
from casebound.workspace.publish_site import make_site_artifacts

CHECKOUT = Path(__file__).resolve().parents[2]
LIMIT = 100_000
"""Bytes of a page."""

Site = dict[str, bytes]


def make(root: Path) -> Site:
    return {artifact.path: artifact.data for artifact in make_site_artifacts(load(root), ("zh-CN", "en"))}


def front(path: Path) -> dict[str, Any]:
    matter = yaml.load(path.read_text("utf-8").split("---\n")[1], Loader=yaml.BaseLoader)
    assert isinstance(matter, dict)
    return matter


@pytest.fixture(scope="module")
def site() -> Site:
    return make(CHECKOUT)


@pytest.fixture(scope="module")
def fronts() -> dict[str, dict[str, Any]]:
    return {path.parent.name: front(path) for path in sorted((CHECKOUT / "content/cases").glob("*/case.md"))}


WANTED = (
    "title: {title}\nshort_title: {short}\nsummary: A summary.\nlang: zh-CN\nframework: saq-0008-2024\n"
    "industry: {industry}\nmethods: [{methods}]\nsubject: {{kind: team, name: T, organization: O}}\n"
    "period: 2019-01/{year}-06\npublication: {{consent: yes, visibility: public, license: CC0, version: 1.0.0}}\n"
)


def write(root: Path, id: str, **values: str) -> None:
    """A small public case."""
    told = {"title": f"Case {id}", "short": f"Case {id}", "industry": "retail", "methods": "pareto", "year": "2024"}
    folder = root / "content/cases" / id
    folder.mkdir(parents=True)
    text = "## Users {#users criterion=5.2.1}\n\nThey waited for hours.\n"
    (folder / "case.md").write_text(f"---\nid: {id}\n{WANTED.format(**{**told, **values})}---\n\n{text}", "utf-8")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """61 cases of three industries with titles of 300 characters, one of them with 5,000 methods of its own."""
    root = tmp_path_factory.mktemp("large")
    (root / "casebound.toml").write_text('languages = ["zh-CN", "en"]\n[name]\nen = "Many"\nzh-CN = "多"\n', "utf-8")
    for number in range(60):
        methods = ("pareto", "pareto, fishbone", "survey")[number % 3]
        industry = ("retail", "airline", "power-grid")[number % 3]
        title = f"第{number:02}个" + "很长的题目" * 60
        write(root, f"case-{number:02}", title=title, short=title, industry=industry, methods=methods,
              year=str(2020 + number % 5))  # fmt: skip
    write(root, "tagged", methods=", ".join(f"tag-{number}" for number in range(5000)))
    return root


@pytest.fixture(scope="module")
def large_site(large: Path) -> Site:
    return make(large)


# Compact sets


def read_posting(text: str, count: int) -> list[int]:
    """As a reader of the format would write it, from its description alone."""
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    values = [digits.index(character) for character in text[1:]]
    if text[0] == "*":
        bits = "".join(f"{value:06b}"[::-1] for value in values)
        return [place for place, bit in enumerate(bits) if bit == "1"]
    found, place, number, shift = [], -1, 0, 0
    for value in values:
        number += (value % 32) << shift
        shift += 5
        if value < 32:
            place += number + 1
            found.append(place)
            number = shift = 0
    assert all(place < count for place in found)
    return found


@pytest.mark.parametrize(
    ("documents", "count", "text"),
    [
        ([], 10, "."),
        ([0], 100, ".A"),
        ([0, 1, 34], 100, ".AAgB"),  # a gap of 32: five low bits of it are 0 and more follows ("g" is 32), then 1
        ([5], 6, ".F"),
        ([0, 1, 2, 3, 4, 5], 6, "*_"),  # six bits, all set: 63
    ],
)
def test_a_posting_is_as_it_is_described(documents: list[int], count: int, text: str) -> None:
    assert posting(documents, count) == text


@pytest.mark.parametrize("step", [1, 2, 3, 7, 50, 999, 5000])
def test_a_posting_holds_exactly_its_documents(step: int) -> None:
    documents = list(range(step // 2, 10_000, step))
    text = posting(documents, 10_000)
    assert read_posting(text, 10_000) == documents
    assert len(text) <= 1 + -(-10_000 // 6)


def test_an_order_takes_three_digits_a_document() -> None:
    assert ordering([0, 63, 64, 4096 * 2 + 5]) == "AAA" + "AA_" + "ABA" + "CAF"


# The library


def data_of(site: Site, name: str, lang: str = "") -> Any:
    text = site[f"{lang}library/data/{name}"].decode()
    return json.loads("[" + text[text.index("(") + 1 : text.rindex(")")] + "]")


def counts_in(site: Site, facet: str) -> dict[str, int]:
    (about,) = data_of(site, "facets.js")
    (found,) = [each for each in about["facets"] if each["id"] == facet]
    return {value: len(read_posting(text, about["count"])) for value, _, text in found["values"]}


def test_facets_count_what_the_write_ups_say(site: Site, fronts: dict[str, dict[str, Any]]) -> None:
    told = fronts.values()
    assert counts_in(site, "industry") == Counter(case["industry"] for case in told)
    assert counts_in(site, "method") == Counter(method for case in told for method in case["methods"])
    assert counts_in(site, "region") == Counter(case["region"] for case in told)
    assert counts_in(site, "year") == Counter(case["period"].split("/")[-1][:4] for case in told)
    tied = {
        id: set(re.findall(r"criterion=([0-9.]+)", (CHECKOUT / f"content/cases/{id}/case.md").read_text("utf-8")))
        for id in fronts
    }
    assert counts_in(site, "criterion") == Counter(criterion for all in tied.values() for criterion in all)


def entries(page: str) -> list[str]:
    return re.findall(r'<h3><a href="[^"]*cases/([^"/]+)/index\.html">', page)


def test_every_case_stands_on_one_page_of_the_library_the_newest_first(large_site: Site) -> None:
    pages = [
        large_site[path].decode() for path in ("library/index.html", "library/2/index.html", "library/3/index.html")
    ]
    assert "library/4/index.html" not in large_site
    found = [entries(page) for page in pages]
    assert [len(each) for each in found] == [24, 24, 13]
    listed = [id for each in found for id in each]
    assert len(set(listed)) == 61
    years = [2024 if id == "tagged" else 2020 + int(id[-2:]) % 5 for id in listed]
    assert years == sorted(years, reverse=True)
    assert 'start="25"' in pages[1]
    assert '<a rel="next" href="../3/index.html">' in pages[1]
    assert 'aria-current="page" aria-label="第 2 页">2</a>' in pages[1]


def test_scripts_show_the_cards_of_the_pages(large_site: Site) -> None:
    page = large_site["library/index.html"].decode()
    order = [
        id
        for path in ("library/", "library/2/", "library/3/")
        for id in entries(large_site[f"{path}index.html"].decode())
    ]
    (about,) = data_of(large_site, "facets.js")
    cards = [card for number in range(8) for card in data_of(large_site, f"cards-{number}.js")[1]]
    assert (about["count"], len(cards)) == (61, 61)
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    text = about["order"]
    numbers = [
        sum(digits.index(digit) * 64**power for power, digit in enumerate(reversed(text[at : at + 3])))
        for at in range(0, len(text), 3)
    ]
    assert [entries(cards[number])[0] for number in numbers] == order
    for number in numbers[:24]:
        assert cards[number] in page


def test_pages_about_the_collection_are_light_whatever_the_titles(large_site: Site) -> None:
    """Each has a budget of 100 KB; titles here have 300 characters."""
    weights = {path: len(data) for path, data in large_site.items() if path.endswith(".html") and "cases/" not in path}
    assert {path for path, weight in weights.items() if weight > LIMIT} == set()


def test_the_home_of_many_cases_shows_some_and_the_ways_to_all(large_site: Site) -> None:
    page = large_site["index.html"].decode()
    assert len(entries(page)) == 6
    assert len(re.findall(r'<span class="when">', page)) == 6
    assert 'href="library/index.html?industry=airline"' in page
    assert "全部 61 个案例" in page


def test_a_small_collection_has_all_its_cases_on_its_home(site: Site, fronts: dict[str, dict[str, Any]]) -> None:
    assert entries(site["index.html"].decode()) == sorted(fronts)
    assert "证据最强" not in site["index.html"].decode()


# By criterion


def test_a_page_for_each_question_leads_into_the_texts_that_answer_it(
    site: Site, fronts: dict[str, dict[str, Any]]
) -> None:
    path = "criteria/service-star-demo/5.3.2/index.html"
    page = site[path].decode()
    overlay = CHECKOUT / "src/casebound/frameworks/saq-0008-2024.yaml"
    question = re.search(r"id: 5\.3\.2\n.*\n\s+question:\n\s+zh-CN: (.*)\n", overlay.read_text("utf-8"))
    assert question and question[1] in page
    linked = re.findall(r'<p class="excerpt"><a href="([^"]*)">', page)
    expected = set()
    for id in fronts:
        text = (CHECKOUT / f"content/cases/{id}/case.md").read_text("utf-8")
        expected |= {(id, anchor) for anchor in re.findall(r"\{#([a-z0-9-]+) criterion=5\.3\.2[},]", text)}
    found = set()
    for href in linked:
        target, _, anchor = href.partition("#")
        file = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        assert f'id="{unquote(anchor)}"' in site[file].decode()
        found.add((file.split("/")[1], anchor))
    assert expected and expected <= found


def test_answers_stand_with_the_best_evidence_first(site: Site) -> None:
    page = site["criteria/service-star-demo/5.4.1/index.html"].decode()
    levels = [int(level) for level in re.findall(r"<b>(\d)/5</b>", page)]
    assert len(levels) == 10
    assert levels == sorted(levels, reverse=True)


def test_a_section_without_words_of_its_own_begins_with_those_under_it(site: Site) -> None:
    page = site["criteria/service-star-demo/5.3.2/index.html"].decode()
    assert re.findall(r'<p class="excerpt"><a href="[^"]*">[^<]*</a> <span></span>', page) == []


def test_a_question_that_many_answer_goes_on_over_pages(large_site: Site) -> None:
    first, second = (large_site[f"criteria/saq-0008-2024/5.2.1/{page}index.html"].decode() for page in ("", "2/"))
    assert (len(entries(first)), len(entries(second))) == (40, 21)
    assert "They waited for hours." in second
    assert "还没有公开的案例回答这一项" in large_site["criteria/saq-0008-2024/5.4.3/index.html"].decode()


@pytest.mark.parametrize("id", ["../../etc", "A", "a/b", "", ".", "5.3.2\n", "五", "x" * 80, "-", "con."])
def test_a_criterion_of_any_name_has_a_folder_that_is_safe(id: str) -> None:
    assert re.fullmatch(r"_[0-9a-f]{12}", folder_name(id))
    assert SiteMap(languages=("en",)).criterion("en", "f", id).startswith("criteria/f/_")


def test_usual_criteria_keep_their_names_as_folders() -> None:
    assert [folder_name(id) for id in ("5.3.2", "q1", "a_b-c.4")] == ["5.3.2", "q1", "a_b-c.4"]


# The map of gaps


def cells(page: str) -> dict[tuple[str, str], tuple[int, int]]:
    """By method and industry: count and best evidence, as a reader without style sheets finds them."""
    table = page[page.index('<table class="gap-table">') : page.index("</table>")]
    head, *rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    industries = re.findall(r'<th scope="col"><a [^>]*>([^<]*)</a>', head)
    found = {}
    for row in rows:
        method = re.search(r'<th scope="row"><a [^>]*>([^<]*)</a>', row)
        assert method
        for industry, cell in zip(industries, re.findall(r"<td.*?</td>", row, re.DOTALL), strict=True):
            said = re.search(r"(\d+) 例 <i>证据 (\d)/5</i>", cell)
            found[method[1], industry] = (int(said[1]), int(said[2])) if said else (0, 0)
            assert said or "没有" in cell
    return found


def test_the_map_counts_cases_of_each_industry_and_method(large_site: Site) -> None:
    found = cells(large_site["map/index.html"].decode())
    assert found["排列图", "retail"][0] == 20
    assert found["排列图", "airline"][0] == 20
    assert found["因果图", "airline"][0] == 20
    assert found["问卷调查", "power-grid"][0] == 20
    assert found["因果图", "retail"] == (0, 0)
    assert {best for count, best in found.values() if count} == {1}  # accounts, without any figures


def test_a_map_of_5_000_methods_has_parts_in_which_each_is_found(large_site: Site) -> None:
    parts = [data.decode() for path, data in large_site.items() if re.fullmatch(r"map/(\d+-1/)?index\.html", path)]
    rows = [method for page in parts for method in re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', page)]
    assert len(rows) == len(set(rows)) == 5003
    assert "方法 1–24，共 5,003 个" in large_site["map/index.html"].decode()


def test_a_cell_leads_to_the_library_with_both_chosen(site: Site) -> None:
    page = site["map/index.html"].decode()
    assert re.search(r'href="\.\./library/index\.html\?industry=airline&amp;method=standard-work"', page)


def test_what_an_industry_has_not_tried_is_listed(large_site: Site) -> None:
    page = large_site["map/index.html"].decode()
    part = page[page.index('aria-label="power-grid"') :]
    names = re.findall(r"<a [^>]*>([^<]*)</a> <small>([\d,]+)</small>", part.partition("</section>")[0])
    assert names[:2] == [("排列图", "40"), ("因果图", "20")]
    assert len(names) == 12


# Side by side


@pytest.mark.parametrize(
    ("text", "hash"),
    [("", 0x811C9DC5), ("a", 0xE40C292C), ("foobar", 0xBF9CF968)],  # draft-eastlake-fnv, appendix C: 32-bit FNV-1a
)
def test_a_bucket_is_found_by_the_hash_of_an_id(text: str, hash: int) -> None:
    assert bucket(text, 2**32) == hash
    assert bucket(text, 8) == hash % 8


def test_buckets_are_a_power_of_two() -> None:
    assert [buckets(count) for count in (0, 1, 8, 9, 16, 17, 2000, 10_000)] == [1, 1, 1, 2, 2, 4, 256, 2048]


def compared(site: Site, id: str, lang: str = "") -> dict[str, Any]:
    found = {}
    for path, data in site.items():
        if re.fullmatch(rf"{lang}compare/data/\d+\.js", path):
            text = data.decode()
            _, cases = json.loads("[" + text[text.index("(") + 1 : text.rindex(")")] + "]")
            found.update(cases)
    case = found[id]
    assert isinstance(case, dict)
    return case


def test_a_case_is_told_for_the_comparison(site: Site, fronts: dict[str, dict[str, Any]]) -> None:
    told, written = compared(site, "antenatal-waiting"), fronts["antenatal-waiting"]
    assert told["name"] == written["short_title"]
    assert told["cells"]["organization"] == [written["subject"]["organization"]]
    assert told["cells"]["preconditions"] == written["replication"]["preconditions"]
    assert told["cells"]["core"] == written["replication"]["core_elements"]
    assert told["cells"]["license"] == [written["publication"]["license"], f"版本 {written['publication']['version']}"]
    assert told["measures"][0][:3] == ["产检平均等候时间", "52.4", "26.8"]
    assert told["meters"]["strength"][1] == "4/5 别处验证"
    assert told["href"] == "../cases/antenatal-waiting/index.html"
    assert compared(site, "outage-notice", "en/")["lang"] == "zh-CN"
    assert compared(site, "outage-notice", "en/")["href"] == "../../en/cases/outage-notice/index.html"


def test_what_is_private_is_not_told(site: Site) -> None:
    text = b"".join(data for path, data in site.items() if path.startswith(("compare/", "library/", "criteria/")))
    assert "单户接待人工费".encode() not in text


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    (tmp_path / "casebound.toml").write_text('languages = ["zh-CN", "en"]\n[name]\nen = "One"\nzh-CN = "一"\n', "utf-8")
    bad = "\"'\\x3c/script><img src=x onerror=alert(1)><root><after><!--x-->\u2028"
    quoted = json.dumps(bad)
    write(tmp_path, "bad", title=quoted, short=quoted, industry=quoted, methods=quoted)
    write(tmp_path, "good")
    site = make(tmp_path)
    for path, data in site.items():
        text = data.decode()
        if path.endswith(".html") or "/cards-" in path:
            assert "<img" not in text, path
            assert "<root>" not in text and "<after>" not in text, path
        assert "\u2028" not in text or not path.endswith(".js"), path
    cards = data_of(site, "cards-0.js")[1]
    assert len(cards) == 2
    assert all(card.startswith('<li class="entry">') and card.endswith("</li>\n") for card in cards)


def test_a_case_of_almost_nothing_is_listed_too(tmp_path: Path) -> None:
    shutil.copy(CHECKOUT / "content/vocabularies.yaml", tmp_path)
    (tmp_path / "casebound.toml").write_text('[name]\nen = "One"\nzh-CN = "一"\n', "utf-8")
    folder = tmp_path / "content/cases/bare"
    folder.mkdir(parents=True)
    (folder / "case.md").write_text(
        "---\nid: bare\ntitle: Bare\nlang: zh-CN\nframework: saq-0008-2024\n"
        "publication: {consent: yes, visibility: public}\n---\n\n## One {#one}\n\nWords.\n",
        "utf-8",
    )
    site = make(tmp_path)
    assert entries(site["library/index.html"].decode()) == ["bare"]
    assert "还没有写明行业和方法" in site["map/index.html"].decode()
    assert compared(site, "bare")["measures"] == []


# The way through pages


def test_a_pager_names_the_ends_and_those_near() -> None:
    pager = make_pager([f"p{number}" for number in range(1, 21)], 10)
    assert [link.number for link in pager.links] == [1, 0, 8, 9, 10, 11, 12, 0, 20]
    assert (pager.previous, pager.next) == ("p9", "p11")
    assert make_pager(["only"], 1).links == ()
