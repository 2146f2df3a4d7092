"""Pages that became no article: those that hang the parser, those that are refused, those that fail."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from desk_made import OUTLETS, config, death, finished, mails, rows
from make import NOW

from monitor.desk import Desk
from monitor.events import LinkFailed, LinkRefused, LinksFound
from monitor.model import Link
from monitor.refusals import Reason
from monitor.store import incidents, links

LINK = Link(url="https://joblo.example/a")


@pytest.fixture
def noted(tmp_path):
    """A desk whose incidents go to a folder."""
    desk = Desk.open(config(tmp_path, incidents_to=("files",)))
    desk.sync(NOW)
    yield desk
    desk.close()


def state(desk, url=LINK.url):
    """Where a link stands."""
    found = links.find(desk.context.archive, url)
    return found and found.state


class TestDeaths:
    """A page that hung or ended the process that parsed it."""

    def test_two_strikes_pause_nothing(self, desk, found):
        """Two bad pages in a row are two bad pages."""
        desk.ingest(found("joblo", "a", "b"), NOW)
        desk.ingest(death("a"), NOW)
        desk.ingest(death("b"), NOW)

        assert "joblo" in desk.due(NOW + timedelta(minutes=20))

    def test_a_third_strike_pauses_for_six_hours(self, desk, found):
        """Then the outlet is asked again."""
        desk.ingest(found("joblo", "a", "b", "c"), NOW)
        for slug in ("a", "b", "c"):
            desk.ingest(death(slug), NOW)

        assert "joblo" not in desk.due(NOW + timedelta(hours=6) - timedelta(seconds=1))
        assert "joblo" in desk.due(NOW + timedelta(hours=6))

    def test_a_complete_crawl_clears_the_strikes(self, desk, found):
        """Strikes count in a row only; a crawl that was cut proves nothing."""
        desk.ingest(found("joblo", "a", "b", "c", "d"), NOW)
        desk.ingest(death("a"), NOW)
        desk.ingest(death("b"), NOW)
        desk.ingest(finished(), NOW)
        desk.ingest(death("c"), NOW)
        assert "joblo" in desk.due(NOW + timedelta(minutes=20))

        desk.ingest(death("d"), NOW)
        desk.ingest(finished(outcome="cut", complete=False), NOW)
        desk.ingest(death("e"), NOW)

        assert "joblo" not in desk.due(NOW + timedelta(minutes=20))

    def test_the_incident_names_the_page_and_where_the_parser_stood(self, noted, found):
        """A person can see which page it was; the innermost call is the first that the stack names."""
        stack = (
            'Thread 0x1 (most recent call first):\n  File "soup.py", line 3 in parse\n  File "base.py", line 9 in go\n'
        )
        noted.ingest(found("joblo", "a", "b"), NOW)
        made = noted.ingest(death("a", stack=stack), NOW), noted.ingest(death("b", hung=False), NOW)

        (first,) = (mail["incident"] for mail in mails(noted))
        (row,) = incidents.listing(noted.context.archive)
        assert made == (1, 0)
        assert (row.subject, row.detail) == (
            "https://joblo.example/a",
            "Joblo: 2 pages are not read again, because they could hang the parser",
        )
        assert first["kind"] == "page_quarantined"
        assert first["evidence"]["page"] == "https://joblo.example/a"
        assert 'File "soup.py", line 3 in parse' in first["evidence"]["why"]
        assert "hung" in first["evidence"]["why"]
        assert row.evidence["page"] == "https://joblo.example/b"
        assert "hung" not in row.evidence["why"]
        assert first["detail"].startswith("Joblo")
        assert rows(noted, "select channel from deliveries") == [("files",)]

    def test_a_third_page_pauses_the_outlet_in_the_place_of_its_incident(self, noted, found):
        """One incident stands at a time: that of the pages ends where that of the pause begins."""
        noted.ingest(found("joblo", "a", "b", "c"), NOW)
        for slug in "abc":
            noted.ingest(death(slug), NOW)

        assert [(row.kind, row.closed_at is None) for row in incidents.listing(noted.context.archive)] == [
            ("outlet_paused", True),
            ("page_quarantined", False),
        ]

    @pytest.mark.parametrize(
        "change", [{"url": None}, {"outlet": None}, {"outlet": "stranger"}], ids=["no page", "no outlet", "stranger"]
    )
    def test_a_death_over_nothing_that_is_known_is_no_ones_fault(self, noted, found, change):
        """No page is locked away, no outlet gets a strike."""
        noted.ingest(found("joblo", "a"), NOW)

        assert noted.ingest(replace(death("a"), **change), NOW) == 0
        assert state(noted) == "found"
        assert rows(noted, "select max(strikes) from outlets") == [(0,)]

    def test_a_page_that_no_source_listed_is_locked_away_too(self, desk):
        """As one that was crawled manually."""
        desk.ingest(death("unlisted"), NOW)

        assert state(desk, "https://joblo.example/unlisted") == "quarantined"


class TestRefusals:
    """Pages that are no article."""

    def test_pages_that_could_hang_the_parser_are_counted_from_the_first(self, noted, found):
        """Each was tried some seconds before it is ingested, the one that opened the incident too."""
        noted.ingest(found("joblo", "a", "b"), NOW)
        for minute, slug in enumerate("ab"):
            at = NOW + timedelta(minutes=minute)
            link = Link(url=f"https://joblo.example/{slug}")
            refusal = LinkRefused(outlet="joblo", link=link, reason=Reason.HOSTILE_MARKUP, at=at, detail="a tag")
            noted.ingest(refusal, at + timedelta(seconds=5))

        (row,) = incidents.listing(noted.context.archive)
        assert row.detail == "Joblo: 2 pages are not read again, because they could hang the parser"

    @pytest.mark.parametrize(("look", "hours"), list(enumerate((1, 6, 24))))
    def test_a_block_page_is_looked_at_again(self, desk, found, look, hours):
        """After an hour, six and twenty-four."""
        desk.ingest(found("joblo", "a"), NOW)
        at = NOW
        for _ in range(look + 1):
            at += timedelta(days=3)
            desk.ingest(LinkRefused(outlet="joblo", link=LINK, reason=Reason.CAPTCHA, at=at), at)

        due = at + timedelta(hours=hours)
        assert not desk.order("joblo", due - timedelta(seconds=1)).pending
        assert desk.order("joblo", due).pending

    def test_a_block_page_that_stays_is_left_alone(self, desk, found):
        """After the fourth refusal nobody looks again."""
        desk.ingest(found("joblo", "a"), NOW)
        for day in range(4):
            at = NOW + timedelta(days=3 * day)
            desk.ingest(LinkRefused(outlet="joblo", link=LINK, reason=Reason.CAPTCHA, at=at), at)

        assert not desk.order("joblo", NOW + timedelta(days=400)).pending

    @pytest.mark.parametrize(
        ("reason", "minutes"),
        [
            (Reason.NO_TEXT, (10, 120)),
            (Reason.SECTION_PAGE, (10, 120)),
            (Reason.SOFT_404, (10, 120)),
            (Reason.FRONT_PAGE, (10, 120)),
            (Reason.REDIRECT, (10, 120)),
            (Reason.OUTAGE, (2, 10, 30, 120, 360, 1440)),
            (Reason.ROBOTS, ()),
            (Reason.ADDRESS, ()),
            (Reason.NOT_HTML, ()),
            (Reason.GEO_BLOCKED, ()),
        ],
    )
    def test_one_look_decides_nothing_that_may_pass(self, desk, found, reason, minutes):
        """A half-published page, an error with status 200, a redirect in a circle: looked at again so often."""
        desk.ingest(found("joblo", "a"), NOW)
        at, waits = NOW, []
        for _ in range(len(minutes) + 1):
            desk.ingest(LinkRefused(outlet="joblo", link=LINK, reason=reason, detail="12 words", at=at), at)
            ((state_, why, detail, next_at),) = rows(desk, "select state, reason, detail, next_at from links")
            assert (state_, why, detail) == ("refused", reason.value, "12 words")
            if next_at is None:
                break
            later = datetime.fromisoformat(next_at)
            waits.append((later - at) / timedelta(minutes=1))
            at = later

        assert tuple(waits) == minutes
        assert next_at is None
        assert not desk.order("joblo", NOW + timedelta(days=30)).pending

    def test_an_outage_loses_no_article(self, desk, found, read):
        """A page of maintenance with status 200 is read again when it is over, and alerts as if nothing had been."""
        desk.ingest(found("joblo", "a"), NOW)
        desk.ingest(LinkRefused(outlet="joblo", link=LINK, reason=Reason.OUTAGE, at=NOW), NOW)
        later = NOW + timedelta(minutes=2)

        assert [link.url for link in desk.order("joblo", later).pending] == [LINK.url]
        assert desk.ingest(read("joblo", "Heat 2 is next", minutes=2), later) == 1

    @pytest.mark.parametrize("reason", [Reason.HOSTILE_MARKUP, Reason.PARSER_HUNG])
    def test_what_could_hang_the_parser_is_locked_away_with_an_incident(self, noted, found, reason):
        """Even a forced crawl leaves it alone."""
        noted.ingest(found("joblo", "a"), NOW)

        assert noted.ingest(LinkRefused(outlet="joblo", link=LINK, reason=reason, detail="deep", at=NOW), NOW) == 1
        assert state(noted) == "quarantined"
        assert not noted.order("joblo", NOW, force=True).pending

    def test_failures_before_a_refusal_do_not_count_as_refusals(self, desk, found):
        """A host that was away twice and then showed a block page is asked again after an hour."""
        desk.ingest(found("joblo", "a"), NOW)
        for day in range(2):
            at = NOW + timedelta(days=day)
            desk.ingest(LinkFailed(outlet="joblo", link=LINK, error="reset", at=at), at)
        at = NOW + timedelta(days=3)
        desk.ingest(LinkRefused(outlet="joblo", link=LINK, reason=Reason.CAPTCHA, at=at), at)

        assert links.find(desk.context.archive, LINK.url).next_at == at + timedelta(hours=1)

    def test_a_dangerous_page_of_an_outlet_that_is_followed_no_more(self, noted, tmp_path, found):
        """Its last crawl may end after the configuration has changed: the incident has the outlet's id for a name."""
        noted.ingest(found("joblo", "a"), NOW)
        noted.reload(config(tmp_path, outlets=OUTLETS[1:], incidents_to=("files",)), NOW)

        assert noted.ingest(LinkRefused(outlet="joblo", link=LINK, reason=Reason.HOSTILE_MARKUP, at=NOW), NOW) == 1
        assert [mail["incident"]["detail"].split(":")[0] for mail in mails(noted)] == ["joblo"]

    def test_a_dangerous_second_reading_of_a_stored_article_is_no_incident(self, noted, found, read):
        """What is stored stays, and nothing is locked away."""
        noted.ingest(found("joblo", "a"), NOW)
        noted.ingest(read("joblo", "Mann plans something"), NOW)
        at = NOW + timedelta(hours=1)

        assert noted.ingest(LinkRefused(outlet="joblo", link=LINK, reason=Reason.HOSTILE_MARKUP, at=at), at) == 0
        assert state(noted) == "stored"

    def test_pages_that_no_source_listed_are_kept_too(self, desk):
        """A page that was crawled manually has a row that says what became of it."""
        desk.ingest(LinkRefused(outlet="joblo", link=LINK, reason=Reason.NO_TEXT, at=NOW), NOW)
        other = Link(url="https://joblo.example/b")
        desk.ingest(LinkFailed(outlet="joblo", link=other, error="reset", at=NOW), NOW)

        assert state(desk) == "refused"
        assert state(desk, other.url) == "found"

    def test_pages_of_strangers_leave_no_trace(self, desk):
        """An outlet that is not followed gets no rows."""
        desk.ingest(LinkRefused(outlet="stranger", link=LINK, reason=Reason.NO_TEXT, at=NOW), NOW)

        source = OUTLETS[0].sources[0]
        desk.ingest(LinksFound(outlet="stranger", source=source, at=NOW, links=(LINK,), listed=1), NOW)

        assert rows(desk, "select count(*) from links") == [(0,)]


class TestFailures:
    """Pages that could not be read."""

    @pytest.mark.parametrize(
        ("failures", "wait"),
        [
            (1, timedelta(seconds=15)),
            (2, timedelta(minutes=1)),
            (3, timedelta(minutes=5)),
            (4, timedelta(minutes=30)),
            (5, timedelta(hours=2)),
            (6, timedelta(hours=6)),
            (7, timedelta(hours=24)),
        ],
    )
    def test_each_wait_is_longer(self, desk, found, failures, wait):
        """From 15 seconds to a day."""
        desk.ingest(found("joblo", "a"), NOW)
        for day in range(failures):
            at = NOW + timedelta(days=day)
            desk.ingest(LinkFailed(outlet="joblo", link=LINK, error="reset", at=at), at)

        assert links.find(desk.context.archive, LINK.url).next_at == at + wait

    @pytest.mark.parametrize(
        ("status", "attempts"),
        [(404, 4), (400, 4), (499, 4), (401, 8), (403, 8), (408, 8), (425, 8), (429, 8), (500, 8), (399, 8)],
    )
    def test_a_page_that_is_missing_gets_fewer_attempts(self, desk, found, status, attempts):
        """What may pass by itself is tried for a day and a half."""
        desk.ingest(found("joblo", "a"), NOW)
        for number in range(1, attempts + 1):
            assert state(desk) == "found", number
            at = NOW + timedelta(days=number)
            desk.ingest(LinkFailed(outlet="joblo", link=LINK, error=f"HTTP {status}", status=status, at=at), at)

        assert state(desk) == "given_up"


class TestChangedTitles:
    """Known links that a source lists under another title."""

    def test_the_page_is_read_again(self, desk, found, read):
        """Its link is pending again, and what comes of it is a revision."""
        desk.ingest(found("joblo", "a"), NOW)
        desk.ingest(read("joblo", "Mann plans something"), NOW)
        assert not desk.order("joblo", NOW).pending
        at = NOW + timedelta(minutes=30)
        changed = Link(url=LINK.url, title="Mann plans Heat 2")
        source = OUTLETS[0].sources[0]

        desk.ingest(LinksFound(outlet="joblo", source=source, at=at, changed=(changed,), listed=1), at)

        assert [link.url for link in desk.order("joblo", at).pending] == [LINK.url]

    @pytest.mark.parametrize(
        "event",
        [
            LinkFailed(outlet="joblo", link=LINK, error="HTTP 404", status=404, at=NOW + timedelta(hours=1)),
            LinkRefused(outlet="joblo", link=LINK, reason=Reason.NO_TEXT, at=NOW + timedelta(hours=1)),
        ],
        ids=["failed", "refused"],
    )
    def test_a_second_reading_that_fails_loses_nothing(self, desk, found, read, event):
        """The article that was stored stays, and its link stays stored."""
        desk.ingest(found("joblo", "a"), NOW)
        desk.ingest(read("joblo", "Mann plans something"), NOW)
        changed = Link(url=LINK.url, title="Mann plans Heat 2")
        source = OUTLETS[0].sources[0]
        desk.ingest(LinksFound(outlet="joblo", source=source, at=event.at, changed=(changed,), listed=1), event.at)

        desk.ingest(event, event.at)

        assert state(desk) == "stored"
        assert not desk.order("joblo", event.at + timedelta(days=1)).pending
