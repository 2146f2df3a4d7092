"""An archive of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from store_made import COLLIDER, HEAT, JOBLO, NOW

from monitor.store import outlets, watches
from monitor.store.archive import Archive


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the archive lies."""
    return tmp_path / "archive.db"


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    """An archive with two outlets and one watch."""
    with Archive.open(path, create=True, busy_timeout=5) as opened:
        outlets.sync(opened, [JOBLO, COLLIDER], NOW)
        watches.sync(opened, [HEAT], NOW)
        yield opened
