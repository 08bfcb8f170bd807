"""A packet's sheets → YAML to be filled in with an editor: what is asked stands in comments beside the answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from casebound.evaluate.sheets import given
from casebound.evaluate.sheets.words import KIND, MET, STATUS
from casebound.model.evaluation import ConditionCheck, EvaluationStatus, Mark
from casebound.model.framework import Criterion
from casebound.model.sheet import PacketSheets, SheetCase
from casebound.text.localized import Localized, phrase

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")
_YAML_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
_NOT_IN_BLOCK = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""Tabs too: editors turn them into blanks."""
_BLANK_AT_END = re.compile(r"[^\S\n](?:\n|\Z)")


def render_yaml(sheets: PacketSheets) -> str:
    """The text of the file that an evaluator fills in."""
    return "".join(f"{line.rstrip() or line}\n" for line in _lines(sheets))


def _lines(sheets: PacketSheets) -> Iterator[str]:
    lang = sheets.lang
    yield f"# {given.SCORE_SHEET.to(lang)}"
    for words, value in given.who_and_when(sheets):
        yield f"# {words.to(lang)}: {_remark(value)}"
    yield "#"
    for step in given.steps(sheets):
        yield f"# - {_remark(step.to(lang))}"
    yield f"# - {_HOW.to(lang)}"
    for band in sheets.framework.bands:
        ends = "–".join(given.plain(number) for number in band.range)
        yield f"#   {ends} {_remark(band.title.to(lang))}: {_remark(band.text.to(lang))}"
    if sheets.note:
        yield f"# {_remark(sheets.note.to(lang))}"
    yield ""
    yield f"packet: {scalar(sheets.packet)}"
    yield f"round: {scalar(sheets.round.id)}"
    yield f"evaluator: {scalar(sheets.evaluator.id)}"
    yield f"framework: {scalar(sheets.framework.id)}"
    yield f"framework_digest: {scalar(sheets.framework_digest)}"
    yield "sheets:"
    for case in sheets.cases:
        yield from _case(sheets, case)


_HOW = phrase(
    "意见写在“text: |-”的下一行，缩进保持不变；“#”开头的行是说明，不用改。",
    "Write a comment on the line below “text: |-”, indented as it is; lines that begin with # only explain.",
)


def _case(sheets: PacketSheets, case: SheetCase) -> Iterator[str]:
    lang, earlier = sheets.lang, case.earlier
    status = earlier.status if earlier else EvaluationStatus.DRAFT
    date = earlier.date.isoformat() if earlier and earlier.date else ""
    yield ""
    yield f"  # {'─' * 60}"
    yield f"  # {_remark(case.title)}"
    for anchor in case.anchors:
        yield f"  #   {_remark(anchor.id)}: {_remark(anchor.title)}"
    yield f"  - case: {scalar(case.id)}"
    yield f"    case_digest: {scalar(case.digest)}"
    yield f"    status: {status.value}  # {_words(STATUS, lang)}"
    yield f"    date: {date}"
    yield from _conditions(sheets, case)
    yield "    marks:"
    yield from _tree(sheets.framework.criteria, sheets, case)
    yield f"    # {given.OVERALL.to(lang)}"
    yield from _text("    overall:", earlier.overall if earlier else "")


def _conditions(sheets: PacketSheets, case: SheetCase) -> Iterator[str]:
    if not sheets.framework.conditions:
        return
    yield "    conditions:"
    lang = sheets.lang
    for condition in sheets.framework.conditions:
        check = (case.earlier.conditions if case.earlier else {}).get(condition.id, ConditionCheck())
        met = "" if check.met is None else "yes" if check.met else "no"
        yield f"      # {_remark(condition.title.to(lang))}: {_remark(condition.question.to(lang))}"
        yield f"      {quoted(condition.id)}:"
        yield f"        met: {met}  # yes {MET[True].to(lang)} | no {MET[False].to(lang)}"
        yield from _text("        comment:", check.comment)


def _tree(criteria: tuple[Criterion, ...], sheets: PacketSheets, case: SheetCase) -> Iterator[str]:
    lang, scale = sheets.lang, sheets.framework.scale
    for criterion in criteria:
        if criterion.children:
            yield f"      # {_remark(given.heading(criterion, lang))}"
            yield from _tree(criterion.children, sheets, case)
            continue
        mark = (case.earlier.marks if case.earlier else {}).get(criterion.id, Mark())
        weight = f" ({given.WEIGHT.to(lang)} {given.plain(criterion.weight)})" if criterion.weight is not None else ""
        yield f"      # {_remark(criterion.title.to(lang))}{weight}"
        if criterion.question:
            yield f"      # {_remark(criterion.question.to(lang))}"
        value = "" if mark.value is None else given.plain(mark.value)
        ends = f"{given.plain(scale.minimum)}–{given.plain(scale.maximum)} / {given.plain(scale.step)}"
        yield f"      {quoted(criterion.id)}:"
        yield f"        value: {value}  # {ends}"
        yield "        comments:"
        for row in given.comment_rows(case.earlier, criterion.id):
            yield f"          - kind: {row.kind.value}{_comment(row.kind.value, KIND[row.kind].to(lang))}"
            yield f"            anchor: {scalar(row.comment.anchor) if row.comment and row.comment.anchor else ''}"
            yield from _text("            text:", row.comment.text if row.comment else "")


def _words(words: Mapping[EvaluationStatus, Localized], lang: str) -> str:
    both = {value.value: word.to(lang) for value, word in words.items()}
    return " | ".join(value if value == word else f"{value} {word}" for value, word in both.items())


def _comment(value: str, word: str) -> str:
    return "" if word == value else f"  # {word}"


def _remark(text: str) -> str:
    """A stranger's text in a comment: on one line, so that it cannot say anything else."""
    return _NOT_IN_BLOCK.sub("", given.one_line(text))


def _text(key: str, text: str) -> Iterator[str]:
    """A key with a text, as lines below it where they say exactly what the text is, else in quotes."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    indent = " " * (len(key) - len(key.lstrip()) + 2)
    if not text:
        yield f"{key} |-"
        yield indent
    elif _NOT_IN_BLOCK.search(text) or _BLANK_AT_END.search(text) or text != text.strip():
        yield f"{key} {quoted(text)}"
    else:
        yield f"{key} |-"
        yield from (indent + line for line in text.split("\n"))


def scalar(text: str) -> str:
    """A text on the line of its key; without quotes where nobody could take it for anything else."""
    return text if _PLAIN.fullmatch(text) and text.lower() not in _YAML_WORDS else quoted(text)


def quoted(text: str) -> str:
    """A text in double quotes, with escapes for what an editor would not show."""
    return _NOT_IN_BLOCK.sub(lambda match: _escape(match[0]), json.dumps(text, ensure_ascii=False))


def _escape(character: str) -> str:
    return f"\\U{ord(character):08x}" if ord(character) > 0xFFFF else f"\\u{ord(character):04x}"
