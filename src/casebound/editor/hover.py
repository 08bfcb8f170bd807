"""A write-up and an offset in it → what is known of what stands there, in Markdown."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass

from casebound.compose.formats import period
from casebound.editor.declared import WRITE_UP, declared, options
from casebound.editor.field_words import words_of, words_of_option
from casebound.editor.figures import captions, part_words
from casebound.editor.front import ITEM, place_at
from casebound.editor.scene import Scene
from casebound.model.measure import Better, Measure
from casebound.model.rule import Rule
from casebound.model.value import value_of, written
from casebound.read.allowances import read_allowances
from casebound.text.localized import Localized, phrase
from casebound.text.source import Span

_WORD = re.compile(r"[\w.-]+")
_CRITERIA = re.compile(r"""criterion=(?:"([^"\r\n]*)"?|(\S+?)(?=[\s}]|$))""")
_ANSWERED_IN = phrase("回答它的章节：{sections}", "Answered in: {sections}", sections="{sections}")
_UNANSWERED = phrase("还没有哪一节回答它", "No section answers it yet")
_MET = phrase("达到目标", "goal reached")
_NOT_MET = phrase("没有达到目标", "goal not reached")
_LESS = phrase("越低越好", "less is better")
_MORE = phrase("越高越好", "more is better")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What is known of a place."""

    markdown: str
    span: Span


def explain(scene: Scene, offset: int) -> Explanation | None:
    """What is known of the thing at an offset; None where there is nothing to be said."""
    for allowance in read_allowances(scene.document) if "casebound" in scene.source.text else ():
        if allowance.rule and allowance.name.start <= offset <= allowance.name.end:
            rule = next((rule for rule in scene.rulebook.rules() if rule.id == allowance.rule), None)
            return Explanation(markdown=_rule(rule, scene), span=allowance.name) if rule else None
    start, end = scene.front_range()
    if start <= offset < end:
        return _in_front(scene, offset, start, end)
    if offset < scene.document.body_start:
        return None
    return _in_heading(scene, offset) or _mention(scene, offset)


def _in_front(scene: Scene, offset: int, start: int, end: int) -> Explanation | None:
    """A key, or a value that is the name of something."""
    source = scene.source
    line = source.line_start(source.position(offset)[0])
    text = source.line_text(source.position(offset)[0])
    word = next((match for match in _WORD.finditer(text) if match.start() <= offset - line <= match.end()), None)
    if word is None:
        return None
    span = source.span(line + word.start(), line + word.end())
    place = place_at(source, start, end, span.end)
    if place is None:
        return None
    markdown = ""
    if not place.is_value and place.typed.strip("\"'") == span.text:
        path = (*place.path, span.text)
        if text[word.end() :].lstrip("\"' \t").startswith(":") and declared(WRITE_UP, path) is not None:
            words = words_of(path)
            choices = (f"- `{word}`：{scene.say(words_of_option(word))}" for word in options(declared(WRITE_UP, path)))
            markdown = "\n".join((f"**{'.'.join(path).replace('.[]', '[]')}**\n\n{scene.say(words)}\n", *choices))
    elif place.typed.strip("\"'") == span.text:
        markdown = _value(scene, place.path, span.text)
    return Explanation(markdown=markdown.strip(), span=span) if markdown.strip() else None


def _value(scene: Scene, path: tuple[str, ...], word: str) -> str:
    context, name = scene.look.context, Localized({})
    if path == ("measures", ITEM, "id"):
        measure = scene.look.case.measure(word)
        return _measure(measure, scene) if measure else ""
    if path == ("conditions", ITEM, "id"):
        framework = scene.look.framework
        found = next((item for item in framework.conditions if item.id == word), None) if framework else None
        return f"**{word} {scene.say(found.title)}**\n\n{scene.say(found.question)}" if found else ""
    if path == ("framework",) and word in context.frameworks:
        name = context.frameworks[word].title
    elif path == ("route",) and word in context.routes:
        route = context.routes[word]
        steps = "\n".join(f"{n}. {scene.say(item.title)} `#{item.id}`" for n, item in enumerate(route.sections, 1))
        return f"**{scene.say(route.title)}**\n\n{steps}"
    elif path == ("industry",):
        name = context.vocabulary.industries.get(word, name)
    elif path == ("methods", ITEM):
        name = context.vocabulary.methods.get(word, name)
    elif word in options(declared(WRITE_UP, path)):
        name = words_of_option(word)
    return f"`{word}`：{scene.say(name)}" if name else ""


def _in_heading(scene: Scene, offset: int) -> Explanation | None:
    """A criterion named behind a heading."""
    framework = scene.look.framework
    section = scene.document.section_at(offset)
    if framework is None or section is None or not section.heading.start <= offset <= section.heading.end:
        return None
    for match in _CRITERIA.finditer(section.heading.text):
        group = 1 if match[1] is not None else 2
        for word in re.finditer(r"\S+", match[group]):
            start = section.heading.start + match.start(group) + word.start()
            span = scene.source.span(start, start + len(word[0]))
            criterion = framework.criterion(word[0])
            if span.start <= offset <= span.end and criterion is not None:
                question = scene.say(criterion.question)
                answers = [item.title for item in scene.look.case.sections if word[0] in item.criteria]
                where = _ANSWERED_IN.filled(sections="；".join(answers)) if answers else _UNANSWERED
                parts = (f"**{criterion.id} {scene.say(criterion.title)}**", question, scene.say(where))
                return Explanation(markdown="\n\n".join(part for part in parts if part), span=span)
    return None


def _mention(scene: Scene, offset: int) -> Explanation | None:
    """A figure, or something referred to."""
    look = scene.look
    for mention in look.mentions:
        span = look.span(mention)
        if not span.start <= offset <= span.end:
            continue
        if mention.kind == "role" and mention.name == "val":
            if (id := look.figure_named(mention.target)) is not None:
                return _figure_value(scene, id, mention.target.partition(".")[2], span)
            measure = look.case.measure(mention.target.rpartition(".")[0])
            found = value_of(look.case, mention.target)
            if measure is None or found is None:
                return None
            head = f"`{mention.target}` = **{written(found, look.case.lang)}**"
            return Explanation(markdown=f"{head}\n\n{_measure(measure, scene)}", span=span)
        if mention.kind == "role" and mention.name == "ref":
            caption = captions(look).get(mention.target, ("", span))[0]
            return Explanation(markdown=caption, span=span) if caption else None
        if mention.kind == "link" and mention.target.startswith("#"):
            title = next((item.title for item in look.case.sections if item.id == mention.target[1:]), "")
            return Explanation(markdown=title, span=span) if title else None
    return None


def _figure_value(scene: Scene, id: str, part: str, span: Span) -> Explanation | None:
    """A number of a figure, and what the figure tells."""
    figure = scene.look.figures_by_id[id]
    value = figure.values.get(part) if figure else None
    if figure is None or value is None:
        return None
    head = f"`{id}.{part}` = **{written(value, scene.look.case.lang)}**"
    return Explanation(markdown=f"{head}\n\n{figure.caption}\n\n{figure.told}", span=span)


def _measure(measure: Measure, scene: Scene) -> str:
    """A measure with its figures, and what follows from them."""
    lang, case = scene.look.case.lang, scene.look.case
    better = {None: "", Better.LOWER: scene.say(_LESS), Better.HIGHER: scene.say(_MORE)}[measure.better]
    head = f"**{measure.name}** `{measure.id}`" + (f" · {better}" if better else "")
    rows = ["| | | | |", "|---|---:|---|---:|"]
    for part, measured in (("baseline", measure.baseline), ("target", measure.target), ("actual", measure.actual)):
        found = value_of(case, f"{measure.id}.{part}")
        if measured is not None and found is not None:
            when = period(measured.period, lang) if measured.period else ""
            count = f"n = {measured.n}" if measured.n is not None else ""
            rows.append(f"| {scene.say(part_words(part))} | {written(found, lang)} | {when} | {count} |")
    return "\n\n".join(part for part in (head, "\n".join(rows), " · ".join(_derived(measure, scene))) if part)


def _derived(measure: Measure, scene: Scene) -> Iterator[str]:
    for part in ("change", "change_percent", "attainment"):
        found = value_of(scene.look.case, f"{measure.id}.{part}")
        if found is not None:
            yield f"{scene.say(part_words(part))} {written(found, scene.look.case.lang)}"
    if measure.is_target_met is not None:
        yield scene.say(_MET if measure.is_target_met else _NOT_MET)


def _rule(rule: Rule, scene: Scene) -> str:
    """What a rule says, and why."""
    parts = (f"**{rule.id}**", _template(scene.say(rule.message)), scene.say(rule.why))
    return "\n\n".join(part for part in parts if part)


def _template(text: str) -> str:
    """A message whose places are not filled in."""
    try:
        pieces = list(string.Formatter().parse(text))
    except ValueError:
        return text
    return "".join(before + ("…" if name is not None else "") for before, name, _, _ in pieces)
