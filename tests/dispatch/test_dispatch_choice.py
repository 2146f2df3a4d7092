"""Which way crawls run, as the configuration says; no database is needed for that."""

import subprocess
import sys

import pytest

from monitor import config
from monitor.dispatch import Local, make
from monitor.errors import ConfigError

BASE = 'follow = ["variety"]\n'


@pytest.fixture
def load(tmp_path):
    """Read a configuration with these lines in it."""

    def read(text, env=None):
        path = tmp_path / "monitor.toml"
        path.write_text(BASE + text)
        path.chmod(0o644)
        return config.load(path, env or {})

    return read


async def test_without_a_cluster_crawls_run_here(load):
    """No [cluster], or an empty one: children of the daemon, as many as are configured."""

    async def nothing(event, ingested=None):
        """Never called."""

    chosen = make(load("[crawl]\nworkers = 3\n[cluster]\n"), nothing, nothing)
    await chosen.stop(0)

    assert isinstance(chosen, Local)
    assert chosen.width == 3


def test_the_database_comes_from_the_environment(load):
    """As any secret does; without it the configuration says what is missing."""
    text = '[cluster]\nurl = "${MONITOR_CLUSTER}"\n'

    assert load(text, {"MONITOR_CLUSTER": "postgresql://db/monitor"}).cluster == "postgresql://db/monitor"
    with pytest.raises(ConfigError, match=r"monitor.toml:3: cluster.url: .*MONITOR_CLUSTER is not set"):
        load(text)


def test_another_address_than_a_database_is_refused(load):
    """With its line, and an example."""
    with pytest.raises(ConfigError, match=r"monitor.toml:3: cluster.url: must be the address of a database"):
        load('[cluster]\nurl = "redis://db/0"\n')


def test_a_written_password_is_warned_of(load):
    """In a file that others may read; an address without one is none of their business."""
    warned = load('[cluster]\nurl = "postgresql://me:hunter2@db/monitor"\n').warnings
    silent = load('[cluster]\nurl = "postgresql://me@db/monitor"\n').warnings

    assert [text for text in warned if "cluster.url" in text]
    assert not [text for text in silent if "cluster.url" in text]
    assert "hunter2" not in " ".join(warned)


def test_the_clusters_libraries_are_loaded_for_a_cluster_only():
    """They are an extra, and cost time and memory."""
    code = (
        "import sys, monitor.jobs, monitor.cli.commands.cluster;"
        "print([name for name in sys.modules if name.startswith(('procrastinate', 'psycopg'))])"
    )

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"
