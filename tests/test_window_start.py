"""The window of stories at a start: what waits for it, what goes on meanwhile, and how it ends."""

import asyncio
from datetime import UTC, datetime

import make
import pytest
from idle_dispatcher import IdleDispatcher

from monitor import jobs, window_start
from monitor.config import Config
from monitor.desk import Desk, story_window
from monitor.errors import ArchiveFullError, ArchiveLockedError
from monitor.jobs import Jobs
from monitor.store import articles, links

NOW = datetime.now(UTC)
REEL = make.outlet("reel")
ARTICLES = 5


def event(slug: str):
    """An article that was read, unlike others."""
    return make.read(make.article("reel", slug, title=f"{slug} is told", body=f"A text on {slug} alone. " * 9), NOW)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A desk that starts with five articles, and makes its window of one after the other."""
    monkeypatch.setattr(jobs, "make", lambda *_: IdleDispatcher())
    monkeypatch.setattr(jobs, "RETRY_WRITE", 0.01)
    monkeypatch.setattr(story_window, "_PART", 1)
    made = Desk.open(Config(path=tmp_path / "monitor.toml", archive_path=tmp_path / "archive.db", outlets=(REEL,)))
    made.sync(NOW)
    for number in range(ARTICLES):
        made.ingest(event(f"earlier-{number}"), NOW)
    made.context.forget()
    return made


@pytest.fixture
def calls(desk, monkeypatch):
    """What the desk is asked for, in order; whether it was within a transaction."""
    asked = []
    for name in ("make_window", "ingest_all", "ingest", "next_settled"):
        real = getattr(desk, name)

        def noted(*given: object, name=name, real=real):
            asked.append(name)
            assert desk.context.archive.under_way is None
            return real(*given)

        monkeypatch.setattr(desk, name, noted)
    return asked


async def ended(working: Jobs) -> None:
    """All that was accepted is written."""
    async with asyncio.timeout(30):
        await working._events.join()
    await working.stop(2)


async def test_other_calls_come_in_between_two_parts(desk, calls):
    """An alert, a digest and a stop wait for one part, not for 100,000 articles."""
    working = Jobs(desk, desk.context.config)
    making = asyncio.ensure_future(working.window.make())
    for _ in range(2):
        await asyncio.sleep(0)
        await working.on_desk(desk.next_settled, NOW)
    await making

    assert calls.count("make_window") == ARTICLES + 1
    assert calls.index("next_settled") < 3
    assert calls[-1] == "make_window"
    await working.stop(2)


async def test_an_article_waits_for_the_window_and_a_listing_does_not(desk, calls):
    """Where it is made within the transaction, nobody else writes for as long."""
    working = Jobs(desk, desk.context.config)
    await working._accept(make.listed("reel", "new", at=NOW))
    await working._events.join()
    assert calls == ["ingest_all"]
    await working._accept(event("new"))
    await ended(working)

    assert calls[1:] == ["make_window"] * (ARTICLES + 1) + ["ingest_all"]


async def test_a_window_that_was_forgotten_is_made_in_parts_again(desk, calls, monkeypatch):
    """As after a full disk, before the batch is tried again."""
    real, failed = desk._handle, []

    def handle(item, at):
        if not failed:
            failed.append(item)
            raise ArchiveFullError("full")
        return real(item, at)

    monkeypatch.setattr(desk, "_handle", handle)
    working = Jobs(desk, desk.context.config)
    await working._accept(event("new"))
    await ended(working)

    assert calls == (["make_window"] * (ARTICLES + 1) + ["ingest_all"]) * 2


async def test_a_stop_meanwhile_is_in_order(desk, monkeypatch):
    """What waits for the window stays to be read by the next start."""
    monkeypatch.setattr(desk, "make_window", lambda _: story_window.Making(index=None, left=iter(()), of=9))
    working = Jobs(desk, desk.context.config)
    await working._accept(make.listed("reel", "new", at=NOW))
    await working._events.join()
    await working._accept(event("new"))
    starting = asyncio.ensure_future(working.window.begin(lambda _: None))
    await asyncio.sleep(0)
    found = await working.on_desk(links.find, desk.context.archive, "https://reel.example/new")
    kept = await working.on_desk(articles.newest, desk.context.archive, 99)
    starting.cancel()
    async with asyncio.timeout(30):
        await working.stop(0.1)

    assert found.state == "found"
    assert len(kept) == ARTICLES


async def test_it_says_how_far_it_is(desk, caplog, monkeypatch):
    """After each part, and at the end; the log now and then."""
    caplog.set_level("INFO", "monitor.window_start")
    monkeypatch.setattr(window_start, "SAY_EVERY", 1000.0)
    working = Jobs(desk, desk.context.config)
    far = []
    await working.window.begin(far.append)
    await working.window.make()
    await working.stop(2)

    assert far == [*((done, ARTICLES) for done in range(1, ARTICLES + 1)), None]
    assert [record.message for record in caplog.records] == ["stories.under_way", "stories.ready"]


async def test_an_archive_that_cannot_be_read_at_a_start_is_tried_again(desk, calls, caplog, monkeypatch):
    """By the first article."""
    working = Jobs(desk, desk.context.config)
    with monkeypatch.context() as locked:
        locked.setattr(desk, "make_window", lambda _: (_ for _ in ()).throw(ArchiveLockedError("locked")))
        await working.window.begin(lambda _: None)
    assert "archive.write_failed" in caplog.text
    await working._accept(event("new"))
    await ended(working)

    assert calls[-1] == "ingest_all"
