"""The rooms of the house: who may import whom, who may touch the machine, and what a quick verb never loads."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import casebound

PACKAGE = Path(casebound.__file__).parent

ROOMS = ("text", "model", "read", "figure", "check", "evaluate", "compose", "editor", "press", "workspace", "cli")
"""In the order of the house: a room imports from those before it."""

MACHINE = (
    *("os", "pathlib", "subprocess", "multiprocessing", "tempfile", "shutil", "glob"),
    *("socket", "urllib.request", "http", "time", "random", "secrets"),
)
"""Modules that reach for the disk, the clock, chance, processes or the network."""

ALLOWED = {
    ("press", "pathlib.Path"),  # fonts are named by their paths
    ("press", "urllib.request.DataHandler"),  # takes `data:` URLs apart, fetches nothing
    ("press", "urllib.request.Request"),
}

LINES = 300


def modules() -> list[tuple[str, Path]]:
    """Room and file of every module in a room."""
    files = sorted(PACKAGE.rglob("*.py"))
    return [(path.relative_to(PACKAGE).parts[0], path) for path in files if path.parent != PACKAGE]


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of everything a module imports, at whatever depth."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports name their module in full"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def begins(name: str, modules: tuple[str, ...]) -> bool:
    return any(name == module or name.startswith(f"{module}.") for module in modules)


def test_every_module_stands_in_a_room() -> None:
    assert {room for room, _ in modules()} == set(ROOMS)


def test_imports_lead_one_way_through_the_rooms() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)}:{line} imports {name}"
        for room, path in modules()
        for line, name in imports(path)
        if name.startswith("casebound.") and name.split(".")[1] in ROOMS
        if ROOMS.index(name.split(".")[1]) > ROOMS.index(room)
    ]
    assert wrong == []


def test_only_the_outer_rooms_touch_the_machine() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)}:{line} imports {name}"
        for room, path in modules()
        for line, name in imports(path)
        if room not in ("workspace", "cli") and begins(name, MACHINE)
        if (room, name) not in ALLOWED
    ]
    assert wrong == []


def test_only_the_outer_rooms_ask_what_time_it_is() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for room, path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if room not in ("workspace", "cli")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in ("now", "today", "utcnow")
    ]
    assert wrong == []


HEAVY = ("weasyprint", "uharfbuzz", "pikepdf", "scipy", "numpy", "openpyxl", "jinja2", "fontTools", "PIL")


def test_a_module_imports_heavy_libraries_where_it_uses_them() -> None:
    wrong = []
    for room, path in modules():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            wrong += [
                f"{path.relative_to(PACKAGE)}: {name}" for name in names if room != "press" and begins(name, HEAVY[:6])
            ]
    assert wrong == []


LOADED = """
import json, sys
from casebound.cli.main import run
code = run(sys.argv[1:])
print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)
"""


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["check"], ["--help"], ["round", "score"]])
def test_a_quick_verb_loads_no_typesetter(arguments: list[str], tmp_path: Path) -> None:
    case = tmp_path / "content" / "cases" / "one"
    case.mkdir(parents=True)
    (tmp_path / "casebound.toml").write_text('name = "一"\n', encoding="utf-8")
    (case / "case.md").write_text("---\nid: one\n---\n## 一\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
    )
    code, loaded = json.loads(done.stderr.splitlines()[-1])
    assert code in (0, 1)
    assert [name for name in ("weasyprint", "uharfbuzz", "pikepdf") if name in loaded] == []


def test_a_module_fits_its_length() -> None:
    long = {
        str(path.relative_to(PACKAGE)): len(path.read_text(encoding="utf-8").splitlines())
        for _, path in modules()
        if len(path.read_text(encoding="utf-8").splitlines()) > LINES
    }
    assert long == {}
