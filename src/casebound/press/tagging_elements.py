"""A tidy tree of nodes flows in, the structure elements of a PDF flow out. Imports pydyf, WeasyPrint's writer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pydyf

from casebound.press.tagging_tables import arrange
from casebound.press.tagging_tree import Area, Content, Node

_PRINTED = 4
"""Flag of annotations that are printed, and not hidden (ISO 32000-1, 12.5.3)."""


def write_structure(pdf: Any, top: Node, counts: Sequence[int]) -> None:
    """Add the tree to `pdf`, with the parent tree (ISO 32000-1, 14.7.4.4) and the tree of ids.

    `counts` is the number of marked-content sequences of each page, those that no node claims included: their places
    in the parent tree are null.
    """
    writer = _Writer(pdf, counts)
    nums, root = pydyf.Dictionary(), pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(nums)
    pdf.add_object(root)
    pdf.catalog["StructTreeRoot"] = root.reference
    root["ParentTree"] = nums.reference
    root["K"] = pydyf.Array([writer.write(top, root.reference, None)])
    owners: list[object] = []
    for page, claimed in enumerate(writer.owners):
        owners += (page, pydyf.Array(claimed))
    for number, (owner, annotation) in enumerate(writer.areas, start=len(counts)):
        owners += (number, owner)
        annotation["StructParent"] = number
        annotation["F"] = _PRINTED
    nums["Nums"] = pydyf.Array(owners)
    root["ParentTreeNextKey"] = len(counts) + len(writer.areas)
    if writer.ids:
        names = [part for id, owner in sorted(writer.ids.items()) for part in (pydyf.String(id), owner)]
        root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(names)})


class _Writer:
    def __init__(self, pdf: Any, counts: Sequence[int]) -> None:
        self._pdf = pdf
        self._pages = pdf.page_references
        self._tables = self._notes = 0
        self.owners: list[list[bytes]] = [[b"null"] * count for count in counts]
        self.areas: list[tuple[bytes, Any]] = []
        self.ids: dict[str, bytes] = {}

    def write(self, node: Node, parent: bytes, lang: str | None) -> bytes:
        """Reference of the new element; `lang` is what holds around it."""
        element = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.role}", "P": parent})
        self._pdf.add_object(element)
        reference: bytes = element.reference
        if node.role == "Table":
            self._tables += 1
            arrange(node, f"t{self._tables}")
        elif node.role == "Note":
            self._notes += 1
            node.id = f"n{self._notes}"
        if node.id:
            element["ID"] = pydyf.String(node.id)
            self.ids[node.id] = reference
        element["Pg"] = self._pages[node.page]
        if node.lang and node.lang != lang:
            element["Lang"] = pydyf.String(node.lang)
        if node.alt:
            element["Alt"] = pydyf.String(node.alt)
        if attributes := _attributes(node):
            element["A"] = attributes
        kids = [self._kid(kid, node, reference) for kid in node.kids]
        element["K"] = kids[0] if len(kids) == 1 and node.parent else pydyf.Array(kids)
        return reference

    def _kid(self, kid: Node | Content | Area, node: Node, reference: bytes) -> object:
        if isinstance(kid, Node):
            return self.write(kid, reference, node.lang)
        if isinstance(kid, Area):
            self.areas.append((reference, kid.annotation))
            return pydyf.Dictionary({"Type": "/OBJR", "Pg": self._pages[kid.page], "Obj": kid.annotation.reference})
        self.owners[kid.page][kid.mcid] = reference
        if kid.page == node.page:
            return kid.mcid
        return pydyf.Dictionary({"Type": "/MCR", "Pg": self._pages[kid.page], "MCID": kid.mcid})


def _attributes(node: Node) -> Any:
    """The attributes of ISO 32000-1, 14.8.5 that are not at their defaults; None without any."""
    if node.rectangle:
        box = pydyf.Array([round(value, 2) for value in node.rectangle])
        return pydyf.Dictionary({"O": "/Layout", "BBox": box})
    if node.numbering:
        return pydyf.Dictionary({"O": "/List", "ListNumbering": f"/{node.numbering}"})
    values: dict[str, object] = {}
    if node.columns > 1:
        values["ColSpan"] = node.columns
    if node.rows > 1:
        values["RowSpan"] = node.rows
    if node.scope:
        values["Scope"] = f"/{node.scope}"
    if node.headers:
        values["Headers"] = pydyf.Array([pydyf.String(id) for id in node.headers])
    return pydyf.Dictionary({"O": "/Table", **values}) if values else None
