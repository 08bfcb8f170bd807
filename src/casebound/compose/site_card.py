"""A case, or the whole site → the words of the picture by which other places announce it. `press/card.py` draws it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casebound.compose.site_edition import Edition, value_name
from casebound.compose.site_record import CaseRecord
from casebound.model.value import joined_unit, number, written


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWords:
    """What stands on a card; empty: not there."""

    lang: str
    tag: str
    """What it is about: the industry."""
    mark: str
    """That it is invented."""
    title: str
    measure: str
    before: str
    after: str
    unit: str
    change: str
    publisher: str
    site: str

    @property
    def said(self) -> str:
        """The same as a sentence, for those who do not see it."""
        figures = " → ".join(part for part in (self.before, self.after) if part)
        measured = f"{self.measure} {figures} {self.unit}".strip() if figures else ""
        ends = "。" if self.lang.startswith("zh") else ". "
        return ends.join(part for part in (self.title, measured, self.mark, self.site) if part).strip()


def case_words(edition: Edition, record: CaseRecord) -> CardWords:
    """The card of a case, in the language it is written in."""
    measure = next((each for each in record.measures if each.actual is not None), None)
    lang, ground = record.written_in, edition.ground
    return CardWords(
        lang=lang,
        tag=value_name(ground, lang, "industry", record.industry) if record.industry else "",
        mark=ground.words["example"].to(lang) if record.is_example else "",
        title=record.title,
        measure=measure.name if measure else "",
        before=number(measure.baseline) if measure and measure.baseline is not None else "",
        after=number(measure.actual) if measure and measure.actual is not None else "",
        unit=joined_unit(measure.unit, lang).strip() if measure and measure.unit else "",
        change=written(measure.change, lang) if measure and measure.change else "",
        publisher=record.organization or ground.config.publisher.to(lang),
        site=(ground.config.site.title or ground.config.name).to(lang),
    )


def home_words(edition: Edition) -> CardWords:
    """The card of the site."""
    return CardWords(
        lang=edition.lang,
        tag=edition.word("cases"),
        mark="",
        title=edition.site,
        measure="",
        before="",
        after="",
        unit="",
        change="",
        publisher=edition.ground.config.publisher.to(edition.lang),
        site="",
    )


def cards_of(editions: Sequence[Edition]) -> Iterator[tuple[str, CardWords]]:
    """Every card of the site with its path, each once; none where the site has no address to name them by."""
    if not editions or not editions[0].ground.config.site.address:
        return
    for edition in editions:
        yield edition.ground.map.home_card(edition.lang), home_words(edition)
        written = (record for record in edition.records if record.is_translated)
        yield from ((edition.card(record), case_words(edition, record)) for record in written)
    strangers = (record for record in editions[0].records if record.written_in not in editions[0].ground.map.languages)
    yield from ((editions[0].card(record), case_words(editions[0], record)) for record in strangers)
