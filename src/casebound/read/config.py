"""`casebound.toml` → Config."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from casebound.model.rule import Profile
from casebound.read.fields import (
    BOOLEAN,
    ID,
    LOCALIZED,
    TEXT,
    Choice,
    Field,
    ListOf,
    MapOf,
    Reading,
    Record,
    choice,
    required,
)
from casebound.read.nodes import Node, Pair
from casebound.read.print_config import PRINT, PaperSize, PrintConfig
from casebound.read.removed_case import REMOVED, RemovedCase
from casebound.read.web_address import WEB_ADDRESS
from casebound.text.finding import Severity
from casebound.text.localized import LANGUAGES, NOTHING, Localized, phrase
from casebound.text.source import Source, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class BookConfig:
    """A book to be made: which cases, in which order, with which round's results."""

    id: str = ""
    title: Localized = NOTHING
    subtitle: Localized = NOTHING
    edition: Localized = NOTHING
    cases: tuple[str, ...] = ()
    """Case ids in order; empty: all of them."""
    round: str = ""
    language: str = ""
    """Of the book; empty: the workspace's first. A case not written in it stands in the language it has."""
    size: PaperSize | None = None
    """Of its paper; None: as all documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConfig:
    """The case-study site."""

    title: Localized = NOTHING
    round: str = ""
    address: str = ""
    """Where the site's root is published, without a slash at its end; empty: nowhere yet."""
    zip: bool = False
    """Whether the whole site is also made one file, `site.zip`."""
    removed: tuple[RemovedCase, ...] = ()
    """Cases that stood on it and are withdrawn."""
    reports: bool = False
    """Whether the site holds the report of each case in PDF: laying them out takes a second or two a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageConfig:
    """A stage of a workspace's own: one of Casebound's, with other severities."""

    id: str = ""
    extends: str = ""
    severity: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckConfig:
    """How write-ups are checked."""

    profile: str = Profile.SUBMITTED.value
    """`draft`, `submitted`, `published`, or the id of one of `profiles`."""
    severity: Mapping[str, str] = field(default_factory=dict)
    """By rule: `error`, `warning`, `advice` or `off`."""
    profiles: tuple[StageConfig, ...] = ()

    def stage(self, name: str) -> tuple[Profile, dict[str, Severity | None]] | None:
        """The stage of that name, and what it and the workspace make of single rules; None for an unknown name."""
        own = {profile.id: profile for profile in self.profiles}
        chain: list[StageConfig] = []
        while name in own and own[name] not in chain:
            chain.append(own[name])
            name = own[name].extends
        if name not in {profile.value for profile in Profile}:
            return None
        said: dict[str, str] = {}
        for severities in (self.severity, *(profile.severity for profile in reversed(chain))):
            said.update(severities)
        return Profile(name), {rule: None if word == OFF else Severity(word) for rule, word in said.items()}

    def names(self) -> tuple[str, ...]:
        """Every stage there is."""
        return (*(profile.value for profile in Profile), *(profile.id for profile in self.profiles))


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A workspace's settings."""

    name: Localized = NOTHING
    publisher: Localized = NOTHING
    languages: tuple[str, ...] = ("zh-CN",)
    """The first is the default."""
    books: tuple[BookConfig, ...] = ()
    site: SiteConfig = field(default_factory=SiteConfig)
    print: PrintConfig = field(default_factory=PrintConfig)
    check: CheckConfig = field(default_factory=CheckConfig)

    def with_named_books(self) -> Config:
        """The same without books that have no id: nobody could ask for them, and no file could bear their name."""
        return replace(self, books=tuple(book for book in self.books if book.id))


@dataclass(frozen=True, slots=True)
class _CaseList:
    """`"all"` or a list of ids."""

    def read(self, key: str, node: Node, reading: Reading) -> tuple[str, ...] | None:
        if node.kind == "scalar" and node.text == "all":
            return ()
        return ListOf(ID).read(key, node, reading)


_LANGUAGE = Choice({lang: lang for lang in LANGUAGES})

OFF = "off"
"""In place of a severity: the rule does not hold here."""
_SEVERITIES = MapOf(Choice({word: word for word in (*(severity.value for severity in Severity), OFF)}))

CONFIG = Record(
    Config,
    {
        "name": required(LOCALIZED),
        "publisher": Field(LOCALIZED),
        "languages": Field(ListOf(_LANGUAGE)),
        "books": Field(
            ListOf(
                Record(
                    BookConfig,
                    {
                        "id": required(ID),
                        "title": required(LOCALIZED),
                        "subtitle": Field(LOCALIZED),
                        "edition": Field(LOCALIZED),
                        "cases": Field(_CaseList()),
                        "round": Field(ID),
                        "language": Field(_LANGUAGE),
                        "size": Field(choice(PaperSize)),
                    },
                )
            )
        ),
        "site": Field(
            Record(
                SiteConfig,
                {
                    "title": Field(LOCALIZED),
                    "round": Field(TEXT),
                    "address": Field(WEB_ADDRESS),
                    "zip": Field(BOOLEAN),
                    "removed": Field(ListOf(REMOVED)),
                    "reports": Field(BOOLEAN),
                },
            )
        ),
        "print": Field(PRINT),
        "check": Field(
            Record(
                CheckConfig,
                {
                    "profile": Field(TEXT),
                    "severity": Field(_SEVERITIES),
                    "profiles": Field(
                        ListOf(
                            Record(
                                StageConfig,
                                {"id": required(ID), "extends": required(TEXT), "severity": Field(_SEVERITIES)},
                            )
                        )
                    ),
                },
            )
        ),
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenConfig:
    """The settings with the text they were read from."""

    config: Config
    node: Node

    def place(self, *path: str | int) -> Span:
        """Where the last key of a path of keys and numbers in lists stands, or the last of them that is there."""
        node, span = self.node, self.node.span
        for step in path:
            if isinstance(step, int):
                node = node.items[step]
                continue
            pair = node.find(step)
            if pair is None:
                break
            node, span = pair.value, pair.key.span
        return span


def read_config(source: Source, reading: Reading) -> WrittenConfig:
    """The settings; what cannot be read keeps its default."""
    try:
        data = tomllib.loads(source.text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        match = re.search(r"line (\d+)", str(error))
        last = source.position(len(source.text.rstrip()))[0]
        span = source.line_span(int(match[1]) if match else last)
        problem = re.sub(r" \(at .*\)$", "", str(error))
        message = phrase("这里不是合法的 TOML（{problem}）", "This is not valid TOML ({problem})", problem=problem)
        reading.note("invalid-toml", span, message)
        return WrittenConfig(config=Config(), node=Node(kind="mapping", span=source.line_span(1)))
    node = _node(data, source, source.line_span(1))
    return WrittenConfig(config=CONFIG.read("", node, reading) or Config(), node=node)


def _node(value: Any, source: Source, span: Span) -> Node:
    """TOML data as nodes. The parser keeps no places, so a key is looked for in the text after its parent."""
    if isinstance(value, dict):
        pairs = []
        for key, inner in value.items():
            place = _find_key(key, source, span)
            key_node = Node(kind="scalar", span=place, text=key)
            value = _tables(key, inner, source, place) if isinstance(inner, list) else _node(inner, source, place)
            pairs.append(Pair(key=key_node, value=value))
        return Node(kind="mapping", span=span, pairs=tuple(pairs))
    if isinstance(value, list):
        return Node(kind="sequence", span=span, items=tuple(_node(item, source, span) for item in value))
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return Node(kind="scalar", span=span, text=text, is_plain=not isinstance(value, str))


def _tables(key: str, items: list[Any], source: Source, span: Span) -> Node:
    """A list; where it was written as `[[key]]` tables, each at its own header."""
    headers = list(
        re.finditer(rf"^[ \t]*\[\[[ \t]*(?:[^\]\n]*\.)?{re.escape(key)}[ \t]*\]\]", source.text, re.MULTILINE)
    )
    spans = [source.span(header.start(), header.end()) for header in headers]
    if len(spans) != len(items):
        spans = [span] * len(items)
    nodes = tuple(_node(item, source, place) for item, place in zip(items, spans, strict=True))
    return Node(kind="sequence", span=span, items=nodes)


def _find_key(key: str, source: Source, after: Span) -> Span:
    pattern = re.compile(
        rf"""^[ \t]*(?:\[\[?[^\]\n]*?)?["']?(?P<key>{re.escape(key)})["']?[ \t]*(?:=|\])""", re.MULTILINE
    )
    inline = re.compile(rf"""[{{,][ \t]*["']?(?P<key>{re.escape(key)})["']?[ \t]*=""")
    for candidate in (pattern.search(source.text, after.start), inline.search(source.text, after.start)):
        if candidate:
            return source.span(candidate.start("key"), candidate.end("key"))
    return after
