"""The supervisor and its children: lines that are too long, children that die, what they leave."""

import asyncio
import gzip
import os
import resource
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import make

from monitor import background, event_size, pipe_lines, slate
from monitor.causes import CrawlOutcome, Requested, SourceCause
from monitor.dispatch import child as children
from monitor.dispatch.local import Local
from monitor.events import LONGEST_LINE, Death, Event, Finished, LinksFound, Parsing, SourceFailed, encode
from monitor.model import Link
from monitor.pipe_lines import LineTooLongError
from monitor.slate import Slate

NOW = datetime(2026, 11, 1, tzinfo=UTC)


async def test_a_line_that_is_too_long_is_passed_over() -> None:
    """Lines before and after it come, in place of it an error that has its length."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as stream:
        stream.write(b"one\n" + b"x" * 5_000 + b"\ntwo\n\nrest")
    lines = [line async for line in pipe_lines.read(reading, longest=1_000)]

    assert [line for line in lines if isinstance(line, bytes)] == [b"one\n", b"two\n", b"\n"]
    assert isinstance(lines[1], LineTooLongError)
    assert "5000 bytes" in str(lines[1])


async def test_long_lines_come_whole_up_to_the_limit() -> None:
    """A line of many pieces is one line."""
    reading, writing = os.pipe()

    def send() -> None:
        with os.fdopen(writing, "wb") as stream:
            stream.write(b"y" * 3_000_000 + b"\n")

    lines, _ = await asyncio.gather(collected(reading), asyncio.to_thread(send))

    assert lines == [b"y" * 3_000_000 + b"\n"]


async def collected(fd: int) -> list[bytes | LineTooLongError]:
    return [line async for line in pipe_lines.read(fd)]


def test_a_slate_says_what_was_parsed() -> None:
    """Written before, wiped after; what is read from it are the parsing and its bytes."""
    descriptor = slate.make()
    one = Slate(descriptor)
    parsing = Parsing(
        outlet="reel", url="https://reel.example/é", kind=Requested.SOURCE, source="https://reel.example/f"
    )
    assert one.read() is None
    one.write(parsing, b"first\nand more")
    one.write(parsing, b"second")
    assert Slate(descriptor).read() == (parsing, b"second")
    one.wipe()
    assert one.read() is None
    one.write(parsing, b"large" * (1 << 20))
    assert one.read() == (parsing, b"large" * (1 << 20))
    one.wipe()
    assert (one.read(), os.fstat(descriptor).st_size) == (None, 0)  # what is large does not stay in memory
    one.write(parsing, b"old" * 300)
    one.wipe()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500, limits[1]))  # as where the room ends
    one.write(parsing, b"new" * 300)
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    found = one.read()
    assert found is not None
    assert (found[0], found[1].strip(b"new"), 0 < len(found[1]) < 500) == (parsing, b"", True)  # nothing of before
    os.close(descriptor)
    one.write(parsing, b"nobody minds")
    assert one.read() is None


def test_an_event_is_cut_before_it_is_too_long() -> None:
    """First without contents, then bare; what is too long even so is a source that failed."""
    found = make.listed("joblo", "a", "b")

    def sized(title: int = 1, summary: int = 1, content: int = 1) -> LinksFound:
        link = Link(url="https://joblo.example/a", title="t" * title, summary="s" * summary, content="c" * content)
        return LinksFound(outlet="joblo", source=found.source, at=NOW, links=(link,) * 3)

    def fitted(event: LinksFound) -> Event:
        small = event_size.fitted(event, 10_000)
        assert len(encode(small)) < 10_000
        return small

    assert fitted(sized()) == sized()
    assert [link.content for link in fitted(sized(content=9_000)).links] == [None] * 3
    assert [link.summary for link in fitted(sized(summary=9_000)).links] == [None] * 3
    failed = fitted(sized(title=9_000))
    assert isinstance(failed, SourceFailed)
    assert failed.cause is SourceCause.TOO_LONG


async def test_work_that_fails_is_logged_with_its_name(caplog) -> None:
    """It is said, and what follows from it is done; what is done forever goes on."""
    ended, times = asyncio.Event(), iter(range(10))

    async def fail() -> None:
        raise ValueError("no")

    async def fail_once() -> None:
        if next(times):
            raise asyncio.CancelledError
        raise ValueError("once")

    background.start(fail(), "the first", failed=ended.set)
    await ended.wait()
    await asyncio.gather(background.forever(fail_once, "the second"), return_exceptions=True)

    assert [record.task for record in caplog.records] == ["the first", "the second"]


async def test_an_order_that_is_too_long_fails_alone() -> None:
    """No child sees it, and its outlet gets the end of a crawl."""
    ends: list[Event] = []

    async def keep(event: Event) -> None:
        ends.append(event)

    local = Local(keep, keep)
    order = make.order(make.outlet(), pending=(make.link(content="x" * LONGEST_LINE),))
    assert await local.submit(order)
    await local.stop(1)

    assert [(event.outlet, event.outcome) for event in ends if isinstance(event, Finished)] == [
        ("joblo", CrawlOutcome.FAILED)
    ]


async def test_a_child_that_died_unseen_is_reported_before_another_is_started(monkeypatch) -> None:
    """An order comes before the supervisor looked: the crawls of the dead child end all the same."""
    reported: list[Event] = []

    async def keep(event: Event) -> None:
        reported.append(event)

    local = Local(keep, keep)
    dead = await children.Child.start(keep)
    local._children[0] = dead
    dead.running["reel"] = make.order(make.outlet("reel"))
    dead.running["good"] = make.order(make.outlet("good"))
    parsing = Parsing(
        outlet="reel", url="https://reel.example/feed", kind=Requested.SOURCE, source="https://reel.example/feed"
    )
    Slate(dead._slate_fd).write(parsing, b"<rss>")
    dead.kill(signal.SIGKILL)
    await dead.process.wait()
    fresh = await local._child(0)
    await local.stop(5)

    assert fresh is not dead
    death, *ends = reported
    assert isinstance(death, Death)
    assert (death.outlet, death.kind, death.source) == ("reel", Requested.SOURCE, "https://reel.example/feed")
    assert gzip.decompress(death.body) == b"<rss>"
    assert {event.outlet: event.outcome for event in ends if isinstance(event, Finished)} == {
        "reel": CrawlOutcome.DIED,
        "good": CrawlOutcome.INTERRUPTED,
    }


def test_the_stack_is_the_end_of_what_was_written() -> None:
    """Whatever a child wrote before: where it hung is what faulthandler wrote last."""
    words = (
        "warning\n" * 10_000
        + 'Fatal Python error: Aborted\n\n  File "monitor/discover/sections.py", line 9 in _words\n'
    )

    assert children._stack(words).startswith("Fatal Python error")
    assert children._stack("only a warning") == "only a warning"


LIMITED = """
import resource
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
from monitor import worker
worker.limit_memory()
print(resource.getrlimit(resource.RLIMIT_AS)[0])
"""


def test_less_memory_than_wanted_is_no_reason_not_to_crawl() -> None:
    """Under `ulimit -v` the child takes what there is."""
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", LIMITED], cwd=root, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, f"{2 << 30}\n"), done.stderr


async def test_a_child_that_is_still_loading_does_not_hang() -> None:
    """Where it takes longer to load than a page may take, it is let load: it would be ended again and again."""

    async def ignore(_: Event) -> None:
        """Nothing."""

    local = Local(ignore, ignore, silence=0.01)
    child = await local._child(0)
    while child.lives and not (child.is_up or child.hung):  # noqa: ASYNC110 - it says so nowhere else
        await asyncio.sleep(0.01)
    was_hung, was_up = child.hung, child.is_up
    await local.stop(1)

    assert (was_hung, was_up) == (False, True)
