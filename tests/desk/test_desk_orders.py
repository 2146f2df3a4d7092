"""What a crawl is ordered to do, and when the outlet is looked at again."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import make
import pytest
from desk_made import OUTLETS, config, death, finished, rows
from make import NOW, source_failed

from monitor.causes import Requested
from monitor.config import Crawl, Network
from monitor.desk import Desk, gap_events
from monitor.events import ArticleRead, GapAsked, HostHeld, LinkFailed, LinkRefused, LinksFound, RobotsRead, Validators
from monitor.listing_gap import Gap
from monitor.model import Link, Origin, Source, SourceKind
from monitor.refusals import Reason
from monitor.store import gaps, outlets

POLL = timedelta(minutes=10)
FEED = OUTLETS[0].sources[0]


@pytest.fixture
def opened(tmp_path):
    """Open a desk by a changed configuration: `opened(crawl=Crawl(...))`; it closes at the end."""
    desks = []

    def work(**changes: object) -> Desk:
        desk = Desk.open(config(tmp_path, **changes))
        desk.sync(NOW)
        desks.append(desk)
        return desk

    work.path = tmp_path
    yield work
    for desk in desks:
        desk.close()


def next_check(desk, outlet="joblo"):
    """When the outlet is looked at again."""
    return outlets.state(desk.context.archive, outlet).next_check_at


def failing(desk, times):
    """Let the outlet's feed fail so often, a second apart; the time of the last failure."""
    for second in range(times):
        at = NOW + timedelta(seconds=second)
        desk.ingest(source_failed(at=at), at)
    desk.ingest(finished(at=at), at)
    return at


def listed(desk, minute, *, new, of, start=0):
    """Let the outlet's feed list `of` items at this minute, `new` of them unknown."""
    at = NOW + timedelta(minutes=minute)
    links = tuple(Link(url=f"https://joblo.example/{minute}-{number}") for number in range(start, start + new))
    desk.ingest(LinksFound(outlet="joblo", source=FEED, at=at, links=links, listed=of), at)
    for link in links:  # none of them waits, which would bring the next check forward
        desk.ingest(LinkRefused(outlet="joblo", link=link, reason=Reason.ROBOTS, at=at), at)
    desk.ingest(finished(at=at), at)
    return next_check(desk) - at


class TestSeeding:
    """Which crawls are an outlet's first."""

    def test_a_seed_that_read_no_source_stays_a_seed(self, opened, found):
        """A first crawl that could read nothing says nothing of the past: the next one alerts no one either."""
        desk = opened(crawl=Crawl(seed=True))
        desk.ingest(source_failed(), NOW)
        desk.ingest(finished(), NOW)
        assert desk.order("joblo", NOW).origin is Origin.SEED

        desk.ingest(found("joblo", "a", minutes=10), NOW + POLL)
        desk.ingest(finished(at=NOW + POLL), NOW + POLL)

        assert desk.order("joblo", NOW + POLL).origin is Origin.LIVE

    def test_a_seed_that_read_one_source_of_two_is_done(self, opened, found):
        """A source that never works does not keep its outlet from ever alerting."""
        broken = replace(FEED, url="https://joblo.example/broken")
        desk = opened(crawl=Crawl(seed=True), outlets=(replace(OUTLETS[0], sources=(FEED, broken)),))
        desk.ingest(found("joblo", "a"), NOW)
        desk.ingest(source_failed(source=broken), NOW)
        desk.ingest(finished(), NOW)

        assert desk.order("joblo", NOW).origin is Origin.LIVE

    def test_without_seeding_the_first_crawl_is_live(self, opened, found, read):
        """`seed = false` alerts on what a new outlet lists."""
        desk = opened(crawl=Crawl(seed=False))
        desk.ingest(found("joblo", "a"), NOW)

        assert desk.order("joblo", NOW).origin is Origin.LIVE
        assert desk.ingest(read("joblo", "Heat 2 is next"), NOW) == 1

    def test_an_end_of_an_outlet_that_is_not_followed_does_nothing(self, opened):
        """The configuration may have changed while it was crawled."""
        desk = opened()

        assert desk.ingest(finished("stranger"), NOW) == 0


class TestOrder:
    """What the order says."""

    def test_it_carries_the_configuration(self, opened):
        """Delay, limits, private networks and the name of the crawler are those of monitor.toml."""
        chosen = Crawl(seed=False, delay=3.5, page_limit=7, own_user_agent="Desk/1")
        order = opened(crawl=chosen, network=Network(allow=("10.0.0.0/8",))).order("joblo", NOW)

        assert order.outlet == OUTLETS[0]
        assert (order.delay, order.page_limit, order.user_agent) == (3.5, 7, "Desk/1")
        assert order.allow == ("10.0.0.0/8",)

    def test_it_holds_no_more_pages_than_the_limit(self, opened, found):
        """What is over the limit is read by the next crawl."""
        desk = opened(crawl=Crawl(seed=False, page_limit=2))
        desk.ingest(found("joblo", "a", "b", "c"), NOW)

        assert len(desk.order("joblo", NOW).pending) == 2

    def test_the_next_request_of_a_source_is_conditional(self, opened):
        """What a source answered with comes back in the order, by the source's address."""
        desk = opened()
        validators = Validators(etag='"1"', last_modified="Mon, 23 Nov 2026 11:00:00 GMT", digest="ab")
        desk.ingest(LinksFound(outlet="joblo", source=FEED, at=NOW, listed=0, validators=validators), NOW)

        assert desk.order("joblo", NOW).validators == {FEED.url: validators}

    def test_once_in_six_hours_a_listing_is_asked_for_whole(self, opened):
        """Whatever the validators: so a server that says "not modified" for ever is found out."""
        desk = opened()
        whole = []
        for minutes in range(0, 48 * 60, 10):
            at = NOW + timedelta(minutes=minutes)
            whole += [at] if desk.order("joblo", at).whole else []
            desk.ingest(finished(at=at), at)

        assert len(whole) == 8
        assert {later - earlier for earlier, later in pairwise(whole)} == {timedelta(hours=6)}

    def test_validators_that_lied_are_sent_no_more(self, opened):
        """The hash of the body stays; the source keeps that mark when it is read again."""
        desk = opened()
        validators = Validators(etag='"1"', digest="ab")
        for minute, lied in enumerate((True, False)):
            at = NOW + timedelta(minutes=minute)
            event = LinksFound(outlet="joblo", source=FEED, at=at, listed=1, validators=validators, lied=lied)
            desk.ingest(event, at)

        assert desk.order("joblo", NOW).validators == {FEED.url: Validators(digest="ab")}

    def test_who_asks_for_the_past_gets_whole_listings(self, opened):
        """An answer of "not modified" would show nothing of it."""
        desk = opened()
        event = LinksFound(
            outlet="joblo", source=FEED, at=NOW, listed=1, validators=Validators(etag='"1"', digest="ab")
        )
        desk.ingest(event, NOW)
        since = NOW - timedelta(days=30)

        order = desk.order("joblo", NOW, back_to=since)

        assert (order.back_to, order.validators) == (since, {})

    def test_hosts_of_pending_pages_are_remembered_too(self, opened):
        """A page on another host goes by the robots.txt that was read of that host."""
        desk = opened()
        link = Link(url="https://CDN.example/a")
        desk.ingest(LinksFound(outlet="joblo", source=FEED, at=NOW, links=(link,), listed=1), NOW)
        desk.ingest(RobotsRead(host="cdn.example", at=NOW, status=200, body="User-agent: *"), NOW)
        desk.ingest(RobotsRead(host="elsewhere.example", at=NOW, status=200, body="User-agent: *"), NOW)

        assert [state.host for state in desk.order("joblo", NOW).hosts if state.robots_body] == ["cdn.example"]

    def test_force_takes_up_what_waits(self, opened, found):
        """A crawl that a person asks for reads links before their time."""
        desk = opened()
        desk.ingest(found("joblo", "a"), NOW)
        link = Link(url="https://joblo.example/a")
        desk.ingest(LinkFailed(outlet="joblo", link=link, error="reset", at=NOW), NOW)

        assert desk.order("joblo", NOW).pending == ()
        assert len(desk.order("joblo", NOW, force=True).pending) == 1


class TestNextCheck:
    """When an outlet is looked at again."""

    def test_a_crawl_that_we_stopped_goes_on_at_once(self, opened):
        """The next daemon takes it up."""
        desk = opened()
        desk.ingest(finished(outcome="shutdown", complete=False), NOW)

        assert next_check(desk) == NOW + timedelta(seconds=1)

    def test_a_crawl_that_died_is_done_again_in_seconds(self, opened):
        """It was one page's fault, or the machine's; but never later than the outlet's own pace."""
        desk = opened()
        desk.ingest(finished(outcome="died", complete=False), NOW)
        assert next_check(desk) == NOW + timedelta(seconds=15)

        quick = opened(crawl=Crawl(seed=False, poll=5.0))
        at = NOW + timedelta(hours=1)
        quick.ingest(finished(at=at, outcome="died", complete=False), at)
        assert next_check(quick) == at + timedelta(seconds=5)

    def test_a_crawl_that_failed_waits_for_its_turn(self, opened):
        """By the configuration's `poll`, or the outlet's own."""
        desk = opened(outlets=(replace(OUTLETS[0], poll=300.0), *OUTLETS[1:]))
        desk.ingest(finished(outcome="failed", complete=False), NOW)
        desk.ingest(finished("variety", outcome="failed", complete=False), NOW)

        assert next_check(desk) == NOW + timedelta(minutes=5)
        assert next_check(desk, "variety") == NOW + POLL

    @pytest.mark.parametrize(
        ("failures", "wait"),
        [(4, 2 * POLL), (5, 4 * POLL), (8, 32 * POLL), (9, timedelta(hours=6)), (40, timedelta(hours=6))],
    )
    def test_failures_in_a_row_double_the_wait(self, opened, failures, wait):
        """From the fourth on, up to six hours."""
        desk = opened()
        at = failing(desk, failures)

        assert next_check(desk) == at + wait

    def test_three_failures_are_patience(self, opened):
        """An outlet that was away for half an hour is asked as ever."""
        desk = opened()
        at = failing(desk, 3)

        assert next_check(desk) <= at + POLL

    def test_one_source_that_works_is_enough(self, opened):
        """The outlet is read by it, at its pace."""
        second = replace(FEED, url="https://joblo.example/second")
        desk = opened(outlets=(replace(OUTLETS[0], sources=(FEED, second)), *OUTLETS[1:]))
        desk.ingest(LinksFound(outlet="joblo", source=second, at=NOW, listed=0), NOW)
        at = failing(desk, 9)

        assert next_check(desk) <= at + POLL

    def test_a_poll_longer_than_the_longest_backoff_stays(self, opened):
        """An outlet that is asked once a day is not asked more often for failing."""
        desk = opened(crawl=Crawl(seed=False, poll=86_400.0))
        at = failing(desk, 6)

        assert next_check(desk) == at + timedelta(days=1)

    def test_a_link_that_waits_brings_the_next_crawl(self, opened, found):
        """A page that failed once is tried again in 15 seconds, whatever the outlet's pace."""
        desk = opened()
        desk.ingest(found("joblo", "a"), NOW)
        desk.ingest(LinkFailed(outlet="joblo", link=Link(url="https://joblo.example/a"), error="reset", at=NOW), NOW)
        desk.ingest(finished(), NOW)

        assert next_check(desk) == NOW + timedelta(seconds=15)

    @pytest.mark.parametrize(("others", "minutes"), [((), 1.5), (("https://cdn.example/b",), 0)])
    def test_links_of_a_held_host_bring_no_crawl_before_its_time(self, opened, others, minutes):
        """A host that asked us to back off is not asked by a crawl a second; links of other hosts are read at once."""
        desk = opened(crawl=Crawl(seed=False, poll=600))
        links = tuple(Link(url=url) for url in ("https://joblo.example/a", *others))
        desk.ingest(LinksFound(outlet="joblo", source=FEED, at=NOW, links=links, listed=50), NOW)
        desk.ingest(HostHeld(host="joblo.example", until=NOW + timedelta(minutes=1.5), at=NOW), NOW)
        desk.ingest(finished(outcome="cut", complete=False), NOW)

        assert next_check(desk) - NOW == max(timedelta(minutes=minutes), timedelta(seconds=1))

    def test_a_busy_outlet_is_asked_more_often(self, opened):
        """Sixty articles an hour ask for two minutes or so, not for the configured ten; two a day do not."""
        desk = opened()
        for minute in range(40):
            wait = listed(desk, minute, new=1, of=20)

        assert wait < timedelta(minutes=3)

        calm = Desk.open(
            replace(desk.context.config, archive_path=desk.context.config.archive_path.with_name("calm.db"))
        )
        calm.sync(NOW)
        assert [listed(calm, 720 * day, new=1, of=20) for day in range(4)][-1] == POLL
        calm.close()

    def test_of_one_reading_twenty_articles_count(self, opened):
        """Thirty at once are not thirty that came one by one."""
        waits = []
        for new in (20, 30):
            desk = opened(crawl=Crawl(seed=False, poll=3600.0), archive_path=opened.path / f"{new}.db")
            listed(desk, 0, new=1, of=40)
            listed(desk, 10, new=new, of=40)
            waits.append(listed(desk, 110, new=1, of=40))

        assert waits[0] == waits[1]

    def test_the_hours_of_its_week_are_learned_from_the_archive(self, opened, read):
        """An outlet that publishes at noon is asked more often at noon than at night."""
        desk = opened(crawl=Crawl(seed=False, poll=3600.0))
        for day in range(21):
            for number in range(6):
                at = NOW - timedelta(days=21 - day) + timedelta(minutes=9 * number)
                link = make.link("joblo", f"{day}-{number}")
                article = make.article("joblo", f"{day}-{number}", title=f"Story {day} {number}", published_at=at)
                desk.ingest(ArticleRead(outlet="joblo", link=link, article=article, at=at), at)

        assert listed(desk, 0, new=0, of=20) < listed(desk, 12 * 60, new=0, of=20) / 3

    def test_a_gap_is_filled_at_once(self, opened):
        """The outlet is due as soon as the crawl that showed it ends; once it is filled nothing is ordered for it."""
        desk = opened()
        at = NOW + timedelta(hours=1)
        shown = Gap(since=NOW, until=at, missing=30)
        links = tuple(make.link("joblo", f"new-{n}") for n in range(4))
        listed(desk, 0, new=1, of=20)
        desk.ingest(LinksFound(outlet="joblo", source=FEED, at=at, links=links, listed=4, gap=shown), at)
        desk.ingest(finished("joblo", at=at), at)
        assert "joblo" in desk.due(at + timedelta(seconds=2))
        (gap,) = desk.order("joblo", at).gaps
        assert (gap.source, gap.gap, len(gap.seen)) == (FEED.url, shown, 4)

        filled = GapAsked(outlet="joblo", source=FEED.url, since=NOW, by=FEED, at=at, filled=True)
        desk.ingest(filled, at)
        desk.ingest(finished("joblo", at=at + timedelta(seconds=3)), at + timedelta(seconds=3))
        assert desk.order("joblo", at).gaps == ()

    @pytest.mark.parametrize(("days", "missing"), [(21, 6), (1, None)], ids=["three weeks of it", "one day of it"])
    def test_of_a_gap_without_times_the_pace_of_the_outlet_says_how_much_is_missing(self, opened, days, missing):
        """An article an hour for ten hours, less the four that were listed; nobody knows it of a new outlet."""
        desk = opened()
        since, until = NOW, NOW + timedelta(hours=10)
        for hour in range(24 * days):
            at = NOW - timedelta(hours=hour, minutes=30)
            body = f"Nothing that a watch finds: {hour}."  # else all of them are one story, which grows and grows
            article = make.article("joblo", f"old-{hour}", title=f"Story {hour}", body=body, published_at=at)
            desk.ingest(make.read(article, at), at)
        links = tuple(make.link("joblo", f"new-{n}") for n in range(4))
        shown = Gap(since=since, until=until)
        desk.ingest(LinksFound(outlet="joblo", source=FEED, at=until, links=links, listed=4, gap=shown), until)
        for _ in range(gap_events.MOST_TRIES):
            desk.ingest(finished("joblo", at=until), until)

        (row,) = gaps.listing(desk.context.archive, since=since)
        assert (row.state, row.missing) == ("unfilled", missing)

    def test_a_source_that_listed_nothing_has_lost_nothing(self, opened):
        """A listing that was empty at the last look is no listing with a gap, however much is new."""
        desk = opened()
        desk.ingest(LinksFound(outlet="joblo", source=FEED, at=NOW, listed=0), NOW)
        assert desk.order("joblo", NOW).looked == {}
        desk.ingest(LinksFound(outlet="joblo", source=FEED, at=NOW + timedelta(hours=1), listed=1), NOW)
        assert desk.order("joblo", NOW).looked == {FEED.url: NOW + timedelta(hours=1)}

    def test_a_listing_that_was_new_from_end_to_end_may_have_had_more(self, opened):
        """Such a gap asks for the floor; as many out of a longer listing do not, and three items are too few."""
        desk = opened()
        for number in range(4):
            listed(desk, 1440 * number, new=1, of=20)
        assert listed(desk, 1440 * 5, new=4, of=20) == POLL
        assert listed(desk, 1440 * 6, new=3, of=3) == POLL
        assert listed(desk, 1440 * 7, new=4, of=4) == timedelta(minutes=2)

    def test_a_gap_in_one_source_of_several_is_enough(self, opened):
        """The other source of the outlet is known from end to end; what the first one lost is lost all the same."""
        sitemap = Source(kind=SourceKind.SITEMAP, url="https://joblo.example/news.xml")
        desk = opened(outlets=(replace(OUTLETS[0], sources=(FEED, sitemap)),))
        for number in range(4):
            at = NOW + timedelta(days=number)
            desk.ingest(LinksFound(outlet="joblo", source=sitemap, at=at, links=(), listed=20), at)
            listed(desk, 1440 * number, new=1, of=20)
        at = NOW + timedelta(days=5)
        desk.ingest(LinksFound(outlet="joblo", source=sitemap, at=at, links=(), listed=20), at)

        assert listed(desk, 1440 * 5, new=4, of=4) == timedelta(minutes=2)

    def test_a_configured_poll_under_the_floor_is_kept(self, opened):
        """`poll = 30` means 30 seconds for the busiest outlet, too."""
        desk = opened(crawl=Crawl(seed=False, poll=30.0))

        assert listed(desk, 0, new=4, of=4) == timedelta(seconds=30)


def test_the_longest_waiting_outlet_is_due_first(opened):
    """Only outlets of the configuration are due."""
    desk = opened()
    desk.ingest(finished("joblo"), NOW)
    desk.ingest(finished("variety", outcome="died", complete=False), NOW)
    later = NOW + timedelta(hours=1)
    assert desk.due(later) == ["deadline", "variety", "joblo"]

    fewer = opened(outlets=OUTLETS[:1])
    assert fewer.due(later) == ["joblo"]


def test_a_listing_that_hung_the_parser_is_left_out_and_its_outlet_waits(desk):
    """The same death twice is one; its outlet goes after those that it interrupted, without that source."""
    at = NOW + timedelta(milliseconds=480)
    url = desk.context.outlets["joblo"].sources[0].url
    died = replace(death(at=at), kind=Requested.SOURCE, source=url, url=url)
    for _ in range(2):
        desk.ingest(died, at)
    desk.ingest(replace(finished(at=at, outcome="died"), complete=False), at)

    assert rows(desk, "select failures, last_cause from sources where url = ?", url) == [(1, "parser_hung")]
    assert rows(desk, "select strikes from outlets where id = 'joblo'") == [(1,)]
    assert desk.order("joblo", at).outlet.sources == ()
    assert "joblo" not in desk.due(at + timedelta(seconds=50))
    assert "joblo" in desk.due(at + timedelta(seconds=62))
    assert desk.order("joblo", at + timedelta(minutes=16)).outlet.sources


def test_an_embargo_that_lifts_asks_often(opened) -> None:
    """An outlet that a watch with an embargo looks at is due within two minutes then, whatever its usual pace."""
    watches = (make.watch(embargo=NOW + timedelta(hours=1)),)
    desk = opened(crawl=Crawl(poll=3600), watches=watches)
    desk.ingest(finished(at=NOW), NOW)

    assert next_check(desk) == NOW + timedelta(minutes=2)
