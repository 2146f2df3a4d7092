from collections.abc import Callable

import pytest
from store_made import DAY, FEED, HOUR, MINUTE, NOW, SECOND, dump, link, new

from monitor.known_links import LONG_KEY, known_as, mark
from monitor.model import Link, LinkState, Origin
from monitor.refusals import Reason
from monitor.store import articles, links
from monitor.store.archive import Archive


@pytest.fixture
def listed(archive: Archive) -> Archive:
    """An archive with three links of JoBlo."""
    links.add(archive, "joblo", FEED, [link(1), link(2), link(3)], Origin.LIVE, NOW)
    return archive


def state(archive: Archive, number: int) -> LinkState:
    """What became of a link."""
    row = links.find(archive, link(number).url)
    assert row is not None
    return row.state


def urls(found: list[Link]) -> list[str]:
    """The last part of each address."""
    return [each.url.rsplit("/", 1)[1] for each in found]


class TestListing:
    def test_new_ones_are_counted_once(self, archive: Archive) -> None:
        """Each address is one link, however often and however spelled it is listed."""
        first = links.add(archive, "joblo", FEED, [link(1), link(2)], Origin.SEED, NOW)
        spelled = Link(url="http://www.joblo.example/1?utm_source=rss#top")
        second = links.add(archive, "joblo", FEED, [spelled, link(2), link(3)], Origin.LIVE, NOW + DAY)

        assert (first, second) == (2, 1)
        first_row, third_row = links.of(archive, link(1)), links.of(archive, link(3))
        assert first_row is not None
        assert third_row is not None
        assert (first_row.origin, third_row.origin) == (Origin.SEED, Origin.LIVE)
        assert links.of(archive, link(4)) is None

    def test_same_event_twice(self, listed: Archive) -> None:
        """Listing the same again changes nothing."""
        before = dump(listed)
        links.add(listed, "joblo", FEED, [link(1), link(2), link(3)], Origin.LIVE, NOW)

        assert dump(listed) == before

    def test_no_address_of_the_web(self, archive: Archive) -> None:
        """What is no web address is left out."""
        assert links.add(archive, "joblo", FEED, [Link(url="javascript:alert(1)")], Origin.LIVE, NOW) == 0

    def test_two_outlets_list_one_page(self, listed: Archive) -> None:
        """The outlet that listed it first has it; the other knows it and does not read it again."""
        added = links.add(listed, "collider", None, [link(1)], Origin.LIVE, NOW)

        assert added == 0
        assert set(links.known(listed, "collider")) == {"https://joblo.example/1"}
        assert links.pending(listed, "collider", NOW) == []

    def test_known_are_the_newest(self, listed: Archive) -> None:
        """All links are known whatever became of them; a limit keeps the newest."""
        links.refused(listed, link(3), Reason.SOFT_404, "", NOW)

        assert set(links.known(listed, "joblo")) == {f"https://joblo.example/{number}" for number in (1, 2, 3)}
        assert set(links.known(listed, "joblo", limit=1)) == {"https://joblo.example/3"}

    def test_known_are_as_many_as_there_is_room_for(self, archive: Archive) -> None:
        """Beyond so many bytes of JSON the older half is left out, until the rest fits."""
        links.add(archive, "joblo", FEED, [link(number) for number in range(1, 101)], Origin.LIVE, NOW)
        size = len(links.known(archive, "joblo").json)

        assert len(links.known(archive, "joblo", most=size)) == 100
        cut = links.known(archive, "joblo", limit=100, most=size // 3)
        assert list(cut) == [link(number).url for number in range(100, 75, -1)]
        assert len(links.known(archive, "joblo", most=10)) == 1

    def test_a_long_address_is_known_by_its_hash(self, archive: Archive) -> None:
        """Also where it became an article, and its listing may still change."""
        long = [f"https://joblo.example/{letter * (LONG_KEY - 22)}" for letter in "abc"]
        long = [long[0], *(f"{url}x" for url in long[1:])]
        listed = [Link(url=url, title="Heat") for url in long]
        links.add(archive, "joblo", FEED, listed, Origin.LIVE, NOW)
        links.stored(archive, listed[2], articles.add(archive, new(1)), NOW)
        known = links.known(archive, "joblo")

        assert [len(url) - LONG_KEY for url in long] == [0, 1, 1]
        assert known == {long[0]: "", known_as(long[1]): "", known_as(long[2]): mark(FEED.url, "Heat")}
        assert known_as(long[1]).startswith("#")

    def test_what_the_listing_said(self, archive: Archive) -> None:
        """A link that is still to be read comes back with all that its listing said."""
        said = link(1, title="Heat 2", published_at=NOW, authors=("A B",), content="<p>é</p>", tags=("film",))
        links.add(archive, "joblo", FEED, [said], Origin.LIVE, NOW)

        assert links.pending(archive, "joblo", NOW) == [said]


class TestReading:
    def test_stays_found_until_settled(self, listed: Archive) -> None:
        """A link is to be read, newest first, until something became of it: a crash never skips."""
        assert urls(links.pending(listed, "joblo", NOW)) == ["3", "2", "1"]
        assert urls(links.pending(listed, "joblo", NOW, limit=1)) == ["3"]

    def test_stored(self, listed: Archive) -> None:
        """A stored link knows its article and is read no more."""
        number = articles.add(listed, new(1))
        links.stored(listed, link(1), number, NOW)

        assert state(listed, 1) == LinkState.STORED
        assert urls(links.pending(listed, "joblo", NOW, force=True)) == ["3", "2"]
        assert [row.url for row in links.of_article(listed, number)] == [link(1).url]

    def test_stored_without_a_listing(self, archive: Archive) -> None:
        """A link that no source listed, as of a manual crawl, gets its row once."""
        links.ensure(archive, "joblo", link(9), NOW)
        links.ensure(archive, "joblo", link(9), NOW + DAY)
        links.stored(archive, link(9), articles.add(archive, new(1)), NOW)

        assert state(archive, 9) == LinkState.STORED

    def test_refused(self, listed: Archive) -> None:
        """A refused link keeps its reason and is read no more."""
        links.refused(listed, link(1), Reason.SOFT_404, "not here", NOW)
        row = links.find(listed, link(1).url)

        assert row is not None
        assert (row.state, row.reason, row.detail) == (LinkState.REFUSED, "soft_404", "not here")
        assert urls(links.pending(listed, "joblo", NOW + DAY)) == ["3", "2"]

    def test_wall_is_looked_at_again(self, listed: Archive) -> None:
        """A wall is read again when its recheck is due, and no part of a second before; what it hid is stored."""
        links.refused(listed, link(1), Reason.CAPTCHA, "", NOW, recheck_at=NOW + HOUR - SECOND / 2)
        before = urls(links.pending(listed, "joblo", NOW + HOUR - SECOND))
        then = urls(links.pending(listed, "joblo", NOW + HOUR))
        links.stored(listed, link(1), articles.add(listed, new(1)), NOW + HOUR)

        assert (before, then) == (["3", "2"], ["3", "2", "1"])
        assert state(listed, 1) == LinkState.STORED

    def test_failures(self, listed: Archive) -> None:
        """A failed link waits, counts its attempts, and is given up when its time is over."""
        links.failed(listed, link(1), "timeout", NOW, next_at=NOW + MINUTE)
        waiting = urls(links.pending(listed, "joblo", NOW))
        forced = urls(links.pending(listed, "joblo", NOW, force=True))
        due = urls(links.pending(listed, "joblo", NOW + MINUTE))
        links.failed(listed, link(1), "timeout", NOW + MINUTE, next_at=None)

        assert (waiting, forced, due) == (["3", "2"], ["3", "2", "1"], ["3", "2", "1"])
        row = links.of(listed, link(1))
        assert row is not None
        assert (row.state, row.attempts) == (LinkState.GIVEN_UP, 2)
        assert urls(links.pending(listed, "joblo", NOW + DAY, force=True)) == ["3", "2"]

    def test_a_long_listing_is_watched_for_changes(self, archive: Archive) -> None:
        """As many stored links as the longest feeds hold come with the mark of their listing, and no more."""
        numbers = range(1, 503)
        links.add(archive, "joblo", FEED, [link(number, title="Heat") for number in numbers], Origin.LIVE, NOW)
        article = articles.add(archive, new(1))
        for number in numbers:
            links.stored(archive, link(number), article, NOW)
        known = links.known(archive, "joblo")

        assert len(known) == 502
        assert sum(bool(mark) for mark in known.values()) == 500
        assert not known["https://joblo.example/2"]
        assert known["https://joblo.example/3"]

    def test_next_due(self, listed: Archive) -> None:
        """The earliest moment at which something is to be read; none when all is settled."""
        for number in (1, 2, 3):
            links.failed(listed, link(number), "timeout", NOW, next_at=NOW + number * MINUTE)
        first = links.next_due(listed, "joblo")
        for number in (1, 2, 3):
            links.refused(listed, link(number), Reason.NO_TEXT, "", NOW + DAY)

        assert first == NOW + MINUTE
        assert links.next_due(listed, "joblo") is None

    def test_quarantine(self, listed: Archive) -> None:
        """A page that hung the reader is not read again by itself, but a person may ask for it."""
        links.quarantined(listed, link(1), Reason.PARSER_HUNG, "30 s in lxml", NOW)
        before = urls(links.pending(listed, "joblo", NOW, force=True))

        assert before == ["3", "2"]
        assert links.reopen(listed, link(1).url)
        assert urls(links.pending(listed, "joblo", NOW)) == ["3", "2", "1"]
        assert not links.reopen(listed, "https://joblo.example/unknown")

    @pytest.mark.parametrize(
        "settle",
        [
            lambda archive: links.refused(archive, link(1), Reason.CAPTCHA, "x", NOW, recheck_at=NOW + DAY),
            lambda archive: links.failed(archive, link(1), "timeout", NOW, next_at=NOW + MINUTE),
            lambda archive: links.failed(archive, link(1), "timeout", NOW, next_at=None),
            lambda archive: links.quarantined(archive, link(1), Reason.PARSER_HUNG, "x", NOW),
            lambda archive: links.stored(archive, link(1), articles.add(archive, new(1)), NOW),
        ],
        ids=["refused", "failed", "given-up", "quarantined", "stored"],
    )
    def test_same_event_twice(self, listed: Archive, settle: Callable[[Archive], None]) -> None:
        """What became of a link is kept once, however often it is reported."""
        settle(listed)
        before = dump(listed)
        settle(listed)

        assert dump(listed) == before

    def test_stored_is_final(self, listed: Archive) -> None:
        """Nothing that is reported late undoes a stored link."""
        links.stored(listed, link(1), articles.add(listed, new(1)), NOW)
        before = dump(listed)
        links.refused(listed, link(1), Reason.CAPTCHA, "x", NOW + DAY)
        links.failed(listed, link(1), "timeout", NOW + DAY, next_at=None)
        links.quarantined(listed, link(1), Reason.PARSER_HUNG, "x", NOW + DAY)

        assert dump(listed) == before
        assert not links.reopen(listed, link(1).url)

    def test_new_headline(self, listed: Archive) -> None:
        """A stored link that is listed under another title is read once more, and stays stored."""
        number = articles.add(listed, new(1))
        links.stored(listed, link(1), number, NOW)
        before = links.known(listed, "joblo")
        links.retitled(listed, link(1, title="Heat 2 is off"), NOW + HOUR)
        again = urls(links.pending(listed, "joblo", NOW + HOUR))
        after = links.known(listed, "joblo")
        links.stored(listed, link(1), number, NOW + HOUR)

        assert again == ["3", "2", "1"]
        assert before.keys() == after.keys()
        assert before[link(1).url] != after[link(1).url]
        assert state(listed, 1) == LinkState.STORED
        assert urls(links.pending(listed, "joblo", NOW + DAY)) == ["3", "2"]

    def test_same_headline(self, listed: Archive) -> None:
        """A title that is as it was asks for nothing, and neither does one of a link that is not stored."""
        links.stored(listed, link(1), articles.add(listed, new(1)), NOW)
        before = dump(listed)
        links.retitled(listed, link(1), NOW + HOUR)
        links.retitled(listed, link(2, title="New"), NOW + HOUR)

        assert dump(listed) == before

    def test_read_again_in_vain(self, listed: Archive) -> None:
        """A stored link whose second reading fails is not tried a third time."""
        links.stored(listed, link(1), articles.add(listed, new(1)), NOW)
        links.retitled(listed, link(1, title="Heat 2 is off"), NOW)

        assert links.read_again(listed, link(1))
        assert not links.read_again(listed, link(2))
        assert urls(links.pending(listed, "joblo", NOW + DAY)) == ["3", "2"]

    def test_unknown_address(self, archive: Archive) -> None:
        """An address that was never listed is not found, and no address at all neither."""
        assert links.find(archive, "https://joblo.example/9") is None
        assert links.find(archive, "not an address") is None
