"""A difference is one that `patch` can apply, however long the texts."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.check import difference
from casebound.check.difference import render_diff


def test_a_difference_is_shown_as_patch_reads_it() -> None:
    assert render_diff("a/case.md", "一\n二\n三\n", "一\n貳\n三\n") == (
        "--- a/case.md\n+++ a/case.md\n@@ -1,3 +1,3 @@\n 一\n-二\n+貳\n 三\n"
    )
    assert render_diff("case.md", "一\r\n二", "一\r\n貳\r\n") == (
        "--- case.md\n+++ case.md\n@@ -1,2 +1,2 @@\n 一\r\n-二\n\\ No newline at end of file\n+貳\r\n"
    )
    assert render_diff("case.md", "一", "一\n") == (
        "--- case.md\n+++ case.md\n@@ -1 +1 @@\n-一\n\\ No newline at end of file\n+一\n"
    )
    assert render_diff("case.md", "", "一\n") == "--- case.md\n+++ case.md\n@@ -0,0 +1 @@\n+一\n"
    assert render_diff("case.md", "一\x0b\x85\u2028二\r三\n", "一\n") == (
        "--- case.md\n+++ case.md\n@@ -1 +1 @@\n-一\x0b\x85\u2028二\r三\n+一\n"
    )
    assert render_diff("case.md", "一", "一") == ""


def patched(before: str, diff: str) -> str:
    """A text after a unified diff, applied strictly: every line it names must be there, where it says."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", before)
    result: list[str] = []
    at = 0
    for hunk in re.split(r"(?m)^@@ ", diff)[1:]:
        head, _, body = hunk.partition("\n")
        match = re.fullmatch(r"-(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", head)
        assert match is not None
        start, length, new_start, new_length = (int(number or 1) for number in match.groups())
        start, new_start = start - (length > 0), new_start - (new_length > 0)
        result += lines[at:start]
        assert len(result) == new_start
        at = start
        for mark, written in re.findall(r"([ +-])([^\n]*\n(?:\\ No newline at end of file\n)?)", body):
            line = written.removesuffix("\n\\ No newline at end of file\n")
            if mark in " -":
                assert lines[at] == line
                at += 1
            if mark in " +":
                result.append(line)
        assert (at - start, len(result) - new_start) == (length, new_length)
    return "".join(result + lines[at:])


TEXTS = st.lists(st.sampled_from(["一", "二", "\n", "\r\n", "a\n", "b\n", "\r"]), max_size=40).map("".join)


@pytest.mark.parametrize("most", [1_000, 0])
@given(before=TEXTS, after=TEXTS)
def test_applied_it_gives_the_other_text(most: int, before: str, after: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(difference, "_MOST_MATCHED", most)
        diff = render_diff("case.md", before, after)
    assert patched(before, diff) == after
    assert (diff == "") is (before == after)


def test_between_far_differences_it_is_short() -> None:
    before = [f"{number}\n" for number in range(5_000)]
    after = ["新\n", *before[:4_000], "改\n", *before[4_003:]]
    diff = render_diff("case.md", "".join(before), "".join(after))
    changed = [line for line in diff.splitlines()[2:] if line[0] in "+-"]
    assert changed == ["+新", "-4000", "-4001", "-4002", "+改"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\n" * 300_000, "\n" * 299_000 + "x\n" * 1_000),
        ("".join(f"{n}\n" for n in range(100_000)), "".join(f"{n + (n % 7 == 0)}\n" for n in range(100_000))),
        ("ab\ncd\n" * 50_000, "ab\ncD\n" * 50_000),
        ("a\n" * 1_000, "b\na\n" * 500),
    ],
    ids=["alike", "distinct", "two lines", "short"],
)
def test_long_texts_are_compared_soon(before: str, after: str) -> None:
    began = time.process_time()
    assert render_diff("case.md", before, after)
    assert time.process_time() - began < 5
