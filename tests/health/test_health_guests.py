"""Bad guests from the bytes on: within five minutes of short polls one incident each, and one warning that names it."""

import gzip
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from changing import MINUTE, Life, Reel
from website import Asked, answer

pytestmark = pytest.mark.slow
POLL = MINUTE / 2
LOOKS = 10  # five minutes
HTML = "<!doctype html><html><head><title>{0}</title></head><body><h1>{0}</h1><p>{1}</p></body></html>"
CHALLENGE = answer(HTML.format("Just a moment...", "Enable JavaScript and cookies to continue"))
MAINTENANCE = answer(HTML.format("Maintenance", "We'll be back soon: performing scheduled maintenance."))
BRACKETS = answer(b"<!a[]>" * 50_000 + b"><rss>", kind="application/rss+xml")
BOMB = answer(gzip.compress(bytes(40 << 20)), "Content-Encoding: gzip", kind="application/rss+xml")
ATTRIBUTES = answer("<html><body " + " ".join(f"a{n}=1" for n in range(3_000)) + ">heat</body></html>")
DEEP = answer("<html><title>t</title><body>" + "<div>" * 20_000 + "heat wave</body></html>")
PDF = answer(b"%PDF-1.4 hello" + bytes(5_000), kind="application/pdf")
AUTHORS = "".join(f"<author><name>{n}{'x' * 400}</name></author>" for n in range(20))
ATOM = answer(
    f'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>{AUTHORS}'
    + "".join(f'<entry><title>t{n}</title><link href="/none/{n}"/></entry>' for n in range(300))
    + "</feed>",
    kind="application/atom+xml",
)


def status(code: int) -> bytes:
    return answer("no", status=f"{code} No")


def moved(to: str) -> bytes:
    return answer(b"", f"Location: {to}", status="302 Found")


LISTINGS = {
    "brackets": (BRACKETS, "source_empty"),
    "authors of each entry": (ATOM, "pages_unreadable"),
    "empty": (answer(b""), "source_unreadable"),
    "bomb": (BOMB, "source_too_large"),
    "garbage": (b"\x8f\x03\xff" * 2_000, "source_failing"),
    "no headers": (b"<html>hello", "source_failing"),
    "reset": (b"", "source_failing"),
    "truncated": (answer(b"x" * 500)[:-400], "source_failing"),
    "loop": (moved("/feed"), "source_unreadable"),
    "private": (moved("http://10.0.0.1/secret"), "source_failing"),
    "challenge": (CHALLENGE, "source_walled"),
    "maintenance": (MAINTENANCE, "source_failing"),
    "deep": (DEEP, "source_unreadable"),
    "document": (PDF, "source_unreadable"),
    "403": (status(403), "source_refused"),
    "404": (status(404), "source_gone"),
    "429": (status(429), "outlet_throttled"),
    "503": (status(503), "source_refused"),
}
PAGES = {
    "empty": (answer(b""), "outlet_walled"),
    "garbage": (b"\x8f\x03\xff" * 2_000, "pages_unreadable"),
    "reset": (b"", "pages_unreadable"),
    "truncated": (answer(b"x" * 500)[:-400], "pages_unreadable"),
    "loop": (moved("/elsewhere"), "pages_unreadable"),
    "private": (moved("http://10.0.0.1/secret"), "pages_unreadable"),
    "challenge": (CHALLENGE, "outlet_walled"),
    "attributes": (ATTRIBUTES, "page_quarantined"),
    "document": (PDF, "pages_unreadable"),
    "403": (status(403), "pages_unreadable"),
    "404": (status(404), "pages_unreadable"),
    "503": (status(503), "pages_unreadable"),
}


class Guest(Reel):
    """An outlet whose pages are all the same bad answer, if there is one."""

    page: bytes | None = None

    def _answer(self, asked: Asked) -> bytes:
        is_page = asked.path.lstrip("/").isdecimal() or asked.path == "/elsewhere"
        return self.page if self.page is not None and is_page else super()._answer(asked)


@pytest.fixture
def site() -> Iterator[Guest]:
    """The guest's site."""
    with Guest() as guest:
        yield guest


@pytest.fixture
def life(tmp_path: Path, site: Guest) -> Life:
    """The guest, followed by somebody who looks every half minute."""
    made = Life(tmp_path, site)
    made.config = replace(made.config, crawl=replace(made.config.crawl, poll=POLL.total_seconds()))
    made.desk.reload(made.config, made.at)
    return made


def named_once(life: Life, kind: str, caplog: pytest.LogCaptureFixture) -> None:
    """After five minutes there is one incident, and one line that names the outlet and what is wrong."""
    assert [row.kind for row in life.incidents()] == [kind]
    ours = (record for record in caplog.records if record.name.startswith("monitor."))
    lines = [record for record in ours if record.levelno >= logging.WARNING]
    assert [(line.msg, vars(line)["outlet"], vars(line)["kind"]) for line in lines] == [
        ("incident.opened", "reel", kind)
    ]


@pytest.mark.parametrize("name", LISTINGS)
@pytest.mark.figure("hostile inputs")
def test_a_bad_listing(life: Life, site: Guest, name: str, caplog: pytest.LogCaptureFixture) -> None:
    """From its first look on; the pages that it lists, if any, are not there."""
    site.answers["/feed"], kind = LISTINGS[name]

    life.looks(LOOKS, POLL)

    named_once(life, kind, caplog)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.figure("hostile inputs")
def test_bad_pages(life: Life, site: Guest, name: str, caplog: pytest.LogCaptureFixture) -> None:
    """Its feed is in order and lists something new every half minute; each of its pages is bad."""
    site.page, kind = PAGES[name]
    site.publish(life.at, 9)
    for _ in range(LOOKS):
        site.publish(life.at)
        life.look(POLL)

    named_once(life, kind, caplog)


@pytest.mark.figure("hostile inputs")
def test_a_feed_that_outruns_everybody_with_pages_that_fail(
    life: Life, site: Guest, caplog: pytest.LogCaptureFixture
) -> None:
    """Thirty new articles at each look of a feed of ten, and none can be read: that is one incident, not two."""
    site.page = status(503)
    for _ in range(LOOKS):
        site.publish(life.at, 30)
        life.look(POLL)

    named_once(life, "pages_unreadable", caplog)
