"""A field of a write-up → what it is for, in a line. The long form is docs/formats.md."""

from __future__ import annotations

from casebound.model.evidence import LEVEL_NAMES
from casebound.text.localized import NOTHING, Localized, phrase

_MEASURED = {
    "value": phrase("数值，只写数字，单位写在 unit", "The number alone; its unit stands in “unit”"),
    "period": phrase("这个数是哪一段时间的，如 2024-01/2024-03", "When it was measured, such as 2024-01/2024-03"),
    "n": phrase("数了多少次、多少人", "How many observations stand behind it"),
}

_WORDS: dict[str, Localized] = {
    "id": phrase("永久编号，与文件夹同名；a-z 0-9 -", "Permanent; equals the folder's name; a-z 0-9 -"),
    "title": phrase("成果名称", "What the achievement is called"),
    "short_title": phrase("书眉和卡片上用的短标题，不超过 14 个汉字", "For running heads and cards; at most 14 Han"),
    "summary": phrase("一段话的摘要，60–220 个字符", "One paragraph of 60–220 characters"),
    "lang": phrase("本文的语言", "The language of this text"),
    "framework": phrase("按哪套准则写", "The criteria that it answers"),
    "route": phrase("按哪条路径做：决定有哪些二级标题", "The way of working: which level-2 sections, in which order"),
    "example": phrase(
        "yes 表示虚构的示例，成品里处处注明", "“yes” marks an invented achievement; every output says so"
    ),
    "subject": phrase("谁做的", "Who achieved it"),
    "subject.kind": phrase("团队还是个人", "A team or an individual"),
    "subject.name": phrase("团队或个人的名字", "The name of the team or person"),
    "subject.organization": phrase("所在单位", "Where they work"),
    "subject.aliases": phrase("文中对团队或单位的其他叫法", "Other ways the text names either"),
    "subject.members": phrase("成员", "The people of the team"),
    "subject.members[].name": phrase("姓名", "Name"),
    "subject.members[].role": phrase("分工或职务", "What this person does"),
    "industry": phrase("行业", "The trade, from the vocabulary"),
    "service": phrase("是什么服务", "Which service"),
    "region": phrase("地区", "Where"),
    "methods": phrase("用了哪些质量工具", "The quality methods that were used"),
    "period": phrase("工作起止，如 2024-01/2025-12", "When the work was done, such as 2024-01/2025-12"),
    "conditions": phrase("准则的每项基本条件怎样满足", "How each condition of the framework is met"),
    "conditions[].id": phrase("条件编号", "The condition's id"),
    "conditions[].statement": phrase("怎样满足，写事实", "How it is met, as facts"),
    "conditions[].evidence": phrase("凭据", "What supports the statement"),
    "conditions[].evidence[].kind": phrase("凭据的种类", "What sort of evidence"),
    "conditions[].evidence[].title": phrase("凭据的名称", "What it is called"),
    "conditions[].evidence[].date": phrase("日期，如 2025-03-14", "Its date, such as 2025-03-14"),
    "conditions[].evidence[].file": phrase("案例文件夹里的文件", "A file in the case's folder"),
    "measures": phrase("前后对比的指标，至少两个", "Figures before and after; two or more"),
    "measures[].id": phrase("指标编号，正文用它取数", "The text takes figures by this id"),
    "measures[].name": phrase("指标名称", "What is measured"),
    "measures[].unit": phrase("单位，如 %、分钟、件/月", "The unit, such as % or minutes"),
    "measures[].better": phrase("越低越好还是越高越好", "Whether lower or higher is better"),
    "measures[].baseline": phrase("改进前", "Before"),
    "measures[].target": phrase("目标", "The goal"),
    "measures[].actual": phrase("改进后", "After"),
    "measures[].rounding": phrase("算出来的数怎样修约", "How computed numbers are rounded"),
    "measures[].rounding.places": phrase("保留几位小数", "How many decimal places"),
    "measures[].rounding.mode": phrase("逢五怎样进", "What becomes of a half"),
    "measures[].source": phrase("数从哪里来、怎样取的", "Where the numbers come from"),
    "measures[].series": phrase("逐期数据的文件", "The file with the figures over time"),
    "measures[].series.file": phrase("案例文件夹里的 CSV 文件", "A CSV file in the case's folder"),
    "measures[].series.period": phrase("期间一列的列名", "The name of the column with periods"),
    "measures[].series.value": phrase("数值一列的列名", "The name of the column with values"),
    "measures[].series.n": phrase("样本量一列的列名", "The name of the column with counts"),
    "measures[].series.aggregate": phrase("几期的数怎样合成一个数", "How the rows of a period make its figure"),
    "study": phrase("效果是怎样确认的", "How the effect was established"),
    "study.design": phrase("前后怎样比较", "How before and after were compared"),
    "study.comparison": phrase("和谁比、和什么时候比", "Compared with what"),
    "study.data_quality": phrase("数据全不全、怎样采集、缺了什么", "How complete, how collected, what is missing"),
    "evidence": phrase("人工把证据等级降低，写明理由", "A reviewer puts the level of evidence lower, and says why"),
    "evidence.level": phrase("1–5，只能低于算出的上限", "1 to 5, below the computed ceiling"),
    "evidence.reason": phrase("为什么降低", "Why it is lower"),
    "evidence.by": phrase("谁判断的", "Who judged so"),
    "evidence.date": phrase("哪一天", "On which day"),
    "replication": phrase("别人照着做需要什么", "What it takes to do the same elsewhere"),
    "replication.preconditions": phrase("先要具备什么", "What must be there first"),
    "replication.core_elements": phrase("不能改的做法", "What must not be changed"),
    "replication.adaptable": phrase("可以因地制宜的做法", "What may be adapted"),
    "replication.resources": phrase("要用到的人、物", "What is needed"),
    "replication.resources[].item": phrase("什么", "What"),
    "replication.resources[].quantity": phrase("多少", "How much"),
    "replication.resources[].note": phrase("说明", "A note"),
    "replication.cost": phrase("花多少钱，省多少钱", "What it costs and saves"),
    "replication.cost.one_off": phrase("一次性投入", "Spent once"),
    "replication.cost.annual": phrase("每年投入", "Spent each year"),
    "replication.cost.savings": phrase("每年节省", "Saved each year"),
    "replication.cost.currency": phrase("币种，如 CNY", "The currency, such as CNY"),
    "replication.cost.basis": phrase("怎样算的", "What is counted, and how"),
    "replication.steps": phrase("照着做的步骤", "The steps to do the same"),
    "replication.steps[].title": phrase("做什么", "What is done"),
    "replication.steps[].who": phrase("谁来做", "Who does it"),
    "replication.steps[].weeks": phrase("要几周", "How many weeks it takes"),
    "replication.steps[].detail": phrase("怎样做", "How"),
    "replication.risks": phrase("可能出的问题", "What may go wrong"),
    "replication.risks[].risk": phrase("什么问题", "What may happen"),
    "replication.risks[].response": phrase("怎样应对", "What then helps"),
    "replication.lessons": phrase("教训", "Lessons"),
    "replication.sustainment": phrase("怎样保持下去", "How it is kept up"),
    "replication.contact": phrase("找谁问", "Whom to ask"),
    "replication.contact.name": phrase("姓名", "Name"),
    "replication.contact.role": phrase("职务", "Position"),
    "replication.contact.email": phrase("电子邮箱", "E-mail address"),
    "replication.contact.phone": phrase("电话", "Telephone number"),
    "adoptions": phrase("谁照着做了", "Who copied it"),
    "adoptions[].id": phrase("编号，译文按它对应", "An id by which translations join it"),
    "adoptions[].organization": phrase("单位", "Where"),
    "adoptions[].date": phrase("什么时候", "When"),
    "adoptions[].changes": phrase("改了什么", "What they changed"),
    "adoptions[].result": phrase("结果怎样", "What came of it"),
    "adoptions[].measures": phrase("他们自己量的前后", "What they measured before and after"),
    "adoptions[].measures[].measure": phrase(
        "本案例的哪个指标，单位相同", "Which of this case's measures, in its unit"
    ),
    "adoptions[].measures[].baseline": phrase("照做前", "Before they adopted it"),
    "adoptions[].measures[].actual": phrase("照做后", "After they adopted it"),
    "publication": phrase("可以公开到什么程度", "How far it may be published"),
    "publication.consent": phrase("本单位是否同意公开", "Whether its owners agree to publication"),
    "publication.visibility": phrase("对外公开还是仅限内部", "Public, or for the house only"),
    "publication.private": phrase(
        "不得公开的字段，如 replication.cost", "Fields that must not leave the house, such as replication.cost"
    ),
    "publication.names": phrase("文中出现的其他单位和人名", "Other organisations and persons the text names"),
    "publication.license": phrase("授权方式", "The licence"),
    "publication.review_by": phrase("到哪天要复核，如 2027-03-31", "To be reviewed by this day"),
    "publication.version": phrase("版本号", "The version"),
    "aliases": phrase("曾用的编号", "Former ids"),
    "translates": phrase("所译 case.md 的 SHA-256", "The SHA-256 of the case.md that this translates"),
    "allow": phrase("整个文件允许的规则，各写明原因", "Rules that may be broken in this file, each with a reason"),
    "allow[].rule": phrase("规则名", "The rule"),
    "allow[].reason": phrase("为什么允许", "Why"),
    **{
        f"{record}.{part}.{name}": words
        for record, parts in (
            ("measures[]", ("baseline", "target", "actual")),
            ("adoptions[].measures[]", ("baseline", "actual")),
        )
        for part in parts
        for name, words in _MEASURED.items()
    },
}

_OPTIONS: dict[str, Localized] = {
    "team": phrase("团队", "a team"),
    "individual": phrase("个人", "one person"),
    "document": phrase("制度、规程等文件", "a document"),
    "record": phrase("记录", "a record"),
    "data": phrase("数据", "data"),
    "survey": phrase("调查", "a survey"),
    "certificate": phrase("证书", "a certificate"),
    "award": phrase("奖项", "an award"),
    "testimony": phrase("他人的评价", "what others say"),
    "lower": phrase("越低越好", "less is better"),
    "higher": phrase("越高越好", "more is better"),
    "mean": phrase("平均", "the mean of the rows"),
    "weighted-mean": phrase("按样本量加权平均", "the mean, weighted by n"),
    "sum": phrase("合计", "the sum of the rows"),
    "last": phrase("取最后一期", "the last row"),
    "half-even": phrase("四舍六入五成双（GB/T 8170）", "halves go to the even digit (GB/T 8170)"),
    "half-up": phrase("四舍五入", "halves go up, away from zero"),
    **{str(level): name for level, name in LEVEL_NAMES.items()},
    "narrative": phrase("只有叙述", "told, not measured"),
    "before-after": phrase("前后对比", "before and after"),
    "run-chart": phrase("运行图", "a run chart"),
    "control-chart": phrase("控制图", "a control chart"),
    "comparison": phrase("与对照组比较", "with a comparison group"),
    "interrupted-time-series": phrase("中断时间序列", "an interrupted time series"),
    "public": phrase("对外公开", "for everybody"),
    "internal": phrase("仅限内部", "for the house only"),
    "zh-CN": phrase("简体中文", "Simplified Chinese"),
    "en": phrase("英文", "English"),
    "yes": phrase("是", "true"),
    "no": phrase("否", "false"),
}


def words_of(path: tuple[str, ...]) -> Localized:
    """What a field is for, by its path of keys and `[]`; nothing for one that is not declared."""
    return _WORDS.get(".".join(path).replace(".[]", "[]"), NOTHING)


def words_of_option(word: str) -> Localized:
    """What a word of a closed list means."""
    return _OPTIONS.get(word, NOTHING)
