"""What a look did not list and the next one does appeared between the two, whatever its page declares."""

from dataclasses import replace
from datetime import timedelta

import make
import pytest
from make import NOW

from monitor.store import articles, stories


def minute(number: float) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=number)


def test_a_story_is_first_reported_by_who_was_seen_first(desk, found) -> None:
    """JoBlo declares the earlier time, but a look after it did not have its article: Variety was first."""
    for outlet in ("joblo", "variety"):
        desk.ingest(found(outlet, "old"), NOW)
    for outlet, listed, declared in (("variety", 8, 5), ("joblo", 20, 2)):
        if outlet == "joblo":
            desk.ingest(found(outlet, "old", minutes=10), NOW)
        desk.ingest(found(outlet, "a", minutes=listed), NOW)
        article = make.article(outlet, title="Michael Mann will direct Heat 2", published_at=NOW + minute(declared))
        desk.ingest(make.read(article, NOW + minute(listed + 1)), NOW + minute(listed + 1))
    archive = desk.context.archive

    joblo = articles.find(archive, "https://joblo.example/a")

    assert joblo is not None
    assert joblo.witness is not None
    assert joblo.story_id is not None
    assert (joblo.witness.absent_at, joblo.witness.listed_at) == (NOW + minute(10), NOW + minute(20))
    assert joblo.reported.at == NOW + minute(20)
    assert stories.get(archive, joblo.story_id).first_reported_by == "variety"


@pytest.mark.parametrize(("age", "at"), [(0, 20), (9, 2)])
def test_a_listing_from_a_cache_refutes_nothing_that_came_after_it_was_made(desk, found, age, at) -> None:
    """The look of minute ten was shown the listing of minute one: what is declared of minute two may well be."""
    for number in (0, 10):
        looked = found("joblo", "old", minutes=number)
        desk.ingest(replace(looked, as_of=looked.at - minute(age) if number else None), NOW + minute(number))
    desk.ingest(found("joblo", "a", minutes=20), NOW + minute(20))
    article = make.article("joblo", title="Michael Mann will direct Heat 2", published_at=NOW + minute(2))
    desk.ingest(make.read(article, NOW + minute(21)), NOW + minute(21))

    kept = articles.find(desk.context.archive, "https://joblo.example/a")

    assert kept is not None
    assert kept.witness is not None
    assert (kept.witness.absent_at, kept.reported.at) == (NOW + minute(10 - age), NOW + minute(at))
