"""Templates and their words → a Jinja environment in which a template can only arrange what it was given."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from string import Formatter
from types import BuiltinMethodType, MethodType
from typing import Any

from jinja2 import BaseLoader, BytecodeCache, Environment, FunctionLoader, StrictUndefined, TemplateSyntaxError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedFormatter

from casebound.compose import formats
from casebound.compose.plain_templates import PlainEnvironment
from casebound.model.value import joined_unit, number, written
from casebound.text.error import CaseboundError
from casebound.text.localized import Localized


class OwnTemplates(FunctionLoader):
    """Finds templates that came with the program, and no others: they are trusted and need no sandbox."""


class Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox, which remembers what it allowed: that depends on the type of an object and the attribute's name.

    Asking anew for each value that a template shows takes longer than all the rest of rendering it.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._allowed: set[tuple[type, str]] = set()
        self.translate: Callable[..., str] | None = None
        """What templates call `t`: half of all their calls, and always allowed."""

    def call(self, context: Context, called: Any, /, *values: Any, **named: Any) -> Any:
        if called is self.translate and called is not None:
            named.pop("_block_vars", None)  # which Jinja hands over with every call
            named.pop("_loop_vars", None)
            return called(*values, **named)
        return super().call(context, called, *values, **named)

    def getattr(self, obj: Any, attribute: str) -> Any:
        key = (type(obj), attribute)
        if key in self._allowed:
            value = getattr(obj, attribute, _ABSENT)
            # Methods are looked at each time: `str.format` is replaced by one that is safe.
            if value is not _ABSENT and type(value) not in _METHODS:
                return value
        elif self.is_safe_attribute(obj, attribute, None):
            self._allowed.add(key)
        return super().getattr(obj, attribute)


_ABSENT = object()
_METHODS = (MethodType, BuiltinMethodType)


def render(environment: Environment, name: str, page: object) -> str:
    """A template with its page.

    Raises CaseboundError with the template's name and line, whatever goes wrong in it: a workspace may bring its own.
    """
    try:
        return environment.get_template(name).render(page=page)
    except CaseboundError:
        raise
    except TemplateSyntaxError as failure:
        raise _fault(f"templates/{failure.name or name}:{failure.lineno}", failure) from failure
    except Exception as failure:  # what the code of a template can raise has no end
        frames = traceback.extract_tb(failure.__traceback__)
        lines = [f"{frame.filename}:{frame.lineno}" for frame in frames if frame.filename.startswith("templates/")]
        raise _fault(lines[-1] if lines else f"templates/{name}", failure) from failure


def _fault(place: str, failure: Exception) -> CaseboundError:
    return CaseboundError(f"{place}: {type(failure).__name__}: {failure}")


def make_environment(
    loader: BaseLoader, words: Mapping[str, Localized], lang: str, compiled: BytecodeCache | None = None
) -> Sandbox | PlainEnvironment:
    """An environment that speaks one language: a sandbox, unless the loader finds nothing but `OwnTemplates`.

    Templates get `t` (a label by key, or a localized text, in the language), `lang`, and filters for numbers, dates and
    periods. Missing names are errors; output is escaped. `compiled`: where compiled templates are kept.
    """
    kind = PlainEnvironment if isinstance(loader, OwnTemplates) else Sandbox
    environment = kind(
        loader=loader,
        bytecode_cache=compiled,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )

    labels: dict[str, str] = {}

    def translate(what: str | Localized, **values: object) -> str:
        if not isinstance(what, str):
            text = what.to(lang)
        elif (text := labels.get(what, "")) == "":
            text = labels[what] = words[what].to(lang)
        return filled_in(text, values) if values else text

    environment.globals["t"] = environment.translate = translate
    environment.globals["lang"] = lang
    environment.filters["number"] = number
    environment.filters["thousands"] = "{:,}".format
    environment.filters["unit"] = partial(joined_unit, lang=lang)
    environment.filters["value"] = partial(written, lang=lang)
    environment.filters["day"] = partial(formats.day, lang=lang)
    environment.filters["month"] = partial(formats.month, lang=lang)
    environment.filters["currency"] = partial(formats.currency, lang=lang)
    environment.filters["period"] = partial(formats.period, lang=lang)
    return environment


def filled_in(text: str, values: Mapping[str, object]) -> str:
    """A text with values in the places of `{name}`; names alone are looked up quickly, all else in a sandbox, since a
    plain `str.format` could be made to read any attribute."""
    pieces = _pieces(text)
    if pieces is None:
        return _FORMATTER.vformat(text, (), values)
    return "".join(f"{values[piece]}" if is_name else piece for is_name, piece in pieces)


@lru_cache(maxsize=1024)
def _pieces(text: str) -> tuple[tuple[bool, str], ...] | None:
    """What stands in a text, in order, and whether it is a name in braces; None where there is more in the braces."""
    pieces = []
    try:
        for literal, name, form, conversion in Formatter().parse(text):
            pieces.append((False, literal))
            if name is not None:
                if form or conversion or not name.isidentifier():
                    return None
                pieces.append((True, name))
    except ValueError:
        return None
    return tuple(pieces)


_FORMATTER = SandboxedFormatter(ImmutableSandboxedEnvironment(undefined=StrictUndefined))
