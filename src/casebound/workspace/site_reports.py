"""A workspace → the orders of the reports that its site gives away: one for each text of a public case."""

from __future__ import annotations

from casebound.compose.public_case import withholding
from casebound.compose.site_map import SiteMap
from casebound.model.audience import Audience, may_be_published
from casebound.workspace.documents import Documents
from casebound.workspace.publish import Order
from casebound.workspace.site_output import SITE


def report_orders(documents: Documents) -> list[Order]:
    """Orders of the reports as the public may read them; none where the site is not to hold any.

    A translation withholds what its original does, as on the site's pages.
    """
    workspace = documents.workspace
    if not workspace.config.site.reports:
        return []
    usable = workspace.usable()
    originals = {
        written.folder: written for written in usable if not written.is_translation and may_be_published(written.case)
    }
    map = SiteMap(languages=workspace.config.languages or (workspace.language,))
    orders = []
    for written in usable:
        original = originals.get(written.folder)
        if original is not None and may_be_published(written.case):
            public = withholding(written, original.case.publication.private)
            path = f"{SITE}/{map.report(written.case.lang, original.case.id)}"
            orders.append(Order(path=path, plan=documents.report(public, Audience.PUBLIC)))
    return orders
