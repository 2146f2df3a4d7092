"""Old stories leave the archive whole, and nothing that is still of use goes with them."""

import pytest
from store_made import COLLIDER, DAY, HEAT, HIT, HOUR, JOBLO, NOW, add_all, found, link, new

from monitor.model import Origin
from monitor.person import HeldBy
from monitor.store import (
    added_coverage,
    alerts_made,
    articles,
    held,
    hits,
    links,
    notes,
    outbox,
    outlets,
    pruned_links,
    reader_logins,
    stars,
    stories,
    verdicts,
    watches,
)
from monitor.store.added_coverage import NewCoverage
from monitor.store.alerts_made import Recipient
from monitor.store.archive import Archive
from monitor.store.file import integrity, pruning
from monitor.store.file.pruning import Pruned
from monitor.store.held import NewHeld
from monitor.store.outbox import NewMessage

LONG_AGO = NOW - 400 * DAY
CUTOFF = NOW - 365 * DAY


@pytest.fixture
def old(archive: Archive) -> int:
    """An archive with an old story: two articles, a revision, a hit, an alert that was sent. Its id."""
    outlets.sync(archive, [JOBLO, COLLIDER], LONG_AGO)
    watches.sync(archive, [HEAT], LONG_AGO)
    links.add(archive, "joblo", None, [link(1), link(2)], Origin.LIVE, LONG_AGO)
    story = stories.open(archive, "Heat 2 is on", LONG_AGO)
    for number in (1, 2):
        articles.add(archive, new(number, found_at=LONG_AGO, story=story))
        links.stored(archive, link(number), number, LONG_AGO)
    articles.revise(archive, 1, new(1, body="Other words.").article, "other", ["body"], LONG_AGO + HOUR)
    hits.add(archive, HIT, 1, story, Origin.LIVE, LONG_AGO)
    message = NewMessage(id="m1", type="story.opened", watch="heat-2", story=story, article=1)
    outbox.enqueue(archive, message, [("desk", None, "x" * 1_000)], LONG_AGO)
    login = reader_logins.begin(archive, "ann", LONG_AGO)
    reader_logins.mark(archive, login, [1], LONG_AGO, is_read=True)
    archive.execute("update deliveries set state = 'sent'")
    return story


def prune(archive: Archive) -> Pruned:
    """One step over everything."""
    return pruning.step(archive, CUTOFF, NOW)


def left(archive: Archive) -> list[int]:
    """The stories that are left."""
    return [row["id"] for row in archive.rows("select id from stories order by id")]


def test_a_story_goes_whole(archive: Archive, old: int) -> None:
    """Articles, revisions, hits, messages and words of the search go; what would go was counted before."""
    outbox.enqueue(archive, NewMessage(id="m2", type="story.opened", article=1), [], NOW)  # its story is another now
    counted = pruning.count(archive, CUTOFF)
    done = prune(archive)

    assert archive.rows("delete from messages where id = 'm2' returning article_id")[0]["article_id"] is None
    assert (done.stories, done.articles, done.hits, done.messages) == (1, 2, 1, 1)
    assert counted == Pruned(stories=1, articles=2, hits=1, messages=1)
    assert done.last == old
    tables = ("stories", "articles", "revisions", "hits", "messages", "deliveries", "suppressed", "shortfalls")
    tables += ("reader_marks",)
    assert {table: archive.db[table].count for table in tables} == dict.fromkeys(tables, 0)
    assert found(archive, "mann") == []
    assert integrity.check(archive, thorough=True) == []
    assert prune(archive).last is None


def test_what_a_person_was_sent_stays_known_with_its_story(archive: Archive, old: int) -> None:
    """A message of alerts that had waited, old as it is, stays while a story of it goes on; it goes after the last."""
    running = stories.open(archive, "Heat 2 goes on", LONG_AGO)
    articles.add(archive, new(3, found_at=LONG_AGO, story=running))
    articles.add(archive, new(4, found_at=NOW, story=running))
    for article in (1, 3):
        alert = NewHeld(
            person="ann",
            article=article,
            watches=("heat-2",),
            outlet="joblo",
            alert_id=f"opened_{article}",
            type="story.opened",
            by=HeldBy.QUIET,
        )
        held.hold(archive, alert, LONG_AGO)
    outbox.enqueue(archive, NewMessage(id="held_1", type="alerts.held", person="ann"), [], LONG_AGO)
    held.released(archive, {1: "story.opened", 2: "story.updated"}, "held_1")
    ann = Recipient(channels=("desk",), persons=("ann",), person="ann")
    prune(archive)

    assert pruning.step(archive, CUTOFF, NOW, after=old).messages == 0
    assert [one.id for one in alerts_made.to(archive, ann, [running])] == ["held_1"]
    later = NOW + 400 * DAY
    counted = pruning.count(archive, NOW + 30 * DAY)
    done = [pruning.step(archive, NOW + 30 * DAY, later, after=after).messages for after in (0, running)]
    assert (counted.messages, done) == (1, [0, 1])
    assert integrity.check(archive, thorough=True) == []


@pytest.mark.usefixtures("old")
def test_links_stay_known(archive: Archive) -> None:
    """Its addresses are still known, as pruned, and are not read again though they are listed under another title."""
    prune(archive)
    links.retitled(archive, link(1, title="Heat 2, at last"), NOW)
    row = links.find(archive, link(1).url)

    assert row is not None
    assert (row.state, row.article_id, row.pruned_at) == ("stored", None, NOW)
    assert set(links.known(archive, "joblo")) == {link(1).url, link(2).url}
    assert links.pending(archive, "joblo", NOW, force=True) == []


def test_the_key_of_an_article_without_a_link_stays_known(archive: Archive, old: int) -> None:
    """An article whose address was never listed is known by its key, which a redirect may lead to."""
    articles.add(archive, new(3, found_at=LONG_AGO, story=old))
    prune(archive)

    assert pruned_links.is_pruned(archive, new(3).url_key)
    assert not pruned_links.is_pruned(archive, "https://joblo.example/4")


@pytest.mark.parametrize(
    "still",
    [
        "judged",
        "starred",
        "noted",
        "added",
        "added by another address",
        "queued",
        "sending",
        "failed",
        "joined",
        "revised",
        "found again",
    ],
)
def test_what_is_of_use_stays(archive: Archive, old: int, still: str) -> None:
    """A person's verdict, star, note or addition, a message to be sent, what came late: the story stays whole."""
    match still:
        case "judged":
            verdicts.judge(archive, [1], LONG_AGO, is_right=False)
        case "starred":
            stars.add(archive, 1, None, "ann", LONG_AGO)
        case "noted":
            notes.write(archive, 1, "The exclusive.", "ann", LONG_AGO)
        case "added":
            key = new(2).url_key
            added_coverage.add(archive, NewCoverage(watch="heat-2", url=key, url_key=key), "ann", LONG_AGO)
        case "added by another address":  # the article's own, while its listing had another
            key = new(2).url_key
            archive.execute("update links set url_key = 'https://elsewhere.example/2' where article_id = 2")
            added_coverage.add(archive, NewCoverage(watch="heat-2", url=key, url_key=key), "ann", LONG_AGO)
        case "joined":
            articles.add(archive, new(3, found_at=NOW - DAY, story=old))
        case "revised":
            articles.revise(archive, 2, new(2, body="New words.").article, "new", ["body"], NOW - DAY)
        case "found again":
            hits.add(archive, HIT, 2, old, Origin.BACKFILL, NOW - DAY)
        case _:
            archive.execute("update deliveries set state = ?", (still,))
    before = archive.value("select count(*) from articles")

    assert pruning.count(archive, CUTOFF) == Pruned()
    assert prune(archive) == Pruned()
    assert left(archive) == [old]
    assert archive.value("select count(*) from articles") == before


@pytest.mark.usefixtures("old")
def test_what_is_newer_stays(archive: Archive) -> None:
    """A story of the time that is kept is not touched, and a copy of an old text loses only what it points to."""
    story = stories.open(archive, "Heat 2, a year later", NOW - 300 * DAY)
    articles.add(archive, new(3, found_at=NOW - 300 * DAY, story=story, copy_of=1))
    prune(archive)
    kept = articles.get(archive, 3)

    assert left(archive) == [story]
    assert kept is not None
    assert kept.copy_of is None
    assert integrity.check(archive, thorough=True) == []


@pytest.mark.usefixtures("old")
def test_articles_of_other_programs_stay(archive: Archive) -> None:
    """What was inserted without a story is not ours to delete."""
    add_all(archive, [new(9, found_at=LONG_AGO)])
    prune(archive)

    assert archive.value("select count(*) from articles") == 1


def test_it_goes_step_by_step(archive: Archive, old: int) -> None:
    """Many stories take several transactions; the references are checked again after each."""
    for number in range(10, 360):
        story = stories.open(archive, "Another", LONG_AGO + HOUR)
        articles.add(archive, new(number, found_at=LONG_AGO, story=story))
    sizes, last = [], 0
    while (done := pruning.step(archive, CUTOFF, NOW, after=last)).last is not None:
        sizes.append(done.stories)
        last = done.last

    assert sizes == [100, 100, 100, 51]
    assert old not in left(archive)
    assert archive.value("pragma foreign_keys") == 1


def test_long_messages_without_a_story_go_too(archive: Archive) -> None:
    """Digests that were sent long ago go; one that was not, and a newer one, stay."""
    for name, at, state in (("old", LONG_AGO, "sent"), ("stuck", LONG_AGO, "failed"), ("new", NOW, "sent")):
        outbox.enqueue(archive, NewMessage(id=name, type="digest"), [("desk", None, "x")], at)
        archive.execute("update deliveries set state = ? where message_id = ?", (state, name))
    foretold = pruning.count(archive, CUTOFF)
    done = prune(archive)

    assert (done.messages, done.last) == (1, None)
    assert foretold.messages == 1
    assert [row["id"] for row in archive.rows("select id from messages order by id")] == ["new", "stuck"]


def test_a_message_that_had_waited_goes_with_its_story(archive: Archive, old: int) -> None:
    """Also where its article was split off meanwhile, and is of a story that stays: nothing points to nowhere."""
    stay = stories.open(archive, "Split off", NOW)
    articles.add(archive, new(3, found_at=NOW, story=stay))
    alert = NewHeld(
        person="ann", article=3, watches=(), outlet="joblo", alert_id="m1", type="story.opened", by=HeldBy.QUIET
    )
    held.hold(archive, alert, LONG_AGO)
    held.released(archive, {1: "story.opened"}, "m1")

    assert prune(archive).last == old
    assert left(archive) == [stay]
    assert integrity.check(archive, thorough=True) == []
