"""A word where yes or no, an id, a key or one of a few words is wanted → the one that was meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_LONGEST = 64
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Meant:
    """What to write in place of a slip."""

    text: str
    is_safe: bool = False
    """Whether the slip can mean nothing else."""
    is_certain: bool = True
    """Whether it is what the slip says, if perhaps not all: then reading goes on with it."""


_YES = frozenset(
    [
        "对",
        "对的",
        "是",
        "是的",
        "√",
        "✓",
        "✔",
        "☑",
        "yes",
        "ye",
        "yse",
        "y",
        "true",
        "ture",
        "treu",
        "t",
        "1",
        "on",
        "有",
        "同意",
        "已同意",
        "可以",
    ]
)
_NO = frozenset(
    [
        "错",
        "否",
        "不",
        "不是",
        "×",
        "✗",
        "✘",
        "☒",
        "no",
        "n",
        "false",
        "flase",
        "fasle",
        "fales",
        "f",
        "0",
        "off",
        "无",
        "没有",
        "不同意",
        "未同意",
        "不可以",
    ]
)

CHINESE_NAMES: dict[str, tuple[str, ...]] = {
    "lower": ("越低越好", "越小越好", "越少越好", "越短越好", "低", "小", "少", "降低", "下降", "减少"),
    "higher": ("越高越好", "越大越好", "越多越好", "越长越好", "高", "大", "多", "提高", "上升", "增加"),
    "team": ("团队", "小组", "班组", "集体"),
    "individual": ("个人",),
    "document": ("文件", "文档", "制度"),
    "record": ("记录",),
    "data": ("数据",),
    "survey": ("调查", "问卷", "问卷调查", "满意度调查"),
    "certificate": ("证书", "资质证书"),
    "award": ("奖项", "奖励", "获奖", "荣誉"),
    "testimony": ("证言", "表扬信", "感谢信"),
    "narrative": ("叙述", "文字叙述"),
    "before-after": ("前后对比", "前后对照", "前后比较"),
    "run-chart": ("运行图", "链图", "趋势图"),
    "control-chart": ("控制图",),
    "comparison": ("对照", "对照组"),
    "interrupted-time-series": ("中断时间序列", "间断时间序列"),
    "public": ("公开",),
    "internal": ("内部",),
    "mean": ("平均", "平均值", "均值"),
    "weighted-mean": ("加权平均", "加权平均值", "加权均值"),
    "sum": ("合计", "求和", "总和"),
    "last": ("最后", "最后一个", "期末"),
    "zh-CN": ("中文", "简体中文", "汉语", "zh", "cn", "zh_CN", "zh-cn", "chinese"),
    "en": ("英文", "英语", "english", "en-US", "en-GB"),
    "draft": ("草稿",),
    "submitted": ("已提交", "提交"),
    "first": ("第一方",),
    "second": ("第二方",),
    "third": ("第三方",),
    "none": ("不盲", "无"),
    "single": ("单盲",),
    "double": ("双盲",),
    "strength": ("优点", "长处", "亮点"),
    "improvement": ("改进", "不足", "建议"),
    "verify": ("核实", "待核实"),
    "same-organization": ("同单位", "同一单位"),
    "superior": ("上级",),
    "advisor": ("顾问", "指导"),
    "supplier": ("供应商",),
    "kin": ("亲属",),
    "other": ("其他", "其它"),
}
"""What people write for the words that Casebound knows."""

CHINESE_KEYS: dict[str, tuple[str, ...]] = {
    "id": ("编号", "标识"),
    "title": ("标题", "题目", "名称"),
    "short_title": ("短标题", "简称", "短题"),
    "summary": ("摘要", "概要", "简介"),
    "lang": ("语言",),
    "framework": ("框架", "标准"),
    "route": ("路径", "路线"),
    "subject": ("主体", "对象"),
    "kind": ("类型", "类别", "种类"),
    "name": ("名称", "姓名", "名字"),
    "organization": ("单位", "组织", "机构"),
    "members": ("成员", "组员"),
    "role": ("角色", "职务", "分工"),
    "industry": ("行业",),
    "service": ("服务", "服务项目"),
    "region": ("地区", "区域", "地域"),
    "methods": ("方法", "工具"),
    "period": ("期间", "时期", "时间", "周期", "起止时间"),
    "conditions": ("条件", "申报条件"),
    "measures": ("指标", "测量", "度量"),
    "unit": ("单位", "计量单位"),
    "better": ("方向",),
    "baseline": ("基线", "基线值", "现状", "现状值"),
    "target": ("目标", "目标值"),
    "actual": ("实际", "实际值", "结果", "结果值"),
    "value": ("值", "数值"),
    "n": ("样本量", "例数"),
    "source": ("来源", "数据来源"),
    "study": ("研究",),
    "design": ("设计", "研究设计"),
    "data_quality": ("数据质量",),
    "replication": ("推广", "复制"),
    "steps": ("步骤",),
    "risks": ("风险",),
    "publication": ("发布", "公开"),
    "consent": ("同意", "授权"),
    "evidence": ("证据", "佐证"),
    "statement": ("说明", "陈述"),
    "date": ("日期",),
    "file": ("文件",),
    "aliases": ("别名",),
    "adoptions": ("采用", "推广情况"),
}
"""What people write for the keys that Casebound knows; the field must be one of those wanted there."""

_QUOTES = "“”‘’＂\"'「」"


def unquoted(text: str) -> str:
    """Without quotation marks that were taken for YAML's."""
    text = text.strip()
    return text[1:-1] if len(text) > 2 and text[0] in _QUOTES and text[-1] in _QUOTES else text


def boolean_meant(text: str) -> Meant | None:
    """`对`, `√`, `ture`, `Y`, `1`."""
    word = unquoted(_narrow(text)).strip("。.!").lower()
    if word in _YES:
        return Meant("yes", is_safe=True)
    if word in _NO:
        return Meant("no", is_safe=True)
    return None


def id_meant(text: str) -> Meant | None:
    """An id without capitals, spaces, underscores and full-width characters. Only the last are no other id."""
    word = unquoted(_narrow(text))
    if len(word) > _LONGEST:
        return None
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])", "-", word)
    mended = re.sub(r"[\s_—–-]+", "-", spaced.lower()).strip("-")
    return Meant(mended, is_safe=mended == word) if _ID.fullmatch(mended) else None


def option_meant(text: str, options: Iterable[str]) -> Meant | None:
    """The option that is written in other letters, in Chinese, or between quotation marks."""
    known = tuple(options)
    word = unquoted(_narrow(text)).strip(" 。.,，;；")
    if not word or len(word) > _LONGEST:
        return None
    plain = _key(word)
    found = [option for option in known if _key(option) == plain]
    found = found or [option for option in known if word in CHINESE_NAMES.get(option, ())]
    found = found or [option for option in known if word.lower() in CHINESE_NAMES.get(option, ())]
    return Meant(found[0], is_safe=True) if len(found) == 1 else None


def key_meant(text: str, known: Iterable[str]) -> Meant | None:
    """The key that differs only in capitals, hyphens, width or quotation marks, or is said in Chinese."""
    word = unquoted(_narrow(text[: _LONGEST + 1]))
    plain = _key(word)
    found = [key for key in known if _key(key) == plain]
    if len(found) == 1:
        return Meant(found[0], is_safe=True)
    found = [key for key in known if plain in CHINESE_KEYS.get(key, ())]
    return Meant(found[0]) if len(found) == 1 else None


def _key(text: str) -> str:
    """What is left of a key or an option when its spelling does not count."""
    return re.sub(r"[\s_-]+", "", text).lower()


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text[: _LONGEST + 8]).strip()
