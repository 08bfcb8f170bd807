"""An edition → its search page and index; a case → the file of its words that a browser shows snippets from.

The index is made from what each case's terms are (`site_search_terms`), so that no case need be read for it again.
"""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace

from casebound.compose.artifact import Artifact
from casebound.compose.site_edition import Edition, value_name
from casebound.compose.site_json_ld import page_data
from casebound.compose.site_map import SiteMap, link
from casebound.compose.site_passages import Passage
from casebound.compose.site_record import CaseRecord
from casebound.compose.site_search_pages import SearchPage
from casebound.compose.site_search_script import as_script, from_script
from casebound.compose.site_search_shards import (
    change_shards,
    make_shards,
    posting_counts,
    shard_count,
    shard_of_term,
    touched_shards,
)
from casebound.compose.site_search_terms import make_terms, word_term
from casebound.compose.site_search_words import change_words, make_words, touched_words
from casebound.compose.site_spoken import Spoken, Unchanged

FACETS_SHOWN = ("industry", "grade", "evidence", "year")
"""What a result says of a case beside its title."""


_MOST_CHANGES = 40
"""Cases that change at once before the whole index is made anew."""


def make_search_index(edition: Edition, spoken: Spoken) -> Iterator[Artifact | Unchanged]:
    """All that a browser searches in, but for the words of the cases: what has changed, where it is known."""
    map, lang = edition.ground.map, edition.lang
    changed = _changed(edition, spoken)
    if changed is None:
        spoken.note = yield from _make_anew(edition, spoken)
    else:
        artifacts, spoken.note = changed
        yield from artifacts
        names = ["words", *(_shard_name(number) for number in range(shard_count(spoken.note)))]
        made = {artifact.path for artifact in artifacts}
        yield from (Unchanged(path=path) for name in names if (path := map.search_data(lang, name)) not in made)
    count, has_same_cases = shard_count(spoken.note), changed is not None and spoken.are_records_same
    if has_same_cases and count == shard_count(spoken.former_note):
        yield Unchanged(path=map.search_data(lang, "cases"))
    else:
        yield _cases(edition, count)


def _make_anew(edition: Edition, spoken: Spoken) -> Generator[Artifact, None, int]:
    """The whole index; returns how many entries there are. Where all cases say the same in another language of the
    site, since nobody has translated one, its index has the same bytes.
    """
    map, lang = edition.ground.map, edition.lang
    key = tuple(spoken.digests.values())
    if known := spoken.indexes.pop(key, None):
        entries, first, files = known
        for artifact in files:
            yield replace(artifact, path=map.search_data(lang, _data_name(map, first, artifact.path)))
    else:
        all_terms = [make_terms(spoken.passages(record.id)) for record in edition.records]
        entries, files = sum(entry_count(terms) for terms in all_terms), []
        for artifact in make_index(map, lang, all_terms):
            yield artifact
            if lang != map.languages[-1]:
                files.append(artifact)
        first = lang
    if lang != map.languages[-1]:
        spoken.indexes[key] = entries, first, files
    return entries


def _data_name(map: SiteMap, lang: str, path: str) -> str:
    """The name of the file of an index that lies at that path."""
    before, after = map.search_data(lang, "\0").split("\0")
    return path.removeprefix(before).removesuffix(after)


def _changed(edition: Edition, spoken: Spoken) -> tuple[list[Artifact], int] | None:
    """The files that differ from those of the last time, and how many entries there are now; None where all must be
    made anew: cases have come or gone, or many have changed.
    """
    map, lang, former = edition.ground.map, edition.lang, spoken.former_digests
    if former is None or list(former) != list(spoken.digests):
        return None
    numbers = [number for number, id in enumerate(former) if former[id] != spoken.digests[id]]
    if len(numbers) > _MOST_CHANGES:
        return None
    changes = {}
    ids = list(former)
    for number in numbers:
        id = ids[number]
        passages = spoken.former(id)
        if passages is None:
            return None
        changes[number] = (make_terms(passages), make_terms(spoken.passages(id)))
    before = spoken.former_note
    after = before + sum(entry_count(new) - entry_count(old) for old, new in changes.values())
    files = {path: spoken.read(path) for path in touched_by(map, lang, before, changes)}
    artifacts = change_index(map, lang, (before, after), changes, files)
    return None if artifacts is None else (artifacts, after)


def make_index(map: SiteMap, lang: str, all_terms: Sequence[bytes]) -> Iterator[Artifact]:
    """The shards and the dictionary of an edition, from the terms of its cases in order."""
    for number, data in make_shards(all_terms):
        yield _shard(map, lang, number, data)
    yield _script(map.search_data(lang, "words"), "words", make_words(all_terms))


def touched_by(map: SiteMap, lang: str, entries: int, changes: Mapping[int, tuple[bytes, bytes]]) -> list[str]:
    """The paths of the files that `change_index` must be given."""
    shards = touched_shards(shard_count(entries), changes)
    return [map.search_data(lang, "words"), *(map.search_data(lang, _shard_name(number)) for number in shards)]


def change_index(
    map: SiteMap,
    lang: str,
    entries: tuple[int, int],
    changes: Mapping[int, tuple[bytes, bytes]],
    files: Mapping[str, bytes],
) -> list[Artifact] | None:
    """The files of the index that differ once cases, by number, have other terms (before, after): those that
    `make_index` would make. None where all must be made anew.

    `entries`: how many all cases have together, before and after (`entry_count`); `files`: the former bytes of what
    `touched_by` names, by path. Cases may have changed, not come or gone: their numbers would be others.
    """
    before, after = entries
    count = shard_count(before)
    if shard_count(after) != count:
        return None
    numbers = touched_shards(count, changes)
    old = {number: from_script(files[map.search_data(lang, _shard_name(number))]) for number in numbers}
    shards = change_shards(old, count, changes)
    words = {word: word_term(word) for word in touched_words(changes)}
    counts = posting_counts({shards[shard_of_term(term, count)] for term in words.values()})
    path = map.search_data(lang, "words")
    known = change_words(from_script(files[path]), changes, {word: counts.get(term, 0) for word, term in words.items()})
    if known is None:
        return None
    made = [_shard(map, lang, number, data) for number, data in shards.items()]
    made.append(_script(path, "words", known))
    return [artifact for artifact in made if artifact.data != files[artifact.path]]


def make_text(map: SiteMap, record: CaseRecord, passages: Sequence[Passage]) -> Artifact:
    """The words of a case, once for all languages that show it in the language in which it is written."""
    said = [[one.anchor, one.heading, one.text, int(one.is_strong)] for one in passages]
    text = json.dumps([record.name, record.organization, said], ensure_ascii=False, separators=(",", ":"))
    data = zlib.compress(packed(unicodedata.normalize("NFC", text)), 9)
    return _script(map.search_text(record.written_in, record.id), f"t/{record.written_in}/{record.id}", data)


_UNLIKE = re.compile("[\u1e3f\u20ac\ue5e5\ue780-\ue8ff\u9fb4-\u9fbb\ufe10-\ufe19\ud800-\udfff]")
"""Characters that browsers and Python write differently in GB 18030, whose tables are of several years."""


def packed(text: str) -> bytes:
    """Text with the letter of its encoding before it: Chinese is shorter in GB 18030, deflated or not."""
    if _UNLIKE.search(text):
        return b"u" + text.encode("utf-8", "replace")
    return b"g" + text.encode("gb18030")


def read_passages(script: bytes) -> tuple[Passage, ...]:
    """The passages in what `make_text` made."""
    data = zlib.decompress(from_script(script))
    said = json.loads(data[1:].decode("gb18030" if data[:1] == b"g" else "utf-8"))[2]
    return tuple(Passage(anchor=one[0], heading=one[1], text=one[2], is_strong=bool(one[3])) for one in said)


def make_search_page(edition: Edition) -> Artifact:
    """The page on which an edition is searched."""
    map = edition.ground.map
    paths = {lang: map.search(lang) for lang in map.languages}
    words = edition.word("search_title")
    frame = edition.frame(
        "search",
        paths,
        title=f"{words} · {edition.site}",
        description=edition.word("search_lead"),
        data=page_data(edition, paths[edition.lang], words, edition.lang),
    )
    here = frame.path
    page = SearchPage(
        frame=frame,
        case_count=len(edition.records),
        home=link(here, map.home(edition.lang)),
        data=link(here, map.search_data(edition.lang, "")).removesuffix(".js"),
        texts=link(here, map.search_text(".", "")).removesuffix("/.js") + "/",
    )
    return edition.page(page, frame)


def _cases(edition: Edition, shards: int) -> Artifact:
    """What a result needs to know of a case beside its words, by number."""
    ground, lang = edition.ground, edition.lang
    names: dict[str, int] = {}
    rows = []
    for record in edition.records:
        values = (_value(record, facet) for facet in FACETS_SHOWN)
        shown = [
            value_name(ground, lang, facet, value) if value else ""
            for facet, value in zip(FACETS_SHOWN, values, strict=True)
        ]
        rows.append((record.id, [names.setdefault(name, len(names)) for name in (record.written_in, *shown)]))
    table = {
        "ids": [id for id, _ in rows],
        "names": list(names),
        "said": [[numbers[column] for _, numbers in rows] for column in range(1 + len(FACETS_SHOWN))],
        "shards": shards,
    }
    data = json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode()
    return _script(ground.map.search_data(lang, "cases"), "cases", zlib.compress(data, 9))


def entry_count(terms: bytes) -> int:
    """How many entries a case has in the index."""
    return int.from_bytes(terms[:4], "little")


def _value(record: CaseRecord, facet: str) -> str:
    match facet:
        case "industry":
            return record.industry
        case "grade":
            return record.grade
        case "evidence":
            return str(record.evidence)
    return str(record.year or "")


def _shard_name(number: int) -> str:
    return f"s/{number:04x}"


def _shard(map: SiteMap, lang: str, number: int, data: bytes) -> Artifact:
    name = _shard_name(number)
    return _script(map.search_data(lang, name), name, data)


def _script(path: str, name: str, deflated: bytes) -> Artifact:
    return Artifact(path=path, data=as_script(name, deflated))
