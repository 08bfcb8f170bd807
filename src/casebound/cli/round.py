"""`casebound round …`: the verbs of a round of evaluation; each a module `round_*` of this room."""

from __future__ import annotations

import click

from casebound.cli.options import CONTEXT
from casebound.cli.speech import Say
from casebound.cli.verbs import Verbs

VERBS = ("conflicts", "assign", "packets", "collect", "status", "consensus", "score", "minutes")
"""In the order in which they are done."""


def command(say: Say) -> click.Command:
    """The group of verbs, its help in one language."""
    group = Verbs(
        "round",
        context_settings=CONTEXT,
        short_help=say("评价轮次：从分派到结果", "A round of evaluation, from assignment to results"),
        help=say(
            "办一轮评价：分派、发资料册与评分表、收回、汇总。\n\n例：casebound round score",
            "Run a round of evaluation: assign, give out packets and score sheets, collect them, tally.\n\n"
            "Example: casebound round score",
        ),
    )
    group.say, group.verbs, group.prefix = say, VERBS, "round_"
    return group
