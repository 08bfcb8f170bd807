"""What we publish, not what we develop: the built wheel, installed alone, works on a copy of a sample case."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

import pytest

import casebound

CHECKOUT = Path(__file__).resolve().parents[1]
SAMPLE = "antenatal-waiting"

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> str:
    """What the command prints; fails with all its words unless it exits with 0. Nothing of the checkout leaks in."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    result = subprocess.run(
        command, cwd=cwd, env=clean | {"PYTHONUTF8": "1"}, capture_output=True, check=False, encoding="utf-8"
    )
    assert result.returncode == 0, f"{command} exited with {result.returncode}\n{result.stdout}\n{result.stderr}"
    return result.stdout


def build(target: str, source: Path, output: Path) -> Path:
    """The one file that hatchling makes of `source`: target is `wheel` or `sdist`."""
    run(sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", output, cwd=source)
    (built,) = output.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", CHECKOUT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def venv(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel in it, and what the wheel depends on from the running environment."""
    root = tmp_path_factory.mktemp("venv")
    run(sys.executable, "-m", "venv", "--without-pip", root, cwd=root)
    python = root / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", wheel, cwd=root)
    # A .pth file inside a folder that a .pth file names is not read, so the editable checkout stays out of sight.
    site_packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=root).strip()
    borrowed = dict.fromkeys(sysconfig.get_path(kind) for kind in ("purelib", "platlib"))
    (Path(site_packages) / "borrowed.pth").write_text("\n".join(borrowed) + "\n", encoding="utf-8")
    return root


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace of one case of the sample collection, away from the checkout."""
    content = tmp_path / "content"
    shutil.copytree(CHECKOUT / "content" / "cases" / SAMPLE, content / "cases" / SAMPLE)
    shutil.copytree(CHECKOUT / "content" / "frameworks", content / "frameworks")
    shutil.copy(CHECKOUT / "content" / "vocabularies.yaml", content)
    (tmp_path / "casebound.toml").write_text('languages = ["zh-CN", "en"]\n[name]\nen = "One case"\n', encoding="utf-8")
    return tmp_path


def files_below(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name != ".DS_Store"
    )


def resolved(venv: Path, expressions: Sequence[str]) -> list[Path]:
    """The paths that the expressions name inside the installed package."""
    program = (
        "from pathlib import Path; import casebound; from casebound.workspace.resources import *; "
        f"print({', '.join(expressions)}, sep='\\n')"
    )
    return [Path(line) for line in run(venv / "bin" / "python", "-c", program, cwd=venv).splitlines()]


def test_the_sdist_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    sdist = build("sdist", CHECKOUT, tmp_path / "sdist")
    unpacked = tmp_path / "unpacked"
    unpacked.mkdir()
    run("tar", "-xf", sdist, cwd=unpacked)
    (source,) = unpacked.iterdir()
    assert build("wheel", source, tmp_path / "wheel").read_bytes() == wheel.read_bytes()


def test_everything_that_ships_resolves_inside_the_installation(venv: Path) -> None:
    package, templates, site = resolved(venv, ["Path(casebound.__file__).parent", "templates_dir()", "site_dir()"])
    assert package.is_relative_to(venv)
    assert (templates, site) == (package / "templates", package / "site")
    assert files_below(templates) == files_below(CHECKOUT / "templates") != []
    assert files_below(site) == files_below(CHECKOUT / "site") != []
    source = CHECKOUT / "src" / "casebound"
    assert "saq-0008-2024.yaml" in files_below(package / "frameworks")
    shipped_beside = [name for name in files_below(package) if not name.startswith(("templates/", "site/"))]
    assert shipped_beside == files_below(source)


def test_the_installed_command_checks_a_case(venv: Path, workspace: Path) -> None:
    run(venv / "bin" / "casebound", "check", cwd=workspace)
    run(venv / "bin" / "casebound", "check", f"content/cases/{SAMPLE}", cwd=workspace)


def test_the_installed_command_makes_a_site(venv: Path, workspace: Path) -> None:
    run(venv / "bin" / "casebound", "site", "--output", "public", cwd=workspace)
    assert (workspace / "public" / "site" / "index.html").is_file()


def test_the_installed_package_runs_as_a_module(venv: Path, workspace: Path) -> None:
    version = run(venv / "bin" / "python", "-m", "casebound", "--version", cwd=workspace)
    assert casebound.__version__ in version
