"""How fast watches are matched, next to what else a Python program could do, in one run.

    python bench/match.py CORPORA [--articles 5000] [--sizes 10,1000,10000,100000] [--skip-peers]

CORPORA holds `articles/truth.jsonl` and `stories/giveme5w1h-events.jsonl.gz`; their bodies are repeated to as many
articles. Watches are a third plain phrases, a third `"a" NEAR/10 ("b" OR "c") EXCEPT "d"`, a third phrases with
context and a mask. Their names are made up (rare hits) or, in one out of ten, cut from the corpus (many hits).

The unit is CPU time of one core; each figure is the best of some rounds. The peers have the easier task: they look for
each watch's first phrase only. Slow ones see fewer articles.
"""

import argparse
import gzip
import json
import random
import re
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ahocorasick_rs import BytesAhoCorasick, Implementation
from peers import installed

from monitor import text
from monitor.match import compile_watches
from monitor.model import Article, Watch

_NAME = re.compile(r"\b[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,2}")
_SYLLABLES = [
    "ka",
    "ri",
    "to",
    "men",
    "sul",
    "vor",
    "ne",
    "ly",
    "dra",
    "po",
    "gi",
    "bal",
    "shu",
    "wen",
    "tor",
    "mir",
    "han",
    "ez",
    "ol",
    "qua",
]
CUT_SHARE = 0.1


def main() -> None:
    """Print a table for each kind of watch list."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("corpora", type=Path)
    options.add_argument("--articles", type=int, default=5_000)
    options.add_argument("--sizes", default="10,1000,10000,100000")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--skip-peers", action="store_true")
    given = options.parse_args()
    texts = list(bodies(given.corpora))
    articles = [
        Article(url="", outlet="", title=title, body=body)
        for title, body in (texts * (given.articles // len(texts) + 1))[: given.articles]
    ]
    size = sum(len(article.body.encode()) + len(article.title.encode()) for article in articles)
    print(f"{len(articles):,} articles, {size / 1e6:.1f} MB, {len(texts)} different")
    names = sorted({name for _, body in texts for name in _NAME.findall(body) if name.isascii()})
    for kind, share in (("rare hits", 0.0), (f"{CUT_SHARE:.0%} cut from the corpus", CUT_SHARE)):
        for count in map(int, given.sizes.split(",")):
            print(f"\n== {count:,} watches, {kind}")
            run(articles, size, watch_list(count, names, share), given)


def bodies(corpora: Path) -> Iterator[tuple[str, str]]:
    """Title and body of each text of the corpora."""
    with (corpora / "articles" / "truth.jsonl").open(encoding="utf-8") as lines:
        pages = [json.loads(line) for line in lines]
    with gzip.open(corpora / "stories" / "giveme5w1h-events.jsonl.gz", "rt", encoding="utf-8") as lines:
        pages += [json.loads(line) for line in lines]
    for page in pages:
        if page.get("body"):
            yield text.clean_line(page.get("title") or ""), text.clean(page["body"])


def watch_list(count: int, names: list[str], share: float) -> list[Watch]:
    """Watches of three kinds, the same for the same arguments."""
    dice = random.Random(count)

    def name() -> str:
        if dice.random() < share:
            return dice.choice(names)
        first, last = ("".join(dice.choices(_SYLLABLES, k=dice.randint(2, 3))).capitalize() for _ in range(2))
        return f"{first} {last}"

    watches = []
    for number in range(count):
        first, second, third, fourth = name(), name(), name(), name()
        watch = Watch(id=str(number), name=first, query=f'"{first}"')
        if number % 3 == 1:
            watch = replace(watch, query=f'"{first}" NEAR/10 ("{second}" OR "{third}") EXCEPT "{fourth}"')
        elif number % 3 == 2:
            watch = replace(watch, context=(f'"{second}"', f'"{third}"'), masks=(f'"{fourth}"',))
        watches.append(watch)
    return watches


class Table:
    """Prints a line for each way, in articles and megabytes a second and as a ratio to the first."""

    def __init__(self, articles: Sequence[Article], size: int, rounds: int) -> None:
        self.articles = articles
        self.share = size / len(articles)
        self.rounds = rounds
        self.base: float | None = None

    def measure(self, name: str, work: Callable[[Article], Any], *, sample: int | None = None) -> float:
        """Time `work` on each article (on the first `sample`)."""
        articles = self.articles[:sample]
        best = float("inf")
        for _ in range(self.rounds if sample is None else 1):
            start = time.process_time()
            for article in articles:
                work(article)
            best = min(best, time.process_time() - start)
        each = max(best, 1e-9) / len(articles)
        self.base = self.base or each
        speed = self.share / each / 1e6
        note = f"  on {sample} articles" if sample else ""
        print(f"  {name:44} {1 / each:10,.1f} articles/s {speed:9.3f} MB/s   {self.base / each:8.4f}{note}")
        return each


def run(articles: Sequence[Article], size: int, watches: list[Watch], given: argparse.Namespace) -> None:
    """All ways for one list."""
    before, start = resident(), time.process_time()
    matcher = compile_watches(watches)
    print(f"  built in {time.process_time() - start:.2f} s, {(resident() - before) / 1e6:.0f} MB", end="")
    start = time.process_time()
    compile_watches([*watches, Watch(id="added", name="Added", query='"Jorun Vestby" NEAR/5 Oslo')], matcher)
    print(f"; one watch added in {(time.process_time() - start) * 1000:.1f} ms")
    hits = [matcher.match(article) for article in articles]
    marks = wrong_marks(articles, hits)
    found, hit = sum(map(len, hits)), sum(map(bool, hits))
    print(f"  {found:,} hits in {hit:,} articles; marks that are not their text: {marks}")
    phrases = [watch.query.split('"')[1] for watch in watches]
    needles = [f" {text.fold(phrase)} ".encode() for phrase in phrases]
    automaton = BytesAhoCorasick(needles, implementation=Implementation.ContiguousNFA)
    table = Table(articles, size, given.rounds)
    table.measure("all watches matched, with marks and snippets", matcher.match)
    joined = BytesAhoCorasick(
        list(dict.fromkeys(text.fold(phrase).replace(" ", "").encode() for phrase in phrases)),
        implementation=Implementation.DFA if len(phrases) <= 10_000 else Implementation.ContiguousNFA,
    )
    table.measure(
        "the product's folding and a bare scan", lambda a: find_all(joined, text.compact(text.to_ascii(a.body)))
    )
    table.measure("plain fold and scan of the first phrases", lambda a: scan(automaton, a))
    table.measure("  + offsets of each place found", lambda a: scan_with_offsets(automaton, a))
    folded = {id(article): plain_fold(article.body) for article in articles}
    table.measure("  the scan alone, text already folded", lambda a: find_all(automaton, folded[id(a)]))
    if not given.skip_peers:
        peers(table, phrases)


def wrong_marks(articles: Sequence[Article], hits: list[list[Any]]) -> int:
    """How many marks do not reproduce the article's text."""
    return sum(
        getattr(article, mark.field)[mark.start : mark.end] != mark.text
        for article, found in zip(articles, hits, strict=True)
        for hit in found
        for mark in hit.marks
    )


def resident() -> int:
    """Bytes of memory in use, where /proc tells."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[1]) * 4096 if statm.exists() else 0


# --- the straightforward technique: fold by replacing, one blank between words, one automaton -------------------

_BEYOND = re.compile("[^\x00-\x7f]")
_TOKEN = re.compile(r"[^\W_]+")
_MAP: dict[str, str] = {}


def plain_fold(body: str) -> bytes:
    """Each distinct character beyond ASCII replaced, ASCII translated, blanks made one."""
    for character in set(_BEYOND.findall(body)):
        if character not in _MAP:
            _MAP[character] = text.fold_loose(character).decode()
        body = body.replace(character, _MAP[character])
    return b" " + b" ".join(body.encode().translate(_TABLE).split()) + b" "


_TABLE = bytes(ord(chr(b).lower()) if chr(b).isalnum() and b < 128 else 32 if b < 128 else b for b in range(256))


def find_all(automaton: Any, folded: bytes) -> list[tuple[int, int, int]]:
    """What the automaton finds."""
    found: list[tuple[int, int, int]] = automaton.find_matches_as_indexes(folded, overlapping=True)
    return found


def scan(automaton: Any, article: Article) -> list[tuple[int, int, int]]:
    """Fold and scan."""
    return find_all(automaton, plain_fold(article.body))


def scan_with_offsets(automaton: Any, article: Article) -> list[tuple[int, int]]:
    """Fold and scan, and the offsets of what was found by the number of its word."""
    folded = plain_fold(article.body)
    found = find_all(automaton, folded)
    if not found:
        return []
    spans = [match.span() for match in _TOKEN.finditer(article.body)]
    places = []
    for _, start, end in found:
        first = folded.count(b" ", 0, start)
        last = first + folded.count(b" ", start, end) - 2
        if last < len(spans):  # some texts have other words here than folded: the weakness of this technique
            places.append((spans[first][0], spans[last][1]))
    return places


# --- other engines ----------------------------------------------------------------------------------------------


def peers(table: Table, phrases: list[str]) -> None:
    """Regular expressions, SQLite and tantivy, on as many articles as they manage."""
    count = len(phrases)
    sample = max(2, min(200, 100_000 // count))
    if count <= 1_000:
        joined = re.compile(r"\b(?:" + "|".join(map(re.escape, phrases)) + r")\b", re.IGNORECASE)
        table.measure("one re of all phrases", lambda a: joined.findall(a.body), sample=max(2, 20_000 // count // 10))
    if count <= 10_000:
        each = [re.compile(rf"\b{re.escape(phrase)}\b", re.IGNORECASE) for phrase in phrases]
        table.measure("a re for each watch", lambda a: [p.search(a.body) for p in each], sample=max(2, sample // 2))
    table.measure("SQLite FTS5, one article, each watch", fts5(phrases), sample=sample)
    if work := tantivy_work(phrases):
        table.measure("tantivy, one article, each watch", work, sample=sample)


def fts5(phrases: list[str]) -> Callable[[Article], int]:
    """Index one article in memory, then ask for each phrase."""
    queries = [f'"{phrase}"' for phrase in phrases]

    def work(article: Article) -> int:
        db = sqlite3.connect(":memory:")
        db.execute("create virtual table a using fts5(title, body, tokenize='unicode61 remove_diacritics 2')")
        db.execute("insert into a values (?, ?)", (article.title, article.body))
        ask = "select rowid from a where a match ?"
        found = sum(db.execute(ask, (query,)).fetchone() is not None for query in queries)
        db.close()
        return found

    return work


def tantivy_work(phrases: list[str]) -> Callable[[Article], int] | None:
    """Index one article in memory, then run each phrase's query, made before."""
    if not installed("tantivy"):
        return None
    import tantivy  # noqa: PLC0415 - a peer, if it is installed

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body")
    schema = builder.build()
    queries = [_tantivy_query(tantivy, schema, text.fold_words(phrase)) for phrase in phrases]

    def work(article: Article) -> int:
        index = tantivy.Index(schema)
        writer = index.writer(15_000_000, 1)
        writer.add_document(tantivy.Document(body=article.body))
        writer.commit()
        index.reload()
        searcher = index.searcher()
        return sum(bool(searcher.search(query, 1).hits) for query in queries)

    return work


def _tantivy_query(tantivy: Any, schema: Any, words: list[str]) -> Any:
    if len(words) == 1:
        return tantivy.Query.term_query(schema, "body", words[0])
    return tantivy.Query.phrase_query(schema, "body", words)


if __name__ == "__main__":
    main()
