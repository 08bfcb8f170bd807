"""Templates that came with the program → a Jinja environment without a sandbox, in which they run fast.

They are trusted: what they may reach need not be watched. Everything that they are given is escaped all the same.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from keyword import iskeyword
from typing import Any

from jinja2 import Environment, Template
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Call, Expr, Keyword, Name
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape


class _Generator(CodeGenerator):
    """Writes the same code as Jinja's own, with our quicker ways to print a value and to ask for a label."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")

    def visit_Call(self, node: Call, frame: Frame, forward_caller: bool = False) -> None:
        is_label = isinstance(node.node, Name) and node.node.name == "t"
        if is_label and not (forward_caller or node.dyn_args or node.dyn_kwargs or any(map(_is_reserved, node.kwargs))):
            self.write("environment.translate(")
            for number, argument in enumerate((*node.args, *node.kwargs)):
                self.write(", " if number else "")
                self.visit(argument, frame)
            self.write(")")
        else:
            super().visit_Call(node, frame, forward_caller=forward_caller)


def _is_reserved(argument: Keyword) -> bool:
    """Whether Python has that name for something else."""
    return iskeyword(argument.key)


class _Context(Context):
    """Calls macros without asking what they want to be told of where they are called."""

    def call(self, called: Any, /, *values: Any, **named: Any) -> Any:
        if type(called) is Macro:  # by itself it takes it that what it returns is escaped, as everything is here
            named.pop("_block_vars", None)  # which Jinja hands over with every call
            named.pop("_loop_vars", None)
            return called(*values, **named)
        return super().call(called, *values, **named)


class PlainEnvironment(Environment):
    """Jinja's environment for trusted templates, with autoescaping throughout and `t` as a word of the language."""

    code_generator_class = _Generator
    context_class = _Context
    translate: Callable[..., str]
    """What templates call `t`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._loaded: dict[str, Template] = {}

    @staticmethod
    def shown(value: Any) -> str:
        """A value as it is printed, escaped."""
        if type(value) is Markup or (type(value) is str and value.isalnum()):
            return value
        return escape(value)

    def get_template(
        self, name: str | Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """The template of that name, loaded once: nobody changes it under way."""
        if type(name) is str and name in self._loaded:
            return self._loaded[name]
        template = super().get_template(name, parent, globals)
        if type(name) is str:
            self._loaded[name] = template
        return template
