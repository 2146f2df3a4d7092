"""All sets on which stories are scored, with one setting, next to simple rules; then copies, orders, pages and speed.

    python bench/stories.py --corpus PATH [--show] [--only goals,copies,orders,pages,streams,speed,plain]

plain is the speed of the forms in plain Python, which run where no compiler was at hand. goals is `story_goals.py`:
each set on the level that it labels, the other ways at their best thresholds. For pages and streams, which are not
labelled wholly, the others have one threshold: overlap of title words from 0.6, Jaccard from 0.55, tf-idf centroids
from 0.15 for texts and 0.10 for headlines. What the figures mean: docs/design/stories.md.
"""

import argparse
import gzip
import os
import resource
import subprocess
import sys
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import combinations
from pathlib import Path

import story_goals
from copies import copies
from grouping import b_cubed, by_centroids, by_hash, by_titles, jaccard, overlap, prf, three
from made_news import MadeNews
from story_sets import LABELLED, NOW, by_time, event_items, headline_doc, item_doc, rows

from monitor import huge_pages
from monitor.dedupe import Document, Grouping, StoryIndex, compiled
from monitor.extract import read_article
from monitor.model import Article, Outlet, Page

ROUNDS = 5
HELD = (1_000, 10_000, 100_000)  # articles in the window
Grouper = Callable[[Sequence[Document]], list[int]]


def main() -> None:
    """Print every table asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--show", action="store_true", help="print the groups of the unlabelled streams")
    parser.add_argument("--only", default="goals,copies,orders,pages,streams,speed")
    options = parser.parse_args()
    parts: dict[str, Callable[[], object]] = {
        "goals": lambda: story_goals.show_all(options.corpus, story_goals.ALL),
        "copies": lambda: copies(options.corpus),
        "orders": lambda: other_orders(options.corpus),
        "pages": lambda: pages(options.corpus),
        "streams": lambda: streams(options.corpus, show=options.show),
        "speed": speed,
        "plain": partial(plain_speed, options.corpus),
    }
    for name in options.only.split(","):
        parts[name]()


def other_orders(corpus: Path) -> None:
    """The stories of events in other orders of arrival."""
    found = by_time(event_items(corpus))
    labels = [name for _, name in found]
    print("\nOther orders of arrival: articles on events, stories never close, B-cubed P / R / F1")
    print(f"  {'by publication':22}{three(b_cubed(labels, our_groups([doc for doc, _ in found]))):>22}")
    for turn in range(3):
        order = sorted(found, key=lambda item: zlib.crc32(f"{turn}{item[0].id}".encode()))
        result = b_cubed([name for _, name in order], our_groups([doc for doc, _ in order]))
        print(f"  {'any':22}{three(result):>22}")


def pages(corpus: Path) -> None:
    """Pages of articles, read by our own extraction: those that tell one story, among all others."""
    cluster = {row["id"]: row["cluster"] for row in rows(corpus / "stories" / "page-clusters.jsonl")}
    found: list[LABELLED] = []
    for row in rows(corpus / "articles" / "truth.jsonl"):
        article = read_page(corpus / row["file"], row["url"] or f"https://example.com/{row['id']}", row["outlet"])
        if article is not None:
            found.append((page_doc(article, len(found)), cluster.get(row["id"], row["id"])))
    known = [number for number, (_, name) in enumerate(found) if name in cluster.values()]
    print(f"\nPages: {len(known)} of {len(cluster)} labelled ones read, among {len(found)}")
    for name, grouper in groupers(0.15).items():
        story = grouper([doc for doc, _ in found])
        said, truth = [], []
        for first, second in combinations(known, 2):
            said.append(story[first] == story[second])
            truth.append(found[first][1] == found[second][1])
        sizes = Counter(story)
        print(f"  {name:22}{three(prf(said, truth)):>22}   largest of all groups {max(sizes.values())}")


def streams(corpus: Path, *, show: bool) -> None:
    """Unlabelled streams: how much is grouped, and into what, to be read by a person (--show)."""
    tv = sorted(rows(corpus / "streams" / "tv-headlines.jsonl"), key=lambda row: row["seen"])
    items = rows(corpus / "streams" / "entertainment-items.jsonl")
    lists = {
        "headlines": [headline_doc(number, row["title"], row["outlet"], row["seen"]) for number, row in enumerate(tv)],
        "summaries": [item_doc(number, row) for number, row in enumerate(items)],
    }
    for name, docs in lists.items():
        ordered = sorted(docs, key=lambda doc: doc.found_at)
        print(f"\nStream of {len(ordered)} {name}: stories of two and more, the largest")
        for title, grouper in groupers(0.10 if name == "headlines" else 0.15).items():
            sizes = Counter(Counter(grouper(ordered)).values())
            many = sum(count for size, count in sizes.items() if size > 1)
            print(f"  {title:22}{many:5} {max(sizes):5}")
        if show:
            by_story: dict[int, list[str]] = defaultdict(list)
            for doc, story in zip(ordered, our_groups(ordered), strict=True):
                by_story[story].append(f"{doc.moment:%Y-%m-%d} {doc.title}")
            for titles in by_story.values():
                if len(titles) > 1:
                    print("   ", "\n      ".join(titles))


def speed(placed: int = 1_000) -> None:
    """Articles placed and added a second, few and many being held; CPU time, and memory."""
    form = "plain Python" if compiled.without() else "compiled"
    print(f"\nSpeed, {form}: place and add, CPU seconds of one core, the best of {ROUNDS} rounds", flush=True)
    index, news, held = StoryIndex(), MadeNews(NOW), 0
    for wanted in HELD:
        for doc in news.articles(held, wanted - held):
            index.add(doc, doc.id or 0)
        docs = list(news.articles(wanted, placed))
        held = wanted + placed
        huge = huge_pages.take() / 2**20  # as the daemon does each hour
        rate = fastest([docs[at::ROUNDS] for at in range(ROUNDS)], partial(place_all, index))
        words = sum(len(doc.body.split()) for doc in docs) / len(docs)
        size = largest()
        share = sum(index.member(doc.id or 0).copy_of is not None for doc in docs) / placed
        print(f"  {wanted:8} held, {words:.0f} words, {share:.0%} copies: {rate:.0f}/s, the process {size:.0f} MB")
        print(f"           {os.environ.get('PYTHONMALLOC', 'pymalloc')}, {huge:.0f} MB asked for as huge pages")
        if wanted == HELD[0]:
            rule = fastest([docs], lambda some: by_centroids(some, 0.15))
            print(f"  tf-idf centroids, the first {placed}: {rule:.0f}/s; ours is {rate / rule:.1f} times as fast")


def largest() -> float:
    """MB that the process had at most; `getrusage` begins with what its parent had."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024


def plain_speed(corpus: Path) -> None:
    """The same in a process that finds no compiled form."""
    names = [f"monitor.dedupe.{path.stem}" for path in Path(compiled.__file__).parent.glob("*.pyx")]
    code = (
        f"import runpy, sys; sys.modules.update(dict.fromkeys({names})); runpy.run_path({__file__!r}, None, '__main__')"
    )
    words = ["--corpus", str(corpus), "--only", "speed"]
    subprocess.run(
        [sys.executable, "-c", code, *words], env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)}, check=True
    )


def place_all(index: StoryIndex, docs: Sequence[Document]) -> None:
    """Place and add articles, as a desk does."""
    for doc in docs:
        placement = index.place(doc)
        index.add(doc, placement.story or doc.id or 0, copy_of=placement.copy_of)


def fastest(rounds: Sequence[Sequence[Document]], work: Callable[[Sequence[Document]], object]) -> float:
    """Articles a second, in the round that others disturbed least."""
    best = 0.0
    for docs in rounds:
        start = time.process_time()
        work(docs)
        best = max(best, len(docs) / (time.process_time() - start))
    return best


def groupers(threshold: float) -> dict[str, Grouper]:
    """Ours and the baselines."""
    return {
        "ours": our_groups,
        "equal text": by_hash,
        "title Jaccard 0.55": lambda docs: by_titles(docs, jaccard, 0.55),
        "title overlap 0.6": lambda docs: by_titles(docs, overlap, 0.6),
        f"tf-idf centroids {threshold:.2f}": lambda docs: by_centroids(docs, threshold),
    }


def our_groups(docs: Sequence[Document]) -> list[int]:
    """The product's own stories."""
    grouping = Grouping()
    for place, doc in enumerate(docs, 1):
        grouping.take(replace(doc, id=place))
    return [grouping.story_of(place) for place in range(1, len(docs) + 1)]


def read_page(file: Path, url: str, outlet: str | None) -> Article | None:
    """The article of a page, by our own extraction."""
    page = Page(url=url, body=gzip.decompress(file.read_bytes()))
    read = read_article(page, Outlet(id=outlet or "unknown", name=outlet or "unknown", home=url), now=NOW)
    return read if isinstance(read, Article) else None


def page_doc(article: Article, number: int) -> Document:
    """A page as it comes from a first crawl: all found at once."""
    return Document.of(article, number, NOW + timedelta(seconds=number))


if __name__ == "__main__":
    main()
