"""A write-up and an offset in its front matter → the keys and values that may be written there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from casebound.editor.completion import Completion, named, placed
from casebound.editor.declared import WRITE_UP, declared, options, snippet_of_item, snippet_of_key
from casebound.editor.field_words import words_of, words_of_option
from casebound.editor.front import ITEM, Place, place_at
from casebound.editor.scene import Scene
from casebound.read.fields import ListOf, Record
from casebound.text.localized import phrase
from casebound.text.source import Source

_KEY_REST = re.compile(r"[A-Za-z0-9_-]*")
_VALUE_REST = re.compile(r"""[^\s,{}\[\]"'#]*""")
_REQUIRED = phrase("必填", "required")
_PRIVATE = ("replication.contact", "replication.cost", "replication.resources", "subject.members", "subject.aliases")


def front_completions(scene: Scene, offset: int) -> list[Completion]:
    """For a write-up."""
    start, end = scene.front_range()
    if not start <= offset <= end:
        return []
    place = place_at(scene.source, start, end, offset)
    if place is None:
        return []
    kind = declared(WRITE_UP, place.path)
    absent = () if scene.look.written.is_translation else ("translates",)
    return [
        *_keys(scene.source, place, kind, offset, scene.lang, absent=absent),
        *_values(scene.source, place, kind, offset, list(_known(scene, place, kind))),
    ]


def yaml_completions(source: Source, offset: int, root: Any, lang: str) -> list[Completion]:
    """For another file of declared fields: a framework."""
    place = place_at(source, 0, len(source.text), offset)
    if place is None:
        return []
    kind = declared(root, place.path)
    found = [Completion(label=word, kind="option") for word in options(kind)]
    return [*_keys(source, place, kind, offset, lang), *_values(source, place, kind, offset, found)]


def _keys(
    source: Source, place: Place, kind: Any, offset: int, lang: str, *, absent: tuple[str, ...] = ()
) -> Iterator[Completion]:
    """The keys of a record that are not there yet; where items of a list are missing their dash, an item."""
    if place.is_value and not (place.is_flow and place.path[-1:] == (ITEM,)):
        return
    rest = _KEY_REST.match(source.text, offset)
    end = rest.end() if rest else offset
    if isinstance(kind, ListOf) and not place.is_flow:
        if isinstance(kind.item, Record) and not place.typed:
            text = snippet_of_item(kind.item, is_flow=False)
            detail = words_of(place.path).to(lang)
            item = Completion(label="-", kind="field", detail=detail, text=text, is_snippet=True)
            yield from placed([item], place.start, end)
        return
    if not isinstance(kind, Record):
        return
    if place.is_value:
        text = snippet_of_item(kind, is_flow=True)
        yield from placed([Completion(label="{ }", kind="field", text=text, is_snippet=True)], place.start, end)
        return
    has_colon = source.text[end : end + 1] in (":", "：")
    for name, field in kind.fields.items():
        if name in absent or (name in place.beside and name != source.text[place.start : end]):
            continue
        words = words_of((*place.path, name)).to(lang)
        choices = options(field.kind)
        said = "、".join(f"`{word}`" for word in choices)
        yield Completion(
            label=name,
            kind="field",
            detail=f"{words}（{_REQUIRED.to(lang)}）" if field.is_required and lang == "zh-CN" else words,
            explanation="\n\n".join(part for part in (words, said) if part),
            text=name if has_colon else snippet_of_key(name, field.kind, is_flow=place.is_flow),
            is_snippet=not has_colon,
            start=place.start,
            end=end,
            search=f"{name} {words}",
        )


def _values(source: Source, place: Place, kind: Any, offset: int, found: list[Completion]) -> Iterator[Completion]:
    """Values at their place, with the marks that are missing around them."""
    start, typed = place.start, place.typed
    before = after = ""
    if typed[:1] in ("'", '"') and typed:
        start += 1
        if source.text[offset : offset + 1] != typed[0] and not re.match(
            rf"[^\r\n]{{0,80}}{typed[0]}", source.text[offset : offset + 100]
        ):
            after = typed[0]
    elif place.is_value and start and source.text[start - 1] == ":":
        before = " "
    if isinstance(kind, ListOf):
        if place.is_flow or isinstance(kind.item, Record) or (place.is_value and typed):
            return
        before, after = (f"{before}[", "]") if place.is_value else ("- ", "")
    elif not place.is_value and place.path[-1:] != (ITEM,):
        return
    rest = _VALUE_REST.match(source.text, offset)
    end = rest.end() if rest else offset
    for item in found:
        text = f"{before}{item.label if start > place.start else item.text or item.label}{after}"
        yield replace(item, text=text, start=start, end=end)


def _known(scene: Scene, place: Place, kind: Any) -> Iterator[Completion]:
    """What may stand in a field, by its path."""
    look, context, lang = scene.look, scene.look.context, scene.lang
    path = place.path if isinstance(kind, ListOf) is False else (*place.path, ITEM)
    if options(kind):
        for word in options(kind):
            yield Completion(label=word, kind="option", detail=words_of_option(word).to(lang))
    elif path == ("id",):
        yield Completion(label=look.written.folder.rpartition("/")[2])
    elif path == ("translates",):
        detail = phrase("case.md 现在的摘要值", "The digest of case.md as it is now").to(lang)
        yield Completion(label=look.written.digest, detail=detail)
    elif path == ("framework",):
        yield from named(((id, item.title) for id, item in sorted(context.frameworks.items())), lang)
    elif path == ("route",):
        yield from named(((id, item.title) for id, item in context.routes.items()), lang)
    elif path == ("industry",):
        yield from named(context.vocabulary.industries, lang)
    elif path == ("methods", ITEM):
        used = set(look.case.methods) - {place.typed}
        yield from (item for item in named(context.vocabulary.methods, lang) if item.label not in used)
    elif path == ("conditions", ITEM, "id"):
        yield from _conditions(scene)
    elif path in (("measures", ITEM, "series", "file"), ("conditions", ITEM, "evidence", ITEM, "file")):
        yield from files(scene, but_text=True)
    elif path == ("publication", "private", ITEM):
        yield from (Completion(label=name, detail=words_of(tuple(name.split("."))).to(lang)) for name in _PRIVATE)
        for measure in look.case.measures:
            yield Completion(label=f"measures.{measure.id}", detail=measure.name)
        for section in look.case.sections:
            if section.id:
                yield Completion(label=f"sections.{section.id}", detail=section.title)
    elif path == ("allow", ITEM, "rule"):
        yield from named(sorted({rule.id: rule.message for rule in scene.rulebook.rules()}.items()), lang)


def _conditions(scene: Scene) -> Iterator[Completion]:
    framework = scene.look.framework
    for condition in framework.conditions if framework else ():
        detail, question = scene.say(condition.title), scene.say(condition.question)
        for item in named([(condition.id, condition.title)], scene.lang):
            yield replace(item, text=f'"{condition.id}"', detail=detail, explanation=question)


def files(scene: Scene, *, but_text: bool) -> Iterator[Completion]:
    """The files of the case."""
    for name in sorted(scene.look.written.files):
        if not (but_text and name.endswith(".md")) and not name.rpartition("/")[2].startswith("."):
            yield Completion(label=name, kind="file")
