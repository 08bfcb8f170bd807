"""A packet's sheets → Markdown that a person fills in with any editor.

## 案例的标题 {#case}
状态：草稿
### 5.2.1 评价项
得分：85
- 优点 [anchor]：意见，
  下一行缩进两格。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from casebound.evaluate.sheets import given
from casebound.evaluate.sheets.words import KIND, MET, STATUS
from casebound.evaluate.sheets.yaml_write import quoted, scalar
from casebound.model.evaluation import ConditionCheck, EvaluationStatus, Mark
from casebound.model.framework import Condition, Criterion
from casebound.model.sheet import PacketSheets, SheetCase
from casebound.text.localized import Localized, phrase

DIGESTS = "case_digests"
"""Key of the front matter under which the digest of each case stands."""
_LIKE_HEADING = re.compile(r"^(\\*#)", re.MULTILINE)
_HOW = phrase(
    "写在冒号后面；意见可以写几行，后面的行缩进两格。方括号里写所依据章节或图表的编号。以 > 开头的行是说明。",
    "Write behind the colons. A comment may go on over several lines, indented by two blanks. Square brackets take the "
    "id of the section, table or figure it rests on. Lines that begin with > only explain.",
)


def render_markdown(sheets: PacketSheets) -> str:
    """The text of the file that an evaluator fills in."""
    return "".join(f"{line}\n" for line in _lines(sheets))


def _lines(sheets: PacketSheets) -> Iterator[str]:
    lang = sheets.lang
    yield "---"
    yield f"packet: {scalar(sheets.packet)}"
    yield f"round: {scalar(sheets.round.id)}"
    yield f"evaluator: {scalar(sheets.evaluator.id)}"
    yield f"framework_digest: {scalar(sheets.framework_digest)}"
    yield f"{DIGESTS}:"
    for case in sheets.cases:
        yield f"  {quoted(case.id)}: {scalar(case.digest)}"
    yield "---"
    yield ""
    yield f"# {given.SCORE_SHEET.to(lang)}"
    yield ""
    for words, value in given.who_and_when(sheets):
        yield f"> {words.to(lang)}: {_plain(value)}  "
    yield ">"
    for step in (*given.steps(sheets), _HOW):
        yield f"> - {_plain(step.to(lang))}"
    yield ">"
    for band in sheets.framework.bands:
        ends = "–".join(given.plain(number) for number in band.range)
        yield f"> - {ends} {_plain(band.title.to(lang))}: {_plain(band.text.to(lang))}"
    if sheets.note:
        yield ">"
        yield f"> {_plain(sheets.note.to(lang))}"
    for case in sheets.cases:
        yield from _case(sheets, case)


def _case(sheets: PacketSheets, case: SheetCase) -> Iterator[str]:
    lang, earlier = sheets.lang, case.earlier
    status = earlier.status if earlier else EvaluationStatus.DRAFT
    yield ""
    yield f"## {_plain(case.title)} {{#{case.id}}}"
    yield ""
    yield _field(given.STATUS, STATUS[status].to(lang), lang)
    yield _field(given.DATE, earlier.date.isoformat() if earlier and earlier.date else "", lang)
    yield ""
    for anchor in case.anchors:
        yield f"> - `[{_plain(anchor.id)}]` {_plain(anchor.title)}"
    for condition in sheets.framework.conditions:
        yield from _condition(condition, case, lang)
    yield from _tree(sheets.framework.criteria, case, lang)
    yield ""
    yield f"### {given.OVERALL.to(lang)}"
    yield ""
    if earlier and earlier.overall:
        yield _LIKE_HEADING.sub(r"\\\1", _with_plain_breaks(earlier.overall))
    yield ""


def _field(words: Localized, value: str, lang: str) -> str:
    colon = "：" if lang == "zh-CN" else ": "
    return f"{words.to(lang)}{colon}{_continued(value)}".rstrip(" ")


def _continued(text: str) -> str:
    """A text of several lines, the second and later ones indented."""
    first, *others = _with_plain_breaks(text).split("\n")
    return "\n".join([first, *(f"  {line}" if line else "" for line in others)])


def _with_plain_breaks(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _heading(id: str, title: str) -> str:
    text = _plain(f"{id} {title}")
    is_plain = "{" not in text and not re.search(r"\s", id)
    return f"### {text}" if is_plain else f"### {text} {{#{id}}}"


def _condition(condition: Condition, case: SheetCase, lang: str) -> Iterator[str]:
    check = (case.earlier.conditions if case.earlier else {}).get(condition.id, ConditionCheck())
    yield ""
    yield _heading(condition.id, condition.title.to(lang))
    yield ""
    if condition.question:
        yield f"> {_plain(condition.question.to(lang))}"
    yield f"> {' / '.join(words.to(lang) for words in MET.values())}"
    yield ""
    yield _field(given.VERDICT, "" if check.met is None else MET[check.met].to(lang), lang)
    yield _field(given.REMARK, check.comment, lang)


def _tree(criteria: tuple[Criterion, ...], case: SheetCase, lang: str) -> Iterator[str]:
    for criterion in criteria:
        yield ""
        yield _heading(criterion.id, criterion.title.to(lang))
        if criterion.children:
            yield from _tree(criterion.children, case, lang)
            continue
        mark = (case.earlier.marks if case.earlier else {}).get(criterion.id, Mark())
        yield ""
        if criterion.question:
            yield f"> {_plain(criterion.question.to(lang))}"
        if criterion.weight is not None:
            yield f"> {given.WEIGHT.to(lang)} {given.plain(criterion.weight)}"
        yield ""
        yield _field(given.MARK, "" if mark.value is None else given.plain(mark.value), lang)
        yield ""
        for row in given.comment_rows(case.earlier, criterion.id):
            anchor = _in_brackets(row.comment.anchor) if row.comment else ""
            colon = "：" if lang == "zh-CN" else ": "
            text = _continued(row.comment.text) if row.comment else ""
            yield f"- {KIND[row.kind].to(lang)} [{anchor}]{colon}{text}".rstrip(" ")


def _in_brackets(text: str) -> str:
    return re.sub(r"([\\\]】］])", r"\\\1", given.one_line(text))


def _plain(text: str) -> str:
    return given.one_line(text)
