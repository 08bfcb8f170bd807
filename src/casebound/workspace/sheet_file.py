"""A workspace and a packet's blank sheets → the offline score sheet: one HTML file that reads, marks and exports."""

from __future__ import annotations

import base64
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from jinja2 import BaseLoader, Environment
from markupsafe import Markup

from casebound.compose.chapter import ChapterStyle, make_chapter
from casebound.compose.environment import make_environment, render
from casebound.compose.medium import Medium
from casebound.compose.sheet_page import ReadCase, SheetText, make_read_case, make_sheet_file
from casebound.compose.site_case import CHART_HEIGHT, CHART_WIDTH
from casebound.figure.palette import SCREEN
from casebound.model.audience import Audience, for_audience
from casebound.model.framework import Framework
from casebound.model.sheet import PacketSheets, SheetCase
from casebound.press.picture_input import media_type
from casebound.read.written import WrittenCase
from casebound.text.anchor import anchor_name
from casebound.text.error import CaseboundError
from casebound.text.finding import Finding
from casebound.text.localized import Localized
from casebound.workspace.load import Workspace
from casebound.workspace.pictures import Pictures
from casebound.workspace.places import store_folder
from casebound.workspace.publish_site import files_of
from casebound.workspace.templates import compiled_templates, read_words, template_loader, template_text

_SITE_STYLES = ("site.css", "pages.css")
_MOST_KEPT = 200
"""Texts of cases that are kept for the next packet: those of one round are read by several evaluators."""


@dataclass(slots=True)
class SheetFiles:
    """Makes the offline score sheets of one workspace's packets: what they share is read and composed once."""

    workspace: Workspace
    loader: BaseLoader = field(init=False)
    words: Mapping[str, Localized] = field(init=False)
    """Of the form."""
    pictures: Pictures = field(init=False)
    _texts: OrderedDict[tuple[str, ...], ReadCase] = field(init=False, default_factory=OrderedDict)
    _environments: dict[str, Environment] = field(init=False, default_factory=dict)
    _styles: list[str] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.loader = template_loader(self.workspace.root)
        self.words = read_words(self.loader, "sheet/words.yaml")
        self.pictures = Pictures(root=self.workspace.root, cache=store_folder())

    @property
    def findings(self) -> tuple[Finding, ...]:
        """About images that the sheets made so far could not show."""
        return self.pictures.findings

    def make(self, sheets: PacketSheets, *, is_blind: bool) -> bytes:
        """The file of one packet. The same input gives the same bytes.

        Raises CaseboundError where a case of the packet is not in the workspace, or a template cannot be used.
        """
        texts = {case.id: self._text(case, sheets.framework, sheets.lang, is_blind) for case in sheets.cases}
        page = make_sheet_file(
            sheets,
            texts,
            is_blind=is_blind,
            styles=self._all_styles(),
            script=template_text(self.loader, "sheet/sheet.js"),
            words=self.words,
        )
        return render(self._environment(sheets.lang), "sheet/sheet.html", page).encode()

    def _text(self, case: SheetCase, framework: Framework, lang: str, is_blind: bool) -> ReadCase:
        key = (case.id, case.lang, framework.id, lang, str(is_blind))
        if key not in self._texts:
            self._texts[key] = self._composed(case, framework, lang, is_blind)
            if len(self._texts) > _MOST_KEPT:
                self._texts.popitem(last=False)
        self._texts.move_to_end(key)
        return self._texts[key]

    def _composed(self, sheet: SheetCase, framework: Framework, lang: str, is_blind: bool) -> ReadCase:
        written = self._written(sheet)
        case = for_audience(written.case, Audience.BLIND if is_blind else Audience.EVALUATORS)
        shown = self.pictures.of(written).pictures
        addresses = {name: _data_address(picture.data) for name, picture in shown.items()}
        chapter = make_chapter(
            case,
            framework=framework,
            routes=self.workspace.routes,
            vocabulary=self.workspace.vocabulary,
            style=ChapterStyle(
                medium=Medium(
                    prefix=anchor_name(case.id, ""), images=tuple(addresses), image_addresses=addresses, palette=SCREEN
                ),
                chart_width=CHART_WIDTH,
                chart_height=CHART_HEIGHT,
            ),
        )
        text = render(self._environment(lang), "sheet/case.html", SheetText(chapter=chapter, lang=lang))
        return make_read_case(chapter, framework, Markup(text))

    def _written(self, sheet: SheetCase) -> WrittenCase:
        for ref in self.workspace.refs:
            if (ref.id, ref.lang) == (sheet.id, sheet.lang):
                return ref.written()
        raise CaseboundError(
            f"工作区里没有案例 {sheet.id}（{sheet.lang}） / The workspace has no case {sheet.id} in it"
        )

    def _environment(self, lang: str) -> Environment:
        if lang not in self._environments:
            words = {**read_words(self.loader, "site/words.yaml"), **self.words}
            self._environments[lang] = make_environment(self.loader, words, lang, compiled_templates())
        return self._environments[lang]

    def _all_styles(self) -> list[str]:
        """In cascade order: the site's reading of the tokens and its prose, then the sheet's own."""
        if not self._styles:
            site = files_of(self.workspace.root, "site/assets")
            self._styles = [
                template_text(self.loader, "tokens.css"),
                *(site[name].read_text(encoding="utf-8-sig") for name in _SITE_STYLES),
                template_text(self.loader, "sheet/sheet.css"),
            ]
        return self._styles


def _data_address(data: bytes) -> str:
    return f"data:{media_type(data)};base64,{base64.b64encode(data).decode()}"
