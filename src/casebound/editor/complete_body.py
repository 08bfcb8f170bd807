"""A write-up and an offset in its body → ids, figures, anchors and files that may be written there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from casebound.editor.complete_front import files
from casebound.editor.completion import Completion, named, placed, search_words
from casebound.editor.figures import captions, part_words
from casebound.editor.scene import Scene
from casebound.figure.figure import OPTIONS, find_kind
from casebound.model.measure import Measure
from casebound.model.value import PARTS, PERIOD_PARTS, value_of, written
from casebound.read.markdown import FIGURES
from casebound.text.localized import Localized, phrase

_ROLE = re.compile(r"\{(val|ref)\}`([^`\r\n]*)\Z")
_ROLE_NAME = re.compile(r"\{([a-z]*)\Z")
_BLOCK_NAME = re.compile(r"[ \t]*(?:`{3,}|~{3,}|:{3,})\{([a-z-]*)\Z")
_OPTION_NAME = re.compile(r"[ \t]*:([a-z-]*)\Z")
_OPTION_LINE = re.compile(r"[ \t]*:[\w-]+:")
_OPENING = re.compile(r"[ \t]*(?:`{3,}|~{3,}|:{3,})\{([a-z-]+)\}")
_LINK = re.compile(r"\]\((#?)([^()\s]*)\Z")
_HEADING = re.compile(r"(#{2,4})[ \t][^{}]*(?:\{[^{}]*\}[^{}]*)*\{([^{}]*)\Z")
_CRITERIA = re.compile(r"""(?:\A|\s)criterion=(?:"([^"]*)|([^\s"]*))\Z""")
_REST = re.compile(r"""[^\s`"'(){}\[\]，。；：、]*""")
_LONGEST = 2000
"""Characters of a line before the place that are looked at."""

_NEW_SECTIONS = phrase("路径要求的标题", "A section the route asks for")


def body_completions(scene: Scene, offset: int) -> list[Completion]:
    """What fits behind `criterion=`, `{#`, `{val}`, `{ref}`, `](`; nothing elsewhere."""
    source = scene.source
    start = max(source.line_start(source.position(offset)[0]), offset - _LONGEST)
    before = source.text[start:offset]
    rest = _REST.match(source.text, offset)
    end = rest.end() if rest else offset
    if match := _ROLE.search(before):
        found = _values(scene) if match[1] == "val" else _captions(scene)
        close = "" if source.text[end : end + 1] == "`" else "`"
        items = (replace(item, text=f"{item.label}{close}") for item in found)
        return list(placed(items, offset - len(match[2]), end))
    if match := _HEADING.match(before):
        return list(_attributes(scene, offset, match, end))
    if match := _LINK.search(before):
        found = _anchors(scene) if match[1] else files(scene, but_text=False)
        close = "" if source.text[end : end + 1] == ")" else ")"
        items = (replace(item, text=f"{item.label}{close}") for item in found)
        return list(placed(items, offset - len(match[2]), end))
    if match := _BLOCK_NAME.fullmatch(before):
        is_closed = source.text[offset : offset + 1] == "}"
        return list(placed(_blocks(scene, "" if is_closed else "}"), offset - len(match[1]), offset))
    if (match := _OPTION_NAME.fullmatch(before)) and (name := _figure_above(scene, offset)):
        return list(placed(_options(scene, name), offset - len(match[1]), offset))
    if (match := _ROLE_NAME.search(before)) and not before.startswith(("#", ":::")):
        is_closed = source.text[offset : offset + 1] == "}"  # many editors close a bracket at once
        return list(placed(_roles(scene), offset - len(match[1]) - 1, offset + is_closed))
    return []


def _values(scene: Scene) -> Iterator[Completion]:
    case = scene.look.case
    for measure in case.measures:
        for part in (*PARTS, *_period_parts(measure)):
            name = f"{measure.id}.{part}"
            figure = value_of(case, name)
            if measure.id and figure is not None:
                detail = f"{written(figure, case.lang)} · {measure.name} · {scene.say(part_words(part))}"
                words = Localized({"zh-CN": measure.name})
                search = f"{search_words(name, words)} {scene.say(part_words(part))}"
                yield Completion(label=name, kind="figure", detail=detail, search=search)

    for id, drawn in scene.look.figures_by_id.items():
        for part, value in drawn.values.items() if drawn else ():
            name = f"{id}.{part}"
            detail = f"{written(value, case.lang)} · {drawn.caption}" if drawn else ""
            yield Completion(label=name, kind="figure", detail=detail, search=search_words(name, Localized({})))


def _blocks(scene: Scene, close: str) -> Iterator[Completion]:
    """The names of tables and figures."""
    table = scene.say(phrase("有题目和编号的表", "A table with caption and number"))
    yield Completion(label="table", kind="option", detail=table, text=f"table{close}")
    for name in FIGURES:
        kind = find_kind(name)
        if kind is not None:
            search = search_words(name, kind.title)
            yield Completion(
                label=name, kind="option", detail=scene.say(kind.title), text=f"{name}{close}", search=search
            )


def _options(scene: Scene, name: str) -> Iterator[Completion]:
    """The options of a figure."""
    kind = find_kind(name)
    for option, words in {**(kind.options if kind else {}), **OPTIONS}.items():
        yield Completion(label=option, kind="field", detail=scene.say(words), text=f"{option}: ")


def _figure_above(scene: Scene, offset: int) -> str:
    """The figure in whose options a line stands; empty where it does not."""
    line, _ = scene.source.position(offset)
    for number in range(line - 1, max(0, line - 40), -1):
        text = scene.source.line_text(number)
        if match := _OPENING.match(text):
            return match[1] if match[1] in FIGURES else ""
        if not _OPTION_LINE.match(text):
            return ""
    return ""


def _period_parts(measure: Measure) -> Iterator[str]:
    """What the last row of the series gives, as an example of how periods are named."""
    if measure.series and measure.series.points:
        yield from (f"{part}[{measure.series.points[-1].period.text}]" for part in PERIOD_PARTS)


def _captions(scene: Scene) -> Iterator[Completion]:
    yield from named(((id, Localized({"zh-CN": words})) for id, (words, _) in captions(scene.look).items()), scene.lang)


def _anchors(scene: Scene) -> Iterator[Completion]:
    for section in scene.look.case.sections:
        if section.id:
            yield from named([(section.id, Localized({"zh-CN": section.title}))], scene.lang)
    yield from _captions(scene)


def _roles(scene: Scene) -> Iterator[Completion]:
    value = phrase("取指标里的数", "A figure of a measure")
    reference = phrase("引用图表", "A table or figure")
    yield Completion(label="{val}", detail=scene.say(value), text="{val}`$1`", is_snippet=True)
    yield Completion(label="{ref}", detail=scene.say(reference), text="{ref}`$1`", is_snippet=True)


def _attributes(scene: Scene, offset: int, match: re.Match[str], end: int) -> Iterator[Completion]:
    """Inside the braces behind a heading."""
    inside = match[2]
    if criteria := _CRITERIA.search(inside):
        typed = (criteria[1] if criteria[1] is not None else criteria[2]).rpartition(" ")[2]
        yield from placed(_criteria(scene), offset - len(typed), end)
    elif re.fullmatch(r"#[^\s]*", inside):
        line, _ = scene.source.position(offset)
        if len(match[1]) == 2:
            yield from placed(_sections(scene, line), offset - len(inside) + 1, end)
    else:
        typed = re.split(r"\s", inside)[-1]
        if not typed.startswith("#") and "criterion=" not in inside:
            words = scene.say(phrase("这一节回答哪条准则", "The criterion that this section answers"))
            yield Completion(label="criterion=", kind="field", detail=words, start=offset - len(typed), end=offset)


def _criteria(scene: Scene) -> Iterator[Completion]:
    framework = scene.look.framework
    for criterion in framework.leaves() if framework else ():
        for item in named([(criterion.id, criterion.title)], scene.lang):
            yield replace(item, explanation=scene.say(criterion.question))


def _sections(scene: Scene, line: int) -> Iterator[Completion]:
    """The sections of the route that are not there yet, this heading apart."""
    route, source = scene.look.route, scene.source
    present = {item.section.id for item in scene.document.sections if source.position(item.heading.start)[0] != line}
    for section in route.sections if route else ():
        if section.id not in present:
            for item in named([(section.id, section.title)], scene.lang):
                yield replace(item, explanation=scene.say(_NEW_SECTIONS))
