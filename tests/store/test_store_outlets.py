from dataclasses import replace

import pytest
from store_made import COLLIDER, DAY, FEED, HOUR, JOBLO, MINUTE, NOW, SECOND, dump, link

from monitor.causes import CrawlOutcome
from monitor.errors import NotFoundError
from monitor.events import HostHeld, LinksFound, RobotsRead, SourceFailed, Validators
from monitor.model import Source, SourceKind
from monitor.observations import SourceReading
from monitor.store import hosts, outlets, sources
from monitor.store.archive import Archive

READ = LinksFound(
    outlet="joblo",
    source=FEED,
    at=NOW,
    links=(link(1), link(2)),
    listed=20,
    newest_at=NOW - HOUR,
    validators=Validators(etag='"1"', digest="abc"),
)
FAILED = SourceFailed(outlet="joblo", source=FEED, at=NOW + MINUTE, error="503", status=503)


class TestOutlets:
    def test_follows_the_configuration(self, archive: Archive) -> None:
        """An outlet that leaves the configuration is due no more, yet what is known of it stays."""
        outlets.seeded(archive, "joblo", NOW)
        outlets.sync(archive, [COLLIDER], NOW)

        assert outlets.due(archive, NOW) == ["collider"]
        assert [row.id for row in outlets.listing(archive)] == ["collider"]
        assert outlets.state(archive, "joblo").seeded_at == NOW
        assert outlets.state(archive, "joblo").sources == ()

    def test_same_configuration_twice(self, archive: Archive) -> None:
        """Loading the same configuration again changes nothing."""
        before = dump(archive)
        outlets.sync(archive, [JOBLO, COLLIDER], NOW + DAY)

        assert dump(archive) == before

    def test_changed_source_is_read_afresh(self, archive: Archive) -> None:
        """A source that is read in another way loses its validators, or its answer would be "not modified"."""
        sources.read(archive, READ)
        outlets.sync(archive, [JOBLO], NOW)
        kept = outlets.state(archive, "joblo").sources[0].validators
        page = Source(kind=SourceKind.SECTION, url=FEED.url, select="h2 a")
        outlets.sync(archive, [replace(JOBLO, sources=(page,))], NOW)
        state = outlets.state(archive, "joblo").sources[0]

        assert kept == READ.validators
        assert (state.source, state.validators) == (page, Validators())

    def test_unknown(self, archive: Archive) -> None:
        """An outlet that was never followed is an error that says where to look."""
        with pytest.raises(NotFoundError, match="no outlet 'variety'"):
            outlets.state(archive, "variety")

    def test_due(self, archive: Archive) -> None:
        """Due are those whose time has come, the longest waiting first, and never before their second."""
        outlets.sync(archive, [JOBLO, COLLIDER, replace(COLLIDER, id="empire")], NOW)
        for name, wait in (("joblo", 2 * MINUTE), ("collider", MINUTE), ("empire", MINUTE * 3)):
            finish = {"now": NOW, "outcome": CrawlOutcome.FINISHED, "complete": True, "next_check_at": NOW + wait}
            outlets.finish_crawl(archive, name, **finish)

        assert outlets.due(archive, NOW) == []
        assert outlets.due(archive, NOW + 2 * MINUTE) == ["collider", "joblo"]

    def test_waits_are_never_cut(self, archive: Archive) -> None:
        """A wait that ends within a second ends with that second."""
        end = NOW + MINUTE + SECOND / 1000
        outlets.finish_crawl(archive, "joblo", now=NOW, outcome=CrawlOutcome.FINISHED, complete=True, next_check_at=end)
        outlets.finish_crawl(archive, "collider", now=NOW, outcome=CrawlOutcome.CUT, complete=False, next_check_at=end)

        assert outlets.due(archive, NOW + MINUTE) == []
        assert outlets.due(archive, NOW + MINUTE + SECOND) == ["collider", "joblo"]
        assert outlets.state(archive, "joblo").last_complete_at == NOW
        assert outlets.state(archive, "collider").last_complete_at is None

    def test_late_end_of_an_older_crawl(self, archive: Archive) -> None:
        """The end of an earlier crawl that is reported late does not undo the later one."""
        outlets.finish_crawl(
            archive, "joblo", now=NOW, outcome=CrawlOutcome.FINISHED, complete=True, next_check_at=NOW + HOUR
        )
        before = dump(archive)
        outlets.finish_crawl(
            archive, "joblo", now=NOW - HOUR, outcome=CrawlOutcome.FAILED, complete=False, next_check_at=NOW
        )

        assert dump(archive) == before

    def test_seeded_once(self, archive: Archive) -> None:
        """An outlet is seeded by its first complete crawl, and by none after it."""
        before = outlets.state(archive, "joblo").seeded_at
        outlets.seeded(archive, "joblo", NOW)
        outlets.seeded(archive, "joblo", NOW + DAY)

        assert (before, outlets.state(archive, "joblo").seeded_at) == (None, NOW)

    def test_strikes(self, archive: Archive) -> None:
        """Strikes add up; a pause is none, and keeps an outlet from being due until it ends or is lifted."""
        counts = [outlets.strike(archive, "joblo", NOW), outlets.strike(archive, "joblo", NOW)]
        outlets.pause(archive, "joblo", NOW + DAY)

        assert counts == [1, 2]
        assert outlets.state(archive, "joblo").strikes == 2
        assert outlets.due(archive, NOW) == ["collider"]
        assert outlets.due(archive, NOW + DAY) == ["collider", "joblo"]
        outlets.clear_strikes(archive, "joblo")
        assert outlets.due(archive, NOW) == ["collider", "joblo"]
        assert outlets.state(archive, "joblo").strikes == 0


class TestSources:
    def test_read(self, archive: Archive) -> None:
        """A reading leaves the validators for the next request and what was listed."""
        sources.read(archive, READ)
        state = outlets.state(archive, "joblo").sources[0]

        assert state.validators == READ.validators
        assert (state.items_listed, state.items_new, state.newest_at) == (20, 2, NOW - HOUR)
        assert (state.last_success_at, state.last_new_at) == (NOW, NOW)
        assert state.readings == (SourceReading(at=NOW, listed=20, new=2),)
        assert outlets.state(archive, "joblo").last_success_at == NOW

    def test_moved(self, archive: Archive) -> None:
        """Readings in a row that were led elsewhere are counted, once each; a sitemap's child says nothing of that."""
        moved = replace(READ, moved_to="new.example")
        counted = []
        for event in (
            moved,
            moved,
            replace(moved, at=NOW + HOUR),
            replace(moved, at=NOW + 2 * HOUR, child=True, moved_to=None),
            replace(moved, at=NOW + 3 * HOUR, moved_to="other.example"),
            replace(moved, at=NOW + 4 * HOUR, moved_to=None),
        ):
            sources.read(archive, event)
            state = outlets.state(archive, "joblo").sources[0]
            counted.append((state.moved_to, state.moved_readings))

        assert counted == [
            ("new.example", 1),
            ("new.example", 1),
            ("new.example", 2),
            ("new.example", 2),
            ("other.example", 1),
            (None, 0),
        ]

    def test_not_modified(self, archive: Archive) -> None:
        """A source that is not modified is a success that changes no figure of what it lists."""
        sources.read(archive, READ)
        sources.read(archive, replace(READ, at=NOW + HOUR, links=(), listed=None, newest_at=None))
        state = outlets.state(archive, "joblo").sources[0]

        assert (state.items_listed, state.items_new, state.newest_at) == (20, 2, NOW - HOUR)
        assert (state.last_success_at, state.last_new_at) == (NOW + HOUR, NOW)
        assert len(state.readings) == 1

    def test_failures_in_a_row(self, archive: Archive) -> None:
        """Failures add up and keep the validators; a success ends them."""
        sources.read(archive, READ)
        sources.failed(archive, FAILED)
        sources.failed(archive, replace(FAILED, at=NOW + 2 * MINUTE))
        failing = outlets.state(archive, "joblo").sources[0]
        sources.read(archive, replace(READ, at=NOW + HOUR))
        mended = outlets.state(archive, "joblo").sources[0]

        assert (failing.failures, failing.last_status, failing.last_error) == (2, 503, "503")
        assert failing.validators == READ.validators
        assert (mended.failures, mended.last_status, mended.last_error) == (0, None, None)

    @pytest.mark.parametrize("event", [READ, FAILED], ids=["read", "failed"])
    def test_same_event_twice(self, archive: Archive, event: LinksFound | SourceFailed) -> None:
        """An event that is reported twice, as after a crash, changes nothing the second time."""
        tell = sources.read if isinstance(event, LinksFound) else sources.failed
        tell(archive, event)  # type: ignore[arg-type]
        before = dump(archive)
        tell(archive, event)  # type: ignore[arg-type]

        assert dump(archive) == before

    def test_older_events(self, archive: Archive) -> None:
        """What happened before the last reading does not undo it."""
        sources.read(archive, replace(READ, at=NOW + DAY))
        before = dump(archive)
        sources.read(archive, READ)
        sources.failed(archive, FAILED)

        assert dump(archive) == before

    def test_child_of_an_index(self, archive: Archive) -> None:
        """A sitemap that an index named is remembered, but is not one of the outlet's own sources."""
        child = Source(kind=SourceKind.SITEMAP, url="https://joblo.example/sitemap-2026-11.xml")
        sources.read(archive, replace(READ, source=child))

        assert archive.value("select etag from sources where url = ?", (child.url,)) == '"1"'
        assert [state.source for state in sources.of(archive, "joblo")] == [FEED]

    def test_few_readings_are_kept(self, archive: Archive) -> None:
        """The list of readings is bounded and keeps the latest."""
        for hour in range(60):
            sources.read(archive, replace(READ, at=NOW + hour * HOUR))
        readings = outlets.state(archive, "joblo").sources[0].readings

        assert len(readings) == sources.READINGS
        assert readings[-1].at == NOW + 59 * HOUR

    def test_hostile_error(self, archive: Archive) -> None:
        """An error text of any length and with broken characters is kept, bounded."""
        sources.failed(archive, replace(FAILED, error="\ud800" + "x" * 1_000_000))
        error = outlets.state(archive, "joblo").sources[0].last_error

        assert error is not None
        assert error.startswith("?xxx")
        assert len(error) <= 2_000


class TestHosts:
    def test_why_a_host_gave_no_robots_txt_is_kept_until_it_answers(self, archive: Archive) -> None:
        """The next crawl does not ask again at once: it says why it reads nothing all the same."""
        why = "a.example could not be resolved"
        hosts.robots(archive, RobotsRead(host="a.example", at=NOW, error=why))
        (silent,) = hosts.states(archive, ["a.example"])
        hosts.robots(archive, RobotsRead(host="a.example", at=NOW + DAY, status=404))
        (answered,) = hosts.states(archive, ["a.example"])

        assert (silent.robots_status, silent.robots_error) == (None, why)
        assert answered.robots_error is None

    def test_robots(self, archive: Archive) -> None:
        """The latest robots.txt is kept; an older answer told late changes nothing."""
        hosts.robots(archive, RobotsRead(host="a.example", at=NOW, status=200, body="User-agent: *"))
        hosts.robots(archive, RobotsRead(host="a.example", at=NOW - DAY, status=404))
        (state,) = hosts.states(archive, ["a.example", "never.example"])

        assert (state.robots_status, state.robots_body, state.robots_at) == (200, "User-agent: *", NOW)

    def test_no_answer(self, archive: Archive) -> None:
        """A robots.txt that could not be had has no status."""
        hosts.robots(archive, RobotsRead(host="a.example", at=NOW))

        assert hosts.states(archive, ["a.example"])[0].robots_status is None

    def test_peace(self, archive: Archive) -> None:
        """The longest request to back off counts, to its full second."""
        until = NOW + MINUTE + SECOND / 2
        hosts.hold(archive, HostHeld(host="a.example", until=until, at=NOW))
        hosts.hold(archive, HostHeld(host="a.example", until=NOW + SECOND, at=NOW))

        (state,) = hosts.states(archive, ["a.example", "b.example"])
        assert state.held_until == NOW + MINUTE + SECOND
