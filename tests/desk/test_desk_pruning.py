"""What was pruned is no news."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from desk_made import config
from make import NOW

from monitor.desk import Desk
from monitor.events import ArticleRead
from monitor.store import articles, links

YEARS = timedelta(days=800)


def test_an_old_article_does_not_alert_again(tmp_path: Path, read: Callable[..., ArticleRead]) -> None:
    """After its story was pruned, what is read again, by its link or another, listed or not, is not kept, nor sent."""
    event = read("joblo", "Heat 2 is on", "Michael Mann says that Heat 2 will shoot next year.")
    desk = Desk.open(config(tmp_path, keep=timedelta(days=365)))
    desk.sync(NOW)
    archive = desk.context.archive
    first = desk.ingest(event, NOW)
    archive.execute("update deliveries set state = 'sent'")
    later = NOW + YEARS
    pruned = desk.prune(later, None)
    other = replace(event, link=replace(event.link, url=f"{event.link.url}?page=all", key=None), at=later)
    listed = replace(other, link=replace(event.link, url=f"{event.link.url}?page=1", key=None))
    links.ensure(archive, "joblo", listed.link, later)
    again = [desk.ingest(each, later) for each in (replace(event, at=later), other, listed)]

    assert first == 1
    assert pruned is not None
    assert desk.prune(later, pruned) is None
    assert again == [0, 0, 0]
    assert articles.get(archive, 1) is None
    assert archive.value("select count(*) from articles") == 0
    assert links.pending(archive, "joblo", later, force=True) == []
    desk.close()


def test_nothing_goes_unasked(desk: Desk, read: Callable[..., ArticleRead]) -> None:
    """Without `[archive] keep` the archive keeps all."""
    desk.ingest(read("joblo", "Heat 2 is on"), NOW)

    assert desk.prune(NOW + YEARS, 0) is None
    assert desk.context.archive.value("select count(*) from articles") == 1
