import json
import random
import signal
import time
from collections import Counter
from datetime import UTC, datetime

import pytest

from monitor.newsstand import Faults
from monitor.store.codec.timestamps import stamp

# A daemon that is killed leaves the press's connections half open: whenever they are collected, it is no defect.
pytestmark = [
    pytest.mark.timeout(300),  # each wait has its own limit
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

# An archive that was made a moment ago has no outlets yet.
SEEDED = "select count(*) > 0 and min(last_crawl_at is not null) from outlets"
KILLS = 3
WAITING = "select count(*) from deliveries where state != 'sent'"


def seeded(world):
    return world.rows(SEEDED) == [(1,)]


def is_told(world, over):
    """Everything that was published until `over` is read, and everything that was queued has arrived.

    One outlet may be left alone, for a page that cannot be read.
    """
    crawled = world.rows("select last_crawl_at from outlets order by 1 limit 2")  # the two that were longest ago
    unread = world.rows("select count(*) from links where state = 'found' and attempts = 0")
    return crawled[-1:] > [(stamp(over),)] and unread == [(0,)] and world.rows(WAITING) == [(0,)]


@pytest.mark.slow
@pytest.mark.figure("kills", each=KILLS)
def test_a_daemon_tells_each_story_once_although_it_is_killed(world):
    """Killed at three moments: every article once, every story opened once a watch, each message at the catcher."""
    chance = random.Random(7)  # noqa: S311 - moments for kills
    daemon = world.daemon()
    world.until(lambda: seeded(world))
    world.play()
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.5, 2.5))
        daemon.send_signal(signal.SIGKILL)
        daemon.wait(10)
        daemon = world.daemon()
    log = world.folder / "daemon.log"
    world.until(lambda: world.stand.is_over, 90)
    over = datetime.now(UTC)
    world.until(lambda: is_told(world, over), 90)
    world.until(lambda: f'"pid": {daemon.pid}' in log.read_text())
    daemon.send_signal(signal.SIGTERM)

    assert daemon.wait(20) == 0
    assert world.rows("select url_key from articles group by url_key having count(*) > 1") == []
    opened = Counter(world.rows("select watch_id, story_id from messages where type = 'story.opened'"))
    due = world.rows(
        "select distinct watch_id, story_id from hits join watches on watches.id = watch_id "
        "where origin = 'live' and alert = 'instant'"
    )
    assert opened == Counter(due)
    told = {hook.id for hook in world.hooks.accepted}
    assert told == {row[0] for row in world.rows("select message_id from deliveries where channel = 'desk'")}
    mailed = {mail.id.strip("<>").partition("@")[0] for mail in world.mails.accepted}
    assert mailed == {row[0] for row in world.rows("select message_id from deliveries where channel = 'mail'")}


@pytest.mark.slow
@pytest.mark.parametrize("world", [{"faults": Faults(fail=1.0, refusals=1), "speed": 600.0}], indirect=True)
def test_catchers_that_fail_get_each_message_in_the_end(world):
    """Receivers that refuse every message at first have each one once by its id, by the timetable's second attempt.

    Not a share of all attempts: one in eleven messages would be refused twice, and the third attempt is minutes later.
    """
    world.daemon()
    world.until(lambda: seeded(world))
    world.play()
    world.until(lambda: world.stand.is_over and world.rows("select count(*) > 3 from deliveries") == [(1,)], 60)
    world.until(lambda: world.rows("select count(*) from deliveries where state != 'sent'") == [(0,)], 50)

    sent = {row[0] for row in world.rows("select message_id from deliveries where state = 'sent' and channel = 'desk'")}
    assert sent
    taken, tried = (Counter(hook.id for hook in hooks) for hooks in (world.hooks.accepted, world.hooks.attempts))
    assert {(taken[message_id], tried[message_id]) for message_id in sent} == {(1, 2)}
    assert world.rows("select count(*) from channels where brake_cause is not null") == [(0,)]


@pytest.mark.parametrize("world", [{"faults": Faults(fail=1.0), "speed": 600.0}], indirect=True)
def test_the_log_alone_says_which_messages_failed_why_and_when_they_are_tried_again(world):
    """Message by message what the archive says: which was tried, why it failed, and when the channel is tried again."""
    daemon = world.daemon()
    world.until(lambda: seeded(world))
    world.play()
    world.until(lambda: world.rows("select brake_cause = 'passing' from channels where name = 'desk'") == [(1,)])
    daemon.send_signal(signal.SIGTERM)
    assert daemon.wait(20) == 0

    lines = [json.loads(line) for line in (world.folder / "daemon.log").read_text().splitlines()]
    tried = [line for line in lines if line["event"] in {"delivery.sent", "delivery.failed", "channel.braked"}]
    last = {(line["message_id"], line["channel"]): line for line in tried}
    failed = {key: line for key, line in last.items() if line["event"] != "delivery.sent"}
    rows = world.rows(
        "select message_id, channel, last_error, coalesce(brake_until, next_at) from deliveries "
        "left join channels on name = channel where state = 'failed'"
    )

    assert any(line["event"] == "crawl.under_way" for line in lines)  # the first crawls are not silent
    assert rows
    braked = [line for line in tried if line["event"] == "channel.braked"]
    assert {row[:3] for row in rows} == {(*key, line["cause"]) for key, line in failed.items()}
    until = {line["channel"]: line["next_trial_at"] for line in braked}
    assert {(row[1], row[3]) for row in rows if row[1] in until} == set(until.items())
    assert (
        sum(line["event"] == "delivery.sent" for line in last.values())
        == world.rows("select count(*) from deliveries where state = 'sent'")[0][0]
    )


def test_the_daemon_is_alone_reloads_and_ends_in_order(world):
    """A second daemon ends with 75, a bad configuration is refused and the old one kept, SIGTERM ends with 0."""
    daemon = world.daemon()
    world.until(lambda: seeded(world))

    assert world.daemon().wait(20) == 75

    path = world.folder / "monitor.toml"
    good = path.read_text()
    path.write_text(good + "\n[[watch]]\nname = 'Bad'\nquery = '(('\nnonsense = 1\n")
    daemon.send_signal(signal.SIGHUP)
    log = world.folder / "daemon.log"
    world.until(lambda: "config.refused" in log.read_text())
    path.write_text(
        good + "\n[[watch]]\nname = 'Lantern'\nquery = 'Lantern'\n"
    )  # no signal: the daemon looks at the file
    world.until(lambda: world.rows("select count(*) from watches where id = 'lantern'") == [(1,)])

    daemon.send_signal(signal.SIGTERM)
    assert daemon.wait(20) == 0


def test_the_press_is_treated_as_a_good_guest(world):
    """One request at a time to an outlet, under one honest name, nothing under a barred path, and 304 where it fits."""
    daemon = world.daemon()
    world.until(lambda: seeded(world))
    world.until(lambda: any(visit.status == 304 for visit in world.visits), 30)
    daemon.send_signal(signal.SIGTERM)
    daemon.wait(20)

    assert max(visit.in_flight for visit in world.visits) == 1
    assert {visit.user_agent for visit in world.visits} == {"EntertainmentMonitor/0.1 (+https://example.org/bot)"}
    assert not [visit for visit in world.visits if visit.target.startswith("/private/")]
    pages = Counter((visit.outlet, visit.target) for visit in world.visits if visit.status == 200)
    twice = [where for where, count in pages.items() if count > 1 and ("articles" in where[1] or "/20" in where[1])]
    assert not twice


def test_one_crawl_by_hand_reads_what_there_is(world):
    """`monitor crawl` reads all outlets and says what it found; a second one reads no article again."""
    first = world.command("crawl", "--json")
    read = len([visit for visit in world.visits if visit.status == 200])
    articles = world.rows("select count(*) from articles")

    second = world.command("crawl", "--json")

    assert first.returncode in (0, 4), first.stderr
    assert articles[0][0] > 10
    assert world.rows("select count(*) from articles") == articles
    assert second.returncode in (0, 4)
    again = len([visit for visit in world.visits if visit.status == 200]) - read
    assert again < read / 2


def test_an_unknown_outlet_is_a_mistake_of_the_user(world):
    """Naming an outlet that is not followed ends with 2 and a hint, and touches nothing."""
    told = world.command("crawl", "nosuch")

    assert told.returncode == 2
    assert "nosuch" in told.stderr
    assert "hint" in told.stderr
    assert not (world.folder / "archive.db").exists()
