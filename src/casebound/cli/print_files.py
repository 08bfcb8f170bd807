"""Documents ordered → the files that a printer wants besides: with bleed and crop marks, or imposed."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable
from dataclasses import replace

from casebound.press.impose import POINTS_PER_MM
from casebound.workspace.documents import Documents
from casebound.workspace.publish import Order


def page_count(pdf: bytes) -> int:
    """The pages of a file."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)


def with_print_files(orders: Iterable[Order], documents: Documents, wanted: Collection[str]) -> list[Order]:
    """The orders, each followed by its print files; their names say what they are before the ending."""
    bleed = float(documents.workspace.config.print.bleed_mm) * POINTS_PER_MM
    made = []
    for order in orders:
        made.append(order)
        stem = order.path.removesuffix(".pdf")
        if "marks" in wanted:
            plan = replace(order.plan, bleed=bleed, has_marks=True)
            made.append(Order(path=f"{stem}.marks.pdf", plan=plan))
        if "booklet" in wanted:
            made.append(Order(path=f"{stem}.booklet.pdf", plan=order.plan, is_imposed=True))
    return made
