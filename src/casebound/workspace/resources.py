"""The name of a folder that ships with Casebound → its path, in an installed wheel and in a checkout.

A wheel carries `templates/` and `site/` inside the package. In a checkout they stand at the top, beside `src/`, and an
editable install does not copy them. Files that lie in `src/casebound/` itself need none of this.
"""

import tomllib
from functools import cache
from pathlib import Path

from casebound.text.error import CaseboundError

PACKAGE = Path(__file__).resolve().parents[1]


def built_in(name: str) -> Path:
    """A file or folder of the package itself: `frameworks`, `rules`, `routes.yaml`."""
    return PACKAGE / name


@cache
def templates_dir() -> Path:
    """The built-in Jinja templates and their style sheets."""
    return find_shipped("templates", PACKAGE)


@cache
def site_dir() -> Path:
    """The case-study site's own pages and assets."""
    return find_shipped("site", PACKAGE)


def find_shipped(name: str, package: Path) -> Path:
    """The shipped folder `name` of the installation whose package folder is `package`.

    Raises CaseboundError where the installation lacks it.
    """
    places = [package / name]
    checkout = package.parents[1]
    if is_checkout(checkout, package):
        places.append(checkout / name)
    for place in places:
        if place.is_dir():
            return place
    searched = " or ".join(str(place) for place in places)
    raise CaseboundError(f"Casebound's own folder {name}/ is missing: expected {searched}. Install Casebound again.")


def is_checkout(root: Path, package: Path) -> bool:
    """Whether `root` is Casebound's repository and `package` its source, not just any folder above an installation."""
    if package != root / "src" / "casebound":
        return False
    try:
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):  # not there, not text, not TOML
        return False
    return bool(project.get("project", {}).get("name") == "casebound")
