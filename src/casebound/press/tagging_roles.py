"""A laid-out box of an HTML element flows in, the node that its content belongs to flows out. Imports WeasyPrint."""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure.boxes import InlineLevelBox, LineBox, ReplacedBox

from casebound.press.tagging_tree import Node

GROUPING = frozenset(
    ("Document", "Part", "Art", "Sect", "BlockQuote", "L", "LI", "TOC", "Table", "TR", "THead", "TBody", "TFoot")
)
"""Hold elements only (ISO 32000-1, 14.8.4.2): text in them needs a paragraph."""
_TEXT_BLOCKS = frozenset(("LBody", "TD", "TH", "Caption", "Note", "TOCI"))
"""Hold text, but paragraphs too."""
_INLINE = frozenset(("Span", "Link", "Reference", "Quote", "Code"))
_SVG = "{http://www.w3.org/2000/svg}svg"
_TITLE = "{http://www.w3.org/2000/svg}title"

_ROLES = {
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "main": "Part",
    "article": "Art",
    "section": "Sect",
    "nav": "Sect",
    "blockquote": "BlockQuote",
    "q": "Quote",
    "code": "Code",
    "table": "Table",
    "dl": "L",
}
_ROLES_INSIDE = {
    "p": ("P", GROUPING | _TEXT_BLOCKS),
    "thead": ("THead", {"Table"}),
    "tbody": ("TBody", {"Table"}),
    "tfoot": ("TFoot", {"Table"}),
    "tr": ("TR", {"Table", "THead", "TBody", "TFoot"}),
    "th": ("TH", {"TR"}),
    "td": ("TD", {"TR"}),
    "caption": ("Caption", {"Table"}),
    "figcaption": ("Caption", {"Figure"}),
    "li": ("TOCI", {"TOC"}),
}
"""Elements that have a role only within those roles."""
_NUMBERINGS = {
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "decimal": "Decimal",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
}
"""Of CSS's `list-style-type`: ISO 32000-1, table 347."""


def home_of(box: Any, node: Node, page: int, calls: dict[Any, Node]) -> Node | None:
    """A new node, below `node`, for what is in `box`; None when its element says nothing itself.

    `box` is the first that was made of its element or pseudo-element. `calls` maps the element of each footnote to the
    block in which it is called.
    """
    element, tag, lang = box.element, box.element_tag, box.style["lang"]
    if tag == "p" and node.role == "Figure" and node.parent:
        node = node.parent  # a note below a figure would fall silent behind its alternative text
    role, holders = _ROLES_INSIDE.get(tag, (_ROLES.get(tag), None))
    if role and (holders is None or node.role in holders):
        home = node.child(role, page, lang, element)
        if role in ("TH", "TD"):
            home.columns, home.rows = box.colspan, box.rowspan
        return home
    match tag:
        case "a" if "href" in element.attrib:
            around = "Reference" if _is_entry(node) else "P" if node.role in GROUPING else ""
            return (node.child(around, page, lang) if around else node).child("Link", page, lang, element)
        case "ul" | "ol":
            return node.child("TOC" if _is_in_nav(node) else "L", page, lang, element)
        case "li" if node.role == "L":
            return node.child("LI", page, lang).child("LBody", page, lang, element)
        case "dt" if node.role == "L":
            return _open_item(node, page, lang).child("Lbl", page, lang, element)
        case "dd" if node.role == "L":
            return _description(box, node, page)
        case "li::marker" if node.parent and node.role in ("LBody", "TOCI"):
            return _label(box, node.parent if node.role == "LBody" else node, page)
        case "figure" | "span" if tag == "figure" or element.get("class") == "figure":
            return node.child("Figure", page, lang, element) if _has_one_drawing(element) else None
        case "span" if element.get("class") == "caption" and node.role == "Figure":
            return node.child("Caption", page, lang, element)
    if is_drawing(box):
        return None if node.role == "Figure" else node.child("Figure", page, lang, element)
    if tag.endswith("::footnote-call"):
        calls[element] = _block(node)
        return node.child("Reference", page, lang, element)
    if tag.endswith("::footnote-marker"):
        return node.child("Lbl", page, lang, element)
    if element in calls and "::" not in tag:
        return calls[element].child("Note", page, lang, element)
    if "data-stamp" in element.attrib and "::" not in tag:
        return node.child("Span", page, lang, element)
    if lang != node.lang and node.role not in GROUPING and (isinstance(box, InlineLevelBox) or holds_lines(box)):
        return node.child("Span", page, lang, element)
    return None


def holds_lines(box: Any) -> bool:
    """Whether it is a block of text; what has lines has nothing but lines, and what is taken out of them."""
    return bool(box.children) and isinstance(box.children[-1], LineBox)


def is_drawing(box: Any) -> bool:
    """Whether it is a picture that the document has, not one that a stylesheet adds."""
    return isinstance(box, ReplacedBox) and box.element_tag in (_SVG, "img")


def is_hidden(element: Any) -> bool:
    """Whether it is for the eye only."""
    return bool(element.get("aria-hidden") == "true" or (element.tag == "img" and element.get("alt") == ""))


def words_of_drawing(element: Any) -> str:
    """What is told to those who do not see it; empty when the document does not say."""
    title = element.find(_TITLE)
    words = (title is not None and title.text) or element.get("aria-label") or element.get("alt") or ""
    return " ".join(words.split())


def _has_one_drawing(element: Any) -> bool:
    return sum(part.tag in (_SVG, "img") and not is_hidden(part) for part in element.iter()) == 1


def _is_in_nav(node: Node | None) -> bool:
    while node and not (node.element is not None and node.element.tag == "nav"):
        node = node.parent
    return node is not None


def _is_entry(node: Node) -> bool:
    return node.role == "TOCI" or (node.role == "P" and node.parent is not None and node.parent.role == "TOCI")


def _block(node: Node) -> Node:
    while node.role in _INLINE and node.parent:
        node = node.parent
    return node


def _open_item(items: Node, page: int, lang: str | None) -> Node:
    """The list item for one more term: terms without a description between them share one."""
    last = items.nodes[-1] if items.kids else None
    if last and all(kid.role == "Lbl" for kid in last.nodes):
        return last
    return items.child("LI", page, lang)


def _description(box: Any, items: Node, page: int) -> Node:
    """The body of the last item, where each of several descriptions is a paragraph."""
    lang = box.style["lang"]
    item = items.nodes[-1] if items.kids else items.child("LI", page, lang)
    bodies = [kid for kid in item.nodes if kid.role == "LBody"]
    body = bodies[0] if bodies else item.child("LBody", page, lang)
    return body.child("P", page, lang, box.element) if holds_lines(box) else body


def _label(box: Any, item: Node, page: int) -> Node:
    """A list item's number or bullet, before its body."""
    if item.parent and isinstance(kind := box.style["list_style_type"], str):
        item.parent.numbering = _NUMBERINGS.get(kind, "")
    label = Node("Lbl", item, page, item.lang, box.element)
    item.kids.insert(0, label)
    return label
