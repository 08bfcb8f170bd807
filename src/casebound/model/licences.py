"""The licence of a case as its authors name it → where its words stand on the web, for the licences everybody knows."""

from __future__ import annotations

import re

from casebound.text.localized import CHINESE

_CREATIVE_COMMONS = re.compile(r"cc[ -](by(?:-nc)?(?:-sa|-nd)?)[ -](1\.0|2\.0|2\.5|3\.0|4\.0)", re.IGNORECASE)
_SPDX = {
    id.lower(): id
    for id in (
        *("Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CDLA-Permissive-2.0", "EUPL-1.2", "GFDL-1.3-only"),
        *("GFDL-1.3-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "MIT"),
        *("MPL-2.0", "MulanPSL-2.0", "ODbL-1.0", "ODC-By-1.0", "OGL-UK-3.0", "PDDL-1.0"),
    )
}
"""Identifiers of the SPDX License List that fit texts and data."""


def licence_address(licence: str, lang: str) -> str:
    """The deed of a Creative Commons licence in the reader's language, or the page of an SPDX id; else empty."""
    if address := creative_commons(licence):
        return f"{address}{'deed.zh-hans' if lang == CHINESE else 'deed.en'}"
    id = _SPDX.get(_one_line(licence).lower())
    return f"https://spdx.org/licenses/{id}.html" if id else ""


def creative_commons(licence: str) -> str:
    """The address of a Creative Commons licence, whatever the reader's language; empty for any other."""
    name = _one_line(licence)
    if found := _CREATIVE_COMMONS.fullmatch(name):
        return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"
    is_zero = re.fullmatch(r"cc0(?:[ -]1\.0)?", name, re.IGNORECASE)
    return "https://creativecommons.org/publicdomain/zero/1.0/" if is_zero else ""


def _one_line(licence: str) -> str:
    return " ".join(licence.split())
