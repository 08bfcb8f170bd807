"""Style text of an SVG drawing flows in, style text that refers to nothing outside flows out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element

_REFERRING = ("url", "src", "image", "image-set", "-webkit-image-set", "element", "cross-fade", "attr", "var", "env")
"""Functions that fetch, or that may turn into something that does."""
_LOCAL = re.compile(r"""url\(\s*["']?#([^)"']+)""", re.IGNORECASE)
_SUSPECT = re.compile(r"\\|url|src|image|element|fade|attr|var|env", re.IGNORECASE)
"""What a value has that needs a closer look; numbers and transformations do not."""


def is_local(value: str, outside: list[str]) -> bool:
    """Whether a value refers to parts of its own drawing at most; what else it names goes to `outside`."""
    import tinycss2

    if "(" not in value or not _SUSPECT.search(value):
        return True
    return _are_local(tinycss2.parse_component_value_list(value), outside)


def clean_declarations(text: str, outside: list[str]) -> str:
    """The declarations of a `style` attribute without those that refer to something outside, or are broken."""
    import tinycss2

    found = tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True)
    kept = [item for item in found if item.type == "declaration" and _are_local(item.value, outside)]
    return text if len(kept) == len(found) else ";".join(item.serialize() for item in kept)


def clean_rules(text: str, outside: list[str]) -> str:
    """The rules of a `style` element without imports, fonts and other at-rules, and without outside references."""
    import tinycss2

    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    kept, is_changed = [], False
    for rule in rules:
        if rule.type != "qualified-rule":
            is_changed = True
            _are_local(rule.prelude if rule.type == "at-rule" else (), outside)
            continue
        inner = tinycss2.serialize(rule.content)
        cleaned = clean_declarations(inner, outside)
        is_changed = is_changed or cleaned != inner
        kept.append(f"{tinycss2.serialize(rule.prelude)}{{{cleaned}}}")
    return "\n".join(kept) if is_changed else text


def _are_local(tokens: Iterable[Any], outside: list[str]) -> bool:
    is_good = True
    for token in tokens:
        if token.type == "url":
            target = token.value
        elif token.type == "function" and token.lower_name == "url":
            target = "".join(part.value for part in token.arguments if part.type == "string")
        elif token.type == "function" and token.lower_name in _REFERRING:
            return False
        elif token.type in ("function", "() block", "[] block", "{} block"):
            content = token.arguments if token.type == "function" else token.content
            is_good = _are_local(content, outside) and is_good
            continue
        else:
            is_good = is_good and token.type != "error"
            continue
        if not target.strip().startswith("#"):
            outside.append(target)
            is_good = False
    return is_good


def referring_rules(root: Element) -> dict[Element, list[str]]:
    """By element, the ids of this drawing that the rules of its `style` elements make it refer to."""
    import cssselect2
    import tinycss2

    matcher, is_needed = cssselect2.Matcher(), False
    for style in root.iter("{http://www.w3.org/2000/svg}style"):
        for rule in tinycss2.parse_stylesheet(style.text or "", skip_comments=True, skip_whitespace=True):
            if rule.type != "qualified-rule" or not (ids := _LOCAL.findall(tinycss2.serialize(rule.content))):
                continue
            try:
                selectors = cssselect2.compile_selector_list(rule.prelude)
            except cssselect2.SelectorError:
                continue
            for selector in selectors:
                if not selector.never_matches:
                    matcher.add_selector(selector, ids)
                    is_needed = True
    found: dict[Element, list[str]] = {}
    if not is_needed:
        return found
    for element in cssselect2.ElementWrapper.from_xml_root(root).iter_subtree():
        for match in matcher.match(element):
            found.setdefault(element.etree_element, []).extend(match[3])
    return found
