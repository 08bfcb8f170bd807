"""The rooms of the house keep their order: what ARCHITECTURE.md says is held here."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import casebound

PACKAGE = Path(casebound.__file__).parent
CHECKOUT = PACKAGE.parents[1]

ROOMS = ("text", "model", "read", "check", "evaluate", "figure", "compose", "press", "workspace", "cli")
"""A room imports from itself and from those before it."""

OUTSIDE = {"os", "subprocess", "tempfile", "shutil", "socket", "multiprocessing", "signal", "time"}
"""Modules by which a program reaches disk, clock, environment and processes."""


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] in ROOMS)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_room_imports_only_from_rooms_before_it(path: Path) -> None:
    allowed = ROOMS[: ROOMS.index(room_of(path)) + 1]
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "casebound" and len(parts) > 1:
            assert parts[1] in allowed, f"{room_of(path)} imports {name}"


def test_every_room_of_the_package_is_in_the_list() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    assert folders == set(ROOMS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_workspace_and_cli_reach_outside(path: Path) -> None:
    if room_of(path) not in ("workspace", "cli"):
        assert not OUTSIDE & {name.split(".")[0] for name in imports(path)}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_press_knows_the_layout_engine(path: Path) -> None:
    if room_of(path) != "press":
        assert "weasyprint" not in {name.split(".")[0] for name in imports(path)}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_has_one_job(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    assert ast.get_docstring(ast.parse(text)), "the first line says what flows in and out"


def test_check_never_loads_the_layout_engine() -> None:
    code = (
        "import sys; from casebound.cli.main import run\n"
        f"code = run(['check', '--root', {str(CHECKOUT)!r}, '--format', 'json'])\n"
        "heavy = {'weasyprint', 'pikepdf', 'uharfbuzz', 'fontTools', 'babel', 'jinja2'} & set(sys.modules)\n"
        "print(code, sorted(heavy), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "0 []"


def test_the_map_names_every_room() -> None:
    text = (CHECKOUT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for room in ROOMS:
        assert f"| `{room}` |" in text
