"""The JSON that the offline score sheet exports → what it says, each answer with its place. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from casebound.model.sheet import Answer, ReturnedComment, ReturnedCondition, ReturnedFile, ReturnedSheet
from casebound.read.json_nodes import read_json
from casebound.read.nodes import Node
from casebound.read.reading import Reading, first_pairs, note_duplicates, shortened
from casebound.text.finding import Finding, Severity
from casebound.text.localized import Localized, phrase
from casebound.text.source import Source, Span

FORMAT = "score-sheet"
"""What the key `casebound` says."""
VERSION = 1

_HEAD = ("casebound", "version", "packet", "round", "evaluator", "framework_digest", "exported", "sheets")
_SHEET = ("case", "case_digest", "status", "date", "conditions", "marks", "overall")
_CONDITION = ("met", "comment")
_MARK = ("value", "comments")
_COMMENT = ("kind", "text", "anchor")

_TEXT = phrase("文字", "text")
_MARK_WORD = phrase("分数", "a mark")
_YES_NO = phrase("true、false 或 null", "true, false or null")
_LIST = phrase("列表", "a list")
_MAPPING = phrase("键值组", "a mapping")


def read_json_sheet(source: Source) -> ReturnedFile:
    """The sheets of a file. Whatever it holds, nothing is raised: what is not such a sheet is a finding.

    A key that stands twice, or a value of the wrong kind, is an error of its sheet, which is then not to be taken.
    """
    root, findings = read_json(source)
    if root is None:
        return ReturnedFile(name=source.path, findings=tuple(findings))
    if fault := _fault(root):
        return ReturnedFile(name=source.path, findings=(fault,))
    reading = Reading()
    head = _fields("", root, _HEAD, reading)
    about = {
        name: _text(name, head.get(name), reading) for name in ("packet", "round", "evaluator", "framework_digest")
    }
    items = _items("sheets", head.get("sheets"), reading)
    return ReturnedFile(
        name=source.path,
        sheets=tuple(_sheet(item, about) for item in items),
        findings=tuple(reading.findings),
    )


def is_json_sheet(root: Node) -> bool:
    """Whether a value says that it is a score sheet, of whatever version."""
    pair = root.find("casebound")
    return pair is not None and pair.value.kind == "scalar" and pair.value.text == FORMAT


def _fault(root: Node) -> Finding | None:
    """Why this file as a whole cannot be read."""
    if not is_json_sheet(root):
        message = phrase("这个 JSON 文件不是评分表", "This JSON file is not a score sheet")
        hint = phrase("请交回从评分网页里导出的文件", "Return the file that the score sheet's page exports")
        return _error("not-a-score-sheet", _start(root), message, hint)
    pair = root.find("version")
    if pair is None or pair.value.text != str(VERSION):
        shown = shortened(pair.value.text) if pair else ""
        message = phrase(
            "不认识评分表的版本“{version}”", "Score sheets of version “{version}” are not known", version=shown
        )
        hint = phrase("升级 Casebound 后再收", "Collect it with a newer Casebound")
        return _error("unknown-sheet-version", pair.value.span if pair else _start(root), message, hint)
    return None


def _start(root: Node) -> Span:
    """The first character: the whole would be the whole file."""
    return root.span.source.span(root.span.start, root.span.start + 1)


def _error(rule: str, span: Span, message: Localized, hint: Localized) -> Finding:
    return Finding(rule=rule, severity=Severity.ERROR, message=message, span=span, hint=hint)


def _sheet(node: Node, about: Mapping[str, Answer | None]) -> ReturnedSheet:
    reading = Reading()
    fields = _fields("sheets", node, _SHEET, reading)

    def text(name: str) -> Answer | None:
        return _text(name, fields.get(name), reading)

    conditions: dict[str, ReturnedCondition] = {}
    marks: dict[str, Answer] = {}
    comments: list[ReturnedComment] = []
    for id, value in _named("conditions", fields.get("conditions"), reading):
        inner = _fields(id, value, _CONDITION, reading)
        condition = ReturnedCondition(
            met=_bare(f"{id}.met", inner.get("met"), _YES_NO, ("true", "false"), reading),
            comment=_text(f"{id}.comment", inner.get("comment"), reading),
        )
        if condition.met or condition.comment:
            conditions[id] = condition
    for id, value in _named("marks", fields.get("marks"), reading):
        inner = _fields(id, value, _MARK, reading)
        mark = _bare(f"{id}.value", inner.get("value"), _MARK_WORD, (), reading)
        if mark:
            marks[id] = mark
        comments += _comments(id, inner.get("comments"), reading)
    return ReturnedSheet(
        place=node.span,
        packet=about["packet"],
        round=about["round"],
        evaluator=about["evaluator"],
        framework_digest=about["framework_digest"],
        case=text("case"),
        case_digest=text("case_digest"),
        status=text("status"),
        date=text("date"),
        conditions=conditions,
        marks=marks,
        comments=tuple(comments),
        overall=text("overall"),
        findings=tuple(reading.findings),
    )


def _comments(criterion: str, node: Node | None, reading: Reading) -> Iterator[ReturnedComment]:
    """Those of a criterion; one without words says nothing."""
    for item in _items(f"{criterion}.comments", node, reading):
        fields = _fields(f"{criterion}.comments", item, _COMMENT, reading)
        kind, text, anchor = (_text(f"{criterion}.{name}", fields.get(name), reading) for name in _COMMENT)
        if text:
            yield ReturnedComment(
                criterion=criterion, kind=kind or Answer(text="", place=item.span), text=text, anchor=anchor
            )


def _fields(key: str, node: Node, known: tuple[str, ...], reading: Reading) -> dict[str, Node]:
    """What a mapping holds by key; unknown keys are noted and left."""
    if node.kind != "mapping":
        reading.wrong_type(key or "JSON", node, _MAPPING)
        return {}
    note_duplicates(node, reading)
    for pair in first_pairs(node):
        if pair.key.text not in known:
            name = shortened(pair.key.text)
            message = phrase("未知的键“{name}”", "Unknown key “{name}”", name=name)
            reading.note("unknown-key", pair.key.span, message, reading.near(pair.key.text, known)[1], Severity.WARNING)
    return {pair.key.text: pair.value for pair in first_pairs(node)}


def _named(key: str, node: Node | None, reading: Reading) -> Iterator[tuple[str, Node]]:
    """Keys that are ids, with their values; blanks around them do not tell two apart."""
    if node is None or _is_null(node):
        return
    if node.kind != "mapping":
        reading.wrong_type(key, node, _MAPPING)
        return
    pairs = (replace(pair, key=replace(pair.key, text=pair.key.text.strip())) for pair in node.pairs)
    named = replace(node, pairs=tuple(pairs))
    note_duplicates(named, reading)
    for pair in first_pairs(named):
        if not _is_null(pair.value):
            yield pair.key.text, pair.value


def _items(key: str, node: Node | None, reading: Reading) -> tuple[Node, ...]:
    if node is None or _is_null(node):
        return ()
    if node.kind != "sequence":
        reading.wrong_type(key, node, _LIST)
        return ()
    return node.items


def _text(key: str, node: Node | None, reading: Reading) -> Answer | None:
    """A string with something in it."""
    if node is None or _is_null(node):
        return None
    if node.kind != "scalar" or node.is_plain:
        reading.wrong_type(key, node, _TEXT)
        return None
    text = node.text.strip()
    return Answer(text=text, place=node.span) if text else None


def _bare(key: str, node: Node | None, expected: Localized, words: tuple[str, ...], reading: Reading) -> Answer | None:
    """A string, or one of `words` without quotation marks; without `words`, a number."""
    if node is None or _is_null(node):
        return None
    if node.kind == "scalar" and not node.is_plain:
        return _text(key, node, reading)
    if node.kind == "scalar" and (node.text in words if words else node.text not in ("true", "false")):
        return Answer(text=node.text, place=node.span)
    reading.wrong_type(key, node, expected)
    return None


def _is_null(node: Node) -> bool:
    return node.kind == "scalar" and node.is_plain and node.text == "null"
