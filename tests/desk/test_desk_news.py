import json
from dataclasses import replace
from datetime import timedelta

import pytest
from desk_made import HEAT, OUTLETS, config
from make import NOW

from monitor.causes import CrawlOutcome
from monitor.config import Crawl
from monitor.desk import Desk
from monitor.errors import ArchiveError
from monitor.events import Death, Finished, HostHeld, LinkFailed, LinkRefused, RobotsRead, SourceFailed
from monitor.model import Link, Origin
from monitor.refusals import Reason
from monitor.store import incidents, links, outbox, outlets

OTHER = (
    "The director of Collateral has settled what comes after Ferrari: Heat 2, he said in an interview. Adam Driver is "
    "in talks for Neil McCauley. Michael Mann and Meg Gardiner wrote the novel, and Mann the script, which he calls "
    "nearly done. Shooting should start in Chicago and Los Angeles next year, the filmmaker told the podcast."
)
MIAMI = "The Miami Heat led 2-0 at the half. The Miami Heat won by 2, and the Heat 2.0 era goes on in Florida tonight."


def rows(desk, sql):
    return [tuple(row) for row in desk.context.archive.rows(sql)]


def test_a_hit_its_story_and_its_messages_come_together(desk, read):
    """The founding article makes one hit, one story and one message for each recipient of its channels."""
    desk.ingest(read("joblo", "Michael Mann says Heat 2 is his next film"), NOW)

    assert rows(desk, "select watch_id, origin, field from hits") == [("heat-2", "live", "title")]
    assert rows(desk, "select article_count, first_reported_by from stories") == [(1, "joblo")]
    assert rows(desk, "select type, watch_id from messages") == [("story.opened", "heat-2")]
    assert rows(desk, "select channel, recipient from deliveries order by id") == [
        ("hook", None),
        ("mail", "ann@example.org"),
        ("mail", "ben@example.org"),
    ]


def test_the_webhook_says_what_happened(desk, read):
    """The rendered webhook carries watch, story, outlet and snippet in the documented shape."""
    desk.ingest(read("joblo", "Michael Mann says Heat 2 is his next film"), NOW)

    sent = json.loads(rows(desk, "select rendered from deliveries where channel = 'hook'")[0][0])
    assert sent["type"] == "story.opened"
    assert sent["data"]["watch"] == "Heat 2"
    assert sent["data"]["story"]["first_reported_by"] == "joblo"
    assert sent["data"]["story"]["articles"][0]["url"] == "https://joblo.example/a"
    assert "Heat 2" in sent["data"]["hits"][0]["snippet"]


def test_the_same_event_twice_changes_nothing(desk, read):
    """A crawl that is repeated after a crash adds neither article nor hit nor message."""
    event = read("joblo", "Michael Mann says Heat 2 is his next film")
    desk.ingest(event, NOW)
    before = rows(desk, "select count(*), max(id) from hits") + rows(desk, "select id from messages")

    made = desk.ingest(event, NOW + timedelta(minutes=5))

    assert made == 0
    assert rows(desk, "select count(*), max(id) from hits") + rows(desk, "select id from messages") == before
    assert rows(desk, "select count(*) from articles") == [(1,)]


def test_the_next_outlet_joins_the_story(desk, read):
    """A second outlet with the same news is one story; it is reported once, as a confirmation."""
    desk.ingest(read("joblo", "Michael Mann says Heat 2 is his next film"), NOW)
    desk.ingest(read("variety", "Mann settles on Heat 2 after Ferrari", OTHER, minutes=20), NOW + timedelta(minutes=20))
    desk.ingest(read("deadline", "Heat 2 is next for Mann", OTHER, minutes=40), NOW + timedelta(minutes=40))

    assert rows(desk, "select article_count, outlet_count, first_reported_by from stories") == [(3, 3, "joblo")]
    assert rows(desk, "select type from messages order by rowid") == [("story.opened",), ("story.updated",)]


def test_the_miami_heat_is_no_heat_2(desk, read):
    """A team, a score and a version make no hit and no message; the article is kept all the same."""
    desk.ingest(read("joblo", "Miami Heat 2-0 up after the half", MIAMI), NOW)

    assert rows(desk, "select count(*) from hits") == [(0,)]
    assert rows(desk, "select count(*) from messages") == [(0,)]
    assert rows(desk, "select count(*) from articles") == [(1,)]


def test_the_first_crawl_alerts_no_one(tmp_path, read, found):
    """What a seed finds is a hit of origin seed without a message; what comes after is live."""
    desk = Desk.open(config(tmp_path, crawl=Crawl(seed=True)))
    desk.sync(NOW)
    desk.ingest(found("joblo", "a"), NOW)
    desk.ingest(read("joblo", "Michael Mann says Heat 2 is his next film"), NOW)
    desk.ingest(Finished(outlet="joblo", at=NOW, outcome=CrawlOutcome.FINISHED), NOW)
    later = NOW + timedelta(hours=30)
    desk.ingest(found("joblo", "b", minutes=1800), later)
    desk.ingest(read("joblo", "Heat 2 has a composer", MIAMI + " Heat 2 too.", minutes=1800, slug="b"), later)

    assert rows(desk, "select origin from hits order by id") == [("seed",), ("live",)]
    assert rows(desk, "select count(*) from messages") == [(1,)]
    desk.close()


def test_a_seed_that_was_cut_goes_on_being_a_seed(tmp_path, found):
    """Until a crawl is complete, what an outlet lists is its past."""
    desk = Desk.open(config(tmp_path, crawl=Crawl(seed=True)))
    desk.sync(NOW)
    desk.ingest(found("joblo", "a"), NOW)
    desk.ingest(Finished(outlet="joblo", at=NOW, outcome=CrawlOutcome.CUT, complete=False), NOW)

    assert desk.order("joblo", NOW).origin is Origin.SEED
    desk.close()


def test_a_changed_article_is_a_revision(desk, read):
    """The same address with another headline keeps the old text, and makes no second article."""
    desk.ingest(read("joblo", "Mann plans something"), NOW)

    desk.ingest(read("joblo", "Mann plans Heat 2 with Adam Driver", minutes=90), NOW + timedelta(minutes=90))

    assert rows(desk, "select title from articles") == [("Mann plans Heat 2 with Adam Driver",)]
    ((title, changes),) = rows(desk, "select title, changes from revisions")
    assert title == "Mann plans something"
    assert "headline" in changes


def test_a_revision_that_brings_the_hit_alerts(desk, read):
    """An article that names the film only after an edit is reported then."""
    desk.ingest(read("joblo", "Mann plans something", "The director said he has plans, and no more than that."), NOW)
    assert rows(desk, "select count(*) from messages") == [(0,)]

    desk.ingest(read("joblo", "Mann plans Heat 2", minutes=30), NOW + timedelta(minutes=30))

    assert rows(desk, "select type from messages") == [("story.opened",)]


def test_a_batch_is_whole_or_not_at_all(desk, read, monkeypatch):
    """When the archive cannot be written, nothing of a batch stays, and the batch can be ingested again."""
    batch = [read("joblo", "Heat 2 is next"), read("variety", "Heat 2 is next for Mann", OTHER)]
    enqueue = outbox.enqueue
    broken = iter([True])

    def full(*args: object, **options: object):
        if next(broken, False):
            raise ArchiveError("no space left")
        return enqueue(*args, **options)

    monkeypatch.setattr(outbox, "enqueue", full)
    with pytest.raises(ArchiveError):
        desk.ingest_all(batch, NOW)
    assert rows(desk, "select count(*) from articles") == [(0,)]

    desk.ingest_all(batch, NOW)

    assert rows(desk, "select count(*) from articles") == [(2,)]
    assert rows(desk, "select count(*) from stories") == [(1,)]


def test_a_new_watch_is_matched_over_the_archive(desk, read, tmp_path):
    """A watch that is added finds what was read before it, as backfill and without a message."""
    desk.ingest(read("joblo", "Adam Driver joins a crime saga"), NOW)
    messages = rows(desk, "select count(*) from messages")
    driver = replace(HEAT, id="driver", name="Driver", query='"Adam Driver"')

    desk.reload(config(tmp_path, watches=(HEAT, driver)), NOW)

    assert rows(desk, "select origin from hits where watch_id = 'driver'") == [("backfill",)]
    assert rows(desk, "select count(*) from messages") == messages


def test_an_article_of_an_outlet_that_was_never_followed_is_not_taken(desk, read):
    """Events of strangers are dropped without harm."""
    assert desk.ingest(read("stranger", "Heat 2"), NOW) == 0
    assert rows(desk, "select count(*) from articles") == [(0,)]


def test_stories_survive_a_restart(desk, read, tmp_path):
    """A desk that is opened anew knows the stories of the last days."""
    desk.ingest(read("joblo", "Michael Mann says Heat 2 is his next film"), NOW)
    desk.close()

    again = Desk.open(config(tmp_path))
    again.ingest(read("variety", "Mann settles on Heat 2 after Ferrari", OTHER, minutes=20), NOW)

    assert rows(again, "select article_count from stories") == [(2,)]
    again.close()


class TestLinks:
    """Links that became no article."""

    def test_a_failure_is_tried_again_and_given_up_in_the_end(self, desk, found):
        """Each failure puts the next attempt further off; after the last one the link is given up with its error."""
        desk.ingest(found("joblo", "a"), NOW)
        at, waits = NOW, []
        for _ in range(8):
            at += timedelta(days=2)
            desk.ingest(LinkFailed(outlet="joblo", link=Link(url="https://joblo.example/a"), error="reset", at=at), at)
            row = links.find(desk.context.archive, "https://joblo.example/a")
            waits.append(row.next_at - at if row.next_at else None)

        assert waits[-1] is None
        assert row.state == "given_up"
        assert waits[:-1] == sorted(waits[:-1])

    def test_a_missing_page_is_given_up_sooner(self, desk, found):
        """A 404 may be a page on its way, for minutes; not for days."""
        desk.ingest(found("joblo", "a"), NOW)
        for day in range(4):
            at = NOW + timedelta(days=day)
            link = Link(url="https://joblo.example/a")
            desk.ingest(LinkFailed(outlet="joblo", link=link, error="HTTP 404", status=404, at=at), at)

        assert links.find(desk.context.archive, "https://joblo.example/a").state == "given_up"

    def test_a_wall_is_looked_at_again(self, desk, found):
        """A captcha may go away: the link is refused, and looked at again an hour later."""
        desk.ingest(found("joblo", "a"), NOW)
        link = Link(url="https://joblo.example/a")
        desk.ingest(LinkRefused(outlet="joblo", link=link, reason=Reason.CAPTCHA, at=NOW), NOW)

        assert not desk.order("joblo", NOW + timedelta(minutes=59)).pending
        assert desk.order("joblo", NOW + timedelta(minutes=61)).pending == (replace(link, title="a"),)

    def test_dangerous_markup_is_locked_away_with_one_incident(self, desk, found):
        """A page that could hang the parser is quarantined and told once."""
        desk.ingest(found("joblo", "a"), NOW)
        event = LinkRefused(
            outlet="joblo", link=Link(url="https://joblo.example/a"), reason=Reason.HOSTILE_MARKUP, at=NOW
        )
        desk.ingest(event, NOW)
        desk.ingest(event, NOW)

        assert links.find(desk.context.archive, "https://joblo.example/a").state == "quarantined"
        assert [row.kind for row in incidents.listing(desk.context.archive)] == ["page_quarantined"]

    def test_a_page_that_killed_its_reader_is_locked_away(self, desk, found):
        """The page that was being parsed is never read again by itself; a third strike pauses its outlet."""
        desk.ingest(found("joblo", "a", "b", "c"), NOW)
        for slug in ("a", "b", "c"):
            url = f"https://joblo.example/{slug}"
            desk.ingest(Death(hung=True, outlet="joblo", url=url, outlets=("joblo",), stack="", at=NOW), NOW)

        assert not desk.order("joblo", NOW, force=True).pending
        assert "joblo" not in desk.due(NOW + timedelta(hours=1))
        assert "joblo" in desk.due(NOW + timedelta(days=1))

    def test_a_death_that_is_reported_again_is_one(self, desk, found):
        """The same death three times is one strike: its outlet is not paused for it."""
        desk.ingest(found("joblo", "a"), NOW)
        death = Death(hung=True, outlet="joblo", url="https://joblo.example/a", outlets=("joblo",), stack="", at=NOW)
        for _ in range(3):
            desk.ingest(death, NOW)

        assert "joblo" in desk.due(NOW + timedelta(hours=1))


class TestOrders:
    """What a crawl is reported."""

    def test_found_links_are_pending_until_they_are_stored(self, desk, read, found):
        """A crash between listing and reading loses nothing: the next order holds what is unread."""
        desk.ingest(found("joblo", "a", "b"), NOW)
        desk.ingest(read("joblo", "Heat 2"), NOW)

        order = desk.order("joblo", NOW)
        assert [link.url for link in order.pending] == ["https://joblo.example/b"]
        assert set(order.known) == {"https://joblo.example/a", "https://joblo.example/b"}

    def test_what_hosts_said_is_remembered(self, desk):
        """robots.txt and the wish for peace go into the next order."""
        held = NOW + timedelta(hours=1)
        desk.ingest(RobotsRead(host="joblo.example", at=NOW, status=200, body="User-agent: *"), NOW)
        desk.ingest(HostHeld(host="joblo.example", until=held, at=NOW), NOW)

        (state,) = desk.order("joblo", NOW).hosts
        assert state.robots_body == "User-agent: *"
        assert state.held_until == held

    def test_an_outlet_is_due_again_after_its_poll(self, desk, found):
        """After a crawl the outlet rests, at most as long as `poll` says."""
        desk.ingest(found("joblo"), NOW)
        desk.ingest(Finished(outlet="joblo", at=NOW, outcome=CrawlOutcome.FINISHED), NOW)

        assert "joblo" not in desk.due(NOW + timedelta(seconds=1))
        assert "joblo" in desk.due(NOW + timedelta(minutes=10, seconds=1))

    def test_a_crawl_that_died_with_its_process_is_done_again_soon(self, desk):
        """Its outlets did nothing wrong."""
        desk.ingest(Finished(outlet="joblo", at=NOW, outcome=CrawlOutcome.DIED, complete=False), NOW)

        assert "joblo" in desk.due(NOW + timedelta(seconds=20))

    def test_a_source_that_fails_for_long_is_asked_less_often(self, desk):
        """Each further failure doubles the wait."""
        source = OUTLETS[0].sources[0]
        for hour in range(8):
            at = NOW + timedelta(hours=hour)
            desk.ingest(SourceFailed(outlet="joblo", source=source, at=at, error="refused"), at)
        desk.ingest(Finished(outlet="joblo", at=at, outcome=CrawlOutcome.FINISHED), at)

        assert outlets.state(desk.context.archive, "joblo").next_check_at - at > timedelta(hours=1)
