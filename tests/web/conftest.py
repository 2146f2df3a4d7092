"""One archive with pages for all tests that only read it."""

from pathlib import Path

import pytest
from web_made import browsing, filled


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A configuration with an archive, which nobody changes."""
    return filled(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def browser(desk: Path):
    """A browser on this machine, at pages without a password."""
    with browsing(desk) as browser:
        yield browser
