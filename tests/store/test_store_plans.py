import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from store_made import COLLIDER, DAY, FEED, HEAT, HIT, HOUR, JOBLO, NOW, add_all, link, new

import monitor
from monitor.events import Fetched
from monitor.model import Origin
from monitor.person import HeldBy
from monitor.refusals import Reason
from monitor.store import (
    added_coverage,
    alerts_made,
    articles,
    day_counts,
    digests,
    fetches,
    held,
    hits,
    incidents,
    leases,
    links,
    moves,
    notes,
    notified,
    outbox,
    outlets,
    reader_logins,
    sagas,
    stars,
    stories,
    thread_moves,
    verdicts,
    watches,
)
from monitor.store.alerts_made import AlertsOf, Recipient
from monitor.store.archive import Archive
from monitor.store.file import tidying
from monitor.store.held import NewHeld
from monitor.store.notified import Audience
from monitor.store.outbox import NewMessage
from monitor.store.queries import (
    attribution,
    edited_hits,
    history,
    lost_links,
    newest_articles,
    outlet_reading,
    reader_streams,
    revised_articles,
    search,
    sent_stories,
)
from monitor.store.queries.reader_streams import ReaderPlace, ReaderStream
from monitor.store.reader_logins import ReaderLogin
from monitor.views import reader_items

ANN = Recipient(channels=("desk",), persons=("ann",), person="ann")
AUDIENCE = Audience(watches=("heat-2",), channels=("desk",), until=NOW + DAY)
ANNS = ReaderLogin(id=1, name="ann", secret="", began_at=NOW, logged_in_at=NOW)
STREAM = ReaderStream(login=ANNS, now=NOW + DAY, watches=("collider", "heat-2"))
BY_HEAT = Recipient(channels=("desk",), persons=("ann",), watch="heat-2")
# With the years.
GROWING = (
    "articles|links|hits|fetches|revisions|stories|messages|deliveries|held|listed_too|earlier|story_links|thread_moves"
    "|threads"
)
# Indexes that are read from their end, or are of some hundred rows a year.
FEW = "hits_by_time|messages_by_digest|thread_moves_of_persons|threads_by_story"

CALLS: dict[str, Callable[[Archive], object]] = {
    "articles.find": lambda archive: articles.find(archive, "https://joblo.example/5"),
    "articles.of_text": lambda archive: articles.of_text(archive, "joblo", "x"),
    "articles.get": lambda archive: articles.get(archive, 5),
    "articles.get_many": lambda archive: articles.get_many(archive, [1, 5]),
    "articles.add": lambda archive: articles.add(archive, new(5)),
    "add_all": lambda archive: add_all(archive, [new(5), new(5_000)]),
    "articles.revise": lambda archive: articles.revise(archive, 5, new(5, title="x").article, "x", [], NOW),
    "articles.revisions": lambda archive: articles.revisions(archive, 5),
    "attribution.followed": lambda archive: attribution.followed(archive, NOW, NOW + HOUR),
    "attribution.credited": lambda archive: attribution.credited(archive, NOW + DAY),
    "day_counts.coverage": lambda archive: day_counts.coverage(archive, NOW.date(), NOW),
    "lost_links.between": lambda archive: lost_links.between(archive, NOW, NOW + HOUR),
    "outlets.standing": outlets.standing,
    "digests.past": digests.past,
    "digests.deliveries": lambda archive: digests.deliveries(archive, 1),
    "revised_articles.recent": lambda archive: list(revised_articles.recent(archive, limit=5, article=5)),
    "articles.recent": lambda archive: list(articles.recent(archive, NOW + 100 * HOUR)),
    "newest_articles.since": lambda archive: newest_articles.since(archive, NOW - 100 * HOUR, 2),
    "stories.joined": lambda archive: stories.joined(archive, 1, NOW),
    "stories.get": lambda archive: stories.get(archive, 1),
    "links.known": lambda archive: links.known(archive, "joblo"),
    "links.pending": lambda archive: links.pending(archive, "joblo", NOW),
    "links.next_due": lambda archive: links.next_due(archive, "joblo"),
    "links.add": lambda archive: links.add(archive, "collider", FEED, [link(5), link(9_999)], Origin.LIVE, NOW),
    "links.stored": lambda archive: links.stored(archive, link(5), 5, NOW),
    "links.refused": lambda archive: links.refused(archive, link(6), Reason.NO_TEXT, "", NOW),
    "links.failed": lambda archive: links.failed(archive, link(8), "", NOW, next_at=None),
    "links.find": lambda archive: links.find(archive, link(5).url),
    "links.of_article": lambda archive: links.of_article(archive, 5),
    "hits.reported_between": lambda archive: hits.reported_between(archive, ["heat-2"], NOW, NOW + DAY),
    "stars.of_articles": lambda archive: stars.of_articles(archive, [5]),
    "notes.of_articles": lambda archive: notes.of_articles(archive, [5]),
    "added_coverage.of_watches": lambda archive: added_coverage.of_watches(archive, ["heat-2"]),
    "outlet_reading.between": lambda archive: outlet_reading.between(archive, NOW, NOW + DAY),
    "hits.add": lambda archive: hits.add(archive, HIT, 5, None, Origin.LIVE, NOW),
    "hits.recent": hits.recent,
    "hits.recent(watch)": lambda archive: hits.recent(archive, watch="heat-2"),
    "hits.recent(story)": lambda archive: hits.recent(archive, story=1),
    "hits.recent(verdict)": lambda archive: hits.recent(archive, watch="heat-2", verdict="none"),
    "hits.articles_of": lambda archive: hits.articles_of(archive, "heat-2", NOW - HOUR, 5),
    "hits.articles_in_story": lambda archive: hits.articles_in_story(archive, 1, ["heat-2"], NOW - HOUR, 5),
    "hits.of_article": lambda archive: hits.of_article(archive, 5),
    "reader_streams.page": lambda archive: reader_streams.page(archive, STREAM, 20),
    "reader_streams.page(watch)": lambda archive: reader_streams.page(archive, of_one(STREAM), 20),
    "reader_streams.page(unread)": lambda archive: reader_streams.page(archive, replace(STREAM, read=False), 20),
    "reader_streams.page(read)": lambda archive: reader_streams.page(archive, of_one(STREAM, read=True), 20),
    "reader_streams.page(starred)": lambda archive: reader_streams.page(archive, replace(STREAM, starred=True), 20),
    "reader_streams.page(more)": lambda archive: reader_streams.page(
        archive, replace(STREAM, after=ReaderPlace(id=9, found_at=NOW)), 20
    ),
    "reader_streams.unread": lambda archive: reader_streams.unread(archive, ANNS, STREAM.watches, NOW + DAY),
    "reader_streams.read_all": lambda archive: reader_streams.read_all(
        archive, replace(STREAM, login=reader_logins.begin(archive, "ann", NOW))
    ),
    "reader_items.of": lambda archive: reader_items.of(archive, ANNS, [1, 5], NOW),
    "verdicts.of_watch": lambda archive: verdicts.of_watch(archive, "heat-2"),
    "hits.in_window": lambda archive: hits.in_window(
        archive, ["*"], NOW, NOW + HOUR, after=digests.last(archive, "day")
    ),
    "edited_hits.in_window": lambda archive: edited_hits.in_window(
        archive, ["*"], NOW, NOW + HOUR, after=digests.last(archive, "day")
    ),
    "moves.merge": lambda archive: moves.merge(archive, 1, 2, NOW),
    "sagas.newest": lambda archive: sagas.newest(archive, since=NOW, limit=5),
    "thread_moves.of_thread": lambda archive: thread_moves.of_thread(archive, 1),
    "thread_moves.kept_apart": lambda archive: thread_moves.kept_apart(archive, 1),
    "thread_moves.last": thread_moves.last,
    "digests.last": lambda archive: digests.last(archive, "day"),
    "outbox.enqueue": lambda archive: outbox.enqueue(archive, NewMessage(id="m", type="x"), [("a", None, "")], NOW),
    "leases.claim": lambda archive: leases.claim(archive, NOW, 5, HOUR),
    "history.channels": history.channels,
    "outbox.watches_alerted": lambda archive: outbox.watches_alerted(archive, 1),
    "alerts_made.on_story": lambda archive: alerts_made.on_story(archive, 1, "heat-2"),
    "alerts_made.to(person)": lambda archive: alerts_made.to(archive, ANN, [1]),
    "alerts_made.led": lambda archive: alerts_made.led(archive, BY_HEAT, [1]),
    "alerts_made.to(watch)": lambda archive: alerts_made.to(archive, BY_HEAT, [1]),
    "alerts_made.alone": lambda archive: alerts_made.alone(archive, "ann", NOW - HOUR, NOW),
    "alerts_made.outlet_hour": lambda archive: alerts_made.outlet_hour(
        archive, AlertsOf(outlet="joblo", since=NOW - HOUR, until=NOW, person="ann")
    ),
    "notified.earlier": lambda archive: notified.earlier(archive, 3, AUDIENCE),
    "notified.corrected": lambda archive: notified.corrected(archive, NOW, NOW + HOUR, AUDIENCE),
    "sent_stories.last_sent": lambda archive: sent_stories.last_sent(archive, "desk", [1, 2], NOW + DAY),
    "held.waiting": lambda archive: held.waiting(archive, "ann"),
    "held.of_article": lambda archive: held.of_article(archive, 5),
    "fetches.of_url": lambda archive: fetches.of_url(archive, "https://joblo.example/5"),
    "incidents.close": lambda archive: incidents.close(archive, "x", "y", NOW),
    "outlets.due": lambda archive: outlets.due(archive, NOW),
    "outlets.state": lambda archive: outlets.state(archive, "joblo"),
    "articles.by_outlet": lambda archive: articles.by_outlet(archive, NOW),
    "search.search": lambda archive: search.search(archive, "mann", since=NOW + DAY),
    "latest_hits": lambda archive: archive.rows("select * from latest_hits limit 5"),
    "story_timeline": lambda archive: archive.rows("select * from story_timeline where story_id = 1"),
}


def of_one(stream: ReaderStream, **changed: Any) -> ReaderStream:
    """The stream of one watch."""
    return replace(stream, watches=stream.watches[-1:], **changed)


@pytest.fixture(scope="module")
def grown_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with a few hundred of everything, with statistics, so that the planner knows what is large."""
    path = tmp_path_factory.mktemp("grown") / "archive.db"
    with Archive.open(path, create=True) as archive:
        outlets.sync(archive, [JOBLO, COLLIDER], NOW)
        watches.sync(archive, [HEAT], NOW)
        with archive.transaction():
            fill(archive, 300)
        tidying.tidy(archive, NOW)
        archive.rows("analyze")
    return path


@pytest.fixture
def grown(grown_file: Path, path: Path) -> Iterator[Archive]:
    """A copy of it."""
    shutil.copy(grown_file, path)
    with Archive.open(path) as opened:
        yield opened


def waits(article: int) -> NewHeld:
    """An alert that waits for Ann."""
    return NewHeld(
        person="ann",
        article=article,
        watches=("heat-2",),
        outlet="joblo",
        alert_id=f"opened_{article}",
        type="story.opened",
        by=HeldBy.QUIET,
    )


def fill(archive: Archive, count: int) -> None:
    """So many links, articles, hits, fetches and messages, three articles a story, a few deliveries not sent."""
    links.add(archive, "joblo", FEED, [link(number) for number in range(count)], Origin.LIVE, NOW)
    for number in range(count):
        story = number // 3 + 1
        if number % 3 == 0:
            stories.open(archive, f"Story {number}", NOW)
        articles.add(archive, new(number, found_at=NOW + number * HOUR, story=story))
        links.stored(archive, link(number), number + 1, NOW)
        hits.add(archive, HIT, number + 1, story, Origin.LIVE, NOW + number * HOUR)
        asked = Fetched(outlet="joblo", url=link(number).url, kind="page", at=NOW + timedelta(seconds=number))
        fetches.add(archive, asked)
        digests.claim(archive, "day", NOW + (number - 24) * HOUR, NOW + number * HOUR, NOW)
        message = NewMessage(id=f"m{number}", type="story.opened", watch="heat-2", story=story)
        outbox.enqueue(archive, message, [("desk", None, "x")], NOW)
        held.hold(archive, waits(number + 1), NOW + number * HOUR)
        if number % 2:
            held.released(archive, {number + 1: "story.opened"}, message.id)
    for claimed in leases.claim(archive, NOW, count - 10, HOUR):
        leases.sent(archive, claimed.id, NOW)


@pytest.mark.parametrize("name", CALLS)
def test_no_call_scans_what_grows(grown: Archive, name: str) -> None:
    """What the daemon and the commands ask every day is answered by an index, however large the archive is."""
    statements: list[str] = []
    grown.db.conn.set_trace_callback(statements.append)
    CALLS[name](grown)
    grown.db.conn.set_trace_callback(None)
    asked = [each for each in statements if re.match(r"\s*(select|insert|update|delete|with)", each)]
    grown.rows("pragma foreign_keys = off")  # a plan also lists checks that are only made when keys are broken
    steps = [row["detail"] for each in asked for row in grown.rows(f"explain query plan {each}")]

    assert asked
    assert [step for step in steps if re.search(rf"SCAN ({GROWING})\b(?! USING INDEX ({FEW}))", step)] == []
    assert [step for step in steps if "held_by_message (message_id>" in step] == []  # a list of all that ever waited


def test_the_newest_hits_are_not_sorted(archive: Archive) -> None:
    """They come by the index of time, whatever the planner thinks of the few watches: a year has 50,000 of them."""
    plan = archive.rows(f"explain query plan {hits._NEWEST} order by hits.found_at desc, hits.id desc limit 20")
    steps = [row["detail"] for row in plan]

    assert steps[0] == "SCAN hits USING INDEX hits_by_time"
    assert not [step for step in steps if "TEMP B-TREE" in step]


def test_a_claim_does_not_compare_all_that_waits_with_all_that_waits(archive: Archive) -> None:
    """What a delivery waits for is found by the messages on its story, however long the queue, with no statistics."""
    fill(archive, 30)
    statements: list[str] = []
    archive.db.conn.set_trace_callback(statements.append)
    leases.claim(archive, NOW + 2 * HOUR, 5, HOUR, channels=["desk"])
    archive.db.conn.set_trace_callback(None)
    asked = [each for each in statements if "as earlier" in each]
    steps = [row["detail"] for each in asked for row in archive.rows(f"explain query plan {each}")]

    assert len(asked) >= 2
    assert {step for step in steps if re.match(r"(SEARCH|SCAN) (earlier|before)\b", step)} == {
        "SEARCH earlier USING INDEX messages_by_story (story_id=? AND watch_id=?)",
        "SEARCH earlier USING INDEX messages_by_story (story_id=?)",  # of the same person
        "SEARCH earlier USING INDEX sqlite_autoindex_messages_1 (id=?)",  # of alerts that had waited
        "SEARCH earlier USING INDEX messages_by_incident (incident_id=?)",
        "SEARCH before USING INDEX deliveries_once (message_id=? AND channel=?)",
    }


def test_a_bound_of_rows_is_no_bare_parameter() -> None:
    """Since SQLite 3.47 a statement with one is prepared again for each value; with a plus before it, it is not."""
    bare = re.compile(r"\blimit [?:]")
    modules = Path(monitor.__file__).parent.rglob("*.py")
    assert [module.name for module in modules if bare.search(module.read_text(encoding="utf-8"))] == []
