"""The site, built again after every kind of change: the same bytes as a build from nothing, and no others touched."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from casebound.compose import site_rest
from casebound.compose.artifact import Artifact
from casebound.compose.site_edition import Edition
from casebound.compose.site_spoken import Spoken, Unchanged
from casebound.text.error import CaseboundError
from casebound.workspace import checking, site_memory
from casebound.workspace.check_crew import judge_together
from casebound.workspace.site_build import BuiltSite, build_site
from casebound.workspace.site_memory import MOST_SITES, site_folder
from casebound.workspace.site_stage import PREFIX, Stage, recover
from casebound.workspace.write import earlier_sums, write_manifest

ROOT = Path(__file__).parents[2]
ROUND = "demo-2026"


@pytest.fixture(autouse=True)
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if everything were looked at a minute after it was written: files that young are not trusted."""
    now = time.time_ns() + 60_000_000_000
    monkeypatch.setattr("casebound.workspace.judged.time.time_ns", lambda: now)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Six generated cases in a workspace of two languages; the second has a page in English, and links to the third."""
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    root = tmp_path / "workspace"
    import_module("generate").generate(root, cases=6, seed=3, mistakes=0)
    append(case(root, 1), f"见[另一例](../{folder(root, 2).name}/case.md#tbl-causes)。")
    return root


def folder(root: Path, number: int) -> Path:
    return sorted((root / "content" / "cases").iterdir())[number]


def case(root: Path, number: int) -> Path:
    return folder(root, number) / "case.md"


def append(path: Path, words: str) -> None:
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{words}\n", encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


class Builder:
    """Builds into one folder with one cache, and beside it from nothing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.cache = root.parent / "cache"
        self.folder = root.parent / "out"

    def build(self, *, fresh: bool = False, processes: int = 1) -> BuiltSite:
        return build_site(self.root, self.folder, cache=self.cache, fresh=fresh, processes=processes)

    def check(self) -> None:
        """What stands there is what a build from nothing makes, with its manifest."""
        anew = self.root.parent / "anew"
        shutil.rmtree(anew, ignore_errors=True)
        remember(anew, self.folder)
        build_site(self.root, anew, processes=1)
        assert files(self.folder) == files(anew)
        listed = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))["files"]
        assert set(listed) == {name for name in files(self.folder) if name != "manifest.json"}


def remember(anew: Path, folder: Path) -> None:
    """Have a folder know what another one had: the addresses of cases that have gone since are kept."""
    write_manifest(anew, (), dict.fromkeys(earlier_sums(folder / "manifest.json"), "0" * 64))


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def pages(built: BuiltSite) -> list[str]:
    return sorted(path for path in built.written if path.endswith("index.html"))


@pytest.fixture
def builder(root: Path) -> Builder:
    builder = Builder(root)
    builder.build()
    return builder


def test_a_second_build_composes_and_writes_nothing(builder: Builder) -> None:
    before = {path: path.stat().st_mtime_ns for path in builder.folder.rglob("*") if path.is_file()}
    built = builder.build()
    assert (built.composed, built.written) == (0, ())
    assert before == {path: path.stat().st_mtime_ns for path in builder.folder.rglob("*") if path.is_file()}
    builder.check()


def test_another_process_looks_at_the_files_of_a_large_site(builder: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("held", "site_output"):
        monkeypatch.setattr(f"casebound.workspace.{module}.WORTHWHILE", 1)
    lost = [next((builder.folder / "site").rglob(name)) for name in ("robots.txt", "index.md", "cases.json")]
    for path in lost:
        path.unlink()
    append(case(builder.root, 3), "多看了一周。")
    built = builder.build(processes=2)
    assert {path.relative_to(builder.folder).as_posix() for path in lost} <= set(built.written)
    assert built.composed in (1, 2)
    builder.check()


def test_an_edit_of_prose_writes_the_pages_of_that_case_alone(builder: Builder) -> None:
    append(case(builder.root, 3), "多看了一周。")
    built = builder.build()
    id = folder(builder.root, 3).name
    assert built.composed == 1
    mine = {f"site/cases/{id}/index.html", f"site/en/cases/{id}/index.html", f"site/cases/{id}/index.md"}
    besides_search = {path for path in built.written if "/search/data/" not in path}
    assert besides_search <= {*mine, *home(), "site/SHA256SUMS"}
    assert f"site/cases/{id}/index.html" in built.written
    builder.check()


def home() -> set[str]:
    return {"site/index.html", "site/en/index.html"}


def test_a_new_title_writes_the_pages_that_name_it(builder: Builder) -> None:
    edit(case(builder.root, 3), "short_title: ", "short_title: 新的")
    built = builder.build()
    assert built.composed == 1
    touched = [path for path in pages(built) if "/cases/" in path]
    assert {folder(builder.root, number).name for number in (2, 3, 4)} <= {path.split("/")[-2] for path in touched}
    assert all("新的" in (builder.folder / path).read_text(encoding="utf-8") for path in touched)
    builder.check()


def rename(root: Path) -> None:
    old = folder(root, 2)
    edit(old / "case.md", f"id: {old.name}", "id: another-name")
    old.rename(old.with_name("another-name"))


def remove(root: Path) -> None:
    shutil.rmtree(folder(root, 2))


def add(root: Path) -> None:
    old = folder(root, 0)
    new = old.with_name("zz-added")
    shutil.copytree(old, new)
    edit(new / "case.md", f"id: {old.name}", "id: zz-added")


def lose_anchor(root: Path) -> None:
    text = case(root, 2).read_text(encoding="utf-8")
    assert "tbl-causes" in text
    case(root, 2).write_text(text.replace("tbl-causes", "tbl-others"), encoding="utf-8")


def withdraw(root: Path) -> None:
    edit(case(root, 2), "visibility: public", "visibility: internal")


def template(root: Path) -> None:
    (root / "templates" / "site").mkdir(parents=True)
    shipped = (ROOT / "templates" / "site" / "case_head.html").read_text(encoding="utf-8")
    (root / "templates" / "site" / "case_head.html").write_text(shipped + "<p>自己的</p>\n", encoding="utf-8")


def word(root: Path) -> None:
    (root / "templates" / "site").mkdir(parents=True)
    (root / "templates" / "site" / "words.yaml").write_text(
        "about: {zh-CN: 关于我们, en: Who we are}\n", encoding="utf-8"
    )


def vocabulary(root: Path) -> None:
    edit(
        root / "content" / "vocabularies.yaml",
        "industries:\n",
        "methods:\n  pilot: {zh-CN: 先试, en: Trial}\nindustries:\n",
    )


def settings(root: Path) -> None:
    edit(root / "casebound.toml", "[check]", '[publisher]\nzh-CN = "出版者"\nen = "Publisher"\n\n[check]')


def asset(root: Path) -> None:
    (root / "site" / "assets").mkdir(parents=True)
    (root / "site" / "assets" / "theme.js").write_text("// nothing\n", encoding="utf-8")


def about(root: Path) -> None:
    (root / "site" / "pages").mkdir(parents=True)
    (root / "site" / "pages" / "about.zh-CN.md").write_text("# 关于\n\n自己写的。\n", encoding="utf-8")


def data(root: Path) -> None:
    path = next(folder(root, 4).glob("data/*.csv"))
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines[:-1], lines[-1].rsplit(",", 1)[0] + ",12.34"]) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [rename, remove, add, lose_anchor, withdraw, template, word, vocabulary, settings, asset, about, data],
    ids=lambda change: change.__name__,
)
def test_after_a_change_the_site_is_that_of_a_build_from_nothing(
    change: Callable[[Path], None], builder: Builder
) -> None:
    change(builder.root)
    assert builder.build().written
    builder.check()


def test_a_link_to_a_case_that_goes_becomes_plain_text(builder: Builder) -> None:
    page = builder.folder / "site" / "cases" / folder(builder.root, 1).name / "index.html"
    gone = folder(builder.root, 2).name
    markdown = page.with_suffix(".md")
    assert f'<a class="case-link" href="../{gone}/index.html' in page.read_text(encoding="utf-8")
    assert f"见[另一例](<../{gone}/index.html#tbl-causes>)。" in markdown.read_text(encoding="utf-8")
    remove(builder.root)
    built = builder.build()
    assert "<a>另一例</a>" in page.read_text(encoding="utf-8")
    assert "见另一例。" in markdown.read_text(encoding="utf-8")
    assert built.composed == 0
    left = [path.name for path in (builder.folder / "site" / "cases" / gone).iterdir()]
    assert left == ["index.html"]  # which says that the case is gone


def test_scores_that_change_reach_the_pages(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    shutil.copytree(ROOT / "content", root / "content")
    shutil.copy(ROOT / "casebound.toml", root)
    builder = Builder(root)
    builder.build()
    marks = next(
        path
        for path in sorted((root / "content" / "rounds").glob("*/evaluations/*/*.yaml"))
        if "value: " in path.read_text(encoding="utf-8")
    )
    text = marks.read_text(encoding="utf-8")
    marks.write_text(text.replace("value: 7", "value: 9").replace("value: 8", "value: 5"), encoding="utf-8")
    builder.build()
    builder.check()


def test_several_processes_make_what_one_makes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "SOME", 1)
    monkeypatch.setattr("casebound.workspace.check_crew.CHUNK", 1)
    helped = []

    def together(*arguments: object) -> object:
        done = judge_together(*arguments)  # type: ignore[arg-type]
        helped.append(len(done))
        return done

    monkeypatch.setattr("casebound.workspace.check_crew.judge_together", together)
    builder = Builder(root)
    built = builder.build(processes=2)
    assert built.composed == 6
    assert helped == [6]
    builder.check()


def test_what_somebody_changed_in_the_output_is_made_again(builder: Builder) -> None:
    site = builder.folder / "site"
    id = folder(builder.root, 0).name
    (site / "cases" / id / "index.html").write_text("mine", encoding="utf-8")
    next((site / "cases" / id / "data").glob("*.csv")).unlink()
    (site / "assets" / "site.css").unlink()
    (site / "index.html").unlink()
    builder.build()
    builder.check()


def test_the_same_bytes_are_not_written_again_when_nothing_is_remembered(builder: Builder) -> None:
    shutil.rmtree(builder.cache)
    built = builder.build()
    assert built.composed == 6
    assert built.written == ()


def test_a_fresh_build_composes_everything(builder: Builder) -> None:
    built = builder.build(fresh=True)
    assert (built.composed, built.written) == (6, ())


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for place in range(len(data) // 3, len(data), max(1, len(data) // 50)):
        data[place] ^= 0x15
    path.write_bytes(data)


@pytest.mark.parametrize("pattern", ["packs/*", "cards", "outputs/*"])
@pytest.mark.parametrize("damage", [flip, lambda path: path.unlink(), lambda path: path.write_bytes(b"")])
def test_a_damaged_cache_counts_as_absent(damage: Callable[[Path], None], pattern: str, builder: Builder) -> None:
    for path in builder.cache.glob(f"sites/*/{pattern}"):
        damage(path)
    edit(case(builder.root, 3), "short_title: ", "short_title: 新的")
    builder.build()
    builder.check()


def test_packs_do_not_grow_for_ever(builder: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_memory, "MOST_PACKS", 2)
    for number in range(5):
        append(case(builder.root, number), "多看了一周。")
        builder.build()
        assert len(list(builder.cache.glob("sites/*/packs/*"))) <= 3
    assert builder.build().composed == 0
    builder.check()


def test_ids_that_differ_in_capitals_alone_have_one_page(builder: Builder) -> None:
    first = folder(builder.root, 0)
    other = first.with_name(first.name.upper())
    shutil.copytree(first, other)
    edit(other / "case.md", f"id: {first.name}", f"id: {other.name}")
    built = builder.build()
    assert [finding.span.text for finding in built.findings if finding.rule == "wrong-type"] == [other.name]
    names = [path.name for path in (builder.folder / "site" / "cases").iterdir()]
    assert len(names) == len({name.casefold() for name in names}) == 6
    builder.check()


def test_a_template_at_fault_leaves_the_former_site(builder: Builder) -> None:
    before = files(builder.folder)
    (builder.root / "templates" / "site").mkdir(parents=True)
    (builder.root / "templates" / "site" / "home.html").write_text("{{ page.nothing }}", encoding="utf-8")
    with pytest.raises(CaseboundError, match=r"templates/site/home\.html"):
        builder.build()
    assert files(builder.folder) == before


KILLED = """
import os, signal, sys
from pathlib import Path
from casebound.workspace import site_stage
from casebound.workspace.site_build import build_site
kind, at = sys.argv[4], int(sys.argv[5])
count = 0
def counted(work):
    def wrapped(*arguments):
        global count
        count += kind == "written" or Path(sys.argv[2]) in Path(arguments[1]).parents
        if count == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return work(*arguments)
    return wrapped
if kind == "written":
    site_stage.Shelf.put = counted(site_stage.Shelf.put)
else:
    Path.replace = counted(Path.replace)
build_site(Path(sys.argv[1]), Path(sys.argv[2]), cache=Path(sys.argv[3]), processes=1)
"""


def killed(builder: Builder, kind: str, at: int) -> None:
    command = [sys.executable, "-c", KILLED, str(builder.root), str(builder.folder), str(builder.cache), kind, str(at)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    assert subprocess.run(command, env=environment, check=False).returncode == -signal.SIGKILL


def test_a_build_killed_while_it_writes_leaves_the_former_site_whole(builder: Builder) -> None:
    before = files(builder.folder)
    template(builder.root)
    rename(builder.root)
    killed(builder, "written", 9)
    now = {name: data for name, data in files(builder.folder).items() if not name.startswith(PREFIX)}
    assert now == before
    builder.build()
    builder.check()


@pytest.mark.parametrize("at", [3, 9])
def test_a_build_killed_while_it_switches_is_completed_by_the_next(at: int, builder: Builder) -> None:
    before = files(builder.folder)
    template(builder.root)
    rename(builder.root)
    anew = builder.root.parent / "whole"
    remember(anew, builder.folder)
    build_site(builder.root, anew, processes=1)
    killed(builder, "moved", at)
    now = files(builder.folder)
    for name, data in before.items():
        assert now[name] in (data, files(anew).get(name))  # each the former one or the new one, and none gone
    assert recover(builder.folder)
    assert files(builder.folder) == files(anew)
    builder.build()
    builder.check()


def test_a_full_disk_leaves_the_former_site(builder: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(builder.folder)
    template(builder.root)
    write = os.write
    left = [200_000]

    def full(number: int, data: bytes) -> int:
        left[0] -= len(data)
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        return write(number, data)

    monkeypatch.setattr("casebound.workspace.site_stage.os.write", full)
    with pytest.raises(CaseboundError, match="No space left"):
        builder.build()
    assert files(builder.folder) == before


def test_no_path_leads_out_of_the_folder(tmp_path: Path) -> None:
    with Stage(tmp_path) as stage, pytest.raises(CaseboundError):
        stage.switch([stage.shelf().put("../out.html", b"")], {})
    assert not (tmp_path.parent / "out.html").exists()


def counting(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[object]]:
    """Makers that note how they are called."""
    calls: dict[str, list[object]] = {"edition": [], "spoken": []}

    def of_edition(edition: Edition) -> list[Artifact]:
        calls["edition"].append(edition.lang)
        names = " ".join(record.name for record in edition.records)
        return [Artifact(path=f"names.{edition.lang}.txt", data=names.encode())]

    def of_passages(edition: Edition, spoken: Spoken) -> list[Artifact | Unchanged]:
        former = spoken.former_digests
        calls["spoken"].append([id for id in spoken.digests if former is None or former.get(id) != spoken.digests[id]])
        made: list[Artifact | Unchanged] = []
        for id, digest in spoken.digests.items():
            path = f"words/{edition.lang}/{id}.txt"
            if former is not None and former.get(id) == digest:
                made.append(Unchanged(path=path))
                continue
            words = " ".join(passage.text for passage in spoken.passages(id))
            if former is not None:
                before = spoken.former(id)
                assert before is not None
                assert spoken.read(path).decode() == " ".join(passage.text for passage in before)
            made.append(Artifact(path=path, data=words.encode()))
        return made

    for name in ("compose.site_rest", "workspace.site_maker"):
        monkeypatch.setattr(f"casebound.{name}.FROM_PASSAGES", (of_passages,))
    monkeypatch.setattr(site_rest, "PER_EDITION", (*site_rest.PER_EDITION, of_edition))
    return calls


def test_makers_are_called_where_what_they_are_given_has_changed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = counting(monkeypatch)
    builder = Builder(root)
    builder.build()
    everything = [path.name for path in sorted((root / "content" / "cases").iterdir())]
    assert calls == {"edition": ["zh-CN", "en"], "spoken": [everything, everything]}
    builder.build()
    assert [len(each) for each in calls.values()] == [2, 2]
    append(case(root, 3), "多看了一周。")
    builder.build()
    assert calls["spoken"][2:] == [[everything[3]], [everything[3]]]
    builder.check()


def test_without_a_cache_what_lies_beside_in_the_temporary_folder_is_left_alone(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "temporary"
    others = [place / f"other-{number:02d}" for number in range(2 * MOST_SITES)]
    for other in others:
        other.mkdir(parents=True)
        (other / "mine").touch()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    build_site(root, tmp_path / "out", processes=1)
    assert sorted(place.iterdir()) == others
    assert all((other / "mine").exists() for other in others)


def test_the_sites_built_last_are_remembered_and_nothing_else_is_removed(root: Path) -> None:
    builder = Builder(root)
    sites = builder.cache / "sites"
    old = [site_folder(builder.cache, root / str(number), ()) for number in range(MOST_SITES)]
    for days, site in enumerate(old, start=1):
        site.mkdir(parents=True)
        (site / "cards").touch()
        os.utime(site / "cards", (1e9 - 86_400 * days,) * 2)
    unfinished = site_folder(builder.cache, root / "unfinished", ())
    unfinished.mkdir()
    os.utime(unfinished, (1e9 - 86_400 * 99,) * 2)
    strangers = [sites / "of somebody else", sites / f"{old[0].name}.copy"]
    for stranger in strangers:
        stranger.mkdir()
        os.utime(stranger, (0, 0))
    builder.build()
    own = site_folder(builder.cache, root, ())
    assert set(sites.iterdir()) == {own, *old[:-1], *strangers}
