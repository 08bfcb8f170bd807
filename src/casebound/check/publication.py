"""Is it clear what may be published."""

from __future__ import annotations

from collections.abc import Iterator

from casebound.check.context import Context, error, warning
from casebound.model.audience import has_path
from casebound.model.case import Visibility
from casebound.read.written import WrittenCase
from casebound.text.finding import Finding
from casebound.text.localized import phrase


def check_publication(written: WrittenCase, _context: Context) -> Iterator[Finding]:
    """Private paths lead somewhere, and nothing is public without consent."""
    publication = written.case.publication
    for number, path in enumerate(publication.private):
        if not has_path(written.case, path):
            message = phrase("“{path}”不是本案例的字段", "“{path}” is not a field of this case", path=path)
            hint = phrase(
                "写成 replication.contact、measures.<id>、sections.<id> 这样的路径",
                "Write a path such as replication.contact, measures.<id>, sections.<id>",
            )
            yield error("unknown-private-path", written.place(f"publication.private[{number}]"), message, hint)
    if publication.consent is False and publication.visibility is Visibility.PUBLIC:
        message = phrase("没有同意公开，却标为 public", "Marked public without consent")
        hint = phrase("取得同意，或改为 visibility: internal", "Get consent, or say visibility: internal")
        yield warning("public-without-consent", written.place("publication.consent"), message, hint)
