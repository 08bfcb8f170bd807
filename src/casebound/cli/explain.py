"""`casebound explain`: a rule's page, the list of all rules, or the page of a kind of rule."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from casebound.check.context import Context
from casebound.check.explain import Entry, entries, list_markdown, list_text, rule_markdown, rule_text, rules_json
from casebound.check.rulebook import KINDS, Rulebook
from casebound.cli.options import CONTEXT, lang_option, root_option
from casebound.cli.speech import Say
from casebound.cli.terminal import named
from casebound.text.error import CaseboundError
from casebound.text.localized import CHINESE, ENGLISH
from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.places import find_root
from casebound.workspace.resources import PACKAGE, built_in
from casebound.workspace.surroundings import read_surroundings

FORMATS = ("text", "markdown", "json")


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "explain",
        context_settings=CONTEXT,
        short_help=say("说明一条规则", "Explain a rule"),
        help=say(
            "说明一条规则：说什么，为什么，怎样改，怎样放行。不写规则名则列出全部规则。\n\n"
            "例：casebound explain unanswered-criterion",
            "What a rule says, why, how to mend it, how to allow it. Without a name: the list of all rules.\n\n"
            "Example: casebound explain unanswered-criterion",
        ),
    )
    @click.argument("rule", required=False)
    @click.option("--kind", help=say("一类规则的说明，如 length", "The page of a kind of rule, such as length"))
    @click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default="text",
        help=say(
            "text 供阅读，markdown 供文档，json 供程序", "text to read, markdown for documents, json for programs"
        ),
    )
    @lang_option(say, "说明所用的语言", "Language of the page")
    @root_option(say)
    def explain(rule: str | None, kind: str | None, form: str, lang: str | None, root: Path | None) -> None:
        if kind is not None:
            if rule is not None:
                raise click.UsageError(say("规则名和 --kind 只写一个", "Give a rule or --kind, not both"))
            click.echo(_kind_page(kind), nl=False)
            return
        known = _known(root)
        listed = entries(known.rulebook)
        lang = lang or known.language or say(CHINESE, ENGLISH)
        click.echo(_list(listed, form, lang) if rule is None else _page(rule, listed, known, form, lang), nl=False)

    return explain


def _list(listed: tuple[Entry, ...], form: str, lang: str) -> str:
    if form == "json":
        return rules_json(listed)
    return list_markdown(listed, (lang,)) if form == "markdown" else list_text(listed, lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is known here about rules."""

    rulebook: Rulebook
    context: Context
    language: str
    """The workspace's; empty outside one."""


def _page(rule: str, listed: tuple[Entry, ...], known: _Known, form: str, lang: str) -> str:
    chosen = [entry for entry in listed if entry.rule.id == rule]
    if not chosen:
        raise named("规则", rule, {entry.rule.id for entry in listed})
    if form == "json":
        return rules_json(chosen)
    return (rule_markdown if form == "markdown" else rule_text)(chosen, known.context, lang)


def _kind_page(kind: str) -> str:
    """The page beside the kind's module; kinds of other packages have none here."""
    if kind not in KINDS:
        raise named("规则类型", kind, KINDS)
    return (built_in("check") / "kinds" / f"{kind.replace('-', '_')}.md").read_text(encoding="utf-8")


def _known(root: Path | None) -> _Known:
    """The rules built in and, inside a workspace, those of its frameworks and routes; no write-up is read."""
    own = _own(root)
    known = read_surroundings(own or WorkspaceFolder(PACKAGE))
    return _Known(
        rulebook=known.rulebook,
        context=Context(frameworks=known.frameworks, routes=known.routes, vocabulary=known.vocabulary),
        language=known.language if own else "",
    )


def _own(root: Path | None) -> WorkspaceFolder | None:
    """The workspace named or around us; none where there is none around."""
    try:
        return WorkspaceFolder(find_root(root or Path.cwd()))
    except CaseboundError:
        if root is not None:
            raise
        return None
