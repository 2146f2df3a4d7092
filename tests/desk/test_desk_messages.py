"""Messages on their way out: leases, attempts, channels; and what a digest holds."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import make
import pytest
from desk_made import CHANNELS, HEAT, MORNING, config, finished, mails, rows
from make import NOW, source_failed

from monitor.deliver import Kind, Outcome
from monitor.deliver.outcome import SENT
from monitor.desk import Desk, due_digests
from monitor.digest.digest_window import Window
from monitor.errors import QuerySyntaxError
from monitor.events import GapAsked, LinkRefused
from monitor.listing_gap import Gap
from monitor.model import Incident, Source, SourceKind
from monitor.refusals import Reason

TITLE = "Michael Mann says Heat 2 is his next film"
DAY = Window(start=NOW - timedelta(hours=24), end=NOW)


@pytest.fixture
def made(tmp_path):
    """Open a desk by a changed configuration; it closes at the end."""
    desks = []

    def work(**changes: object) -> Desk:
        desk = Desk.open(config(tmp_path, **changes))
        desk.sync(NOW)
        desks.append(desk)
        return desk

    yield work
    for desk in desks:
        desk.close()


class TestLeases:
    """A delivery that is being sent."""

    def test_it_is_not_given_out_again_while_it_may_be_under_way(self, desk, read):
        """An attempt may take 90 seconds; after three minutes it counts as lost and goes out again, the same."""
        desk.ingest(read("joblo", TITLE), NOW)
        first = desk.claim(NOW, 10)
        assert len(first) == 3
        assert desk.claim(NOW + timedelta(seconds=170), 10) == []

        again = desk.claim(NOW + timedelta(seconds=181), 10)

        assert [claim.outgoing.message_id for claim in again] == [claim.outgoing.message_id for claim in first]
        assert [claim.outgoing.rendered for claim in again] == [claim.outgoing.rendered for claim in first]
        assert [claim.outgoing.attempts for claim in first + again] == [0, 0, 0, 1, 1, 1]

    def test_what_an_earlier_daemon_held_is_released(self, desk, read):
        """The holder of the lock knows that nobody else is sending."""
        desk.ingest(read("joblo", TITLE), NOW)
        desk.claim(NOW, 10)

        assert desk.release_leases(NOW) == 3
        assert len(desk.claim(NOW, 10)) == 3

    def test_only_the_channels_that_are_free(self, desk, read):
        """A channel that is sending is not given more."""
        desk.ingest(read("joblo", TITLE), NOW)

        assert [claim.channel.name for claim in desk.claim(NOW, 10, ["hook"])] == ["hook"]
        assert desk.claim(NOW, 10, []) == []
        assert [claim.channel.name for claim in desk.claim(NOW, 1)] == ["mail"]

    def test_a_channel_that_is_configured_no_more_keeps_its_messages(self, made, read):
        """They wait, for it may come back."""
        desk = made()
        desk.ingest(read("joblo", TITLE), NOW)
        desk.reload(replace(desk.context.config, channels=CHANNELS[1:]), NOW)

        assert {claim.channel.name for claim in desk.claim(NOW, 10)} == {"mail"}


class TestOutcomes:
    """What an attempt leaves."""

    def settled(self, desk, read, outcome):
        """One delivery with this outcome."""
        desk.ingest(read("joblo", TITLE), NOW)
        (claim,) = desk.claim(NOW, 1, ["hook"])
        desk.settle(claim, outcome, NOW)
        return rows(desk, "select state, last_error, next_at, attempts from deliveries where channel = 'hook'")[0]

    def test_sent(self, desk, read):
        """It goes out no more."""
        state, *_ = self.settled(desk, read, SENT)

        assert state == "sent"
        assert desk.claim(NOW + timedelta(days=2), 10, ["hook"]) == []

    def test_a_failure_that_may_pass_is_tried_again(self, desk, read):
        """By the timetable, with its error for people."""
        state, error, next_at, attempts = self.settled(desk, read, Outcome(kind=Kind.TEMPORARY, error="HTTP 503"))

        assert (state, error, attempts) == ("failed", "HTTP 503", 1)
        assert next_at is not None
        assert desk.claim(NOW, 10, ["hook"]) == []
        assert len(desk.claim(NOW + timedelta(hours=1), 10, ["hook"])) == 1

    def test_one_that_may_have_arrived_says_so(self, desk, read):
        """`deliveries` shows that it may come twice."""
        self.settled(desk, read, Outcome(kind=Kind.TEMPORARY, error="time-out", maybe_sent=True))

        assert rows(desk, "select maybe_sent from deliveries where channel = 'hook'") == [(1,)]

    def test_a_failure_for_good_ends_it(self, desk, read):
        """With its error; nobody tries again."""
        state, error, *_ = self.settled(desk, read, Outcome(kind=Kind.PERMANENT, error="HTTP 410"))

        assert (state, error) == ("dead", "HTTP 410")


class TestIncidents:
    """Who hears of what is wrong."""

    def test_a_channel_is_not_asked_to_send_that_it_does_not_work(self, made, read):
        """Its incident goes to the other channels, as does its end."""
        desk = made(incidents_to=("hook", "files"))
        desk.ingest(read("joblo", TITLE), NOW)
        for claim in desk.claim(NOW, 10, ["hook"]):
            desk.settle(claim, Outcome(kind=Kind.PERMANENT, error="HTTP 404"), NOW)

        assert desk.check_health(NOW + timedelta(minutes=5)) == 1
        incident = mails(desk)[-1]["incident"]
        assert (incident["kind"].startswith("channel"), incident["subject"]) == (True, "hook")
        assert "HTTP 404" in str(incident)
        assert rows(desk, "select channel from deliveries where message_id like 'incident%'") == [("files",)]

    def test_an_incident_of_an_outlet_goes_to_all(self, made):
        """A channel that bears an outlet's name hears of that outlet."""
        from monitor.desk import incident_check

        desk = made(incidents_to=("hook", "files"))
        incident_check.opened(desk.context, Incident(kind="source_gone", subject="hook", detail="gone"), NOW)

        assert rows(desk, "select channel from deliveries order by id") == [("hook",), ("files",)]

    def test_a_closing_notice_is_in_the_thread_of_the_opening(self, made):
        """With an id of its own, made once."""
        from monitor.desk import incident_check

        desk = made(incidents_to=("mail",))
        gone = Incident(kind="source_gone", subject="https://joblo.example/feed", outlet="joblo", detail="gone")
        assert incident_check.opened(desk.context, gone, NOW) == 1
        assert incident_check.opened(desk.context, gone, NOW + timedelta(hours=1)) == 0
        assert incident_check.closed(desk.context, gone.kind, gone.subject, NOW + timedelta(hours=2)) == 1
        assert incident_check.closed(desk.context, gone.kind, gone.subject, NOW + timedelta(hours=3)) == 0

        texts = [
            text for (text,) in rows(desk, "select rendered from deliveries where recipient like 'ann%' order by id")
        ]
        ids = [name for (name,) in rows(desk, "select id from messages order by rowid")]
        assert len(set(ids)) == 2
        assert rows(desk, "select distinct incident_id from messages") == rows(desk, "select id from incidents")
        assert "In-Reply-To" not in texts[0]
        assert ids[0] in texts[1].split("In-Reply-To:")[1].splitlines()[0]


class TestReload:
    """Another configuration while the daemon runs."""

    def test_one_that_cannot_be_used_changes_nothing(self, desk, read, tmp_path):
        """Settings with a query that cannot be understood leave the old ones at work."""
        broken = config(tmp_path, watches=(replace(HEAT, query='"Heat 2'),), outlets=())
        with pytest.raises(QuerySyntaxError):
            desk.reload(broken, NOW)

        assert desk.ingest(read("joblo", TITLE), NOW) == 1
        assert desk.due(NOW) != []

    def test_one_that_the_archive_cannot_take_changes_nothing(self, desk, read, tmp_path, monkeypatch):
        """The same where the archive cannot be written at that moment."""
        from monitor.errors import ArchiveFullError
        from monitor.store import outlets

        def full(*_: object) -> None:
            raise ArchiveFullError("full")

        with monkeypatch.context() as patch:
            patch.setattr(outlets, "sync", full)
            with pytest.raises(ArchiveFullError):
                desk.reload(config(tmp_path, outlets=()), NOW)

        assert desk.ingest(read("joblo", TITLE), NOW) == 1

    def test_watches_are_matched_over_the_archive_once(self, desk, read, tmp_path):
        """A second start finds nothing new to match, and hits that exist are not counted again."""
        desk.ingest(read("joblo", TITLE), NOW)
        driver = replace(HEAT, id="driver", name="Driver", query='"Adam Driver"')
        later = NOW + timedelta(days=30)

        assert desk.reload(config(tmp_path, watches=(HEAT, driver)), later) == 1
        assert desk.sync(later + timedelta(days=1)) == 0
        assert rows(desk, "select max(matched_at) from watches") == [("2026-12-23T12:00:00Z",)]
        assert rows(desk, "select count(*) from hits where watch_id = 'driver'") == [(1,)]
        assert rows(desk, "select watch_id, story_id is not null from hits order by watch_id") == [
            ("driver", 1),
            ("heat-2", 1),
        ]


class TestDigests:
    """What a digest says of its window."""

    def digest(self, desk, window=DAY, now=NOW, plan=MORNING):
        """The digest of this window as it would go out."""
        return due_digests.preview(desk.context, plan, window, now)

    def test_an_outlet_that_was_not_read_is_named(self, desk, found):
        """Its last success lies before the window, by more than an hour; one that was never crawled is not named."""
        desk.ingest(found("joblo", minutes=-25 * 60 - 1), NOW - timedelta(hours=26))
        desk.ingest(finished("joblo", at=NOW - timedelta(hours=26)), NOW - timedelta(hours=26))
        desk.ingest(found("variety", minutes=-25 * 60 + 1), NOW - timedelta(hours=25))
        desk.ingest(finished("variety", at=NOW - timedelta(hours=25)), NOW - timedelta(hours=25))

        (only,) = self.digest(desk).unreached

        assert (only.outlet_name, only.why) == ("Joblo", "not read in this period")
        assert only.since == NOW - timedelta(hours=25, minutes=1)

    def test_an_outlet_that_was_never_read_is_named(self, desk):
        """It was crawled, and no source gave anything."""
        desk.ingest(finished("joblo", outcome="failed", complete=False), NOW)

        assert [each.outlet_name for each in self.digest(desk).unreached] == ["Joblo"]

    def test_a_failing_source_is_named_with_its_error(self, desk):
        """In the words of the failure."""
        desk.ingest(source_failed(error="HTTP 503"), NOW)
        desk.ingest(finished(), NOW)

        assert [(each.outlet_name, each.why) for each in self.digest(desk).unreached] == [("Joblo", "HTTP 503")]

    def test_a_failure_without_words_is_named_all_the_same(self, desk):
        """A source that failed for no reason that anyone gave."""
        desk.ingest(source_failed(error=""), NOW)
        desk.ingest(finished(), NOW)

        assert [each.why for each in self.digest(desk).unreached] == ["could not be read"]

    def test_articles_that_may_be_missing_are_named(self, desk, found):
        """A gap that nothing filled, in the window in which that was known, in the plan's time."""
        for outlet, seen in (("joblo", -60), ("variety", -50)):
            gap = Gap(since=NOW - timedelta(minutes=140), until=NOW - timedelta(minutes=70), missing=30)
            event = replace(found(outlet, "a", "b", "c", "d", minutes=seen), gap=gap)
            desk.ingest(found(outlet, "old", minutes=-140), NOW)
            desk.ingest(event, NOW)
            by = make.feed("https://other.example/")
            asked = GapAsked(outlet=outlet, source=event.source.url, since=gap.since, by=by, at=event.at)
            desk.ingest(replace(asked, filled=outlet == "variety"), NOW)
        sitemap = Source(kind=SourceKind.SITEMAP, url="https://joblo.example/news.xml")
        too = replace(gap, until=gap.until - timedelta(minutes=5), missing=20)
        desk.ingest(replace(event, outlet="joblo", source=sitemap, gap=too), NOW)  # its other source lost some of them
        for minutes in range(45, 30, -1):
            at = NOW - timedelta(minutes=minutes)
            desk.ingest(finished("joblo", at=at), at)

        plan = replace(MORNING, timezone="Europe/Berlin")
        begins, ends = (f"{gap_at.astimezone(ZoneInfo('Europe/Berlin')):%H:%M}" for gap_at in (gap.since, gap.until))
        assert [(each.outlet_name, each.why) for each in self.digest(desk, plan=plan).unreached] == [
            ("Joblo", f"about 30 articles between {begins} and {ends} may be missing")
        ]
        later = Window(start=NOW, end=NOW + timedelta(hours=1))
        assert self.digest(desk, later, later.end).unreached == ()

    @pytest.mark.parametrize(
        ("unread", "late", "said"),
        [
            (2, 10, None),
            (3, 10, "3 of 10 articles could not be read"),
            (0, 45, None),
            (0, 46, "its articles were read 46 minutes after their publication, in the median"),
        ],
    )
    def test_an_outlet_that_is_read_badly_is_named(self, desk, found, read, *, unread, late, said):
        """One line, where many articles could not be read, or all came late; nothing where it is usual."""
        slugs = [f"s{number}" for number in range(10)]
        desk.ingest(found("joblo", *slugs, minutes=-90), NOW)
        for number, slug in enumerate(slugs):
            if number < unread:
                link = make.link("joblo", slug)
                desk.ingest(LinkRefused(outlet="joblo", link=link, reason=Reason.ROBOTS, at=NOW), NOW)
                continue
            event = read("joblo", f"Story {slug} of the day", minutes=-60, slug=slug)
            published = event.at - timedelta(minutes=late)
            desk.ingest(replace(event, article=replace(event.article, published_at=published)), NOW)

        assert [each.why for each in self.digest(desk).unreached] == ([said] if said else [])

    def test_a_window_is_made_once(self, desk, read):
        """Asked for twice, its message is one."""
        desk.ingest(read("joblo", TITLE, minutes=-30), NOW - timedelta(minutes=30))

        assert [due_digests.send(desk.context, MORNING, DAY, NOW) for _ in range(2)] == [1, 0]

    def test_the_hits_of_a_later_window_do_not_hide_those_of_an_earlier(self, desk, read):
        """A window that is made after the next one holds its own hits."""
        desk.ingest(read("joblo", TITLE, minutes=-30), NOW - timedelta(minutes=30))
        later = Window(start=NOW, end=NOW + timedelta(hours=24))
        wanted = replace(MORNING, send_empty=True)

        assert due_digests.send(desk.context, wanted, later, later.end) == 1
        assert due_digests.send(desk.context, wanted, DAY, NOW) == 1
        assert [mail["counts"]["stories"] for mail in mails(desk) if mail["type"] == "digest"] == [0, 1]

    def test_a_paused_outlet_is_named_until_its_pause_ends(self, desk, found):
        """After the pause it is an outlet like others."""
        from desk_made import death

        desk.ingest(found("joblo", "a", "b", "c"), NOW)
        for slug in ("a", "b", "c"):
            desk.ingest(death(slug), NOW)

        (only,) = self.digest(desk).unreached
        assert only.outlet_name == "Joblo"
        assert "pause" in only.why
        after = NOW + timedelta(hours=6)
        assert self.digest(desk, Window(start=NOW, end=after), after).unreached == ()

    def weekly(self, desk, read, weeks, *, begun=60):
        """One article in these hours of each of so many weeks before, two of the first; now there are six.

        The watch is `begun` days old.
        """
        rows(desk, "update watches set changed_at = ?", f"{NOW - timedelta(days=begun):%Y-%m-%dT%H:%M:%SZ}")
        desk.ingest(read("joblo", "Heat 2 at first", minutes=-1440 * begun, slug="f"), NOW - timedelta(days=begun))
        for number in range(weeks * 7, 0, -1):  # on other days there are many: they are not these hours
            for each in range(1 if number % 7 == 0 else 4):
                minutes = -1440 * number - 30 - each
                event = read("joblo", f"Heat 2 day {number} {each}", minutes=minutes, slug=f"d{number}-{each}")
                desk.ingest(event, NOW + timedelta(minutes=minutes))
        for number in range(6):
            event = read("joblo", f"Heat 2 now {number}", minutes=-60 + number, slug=f"n{number}")
            desk.ingest(event, NOW - timedelta(minutes=60 - number))

    def test_more_than_usual_is_by_the_hours_of_the_week(self, desk, read):
        """Six articles are a spike where these hours of eight weeks had one each, however many other days had."""
        self.weekly(desk, read, 8)

        (spike,) = self.digest(desk).spikes

        assert (spike.watch, spike.articles, spike.usual) == ("Heat 2", 6, 1.0)

    @pytest.mark.parametrize(("begun", "spikes"), [(2, 0), (28, 0), (29, 1)])
    def test_without_four_weeks_there_is_no_usual_pace(self, desk, read, begun, spikes):
        """Soon after the first start, or after a watch was added, everything is more than ever."""
        self.weekly(desk, read, 0, begun=begun)

        assert len(self.digest(desk).spikes) == spikes

    def test_what_the_digest_before_had_is_counted(self, desk, read):
        """Its stories, for "one more than last time"; not where it covered a weekend, and this one a day."""
        assert self.digest(desk).totals.previous_stories is None
        at = NOW - timedelta(hours=30)
        desk.ingest(read("joblo", TITLE, minutes=-1800), at)
        due_digests.send(desk.context, MORNING, Window(start=DAY.start - timedelta(days=1), end=DAY.start), DAY.start)

        assert self.digest(desk).totals.previous_stories == 1
        short = Window(start=DAY.start, end=DAY.start + timedelta(hours=8))
        assert self.digest(desk, short, short.end).totals.previous_stories is None

    def test_only_the_watches_of_the_plan(self, made, read):
        """By id or by name; "*" means all, in the order of the configuration."""
        driver = replace(HEAT, id="driver", name="Driver", query='"Adam Driver"', masks=())
        mann = replace(HEAT, id="mann", name="Mann, M.", query="Mann", masks=())
        desk = made(watches=(HEAT, driver, mann))
        desk.ingest(read("joblo", TITLE, minutes=-30), NOW - timedelta(minutes=30))

        plans = {names: replace(MORNING, watches=names) for names in (("*",), ("driver",), ("Mann, M.",))}
        shown = {
            names: [section.watch.id for section in self.digest(desk, plan=plan).sections]
            for names, plan in plans.items()
        }
        assert shown == {("*",): ["heat-2", "driver", "mann"], ("driver",): ["driver"], ("Mann, M.",): ["mann"]}

    def test_it_says_how_much_was_looked_at(self, desk, found):
        """Outlets that were reached in the window, the moment it was made, and its time zone."""
        desk.ingest(found("joblo", minutes=-30), NOW - timedelta(minutes=30))
        desk.ingest(found("variety", minutes=-30 * 60), NOW - timedelta(hours=30))
        desk.ingest(found("deadline", minutes=-24 * 60), NOW - timedelta(hours=24))

        digest = self.digest(desk)

        assert digest.totals.outlets_checked == 2
        assert digest.at == NOW

    @pytest.mark.parametrize(
        ("title", "reason", "unread"),
        [
            (TITLE, Reason.ROBOTS, [("Joblo", "Heat 2", "robots.txt disallows it")]),
            (TITLE, Reason.OUTAGE, []),
            ("The heat wave goes on", Reason.ROBOTS, []),
        ],
    )
    def test_what_could_not_be_read_is_told_to_whom_its_headline_concerns(self, desk, title, reason, unread):
        """Only when it is given up for good, and only where a watch matches what the listing said of it."""
        link = make.link("joblo", "a", title=title)
        at = NOW - timedelta(hours=1)
        desk.ingest(replace(make.listed("joblo", at=at), links=(link,)), at)
        desk.ingest(LinkRefused(outlet="joblo", link=link, reason=reason, at=at), at)

        digest = due_digests.preview(desk.context, MORNING, DAY, NOW)

        assert [(one.outlet_name, one.watches[0], one.why) for one in digest.unread] == unread
        assert due_digests.send(desk.context, MORNING, DAY, NOW) == len(unread)

    def test_an_empty_digest_is_sent_where_it_is_wanted(self, made):
        """Else the window passes in silence, and counts as done."""
        at = NOW.replace(hour=8, minute=1)
        wanted = replace(MORNING, send_empty=True, name="wanted")
        desk = made(digests=(MORNING, wanted))

        assert [desk.digest_due(plan, at) for plan in (MORNING, wanted)] == [0, 1]
        assert [desk.digest_due(plan, at) for plan in (MORNING, wanted)] == [0, 0]
        assert rows(desk, "select name from digests order by name") == [("morning",), ("wanted",)]

    def test_a_hit_that_came_late_is_in_the_next_digest_once(self, desk, read):
        """Each hit is in one digest: what was found before the window's end and stored after it comes with the next."""
        zone = ZoneInfo("UTC")
        first, second = datetime(2026, 11, 24, 8, tzinfo=zone), datetime(2026, 11, 25, 8, tzinfo=zone)
        desk.ingest(read("joblo", TITLE), NOW)
        assert desk.digest_due(MORNING, first) == 1
        late = first - timedelta(seconds=1)
        desk.ingest(read("variety", "A composer for Heat 2 was found", "Heat 2 has a composer now.", slug="late"), late)

        assert desk.digest_due(MORNING, second) == 1
        digests = [mail for mail in mails(desk) if mail["type"] == "digest"]
        hit = [
            [hit["url"] for part in mail["sections"] for story in part["stories"] for hit in story["hits"]]
            for mail in digests
        ]
        assert hit == [["https://joblo.example/a"], ["https://variety.example/late"]]

    def test_a_clock_that_was_ahead_puts_no_hit_into_two_digests_or_none(self, desk, read):
        """It is two days ahead for an hour, in which a digest is made, and is set back."""
        morning = datetime(2026, 11, 24, 8, tzinfo=ZoneInfo("UTC"))

        def hit(slug, hours):
            """An article that is found so many hours after the first morning."""
            at = morning + timedelta(hours=hours)
            body = " ".join(f"{slug}{number}" for number in range(60))
            minutes = (at - NOW) / timedelta(minutes=1)
            desk.ingest(read("joblo", f"Heat 2 {slug} {slug}0", f"Heat 2. {body}", minutes=minutes, slug=slug), at)

        def due(hours):
            return desk.digest_due(MORNING, morning + timedelta(hours=hours))

        hit("first", -1)
        assert due(0) == 1
        hit("before", 1)
        hit("ahead", 1.5 + 48)
        assert due(2 + 48) == 1  # up to the third morning, by a wrong clock
        desk.clock_set_back(48 * 3600, morning + timedelta(hours=2))
        hit("after", 3)
        assert due(24) == 1
        hit("second", 25)
        assert due(48) == 0  # that one was made
        assert due(72) == 1

        told = [
            [
                hit["url"].rsplit("/")[-1]
                for part in mail["sections"]
                for story in part["stories"]
                for hit in story["hits"]
            ]
            for mail in mails(desk)
            if mail["type"] == "digest"
        ]
        assert [sorted(slugs) for slugs in told] == [["first"], ["before"], ["after"], ["ahead", "second"]]


def test_a_clock_that_was_ahead_puts_no_edit_into_two_digests_or_none(desk, read):
    """A correction that comes while it is ahead, and one that comes after it was set back."""
    morning = datetime(2026, 11, 24, 8, tzinfo=ZoneInfo("UTC"))

    def came(slug, hours, notice=""):
        """An article, or its correction, so many hours after the first morning."""
        at = morning + timedelta(hours=hours)
        body = "Heat 2. " + " ".join(f"{slug}{number}" for number in range(60)) + f".\n\n{notice}"
        minutes = (at - NOW) / timedelta(minutes=1)
        desk.ingest(read("joblo", f"Heat 2 {slug} {slug}0", body, minutes=minutes, slug=slug), at)

    def due(hours):
        return desk.digest_due(MORNING, morning + timedelta(hours=hours))

    notice = "Correction: an earlier version of this article misstated the {}."
    for slug in ("budget", "cast", "date"):
        came(slug, -1)
    assert due(0) == 1
    came("early", 1)
    came("budget", 1.5 + 48, notice.format("budget"))
    assert due(2 + 48) == 1
    desk.clock_set_back(48 * 3600, morning + timedelta(hours=2))
    came("cast", 3, notice.format("cast"))
    assert due(24) == 1
    came("date", 25, notice.format("date"))
    assert due(48) == 0  # that one was made
    assert due(72) == 1

    edits = [[one["url"].rsplit("/")[-1] for one in mail["edits"]] for mail in mails(desk) if mail["type"] == "digest"]
    assert edits[0] == []
    assert sorted(slug for found in edits for slug in found) == ["budget", "cast", "date"]
    assert edits[2:] == [["cast"], ["budget", "date"]]


def test_a_message_shows_the_hits_of_its_own_story(desk, read):
    """And none of another story that the same watch found the day before."""
    storm = "A storm tore the roof off the stage on which Heat 2 is rehearsed. Nobody was hurt."
    desk.ingest(read("joblo", "Mann says Heat 2 is next", slug="a"), NOW)
    desk.ingest(read("variety", "Storm hits a rehearsal", storm, minutes=1, slug="b"), NOW + timedelta(minutes=1))

    assert [[hit["url"] for hit in mail["hits"]] for mail in mails(desk)] == [
        ["https://joblo.example/a"],
        ["https://variety.example/b"],
    ]
