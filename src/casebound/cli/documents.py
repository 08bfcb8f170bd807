"""A workspace → its documents, with fonts and date found."""

from __future__ import annotations

from casebound.text.error import CaseboundError
from casebound.workspace.clock import source_date
from casebound.workspace.documents import Documents
from casebound.workspace.fonts import font_folders, load_fonts
from casebound.workspace.load import Workspace
from casebound.workspace.publish import cache_folder


def make_documents(workspace: Workspace) -> Documents:
    """Ready to make documents; the first time on a machine this cuts the fonts, some seconds."""
    cache = cache_folder() / "fonts"
    try:
        fonts = load_fonts(cache, font_folders(workspace.root / "fonts"))
    except OSError as failure:
        raise CaseboundError(f"写不了字体缓存 {cache}：{failure.strerror} / cannot write the font cache") from failure
    return Documents(workspace=workspace, fonts=fonts, timestamp=source_date(workspace.root))
