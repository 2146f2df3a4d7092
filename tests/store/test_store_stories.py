import pytest
from store_made import COLLIDER, DAY, HEAT, HIT, HOUR, JOBLO, MINUTE, NOW, dump, new

from monitor.model import Origin
from monitor.store import articles, hits, outlets, stories, watches
from monitor.store.archive import Archive


@pytest.fixture
def reported(archive: Archive) -> Archive:
    """Three articles of two outlets that arrived in another order than they were published in."""
    articles.add(archive, new(1, published_at=NOW - HOUR))
    articles.add(archive, new(2, outlet="collider", published_at=NOW - 2 * HOUR))
    articles.add(archive, new(3, published_at=NOW - MINUTE))
    return archive


def test_first_report(reported: Archive) -> None:
    """A story is first reported by the outlet of its earliest report, whatever arrived first."""
    story = stories.open(reported, "Heat 2 is on", NOW)
    stories.join(reported, story, 1, NOW)
    opened = stories.get(reported, story)
    stories.join(reported, story, 2, NOW + HOUR)
    stories.join(reported, story, 3, NOW + 2 * HOUR, copy_of=1)
    view = stories.get(reported, story)

    assert opened is not None
    assert (opened.first_reported_by, len(opened.reports), opened.outlet_count) == ("joblo", 1, 1)
    assert view is not None
    assert (view.first_reported_by, view.first_reported_by_name) == ("collider", "Collider")
    assert view.reports[0].reported.at == NOW - 2 * HOUR
    assert (len(view.reports), view.outlet_count, view.copy_count) == (3, 2, 1)
    assert [each.article_id for each in view.reports] == [2, 1, 3]
    assert [each.copy_of for each in view.reports] == [None, None, 1]
    assert view.updated_at == NOW + 2 * HOUR


def test_joining_twice(reported: Archive) -> None:
    """Joining a story again changes nothing, not even its time."""
    story = stories.open(reported, "Heat 2 is on", NOW)
    stories.join(reported, story, 1, NOW)
    before = dump(reported)
    stories.join(reported, story, 1, NOW + DAY)

    assert dump(reported) == before


def test_moving(reported: Archive) -> None:
    """An article that moves to another story takes its hits along, and both stories count anew."""
    one, two = stories.open(reported, "One", NOW), stories.open(reported, "Two", NOW)
    hits.add(reported, HIT, 1, one, Origin.LIVE, NOW)
    stories.join(reported, one, 1, NOW)
    stories.join(reported, one, 2, NOW)
    stories.join(reported, two, 1, NOW)
    left, joined = stories.get(reported, one), stories.get(reported, two)

    assert left is not None
    assert joined is not None
    assert (len(left.reports), left.first_reported_by) == (1, "collider")
    assert (len(joined.reports), joined.first_reported_by) == (1, "joblo")
    assert [row.story for row in hits.of_article(reported, 1)] == [two]


def test_emptied(reported: Archive) -> None:
    """A story whose only article moved away has no first report."""
    one, two = stories.open(reported, "One", NOW), stories.open(reported, "Two", NOW)
    stories.join(reported, one, 1, NOW)
    stories.join(reported, two, 1, NOW)
    view = stories.get(reported, one)

    assert view is not None
    assert (len(view.reports), view.first_reported_by, view.reports) == (0, None, ())


def test_unknown(archive: Archive) -> None:
    """A story that is not there is None."""
    assert stories.get(archive, 7) is None


def test_timeline(reported: Archive) -> None:
    """The view of stories lists their articles by place, in order of report, with names."""
    story = stories.open(reported, "Heat 2 is on", NOW)
    for number in (1, 2, 3):
        stories.join(reported, story, number, NOW)
    rows = reported.rows("select place, outlet, article_id from story_timeline where story_id = ?", (story,))

    assert [tuple(row) for row in rows] == [(1, "Collider", 2), (2, "JoBlo", 1), (3, "JoBlo", 3)]


def test_names_follow_the_configuration(reported: Archive) -> None:
    """A renamed outlet or watch is shown by its new name everywhere, its old articles included."""
    hits.add(reported, HIT, 1, None, Origin.LIVE, NOW)
    outlets.sync(reported, [type(JOBLO)(id="joblo", name="JoBlo Movies", home=JOBLO.home), COLLIDER], NOW)
    watches.sync(reported, [type(HEAT)(id="heat-2", name="Heat Two", query=HEAT.query)], NOW)
    row = reported.row("select watch, outlet from latest_hits")

    assert tuple(row) == ("Heat Two", "JoBlo Movies")
