"""Names → one phrase of a sentence that tells a figure: “甲”、“乙”、“丙”等5项."""

from __future__ import annotations

from collections.abc import Sequence

from casebound.text.localized import CHINESE

_STOPS = "。；，、;,. "


def enumerated(names: Sequence[str], lang: str, most: int = 3) -> str:
    """The first names in quotation marks and without full stops, and how many there are where some are left out."""
    shown = [f"“{name.rstrip(_STOPS) or name}”" for name in names[:most]]
    left = len(names) - len(shown)
    if lang == CHINESE:
        return "、".join(shown) + (f"等{len(names)}项" if left else "")
    parts = [*shown, f"{left} more"] if left else shown
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""
