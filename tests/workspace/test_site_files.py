"""The files of a site in columns behave as a dictionary does, whatever is done with them."""

from __future__ import annotations

import marshal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebound.workspace.site_files import Entry, SiteFiles, files_from
from casebound.workspace.write import change_lines, change_manifest, manifest_of

PATHS = st.sampled_from(["site/a", "site/b.html", "site/例/index.html", "site/ü\nx", "site/z"])
DIGESTS = st.sampled_from(["00" * 32, "ab" * 32, "ff" * 32])
TIMES = st.integers(0, 2**62)
ENTRIES = st.builds(Entry, DIGESTS, st.integers(0, 2**40), TIMES, st.sampled_from(["", "key", "ключ \0"]))
STEPS = st.lists(st.tuples(PATHS, st.none() | ENTRIES) | st.just("settle") | st.just("plain"), max_size=30)


@given(STEPS)
def test_they_are_those_of_a_dictionary(steps: list[tuple[str, Entry | None] | str]) -> None:
    files, model, settled = SiteFiles(), dict[str, Entry](), dict[str, Entry]()
    for step in steps:
        if step == "settle":
            files.settle()
            settled = dict(model)
        elif step == "plain":
            files = files_from(marshal.loads(marshal.dumps(files.plain())))
            settled = dict(model)
        elif isinstance(step, tuple):
            path, entry = step
            if entry:
                files[path] = model[path] = entry
            else:
                assert files.pop(path, None) == model.pop(path, None)
        assert dict(files) == model
        assert sorted(files) == sorted(model)
        assert len(files) == len(model)
        assert list(files.sums().items()) == sorted((path, entry.sha256) for path, entry in model.items())
        assert sorted(files.states()) == sorted((path, each.size, each.mtime_ns) for path, each in model.items())
        before, now = ({path: each.sha256 for path, each in it.items()} for it in (settled, model))
        differing = {path for path in {*before, *now} if before.get(path) != now.get(path)}
        assert {path: each for path, *each in files.changes()} == {
            path: [before.get(path, ""), now.get(path, "")] for path in differing
        }


@given(st.dictionaries(PATHS, ENTRIES), st.lists(st.tuples(PATHS, st.none() | ENTRIES)), st.booleans())
def test_what_is_done_to_a_copy_is_not_done_here(
    there: dict[str, Entry], steps: list[tuple[str, Entry | None]], is_settled: bool
) -> None:
    files = SiteFiles(there)
    if is_settled:
        files.settle()
    copy = files.copy()
    for path, entry in steps:
        if entry:
            copy[path] = entry
        else:
            copy.pop(path, None)
    copy.settle()
    assert dict(files) == there


def test_what_is_not_there_is_not_taken_away() -> None:
    files = SiteFiles({"site/a": Entry("00" * 32, 1, 1)})
    files.settle()
    del files["site/a"]
    for path in ("site/a", "site/b"):
        with pytest.raises(KeyError):
            del files[path]
        with pytest.raises(KeyError):
            files[path]


@given(st.dictionaries(st.text(), DIGESTS, min_size=1), st.data())
def test_a_changed_manifest_is_that_which_is_written_anew(sums: dict[str, str], data: st.DataObject) -> None:
    changes = {
        path: (sums[path], data.draw(DIGESTS)) for path in data.draw(st.lists(st.sampled_from([*sums]), unique=True))
    }
    anew = manifest_of({**sums, **{path: after for path, (_, after) in changes.items()}})
    assert change_manifest(manifest_of(sums), changes) == anew


def test_a_list_is_not_changed_where_a_line_is_missing_or_of_another_length() -> None:
    text = b"0 a\n1 b\n2 bb\n"
    assert change_lines(text, [("1 b", "7 b"), ("2 bb", "3 bb")]) == b"0 a\n7 b\n3 bb\n"
    assert change_lines(text, [("1 b", "7 b"), ("9 b", "3 b")]) is None
    assert change_lines(text, [("1 b", "")]) is None
    assert change_lines(text, [("", "1 b")]) is None
    assert change_lines(b"", [("1 b", "7 b")]) is None
