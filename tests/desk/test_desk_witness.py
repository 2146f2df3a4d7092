"""What a look did not list and the next one does appeared between the two, whatever its page declares."""

from datetime import timedelta

import make
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
