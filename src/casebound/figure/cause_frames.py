"""The categories that a fishbone is often asked to have, and which of them a list lacks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from casebound.text.localized import Localized, phrase

FRAMES: Mapping[str, Mapping[str, tuple[Localized, tuple[str, ...]]]] = {
    "5m1e": {
        "man": (
            phrase("人", "People"),
            ("人", "人员", "人力", "人的因素", "man", "men", "manpower", "people", "staff"),
        ),
        "machine": (
            phrase("机", "Machine"),
            ("机", "机器", "设备", "机器设备", "设施", "设施设备", "machine", "machines", "equipment"),
        ),
        "material": (
            phrase("料", "Material"),
            ("料", "材料", "物料", "物品", "原料", "信息", "material", "materials", "supplies"),
        ),
        "method": (
            phrase("法", "Method"),
            ("法", "方法", "流程", "制度", "工艺", "方法与流程", "method", "methods", "process", "procedure"),
        ),
        "environment": (
            phrase("环", "Environment"),
            ("环", "环境", "environment", "surroundings", "mother nature", "milieu"),
        ),
        "measurement": (
            phrase("测", "Measurement"),
            ("测", "测量", "检测", "测评", "检查", "measurement", "measurements", "inspection"),
        ),
    },
    "8p": {
        "product": (phrase("产品", "Product"), ("产品", "服务产品", "服务", "product", "products", "service")),
        "price": (phrase("价格", "Price"), ("价格", "收费", "费用", "price", "prices", "pricing")),
        "place": (phrase("地点", "Place"), ("地点", "渠道", "场所", "place")),
        "promotion": (phrase("宣传", "Promotion"), ("宣传", "推广", "促销", "promotion", "communication")),
        "people": (phrase("人员", "People"), ("人员", "人", "people", "personnel", "staff")),
        "process": (phrase("流程", "Process"), ("流程", "过程", "process", "processes")),
        "physical evidence": (
            phrase("有形展示", "Physical evidence"),
            ("有形展示", "环境", "physical evidence", "physical environment"),
        ),
        "performance": (
            phrase("效率与质量", "Productivity and quality"),
            ("效率与质量", "生产率与质量", "绩效", "productivity and quality", "productivity & quality", "performance"),
        ),
    },
}
"""By frame: what each category is called, and the words that stand for it. 5M1E: 人机料法环测; 8P: Lovelock and Wirtz,
*Services Marketing*."""
_REST = re.compile(r"\s*[（(/／:：].*", re.DOTALL)


def compare_frame(frame: str, names: Sequence[str]) -> tuple[list[Localized], list[str]]:
    """The categories of the frame that no name stands for, and the names that stand for none of them."""
    known = {word: category for category, (_, words) in FRAMES[frame].items() for word in words}
    found = {name: known.get(_REST.sub("", name).strip().casefold()) for name in names}
    missing = [title for category, (title, _) in FRAMES[frame].items() if category not in found.values()]
    return missing, [name for name, category in found.items() if category is None]
