"""Parts of a Word file as text → the file (ECMA-376, a ZIP of XML), the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from xml.parsers import expat

from casebound.text.error import CaseboundError

FIRST = "[Content_Types].xml"
"""What a package must say first: which part is of which kind."""
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold."""
_LEVEL = 1
"""Of compression: a tenth more bytes than the usual one, in a third of the time."""
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def render_word_file(parts: Mapping[str, str]) -> bytes:
    """The bytes of a .docx file from its parts by name.

    Raises CaseboundError where a part is not well-formed: Word would refuse the whole file, without saying why.
    """
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as archive:
        for name in sorted(parts, key=lambda name: (name != FIRST, name)):
            data = _checked(name, parts[name])
            info = zipfile.ZipInfo(name, date_time=_EARLIEST)
            info.external_attr = 0o644 << 16
            archive.writestr(info, data, zipfile.ZIP_DEFLATED, _LEVEL)
    return result.getvalue()


@lru_cache(maxsize=32)
def _checked(name: str, text: str) -> bytes:
    """A part as it is written; most are the same in every file."""
    data = _UNWRITABLE.sub("", text).encode()
    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError as failure:
        raise CaseboundError(f"Word 文件的 {name} 不是 XML / is not XML: {failure}") from failure
    return data
