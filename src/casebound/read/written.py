"""What was read together with where it stands: a write-up, an evaluation, a round. `check` judges these."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from casebound.model.case import Case
from casebound.model.evaluation import Consensus, Evaluation, Round
from casebound.read.case import CASE
from casebound.read.document import Document
from casebound.read.fields import Reading
from casebound.read.nodes import Node, Pair
from casebound.text.localized import CHINESE
from casebound.text.source import Source, Span

_IMAGE = re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8|RIFF....WEBP|<svg|<\?xml", re.DOTALL)
"""How the formats begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """A file in a case's folder: its size in bytes and its first bytes, enough to tell what it is."""

    size: int
    head: bytes

    @property
    def is_drawable(self) -> bool:
        """Whether the first bytes are those of an image format that can be printed and shown."""
        return _IMAGE.match(self.head.lstrip(b"\xef\xbb\xbf \r\n\t")) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenCase:
    """A case with the document it was read from."""

    case: Case
    document: Document
    folder: str
    """Path of its folder, relative to the workspace."""
    files: Mapping[str, AttachedFile]
    """By path relative to the folder."""
    translates: str = ""
    """For a translation: the digest it names."""
    digest: str = ""
    """SHA-256 of `case.md` in the same folder."""
    changed_since_release: tuple[str, ...] = ()
    """Files that are no longer as they were released under the version that the case still bears: of a translation its
    own text, of the original all else.
    """

    @property
    def is_translation(self) -> bool:
        """Whether this is `case.<lang>.md` beside a `case.md`."""
        return not self.document.source.path.endswith("/case.md")

    def place(self, path: str) -> Span:
        """Where a field stands, or its nearest parent."""
        return self.document.place(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenEvaluation:
    """An evaluation with the tree it was read from."""

    evaluation: Evaluation
    node: Node
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenConsensus:
    """A consensus with the tree it was read from."""

    consensus: Consensus
    node: Node
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRound:
    """A round with its files."""

    round: Round
    node: Node
    source: Source
    assignments: Node | None
    evaluations: tuple[WrittenEvaluation, ...]
    consensus: tuple[WrittenConsensus, ...] = ()


def read_case(document: Document, reading: Reading, original: Document | None = None) -> tuple[Case, Document, str]:
    """The case a document describes; a translation takes what it does not say from the original.

    Returns the case, the document with the front matter that was read (joined, for a translation), and the digest a
    translation says it translates.
    """
    front = document.front
    translates = ""
    if front is not None and original is not None:
        if named := front.find("translates"):
            translates = named.value.text.strip()
        own = replace(front, pairs=tuple(pair for pair in front.pairs if pair.key.text != "translates"))
        front = joined(original.front, own) if original.front else own
        document = replace(document, front=front)
    if front is not None:
        fields = tuple(pair for pair in front.pairs if pair.key.text != "allow")  # which `check` reads
        case = CASE.read("", replace(front, pairs=fields), reading)
    else:
        case = None
    case = case or Case()
    return (
        replace(case, lang=case.lang or CHINESE, sections=tuple(written.section for written in document.sections)),
        document,
        translates,
    )


def joined(base: Node, over: Node) -> Node:
    """`over` on top of `base`: mappings by key, lists of records with an `id` by that id, everything else replaced."""
    if base.kind == over.kind == "mapping":
        kept = [Pair(key=pair.key, value=_over(pair, over)) for pair in base.pairs]
        added = [pair for pair in over.pairs if base.find(pair.key.text) is None]
        return replace(over, pairs=(*kept, *added))
    if base.kind == over.kind == "sequence" and over.items and all(_id(item) for item in (*base.items, *over.items)):
        texts = {_id(item): item for item in over.items}
        known = {_id(item) for item in base.items}
        same = [joined(item, texts[_id(item)]) if _id(item) in texts else item for item in base.items]
        return replace(over, items=(*same, *(item for item in over.items if _id(item) not in known)))
    return over


def _over(pair: Pair, over: Node) -> Node:
    mine = over.find(pair.key.text)
    return pair.value if mine is None or mine.value.is_empty else joined(pair.value, mine.value)


def _id(node: Node) -> str:
    pair = node.find("id") if node.kind == "mapping" else None
    return pair.value.text if pair else ""
