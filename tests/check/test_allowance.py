"""An allowance takes away what it names where it holds; one that does nothing is pointed at."""

from __future__ import annotations

import time

import pytest

from casebound.check.allowance import apply_allowances
from casebound.check.fixing import apply_fixes
from casebound.read.allowances import read_allowances
from casebound.read.document import read_document
from casebound.text.finding import Finding, Severity
from casebound.text.localized import phrase
from casebound.text.source import Source, Span

KNOWN = ("missing-n", "late-date", "half-width-mark")

FRONT = """---
id: x
title: 错1
measures:
  - id: wait
    name: 错2
  - id: cost
    name: 错3
---
## 一 错4

甲 错5
乙 错6

- 错7
"""


def finding(span: Span, rule: str = "missing-n") -> Finding:
    return Finding(rule=rule, severity=Severity.ERROR, message=phrase("错", "Wrong"), span=span)


def run(text: str, rule: str = "missing-n", ran: tuple[str, ...] = KNOWN) -> tuple[list[Finding], list[Finding]]:
    """A finding of one rule at each “错” and the digit after it, the allowances of the text applied."""
    source = Source(path="case.md", text=text)
    places = [at for at in range(len(text)) if text[at] == "错" and text[at + 1 : at + 2].isdigit()]
    found = [finding(source.span(at, at + 2), rule) for at in places]
    return apply_allowances(found, read_allowances(read_document(source)), KNOWN, ran)


def said(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(item.rule, item.span.text, item.message.to("zh-CN")) for item in findings]


def allowed(text: str, rule: str = "missing-n") -> str:
    kept, gone = run(text, rule)
    assert [item for item in kept if item.rule != rule] == []
    return "".join(item.span.text[1] for item in gone)


@pytest.mark.parametrize(
    ("old", "new", "gone"),
    [
        ("title: 错1", "title: 错1  # casebound: allow missing-n — 一", "1"),
        ("title: 错1", "# casebound: allow missing-n — 一\ntitle: 错1", "1"),
        ("measures:", "# casebound: allow missing-n — 一\nmeasures:", "23"),
        ("  - id: wait", "  # casebound: allow missing-n — 一\n  - id: wait", "2"),
        ("id: x", "id: x\nallow: [{rule: missing-n, reason: 一}]", "1234567"),
        ("## 一", "<!-- casebound: allow missing-n — 一 -->\n## 一", "4"),
        ("甲", "<!-- casebound: allow missing-n — 一 -->\n甲", "56"),
        ("- 错7", "<!-- casebound: allow missing-n — 一 -->\n\n- 错7", "7"),
        ("- 错7", "<!-- casebound: allow late-date, missing-n — 一 -->\n\n- 错7", "7"),
    ],
)
def test_it_holds_where_it_stands_for_the_rule_it_names(old: str, new: str, gone: str) -> None:
    assert FRONT.count(old) == 1
    text = FRONT.replace(old, new)
    if "late-date" not in new:
        assert allowed(text) == gone
        assert allowed(text.replace("\n", "\r\n").replace("-->\r\n甲", "-->\r\n\r\n甲")) == gone
    kept, found = run(text, ran=("missing-n",))
    assert "".join(item.span.text[1] for item in found) == gone
    assert "".join(item.span.text[1] for item in kept) == "".join(sorted(set("1234567") - set(gone)))


def test_what_is_allowed_says_why() -> None:
    _, (gone,) = run("---\ntitle: 错1  # casebound: allow missing-n — 总体{n}不定\n---\n")
    (label,) = gone.labels
    assert label.message.to("zh-CN") == "允许的原因：总体{n}不定"
    assert label.message.to("en") == "Allowed because: 总体{n}不定"
    assert label.span.text == "# casebound: allow missing-n — 总体{n}不定"


def test_other_files_are_not_allowed_for() -> None:
    source = Source(path="case.md", text="---\nallow: [{rule: missing-n, reason: 一}]\n---\n")
    other = Source(path="other.md", text=source.text)
    kept, gone = apply_allowances([finding(other.span(4, 6))], read_allowances(read_document(source)), KNOWN, ())
    assert (len(kept), gone) == (1, [])


UNUSED = "# casebound: allow missing-n — 一"


@pytest.mark.parametrize(
    ("text", "span", "message", "mended"),
    [
        (f"---\nid: x  {UNUSED}\n---\n", UNUSED, "这里用不着允许“missing-n”", "---\nid: x\n---\n"),
        (
            "---\na: 错1  # casebound: allow missing-n, late-date — 一\n---\n",
            "late-date",
            "这里用不着允许“late-date”",
            "---\na: 错1  # casebound: allow missing-n — 一\n---\n",
        ),
        (
            "---\na: b  # casebound: allow missing-n, late-date — 一\n---\n",
            "# casebound: allow missing-n, late-date — 一",
            "这里用不着允许“missing-n, late-date”",
            "---\na: b\n---\n",
        ),
        (
            "---\nid: x\nallow:\n  - {rule: missing-n, reason: 一}\n---\n",
            "{rule: missing-n, reason: 一}",
            "这里用不着允许“missing-n”",
            "---\nid: x\n---\n",
        ),
        (
            "---\nid: 错1\nallow:\n  - {rule: missing-n, reason: 一}\n  - {rule: late-date, reason: 一}\n---\n",
            "{rule: late-date, reason: 一}",
            "这里用不着允许“late-date”",
            "---\nid: 错1\nallow:\n  - {rule: missing-n, reason: 一}\n---\n",
        ),
        (
            "---\nid: x\n---\n## 一\n\n<!-- casebound: allow missing-n — 一 -->\n\n甲\n",
            "<!-- casebound: allow missing-n — 一 -->",
            "这里用不着允许“missing-n”",
            "---\nid: x\n---\n## 一\n\n甲\n",
        ),
    ],
)
def test_what_is_not_needed_is_taken_out(text: str, span: str, message: str, mended: str) -> None:
    kept, _ = run(text)
    found = [item for item in kept if item.rule != "missing-n"]
    assert said(found) == [("unused-allowance", span, message)]
    assert found[0].severity is Severity.WARNING
    assert found[0].fix is not None
    assert found[0].fix.is_safe
    assert apply_fixes(found[0].span.source, [found[0].fix])[0] == mended


def test_a_list_in_which_nothing_is_needed_goes_as_a_whole() -> None:
    text = "---\nid: x\nallow: [{rule: missing-n, reason: 一}, {rule: late-date, reason: 一}]\n---\n"
    kept, _ = run(text)
    assert [item.span.text for item in kept] == ["{rule: missing-n, reason: 一}", "{rule: late-date, reason: 一}"]
    fixes = [item.fix for item in kept if item.fix]
    assert apply_fixes(kept[0].span.source, fixes)[0] == "---\nid: x\n---\n"


def test_nobody_can_tell_what_a_rule_that_was_not_run_needs() -> None:
    assert said(run(f"---\nid: x  {UNUSED}\n---\n", ran=("late-date",))[0]) == []


def test_where_reading_ended_early_nothing_is_unused() -> None:
    text = f"---\nid: x  {UNUSED}\nb: 'open\n---\n"
    document = read_document(Source(path="case.md", text=text))
    kept, _ = apply_allowances(document.reading.findings, read_allowances(document), KNOWN, KNOWN)
    assert [item.rule for item in kept] == ["invalid-yaml"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "id: 错1  # casebound: allow missing-m — 一",
            ("unknown-rule", "missing-m", "没有名为“missing-m”的规则", "是否想写“missing-n”？"),
        ),
        (
            "id: 错1  # casebound: allow zzzzzz — 一",
            ("unknown-rule", "zzzzzz", "没有名为“zzzzzz”的规则", None),
        ),
        (
            "id: 错1  # casebound: allow missing-n",
            (
                "allowance-without-reason",
                "# casebound: allow missing-n",
                "允许“missing-n”，却没有写原因",
                "在规则名后面写“— 原因”",
            ),
        ),
        (
            "id: 错1  # casebound: allow missing-n, late-date —",
            (
                "allowance-without-reason",
                "# casebound: allow missing-n, late-date —",
                "允许“missing-n, late-date”，却没有写原因",
                "在规则名后面写“— 原因”",
            ),
        ),
        (
            "id: 错1\nallow: [{rule: missing-n}]",
            (
                "allowance-without-reason",
                "{rule: missing-n}",
                "允许“missing-n”，却没有写原因",
                "加上 reason: 原因",
            ),
        ),
        (
            "id: 错1  # casebound: off",
            (
                "malformed-allowance",
                "# casebound: off",
                "看不懂“casebound: off”",
                "写成：casebound: allow 规则名 — 原因",
            ),
        ),
        (
            "id: 错1  # casebound: allow all — 一",
            (
                "malformed-allowance",
                "# casebound: allow all — 一",
                "不能用“all”一次允许所有规则",
                "逐条写出规则名",
            ),
        ),
        (
            "id: 错1  # casebound: allow unused-allowance — 一",
            (
                "malformed-allowance",
                "unused-allowance",
                "“unused-allowance”本身不能被允许",
                "改好它所指的那条允许",
            ),
        ),
        (
            "id: 错1\nallow: [missing-n]",
            (
                "malformed-allowance",
                "missing-n",
                "“allow”的每一项只写 rule 和 reason",
                "写成：allow: [{rule: 规则名, reason: 原因}]",
            ),
        ),
    ],
)
def test_what_cannot_hold_does_not_and_says_so(text: str, wanted: tuple[str, str, str, str | None]) -> None:
    kept, gone = run(f"---\n{text}\n---\n")
    assert gone == []
    assert kept[0].rule == "missing-n"
    (found,) = kept[1:]
    hint = found.hint.to("zh-CN") if found.hint else None
    if wanted[1] == "zzzzzz":  # few rules are known here: all are named
        wanted = (
            *wanted[:3],
            "可用的有：allowance-without-reason, half-width-mark, late-date, malformed-allowance, missing-n, "
            "unknown-rule, unused-allowance",
        )
    assert (found.rule, found.span.text, found.message.to("zh-CN"), hint) == wanted


def test_a_near_miss_is_put_right_when_asked() -> None:
    kept, _ = run("---\nid: x  # casebound: allow missing-m — 一\n---\n")
    fix = kept[0].fix
    assert fix is not None
    assert not fix.is_safe
    text, _ = apply_fixes(kept[0].span.source, [fix], include_suggested=True)
    assert text == "---\nid: x  # casebound: allow missing-n — 一\n---\n"


def test_one_allowance_may_hold_inside_another() -> None:
    text = FRONT.replace("measures:", f"{UNUSED}\nmeasures:").replace("name: 错2", f"name: 错2  {UNUSED}")
    assert allowed(text) == "23"


def test_thousands_of_findings_and_allowances_end_soon() -> None:
    text = "---\n" + "k: 错1  # casebound: allow missing-n — 一\n" * 3_000 + "---\n"
    source = Source(path="case.md", text=text)
    allowances = read_allowances(read_document(source))
    found = [finding(source.span(at, at + 2)) for at in range(len(text)) if text[at] == "错"]
    began = time.process_time()
    kept, gone = apply_allowances(found, allowances, KNOWN, KNOWN)
    assert (kept, len(gone)) == ([], 3_000)
    strange = read_allowances(read_document(Source(path="b.md", text=text.replace("missing-n", "missing-nn"))))
    assert len(apply_allowances([], strange, KNOWN, KNOWN)[0]) == 3_000
    assert time.process_time() - began < 2
