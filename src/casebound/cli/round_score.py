"""`casebound round score`: from filled-in evaluations to marks, totals and grades."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import click

from casebound.cli.options import CONTEXT, by_option, lang_option, output_option, root_option
from casebound.cli.rounds import as_seen_by_option, seen_by
from casebound.cli.score_tables import agreement_lines, consensus_lines, figures, party_lines, severity_lines
from casebound.cli.speech import Say
from casebound.cli.terminal import FOUND, about, named, open_workspace, output_folder, tell
from casebound.evaluate.continuity import RESULTS
from casebound.evaluate.outdated import outdated_evaluations
from casebound.evaluate.parties import compare_parties
from casebound.evaluate.rank_interval import LEVEL
from casebound.evaluate.ranking import explain_tie
from casebound.evaluate.results import RoundResults, note_for, results_of_round
from casebound.model.framework import Framework
from casebound.model.scorecard import Scorecard
from casebound.text.localized import CHINESE, phrase
from casebound.workspace.desk import open_desk
from casebound.workspace.publish import judged_others, score_artifact
from casebound.workspace.score_record import counted_files, record_score, score_inputs
from casebound.workspace.write import write_made

HEADER = (
    phrase("评价项", "Criterion"),
    phrase("权重", "Weight"),
    phrase("人数", "n"),
    phrase("得分", "Result"),
    phrase("平均", "Mean"),
    phrase("标准差", "SD"),
    phrase("最低", "Lowest"),
    phrase("最高", "Highest"),
)
DISPUTED, YES = phrase("分歧", "Disputed"), phrase("有", "yes")
TOTAL = phrase("总分 {{total}}　等级 {{grade}}", "Total {{total}}  Grade {{grade}}")

SEEN = phrase(
    "这是 {{id}} 可以看的：不含与其有利益冲突的案例，名次只在其余之中；没有写文件",
    "As {{id}} may see it: without cases of a conflict, ranks among the others only; no file was written",
)
LOGGED = phrase("{{path}}：填写或改动已记入日志，经办 {{by}}", "{{path}}: changes are logged, by {{by}}")
NEAR = phrase("等级临界：{{shares}}", "Near a boundary of grades: {{shares}}")
SURE = phrase(
    "方括号：换一批这样的评价人，名次有 {{level}} 落在其间（对每个案例的评价人重抽样；人少时偏窄）",
    "In brackets: where {{level}} of ranks would lie with other evaluators like these (resampled within each case; "
    "too narrow when they are few)",
)


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "score",
        context_settings=CONTEXT,
        short_help=say("汇总打分", "Tally marks"),
        help=say(
            "汇总评价轮次的打分：每项的人数、平均、离散，加权总分与等级。没有打的分不当作零分。\n\n"
            "例：casebound round score 2026-third-party",
            "Tally a round: per criterion the number of evaluators, mean and spread; weighted total and grade. "
            "A missing mark is never zero.\n\nExample: casebound round score 2026-third-party",
        ),
    )
    @click.argument("rounds", nargs=-1)
    @click.option(
        "--round",
        "named_rounds",
        multiple=True,
        help=say(
            "评价轮次，与直接写编号一样；可写多次，不写则全部",
            "The round, as if its id stood alone; may be given several times; none: all",
        ),
    )
    @as_seen_by_option(say)
    @lang_option(say, "提示与表格所用的语言", "Language of messages and tables")
    @by_option(say)
    @output_option(say)
    @root_option(say)
    def score(
        *,
        rounds: tuple[str, ...],
        named_rounds: tuple[str, ...],
        as_seen_by: str | None,
        lang: str | None,
        by: str | None,
        output: Path | None,
        root: Path | None,
    ) -> int:
        workspace = open_workspace(root)
        lang = lang or workspace.language
        folder = output_folder(workspace, output)
        counted = counted_files(workspace.root)  # before the rounds are read
        known = {round.id: round for round in workspace.usable_rounds()}
        rounds = tuple(dict.fromkeys((*rounds, *named_rounds)))
        for id in rounds:
            if id not in known:
                raise named("评价轮次", id, known)
        if as_seen_by is not None:  # findings and files would name what this person must not see
            known = {id: seen_by(workspace, known[id], as_seen_by) for id in rounds or tuple(known)}
        folders = [f"content/rounds/{id}" for id in rounds] or ["content/rounds"]
        code = tell(about(workspace.findings, folders), lang, has_hints=True) if as_seen_by is None else 0
        for id in rounds or tuple(known):
            framework = workspace.frameworks[known[id].framework]
            if as_seen_by is None:
                code = max(code, tell(outdated_evaluations(open_desk(workspace, known[id])[0]), lang))
            results = results_of_round(known[id], framework)
            parties = compare_parties(results.judged, judged_others(workspace, id))
            titles = {item.case.id: item.case.title for item in reversed(workspace.usable())}
            for card in results.judged.cards:
                said = [*consensus_lines(card, results, lang), *party_lines(parties[card.case], lang)]
                click.echo("\n".join([_card(card, titles.get(card.case, card.case), framework, lang), *said, ""]))
                code = FOUND if card.refusal else code
            for line in _order(results, titles, lang):
                click.echo(line)
            for line in agreement_lines(results, lang):
                click.echo(line)
            for line in severity_lines(results.severity, framework, titles, lang):
                click.echo(line)
            if note := note_for(framework):
                click.echo(note.to(lang))
            if as_seen_by is not None:
                click.echo(SEEN.to(lang).format(id=as_seen_by))
                continue
            made = score_artifact(workspace, results)
            inputs = score_inputs(workspace, known[id], counted)
            for entry in record_score(workspace, known[id], made.data, inputs, by=by):
                if entry.object != RESULTS:
                    click.echo(LOGGED.to(lang).format(path=f"content/rounds/{id}/{entry.object}", by=entry.actor))
            for path in write_made(folder, [made]):
                click.echo(str(path))
        return code

    return score


def _card(card: Scorecard, title: str, framework: Framework, lang: str) -> str:
    has_flags = framework.aggregation.disagreement is not None
    header = (*HEADER, DISPUTED) if has_flags else HEADER
    rows = [[word.to(lang) for word in header]]
    for score in card.scores:
        criterion = framework.criterion(score.criterion)
        name = f"{score.criterion} {criterion.title.to(lang) if criterion else ''}"
        numbers = (
            score.weight,
            Decimal(score.n),
            score.result,
            score.mean,
            score.deviation,
            score.lowest,
            score.highest,
        )
        flag = [YES.to(lang) if score.is_disputed else ""] if has_flags else []
        rows.append([name, *("—" if number is None else str(number) for number in numbers), *flag])
    lines = [f"{card.case}  {title}", *figures(rows)]
    if card.total is not None:
        grade = card.grade.title.to(lang) if card.grade else "—"
        lines.append("  " + TOTAL.to(lang).format(total=card.total, grade=grade))
        lines += [f"  {card.grade_rule.to(lang)}"] if card.grade_rule else []
    elif card.refusal:
        lines.append("  " + card.refusal.to(lang))
    return "\n".join(lines)


def _order(results: RoundResults, titles: Mapping[str, str], lang: str) -> Iterator[str]:
    """A line a case: rank, total, how sure the rank and the grade are; then how each tie was parted."""
    framework, ranking, intervals = results.judged.framework, results.ranking, results.intervals
    totals = {card.case: card.total for card in results.judged.cards}
    grades = {grade.id: grade.title for grade in framework.grades}
    for case, rank in ranking.ranks.items():
        said, interval = f"{rank:>3}  {totals[case]}", intervals.get(case)
        if interval:
            said += f"  [{interval.best}–{interval.worst}]"
        yield f"{said}  {titles.get(case, case)}"
        if interval and interval.is_near_boundary:
            shares = (
                f"{grades[id].to(lang) if id in grades else '—'} {share:.0%}" for id, share in interval.grades.items()
            )
            yield "       " + NEAR.to(lang).format(shares="，".join(shares) if lang == CHINESE else ", ".join(shares))
    if intervals:
        yield SURE.to(lang).format(level=f"{LEVEL:.0%}")
    for tie in ranking.ties:
        yield from (
            line.to(lang) for line in explain_tie(tie, framework, {case: titles.get(case, case) for case in tie.ranks})
        )
    yield ""
