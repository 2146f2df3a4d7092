"""Each limit of the rules, on both of its sides; and what an incident's evidence shows."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from health_made import DAY, FEED, GAP, HOUR, MINUTE, NOW, OUTLET, failing, judged, kinds, page

from monitor.causes import SourceCause
from monitor.health import KINDS, Facts, OpenIncident, OutletFacts, decide, rhythm
from monitor.health.wording import moment, quoted, span
from monitor.model import LinkState, Shortfall
from monitor.observations import ChannelState, SourceReading, TriedLink
from monitor.phrasing import count
from monitor.refusals import Reason

SECOND = timedelta(seconds=1)


def standing(
    kind: str, subject: str = "variety", *, outlet: str | None = "variety", age: timedelta = HOUR
) -> OpenIncident:
    """An incident that is open."""
    return OpenIncident(kind=kind, subject=subject, outlet=outlet, opened_at=NOW - age)


def read(*listed: tuple[int, int]) -> OutletFacts:
    """The outlet whose feed listed so many items, of them so many new, an hour apart, the last an hour ago."""
    count = len(listed)
    readings = [
        SourceReading(at=NOW - HOUR * (count - n), listed=all_, new=new) for n, (all_, new) in enumerate(listed)
    ]
    return replace(OUTLET, sources=(replace(FEED, readings=tuple(readings)),))


class TestSources:
    @pytest.mark.parametrize("status", [401, 402, 403, 407, 429, 451, 503])
    def test_statuses_by_which_an_outlet_refuses(self, status: int) -> None:
        """They are its own doing; its neighbours among the statuses are not."""
        assert kinds(judged(failing(3, status=status))) == ["source_refused"]

    @pytest.mark.parametrize("status", [400, 408, 418, 500, 502, 504])
    def test_other_errors_are_failures(self, status: int) -> None:
        """A fault of the server is no refusal."""
        assert kinds(judged(failing(3, status=status))) == ["source_failing"]

    @pytest.mark.parametrize(
        ("failures", "minutes", "opens"),
        [(3, 29.9, False), (3, 30, True), (7, 29, False), (8, 1, True), (2, 600, False)],
    )
    def test_patience_with_faults_that_pass(self, failures: int, minutes: float, *, opens: bool) -> None:
        """Half an hour, or eight failures, and three failures at least."""
        assert bool(judged(failing(failures, hours=minutes / 60)).opened) is opens

    @pytest.mark.parametrize(
        ("status", "error", "kind"),
        [
            (403, "HTTP 403", "source_refused"),
            (200, "not a feed: it begins with <html>", "source_unreadable"),
            (None, "timed out", "source_failing"),
        ],
    )
    def test_which_faults_may_pass(self, status: int | None, error: str, kind: str) -> None:
        """A refusal, a page that is no listing and no answer are each waited for, and reported after half an hour."""
        assert not judged(failing(3, hours=0.4, status=status, error=error)).opened
        assert kinds(judged(failing(3, hours=0.6, status=status, error=error))) == [kind]

    @pytest.mark.parametrize(("cause", "status"), [(SourceCause.ROBOTS, None), (SourceCause.HTTP_STATUS, 410)])
    def test_no_patience_with_faults_that_stay(self, cause: SourceCause, status: int | None) -> None:
        """A listing that is gone or disallowed is reported after three failures, however soon."""
        assert judged(failing(3, hours=0.01, cause=cause, status=status)).opened
        assert not judged(failing(2, hours=9, cause=cause, status=status)).opened

    def test_a_gap_of_a_moment(self) -> None:
        """Where both of its times are the same, one is said."""
        outlet = read((10, 10))
        source = replace(outlet.sources[0], gap=replace(GAP, ends_at=GAP.begins_at))
        (found,) = judged(replace(outlet, sources=(source,))).opened

        assert f"about 12 articles at {moment(GAP.begins_at)} may be missing" in found.detail

    @pytest.mark.parametrize(("later", "opens"), [(0, True), (2, True), (3, False)])
    def test_how_long_a_gap_stands(self, later: int, *, opens: bool) -> None:
        """Until three readings after it."""
        gap = replace(GAP, seen_at=NOW - HOUR * (later + 1))
        outlet = read(*[(10, 1)] * (later + 1))

        found = judged(replace(outlet, sources=(replace(outlet.sources[0], gap=gap),)))
        assert (kinds(found) == ["listing_gap"]) is opens

    @pytest.mark.parametrize(("missing", "said"), [(30, "about 30 articles"), (1, "about 1 article"), (None, "some")])
    def test_a_gap_says_what_is_missing_and_since_when(self, missing: int | None, said: str) -> None:
        """How many, if that is known, and from when to when."""
        (incident,) = judged(replace(OUTLET, sources=(replace(FEED, gap=replace(GAP, missing=missing)),))).opened

        assert incident.detail.startswith(f"Variety: {said}")
        assert "between 2026-11-02 06:00 UTC and 2026-11-02 07:00 UTC may be missing" in incident.detail

    def test_an_empty_listing_says_how_much_it_used_to_list(self) -> None:
        """The most of the readings that are known."""
        (incident,) = judged(read((3, 3), (10, 0), (7, 0), (0, 0), (0, 0))).opened

        assert incident.detail == "Variety: lists nothing; it used to list 10 items"

    def test_evidence_of_a_source_that_is_read(self) -> None:
        """Nothing failed, so no attempt and no error are shown."""
        (incident,) = judged(read((3, 3), (0, 0), (0, 0))).opened

        assert incident.evidence == {
            "source": "feed https://variety.example/feed/",
            "last read": "2026-11-02 08:59 UTC",
            "last new item": "never",
            "what to do": KINDS["source_empty"].advice,
        }

    def test_evidence_of_a_source_that_fails(self) -> None:
        """The last attempt and its error are shown."""
        (incident,) = judged(failing(3, error="certificate\nhas expired")).opened

        assert incident.evidence["last attempt"] == "2026-11-02 08:59 UTC"
        assert incident.evidence["error"] == "certificate has expired"

    @pytest.mark.parametrize(("looks", "opens"), [(3, True), (2, False)])
    def test_what_never_listed_anything_is_empty_unless_another_source_lists(self, looks: int, *, opens: bool) -> None:
        """A news sitemap may be empty for days; where nothing of the outlet ever listed anything, it is wrong."""
        empty = replace(FEED, readings=tuple(SourceReading(at=NOW, listed=0, new=0) for _ in range(looks)))
        other = replace(FEED, url="https://variety.example/other", last_new_at=NOW - DAY * 90)

        assert (kinds(judged(replace(OUTLET, sources=(empty,)))) == ["source_empty"]) is opens
        assert kinds(judged(replace(OUTLET, sources=(empty, other)))) == []

    @pytest.mark.parametrize(("ago", "opens"), [(DAY - SECOND, True), (DAY, False)])
    def test_lying_validators_are_told_for_a_day(self, ago: timedelta, *, opens: bool) -> None:
        """Nothing is missed any more, so it is an event."""
        source = replace(FEED, untrusted_at=NOW - ago)

        assert (kinds(judged(replace(OUTLET, sources=(source,)))) == ["source_frozen"]) is opens


def tried(count: int, attempts: int, *, state: LinkState = LinkState.FOUND) -> tuple[TriedLink, ...]:
    """So many pages of which each reading failed."""
    return tuple(replace(page(n), state=state, attempts=attempts, detail="HTTP 503") for n in range(count))


class TestPagesThatFail:
    @pytest.mark.parametrize(
        ("reads", "last", "poll", "opens"),
        [
            (tried(8, 2), MINUTE * 2 + SECOND, MINUTE * 10, True),
            (tried(8, 2), MINUTE * 2, MINUTE * 10, False),  # it may be one bad minute
            (tried(8, 1), MINUTE * 29, MINUTE * 10, False),
            (tried(7, 5), MINUTE * 29, MINUTE * 10, False),
            (tried(3, 1), MINUTE * 30 + SECOND, MINUTE * 10, True),
            (tried(3, 1), MINUTE * 30, MINUTE * 10, False),
            (tried(3, 1), MINUTE * 3 + SECOND, SECOND * 30, True),  # six looks
            (tried(3, 1), MINUTE * 3, SECOND * 30, False),
            (tried(2, 5), DAY, SECOND * 30, False),
            (tried(3, 3, state=LinkState.GIVEN_UP), DAY, SECOND * 30, False),  # three dead links, one after the other
            ((*tried(8, 2), page(9)), MINUTE * 29, MINUTE * 10, False),
        ],
    )
    def test_how_often_and_for_how_long(
        self, reads: tuple[TriedLink, ...], last: timedelta, poll: timedelta, *, opens: bool
    ) -> None:
        """Sixteen failures of eight pages in a row, or three pages for six looks; never within two minutes."""
        outlet = replace(OUTLET, reads=reads, poll=poll, last_page_at=NOW - last)

        assert (kinds(judged(outlet)) == ["pages_unreadable"]) is opens

    @pytest.mark.parametrize(("attempts", "opens"), [(3, True), (2, False)])
    def test_an_outlet_of_which_no_page_could_ever_be_read(self, attempts: int, *, opens: bool) -> None:
        """One that lists a page a week is not waited for until there are eight; the incident says what came."""
        outlet = replace(OUTLET, reads=tried(1, attempts), last_page_at=None, added_at=NOW - MINUTE * 5)

        assert [item.detail for item in judged(outlet).opened] == (
            ["Variety: none of its last 1 page could be read: HTTP 503"] if opens else []
        )

    def test_pages_are_not_judged_while_no_listing_works(self) -> None:
        """Then the source has the incident, and that is the only one."""
        outlet = replace(failing(3, status=503), reads=tried(8, 5), last_page_at=NOW - HOUR)

        assert kinds(judged(outlet)) == ["source_refused"]

    def test_of_pages_that_cannot_be_read_none_is_missed(self) -> None:
        """An outlet that outruns its feed with pages that all fail has one incident, not that of a gap besides."""
        outlet = replace(OUTLET, sources=(replace(FEED, gap=GAP),))

        assert kinds(judged(outlet)) == ["listing_gap"]
        assert kinds(judged(replace(outlet, reads=tried(8, 1), last_page_at=NOW))) == []
        assert kinds(judged(replace(outlet, reads=tried(8, 2), last_page_at=NOW - HOUR))) == ["pages_unreadable"]


class TestOutlets:
    @pytest.mark.parametrize(
        ("reason", "limit", "kind"),
        [
            (Reason.LOGIN, 4, "outlet_walled"),
            (Reason.ROBOTS, 4, "robots_closed"),
            (Reason.GEO_BLOCKED, 4, "outlet_geo_blocked"),
            (Reason.SOFT_404, 8, "pages_unreadable"),
            (Reason.ADDRESS, 8, "pages_unreadable"),
        ],
    )
    def test_pages_in_a_row(self, reason: Reason, limit: int, kind: str) -> None:
        """From this many on; the evidence names the first of the row and, as the example, the last."""
        reads = tuple(replace(page(n), state=LinkState.REFUSED, reason=reason) for n in range(limit))

        (incident,) = judged(replace(OUTLET, reads=reads)).opened
        assert incident.kind == kind
        assert incident.evidence["since"] == moment(NOW - MINUTE * 50)
        assert incident.evidence["example"] == f"https://variety.example/{limit - 1}"
        assert not judged(replace(OUTLET, reads=reads[1:])).opened

    def test_block_pages_are_named(self) -> None:
        """Each kind once, in order."""
        three = (Reason.LOGIN, Reason.CAPTCHA, Reason.LOGIN, Reason.CONSENT)
        reads = tuple(replace(page(n), state=LinkState.REFUSED, reason=reason) for n, reason in enumerate(three))

        assert judged(replace(OUTLET, reads=reads)).opened[0].detail == (
            "Variety: the last 4 pages were block pages (captcha, consent, login)"
        )

    @pytest.mark.parametrize(("late", "opens"), [(HOUR, False), (HOUR + SECOND, True)])
    def test_overdue_is_an_hour(self, late: timedelta, *, opens: bool) -> None:
        """A crawl may be late by an hour."""
        assert (kinds(judged(replace(OUTLET, next_check_at=NOW - late))) == ["crawl_overdue"]) is opens

    @pytest.mark.parametrize(
        ("held", "whole", "opens"),
        [
            (MINUTE, HOUR + SECOND, True),
            (-MINUTE * 29, HOUR + SECOND, True),
            (-MINUTE * 30, HOUR + SECOND, False),
            (MINUTE, HOUR, False),
            (None, DAY, False),
        ],
    )
    def test_pause_after_pause_is_told_after_an_hour(
        self, held: timedelta | None, whole: timedelta, *, opens: bool
    ) -> None:
        """A host that asks for a pause is obeyed in silence, unless no crawl comes to its end for more than an hour."""
        outlet = replace(OUTLET, held_until=held and NOW + held, last_complete_at=NOW - whole)

        assert (kinds(judged(outlet)) == ["outlet_throttled"]) is opens

    def test_a_host_that_always_asked_for_a_pause_counts_from_the_beginning(self) -> None:
        """An outlet of which no crawl ever was complete is throttled an hour after it was added."""
        outlet = replace(OUTLET, held_until=NOW + MINUTE, last_complete_at=None, added_at=NOW - HOUR - SECOND)

        assert kinds(judged(outlet)) == ["outlet_throttled"]
        assert not judged(replace(outlet, added_at=NOW - HOUR)).opened

    @pytest.mark.parametrize(
        ("poll", "whole", "opens"),
        [
            (SECOND * 20, MINUTE * 3 + SECOND, True),
            (SECOND * 20, MINUTE * 3, False),
            (MINUTE, MINUTE * 6 + SECOND, True),
            (MINUTE, MINUTE * 6, False),
        ],
    )
    def test_who_looks_often_hears_sooner_of_pauses(self, poll: timedelta, whole: timedelta, *, opens: bool) -> None:
        """Six looks without a whole crawl, and no less than three minutes."""
        outlet = replace(OUTLET, poll=poll, held_until=NOW + MINUTE, last_complete_at=NOW - whole)

        assert (kinds(judged(outlet)) == ["outlet_throttled"]) is opens

    def test_a_pause_ends_at_its_time(self) -> None:
        """At the very moment it is over, and an outlet that is paused is not called overdue."""
        paused = replace(OUTLET, strikes=1, paused_until=NOW + SECOND, next_check_at=NOW - DAY)

        assert kinds(judged(paused)) == ["outlet_paused"]
        assert "after 1 strike" in judged(paused).opened[0].detail
        assert not judged(replace(OUTLET, paused_until=NOW)).opened

    def test_links_still_to_be_read_break_no_row(self) -> None:
        """A link that waits says nothing of the outlet; one that failed and waits does."""
        refused = [replace(page(n), state=LinkState.REFUSED, reason=Reason.CAPTCHA) for n in range(4)]
        waiting = replace(page(9), state=LinkState.FOUND)

        assert kinds(judged(replace(OUTLET, reads=(*refused, waiting)))) == ["outlet_walled"]

    def test_a_working_outlet_is_not_called_silent_before_its_limit(self) -> None:
        """Twice its longest silence, to the second; an outlet without a history never."""
        arrivals = tuple(NOW - DAY * 60 + HOUR * 12 * back for back in range(100))
        last = max(arrivals)
        late = last + DAY + SECOND
        looked = replace(FEED, searched_at=late)  # its front page does not go on, either
        outlet = replace(OUTLET, arrivals=arrivals, next_check_at=None, sources=(looked,))

        assert not judged(outlet, now=last + DAY).opened
        assert kinds(judged(outlet, now=late)) == ["outlet_silent"]
        assert not judged(replace(OUTLET, arrivals=arrivals[:5], next_check_at=None), now=late).opened

    def test_evidence_of_silence(self) -> None:
        """The last article, the newest that any listing dates, and how much was learned from; the future left out."""
        arrivals = (*(NOW - DAY * 3 - HOUR * 6 * back for back in range(120)), NOW + DAY)
        sources = (replace(FEED, newest_at=NOW - DAY * 9), replace(FEED, newest_at=NOW - DAY * 4), FEED)
        (incident,) = judged(replace(OUTLET, arrivals=arrivals, sources=sources)).opened

        assert incident.evidence == {
            "last article": "2026-10-30 09:00 UTC",
            "newest in its listings": "2026-10-29 09:00 UTC",
            "learned from": "120 arrivals",
            "last crawl": "2026-11-02 08:59 UTC",
            "what to do": KINDS["outlet_silent"].advice,
        }

    def test_a_selector_that_fails_on_some_of_its_pages(self) -> None:
        """Two parts fail: the row that is longer is the example's, each part shows its last."""
        body = Shortfall(part="body", css=".text", gave="nothing", instead="5,312 characters")
        title = Shortfall(part="title", css="h1", gave="nothing", instead="a title")
        reads = (page(0, body), *(page(n, body, title) for n in range(1, 5)))
        outlet = replace(OUTLET, reads=reads, selectors={"body": ".text", "title": "h1", "date": "time"})
        (incident,) = judged(outlet).opened

        assert "on 5 of its last pages: body (.text), title (h1)" in incident.detail
        assert incident.evidence["the rule gave"] == "body: nothing; title: nothing"
        assert incident.evidence["since"] == moment(NOW - MINUTE * 50)


class TestChannels:
    @pytest.mark.parametrize(("age", "opens"), [(HOUR, False), (HOUR + SECOND, True)])
    def test_messages_may_wait_for_an_hour(self, age: timedelta, *, opens: bool) -> None:
        """By then the third retry is over."""
        channel = ChannelState(name="desk", queued=1, oldest_queued_at=NOW - age)

        assert bool(decide(Facts(channels=(channel,)), [], NOW).opened) is opens

    def test_evidence(self) -> None:
        """When it last sent, the error, and what to do."""
        channel = ChannelState(name="desk", dead=1, last_sent_at=NOW - DAY, last_error="HTTP 500")
        (incident,) = decide(Facts(channels=(channel,)), [], NOW).opened

        assert incident.detail == "The channel desk gave up 1 message"
        assert incident.evidence["last sent"] == "2026-11-01 09:00 UTC"
        assert incident.evidence["error"] == "HTTP 500"

    @pytest.mark.parametrize(("queued", "words"), [(1, "1 message waits for it"), (2, "2 messages wait for it")])
    def test_one_message_waits_and_two_wait(self, queued: int, words: str) -> None:
        """For a channel that is gone."""
        channel = ChannelState(name="desk", queued=queued, is_configured=False)
        (incident,) = decide(Facts(channels=(channel,)), [], NOW).opened

        assert incident.detail == f"The channel desk is gone: {words}"

    def test_channels_that_the_facts_do_not_name_stay_as_they_are(self) -> None:
        """Nothing is known of them now."""
        item = standing("channel_stuck", "other", outlet=None)

        assert not decide(Facts(channels=(ChannelState(name="desk"),)), [item], NOW, followed=["variety"]).closed


def silent_ones(count: int, of: int, *, minutes: float = 1) -> list[OutletFacts]:
    """Outlets of which so many gave no answer lately, and the rest did."""
    mute = failing(6, error="no route")
    outlets = []
    for number in range(of):
        source = mute.sources[0] if number < count else FEED
        source = replace(source, url=f"https://o{number}.example/feed", last_checked_at=NOW - MINUTE * minutes)
        outlets.append(replace(OUTLET, id=f"o{number}", name=f"O{number}", sources=(source,)))
    return outlets


class TestNetwork:
    @pytest.mark.parametrize(
        ("mute", "of", "down"),
        [(3, 3, True), (2, 2, False), (4, 5, True), (3, 4, False), (7, 10, False), (8, 10, True)],
    )
    def test_from_which_share_on_it_is_us(self, mute: int, of: int, *, down: bool) -> None:
        """Four fifths of at least three outlets: one outlet in ten, or three in four, are their own fault."""
        assert ("network_down" in kinds(judged(*silent_ones(mute, of)))) is down

    @pytest.mark.parametrize(("minutes", "down"), [(60, True), (60.1, False)])
    def test_what_was_tried_long_ago_says_nothing(self, minutes: float, *, down: bool) -> None:
        """Only outlets that were tried within the hour count."""
        assert ("network_down" in kinds(judged(*silent_ones(5, 5, minutes=minutes)))) is down

    def test_one_source_that_answers_is_an_answer(self) -> None:
        """An outlet with two sources is mute only if both are; one that was never tried does not count."""
        outlets = silent_ones(5, 5)
        answering = [replace(each, sources=(*each.sources, FEED)) for each in outlets]
        untried = [replace(each, sources=(*each.sources, replace(FEED, last_checked_at=None))) for each in outlets]
        stale = [replace(each, sources=(*each.sources, replace(FEED, last_checked_at=NOW - DAY))) for each in outlets]

        assert "network_down" not in kinds(judged(*answering))
        assert kinds(judged(*untried)) == kinds(judged(*stale)) == ["network_down"]

    @pytest.mark.parametrize(
        ("cause", "down"),
        [
            (SourceCause.NO_ANSWER, True),
            (SourceCause.ADDRESS, True),
            (SourceCause.ROBOTS_UNREACHABLE, True),
            (SourceCause.TOO_LARGE, False),
        ],
    )
    def test_what_is_no_answer(self, cause: SourceCause, *, down: bool) -> None:
        """Silence, a name server that leads all to a private address, one error of all; the rest is an answer."""
        outlets = [replace(each, sources=(replace(each.sources[0], cause=cause),)) for each in silent_ones(5, 5)]

        assert ("network_down" in kinds(judged(*outlets))) is down

    def test_evidence(self) -> None:
        """Twelve outlets and three errors are enough to see what it is."""
        outlets = silent_ones(14, 14)
        outlets = [
            replace(each, sources=(replace(each.sources[0], error=f"error {number % 5}"),))
            for number, each in enumerate(outlets)
        ]
        (incident,) = judged(*outlets).opened

        assert incident.detail.startswith("Of 14 outlets tried in the last hour hardly one answered")
        assert incident.evidence["outlets"] == ", ".join(f"o{number}" for number in range(12))
        assert incident.evidence["errors"] == "error 0; error 1; error 2"

    def test_while_it_stands_it_is_not_over(self) -> None:
        """It closes when outlets answer, not while none was tried."""
        down = standing("network_down", "network", outlet=None)

        assert judged(*silent_ones(0, 3), standing=[down]).closed
        assert not judged(*silent_ones(5, 5), standing=[down]).closed
        assert not judged(*silent_ones(0, 3, minutes=90), standing=[down]).closed
        assert not decide(Facts(outlets=tuple(silent_ones(2, 2))), [down], NOW, followed=["o0"]).opened[2:]

    @pytest.mark.parametrize(("status", "died"), [(404, DAY * 30), (None, DAY * 30), (404, HOUR + MINUTE)])
    @pytest.mark.parametrize("of", [4, 12])
    def test_a_dead_source_next_to_one_that_is_read_keeps_it_open_no_longer(
        self, status: int | None, died: timedelta, of: int
    ) -> None:
        """Whether it died long before the outage or in it; one that comes and goes does."""
        down = standing("network_down", "network", outlet=None)
        dead = replace(failing(6, status=status).sources[0], unanswered_at=None if status else NOW - MINUTE)
        outlets = [replace(one, sources=(*one.sources, replace(dead, last_success_at=NOW - died)))
                   for one in silent_ones(0, of)]  # fmt: skip
        going = [replace(one, sources=(FEED, replace(dead, last_success_at=NOW - MINUTE * 9))) for one in outlets]

        assert [item.kind for item in judged(*outlets, standing=[down]).closed] == ["network_down"]
        assert not judged(*going, standing=[down]).closed

    def test_while_it_stands_silence_is_not_judged(self) -> None:
        """Nothing new comes in when nothing comes in."""
        arrivals = tuple(NOW - DAY * 3 - HOUR * 6 * back for back in range(120))
        outlets = [replace(each, arrivals=arrivals) for each in silent_ones(5, 5)]

        assert kinds(judged(*outlets)) == ["network_down"]


class TestClosing:
    @pytest.mark.parametrize(("age", "closes"), [(DAY - SECOND, False), (DAY, True)])
    def test_a_quarantined_page_closes_after_a_day(self, age: timedelta, *, closes: bool) -> None:
        """To the second, whether its outlet is followed or not."""
        page_ = standing("page_quarantined", "https://x.example/1", age=age)

        assert bool(judged(OUTLET, standing=[page_]).closed) is closes

    @pytest.mark.parametrize("kind", [kind.name for kind in KINDS.values() if kind.of[-1].name == "OUTLET"])
    def test_an_outlet_that_is_well_closes_all_but_needs_a_listing_for_silence(self, kind: str) -> None:
        """What is seen on pages is over when pages are well; that it publishes again only a listing shows."""
        well, unreadable = (replace(one, reads=tuple(map(page, range(4)))) for one in (OUTLET, failing(1)))

        assert [item.because for item in judged(well, standing=[standing(kind)]).closed] == [KINDS[kind].over]
        assert bool(judged(unreadable, standing=[standing(kind)]).closed) is (kind != "outlet_silent")

    def test_one_listing_that_can_be_read_shows_that_an_outlet_publishes(self) -> None:
        """A silence is over once something new was seen, though another source of the outlet fails."""
        other = replace(FEED, url="https://variety.example/other/", failures=1)
        outlet = replace(OUTLET, sources=(FEED, other))

        assert len(judged(outlet, standing=[standing("outlet_silent")]).closed) == 1

    @pytest.mark.parametrize(("failures", "because"), [(1, None), (2, None), (3, "it fails in another way now")])
    def test_another_fault_of_a_source_is_known_after_three_failures(self, failures: int, because: str | None) -> None:
        """Before that the first may still stand."""
        gone = standing("source_gone", FEED.url)
        closed = judged(failing(failures, hours=9), standing=[gone]).closed

        assert [item.because for item in closed if item.kind == "source_gone"] == ([because] if because else [])

    def test_an_outlet_that_is_no_longer_followed(self) -> None:
        """Its incidents end; those of no outlet are not touched by that, nor by an unknown kind."""
        items = [standing("source_gone", FEED.url), standing("disk_full", "disk", outlet=None)]
        verdict = decide(Facts(), items, NOW, followed=["other"])

        assert [(item.kind, item.because) for item in verdict.closed] == [
            ("source_gone", "the outlet is no longer followed")
        ]

    def test_an_incident_of_no_outlet_is_not_one_of_an_unfollowed_one(self) -> None:
        """Whoever is followed, the network's incident waits for answers."""
        down = standing("network_down", "network", outlet=None)

        assert not decide(Facts(), [down], NOW, followed=["variety"]).closed


class TestRhythm:
    @staticmethod
    def every(hours: float, days: float) -> list[datetime]:
        """Arrivals at even steps up to now."""
        return [NOW - HOUR * hours * back for back in range(int(days * 24 / hours) + 1)]

    @pytest.mark.parametrize(("days", "known"), [(8, True), (7.9, False)])
    def test_eight_days_hold_a_weekend(self, days: float, *, known: bool) -> None:
        """A shorter history says nothing."""
        arrivals = [*self.every(6, 7), NOW - DAY * days]

        assert (rhythm(arrivals, NOW) is not None) is known

    @pytest.mark.parametrize(("count", "known"), [(12, True), (11, False)])
    def test_twelve_arrivals_are_a_habit(self, count: int, *, known: bool) -> None:
        """Fewer may be chance."""
        arrivals = [NOW - DAY * 10 * n / (count - 1) for n in range(count)]
        habit = rhythm(arrivals, NOW)

        assert (habit is not None) is known
        assert habit is None or habit.arrivals == count

    @pytest.mark.parametrize(("minutes", "count"), [(10, 20), (10.1, 40)])
    def test_what_comes_within_ten_minutes_is_one_arrival(self, minutes: float, count: int) -> None:
        """Outlets publish in bursts; later it is another."""
        single = [NOW - DAY * n for n in range(20)]
        habit = rhythm([*single, *(at - MINUTE * minutes for at in single)], NOW)

        assert habit is not None
        assert habit.arrivals == count

    @pytest.mark.parametrize(("days", "counts"), [(56, True), (56.01, False)])
    def test_eight_weeks_are_the_habits_of_today(self, days: float, *, counts: bool) -> None:
        """What is older is left out."""
        habit = rhythm([*self.every(12, 20), NOW - DAY * days], NOW)

        assert habit is not None
        assert (habit.arrivals == 42) is counts

    def test_twice_the_usual_silence_and_half_a_day_at_least(self) -> None:
        """The limit follows the habit; a busy outlet has its floor."""
        slow, busy = rhythm(self.every(12, 20), NOW), rhythm(self.every(1, 20), NOW)

        assert slow is not None
        assert busy is not None
        assert (slow.usual, slow.limit) == (HOUR * 12, DAY)
        assert (busy.usual, busy.limit) == (HOUR, HOUR * 12)

    def test_one_long_silence_a_week_is_usual(self) -> None:
        """Of four weeks with a long weekend each, the weekend is the habit; of one long break in four, it is not."""
        weekly = [at for at in self.every(6, 28) if (NOW - at) % (DAY * 7) < DAY * 5]
        once = [at for at in self.every(6, 28) if not DAY * 10 < NOW - at < DAY * 13]
        weekly_habit, once_habit = rhythm(weekly, NOW), rhythm(once, NOW)

        assert weekly_habit is not None
        assert once_habit is not None
        assert weekly_habit.usual > DAY * 2
        assert once_habit.usual == HOUR * 6


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (-SECOND, "0 minutes"),
        (MINUTE, "1 minute"),
        (MINUTE * 99, "99 minutes"),
        (MINUTE * 100, "2 hours"),
        (HOUR * 47.9, "48 hours"),
        (HOUR * 48, "2 days"),
        (DAY * 30, "30 days"),
    ],
)
def test_spans_in_their_largest_fitting_unit(time: timedelta, words: str) -> None:
    """Minutes to a hundred, hours to two days, then days."""
    assert span(time) == words


def test_words() -> None:
    """One and many, a missing time, a long error on one line."""
    assert [count(number, "page") for number in (0, 1, 2)] == ["0 pages", "1 page", "2 pages"]
    assert moment(None) == "never"
    assert quoted(None) == quoted("") == "no reason given"
    assert quoted("x" * 200) == "x" * 200
    assert quoted("x" * 201) == "x" * 199 + "…"
