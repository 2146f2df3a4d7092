"""From the archive to the receiver: how soon after its commit a message is there, how many a second, a digest's cost.

    python bench/deliver.py [--messages 200] [--burst 500]

An alert for a webhook and for a mail, one at a time with the daemon's own loop, next to aiohttp and smtplib that send
the same body directly; both keep one connection. Receivers are a process of their own. The digest has 60 stories and 20
recipients; its cost is that of rendering and queuing, in the writer's transaction.
"""

import argparse
import asyncio
import json
import smtplib
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from monitor import jobs  # noqa: E402 - found next to this folder
from monitor.config import Config, Network  # noqa: E402 - as above
from monitor.deliver import Channel  # noqa: E402 - as above
from monitor.deliver.mail import MailChannel  # noqa: E402 - as above
from monitor.deliver.webhook import WebhookChannel  # noqa: E402 - as above
from monitor.desk import Desk, posting  # noqa: E402 - as above
from monitor.digest import build  # noqa: E402 - as above
from monitor.digest.build import Material  # noqa: E402 - as above
from monitor.digest.digest_window import Window  # noqa: E402 - as above
from monitor.jobs import Jobs  # noqa: E402 - as above
from monitor.model import DigestPlan, Origin, Watch  # noqa: E402 - as above
from monitor.report_time import ReportTime  # noqa: E402 - as above
from monitor.store import outbox  # noqa: E402 - as above
from monitor.store.outbox import NewMessage  # noqa: E402 - as above
from monitor.story import Report, Story, StoryHit  # noqa: E402 - as above

STORIES, RECIPIENTS = 60, 20
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATEST = 20.0  # seconds in which what was sent must have arrived


class Nobody:
    """A dispatcher that crawls nothing."""

    width = 1

    async def start(self) -> None:
        """Nothing."""

    async def submit(self, _: object) -> bool:
        """Taken."""
        return True

    async def stop(self, _: float) -> None:
        """Nothing."""


def body(kind: str) -> str:
    """A message of the usual size that says when it was made."""
    filling = "Michael Mann says that Heat 2 is his next film. " * 40
    if kind == "webhook":
        return json.dumps({"type": "story.opened", "data": f"sent={time.time():.6f} {filling}"})
    head = "From: monitor@example.org\r\nTo: me@example.org\r\nSubject: Heat 2\r\nMessage-ID: <x@example.org>\r\n\r\n"
    lines = (filling[at : at + 72] for at in range(0, len(filling), 72))
    return f"{head}sent={time.time():.6f}\r\n" + "\r\n".join(lines) + "\r\n"


class Arrivals:
    """The seconds of each body that came to a receiver."""

    def __init__(self, path: Path) -> None:
        path.touch()
        self._path = path

    @property
    def seconds(self) -> list[float]:
        """Of all, in order."""
        return [float(line) for line in self._path.read_text(encoding="ascii").splitlines()]

    async def of(self, count: int) -> list[float]:
        """The seconds of so many, once they have come."""
        begun = time.monotonic()
        while len(found := self.seconds) < count:
            if time.monotonic() - begun > LATEST:
                raise TimeoutError(f"{len(found)} of {count} arrived")
            await asyncio.sleep(0.001)
        return found


async def ours(came: Arrivals, folder: Path, port: int, kind: str, times: int, *, at_once: bool) -> list[float]:
    """The daemon's loop; a message is committed when the last one has arrived, or all of them at once."""
    channel: Channel = WebhookChannel(name=kind, url=f"http://127.0.0.1:{port}/")
    if kind == "mail":
        to = ("me@example.org",)
        channel = MailChannel(name=kind, host="127.0.0.1", port=port, tls="none", sender="monitor@example.org", to=to)
    config = Config(
        path=folder / "monitor.toml",
        archive_path=folder / f"{kind}{at_once}.db",
        channels=(channel,),
        network=Network(allow=("127.0.0.0/8",)),
    )
    jobs.make = lambda *_: Nobody()
    desk = Desk.open(config)
    made = Jobs(desk, config)
    await made.start()
    await made.on_desk(desk.sync, jobs.now())

    async def post_at_once() -> None:
        while True:
            await made.outbox_filled.wait()
            await made.drain()

    def queue(number: int) -> None:
        recipient = "me@example.org" if kind == "mail" else None
        message = NewMessage(id=f"m{number}", type="story.opened")
        outbox.enqueue(desk.context.archive, message, [(kind, recipient, body(kind))], jobs.now())

    posting_at_once = asyncio.ensure_future(post_at_once())
    before = len(came.seconds)
    for number in range(times):
        await made.on_desk(queue, number)
        made.outbox_filled.set()
        if not at_once:
            await came.of(before + number + 1)
    found = await came.of(before + times)
    posting_at_once.cancel()
    await made.stop(2)
    return found[-times:]


async def direct(came: Arrivals, port: int, kind: str, times: int) -> list[float]:
    """Sent by the library itself, one after the other, by one connection."""
    before = len(came.seconds)
    if kind == "webhook":
        async with aiohttp.ClientSession() as session:
            for _ in range(times):
                async with session.post(f"http://127.0.0.1:{port}/", data=body(kind)) as answer:
                    await answer.read()
    else:
        with smtplib.SMTP("127.0.0.1", port, "example.org") as client:
            for _ in range(times):
                client.sendmail("monitor@example.org", ["me@example.org"], body(kind))
    return (await came.of(before + times))[-times:]


def _story(number: int) -> Story:
    """One of the digest's stories."""
    reported = NOW - timedelta(minutes=number)
    report = Report(
        article_id=number,
        url=f"https://joblo.example/{number}",
        outlet="joblo",
        outlet_name="JoBlo",
        title=f"Number {number}: Michael Mann says Heat 2 is his next film",
        authors=("Kay Fox",),
        published_at=reported,
        reported=ReportTime(at=reported),
        found_at=reported,
        language="en",
        copy_of=None,
    )
    return Story(
        id=number,
        title=report.title,
        first_reported_by="joblo",
        opened_at=reported,
        updated_at=reported,
        reports=(report,),
    )


def _hit(watch: Watch, story: Story) -> StoryHit:
    """Where a watch was found in it."""
    [report] = story.reports
    return StoryHit(
        id=story.id,
        watch=watch.id,
        watch_name=watch.name,
        report=report,
        story=story.id,
        story_title=story.title,
        origin=Origin.LIVE,
        found_at=report.found_at,
        field="body",
        snippet=f"In number {story.id} the director of Heat 2 tells what became of it.",
        snippet_marks=((30, 36),),
        marks=(),
        is_right=None,
        watch_kind=None,
        watch_ids={},
    )


def digest_cpu(folder: Path) -> float:
    """CPU seconds from the values of a digest to 20 mails in the outbox."""
    people = tuple(f"person{number}@example.org" for number in range(RECIPIENTS))
    mail = MailChannel(name="mail", host="127.0.0.1", port=25, tls="none", sender="monitor@example.org", to=people)
    watch = Watch(id="heat-2", name="Heat 2", query='"Heat 2"')
    stories = {number: _story(number) for number in range(STORIES)}
    hits = tuple(_hit(watch, story) for story in stories.values())
    material = Material(watches=(watch,), hits=hits, stories=stories)
    plan = DigestPlan(name="morning", schedule="0 8 * * *", to=("mail",))
    config = Config(path=folder / "monitor.toml", archive_path=folder / "digest.db", channels=(mail,), watches=(watch,))
    desk = Desk.open(config)
    desk.sync(NOW)
    began = time.process_time()
    message = build.build(plan, Window(start=NOW - timedelta(days=1), end=NOW), material, now=NOW)
    posting.post(desk.context, message, ("mail",), NOW)
    spent = time.process_time() - began
    desk.close()
    return spent


def figures(messages: int, burst: int) -> dict[str, float]:
    """Seconds, messages a second and CPU seconds by name."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = [sys.executable, str(HERE / "deliver_sink.py"), name]
        sink = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            assert sink.stdout is not None
            for kind, port in zip(("webhook", "mail"), map(int, sink.stdout.readline().split()), strict=True):
                found |= _of_channel(folder, kind, port, messages, burst)
        finally:
            sink.terminate()
            sink.wait()
        found["digest_cpu"] = digest_cpu(folder)
    return found


def _of_channel(folder: Path, kind: str, port: int, messages: int, burst: int) -> dict[str, float]:
    came = Arrivals(folder / kind)
    measured = {
        "ours": asyncio.run(ours(came, folder, port, kind, messages, at_once=False)),
        "direct": asyncio.run(direct(came, port, kind, messages)),
    }
    began = time.perf_counter()
    asyncio.run(ours(came, folder, port, kind, burst, at_once=True))
    found = {f"{kind}_per_second": burst / (time.perf_counter() - began)}
    for whose, seconds in measured.items():
        found[f"{kind}_{whose}_median"] = statistics.median(seconds)
        found[f"{kind}_{whose}_p99"] = statistics.quantiles(seconds, n=100)[98]
    return found


def main() -> None:
    """Print a line for each kind of channel, and what the digest costs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=200)
    parser.add_argument("--burst", type=int, default=500)
    options = parser.parse_args()
    found = figures(options.messages, options.burst)
    print("from commit to arrival, ms      median      p99     directly: median      p99     in a burst")
    for kind in ("webhook", "mail"):
        values = [found[f"{kind}_{name}"] * 1000 for name in ("ours_median", "ours_p99", "direct_median", "direct_p99")]
        rate = found[f"{kind}_per_second"]
        print(f"{kind:30} {values[0]:8.1f} {values[1]:8.1f} {values[2]:20.1f} {values[3]:8.1f} {rate:12.0f}/s")
    print(f"digest of {STORIES} stories for {RECIPIENTS} recipients: {found['digest_cpu'] * 1000:.0f} ms of CPU")


if __name__ == "__main__":
    main()
