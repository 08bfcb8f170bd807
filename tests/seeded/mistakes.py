"""Mistakes, one to a write-up: what is changed in `faultless.md`, which rule must say so, and exactly where.

⟦…⟧ stands around what must be underlined, ⟦⟧ alone for an empty place. The marks are taken out before the file is
written; the place is counted from the text, not asked of the tool.
"""

from __future__ import annotations

from typing import NamedTuple


class Mistake(NamedTuple):
    """A write-up with one thing wrong."""

    name: str
    """The case's id and its folder."""
    rule: str
    changes: tuple[tuple[str, str], ...]
    """Text that stands once in the faultless write-up, and what is put in its place."""


def mistake(name: str, rule: str, *changes: tuple[str, str]) -> Mistake:
    return Mistake(name, rule, changes)


MISTAKES = (
    # --- YAML and fields
    mistake("full-width-colon", "invalid-yaml", ("route: pdca", "route⟦：⟧pdca")),
    mistake("no-space-after-colon", "invalid-yaml", ("region: 示例市\n", "region⟦:⟧示例市\n")),
    mistake("equals-sign", "invalid-yaml", ("service: 老年证补办", "service ⟦=⟧ 老年证补办")),
    mistake("tab-in-indentation", "invalid-yaml", ("  organization: 示例区", "⟦\t⟧organization: 示例区")),
    mistake("key-misspelt", "unknown-key", ("region: 示例市\n", "⟦reigon⟧: 示例市\n")),
    mistake("key-unknown", "unknown-key", ("region: 示例市\n", "region: 示例市\n⟦weather⟧: 晴\n")),
    mistake("key-twice", "duplicate-key", ("region: 示例市\n", "region: 示例市\n⟦region⟧: 示例市\n")),
    mistake(
        "title-missing",
        "missing-field",
        ("title: 换证窗口少跑一趟：老年证补办的一次办结\n", ""),
        ("id: faultless", "⟦id: faultless⟧"),
    ),
    mistake("title-empty", "empty-field", ("title: 换证窗口少跑一趟：老年证补办的一次办结\n", "⟦title⟧:\n")),
    mistake("unit-missing", "missing-field", ("    unit: 趟\n", ""), ("id: trips\n", "⟦id: trips⟧\n")),
    mistake("number-in-chinese", "wrong-type", ("value: 2.3,", "value: ⟦二点三⟧,")),
    mistake("number-with-unit", "wrong-type", ("value: 1.5,", "value: ⟦1.5趟⟧,")),
    mistake("number-full-width", "wrong-type", ("value: 22,", "value: ⟦２２⟧,")),
    mistake("date-in-chinese", "wrong-type", ("date: 2024-12-06", "date: ⟦2024年12月6日⟧")),
    mistake("date-with-slashes", "wrong-type", ("date: 2024-06-03", "date: ⟦2024/6/3⟧")),
    mistake("period-in-chinese", "wrong-type", ("period: 2024-01/2024-12\n", "period: ⟦2024年1月至12月⟧\n")),
    mistake("boolean-misspelt", "wrong-type", ("consent: yes", "consent: ⟦yse⟧")),
    mistake("choice-in-chinese", "unknown-value", ("kind: team", "kind: ⟦团队⟧")),
    mistake("choice-misspelt", "unknown-value", ("design: before-after", "design: ⟦befor-after⟧")),
    mistake("list-expected", "wrong-type", ("methods: [pareto, five-whys, survey]", "methods: ⟦pareto⟧")),
    mistake("control-character", "control-character", ("region: 示例市", "region: 示例⟦\x07⟧市")),
    # --- who it says it is, and the words it uses
    mistake("id-not-folder", "id-not-folder", ("id: faultless", "id: ⟦some-other-name⟧")),
    mistake("framework-misspelt", "unknown-framework", ("saq-0008-2024", "⟦saq-0008-2042⟧")),
    mistake("route-misspelt", "unknown-route", ("route: pdca", "route: ⟦pdac⟧")),
    mistake("industry-misspelt", "unknown-industry", ("industry: senior-services", "industry: ⟦senior-service⟧")),
    mistake("method-misspelt", "unknown-method", ("five-whys", "⟦five-why⟧")),
    mistake(
        "criterion-misspelt",
        "unknown-criterion",
        ("### 现状 {#survey criterion=5.2.2}", '⟦### 现状 {#survey criterion="5.2.2 5.2.9"}⟧'),
    ),
    mistake(
        "condition-twice",
        "duplicate-condition",
        (
            '  - id: "4.3"\n',
            '  - id: "4.3"\n    statement: 先试后推。\n    evidence: [{kind: record, title: 试行记录, date: 2024-07-01}]\n  - id: ⟦"4.3"⟧\n',
        ),
    ),
    mistake(
        "measure-twice",
        "duplicate-measure",
        (
            "  - id: overtime\n",
            "  - id: overtime\n    name: 投诉件数\n    unit: 件/月\n    better: lower\n    baseline: {value: 9, period: 2024-01/2024-03}\n    target: {value: 3, period: 2024-12}\n    actual: {value: 2, period: 2024-07/2024-12}\n    source: 投诉登记\n  - id: ⟦overtime⟧\n",
        ),
    ),
    # --- what the framework and the route ask for
    mistake(
        "section-missing",
        "missing-section",
        ("route: pdca", "route: ⟦pdca⟧"),
        ("## 处置 {#act criterion=5.3.3}", "### 固化 {#fixed criterion=5.3.3}"),
    ),
    mistake(
        "section-misspelt", "missing-section", ("## 实施 {#do criterion=5.3.2}", "⟦## 实施 {#du criterion=5.3.2}⟧")
    ),
    mistake(
        "criterion-unanswered",
        "unanswered-criterion",
        ("---\nid: faultless", "⟦---⟧\nid: faultless"),
        (" criterion=5.4.2", ""),
    ),
    mistake(
        "condition-unanswered",
        "missing-condition",
        ("conditions:\n", "⟦conditions⟧:\n"),
        (
            '  - id: "4.2"\n    statement: 小组三年内没有有责投诉，每月第一周先读投诉再看数据。\n    evidence:\n      - {kind: record, title: 月度例会记录, date: 2024-12-06}\n',
            "",
        ),
    ),
    mistake(
        "heading-only",
        "empty-section",
        ("### 窗口以外 {#impact criterion=5.4.3}", "⟦### 附记 {#note}⟧\n\n### 窗口以外 {#impact criterion=5.4.3}"),
    ),
    mistake(
        "summary-too-short",
        "summary-length",
        (
            "summary: 老年证补办平均要跑2.3趟，主要因为照片和户口页不合要求。窗口组改为来电先核材料、现场补拍照片，跑动降到1.2趟，投诉由每月9件降到2件，窗口加班没有增加。",
            "⟦summary⟧: 补证由平均2.3趟降到1.2趟。",
        ),
    ),
    mistake(
        "short-title-too-long",
        "long-short-title",
        ("short_title: 补证一次办结", "⟦short_title⟧: 老年证补办由两趟多降到一趟多的办法"),
    ),
    mistake(
        "answer-too-thin",
        "thin-answer",
        ("### 窗口以外 {#impact criterion=5.4.3}", "⟦### 窗口以外 {#impact criterion=5.4.3}⟧"),
        (
            "区老龄办在2024年11月现场看了一天，把来电核对写进给各街道的办事提示，12月已有7个街道在用。这些街道的数据还没有满一年，效果怎样要到2025年底才说得清。",
            "12月已有7个街道在用，数据还没有满一年。",
        ),
    ),
    mistake(
        "goal-not-named",
        "goal-without-target",
        ("## 计划 {#plan criterion=5.2.1}", "⟦## 计划 {#plan criterion=5.2.1}⟧"),
        ("平均跑动{val}`trips.baseline`，窗口加班{val}`overtime.baseline`。按退件", "数据列在下面。按退件"),
        ("目标定为{val}`trips.target`：", "目标按两类原因定："),
        ("criterion=5.2.2}\n", "criterion=5.2.2}\n"),
    ),
    # --- measures and data
    mistake("value-off-data", "value-off-data", ("value: 2.3, period", "value: ⟦2.4⟧, period")),
    mistake("sample-off-data", "n-off-data", ("n: 600", "n: ⟦650⟧")),
    mistake(
        "no-rows-for-period",
        "no-data-for-period",
        ("period: 2024-01/2024-03, n: 600", "period: ⟦2023-01/2023-03⟧, n: 600"),
    ),
    mistake(
        "after-before-baseline",
        "periods-out-of-order",
        ("{value: 20, period: 2024-07/2024-12}", "{value: 20, period: ⟦2024-02/2024-04⟧}"),
    ),
    mistake(
        "target-before-baseline",
        "target-before-baseline",
        ("{value: 21, period: 2024-12}", "{value: 21, period: ⟦2023-12⟧}"),
    ),
    mistake("target-no-better", "target-no-better", ("{value: 21, period", "{value: ⟦23⟧, period")),
    mistake(
        "no-sample",
        "impossible-sample",
        ("{value: 22, period: 2024-01/2024-03}", "{value: 22, period: 2024-01/2024-03, n: ⟦0⟧}"),
    ),
    mistake("negative-cost", "negative-cost", ("annual: 600", "annual: ⟦-600⟧")),
    mistake(
        "series-too-short",
        "no-series",
        ("design: before-after", "design: run-chart"),
        ("  - id: overtime\n", "  - id: ⟦overtime⟧\n"),
    ),
    mistake("adopted-before-work", "adoption-before-work", ("date: 2025-02-10", "date: ⟦2023-02-10⟧")),
    # --- what the text points to
    mistake("value-of-nothing", "broken-value", ("目标是{val}`trips.target`", "目标是⟦{val}`trips.goal`⟧")),
    mistake(
        "table-that-is-not",
        "broken-reference",
        ("见{ref}`tbl-causes`，照片", "见{ref}`tbl-causes`和⟦{ref}`tbl-cause`⟧，照片"),
    ),
    mistake("anchor-that-is-not", "broken-link", ("市里另外三个中心", "和[计划](⟦#plann⟧)一样，市里另外三个中心")),
    mistake(
        "file-that-is-not", "missing-file", ("市里另外三个中心", "数据在[附件](⟦data/trip.csv⟧)。市里另外三个中心")
    ),
    mistake(
        "file-outside",
        "path-outside-case",
        ("市里另外三个中心", "数据在[附件](⟦../faultless/data/trips.csv⟧)。市里另外三个中心"),
    ),
    mistake(
        "case-that-is-not",
        "missing-case",
        ("市里另外三个中心", "和[另一个案例](⟦../faultles/case.md#plan⟧)一样，市里另外三个中心"),
    ),
    mistake(
        "image-from-the-web",
        "remote-image",
        (
            "市里另外三个中心",
            '见{ref}`fig-desk`。\n\n![补拍](⟦https://example.org/a.png⟧ "窗口补拍"){#fig-desk}\n\n市里另外三个中心',
        ),
    ),
    mistake(
        "image-that-is-none",
        "not-an-image",
        (
            "市里另外三个中心",
            '见{ref}`fig-desk`。\n\n![补拍](⟦data/trips.csv⟧ "窗口补拍"){#fig-desk}\n\n市里另外三个中心',
        ),
    ),
    mistake("role-misspelt", "unknown-role", ("由{val}`trips.baseline`到", "由⟦{vla}`trips.baseline`⟧到")),
    mistake(
        "block-misspelt",
        "unknown-directive",
        (":::{table} 退件", ":::{⟦tabel⟧} 退件"),
        ("，见{ref}`tbl-causes`，", "，"),
        (":id: tbl-causes\n", ""),
    ),
    mistake(
        "anchor-twice",
        "duplicate-anchor",
        ("### 对照目标 {#goal-check criterion=5.4.1}", "⟦### 对照目标 {#causes criterion=5.4.1}⟧"),
    ),
    mistake(
        "anchor-in-chinese",
        "unusable-anchor",
        ("### 对照目标 {#goal-check criterion=5.4.1}", "⟦### 对照目标 {#对照 criterion=5.4.1}⟧"),
    ),
    mistake(
        "table-nobody-mentions",
        "unreferred-table",
        ("，见{ref}`tbl-causes`，", "，"),
        (":id: tbl-causes", ":id: ⟦tbl-causes⟧"),
    ),
    mistake(
        "table-without-caption",
        "uncaptioned-figure",
        (":::{table} 退件原因（2024年第一季度，780次）", ":::{table}"),
        (":id: tbl-causes", ":id: ⟦tbl-causes⟧"),
    ),
    mistake("text-before-heading", "text-before-heading", ("## 计划 {#plan", "⟦先说一句。⟧\n\n## 计划 {#plan")),
    mistake("heading-attribute", "unknown-attribute", ("## 检查 {#check}", "⟦## 检查 {#check criteria=5.4.1}⟧")),
    # --- replication and publication
    mistake(
        "no-sustainment",
        "missing-sustainment",
        ("  sustainment: 每月例会看两个指标，连续两月超过1.5趟就停下来查。\n", ""),
        (
            "  preconditions: [受理系统能按件查到跑动次数, 窗口有放相机的地方]",
            "  ⟦preconditions: [受理系统能按件查到跑动次数, 窗口有放相机的地方]⟧",
        ),
    ),
    mistake(
        "one-core-element",
        "too-few-core-elements",
        ("core_elements: [来电时逐项核对材料, 照片不合格当场补拍]", "core_elements: ⟦[来电时逐项核对材料]⟧"),
    ),
    mistake(
        "no-licence", "missing-license", ("  license: CC BY 4.0\n", ""), ("  consent: yes\n", "  ⟦consent: yes⟧\n")
    ),
    mistake(
        "undated-evidence",
        "undated-evidence",
        ("{kind: record, title: 月度例会记录, date: 2024-12-06}", "⟦{kind: record, title: 月度例会记录}⟧"),
    ),
    mistake(
        "private-path-misspelt",
        "unknown-private-path",
        ("  visibility: public\n", "  visibility: public\n  private: [⟦replication.contcat⟧]\n"),
    ),
    mistake("no-consent", "public-without-consent", ("consent: yes", "consent: ⟦no⟧")),
    # --- more slips in YAML
    mistake("opening-line-missing", "missing-front-matter", ("---\nid: faultless", "⟦id: faultless⟧")),
    mistake("no-blank-in-a-list-item", "invalid-yaml", ("  - id: trips\n", "  - id⟦:⟧trips\n")),
    mistake("full-width-colon-in-a-list-item", "invalid-yaml", ("    unit: 趟\n", "    unit⟦：⟧趟\n")),
    mistake("curly-quotation-marks", "curly-quotes", ("region: 示例市\n", "region: ⟦“示例市”⟧\n")),
    mistake(
        "colon-in-a-value", "invalid-yaml", ("title: 换证窗口少跑一趟：老年证", "title: 换证窗口少跑一趟⟦:⟧ 老年证")
    ),
    mistake(
        "method-by-another-name", "unknown-method", ("[pareto, five-whys, survey]", "[⟦柏拉图⟧, five-whys, survey]")
    ),
    # --- words
    mistake("half-width-comma", "half-width-mark", ("腿脚不便的怕上下楼，住得远", "腿脚不便的怕上下楼⟦,⟧住得远")),
    mistake("dots-for-an-ellipsis", "wrong-ellipsis", ("“又白跑一趟”。", "“又白跑一趟”⟦...⟧")),
    mistake("bracket-left-open", "unmatched-mark", ("拿不准的请家属拍照发来；", "拿不准的⟦（⟧请家属拍照发来；")),
    mistake("not-written-yet", "placeholder", ("不用等别的部门。", "不用等别的部门。责任人⟦【待补充】⟧。")),
    mistake("date-that-is-none", "impossible-date", ("区老龄办在2024年11月现场", "区老龄办在⟦2024年11月31日⟧现场")),
    mistake("next-year", "relative-date", ("要到2025年底才说得清", "要到⟦明年⟧才说得清")),
    mistake("mobile-number", "phone-number", ("不收钱。", "不收钱，拿不准的打⟦13800138000⟧。")),
    # check digit: the weighted sum is 179, 179 mod 11 = 3, and number 3 (from 0) of 1 0 X 9 8 7 6 5 4 3 2 is 9 (GB 11643)
    mistake("identity-number", "id-card-number", ("不收钱。", "不收钱，例如⟦110101194903072319⟧这一件。")),
    mistake(
        "first-in-the-country",
        "unsupported-superlative",
        ("都是约时间，不核材料。", "都是约时间，不核材料，这样做属⟦国内首创⟧。"),
    ),
    mistake("hand-written-number", "hand-numbered-figure", ("先做这两类，不用等", "⟦见图1⟧，先做这两类，不用等")),
    # --- numbers
    mistake(
        "change-that-is-not",
        "contradicting-change",
        (
            "平均跑动由{val}`trips.baseline`到{val}`trips.actual`，目标",
            "平均跑动由{val}`trips.baseline`到{val}`trips.actual`，减少了⟦1.3趟⟧，目标",
        ),
    ),
    mistake(
        "figures-swapped",
        "wrong-direction",
        ("来电时间变长了，平均由1.5分钟到3.2分钟", "来电时间变长了，平均⟦由3.2分钟升到1.5分钟⟧"),
    ),
    mistake(
        "column-that-does-not-add-up", "column-off-total", ("| 合计 | 780 |", "| 合计 | ⟦790⟧ |"), ("，780次）", "）")
    ),
    mistake(
        "verdict-against-the-figures",
        "claims-target-met",
        ("目标是{val}`trips.target`，达到了。", "目标是{val}`trips.target`，⟦没有达到⟧。"),
    ),
)
