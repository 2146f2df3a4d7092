"""Discovery against named peers: feeds, sitemaps and the links of front pages, as expected and how fast.

    python bench/discover.py CORPORA [--show] [--only feeds,cases,gofeed,sitemaps,links,speed]

Peers: feedparser, feedparser-rs and fastfeedparser (feeds), Scrapy's sitemap reader, courlan (which links are worth
following). Speeds are CPU seconds of this process, printed as ratios to feedparser in the same run. `gate.py` asks for
`scores`, which gate.toml pins.
"""

import argparse
import gzip
import importlib
import io
import itertools
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
from discover_cases import feedparser_cases, gofeed_cases
from peers import installed
from scrapy.utils.sitemap import Sitemap
from story_sets import rows

from monitor import text
from monitor.discover import ListingError, likeness, read_listing
from monitor.discover.entries import Settled
from monitor.discover.feeds import parse_feed
from monitor.model import Link, SourceKind
from monitor.reading import html, urls
from monitor.reading.dates import credible

NOW = datetime(2026, 12, 1, tzinfo=UTC)
BASE = "https://example.com/feed"


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--show", action="store_true", help="print the cases that differ")
    parser.add_argument("--only", default="feeds,cases,gofeed,sitemaps,links,speed")
    options = parser.parse_args()
    parts: dict[str, Callable[[Path, bool], None]] = {
        "feeds": expected_feeds, "cases": feedparser_cases, "gofeed": gofeed_cases,
        "sitemaps": sitemaps, "links": links, "speed": speed,
    }  # fmt: skip
    for name in options.only.split(","):
        parts[name](options.corpora, options.show)


def unpacked(path: Path) -> bytes:
    """The bytes of a file of the corpora, without its packing."""
    data = path.read_bytes()
    while data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    return data


def feed_files(corpora: Path) -> Iterator[Path]:
    """Every captured feed."""
    return (path for path in sorted((corpora / "feeds").glob("*/*")) if path.parent.name != "series")


def peer(body: bytes, *, plain: bool = False) -> Any:
    """What feedparser makes of a feed; `plain` leaves out cleaning and resolving, as our second reader does."""
    return feedparser.parse(io.BytesIO(body), sanitize_html=not plain, resolve_relative_uris=not plain)


def same(a: str | None, b: str | None) -> bool:
    """Whether two titles are the same words."""
    first, second = (html.text_of(title or "") for title in (a, b))
    if "\ufffd" in first:  # an expectation that lost its accents
        first, second = ("".join(char for char in title if char.isascii()) for title in (first, second))
    return text.fold(first) == text.fold(second)


def scores(corpora: Path) -> dict[str, float]:
    """What gate.toml pins: entries that are read as expected, and how many times as fast as feedparser feeds are."""
    counts, _ = compared(corpora, show=False)
    rates = feed_rates(corpora, ("feedparser", "monitor"))
    right = {name: float(counts["monitor"][name]) for name in ("link", "title", "published")}
    return {**right, "ratio_to_feedparser": rates["monitor"][0] / rates["feedparser"][0]}


def expected_feeds(corpora: Path, show: bool) -> None:  # noqa: FBT001 - one form for all tables
    """Entries against what each source project expects of its feeds."""
    counts, totals = compared(corpora, show=show)
    print("feeds with an expectation of each entry that has an address")
    for reader, count in counts.items():
        print(f"  {reader:<13}", *(f"{name} {value}/{totals[name]}" for name, value in count.items()))


def compared(corpora: Path, *, show: bool) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """How many values of each field each reader reads as expected, and how many there are."""
    peers = {"feedparser": peer} | ({"feedparser-rs": READERS["feedparser-rs"]} if installed("feedparser-rs") else {})
    counts = {
        name: dict.fromkeys(("link", "title", "published", "updated", "authors"), 0) for name in ("monitor", *peers)
    }
    totals = dict.fromkeys(("link", "title", "published", "updated", "authors"), 0)
    for row in rows(corpora / "feeds" / "expected.jsonl"):
        body = unpacked(corpora / row["file"])
        base = (row["feed"].get("link") or "") if urls.is_web(row["feed"].get("link") or "") else BASE
        found = {"monitor": ours(body, base)} | {name: theirs(read(body), base) for name, read in peers.items()}
        original = {item.get("link"): item.get("feedburner_origlink") for item in peer(body).entries}
        for entry in row["entries"]:
            key = urls.canonical(entry.get("link") or "", base)
            if not entry.get("link") or key is None:
                continue
            direct = urls.canonical(original.get(entry["link"]) or entry["link"], base)  # as good as the service's own
            for name in totals:
                totals[name] += bool(entry.get(name))
            for reader, entries in found.items():
                given = entries.get(key) or entries.get(direct)
                for name in agreed(entry, given):
                    counts[reader][name] += 1
                missing = {name for name in totals if entry.get(name)} - set(agreed(entry, given))
                if show and reader == "monitor" and missing:
                    print(
                        "  ", row["file"], sorted(missing), {k: entry.get(k) for k in sorted(missing)}, given, sep=" | "
                    )
    return counts, totals


def agreed(expected: dict[str, Any], found: dict[str, Any] | None) -> Iterator[str]:
    """The fields of an expected entry that a reader gives."""
    if found is None:
        return
    yield "link"
    if expected.get("title") and same(expected["title"], found["title"]):
        yield "title"
    for name in ("published", "updated"):
        if expected.get(name) and moment(expected[name]) in {found["published"], found["updated"]}:
            yield name
    names = {text.fold(name) for name in found["authors"]}
    if expected.get("authors") and any(
        text.fold(name) in names or any(n in text.fold(name) for n in names) for name in expected["authors"]
    ):
        yield "authors"


def moment(value: str | None) -> str | None:
    """A time to the second in UTC."""
    if not value:
        return None
    read = credible.read(value, now=NOW)
    when = read.at if read else None
    if when is None:
        return value
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def ours(body: bytes, base: str) -> dict[str, dict[str, Any]]:
    """Entries by URL key, as this project reads them."""
    try:
        listing = read_listing(SourceKind.FEED, body, base, now=NOW)
    except ListingError:
        return {}
    return {urls.canonical(link.url) or "": facts(link) for link in listing.links}


def facts(link: Link) -> dict[str, Any]:
    """The compared fields of a link."""
    return {
        "title": link.title, "authors": link.authors,
        "published": moment(link.published_at.isoformat()) if link.published_at else None,
        "updated": moment(link.updated_at.isoformat()) if link.updated_at else None,
    }  # fmt: skip


def theirs(feed: Any, base: str) -> dict[str, dict[str, Any]]:
    """Entries by URL key, as feedparser, or what has its interface, reads them."""
    found: dict[str, dict[str, Any]] = {}
    for item in feed.entries:
        parsed = {name: item.get(f"{name}_parsed") for name in ("published", "updated")}
        stamps = {name: time.strftime("%Y-%m-%dT%H:%M:%S", when) if when else None for name, when in parsed.items()}
        authors = [person.get("name") or "" for person in item.get("authors") or ()] or [item.get("author") or ""]
        found.setdefault(
            urls.canonical(item.get("link") or "", base) or "",
            {"title": item.get("title"), "authors": authors, **stamps},
        )
    return found


def sitemaps(corpora: Path, show: bool) -> None:  # noqa: FBT001 - as above
    """Addresses in sitemaps, next to Scrapy's parser."""
    agree = total = 0
    for path in sorted((corpora / "sitemaps").glob("*/*")):
        body = path.read_bytes()
        unzipped = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
        try:
            listing = read_listing(SourceKind.SITEMAP, body, BASE, now=NOW)
            got = {urls.canonical(link.url) for link in listing.links} | {
                urls.canonical(child) for child in listing.children
            }
        except ListingError as error:
            got = {str(error)}
        try:
            them = {urls.canonical(item["loc"], BASE) for item in Sitemap(unzipped) if "loc" in item}
        except Exception:  # noqa: BLE001 - a peer raises what it likes
            them = set()
        total += 1
        agree += got >= them - {None}
        if show and got != them:
            print(
                "  ",
                path.name,
                "only monitor:",
                sorted(map(str, got - them))[:4],
                "only Scrapy:",
                sorted(map(str, them - got))[:4],
            )
    print(f"sitemaps: {agree} of {total} files hold all that Scrapy's reader finds")


def links(corpora: Path, show: bool) -> None:  # noqa: FBT001 - as above
    """Which links of front pages are stories, as people labelled them."""
    labelled = list(rows(corpora / "links" / "labelled.jsonl"))
    judges: dict[str, Callable[[dict[str, Any]], bool]] = {
        "monitor": lambda row: likeness.article_score(path_of(row["url"]), row["text"]) >= likeness.THRESHOLD,
        "monitor, address alone": lambda row: likeness.article_score(path_of(row["url"]), None) >= likeness.THRESHOLD,
    }
    if installed("courlan"):
        from courlan import check_url  # noqa: PLC0415 - a peer, if it is installed

        judges["courlan"] = lambda row: (
            check_url(urls.fetchable(row["url"], "https://example.com/") or "", strict=True) is not None
        )
    print(f"links of front pages: {len(labelled)}, of them stories {sum(row['is_story'] for row in labelled)}")
    for name, judge in judges.items():
        verdicts = [(judge(row), row["is_story"], row) for row in labelled]
        hits = sum(said and true for said, true, _ in verdicts)
        said, true = sum(said for said, _, _ in verdicts), sum(true for _, true, _ in verdicts)
        precision, recall = hits / said, hits / true
        right = sum(said == true for said, true, _ in verdicts) / len(verdicts)
        middle = 2 * precision * recall / (precision + recall)
        print(f"  {name:<23} precision {precision:.3f} recall {recall:.3f} F1 {middle:.3f} accuracy {right:.3f}")
        if show and name == "monitor":
            for said_so, is_story, row in verdicts:
                if said_so != is_story:
                    print("    ", "extra " if said_so else "missed", row["url"], "|", row["text"][:80])


def path_of(url: str) -> str:
    """The path of an address that may be relative."""
    absolute = urls.fetchable(url, "https://example.com/") or "https://example.com/"
    return "/" + absolute.partition("://")[2].partition("/")[2]


def after_first() -> Settled:
    """Of the links of one feed all but the first are known: what a look finds when an article was published."""
    asked = itertools.count()
    return lambda _key, _title: next(asked) > 0


READERS: dict[str, Callable[[bytes], object]] = {
    "feedparser": peer,
    "feedparser, plain": lambda body: peer(body, plain=True),
    "feedparser-rs": lambda body: importlib.import_module("feedparser_rs").parse(body),
    "fastfeedparser": lambda body: importlib.import_module("fastfeedparser").parse(body),
    "monitor": lambda body: read_listing(SourceKind.FEED, body, BASE, now=NOW),
    "monitor, newest is new": lambda body: read_listing(SourceKind.FEED, body, BASE, now=NOW, settled=after_first()),
    "monitor, reading only": lambda body: parse_feed(body, None),
}


def speed(corpora: Path, _show: bool) -> None:  # noqa: FBT001 - as above
    """Whole feeds a CPU second, as ratios, and how many of them a reader could not read."""
    names = [name for name in READERS if name not in {"feedparser-rs", "fastfeedparser"} or installed(name)]
    rates = feed_rates(corpora, names)
    for name, (rate, failed) in rates.items():
        ratio = rate / rates["feedparser"][0]
        print(f"speed {name:<22} {rate:>8.1f} feeds/s   {ratio:>6.1f} x feedparser   {failed} raised")


def feed_rates(corpora: Path, names: Iterable[str]) -> dict[str, tuple[float, int]]:
    """For each reader: feeds a CPU second, the best of three rounds, and in how many it raised."""
    bodies = [unpacked(path) for path in feed_files(corpora)]
    best = dict.fromkeys(names, (0.0, 0))
    for _ in range(3):
        for name, (fastest, _) in best.items():
            started, failed = time.process_time(), 0
            for body in bodies:
                try:
                    READERS[name](body)
                except Exception:  # noqa: BLE001 - a peer raises what it likes
                    failed += 1
            best[name] = (max(fastest, len(bodies) / (time.process_time() - started)), failed)
    return best


if __name__ == "__main__":
    main()
