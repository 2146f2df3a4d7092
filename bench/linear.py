"""Is the time of every parser linear? Inputs made by grammar, at n, 2n, 4n; what grows faster is printed.

    python bench/linear.py [--kind feed] [--tries 200] [--seed 1] [--size 60000]

Each input is a head, short sequences of tokens that are repeated, some of them to fill the size and some a fixed number
of times, and a tail. An input is suspicious where four times as much of it takes more than eight times the time, or
where it would take seconds at the limit of its kind: then it is doubled up to that limit, or until it takes too long.
The exit code is 1 if one is reported.
"""

import argparse
import json
import math
import random
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor import discover, extract
from monitor.discover import ListingError
from monitor.discover.listing_reader import LIMITS
from monitor.events import HostState
from monitor.fetch import robots
from monitor.model import Link, Outlet, Page, Source, SourceKind

NOW = datetime(2026, 11, 1, tzinfo=UTC)
URL = "https://reel.example/"
TOO_LONG = 10.0  # seconds of CPU for one input: the watchdog waits for thirty, and machines differ
SUSPICIOUS = 1.5  # the exponent from which on time does not grow as the input
MEASURABLE = 0.02  # seconds of CPU below which a ratio says nothing
Parser = Callable[[bytes], object]


@dataclass(frozen=True)
class Kind:
    """A parser, the most bytes that it gets, how its inputs begin and end, and the tokens in between."""

    parse: Parser
    limit: int
    heads: tuple[str, ...]
    tails: tuple[str, ...]
    tokens: tuple[str, ...]


def listing(kind: SourceKind) -> Parser:
    """The parser of listings of this kind."""
    outlet = Outlet(id="reel", name="Reel", home=URL)
    source = Source(kind=kind, url=f"{URL}list")

    def parse(body: bytes) -> object:
        with suppress(ListingError):
            return discover.read_listing(kind, body, source.url, outlet=outlet, source=source, now=NOW)
        return None

    return parse


def page(body: bytes) -> object:
    """The extractor of pages."""
    link = Link(url=f"{URL}2026/11/heat-2-is-next-for-mann")
    return extract.read_page(Page(url=link.url, body=body), Outlet(id="reel", name="Reel", home=URL), link, now=NOW)


def robots_txt(body: bytes) -> object:
    """The rules of a robots.txt, asked for one address."""
    state = HostState(host="reel.example", robots_status=200, robots_body=body.decode("utf-8", "replace"))
    return robots.rules(state, "EntertainmentMonitor").allows(f"{URL}{'a' * 1500}")


WORDS = (
    "Heat ",
    "2026-11-01 ",
    "a",
    " ",
    "\n",
    "é",
    "&amp;",
    "&",
    "&#",
    "\0",
    "1",
    "Mon, ",
    "By ",
    "- ",
    "| ",
    "…",
    "@",
    "http://",
)
XML = (
    "<", ">", "<!", "<!a[", "<!--", "-->", "<?", "?>", "<![CDATA[", "]]>", "]", '"', "'", "/", "=", " x='1'",
    "<b>", "</b>",
    "<a:b>", "xmlns:a='b' ", "<!ENTITY a 'b'>", "&a;",
)  # fmt: skip
FEED = (
    "<item>", "</item>", "<entry>", "</entry>", "<title>Star is back</title>", "<title>", "</title>",
    "<link>/2026/11/star-is-back-again</link>", "<link href='/2026/11/star-is-back'/>", "<guid>x</guid>",
    "<description>", "</description>", "<content:encoded>", "</content:encoded>", "<author><name>A</name></author>",
    "<author>", "</author>", "<name>", "<dc:creator>A, B and C</dc:creator>", "<category>x</category>", "<channel>",
    "<pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate>", "<pubDate>", "<div xmlns='http://www.w3.org/1999/xhtml'>",
    "</div>",
)  # fmt: skip
SITEMAP = (
    "<url>", "</url>", "<loc>https://reel.example/2026/11/star-is-back</loc>", "<loc>", "</loc>", "<sitemap>",
    "</sitemap>",
    "<lastmod>2026-11-01</lastmod>", "<lastmod>", "<news:news>", "</news:news>", "<news:title>", "</news:title>",
    "<news:keywords>a,b,", "https://reel.example/a\n", "<image:image>", "</image:image>",
)  # fmt: skip
HTML = (
    "<div>", "</div>", "<p>", "</p>", "<a href='/2026/11/star-says-he-is-back'>", "</a>", "<li>", "</li>", "<ul>",
    "<h1>", "<h2>",
    "</h2>", "<article>", "</article>", "<time datetime='2026-11-01'>", "</time>", "<b>", "</b>",
    "<span class='byline'>",
    "<span>", "</span>", "<img src=x alt=y>", "<table>", "<tr>", "<td>", "<script>", "</script>", "<nav>", "<section>",
    "<main>", "<meta property='og:title' content='x'>", "<script type='application/ld+json'>", "<svg>",
    "<noscript>", "<br>",
    "<form>", "<select>", "<option>", "<style>", "</style>", "<template>", "<iframe>", "<header>", "<footer>",
    "<figure>",
    "<p class='author'>By Jane Doe</p>", "<time>", "<blockquote>", "<a rel=author>", "<title>",
    "<base href='/a/'>", "<font>",
)  # fmt: skip
JSON = (
    "[",
    "]",
    "{",
    "}",
    '"',
    ":",
    ",",
    '"title":"a",',
    '"url":"/b",',
    '{"id":"1","url":"https://reel.example/a"},',
    "1",
    "\\",
    "\\u0041",
    '"a":[',
    '"authors":[{"name":"A"}],',
)
POST = (
    '{"link":"https://reel.example/a","title":{"rendered":"x"}},',
    '{"link":"https://reel.example/',
    '"},',
    '"title":{"rendered":"',
    '"content":{"rendered":"<p>',
)
STATE = (
    '{"url":"/2026/11/star-is-back","title":"Star says he is back"},', "a={", '"a":', "JSON.parse('", "JSON.parse(",
    'a.push([1,"', "1:{", "undefined", "[", "]", "{", "}", "\\", "\\'", "<script type='application/json'>", "</script>",
)  # fmt: skip
ROBOTS = (
    " ",
    "\t",
    "user-agent",
    ":",
    "1",
    "User-agent: *\n",
    "Disallow: /",
    "*",
    "$",
    "Allow: /a",
    "\n",
    "a",
    "Crawl-delay: 1\n",
    "User-agent: ",
    "Sitemap: /a\n",
    "%41",
    "#",
)

KINDS = {
    "feed": Kind(
        listing(SourceKind.FEED), LIMITS[SourceKind.FEED],
        ("", "<rss version='2.0'><channel>", "<rss><channel><item>", "<rss><channel><item><title>",
        "<rss><channel><item><description>",
         "<rss><channel><item><content:encoded><![CDATA[", "<feed xmlns='http://www.w3.org/2005/Atom'>",
         "<feed><entry><content type='html'>",
         "<!DOCTYPE rss [", "<rss ", "<rss><channel><item><pubDate>", "<rss><channel><item><author>",
         "<feed><entry><author><name>", "junk"),
        ("", "><rss>", "</channel></rss>", "</item></channel></rss>", "</feed>",
        "]]></content:encoded></item></channel></rss>",
         "</title><link>/a</link></item></channel></rss>"),
        XML + FEED + WORDS,
    ),
    "json": Kind(
        listing(SourceKind.FEED), LIMITS[SourceKind.FEED],
        ('{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[', "{", '{"items":[', "// notice\n{"),
        ("", "]}", '"}]}', "}"), JSON + WORDS,
    ),
    "sitemap": Kind(
        listing(SourceKind.SITEMAP), LIMITS[SourceKind.SITEMAP],
        ("", "<urlset>",
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>",
         "<sitemapindex>", "<urlset><url>", "<urlset><url><loc>", "http"),
        ("", "</urlset>", "</url></urlset>", "</sitemapindex>"), XML + SITEMAP + WORDS,
    ),
    "section": Kind(
        listing(SourceKind.SECTION), LIMITS[SourceKind.SECTION],
        ("<html><body>", "", "<html><head>", "<body><ul>", "<body><a href='/2026/11/star-says-he-is-back'>",
         "<script>a=", "<script type='application/json'>["),
        ("", "</body></html>", "<a href='/2026/11/star-says-he-is-back'>", "]</script>"), HTML + WORDS + STATE + ("<",
        ">", "<!--", "-->", '"', "'", "="),
    ),
    "wordpress": Kind(
        listing(SourceKind.WORDPRESS), LIMITS[SourceKind.WORDPRESS],
        ("[", '[{"link":"https://reel.example/a","title":{"rendered":"',
        '[{"link":"https://reel.example/a","excerpt":{"rendered":"', "{"),
        ("", "]", '"}}]', '{"link":"https://reel.example/z"}]'), JSON + POST + WORDS,
    ),
    "page": Kind(
        page, 8 << 20,
        ("<html><body><article>", "", "<html><head>", "<html><body><h1>Star is back</h1><p>", "<html><body><main><div>",
         "<html><head><script type='application/ld+json'>", "<html><head><title>",
         "<html><head><meta name='author' content='"),
        ("", "</article></body></html>",
        "</script></head><body><p>" + "Some text of the article. " * 30, "</title></head>"),
        HTML + WORDS + JSON + ("<", ">", "<!--", "-->", '"', "'", "="),
    ),
    "robots": Kind(robots_txt, 512 * 1024, ("", "User-agent: *\n", "User-agent: *\nDisallow: /"), ("",
    "\nDisallow: /x"), ROBOTS),
}  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """An input of any size: the head, each pump so often (0: as often as fills its share of the size), the tail."""

    head: str
    pumps: tuple[tuple[str, int], ...]
    tail: str

    def at(self, size: int) -> bytes:
        """The input of about so many bytes."""
        filling = sum(times == 0 for _, times in self.pumps)
        share = max(0, size - sum(len(pump) * times for pump, times in self.pumps)) // filling
        body = "".join(pump * (times or max(1, share // len(pump))) for pump, times in self.pumps)
        return f"{self.head}{body}{self.tail}".encode()


def shapes(kind: Kind, tries: int, seed: int) -> Iterator[Shape]:
    """Inputs of this kind, the same for the same seed."""
    chosen = random.Random(seed)

    def pump() -> str:
        return "".join(chosen.choices(kind.tokens, k=chosen.choice((1, 1, 2, 2, 3, 5))))

    for _ in range(tries):
        pumps = [(pump(), 0) for _ in range(chosen.choice((1, 1, 2, 3)))]
        for _ in range(chosen.choice((0, 0, 1, 1, 2))):
            pumps.insert(chosen.randrange(len(pumps) + 1), (pump(), chosen.choice((20, 120, 240, 5000))))
        yield Shape(chosen.choice(kind.heads), tuple(pumps), chosen.choice(kind.tails))


def seconds(parse: Parser, body: bytes) -> float:
    """CPU time of one parse, the better of two where it is short."""
    best = math.inf
    for _ in range(2):
        begun = time.process_time()
        parse(body)
        best = min(best, time.process_time() - begun)
        if best > 10 * MEASURABLE:
            break
    return best


def measured(kind: Kind, shape: Shape, size: int) -> tuple[float, float, int]:
    """How the time grows with the size, the time at the last size, and that size."""
    first = seconds(kind.parse, shape.at(size))
    while first < MEASURABLE and size < kind.limit // 16:
        size *= 4
        first = seconds(kind.parse, shape.at(size))
    if first < MEASURABLE:
        return 0.0, first, size
    larger = min(4 * size, kind.limit)
    then = seconds(kind.parse, shape.at(larger))
    return math.log(max(then, 1e-9) / first) / math.log(larger / size), then, larger


def at_limit(kind: Kind, shape: Shape, took: float, size: int) -> tuple[float, int]:
    """The time at the limit of the kind, or at the size from which on it is too long; and that size."""
    while size < kind.limit and took < TOO_LONG:
        size = min(2 * size, kind.limit)
        took = seconds(kind.parse, shape.at(size))
    return took, size


def main() -> None:
    """Try each kind, and print what takes too long."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=KINDS, action="append")
    parser.add_argument("--tries", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=30_000, help="bytes to begin with")
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    reported = 0
    for name in given.kind or KINDS:
        kind, suspicious, slowest = KINDS[name], 0, 0.0
        for shape in shapes(kind, given.tries, given.seed):
            grows, took, size = measured(kind, shape, given.size)
            if grows > SUSPICIOUS or took * (kind.limit / size) > TOO_LONG / 2:
                suspicious += 1
                took, size = at_limit(kind, shape, took, size)
            slowest = max(slowest, took)
            if took < TOO_LONG:
                continue
            reported += 1
            report = {"kind": name, "grows": round(grows, 2), "bytes": size, "seconds": round(took, 1)}
            print(json.dumps(report | {"head": shape.head, "pumps": shape.pumps, "tail": shape.tail[:60]}), flush=True)
        print(f"{name}: {given.tries} inputs, {suspicious} suspicious, slowest {slowest:.1f} s", flush=True)
    if reported:
        sys.exit(f"{reported} inputs take longer than {TOO_LONG:.0f} s")


if __name__ == "__main__":
    main()
