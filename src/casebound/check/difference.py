"""Two versions of a text → a unified diff, in a time that grows with their length only."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_MOST_MATCHED = 1_000
"""Lines between the first and the last difference up to which the shortest difference is looked for."""
_WINDOW = 8
"""Lines that are looked ahead for the next common line in what is longer."""

_Opcode = tuple[str, int, int, int, int]


def render_diff(path: str, before: str, after: str) -> str:
    """A unified diff; empty when nothing differs. Line breaks and control characters are those of the texts."""
    old, new = _LINE.findall(before), _LINE.findall(after)
    matcher = _Matcher(old, new)
    lines = [] if before == after else [f"--- {path}\n", f"+++ {path}\n"]
    for group in matcher.get_grouped_opcodes(3):
        (_, old_start, _, new_start, _), (_, _, old_end, _, new_end) = group[0], group[-1]
        lines.append(f"@@ -{_range(old_start, old_end)} +{_range(new_start, new_end)} @@\n")
        for tag, first, last, new_first, new_last in group:
            if tag == "equal":
                lines.extend(f" {line}" for line in old[first:last])
            else:
                lines.extend(f"-{line}" for line in old[first:last])
                lines.extend(f"+{line}" for line in new[new_first:new_last])
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _range(start: int, end: int) -> str:
    """As in the format of POSIX `diff -u`: an empty range is the line before it, a single line has no count."""
    length = end - start
    return f"{start + 1}" if length == 1 else f"{start + (length > 0)},{length}"


class _Matcher(difflib.SequenceMatcher[str]):
    """Groups differences as `difflib` does, but looks for them itself where `difflib` would take too long."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        super().__init__()
        self.old, self.new = old, new

    def get_opcodes(self) -> list[_Opcode]:  # type: ignore[override]  # typeshed narrows the tag to literals
        old, new = self.old, self.new
        shorter = min(len(old), len(new))
        head = next((number for number in range(shorter) if old[number] != new[number]), shorter)
        tail = next((number for number in range(shorter - head) if old[~number] != new[~number]), shorter - head)
        middle = old[head : len(old) - tail], new[head : len(new) - tail]
        is_short = max(len(part) for part in middle) <= _MOST_MATCHED
        found = difflib.SequenceMatcher(None, *middle).get_opcodes() if is_short else _ahead(*middle)
        opcodes: list[_Opcode] = [("equal", 0, head, 0, head)]
        opcodes += [(tag, a + head, b + head, c + head, d + head) for tag, a, b, c, d in found]
        opcodes += [("equal", len(old) - tail, len(old), len(new) - tail, len(new))]
        return [opcode for opcode in opcodes if opcode[1] < opcode[2] or opcode[3] < opcode[4]]


def _ahead(old: Sequence[str], new: Sequence[str]) -> list[_Opcode]:
    """Differences found by looking a few lines ahead: not always the shortest, but soon."""
    steps: list[tuple[bool, int, int]] = []
    a = b = 0
    while a < len(old) or b < len(new):
        is_same = a < len(old) and b < len(new) and old[a] == new[b]
        skip_old, skip_new = (1, 1) if is_same else _skip(old, new, a, b)
        steps.append((is_same, skip_old, skip_new))
        a, b = a + skip_old, b + skip_new
    return list(_joined(steps))


def _joined(steps: Sequence[tuple[bool, int, int]]) -> Iterator[_Opcode]:
    a = b = 0
    for is_same, group in groupby(steps, key=lambda step: step[0]):
        run = list(group)
        old_end, new_end = a + sum(step[1] for step in run), b + sum(step[2] for step in run)
        yield "equal" if is_same else "replace", a, old_end, b, new_end
        a, b = old_end, new_end


def _skip(old: Sequence[str], new: Sequence[str], a: int, b: int) -> tuple[int, int]:
    """How many lines of each to pass over to reach the next line they have in common; one of each if none is near."""
    for total in range(1, _WINDOW + 1):
        for skip in range(total + 1):
            x, y = a + skip, b + total - skip
            if x < len(old) and y < len(new) and old[x] == new[y] and old[x].strip():
                return skip, total - skip
    return min(1, len(old) - a), min(1, len(new) - b)
