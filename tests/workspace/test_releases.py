"""Released versions: kept whole, never overwritten, and told of when the case has moved on under the same version."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from casebound.read.written import WrittenCase
from casebound.text.error import CaseboundError
from casebound.workspace.load import load
from casebound.workspace.releases import may_be_folder, releases_of
from casebound.workspace.releasing import Released, refusal, release

CHECKOUT = Path(__file__).resolve().parents[2]
ID = "antenatal-waiting"
FOLDER = f"content/cases/{ID}"
DAY = date(2026, 5, 1)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """One case of the sample, with its translation and data; it bears version 1.1.0."""
    content = tmp_path / "content"
    shutil.copytree(CHECKOUT / "content" / "frameworks", content / "frameworks")
    shutil.copytree(CHECKOUT / FOLDER, tmp_path / FOLDER)
    shutil.rmtree(tmp_path / FOLDER / "versions", ignore_errors=True)
    shutil.copy(CHECKOUT / "content" / "vocabularies.yaml", content)
    settings = '[name]\nen = "One"\nzh-CN = "一"\n[check]\nprofile = "draft"\n'
    (tmp_path / "casebound.toml").write_text(f'languages = ["zh-CN", "en"]\n{settings}', "utf-8")
    return tmp_path


def texts(root: Path) -> tuple[WrittenCase, WrittenCase]:
    original, translation = load(root).usable()
    return original, translation


def release_it(root: Path, day: date = DAY) -> Released:
    original, translation = texts(root)
    return release(root, original, [translation], day)


def edit(root: Path, old: str, new: str, name: str = "case.md") -> None:
    path = root / FOLDER / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def said(root: Path) -> list[str]:
    findings = [finding for finding in load(root).findings if finding.rule == "changed-after-release"]
    return [f"{finding.span.text} {finding.message.to('en')}" for finding in findings]


def bytes_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_release_is_a_copy_of_the_write_ups_and_of_what_they_use(root: Path) -> None:
    (root / FOLDER / "notes.txt").write_text("nobody's business", "utf-8")
    done = release_it(root)
    copied = bytes_below(root / FOLDER / "versions" / "1.1.0")
    assert set(copied) == set(done.added)
    assert copied.pop("release.yaml") == b"released: 2026-05-01\n"
    assert set(copied) >= {"case.md", "case.en.md"}
    assert any(name.endswith(".csv") for name in copied)
    assert "notes.txt" not in copied
    assert all((root / FOLDER / name).read_bytes() == data for name, data in copied.items())
    (found,) = releases_of(root, FOLDER)
    assert (found.version, found.day, found.folder) == ("1.1.0", DAY, f"{FOLDER}/versions/1.1.0")


def test_what_was_released_is_no_write_up_of_the_collection(root: Path) -> None:
    before = [written.document.source.path for written in load(root).cases]
    release_it(root)
    after = load(root)
    assert [written.document.source.path for written in after.cases] == before
    assert not any(name.startswith("versions/") for written in after.cases for name in written.files)
    assert [finding.rule for finding in after.findings] == []


def test_the_same_again_changes_nothing_and_other_content_is_refused(root: Path) -> None:
    release_it(root)
    before = bytes_below(root / FOLDER / "versions")
    assert release_it(root, date(2026, 6, 1)).added == ()
    edit(root, "title: ", "title: 又一次")
    done = release_it(root)
    assert (done.added, done.changed) == ((), ("case.md",))
    assert bytes_below(root / FOLDER / "versions") == before
    edit(root, "version: ", "version: 2.0  # ")
    assert release_it(root, date(2026, 7, 1)).version == "2.0"
    assert [item.version for item in releases_of(root, FOLDER)] == ["2.0", "1.1.0"]
    assert {name: data for name, data in bytes_below(root / FOLDER / "versions").items() if name in before} == before


def test_a_later_translation_is_added_to_the_version_it_translates(root: Path) -> None:
    original, translation = texts(root)
    release(root, original, [], DAY)
    assert said(root) == []
    assert release(root, original, [translation], DAY).added == ("case.en.md",)
    assert (root / FOLDER / "versions/1.1.0/case.en.md").is_file()


@pytest.mark.parametrize(
    ("old", "new", "name", "told"),
    [
        ("title: ", "title: 又", "case.md", "case.md"),
        ("title: ", "title: More ", "case.en.md", "case.en.md"),
        ("period", "period ", "data/waiting.csv", "data/waiting.csv"),
    ],
)
def test_a_change_under_the_same_version_is_told_once_at_the_version(
    old: str, new: str, name: str, told: str, root: Path
) -> None:
    release_it(root)
    if name.endswith(".csv"):
        name = told = next(path for path in bytes_below(root / FOLDER) if path.startswith("data/"))
        old, new = (root / FOLDER / name).read_text("utf-8")[:3], "abc"
    edit(root, old, new, name)
    if name == "case.md":  # what was translated has changed with it, but not the translation's own words
        path = root / FOLDER / "case.en.md"
        assert path.is_file()
    words = [line for line in said(root) if told in line]
    assert words == [f"1.1.0 Version 1.1.0 has been released, and {told} has changed since"]


@pytest.mark.parametrize(("old", "new"), [("publication:\n", "publication:\n  review_by: 2031-01-01\n")])
def test_new_settings_of_publication_are_no_change_of_the_text(old: str, new: str, root: Path) -> None:
    release_it(root)
    text = (root / FOLDER / "case.md").read_text("utf-8")
    lines = [line for line in text.splitlines(keepends=True) if "review_by" not in line]
    (root / FOLDER / "case.md").write_text("".join(lines).replace(old, new, 1), "utf-8")
    assert said(root) == []
    assert release_it(root).changed == ()


@pytest.mark.parametrize(
    ("version", "fits"),
    [
        *((version, True) for version in ("1", "1.0", "2026-05", "v1.2+a_b", "a" * 40)),
        *((version, False) for version in ("", "..", ".1", "1.", "1/2", "a b", "一", "a" * 41, "../../x", "-1", "1\n")),
    ],
)
def test_only_plain_versions_are_folders_and_addresses(version: str, fits: bool) -> None:
    assert may_be_folder(version) is fits


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("  version: ", "  # version: ", "Not released: publication.version is not given"),
        ("  version: ", "  version: ../", "Not released: Version “../1.1.0” cannot be part of an address"),
        ("consent: yes", "consent: no", "Not released: The case is not public"),
    ],
)
def test_why_a_case_is_not_released_is_said(old: str, new: str, why: str, root: Path) -> None:
    edit(root, old, new)
    refused = refusal(texts(root)[0])
    assert refused
    assert (refused.rule, refused.message.to("en")) == ("not-released", why)


def test_versions_that_differ_by_capitals_only_are_refused(root: Path) -> None:
    release_it(root)
    (root / FOLDER / "versions/1.1.0").rename(root / FOLDER / "versions/1.1.0A")
    edit(root, "version: ", "version: 1.1.0a  # ")
    with pytest.raises(CaseboundError, match=r"“1\.1\.0a”与已发布的“1\.1\.0A”只差大小写"):
        release_it(root)


def test_nothing_is_written_through_a_link_out_of_the_workspace(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (root / FOLDER / "versions").symlink_to(outside)
    with pytest.raises(CaseboundError, match="在工作区之外"):
        release_it(root)
    assert list(outside.iterdir()) == []
    (outside / "1.0").mkdir()
    (outside / "1.0" / "case.md").write_text("x", "utf-8")
    assert releases_of(root, FOLDER) == ()


def test_an_interrupted_release_leaves_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from casebound.workspace import releasing

    written: list[Path] = []

    def fail(path: Path, data: bytes) -> None:
        if len(written) == 2:
            raise OSError(28, "No space left on device")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        written.append(path)

    monkeypatch.setattr(releasing, "write_file", fail)
    with pytest.raises(CaseboundError, match="No space left"):
        release_it(root)
    assert list((root / FOLDER / "versions").iterdir()) == []
