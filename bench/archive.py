"""How fast the archive takes articles in and finds the newest, next to sqlite-utils on the same rows, in one run.

    python bench/archive.py [--rows 20000] [--articles 1000000] [--rounds 5] [--folder FOLDER] [--keep]

Texts are made up: paragraphs of words with the frequencies of a language, and a few phrases planted in known shares.
Each file is made again in FOLDER (a temporary one) with the same settings: WAL, synchronous FULL. Ours and theirs take
turns, and the fastest of the rounds counts for each, since other programs on the machine only slow. The search part
measures warm: each query twice unmeasured, then the median and the slowest of 30.
"""

import argparse
import contextlib
import itertools
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlite_utils import Database

from monitor.model import Article, Origin, Outlet
from monitor.store import articles, outlets
from monitor.store.archive import Archive
from monitor.store.articles import NewArticle
from monitor.store.codec.article_rows import COLUMNS, columns_of
from monitor.store.file.engine import library
from monitor.store.queries import search

START = datetime(2025, 11, 22, tzinfo=UTC)
SPAN = timedelta(days=365)
OUTLETS = 50
PLANTED = {  # phrase: one article in so many holds it
    "heat 2": 2_800,
    "michael mann": 730,
    "star wars": 390,
    "box office": 60,
    "new york": 25,
    "film": 26,
}
QUERIES = {
    "a phrase, rare": '"heat 2"',
    "a name": '"michael mann"',
    "a phrase": '"star wars"',
    "a word in 4 %": "film",
    "a phrase in 4 %": '"new york"',
    "the commonest word": "the",
    "two phrases, both needed": '"box office" AND "michael mann"',
    "neighbours": "NEAR(michael mann, 5) OR NEAR(heat 2, 5)",
}
ROUNDS = 30


class Press:
    """Writes made-up articles, the same ones for the same seed."""

    def __init__(self, seed: int, total: int) -> None:
        self._dice = random.Random(seed)
        self._total = total
        syllables = [a + b for a in "bcdfghjklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "er", "in", "or")]
        words = ["the", "of", "and", "to", "in"] + [
            "".join(self._dice.choices(syllables, k=self._dice.randint(1, 4))) for _ in range(40_000)
        ]
        weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(words))))
        self._paragraphs = [" ".join(self._dice.choices(words, cum_weights=weights, k=65)) for _ in range(12_000)]
        self._titles = [" ".join(self._dice.choices(words, cum_weights=weights, k=9)) for _ in range(12_000)]

    def article(self, number: int) -> NewArticle:
        """One article; their order is that of arrival."""
        dice = self._dice
        body = dice.choices(self._paragraphs, k=3)
        body.extend(f"Now {phrase} again." for phrase, share in PLANTED.items() if not dice.randrange(share))
        at = START + SPAN * (number / self._total)
        url = f"https://outlet{number % OUTLETS}.example/{number}/{dice.randrange(10**9)}"
        made = Article(
            url=url,
            outlet=f"outlet-{number % OUTLETS}",
            title=f"{dice.choice(self._titles)} {number}",
            body="\n\n".join(body),
            standfirst=dice.choice(self._titles),
            authors=("Jo March", "Åsa Öberg"),
            published_at=at - timedelta(minutes=dice.randrange(600)),
            language="en",
            section="culture",
            tags=("cinema", "news"),
        )
        return NewArticle(
            article=made, url_key=url, content_hash=f"{dice.getrandbits(128):032x}", found_at=at, origin=Origin.LIVE
        )

    def batches(self, count: int, size: int) -> Iterator[list[NewArticle]]:
        """`count` articles in lists of `size`."""
        for first in range(0, count, size):
            yield [self.article(number) for number in range(first, min(first + size, count))]


def make_archive(path: Path) -> Archive:
    """An archive of ours with its outlets."""
    archive = Archive.open(path, create=True)
    names = [f"outlet-{number}" for number in range(OUTLETS)]
    outlets.sync(archive, [Outlet(id=name, name=name, home=f"https://{name}.example/") for name in names], START)
    return archive


def make_peer(path: Path) -> Database:
    """What a person makes with sqlite-utils: the same columns and indexes, and FTS5 with row triggers."""
    peer = Database(path)
    peer.enable_wal()
    peer.conn.execute("pragma synchronous = full")
    kinds = dict.fromkeys(COLUMNS, str) | {"published_has_time": int, "paywalled": int, "story_id": int, "copy_of": int}
    table = peer["articles"].create({"id": int, **kinds}, pk="id")
    table.create_index(["url_key"], unique=True)
    for name in ("found_at", "outlet_id", "story_id"):
        table.create_index([name])
    table.enable_fts(
        ["title", "standfirst", "body", "authors", "section", "tags"],
        create_triggers=True,
        tokenize="unicode61 remove_diacritics 2",
    )
    return peer


class Clock:
    """Wall and processor time of a block; other programs on the machine slow the first and not so much the second."""

    def __enter__(self) -> Self:
        self._begin = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall = time.perf_counter() - self._begin[0]
        self.processor = time.process_time() - self._begin[1]


def bench_inserts(folder: Path, count: int, rounds: int) -> None:
    """Ours next to sqlite-utils, by size of batch."""
    print(f"Inserts: {count:,} articles, one transaction a batch, rows/s by the wall clock (and by processor time)")
    print(f"{'batch':>7} {'ours':>16} {'sqlite-utils':>16} {'ratio':>12}")
    for size in (1, 10, 100, 1_000):
        fewer = min(count, 2_000) if size == 1 else count
        batches = list(Press(1, count).batches(fewer, size))
        ours, theirs = [], []
        for turn in range(rounds):
            ours.append(insert_ours(folder / f"ours-{size}-{turn}.db", batches))
            theirs.append(insert_theirs(folder / f"peer-{size}-{turn}.db", batches))
        walls = [min(clock.wall for clock in clocks) for clocks in (ours, theirs)]
        processors = [min(clock.processor for clock in clocks) for clocks in (ours, theirs)]
        cells = [
            f"{f'{fewer / wall:,.0f} ({fewer / processor:,.0f})':>16}"
            for wall, processor in zip(walls, processors, strict=True)
        ]
        ratio = f"{walls[1] / walls[0]:.2f} ({processors[1] / processors[0]:.2f})"
        print(f"{size:>7,} {' '.join(cells)} {ratio:>12}", flush=True)


def insert_ours(path: Path, batches: list[list[NewArticle]]) -> Clock:
    """How long the archive takes."""
    with make_archive(path) as archive, Clock() as clock:
        for batch in batches:
            insert(archive, batch)
    return clock


def insert(archive: Archive, batch: list[NewArticle]) -> None:
    """One transaction, as the desk ingests a batch of events."""
    with archive.transaction():
        for new in batch:
            articles.add(archive, new)


def insert_theirs(path: Path, batches: list[list[NewArticle]]) -> Clock:
    """How long sqlite-utils takes for the same rows, which it is given as the dictionaries that it wants."""
    rows = [[as_row(new) for new in batch] for batch in batches]
    with make_peer(path) as peer, Clock() as clock:
        for batch in rows:
            peer["articles"].insert_all(batch, batch_size=len(batch))
    return clock


def as_row(new: NewArticle) -> dict[str, Any]:
    """The columns of an article."""
    found = new.found_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    rest = {"url_key": new.url_key, "content_hash": new.content_hash, "found_at": found, "reported_at": found}
    return columns_of(new.article) | rest | {"origin": new.origin.value, "story_id": None, "copy_of": None}


def bench_search(path: Path, count: int) -> None:
    """Build the large archive, then time the newest 20."""
    press = Press(2, count)
    wall = processor = 0.0
    with make_archive(path) as archive:
        for batch in press.batches(count, 1_000):
            with Clock() as clock:
                insert(archive, batch)
            wall, processor = wall + clock.wall, processor + clock.processor
        archive.checkpoint()
        rate = f"{count / wall:,.0f} rows/s ({count / processor:,.0f} by processor time)"
        print(
            f"\nLarge archive: {count:,} articles in batches of 1,000 at {rate}, {path.stat().st_size / 2**30:.2f} GiB"
        )
        print(
            "Newest 20 with snippets, ms, median / slowest of 30; the peer joins and orders by date, as one writes it"
        )
        print(
            f"{'query':<26}{'matches':>9}{'ours, 30 days':>16}{'ours, all time':>16}{'peer, 30 days':>16}{'ratio':>7}"
        )
        since = START + SPAN - timedelta(days=30)
        for name, match in QUERIES.items():
            bounded = timed(lambda: search.search(archive, match, since=since))  # noqa: B023 - called at once
            whole = timed(lambda: search.search(archive, match))  # noqa: B023 - called at once
            plain = timed(lambda: by_date(archive, match, since), rounds=5)  # noqa: B023 - called at once
            print(
                f"{name:<26}{search.count(archive, match):>9,}{shown(bounded):>16}{shown(whole):>16}"
                f"{shown(plain):>16}{statistics.median(plain) / statistics.median(bounded):>7.1f}",
                flush=True,
            )


def by_date(archive: Archive, match: str, since: datetime) -> list[Any]:
    """The query as one would write it: the newest by date of publication."""
    return archive.rows(
        """
        select articles.*, snippet(articles_fts, -1, '[', ']', '…', 24) as snippet
        from articles_fts join articles on articles.id = articles_fts.rowid
        where articles_fts match ? and published_at >= ? order by published_at desc limit 20
        """,
        (match, since.strftime("%Y-%m-%dT%H:%M:%SZ")),
    )


def timed(call: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Milliseconds of each round, after two that do not count."""
    call(), call()
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        call()
        times.append((time.perf_counter() - begin) * 1_000)
    return times


def shown(times: list[float]) -> str:
    """Median and slowest."""
    return f"{statistics.median(times):.2f} / {max(times):.2f}"


def main() -> None:
    """Run both parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=20_000, help="articles of the insert part")
    parser.add_argument("--articles", type=int, default=1_000_000, help="articles of the search part; 0 leaves it out")
    parser.add_argument("--rounds", type=int, default=5, help="of the insert part, in turn; the fastest counts")
    parser.add_argument("--folder", type=Path, help="where the files are made (about 4 GB)")
    parser.add_argument("--keep", action="store_true", help="leave the large archive in the folder")
    options = parser.parse_args()
    print(f"SQLite {library()}, Python {sys.version.split()[0]}")
    with contextlib.ExitStack() as stack:
        folder = options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        bench_inserts(Path(stack.enter_context(tempfile.TemporaryDirectory(dir=folder))), options.rows, options.rounds)
        if options.articles:
            keep = folder if options.keep else Path(stack.enter_context(tempfile.TemporaryDirectory(dir=folder)))
            bench_search(keep / "large.db", options.articles)


if __name__ == "__main__":
    main()
