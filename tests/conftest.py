"""Orders the tests: a mistake shows soonest when the quick ones run first, then whole-tool ones, then the browser's.

`script/test` runs several files of tests at a time, each file in one process.
"""

import pytest
from hypothesis import settings

# The same examples every time: a run says something about the change. `--hypothesis-profile search` looks for more.
settings.register_profile("casebound", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile("casebound")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the kept outputs in tests/golden")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: ("browser" in item.keywords, "slow" in item.keywords))
