"""A workspace and a round → the plans of its certificates and feedback letters, and what is refused.

Composes; does not lay out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from casebound.check.context import warning
from casebound.compose.feedback import HeldBack, held_back, make_letter_groups, places_of
from casebound.compose.pages_round import CertificatePage, Entrant, LetterPage
from casebound.compose.qr import QrCode, case_address, make_qr
from casebound.compose.round_results import bare, make_entrant, unmet_conditions, withheld_entrant
from casebound.compose.site_map import SiteMap
from casebound.compose.title import title_lines
from casebound.evaluate.results import RoundResults, note_for, results_of_round
from casebound.evaluate.tally import tally_case
from casebound.model.audience import Audience, for_audience, may_be_published
from casebound.model.case import Case
from casebound.model.evaluation import Round
from casebound.model.framework import Framework
from casebound.model.scorecard import Scorecard
from casebound.press.job import PrintJob
from casebound.press.plan import Plan, PlannedPart
from casebound.read.print_config import PaperSize
from casebound.read.written import WrittenCase
from casebound.text.finding import Finding
from casebound.text.localized import CHINESE, Localized, phrase
from casebound.text.source import Span, no_text
from casebound.workspace.documents import Documents


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundDocument:
    """A document of a round, and where it goes."""

    path: str
    """Below the output folder."""
    plan: Plan


@dataclass(frozen=True, kw_only=True)
class RoundDocuments:
    """Makes the documents of one round."""

    documents: Documents
    round: Round
    """With a known framework."""

    @property
    def framework(self) -> Framework:
        """The criteria of the round."""
        return self.documents.workspace.frameworks[self.round.framework]

    @cached_property
    def outcome(self) -> RoundResults:
        """All that the marks come to, worked out once."""
        return results_of_round(self.round, self.framework)

    def certificate(self, id: str, lang: str | None = None) -> RoundDocument | Finding:
        """The certificate of a case, in the language of its write-up; or why it gets none."""
        written, card = self._written(id, lang), tally_case(id, self.round, self.framework)
        why = self._no_certificate(written, card)
        if why is not None or written is None or card.grade is None:
            why = why or _NO_WRITE_UP
            message = phrase("“{case}”没有证书：{why}", "“{case}” gets no certificate: {why}", case=id, why=why)
            return warning("no-certificate", self._place, message)
        case, lang = written.case, lang or written.case.lang
        note = note_for(self.framework)
        page = CertificatePage(
            entrant=make_entrant(case, self._industry(case)),
            title=title_lines(f"《{case.title}》" if case.lang == CHINESE else case.title, 30.0, 1.0),
            members=for_audience(case, Audience.PUBLIC).subject.members,
            round=bare(self.round),
            framework=self.framework,
            grade=card.grade,
            number=f"{self.round.id} / {id}",
            made=self.documents.made,
            note=note,
            qr=self._qr(case, lang),
            is_example=self._is_example(case),
        )
        name = f"certificate {id}"
        plan = self.plan(
            name, case.title, lang, [PlannedPart(job=self.job(name, "print/certificate.html", page, lang))]
        )
        return RoundDocument(path=self._path("certificates", written, lang), plan=plan)

    def letter(self, id: str, lang: str | None = None) -> tuple[RoundDocument | None, tuple[Finding, ...]]:
        """What the evaluators say to those who wrote a case, in the language of the write-up, and what is held back."""
        written, card = self._written(id, lang), tally_case(id, self.round, self.framework)
        if written is None or not card.evaluators:
            why = _NO_WRITE_UP if written is None else phrase("没有已提交的评价", "no evaluation was submitted")
            message = phrase("“{case}”没有反馈信：{why}", "“{case}” gets no letter: {why}", case=id, why=why)
            return None, (warning("no-letter", self._place, message),)
        case, lang = written.case, lang or written.case.lang
        evaluations = self.round.counted(id)
        note = note_for(self.framework)
        page = LetterPage(
            entrant=make_entrant(case, self._industry(case)),
            round=bare(self.round),
            framework=self.framework,
            evaluators=len(card.evaluators),
            groups=make_letter_groups(self.framework, card, evaluations, self.round, places_of(case)),
            total=card.total,
            refusal=card.refusal,
            grade=card.grade,
            unmet=unmet_conditions(self.framework, card),
            made=self.documents.made,
            note=note,
            is_example=self._is_example(case),
        )
        name = f"letter {id}"
        plan = self.plan(name, case.title, lang, [PlannedPart(job=self.job(name, "print/letter.html", page, lang))])
        document = RoundDocument(path=self._path("letters", written, lang), plan=plan)
        return document, tuple(self._held_back(each) for each in held_back(evaluations, self.round))

    @property
    def _place(self) -> Span:
        return no_text(f"content/rounds/{self.round.id}/round.yaml")

    def _no_certificate(self, written: WrittenCase | None, card: Scorecard) -> Localized | None:
        if written is None:
            return _NO_WRITE_UP
        if card.refusal:
            return card.refusal
        if not self.framework.grades:
            return phrase("准则没有等级", "the framework has no grades")
        if unmet := unmet_conditions(self.framework, card):
            return phrase(
                "有评价人认为基本条件 {ids} 不符合；核实后改评价文件",
                "an evaluator found {ids} not met; settle it, then correct the evaluation",
                ids=", ".join(condition.id for condition in unmet),
            )
        return None if card.grade else card.grade_rule

    def _held_back(self, held: HeldBack) -> Finding:
        """At the word in the evaluator's file."""
        message = phrase(
            "意见里有“{word}”，看得出是谁写的，没有写进反馈信",
            "The comment has “{word}”, which tells who wrote it; it was left out of the letter",
            word=held.word,
        )
        hint = phrase("改写这条意见，再排一次", "Reword the comment, then make the letter again")
        for written in self.documents.workspace.rounds:
            for each in written.evaluations:
                if each.evaluation == held.evaluation:
                    text = each.source.text
                    at = text.find(held.word, max(0, text.find(held.comment.text)))
                    at = at if at >= 0 else text.lower().find(held.word.lower())
                    return warning("comment-tells-who", each.source.span(at, at + len(held.word)), message, hint)
        return warning("comment-tells-who", self._place, message, hint)

    def _written(self, id: str, lang: str | None) -> WrittenCase | None:
        """The write-up of a case in that language; where there is none, or none is named, the original."""
        texts = [written for written in self.documents.workspace.usable() if written.case.id == id]
        texts.sort(key=lambda written: (written.case.lang != lang, written.is_translation))
        return texts[0] if texts else None

    def entrant(self, id: str, audience: Audience, lang: str) -> Entrant:
        """The case as these readers may know it, in that language where it is written in it."""
        written, original = self._written(id, lang), self._written(id, None)
        if written is None or original is None:
            return withheld_entrant(id, lang)
        if audience is Audience.PUBLIC and not (may_be_published(original.case) and may_be_published(written.case)):
            return withheld_entrant(id, lang)
        return make_entrant(for_audience(written.case, audience), self._industry(written.case))

    def _industry(self, case: Case) -> Localized:
        known = self.documents.workspace.vocabulary.industries
        return known.get(case.industry, Localized({"und": case.industry}))

    def _is_example(self, case: Case) -> bool:
        return bool(self.round.example or case.example)

    def _qr(self, case: Case, lang: str) -> QrCode | None:
        """To the page of a case that has one."""
        config = self.documents.workspace.config
        if not config.site.address or not may_be_published(case):
            return None
        map = SiteMap(languages=config.languages or (self.documents.workspace.language,))
        return make_qr(case_address(config.site.address, map, lang, case.id), lang)

    def _path(self, folder: str, written: WrittenCase, lang: str) -> str:
        """`letters/<round>/<case>.pdf`; a language that is not that of the write-up stands before the ending."""
        original = self._written(written.case.id, None) or written
        spoken = "" if lang == original.case.lang else f".{lang}"
        return f"{folder}/{self.round.id}/{written.case.id}{spoken}.pdf"

    def plan(self, name: str, title: str, lang: str, parts: Sequence[PlannedPart]) -> Plan:
        """A document of the round's organiser."""
        author = self.round.organizer or self.documents.workspace.config.publisher
        return Plan(
            name=name,
            title=title,
            author=author.to(lang),
            lang=lang,
            timestamp=self.documents.timestamp,
            fonts=self.documents.fonts,
            parts=tuple(parts),
        )

    def job(self, name: str, template: str, page: object, lang: str, size: PaperSize = PaperSize.A4) -> PrintJob:
        """One chapter of it."""
        return self.documents.composer.job(name, template, page, lang, size=size)


_NO_WRITE_UP = phrase("没有可用的书稿", "there is no write-up that can be used")
