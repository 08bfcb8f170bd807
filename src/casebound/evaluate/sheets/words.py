"""The words in which a sheet's choices are offered, and all those that are understood when it comes back."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import TypeVar

from casebound.model.evaluation import CommentKind, EvaluationStatus
from casebound.text.localized import CHINESE, ENGLISH, Localized

T = TypeVar("T")

MET: Mapping[bool, Localized] = {
    True: Localized({CHINESE: "符合", ENGLISH: "met"}),
    False: Localized({CHINESE: "不符合", ENGLISH: "not met"}),
}
"""What a sheet offers for a condition."""
KIND: Mapping[CommentKind, Localized] = {
    CommentKind.STRENGTH: Localized({CHINESE: "优点", ENGLISH: "strength"}),
    CommentKind.IMPROVEMENT: Localized({CHINESE: "改进", ENGLISH: "improvement"}),
    CommentKind.VERIFY: Localized({CHINESE: "核实", ENGLISH: "verify"}),
}
"""What a sheet offers for a comment."""
STATUS: Mapping[EvaluationStatus, Localized] = {
    EvaluationStatus.DRAFT: Localized({CHINESE: "草稿", ENGLISH: "draft"}),
    EvaluationStatus.SUBMITTED: Localized({CHINESE: "已提交", ENGLISH: "submitted"}),
}
"""What a sheet offers for its status."""


def folded(text: str) -> str:
    """A word as it is compared: without spaces, width, case and the stops that end it."""
    narrow = unicodedata.normalize("NFKC", text).casefold()
    return "".join(narrow.split()).strip("。.!,;:、-_\"'“”")


def _accepted(offered: Mapping[T, Localized], others: Mapping[str, T]) -> dict[str, T]:
    words = {folded(word): value for value, words in offered.items() for word in words.texts.values()}
    return words | {folded(word): value for word, value in others.items()}


MET_WORDS: Mapping[str, bool] = _accepted(
    MET,
    {
        **dict.fromkeys(("yes", "true", "y", "是", "满足", "达到", "合格", "通过", "√", "✓", "✔", "☑"), True),
        **dict.fromkeys(("no", "false", "n", "否", "不满足", "未满足", "未达到", "不合格", "未通过", "unmet"), False),
    },
)
"""By `folded` word. A cross is not here: it means “no” to some and “this one” to others."""
KIND_WORDS: Mapping[str, CommentKind] = _accepted(
    KIND,
    {
        **dict.fromkeys(("strengths", "长处", "亮点", "优势"), CommentKind.STRENGTH),
        **dict.fromkeys(
            ("improvements", "改进点", "可以改进", "可改进", "待改进", "不足", "建议", "改进建议"),
            CommentKind.IMPROVEMENT,
        ),
        **dict.fromkeys(("to verify", "待核实", "需核实", "核实点", "现场核实"), CommentKind.VERIFY),
    },
)
"""By `folded` word."""
STATUS_WORDS: Mapping[str, EvaluationStatus] = _accepted(
    STATUS,
    {
        **dict.fromkeys(("未提交", "暂存"), EvaluationStatus.DRAFT),
        **dict.fromkeys(("submit", "提交", "正式提交"), EvaluationStatus.SUBMITTED),
    },
)
"""By `folded` word."""
