"""What holds for every kind of figure: its page, its options and values, its drawing, and that nothing breaks it."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebound.figure.figure import OPTIONS, find_kind
from casebound.figure.given import Given
from casebound.figure.palette import PAPER, SCREEN
from casebound.model.value import written
from casebound.read.markdown import FIGURES
from tests.figure.boxes import SVG, clipped, collisions
from tests.figure.example import KINDS, Read, examples, figure

NAMES = [
    name
    for name in FIGURES
    if all((KINDS / f"{name.replace('-', '_')}{ending}").is_file() for ending in (".py", ".md"))
]
EXAMPLES = [
    pytest.param(lang, fence, id=f"{name}-{lang}-{number}")
    for name in NAMES
    for number, (lang, fence) in enumerate(examples(name))
]
ELEMENTS = {"svg", "title", "desc", "text", "line", "polyline", "polygon", "path", "rect", "circle"}
LONG = (
    "由于预约系统没有按照时段放号而且窗口开放的时间与孕妇到达的时间错开所以早上"
    "八点到九点半之间在抽血窗口前排起了很长的队伍让人空腹久等不得不请半天假来做一次产检"
)
"""Eighty characters."""
HOSTILE = "</svg><script>alert(1)</script>&amp;\"'"


def test_every_figure_there_is_has_a_module_and_a_page() -> None:
    assert set(NAMES) == set(FIGURES)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_shows_an_example_in_each_language(name: str) -> None:
    assert {lang for lang, _ in examples(name)} == {"zh-CN", "en"}


@pytest.mark.parametrize(("lang", "fence"), EXAMPLES)
def test_an_example_is_drawn_without_a_finding_or_a_doubt(lang: str, fence: str) -> None:
    found = figure(fence, lang=lang).sound
    assert fence.startswith(f"```{{{found.kind.name}}}")
    assert [doubt.problem for doubt in found.doubts] == []
    assert found.told.strip() == found.told != ""
    assert not re.search(r"None|Decimal|\{|\}", found.told)


@pytest.mark.parametrize(("lang", "fence"), EXAMPLES)
def test_what_is_told_is_language(lang: str, fence: str) -> None:
    """As outloud's rule FIG-012 has it: at least half of the characters are letters."""
    alt = figure(fence, lang=lang).sound.alt
    assert 2 * sum(character.isalpha() for character in alt) >= len(alt)


@pytest.mark.parametrize(("lang", "fence"), EXAMPLES)
def test_a_drawing_is_text_and_shapes_that_stand_clear_of_each_other(lang: str, fence: str) -> None:
    svg = str(figure(fence, lang=lang).sound.draw(PAPER))
    root = ElementTree.fromstring(svg)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= ELEMENTS
    assert not re.search(
        r"nan|inf|e[+-]\d", re.sub(r">[^<]*<", "><", svg).replace("linejoin", "").replace("linecap", "")
    )
    assert clipped(svg) == []
    assert collisions(svg) == []
    assert root.findtext(f"{SVG}title") and root.findtext(f"{SVG}desc")
    assert len(svg) < 60_000


@pytest.mark.parametrize(("lang", "fence"), EXAMPLES)
def test_paper_and_screen_differ_in_colours_only(lang: str, fence: str) -> None:
    found = figure(fence, lang=lang).sound
    paper, screen = str(found.draw(PAPER)), str(found.draw(SCREEN))
    assert paper == str(figure(fence, lang=lang).sound.draw(PAPER))
    for part in (
        "ink",
        "soft",
        "faint",
        "rule",
        "paper",
        "accent",
        "change",
        *(f"tint{n}" for n in range(1, 6)),
        "font",
    ):
        paper = re.sub(f'"{re.escape(getattr(PAPER, part))}"', f'"{getattr(SCREEN, part)}"', paper)
    same = {getattr(PAPER, part): getattr(SCREEN, part) for part in ("accent", "tint1")}
    assert len(same) == 1
    assert paper.replace("var(--tint-1)", "var(--indigo)") == screen.replace("var(--tint-1)", "var(--indigo)")


@pytest.mark.parametrize(("lang", "fence"), EXAMPLES)
def test_values_are_those_that_are_declared(lang: str, fence: str) -> None:
    found = figure(fence, lang=lang).sound
    patterns = {part: re.escape(part).replace("…", ".+").replace(r"\[n\]", r"\[\d+\]") for part in found.kind.parts}
    for key, value in found.values.items():
        assert any(re.fullmatch(pattern, key, re.DOTALL) for pattern in patterns.values()), key
        assert value.value.is_finite()
        assert written(value, lang)


@pytest.mark.parametrize("name", NAMES)
def test_every_declared_value_is_there_in_some_example(name: str) -> None:
    kind = find_kind(name)
    assert kind is not None
    keys = [key for lang, fence in examples(name) for key in figure(fence, lang=lang).sound.values]
    for part in kind.parts:
        pattern = re.escape(part).replace("…", ".+").replace(r"\[n\]", r"\[\d+\]")
        assert any(re.fullmatch(pattern, key, re.DOTALL) for key in keys), part


@pytest.mark.parametrize("name", NAMES)
def test_every_declared_option_is_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()
    words = Given.words

    def watched(self: Given, name: str, default: str = "") -> str:
        asked.add(name)
        return words(self, name, default)

    monkeypatch.setattr(Given, "words", watched)
    for lang, fence in examples(name):
        figure(fence, lang=lang)
    kind = find_kind(name)
    assert kind is not None
    assert not set(kind.options) & set(OPTIONS)
    assert set(kind.options) <= asked


@pytest.mark.parametrize(("lang", "fence"), EXAMPLES)
def test_the_table_has_as_many_cells_in_every_row(lang: str, fence: str) -> None:
    rows = figure(fence, lang=lang).sound.table
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


def words_of(fence: str) -> list[str]:
    """The words of an example that are labels: cells and items without digits in them."""
    body = [line for line in fence.splitlines()[1:-1] if not line.startswith(":")]
    cells = [cell for line in body for cell in re.split(r"[,|]", re.sub(r"^\s*([-*+]|\d+[.)])\s+", "", line))]
    kept = {re.sub(r"\*\*", "", cell).strip() for cell in cells}
    return sorted(cell for cell in kept if len(cell) > 1 and not re.search(r"\d", cell))


def replaced(fence: str, old: str, new: str) -> str:
    """The example with a label changed in its data (its options still name columns, so those change, too)."""
    return re.sub(rf"(?<![\w]){re.escape(old)}(?![\w])", lambda _: new, fence)


def sound_or_said(read: Read) -> None:
    """A picture without a fault, or findings that say why there is none."""
    if read.figure is None:
        assert read.findings
        return
    svg = str(read.figure.draw(PAPER))
    ElementTree.fromstring(svg)
    assert "<script" not in svg
    assert clipped(svg) == []
    assert read.figure.told
    assert read.figure.table
    for _ in read.figure.values.values():
        pass
    list(read.figure.doubts)


@pytest.mark.parametrize(("lang", "fence"), EXAMPLES)
def test_labels_of_eighty_characters_wrap_and_do_not_collide(lang: str, fence: str) -> None:
    for number, word in enumerate(words_of(fence)[:6]):
        read = figure(replaced(fence, word, LONG[:78] + f"{number:02}"), lang=lang)
        sound_or_said(read)
        if read.figure is not None:
            assert collisions(str(read.figure.draw(PAPER))) == [], word


@pytest.mark.parametrize(("lang", "fence"), EXAMPLES)
def test_markup_in_a_label_stays_words(lang: str, fence: str) -> None:
    for word in words_of(fence)[:6]:
        sound_or_said(figure(replaced(fence, word, HOSTILE.replace(",", "")), lang=lang))


CELL = st.one_of(
    st.sampled_from(
        ["", "0", "-1", "nan", "inf", "-inf", "1e400", "12%", "１２", "一", "2025-01", "是", LONG, HOSTILE, "x" * 200]
    ),
    st.integers(-(10**9), 10**9).map(str),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-1000, max_value=1000).map(str),
    st.text(max_size=8),
)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40)
@given(data=st.data())
def test_no_data_break_it(name: str, data: st.DataObject) -> None:
    """Cells of an example changed, rows taken away or doubled: a sound picture or a finding, never an exception."""
    lang, fence = data.draw(st.sampled_from(examples(name)))
    lines = fence.splitlines()
    body = [number for number, line in enumerate(lines) if 0 < number < len(lines) - 1 and not line.startswith(":")]
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.sampled_from(body))
        what = data.draw(st.sampled_from(["cell", "drop", "double", "indent"]))
        if what == "cell":
            cells = lines[at].split(",")
            cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(CELL)
            lines[at] = ",".join(cells)
        elif what == "drop":
            lines[at] = ""
        elif what == "double":
            lines[at] = f"{lines[at]}\n{lines[at]}"
        else:
            lines[at] = "  " + lines[at]
    try:
        read = figure("\n".join(lines) + "\n", lang=lang)
    except (AssertionError, StopIteration):  # the cell ended the fence or held an option: no figure any more
        return
    sound_or_said(read)
