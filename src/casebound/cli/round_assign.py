"""`casebound round assign`: a round and its conflicts of interest → who reads what, with the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from casebound.check.context import error
from casebound.check.report.terminal import shown
from casebound.cli.columns import columns
from casebound.cli.options import CONTEXT, by_option, lang_option, root_option
from casebound.cli.rounds import REHEARSED, chosen_evaluators, chosen_round, dry_run_option, round_option
from casebound.cli.speech import Say
from casebound.cli.terminal import FOUND, open_workspace, tell
from casebound.model.assigning import AssignmentPlan, CostTerm, NoAssignment
from casebound.model.conflict import Conflicts
from casebound.model.evaluation import ConflictStatus, Round
from casebound.text.error import CaseboundError
from casebound.text.localized import Localized, phrase
from casebound.text.source import no_text
from casebound.workspace.assigning import obstacles, plan_assignment, write_assignment

TERMS = {
    CostTerm.LOAD: phrase("工作量", "load"),
    CostTerm.FIELD: phrase("行业与服务不熟", "field not known"),
    CostTerm.METHOD: phrase("方法不熟", "methods not known"),
    CostTerm.LANGUAGE: phrase("语言不合", "language not read"),
    CostTerm.TOGETHER: phrase("该分开的在一起", "not kept apart"),
    CostTerm.CHANGE: phrase("没有保留的", "not kept"),
}
NEW, LOCKED = "+", "*"
LEGEND = phrase("+ 新分派　* 锁定", "+ new   * locked")
LOADS = phrase("每人几个：最少 {{least}}，最多 {{most}}", "Cases each: from {{least}} to {{most}}")
COSTS = phrase("成本：{{terms}}", "Cost: {{terms}}")
DROPPED = phrase("没有保留 {{case}} × {{id}}：{{why}}", "Not kept: {{case}} × {{id}}: {{why}}")
TOGETHER = phrase("没能分开：{{case}} × {{ids}}", "Not kept apart: {{case}} × {{ids}}")
UNDECLARED = phrase(
    "还没有作利益申报，资料册要等：{{ids}}", "Conflicts not declared, so that packets have to wait: {{ids}}"
)
OPEN = phrase(
    "有 {{n}} 条利益冲突待定，已按冲突处理：casebound round conflicts",
    "Undecided conflicts, taken as conflicts: {{n}}; see casebound round conflicts",
)
HELP = phrase("以下任一条即可：", "Any one of these is enough:")
SAME = phrase("和现有的分派一样，什么都没有写。", "This is what stands already: nothing was written.")


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "assign",
        context_settings=CONTEXT,
        short_help=say("分派评价人", "Assign evaluators to cases"),
        help=say(
            "给每个案例分派评价人，写入 assignments.yaml。利益冲突、每案人数、每人上限是硬规定；"
            "工作量尽量均衡，尽量分给熟悉行业、方法和语言的人；已有的分派保留，锁定的（locked）不动。"
            "排出的是总成本最低的，并给出证明；排不出来时说明缺在哪里、怎么办。"
            "同样的输入得到同样的结果，与先后次序无关。\n\n例：casebound round assign --apart e01,e02 --dry-run",
            "Assign evaluators to each case and write assignments.yaml. Conflicts of interest, evaluators a case and "
            "maximum loads are hard rules; loads are even, and known fields, methods and languages preferred; what "
            "stands is kept, what is locked never moves. The result costs least, with a proof; where there is none, "
            "it says which cases lack evaluators and what would help. Same input, same result, whatever its order.\n\n"
            "Example: casebound round assign --apart e01,e02 --dry-run",
        ),
    )
    @round_option(say)
    @click.option(
        "--apart",
        multiple=True,
        metavar="ID,ID",
        help=say(
            "这些人尽量不评同一个案例；可写多次", "People who should not read the same case; may be given several times"
        ),
    )
    @click.option(
        "--anew",
        is_flag=True,
        help=say(
            "不保留现有的分派；锁定的和已经评过的仍然保留",
            "Do not keep what stands, but for what is locked or was evaluated already",
        ),
    )
    @dry_run_option(say)
    @by_option(say)
    @lang_option(say, "提示与表格所用的语言", "Language of messages and tables")
    @root_option(say)
    def run(
        *,
        round_id: str | None,
        apart: tuple[str, ...],
        anew: bool,
        dry_run: bool,
        by: str | None,
        lang: str | None,
        root: Path | None,
    ) -> int:
        workspace = open_workspace(root)
        lang = lang or workspace.language
        round = chosen_round(workspace, round_id)
        groups = [tuple(id.strip() for id in group.split(",") if id.strip()) for group in apart]
        for group in groups:
            chosen_evaluators(round, group)
            if len(set(group)) < len(group) or len(group) < 2:
                raise CaseboundError(
                    "--apart 要两个以上不同的评价人，如 e01,e02 / --apart takes two or more, each once, as in e01,e02"
                )
        if found := obstacles(workspace, round):
            return tell(found, lang, has_hints=True)
        plan = plan_assignment(workspace, round, apart=groups, is_anew=anew)
        if isinstance(plan, NoAssignment):
            return _refuse(round, plan, lang)
        for line in _told(round, plan, workspace.conflicts.get(round.id, Conflicts()), lang):
            click.echo(shown(line))
        if dry_run:
            click.echo(REHEARSED.to(lang))
            return 0
        written = write_assignment(workspace, round, plan, by=by)
        for path in written:
            click.echo(str(path))
        if not written:
            click.echo(SAME.to(lang))
        return 0

    return run


def _refuse(round: Round, found: NoAssignment, lang: str) -> int:
    place = no_text(f"content/rounds/{round.id}/round.yaml")
    tell([error("no-assignment", place, reason) for reason in found.reasons()], lang, has_hints=True)
    hints = [hint.to(lang) for hint in found.hints()]
    for line in [HELP.to(lang), *(f"  {hint}" for hint in hints)] if hints else ():
        click.echo(line, err=True)
    return FOUND


def _told(round: Round, plan: AssignmentPlan, conflicts: Conflicts, lang: str) -> Iterator[str]:
    """The assignment, then the loads, then what it costs and why it is the best, then what to see to."""
    marks = {(one.case, one.evaluator): LOCKED * one.is_locked or NEW * (not one.is_kept) for one in plan.assigned}
    read_by = [[item.case, " ".join(marks[item.case, id] + id for id in item.evaluators)] for item in plan.assignments]
    yield from columns(read_by)
    yield LEGEND.to(lang)
    yield ""
    names = {evaluator.id: evaluator.name for evaluator in round.panel}
    rows = [
        [load.evaluator, names[load.evaluator], str(load.cases), "" if load.maximum is None else f"/ {load.maximum}"]
        for load in plan.loads
    ]
    yield from columns(rows, right=(2,))
    loads = [load.cases for load in plan.loads]
    yield _filled(LOADS, lang, least=min(loads, default=0), most=max(loads, default=0))
    terms = "　".join(f"{TERMS[term].to(lang)} {points}" for term, points in plan.costs if points)
    yield _filled(COSTS, lang, terms=terms or "0")
    yield plan.proof.to(lang)
    for lost in plan.dropped:
        yield _filled(DROPPED, lang, case=lost.case, id=lost.evaluator, why=lost.why.to(lang))
    for two in plan.together:
        yield _filled(TOGETHER, lang, case=two.case, ids=" ".join(two.evaluators))
    if plan.undeclared:
        yield _filled(UNDECLARED, lang, ids=" ".join(plan.undeclared))
    if undecided := sum(record.status is ConflictStatus.OPEN for record in conflicts.records):
        yield _filled(OPEN, lang, n=undecided)


def _filled(words: Localized, lang: str, **values: str | int) -> str:
    return words.to(lang).format(**values)
