"""Categories with causes in a nested list → a cause-and-effect diagram (因果图): spine, bones, twigs (Ishikawa)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from casebound.figure.bones import FRAME, INDENT, PAD, Bone, Skeleton, Twig, make_skeleton
from casebound.figure.canvas import WIDTH, Canvas
from casebound.figure.cause_frames import FRAMES, compare_frame
from casebound.figure.enumeration import enumerated
from casebound.figure.given import Given
from casebound.figure.kind import Kind, Rows, no_doubts
from casebound.figure.letters import SMALL, height_of, widest
from casebound.figure.outline import Item
from casebound.model.value import Value
from casebound.text.localized import CHINESE, ENGLISH, Localized, phrase

MOST = 10
"""Bones; with more, a line has not even six characters."""
DEEPEST = 4
"""Levels: category, cause, its cause, and the cause of that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fishbone:
    """An effect and the categories of its causes."""

    effect: str
    bones: tuple[Item, ...]

    @property
    def causes(self) -> dict[str, list[Item]]:
        """By category all causes, each before its own."""
        return {bone.text: [item for item in bone.walk() if item is not bone] for bone in self.bones}

    @property
    def main(self) -> list[Item]:
        """The causes set in bold; a category's name may be bold for other reasons."""
        return [item for causes in self.causes.values() for item in causes if item.is_marked]


def _ends(causes: list[Item]) -> list[Item]:
    return [item for item in causes if not item.children]


def read(given: Given) -> Fishbone | None:
    """The option `effect` names the effect; without it the list's only item at the first level does."""
    effect = given.words("effect")
    frame = given.words("frame").lower()
    if frame and frame not in FRAMES:
        given.choice("frame", FRAMES, "")
    if not given.need_items(deepest=DEEPEST + (not effect), most=150):
        return None
    bones = given.outline
    if not effect:
        if len(bones) > 1:
            message = phrase("没有写要分析的结果", "The effect to be explained is missing")
            hint = phrase(
                "写选项 effect，或者让列表的第一层只有一项，就是结果",
                "Write the option `effect`, or let the list have one item at its first level: the effect",
            )
            given.refuse(message, hint=hint)
            return None
        effect, bones = bones[0].text, bones[0].children
    if not any(bone.children for bone in bones):
        given.refuse(
            phrase("没有写原因", "There are no causes"),
            given.outline[0].place,
            phrase("第一层写类别，下一层写原因", "Write categories at the first level, causes below them"),
        )
        return None
    if len(bones) > MOST:
        message = phrase("有 {n} 类，最多画 {most} 类", "{n} categories; {most} can be drawn", n=len(bones), most=MOST)
        given.refuse(message, bones[MOST].place, phrase("把相近的类合并", "Merge those that are alike"))
        return None
    if not _are_different(given, bones):
        return None
    if frame in FRAMES:
        _compare(given, frame, bones)
    height = make_skeleton(effect, bones, WIDTH).height
    return Fishbone(effect=effect, bones=bones) if given.fits(height) else None


def _are_different(given: Given, bones: tuple[Item, ...]) -> bool:
    seen: set[str] = set()
    for bone in bones:
        if bone.text in seen:
            message = phrase("类别“{name}”写了两次", "Category “{name}” stands twice", name=bone.text)
            given.refuse(message, bone.place, phrase("把原因并到一处", "Put its causes together"))
            return False
        seen.add(bone.text)
    return True


def _compare(given: Given, frame: str, bones: tuple[Item, ...]) -> None:
    missing, foreign = compare_frame(frame, [bone.text for bone in bones])
    for title in missing:
        message = phrase("按 {frame} 还缺“{title}”一类", "{frame} also has “{title}”", frame=frame, title=title)
        hint = phrase(
            "想过而没有原因，就写上类别、不写原因", "If it was considered and holds no cause, write it without causes"
        )
        given.refuse(message, given.place_of("frame"), hint)
    titles = [title for title, _ in FRAMES[frame].values()]
    known = {lang: mark.join(title.to(lang) for title in titles) for lang, mark in ((CHINESE, "、"), (ENGLISH, ", "))}
    for bone in bones:
        if bone.text in foreign:
            message = phrase(
                "“{name}”不属于 {frame}", "“{name}” does not belong to {frame}", name=bone.text, frame=frame
            )
            hint = phrase("{frame} 是{known}", "{frame}: {known}", frame=frame, known=Localized(known))
            given.refuse(message, bone.place, hint)


def tell(fishbone: Fishbone, lang: str) -> str:
    """How many end causes there are, and the main ones."""
    ends = sum(len(_ends(causes)) for causes in fishbone.causes.values())
    told = phrase(
        "“{{effect}}”的末端原因有{ends}个，分属{bones}类",
        "“{{effect}}”: {ends} end causes in {bones} categories",
        ends=ends,
        bones=len(fishbone.bones),
    )
    words = told.to(lang).format(effect=fishbone.effect)
    if fishbone.main:
        names = enumerated([item.text for item in fishbone.main], lang)
        main = phrase("；要因有{n}个：{{names}}", "; {n} main: {{names}}", n=len(fishbone.main))
        words += main.to(lang).format(names=names)
    return words + _STOP.to(lang)


_STOP = phrase("。", ".")


def values(fishbone: Fishbone) -> dict[str, Value]:
    """Counts; `causes` are those with no cause below them."""
    ends = {name: len(_ends(causes)) for name, causes in fishbone.causes.items()}
    counts = {"causes": sum(ends.values()), "main": len(fishbone.main), "bones": len(fishbone.bones)}
    counts |= {f"causes[{name}]": count for name, count in ends.items()}
    return {name: Value(value=Decimal(count), unit="") for name, count in counts.items()}


_HEADER = phrase("类别|原因|下一层原因|再下一层原因|要因", "Category|Cause|Cause of that|Cause of that one|Main cause")
_YES: Localized = phrase("是", "yes")


def table(fishbone: Fishbone, lang: str) -> Rows:
    """A row an end cause, with the way to it; where a cause above it is the main one, that has a row of its own."""
    category, *levels, main = _HEADER.to(lang).split("|")
    rows = [row for bone in fishbone.bones for row in _ways(bone, (), _YES.to(lang))]
    depth = max(len(way) for way, _ in rows)
    filled = [((*way, *[""] * (depth - len(way))), mark) for way, mark in rows]
    return ((category, *levels[: depth - 1], main), *((*way, mark) for way, mark in filled))


def _ways(item: Item, before: tuple[str, ...], yes: str) -> Iterator[tuple[tuple[str, ...], str]]:
    way = (*before, item.text)
    is_main = bool(before) and item.is_marked
    if not item.children or is_main:
        yield way, yes if is_main else ""
    for child in item.children:
        yield from _ways(child, way, yes)


def draw(fishbone: Fishbone, canvas: Canvas, _lang: str) -> None:
    """From the tail at the left to the effect at the right; main causes are bold and framed."""
    skeleton = make_skeleton(fishbone.effect, fishbone.bones, canvas.width)
    canvas.width, canvas.height = min(canvas.width, skeleton.width), skeleton.height
    spine = skeleton.spine
    canvas.arrow(((0, spine), (skeleton.head, spine)), stroke="accent", width=2.2, head=9)
    for bone in skeleton.bones:
        _draw_bone(canvas, skeleton, bone)
    high = height_of(skeleton.effect) + 14
    canvas.rect(skeleton.head, spine - high / 2, canvas.width - skeleton.head, high, fill="tint1")
    middle = (skeleton.head + canvas.width) / 2
    canvas.lines(middle, spine - high / 2 + 8, skeleton.effect, anchor="middle", colour="paper", bold=True)


def _draw_bone(canvas: Canvas, skeleton: Skeleton, bone: Bone) -> None:
    end = skeleton.top if bone.is_upper else skeleton.bottom
    tip = skeleton.at(bone, end)
    canvas.line(tip, end, bone.foot, skeleton.spine, stroke="accent", width=1.3)
    start = end - height_of(bone.name) - 2 if bone.is_upper else end + 1
    canvas.lines(tip, start, bone.name, anchor="middle", colour="accent", bold=True)
    for top, twig in bone.twigs:
        edge = top if bone.is_upper else top + twig.extent
        left = skeleton.at(bone, edge) - PAD - twig.width
        _draw_words(canvas, left, top, twig)
        if twig.item.is_marked:
            start, y = left + widest(twig.lines, SMALL, bold=True) + 2 * FRAME, top + twig.height / 2
        else:
            start, y = left, top + twig.height + 0.5
        canvas.line(start, y, skeleton.at(bone, y), y, stroke="faint", width=0.7)


def _draw_words(canvas: Canvas, left: float, top: float, twig: Twig) -> None:
    """A cause, and the causes of it on a stem below."""
    frame = FRAME if twig.item.is_marked else 0.0
    if frame:
        long = widest(twig.lines, SMALL, bold=True)
        canvas.rect(left, top, long + 2 * frame, twig.height, stroke="change", line=1.2)
    words = top + twig.height / 2 - height_of(twig.lines, SMALL) / 2
    canvas.lines(left + frame, words, twig.lines, size=SMALL, bold=twig.item.is_marked)
    stem, at, last = left + 3, top + twig.height + 3, 0.0
    for below in twig.twigs:
        last = at + SMALL * 0.68 + (2 if below.item.is_marked else 0)
        canvas.line(stem, last, left + INDENT - (0 if below.item.is_marked else 1), last, stroke="faint", width=0.7)
        _draw_words(canvas, left + INDENT, at, below)
        at += below.extent + 3
    if twig.twigs:
        canvas.line(stem, top + twig.height + 0.5, stem, last, stroke="faint", width=0.7)


KIND: Kind[Fishbone] = Kind(
    name="fishbone",
    title=phrase("因果图（鱼骨图）", "Cause-and-effect diagram"),
    takes=frozenset({"outline"}),
    options={
        "effect": phrase("要分析的结果，写在鱼头里", "the effect to be explained: the fish's head"),
        "frame": phrase("类别应当齐全的框架：5m1e 或 8p", "the categories there should be: 5m1e or 8p"),
    },
    parts={
        "causes": phrase("末端原因有几个", "how many causes have no cause below them"),
        "causes[…]": phrase("某类的末端原因有几个", "those of a category"),
        "main": phrase("要因（加粗）有几个", "how many are main causes (bold)"),
        "bones": phrase("分几类", "how many categories there are"),
    },
    read=read,
    tell=tell,
    values=values,
    table=table,
    doubts=no_doubts,
    draw=draw,
)
