"""The words and routes that ship with Casebound, and the document that describes them."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

import pytest

from casebound.model.route import Route
from casebound.read.case import CASE
from casebound.read.fields import Field, Kind, ListOf, Reading, Record
from casebound.read.nodes import read_yaml
from casebound.read.vocabulary import ROUTES, VOCABULARY, RouteFile, Vocabulary
from casebound.text.localized import Localized
from casebound.text.source import Source

T = TypeVar("T")

FORMATS = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")


def built_in(name: str, kind: Kind[T]) -> T:
    node, findings = read_yaml(Source(path=name, text=(files("casebound") / name).read_text(encoding="utf-8")))
    reading = Reading(findings)
    assert node is not None
    value = kind.read("", node, reading)
    assert reading.findings == []
    assert value is not None
    return value


@pytest.fixture
def routes() -> tuple[Route, ...]:
    file: RouteFile = built_in("routes.yaml", ROUTES)
    return tuple(written.route for written in file.routes)


def test_every_built_in_word_is_in_both_languages(routes: tuple[Route, ...]) -> None:
    words: Vocabulary = built_in("vocabularies.yaml", VOCABULARY)
    titles = [title for route in routes for title in (route.title, *(section.title for section in route.sections))]
    for title in (*words.industries.values(), *words.methods.values(), *titles):
        assert set(title.texts) == {"zh-CN", "en"}
        assert all(title.texts.values())


def test_a_workspaces_words_win_over_built_in_ones() -> None:
    def named(text: str) -> Vocabulary:
        return Vocabulary(methods={"pareto": Localized({"zh-CN": text})})

    assert named("甲").extended(named("乙")).methods["pareto"].to("zh-CN") == "乙"


def test_the_routes_are_those_of_the_document(routes: tuple[Route, ...]) -> None:
    section = FORMATS[FORMATS.index("### Routes") :].split("\n## ")[0]
    rows = dict(re.findall(r"^\| `([\w-]+)` \| (.+) \|$", section, re.MULTILINE))
    steps = {route.id: [f"{step.id} {step.title.to('zh-CN')}" for step in route.sections] for route in routes}
    assert rows == {id: " · ".join(titles) for id, titles in steps.items()}


def keys(fields: dict[str, Field]) -> set[str]:
    """Every key that may stand anywhere in a record."""
    found = set(fields)
    for field in fields.values():
        kind = field.kind.item if isinstance(field.kind, ListOf) else field.kind
        if isinstance(kind, Record):
            found |= keys(dict(kind.fields))
    return found


def test_every_key_of_a_write_up_is_in_the_document() -> None:
    missing = sorted(key for key in keys(dict(CASE.fields)) if not re.search(rf"\b{key}\b", FORMATS))
    assert missing == []
