"""Orders the tests: a mistake shows soonest when the quick ones run first, then whole-tool ones, then the browser's."""

import pytest
from hypothesis import settings

settings.register_profile("casebound", deadline=None)  # a busy machine is no mistake
settings.load_profile("casebound")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the kept outputs in tests/golden")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: ("browser" in item.keywords, "slow" in item.keywords))
