"""A sentence and the measures → whether it speaks of one of them, or of another group, period or wish."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from casebound.check.numbers.borne_out import Known
from casebound.check.numbers.ground import Ground
from casebound.check.numbers.quantity import Quantity
from casebound.check.numbers.sentences import Sentence


@cache
def _others() -> re.Pattern[str]:
    """What tells of another group, another period, a limit or a wish: then the number need not be the measure's."""
    return re.compile(
        r"对照|试[点行验用]|其中|其[他余]|同行|同[类业级]|兄弟|别[处家人]|[各两三几]家|该[院店馆站]|全[国省市]|行业|标准|规定|国标|预[计期测]"
        r"|力争|争取|计划|打算|下一步|今后|若|如果|假如|希望|不超过|不[高低大小]于|以[内下上]|最[高低大小快慢长短好差多少]|峰值|中位|分位"
        r"|标准差|[上下]限|限内|折算|口径|重算|剔除|[同环]比|同期|同季|同月|上年|去年|高峰|[早晚夜白]班|[早晚]段|分层|每人|个别|第[一二三四五六]轮|首轮"
        r"|[初前后]期|阶段|一度|曾|抽查|抽样|实测|复测|复核|估|约为|置信|检验|波动|之间|单[项个]|某|患者|分别|各[为占]|占|比例由"
        r"|\b(?:control|trial|pilot|other|others|median|limit|if|would|national|expected|plan|should|confidence|between"
        r"|of whom|respectively|same|than|month|week)\b",
        re.IGNORECASE,
    )


@cache
def _date() -> re.Pattern[str]:
    return re.compile(
        r"[0-9]\s*[年月日周天]|季度|半年|全年|[年月]底|[初中末]期|20[0-9]{2}|\b(?:quarter|year|January|February|March|April|May|June"
        r"|July|August|September|October|November|December)\b"
    )


@cache
def _year() -> re.Pattern[str]:
    return re.compile(r"(?<![0-9])(20[0-9]{2})(?=\s*年|\b)")


_AHEAD_WORDS = (
    r"[\s“\ufffc]|20[0-9]{2}\s*年度?|第[一二三四]季度|[上下]半年|全年|[0-9]{1,2}\s*(?:[—–~至-]\s*[0-9]{1,2}\s*)?月份?|年底|改[进善]后|活动后"
    r"|实施后|改[进善]前|目前|现在|最终|结果|我们的?|小组的?|本[院店馆站厂班组]的?|全[院店馆站厂]的?|把|将|使|让|经过?|使得|从而|因此|实际|目标|基线"
    r"|the|our|a|an|overall|final|that|and|is|of|in|for"
)


@cache
def _ahead() -> re.Pattern[str]:
    return re.compile(rf"(?:{_AHEAD_WORDS})*+", re.IGNORECASE)


@cache
def _ahead_of_all() -> re.Pattern[str]:
    return re.compile(rf"(?:{_AHEAD_WORDS}|[，,：:、])*+", re.IGNORECASE)


@cache
def _count() -> re.Pattern[str]:
    return re.compile(r"\s*[（(](?:n\s*[=＝]\s*)?(?P<n>[0-9][0-9,]*)")


@cache
def _to_number() -> re.Pattern[str]:
    return re.compile(
        r"(?:[\s：:“”\ufffc]|[（(][^（）()0-9]{0,20}[）)]|已经?|仅|只有|就|又|再|则|平均|由|从|基线|原来|改[进善]前|改[进善]后|目前|现在|的|实际|目标值?|约"
        r"|(?:上升|升高|提高|提升|增长|增加|上涨|下降|降低|减少|缩短|压缩|回落|升|降|减|增|改善|控制|保持|稳定|维持)(?:到|至|为|在)"
        r"|为|是|达到?|到|在|only|was|is|were|has|been|now|from|fell|rose|dropped|to|reached|stood|at|about|of|mean|an?|:)*+",
        re.IGNORECASE,
    )


_MANY_WORDS = 24
_CLAUSE_ENDS = "，,；;：:、（("


@cache
def _to_claim() -> re.Pattern[str]:
    return re.compile(
        r"(?:[\s：:\ufffc]|[（(][^（）()0-9]{0,20}[）)]|平均|又|已经?|共|累计|总共|[比较](?:基线|改[进善]前|活动前|实施前|原来)期?)*+"
    )


_DULL = frozenset(
    (
        *(
            "平均",
            "均时",
            "时间",
            "比例",
            "次数",
            "数量",
            "每千",
            "每百",
            "千张",
            "人次",
            "户均",
            "情况",
            "总体",
            "合计",
            "单位",
        ),
        *("数的", "的比", "的时", "时的", "例的", "率的"),
    )
)


@cache
def _qualified() -> re.Pattern[str]:
    return re.compile(r"\s+(?:for|among|in|with|without|of|where|when|on|at|during|after|before)\b")


@cache
def _of_some() -> re.Pattern[str]:
    return re.compile(r"\s?的(?!较?[高好新]?(?:水平|成绩|程度|高位|比例|好成绩|新高|目标))")


_FAR = 300


def has_other_subject(sentence: Sentence, ground: Ground, offset: int, *, but_for: str = "") -> bool:
    """Whether the words around an offset, from semicolon to semicolon, speak of others than the case as it is now.

    What the expression `but_for` matches does not count.
    """
    start, end = sentence.half(offset)
    context = sentence.text[start:end]
    if but_for:
        context = re.sub(but_for, "", context)
    for known in ground.measures:
        context = context.replace(known.measure.name, "").replace(known.name, "")
    return bool(_others().search(context)) or any(name in context for name in ground.others)


def has_others_before(sentence: Sentence, ground: Ground) -> bool:
    """Whether the paragraph has been speaking of others."""
    before = sentence.text[max(sentence.block, sentence.start - _FAR) : sentence.start]
    return bool(_others().search(before)) or any(name in before for name in ground.others)


def is_of_some(sentence: Sentence, amount: Quantity) -> bool:
    """Whether those follow whose amount it is: 94.1% 的是翠苑新村."""
    return _of_some().match(sentence.text, amount.end, sentence.end) is not None


def is_qualified(sentence: Sentence, amount: Quantity) -> bool:
    """Whether an English amount goes on to say whose or when it is."""
    return _qualified().match(sentence.text, amount.end, sentence.end) is not None


def is_dated(sentence: Sentence, offset: int) -> bool:
    """Whether they name a period."""
    start, end = sentence.half(offset)
    return bool(_date().search(sentence.text, start, end))


def years_named(sentence: Sentence, offset: int) -> set[int]:
    """The years in them."""
    start, end = sentence.half(offset)
    return {int(year) for year in _year().findall(sentence.text[start:end])}


def count_behind(sentence: Sentence, amount: Quantity) -> int | None:
    """A number of observations in brackets right behind an amount."""
    match = _count().match(sentence.text, amount.end, sentence.end)
    return int(match["n"].replace(",", "")[:18]) if match else None


def names_directly(sentence: Sentence, known: Known, offset: int) -> bool:
    """Whether the full name of a measure begins the sentence and leads straight to an offset."""
    for name in {known.name, known.measure.name} - {""}:
        at = sentence.text.rfind(name, sentence.start, offset)
        if at >= 0 and _is_subject(sentence, at):
            gap = _to_claim().match(sentence.text, at + len(name), offset)
            if gap is not None and gap.end() == offset:
                return True
    return False


def is_short_subject(sentence: Sentence, known: Known, offset: int) -> bool:
    """Whether the clause up to an offset is a piece of a measure's name (满意度 for 产检满意度)."""
    start = max(sentence.half(offset)[0], *(sentence.text.rfind(mark, sentence.start, offset) + 1 for mark in "，,：:"))
    ahead = _ahead().match(sentence.text, start, offset)
    subject = sentence.text[ahead.end() if ahead else start : offset].strip("\ufffc \n")
    return len(subject) > 1 and subject in known.name and not _pieces(known.name).isdisjoint(_pieces(subject))


def begins_clause(sentence: Sentence, offset: int) -> bool:
    """Whether nothing but a date and words that lead to a subject stands between an offset and the mark before it."""
    begin = max(sentence.half(offset)[0], offset - _MANY_WORDS)
    begin = max(begin, *(sentence.text.rfind(mark, begin, offset) + 1 for mark in _CLAUSE_ENDS))
    ahead = _ahead().match(sentence.text, begin, offset)
    return ahead is not None and ahead.end() == offset


def _is_subject(sentence: Sentence, offset: int) -> bool:
    whole = _ahead_of_all().match(sentence.text, sentence.half(offset)[0], offset)
    return whole is not None and whole.end() == offset


def amount_after(sentence: Sentence, names: Sequence[str]) -> tuple[Quantity | None, bool]:
    """The first amount after a full name that begins its clause, and whether the name begins the sentence too."""
    for name in names:
        at = sentence.text.find(name, sentence.start, sentence.end)
        after = at + len(name)
        amount = next((amount for amount in sentence.amounts if amount.start >= after), None)
        if amount is None or amount.start - after > _MANY_WORDS:
            continue
        begin = max(sentence.start, at - _MANY_WORDS - 1)
        words = sentence.text[begin:at]
        begin += max(map(words.rfind, _CLAUSE_ENDS)) + 1
        if at - begin > _MANY_WORDS:
            continue
        ahead = _ahead().match(sentence.text, begin, at)
        if ahead is not None and ahead.end() == at:
            gap = _to_number().match(sentence.text, after, amount.start)
            if gap and gap.end() == amount.start:
                return amount, _is_subject(sentence, at)
    return None, False


def shares_words(sentence: Sentence, known: Known, ground: Ground, offset: int) -> bool:
    """Whether the words before an offset have two characters, or an English word, that only this measure's name has."""
    start, _ = sentence.half(offset)
    before = sentence.text[start:offset].lower()
    own = _own_pieces(known.name, tuple(item.name for item in ground.measures if item is not known))
    return any(piece in before for piece in own)


@lru_cache(maxsize=256)
def _own_pieces(name: str, others: tuple[str, ...]) -> frozenset[str]:
    """Those that no other name has."""
    return _pieces(name).difference(*map(_pieces, others))


@lru_cache(maxsize=4096)
def _pieces(name: str) -> frozenset[str]:
    runs = re.findall(r"[\u4e00-\u9fff]{2,}", name)
    pairs = {run[number : number + 2] for run in runs for number in range(len(run) - 1)}
    return frozenset(pairs - _DULL) | {
        word for word in re.findall(r"[a-z]{4,}", name.lower()) if word not in ("mean", "share", "rate")
    }
