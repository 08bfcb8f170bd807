"""Related cases: rare values tell more than common ones, ties have one order, and the work is bounded."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import cast

from casebound.compose.site_record import CaseRecord
from casebound.compose.site_related import MOST, Kinship


def record(id: str, *, is_translated: bool = True, **facets: str) -> CaseRecord:
    """What kinship looks at of a record: values by facet, several of them between blanks."""
    return cast("CaseRecord", SimpleNamespace(id=id, is_translated=is_translated, facets=facets))


def values_of(record: CaseRecord, facet: str) -> Sequence[str]:
    facets = cast("dict[str, str]", record.facets)  # type: ignore[attr-defined]
    return facets.get(facet, "").split()


def related(records: Sequence[CaseRecord], place: int) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    return [(each.record.id, each.shared) for each in Kinship(records, values_of).of(place)]


def test_a_rare_value_tells_more_than_a_common_one() -> None:
    """Of six cases, `pareto` is in four, `kano` in two: ln(6/4) = 0.41 is less than ln(6/2) = 1.10."""
    records = [
        record("a", method="pareto kano"),
        record("b", method="pareto"),
        record("c", method="kano"),
        record("d", method="pareto"),
        record("e", method="pareto"),
        record("f", method="none"),
    ]
    assert related(records, 0) == [
        ("c", (("method", "kano"),)),
        ("b", (("method", "pareto"),)),
        ("d", (("method", "pareto"),)),
        ("e", (("method", "pareto"),)),
    ]


def test_what_all_cases_have_relates_nobody() -> None:
    records = [record(id, route="qc", industry=id) for id in "abc"]
    assert [related(records, place) for place in range(3)] == [[], [], []]


def test_reasons_begin_with_the_most_telling() -> None:
    records = [
        record("a", industry="health", method="pareto", region="here"),
        record("b", industry="health", method="pareto", region="here"),
        record("c", industry="retail", method="pareto", region="here"),
        record("d", industry="retail", method="other", region="there"),
    ]
    assert related(records, 0)[0] == (
        "b",
        (("industry", "health"), ("method", "pareto"), ("region", "here")),
    )


def test_cases_in_the_language_of_the_page_come_first() -> None:
    records = [
        record("a", industry="health", method="kano"),
        record("b", industry="health", method="kano", is_translated=False),
        record("c", method="kano"),
        record("d", industry="retail"),
    ]
    assert [id for id, _ in related(records, 0)] == ["c", "b"]


def test_a_page_names_no_more_than_four_and_never_itself() -> None:
    records = [record(str(number), industry="health" if number < 9 else "retail") for number in range(12)]
    for place in range(12):
        names = [id for id, _ in related(records, place)]
        assert len(names) == min(MOST, 8 if place < 9 else 2)
        assert str(place) not in names


def test_in_a_large_collection_the_nearest_in_kind_are_found_among_thousands() -> None:
    """Every 400th case is of the same rare trade and uses the same rare method; all share what is common."""
    records = [
        record(str(n), industry=f"trade-{n % 400}", method=f"common-{n % 3} rare-{n % 200}", region=f"r{n % 7}")
        for n in range(4000)
    ]
    kinship = Kinship(records, values_of)
    for place in (0, 399, 1234, 3999):
        shared = [relation.shared[:2] for relation in kinship.of(place)]
        assert shared == [(("industry", f"trade-{place % 400}"), ("method", f"rare-{place % 200}"))] * MOST


def test_the_same_records_give_the_same_relations() -> None:
    records = [record(str(n), method=f"m{n % 5} m{n % 7}", industry=f"i{n % 3}") for n in range(200)]
    first, second = Kinship(records, values_of), Kinship(records, values_of)
    assert [first.of(place) for place in range(200)] == [second.of(place) for place in range(200)]
