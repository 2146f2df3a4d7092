"""A newsstand at minute 0."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from monitor.newsstand import Newsstand, Press

STARTED_AT = datetime(2024, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def press() -> Press:
    """Give the press that ships."""
    return Press.load()


@pytest.fixture
def open_stand(press: Press) -> Callable[..., Newsstand]:
    """A newsstand at minute 0 for `async with`: it runs from there to the end of the block."""
    return lambda **options: Newsstand(press, started_at=STARTED_AT, **options)
