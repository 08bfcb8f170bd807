"""Chapters bound into one file, held against WeasyPrint's own book, PDFBox's merger, qpdf, poppler and pikepdf."""

from __future__ import annotations

import io
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from casebound.press.bind import bind, bind_alone
from casebound.press.binding import Binding, Part
from casebound.press.file import Attachment
from casebound.press.fonts import FontSet
from casebound.press.inspect import EmbeddedFont, embedded_fonts
from casebound.press.job import Printed, PrintJob
from casebound.press.plates import Memo
from casebound.press.typeset import typeset
from casebound.workspace.fonts import face_data
from tests.press.sample import bound, chapter_jobs, chapters, monolith

pytestmark = pytest.mark.slow


def words_of(pdf: bytes, folder: Path) -> list[Counter[tuple[str, int, int]]]:
    """The words of each page and where they stand, in half points, as poppler reads them."""
    path = folder / "words.pdf"
    path.write_bytes(pdf)
    shown = subprocess.check_output(["pdftotext", "-bbox", path, "-"], text=True)
    pages = []
    for page in shown.split("<page ")[1:]:
        found = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>(.*?)</word>', page)
        spots = (
            (re.sub("[\u2060\u200b\ufe00-\ufe0f]", "", word), round(float(x) * 2), round(float(y) * 2))
            for x, y, word in found
        )
        pages.append(Counter(spot for spot in spots if spot[0]))
    return pages


def checked(pdf: bytes, folder: Path) -> str:
    path = folder / "checked.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def elements(pdf: bytes) -> Iterator[Any]:
    """Every structure element that the tree leads to, as pikepdf finds them."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        waiting: list[Any] = list(file.Root.StructTreeRoot.K)
        while waiting:
            kid = waiting.pop()
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield str(kid.S)
                kids: Any = kid.get("/K", [])
                waiting.extend(kids if isinstance(kids, pikepdf.Array) else [kids])


def test_each_page_has_the_words_of_weasyprints_own_book_where_they_stand_there(fonts: FontSet, tmp_path: Path) -> None:
    ours = words_of(bound(*chapters(fonts), fonts=fonts).pdf, tmp_path)
    theirs = words_of(monolith(chapter_jobs(fonts)), tmp_path)
    assert len(ours) == len(theirs)
    for number, (here, there) in enumerate(zip(ours, theirs, strict=True), start=1):
        near = Counter({spot: count for spot, count in (here - there).items() if not _is_near(spot, there)})
        assert near == Counter(), f"page {number}: {near} not in {there - here}"
        assert sum(here.values()) == sum(there.values())


def _is_near(spot: tuple[str, int, int], others: Counter[tuple[str, int, int]]) -> bool:
    """Whether the word stands there give or take a point: rounding may fall on either side."""
    word, x, y = spot
    return any((word, x + dx, y + dy) in others for dx in (-2, -1, 0, 1, 2) for dy in (-2, -1, 0, 1, 2))


def test_the_file_is_whole_and_tagged_and_says_what_it_is(fonts: FontSet, tmp_path: Path) -> None:
    pdf = bound(*chapters(fonts), fonts=fonts).pdf
    assert "No syntax or stream encoding errors found" in checked(pdf, tmp_path)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert file.Root.MarkInfo.Marked
        assert file.Root.ViewerPreferences.DisplayDocTitle
        assert str(file.Root.Lang) == "zh-CN"
        assert str(file.docinfo.Title) == "书名 Title"
        with file.open_metadata() as xmp:
            assert (xmp["pdfuaid:part"], xmp["dc:title"]) == ("1", "书名 Title")
        assert file.trailer.ID[0] == file.trailer.ID[1]


PDFBOX = ("pdfbox2", "pdfbox2-tools", "fontbox2", "commons-logging")


def test_there_are_as_many_elements_as_when_pdfbox_merges_the_chapters(fonts: FontSet, tmp_path: Path) -> None:
    """Each chapter alone is a Document with one Part; PDFBox keeps the first Document and makes Parts of the others."""
    singles = []
    for number, printed in enumerate(chapters(fonts)):
        singles.append(tmp_path / f"{number}.pdf")
        singles[-1].write_bytes(bind_alone(printed, fonts, face_data))
    jars = ":".join(f"/usr/share/java/{name}.jar" for name in PDFBOX)
    merger = ["java", "-cp", jars, "org.apache.pdfbox.tools.PDFMerger"]
    subprocess.run([*merger, *singles, tmp_path / "merged.pdf"], check=True, capture_output=True)
    theirs = Counter(elements((tmp_path / "merged.pdf").read_bytes()))
    ours = Counter(elements(bound(*chapters(fonts), fonts=fonts).pdf))
    assert ours["/Part"] == len(singles)
    ours["/Part"] += len(singles) - 1
    assert ours == theirs
    assert sum(ours.values()) > 1000


def test_chapters_begin_on_right_hand_pages_and_labels_count_from_the_first(fonts: FontSet) -> None:
    front, *rest = chapters(fonts)
    parts = (Part(printed=front, numbering="roman"), *(Part(printed=each) for each in rest))
    made = bind(_binding(fonts, *parts), face_data)
    with pikepdf.open(io.BytesIO(made.pdf)) as file:
        nodes = list(file.Root.Pages.Kids)
        firsts = [0]
        for node in nodes:
            firsts.append(firsts[-1] + int(node.Count))
        assert all(first % 2 == 0 for first in firsts[:-1])
        labels = [str(page.label) for page in file.pages]
        assert labels[:4] == ["i", "ii", "iii", "iv"]
        assert labels[firsts[1]] == "1"
        assert labels[firsts[2]] == str(firsts[2] - firsts[1] + 1)
        blanks = [page for page in file.pages if "/StructParents" not in page]
        assert len(blanks) == len(file.pages) - sum(each.pages for each in chapters(fonts))


def _binding(fonts: FontSet, *parts: Part) -> Binding:
    return Binding(title="书", author="", lang="zh-CN", parts=parts, fonts=fonts, timestamp=0)


def test_what_stands_before_a_chapter_does_not_change_its_pages(fonts: FontSet) -> None:
    one, two, _ = chapters(fonts)
    alone, second = (bound(*parts, fonts=fonts).pdf for parts in ((two,), (one, two)))
    with pikepdf.open(io.BytesIO(alone)) as single, pikepdf.open(io.BytesIO(second)) as double:
        start = -(-one.pages // 2) * 2
        numbered = {page for _, page in two.pieces.open_pages} if two.pieces else set()
        for page, (here, there) in enumerate(zip(single.pages, list(double.pages)[start:], strict=False)):
            if page not in numbered:  # the others hold numbers of pages
                assert here.Contents[0].read_bytes() == there.Contents[0].read_bytes()
        assert two.pages - len(numbered) > 8


def test_the_outline_leads_to_the_heads(fonts: FontSet) -> None:
    with pikepdf.open(io.BytesIO(bound(*chapters(fonts), fonts=fonts).pdf)) as file:
        with file.open_outline() as outline:
            tops = list(outline.root)
            assert [top.title for top in tops] == [printed.headings[0].title for printed in chapters(fonts)]
            assert all(top.children for top in tops)
        objects = [page.obj.objgen for page in file.pages]
        for top, printed in zip(tops, chapters(fonts), strict=True):
            target: Any = top.destination
            assert objects.index(target[0].objgen) % 2 == 0
            flat = _flat(top)
            assert [item.title for item in flat] == [heading.title for heading in printed.headings]


def _flat(item: Any) -> list[Any]:
    return [item, *(inner for child in item.children for inner in _flat(child))]


def test_each_face_is_embedded_once_for_all_chapters(fonts: FontSet) -> None:
    pdf = bound(*chapters(fonts), fonts=fonts).pdf
    names = embedded_fonts(pdf)
    assert all(font.embedded and font.name.startswith("Casebound-") for font in names)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        programs = [entry for entry in file.objects if isinstance(entry, pikepdf.Dictionary) and "/FontFile3" in entry]
        assert len(programs) == len(names)
    assert EmbeddedFont(name="Casebound-Song", embedded=True) in names


def test_the_same_chapters_give_the_same_bytes(fonts: FontSet) -> None:
    assert bound(*chapters(fonts), fonts=fonts).pdf == bound(*chapters(fonts), fonts=fonts).pdf


def small(body: str, fonts: FontSet, css: str = "") -> Printed:
    html = f'<html lang="zh-CN"><head><title>题</title></head><body>{body}</body></html>'
    base = 'body { font-family: "Casebound Song" } .slot { display: inline-block; width: 3em; text-align: right }'
    return typeset(PrintJob(name="x", html=html, fonts=fonts, stylesheets=(base + css,)))


def test_links_and_page_numbers_lead_from_chapter_to_chapter(fonts: FontSet, tmp_path: Path) -> None:
    link = '<p><a href="book:there">去那里</a> <a class="slot" href="book:there" data-stamp="page"></a></p>'
    nowhere = '<p><a href="book:nowhere">没有</a> <a class="slot" href="book:nowhere" data-stamp="page"></a></p>'
    far = '<p><a href="book:web">网上</a></p>'
    first, second = small(link + nowhere + far, fonts), small('<p>一</p><p id="there">这里</p>', fonts)
    binding = replace(
        _binding(fonts, Part(printed=first), Part(printed=second)), address_of={"web": "https://example.org/web/"}
    )
    made = bind(binding, face_data)
    assert made.unresolved == ("nowhere",)
    assert "No syntax or stream encoding errors found" in checked(made.pdf, tmp_path)
    shown = [" ".join(word for word, _, _ in page) for page in words_of(made.pdf, tmp_path)]
    assert "3" in shown[0].split()
    assert "—" in shown[0].split()
    with pikepdf.open(io.BytesIO(made.pdf)) as file:
        links = {str(each.Contents): each for each in file.pages[0].Annots}
        assert str(links["去那里"].Dest) == "there"
        assert "/Dest" not in links["没有"]
        assert "/A" not in links["没有"]
        assert str(links["网上"].A.URI) == "https://example.org/web/"
        names = pikepdf.NameTree(file.Root.Names.Dests)
        assert names["there"][0].objgen == file.pages[2].obj.objgen
        assert all(int(each.F) & 4 for each in file.pages[0].Annots)


def test_a_number_of_a_chapter_is_written_where_there_is_room_for_it(fonts: FontSet, tmp_path: Path) -> None:
    printed = small('<p>甲 <span class="slot" data-stamp="number" data-words="案例{number}"></span></p>', fonts)
    with_number = bind(_binding(fonts, Part(printed=printed, number=12)), face_data).pdf
    without = bind(_binding(fonts, Part(printed=printed)), face_data).pdf
    assert "案例12" in "".join(word for word, _, _ in words_of(with_number, tmp_path)[0])
    assert "案例" not in "".join(word for word, _, _ in words_of(without, tmp_path)[0])


def test_numbers_of_other_chapters_are_written_too(fonts: FontSet, tmp_path: Path) -> None:
    words = "案例{number:first}至{number:second}，第{page:second}页"
    first = small('<p id="first">甲</p>', fonts)
    second = small('<p id="second">乙</p>', fonts)
    lists = small(
        '<p>见 <span class="slot" data-stamp="number" data-target="second"></span></p>'
        f'<p><span class="slot" data-stamp="number" data-words="{words}"></span></p>',
        fonts,
    )
    parts = (Part(printed=first, number=7), Part(printed=second, number=8), Part(printed=lists, is_recto=False))
    made = bind(_binding(fonts, *parts), face_data)
    shown = "".join(sorted(word for word, _, _ in words_of(made.pdf, tmp_path)[3]))
    assert shown == "".join(sorted(["见", "8", "案例7至8，第3页"]))
    alone = bind(_binding(fonts, Part(printed=lists)), face_data)
    assert alone.unresolved == ("second", "first")


def test_a_link_to_a_place_that_a_case_does_not_have_leads_to_the_case_and_is_named(fonts: FontSet) -> None:
    links = small('<p><a href="book:there--wrong">去</a> <a href="book:elsewhere--x">去</a></p>', fonts)
    there = small('<h1 id="there--case">那里</h1>', fonts)
    made = bind(_binding(fonts, Part(printed=links), Part(printed=there)), face_data)
    assert made.unresolved == ("there--wrong",)
    with pikepdf.open(io.BytesIO(made.pdf)) as file:
        assert [str(each.get("/Dest", "")) for each in file.pages[0].Annots] == ["there--case", ""]


def test_what_is_for_one_side_stands_on_that_side_wherever_the_chapter_begins(fonts: FontSet, tmp_path: Path) -> None:
    css = """
      @page { @bottom-left { content: "{left}{page}左" } @bottom-right { content: "{right} {page}右" } }
      @page { font-family: "Casebound Hei" }
    """
    two = small('<p style="break-after: page">一</p><p>二</p>', fonts, css)
    one = small("<p>三</p>", fonts)
    for parts in ([two], [one, two]):
        made = bind(_binding(fonts, *(Part(printed=each, is_recto=False) for each in parts)), face_data)
        shown = ["".join(word for word, _, _ in page) for page in words_of(made.pdf, tmp_path)]
        first = len(parts) - 1
        for page, side in enumerate(["右", "左"] if first == 0 else ["左", "右"], start=first):
            assert f"{page + 1}{side}" in shown[page]
            assert ("右" in shown[page]) != ("左" in shown[page])


def test_what_was_bound_before_is_taken_over_and_the_bytes_are_the_same(fonts: FontSet) -> None:
    one, two, three = chapters(fonts)
    memo = Memo()
    for order in ((one, two, three), (two, three), (three, one, two), (one, two, three), (one, two, three)):
        binding = _binding(fonts, *(Part(printed=each, number=n) for n, each in enumerate(order, 1)))
        assert bind(binding, face_data, memo).pdf == bind(binding, face_data).pdf
    longer = _binding(fonts, Part(printed=three, number=9), Part(printed=one), Part(printed=two))
    assert bind(longer, face_data, memo).pdf == bind(longer, face_data).pdf


def test_margins_of_the_style_sheet_become_artifacts_with_the_places_of_the_page(
    fonts: FontSet, tmp_path: Path
) -> None:
    css = """
      @page { @bottom-right { content: "{page} / {pages}"; font: 9pt "Casebound Hei"; color: #a00 } }
      @page :left { @bottom-right { content: none } @top-center { content: "{document}" } }
    """
    printed = small('<p style="break-after: page">一</p><p>二</p>', fonts, css)
    pdf = bind(_binding(fonts, Part(printed=printed)), face_data).pdf
    right, left = ("".join(word for word, _, _ in page) for page in words_of(pdf, tmp_path))
    assert "1/2" in right
    assert "书" in left
    assert "/2" not in left
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert b"/Artifact<</Type/Pagination>>BDC" in file.pages[0].Contents[1].read_bytes()


def test_a_sign_that_no_font_has_is_a_geta_mark_and_is_named(fonts: FontSet, tmp_path: Path) -> None:
    printed = small("<p>\u0e01 和 \U0001f600</p>", fonts)
    assert printed.missing == "\u0e01\U0001f600"
    pdf = bind(_binding(fonts, Part(printed=printed)), face_data).pdf
    assert "".join(word for word, _, _ in words_of(pdf, tmp_path)[0]) == "〓和〓"


def test_for_the_printer_pages_have_bleed_and_marks_outside_the_trim(fonts: FontSet, tmp_path: Path) -> None:
    printed = small("<p>一</p>", fonts, "@page { size: 100mm 150mm }")
    binding = replace(_binding(fonts, Part(printed=printed)), bleed=8.504, has_marks=True)
    pdf = bind(binding, face_data).pdf
    assert "No syntax or stream encoding errors found" in checked(pdf, tmp_path)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        page = file.pages[0]
        trim = [round(float(edge), 1) for edge in page.trimbox]
        assert trim == [0, 0, 283.5, 425.2]  # 100 mm and 150 mm at 72 points an inch
        bleed = [round(float(edge), 1) for edge in page.obj.BleedBox]
        assert bleed == [-8.5, -8.5, 292.0, 433.7]
        media = [float(edge) for edge in page.mediabox]
        assert media[0] < -8.5
        assert media[2] > 292.0
        assert page.Contents[1].read_bytes().count(b" l S") == 8


def test_attached_files_come_back_as_they_were(fonts: FontSet, tmp_path: Path) -> None:
    files = tuple(
        Attachment(name=name, data=data, description="稿", media_type="text/markdown")
        for name, data in (("案例.md", "一".encode()), ("data/wait.csv", b"a,b\n"))
    )
    binding = replace(_binding(fonts, Part(printed=small("<p>一</p>", fonts))), attachments=files)
    pdf = bind(binding, face_data).pdf
    assert "No syntax or stream encoding errors found" in checked(pdf, tmp_path)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        held = {name: each.get_file().read_bytes() for name, each in file.attachments.items()}
        assert held == {"案例.md": "一".encode(), "data/wait.csv": b"a,b\n"}
        assert len(file.Root.AF) == 2


def test_joiners_that_steer_line_breaks_are_not_in_copied_text(fonts: FontSet, tmp_path: Path) -> None:
    pdf = bind_alone(small("<p>前\u2060——\u2060后……</p>", fonts), fonts, face_data)
    (tmp_path / "x.pdf").write_bytes(pdf)
    shown = subprocess.check_output(["pdftotext", tmp_path / "x.pdf", "-"], text=True)
    assert shown.strip() == "前——后……"


def test_a_chapter_that_was_not_printed_cannot_be_bound(fonts: FontSet) -> None:
    with pytest.raises(ValueError, match="broken: why not"):
        bind(_binding(fonts, Part(printed=Printed(name="broken", error="why not"))), face_data)
