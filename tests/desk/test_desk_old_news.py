"""Old is not news: what was published long ago, seeds of sources, gaps, and floods alert no one and are kept."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import make
import pytest
from desk_made import BODY, HEAT, MORNING, NOW, OUTLETS, config, finished, mails, rows

from monitor.config import Crawl
from monitor.desk import Desk, due_digests
from monitor.model import Link, Outlet, Source, SourceKind
from monitor.store import hits, suppressed
from monitor.story import Suppression

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
TWO_DAYS = 48 * 3600.0
FEED = make.outlet("joblo").sources[0]
SECOND = Source(kind=SourceKind.FEED, url="https://joblo.example/film/feed")


def opened(path, **changes: object) -> Desk:
    """A desk for which news is two days old at most."""
    desk = Desk.open(config(path, **{"max_age": TWO_DAYS, **changes}))
    desk.sync(NOW)
    return desk


@pytest.fixture
def desk(tmp_path):
    """The same, with outlets that are live from the start."""
    made = opened(tmp_path)
    yield made
    made.close()


def event(slug="a", *, age=timedelta(), at=NOW, outlet="joblo", body=None, **fields: object):
    """An article that was read at a moment, and published so long before it."""
    text = body if body is not None else f"{BODY} It is item {slug} of its kind."
    given = {"title": f"Heat 2 {slug}", "body": text, "published_at": at - age, "language": "en"}
    return make.read(make.article(outlet, slug, **(given | fields)), at)


def words(number, how_many):
    """Words that no other number has."""
    letters = str.maketrans("0123456789abcdef", "aeioubdgklmnprst")
    digest = hashlib.sha512(str(number).encode()).hexdigest() * 8
    return " ".join(digest[at * 7 : at * 7 + 7].translate(letters) for at in range(how_many))


def other_news(number):
    """A text that is a story of its own, and names the film."""
    return f"Heat 2: {words(number, 80)}."


def reasons(desk, article=1):
    """Why alerts about this article were not sent."""
    return [alert.why.reason for alert in suppressed.of_article(desk.context.archive, article)]


def listed(*slugs: str, source=FEED, at=NOW, known=0, **link: object):
    """What a source lists: these, and so many that are known."""
    links = tuple(Link(url=f"https://joblo.example/{slug}", title=slug, **link) for slug in slugs)
    return make.listed("joblo", at=at, source=source, links=links, listed=len(links) + known)


class TestAge:
    """What was published longer before it was listed than `max_age` is no news."""

    @pytest.mark.parametrize(
        ("age", "is_news"),
        [
            (timedelta(), True),
            (2 * DAY, True),
            (2 * DAY + timedelta(seconds=1), False),
            (730 * DAY, False),
            (-3 * HOUR, True),  # the future: as old as its listing
            (-40 * DAY, True),
            (datetime(2026, 11, 23, 12, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC), True),  # a machine's zero
        ],
    )
    def test_the_limit(self, desk, age, is_news):
        """Two days old alerts, a second more does not; what cannot be true says nothing."""
        desk.ingest(event(age=age), NOW)

        assert len(mails(desk)) == is_news
        assert reasons(desk) == ([] if is_news else [Suppression.OLD])
        assert [hit.old for hit in hits.recent(desk.context.archive)] == [not is_news]

    def test_what_declares_no_date_is_as_old_as_its_listing(self, desk):
        """Nobody says that it is old."""
        desk.ingest(event(published_at=None), NOW)

        assert len(mails(desk)) == 1

    @pytest.mark.parametrize(("day", "is_news"), [(21, True), (20, False)])
    def test_a_day_alone_counts_as_its_end(self, desk, day, is_news):
        """On Monday noon, what is of Saturday ended 36 hours ago, and of Friday 60."""
        midnight = datetime(2026, 11, day, tzinfo=UTC)
        desk.ingest(event(published_at=midnight, published_has_time=False), NOW)

        assert len(mails(desk)) == is_news

    def test_it_counts_from_the_first_listing_not_from_the_reading(self, desk):
        """An article that could not be read for three days was news when it was listed."""
        desk.ingest(listed("a"), NOW)
        read_at = NOW + 3 * DAY
        desk.ingest(event(at=read_at, published_at=NOW - HOUR), read_at)

        assert len(mails(desk)) == 1

    def test_a_hundred_old_articles_under_new_addresses_alert_no_one(self, desk):
        """Each is kept with its hit and its reason, and stands in the digest in a place of its own."""
        for number in range(100):
            desk.ingest(event(f"old-{number}", age=730 * DAY + number * HOUR), NOW)

        assert mails(desk) == []
        assert rows(desk, "select reason, count(*) from suppressed group by reason") == [("old", 100)]
        assert rows(desk, "select count(*), sum(old) from hits") == [(100, 100)]
        due_digests.send_due(desk.context, MORNING, NOW + DAY)
        (digest,) = mails(desk)
        assert (digest["type"], digest["sections"], digest["counts"]["stories"]) == ("digest", [], 0)
        assert (digest["older_articles"], len(digest["older"])) == (100, 50)
        assert digest["older"][0]["watches"] == ["Heat 2"]
        assert digest["quiet"] == ["Heat 2"]

    def test_an_old_article_confirms_nothing(self, desk):
        """A second outlet's article of last year is no second voice on today's story."""
        desk.ingest(event(body=BODY), NOW)
        desk.ingest(event("b", outlet="variety", body=BODY, age=100 * DAY), NOW)

        assert len(mails(desk)) == 1
        assert reasons(desk, 2) == [Suppression.OLD]

    def test_a_new_article_still_opens_the_story_of_an_old_one(self, desk):
        """What was suppressed uses nothing up."""
        desk.ingest(event(body=BODY, age=10 * DAY), NOW)
        desk.ingest(event("b", outlet="variety", body=BODY), NOW + HOUR)

        assert [mail["type"] for mail in mails(desk)] == ["story.opened"]

    @pytest.mark.parametrize(("own", "alerts"), [(float("inf"), 1), (3600.0, 0), (None, 0), (20 * 86400.0, 1)])
    def test_a_watch_has_its_own(self, tmp_path, own, alerts):
        """Its own limit is above the usual one, and may be none."""
        desk = opened(tmp_path, watches=(replace(HEAT, max_age=own),))
        desk.ingest(event(age=10 * DAY), NOW)

        assert len(mails(desk)) == alerts
        desk.close()

    def test_news_of_one_watch_is_not_repeated_as_old_of_another(self, tmp_path):
        """A digest has the article once, as news."""
        patient = replace(HEAT, id="mann", name="Mann", query="Mann", masks=(), max_age=float("inf"))
        desk = opened(tmp_path, watches=(HEAT, patient))
        desk.ingest(event(age=10 * DAY), NOW)
        due_digests.send_due(desk.context, MORNING, NOW + DAY)

        digest = mails(desk)[-1]
        assert [section["watch"] for section in digest["sections"]] == ["Mann"]
        assert digest["older"] == []
        desk.close()

    def test_after_days_of_downtime(self, desk):
        """What was published in between is news up to the limit; beyond it the digest has it."""
        for hours in (1, 30, 47, 49, 90):
            desk.ingest(
                event(f"h{hours}", age=hours * HOUR, title=f"Heat 2 {words(hours, 4)}", body=other_news(hours)), NOW
            )

        assert rows(desk, "select count(*) from messages") == [(3,)]
        assert rows(desk, "select count(*) from hits where old") == [(2,)]


class TestRevisions:
    """What is old may change today."""

    def test_a_known_article_listed_under_another_title_opens_nothing(self, tmp_path):
        """A seed that the watch had found is retitled: no message had named it, so none is due."""
        desk = opened(tmp_path, crawl=Crawl(seed=True))
        desk.ingest(listed("a"), NOW)
        desk.ingest(event(body=BODY, title="Heat 2 is next for Mann"), NOW)
        desk.ingest(finished(at=NOW + HOUR), NOW + HOUR)
        desk.ingest(event(body=BODY, title="Heat 2 is Mann's next film", at=NOW + 2 * HOUR), NOW + 2 * HOUR)

        assert mails(desk) == []
        assert reasons(desk) == [Suppression.NOT_NAMED]
        desk.close()

    def test_an_old_article_that_now_names_the_film_is_old(self, desk):
        """A list of two years ago that is edited to name the film is in the digest only."""
        desk.ingest(event(body="Some crime films. " * 20, title="The best crime films", age=730 * DAY), NOW)
        later = NOW + HOUR
        changed = event(body="Some crime films. " * 20 + "Heat 2 is one.", title="The best crime films", at=later)
        published = replace(changed.article, published_at=NOW - 730 * DAY)
        desk.ingest(replace(changed, article=published), later)

        assert mails(desk) == []
        assert reasons(desk) == [Suppression.OLD]

    def test_an_article_of_today_that_now_names_the_film_alerts_without_calling_it_first(self, desk):
        """The watch finds it for the first time: that is news, though not the first report of anything."""
        plain = "Mann told a podcast of a crime film. " * 10
        desk.ingest(event(body=plain, title="Mann plans a film"), NOW)
        desk.ingest(event(body=plain + "It is Heat 2.", title="Mann plans a film", at=NOW + HOUR), NOW + HOUR)

        (mail,) = mails(desk)
        assert mail["reason"] == "Found now in an article that Joblo has changed"

    def test_a_correction_of_what_was_reported_is_sent_however_old_it_is(self, desk):
        """Who was sent the story is sent its correction."""
        desk.ingest(event(body=BODY), NOW)
        at = NOW + 5 * DAY
        corrected = event(body=BODY + " Correction: an earlier version named the wrong studio.", at=at)
        article = replace(corrected.article, published_at=NOW)
        desk.ingest(replace(corrected, article=article), at)

        assert [mail["type"] for mail in mails(desk)] == ["story.opened", "story.updated"]


class TestSeeds:
    """The first reading of a source is a seed, also when its outlet is known."""

    @pytest.fixture
    def known(self, tmp_path):
        """An outlet that is past its first crawl, to which a second feed was added."""
        outlet = replace(OUTLETS[0], sources=(FEED,))
        desk = opened(tmp_path, crawl=Crawl(seed=True), outlets=(outlet,))
        desk.ingest(listed("first"), NOW)
        desk.ingest(finished(at=NOW), NOW)
        desk.reload(replace(desk.context.config, outlets=(replace(outlet, sources=(FEED, SECOND)),)), NOW)
        yield desk
        desk.close()

    def origins(self, desk):
        """The origins of all links but the first."""
        return [origin for (origin,) in rows(desk, "select origin from links where id > 1 order by id")]

    def test_a_second_source_is_a_seed(self, known):
        """A hundred articles of last year that it lists alert no one, and never as a first report."""
        slugs = [f"s{number}" for number in range(100)]
        at = NOW + HOUR
        known.ingest(listed(*slugs, source=SECOND, at=at), at)
        for slug in slugs:
            known.ingest(event(slug, at=at), at)

        assert self.origins(known) == ["seed"] * 100
        assert mails(known) == []
        assert rows(known, "select distinct origin from hits") == [("seed",)]

    def test_after_its_first_crawl_it_is_live(self, known):
        """What it lists from the end of that on is news."""
        known.ingest(listed("s1", source=SECOND, at=NOW + HOUR), NOW + HOUR)
        known.ingest(finished(at=NOW + HOUR), NOW + HOUR)
        known.ingest(listed("s2", source=SECOND, at=NOW + 2 * HOUR, known=1), NOW + 2 * HOUR)

        assert self.origins(known) == ["seed", "live"]

    def test_the_sitemaps_of_an_index_are_one_reading(self, known):
        """The index comes first, and lists nothing itself: what its sitemaps list is the seed."""
        at = NOW + HOUR
        known.ingest(listed(source=SECOND, at=at), at)
        known.ingest(replace(listed("s1", source=SECOND, at=at), child=True), at)

        assert self.origins(known) == ["seed"]

    def test_a_first_reading_that_fails_keeps_the_seed(self, known):
        """A source that is down when it is added does not alert its past at the second look."""
        known.ingest(replace(make.source_failed("joblo", NOW + HOUR), source=SECOND), NOW + HOUR)
        known.ingest(finished(at=NOW + HOUR), NOW + HOUR)
        known.ingest(listed("s1", source=SECOND, at=NOW + 2 * HOUR), NOW + 2 * HOUR)

        assert self.origins(known) == ["seed"]

    def test_what_was_published_since_the_last_look_is_news(self, known):
        """Nobody can have seen it, wherever it is listed; the future and what says nothing are no news."""
        at = NOW + HOUR
        fresh = listed("s1", source=SECOND, at=at, published_at=NOW + timedelta(minutes=30))
        future = listed("s2", source=SECOND, at=at, published_at=at + DAY)
        old = listed("s3", source=SECOND, at=at, published_at=NOW - HOUR)
        links = (*fresh.links, *future.links, *old.links)
        known.ingest(replace(fresh, links=links, listed=3), at)

        assert dict(rows(known, "select title, origin from links where id > 1")) == {
            "s1": "live",
            "s2": "seed",
            "s3": "seed",
        }

    def test_a_source_that_moved_is_none(self, known):
        """A feed at another address lists what is known: the rest of it is news."""
        known.ingest(listed("s1", source=SECOND, at=NOW + HOUR, known=9), NOW + HOUR)

        assert self.origins(known) == ["live"]

    def test_a_source_of_which_little_is_known_is_one(self, known):
        """A sitemap of a thousand addresses has some of the feed's, and the past of years."""
        known.ingest(listed("s1", "s2", "s3", source=SECOND, at=NOW + HOUR, known=1), NOW + HOUR)

        assert self.origins(known) == ["seed"] * 3

    def test_the_same_event_twice_is_one(self, known):
        """A crawl that is repeated after a crash makes nothing live."""
        at = NOW + HOUR
        for _ in range(2):
            known.ingest(listed("s1", source=SECOND, at=at), at)

        assert self.origins(known) == ["seed"]

    def test_without_seeds_all_is_live(self, known):
        """`[crawl] seed = false` switches off every seed, of sources too."""
        known.reload(replace(known.context.config, crawl=Crawl(seed=False)), NOW)
        known.ingest(listed("s1", source=SECOND, at=NOW + HOUR), NOW + HOUR)

        assert self.origins(known) == ["live"]


class TestGaps:
    """What may have been listed for long before it was seen is not called a first report."""

    @pytest.mark.parametrize(("known", "reason"), [(0, "Found late"), (1, "First report")])
    def test_a_reading_of_which_nothing_was_known(self, tmp_path, known, reason):
        """After a downtime the whole listing is new: others may have reported first, unseen."""
        desk = opened(tmp_path)
        desk.ingest(listed("z"), NOW)
        desk.ingest(finished(), NOW)
        at = NOW + 10 * HOUR
        desk.ingest(listed("a", "b", "c", "d", at=at, known=known), at)
        desk.ingest(event("a", at=at, age=HOUR), at)

        (mail,) = mails(desk)
        assert mail["reason"].startswith(reason)
        desk.close()

    def test_an_earlier_page(self, desk):
        """What fills a gap and is younger than the last look alerts, as found late."""
        since = NOW - 5 * HOUR
        page = listed("a", published_at=NOW - HOUR)
        desk.ingest(listed("z", at=since), since)
        desk.ingest(replace(page, child=True, since=since, listed=1), NOW)
        desk.ingest(event("a", age=HOUR), NOW)

        (mail,) = mails(desk)
        assert mail["reason"].startswith("Found late")


class TestFloods:
    """A breaker holds what an outlet sends beyond its share of an hour."""

    @pytest.fixture
    def flooded(self, tmp_path):
        """Seven articles of one outlet within a minute, where five may alert in an hour; then the crawl ends."""
        desk = opened(tmp_path, flood=5, incidents_to=("files",))
        for number in range(7):
            desk.ingest(self.news(number), NOW)
        desk.ingest(finished(), NOW)
        yield desk
        desk.close()

    def news(self, number, outlet="joblo", at=NOW):
        """One more story of an outlet."""
        return event(f"n{number}", at=at, outlet=outlet, title=f"Heat 2 {words(number, 4)}", body=other_news(number))

    def opened(self, desk):
        """How many stories were alerted."""
        return sum(mail["type"] == "story.opened" for mail in mails(desk))

    def notices(self, desk):
        """What was said of floods: the type, and the incident."""
        found = [(mail["type"], mail["incident"]) for mail in mails(desk) if mail["type"].startswith("incident")]
        return [(type_, incident) for type_, incident in found if incident["kind"] == "alerts_flooding"]

    def test_the_rest_is_held_and_one_message_says_so(self, flooded):
        """It names the outlet, how many, the watches and what to do, on the channels of the alerts too."""
        channels = rows(
            flooded,
            "select distinct channel from deliveries join messages on messages.id = message_id "
            "where type = 'incident.opened' order by 1",
        )

        assert self.opened(flooded) == 5
        assert rows(flooded, "select reason, count(*) from suppressed group by 1") == [("flood", 2)]
        ((type_, notice),) = self.notices(flooded)
        assert (type_, notice["subject"]) == ("incident.opened", "joblo")
        assert notice["detail"].startswith("Joblo: 2 alerts were held, because the outlet had 5 in an hour already")
        assert notice["evidence"]["watches"] == "Heat 2"
        assert "flood" in notice["evidence"]["what to do"]
        assert channels == [("files",), ("hook",), ("mail",)]

    def test_other_outlets_alert_as_before(self, flooded):
        """The breaker is of one outlet."""
        flooded.ingest(self.news(20, "variety"), NOW)

        assert self.opened(flooded) == 6

    def test_it_holds_while_the_flood_goes_on(self, flooded):
        """What comes in the next hours at that pace is held, however long ago the alerts were sent."""
        for number in range(7, 40):
            at = NOW + (number - 6) * timedelta(minutes=8)
            flooded.ingest(self.news(number, at=at), at)
            flooded.check_health(at)

        assert self.opened(flooded) == 5
        assert [type_ for type_, _ in self.notices(flooded)] == ["incident.opened"]

    def test_after_an_hour_of_quiet_alerts_go_on(self, flooded):
        """The incident is closed once, with the whole number, and the next story alerts."""
        for minutes in (1, 30, 59, 61, 62, 120):
            flooded.check_health(NOW + timedelta(minutes=minutes))
        at = NOW + timedelta(minutes=121)
        flooded.ingest(self.news(50, at=at), at)

        assert [type_ for type_, _ in self.notices(flooded)] == ["incident.opened", "incident.closed"]
        assert self.opened(flooded) == 6

    def test_a_second_flood_counts_anew(self, flooded):
        """Its message names what it held itself."""
        later = NOW + 3 * HOUR
        flooded.check_health(later)
        for number in range(60, 66):
            flooded.ingest(self.news(number, at=later), later)
        flooded.ingest(finished(at=later), later)

        details = [notice["detail"] for type_, notice in self.notices(flooded) if type_ == "incident.opened"]
        assert [detail.partition(" were")[0].partition(" was")[0] for detail in details] == [
            "Joblo: 2 alerts",
            "Joblo: 1 alert",
        ]

    def test_what_was_held_is_in_the_digest_as_news(self, flooded):
        """Nothing is lost: all seven stories stand there."""
        due_digests.send_due(flooded.context, MORNING, NOW + DAY)

        digest = next(mail for mail in mails(flooded) if mail["type"] == "digest")
        assert digest["counts"]["stories"] == 7
        assert digest["older"] == []

    def test_a_held_story_opens_with_the_next_outlet(self, flooded):
        """What was held was not sent: who reports it next opens it."""
        held = flooded.context.archive.value("select max(article_id) from suppressed where reason = 'flood'")
        twin = self.news(6).article
        flooded.ingest(make.read(replace(twin, url="https://variety.example/n6", outlet="variety"), NOW), NOW)

        assert held == 7
        assert self.opened(flooded) == 6

    def test_a_restart_changes_nothing(self, flooded, tmp_path):
        """The breaker is what the archive says: another process holds on."""
        again = Desk.open(flooded.context.config)
        again.sync(NOW)
        again.ingest(self.news(30), NOW)
        again.ingest(finished(), NOW)

        assert self.opened(again) == 5
        assert len(self.notices(again)) == 1
        again.close()

    def test_without_a_limit_nothing_is_held(self, tmp_path):
        """`flood = 0` switches it off."""
        desk = opened(tmp_path, flood=0)
        for number in range(60):
            desk.ingest(self.news(number), NOW)

        assert self.opened(desk) == 60
        desk.close()


def test_paused_and_digest_watches_are_told_of_no_flood() -> None:
    """Whoever gets no alerts of an outlet misses none."""
    variety: Outlet = make.outlet("variety")

    assert HEAT.alerts_on("joblo")
    assert not replace(HEAT, paused=True).alerts_on("joblo")
    assert not replace(HEAT, alert="digest").alerts_on("joblo")
    assert not replace(HEAT, outlets=(variety.id,)).alerts_on("joblo")
