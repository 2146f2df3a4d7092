"""A large archive with rows in every table that grows: what commands and examinations are timed on.

    python bench/large.py ARCHIVE [--articles 1000000]

Texts are those of `archive.py`. Two articles make a story, each has its link, one in twenty is a hit of one of 20
watches, one in five hits is an alert that was sent, and the requests are those of 14 days. All but the articles is
written by statements over the whole table: 1,000,000 articles take some minutes.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from archive import OUTLETS, SPAN, START, Press, insert, make_archive

from monitor.model import Watch
from monitor.store import watches
from monitor.store.archive import Archive
from monitor.store.articles import NewArticle

BATCH = 1_000  # articles a transaction
WATCHES = 20
FETCHES = 200_000  # of 14 days: 50 outlets with two sources each, asked every ten minutes
# One statement a table, in the order of their references.
ROWS = """
update stories set first_article_id = id * 2 - 1, first_reported_by = 'outlet-' || ((id * 2 - 2) % :outlets),
  first_reported_at = opened_at, article_count = 2, outlet_count = 2;
insert into sources (outlet_id, kind, url, last_checked_at, last_success_at, items_listed, items_new)
  select id, 'feed', home || 'feed', :end, :end, 20, 1 from outlets;
insert into links (url_key, url, outlet_id, source_id, origin, state, title, found_at, article_id)
  select url_key, url, outlet_id, (select id from sources where sources.outlet_id = articles.outlet_id), origin,
    'stored', title, found_at, id from articles;
insert into hits (watch_id, article_id, story_id, origin, field, snippet, found_at)
  select 'watch-' || (id / 20 % :watches), id, story_id, 'live', 'title', title, found_at from articles
  where id % 20 = 0;
insert into messages (id, type, watch_id, story_id, created_at, data)
  select 'message-' || id, 'story.opened', watch_id, story_id, found_at, json_object('snippet', snippet) from hits
  where id % 5 = 0;
insert into deliveries (message_id, channel, state, attempts, rendered, created_at, sent_at)
  select id, 'desk', 'sent', 1, data, created_at, created_at from messages;
insert into suppressed select article_id, watch_id, found_at, 'no_news', '{}' from hits where id % 5 > 0;
insert into fetches (outlet_id, url, kind, fetched_at, status)
  with recursive number (value) as (select 0 union all select value + 1 from number where value + 1 < :fetches)
  select 'outlet-' || (value % :outlets), 'https://outlet' || (value % :outlets) || '.example/feed', 'source',
    strftime('%Y-%m-%dT%H:%M:%SZ', :end, '-' || (value * 6) || ' seconds'), 304 from number;
update outlets set seeded_at = added_at, last_crawl_at = :end, last_outcome = 'finished', last_success_at = :end,
  next_check_at = :end
"""


def make(path: Path, count: int) -> None:
    """Make the archive at `path`, which must not be there."""
    with make_archive(path) as archive:
        named = [Watch(id=f"watch-{number}", name=f"Watch {number}", query="film") for number in range(WATCHES)]
        for watch in watches.sync(archive, named, START):
            watches.matched(archive, watch, START)
        for batch in _with_stories(Press(3, count), count):
            _open_stories(archive, batch)
            insert(archive, batch)
        end = (START + SPAN).strftime("%Y-%m-%dT%H:%M:%SZ")
        known = {"outlets": OUTLETS, "watches": WATCHES, "fetches": FETCHES, "end": end}
        for statement in ROWS.split(";"):
            archive.execute(statement, known)
        archive.rows("pragma analysis_limit = 1000")
        archive.rows("pragma optimize = 0x10002")
        archive.checkpoint()


def write_config(path: Path, archive: Path) -> None:
    """A monitor.toml next to which commands find the archive."""
    path.write_text(f"follow = []\n[archive]\npath = {json.dumps(str(archive))}\n", encoding="utf-8")


def _with_stories(press: Press, count: int) -> Iterator[list[NewArticle]]:
    for first, batch in zip(range(0, count, BATCH), press.batches(count, BATCH), strict=True):
        yield [replace(new, story_id=(first + place) // 2 + 1) for place, new in enumerate(batch)]


def _open_stories(archive: Archive, batch: list[NewArticle]) -> None:
    archive.execute_many(
        "insert or ignore into stories (id, title, opened_at, updated_at) values (?, ?, ?, ?)",
        [(new.story_id, new.article.title, *[new.found_at.strftime("%Y-%m-%dT%H:%M:%SZ")] * 2) for new in batch],
    )


def main() -> None:
    """Make it, and say how long that took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--articles", type=int, default=1_000_000)
    options = parser.parse_args()
    begin = time.perf_counter()
    make(options.archive, options.articles)
    took, size = time.perf_counter() - begin, options.archive.stat().st_size
    print(f"{options.archive}: {options.articles:,} articles, {size / 2**30:.2f} GiB, {took:.0f} s")


if __name__ == "__main__":
    main()
