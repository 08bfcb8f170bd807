"""A workspace → its case-study site in an output folder, of which only what must be is read, composed and written.

Each case folder is read once, judged and composed in the same pass, by several processes (`check_crew`, `site_worker`).
What was composed is kept (`site_pack`, `site_memory`) and only filled with what stands around it; a page whose parts
are those of the last time is not touched. New files wait beside the old ones until all are there (`site_stage`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from casebound.compose.artifact import Artifact
from casebound.compose.site import SiteComposer
from casebound.compose.site_pages import RoundResults
from casebound.evaluate.departures import as_it_stands
from casebound.model.conflict import Conflicts
from casebound.model.evaluation import Round
from casebound.text.collector import collector_off
from casebound.text.error import CaseboundError
from casebound.text.finding import Finding, in_order
from casebound.workspace.checking import Checked, check_workspace
from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.held import Held
from casebound.workspace.judged import Besides, Judge
from casebound.workspace.load import can_be_held, first_of_each
from casebound.workspace.packed import unpack
from casebound.workspace.publish_site import make_results
from casebound.workspace.round_folder import read_rounds
from casebound.workspace.site_files import SiteFiles
from casebound.workspace.site_maker import Parts, SiteMaker
from casebound.workspace.site_memory import SiteMemory, forget_oldest, site_folder
from casebound.workspace.site_output import SITE, SiteOutput
from casebound.workspace.site_pack import PackReader, digest_of
from casebound.workspace.site_stage import Stage, recover
from casebound.workspace.site_state import site_state
from casebound.workspace.site_worker import Card, SiteOrder, SiteWorker, public_in
from casebound.workspace.surroundings import Surroundings
from casebound.workspace.templates import compiled_templates, template_loader


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltSite:
    """What came of it."""

    files: SiteFiles
    """Every file of the site, by path below the output folder (`site/…`)."""
    findings: tuple[Finding, ...]
    """Those of `check`, and `left_out`."""
    left_out: tuple[Finding, ...]
    """About what could not be put on the site."""
    language: str
    """The workspace's default language."""
    composed: int
    """Case folders that were composed now; the rest had not changed."""
    written: tuple[str, ...]
    """The paths whose bytes have changed."""
    faults: tuple[Finding, ...] = ()
    """What is wrong with the site itself."""
    outside: Mapping[str, str] = field(default_factory=dict)
    """Where `everything` was looked at: the addresses on other hosts that it refers to, each with a page that does."""

    @property
    def sums(self) -> dict[str, str]:
        """The SHA-256 of every file of the site, by path below the output folder, in order."""
        return self.files.sums()


def build_site(
    root: Path,
    folder: Path,
    *,
    languages: Sequence[str] = (),
    cache: Path | None = None,
    fresh: bool = False,
    processes: int | None = None,
    reports: Sequence[Artifact] = (),
    is_zipped: bool = False,
    everything: bool = False,
    held: Held | None = None,
) -> BuiltSite:
    """Make the site in `folder`, in these languages (none: the workspace's), the first at its root.

    `is_zipped`: also as one file, whatever the settings say. `everything`: look through the links of all pages, those
    to other hosts, too. `held`: what this process still knows of the last time, where the site is only shown: nobody
    else then writes in `folder` and beside it, and there is neither a manifest nor a list of sums.

    `cache`: the user's cache; without it nothing is remembered, with `fresh` nothing of what is. `processes`: at most
    so many. `reports`: those that `site_reports.py` has ordered, which become part of the site. Raises CaseboundError
    where a template or page of the workspace is at fault, or nothing can be written; the former site is then as it was.
    """
    recover(folder)
    with ExitStack() as stack:
        if held:
            place = folder.parent / "memory"
        elif cache is None:
            place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="casebound-")))
        else:
            place = site_folder(cache, root, languages)
            stack.callback(forget_oldest, cache)
        stage = stack.enter_context(Stage(folder, is_synced=held is None))
        stack.enter_context(collector_off())
        if held:
            stack.push(partial(_forget, held))
        memory = SiteMemory(folder=place, held=held)
        build = _Build(root, folder, tuple(languages), memory, stage, is_fresh=fresh)
        stack.callback(build.close)
        build.reports = {report.path.removeprefix(f"{SITE}/"): report.data for report in reports}
        return build.run(None if fresh else cache, processes, is_zipped=is_zipped, everything=everything)


def _forget(held: Held, kind: type[BaseException] | None, *_: object) -> None:
    """Know nothing more, where a build was broken off."""
    if kind is not None:
        held.forget_all()


class _Build:
    """One build under way."""

    worker: SiteWorker
    surroundings: Surroundings

    def __init__(
        self, root: Path, folder: Path, languages: tuple[str, ...], memory: SiteMemory, stage: Stage, *, is_fresh: bool
    ) -> None:
        self.root = root
        self.languages = languages
        self.memory = memory
        self.is_fresh = is_fresh
        self.output = SiteOutput(folder, stage, memory, is_fresh=is_fresh)
        self.stage = stage
        self.reader = PackReader(memory.packs)
        self.state = ""
        self.kept: dict[str, Card] = {}
        self.round: Round | None = None
        self.reports: Mapping[str, bytes] = {}

    def close(self) -> None:
        """Nothing is read or kept any more, however it ended."""
        if "worker" in self.__dict__:
            self.worker.finish()
        self.reader.close()
        self.output.close()

    def run(self, cache: Path | None, processes: int | None, *, is_zipped: bool, everything: bool) -> BuiltSite:
        """Everything, in turn."""
        held = self.memory.held
        ground = held.ground() if held else None
        checked = check_workspace(
            self.root, cache=cache, processes=processes, besides=self._open, ground=ground, held=held
        )
        made = self.worker.cards
        cards = {name: made.get(name) or self.kept[name] for name in checked.cases if name in made or name in self.kept}
        chosen = _chosen(cards)
        results = self._results(checked, [card["id"] for card in chosen.values()])
        if results:
            cards |= (scored := self._scored(chosen, results))
            chosen |= scored
            made = {**made, **scored}
        parts = Parts(
            root=self.root,
            state=self.state,
            worker=self.worker,
            output=self.output,
            reader=self.reader,
            kept=self.kept,
            reports=self.reports,
            records="" if self.is_fresh else self.memory.records(),
            compose=self.compose,
            former=self.output.former_addresses,
            is_zipped=is_zipped,
            is_shown=held is not None,
        )
        site = SiteMaker(parts, chosen, results)
        site.make({card["id"] for name, card in chosen.items() if name in made})
        faults = site.judge(everything=everything)
        self.close()  # nothing may be open where files are moved
        written = self.output.switch()
        self.memory.keep_cards(self.state, cards, site.key)
        self.output.keep()
        left_out = self._left_out(chosen.values())
        return BuiltSite(
            files=self.output.now.files,
            findings=in_order((*checked.findings, *left_out)),
            left_out=left_out,
            language=checked.language,
            composed=len(made),
            written=written,
            faults=in_order(faults),
            outside=self.output.ledger.outside,
        )

    def _left_out(self, cards: Iterable[Card]) -> tuple[Finding, ...]:
        folder = WorkspaceFolder(self.root)
        packed = [finding for card in cards for finding in card["findings"]]
        return in_order(unpack(finding, lambda path: folder.source(self.root / path)) for finding in packed)

    def _open(self, folder: WorkspaceFolder, surroundings: Surroundings) -> Besides:
        """What is to be composed in the pass in which folders are judged."""
        config = surroundings.settings.config
        languages = self.languages or config.languages or (surroundings.language,)
        self.surroundings = surroundings
        self.state = site_state(self.root, surroundings, languages)
        self.kept = {} if self.is_fresh else self.memory.cards(self.state)
        if config.site.round:
            rounds = (each for each in read_rounds(WorkspaceFolder(self.root)) if each.round.id == config.site.round)
            # Where there is none, or none that can be held, the checker says so.
            self.round = next(
                (as_it_stands(each.round) for each in rounds if can_be_held(each, surroundings.frameworks)), None
            )
        order = SiteOrder(
            languages=tuple(languages),
            stage=str(self.stage.place),
            packs=str(self.memory.packs),
            waiting=self.round.cases if self.round else (),
        )
        self.worker = SiteWorker(
            folder=folder, surroundings=surroundings, order=order, name="own", is_wanted=self._is_wanted
        )
        return self.worker

    def _is_wanted(self, name: str, state: str) -> bool:
        card = self.kept.get(name)
        if card is None or not state or card["state"] != state:
            return True
        if card["scores"] and card["id"] not in self.worker.order.waiting:
            return True
        return bool(card["id"]) and not self.output.is_whole(card["id"], card["files"])

    def _results(self, checked: Checked, cases: Sequence[str]) -> RoundResults | None:
        """What the round came to, whose marks count that no conflict forbids."""
        if self.round is None:
            return None
        barred = checked.conflicts.get(self.round.id, Conflicts()).blocking()
        return make_results(replace(self.round, barred=barred), self.surroundings.frameworks, cases)

    def _scored(self, chosen: Mapping[str, Card], results: RoundResults) -> dict[str, Card]:
        """The cases of the round, composed with their scores where they were not, or with others."""
        bare = replace(results.round, evaluations=(), consensus=(), assignments=(), barred=frozenset())
        ground = replace(self.worker.ground, results=results)
        composer = SiteComposer(ground, template_loader(self.root), compiled_templates())
        found = {}
        for name, card in chosen.items():
            if card["id"] in results.round.cases:
                scores = digest_of(f"{bare!r}\0{results.cards.get(card['id'])!r}".encode("utf-8", "surrogatepass"))
                if card["waits"] or card["scores"] != scores:
                    found[name] = self.compose(name, card["id"], composer, scores)
        return found

    def compose(self, name: str, id: str, composer: SiteComposer, scores: str) -> Card:
        """The card of a folder, made here and now."""
        judged = Judge(self.worker.folder, self.surroundings).judge(name, has_rules=False)
        public = public_in(judged, self.surroundings)
        if public is None or public.id != id:
            raise CaseboundError(f"{name} 在读的时候变了，请再运行一次 / changed while it was read: run again")
        return self.worker.compose(composer, public, judged, scores)


def _chosen(cards: Mapping[str, Card]) -> dict[str, Card]:
    """The public cases, by folder: of two that claim an id, that in the folder of its name. No id has capitals, so no
    two lie in one folder where the disk does not tell capitals apart.
    """
    public = {name: card for name, card in cards.items() if card["id"]}
    if all(name == card["id"] for name, card in public.items()):
        return public
    return dict(first_of_each(public.items(), lambda each: (each[1]["id"], "", f"/{each[0]}")))
