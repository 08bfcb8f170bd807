"""An assignment as `assignments.yaml`: what is read again, and what becomes of comments."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from casebound.evaluate.assignment_file import render_assignments
from casebound.model.evaluation import Assignment
from casebound.read.assignment_comments import comments_of
from casebound.read.fields import Reading
from casebound.read.nodes import read_yaml
from casebound.read.round import ASSIGNMENTS
from casebound.text.source import Source

COMMENTED = """# Three a case.
# 第二行
round: spring   # 春季
assignments:  # 由评价办排
  # 请 e1 主评
  - {case: one, evaluators: [e1, e2]}  # 已通知
  - case: two
    evaluators:
      - e1  # 代 e3
      - e2
  - {case: gone, evaluators: [e1]}  # 退出 "# not text"
# 完
"""


def read(text: str) -> tuple[tuple[Assignment, ...], Source]:
    source = Source(path="assignments.yaml", text=text)
    node, findings = read_yaml(source)
    reading = Reading()
    file = ASSIGNMENTS.read("", node, reading) if node else None
    assert findings == []
    assert reading.findings == []
    assert file is not None
    return file.assignments, source


def test_every_comment_is_taken_along_and_stands_above_its_case() -> None:
    node, _ = read_yaml(Source(path="assignments.yaml", text=COMMENTED))
    assert node is not None
    now = (
        Assignment(case="one", evaluators=("e1", "e3"), locked=("e1",)),
        Assignment(case="two", evaluators=("e2", "e3")),
    )
    assert render_assignments("spring", now, comments_of(node.span.source, node)) == (
        "# Three a case.\n"
        "# 第二行\n"
        "# 春季\n"
        "# 由评价办排\n"
        "# 完\n"
        '# gone: 退出 "# not text"\n'
        "round: spring\n"
        "assignments:\n"
        "  # 请 e1 主评\n"
        "  # 已通知\n"
        "  - {case: one, evaluators: [e1, e3], locked: [e1]}\n"
        "  # 代 e3\n"
        "  - {case: two, evaluators: [e2, e3]}\n"
    )


IDS = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4})?", fullmatch=True)


@given(
    st.dictionaries(IDS, st.tuples(st.lists(IDS, unique=True, min_size=1), st.integers(0, 3)), min_size=1, max_size=5)
)
def test_what_is_written_is_read_again(drawn: dict[str, tuple[list[str], int]]) -> None:
    assignments = tuple(
        Assignment(case=case, evaluators=tuple(ids), locked=tuple(ids[:locked]))
        for case, (ids, locked) in drawn.items()
    )
    text = render_assignments("spring", assignments)
    again, source = read(text)
    assert again == assignments
    assert render_assignments("spring", again, comments_of(source, read_yaml(source)[0])) == text
