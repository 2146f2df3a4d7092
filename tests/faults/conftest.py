"""An outlet on loopback, a folder with a configuration for it, and the real commands and daemon in that folder."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults_made import Folder, Reel


@pytest.fixture
def site() -> Iterator[Reel]:
    """The running outlet."""
    with Reel() as reel:
        yield reel


@pytest.fixture
def folder(tmp_path: Path, site: Reel) -> Iterator[Folder]:
    """A folder with its configuration; what was started in it is ended."""
    made = Folder(tmp_path, site)
    made.write()
    yield made
    for process in made.processes:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait(10)
