from dataclasses import replace

import pytest
from health_made import DAY, FEED, GAP, HOUR, MINUTE, NOW, OUTLET, failing, judged, kinds, page

from monitor.causes import SourceCause
from monitor.health import KINDS, ClosedIncident, Facts, OpenIncident, OutletFacts, Verdict, decide
from monitor.model import Incident, LinkState, Shortfall
from monitor.observations import ChannelState, SourceReading, TriedLink
from monitor.refusals import Reason
from monitor.succession import PermanentMove


class TestSources:
    def test_a_source_that_is_read_is_fine(self) -> None:
        """Nothing stands for an outlet that works."""
        assert judged(OUTLET) == Verdict()

    @pytest.mark.parametrize(
        ("status", "error", "kind"),
        [
            (404, "HTTP 404", "source_gone"),
            (410, "HTTP 410", "source_gone"),
            (403, "HTTP 403", "source_refused"),
            (429, "HTTP 429", "source_refused"),
            (500, "HTTP 500", "source_failing"),
            (None, "timed out", "source_failing"),
            (200, "not a feed: it begins with <html>", "source_unreadable"),
        ],
    )
    def test_the_status_says_what_is_wrong(self, status: int | None, error: str, kind: str) -> None:
        """Three failures over hours are an incident, named after their cause, about that source."""
        verdict = judged(failing(3, status=status, error=error))

        assert kinds(verdict) == [kind]
        assert verdict.opened[0].subject == FEED.url

    @pytest.mark.parametrize(
        ("cause", "kind"),
        [
            (SourceCause.NO_ANSWER, "source_failing"),
            (SourceCause.ADDRESS, "source_failing"),
            (SourceCause.ROBOTS_UNREACHABLE, "source_failing"),
            (SourceCause.ROBOTS, "robots_closed"),
            (SourceCause.TOO_LARGE, "source_too_large"),
            (SourceCause.TOO_LONG, "source_too_large"),
            (SourceCause.BLOCK_PAGE, "source_walled"),
            (SourceCause.OUTAGE, "source_failing"),
            (SourceCause.REDIRECT, "source_unreadable"),
        ],
    )
    def test_the_cause_says_what_is_wrong_whatever_the_words(self, cause: SourceCause, kind: str) -> None:
        """The error's sentence is quoted, and decides nothing."""
        verdict = judged(failing(3, cause=cause, error="robots.txt of the reader bars this"))

        assert kinds(verdict) == [kind]
        assert verdict.opened[0].subject == FEED.url

    @pytest.mark.parametrize(("failures", "minutes"), [(2, 600), (3, 10)])
    def test_a_passing_fault_is_no_incident(self, failures: int, minutes: int) -> None:
        """Two failures, or three within minutes, may be over soon."""
        assert not judged(failing(failures, hours=minutes / 60)).opened

    def test_a_missing_source_is_reported_at_once(self) -> None:
        """A 404 does not pass by waiting half an hour."""
        assert kinds(judged(failing(3, hours=0.1, status=404))) == ["source_gone"]

    def test_a_source_that_never_worked_is_reported(self) -> None:
        """A wrong address in the configuration is an incident after three attempts."""
        source = replace(FEED, failures=3, last_success_at=None, error="no such host")
        verdict = judged(replace(OUTLET, sources=(source,)))

        assert kinds(verdict) == ["source_failing"]
        assert "ever since it was first followed" in verdict.opened[0].detail

    def test_evidence_and_advice_are_there(self) -> None:
        """An incident names outlet and duration, quotes the error and says what to do."""
        incident = judged(failing(4, error="certificate has expired")).opened[0]

        assert incident.detail == "Variety: could not be read for 5 hours, 4 attempts failed: certificate has expired"
        assert incident.evidence["last read"] == "2026-11-02 04:00 UTC"
        assert incident.evidence["what to do"]

    def test_an_empty_listing_that_used_to_be_full_is_reported(self) -> None:
        """Two empty readings after full ones; a source that never listed anything is left alone."""
        empty = tuple(SourceReading(at=NOW - HOUR * back, listed=0, new=0) for back in (2, 1))
        full = SourceReading(at=NOW - HOUR * 3, listed=10, new=1)
        source = replace(FEED, readings=(full, *empty))

        assert kinds(judged(replace(OUTLET, sources=(source,)))) == ["source_empty"]
        assert not judged(replace(OUTLET, sources=(replace(FEED, readings=empty),))).opened
        assert not judged(replace(OUTLET, sources=(replace(FEED, readings=(full, empty[0])),))).opened

    def test_a_gap_that_nothing_filled_is_reported(self) -> None:
        """That a listing holds nothing known is no incident by itself: something may have filled the gap."""
        all_new = SourceReading(at=NOW - HOUR, listed=10, new=10)
        source = replace(FEED, readings=(replace(all_new, at=NOW - HOUR * 2), all_new))

        assert kinds(judged(replace(OUTLET, sources=(replace(source, gap=GAP),)))) == ["listing_gap"]
        assert not judged(replace(OUTLET, sources=(source,))).opened

    def test_a_gap_ends_after_later_readings(self) -> None:
        """Three readings after it close its incident."""
        readings = tuple(SourceReading(at=NOW - MINUTE * back, listed=10, new=1) for back in (3, 2, 1))
        incident = Incident(kind="listing_gap", subject=FEED.url, outlet="variety", detail="")
        outlet = replace(OUTLET, sources=(replace(FEED, gap=GAP, readings=readings),))
        verdict = judged(outlet, standing=[incident])

        assert not verdict.opened
        assert [item.kind for item in verdict.closed] == ["listing_gap"]

    def test_a_redirect_to_another_place_is_reported(self) -> None:
        """After two days and three readings: the source works, but its address should be changed."""
        move = PermanentMove(to="https://new.example/feed", readings=3, since=NOW - DAY * 2)

        def found(move: PermanentMove) -> list[str]:
            return kinds(judged(replace(OUTLET, sources=(replace(FEED, move=move),))))

        assert found(move) == ["source_moved"]
        assert not found(replace(move, readings=2))
        assert not found(replace(move, since=NOW - DAY * 2 + MINUTE))

    def test_what_is_gone_waits_for_the_search(self) -> None:
        """For minutes: so that the one notice names what may be read instead. A search that does not come ends that."""
        (gone,) = failing(3, hours=0.1, status=404).sources
        waiting = replace(gone, searched_at=None)

        assert not judged(replace(OUTLET, sources=(waiting,))).opened
        assert judged(replace(OUTLET, sources=(waiting,))).searches == (("variety", FEED.url),)
        for late in (replace(waiting, last_checked_at=NOW - MINUTE * 6), replace(waiting, failures=5)):
            assert kinds(judged(replace(OUTLET, sources=(late,)))) == ["source_gone"]

    @pytest.mark.parametrize(("first_after", "due"), [(11, 1), (30, 1), (60, 0)])
    def test_a_source_that_stands_still_is_searched_for_again(self, first_after: int, due: int) -> None:
        """Whether its first search came before the silence was alarming or, after a downtime, long after."""
        began = NOW - DAY * 3
        arrivals = tuple(began - HOUR * back for back in range(300))
        source = replace(FEED, searches=1, searched_at=began + HOUR * first_after)
        outlet = replace(OUTLET, arrivals=arrivals, sources=(source,))

        assert len(judged(outlet).searches) == due


class TestOutlets:
    def test_unusual_silence_is_reported_with_the_habit(self) -> None:
        """An outlet with four articles a day that says nothing for three days."""
        arrivals = tuple(NOW - DAY * 3 - HOUR * 6 * back for back in range(120))
        verdict = judged(replace(OUTLET, arrivals=arrivals))

        assert kinds(verdict) == ["outlet_silent"]
        assert "nothing new for 3 days; its longest silence in an ordinary week is 6 hours" in verdict.opened[0].detail

    def test_silence_is_not_blamed_on_an_outlet_that_cannot_be_read(self) -> None:
        """While no source can be read, that is the incident, and the silence follows from it."""
        arrivals = tuple(NOW - DAY * 3 - HOUR * 6 * back for back in range(120))
        outlet = replace(failing(9, hours=70), arrivals=arrivals)

        assert kinds(judged(outlet)) == ["source_failing"]

    def test_silence_stays_open_while_the_outlet_cannot_be_read(self) -> None:
        """A feed that now fails does not prove that the outlet speaks again."""
        silent = Incident(kind="outlet_silent", subject="variety", outlet="variety", detail="")

        assert not judged(failing(1), standing=[silent]).closed
        assert judged(OUTLET, standing=[silent]).closed == (
            ClosedIncident(kind="outlet_silent", subject="variety", because="it publishes again"),
        )

    @pytest.mark.parametrize(
        ("reason", "count", "kind"),
        [
            (Reason.CAPTCHA, 4, "outlet_walled"),
            (Reason.CONSENT, 4, "outlet_walled"),
            (Reason.ROBOTS, 4, "robots_closed"),
            (Reason.GEO_BLOCKED, 4, "outlet_geo_blocked"),
            (Reason.NO_TEXT, 8, "pages_unreadable"),
            (Reason.REDIRECT, 8, "pages_unreadable"),
        ],
    )
    def test_refusals_in_a_row_are_reported(self, reason: Reason, count: int, kind: str) -> None:
        """So many pages in a row, the latest included, with one reason; one fewer, or a good one after, is none."""
        refused = tuple(
            TriedLink(
                url=f"https://variety.example/{n}", at=NOW - MINUTE * (50 - n), state=LinkState.REFUSED, reason=reason
            )
            for n in range(count)
        )
        good = TriedLink(url="https://variety.example/good", at=NOW, state=LinkState.STORED)

        assert kinds(judged(replace(OUTLET, reads=(good, *refused)))) == [kind]
        assert not judged(replace(OUTLET, reads=(good, *refused[1:]))).opened
        assert not judged(replace(OUTLET, reads=(*refused, good))).opened

    def test_pages_without_a_text_are_reported_although_they_are_stored(self) -> None:
        """Articles that are their description alone: eight in a row, and the outlet builds its pages in a new way."""
        short = Shortfall(part="text", gave="0 characters of text in 400,000 bytes", instead="90 characters")
        empty = [page(n, short) for n in range(8)]

        assert kinds(judged(replace(OUTLET, reads=tuple(empty)))) == ["pages_unreadable"]
        assert not judged(replace(OUTLET, reads=(*empty, page(9)))).opened

    @pytest.mark.parametrize("reason", [Reason.PARSER_FAULT, Reason.TOO_LARGE])
    def test_our_own_faults_count(self, reason: Reason) -> None:
        """Whoever is to blame, nothing of the outlet is read."""
        refused = tuple(replace(page(n), state=LinkState.REFUSED, reason=reason) for n in range(8))

        assert kinds(judged(replace(OUTLET, reads=refused))) == ["pages_unreadable"]

    def test_pages_that_nobody_gave_us_are_reported(self) -> None:
        """An outlet whose listing can be read, and whose pages answer with errors in all attempts."""
        lost = tuple(replace(page(n), state=LinkState.GIVEN_UP, reason=Reason.NETWORK) for n in range(8))

        assert kinds(judged(replace(OUTLET, reads=lost))) == ["pages_unreadable"]
        assert not judged(replace(OUTLET, reads=lost[1:])).opened

    def test_a_pause_is_reported_and_ends(self) -> None:
        """A paused outlet is an incident until the pause is over."""
        paused = replace(OUTLET, strikes=3, paused_until=NOW + HOUR)
        standing = judged(paused).opened

        assert kinds(judged(paused)) == ["outlet_paused"]
        assert [item.kind for item in judged(paused, standing=standing, now=NOW + HOUR * 1.5).closed] == [
            "outlet_paused"
        ]

    def test_an_outlet_that_is_due_and_not_crawled_is_reported(self) -> None:
        """Two hours after it was due, the daemon does not do its work."""
        assert kinds(judged(replace(OUTLET, next_check_at=NOW - HOUR * 2))) == ["crawl_overdue"]


class TestRules:
    """An outlet's selectors that no longer fit its pages."""

    SHORT = Shortfall(part="body", css=".text", gave="nothing", instead="5,312 characters")

    def outlet(self, story: str, *, css: str = ".text") -> OutletFacts:
        """The outlet after a row of pages: `x` one on which the rule failed, `.` one on which it worked."""
        reads = tuple(page(n, self.SHORT) if sign == "x" else page(n) for n, sign in enumerate(story))
        return replace(OUTLET, reads=reads, selectors={"body": css})

    def test_a_rule_that_fails_is_reported_with_evidence(self) -> None:
        """Since when, an example, what it gave, and what the general reading gave."""
        (incident,) = judged(self.outlet("..xxxx")).opened

        assert incident.kind == "rule_broken"
        assert (incident.subject, incident.outlet) == ("variety", "variety")
        assert "on 4 of its last pages: body (.text)" in incident.detail
        assert incident.evidence["since"] == "2026-11-02 08:12 UTC"
        assert incident.evidence["example"] == "https://variety.example/5"
        assert incident.evidence["the rule gave"] == "body: nothing"
        assert incident.evidence["the general reading gave"] == "body: 5,312 characters"
        assert "monitor outlet sample" in incident.evidence["what to do"]

    @pytest.mark.parametrize("story", ["", "....", "xxx", "xxx.xxx.xxx", "xxxx...", "xxxx.x...", "x.x.x.x.x.x."])
    def test_single_odd_pages_say_nothing(self, story: str) -> None:
        """It takes four in a row to open, and three good ones to close."""
        assert not judged(self.outlet(story)).opened

    @pytest.mark.parametrize("story", ["xxxx", "xxxx.", "xxxx..", "xxxx..x.", "xxxx.x.x.x.", "...xxxx...xxxx"])
    def test_single_good_pages_do_not_mend_it(self, story: str) -> None:
        """An incident does not come and go with a layout that some pages have."""
        assert kinds(judged(self.outlet(story))) == ["rule_broken"]

    def test_it_closes_when_the_rule_works_again(self) -> None:
        """The closing says so."""
        standing = judged(self.outlet("xxxx")).opened

        assert not judged(self.outlet("xxxx.."), standing=standing).closed
        assert judged(self.outlet("xxxx..."), standing=standing).closed == (
            ClosedIncident(kind="rule_broken", subject="variety", because="the rule works again, or is another now"),
        )

    @pytest.mark.parametrize("story", ["xxx", "x", "", ".", "..", "x." * 10, "..x" * 6])
    def test_what_shows_no_end_is_none(self, story: str) -> None:
        """Too few of the last links are articles, or the four in a row were longer ago and no three good ones came."""
        standing = judged(self.outlet("xxxx")).opened
        now = self.outlet(story)
        refused = [replace(page(n), state=LinkState.REFUSED, reason=Reason.SECTION_PAGE) for n in range(20, 33)]

        assert not judged(now, standing=standing).closed
        assert not judged(replace(now, reads=(*refused, *now.reads)), standing=standing).closed
        assert judged(self.outlet(f"{story}..."), standing=standing).closed

    def test_another_selector_begins_anew(self) -> None:
        """What the one before did not find says nothing of the present one."""
        standing = judged(self.outlet("xxxx")).opened

        assert judged(self.outlet("xxxx", css=".copy"), standing=standing).closed
        assert judged(replace(self.outlet("xxxx"), selectors={}), standing=standing).closed

    def test_pages_that_became_no_article_do_not_count(self) -> None:
        """A refused page had no rule to be tried on."""
        reads = [*self.outlet("xx").reads, replace(page(5), state=LinkState.REFUSED, reason=Reason.CAPTCHA)]
        reads += [page(6, self.SHORT), page(7, self.SHORT)]

        assert kinds(judged(replace(self.outlet(""), reads=tuple(reads)))) == ["rule_broken"]


class TestDoubt:
    """An outlet whose articles are probably not read right."""

    def outlet(self, story: str, part: str = "title") -> OutletFacts:
        """The outlet after a row of articles: `x` one of which a part is doubtful, `.` a sure one, `-` by its rule."""
        sure = {"x": {part: 0.42}, ".": {part: 0.94, "text": 0.97}, "-": {}}
        reads = tuple(replace(page(n), sureness=sure[sign]) for n, sign in enumerate(story))
        return replace(OUTLET, reads=reads)

    @pytest.mark.parametrize("part", ["title", "text", "authors", "date"])
    def test_eight_doubtful_articles_of_ten_are_reported_with_part_and_figure(self, part: str) -> None:
        """Whichever part it is; once, with an example and how sure each was."""
        (incident,) = judged(self.outlet("..x.xxxxxxx", part)).opened

        assert (incident.kind, incident.subject, incident.outlet) == ("outlet_doubtful", "variety", "variety")
        said = "day of publication" if part == "date" else part
        assert f"its last articles these are probably not read right: {said} of 8 (sure by 42%" in incident.detail
        assert incident.evidence["example"] == "https://variety.example/2"
        assert incident.evidence["how sure"] == f"{part}: {', '.join(['42%'] * 8)}"
        assert "monitor outlet sample" in incident.evidence["what to do"]

    def test_several_parts_are_one_incident(self) -> None:
        """Each is named."""
        reads = tuple(replace(page(n), sureness={"title": 0.5, "authors": 0.45}) for n in range(8))
        (incident,) = judged(replace(OUTLET, reads=reads)).opened

        assert "title of 8 (sure by 50% on average), authors of 8 (sure by 45% on average)" in incident.detail

    @pytest.mark.parametrize("story", ["", "xxxxxxx", "x.xx.xx.xxx", "x.x.x.x.x.x.x.x.x.x", "xxxxxxxx...", "-" * 20])
    def test_single_odd_articles_say_nothing(self, story: str) -> None:
        """It takes eight of ten to open, and three sure ones, or such as the rule gives, to close."""
        assert not judged(self.outlet(story)).opened

    @pytest.mark.parametrize("story", ["xxxxxxxx", "xxxxxxxx..", "xxxxxxxx..x.", "xxxxxxxx.x.x.x.x.", "....xxxxxxxx"])
    def test_single_sure_articles_do_not_end_it(self, story: str) -> None:
        """An incident does not come and go with a layout that some pages have."""
        assert kinds(judged(self.outlet(story))) == ["outlet_doubtful"]

    @pytest.mark.parametrize(("articles", "is_over"), [("xxxxxxx", False), ("x", False), ("", False), ("x...", True)])
    def test_too_few_articles_among_the_last_links_do_not_end_it(self, articles: str, is_over: bool) -> None:  # noqa: FBT001
        """Where most of what it lists is refused, an incident does not come and go with how many were."""
        standing = judged(self.outlet("xxxxxxxx")).opened
        refused = [replace(page(n), state=LinkState.REFUSED, reason=Reason.SECTION_PAGE) for n in range(20, 33)]
        now = self.outlet(articles)

        verdict = judged(replace(now, reads=(*refused, *now.reads)), standing=standing)

        assert "outlet_doubtful" not in kinds(verdict)
        assert bool(verdict.closed) == is_over

    @pytest.mark.parametrize("after", ["...", "---", ".-."])
    def test_it_closes_once_when_articles_are_sure_or_the_rule_gives_them(self, after: str) -> None:
        """And not because a page in between became no article."""
        standing = judged(self.outlet("xxxxxxxx")).opened
        refused = replace(page(20), state=LinkState.REFUSED, reason=Reason.CAPTCHA)
        still = self.outlet("xxxxxxxx..")

        assert not judged(replace(still, reads=(*still.reads, refused)), standing=standing).closed
        assert judged(self.outlet(f"xxxxxxxx{after}"), standing=standing).closed == (
            ClosedIncident(
                kind="outlet_doubtful", subject="variety", because="its last articles are read surely, or by its rule"
            ),
        )


class TestNetwork:
    def outlets(self, count: int, *, error: str | None = "no route", status: int | None = None) -> list[OutletFacts]:
        """Outlets whose only source fails for hours."""
        broken = failing(6, error=error or "", status=status)
        return [
            replace(
                broken,
                id=f"outlet-{n}",
                name=f"Outlet {n}",
                sources=(replace(broken.sources[0], url=f"https://outlet-{n}.example/feed"),),
            )
            for n in range(count)
        ]

    def test_when_nobody_answers_it_is_us(self) -> None:
        """One incident about our network, none about the outlets."""
        assert kinds(judged(*self.outlets(5))) == ["network_down"]

    def test_answers_are_no_network_fault(self) -> None:
        """Servers that answer with errors are each their own fault, where it is not all that say the same at once."""
        same, others = self.outlets(5, status=500), self.outlets(5, status=500)[:2]
        alone = [outlet for n, status in enumerate((403, 404, 500)) for outlet in [self.outlets(3, status=status)[n]]]
        old = [replace(one, sources=(replace(one.sources[0], last_success_at=NOW - DAY * 2),)) for one in same]
        well = [replace(OUTLET, id=f"well-{n}") for n in range(2)]

        assert kinds(judged(*same)) == ["network_down"]
        assert kinds(judged(*alone)) == ["source_refused", "source_gone", "source_failing"]
        assert kinds(judged(*old)) == ["source_failing"] * 5
        assert kinds(judged(*same, *well)) == ["source_failing"] * 5  # a content network is down: two are elsewhere
        assert kinds(judged(*others, *well)) == ["source_failing"] * 2
        assert kinds(judged(*same, old[0], replace(old[1], id="dead"))) == ["network_down"]  # they say nothing of it

    def test_who_is_asked_most_often_is_not_blamed_first(self) -> None:
        """A failure that may be ours is blamed on nobody before another was read after it; for half an hour."""
        (fast,) = self.outlets(1, status=404)
        others = [replace(OUTLET, id=f"well-{n}") for n in range(4)]
        for minutes, heard, found in ((9, 5, []), (9, 0, ["source_gone"]), (31, 5, ["source_gone"])):
            read_at = NOW - MINUTE * minutes
            source = replace(fast.sources[0], failures=3, last_success_at=read_at, last_checked_at=NOW - MINUTE)
            late = [replace(FEED, last_success_at=NOW - MINUTE * heard, last_checked_at=NOW - MINUTE * heard)]
            outlets = [replace(fast, sources=(source,)), *(replace(one, sources=tuple(late)) for one in others)]
            assert kinds(judged(*outlets)) == found
            standing = [Incident(kind="source_gone", subject=source.url, outlet=fast.id, detail="")]
            assert not judged(*outlets, standing=standing).closed

    def test_two_outlets_prove_nothing(self) -> None:
        """Two dead outlets are two dead outlets."""
        assert kinds(judged(*self.outlets(2))) == ["source_failing"] * 2

    def test_while_blind_nothing_closes_and_afterwards_it_does(self) -> None:
        """Open incidents wait for the network; the network's own closes when outlets answer."""
        gone = Incident(kind="source_gone", subject=FEED.url, outlet="outlet-0", detail="")
        down = Incident(kind="network_down", subject="network", detail="")
        well = [replace(OUTLET, id=f"outlet-{n}") for n in range(5)]

        assert not judged(*self.outlets(5), standing=[gone, down]).closed
        assert {item.kind for item in judged(*well, standing=[gone, down]).closed} == {"source_gone", "network_down"}


class TestChannels:
    def test_dead_and_waiting_deliveries_are_reported(self) -> None:
        """Messages given up, and messages that wait for more than an hour."""
        channel = ChannelState(name="desk", dead=2, queued=3, oldest_queued_at=NOW - HOUR * 2, last_error="HTTP 500")
        verdict = decide(Facts(channels=(channel,)), [], NOW)

        assert kinds(verdict) == ["channel_failing", "channel_stuck"]
        assert verdict.opened[0].detail == "The channel desk gave up 2 messages"

    def test_a_channel_that_sends_again_closes_its_incidents(self) -> None:
        """Nothing dead, nothing old: it is over."""
        standing = [OpenIncident(kind="channel_stuck", subject="desk", opened_at=NOW - DAY)]
        verdict = decide(Facts(channels=(ChannelState(name="desk"),)), standing, NOW)

        assert [item.kind for item in verdict.closed] == ["channel_stuck"]


class TestOpenIncidents:
    def test_what_stands_is_not_closed(self) -> None:
        """Judging again, with the incidents open, closes nothing and finds the same."""
        outlet = failing(5)
        first = judged(outlet)

        assert judged(outlet, standing=first.opened) == first

    def test_pages_that_cannot_be_judged_yet_close_nothing(self) -> None:
        """The pages of a feed that outruns its crawl were all tried since its last reading: they may be a gateway's."""
        failed = TriedLink(
            url="https://variety.example/a", at=NOW - MINUTE * 5, state=LinkState.FOUND, attempts=3, detail="HTTP 503"
        )
        outlet = replace(OUTLET, last_page_at=NOW - HOUR, reads=(failed,) * 20)
        (stands,) = judged(outlet).opened
        tried_since = replace(outlet, reads=(replace(failed, at=NOW),) * 20)
        good = replace(failed, at=NOW, state=LinkState.STORED)

        assert judged(tried_since, standing=[stands]) == Verdict()
        assert kinds(judged(replace(tried_since, sources=(replace(FEED, last_success_at=NOW),)))) == [stands.kind]
        assert [one.kind for one in judged(replace(outlet, reads=(good,)), standing=[stands]).closed] == [stands.kind]

    def test_a_source_that_is_read_again_closes(self) -> None:
        """The closing says why."""
        assert judged(OUTLET, standing=judged(failing(5)).opened).closed == (
            ClosedIncident(kind="source_failing", subject=FEED.url, because="it can be read again"),
        )

    def test_another_fault_of_the_source_takes_the_place_of_the_first(self) -> None:
        """From time-outs to a 404: one closes, the other opens."""
        verdict = judged(failing(6, status=404), standing=judged(failing(5)).opened)

        assert kinds(verdict) == ["source_gone"]
        assert [item.kind for item in verdict.closed] == ["source_failing"]

    def test_a_source_that_left_the_configuration_closes(self) -> None:
        """Nobody waits for a source that was removed."""
        verdict = judged(replace(OUTLET, sources=()), standing=judged(failing(5)).opened)

        assert [item.because for item in verdict.closed] == ["the source is no longer followed"]

    def test_outlets_that_the_facts_do_not_name_stay_as_they_are(self) -> None:
        """One outlet can be judged alone; with the list of those followed, forgotten ones close."""
        other = OpenIncident(kind="source_gone", subject="https://other.example/feed", outlet="other", opened_at=NOW)

        assert not judged(OUTLET, standing=[other]).closed
        assert decide(Facts(outlets=(OUTLET,)), [other], NOW, followed=["variety"]).closed[0].kind == "source_gone"

    def test_a_quarantined_page_closes_after_a_day(self) -> None:
        """It is an event, so only age ends it."""
        page = OpenIncident(
            kind="page_quarantined", subject="https://x.example/1", outlet="variety", opened_at=NOW - HOUR
        )

        assert not judged(OUTLET, standing=[page]).closed
        assert judged(OUTLET, standing=[replace(page, opened_at=NOW - DAY)]).closed

    def test_incidents_of_others_are_left_alone(self) -> None:
        """A kind that health does not know is never closed by it."""
        assert "disk_full" not in KINDS
        assert not judged(
            OUTLET, standing=[OpenIncident(kind="disk_full", subject="variety", outlet="variety", opened_at=NOW)]
        ).closed
