"""The site as the preview makes it again, told which paths have changed: that of a build from nothing."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import pytest

from casebound.workspace.checking import check_workspace
from casebound.workspace.documents import Documents
from casebound.workspace.judged import Judge, Judged
from casebound.workspace.load import Workspace
from casebound.workspace.serve_desk import Desk, Made
from casebound.workspace.serve_press import WarmPress
from casebound.workspace.site_build import build_site
from casebound.workspace.write import write_manifest

ROOT = Path(__file__).parents[2]


class Clock:
    """How much later than they were saved files are looked at: those that are young are not trusted."""

    seconds = 60


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Clock:
    clock, now = Clock(), time.time_ns
    for module in ("judged", "held", "quick"):
        monkeypatch.setattr(
            f"casebound.workspace.{module}.time", type("", (), {"time_ns": lambda: now() + clock.seconds * 10**9})
        )
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return clock


class NoPress:
    """Lays nothing out."""

    first_job = object()

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Six generated cases; the second links to the third."""
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    root = tmp_path / "workspace"
    import_module("generate").generate(root, cases=6, seed=3, mistakes=0)
    first, second, third, *_ = folders(root)
    append(second / "case.md", f"见[另一例](../{third.name}/case.md#tbl-causes)。")
    assert first.is_dir()
    return root


@pytest.fixture
def desk(root: Path) -> Iterator[Desk]:
    desk = Desk(
        root=root,
        make_documents=lambda workspace: cast(Documents, Found(workspace)),
        press=cast(WarmPress, NoPress()),
    )
    yield desk
    desk._place.cleanup()


class Found:
    """In place of fonts and date, which the site does not ask for here."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace


def folders(root: Path) -> list[Path]:
    return sorted((root / "content" / "cases").iterdir())


def append(path: Path, words: str) -> None:
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{words}\n", encoding="utf-8")


def make(desk: Desk, *changed: Path) -> Made:
    """What comes of making the site after these paths have changed."""
    desk.documents = None  # it need not carry over what `Found` stands for
    documents = desk.reopen({path.relative_to(desk.root).as_posix() for path in changed})
    return desk.make(documents["site"], lambda _done, _total: None)


def shown(desk: Desk, *changed: Path) -> dict[str, bytes]:
    """The files of the site after these paths have changed."""
    made = make(desk, *changed)
    assert made.problem is None
    assert made.files is not None
    return dict(made.files)


def fresh(desk: Desk, tmp_path: Path) -> dict[str, bytes]:
    """Those of a build from nothing, which knows of the former one only the addresses that were given out; without the
    sums, which nobody looks at.
    """
    place = tmp_path / "fresh"
    shutil.rmtree(place, ignore_errors=True)
    there = Path(desk._place.name) / "output"
    former = [path.relative_to(there).as_posix() for path in there.rglob("*") if path.is_file()]
    write_manifest(place, (), dict.fromkeys(former, "0" * 64))
    built = build_site(desk.root, place, fresh=True, processes=1)
    return {path.removeprefix("site/"): (place / path).read_bytes() for path in built.sums if path != "site/SHA256SUMS"}


def edit(root: Path) -> list[Path]:
    append(folders(root)[0] / "case.md", "再看一周。")
    return [folders(root)[0] / "case.md"]


def new_title(root: Path) -> list[Path]:
    path = folders(root)[2] / "case.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: ", "title: 又一次", 1), encoding="utf-8")
    return [path]


def data(root: Path) -> list[Path]:
    path = next(folders(root)[1].rglob("*.csv"))
    path.write_text(path.read_text(encoding="utf-8").replace("1", "2"), encoding="utf-8")
    return [path]


def add(root: Path) -> list[Path]:
    source = folders(root)[4]
    target = source.with_name("zz-new")
    shutil.copytree(source, target)
    text = (target / "case.md").read_text(encoding="utf-8").replace(f"id: {source.name}", "id: zz-new", 1)
    (target / "case.md").write_text(text, encoding="utf-8")
    return [target]


def remove(root: Path) -> list[Path]:
    path = folders(root)[2]
    shutil.rmtree(path)
    return [path]


def rename(root: Path) -> list[Path]:
    path = folders(root)[3]
    target = path.rename(path.with_name("aa-first"))
    text = (target / "case.md").read_text(encoding="utf-8").replace(f"id: {path.name}", "id: aa-first", 1)
    (target / "case.md").write_text(text, encoding="utf-8")
    return [path, target]


def settings(root: Path) -> list[Path]:
    path = root / "casebound.toml"
    append(path, '[site]\ntitle = "换了名字"')
    return [path]


def own_page(root: Path) -> list[Path]:
    path = root / "site" / "pages" / "help.md"
    path.parent.mkdir(parents=True)
    path.write_text("---\ntitle: 帮助\n---\n\n写在这里。\n", encoding="utf-8")
    return [root / "site"]


CHANGES = [edit, new_title, data, add, remove, rename, settings, own_page]


@pytest.mark.parametrize(
    ("change", "seconds"),
    [*((change, 60) for change in CHANGES), (edit, 0), (rename, 0)],
    ids=lambda it: getattr(it, "__name__", str(it)),
)
def test_what_is_shown_after_a_change_is_a_build_from_nothing(
    desk: Desk, tmp_path: Path, clock: Clock, change: Callable[[Path], list[Path]], seconds: int
) -> None:
    clock.seconds = seconds
    shown(desk)
    now = shown(desk, *change(desk.root))
    assert now == fresh(desk, tmp_path)
    desk.held.write()
    assert shown(desk, *edit(desk.root)) == fresh(desk, tmp_path)


def test_one_change_after_another_and_a_broken_one_between(desk: Desk, tmp_path: Path) -> None:
    shown(desk)
    for change in (edit, rename, remove):
        changed = change(desk.root)
        assert shown(desk, *changed) == fresh(desk, tmp_path)
    template = desk.root / "templates" / "site" / "case.html"
    template.parent.mkdir(parents=True)
    template.write_text("{{ broken", encoding="utf-8")
    assert make(desk, template.parents[1]).problem
    changed = edit(desk.root)
    shutil.rmtree(template.parents[1])
    assert shown(desk, *changed, template) == fresh(desk, tmp_path)


def test_only_folders_that_changed_are_listed_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    shown(desk)
    listed = []
    list_files = import_module("casebound.workspace.case_folder").list_files

    def noted(folder: str) -> Any:
        listed.append(Path(folder).name)
        return list_files(folder)

    monkeypatch.setattr("casebound.workspace.held.list_files", noted)
    changed = edit(desk.root)
    shown(desk, *changed)
    assert set(listed) == {changed[0].parent.name}
    listed.clear()
    shown(desk, desk.root / "content")  # nobody knows what changed
    assert set(listed) == {path.name for path in folders(desk.root)}
    listed.clear()
    shown(desk, *(folders(desk.root)[0] / f"{number}.csv" for number in range(300)))
    assert set(listed) == {path.name for path in folders(desk.root)}


def test_who_is_told_of_changes_judges_each_once_but_keeps_for_others_only_what_is_old(
    desk: Desk, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(desk)
    desk.held.write()
    clock.seconds = 0  # from now on everything has just changed
    first, linking, _, fourth, *_ = folders(desk.root)  # what links to another case is judged each time
    judged: set[str] = set()
    judge = Judge.judge

    def noted(self: Judge, name: str, *, has_rules: bool = True) -> Judged:
        judged.add(name)
        return judge(self, name, has_rules=has_rules)

    monkeypatch.setattr(Judge, "judge", noted)
    for folder in (first, fourth):
        judged.clear()
        append(folder / "case.md", "再看一周。")
        shown(desk, folder / "case.md")
        assert judged == {folder.name, linking.name}
        desk.held.write()
    cache = tmp_path / "cache" / "casebound"
    assert check_workspace(desk.root, cache=cache, processes=1).judged == 3
    clock.seconds = 60
    assert check_workspace(desk.root, cache=cache, processes=1).judged == 3  # nobody could trust what was young then
    assert check_workspace(desk.root, cache=cache, processes=1).judged == 1
    assert shown(desk) == fresh(desk, tmp_path)


def test_folders_with_links_are_always_listed(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    outside = desk.root / "content" / "shared.csv"
    outside.write_text("a,b\n1,2\n", encoding="utf-8")
    (folders(desk.root)[0] / "data.csv").symlink_to(outside)
    shown(desk)
    outside.write_text("a,b\n3,4\n5,6\n", encoding="utf-8")
    assert shown(desk) == fresh(desk, tmp_path)


def test_whoever_builds_the_site_meanwhile_does_not_disturb_what_is_shown(desk: Desk, tmp_path: Path) -> None:
    shown(desk)
    build_site(desk.root, tmp_path / "own", cache=tmp_path / "cache" / "casebound", processes=1)
    changed = new_title(desk.root)
    build_site(desk.root, tmp_path / "own", cache=tmp_path / "cache" / "casebound", processes=1)
    assert shown(desk, *changed) == fresh(desk, tmp_path)
    for pack in Path(desk._place.name).rglob("*.pack"):
        pack.unlink()
    assert shown(desk, *new_title(desk.root)) == fresh(desk, tmp_path)
