"""A title and a width → lines for where it stands large: broken where it pauses, else of about one length."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

from casebound.figure.letters import balanced, widest

_STRONG = re.compile(r"(?<=：)(?=.)|(?<=——)(?=.)|(?<=[\u3400-\u9fff）》”]) +| +(?=[\u3400-\u9fff（《“])")
_ANY = re.compile(rf"(?<=[，；、])(?=.)|{_STRONG.pattern}")
"""Where a Chinese title may be broken without parting a word; the strong pauses are tried first."""
_LONGEST = 120
"""Characters of a title whose pauses are looked at."""


def title_lines(title: str, width: float, size: float) -> tuple[str, ...]:
    """As few lines as fit `width` (in the units of `size`, of bold letters), the longest as short as can be."""
    even = balanced(title, width, size, bold=True)
    if len(even) < 2 or len(title) > _LONGEST:
        return tuple(even)
    for pause in (_STRONG, _ANY):
        places = [match.end() for match in pause.finditer(title)]
        ways = (
            [title[start:end].strip() for start, end in pairwise((0, *cuts, len(title)))]
            for cuts in combinations(places, len(even) - 1)
        )
        length, lines = min(((widest(way, size, bold=True), way) for way in ways), default=(width + 1, even))
        if length <= width:
            return tuple(lines)
    return tuple(even)
