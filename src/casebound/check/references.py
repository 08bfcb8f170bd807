"""Does everything the text points to exist: numbers, tables, anchors, files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from casebound.check.context import Context, error, warning
from casebound.model.figures import value_of
from casebound.read.body import Mention
from casebound.read.markdown import DIRECTIVES, ROLES
from casebound.read.written import AttachedFile, WrittenCase
from casebound.text.finding import Finding
from casebound.text.localized import phrase
from casebound.text.source import Span
from casebound.text.suggest import did_you_mean

_IMAGE = re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8|RIFF....WEBP|<svg|<\?xml", re.DOTALL)
"""How the formats begin."""
_IS_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
"""How what is not a file of the case begins."""


def check_references(written: WrittenCase, _context: Context) -> Iterator[Finding]:
    """Roles, links, images and directives of the body; tables and figures that nothing refers to."""
    document = written.document
    found = document.body.mentions
    captioned = [mention.target for mention in found if mention.kind == "anchor"]
    anchors = {item.section.id for item in document.sections if item.section.id} | set(captioned)
    places = [(item.section.id, item.heading) for item in document.sections if item.section.id]
    referred = {mention.target.lstrip("#") for mention in found if mention.kind in ("role", "link")}
    for mention in found:
        span = document.source.span(document.body_start + mention.start, document.body_start + mention.end)
        if mention.kind == "anchor":
            places.append((mention.target, span))
            if mention.target not in referred:
                message = phrase("正文没有提到“{id}”", "The text never refers to “{id}”", id=mention.target)
                hint = phrase("在正文里写 {{ref}}`{id}`", "Write {{ref}}`{id}` in the text", id=mention.target)
                yield warning("unreferred-table", span, message, hint)
        yield from _judge(written, mention, span, captioned, anchors)
    yield from _anchors(places)


def _anchors(places: list[tuple[str, Span]]) -> Iterator[Finding]:
    """Ids that cannot be ids, and ids that stand twice: the first counts, the others are pointed at."""
    seen: set[str] = set()
    for id, span in sorted(places, key=lambda place: place[1].start):
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id):
            message = phrase("“{id}”不能作锚点", "“{id}” cannot be an anchor", id=id)
            hint = phrase("只用小写字母、数字和连字符", "Use a-z, 0-9 and hyphens only")
            yield error("unusable-anchor", span, message, hint)
        if id in seen:
            message = phrase("锚点“{id}”用了不止一次", "Anchor “{id}” is used more than once", id=id)
            yield error("duplicate-anchor", span, message)
        seen.add(id)


def _judge(
    written: WrittenCase, mention: Mention, span: Span, captioned: list[str], anchors: set[str]
) -> Iterator[Finding]:
    target = mention.target
    if mention.kind == "role":
        if mention.name not in ROLES:
            message = phrase("没有名为“{name}”的角色", "There is no role “{name}”", name=mention.name)
            yield error("unknown-role", span, message, did_you_mean(mention.name, ROLES))
        elif mention.name == "ref" and target not in captioned:
            message = phrase("没有编号为“{id}”的图表", "No table or figure has the id “{id}”", id=target)
            yield error("broken-reference", span, message, did_you_mean(target, captioned))
        elif mention.name == "val" and value_of(written.case, target) is None:
            message = phrase("指标里取不到“{what}”", "The measures have no “{what}”", what=target)
            known = [
                f"{measure.id}.{part}" for measure in written.case.measures for part in ("baseline", "target", "actual")
            ]
            yield error("broken-value", span, message, did_you_mean(target, known))
    elif mention.kind == "directive" and mention.name not in DIRECTIVES:
        message = phrase("没有名为“{name}”的块", "There is no block “{name}”", name=mention.name)
        yield error("unknown-directive", span, message, did_you_mean(mention.name, DIRECTIVES))
    elif mention.kind == "nested":
        message = phrase("“{name}”块不能放在另一个块里", "A block “{name}” cannot stand in another", name=mention.name)
        yield error("nested-directive", span, message, phrase("把它移到外面", "Move it out"))
    elif mention.kind == "link" and target.startswith("#"):
        if target[1:] not in anchors:
            message = phrase("没有锚点“{id}”", "There is no anchor “{id}”", id=target[1:])
            yield error("broken-reference", span, message, did_you_mean(target[1:], anchors))
    elif mention.kind == "image" and _IS_ADDRESS.match(target):
        message = phrase("图片必须放在案例文件夹里", "Images must be in the case's folder")
        yield error("remote-image", span, message, phrase("下载后引用本地文件", "Download it and refer to the file"))
    elif mention.kind in ("link", "image") and not _IS_ADDRESS.match(target):
        yield from judge_file(written, target.partition("#")[0], span, is_image=mention.kind == "image")


def judge_file(written: WrittenCase, path: str, span: Span, *, is_image: bool = False) -> Iterator[Finding]:
    """The file is in the case's folder, is not empty, and is an image where one is wanted."""
    normal = posixpath.normpath(path)
    if path.startswith("/") or normal.split("/")[0] == ".." or "\\" in path:
        message = phrase("“{path}”在案例文件夹之外", "“{path}” is outside the case's folder", path=path)
        yield error("path-outside-case", span, message)
        return
    file = written.files.get(normal)
    if file is None:
        message = phrase("文件“{path}”不存在", "File “{path}” does not exist", path=path)
        yield error("missing-file", span, message, did_you_mean(normal, written.files))
    elif file.size == 0:
        message = phrase("文件“{path}”是空的（0 字节）", "File “{path}” is empty (0 bytes)", path=path)
        yield error("empty-file", span, message)
    elif is_image and not is_drawable(file):
        message = phrase("“{path}”不是可用的图片", "“{path}” is not an image that can be used", path=path)
        yield error("not-an-image", span, message, phrase("使用 PNG、JPEG、WebP 或 SVG", "Use PNG, JPEG, WebP or SVG"))


def is_drawable(file: AttachedFile) -> bool:
    """Whether the first bytes are those of an image format that can be printed and shown."""
    return _IMAGE.match(file.head.lstrip(b"\xef\xbb\xbf \r\n\t")) is not None


def check_files(written: WrittenCase, _context: Context) -> Iterator[Finding]:
    """Files named in the front matter."""
    for number, measure in enumerate(written.case.measures):
        if measure.series is not None and measure.series.file:
            yield from judge_file(written, measure.series.file, written.place(f"measures[{number}].series.file"))
    for number, answer in enumerate(written.case.conditions):
        for item, evidence in enumerate(answer.evidence):
            if evidence.file:
                span = written.place(f"conditions[{number}].evidence[{item}].file")
                yield from judge_file(written, evidence.file, span)
