"""The Markdown dialect of write-ups (CommonMark, tables, MyST roles and directives) → tokens, and what they refer to.

HTML is never passed through: it is shown as the text it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

ROLES = ("val", "ref")
DIRECTIVES = ("table",)

_DIRECTIVE = re.compile(r"\{(?P<name>[^}\s]+)\}[ \t]*(?P<argument>.*)")
_OPTION = re.compile(r":(?P<key>[\w-]+):[ \t]*(?P<value>.*)")


def make_parser() -> MarkdownIt:
    """A parser of the dialect; parsers keep no state between texts."""
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(deflist_plugin).use(colon_fence_plugin).use(myst_role_plugin)
    parser.use(attrs_plugin, after=("image",), allowed=["id"])
    return parser


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """A fenced block with a name, such as `:::{table} caption`."""

    name: str
    argument: str
    options: dict[str, str]
    content: str
    first_line: int
    """Line of the content's first line, counted from the fence's own."""
    id_line: int
    """Line of the option `id`, counted likewise; the fence's own where there is none."""


def read_directive(token: Token) -> Directive | None:
    """The directive a fence token holds; None for an ordinary fence."""
    match = _DIRECTIVE.fullmatch(token.info.strip())
    if token.type not in ("colon_fence", "fence") or match is None:
        return None
    lines = token.content.split("\n")
    options: dict[str, str] = {}
    number = id_line = 0
    while number < len(lines) and (option := _OPTION.fullmatch(lines[number].strip())):
        options[option["key"]] = option["value"].strip()
        number += 1
        id_line = number if option["key"] == "id" else id_line
    return Directive(
        name=match["name"],
        argument=match["argument"].strip(),
        options=options,
        content="\n".join(lines[number:]),
        first_line=number + 1,
        id_line=id_line,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Something a write-up refers to, or an anchor it sets, with the lines of its block (from 0, end excluded)."""

    kind: str
    """`role`, `link`, `image`, `anchor`, `directive`, or `nested` for a directive inside another."""
    name: str
    """Role or directive name; empty otherwise."""
    target: str
    raw: str
    """How it is written, as far as that is known: what to look for in the block."""
    lines: tuple[int, int]


@dataclass(slots=True)
class _Walk:
    parser: MarkdownIt
    mentions: list[Mention] = field(default_factory=list)


def mentions(text: str) -> tuple[Mention, ...]:
    """All roles, links, images, anchors and directives of a text, in order."""
    walk = _Walk(make_parser())
    _collect(walk, text, 0, is_nested=False)
    return tuple(walk.mentions)


def _collect(walk: _Walk, text: str, first_line: int, *, is_nested: bool) -> None:
    """What stands inside a directive inside another is not looked at: a stranger may nest them without end."""
    lines = (first_line, first_line + 1)
    for token in walk.parser.parse(text):
        if token.map:
            lines = (first_line + token.map[0], first_line + token.map[1])
        if token.type == "inline":
            walk.mentions.extend(_inline(token, lines))
        elif directive := read_directive(token):
            raw, kind = f"{{{directive.name}}}", "nested" if is_nested else "directive"
            walk.mentions.append(
                Mention(kind=kind, name=directive.name, target=directive.argument, raw=raw, lines=lines)
            )
            if is_nested:
                continue
            if "id" in directive.options:
                id = directive.options["id"]
                line = lines[0] + directive.id_line
                walk.mentions.append(Mention(kind="anchor", name="", target=id, raw=id, lines=(line, line + 1)))
            if directive.name in DIRECTIVES:
                _collect(walk, directive.content, lines[0] + directive.first_line, is_nested=True)


def _inline(token: Token, lines: tuple[int, int]) -> Iterator[Mention]:
    for child in token.children or ():
        if child.type == "myst_role":
            name = str(child.meta.get("name", ""))
            raw = f"{{{name}}}`{child.content}`"
            yield Mention(kind="role", name=name, target=child.content.strip(), raw=raw, lines=lines)
        elif child.type == "link_open":
            target = unquote(str(child.attrs.get("href", "")))
            yield Mention(kind="link", name="", target=target, raw=f"({target}", lines=lines)
        elif child.type == "image":
            target = unquote(str(child.attrs.get("src", "")))
            yield Mention(kind="image", name="", target=target, raw=f"({target}", lines=lines)
            if id := child.attrs.get("id"):
                yield Mention(kind="anchor", name="", target=str(id), raw=f"#{id}", lines=lines)
