"""What the text points to: figures of measures, tables, anchors, cases, files. All of it must be there, and usable."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from casebound.check.kind import Hit, Kind
from casebound.check.look import Look
from casebound.model.missing import why_no_value
from casebound.model.value import PARTS, PERIOD_PARTS, read_name, value_of
from casebound.read.case_link import read_case_link
from casebound.read.fields import Choice, required
from casebound.read.written import AttachedFile
from casebound.text.fix import Fix, replacement
from casebound.text.localized import phrase
from casebound.text.source import Span
from casebound.text.suggest import did_you_mean, near_miss


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What is pointed to, and what may be wrong with it."""

    to: str
    """`values` ({val}), `measures` (that adopters took), `figures` ({ref}), `anchors` (links to `#id`), `cases` (links
    to other ones), or of files: `missing-files`, `empty-files`, `outside-files`, `remote-images`, `unusable-images`."""


_IS_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
"""How what is not a file of the case begins."""


def find(reference: Reference, look: Look) -> Iterator[Hit]:
    """Each reference that leads nowhere, or to something that cannot be used."""
    return _FINDERS[reference.to](look)


def _values(look: Look) -> Iterator[Hit]:
    for mention in look.mentions:
        if mention.kind == "role" and mention.name == "val" and (id := look.figure_named(mention.target)) is not None:
            figure, part = look.figures_by_id[id], mention.target.partition(".")[2]
            if figure is not None and part not in figure.values:
                yield _broken(mention.target, look.span(mention), [f"{id}.{known}" for known in figure.values])
        elif mention.kind == "role" and mention.name == "val" and value_of(look.case, mention.target) is None:
            yield _no_value(look, mention.target, look.span(mention))


def _no_value(look: Look, target: str, span: Span) -> Hit:
    """Why there is no such value, or else what was probably meant: of the measure named, if there is one."""
    if reason := why_no_value(look.case, target):
        return Hit(span=span, values={"target": target}, hint=reason)
    asked = read_name(target)
    own = look.case.measure(asked.id) if asked else None
    period = f"[{asked.period}]" if asked and asked.period else ""
    parts = [f"{part}{period}" for part in PERIOD_PARTS] if period else PARTS
    measures = [own] if own else look.case.measures
    return _broken(target, span, [f"{measure.id}.{part}" for measure in measures for part in parts])


def _measures(look: Look) -> Iterator[Hit]:
    """What adopters say they measured; a translation rests on its original's."""
    known = [measure.id for measure in look.case.measures]
    for field in look.fields("adoptions[].measures[].measure"):
        target = field.node.text.strip() if field.node is not None else ""
        if target and target not in known and not look.written.is_translation:
            yield _broken(target, field.span, known)


def _figures(look: Look) -> Iterator[Hit]:
    for mention in look.mentions:
        if mention.kind == "role" and mention.name == "ref" and mention.target not in look.captioned:
            yield _broken(mention.target, look.span(mention), look.captioned)


def _anchors(look: Look) -> Iterator[Hit]:
    anchors = {id for id, _ in look.anchors}
    for mention in look.mentions:
        if mention.kind == "link" and mention.target.startswith("#") and mention.target[1:] not in anchors:
            yield _broken(mention.target[1:], look.span(mention), anchors)


def _cases(look: Look) -> Iterator[Hit]:
    """Links to a case that is not there; of those that are, only the names are known, not what stands in them."""
    for mention in look.mentions:
        link = read_case_link(mention.target) if mention.kind == "link" else None
        if link and not (link.case.isascii() and link.case in look.context.folders):  # ids are a-z, 0-9 and hyphens
            yield _broken(link.case, look.span(mention), look.context.folders)


def _broken(target: str, span: Span, known: Iterable[str]) -> Hit:
    choices = sorted(known)
    return Hit(
        span=span, values={"target": target}, hint=did_you_mean(target, choices), fix=_near(target, span, choices)
    )


def _near(target: str, span: Span, known: Iterable[str]) -> Fix | None:
    near, at = near_miss(target, known), span.text.find(target)
    if near is None or at < 0 or not target:
        return None
    place = span.source.span(span.start + at, span.start + at + len(target))
    return replacement(place, near, phrase("改成“{near}”", "Write “{near}”", near=near))


def _files(look: Look) -> Iterator[tuple[str, Span, bool]]:
    """Path, place, and whether it is to be drawn, of everything that names a file of the case."""
    for number, measure in enumerate(look.case.measures):
        if measure.series is not None and measure.series.file:
            yield measure.series.file, look.written.place(f"measures[{number}].series.file"), False
    for number, answer in enumerate(look.case.conditions):
        for item, evidence in enumerate(answer.evidence):
            if evidence.file:
                yield evidence.file, look.written.place(f"conditions[{number}].evidence[{item}].file"), False
    for mention in look.mentions:
        path, is_image = mention.target.partition("#")[0], mention.kind == "image"
        if mention.kind == "link" and read_case_link(mention.target):
            continue
        if mention.kind in ("link", "image", "data") and path and not _IS_ADDRESS.match(path):
            yield path, look.span(mention), is_image


def _is_outside(path: str) -> bool:
    return path.startswith("/") or "\\" in path or posixpath.normpath(path).split("/")[0] == ".."


def _attached(look: Look, path: str) -> AttachedFile | None:
    return look.written.files.get(posixpath.normpath(path))


def _outside_files(look: Look) -> Iterator[Hit]:
    return (Hit(span=span, values={"target": path}) for path, span, _ in _files(look) if _is_outside(path))


def _missing_files(look: Look) -> Iterator[Hit]:
    for path, span, _ in _files(look):
        if not _is_outside(path) and _attached(look, path) is None:
            yield _broken(path, span, look.written.files)


def _empty_files(look: Look) -> Iterator[Hit]:
    for path, span, _ in _files(look):
        file = None if _is_outside(path) else _attached(look, path)
        if file is not None and file.size == 0:
            yield Hit(span=span, values={"target": path})


def _remote_images(look: Look) -> Iterator[Hit]:
    for mention in look.mentions:
        if mention.kind == "image" and _IS_ADDRESS.match(mention.target):
            yield Hit(span=look.span(mention), values={"target": mention.target})


def _unusable_images(look: Look) -> Iterator[Hit]:
    for path, span, is_image in _files(look):
        file = None if _is_outside(path) else _attached(look, path)
        if is_image and file is not None and file.size and not file.is_drawable:
            yield Hit(span=span, values={"target": path})


_FINDERS: dict[str, Callable[[Look], Iterator[Hit]]] = {
    "values": _values,
    "measures": _measures,
    "figures": _figures,
    "anchors": _anchors,
    "cases": _cases,
    "missing-files": _missing_files,
    "empty-files": _empty_files,
    "outside-files": _outside_files,
    "remote-images": _remote_images,
    "unusable-images": _unusable_images,
}

KIND = Kind(
    name="reference",
    make=Reference,
    fields={"to": required(Choice({name: name for name in _FINDERS}))},
    values=frozenset({"target"}),
    find=find,
)
