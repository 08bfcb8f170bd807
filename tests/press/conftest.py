"""Fonts for the tests of the press: cut once per run, into the run's own folder."""

from pathlib import Path

import pytest

from casebound.press.fonts import FontSet
from casebound.workspace.fonts import font_folders, load_fonts


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> FontSet:
    return load_fonts(tmp_path_factory.getbasetemp() / "fonts")


@pytest.fixture(scope="session")
def collection() -> Path:
    """A collection of five regional faces, as Debian's fonts-noto-cjk has it."""
    found = (path for folder in font_folders() for path in sorted(folder.rglob("NotoSansCJK-Regular.ttc")))
    if path := next(found, None):
        return path
    pytest.skip("needs NotoSansCJK-Regular.ttc (apt-get install fonts-noto-cjk)")
