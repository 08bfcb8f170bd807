"""What was written before comes back as it was, whatever it is, in every format and either language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casebound.evaluate.sheets.markdown_read import read_markdown_sheet
from casebound.evaluate.sheets.markdown_write import render_markdown
from casebound.evaluate.sheets.xlsx_read import read_xlsx
from casebound.evaluate.sheets.xlsx_write import render_xlsx
from casebound.evaluate.sheets.yaml_read import read_yaml_sheet
from casebound.evaluate.sheets.yaml_write import render_yaml
from casebound.model.evaluation import Comment, CommentKind, ConditionCheck, Evaluation, EvaluationStatus, Mark
from casebound.model.sheet import PacketSheets, ReturnedFile
from casebound.text.source import Source
from tests.evaluate.sheets.answers import spelt_out
from tests.evaluate.sheets.packets import FILLED, TIMESTAMP, packet

RoundTrip = Callable[[PacketSheets], ReturnedFile]

FORMATS: dict[str, RoundTrip] = {
    "xlsx": lambda sheets: read_xlsx("e01.xlsx", render_xlsx(sheets, TIMESTAMP)),
    "yaml": lambda sheets: read_yaml_sheet(Source(path="e01.yaml", text=render_yaml(sheets))),
    "markdown": lambda sheets: read_markdown_sheet(Source(path="e01.md", text=render_markdown(sheets))),
}
EACH_FORMAT = pytest.mark.parametrize("round_trip", FORMATS.values(), ids=FORMATS)

PIECES = st.sampled_from(
    [
        *(
            "=SUM(A1)",
            "+1",
            "-",
            "- 优点 [users]：x",
            "@here",
            "'",
            '"',
            "“引”",
            "\\",
            "\n",
            "\n\n",
            "\n  ",
            "---",
            "...",
        ),
        *(
            "# 标题",
            "\n# 标题",
            "\n\\# x",
            "\n## 案例 {#senior-hotline}",
            "\n### 总评",
            "\n得分：90",
            "\n> 引文",
            "\n优点：好",
        ),
        *(": ", "：", " #注", "[x]", "{a: b}", "%", "&", "*", "!", "|", ">", "`", "~", "null", "yes", "0755", "12:30"),
        *(
            "_x0041_",
            "_x000D_",
            "</t>",
            "&lt;",
            "]]>",
            "👍",
            "𠮷",
            "é",
            "\u200b",
            "\u3000",
            "\xa0",
            "\u2028",
            "\x85",
            "\t",
        ),
        *("改衣台", "少跑一趟", "word ", "，", "，\n", "  ", "\r\n", "\ufeff"),
    ]
)
TEXTS = st.lists(PIECES, max_size=8).map(lambda pieces: "".join(pieces).replace("\r\n", "\n").strip())
WORDS = TEXTS.filter(bool)
COMMENTS = st.lists(
    st.builds(
        Comment,
        kind=st.sampled_from(CommentKind),
        text=WORDS,
        anchor=st.sampled_from(["", "users", "tbl-users", "gone"]),
    ),
    max_size=5,
).map(tuple)
VALUES = st.none() | st.decimals(min_value=0, max_value=100, places=2).map(lambda value: value.normalize())
MARKS = st.builds(Mark, value=VALUES, comments=COMMENTS).filter(lambda mark: mark != Mark())
CHECKS = st.builds(ConditionCheck, met=st.sampled_from([None, True, False]), comment=TEXTS)
EVALUATIONS = st.builds(
    Evaluation,
    case=st.just("alteration-desk"),
    evaluator=st.just("e01"),
    status=st.sampled_from(EvaluationStatus),
    date=st.none() | st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)),
    conditions=st.dictionaries(st.just("4.2"), CHECKS.filter(lambda check: check != ConditionCheck())),
    marks=st.dictionaries(st.sampled_from(["5.2.1", "5.2.2"]), MARKS),
    overall=TEXTS,
)


def read_back(round_trip: RoundTrip, evaluation: Evaluation, lang: str) -> Evaluation:
    file = round_trip(packet(evaluation, None, lang=lang))
    assert file.findings == ()
    assert [sheet.findings for sheet in file.sheets] == [(), ()]
    assert spelt_out(file.sheets[1]) == Evaluation(case="senior-hotline", evaluator="e01")
    return spelt_out(file.sheets[0])


@EACH_FORMAT
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_a_filled_sheet_says_what_was_filled_in(round_trip: RoundTrip, lang: str) -> None:
    assert read_back(round_trip, FILLED, lang) == FILLED


@pytest.mark.parametrize("name", ["yaml", "markdown"])
@given(evaluation=EVALUATIONS, lang=st.sampled_from(["zh-CN", "en"]))
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_any_evaluation_survives_as_text(name: str, evaluation: Evaluation, lang: str) -> None:
    assert read_back(FORMATS[name], evaluation, lang) == evaluation


@given(evaluation=EVALUATIONS, lang=st.sampled_from(["zh-CN", "en"]))
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
def test_any_evaluation_survives_in_a_workbook(evaluation: Evaluation, lang: str) -> None:
    assert read_back(FORMATS["xlsx"], evaluation, lang) == evaluation


@EACH_FORMAT
def test_a_very_long_comment_survives(round_trip: RoundTrip) -> None:
    long = Comment(kind=CommentKind.STRENGTH, text="很长，\n有一万字。" * 3_000)
    evaluation = replace(FILLED, marks={"5.2.2": Mark(value=Decimal(5), comments=(long,) * 20)})
    assert read_back(round_trip, evaluation, "zh-CN") == evaluation


@EACH_FORMAT
def test_each_sheet_says_what_it_belongs_to(round_trip: RoundTrip) -> None:
    sheets = packet(FILLED, None, FILLED)
    for case, sheet in zip(sheets.cases, round_trip(sheets).sheets, strict=True):
        said = (sheet.packet, sheet.round, sheet.evaluator, sheet.case, sheet.case_digest, sheet.framework_digest)
        wanted = (sheets.packet, sheets.round.id, "e01", case.id, case.digest, sheets.framework_digest)
        assert tuple(answer and answer.text for answer in said) == wanted


@EACH_FORMAT
def test_a_title_from_a_stranger_says_nothing_but_itself(round_trip: RoundTrip) -> None:
    sheets = packet(FILLED, None)
    title = "x {#other}\nstatus: submitted\n## 案例 {#senior-hotline}\n  - case: evil\x00'*[]"
    anchors = tuple(replace(anchor, title=title) for anchor in sheets.cases[0].anchors)
    cases = tuple(replace(case, title=title, anchors=anchors) for case in sheets.cases)
    file = round_trip(replace(sheets, cases=cases))
    assert [spelt_out(sheet) for sheet in file.sheets] == [
        FILLED,
        Evaluation(case="senior-hotline", evaluator="e01"),
    ]
    assert [sheet.findings for sheet in file.sheets] == [(), ()]
