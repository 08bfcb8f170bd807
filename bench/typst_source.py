"""The HTML of a book → the same text, tables and drawings as a Typst document, for `peers.py`.

It is a fair match of the work to be done, not of the look: paper, margins, sizes, running heads, folios, contents,
page references, captions, alternative texts and links are there; a measure's numerals, the meters and the margin tags
are set more plainly than by our style sheet.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import tinyhtml5

SVG = "{http://www.w3.org/2000/svg}"
HEAD = """\
#set document(title: "{title}", author: "{author}")
#set text(font: ("Noto Serif CJK SC",), size: 10.5pt, lang: "zh", region: "cn")
#set page(
  paper: "a4",
  margin: (inside: 27mm, outside: 38mm, top: 27mm, bottom: 25mm),
  header: context {{
    let before = query(selector(heading.where(level: 1)).before(here()))
    set text(font: "Noto Sans CJK SC", size: 7.5pt)
    if before.len() > 0 {{ before.last().body }}
  }},
  footer: context align(if calc.odd(here().page()) {{ right }} else {{ left }}, text(
    font: "Noto Sans CJK SC",
    size: 8.5pt,
    counter(page).display(),
  )),
)
#set par(justify: true, leading: 0.82em, spacing: 0.82em)
#set table(stroke: (x: none, y: 0.4pt), inset: (x: 1mm, y: 1.5mm))
#set figure(numbering: none)
#show heading: set text(font: "Noto Sans CJK SC")
#show heading.where(level: 1): set text(size: 22pt)
#show heading.where(level: 2): set text(size: 14pt)
#show heading.where(level: 3): set text(size: 11.5pt)
#show table: set text(size: 9pt)
#show figure.caption: set text(font: "Noto Sans CJK SC", size: 9pt)
#show figure.where(kind: table): set figure.caption(position: top)
#let page-of(target) = context counter(page).at(target).first()
"""


def write_typst(html: str, folder: Path) -> Path:
    """Write `book.typ` and its drawings below a folder; the path of the document."""
    ET.register_namespace("", SVG[1:-1])
    tree = tinyhtml5.parse(html, namespace_html_elements=False)
    (folder / "drawings").mkdir(parents=True)
    title = "".join(tree.find("head/title").itertext())
    author = next(meta.get("content", "") for meta in tree.iter("meta") if meta.get("name") == "author")
    writer = _Writer(folder, _targets(tree))
    text = HEAD.format(title=title, author=author) + "".join(writer.block(tree.find("body")))
    path = folder / "book.typ"
    path.write_text(text, encoding="utf-8")
    return path


def _targets(tree: ET.Element) -> set[str]:
    """What a reference may point to: the elements that get a label."""
    return {id for element in tree.iter() if (id := element.get("id")) and _is_target(element)}


def _is_target(element: ET.Element) -> bool:
    return bool(re.fullmatch("h[1-4]|figure", str(element.tag))) or element.get("class") == "captioned"


def _text(words: str | None) -> str:
    """Words as Typst markup: every mark that could mean something is escaped."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", re.sub(r"\s+", " ", words or ""))


def _string(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


@dataclass
class _Writer:
    folder: Path
    targets: set[str]
    drawings: list[str] = field(default_factory=list)

    def block(self, element: ET.Element) -> Iterator[str]:
        """A block and what is in it."""
        kind, names = str(element.tag), (element.get("class") or "").split()
        if names == ["quiet"]:  # a heading before the first of level 1, which PDF/UA-1 does not have
            yield f"#strong[{self.inline(element)}]\n\n"
        elif heading := re.fullmatch("h([1-4])", kind):
            size = ", outlined: false" if kind != "h1" else ""
            yield f"#heading(level: {heading[1]}{size})[{self.inline(element)}]{self.label(element)}\n\n"
        elif kind == "p" or (kind == "div" and not len(element)):
            yield f"{self.inline(element)}\n\n"
        elif kind in ("ul", "ol", "dl"):
            mark = "+" if kind == "ol" else "-"
            yield "".join(f"{mark} {self.inline(item)}\n" for item in element) + "\n"
        elif kind == "table":
            yield f"#{self.table(element)}\n\n"
        elif kind == "figure":
            drawing, caption = element.find(f".//{SVG}svg"), element.find("figcaption")
            given = f"{self.drawing(drawing)}, kind: image, caption: [{self.inline(caption)}]"
            yield f"#figure({given}){self.label(element)}\n\n"
            for note in element.findall("p"):
                yield from self.block(note)
        elif "captioned" in names:
            table = element.find("table")
            caption = self.inline(table.find("caption"))
            yield f"#figure({self.table(table)}, kind: table, caption: [{caption}]){self.label(element)}\n\n"
        elif kind == f"{SVG}svg":
            yield f"#{self.drawing(element)}\n\n"
        elif names in (["key-measure"], ["meters"]):
            cells = ", ".join(f"[{''.join(self.block(child))}]" for child in element)
            yield f"#grid(columns: {len(element)}, gutter: 4mm, {cells})\n\n"
        else:
            if "chapter" in names:
                yield '#pagebreak(to: "odd", weak: true)\n'
            elif names[:1] in (["cover"], ["imprint"], ["contents"], ["results"], ["index"]):
                yield "#pagebreak(weak: true)\n"
            for child in element:
                yield from self.block(child)

    def inline(self, element: ET.Element) -> str:
        """The text of an element with what stands in its lines."""
        parts = [_text(element.text)]
        for child in element:
            parts += [self.phrase(child), _text(child.tail)]
        return "".join(parts).strip()

    def phrase(self, element: ET.Element) -> str:
        """An element within a line."""
        kind, target = str(element.tag), (element.get("href") or "").removeprefix("#")
        if kind == "br":
            return " \\\n"
        if kind == f"{SVG}svg":
            return f"#{self.drawing(element)}"
        if element.get("class") == "lead":
            return "#h(1fr)"
        inner = self.inline(element)
        if kind == "a" and target in self.targets:
            if element.get("class") == "slot":
                return f"#link(label({_string(target)}))[#page-of(label({_string(target)}))]"
            return f"#link(label({_string(target)}))[{inner}]"
        if kind in ("strong", "b"):
            return f"#strong[{inner}]"
        return f"{inner} " if element.get("class") in ("number", "label", "entry-number") else inner

    def table(self, table: ET.Element) -> str:
        """A `table(…)` call, its head marked as such."""
        rows = table.findall("tbody/tr")
        width = max(sum(int(cell.get("colspan", "1")) for cell in row) for row in table.iter("tr"))
        heads = [f"table.header({self.cells(row)})" for row in table.findall("thead/tr")]
        return f"table(columns: {width}, align: left, {', '.join([*heads, *map(self.cells, rows)])})"

    def cells(self, row: ET.Element) -> str:
        """The cells of a row."""
        return ", ".join(
            f"table.cell(colspan: {cell.get('colspan', '1')})[{self.inline(cell)}]" if cell.get("colspan") else
            f"[{self.inline(cell)}]"
            for cell in row
        )  # fmt: skip

    def drawing(self, svg: ET.Element) -> str:
        """An `image(…)` call; the drawing goes to a file of its own."""
        said = svg.get("aria-label") or "".join(svg.find(f"{SVG}title").itertext())
        svg.attrib.pop("{http://www.w3.org/2000/xmlns/}xmlns", None)  # taken for an attribute by the parser of HTML
        text = ET.tostring(svg, encoding="unicode")
        text = re.sub(r'font-family="Casebound (Hei|Song)[^"]*"', r'font-family="Noto Sans CJK SC"', text)
        name = f"drawings/{len(self.drawings):05d}.svg"
        self.drawings.append(name)
        (self.folder / name).write_text(text, encoding="utf-8")
        width = min(145.0, float(svg.get("width", "548")) * 25.4 / 96)
        image = f"image({_string(name)}, width: {width:.1f}mm, alt: {_string(said)})"
        return f"pdf.artifact({image})" if svg.get("aria-hidden") else image

    def label(self, element: ET.Element) -> str:
        """The label of a target."""
        return f" <{element.get('id')}>" if element.get("id") in self.targets else ""
