"""A seed → a workspace of realistic Chinese write-ups with data files, some with one known mistake each.

    .venv/bin/python bench/generate.py FOLDER --cases 10000 --seed 1 --mistakes 0.02

The same seed gives the same bytes. A write-up has about 4,000 characters, 1,600 of them front matter.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

from words import BLOCKS, GIVEN, SURNAMES, TOWNS, TRADES, Trade

CRITERIA = {
    "users": "5.2.1",
    "problem": "5.2.2",
    "causes": "5.3.1",
    "do": "5.3.2",
    "spread": "5.3.3",
    "results": "5.4.1",
    "effects": "5.4.2",
    "impact": "5.4.3",
}
TITLES = {
    "users": ("谁在等，等什么", "{user}怎么说", "四类{user}的需求"),
    "problem": ("现状是多少", "先做哪一样", "{step}为什么慢"),
    "goal": ("半年以后到哪里", "目标与依据"),
    "causes": ("从现象走到原因", "{f}条末端原因", "原因在{step}之前"),
    "do": ("两样改动怎样落地", "试了、做坏了、改好了", "{remedy}"),
    "spread": ("留下的规矩", "谁在照着做", "一页作业单"),
    "results": ("对照目标", "前后各半年"),
    "effects": ("保持、花费和副作用", "还有哪些变化"),
    "impact": ("影响到谁", "店外的人怎么看"),
    "next": ("还没有解决的", "下一轮做什么"),
    "plan": ("对策表", "谁在什么时候做"),
}
ROUTES: dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "qc-problem-solving": (
        ("topic", "选择课题", ("users",)),
        ("survey", "现状调查", ("problem",)),
        ("goal", "设定目标", ("goal",)),
        ("causes", "原因分析", ("causes",)),
        ("root-causes", "确定主要原因", ("table-causes",)),
        ("countermeasures", "制定对策", ("table-plan",)),
        ("implementation", "对策实施", ("do",)),
        ("results", "效果检查", ("results", "effects")),
        ("consolidation", "制定巩固措施", ("spread", "impact")),
        ("outlook", "总结和下一步打算", ("next",)),
    ),
    "pdca": (
        ("plan", "计划", ("users", "problem", "goal", "causes", "table-causes")),
        ("do", "实施", ("do",)),
        ("check", "检查", ("results", "effects")),
        ("act", "处置", ("spread", "impact", "next")),
    ),
    "dmaic": (
        ("define", "界定", ("users", "goal")),
        ("measure", "测量", ("problem",)),
        ("analyze", "分析", ("causes", "table-causes")),
        ("improve", "改进", ("do", "results")),
        ("control", "控制", ("effects", "spread", "impact", "next")),
    ),
    "a3": (
        ("background", "背景", ("users",)),
        ("current", "现状", ("problem",)),
        ("goal", "目标", ("goal",)),
        ("causes", "原因分析", ("causes",)),
        ("countermeasures", "对策", ("table-causes", "do")),
        ("plan", "计划", ("table-plan", "spread", "next")),
        ("follow-up", "跟进", ("results", "effects", "impact")),
    ),
}
METHODS = (
    "voice-of-customer",
    "check-sheet",
    "pareto",
    "stratification",
    "five-whys",
    "fishbone",
    "run-chart",
    "pilot",
)
LENGTH, SPREAD = 4000, 600
"""Characters of a write-up: mean and standard deviation."""
ENOUGH = 124
"""Characters in the answer to a criterion: a little more than the framework wants in words."""
_ROLE = re.compile(r"\{[a-z]+\}`[^`]*`|[，。；：、]")


def main() -> None:
    """Write a workspace, and `mistakes.json` beside its settings: which case has which mistake."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mistakes", type=float, default=0.02)
    options = parser.parse_args()
    wrong = generate(options.folder, cases=options.cases, seed=options.seed, mistakes=options.mistakes)
    print(f"{options.cases} cases, {len(wrong)} with a mistake, in {options.folder}")


def generate(
    folder: Path, *, cases: int, seed: int = 1, mistakes: float = 0.02, languages: tuple[str, ...] = ("zh-CN", "en")
) -> dict[str, str]:
    """Write the workspace; the mistakes made, by case id. `languages`: of its settings; all is written in Chinese."""
    content = folder / "content"
    (content / "cases").mkdir(parents=True)
    settings = (
        f'languages = {json.dumps(languages)}\n\n[name]\nzh-CN = "{cases} 个生成的案例"\nen = "{cases} made-up cases"\n'
    )
    (folder / "casebound.toml").write_text(f'{settings}\n[check]\nprofile = "published"\n', encoding="utf-8")
    trades = "".join(f"  {trade.id}: {{zh-CN: {trade.name}, en: {trade.id}}}\n" for trade in TRADES)
    (content / "vocabularies.yaml").write_text(f"industries:\n{trades}", encoding="utf-8")
    wrong = {}
    for number in range(cases):
        chance = random.Random(f"{seed}/{number}")
        case = Case(chance, number)
        text = case.text()
        if chance.random() < mistakes:
            name = chance.choice(sorted(MISTAKES))
            text = MISTAKES[name](text)
            wrong[case.id] = name
        home = content / "cases" / case.id
        (home / "data").mkdir(parents=True)
        (home / "case.md").write_text(text, encoding="utf-8")
        for name, rows in case.series.items():
            (home / "data" / f"{name}.csv").write_text(rows, encoding="utf-8")
    (folder / "mistakes.json").write_text(json.dumps(wrong, indent=1) + "\n", encoding="utf-8")
    return wrong


def _once(old: str, new: str) -> Callable[[str], str]:
    def mistake(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return mistake


MISTAKES: dict[str, Callable[[str], str]] = {
    "full-width-colon": _once("\nindustry: ", "\nindustry："),
    "no-industry": _once("\nindustry: ", "\nindustri: "),
    "tab": _once("\n  design: ", "\n\tdesign: "),
    "no-such-figure": _once("`slow.actual`", "`slo.actual`"),
    "no-such-table": _once("{ref}`tbl-causes`", "{ref}`tbl-cause`"),
    "no-such-criterion": _once("criterion=5.4.2", "criterion=5.4.9"),
    "no-such-file": _once("file: data/wrong.csv", "file: data/wrnog.csv"),
    "not-a-number": _once("one_off: ", "one_off: 大约"),
    "target-reversed": _once("better: lower", "better: higher"),
    "no-such-method": _once("methods: [", "methods: [fishbones, "),
    "no-such-block": _once(":::{table}", ":::{tabel}"),
    "id-not-folder": _once("id: ", "id: x"),
}
"""By name: the text with one mistake in it."""


class Case:
    """One write-up in the making."""

    def __init__(self, chance: random.Random, number: int) -> None:
        self.chance = chance
        self.trade: Trade = chance.choice(TRADES)
        self.id = f"{self.trade.id}-{number:05d}"
        self.route = chance.choice(sorted(ROUTES))
        self.year = chance.randint(2021, 2024)
        self.town = chance.choice(TOWNS)
        self.shop = chance.choice(self.trade.shop)
        self.team = chance.choice(self.trade.team)
        self.remedies = chance.sample(self.trade.remedies, 4)
        self.causes = chance.sample(self.trade.causes, 5)
        self.length = max(2900, min(5600, round(chance.gauss(LENGTH, SPREAD))))
        self.tables: set[str] = set()
        self.told: set[str] = set()
        self.series: dict[str, str] = {}
        self.measures = [
            self.measure("slow", self.trade.slow, "分钟", chance.randint(2500, 9000)),
            self.measure("wrong", self.trade.wrong, '"%"', chance.randint(1200, 4500)),
        ]

    def measure(self, id: str, name: str, unit: str, level: int) -> str:
        """A measure's lines; its rows go to `series`. Values are counted in hundredths."""
        chance = self.chance
        share = chance.uniform(0.45, 0.8)
        rows, halves = [], []
        for year, months in ((self.year, range(1, 7)), (self.year, range(7, 13)), (self.year + 1, range(1, 7))):
            total = weight = 0
            factor = 1.0 if not halves else (1 + share) / 2 if len(halves) == 1 else share
            for month in months:
                n = chance.randint(280, 620)
                value = round(level * factor * chance.uniform(0.94, 1.06))
                rows.append(f"{year}-{month:02d},{n},{value // 100}.{value % 100:02d}")
                total, weight = total + n * value, weight + n
            halves.append(((Decimal(total) / weight / 100).quantize(Decimal("0.1")), weight))
        self.series[id] = "\n".join(["月份,单数,数值", *rows]) + "\n"
        (before, n), _, (after, m) = halves
        goal = (before * Decimal(round(share + chance.uniform(-0.05, 0.05), 2))).quantize(Decimal("0.1"))
        y = self.year
        source = chance.choice(("工单系统逐单导出", "登记本与系统核对", "全部单子，次日复核"))
        return (
            f"  - id: {id}\n    name: {name}\n    unit: {unit}\n    better: lower\n"
            f"    baseline: {{value: {before}, period: {y}-01/{y}-06, n: {n}}}\n"
            f"    target: {{value: {goal}, period: {y + 1}-06}}\n"
            f"    actual: {{value: {after}, period: {y + 1}-01/{y + 1}-06, n: {m}}}\n"
            f"    source: {source}\n"
            f"    series: {{file: data/{id}.csv, period: 月份, value: 数值, n: 单数, aggregate: weighted-mean}}\n"
        )

    def name(self) -> str:
        """Somebody who does not exist."""
        return self.chance.choice(SURNAMES) + self.chance.choice(GIVEN)

    def fill(self, sentence: str) -> str:
        """A sentence with its places filled."""
        chance = self.chance
        step, step2 = chance.sample(self.trade.steps, 2)
        remedy, remedy2 = chance.sample(self.remedies, 2)
        cause, cause2 = chance.sample(self.causes, 2)
        a, b, c, d, e, f = sorted((chance.randint(3, 240) for _ in range(6)), reverse=True)
        return sentence.format(
            y=self.year, m=chance.randint(7, 12), y2=self.year + 1, m2=chance.randint(1, 6),
            user=self.trade.user, shop=self.shop, team=self.team, thing=chance.choice(self.trade.things),
            slow=self.trade.slow, wrong=self.trade.wrong, step=step, step2=step2, remedy=remedy, remedy2=remedy2,
            cause=cause, cause2=cause2, a=a, b=b, c=c, d=d, e=e, f=f,
        )  # fmt: skip

    def text(self) -> str:
        """`case.md`."""
        front = self.front()
        needed = self.length - len(front)
        parts = list(self.body())
        while sum(map(len, parts)) < needed:  # a paragraph more here and there, never in front of a heading's table
            places = [number for number, part in enumerate(parts) if not part.startswith(("#", ":::"))]
            told = [sentence for sentence in BLOCKS["extra"] if sentence not in self.told]
            more = self.chance.sample(told or BLOCKS["extra"], min(2, len(told) or 2))
            self.told.update(more)
            parts.insert(self.chance.choice(places) + 1, "".join(map(self.fill, more)) + "\n\n")
        return f"{front}\n{''.join(parts)}"

    def body(self) -> Iterator[str]:
        """Headings, paragraphs and tables, each a string."""
        for id, title, blocks in ROUTES[self.route]:
            alone = len(blocks) == 1 and blocks[0] in CRITERIA
            tie = f" criterion={CRITERIA[blocks[0]]}" if alone else ""
            yield f"## {title} {{#{id}{tie}}}\n\n"
            for block in blocks:
                if block.startswith("table-"):
                    yield from self.table(block)
                    continue
                if not alone and block != "goal":
                    heading = self.fill(self.chance.choice(TITLES[block]))
                    criterion = f" criterion={CRITERIA[block]}" if block in CRITERIA else ""
                    yield f"### {heading} {{#{id}-{block}{criterion}}}\n\n"
                yield from self.paragraphs(block)

    def paragraphs(self, block: str) -> Iterator[str]:
        """Sentences of a block: those that quote figures or a table always, of the others most."""
        sentences = BLOCKS[block]
        told = {number: self.fill(item) for number, item in enumerate(sentences) if "{{" in item}
        enough = ENOUGH if block in CRITERIA else 30
        others = [number for number in range(len(sentences)) if number not in told]
        self.chance.shuffle(others)
        for number in others:
            if sum(len(_ROLE.sub("", item)) for item in told.values()) >= enough:
                break
            told[number] = self.fill(sentences[number])
        said = [told[number] for number in sorted(told)]
        middle = self.chance.randint(1, max(1, len(said) - 1))
        for part in (said[:middle], said[middle:]):
            if part and block == "do" and len(part) > 2 and self.chance.random() < 0.5:
                yield "".join(f"- {item}\n" for item in part) + "\n"
            elif part:
                yield "".join(part) + "\n\n"

    def table(self, block: str) -> Iterator[str]:
        """A table with its directive; the causes' counts add up."""
        chance = self.chance
        if block == "table-causes":
            counts = sorted((chance.randint(6, 90) for _ in self.causes), reverse=True)
            total = sum(counts)
            rows = "".join(
                f"| {cause} | {count} | {Decimal(count) * 100 / total:.1f} | {chance.choice(('是', '否'))} |\n"
                for cause, count in zip(self.causes, counts, strict=True)
            )
            yield (
                f":::{{table}} {self.trade.slow}的原因（{self.year}年上半年，{total}单）\n:id: tbl-causes\n\n"
                f"| 原因 | 单数 | 占比（%） | 是否主因 |\n|---|---:|---:|---|\n{rows}:::\n\n"
            )
            return
        yield self.fill("每条主因一条对策，责任人和日期见{{ref}}`tbl-plan`，{team}逐周核对。") + "\n\n"
        rows = "".join(
            f"| {cause} | {remedy} | {self.name()} | {self.year}年{month}月 |\n"
            for cause, remedy, month in zip(self.causes, self.remedies, (7, 8, 9, 10), strict=False)
        )
        yield (
            ":::{table} 对策与分工\n:id: tbl-plan\n\n| 主因 | 对策 | 谁做 | 何时做完 |\n"
            f"|---|---|---|---|\n{rows}:::\n\n"
        )

    def front(self) -> str:
        """The front matter."""
        chance, trade, y = self.chance, self.trade, self.year
        remedy, remedy2, *_ = self.remedies
        lead = f"{self.town}{self.shop}"
        methods = ", ".join(chance.sample(METHODS, 4))
        day = f"{y + 1}-07-{chance.randint(10, 28)}"
        summary = self.fill(
            "{user}在{shop}等得久、来回跑。{team}用{remedy}和{remedy2}两样做法，半年里把{slow}降了下来，{wrong}也降了，没做成的也写在里面。"
        )
        steps = "".join(
            f"    - {{title: {title}, who: {self.team}, weeks: {weeks}}}\n"
            for title, weeks in (("数三个月", 4), ("找原因", 3), ("小试再铺开", 6))
        )
        return (
            f"---\nid: {self.id}\ntitle: {lead}：用{remedy}让{trade.user}少等\nshort_title: {trade.user}少等\n"
            f"summary: >-\n  {summary}\nlang: zh-CN\nframework: saq-0008-2024\nroute: {self.route}\n"
            f"subject: {{kind: team, name: {self.team}, organization: {lead}}}\n"
            f"industry: {trade.id}\nservice: {trade.name}\nregion: {self.town}\nmethods: [{methods}]\n"
            f"period: {y}-01/{y + 1}-06\nconditions:\n"
            + self.condition(
                "4.2", "近三年没有有责投诉，学习签到可查。", f"kind: record, title: 学习签到表, date: {day}"
            )
            + self.condition(
                "4.3", "{remedy}已写进作业单，停掉的也留了样。", f"kind: document, title: 作业单, date: {day}"
            )
            + self.condition(
                "4.4", "逐月数字附在数据表里。", f"kind: data, title: 逐月统计, date: {day}, file: data/slow.csv"
            )
            + self.condition("4.5", "电话问了{c}位{user}，{d}位说快了。", f"kind: survey, title: 回访表, date: {day}")
            + f"measures:\n{''.join(self.measures)}study:\n  design: {chance.choice(('run-chart', 'before-after'))}\n"
            f"  comparison: 同一处前后相同月份，没有同期对照。\n"
            f"  data_quality: {self.fill('缺时间的{f}单没有计入，每月抽{e}单复核。')}\n"
            f"replication:\n  preconditions: [有单子可查]\n"
            f"  core_elements:\n    - {remedy}\n    - {remedy2}\n  adaptable: [条目按自己的原因来写]\n"
            f"  resources: [{{item: {chance.choice(trade.things)}, quantity: 1套}}]\n"
            f"  cost: {{one_off: {chance.randint(3, 90) * 100}, currency: CNY, basis: 印制和小件按发票计}}\n"
            f"  steps:\n{steps}"
            f"  risks: [{{risk: 高峰时没有人登记, response: 下班前补登}}]\n"
            f"  lessons: [{self.fill('{thing}先试印十份再定稿')}]\n"
            f"  sustainment: 组长每月登记，连续两个月变差就查。\n"
            f"  contact: {{name: {self.name()}, role: 组长, email: {trade.id}@example.org}}\n"
            f"publication: {{consent: yes, visibility: public, private: [replication.contact], license: CC BY 4.0, "
            f"review_by: {y + 4}-12-31}}\n---\n"
        )

    def condition(self, id: str, statement: str, evidence: str) -> str:
        """An answer to a condition, with a piece of evidence."""
        return f'  - id: "{id}"\n    statement: {self.fill(statement)}\n    evidence: [{{{evidence}}}]\n'


if __name__ == "__main__":
    main()
