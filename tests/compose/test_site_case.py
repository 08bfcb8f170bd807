"""The page of a case and what goes with it: replication pack, adopters, criteria, citation, review, related cases."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from casebound.workspace.load import load
from casebound.workspace.publish_site import make_site_artifacts

CHECKOUT = Path(__file__).resolve().parents[2]
LANGUAGES = ("zh-CN", "en")
LARGEST = 100 * 1024
"""Bytes of a page without its images; ours have their drawings inside."""

Site = dict[str, bytes]


def make(root: Path) -> Site:
    return {artifact.path: artifact.data for artifact in make_site_artifacts(load(root), LANGUAGES)}


def text(page: bytes) -> str:
    """A page's words."""
    plain = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", page.decode(), flags=re.DOTALL)
    return " ".join(plain.split())


def section(page: bytes, id: str) -> str:
    """The part of the record with that heading."""
    found = re.search(rf'<section[^>]*>(?:(?!<section).)*?<h2 id="_{id}".*?</section>', page.decode(), re.DOTALL)
    assert found, id
    return found[0]


@pytest.fixture(scope="module")
def site() -> Site:
    return make(CHECKOUT)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace of three sample cases, away from the checkout."""
    content = tmp_path / "content"
    shutil.copytree(CHECKOUT / "content" / "frameworks", content / "frameworks")
    for case in ("antenatal-waiting", "outage-notice", "farewell-one-visit"):
        shutil.copytree(CHECKOUT / "content" / "cases" / case, content / "cases" / case)
    shutil.copy(CHECKOUT / "content" / "vocabularies.yaml", content)
    (tmp_path / "casebound.toml").write_text('languages = ["zh-CN", "en"]\n[name]\nen = "One"\nzh-CN = "一"\n', "utf-8")
    return tmp_path


def edit(root: Path, old: str, new: str, case: str = "antenatal-waiting") -> None:
    path = root / "content" / "cases" / case / "case.md"
    written = path.read_text("utf-8")
    assert old in written
    path.write_text(written.replace(old, new, 1), "utf-8")


def add(root: Path, id: str, title: str, *, more: str = "", body: str = "") -> None:
    folder = root / "content" / "cases" / id
    folder.mkdir(parents=True)
    front = (
        f"id: {id}\ntitle: {title}\nlang: zh-CN\nframework: service-star-demo\nroute: qc-problem-solving\n"
        "subject: {kind: team, name: 小组, organization: 单位}\nindustry: retail\nperiod: 2024-01/2024-12\n"
        f"publication: {{consent: yes, visibility: public}}\n{more}"
    )
    (folder / "case.md").write_text(f"---\n{front}---\n\n{body}\n", "utf-8")


def test_no_page_of_a_case_is_larger_than_a_hundred_kilobytes(site: Site) -> None:
    pages = {path: len(data) for path, data in site.items() if re.search(r"cases/[^/]+/index\.html$", path)}
    assert len(pages) == 20
    assert {path: size for path, size in pages.items() if size > LARGEST} == {}


# Criteria


def test_each_criterion_names_where_it_is_answered_and_how_that_begins(site: Site) -> None:
    part = section(site["cases/antenatal-waiting/index.html"], "trace")
    assert re.findall(r'<li id="_criterion-([\d.]+)">', part) == [
        *("5.2.1", "5.2.2", "5.3.1", "5.3.2", "5.3.3", "5.4.1", "5.4.2", "5.4.3")
    ]
    assert '<a href="#topic">选择课题</a> <span>晨露小组由市妇幼产科门诊的五名护士和诊室、' in part


def test_the_first_words_are_those_of_the_text_not_of_a_table_or_a_note(site: Site) -> None:
    part = section(site["cases/antenatal-waiting/index.html"], "trace")
    (begins,) = re.findall(r'<a href="#survey">[^<]*</a> <span>([^<]*)</span>', part)
    assert begins.startswith("我们从叫号系统导出2024年1至3月的全部日志，3120人次")
    assert len(begins) <= 48


# Replication


def test_preconditions_are_questions_in_a_list_that_needs_no_script(site: Site) -> None:
    part = section(site["cases/antenatal-waiting/index.html"], "replication")
    (test,) = re.findall(r'<ol class="self-test".*?</ol>', part, re.DOTALL)
    assert len(re.findall(r"<li><p", test)) == 4
    assert re.findall(r'value="(\w+)">(\w+)</label>', test)[:3] == [("yes", "具备"), ("partly", "部分"), ("no", "没有")]
    assert len(set(re.findall(r'name="([^"]+)"', test))) == 4


def test_answers_are_kept_under_the_same_name_in_both_languages_until_the_questions_change(workspace: Path) -> None:
    def keys(site: Site) -> list[str]:
        pages = ("cases/antenatal-waiting/index.html", "en/cases/antenatal-waiting/index.html")
        return [re.findall(r'data-key="([^"]+)"', site[path].decode())[0] for path in pages]

    one, other = keys(make(workspace))
    assert one == other
    edit(workspace, "抽血窗口的人员可以错班", "抽血窗口的人员可以早到")
    assert keys(make(workspace))[0] != one


def test_steps_are_drawn_and_listed(site: Site) -> None:
    part = section(site["cases/antenatal-waiting/index.html"], "replication")
    assert "步骤图：6个步骤按先后顺序合计34周，最长的是“逐月看四个指标”，需要12周。" in part
    assert len(re.findall(r'<p class="step">', part)) == 6


PACKS = [f"{folder}cases/antenatal-waiting/replicate/index.html" for folder in ("", "en/")]


@pytest.mark.parametrize("path", PACKS)
def test_the_pack_has_a_page_with_boxes_and_blank_columns(site: Site, path: str) -> None:
    page = site[path].decode()
    assert page.count('<i class="box"></i>') == 4 * 3 + 3 + 4 + 6  # conditions, core, adaptable, steps
    assert 'href="../index.html"' in page
    assert "antenatal@example.org" in page
    assert len(re.findall(r"<td></td>", page)) == 4 * 3 + 4 * 2 + 6 * 3 + 7 * 2 + 3


def test_a_contact_that_is_private_is_in_no_part_of_the_pack(site: Site) -> None:
    source = (CHECKOUT / "content/cases/farewell-one-visit/case.md").read_text("utf-8")
    assert "songlan-exchange@example.org" in source
    parts = [data for path, data in site.items() if "cases/farewell-one-visit/" in path]
    for path, data in site.items():
        if path.startswith("cases/farewell-one-visit/") and path.endswith(".docx"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                parts.extend(archive.read(name) for name in archive.namelist())
    assert len(parts) > 10
    assert not [1 for part in parts if b"songlan-exchange" in part or "毕书言".encode() in part]


def test_a_case_without_a_replication_record_has_no_pack(workspace: Path) -> None:
    add(workspace, "bare", "光")
    site = make(workspace)
    assert "cases/bare/index.html" in site
    assert not [path for path in site if "bare/replicate" in path]
    assert "replicate" not in site["cases/bare/index.html"].decode()


# Adopters


def test_an_adopters_measures_stand_beside_the_cases_own(site: Site) -> None:
    """(30.8 − 46.1) / 46.1 = −33.2 %; (26.8 − 52.4) / 52.4 = −48.9 %."""
    page = site["cases/antenatal-waiting/index.html"]
    part = text(section(page, "adoptions").encode())
    there = "46.1 → 30.8分钟 −33.2% 2024年10—12月 → 2025年7—9月"
    here = "52.4 → 26.8分钟 −48.9% 2024年1—3月 → 2024年10—12月"
    assert f"产检平均等候时间 {there} {here}".replace(" ", "") in part.replace(" ", "")
    assert '<a href="#_adoptions">2 家照做的结果</a>' in page.decode()


# Citation, version, licence, review


def test_a_case_can_be_cited_and_its_licence_read(site: Site) -> None:
    page = site["cases/antenatal-waiting/index.html"].decode()
    assert "云汀市妇幼保健院晨露小组. 先抽血再签到：缩短产检等候时间的门诊护理改进[EB/OL]//用户满意服务创新" in page
    assert 'rel="license" href="https://creativecommons.org/licenses/by/4.0/deed.zh-hans"' in page
    assert site["cases/antenatal-waiting/cite/antenatal-waiting.en.bib"].startswith(b"@incollection{antenatal-waiting,")
    assert site["cases/antenatal-waiting/cite/antenatal-waiting.zh-CN.ris"].startswith(b"TY  - CHAP\r\n")


@pytest.mark.parametrize(("today", "is_past"), [("2028-03-31", False), ("2028-04-01", True)])
def test_a_review_that_is_due_is_said_on_the_day_of_the_sources(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, today: str, is_past: bool
) -> None:
    monkeypatch.setenv("CASEBOUND_TODAY", today)
    page = make(workspace)["cases/antenatal-waiting/index.html"].decode()
    (notice,) = re.findall(r"<p class=\"review\"[^>]*>", page)
    assert notice == f'<p class="review" data-review-by="2028-03-31"{"" if is_past else " hidden"}>'
    assert ("review.js" in page) is not is_past  # a browser need not be asked about what is past already


def test_a_case_without_a_day_for_its_review_has_no_notice(workspace: Path) -> None:
    edit(workspace, "  review_by: 2028-03-31\n", "")
    assert "data-review-by" not in make(workspace)["cases/antenatal-waiting/index.html"].decode()


# Related cases


def test_related_cases_say_what_they_share(site: Site) -> None:
    page = site["cases/antenatal-waiting/index.html"].decode()
    (part,) = re.findall(r'<section class="related".*?</section>', page, re.DOTALL)
    assert 3 <= part.count("<li>") <= 4
    assert re.search(r'<p class="why">同用[^<]*控制图', part)


def test_related_cases_follow_a_change_elsewhere(workspace: Path) -> None:
    """Two cases of a trade that nobody else is in, and a third that joins them."""
    for id in ("one", "two"):
        add(workspace, id, f"题{id}", more="methods: [kano]\n")
    before = make(workspace)["cases/one/index.html"].decode()
    assert '<a href="../two/index.html">题two</a>' in before
    assert '<p class="why">同行业 · 同用卡诺模型' in before
    add(workspace, "three", "题three", more="methods: [kano]\n")
    assert '<a href="../three/index.html">题three</a>' in make(workspace)["cases/one/index.html"].decode()


# Bad input


HOSTILE = "'\"><script>alert(1)</script> a/b\\c <!--casebound:around--> {{ 7*7 }}'"
PACK = """summary: "<!--casebound:review--> <img src=x onerror=alert(1)>"
replication:
  preconditions: ["</script><script>alert(2)</script>", "</w:t></w:r><w:p/>", "]]>"]
  core_elements: ["]]> & <"]
  adaptable: []
  steps: [{title: "<b>一</b>", weeks: 3}, {title: 二, weeks: 1}]
adoptions:
  - organization: <b>别处</b>
    date: 2025-01
    measures: [{measure: nope, baseline: {value: 1, period: 2024-01}, actual: {value: 2, period: 2024-02}}]
"""


def test_hostile_words_are_words_everywhere(workspace: Path) -> None:
    add(workspace, "hostile", HOSTILE, more=PACK, body="## <script>alert(3)</script> {#a criterion=5.2.1}\n\n正文\n")
    site = make(workspace)
    for path in ("cases/hostile/index.html", "cases/hostile/replicate/index.html", "en/cases/hostile/index.html"):
        page = site[path].decode()
        assert "<script>alert" not in page and "<img" not in page and "<b>一" not in page, path
        assert "{{ 7*7 }}" in page
    page = site["cases/hostile/index.html"].decode()
    assert page.count("<!--casebound") == 0
    assert "&lt;!--casebound:around--&gt;" in page


@pytest.mark.parametrize(
    ("version", "is_linked"), [("1.1.0", True), ("2025-a_b", False), ("../../1", False), ("a/b", False), (".", False)]
)
def test_only_a_version_that_was_released_has_a_page_to_link_to(workspace: Path, version: str, is_linked: bool) -> None:
    edit(workspace, "version: 1.1.0", f'version: "{version}"')
    page = make(workspace)["cases/antenatal-waiting/index.html"].decode()
    assert (f'href="v/{version}/index.html"' in page) is is_linked
    assert version in text(section(page.encode(), "publication").encode())


def test_a_case_with_nothing_but_a_title_is_a_page(workspace: Path) -> None:
    add(workspace, "bare", "长" * 300)
    page = make(workspace)["cases/bare/index.html"].decode()
    assert '<h1 class="long">' in page
    assert '<p class="lead"' not in page
    contents = re.findall(r'<nav class="contents".*?</nav>', page, re.DOTALL)[0]
    assert re.findall(r'href="#(\w+)"', contents) == ["_trace", "_publication"]


def test_the_same_sources_give_the_same_bytes(workspace: Path) -> None:
    assert make(workspace) == make(workspace)
