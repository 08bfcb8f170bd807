"""Fixes are made whole, in order of place, round after round, and never for the worse."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.check.fixing import apply_fixes, apply_to_files, mend, mend_files
from casebound.text.finding import Finding, Severity
from casebound.text.fix import Edit, Fix
from casebound.text.localized import phrase
from casebound.text.source import Source

MEND = phrase("改", "Mend")


def edit(source: Source, start: int, end: int, text: str) -> Edit:
    return Edit(span=source.span(start, end), text=text)


def fix(*edits: Edit, is_safe: bool = True) -> Fix:
    return Fix(edits=edits, message=MEND, is_safe=is_safe)


def source(text: str, path: str = "case.md") -> Source:
    return Source(path=path, text=text)


ABC = source("abcdefgh")


@pytest.mark.parametrize(
    ("places", "text"),
    [
        ([], "abcdefgh"),
        ([[(0, 1, "X")], [(2, 3, "Y")]], "XbYdefgh"),
        ([[(0, 2, "X")], [(1, 3, "Y")]], "Xcdefgh"),  # they overlap: the first in place
        ([[(0, 2, "X")], [(2, 3, "Y")]], "XYdefgh"),  # they only touch
        ([[(2, 2, "X")], [(2, 2, "Y")]], "abXcdefgh"),  # two insertions at one place
        ([[(2, 2, "X")], [(2, 3, "Y")]], "abXYdefgh"),
        ([[(1, 2, "X")], [(2, 2, "Y")]], "aXYcdefgh"),
        ([[(1, 4, "X")], [(2, 2, "Y")]], "aXefgh"),
        ([[(0, 1, "X"), (6, 7, "X")], [(6, 7, "Y")]], "XbcdefXh"),
        ([[(1, 2, "Y")], [(1, 2, "Y"), (6, 7, "Y")], [(6, 7, "Z")]], "aYcdefZh"),  # all edits of a fix or none
        ([[(0, 3, "X"), (2, 4, "X")]], "abcdefgh"),  # at odds with itself
        ([[(0, 2, "ab")]], "abcdefgh"),  # changes nothing
        ([[(3, 5, "")], [(8, 8, "!")]], "abcfgh!"),
    ],
)
def test_fixes_that_do_not_overlap_are_made_in_order_of_place(
    places: list[list[tuple[int, int, str]]], text: str
) -> None:
    fixes = [fix(*(edit(ABC, *place) for place in group)) for group in places]
    for order in permutations(fixes):
        assert apply_fixes(ABC, order)[0] == text


def test_what_was_made_is_told() -> None:
    first, second, third = (fix(edit(ABC, at, at + 2, "X")) for at in (0, 1, 4))
    assert apply_fixes(ABC, [third, second, first])[1] == (first, third)


def test_suggestions_are_made_when_asked_for() -> None:
    suggestion = fix(edit(ABC, 0, 1, "X"), is_safe=False)
    assert apply_fixes(ABC, [suggestion]) == ("abcdefgh", ())
    assert apply_fixes(ABC, [suggestion], include_suggested=True) == ("Xbcdefgh", (suggestion,))


def test_a_fix_in_two_files_needs_both() -> None:
    other = source("一二", "other.md")
    both = fix(edit(ABC, 0, 1, "X"), edit(other, 1, 2, "三"))
    assert apply_fixes(ABC, [both]) == ("abcdefgh", ())
    assert apply_to_files([ABC, other], [both]) == ({"case.md": "Xbcdefgh", "other.md": "一三"}, (both,))


def test_a_fix_made_for_another_text_is_left_out() -> None:
    old = fix(edit(source("abc"), 0, 1, "X"))
    assert apply_fixes(ABC, [old]) == ("abcdefgh", ())


@st.composite
def texts_and_fixes(draw: st.DrawFn) -> tuple[Source, list[Fix]]:
    text = draw(st.text("ab一\r\n", max_size=30))
    here = source(text)
    place = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)), st.text("XY", max_size=3)).map(
        lambda place: edit(here, min(place[:2]), max(place[:2]), place[2])
    )
    fixes = st.builds(lambda edits, safe: fix(*edits, is_safe=safe), st.lists(place, max_size=3), st.booleans())
    return here, draw(st.lists(fixes, max_size=8))


@given(texts_and_fixes(), st.randoms(use_true_random=False), st.booleans())
def test_the_order_in_which_fixes_are_given_does_not_matter(
    given: tuple[Source, list[Fix]], random: Callable[..., None], suggested: bool
) -> None:
    here, fixes = given
    shuffled = list(fixes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis's own Random
    wanted = apply_fixes(here, fixes, include_suggested=suggested)
    assert apply_fixes(here, shuffled, include_suggested=suggested) == wanted


@given(texts_and_fixes())
def test_text_outside_the_edits_stays(given: tuple[Source, list[Fix]]) -> None:
    here, fixes = given
    text, made = apply_fixes(here, fixes, include_suggested=True)
    edits = sorted((edit for fix in made for edit in fix.edits), key=lambda item: (item.span.start, item.span.end))
    rest, at = text, 0
    for item in edits:
        kept = here.text[at : item.span.start] + item.text
        assert rest.startswith(kept)
        rest, at = rest[len(kept) :], item.span.end
    assert rest == here.text[at:]
    assert apply_fixes(here, ()) == (here.text, ())


Rule = tuple[str, str, str, Severity]


def checker(*rules: Rule, is_safe: bool = True) -> Callable[[str], list[Finding]]:
    """A rule for each (pattern, replacement, name, severity); one whose replacement is “-” mends nothing."""

    def check(text: str) -> list[Finding]:
        here = source(text)
        return [
            Finding(
                rule=name,
                severity=severity,
                message=phrase("错在“{said}”", "Wrong: “{said}”", said=match[0]),
                span=here.span(match.start(), match.end()),
                fix=None if new == "-" else fix(edit(here, match.start(), match.end(), new), is_safe=is_safe),
            )
            for pattern, new, name, severity in rules
            for match in re.finditer(pattern, text)
        ]

    return check


WARN, ERROR = Severity.WARNING, Severity.ERROR
HALF: Rule = (r"(?<=[一-龥]),", "，", "half-width-mark", WARN)
TWICE: Rule = ("，，", "，", "repeated-mark", WARN)


def test_rounds_go_on_until_nothing_is_left() -> None:
    done = mend(source("甲,乙,,丙，，，丁\r\n"), checker(HALF, TWICE))
    # 甲,乙,,丙 → 甲，乙，,丙 (the second comma follows no Han) → stays; ，，， → ，， → ，
    assert done.text == "甲，乙，,丙，丁\r\n"
    assert [(item.rule, item.span.text) for item in done.applied] == [
        ("half-width-mark", ","),
        ("half-width-mark", ","),
        ("repeated-mark", "，，"),
        ("repeated-mark", "，，"),
    ]
    assert (done.rounds, done.remaining, done.is_stable) == (2, (), True)


def test_a_text_without_mistakes_is_not_touched() -> None:
    done = mend(source("甲，乙\n"), checker(HALF, TWICE))
    assert (done.text, done.applied, done.rounds, done.remaining) == ("甲，乙\n", (), 0, ())


def test_only_safe_fixes_are_made_unless_others_are_asked_for() -> None:
    check = checker(HALF, is_safe=False)
    assert mend(source("甲,乙"), check).text == "甲,乙"
    assert mend(source("甲,乙"), check, include_suggested=True).text == "甲，乙"


def test_a_fix_that_makes_an_error_is_left_out_and_the_others_are_made() -> None:
    check = checker(HALF, ("丙，", "-", "no-mark-after", ERROR), ("错", "-", "wrong-word", ERROR))
    done = mend(source("错。甲,乙,丙,丁,戊,己,"), check)
    assert done.text == "错。甲，乙，丙,丁，戊，己，"
    assert [(item.rule, item.span.text, item.span.start) for item in done.remaining] == [
        ("half-width-mark", ",", 7),
        ("wrong-word", "错", 0),
    ]
    assert (len(done.applied), done.is_stable) == (5, True)


def test_an_error_that_moves_or_changes_its_words_is_not_new() -> None:
    check = checker(HALF, ("乙[,，]*丙", "-", "wrong-word", ERROR))
    assert mend(source("甲,,乙,丙"), check).text == "甲，,乙，丙"


def test_an_error_of_the_same_rule_elsewhere_is_new() -> None:
    check = checker(("甲", "丁丁", "no-first", ERROR), ("丁", "-", "no-first", ERROR))
    assert mend(source("一甲"), check).text == "一甲"


def test_a_circle_ends_where_it_began() -> None:
    check = checker(("甲", "乙", "no-first", WARN), ("乙", "甲", "no-second", WARN), HALF)
    for text in ("甲", "乙", "甲乙", "乙甲甲"):
        done = mend(source(text), check)
        assert (done.text, done.rounds, done.is_stable) == (text, 0, True)
        assert len(done.remaining) == len(text)


def test_a_circle_does_not_keep_other_fixes_from_being_made() -> None:
    check = checker(("[Aa](?=甲)", "a", "lower", WARN), ("a", "A", "upper", WARN), HALF)
    done = mend(source("a甲,"), check)
    assert done.text.endswith("甲，")
    assert mend(source(done.text), check).text == done.text


def test_a_text_that_grows_without_end_is_given_up() -> None:
    done = mend(source("甲"), checker(("甲$", "甲甲", "grow", WARN)), most=3)
    assert (done.text, done.rounds, done.is_stable) == ("甲甲甲甲", 3, False)


def test_thousands_of_bad_fixes_end_soon() -> None:
    began = time.process_time()
    done = mend(source("甲" * 400), checker(("甲", "乙", "fix", WARN), ("乙", "-", "bad", ERROR)))
    assert time.process_time() - began < 20
    assert (done.text, done.is_stable) == ("甲" * 400, False)


def test_files_are_mended_together() -> None:
    def check(texts: Mapping[str, str]) -> Sequence[Finding]:
        one, two = (source(texts[path], path) for path in ("a.md", "b.md"))
        at = one.text.find("甲")
        return [
            Finding(
                rule="same-name",
                severity=ERROR,
                message=phrase("两处不同", "They differ"),
                span=one.span(at, at + 1),
                fix=fix(edit(one, at, at + 1, "乙"), edit(two, 0, 0, "乙")),
            )
            for _ in range(at >= 0)
        ]

    done = mend_files([source("一甲", "a.md"), source("二", "b.md")], check)
    assert (done.texts, done.rounds, done.remaining) == ({"a.md": "一乙", "b.md": "乙二"}, 1, ())
    alone = mend(source("一甲", "a.md"), lambda text: check({"a.md": text, "b.md": "二"}))
    assert (alone.text, alone.rounds, len(alone.remaining)) == ("一甲", 0, 1)


RULES = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "ab", "ba", "aa", "bb$", "^a"]),
        st.sampled_from(["", "a", "b", "ba", "-"]),
        st.sampled_from(["one", "two"]),
        st.sampled_from([WARN, ERROR]),
    ),
    max_size=4,
)


@given(st.text("ab", max_size=8), RULES)
def test_mending_twice_changes_nothing_the_second_time(text: str, rules: list[Rule]) -> None:
    check = checker(*rules)
    done = mend(source(text), check)
    assert list(done.remaining) == check(done.text)
    if done.is_stable:
        assert mend(source(done.text), check).text == done.text
