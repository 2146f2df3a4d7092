"""A newsroom for each scenario."""

import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from scenario_newsroom import HOSTS, Mailbox, Newsroom, running
from website import Site, rss


@pytest.fixture
def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    """Three outlets without a page, and an empty mailbox."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MONITOR_CONFIG", raising=False)
    monkeypatch.setattr(sys, "stdin", StringIO())
    mailbox = Mailbox()
    with Site(host="0.0.0.0") as site, running(mailbox) as port:
        room = Newsroom(tmp_path, site, mailbox, port)
        for outlet in HOSTS:
            room.feeds[outlet] = []
            site.answers[f"/{outlet}/feed"] = rss([])
        room.configure()
        yield room
