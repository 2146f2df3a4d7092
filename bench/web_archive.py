"""A year of a large desk in one archive: what the pages of `monitor web` are timed on.

    python bench/web_archive.py ARCHIVE [--articles 1000000]

120 outlets of very unequal size with their days and nights, 50 watches that find 1 % of the articles, stories of one to
a dozen articles, links of which one in twelve became no article, revisions, credits, gaps, incidents, 14 days of
requests, alerts and two digests a day with their mails. Texts are those of `archive.py`, two to six paragraphs. Rows
are written straight into a migrated archive, without the desk and without waiting for the disk: a million take minutes.
"""

import argparse
import itertools
import json
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from archive import PLANTED, Press

from monitor.deliver import mime
from monitor.model import Outlet, Source, SourceKind, Watch
from monitor.store import outlets, watches
from monitor.store.archive import Archive

END = datetime(2026, 11, 29, 22, 0, tzinfo=UTC)
YEAR = timedelta(days=365)
OUTLETS, WATCHES = 120, 50
HIT = 100  # one article in so many
REFUSED = 12  # one link in so many
REASONS = ("no_text", "section_page", "http_status", "login", "front_page", "captcha")
HOURS = (2, 2, 2, 2, 3, 4, 5, 6, 7, 8, 8, 7, 6, 7, 9, 11, 12, 12, 11, 10, 9, 7, 5, 3)  # of the day, UTC
WEEKDAYS = (10, 11, 11, 11, 10, 5, 4)
PAGE = "<!doctype html><meta charset=utf-8><title>Morning</title><body>" + "<p>A story and its outlets.</p>" * 1_200
_COLUMNS = (
    *("id", "url", "url_key", "outlet_id", "title", "standfirst", "authors", "published_at", "published_has_time"),
    *("reported_at", "found_at", "listed_at", "absent_at", "language", "section", "kind", "paywalled", "origin"),
    *("story_id", "copy_of", "role", "content_hash", "body"),
)

# One statement a table, in the order of their references.
ROWS = """
create temp table began as select story_id, min(id) as id, count(*) as articles, count(distinct outlet_id) as outlets,
  count(copy_of) as copies, max(found_at) as updated from articles group by story_id;
insert into threads (id, title, opened_at, updated_at, story_count)
  select distinct story_id / 40 * 40 + 1, 'Saga ' || (story_id / 40), :begin, :end, 40 from began;
insert into stories (id, title, first_article_id, first_reported_by, first_reported_at, article_count, outlet_count,
    copy_count, opened_at, updated_at, thread_id)
  select began.story_id, title, articles.id, outlet_id, reported_at, began.articles, outlets, copies, found_at, updated,
    began.story_id / 40 * 40 + 1 from began join articles on articles.id = began.id;
insert into links (url_key, url, outlet_id, source_id, origin, state, title, found_at, tried_at, reason, detail,
    article_id)
  select * from (
    select url_key, url, outlet_id, (select id from sources where sources.outlet_id = articles.outlet_id), origin,
      'stored', title, listed_at as at, found_at, null, null, id from articles
    union all
    select url || 'x', url || 'x', outlet_id, (select id from sources where sources.outlet_id = articles.outlet_id),
      'live', case id / :refused % 10 when 0 then 'given_up' when 1 then 'quarantined' else 'refused' end, title,
      listed_at, found_at, (select value from json_each(:reasons) where key = id / :refused % 6), 'a word on it', null
    from articles where id % :refused = 0
  ) order by at;
insert into hits (watch_id, article_id, story_id, origin, field, snippet, snippet_marks, marks, found_at)
  select 'watch-' || (id * id / :hit % 97 % :watches), id, story_id, 'live', iif(id % 300, 'body', 'title'), title,
    '[[0, 4]]', '[{"field": "title", "start": 0, "end": 4, "text": "Heat"}]', found_at from articles
  where id % :hit = 0;
insert into messages (id, type, watch_id, story_id, outlet_id, created_at, data)
  select 'message-' || hits.id, iif(count(*) over (partition by hits.story_id order by hits.id) = 1, 'story.opened',
      'story.updated'), watch_id, hits.story_id, articles.outlet_id, hits.found_at, json_object('kind', 'news',
      'reason', 'new story', 'snippet', snippet, 'hits', json_array(json_object('url', articles.url)))
  from hits join articles on articles.id = article_id where hits.id % 3;
insert into deliveries (message_id, channel, recipient, state, attempts, last_error, rendered, created_at, sent_at)
  select id, iif(rowid % 2, 'desk', 'mail'), iif(rowid % 2, null, 'desk@film.example'),
    case when rowid % 400 = 0 then 'dead' when rowid % 500 = 0 then 'failed' else 'sent' end, 1,
    iif(rowid % 400 = 0 or rowid % 500 = 0, 'HTTP 503', null), data, created_at,
    iif(rowid % 400 = 0 or rowid % 500 = 0, null, created_at) from messages;
insert into suppressed select article_id, watch_id, found_at, '', 'no_news', '{}' from hits where id % 3 = 0;
insert into verdicts select watch_id, article_id, id % 9 > 0, found_at from hits where id % 20 = 0;
insert into credits select articles.id, 'outlet-' || (articles.id * 7 % :outlets), 'As Outlet first reported.', 'words'
  from articles where articles.id % 20 = 3;
insert into revisions (article_id, title, body, content_hash, changes, kinds, replaced_at)
  select id, title || ' (early)', body, content_hash, '["headline"]', '["headline"]', found_at from articles
  where id % 50 = 7;
insert into incidents (kind, subject, outlet_id, detail, opened_at, last_seen_at, closed_at)
  select case id % 3 when 0 then 'source_failing' when 1 then 'source_frozen' else 'refused_pages' end, url, outlet_id,
    'nothing was listed for two days', found_at, found_at, iif(id + 2000 > :articles, null, found_at)
  from articles where id % 400 = 9;
insert or ignore into gaps (outlet_id, source_url, begins_at, ends_at, seen_at, missing, tries, filled_by, closed_at)
  select outlet_id, (select url from sources where sources.outlet_id = articles.outlet_id), published_at, found_at,
    found_at, 4, 2, iif(id % 3, 'https://filled.example/', null), found_at from articles where id % 1500 = 11;
insert into fetches (outlet_id, url, kind, fetched_at, status, bytes, seconds)
  with recursive number (value) as (select 0 union all select value + 1 from number where value + 1 < :fetches)
  select 'outlet-' || (value % :outlets), 'https://outlet' || (value % :outlets) || '.example/feed', 'source',
    strftime('%Y-%m-%dT%H:%M:%SZ', :end, '-' || (value * 1209600.0 / :fetches) || ' seconds'), 304, 0, 0.2 from number;
update sources set last_checked_at = :end, last_success_at = :end, last_new_at = :end, items_listed = 20, items_new = 1;
update outlets set seeded_at = added_at, last_crawl_at = :end, last_outcome = 'finished', last_success_at = :end,
  last_complete_at = :end, next_check_at = :end
"""


def make(path: Path, count: int) -> None:
    """Make the archive at `path`, which must not be there."""
    begin = END - YEAR
    with Archive.open(path, create=True) as archive:
        for pragma in ("synchronous = off", "journal_size_limit = 0", "cache_size = -1000000", "foreign_keys = off"):
            archive.rows(f"pragma {pragma}")
        outlets.sync(archive, map(_outlet, range(OUTLETS)), begin)
        for watch in watches.sync(archive, map(_watch, range(WATCHES)), begin):
            watches.matched(archive, watch, begin)
        dropped = _without_triggers(archive)
        with archive.transaction():
            marks = ", ".join("?" * len(_COLUMNS))
            statement = f"insert into articles ({', '.join(_COLUMNS)}) values ({marks})"  # noqa: S608 - our own names
            archive.db.conn.executemany(statement, _articles(count))
        with archive.transaction():
            known = {"begin": _stamp(begin), "end": _stamp(END), "reasons": json.dumps(REASONS), "articles": count}
            known |= {"outlets": OUTLETS, "watches": WATCHES, "hit": HIT, "refused": REFUSED}
            for one in ROWS.split(";\n"):
                archive.execute(one, known | {"fetches": count // 2})
            _digests(archive)
        with archive.transaction():
            archive.execute("insert into articles_fts (articles_fts) values ('rebuild')")
            for one in dropped:
                archive.execute(one)
        archive.rows("pragma analysis_limit = 1000")
        archive.rows("pragma optimize = 0x10002")
        archive.checkpoint()


def _outlet(number: int) -> Outlet:
    home = f"https://outlet{number}.example/"
    source = Source(kind=SourceKind.FEED, url=f"{home}feed")
    return Outlet(id=f"outlet-{number}", name=f"The Outlet {number}", home=home, sources=(source,))


def _watch(number: int) -> Watch:
    return Watch(id=f"watch-{number}", name=f"Watch {number}", query="film")


def _without_triggers(archive: Archive) -> list[str]:
    """Drop them, and say how they are made again: rows one by one through full text would take an hour."""
    found = [(row["name"], row["sql"]) for row in archive.rows("select * from sqlite_master where type = 'trigger'")]
    for name, _ in found:
        archive.execute(f"drop trigger {name}")
    return [sql for _, sql in found]


def _times(count: int, dice: random.Random) -> Iterator[datetime]:
    """So many moments of the year, in order: more by day, fewer at weekends."""
    hours = [END - YEAR + timedelta(hours=number) for number in range(365 * 24)]
    weights = [HOURS[at.hour] * WEEKDAYS[at.weekday()] for at in hours]
    total, placed = sum(weights), 0.0
    for at, weight in zip(hours, weights, strict=True):
        before, placed = int(placed), placed + count * weight / total
        yield from sorted(at + timedelta(seconds=dice.randrange(3600)) for _ in range(int(placed + 1e-6) - before))


def _articles(count: int) -> Iterator[tuple[Any, ...]]:
    dice, press = random.Random(14), Press(14, count)
    sizes = list(itertools.accumulate(1 / (rank + 8) for rank in range(OUTLETS)))
    ids = range(OUTLETS)
    recent: list[int] = []
    stories = 0
    for number, found in enumerate(_times(count, dice), 1):
        outlet = dice.choices(ids, cum_weights=sizes)[0]
        if recent and dice.random() < 0.4:
            story = dice.choice(recent)
        else:
            story = stories = stories + 1
            recent = [*recent[-200:], story]
        listed = found - timedelta(seconds=dice.randrange(5, 90))
        published = listed - timedelta(seconds=int(dice.lognormvariate(5.5, 1)))
        body = dice.choices(press._paragraphs, k=dice.randint(2, 6))  # noqa: SLF001 - a bench of ours
        body += [f"Now {phrase} again." for phrase, share in PLANTED.items() if not dice.randrange(share)]
        url = f"https://outlet{outlet}.example/{number}"
        title = f"{dice.choice(press._titles)} {number}"  # noqa: SLF001
        author = json.dumps([f"Author {outlet}-{dice.randrange(12)}"])
        copy = number - 1 if story in recent[:-1] and dice.random() < 0.1 else None
        times = map(_stamp, (published, found, listed, listed - timedelta(minutes=5)))
        yield _row(number, url, f"outlet-{outlet}", title, author, story, copy, "\n\n".join(body), *times)


def _row(*values: Any) -> tuple[Any, ...]:
    """One article as a row: `_COLUMNS`."""
    number, url, outlet, title, author, story, copy, body, published, found, listed, absent = values
    return (
        *(number, url, url, outlet, title, title, author, published, 1, published, found, listed, absent),
        *("en", "culture", "news", int(number % 9 == 0), "live", story, copy, "copy" if copy else "own"),
        *(f"{number:032x}", body),
    )


def _digests(archive: Archive) -> None:
    """Two a day for a year, each sent as a mail."""
    mail = mime.compose([("Subject", "Morning")], mime.parts("A story and its outlets.", PAGE))
    for number in range(730):
        at = END - timedelta(hours=12 * (730 - number))
        values = {"id": number + 1, "start": _stamp(at - timedelta(hours=12)), "end": _stamp(at), "html": mail}
        archive.execute(
            "insert into digests (id, name, window_start, window_end, created_at) "
            "values (:id, 'morning', :start, :end, :end)",
            values,
        )
        archive.execute(
            "insert into messages (id, type, digest_id, created_at) values ('digest-' || :id, 'digest', :id, :end)",
            values,
        )
        archive.execute(
            "insert into deliveries (message_id, channel, recipient, state, attempts, rendered, created_at, sent_at) "
            "values ('digest-' || :id, 'mail', 'desk@film.example', 'sent', 1, :html, :end, :end)",
            values,
        )
    archive.execute(
        "update digests set last_hit_id = coalesce((select max(id) from hits where found_at < window_end), 0)"
    )


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def main() -> None:
    """Make it, and say how long that took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--articles", type=int, default=1_000_000)
    options = parser.parse_args()
    began = time.perf_counter()
    make(options.archive, options.articles)
    took, size = time.perf_counter() - began, options.archive.stat().st_size
    print(f"{options.archive}: {options.articles:,} articles, {size / 2**30:.2f} GiB, {took:.0f} s")


if __name__ == "__main__":
    main()
