"""The command line → the language in which Casebound answers."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from casebound.text.localized import CHINESE, ENGLISH

Say = Callable[[str, str], str]
"""Picks Chinese or English words."""


def spoken_language(arguments: Sequence[str]) -> str:
    """What `--lang` says, else English where the environment's language is English, else Chinese."""
    for number, argument in enumerate(arguments):
        if argument == "--lang" and number + 1 < len(arguments):
            return _known(arguments[number + 1])
        if argument.startswith("--lang="):
            return _known(argument.removeprefix("--lang="))
    environment = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return ENGLISH if environment.startswith("en") else CHINESE


def _known(lang: str) -> str:
    return ENGLISH if lang == ENGLISH else CHINESE


def speaker(lang: str) -> Say:
    """Says things in that language."""
    return lambda zh, en: en if lang == ENGLISH else zh
