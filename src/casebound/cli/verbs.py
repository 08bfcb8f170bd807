"""A group of verbs, each a module of this room that is loaded when it is called or listed."""

from __future__ import annotations

import gc
from importlib import import_module

import click

from casebound.cli.speech import Say
from casebound.text.suggest import near_miss


class Verbs(click.Group):
    """Loads a verb's module only when it is called or listed, so that `check` never waits for the layout engine."""

    say: Say
    verbs: tuple[str, ...]
    """In the order in which work is done."""
    prefix = ""
    """Of the names of their modules."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """The verbs, in the order in which work is done."""
        return list(self.verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # likewise
        """The verb of that name."""
        if cmd_name not in self.verbs:
            return None
        gc.disable()  # there is nothing to collect while modules are loaded, and looking for it takes 30 ms
        try:
            command: click.Command = import_module(f"casebound.cli.{self.prefix}{cmd_name}").command(self.say)
        finally:
            gc.enable()
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb the arguments begin with; a misspelt one is told the verb that was probably meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as failure:
            near = near_miss(args[0], self.verbs)
            if near is None:
                raise
            hint = self.say(f"是否想写“{near}”？", f"Did you mean “{near}”?")
            raise click.UsageError(f"{failure.message} {hint}", ctx) from failure
