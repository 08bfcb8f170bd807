"""`casebound store`: the chapters kept for the next time → what there is, and what is no longer wanted removed."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

import click

from casebound.cli.options import CONTEXT, lang_option
from casebound.cli.speech import Say
from casebound.workspace.places import store_folder
from casebound.workspace.store import LIMIT_BYTES, Entry, Store


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "store",
        context_settings=CONTEXT,
        short_help=say("看一看、清一清排好的页面", "Look at the pages kept, or clear them"),
        help=say(
            "排好的章节留着下次用。这里说明有多少，或删去不再用的。存放处在用户的缓存里，"
            "环境变量 CASEBOUND_STORE 可另指一处，几台机器也可合用一处。\n\n例：casebound store --prune --limit 500MB",
            "Chapters that were laid out are kept for the next time. This tells how many there are, or removes what is "
            "no longer wanted. They lie in the user's cache; the environment variable CASEBOUND_STORE names another "
            "place, which machines may share.\n\nExample: casebound store --prune --limit 500MB",
        ),
    )
    @click.option(
        "--stats", is_flag=True, help=say("说明有多少（不写选项时也如此）", "Tell what there is (the default)")
    )
    @click.option(
        "--prune",
        is_flag=True,
        help=say(
            "删去其他版本留下的、中断的进程没写完的，再从最久未用的删起，直到不超过 --limit",
            "Remove what other versions left and what killed processes left half-written; then what was used longest "
            "ago, down to --limit",
        ),
    )
    @click.option(
        "--limit",
        metavar="SIZE",
        help=say(
            f"留多少：如 500MB、1.5GiB；默认 {size_text(LIMIT_BYTES)}",
            f"How much may stay: such as 500MB, 1.5GiB; default: {size_text(LIMIT_BYTES)}",
        ),
    )
    @lang_option(say, "提示所用的语言", "Language of the messages")
    def store(stats: bool, prune: bool, limit: str | None, lang: str | None) -> None:  # noqa: ARG001  # `say` speaks it
        if limit is not None and not prune:
            raise click.UsageError(say("--limit 要与 --prune 同用", "--limit goes with --prune"))
        kept = Store(folder=store_folder())
        if prune:
            _prune(kept, LIMIT_BYTES if limit is None else read_size(limit, say), say)
        if stats or not prune:
            _tell(kept, say)

    return store


def _prune(store: Store, limit: int, say: Say) -> None:
    gone = (
        (store.prune_strangers(), say("其他版本留下的", "Left by other versions")),
        (store.prune_leftovers(time.time()), say("中断的进程没写完的", "Left half-written by killed processes")),
        (store.prune(limit), say(f"超出 {size_text(limit)}、最久未用的", f"Used longest ago, over {size_text(limit)}")),
    )
    for entries, why in gone:
        if entries:
            count = f"{len(entries):,}"
            size = size_text(_sum(entries))
            click.echo(say(f"已删：{why} {count} 个，{size}", f"Removed: {why}: {count}, {size}"))
    if not any(entries for entries, _ in gone):
        click.echo(say("没有要删的。", "Nothing to remove."))


def _tell(store: Store, say: Say) -> None:
    entries = store.entries()
    present = sum(map(store.is_present, entries))
    lines = [
        say(f"存放处：{store.folder}", f"Place: {store.folder}"),
        say(f"章节：{len(entries):,} 个", f"Chapters: {len(entries):,}"),
        say(f"大小：{size_text(_sum(entries))}", f"Size: {size_text(_sum(entries))}"),
    ]
    if entries:
        oldest, latest = (f"{datetime.fromtimestamp(entry.used):%Y-%m-%d %H:%M}" for entry in (entries[-1], entries[0]))
        lines += [
            say(f"现在的版本能用的：{present:,} 个", f"Of use to this version: {present:,}"),
            say(f"最久未用的：{oldest}", f"Used longest ago: {oldest}"),
            say(f"最近用过的：{latest}", f"Used last: {latest}"),
        ]
    click.echo("\n".join(lines))


def _sum(entries: Iterable[Entry]) -> int:
    return sum(entry.size for entry in entries)


UNITS = ("", "k", "M", "G", "T")


def size_text(size: int) -> str:
    """Bytes as people read them, in powers of a thousand: `85.4 MB`."""
    power = 0
    while size >= 1000 ** (power + 1) and power < len(UNITS) - 1:
        power += 1
    return f"{size / 1000**power:.1f} {UNITS[power]}B" if power else f"{size} B"


def read_size(written: str, say: Say) -> int:
    """Bytes, with units as GNU coreutils read them: kB, MB, GB by 1000; K, M, G and KiB, MiB, GiB by 1024."""
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?) *(?:([KMGT])(IB|B)?|B)?", written.strip().upper())
    if not found:
        message = say(f"“{written}”不是大小，应如 500MB、2GiB", f"“{written}” is no size, such as 500MB or 2GiB")
        raise click.BadParameter(message, param_hint="--limit")
    number, unit, ending = found.groups()
    power = "KMGT".index(unit) + 1 if unit else 0
    return int(Decimal(number) * (1000 if ending == "B" else 1024) ** power)
