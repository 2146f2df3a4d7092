"""From an archive that an outlet lists again to what a person gets: no alert, the reason, and a place in the digest."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from scenario_newsroom import Newsroom, plain
from website import article

from monitor.errors import ArchiveError


def words(number: int, how_many: int) -> str:
    """Words that no other number has, so that each text is a story of its own."""
    letters = str.maketrans("0123456789abcdef", "aeioubdgklmnprst")
    digest = hashlib.sha512(str(number).encode()).hexdigest() * 8
    return " ".join(digest[at * 7 : at * 7 + 7].translate(letters) for at in range(how_many))


def publish(newsroom: Newsroom, number: int, published: datetime) -> str:
    """A page of that day about the film, and its place in the feed; its address."""
    title = f"Heat 2 {words(number, 4)}"
    text = [f"Heat 2: {words(number, 80)}."]
    page = article(title, text, published=published.isoformat())
    return newsroom.publish("joblo", f"n{number}", title, page)


def test_an_archive_that_is_listed_again_alerts_no_one(newsroom, capsys):
    """A year-old page at a new address: kept, found, explained, in the digest apart; today's page is mailed."""
    newsroom.configure(alerts="", outlets=("joblo",))
    now = datetime.now(UTC)
    old = publish(newsroom, 1, now - timedelta(days=400))
    publish(newsroom, 2, now - timedelta(days=500))
    publish(newsroom, 3, now - timedelta(hours=3))
    newsroom.crawl()

    assert len(newsroom.mailbox.raw) == 1
    assert words(3, 4) in newsroom.mailbox.subjects()[0]
    assert newsroom.rows("select count(*), sum(old) from hits") == [(3, 2)]
    capsys.readouterr()
    newsroom.run("explain", old)
    said = plain(capsys.readouterr().out)
    assert "no alert by Heat 2" in said
    assert "more than 48 hours before it was listed (`max_age`)" in said

    newsroom.run("hits", "--json")
    assert capsys.readouterr().out.count("more than 48 hours before it was listed") == 2

    newsroom.a_second_later()
    newsroom.run("digest", "send", "morning", "--yes")
    digest = plain(newsroom.mailbox.texts()[-1])
    assert "1 story: 1 sent before · 1 article" in digest
    assert digest.index("Older articles found") > digest.index(words(3, 4))
    assert digest.index(words(1, 4)) > digest.index("Older articles found")


def test_a_flood_survives_a_kill(newsroom):
    """Killed while the breaker holds, and started again: as many alerts as it may have, one notice, nothing lost."""
    newsroom.configure(alerts='max_age = "none"\nflood = 3', outlets=("joblo",))
    for number in range(12):
        publish(newsroom, number, datetime.now(UTC))
    crawl = subprocess.Popen(
        [sys.executable, "-m", "monitor.cli", "crawl"],
        cwd=newsroom.path,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 60
    while crawl.poll() is None and time.monotonic() < until:
        with suppress(ArchiveError):
            if newsroom.rows("select count(*) from articles") > [(4,)]:
                break
        time.sleep(0.005)
    with suppress(ProcessLookupError):
        os.killpg(crawl.pid, signal.SIGKILL)
    crawl.wait()

    newsroom.crawl()
    newsroom.crawl()

    assert newsroom.rows("select type, count(*) from messages group by 1 order by 1") == [
        ("incident.opened", 1),
        ("story.opened", 3),
    ]
    assert newsroom.rows("select reason, count(*) from suppressed group by 1") == [("flood", 9)]
    assert newsroom.rows("select count(*) from hits where not old") == [(12,)]
    ((detail,),) = newsroom.rows("select detail from incidents")
    assert detail.startswith("Joblo: 9 alerts were held")
