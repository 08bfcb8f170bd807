"""Data → JSON text in which every character can be seen."""

from __future__ import annotations

import json

from casebound.check.report.terminal import is_seen

JSON = None | bool | int | str | list["JSON"] | dict[str, "JSON"]


def json_text(data: JSON) -> str:
    """Indented, Chinese as it is; what a terminal would obey or hide is escaped."""
    lines = json.dumps(data, ensure_ascii=False, indent=2).split("\n")
    return "\n".join(line if line.isprintable() else _escaped(line) for line in lines) + "\n"


def _escaped(line: str) -> str:
    return "".join(item if is_seen(item) else json.dumps(item)[1:-1] for item in line)
