"""Whatever is typed wherever, an editor gets an answer, and one that fits where it is asked for."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from casebound.check.engine import check_case
from casebound.editor.actions import allowances, fixes
from casebound.editor.complete_body import body_completions
from casebound.editor.complete_front import front_completions
from casebound.editor.hover import explain
from casebound.editor.places import definition, outline
from tests.editor.conftest import CONTEXT, RULEBOOK, TEXT, scene_of

PIECES = st.sampled_from(
    [
        *(
            "{",
            "}",
            "[",
            "]",
            '"',
            "'",
            "`",
            "#",
            ":",
            "：",
            "- ",
            "\n",
            "\r\n",
            "  ",
            "\t",
            "🙂",
            "\u2028",
            "---\n",
            "|\n",
        ),
        *(
            "{val}`",
            "{ref}`",
            "](#",
            "](",
            "## ",
            "{#",
            "criterion=",
            '"5.2 ',
            ":::",
            "<!-- casebound: allow ",
            " — ",
            "*",
        ),
    ]
)


@settings(max_examples=150, deadline=None)
@example(start=283, removed=0, typed=["\n", "}"], place=2)
@given(
    start=st.integers(0, len(TEXT)),
    removed=st.sampled_from([0, 0, 1, 2, 30, 400]),
    typed=st.lists(PIECES, max_size=6),
    place=st.integers(0, 20),
)
def test_every_question_has_an_answer(start: int, removed: int, typed: list[str], place: int) -> None:
    text = TEXT[:start] + "".join(typed) + TEXT[start + removed :]
    scene, offset = scene_of(text), min(start + place, len(text))
    source = scene.source
    first, last = scene.front_range()
    assert 0 <= first <= last <= len(text)
    for item in front_completions(scene, offset) if first <= offset <= last else body_completions(scene, offset):
        assert item.start <= offset <= item.end
        assert source.position(item.start)[0] == source.position(item.end)[0]
    explain(scene, offset)
    definition(scene, offset)
    assert all(item.span.start <= item.heading.start <= item.heading.end <= item.span.end for item in outline(scene))
    findings = check_case(scene.look.written, CONTEXT, RULEBOOK)[:3]
    for action in [*fixes(findings, source.path, 0, len(text)), *allowances(scene, findings, 0, len(text))]:
        assert action.edits
