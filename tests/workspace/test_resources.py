"""The shipped folders are found in a wheel and in a checkout, and never in somebody else's project."""

from pathlib import Path

import pytest

import casebound
from casebound.text.error import CaseboundError
from casebound.workspace.resources import find_shipped, site_dir, templates_dir

CHECKOUT = Path(casebound.__file__).resolve().parents[2]


def make_dir(path: Path) -> Path:
    path.mkdir(parents=True)
    return path


def write_project(root: Path, name: str) -> None:
    (root / "pyproject.toml").write_text(f'[project]\nname = "{name}"\n', encoding="utf-8")


def test_this_checkout_has_its_templates_and_its_site() -> None:
    assert templates_dir() == CHECKOUT / "templates"
    assert site_dir() == CHECKOUT / "site"


def test_a_wheel_has_them_beside_its_modules(tmp_path: Path) -> None:
    package = make_dir(tmp_path / "lib" / "site-packages" / "casebound")
    templates = make_dir(package / "templates")
    assert find_shipped("templates", package) == templates


def test_a_checkout_has_them_beside_src(tmp_path: Path) -> None:
    package = make_dir(tmp_path / "src" / "casebound")
    site = make_dir(tmp_path / "site")
    write_project(tmp_path, "casebound")
    assert find_shipped("site", package) == site


def test_the_package_comes_before_the_checkout(tmp_path: Path) -> None:
    package = make_dir(tmp_path / "src" / "casebound")
    inside = make_dir(package / "site")
    make_dir(tmp_path / "site")
    write_project(tmp_path, "casebound")
    assert find_shipped("site", package) == inside


@pytest.mark.parametrize(
    ("package", "project"),
    [
        ("lib/casebound", None),
        ("lib/casebound", "casebound"),
        ("src/casebound", None),
        ("src/casebound", "somebody-elses"),
    ],
)
def test_folders_of_an_unrelated_parent_are_not_ours(tmp_path: Path, package: str, project: str | None) -> None:
    make_dir(tmp_path / "templates")
    if project:
        write_project(tmp_path, project)
    with pytest.raises(CaseboundError):
        find_shipped("templates", make_dir(tmp_path / package))


@pytest.mark.parametrize("content", [b"[project", b"\xff\xfe", b"[build-system]\n"])
def test_a_parent_that_cannot_be_read_as_a_project_is_not_ours(tmp_path: Path, content: bytes) -> None:
    make_dir(tmp_path / "templates")
    (tmp_path / "pyproject.toml").write_bytes(content)
    with pytest.raises(CaseboundError):
        find_shipped("templates", make_dir(tmp_path / "src" / "casebound"))


def test_the_message_names_every_place_it_looked(tmp_path: Path) -> None:
    package = make_dir(tmp_path / "src" / "casebound")
    write_project(tmp_path, "casebound")
    with pytest.raises(CaseboundError) as caught:
        find_shipped("site", package)
    assert str(caught.value) == (
        f"Casebound's own folder site/ is missing: expected {package / 'site'} or {tmp_path / 'site'}."
        " Install Casebound again."
    )
