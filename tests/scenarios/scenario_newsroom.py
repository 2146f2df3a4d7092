"""A newsroom: outlets on loopback that serve real bytes, a mail server that keeps what comes, the real commands."""

import asyncio
import re
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP
from website import Answer, Site, answer, rss

from monitor import config
from monitor.cli import main
from monitor.desk import Desk
from monitor.store.archive import Archive

HOSTS = {"joblo": "127.0.0.1", "variety": "127.0.0.2", "deadline": "127.0.0.3"}


@dataclass
class Mailbox:
    """A mail server's inbox. `refused`: recipients are answered with this line instead."""

    raw: list[bytes] = field(default_factory=list)
    refused: str | None = None

    async def handle_RCPT(  # noqa: N802 - aiosmtpd finds it by this name
        self, _server: object, _session: object, envelope: Any, address: str, _options: object
    ) -> str:
        """Take a recipient, or refuse it."""
        if self.refused:
            return self.refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802 - as above
        """Keep a mail, to the byte."""
        self.raw.append(envelope.content)
        return "250 taken"

    @property
    def mails(self) -> list[EmailMessage]:
        """The mails, in the order in which they came."""
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]

    def texts(self) -> list[str]:
        """The plain text of each."""
        return [mail.get_body(("plain",)).get_content() for mail in self.mails]

    def subjects(self) -> list[str]:
        """The subject of each."""
        return [str(mail["subject"]) for mail in self.mails]


@dataclass
class Newsroom:
    """The folder, the press and the mailbox of one test."""

    path: Path
    site: Site
    mailbox: Mailbox
    mail_port: int
    feeds: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # title and slug, by outlet

    def url(self, outlet: str, slug: str) -> str:
        """The address of a page of an outlet."""
        return f"http://{HOSTS[outlet]}:{self.site.port}/{outlet}/{slug}"

    def publish(self, outlet: str, slug: str, title: str, page: Answer | str) -> str:
        """Put a page on the outlet's site and its title on top of the outlet's feed; its address."""
        listed = [item for item in self.feeds.get(outlet, []) if item[1] != slug]
        self.feeds[outlet] = [(title, slug), *listed]
        self.site.answers[f"/{outlet}/{slug}"] = answer(page) if isinstance(page, str) else page
        self.site.answers[f"/{outlet}/feed"] = rss((name, self.url(outlet, each)) for name, each in self.feeds[outlet])
        return self.url(outlet, slug)

    def configure(
        self, *more: str, seed: bool = False, alerts: str = 'max_age = "none"', outlets: tuple[str, ...] = tuple(HOSTS)
    ) -> None:
        """Write monitor.toml: the outlets, one watch, a mail channel and a folder.

        The pages of these tests have dates of their own, so by default their age is no matter.
        """
        followed = "".join(
            f'[[outlet]]\nid = "{name}"\nname = "{name.title()}"\nhome = "{self.url(name, "")}"\n'
            f'sources = [{{ kind = "feed", url = "{self.url(name, "feed")}" }}]\n'
            for name in outlets
        )
        text = f"""
[archive]
path = "archive.db"
[crawl]
delay = 0.0
seed = {str(seed).lower()}
[network]
allow = ["127.0.0.0/8"]
[alerts]
{alerts}
[incidents]
to = ["desk", "files"]
[[watch]]
name = "Heat 2"
query = '"Heat 2"'
except = ['"Miami Heat"']
to = ["desk"]
[[channel]]
name = "desk"
kind = "mail"
host = "127.0.0.1"
port = {self.mail_port}
tls = "none"
from = "monitor@example.org"
to = ["ann@example.org"]
[[channel]]
name = "files"
kind = "file"
path = "messages"
[[digest]]
name = "morning"
schedule = "0 8 * * *"
to = ["desk"]
"""
        file = self.path / "monitor.toml"
        file.write_text(text + followed + "\n".join(more), encoding="utf-8")
        file.chmod(0o600)

    def run(self, *words: str) -> int:
        """Run a command in the folder; its exit code."""
        return main(words)

    def a_second_later(self) -> None:
        """Let the second go by in which something was found: a window ends before the second that asks for it."""
        began = int(time.time())
        while int(time.time()) == began:
            time.sleep(0.01)

    def crawl(self) -> int:
        """Read every outlet once and send what is due."""
        return self.run("crawl")

    def desk(self) -> Desk:
        """A desk over the archive, as the daemon's; to be closed."""
        return Desk.open(config.load(self.path / "monitor.toml", {}))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the archive says."""
        with closing(Archive.open(self.path / "archive.db", read_only=True)) as archive:
            return [tuple(row) for row in archive.rows(sql)]


@contextmanager
def running(mailbox: Mailbox) -> Iterator[int]:
    """Serve the mailbox on a free port of loopback, in a thread; the port."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(
        loop.create_server(lambda: SMTP(mailbox, loop=loop, enable_SMTPUTF8=True), "127.0.0.1", 0)
    )
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield server.sockets[0].getsockname()[1]
    loop.call_soon_threadsafe(loop.stop)
    thread.join(20)
    server.close()
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()


MANN = (
    "Michael Mann told a podcast that Heat 2 is the next film he will make. The director said that the script, "
    "written with Meg Gardiner after their novel, is close to done, and that Adam Driver may play Neil McCauley. "
    "Mann hopes to begin filming in Los Angeles and Chicago next year, he said on the show, and called the prequel "
    "and sequel in one the largest production of his career."
)
OTHER = (
    "The director of Collateral has settled what comes after Ferrari: Heat 2, he said in an interview. Adam Driver is "
    "in talks for Neil McCauley. Michael Mann and Meg Gardiner wrote the novel, and Mann the script, which he calls "
    "nearly done. Shooting should start in Chicago and Los Angeles next year, the filmmaker told the podcast."
)
VAGUE = (
    "The director said on a podcast that he has plans for a crime film, and no more than that, in a long talk about "
    "his career, about Chicago and about the films he made there when he was young. He will say more when the "
    "contracts are signed, he told the listeners, and he thanked his crew for their patience."
)
TITLE = "Michael Mann says Heat 2 is his next film"


def plain(text: str) -> str:
    """A text with single spaces, for what a mail wraps."""
    return re.sub(r"\s+", " ", text)
