"""Who was first by what was witnessed: listed between one look and the next, whatever the page declares."""

from dataclasses import replace

import pytest
from store_made import COLLIDER, FEED, HOUR, JOBLO, MINUTE, NOW, link, new

from monitor.model import Origin
from monitor.report_time import ReportTime, Witness
from monitor.store import articles, links, outlets, stories, witness
from monitor.store.archive import Archive
from monitor.story import Story

SEEN = Witness(listed_at=NOW - 8 * MINUTE, absent_at=NOW - 18 * MINUTE)


@pytest.mark.parametrize(
    ("declared", "counts_from"),
    [
        (-15 * MINUTE, NOW - 15 * MINUTE),  # between the looks: it may be true
        (-30 * MINUTE, NOW - 8 * MINUTE),  # a look after that time did not list it
        (HOUR, NOW - 8 * MINUTE),  # not yet
        (None, NOW - 8 * MINUTE),
    ],
)
def test_a_time_that_a_look_refutes_does_not_count(declared, counts_from) -> None:
    """An article counts from the time that it declares, unless its listing did not have it by then."""
    published_at = None if declared is None else NOW + declared

    assert ReportTime.of(published_at, found_at=NOW, witness=SEEN).at == counts_from


def test_a_day_alone_is_not_refuted() -> None:
    """A page that declares its day alone has no hour that a look could refute."""
    day = NOW.replace(hour=0)

    assert ReportTime.of(day, found_at=NOW, has_time=False, witness=SEEN).day == NOW.date()


def test_the_look_before_is_kept(archive: Archive) -> None:
    """A link keeps when it was first listed and when not yet; a link that was known is left as it is."""
    links.add(archive, "joblo", FEED, [link(1)], Origin.LIVE, NOW - HOUR)
    links.add(archive, "joblo", FEED, [link(1), link(2)], Origin.LIVE, NOW)
    witness.listed(archive, [link(1), link(2)], NOW - 10 * MINUTE, NOW)

    links.ensure(archive, "joblo", link(3), NOW)  # read by itself: no source listed it
    known = [links.of(archive, link(number)) for number in (1, 2, 3)]

    assert [one and one.witness for one in known] == [
        Witness(listed_at=NOW - HOUR),
        Witness(listed_at=NOW, absent_at=NOW - 10 * MINUTE),
        None,
    ]


def reported(archive: Archive, *of: tuple[str, object, Witness | None]) -> Story:
    """A story of these outlets, each with the time that it declares and how its article appeared."""
    outlets.sync(archive, [JOBLO, COLLIDER], NOW)
    story = stories.open(archive, "Heat 2 is on", NOW)
    for number, (outlet, published_at, seen) in enumerate(of, 1):
        made = new(number, outlet=outlet, published_at=published_at, story=story)
        articles.add(archive, replace(made, witness=seen))
    found = stories.get(archive, story)
    assert found is not None
    return found


def test_the_earliest_declared_time_does_not_win(archive: Archive) -> None:
    """Who declares 9:30 and was not listed at 9:42 is behind who was seen by 9:40."""
    late = Witness(listed_at=NOW - 8 * MINUTE, absent_at=NOW - 18 * MINUTE)
    early = Witness(listed_at=NOW - 20 * MINUTE, absent_at=NOW - 30 * MINUTE)
    story = reported(archive, ("joblo", NOW - 30 * MINUTE, late), ("collider", NOW - 25 * MINUTE, early))

    assert story.first_reported_by == "collider"
    assert story.perhaps_first == ()
    assert story.report(1).appeared == (NOW - 18 * MINUTE, NOW - 8 * MINUTE)


def test_times_that_overlap_are_a_tie(archive: Archive) -> None:
    """Where the looks do not tell who was earlier, the other one may have been first, and that is said."""
    seen = Witness(listed_at=NOW - 8 * MINUTE, absent_at=NOW - 18 * MINUTE)
    story = reported(archive, ("joblo", None, seen), ("collider", NOW - 10 * MINUTE, None))

    assert story.first_reported_by == "collider"
    assert story.perhaps_first == ("joblo",)
