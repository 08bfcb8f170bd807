"""Readiness → one page of HTML that needs neither network nor script: the matrix, and what is still to be written.

Everything that comes from a write-up or a framework passes through `_text`, which escapes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from casebound.check.readiness import Group, Readiness, Row
from casebound.check.readiness_cells import Cell, Column, State, Want
from casebound.check.report.readiness_style import STYLE
from casebound.check.report.readiness_words import (
    ALL_CRITERIA,
    CASE,
    COLUMNS,
    CRITERIA,
    CRITERION,
    NO_CASES,
    NO_CRITERIA,
    NOT_A_SCORE,
    NOTHING_WANTED,
    ROW_STATES,
    SIGNS,
    STATES,
    TITLE,
    WANTED,
    by_framework,
    limits,
    name_of,
    place_of,
)
from casebound.check.report.terminal import is_seen
from casebound.text.localized import Localized


def render_readiness_html(items: Sequence[Readiness], lang: str) -> str:
    """One case in full; several as a table of signs, then each case with what it wants and, folded, its matrix."""
    page = "\n".join(_page(items, lang))
    title = _say(TITLE, lang)
    return (
        f'<!doctype html>\n<html lang="{_text(lang)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{page}\n</body>\n</html>\n"
    )


def _page(items: Sequence[Readiness], lang: str) -> Iterator[str]:
    yield f"<header><h1>{_say(TITLE, lang)}</h1>"
    yield f'<p class="lead">{_say(NOT_A_SCORE, lang)}</p></header>\n<main>'
    if not items:
        yield f"<p>{_say(NO_CASES, lang)}</p>"
    elif len(items) > 1:
        for group in by_framework(items):
            if group[0].rows:
                yield from _signs(group, items, lang)
        yield _legend(ROW_STATES, lang)
    for number, item in enumerate(items):
        yield from _case(item, number, lang, is_folded=len(items) > 1)
    if items:
        yield f'<p class="soft case">{_say(limits(items), lang)}</p>'
    yield "</main>"


def _signs(group: Sequence[Readiness], items: Sequence[Readiness], lang: str) -> Iterator[str]:
    """A sign a case and criterion; a line stands between conditions and criteria."""
    rows = group[0].rows
    edge = next((number for number, row in enumerate(rows) if not row.is_condition), None)
    yield '<table class="signs" role="table">'
    yield f"<caption>{_say(CRITERIA.filled(title=group[0].framework_title), lang)}</caption>"
    heads = "".join(
        f'<th scope="col" role="columnheader"{_edge(number, edge)} title="{_say(row.title, lang)}">{_text(row.id)}</th>'
        for number, row in enumerate(rows)
    )
    yield _head(_say(CASE, lang), heads)
    yield '<tbody role="rowgroup">'
    for item in group:
        cells = "".join(
            f'<td role="cell" class="{row.state.value}{" edge" if number == edge else ""}" '
            f'data-label="{_text(row.id)}"><span class="sign" aria-hidden="true">{SIGNS[row.state]}</span>'
            f'<span class="unseen">{_say(ROW_STATES[row.state], lang)}</span></td>'
            for number, row in enumerate(item.rows)
        )
        head = (
            f'<a href="#case-{items.index(item) + 1}" lang="{_text(item.lang)}">{_text(item.name or item.case)}</a>'
            f'<span class="answer">{_text(name_of(item))}</span>'
        )
        yield f'<tr role="row"><th scope="row" role="rowheader">{head}</th>{cells}</tr>'
    yield "</tbody></table>"


def _head(first: str, heads: str) -> str:
    row = f'<tr role="row"><th scope="col" role="columnheader">{first}</th>{heads}</tr>'
    return f'<thead role="rowgroup">{row}</thead>'


def _edge(number: int, edge: int | None) -> str:
    return ' class="edge"' if number == edge else ""


def _case(item: Readiness, number: int, lang: str, *, is_folded: bool) -> Iterator[str]:
    yield f'<section class="case" id="case-{number + 1}" aria-labelledby="title-{number + 1}">'
    yield f'<h2 id="title-{number + 1}" lang="{_text(item.lang)}">{_text(item.title or item.case)}</h2>'
    yield f'<p class="place">{_text(item.path)}</p>'
    if item.rows and is_folded:
        yield from _wants(item.wants, lang)
        yield f"<details><summary>{_say(ALL_CRITERIA, lang)}</summary>"
        yield from _matrix(item, lang)
        yield "</details>"
    else:
        if item.rows:
            yield from _matrix(item, lang)
        else:
            yield f"<p>{_say(NO_CRITERIA, lang)}</p>"
        yield from _wants(item.wants, lang)
    yield "</section>"


def _matrix(item: Readiness, lang: str) -> Iterator[str]:
    yield '<table class="matrix" role="table">'
    yield f"<caption>{_say(CRITERIA.filled(title=item.framework_title), lang)}</caption>"
    yield (
        '<colgroup><col class="first">' + "".join(f'<col class="{column.value}">' for column in Column) + "</colgroup>"
    )
    heads = "".join(f'<th scope="col" role="columnheader">{_say(COLUMNS[column], lang)}</th>' for column in Column)
    yield _head(_say(CRITERION, lang), heads)
    yield '<tbody role="rowgroup">'
    above: tuple[Group, ...] = ()
    for row in item.rows:
        for depth, group in enumerate(row.groups):
            if row.groups[: depth + 1] != above[: depth + 1]:
                name = f"{_id(group.id)}{_say(group.title, lang)}"
                yield f'<tr class="group" role="row"><th colspan="6" scope="colgroup" role="rowheader">{name}</th></tr>'
        above = row.groups
        yield from _row(row, item, lang)
    yield "</tbody></table>"
    yield _legend(STATES, lang)


def _row(row: Row, item: Readiness, lang: str) -> Iterator[str]:
    answers = "".join(
        f'<span class="answer" lang="{_text(item.lang)}">{_text(answer.title)} '
        f'<span class="place">:{answer.span.source.position(answer.span.start)[0]}</span></span>'
        for answer in row.answers
    )
    state = ' class="unanswered"' if row.state is State.MISSING else ""
    yield f'<tr role="row"{state}><th scope="row" role="rowheader">{_id(row.id)}{_say(row.title, lang)}{answers}</th>'
    yield "".join(_cell(cell, lang) for cell in row.cells) + "</tr>"


def _cell(cell: Cell, lang: str) -> str:
    """The state in a word, the facts, and a sentence where something is wanted."""
    has_facts = cell.text.to(lang) != SIGNS[State.NOT_APPLICABLE]
    facts = (
        f"<span>{_say(cell.text, lang)}</span>" if has_facts else f'<span class="unseen">{_say(cell.note, lang)}</span>'
    )
    note = ""
    if cell.state in (State.THIN, State.MISSING):
        is_said = cell.column in (Column.ANSWERED, Column.LENGTH)  # the facts say it all, and the columns are narrow
        why = "" if is_said else f'<span aria-hidden="true"> · </span>{_say(cell.note, lang)}'
        note = f'<span class="note"><span class="state">{_say(STATES[cell.state], lang)}</span>{why}</span>'
    return (
        f'<td role="cell" class="{cell.state.value}" data-label="{_say(COLUMNS[cell.column], lang)}"><div>'
        f'<span class="fact"><span class="sign" aria-hidden="true">{SIGNS[cell.state]}</span>{facts}</span>{note}'
        "</div></td>"
    )


def _wants(wants: Sequence[Want], lang: str) -> Iterator[str]:
    if not wants:
        yield f"<p>{_say(NOTHING_WANTED, lang)}</p>"
        return
    yield f'<h3>{_say(WANTED, lang)}</h3>\n<ul class="wants">'
    for want in wants:
        hint = f'<span class="hint">{_say(want.hint, lang)}</span>' if want.hint else ""
        yield (
            f'<li class="{want.state.value}"><span class="sign" aria-hidden="true">{SIGNS[want.state]}</span>'
            f'<span class="unseen">{_say(STATES[want.state], lang)} </span>'
            f'<span class="message">{_say(want.message, lang)}</span>{hint}'
            f'<span class="place">{_text(place_of(want.span))}</span></li>'
        )
    yield "</ul>"


def _legend(words: dict[State, Localized], lang: str) -> str:
    items = "".join(
        f'<li class="{state.value}"><span class="sign" aria-hidden="true">{SIGNS[state]}</span>{_say(word, lang)}</li>'
        for state, word in words.items()
    )
    return f'<ul class="legend">{items}</ul>'


def _id(id: str) -> str:
    return f'<span class="id">{_text(id)}</span>' if id else ""


def _say(words: Localized, lang: str) -> str:
    return _text(words.to(lang))


def _text(text: str) -> str:
    """Escaped for text and for attributes; a mark for what would not be seen, such as a control character."""
    return escape("".join(item if item in "\n\t" or is_seen(item) else "�" for item in text), quote=True)
