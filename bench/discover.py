"""Discovery against named peers: feeds, sitemaps and the links of front pages, as expected and how fast.

    python bench/discover.py CORPORA [--show] [--only feeds,cases,gofeed,sitemaps,links,speed]

Peers: feedparser, feedparser-rs and fastfeedparser (feeds), Scrapy's sitemap reader, courlan (which links are worth
following). Speeds are CPU seconds of this process, printed as ratios to feedparser in the same run. `gate.py` asks for
`scores`, which gate.toml pins.
"""

import argparse
import ast
import base64
import gzip
import importlib
import io
import json
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
from peers import installed
from scrapy.utils.sitemap import Sitemap

from monitor import text
from monitor.discover import ListingError, likeness, read_listing
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


def rows(path: Path) -> Iterable[dict[str, Any]]:
    """The objects of a file of JSON lines, packed or not."""
    for line in unpacked(path).splitlines():
        yield json.loads(line)


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


def feedparser_cases(corpora: Path, show: bool) -> None:  # noqa: FBT001 - as above
    """Feedparser's own cases on what a monitor needs: titles, links, ids, texts and languages."""
    total = good = peers = 0
    for row in rows(corpora / "feeds" / "cases-feedparser.jsonl.gz"):
        wanted = wish(row["expect"] or "")
        if wanted is None:
            continue
        total += 1
        body = base64.b64decode(row["content_base64"])
        headers = {name.lower(): value for name, value in row["headers"].items()}
        given = value_of(body, headers, wanted)
        good += given
        result = feedparser.parse(io.BytesIO(body), response_headers=headers)
        peers += fits(peer_value(result, wanted), wanted[2])
        if show and not given:
            print("  ", row["case"], row["expect"][:150])
    print(f"feedparser's own cases on core fields: monitor {good}/{total}, feedparser {peers}/{total}")


def gofeed_cases(corpora: Path, show: bool) -> None:  # noqa: FBT001 - as above
    """The small cases of gofeed: the title, link and id of each item."""
    total = good = 0
    for row in rows(corpora / "feeds" / "cases-gofeed.jsonl.gz"):
        wanted = (row["expected"] or {}).get("items") or (row["expected"] or {}).get("entries") or []
        try:
            found = parse_feed(base64.b64decode(row["content_base64"]), None).entries
        except ListingError:
            found = []
        for index, item in enumerate(wanted):
            entry = found[index] if index < len(found) else None
            stated = {name: item[name] for name in ("title", "link", "id") if isinstance(item.get(name), str)}
            for name, value in stated.items():
                given = getattr(entry, "guid" if name == "id" else name, None)
                total += 1
                good += fits(given, value)
                if show and not fits(given, value):
                    print("  ", row["case"], name, repr(value), repr(given))
    print(f"gofeed's own cases, titles, links and ids of items: monitor {good}/{total}")


def wish(expression: str) -> tuple[str, str, str] | None:
    """(feed or entry, field, value) of a simple expectation; None for what a monitor does not need."""
    try:
        tree = ast.parse(expression.strip(), mode="eval").body
    except SyntaxError:
        return None
    compares = [node for node in ast.walk(tree) if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq)]
    if len(compares) != 1 or not isinstance(compares[0].comparators[0], ast.Constant):
        return None
    value = compares[0].comparators[0].value
    left = ast.unparse(compares[0].left)
    core = {"title", "link", "id", "guid", "summary", "description", "author", "language"}
    for where, start in (("feed", "feed['"), ("entry", "entries[0]['")):
        name = left.removeprefix(start).removesuffix("']")
        if (
            left == f"{start}{name}']"
            and name in core
            and isinstance(value, str)
            and not (where == "feed" and name in {"id", "author", "description"})
        ):
            return where, name, value
    if left == "entries[0]['content'][0]['value']" and isinstance(value, str):
        return "entry", "content", value
    return None


def value_of(body: bytes, headers: dict[str, str], wanted: tuple[str, str, str]) -> bool:
    """Whether our reading states the wanted value."""
    try:
        feed = parse_feed(
            body,
            headers.get("content-type"),
            url=headers.get("content-location"),
            language=headers.get("content-language"),
        )
    except ListingError:
        return False
    where, name, value = wanted
    if where == "feed":
        return fits(getattr(feed, name, None), value)
    if not feed.entries:
        return False
    entry = feed.entries[0]
    words = entry.summary or entry.content
    given = {
        "description": words, "summary": words, "content": entry.content, "guid": entry.guid, "id": entry.guid,
        "author": " ".join(entry.authors), "link": entry.link or entry.guid,
    }  # fmt: skip
    return fits(given.get(name, getattr(entry, name, None)), value) or (
        name == "author" and text.fold(str(given["author"])) == text.fold(value)
    )


def peer_value(result: Any, wanted: tuple[str, str, str]) -> str | None:
    """Feedparser's own answer."""
    where, name, _ = wanted
    if where == "feed":
        return result.feed.get(name)  # type: ignore[no-any-return]
    if not result.entries:
        return None
    if name == "content":
        return (result.entries[0].get("content") or [{}])[0].get("value")  # type: ignore[no-any-return]
    return result.entries[0].get(name)  # type: ignore[no-any-return]


def fits(given: str | None, value: str) -> bool:
    """Equal, or equal as plain text: what is kept is made plain anyway."""
    return given is not None and (given.strip() == value.strip() or html.text_of(given) == html.text_of(value))


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


READERS: dict[str, Callable[[bytes], object]] = {
    "feedparser": peer,
    "feedparser, plain": lambda body: peer(body, plain=True),
    "feedparser-rs": lambda body: importlib.import_module("feedparser_rs").parse(body),
    "fastfeedparser": lambda body: importlib.import_module("fastfeedparser").parse(body),
    "monitor": lambda body: read_listing(SourceKind.FEED, body, BASE, now=NOW),
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
