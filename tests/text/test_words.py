"""Words in two languages, near misses, and Chinese text that was folded."""

import ast
import string
from pathlib import Path

import pytest

import casebound
from casebound.text.han import rejoined
from casebound.text.localized import Localized, phrase
from casebound.text.suggest import did_you_mean, near_miss


def test_words_fall_back_to_chinese_and_then_to_any_language() -> None:
    assert Localized({"zh-CN": "甲", "en": "A"}).to("en") == "A"
    assert Localized({"zh-CN": "甲", "en": "A"}).to("fr") == "甲"
    assert Localized({"und": "X"}).to("zh-CN") == "X"
    assert Localized({}).to("en") == ""


def test_words_that_are_all_empty_are_no_words() -> None:
    assert not Localized({"zh-CN": "", "en": ""})


def test_a_phrase_fills_in_values_in_its_own_language() -> None:
    said = phrase("{n} 个{what}", "{n} {what}", n=3, what=Localized({"zh-CN": "案例", "en": "cases"}))
    assert (said.to("zh-CN"), said.to("en")) == ("3 个案例", "3 cases")


def test_braces_in_a_value_stay_as_they_are() -> None:
    assert phrase("“{x}”", "“{x}”", x="{0} {x} {{").to("zh-CN") == "“{0} {x} {{”"


def phrases() -> list[tuple[str, str, str]]:
    """Every call of `phrase` with two literal patterns in the whole package: file, Chinese, English."""
    found = []
    for path in sorted(Path(casebound.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "phrase":
                words = [item.value for item in node.args if isinstance(item, ast.Constant)]
                assert len(words) == 2, f"{path}:{node.lineno}: a phrase has two literal patterns"
                found.append((f"{path.name}:{node.lineno}", str(words[0]), str(words[1])))
    return found


def test_every_message_says_the_same_in_both_languages() -> None:
    for place, zh, en in phrases():
        assert zh, place
        assert en, place
        fields = [{name for _, name, _, _ in string.Formatter().parse(words) if name} for words in (zh, en)]
        assert fields[0] == fields[1], place


def test_no_english_message_holds_chinese() -> None:
    for place, _, en in phrases():
        assert not any("\u4e00" <= character <= "\u9fff" for character in en), place


@pytest.mark.parametrize(("word", "near"), [("summry", "summary"), ("Titel", "title"), ("colour", None)])
def test_a_near_miss_is_suggested(word: str, near: str | None) -> None:
    assert near_miss(word, ["id", "title", "summary"]) == near


def test_few_choices_are_listed_when_none_is_near() -> None:
    hint = did_you_mean("colour", ["title", "id"])
    assert hint is not None
    assert hint.to("zh-CN") == "可用的有：id, title"


def test_many_choices_are_not_listed() -> None:
    assert did_you_mean("colour", [f"{number:03}" for number in range(13)]) is None


@pytest.mark.parametrize(
    ("folded", "text"),
    [
        ("平均 等候", "平均等候"),
        ("等候， 下降", "等候，下降"),
        ("用 SPSS 分析", "用 SPSS 分析"),
        ("mean wait", "mean wait"),
        ("第一段\n第二段", "第一段\n第二段"),
        ("𠮷 野", "𠮷野"),
    ],
)
def test_folding_leaves_no_space_between_han(folded: str, text: str) -> None:
    assert rejoined(folded) == text


def test_of_two_words_equally_near_neither_is_meant() -> None:
    assert near_miss("tbl-peek", ["tbl-peak", "tbl-week"]) is None
    assert near_miss("tbl-peek", ["tbl-peak", "fig-week"]) == "tbl-peak"
