"""Scores from 0 to 10, also in groups → how many detractors, passives and promoters each group has."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from casebound.figure.given import Given
from casebound.figure.tally import alike, is_percent
from casebound.read.fields import NUMBER
from casebound.read.rows import Row
from casebound.text.localized import phrase

_BANDS = {
    **dict.fromkeys(("0-6", "贬损者", "批评者", "detractor", "detractors"), 0),
    **dict.fromkeys(("7-8", "被动者", "中立者", "passive", "passives"), 1),
    **dict.fromkeys(("9-10", "推荐者", "promoter", "promoters"), 2),
}
"""Rows that are counted already, by what may be written for them."""
_DASHES = str.maketrans(
    {"–": "-", "—": "-", "－": "-", "~": "-", "～": "-", "至": "-", "到": "-", "分": None, " ": None}
)
_TEN, _PROMOTER, _PASSIVE = 10, 9, 7


def promoters_counted(given: Given) -> tuple[dict[str, list[Decimal]], set[str]] | None:
    """Detractors, passives and promoters by group; and the groups that are percentages."""
    if not given.need(1) or given.table is None:
        return None
    header = given.table.header
    group, score, chosen = given.column("group"), given.column("score"), given.columns("count")
    looked = {"group": group is not None, "score": score is not None, "count": bool(chosen)}
    if any(given.words(name) and not is_there for name, is_there in looked.items()):
        return None
    rows = alike(given.table.rows)
    if group is None and score is None and len(header) > 1:
        firsts = dict.fromkeys(row.cells[0] for row, _ in rows)
        scores = sum(map(_is_score, firsts))
        group = 0 if 2 * scores < len(firsts) else None
    if score is None:
        score = next((at for at in range(len(header)) if at != group and at not in chosen), None)
    if score is None:
        given.refuse(phrase("没有分数的列", "There is no column of scores"), given.table.header_place)
        return None
    others = tuple(at for at in range(len(header)) if at not in (group, score))
    columns: Sequence[int] = chosen or (others if group is None else others[:1])
    names = {at: header[at] if len(columns) > 1 else "" for at in columns}
    found: dict[str, list[Decimal]] = {}
    percents: set[str] = set()
    for row, times in rows:
        band = _band(given, row, score)
        if band is None:
            continue
        own = "" if group is None else row.cells[group]
        if not columns:
            found.setdefault(own, [Decimal(0)] * 3)[band] += times
        for at in columns:
            count = given.cell(row, at)
            if count is None:
                continue
            if count < 0:
                given.refuse(phrase("人数是负数", "A count is negative"), given.table.place(row, at))
                return None
            name = own or names[at]
            found.setdefault(name, [Decimal(0)] * 3)[band] += count * times
            if is_percent(header[at]):
                percents.add(name)
    return found, percents


def _is_score(text: str) -> bool:
    return text.translate(_DASHES).casefold() in _BANDS or NUMBER.convert(text) is not None


def _band(given: Given, row: Row, column: int) -> int | None:
    """0 for a detractor, 1 for a passive, 2 for a promoter; None with a finding for no answer from 0 to 10."""
    word = row.cells[column].translate(_DASHES).casefold()
    if word in _BANDS:
        return _BANDS[word]
    score = given.cell(row, column) if not word.isdecimal() else Decimal(word)
    if score is None:
        return None
    if not 0 <= score <= _TEN or score != score.to_integral_value():
        assert given.table is not None
        message = phrase(
            "“{score}”不是 0 到 10 的整数分", "“{score}” is no whole score from 0 to 10", score=row.cells[column][:40]
        )
        hint = phrase("NPS 只用 0 到 10 的十一级分", "NPS needs the eleven scores from 0 to 10")
        given.refuse(message, given.table.place(row, column), hint)
        return None
    return 2 if score >= _PROMOTER else int(score >= _PASSIVE)
