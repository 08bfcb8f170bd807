"""The target of a link → the case it leads to, where it is the file or folder of another case, as on a code host."""

from __future__ import annotations

import re
from typing import NamedTuple

_TO_A_CASE = re.compile(
    r"(?:\./)?\.\./(?P<case>[\w-]{1,64})/(?:case(?:\.[A-Za-z-]{2,35})?\.md)?(?:\#(?P<fragment>.*))?", re.DOTALL
)
"""From one folder of `content/cases` into the folder beside it, and no other way there."""


class CaseLink(NamedTuple):
    """A case, and the place in it."""

    case: str
    """The name of its folder, which is its id; whether there is such a case is not known here."""
    fragment: str
    """The id of a section, table or figure; empty: the case as a whole."""


def read_case_link(target: str) -> CaseLink | None:
    """What `../<id>/case.md#survey` leads to; `case.en.md`, or the folder alone (`../<id>/`), means the same case.

    `target` is the address as written, without percent signs. None for every other address.
    """
    match = _TO_A_CASE.fullmatch(target)
    return CaseLink(match["case"], match["fragment"] or "") if match else None
