"""Open texts over the disk: what is said of them is what `check` would say once they are saved."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from casebound.check.baseline import render_baseline
from casebound.cli.lsp_session import OpenText, Session
from casebound.workspace.load import load
from casebound.workspace.unsaved import case_of, is_framework, unsaved

ROOT = Path(__file__).parents[2]
NAME = "content/cases/antenatal-waiting/case.md"
ENGLISH = "content/cases/antenatal-waiting/case.en.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copy(ROOT / "casebound.toml", tmp_path)
    return tmp_path


def opened(session: Session, root: Path, name: str, text: str | None = None) -> OpenText:
    path = root / name
    session.put(path.as_uri(), path, path.read_text(encoding="utf-8") if text is None else text, 1)
    return session.opened[path.as_uri()]


def said(session: Session, item: OpenText) -> list[tuple[str, int, int, str]]:
    return [
        (finding.rule, finding.span.start, finding.span.end, finding.message.to("zh-CN"))
        for finding in session.findings(item)
    ]


@pytest.mark.slow
def test_an_unsaved_text_is_judged_as_the_saved_one_would_be(root: Path) -> None:
    for name, old, new in ((NAME, "wait.actual", "wait.now"), (ENGLISH, "translates: ", "translates: 0")):
        text = (root / name).read_text(encoding="utf-8").replace(old, new, 1)
        session = Session()
        item = opened(session, root, name, text)
        before = said(session, item)
        (root / name).write_text(text, encoding="utf-8")
        after = [finding for finding in load(root).findings if finding.span.source.path == name]
        assert before
        assert before == [(item.rule, item.span.start, item.span.end, item.message.to("zh-CN")) for item in after]


def test_an_untouched_original_with_a_mark_keeps_its_digest(root: Path) -> None:
    path = root / NAME
    data = b"\xef\xbb\xbf" + path.read_bytes()
    path.write_bytes(data)
    english = root / ENGLISH
    text = english.read_text(encoding="utf-8")
    old = next(line for line in text.splitlines() if line.startswith("translates: "))
    english.write_text(text.replace(old, f"translates: {hashlib.sha256(data).hexdigest()}"), encoding="utf-8")
    session = Session()
    item = opened(session, root, ENGLISH)
    original = opened(session, root, NAME, data.decode("utf-8-sig"))  # editors strip the mark
    assert "stale-translation" not in {rule for rule, *_ in said(session, item)}
    session.update(original.uri, original.whole + "\n", 2)
    assert "stale-translation" in {rule for rule, *_ in said(session, item)}
    assert unsaved(root, session.texts(root)) == {NAME: f"\ufeff{original.whole}\n"}


def test_what_it_is_checked_against_is_read_again_when_it_changes(root: Path) -> None:
    session = Session()
    item = opened(session, root, NAME)
    assert said(session, item) == []
    first = session.workspaces[root]
    assert session.workspace(root, session.texts(root)) is first
    framework = root / "content/frameworks/service-star-demo.yaml"
    framework.write_text(
        framework.read_text(encoding="utf-8").replace("id: service-star-demo", "id: other"), encoding="utf-8"
    )
    assert "unknown-framework" in {rule for rule, *_ in said(session, item)}
    opened(
        session,
        root,
        "content/frameworks/service-star-demo.yaml",
        framework.read_text(encoding="utf-8").replace("id: other", "id: service-star-demo"),
    )
    assert said(session, item) == []


def test_what_the_baseline_knows_is_not_said(root: Path) -> None:
    text = (root / NAME).read_text(encoding="utf-8").replace("{val}`wait.actual`", "{val}`wait.now`", 1)
    session = Session()
    item = opened(session, root, NAME, text)
    assert {rule for rule, *_ in said(session, item)} == {"broken-value", "changed-after-release"}
    known = render_baseline(session.findings(item))
    (root / "casebound-baseline.json").write_text(known, encoding="utf-8")
    assert said(session, item) == []


def test_a_case_that_is_not_saved_yet_is_checked(root: Path) -> None:
    session = Session()
    item = opened(session, root, "content/cases/new/case.md", "---\nid: new\n---\n## 一\n")
    assert {rule for rule, *_ in said(session, item)} >= {"missing-field"}
    assert not (root / "content/cases/new").exists()


def test_everything_safe_is_mended(root: Path) -> None:
    text = (root / NAME).read_text(encoding="utf-8").replace("lang: zh-CN", "lang：zh-CN").replace("route: ", "route:")
    session = Session()
    item = opened(session, root, NAME, text)
    assert said(session, item) != []
    assert session.mended(item) == (root / NAME).read_text(encoding="utf-8")
    assert session.opened[item.uri].whole == text


def test_no_link_out_of_the_workspace_is_followed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.csv"
    outside.write_text("月份,秘密\n2024-01,1\n", encoding="utf-8")
    data = root / "content/cases/antenatal-waiting/data/wait.csv"
    data.unlink()
    data.symlink_to(outside)
    session = Session()
    item = opened(session, root, NAME)
    scene = session.scene(item)
    assert scene is not None
    assert "data/wait.csv" not in scene.look.written.files
    assert "missing-file" in {rule for rule, *_ in said(session, item)}


@pytest.mark.parametrize("name", ["README.md", "content/rounds/x.yaml"])
def test_of_another_file_nothing_is_said(root: Path, name: str) -> None:
    session = Session()
    item = opened(session, root, name, "---\nid: [\n")
    assert session.findings(item) == ()
    assert session.scene(item) is None


def test_without_a_workspace_nothing_is_said(tmp_path: Path) -> None:
    session = Session()
    item = opened(session, tmp_path, "case.md", "---\n")
    assert (item.root, session.findings(item), session.scene(item)) == (None, (), None)


@pytest.mark.parametrize(
    ("name", "case"),
    [
        ("content/cases/a/case.md", "a"),
        ("content/cases/a/case.en.md", "a"),
        ("content/cases/a/case.en.x.md", ""),
        ("content/cases/a/notes.md", ""),
        ("content/cases/a/b/case.md", ""),
        ("content/cases/.a/case.md", ""),
        ("content/cases/case.md", ""),
        ("case.md", ""),
    ],
)
def test_a_path_tells_its_case(name: str, case: str) -> None:
    assert case_of(name) == case


def test_a_path_tells_a_framework() -> None:
    assert [
        is_framework(name) for name in ("content/frameworks/a.yaml", "content/a.yaml", "content/frameworks/a.yml")
    ] == [
        True,
        False,
        False,
    ]
