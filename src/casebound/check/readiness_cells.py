"""The content of the sections that answer a criterion → the cells of its row, and what each still wants.

A cell counts what is there and names what is not. It never judges whether what is there is good.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple

from casebound.check.measure_gaps import measure_gaps, named_measures
from casebound.check.section_content import Reference, SectionContent, has_value, length
from casebound.model.measure import Measure
from casebound.read.case_link import read_case_link
from casebound.read.written import WrittenCase
from casebound.text.localized import CHINESE, NOTHING, Localized, counted, phrase
from casebound.text.source import Span

_NUMBER = re.compile(r"\d")
_IS_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


class Column(StrEnum):
    """What is looked at in an answer, in the order shown."""

    ANSWERED = "answered"
    LENGTH = "length"
    EVIDENCE = "evidence"
    MEASURES = "measures"
    FIGURES = "figures"


class State(StrEnum):
    """Whether it is there."""

    PRESENT = "present"
    THIN = "thin"
    """There, but short, incomplete or without support."""
    MISSING = "missing"
    NOT_APPLICABLE = "not-applicable"
    """Nothing of the sort is wanted here, or nothing can be said before the question is answered."""


class Urgency(IntEnum):
    """In which order what is wanted is listed."""

    UNREADABLE = 0
    UNANSWERED = 1
    BROKEN = 2
    UNSUPPORTED = 3
    INCOMPLETE = 4
    THIN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """Something that is still to be written, where, and what."""

    urgency: Urgency
    state: State
    """`MISSING` or `THIN`."""
    message: Localized
    """The fact, on one line."""
    hint: Localized = NOTHING
    """What to write."""
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One fact about one answer."""

    column: Column
    state: State
    text: Localized
    """The counts, short: `3 张表，2 个取值`."""
    note: Localized
    """The same in a sentence that stands alone."""
    span: Span
    """Where to go."""
    wants: tuple[Want, ...] = ()


class Least(NamedTuple):
    """The length below which a text is called short: Han characters, or words, by the language it is written in."""

    n: int
    lang: str


NONE = phrase("没有", "none")
DASH = phrase("–", "–")
_NOT_YET = phrase("还没有回答，暂不看这一项", "Not looked at before there is an answer")


def not_yet(column: Column, span: Span) -> Cell:
    """The cell of a question that nothing answers so far."""
    return Cell(column=column, state=State.NOT_APPLICABLE, text=DASH, note=_NOT_YET, span=span)


def nothing_asked(column: Column, text: Localized, note: Localized, span: Span) -> Cell:
    """The cell of what the criterion does not need."""
    return Cell(column=column, state=State.NOT_APPLICABLE, text=text, note=note, span=span)


def length_cell(text: str, span: Span, label: Localized, hint: Localized, least: Least) -> Cell:
    """Han characters plus words of other scripts, against the least that is not called short."""
    n = length(text)
    unit = phrase("字", "Han") if least.lang == CHINESE else phrase("词", "words")
    count = phrase("{n} {unit}", "{n} {unit}", n=n, unit=unit)
    if n >= least.n:
        note = phrase("正文 {count}", "{count} of prose", count=count)
        return Cell(column=Column.LENGTH, state=State.PRESENT, text=count, note=note, span=span)
    note = phrase("正文 {count}，不到 {least}", "{count} of prose, fewer than {least}", count=count, least=least.n)
    message = phrase("{what}只有 {count}", "Only {count} for {what}", what=label, count=count)
    want = Want(urgency=Urgency.THIN, state=State.THIN, message=message, hint=hint, span=span)
    short = phrase("{count}，偏短", "{count}, short", count=count)
    return Cell(column=Column.LENGTH, state=State.THIN, text=short, note=note, span=span, wants=(want,))


def evidence_cell(written: WrittenCase, contents: Sequence[SectionContent], label: Localized, span: Span) -> Cell:
    """Files, tables, values, notes and web pages that an evaluator could look up."""
    links = [item for content in contents for item in content.references if item.kind == "link"]
    web = {item.target for item in links if _IS_ADDRESS.match(item.target)}
    files = {_path(item.target): item for item in links if not _IS_ADDRESS.match(item.target) and _path(item.target)}
    absent = {path: item for path, item in files.items() if not is_there(written, path)}
    values = [item for item in _roles(contents, "val") if has_value(written, item.target)]
    counts = (
        (len(files) - len(absent), "个附件", "file", "files"),
        (sum(item.tables for item in contents), "张表", "table", "tables"),
        (sum(item.figures for item in contents), "幅图", "figure", "figures"),
        (len(values), "个取值", "value", "values"),
        (len({note for item in contents for note in item.notes}), "条脚注", "note", "notes"),
        (len(web), "个网址", "web page", "web pages"),
    )
    facts = [counted(n, zh, one, many) for n, zh, one, many in counts if n]
    wants = tuple(absent_file(path, item.span) for path, item in absent.items())
    if facts:
        text = joined(facts, "，", ", ")
        state = State.THIN if absent else State.PRESENT
        note = phrase("有 {facts}", "Holds {facts}", facts=text)
        if absent:
            text = phrase("{facts}；缺文件", "{facts}; a file is missing", facts=text)
            note = phrase("链接的文件不存在或是空的", "A linked file does not exist or is empty")
        return Cell(column=Column.EVIDENCE, state=state, text=text, note=note, span=span, wants=wants)
    hint = phrase("附上数据，或用脚注写明数字的出处", "Add the data, or name the source of numbers in a footnote")
    if any(_NUMBER.search(content.prose) for content in contents):
        message = phrase(
            "{what}没有表、附件、取值或脚注", "No table, file, value or note in the answer to {what}", what=label
        )
        want = Want(urgency=Urgency.THIN, state=State.THIN, message=message, hint=hint, span=span)
        return Cell(
            column=Column.EVIDENCE,
            state=State.THIN,
            text=phrase("只有文中的数", "numbers in the text only"),
            note=phrase("数字只在文中，没有可查的出处", "Numbers stand in the text, with nothing to look them up in"),
            span=span,
            wants=(*wants, want),
        )
    message = phrase("{what}没有可查的依据", "Nothing supports {what}", what=label)
    want = Want(urgency=Urgency.UNSUPPORTED, state=State.MISSING, message=message, hint=hint, span=span)
    note = phrase("没有表、附件、取值、脚注，也没有数字", "No table, file, value, note or number")
    return Cell(column=Column.EVIDENCE, state=State.MISSING, text=NONE, note=note, span=span, wants=(*wants, want))


def measures_cell(written: WrittenCase, contents: Sequence[SectionContent], span: Span) -> Cell:
    """Measures named by `{val}` or by their name, and whether each is complete."""
    case, values = written.case, list(_roles(contents, "val"))
    ids = {item.target.rpartition(".")[0] for item in values}
    words = "\n\n".join(text for content in contents for text in (content.prose, content.tabled))
    named = named_measures(case.measures, ids, words)
    broken = [
        item
        for item in values
        if not has_value(written, item.target)
        and not ((measure := case.measure(item.target.rpartition(".")[0])) and measure_gaps(measure))
    ]
    return measures_named(named, broken, span)


def measures_named(named: Sequence[Measure], broken: Sequence[Reference], span: Span) -> Cell:
    """The cell of these measures; `broken` are mentions of numbers that no measure holds."""
    whole = [item.id for item in named if not measure_gaps(item)]
    torn = [item.id for item in named if measure_gaps(item)]
    unknown = list(dict.fromkeys(item.target for item in broken))
    if not (whole or torn or unknown):
        return nothing_asked(Column.MEASURES, NONE, phrase("没有提到指标", "Names no measure"), span)
    parts = [phrase("{ids}", "{ids}", ids=", ".join(whole))] if whole else []
    note = phrase("提到的指标都齐全", "The measures named are complete")
    if torn:
        parts.append(phrase("不全：{ids}", "incomplete: {ids}", ids=", ".join(torn)))
        note = phrase("提到的指标有字段没填", "Fields of a measure named are empty")
    if unknown:
        parts.append(phrase("取不到：{ids}", "not found: {ids}", ids=", ".join(unknown)))
        note = phrase("提到的数在指标里取不到", "The measures do not hold a number that is named")
    hint = phrase("改成已有的指标和取值，如 {{val}}`编号.actual`", "Name a measure's value, such as {{val}}`id.actual`")
    wants = tuple(
        Want(
            urgency=Urgency.BROKEN,
            state=State.MISSING,
            message=phrase("指标里取不到“{what}”", "The measures have no “{what}”", what=item.target),
            hint=hint,
            span=item.span,
        )
        for item in broken
    )
    state = State.MISSING if unknown else State.THIN if torn else State.PRESENT
    return Cell(column=Column.MEASURES, state=state, text=joined(parts, "；", "; "), note=note, span=span, wants=wants)


def figures_cell(
    contents: Sequence[SectionContent], anchors: frozenset[str], referred: frozenset[str], span: Span
) -> Cell:
    """Numbered tables and figures, and whether the text refers to each; `anchors`, `referred`: of the whole case."""
    own = [item for content in contents for item in content.references if item.kind == "anchor"]
    alone = [item for item in own if item.target not in referred]
    broken = [item for item in _roles(contents, "ref") if item.target not in anchors]
    if not own and not broken:
        return nothing_asked(Column.FIGURES, NONE, phrase("没有编号的图表", "No numbered table or figure"), span)
    parts = [phrase("{n} 个", "{n}", n=len(own))] if own else []
    note = phrase("图表在文中都提到了", "The text refers to each")
    if alone:
        parts.append(phrase("{n} 个没有提到", "{n} not referred to", n=len(alone)))
        note = phrase("有图表在文中没有提到", "The text does not refer to each")
    if broken:
        ids = ", ".join(dict.fromkeys(item.target for item in broken))
        parts.append(phrase("找不到：{ids}", "not found: {ids}", ids=ids))
        note = phrase("提到的图表不存在", "The text refers to a table or figure that is not there")
    wants = [
        Want(
            urgency=Urgency.BROKEN,
            state=State.MISSING,
            message=phrase("没有编号为“{id}”的图表", "No table or figure has the id “{id}”", id=item.target),
            hint=phrase("加上这张图表，或改正编号", "Add it, or mend the id"),
            span=item.span,
        )
        for item in broken
    ]
    wants += [
        Want(
            urgency=Urgency.THIN,
            state=State.THIN,
            message=phrase("正文没有提到图表“{id}”", "The text never refers to “{id}”", id=item.target),
            hint=phrase("在说到它的地方写 {{ref}}`{id}`", "Write {{ref}}`{id}` where you speak of it", id=item.target),
            span=item.span,
        )
        for item in alone
    ]
    state = State.MISSING if broken else State.THIN if alone else State.PRESENT
    return Cell(
        column=Column.FIGURES,
        state=state,
        text=joined(parts, "，", ", "),
        note=note,
        span=span,
        wants=tuple(wants),
    )


def absent_file(path: str, span: Span) -> Want:
    """What is wanted where a file is named that is not there."""
    return Want(
        urgency=Urgency.BROKEN,
        state=State.MISSING,
        message=phrase("文件“{path}”不存在或是空的", "File “{path}” does not exist or is empty", path=path),
        hint=phrase("把文件放进案例文件夹，或改正路径", "Put it into the case's folder, or mend the path"),
        span=span,
    )


def is_there(written: WrittenCase, path: str) -> bool:
    """Whether the case's folder holds a file of that name that is not empty."""
    file = written.files.get(posixpath.normpath(path))
    return file is not None and file.size > 0


def joined(parts: Sequence[Localized], comma: str, comma_en: str) -> Localized:
    """Facts in one line, with each language's own comma."""
    return Localized(
        {CHINESE: comma.join(part.to(CHINESE) for part in parts), "en": comma_en.join(part.to("en") for part in parts)}
    )


def _roles(contents: Sequence[SectionContent], name: str) -> Iterator[Reference]:
    for content in contents:
        yield from (item for item in content.references if item.kind == "role" and item.name == name)


def _path(target: str) -> str:
    """The file a link leads to; nothing for a link within the text or to another case."""
    return "" if read_case_link(target) else target.partition("#")[0]
