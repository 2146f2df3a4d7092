from dataclasses import replace
from random import Random

import pytest
from store_made import COLLIDER, DAY, HEAT, HIT, HOUR, JOBLO, MINUTE, NOW, dump, new

from monitor.model import Origin, OutletKind
from monitor.store import articles, hits, outlets, sagas, stories, watches
from monitor.store.archive import Archive
from monitor.story import Report, Role, Story


@pytest.fixture
def reported(archive: Archive) -> Archive:
    """A story of three articles of two outlets that arrived in another order than they were published in."""
    story = stories.open(archive, "Heat 2 is on", NOW)
    articles.add(archive, new(1, published_at=NOW - HOUR, story=story))
    articles.add(archive, new(2, outlet="collider", published_at=NOW - 2 * HOUR, found_at=NOW + HOUR, story=story))
    articles.add(
        archive,
        new(3, published_at=NOW - MINUTE, found_at=NOW + 2 * HOUR, story=story, copy_of=1, authors=("Kay Fox",)),
    )
    return archive


def test_first_report(reported: Archive) -> None:
    """A story is first reported by the outlet of its earliest report, whatever arrived first."""
    story = stories.get(reported, 1)

    assert story is not None
    assert (story.first_reported_by, story.first_reported_by_name) == ("collider", "Collider")
    assert (len(story.reports), story.outlet_count, story.copy_count) == (3, 2, 1)
    assert [(each.article_id, each.copy_of, each.authors) for each in story.reports] == [
        (2, None, ()),
        (1, None, ()),
        (3, 1, ("Kay Fox",)),
    ]
    assert story.reports[0].reported.at == NOW - 2 * HOUR
    assert story.updated_at == NOW + 2 * HOUR


def test_the_figures_are_kept(reported: Archive) -> None:
    """What the archive says of a story for other programs is what its articles say."""
    row = reported.row("select * from stories")

    assert (row["article_count"], row["outlet_count"], row["copy_count"]) == (3, 2, 1)
    assert (row["first_article_id"], row["first_reported_by"]) == (2, "collider")
    assert row["first_reported_at"] == "2026-11-22T06:00:00Z"


def test_an_article_twice(reported: Archive) -> None:
    """The same article again changes nothing, not even the time of its story."""
    before = dump(reported)
    articles.add(reported, new(1, published_at=NOW - HOUR, found_at=NOW + DAY, story=1))

    assert dump(reported) == before


def test_unknown(archive: Archive) -> None:
    """A story that is not there is None."""
    assert stories.get(archive, 7) is None


def test_timeline(reported: Archive) -> None:
    """The view of stories lists their articles by place, in order of report, with names."""
    rows = reported.rows("select place, outlet, article_id from story_timeline where story_id = 1")

    assert [tuple(row) for row in rows] == [(1, "Collider", 2), (2, "JoBlo", 1), (3, "JoBlo", 3)]


def test_names_follow_the_configuration(reported: Archive) -> None:
    """A renamed outlet or watch is shown by its new name everywhere, its old articles included."""
    hits.add(reported, HIT, 1, None, Origin.LIVE, NOW)
    outlets.sync(reported, [type(JOBLO)(id="joblo", name="JoBlo Movies", home=JOBLO.home), COLLIDER], NOW)
    watches.sync(reported, [type(HEAT)(id="heat-2", name="Heat Two", query=HEAT.query)], NOW)
    row = reported.row("select watch, outlet from latest_hits")

    assert tuple(row) == ("Heat Two", "JoBlo Movies")


def test_threads_are_listed_by_their_newest_story(archive: Archive) -> None:
    """Page by page, also where two were opened at one time; those of one story on request alone."""
    for number, (thread, hour) in enumerate([(1, 0), (2, 1), (1, 9), (2, 9), (5, 5), (5, 2), (7, 12)], start=1):
        story = stories.open(archive, f"story {number}", NOW + hour * HOUR)
        sagas.join(archive, story, thread)
    pages = [sagas.newest(archive, after=after, limit=2) for after in (None, 1)]

    assert [[(one.id, one.newest_story, one.story_count) for one in page] for page in pages] == [
        [(2, 4, 2), (1, 3, 2)],
        [(5, 5, 2)],
    ]
    assert [one.id for one in sagas.newest(archive, since=NOW + 9 * HOUR)] == [2, 1]
    assert [one.id for one in sagas.newest(archive, since=NOW + 5 * HOUR)] == [2, 1, 5], "an older one came later"
    assert [one.id for one in sagas.newest(archive, least=1)] == [7, 2, 1, 5]


@pytest.mark.parametrize("kind", OutletKind)
def test_the_figures_of_an_opened_story_are_those_that_are_counted(archive: Archive, kind: OutletKind) -> None:
    """Of a story with one article nothing is counted; all its figures are as if it was."""
    outlets.sync(archive, [replace(JOBLO, kind=kind)], NOW)
    story = stories.open(archive, "Heat 2 is on", NOW)
    articles.add(archive, new(1, story=story))
    opened = dict(archive.row("select * from stories where id = ?", (story,)))
    archive.execute("update stories set article_count = 7, outlet_count = 7, copy_count = 7 where id = ?", (story,))

    stories.joined(archive, story, NOW)

    assert dict(archive.row("select * from stories where id = ?", (story,))) == opened
    assert opened["article_count"] == 1


@pytest.mark.parametrize("kinds", ["own", "own own copy", "own copy copy mention", "release copy own", "release"])
def test_the_figures_of_a_story_that_grows_are_those_that_are_counted(archive: Archive, kinds: str) -> None:
    """Also where its articles are not counted again at each: of releases, their texts, and what was reported before."""
    random = Random(kinds)  # noqa: S311
    wire = replace(COLLIDER, id="wire", name="Wire", kind=OutletKind.PRESS)
    outlets.sync(archive, [JOBLO, COLLIDER, wire], NOW)
    story = stories.open(archive, "Heat 2 is on", NOW)
    whole = (
        "select article_count, outlet_count, copy_count, first_article_id, first_reported_at, updated_at from stories"
    )
    firsts = set()
    for number in range(1, 2 * stories._FEW + 30):
        kind = random.choice(kinds.split() if number > 1 else kinds.split()[:1])
        outlet = "wire" if kind == "release" else random.choice(["joblo", "collider"][: 1 + number // 70])
        copy_of = random.choice([1, 1, max(1, number // 3)]) if kind == "copy" and number > 1 else None
        published = NOW + number * MINUTE - random.choice([0] * 12 + [400]) * MINUTE
        made = new(number, outlet=outlet, published_at=published, found_at=NOW + number * MINUTE, copy_of=copy_of)
        articles.add(archive, replace(made, story_id=story, role=Role.MENTION if kind == "mention" else None))
        grown = tuple(archive.rows(whole)[0])
        firsts.add(grown[3])

        stories.joined(archive, story, NOW)

        assert tuple(archive.rows(whole)[0]) == grown, number
    assert len(firsts) > 1


def test_the_figures_of_a_story_are_counted_again_once_in_a_while(archive: Archive) -> None:
    """So they are right again where another program wrote articles."""
    story = stories.open(archive, "Heat 2 is on", NOW)
    for number in range(1, stories._FEW + 1):
        articles.add(archive, new(number, story=story))
    archive.execute("update stories set copy_count = 7")

    articles.add(archive, new(500, story=story))

    row = archive.row("select article_count, copy_count from stories")
    assert (row["article_count"], row["copy_count"]) == (stories._FEW + 1, 0)


def test_what_is_read_of_a_story_does_not_grow_with_it(archive: Archive) -> None:
    """Neither for the figures nor for a decision: the steps that SQLite takes are as many as in a tenth of it."""
    story, ticks = stories.open(archive, "Heat 2 is on", NOW), []
    archive.db.conn.set_progress_handler(lambda: ticks.append(1) and 0, 10)
    steps = []
    for number in range(1, 351):
        before, copy_of = len(ticks), 1 if number % 3 == 0 else None
        article = articles.add(archive, new(number, found_at=NOW + number * MINUTE, story=story, copy_of=copy_of))
        around = stories.around(archive, story, article, with_others=copy_of is None)
        steps.append(len(ticks) - before)
        assert around is not None
        assert len(around.reports) <= 3
    archive.db.conn.set_progress_handler(None, 0)

    calm = [steps[number] for number in range(len(steps)) if number % stories._FEW]
    assert max(calm[-60:]) <= 1.2 * max(calm[70:130])


def test_what_a_decision_asks_of_a_story_is_what_the_whole_says(archive: Archive) -> None:
    """The article, what it copies, and whether others report by themselves: the same, whatever else there is."""
    outlets.sync(archive, [JOBLO, COLLIDER, replace(COLLIDER, id="wire", name="Wire", kind=OutletKind.PRESS)], NOW)
    for story, kinds in enumerate(["rcx", "xcr", "rc", "x", "xx", "xcxc", "rxc", "mcx", "rcm"], 1):
        stories.open(archive, "Heat 2 is on", NOW)
        first = 10 * story
        for number, kind in enumerate(kinds):
            outlet = "wire" if kind == "r" else ["joblo", "collider"][number % 2]
            made = new(first + number, outlet=outlet, story=story, found_at=NOW + number * HOUR)
            known = archive.value("select min(id) from articles where story_id = ?", (story,))
            role = Role.MENTION if kind == "m" else None
            articles.add(archive, replace(made, copy_of=known if kind == "c" else None, role=role))
        whole = stories.get(archive, story)
        assert whole is not None
        for report in whole.reports:
            around = stories.around(archive, story, report.article_id, with_others=report.copy_of is None)
            assert around is not None
            assert around.report(report.article_id) == report
            assert around.report(report.copy_of or 0) == whole.report(report.copy_of or 0)
            if report.copy_of is None:
                assert _asked(around, report) == _asked(whole, report)


def _asked(story: Story, report: Report) -> tuple[bool, bool]:
    before = replace(story, reports=tuple(one for one in story.reports if one != report))
    return bool(before.reports), bool(before.releases and not before.voices)


def test_of_a_story_that_is_not_there_nothing_is_read(archive: Archive) -> None:
    """None, as by `get`; one that was merged is what it is part of."""
    assert stories.around(archive, 7, 1, with_others=True) is None
