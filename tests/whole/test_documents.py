"""The PDFs of the built sample, read by other people's tools: sound files, our fonts, whole text, true page numbers."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Collection, Iterator
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
import yaml

if TYPE_CHECKING:
    from tests.whole.conftest import Built

Pages = Callable[[Path], list[str]]
FrontMatter = Callable[[Path], dict[str, Any]]

CHECKOUT = Path(__file__).resolve().parents[2]
WORDS = yaml.safe_load((CHECKOUT / "templates" / "print" / "words.yaml").read_text(encoding="utf-8"))
NOTE = {
    "zh-CN": "演示：权重、分档与等级均为示例，不是任何标准的规定。",
    "en": "Demonstration: weights, bands and grades are examples, not those of any standard.",
}
PAGE_NOTE = [
    "演示：权重、分档与等级均为示例",
    "Demonstration: weights, bands, grades are examples",
]
"""At the foot of every printed page that shows a total or grade."""
HEADING = re.compile(r"^(#{2,4}) +(.*?) *(?:\{#(\S+)((?: [^{}]*)?)\})? *$", re.MULTILINE)
SHOWN = rb"\[([^\[\]]*)\]\s*TJ|(<[0-9A-Fa-f]*>)\s*Tj"
"""Text operators of a page with the glyphs they show, as four hexadecimal digits each."""

pytestmark = pytest.mark.slow


def pdfs(built: Built) -> list[Path]:
    found = sorted(built.output.rglob("*.pdf"))
    assert len(found) > 20
    return found


def of_each_kind(built: Built) -> list[Path]:
    """All reports and books; of what says the same to different people, as packets do, the first and the last."""
    chosen: list[Path] = []
    for kind, them in groupby(pdfs(built), key=lambda pdf: pdf.relative_to(built.output).parts[0]):
        found = list(them)
        chosen += found if kind in ("reports", "books") else {found[0], found[-1]}
    return chosen


def write_ups(built: Built) -> Iterator[tuple[Path, Path]]:
    """Each write-up with its report."""
    for source in sorted((built.root / "content" / "cases").glob("*/case*.md")):
        lang = source.name.removeprefix("case").removesuffix(".md")
        yield source, built.output / "reports" / f"{source.parent.name}{lang}.pdf"


def headings(source: Path, private: Collection[str] = ()) -> list[tuple[str, str, list[str]]]:
    """Number, title and criteria of each section, counted here, without the sections that are not for the reader."""
    body = source.read_text(encoding="utf-8").split("\n---\n", 1)[1]
    counts, found = [0, 0, 0], []
    withheld = 9
    for hashes, title, id, attributes in HEADING.findall(body):
        depth = len(hashes) - 2
        withheld = depth if f"sections.{id}" in private else 9 if depth <= withheld else withheld
        if depth >= withheld:
            continue
        counts = [*counts[:depth], counts[depth] + 1, *[0] * (2 - depth)]
        criteria = re.search(r'criterion=(?:"([^"]*)"|(\S+))', attributes)
        number = ".".join(map(str, counts[: depth + 1]))
        found.append((number, title, (criteria[1] or criteria[2]).split() if criteria else []))
    assert found
    return found


def squashed(text: str) -> str:
    """Without white space, which a line's end or the squeeze of punctuation may add or take."""
    return re.sub(r"\s+", "", text)


def loose(text: str) -> str:
    """A pattern for a text that may be broken over lines anywhere."""
    return r"\s*".join(map(re.escape, squashed(text)))


def feet(pdf: Path) -> list[str]:
    """What stands in the bottom margin of each page (A4: 842 points high), where no figure's numbers are."""
    area = ["-x", "0", "-y", "745", "-W", "600", "-H", "97"]
    done = subprocess.run(["pdftotext", *area, str(pdf), "-"], capture_output=True, check=True, encoding="utf-8")
    return done.stdout.split("\f")[:-1]


def folio(foot: str) -> str | None:
    """The page number printed at the foot: the only line that is a bare number, roman before the text."""
    numbers = [line.strip() for line in foot.split("\n") if re.fullmatch(r"\d+|[ivxlc]+", line.strip())]
    return numbers[-1] if numbers else None


def labels(pdf: Path) -> list[str]:
    """What a reader's program calls each page."""
    with pikepdf.open(pdf) as file:
        return [str(page.label) for page in file.pages]


def test_every_pdf_is_sound(built: Built) -> None:
    for pdf in pdfs(built):
        done = subprocess.run(["qpdf", "--check", str(pdf)], capture_output=True, check=False, encoding="utf-8")
        assert done.returncode == 0, done.stdout + done.stderr


def test_every_pdf_has_only_our_fonts_and_has_them_inside(built: Built) -> None:
    for pdf in of_each_kind(built):
        done = subprocess.run(["pdffonts", str(pdf)], capture_output=True, check=True, encoding="utf-8")
        rows = done.stdout.splitlines()[2:]
        assert rows
        for row in rows:
            name = row.split()[0]
            assert re.match(r"[A-Z]{6}\+Casebound-(Song|Hei)(-Full)?(-Bold)?$", name), f"{pdf}: {row}"
            assert re.search(r"\s+Identity-H\s+yes yes yes\s", row), f"{pdf}: {row}"


def test_no_glyph_is_missing(built: Built, pages: Pages) -> None:
    for pdf in of_each_kind(built):
        text = "".join(pages(pdf))
        assert len(text) > 200
        assert not re.search("[\ufffd\u25a1\ue000-\uf8ff]|\\.notdef", text), pdf
        plain = subprocess.run(
            ["qpdf", "--qdf", "--object-streams=disable", str(pdf), "-"], capture_output=True, check=True
        ).stdout
        runs = b"".join(array or single for array, single in re.findall(SHOWN, plain))
        assert runs
        assert not re.search(rb"<(?:[0-9A-Fa-f]{4})*?0000", runs), pdf


def test_a_report_holds_its_title_and_every_section(built: Built, pages: Pages, front_matter: FrontMatter) -> None:
    for source, pdf in write_ups(built):
        text = squashed("".join(pages(pdf)))
        assert squashed(front_matter(source)["title"]) in text
        for number, title, _ in headings(source):
            assert squashed(number + title) in text, f"{pdf.name}: {number} {title}"
        shown = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, check=True, encoding="utf-8").stdout
        assert squashed(front_matter(source)["title"]) in squashed(shown)


def test_folios_count_the_pages(built: Built, pages: Pages) -> None:
    for pdf in of_each_kind(built):
        if pdf.parent.parent.name == "certificates":  # a single sheet
            continue
        called = labels(pdf)
        for number, (page, foot) in enumerate(zip(pages(pdf), feet(pdf), strict=True), start=1):
            label = called[number - 1]
            if page.strip() and (label.isdigit() or folio(foot)):
                assert folio(foot) == label, f"{pdf.name}, page {number}"
        figures = [int(label) for label in called if label.isdigit()]
        assert figures == list(range(1, len(figures) + 1)), pdf.name
        assert called[-len(figures) :] == [str(label) for label in figures]


def check_trace(
    pages: list[str],
    called: list[str],
    first: int,
    last: int,
    *,
    source: Path,
    lang: str,
    private: Collection[str] = (),
) -> None:
    """In these pages of a document, the trace names for each criterion the page on which the section begins.

    `called`: the label of each page, which is what stands in the trace.
    """
    begin = next(
        number for number in range(last, first - 1, -1) if re.search(loose(WORDS["trace"][lang]), pages[number - 1])
    )
    trace = "\n".join(pages[begin - 1 : last])
    trace = trace[trace.rindex(re.search(loose(WORDS["trace"][lang]), trace)[0]) :]  # type: ignore[index]  # found above
    traced = 0
    for number, title, criteria in headings(source, private):
        if not criteria:
            continue
        named = re.findall(rf"(?<![\d.]){loose(number + title)}\s+(\d+)\s", trace)
        assert len(named) == len(criteria), f"{source.parent.name}: {number} {title}: {named}"
        there = [
            page
            for page in range(first, begin + 1)
            if re.search(
                rf"(?m)^{loose(number + title)}\s*$",
                pages[page - 1] if page < begin else pages[page - 1].split(WORDS["trace"][lang])[0],
            )
        ]
        assert len(there) == 1, f"{source.parent.name}: {number} {title} stands on {there}"
        assert set(named) == {called[page - 1] for page in there}, f"{source.parent.name}: {number} {title}"
        traced += len(criteria)
    assert traced >= 8


def test_the_page_numbers_of_each_trace_are_true(built: Built, pages: Pages) -> None:
    for source, pdf in write_ups(built):
        text = pages(pdf)
        lang = "en" if ".en." in source.name else "zh-CN"
        check_trace(text, labels(pdf), 1, len(text), source=source, lang=lang)


def test_the_page_numbers_of_the_books_contents_are_true(built: Built, pages: Pages, front_matter: FrontMatter) -> None:
    book = built.output / "books" / "casebook-2026.pdf"
    text, called = pages(book), labels(book)
    contents = "\n".join(page for page, label in zip(text, called, strict=True) if not label.isdigit())
    starts: dict[int, Path] = {}
    for source in sorted((built.root / "content" / "cases").glob("*/case.md")):
        title = front_matter(source)["title"]
        match = re.search(rf"(\d+)\s+{loose(title)}[\s.]*?(\d+)\s*$", contents, re.MULTILINE)
        assert match, f"{title} is not in the contents"
        order, page = int(match[1]), called.index(match[2]) + 1
        opening = squashed(text[page - 1])
        assert squashed(WORDS["case_n"]["zh-CN"].format(n=order)) in opening
        assert squashed(title) in opening
        starts[page] = source
    for word in ("results", "index_industry", "index_method", "index_criteria"):
        match = re.search(rf"{loose(WORDS[word]['zh-CN'])}[\s.]*?(\d+)\s*$", contents, re.MULTILINE)
        assert match
        page = called.index(match[1]) + 1
        assert squashed(text[page - 1]).count(squashed(WORDS[word]["zh-CN"])) >= 1
        starts[page] = Path()
    order_of_pages = sorted(starts)
    for first, following in pairwise(order_of_pages):
        if starts[first] != Path():
            private = front_matter(starts[first])["publication"]["private"]
            check_trace(text, called, first, following - 1, source=starts[first], lang="zh-CN", private=private)


def test_what_is_made_up_is_said_on_every_page_that_shows_a_total_or_grade(built: Built, pages: Pages) -> None:
    framework = yaml.safe_load(
        (built.root / "content" / "frameworks" / "service-star-demo.yaml").read_text(encoding="utf-8")
    )
    grades = [squashed(grade["title"][lang]) for grade in framework["grades"] for lang in ("zh-CN", "en")]
    shown = 0
    for pdf in pdfs(built):
        for number, page in enumerate(map(squashed, pages(pdf)), start=1):
            if any(grade in page for grade in grades):
                shown += 1
                assert any(squashed(note) in page for note in PAGE_NOTE), f"{pdf.name}, page {number}"
    assert shown
    for html in built.output.glob("site/**/*.html"):
        page = squashed(html.read_text(encoding="utf-8"))
        if any(grade in page for grade in grades):
            shown += 1
            assert any(squashed(note) in page for note in NOTE.values()), html


def test_every_invented_case_says_so(built: Built, pages: Pages, front_matter: FrontMatter) -> None:
    for source, pdf in write_ups(built):
        lang = "en" if ".en." in source.name else "zh-CN"
        assert front_matter(source.with_name("case.md"))["example"] is True
        assert squashed(WORDS["example_note"][lang]) in squashed("".join(pages(pdf)))
