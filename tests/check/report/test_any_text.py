"""Whatever somebody wrote, wherever a place lies in it: every format says it, and says it in its own grammar."""

from __future__ import annotations

import json
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.check.report.formats import FORMATS, Render
from casebound.text.finding import Finding, Label, Severity
from casebound.text.fix import Edit, Fix
from casebound.text.source import Source, Span
from tests.check.report.sample import plain

TEXTS = st.text(
    st.one_of(st.sampled_from("a等：{}[]()<>&\"'%,:\t\r\n\u0301\u200d👩\u2028\x1b\x00\ud800"), st.characters()),
    max_size=40,
)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    source = Source(path=draw(TEXTS), text=draw(TEXTS))
    start, end = sorted((draw(st.integers(0, 45)), draw(st.integers(0, 45))))
    return source.span(start, end)


@st.composite
def fixes(draw: st.DrawFn) -> Fix:
    """Edits of one text, overlapping or not, or of several."""
    first = draw(spans())
    others = draw(st.lists(st.tuples(st.integers(0, 45), st.integers(0, 45)), max_size=3))
    places = [
        first,
        *(first.source.span(start, start + length) for start, length in others),
        *draw(st.lists(spans(), max_size=1)),
    ]
    edits = tuple(Edit(span=place, text=draw(TEXTS)) for place in places)
    return Fix(edits=edits, message=plain(draw(TEXTS)), is_safe=draw(st.booleans()))


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    return Finding(
        rule=draw(TEXTS),
        severity=draw(st.sampled_from(Severity)),
        message=plain(draw(TEXTS)),
        span=draw(spans()),
        hint=draw(st.none() | TEXTS.map(plain)),
        labels=tuple(Label(span=span, message=plain("此处")) for span in draw(st.lists(spans(), max_size=2))),
        fix=draw(st.none() | fixes()),
        field=draw(TEXTS),
    )


@pytest.mark.parametrize("form", FORMATS)
@given(items=st.lists(findings(), max_size=3))
def test_every_text_is_told(form: str, items: list[Finding]) -> None:
    render: Render = FORMATS[form]
    said = render(items, "zh-CN")
    assert [item for item in said if item not in "\n　" and not item.isprintable() and not item.isspace()] == []
    said.encode()
    if form == "junit":
        assert len(list(fromstring(said).iter("testcase"))) == max(1, len(items))
    if form in ("json", "sarif"):
        json.loads(said)
    if form in ("github", "concise"):
        assert said.count("\n") == len(items)
