"""The search index: every stretch of every text is found, and an edit gives the bytes of a whole build."""

from __future__ import annotations

import shutil
import zlib
from collections import Counter
from pathlib import Path

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.compose.site_map import SiteMap
from casebound.compose.site_passages import Passage, plain
from casebound.compose.site_search import change_index, entry_count, make_index, packed, read_passages, touched_by
from casebound.compose.site_search_script import ALPHABET, as_script, from_script
from casebound.compose.site_search_shards import (
    Postings,
    make_shards,
    read_shard,
    shard_count,
    shard_of,
    shard_of_term,
    write_shard,
)
from casebound.compose.site_search_terms import (
    PAIR_BITS,
    STRONG,
    entries_of,
    is_listed,
    make_terms,
    pair_term,
    word_term,
    words_of,
)
from casebound.compose.site_search_text import NARROW, kinds_of, normal_codes, normal_text
from casebound.compose.site_search_words import make_words, read_words
from casebound.workspace.load import load
from casebound.workspace.publish_site import make_site_artifacts

CHECKOUT = Path(__file__).resolve().parents[2]
MAP = SiteMap(languages=("zh-CN", "en"))
LETTERS = st.sampled_from("等候时间改进的一二abcdefgAB019 ，。.-_\u3000é")
TEXT = st.text(LETTERS, min_size=0, max_size=40)
CASES = st.lists(st.lists(st.tuples(TEXT, TEXT, st.booleans()), max_size=4), max_size=5)

Said = list[tuple[str, str, bool]]


def passages(said: Said) -> list[Passage]:
    return [Passage(anchor="", heading=heading, text=text, is_strong=strong) for heading, text, strong in said]


class Index:
    """A reader of the index, after its description and independent of the browser's."""

    def __init__(self, all_terms: list[bytes]) -> None:
        self.count = shard_count(sum(map(entry_count, all_terms)))
        self.shards = {number: read_shard(data) for number, data in make_shards(all_terms)}

    def postings(self, term: int) -> dict[int, int]:
        shard = self.shards[shard_of_term(term, self.count)]
        mine = shard.terms == term
        return dict(zip(shard.cases[mine].tolist(), shard.marks[mine].tolist(), strict=True))

    def find(self, phrase: str) -> set[int]:
        """Cases with the phrase's pairs and whole words at places that follow each other."""
        normal = normal_text(phrase)
        kinds = kinds_of(normal_codes(phrase)).tolist()
        pairs = [(normal[at : at + 2], at) for at in range(len(normal) - 1)]
        asked = [(pair_term(pair), at) for pair, at in pairs if " " not in pair and (kinds[at] or kinds[at + 1])]
        start = 0
        for at in range(len(normal) + 1):
            if at == len(normal) or kinds[at] != NARROW:
                if 0 < start < at - 1 and at < len(normal):
                    asked.append((word_term(normal[start:at]), start))
                start = at + 1
        if not asked:
            found = [set(self.postings(ord(letter))) for letter in normal if letter != " "]
            return set.intersection(*found) if found else set()
        ends = [at for at, letter in enumerate(normal) if letter in "。.!?;"]
        places: dict[int, int] = dict.fromkeys(range(100), 255)
        for term, at in asked:
            begin = max((end + 1 for end in ends if end < at), default=0)
            turned = {}
            for case, mark in self.postings(term).items():
                if begin:  # a sentence began in the phrase: the place is known
                    turned[case] = 255 if mark >> (at - begin) % 8 & 1 else 0
                else:
                    turned[case] = ((mark & 255) >> at % 8 | mark << 8 - at % 8) & 255
            places = {case: mask & places[case] for case, mask in turned.items() if case in places}
        return {case for case, mask in places.items() if mask}


@given(CASES, st.data())
def test_every_stretch_of_every_text_is_found(cases: list[Said], data: st.DataObject) -> None:
    index = Index([make_terms(passages(said)) for said in cases])
    for number, said in enumerate(cases):
        for text in (part for heading, body, _ in said for part in (heading, body)):
            if not normal_text(text):
                continue
            start = data.draw(st.integers(0, len(text) - 1))
            part = text[start : data.draw(st.integers(start + 1, len(text)))]
            if normal_text(part):
                assert number in index.find(part)


def test_places_tell_a_phrase_from_its_scattered_pairs() -> None:
    held = [Passage(anchor="", heading="", text="等候时间")]
    scattered = [Passage(anchor="", heading="", text="等候，时间，，候时")]
    assert Index([make_terms(held), make_terms(scattered)]).find("等候时间") == {0}


def test_an_edit_moves_the_places_of_its_own_sentence_only() -> None:
    before, after = (
        make_terms([Passage(anchor="", heading="", text=text)]) for text in ("甲。乙丙丁。", "甲甲。乙丙丁。")
    )
    known = {entry >> 9: entry & 255 for entry in entries_of(before).tolist()}
    again = {entry >> 9: entry & 255 for entry in entries_of(after).tolist()}
    moved = {term for term in known if term > 1 << 21 and again[term] != known[term]}
    assert moved == {pair_term("甲。"), pair_term("。乙")}


def test_titles_and_headings_are_strong_and_bodies_are_not() -> None:
    said = [
        Passage(anchor="a", heading="标题", text="正文"),
        Passage(anchor="", heading="", text="摘要", is_strong=True),
    ]
    index = Index([make_terms(said)])
    strong = {pair: bool(index.postings(pair_term(pair))[0] & STRONG) for pair in ("标题", "正文", "摘要")}
    assert strong == {"标题": True, "正文": False, "摘要": True}


def test_no_pair_runs_from_one_passage_into_the_next() -> None:
    said = [Passage(anchor="", heading="甲乙", text="丙丁"), Passage(anchor="", heading="", text="戊己")]
    index = Index([make_terms(said)])
    assert [index.find(pair) for pair in ("乙丙", "丁戊", "丙丁")] == [set(), set(), {0}]


def test_a_text_may_hold_the_sign_that_parts_passages() -> None:
    index = Index([make_terms([Passage(anchor="", heading="前\uffff后", text="正文", is_strong=False)])])
    assert index.find("正文") == {0}
    assert not index.postings(pair_term("正文"))[0] & STRONG


ROWS = st.dictionaries(
    st.tuples(st.integers(1, (1 << 49) - 1), st.integers(0, 200_000)), st.integers(0, 511), max_size=60
)


@given(ROWS)
def test_a_shard_is_read_as_it_was_written(rows: dict[tuple[int, int], int]) -> None:
    keys = sorted(rows)
    marks = [rows[key] & (STRONG if key[0] >> PAIR_BITS == 0 else 511) for key in keys]  # characters have no places
    columns = [numpy.array(column, dtype="u8") for column in ([t for t, _ in keys], [c for _, c in keys], marks)]
    again = read_shard(write_shard(Postings(*columns)))
    assert [again.terms.tolist(), again.cases.tolist(), again.marks.tolist()] == [column.tolist() for column in columns]


@given(st.lists(st.integers(0, (1 << 49) - 1), min_size=1, max_size=20), st.sampled_from([1, 8, 1024, 65536]))
def test_the_shard_of_a_term_is_computed_within_the_whole_numbers_of_javascript(terms: list[int], count: int) -> None:
    steps = [(term >> 21) * 15485863 + (term & 0x1FFFFF) * 7368787 for term in terms]
    assert max(steps) < 2**53
    assert shard_of(numpy.array(terms, dtype="u8"), count).tolist() == [step % 2097143 % count for step in steps]


@given(st.binary(max_size=200), st.text(max_size=10))
def test_bytes_pass_through_a_script(data: bytes, name: str) -> None:
    script = as_script(name, data)
    assert from_script(script) == data
    assert script.isascii() and script.count(b"\n") == 1


def test_the_digits_need_no_escape() -> None:
    assert len(ALPHABET) == 91
    assert not set(ALPHABET) & set(b'"\\\n\r')


def test_what_is_no_script_of_ours_is_refused() -> None:
    with pytest.raises(ValueError, match="not a script"):
        from_script(b"alert(1)")


@given(CASES)
def test_the_dictionary_has_every_word_with_its_magnitude(cases: list[Said]) -> None:
    all_terms = [make_terms(passages(said)) for said in cases]
    words, is_complete = read_words(make_words(all_terms))
    counts = Counter(word for terms in all_terms for word in words_of(terms))
    assert is_complete
    assert words == {word: count.bit_length() for word, count in counts.items()}


def test_numbers_and_scraps_are_not_in_the_dictionary() -> None:
    said = [Passage(anchor="", heading="", text="QC 小组 2024 年 39.3 Pareto a1 chart2 " + "x" * 25)]
    assert words_of(make_terms(said)) == ["chart2", "pareto"]
    assert is_listed("pareto") and not is_listed("2024")


@given(CASES.filter(bool), st.data())
def test_an_edit_gives_what_a_whole_build_would(cases: list[Said], data: st.DataObject) -> None:
    before = [make_terms(passages(said)) for said in cases]
    number = data.draw(st.integers(0, len(cases) - 1))
    edited = make_terms(passages(data.draw(st.lists(st.tuples(TEXT, TEXT, st.booleans()), max_size=4))))
    after = [*before[:number], edited, *before[number + 1 :]]
    old = {artifact.path: artifact.data for artifact in make_index(MAP, "en", before)}
    new = {artifact.path: artifact.data for artifact in make_index(MAP, "en", after)}
    sizes = (sum(map(entry_count, before)), sum(map(entry_count, after)))
    changes = {number: (before[number], edited)}
    wanted = {path: old[path] for path in touched_by(MAP, "en", sizes[0], changes)}
    changed = change_index(MAP, "en", sizes, changes, wanted)
    assert changed is not None
    assert all(artifact.data != old[artifact.path] for artifact in changed)
    assert {**old, **{artifact.path: artifact.data for artifact in changed}} == new


def test_a_collection_that_has_outgrown_its_shards_is_made_anew() -> None:
    one = make_terms([Passage(anchor="", heading="", text="一二三四")])
    assert change_index(MAP, "zh-CN", (13_900, 14_100), {0: (one, one)}, {}) is None
    assert [shard_count(entries) for entries in (0, 14_000, 14_001, 14_000_000)] == [1, 1, 2, 1024]


@pytest.mark.parametrize(
    ("text", "first"), [("等候时间", b"g"), ("\ufe10", b"u"), ("\u1e3f", b"u"), ("\ue7c7", b"u"), ("𠀀é", b"g")]
)
def test_words_are_packed_as_browsers_read_them(text: str, first: bytes) -> None:
    data = packed(text)
    assert data[:1] == first
    assert data[1:].decode("gb18030" if first == b"g" else "utf-8") == text


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<p>平均<span class="val">39.3</span>分钟</p>\n<p>二</p>', "平均39.3分钟 二"),
        ("<tr><th>甲</th><th>乙</th></tr>", "甲 乙"),
        ('<p>事实<sup class="note-mark"><a href="#note-1">1</a></sup>。</p>', "事实。"),
        ("<figure><svg><text>12</text></svg><figcaption>图 1</figcaption></figure>", "图 1"),
        ("<p>&lt;b&gt; &amp; R&amp;D</p>", "<b> & R&D"),
        ("<em>a</em><strong>b</strong><br>c", "ab c"),
        ('<abbr title="x">y</abbr>', "y"),
    ],
)
def test_words_are_taken_out_of_markup(content: str, expected: str) -> None:
    assert plain(content) == expected


def test_no_cases_are_an_empty_index() -> None:
    assert [zlib.decompress(data) for _, data in make_shards([])] == [b"\0"]


def test_words_are_read_back_as_they_were_packed(tmp_path: Path) -> None:
    site = make(sample(tmp_path))
    script = site["search/data/t/zh-CN/farewell-one-visit.js"]
    said = read_passages(script)
    assert said[0].is_strong and said[0].heading == "让家属只为手续来一趟：治丧登记与收费说明的两轮改进"
    assert {"_measures", "_conditions", "_replication"} <= {one.anchor for one in said}


def test_all_of_a_replication_pack_can_be_found_and_nothing_that_is_not_public(tmp_path: Path) -> None:
    site = make(sample(tmp_path))
    pack = [
        one.text
        for one in read_passages(site["search/data/t/zh-CN/antenatal-waiting.js"])
        if one.anchor == "_replication"
    ]
    written = (
        "抽血窗口的人员可以错班",  # a precondition
        "迟到15分钟转当段末位",  # a core element
        "糖耐量人数少的门诊可以不限号",  # what may be adapted
        "按段叫号、抽血免签到，38000元",  # a resource
        "没有可以入账的节省",  # the cost
        "先把叫号规则改过来再放号",  # a step
        "每段留一位给现场",  # a risk
        "我们晚了两个月",  # a lesson
        "超控制限由护士长在一周内写原因",  # how it lasts
        "葛晚晴 副组长，产科门诊主管护师 antenatal@example.org 021-5550-0187",  # whom to ask
    )
    assert [words for words in written if words not in " ".join(pack)] == []
    other = read_passages(site["search/data/t/zh-CN/farewell-one-visit.js"])
    assert "毕书言" not in " ".join(one.text for one in other)  # private: [replication.contact]


def sample(root: Path) -> Path:
    """A workspace of two sample cases."""
    content = root / "content"
    shutil.copytree(CHECKOUT / "content/frameworks", content / "frameworks")
    for case in ("farewell-one-visit", "antenatal-waiting"):
        shutil.copytree(CHECKOUT / "content/cases" / case, content / "cases" / case)
    shutil.copy(CHECKOUT / "content/vocabularies.yaml", content)
    (root / "casebound.toml").write_text('languages = ["zh-CN", "en"]\n[name]\nen = "Two"\nzh-CN = "二"\n', "utf-8")
    return root


def make(root: Path) -> dict[str, bytes]:
    return {artifact.path: artifact.data for artifact in make_site_artifacts(load(root), ("zh-CN", "en"))}
