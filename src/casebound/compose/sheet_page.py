"""A packet's blank sheets and the texts of its cases → what the template of the offline score sheet shows."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from casebound.compose.chapter import Chapter
from casebound.compose.language_attribute import language_attribute
from casebound.compose.site_case import title_lines
from casebound.model.evaluation import CommentKind, Evaluation
from casebound.model.framework import Framework
from casebound.model.sheet import PacketSheets, SheetCase
from casebound.model.value import number
from casebound.text.error import CaseboundError
from casebound.text.localized import Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetText:
    """`sheet/case.html`: one case, reduced to what its evaluator may read."""

    chapter: Chapter
    lang: str
    """Of the form's own words."""

    @property
    def language(self) -> Markup:
        """A `lang` attribute where the text is not in the form's language."""
        return language_attribute(self.chapter.case.lang, self.lang)

    @property
    def title(self) -> tuple[str, ...]:
        """The title in lines."""
        return title_lines(self.chapter.case.title)

    @property
    def taken(self) -> frozenset[str]:
        """Anchors of sections, tables and figures: a measure of that name has none."""
        named = (
            *(item.section.anchor for item in self.chapter.sections),
            *(item.anchor for item in self.chapter.captioned),
        )
        return frozenset(anchor.removeprefix(self.chapter.prefix) for anchor in named)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredIn:
    """A place in a case that answers a criterion."""

    anchor: str
    """Its id in the page."""
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCase:
    """A case's text, rendered, with what the form says of it."""

    text: Markup
    name: str
    prefix: str
    answers: Mapping[str, tuple[AnsweredIn, ...]]
    """By criterion id."""
    answered_conditions: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetForm:
    """One case on the page: its text and its form."""

    case: SheetCase
    number: int
    """From 1."""
    read: ReadCase
    language: Markup
    """A `lang` attribute for its words, where they are not in the form's language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFile:
    """`sheet/sheet.html`: all of a packet's cases with their forms, in one file that needs nothing else."""

    sheets: PacketSheets
    forms: tuple[SheetForm, ...]
    is_blind: bool
    styles: Markup
    script: Markup
    words: Mapping[str, Localized]

    @property
    def policy(self) -> str:
        """The content security policy: this very script, the file's own styles and images, nothing else."""
        digest = base64.b64encode(hashlib.sha256(self.script.encode()).digest()).decode()
        return (
            f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; "
            "base-uri 'none'; form-action 'none'"
        )

    @property
    def kinds(self) -> tuple[str, ...]:
        """Of comments."""
        return tuple(kind.value for kind in CommentKind)

    @property
    def weight_total(self) -> Decimal | None:
        """None while a weight is unknown."""
        return self.sheets.framework.weight_total

    @property
    def scale_hint(self) -> str:
        """Which marks there are."""
        return self._of_scale("scale_hint")

    @property
    def how_mark(self) -> str:
        """How to mark."""
        return self._of_scale("how_mark" if self.sheets.framework.bands else "how_mark_plain")

    def _of_scale(self, key: str) -> str:
        scale = self.sheets.framework.scale
        marks = {"low": number(scale.minimum), "high": number(scale.maximum), "step": number(scale.step)}
        return self.words[key].filled(**marks).to(self.sheets.lang)

    @property
    def data(self) -> Markup:
        """What the script works with, as JSON that can stand inside a script element."""
        sheets, lang = self.sheets, self.sheets.lang
        framework = sheets.framework
        document = {
            "key": _storage_key(sheets),
            "packet": sheets.packet,
            "round": sheets.round.id,
            "evaluator": sheets.evaluator.id,
            "framework_digest": sheets.framework_digest,
            "lang": lang,
            "scale": {name: _plain(getattr(framework.scale, name)) for name in ("minimum", "maximum", "step")},
            "bands": [
                {
                    "range": [_plain(mark) for mark in band.range],
                    "title": band.title.to(lang),
                    "text": band.text.to(lang),
                }
                for band in framework.bands
            ],
            "conditions": [{"id": item.id, "title": item.title.to(lang)} for item in framework.conditions],
            "criteria": [{"id": item.id, "title": item.title.to(lang)} for item in framework.leaves()],
            "cases": [_case(form, framework) for form in self.forms],
            "words": {key: words.to(lang) for key, words in sorted(self.words.items())},
        }
        return script_json(document)


def make_sheet_file(
    sheets: PacketSheets,
    texts: Mapping[str, ReadCase],
    *,
    is_blind: bool,
    styles: Iterable[str],
    script: str,
    words: Mapping[str, Localized],
) -> SheetFile:
    """The page of a packet; `texts`: by case id. Style sheets in cascade order; `words`: those of the form.

    Raises CaseboundError where a style sheet or script (a workspace may bring its own) would end its own element.
    """
    forms = tuple(
        SheetForm(case=case, number=n, read=texts[case.id], language=language_attribute(case.lang, sheets.lang))
        for n, case in enumerate(sheets.cases, start=1)
    )
    return SheetFile(
        sheets=sheets,
        forms=forms,
        is_blind=is_blind,
        styles=_inline("\n".join(styles), "style", "sheet/sheet.css"),
        script=_inline(script, "script", "sheet/sheet.js"),
        words=words,
    )


def make_read_case(chapter: Chapter, framework: Framework, text: Markup) -> ReadCase:
    """A case whose text has been rendered, with where it answers what the round's framework asks."""
    return ReadCase(
        text=text,
        name=chapter.case.name,
        prefix=chapter.prefix,
        answers={
            leaf.id: (
                *(
                    AnsweredIn(anchor=item.section.anchor, title=f"{item.section.number} {item.section.section.title}")
                    for item in chapter.sections
                    if leaf.id in item.section.section.criteria
                ),
                *(
                    AnsweredIn(anchor=f"{chapter.prefix}{drawn.anchor}", title=drawn.label)
                    for drawn in chapter.figures
                    if leaf.id in drawn.figure.criteria
                ),
            )
            for leaf in framework.leaves()
        },
        answered_conditions=frozenset(row.condition.id for row in chapter.conditions),
    )


def script_json(document: object) -> Markup:
    """JSON that no HTML parser takes for the end of a script element, a comment or anything else of its own."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def _case(form: SheetForm, framework: Framework) -> dict[str, object]:
    case = form.case
    return {
        "id": case.id,
        "digest": case.digest,
        "name": form.read.name,
        "prefix": form.read.prefix,
        "anchors": [{"id": anchor.id, "title": anchor.title} for anchor in case.anchors],
        "earlier": _earlier(case.earlier, framework) if case.earlier else None,
    }


def _earlier(evaluation: Evaluation, framework: Framework) -> dict[str, object]:
    """What was returned before, in the shape of the export."""
    marks = {leaf.id: evaluation.marks[leaf.id] for leaf in framework.leaves() if leaf.id in evaluation.marks}
    return {
        "status": evaluation.status.value,
        "date": evaluation.date.isoformat() if evaluation.date else "",
        "conditions": {
            id: {"met": check.met, "comment": check.comment} for id, check in sorted(evaluation.conditions.items())
        },
        "marks": {
            id: {
                "value": "" if mark.value is None else _plain(mark.value),
                "comments": [
                    {"kind": comment.kind.value if comment.kind else "", "text": comment.text, "anchor": comment.anchor}
                    for comment in mark.comments
                ],
            }
            for id, mark in marks.items()
        },
        "overall": evaluation.overall,
    }


def _storage_key(sheets: PacketSheets) -> str:
    """Under which a browser keeps what was written: another one for other content."""
    parts = (sheets.packet, sheets.framework_digest, *(f"{case.id} {case.digest}" for case in sheets.cases))
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"casebound-sheet {sheets.packet} {digest[:20]}"


def _plain(mark: Decimal) -> str:
    """`85`, `62.5`: never `8E+1`."""
    text = f"{mark:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _inline(text: str, element: str, name: str) -> Markup:
    """Text that stands inside a style or script element as it is, with the line ends that an HTML parser gives it."""
    if re.search(rf"</{element}|<!--", text, re.IGNORECASE):
        raise CaseboundError(f"templates/{name}: “</{element}” 或 “<!--” 不能写在里面 / cannot stand in it")
    return Markup(re.sub(r"\r\n?", "\n", text))
