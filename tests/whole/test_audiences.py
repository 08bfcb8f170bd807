"""What is not for a reader is nowhere in what that reader is given: not in text, metadata or a search index.

The secrets are collected here from the write-ups with PyYAML; nothing of our own reader or reducer is used.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

if TYPE_CHECKING:
    from tests.whole.conftest import Built, Run

Pages = Callable[[Path], list[str]]
FrontMatter = Callable[[Path], dict[str, Any]]

pytestmark = pytest.mark.slow


def squashed(text: str) -> str:
    return re.sub("[\\s\u2060\u200b]+", "", text)


def texts(value: Any) -> Iterable[str]:
    """All texts in a piece of front matter."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


def whole_text(pdf: Path, pages: Pages) -> str:
    """Everything readable in a PDF: text, every string of every object, metadata streams."""
    shown = "".join(pages(pdf))
    objects = subprocess.run(["qpdf", "--json", str(pdf)], capture_output=True, check=True, encoding="utf-8").stdout
    strings = "\n".join(texts(json.loads(objects)))
    plain = subprocess.run(
        ["qpdf", "--qdf", "--object-streams=disable", str(pdf), "-"], capture_output=True, check=True
    ).stdout
    streams = "\n".join(plain.decode(encoding, errors="ignore") for encoding in ("utf-8", "utf-16-be", "utf-16-le"))
    shifted = plain[1:].decode("utf-16-be", errors="ignore")
    hexadecimal = "\n".join(
        bytes.fromhex(digits.decode()).decode("utf-16-be", errors="ignore")
        for digits in re.findall(rb"<(?:feff|FEFF)((?:[0-9A-Fa-f]{4})+)>", plain)
    )
    return squashed("\n".join((shown, strings, streams, shifted, hexadecimal)))


def names(document: dict[str, Any]) -> set[str]:
    """Whoever a write-up names: organisations, team, people, adopters, and how to reach them."""
    subject, replication = document.get("subject", {}), document.get("replication", {})
    contact = replication.get("contact") or {}
    found = {
        subject.get("organization"),
        subject.get("name"),
        *subject.get("aliases", []),
        *(member["name"] for member in subject.get("members", [])),
        *(contact.get(key) for key in ("name", "email", "phone")),
        *(adoption["organization"] for adoption in document.get("adoptions", [])),
        *document.get("publication", {}).get("names", []),
    }
    return {squashed(str(name)) for name in found if name}


BLIND = (("e01", "zh-CN"), ("e01", "en"), ("e02", "zh-CN"), ("e04", "zh-CN"), ("e07", "zh-CN"))
"""Packets that hold all ten cases between them, and one with a translation."""


def test_a_blind_packet_names_nobody(
    sample: Path, casebound: Run, pages: Pages, front_matter: FrontMatter, tmp_path: Path
) -> None:
    chinese = [id for id, lang in BLIND if lang == "zh-CN"]
    for lang, evaluators in (("zh-CN", chinese), ("en", ["e01"])):
        done = casebound("packet", *evaluators, "--blind", "--lang", lang, "--output", tmp_path / lang, cwd=sample)
        assert done.returncode == 0, done.stderr
    assignments = front_matter(sample / "content" / "rounds" / "2026-third-party" / "assignments.yaml")["assignments"]
    seen = set()
    for evaluator, lang in BLIND:
        text = whole_text(tmp_path / lang / "packets" / evaluator / "packet.pdf", pages)
        cases = [item["case"] for item in assignments if evaluator in item["evaluators"]]
        for case in cases:
            seen.add(case)
            folder = sample / "content" / "cases" / case
            document = front_matter(folder / "case.md")
            secrets = names(document)
            translation = folder / f"case.{lang}.md"
            if translation.exists():
                document = front_matter(translation)
                secrets |= names(document)
            assert squashed(document["title"])[:12] in text
            assert len(secrets) > 5
            assert {name for name in secrets if name in text} == set(), f"{evaluator} {lang} {case}"
    assert len(seen) == 10


def test_the_packet_that_is_not_blind_does_name_them(built: Built, pages: Pages, front_matter: FrontMatter) -> None:
    """Or the test above would see nothing where there is something."""
    text = whole_text(built.output / "packets" / "e04" / "packet.pdf", pages)
    for case in ("outage-notice", "farewell-one-visit", "missed-connection-care"):
        document = front_matter(built.root / "content" / "cases" / case / "case.md")
        secrets = names(document)
        assert len({name for name in secrets if name in text}) >= len(secrets) - 2


def private_texts(source: Path, document: dict[str, Any]) -> set[str]:
    """The texts under `publication.private` that stand nowhere else in the write-up."""
    found: set[str] = set()
    printed: set[str] = set()
    whole = source.read_text(encoding="utf-8")
    body = whole.split("\n---\n", 1)[1]
    for path in document["publication"]["private"]:
        room, _, id = path.partition(".")
        if room == "sections":
            match = re.search(rf"^(#+) .*\{{#{id}[ }}].*\n((?:(?!\1 |##? ).*\n?)*)", body, re.MULTILINE)
            assert match, path
            found |= {line for line in match[2].split("\n") if len(squashed(line)) > 8 and "{" not in line}
            found |= {part for line in match[2].split("\n") for part in re.split("[。；，|]", line) if len(part) > 9}
        elif room == "measures":
            measure = next(measure for measure in document["measures"] if measure["id"] == id)
            found |= {measure["name"], measure["source"], measure["series"]["file"]}
            printed |= {f"{measure[key]['value']}{measure['unit']}" for key in ("baseline", "target", "actual")}
        else:
            assert room == "replication"
            found |= set(texts(document["replication"][id]))
    return printed | {
        squashed(text) for text in found if squashed(whole).count(squashed(text)) == 1 and "{" not in text
    }


def readable(data: bytes) -> str:
    """A file of the site with every way of writing a character undone."""
    text = data.decode("utf-8", errors="ignore")
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
    return squashed(unquote(html.unescape(text)))


def test_what_is_private_is_nowhere_in_the_site_or_a_book(
    built: Built, pages: Pages, front_matter: FrontMatter
) -> None:
    site = {path: path.read_bytes() for path in sorted((built.output / "site").rglob("*")) if path.is_file()}
    books = {path: whole_text(path, pages) for path in sorted((built.output / "books").iterdir())}
    public = {path: readable(data) for path, data in site.items()} | books
    paths = " ".join(str(path.relative_to(built.output)) for path in site)
    private = 0
    sources = sorted((built.root / "content" / "cases").glob("*/case.md"))
    for source in sources:
        secrets = private_texts(source, front_matter(source))
        for other in sources:
            if other != source:  # what another says openly is no secret: two samples share a telephone number
                secrets -= {secret for secret in secrets if secret in squashed(other.read_text(encoding="utf-8"))}
        private += len(secrets)
        for path, text in public.items():
            assert {secret for secret in secrets if secret in text} == set(), f"{source.parent.name} in {path}"
        assert not any(secret in paths for secret in secrets)
        for secret in secrets:
            if secret.endswith(".csv"):
                assert (source.parent / secret).read_bytes() not in site.values()
    assert private > 25


def test_the_report_for_the_house_does_hold_what_is_private(
    built: Built, pages: Pages, front_matter: FrontMatter
) -> None:
    """Or the test above would see nothing where there is something."""
    for case in ("farewell-one-visit", "crane-breakdown-response"):
        source = built.root / "content" / "cases" / case / "case.md"
        secrets = private_texts(source, front_matter(source))
        text = whole_text(built.output / "reports" / f"{case}.pdf", pages)
        there = {secret for secret in secrets if secret in text}
        assert len(there) > len(secrets) / 2
        assert front_matter(source)["replication"]["contact"]["email"] in there


def test_what_may_not_be_published_is_not(pair: Path, casebound: Run, front_matter: FrontMatter) -> None:
    for case, old, new in (
        ("alteration-desk", "  consent: yes\n", "  consent: no\n"),
        ("fleet-handover", "  visibility: public\n", "  visibility: internal\n"),
    ):
        path = pair / "content" / "cases" / case / "case.md"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    casebound("site", cwd=pair)
    for path in (pair / "build" / "site").rglob("*"):
        if path.is_file():
            text = readable(path.read_bytes())
            for case in ("alteration-desk", "fleet-handover"):
                document = front_matter(pair / "content" / "cases" / case / "case.md")
                assert case not in str(path)
                assert case not in text
                assert squashed(document["title"]) not in text
                assert squashed(document["subject"]["organization"]) not in text
