"""A public case → its replication pack: what the case's page tells of it, a page to print, and a Word file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache

from markupsafe import Markup

from casebound.compose.artifact import Artifact
from casebound.compose.environment import render
from casebound.compose.public_case import PublicCase, Translation
from casebound.compose.qr import case_address
from casebound.compose.site_case import SiteCase
from casebound.compose.site_edition import Edition
from casebound.compose.site_json_ld import page_data
from casebound.compose.site_map import link
from casebound.compose.site_pack import Pack, SelfTest
from casebound.compose.site_pages import ReplicatePage
from casebound.compose.word_file import render_word_file
from casebound.figure.palette import SCREEN
from casebound.figure.steps_drawing import draw_steps
from casebound.model.case import Step

PARTS = {
    "[Content_Types].xml": "docx/content_types.xml",
    "_rels/.rels": "docx/package_links.xml",
    "docProps/core.xml": "docx/core.xml",
    "word/_rels/document.xml.rels": "docx/document_links.xml",
    "word/document.xml": "docx/replication.xml",
    "word/footer1.xml": "docx/footer.xml",
    "word/numbering.xml": "docx/numbering.xml",
    "word/settings.xml": "docx/settings.xml",
    "word/styles.xml": "docx/styles.xml",
}
"""The parts of the Word file and the templates they are made from."""


def make_pack(public: PublicCase, site_case: SiteCase, edition: Edition) -> Pack | None:
    """What the case's page shows of its pack; None where the public reads nothing of it."""
    case, map = site_case.chapter.case, edition.ground.map
    replication = case.replication
    if replication is None:
        return None
    return Pack(
        href=link(site_case.path, map.replication(site_case.lang, case.id)),
        word_file=link(site_case.path, map.pack(site_case.lang, case.id)),
        test=SelfTest(key=_test_key(public), questions=replication.preconditions),
        chart=_chart(replication.steps, case.lang),
    )


@lru_cache(maxsize=4)
def _chart(steps: tuple[Step, ...], lang: str) -> Markup:
    """The steps, drawn: once for all pages on which the same words stand."""
    return draw_steps(steps, SCREEN, lang)


def make_pack_files(site_case: SiteCase, pack: Pack | None, edition: Edition) -> Iterator[Artifact]:
    """The page to print and the Word file."""
    if pack is None:
        return
    case, public = site_case.chapter.case, site_case.public
    map, lang = edition.ground.map, site_case.lang
    paths = {each: map.replication(each, case.id) for each in map.languages}
    address = edition.ground.config.site.address
    is_fallback = public.translation(lang) is Translation.FALLBACK
    page = ReplicatePage(
        frame=edition.frame(
            "replicate",
            paths,
            title=f"{edition.word('replication_pack')} · {case.title} · {edition.site}",
            description=f"{edition.word('replication_pack')} · {case.title}",
            data=page_data(edition, paths[lang], edition.word("replication_pack"), case.lang),
            written=public.texts,
            canonical=paths.get(public.original, paths[lang]) if is_fallback else paths[lang],
        ),
        chapter=site_case.chapter,
        language=site_case.language,
        case_href=link(paths[lang], site_case.path),
        word_file=link(paths[lang], map.pack(lang, case.id)),
        chart=pack.chart,
        address=case_address(address, map, lang, case.id) if address else "",
    )
    yield edition.page(page, page.frame)
    parts = {name: render(edition.environment, template, page) for name, template in PARTS.items()}
    yield Artifact(path=map.pack(lang, case.id), data=render_word_file(parts))


def _test_key(public: PublicCase) -> str:
    """Names the answers to the self-test in a reader's browser: those to other questions are others."""
    replication = public.texts[public.original].replication
    questions = "\n".join(replication.preconditions) if replication else ""
    return f"{public.id}.{hashlib.sha256(questions.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
