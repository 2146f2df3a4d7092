"""What a digest holds, and in which order."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from digest_samples import (
    ANDOR,
    HEAT,
    LAST,
    MANN,
    NOW,
    PLAN,
    WATCHES,
    WINDOW,
    crowd,
    digest,
    hit,
    material,
    report,
    script_story,
    story,
)
from hypothesis import given
from hypothesis import strategies as st

from monitor.digest import build
from monitor.digest.build import Material
from monitor.digest.message import Digest, message_id
from monitor.model import Origin, Watch
from monitor.story import StoryHit


def made(*hits: StoryHit, watches: tuple[Watch, ...] = WATCHES, **more: object) -> Digest:
    """A digest of these hits, all in stories that are found by the hit's report."""
    stories = {each.story: story(each.story, each.report) for each in hits}
    given_ = Material(watches=watches, hits=hits, **({"stories": stories} | more))  # type: ignore[arg-type]
    return build.build(PLAN, WINDOW, given_, now=NOW)


def test_sections_follow_the_watches() -> None:
    """Watches stand in their own order; those without a hit are named."""
    found = digest()

    assert [section.watch.name for section in found.sections] == [
        "Heat 2",
        "Michael Mann",
        "The Last of Us",
        "Dune: Part Three",
    ]
    assert found.quiet == ("Andor",)


def test_a_story_stands_once_under_its_first_watch() -> None:
    """A story of two watches stands under the first, tagged with the second, counted under it as elsewhere."""
    found = digest()
    heat, mann = found.sections[:2]

    assert [item.tags for item in heat.items if item.story.id == 17] == [("Michael Mann",)]
    assert (mann.items, mann.elsewhere) == ((), 1)
    assert sum(item.story.id == 17 for section in found.sections for item in section.items) == 1


def test_the_lead_is_the_earliest_own_report() -> None:
    """Among the window's hits the earliest that is no copy leads, though a copy came before."""
    copy = report(1, "yahoo", "A copy", hours=9, copy_of=5)
    late = report(2, "variety", "Late", hours=3)
    early = report(3, "thr", "Early", hours=6)
    found_story = story(1, copy, early, late)
    found = made(*(hit(HEAT, found_story, each) for each in (late, copy, early)), stories={1: found_story})

    item = found.sections[0].items[0]

    assert item.lead.report.title == "Early"
    assert [each.outlet for each in item.also] == ["yahoo", "variety"]


def test_outlets_that_were_hit_are_named_first() -> None:
    """Of the other outlets those whose articles the watch found come before those that merely share the story."""
    reports = [
        report(number, outlet, "x", hours=9 - number) for number, outlet in enumerate(["joblo", "thr", "empire"])
    ]
    found_story = story(1, *reports)
    found = made(hit(HEAT, found_story, reports[0]), hit(HEAT, found_story, reports[2]), stories={1: found_story})

    assert [each.outlet for each in found.sections[0].items[0].also] == ["empire", "thr"]


def test_the_biggest_news_stands_first() -> None:
    """More independent outlets first, then hits in the headline, then the newest."""
    small_new = story(1, report(1, "variety", "small, new", hours=1))
    small_title = story(2, report(2, "variety", "small, in the headline", hours=3))
    small_old = story(3, report(3, "variety", "small, old", hours=5))
    big = story(4, report(4, "variety", "big", hours=9), report(5, "thr", "big too", hours=8))
    copied = story(5, report(6, "variety", "copied", hours=9), report(7, "thr", "copied too", hours=8, copy_of=6))
    hits = [
        hit(HEAT, each, each.reports[0], field="title" if each is small_title else "body")
        for each in (small_old, small_new, copied, big, small_title)
    ]
    found = made(*hits, stories={each.id: each for each in (small_new, small_title, small_old, big, copied)})

    assert [item.story.title for item in found.sections[0].items] == [
        "big",
        "small, in the headline",
        "small, new",
        "small, old",
        "copied",
    ]


@pytest.mark.parametrize("origin", [Origin.SEED, Origin.BACKFILL])
@pytest.mark.parametrize(("hours", "expected"), [(1, 1), (23.9, 1), (24, 0), (200, 0), (-1, 0)])
def test_other_origins_belong_if_published_inside(origin: Origin, hours: float, expected: int) -> None:
    """Of what is not live only articles published inside the window are listed, marked so."""
    old = replace(report(1, "variety", "Title", hours=hours), found_at=NOW + timedelta(hours=2))
    found = made(hit(HEAT, story(1, old), old, origin=origin))

    assert found.totals.stories == expected
    assert [item.seed for section in found.sections for item in section.items] == [True] * expected


def test_an_undated_seed_hit_does_not_belong() -> None:
    """What states no date cannot have been published inside."""
    undated = replace(report(1, "variety", "Title"), published_at=None)

    assert made(hit(HEAT, story(1, undated), undated, origin=Origin.SEED)).is_empty


def test_totals_count_each_thing_once() -> None:
    """Stories, articles and outlets are counted once, though several watches found them."""
    totals = digest().totals

    assert (totals.stories, totals.articles, totals.outlets, totals.previous_stories) == (4, 11, 8, 2)


def test_a_spike_needs_articles_and_a_usual_pace() -> None:
    """Three times the usual pace and five articles make a spike; a watch without history makes none."""
    given_ = material()
    spiking = build.build(PLAN, WINDOW, given_, now=NOW).spikes
    calm = build.build(PLAN, WINDOW, replace(given_, usual={HEAT.id: 5.0, LAST.id: 0.0}), now=NOW).spikes

    assert [(spike.watch, spike.articles, round(spike.times)) for spike in spiking] == [("Heat 2", 9, 6)]
    assert calm == ()


def test_five_articles_are_enough_for_a_spike() -> None:
    """Four at four times the usual pace are none yet, five are."""
    each = [story(number, report(number, "variety", f"Title {number}")) for number in range(1, 6)]
    four, five = (
        made(*(hit(HEAT, one, one.reports[0]) for one in each[:many]), usual={HEAT.id: 1.0}).spikes for many in (4, 5)
    )

    assert four == ()
    assert [(spike.watch, spike.articles) for spike in five] == [("Heat 2", 5)]


def test_the_wildest_spike_stands_first() -> None:
    """Of two watches above their usual pace the one that is farther above it comes first."""
    each = [story(number, report(number, "variety", f"Title {number}")) for number in range(1, 13)]
    hits = [hit(HEAT if number < 6 else MANN, one, one.reports[0]) for number, one in enumerate(each)]

    assert [spike.watch for spike in made(*hits, usual={HEAT.id: 2.1, MANN.id: 1.0}).spikes] == ["Michael Mann"]
    assert [spike.watch for spike in made(*hits, usual={HEAT.id: 1.5, MANN.id: 1.0}).spikes] == [
        "Michael Mann",
        "Heat 2",
    ]


def test_nothing_found_is_an_empty_digest() -> None:
    """Without hits there are no sections, and every watch is named as without a hit."""
    found = made()

    assert found.is_empty
    assert found.quiet == tuple(watch.name for watch in WATCHES)


def test_hits_of_other_watches_and_lost_stories_are_left_out() -> None:
    """A hit of a watch that the plan does not name, or of a story that is gone, breaks nothing."""
    lost = report(1, "variety", "Title")
    foreign = hit(replace(HEAT, id="foreign"), story(1, lost), lost)

    assert made(foreign, hit(HEAT, story(2, lost), lost), stories={1: story(1, lost)}).is_empty


def test_500_stories_are_cut_to_60_in_fair_turns() -> None:
    """At most 60 stories are listed; a small watch keeps all of its own, the large ones share the rest."""
    given_ = crowd(400, (HEAT, MANN))
    one = story(7, report(7, "empire", "The only one"))
    given_ = replace(
        given_,
        watches=WATCHES,
        hits=(*given_.hits, hit(ANDOR, one, one.reports[0])),
        stories={**given_.stories, 7: one},
    )
    found = build.build(PLAN, WINDOW, given_, now=NOW)

    assert [(section.watch.name, len(section.items), section.more) for section in found.sections] == [
        ("Heat 2", 30, 170),
        ("Michael Mann", 29, 171),
        ("Andor", 1, 0),
    ]
    assert (found.totals.stories, found.more) == (401, 341)


@given(st.lists(st.integers(0, 90), max_size=8), st.integers(0, 100))
def test_rooms_are_fair_and_full(wanted: list[int], limit: int) -> None:
    """Nobody gets more than wanted, nothing is left over while someone wants, and no wish is met above a smaller."""
    rooms = build._rooms(wanted, limit)

    assert all(room <= wish for room, wish in zip(rooms, wanted, strict=True))
    assert sum(rooms) == min(limit, sum(wanted))
    unmet = [room for room, wish in zip(rooms, wanted, strict=True) if room < wish]
    assert not unmet or max(rooms) - min(unmet) <= 1


def test_trimming_twice_counts_right() -> None:
    """What was cut at first and what is cut later add up."""
    found = build.build(PLAN, WINDOW, crowd(100), now=NOW)

    for limit in (50, 7, 1, 0):
        found = build.trimmed(found, limit)
        assert sum(len(section.items) for section in found.sections) == limit
        assert found.more == 100 - limit


def test_what_is_new_is_looked_for_in_stories_that_may_have_room() -> None:
    """All of a usual digest; of a flood twice as many as have room, and as many of those that rank behind as sent."""
    few, many = crowd(100), crowd(300)
    assert build.contenders(WINDOW, few) == set(few.stories)

    contenders = build.contenders(WINDOW, many)
    shown = {item.story.id for section in build.build(PLAN, WINDOW, many, now=NOW).sections for item in section.items}
    assert shown < contenders
    assert len(contenders) == 2 * build.MAX_STORIES
    sent = replace(many, sent=dict.fromkeys(shown, NOW - timedelta(hours=1)))
    behind = build.build(PLAN, WINDOW, sent, now=NOW)
    assert {item.story.id for section in behind.sections for item in section.items} | shown < build.contenders(
        WINDOW, sent
    )


def test_the_id_is_that_of_the_window() -> None:
    """The same plan and window have the same id, whenever it is built."""
    later = build.build(PLAN, WINDOW, material(), now=NOW + timedelta(hours=1))

    assert digest().id == later.id == "digest_morning_20261123T160000Z"


def test_a_long_name_makes_a_short_id() -> None:
    """The id is also a file's name: of a long name it holds 40 characters, and what tells it from others."""
    one, other = (
        build.build(replace(PLAN, name="x" * 300 + end), WINDOW, material(), now=NOW).id for end in ("a", "b")
    )

    assert one != other
    assert len(one) == len(other) == len("digest_") + 40 + len("-abcdef") + len("_20261123T160000Z")


def test_two_names_never_share_an_id() -> None:
    """Names that look alike once simplified keep different ids."""
    names = ["morning", "Morning", "mörning", "morning!", "morning ", "-morning", "", "朝", "夜"]
    ids = {build.build(replace(PLAN, name=name), WINDOW, material(), now=NOW).id for name in names}

    assert len(ids) == len(names)
    assert all(one.replace("_", "").replace("-", "").isascii() for one in ids)
    assert message_id("digest", NOW.astimezone(ZoneInfo("Asia/Tokyo"))) == message_id("digest", NOW)


def test_first_reported_by_is_the_story_s() -> None:
    """Voices leave out those that only copied."""
    assert script_story().voices == ("joblo", "variety", "deadline", "thr", "collider", "empire", "indiewire")
