"""What happens is counted once, whoever writes it, and never taken back."""

from datetime import timedelta

from store_made import DAY, HIT, NOW, SECOND, link, new, populate

from monitor.causes import CrawlOutcome
from monitor.events import Fetched
from monitor.model import Origin
from monitor.refusals import Reason
from monitor.store import articles, counters, fetches, hits, leases, links, outbox, stories, suppressed
from monitor.store.archive import Archive
from monitor.store.counters import COUNTERS, GAUGES
from monitor.store.file import pruning
from monitor.store.outbox import NewMessage
from monitor.store.queries import clock_shift
from monitor.story import Suppressed, Suppression


def values(archive: Archive, name: str) -> dict[tuple[str, ...], int]:
    """The values of a counter, by those of its labels."""
    return {tuple(each.labels.values()): each.value for each in counters.counted(archive) if each.name == name}


def test_each_counter_counts(archive: Archive) -> None:
    """Each kind of event raises its counter by one; the same event twice does not."""
    number = populate(archive)
    links.add(archive, "joblo", None, [link(7)], Origin.LIVE, NOW)
    asked = Fetched(outlet="joblo", url=link(1).url, kind="page", at=NOW, status=404)
    for _ in range(2):
        fetches.add(archive, asked)
        links.refused(archive, link(7), Reason.CAPTCHA, "", NOW, recheck_at=NOW + DAY)
        articles.add(archive, new(1))
    links.refused(archive, link(7), Reason.CAPTCHA, "", NOW + SECOND, recheck_at=NOW + DAY)
    fetches.add(archive, Fetched(outlet="joblo", url=link(2).url, kind="source", at=NOW, error="no answer"))
    archive.execute("update outlets set last_outcome = ? where id = 'joblo'", (CrawlOutcome.FINISHED.value,))
    outbox.enqueue(archive, NewMessage(id="m", type="story.opened"), [("desk", None, "x")], NOW)
    leases.sent(archive, 1, NOW)
    archive.execute(
        "insert into incidents (kind, subject, detail, opened_at, last_seen_at) values ('dead', 'x', 'x', 'x', 'x')"
    )
    why = Suppressed(reason=Suppression.NO_NEWS, facts={})
    suppressed.keep(archive, why, article=number, watch="heat-2", now=NOW)

    assert values(archive, "articles") == {("joblo", "live"): 1}
    assert values(archive, "requests") == {("page", "4xx"): 1, ("source", "none"): 1}
    assert values(archive, "pages_refused") == {("captcha",): 1}
    assert values(archive, "crawls") == {("finished",): 1}
    assert values(archive, "messages") == {("story.opened",): 1}
    assert values(archive, "deliveries") == {("desk", "sent"): 1}
    assert values(archive, "incidents") == {("dead",): 1}
    assert values(archive, "alerts_suppressed") == {("no_news",): 1}


def test_a_clock_set_back_is_no_crawl(archive: Archive) -> None:
    """Times that are moved are not events."""
    populate(archive)
    archive.execute("update outlets set last_outcome = 'finished', last_crawl_at = ?", ("2026-11-22T08:00:00Z",))
    before = counters.counted(archive)
    clock_shift.set_back(archive, 3_600.0, NOW - timedelta(hours=1))

    assert counters.counted(archive) == before


def test_pruning_takes_nothing_away(archive: Archive) -> None:
    """What was deleted has happened all the same."""
    populate(archive)
    long_ago = NOW - 400 * DAY
    story = stories.open(archive, "Old", long_ago)
    number = articles.add(archive, new(2, found_at=long_ago, story=story))
    hits.add(archive, HIT, number, story, Origin.LIVE, long_ago)
    before = counters.counted(archive)
    pruned = pruning.step(archive, NOW - 100 * DAY, NOW)

    assert pruned.articles == 1
    assert counters.counted(archive) == before


def test_every_name_is_explained(archive: Archive) -> None:
    """A counter that a trigger counts, and a gauge that is measured, has a sentence."""
    triggers = archive.rows("select sql from sqlite_schema where type = 'trigger' and name like 'counted%'")
    named = {name for row in triggers for name in COUNTERS if f"'{name}'" in row["sql"]}

    assert named == set(COUNTERS)
    assert len(triggers) == len(COUNTERS)
    assert {each.name for each in counters.measured(archive)} <= set(GAUGES)
