"""The words at the head of the columns of a round's tables."""

from __future__ import annotations

from casebound.model.evaluation import CommentKind, Party
from casebound.text.localized import phrase

CASE, ID, RANK, TOTAL = (
    phrase("案例", "Case"),
    phrase("编号", "Id"),
    phrase("名次", "Rank"),
    phrase("总分", "Total"),
)
GRADE, CLAUSE, CRITERION = phrase("等级", "Grade"), phrase("条款", "Clause"), phrase("评价项", "Criterion")
WEIGHT, RESULT, EVALUATOR = phrase("权重", "Weight"), phrase("得分", "Result"), phrase("评价人", "Evaluator")
INDEPENDENT, DELTA = phrase("独立评价", "Independent"), phrase("合议增减", "Consensus less independent")
REASON, LOWEST, HIGHEST = phrase("理由", "Reason"), phrase("最低", "Lowest"), phrase("最高", "Highest")
MEAN, MEDIAN, TRIMMED = phrase("平均", "Mean"), phrase("中位数", "Median"), phrase("去最高最低平均", "Trimmed mean")
DEVIATION, RANGE, DISPUTED = phrase("标准差", "SD"), phrase("极差", "Range"), phrase("分歧", "Disputed")
YES, NO = phrase("是", "yes"), phrase("否", "no")
KINDS = {
    CommentKind.STRENGTH: phrase("优点", "strength"),
    CommentKind.IMPROVEMENT: phrase("改进", "improvement"),
    CommentKind.VERIFY: phrase("核实", "verify"),
}
PARTIES = {
    Party.FIRST: phrase("第一方", "first"),
    Party.SECOND: phrase("第二方", "second"),
    Party.THIRD: phrase("第三方", "third"),
}
