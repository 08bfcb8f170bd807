"""Released versions on the site: at permanent addresses, saying what they are, never telling more than is told now."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from casebound.text.finding import Finding
from casebound.workspace.load import load
from casebound.workspace.publish_site import make_site_artifacts
from casebound.workspace.releasing import release

CHECKOUT = Path(__file__).resolve().parents[2]
ID = "antenatal-waiting"
FOLDER = f"content/cases/{ID}"
NOW, OLD, CURRENT = (f"cases/{ID}/{inner}index.html" for inner in ("", "v/1.0.0/", "v/1.1.0/"))
"""The sample has two released versions of this case: the present one and one before."""

Site = dict[str, bytes]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    shutil.copytree(CHECKOUT / "content" / "frameworks", content / "frameworks")
    shutil.copytree(CHECKOUT / FOLDER, tmp_path / FOLDER)
    shutil.copy(CHECKOUT / "content" / "vocabularies.yaml", content)
    (tmp_path / "casebound.toml").write_text('languages = ["zh-CN", "en"]\n[name]\nen = "One"\nzh-CN = "一"\n', "utf-8")
    return tmp_path


def site_of(root: Path) -> Site:
    findings: list[Finding] = []
    made = {item.path: item.data for item in make_site_artifacts(load(root), ("zh-CN", "en"), findings)}
    assert [finding.rule for finding in findings] == []
    return made


def edit(root: Path, old: str, new: str, name: str = "case.md") -> None:
    path = root / FOLDER / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def head(page: bytes, pattern: str) -> list[str]:
    return re.findall(pattern, page.decode())


def test_every_version_has_its_address_in_every_language_and_the_case_lists_them(root: Path) -> None:
    site = site_of(root)
    assert {path for path in site if "/v/" in path and path.endswith(".html")} == {
        f"{prefix}{path}" for prefix in ("", "en/") for path in (OLD, CURRENT)
    }
    for prefix in ("", "en/"):
        listed = re.findall(r'<li><a href="(v/[^"]+)"', site[f"{prefix}{NOW}"].decode())
        assert listed == ["v/1.1.0/index.html", "v/1.0.0/index.html"]
    assert "2026年1月16日" in site[NOW].decode()


def test_an_older_version_says_so_and_is_kept_from_search_engines(root: Path) -> None:
    site = site_of(root)
    old, current, now = site[f"en/{OLD}"], site[f"en/{CURRENT}"], site[f"en/{NOW}"]
    assert '<a href="../../index.html">The current one is 1.1.0</a>' in old.decode()
    assert "This is the permanent address of the current version" in current.decode()
    canonical, noindex = r'<link rel="canonical" href="([^"]+)">', r'<meta name="robots" content="noindex">'
    assert head(old, canonical) == head(current, canonical) == ["../../index.html"]
    assert [len(head(page, noindex)) for page in (old, current, now)] == [1, 0, 0]
    assert head(now, canonical) == []


def test_a_version_has_the_text_and_the_files_of_its_time(root: Path) -> None:
    edit(root, "晨露小组", "朝露小组")
    edit(root, "version: 1.1.0", "version: 2.0.0")
    data = next((root / FOLDER / "data").glob("*.csv"))
    before = data.read_bytes()
    data.write_bytes(before + b"\n")
    site = site_of(root)
    assert "朝露小组" in site[NOW].decode()
    assert "朝露小组" not in site[CURRENT].decode()
    assert "The current one is 2.0.0" in site[f"en/{CURRENT}"].decode()
    assert site[f"cases/{ID}/v/1.1.0/data/{data.name}"] == before
    assert site[f"cases/{ID}/data/{data.name}"] == before + b"\n"
    assert f"cases/{ID}/v/1.1.0/figures/fig-causes.en.csv" in site


SECRET = "葛晚晴"
"""The contact; also a member of the team."""


def test_what_is_withheld_now_is_withheld_in_every_version(root: Path) -> None:
    assert "antenatal@example.org" in site_of(root)[OLD].decode()
    edit(root, "  private: []", "  private: [replication.contact, subject.members]")
    site = site_of(root)
    for path, data in site.items():
        assert b"antenatal@example.org" not in data, path
        assert SECRET.encode() not in data, path


def test_what_was_withheld_then_stays_withheld_there(root: Path) -> None:
    shutil.rmtree(root / FOLDER / "versions")
    edit(root, "  private: []", "  private: [replication.contact]")
    original, translation = load(root).usable()
    release(root, original, [translation], date(2026, 5, 1))
    edit(root, "  private: [replication.contact]", "  private: []")
    site = site_of(root)
    assert b"antenatal@example.org" in site[NOW]
    assert b"antenatal@example.org" not in site[CURRENT]


def test_a_case_gone_private_takes_its_versions_along(root: Path) -> None:
    edit(root, "consent: yes", "consent: no")
    assert not [path for path in site_of(root) if ID in path]


def test_a_translation_that_was_withdrawn_is_withdrawn_from_the_versions(root: Path) -> None:
    edit(root, "---\n", "---\npublication: {consent: no}\n", "case.en.md")
    site = site_of(root)
    assert "Morning Dew" not in site[f"en/{OLD}"].decode()
    assert "This case is in Chinese only." in site[f"en/{OLD}"].decode()


def test_a_version_that_cannot_be_read_is_told_and_leaves_the_rest(root: Path) -> None:
    (root / FOLDER / "versions/1.0.0/case.md").write_text("---\n: [\n", "utf-8")
    findings: list[Finding] = []
    made = {item.path for item in make_site_artifacts(load(root), ("zh-CN", "en"), findings)}
    assert [(item.rule, item.span.source.path) for item in findings] == [
        ("unshown-version", f"{FOLDER}/versions/1.0.0/case.md")
    ]
    assert OLD not in made
    assert {NOW, CURRENT} <= made
