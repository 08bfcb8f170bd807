"""A case folder that has just been judged → its pages, record and passages composed and kept, its files staged.

What comes of a folder is a card, of plain values:

    state     of the folder's files; empty: not to be kept
    id        of the public case; empty where the folder holds none
    waits     whether it is composed later, because a round's scores go into it
    scores    digest of those that went into it
    texts     by language: the places of record, page and passages in the packs, and of the Markdown with its path
              where it has links to other cases, those links, and, once the page has been filled, the place of the
              fillings and `around`, a digest of what they were made from
    records   digest of the records, in all languages
    files     digest of the paths and SHA-256 of its files
    staged    these files, staged; not kept
    findings  about what could not be put on the site
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from casebound.compose.case_links import open_links
from casebound.compose.public_case import PublicCase, make_public_cases
from casebound.compose.site import SiteComposer
from casebound.compose.site_edition import SiteGround
from casebound.compose.site_form import to_plain
from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.judged import Judged
from casebound.workspace.load import can_be_composed, first_of_each
from casebound.workspace.packed import pack
from casebound.workspace.places import cache_folder
from casebound.workspace.publish_site import make_ground
from casebound.workspace.site_pack import PackWriter, Place, digest_of
from casebound.workspace.site_sources import read_sources
from casebound.workspace.site_stage import Shelf
from casebound.workspace.surroundings import Surroundings
from casebound.workspace.templates import compiled_templates, template_loader

Card = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOrder:
    """What a process must know to compose cases of a site."""

    languages: tuple[str, ...]
    stage: str
    """Folder in which new files wait."""
    packs: str
    """Folder of what was composed."""
    waiting: tuple[str, ...] = ()
    """The ids of cases that are composed later."""


@dataclass(kw_only=True)
class SiteWorker:
    """Composes case folders, one after another."""

    folder: WorkspaceFolder
    surroundings: Surroundings
    order: SiteOrder
    name: str
    """Of this process, among those that work together."""
    is_wanted: Callable[[str, str], bool] = lambda _name, _state: True
    cards: dict[str, Card] = field(default_factory=dict)
    """What was made, by the folder's name."""

    def wants(self, name: str, state: str) -> bool:
        """Whether a folder in that state must be composed."""
        return self.is_wanted(name, state)

    def take(self, name: str, made: Any) -> None:
        """Note a card that was made."""
        self.cards[name] = made

    def job(self) -> dict[str, Any]:
        """The order, for another process."""
        return asdict(self.order)

    def finish(self) -> None:
        """Nothing more is put into the pack."""
        if "_pack" in self.__dict__:
            self.__dict__.pop("_pack").close()

    def make(self, judged: Judged) -> Card:
        """The card of a folder; a case whose scores are not known yet waits."""
        public = public_in(judged, self.surroundings)
        if public is None:
            return _empty(judged.state, "", waits=False)
        if public.id in self.order.waiting:
            return _empty("", public.id, waits=True)
        return self.compose(self._composer, public, judged, "")

    def compose(self, composer: SiteComposer, public: PublicCase, judged: Judged, scores: str) -> Card:
        """The card of a case."""
        root, frameworks = self.folder.root, self.surroundings.frameworks
        sources = read_sources(root, public, judged.cases, frameworks, cache_folder() / "screens")
        composed = composer.compose(sources.case, sources.files)
        texts: dict[str, dict[str, Any]] = {}
        said: dict[int, Place] = {}
        for lang, text in composed.texts.items():
            if id(text.passages) not in said:  # they are the same in all languages that show the same words
                said[id(text.passages)] = self._pack.put_plain(to_plain(text.passages))
            texts[lang] = {
                "record": self._pack.put_plain(to_plain(text.record)),
                "page": self._pack.put(text.page.encode("utf-8", "surrogatepass")),
                "passages": said[id(text.passages)],
                "links": [list(link) for link in open_links(text.page)],
            }
            if text.markdown:
                texts[lang]["markdown"] = self._pack.put(text.markdown.data)
                texts[lang]["markdown_path"] = text.markdown.path
        staged = [self._shelf.put(file.path, file.data) for file in composed.files]
        return {
            "state": judged.state,
            "id": public.id,
            "waits": False,
            "scores": scores,
            "texts": texts,
            "records": digest_of("\0".join(text["record"][3] for text in texts.values()).encode()),
            "files": digest_of("\n".join(f"{each.sha256} {each.path}" for each in staged).encode()),
            "staged": [list(each) for each in staged],
            "findings": [pack(finding) for finding in sources.findings],
        }

    def keep(self, plain: Any) -> Place:
        """Put what JSON can hold into the pack."""
        return self._pack.put_plain(plain)

    @cached_property
    def ground(self) -> SiteGround:
        """What holds for the whole site, without a round's scores."""
        return make_ground(self.folder.root, self.surroundings, self.order.languages)

    @cached_property
    def _composer(self) -> SiteComposer:
        return SiteComposer(self.ground, template_loader(self.folder.root), compiled_templates())

    @cached_property
    def _pack(self) -> PackWriter:
        return PackWriter(Path(self.order.packs))

    @cached_property
    def _shelf(self) -> Shelf:
        return Shelf(Path(self.order.stage), self.name)


def open_worker(folder: WorkspaceFolder, surroundings: Surroundings, job: Mapping[str, Any], name: str) -> SiteWorker:
    """The worker of another process, as `SiteWorker.job` told it."""
    lists: dict[str, Collection[str]] = {"languages": job["languages"], "waiting": job["waiting"]}
    order = SiteOrder(
        languages=tuple(lists["languages"]), waiting=tuple(lists["waiting"]), stage=job["stage"], packs=job["packs"]
    )
    return SiteWorker(folder=folder, surroundings=surroundings, order=order, name=name)


def public_in(judged: Judged, surroundings: Surroundings) -> PublicCase | None:
    """The case in a folder as anybody may read it; None where nobody may."""
    fit = [written for written in judged.cases if can_be_composed(written, surroundings.frameworks)]
    found = make_public_cases(first_of_each(fit, lambda written: (written.case.id, written.case.lang, written.folder)))
    return found[0] if found else None


def _empty(state: str, id: str, *, waits: bool) -> Card:
    """The card of a folder of which nothing was composed."""
    return {
        "state": state,
        "id": id,
        "waits": waits,
        "scores": "",
        "texts": {},
        "records": "",
        "files": "",
        "findings": [],
    }
