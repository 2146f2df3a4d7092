"""A process that writes to an archive as the daemon does, and tells each commit: to be killed at any moment.

python store_writer.py ARCHIVE NAME        one article with story, hit, message and delivery a transaction
python store_writer.py ARCHIVE NAME COUNT  read-then-write on a counter, COUNT times
"""

import sys
from pathlib import Path

from store_made import FEED, HIT, NOW, article

from monitor.model import Link, Origin
from monitor.store import articles, hits, links, outbox, stories
from monitor.store.archive import Archive
from monitor.store.articles import NewArticle
from monitor.store.outbox import NewMessage


def ingest(archive: Archive, name: str, number: int) -> None:
    """All that follows from one article, in one transaction."""
    url = f"https://joblo.example/{name}/{number}"
    listed = Link(url=url)
    with archive.transaction():
        links.add(archive, "joblo", FEED, [listed], Origin.LIVE, NOW)
        story = stories.open(archive, f"{name} {number}", NOW)
        new = NewArticle(article=article(url=url), url_key=url, content_hash=url, found_at=NOW, story_id=story)
        stored = articles.add(archive, new)
        links.stored(archive, listed, stored, NOW)
        hits.add(archive, HIT, stored, story, Origin.LIVE, NOW)
        message = NewMessage(id=url, type="story.opened", watch="heat-2", story=story)
        outbox.enqueue(archive, message, [("desk", None, "{}"), ("mail", "a@example.org", "A")], NOW)


def count_up(archive: Archive, times: int) -> None:
    """Add one to a counter, each time by reading it first."""
    for _ in range(times):
        with archive.transaction():
            value = archive.value("select robots_status from hosts where host = 'counter'")
            archive.execute("update hosts set robots_status = ? where host = 'counter'", (value + 1,))


def main(path: Path, name: str, times: int | None) -> None:
    """Write until killed, or so many times."""
    with Archive.open(path) as archive:
        if times is not None:
            count_up(archive, times)
            return
        number = 0
        while True:
            ingest(archive, name, number)
            print(number, flush=True)  # noqa: T201 - the acknowledgement
            number += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else None)
