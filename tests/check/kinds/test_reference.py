"""Links to other cases: of those only the folders' names are known."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from casebound.check.context import Context
from casebound.check.engine import check_case
from casebound.check.kinds.count import KIND as COUNT
from casebound.check.kinds.count import Count
from casebound.check.look import Look
from casebound.check.rulebook import Rulebook
from casebound.read.written import WrittenCase
from casebound.text.finding import Finding

Check = Callable[..., tuple[Finding, ...]]


@pytest.fixture
def check(good: str, make: Callable[..., WrittenCase], context: Context, rulebook: Rulebook) -> Check:
    """What is said once the link to the data leads elsewhere; there are the cases `night-clinic` and `other-case`."""

    def found(target: str, folders: frozenset[str] | None = None) -> tuple[Finding, ...]:
        around = context if folders is None else replace(context, folders=folders)
        return check_case(make(good.replace("(data/wait.csv)", f"({target})")), around, rulebook)

    return found


@pytest.mark.parametrize(
    "target",
    [
        "../other-case/case.md",
        "../other-case/case.en.md",
        "../other-case/",
        "../other-case/case.md#any-place",
        "%2e%2e/other-case/case.md",
        "<../other-case/case.md>",
        '../other-case/case.md "题目"',
        "../night-clinic/case.md#survey",  # itself
    ],
)
def test_a_link_to_a_case_that_is_there_is_fine(check: Check, target: str) -> None:
    assert check(target) == ()


@pytest.mark.parametrize("target", ["../other-cases/case.md#survey", "../other-cases/", "../Other-Case/case.en.md"])
def test_a_case_that_is_not_there_is_named_with_the_one_that_was_meant(check: Check, target: str) -> None:
    (finding,) = check(target)
    folder = target.split("/")[1]
    assert (finding.rule, finding.span.text) == ("missing-case", target)
    assert finding.message.to("zh-CN") == f"没有案例“{folder}”"
    assert finding.message.to("en") == f"There is no case “{folder}”"
    assert finding.hint is not None
    assert finding.hint.to("en") == "Did you mean “other-case”?"
    assert finding.fix is not None
    (edit,) = finding.fix.edits
    assert (edit.span.text, edit.text) == (folder, "other-case")


@pytest.mark.parametrize("target", ["../x-ray/", "../产前等候/case.md"])
def test_where_none_is_near_the_hint_says_which_there_are_or_how_to_write_it(check: Check, target: str) -> None:
    (finding,) = check(target)
    assert finding.hint is not None
    assert (finding.rule, finding.hint.to("en")) == ("missing-case", "Known: night-clinic, other-case")
    (finding,) = check(target, frozenset(f"case-{number}" for number in range(20)))
    assert finding.hint is not None
    assert finding.hint.to("en") == "Name the folder of the case: ../folder/case.md"


def test_a_folder_whose_name_can_be_no_id_is_no_case(check: Check) -> None:
    assert [finding.rule for finding in check("../产前等候/case.md", frozenset({"产前等候"}))] == ["missing-case"]


@pytest.mark.parametrize(
    ("target", "rule"),
    [
        ("../../other-case/case.md", "path-outside-case"),
        ("../night-clinic/../other-case/case.md", "path-outside-case"),
        ("../other-case/data/wait.csv", "path-outside-case"),
        ("../other-case/casebound.toml", "path-outside-case"),
        ("../other-case", "path-outside-case"),
        ("..\\other-case\\case.md", "path-outside-case"),
        ("../other-case\\case.md", "path-outside-case"),
        ("%252e%252e/other-case/case.md", "missing-file"),
        ("other-case/case.md", "missing-file"),
    ],
)
def test_every_other_way_out_of_the_folder_is_as_it_was(check: Check, target: str, rule: str) -> None:
    assert [finding.rule for finding in check(target)] == [rule]


@pytest.mark.parametrize(
    "before",
    ["![导诊台](images/desk.png", "series: {file: data/wait.csv", "title: 登记表, file: data/wait.csv"],
)
def test_only_a_link_can_lead_to_a_case(
    good: str, make: Callable[..., WrittenCase], context: Context, rulebook: Rulebook, before: str
) -> None:
    assert good.count(before) == 1
    text = good.replace(before, re.sub(r"(data|images)/.*", "../other-case/case.md", before))
    rules = {finding.rule for finding in check_case(make(text), context, rulebook)}
    assert "path-outside-case" in rules


def test_a_case_is_no_attached_file(good: str, make: Callable[..., WrittenCase], context: Context) -> None:
    look = Look(written=make(good.replace("(data/wait.csv)", "(../other-case/case.md)")), context=context)
    counts = {
        name: [hit.values["n"] for hit in COUNT.find(Count(of=(name,), sections=("survey",), least=9), look)]
        for name in ("links", "files")
    }
    assert counts == {"links": [2], "files": [0]}  # the other is to `#results`
