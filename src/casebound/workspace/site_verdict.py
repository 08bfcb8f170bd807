"""A site that is built, with what is remembered of the last time → what is wrong with it.

Only pages that have changed are looked through, and those that were at fault; all of them where a file has gone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from casebound.compose.site_edition import Edition, SiteGround
from casebound.compose.site_gone import DoubtfulAlias, doubtful_aliases, lost, root_of
from casebound.compose.site_links import MOST, BrokenLink, LinkLedger, read_ids
from casebound.text.finding import Finding
from casebound.workspace.site_findings import alias_findings, link_findings, lost_findings, own_page_findings
from casebound.workspace.site_output import SiteOutput

_LINKS, _ADDRESSES = "links", "addresses"
"""Under which names verdicts are remembered, among the groups of files."""


def new_ledger(address: str) -> LinkLedger:
    """One for a site of this address."""
    return LinkLedger(root=root_of(address), own=address)


def judge_addresses(
    output: SiteOutput, key: str, editions: Callable[[], Sequence[Edition]], root: Path, folders: Mapping[str, str]
) -> list[Finding]:
    """Former ids that lead elsewhere, and cases that went without a word. `key`: of all that this rests on."""
    memory = _remembered(output, _ADDRESSES, key)
    if memory is None:
        first = editions()[0]
        removed = first.ground.config.site.removed
        memory = {
            "doubtful": [[item.alias, item.case, item.holder] for item in doubtful_aliases(first.records)],
            "lost": list(lost(first.records, removed, first.former)),
        }
    output.keep_in_mind(_ADDRESSES, key, memory)
    doubtful = [DoubtfulAlias(alias=alias, case=case, holder=holder) for alias, case, holder in memory["doubtful"]]
    return [*alias_findings(doubtful, root, folders), *lost_findings(memory["lost"])]


def judge_links(
    output: SiteOutput, ground: SiteGround, root: Path, folders: Mapping[str, str], *, everything: bool
) -> list[Finding]:
    """Links that lead nowhere. With `everything`, pages that have not changed are looked through again."""
    ids_of = _reader_of_ids(output)
    memory = _remembered(output, _LINKS, "")
    if everything or memory is None or output.gone:
        output.look_through_the_rest()
        kept: list[BrokenLink] = []
    else:
        kept = [link for link in _unpacked(memory) if output.has(link.page) and link.page not in output.looked_through]
        kept = [link for link in kept if _is_still_broken(link, output, ids_of)]
    broken = [*kept, *islice(output.ledger.verdict(output.has, ids_of), MOST)]
    packed = [[item.page, item.reference, item.target, item.anchor, item.is_double] for item in broken]
    output.keep_in_mind(_LINKS, "", {"broken": packed})
    own = ground.own_pages
    return [
        *link_findings(broken, root, ground.map, folders, own),
        *own_page_findings(own, ground.map, ids_of),
    ]


def _reader_of_ids(output: SiteOutput) -> Callable[[str], frozenset[str]]:
    @cache
    def ids_of(path: str) -> frozenset[str]:
        return frozenset(read_ids(output.read(path).decode("utf-8", "replace"))) if output.has(path) else frozenset()

    return ids_of


def _is_still_broken(link: BrokenLink, output: SiteOutput, ids_of: Callable[[str], frozenset[str]]) -> bool:
    if link.is_double:
        return True
    return not output.has(link.target) or (bool(link.anchor) and link.anchor not in ids_of(link.target))


def _remembered(output: SiteOutput, name: str, key: str) -> Any:
    memory = output.recall(name, key)
    return memory if isinstance(memory, dict) else None


def _unpacked(memory: Any) -> list[BrokenLink]:
    try:
        return [
            BrokenLink(page=page, reference=reference, target=target, anchor=anchor, is_double=is_double)
            for page, reference, target, anchor, is_double in memory["broken"]
        ]
    except (KeyError, TypeError, ValueError):
        return []
