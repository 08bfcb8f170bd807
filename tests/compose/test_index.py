"""The order of an index."""

from __future__ import annotations

from casebound.compose.index import sort_key


def test_chinese_words_stand_in_the_order_of_their_pinyin() -> None:
    # bìn zàng · chǎn · dài · fā · gǎng · háng: as in 现代汉语词典; 殡 is a second-level character of GB 2312
    words = ["殡葬服务", "产检", "待办", "发电", "港口机械", "航空运输"]
    assert sorted(sorted(words), key=lambda word: sort_key(word, "zh-CN")) == words


def test_tones_order_words_that_sound_alike() -> None:
    assert sorted(["事", "是非", "师", "时", "史"], key=lambda word: sort_key(word, "zh-CN")) == [
        "师",
        "时",
        "史",
        "事",
        "是非",
    ]


def test_english_words_stand_in_alphabetical_order_whatever_their_capitals() -> None:
    assert sorted(["retail", "Airline", "car rental"], key=lambda word: sort_key(word, "en")) == [
        "Airline",
        "car rental",
        "retail",
    ]
