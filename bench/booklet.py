"""A seed → a workspace of short cases for a book: about four A4 pages each, with two figures and two tables.

    .venv/bin/python bench/booklet.py FOLDER --cases 100 --seed 1

The same seed gives the same bytes, and case 7 is the same whether ten are made or a thousand. The words are those of
`generate.py`; the cases may be published, and `casebound.toml` has a book of them all.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from generate import METHODS, TRADES, Case
from words import BLOCKS

BOOK = "all"
SECTIONS = (
    ("plan", "计划", "5.2.1", ("users", "problem")),
    ("analysis", "原因", "5.3.1", ("causes",)),
    ("do", "实施", "5.3.2", ("do",)),
    ("check", "检查", "5.4.1", ("results", "effects")),
    ("act", "处置", "5.3.3", ("spread", "next")),
)
SENTENCES = {"users": 2, "problem": 2, "causes": 3, "do": 5, "results": 3, "effects": 2, "spread": 2, "next": 2}
"""How much of each part is told."""


def main() -> None:
    """Write a workspace."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    make_booklet(options.folder, cases=options.cases, seed=options.seed)
    print(f"{options.cases} cases in {options.folder}")


def make_booklet(folder: Path, *, cases: int, seed: int = 1) -> list[str]:
    """Write the workspace; the ids of its cases in the order of the book."""
    ids = [make_case(folder, number, seed=seed) for number in range(cases)]
    trades = "".join(f"  {trade.id}: {{zh-CN: {trade.name}, en: {trade.id}}}\n" for trade in TRADES)
    (folder / "content" / "vocabularies.yaml").write_text(f"industries:\n{trades}", encoding="utf-8")
    write_settings(folder, ids)
    return ids


def write_settings(folder: Path, ids: list[str]) -> None:
    """`casebound.toml` with a book of these cases in this order."""
    listed = ", ".join(f'"{id}"' for id in ids)
    (folder / "casebound.toml").write_text(
        'languages = ["zh-CN", "en"]\n\n[name]\nzh-CN = "短案例"\nen = "Short cases"\n\n'
        '[publisher]\nzh-CN = "示例市质量协会"\nen = "Example City Quality Association"\n\n'
        f'[[books]]\nid = "{BOOK}"\ntitle = {{ zh-CN = "短案例集", en = "A Book of Short Cases" }}\n'
        f'edition = {{ zh-CN = "第 1 版", en = "First edition" }}\ncases = [{listed}]\n\n'
        '[check]\nprofile = "draft"\n',
        encoding="utf-8",
    )


def make_case(folder: Path, number: int, *, seed: int = 1) -> str:
    """Write one case; its id."""
    case = Case(random.Random(f"booklet/{seed}/{number}"), number)
    home = folder / "content" / "cases" / case.id
    (home / "data").mkdir(parents=True)
    (home / "case.md").write_text(_front(case) + "".join(_body(case)), encoding="utf-8")
    (home / "data" / "slow.csv").write_text(case.series["slow"], encoding="utf-8")
    return case.id


def _front(case: Case) -> str:
    chance, trade, y = case.chance, case.trade, case.year
    remedy, remedy2, *_ = case.remedies
    lead = f"{case.town}{case.shop}"
    summary = case.fill(
        "{user}在{shop}等得久、来回跑。{team}用{remedy}和{remedy2}两样做法，半年里把{slow}降了下来，没做成的也写在里面。"
    )
    return (
        f"---\nid: {case.id}\ntitle: {lead}：用{remedy}让{trade.user}少等\nshort_title: {trade.user}少等\n"
        f"summary: >-\n  {summary}\nlang: zh-CN\nframework: saq-0008-2024\nroute: pdca\n"
        f"subject: {{kind: team, name: {case.team}, organization: {lead}}}\n"
        f"industry: {trade.id}\nservice: {trade.name}\nregion: {case.town}\n"
        f"methods: [{', '.join(chance.sample(METHODS, 3))}]\nperiod: {y}-01/{y + 1}-06\nmeasures:\n{case.measures[0]}"
        f"replication:\n  preconditions: [有单子可查]\n  core_elements: [{remedy}, {remedy2}]\n"
        f"  sustainment: 组长每月登记，连续两个月变差就查。\n"
        "publication: {consent: yes, visibility: public, license: CC BY 4.0}\n---\n"
    )


def _body(case: Case) -> Iterator[str]:
    """Headings, paragraphs, and in the second and the third section their figures and tables."""
    counts = sorted((case.chance.randint(6, 90) for _ in case.causes), reverse=True)
    for id, title, criterion, blocks in SECTIONS:
        yield f"\n## {title} {{#{id} criterion={criterion}}}\n\n"
        for block in blocks:
            yield "".join(case.fill(sentence) for sentence in _sentences(case, block)) + "\n\n"
        if id == "analysis":
            rows = "".join(f"{cause},{count}\n" for cause, count in zip(case.causes, counts, strict=True))
            options = f":id: fig-causes\n:caption: {case.trade.slow}的原因\n:unit: 单\n"
            yield f"```{{pareto}}\n{options}原因,单数\n{rows}```\n\n"
            yield from _causes(case, counts)
        if id == "do":
            yield from _plan(case)
        if id == "check":
            yield f"```{{run-chart}}\n:id: fig-slow\n:caption: {case.trade.slow}，按月\n:measure: slow\n```\n\n"


def _sentences(case: Case, block: str) -> list[str]:
    """Some sentences of a block in their order: those that quote a figure or a table first of all."""
    those = [sentence for sentence in BLOCKS[block] if "wrong." not in sentence]
    said = [number for number, sentence in enumerate(those) if "{{" in sentence]
    others = [number for number in range(len(those)) if number not in said]
    case.chance.shuffle(others)
    return [those[number] for number in sorted([*said, *others][: SENTENCES[block]])]


def _causes(case: Case, counts: list[int]) -> Iterator[str]:
    total = sum(counts)
    rows = "".join(
        f"| {cause} | {count} | {Decimal(count) * 100 / total:.1f} | {case.chance.choice(('是', '否'))} |\n"
        for cause, count in zip(case.causes, counts, strict=True)
    )
    yield (
        f":::{{table}} 逐条确认（{case.year}年上半年，{total}单）\n:id: tbl-causes\n\n"
        f"| 原因 | 单数 | 占比（%） | 是否主因 |\n|---|---:|---:|---|\n{rows}:::\n\n"
    )


def _plan(case: Case) -> Iterator[str]:
    rows = "".join(
        f"| {cause} | {remedy} | {case.name()} | {case.year}年{month}月 |\n"
        for cause, remedy, month in zip(case.causes, case.remedies, (7, 8, 9, 10), strict=False)
    )
    yield (
        f":::{{table}} 对策与分工\n:id: tbl-plan\n\n| 主因 | 对策 | 谁做 | 何时做完 |\n|---|---|---|---|\n{rows}:::\n\n"
    )


if __name__ == "__main__":
    main()
