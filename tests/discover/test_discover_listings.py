import gzip
import html
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from monitor.discover import Listing, ListingError, read_listing
from monitor.discover.listing_reader import LIMITS
from monitor.model import Outlet, Source, SourceKind

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FOLDER = Path(__file__).parents[1] / "cases" / "discover" / "listings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    kind: SourceKind
    url: str
    body: bytes
    expected: list[dict[str, Any]]
    error: str | None


def load(path: Path) -> Case:
    """A case file: headers, a blank line, the body, a line of five signs, and what is listed or the error."""
    head, _, rest = path.read_text(encoding="utf-8").partition("\n\n")
    body, _, after = rest.rpartition("\n=====\n")
    if not after and rest.endswith("\n====="):
        body = rest.removesuffix("\n=====")
    headers = dict(line.split(": ", 1) for line in head.splitlines())
    error = after.removeprefix("error: ").strip() if after.startswith("error: ") else None
    expected = [] if error else [json.loads(line) for line in after.splitlines()]
    return Case(
        kind=SourceKind(headers["kind"]), url=headers["url"], body=body.encode(), expected=expected, error=error
    )


def read(
    body: bytes | str, kind: SourceKind = SourceKind.FEED, url: str = "https://example.com/feed", **known: Any
) -> Listing:
    data = body.encode() if isinstance(body, str) else body
    return read_listing(kind, data, url, now=NOW, **known)


def rss(*items: str, head: str = "") -> str:
    return f'<rss version="2.0"><channel><title>x</title>{head}{"".join(items)}</channel></rss>'


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.case")), ids=lambda path: path.stem)
def test_listed_as_expected(path: Path) -> None:
    """Each case file's body gives the links, with the declared fields, that stand below it."""
    case = load(path)
    if case.error:
        with pytest.raises(ListingError, match=case.error):
            read(case.body, case.kind, case.url)
        return

    links = msgspec.to_builtins(read(case.body, case.kind, case.url).links)

    assert [link["url"] for link in links] == [wanted["url"] for wanted in case.expected]
    for link, wanted in zip(links, case.expected, strict=True):
        given = {name: _plain(link[name]) for name in wanted}
        assert given == {name: _plain(value) for name, value in wanted.items()}


def _plain(value: Any) -> Any:
    """Lists for tuples, and times in one spelling."""
    if isinstance(value, str) and len(value) > 18 and value[10] == "T":
        return datetime.fromisoformat(value).isoformat()
    return list(value) if isinstance(value, tuple) else value


class TestEncodings:
    TITLE = "Zoë café"

    @pytest.mark.parametrize(
        ("encoding", "declaration", "content_type"),
        [
            ("utf-8", "", None),
            ("utf-8-sig", "", None),
            ("utf-16", '<?xml version="1.0" encoding="utf-16"?>', None),
            ("iso-8859-1", '<?xml version="1.0" encoding="iso-8859-1"?>', None),
            ("utf-8", '<?xml version="1.0" encoding="iso-8859-1"?>', None),
            ("cp1252", "", None),
            ("cp1252", '<?xml version="1.0" encoding="utf-8"?>', None),
            ("iso-8859-15", "", "text/xml; charset=iso-8859-15"),
            ("utf-8", '\n\n<?xml version="1.0"?>', "text/xml; charset=us-ascii"),
        ],
    )
    def test_the_title_survives(self, encoding: str, declaration: str, content_type: str | None) -> None:
        """Whatever the bytes are and whatever is declared, the title is read as it was written."""
        body = declaration + rss(f"<item><title>{self.TITLE}</title><link>https://example.com/a</link></item>")

        listing = read(body.encode(encoding), content_type=content_type)

        assert [link.title for link in listing.links] == [self.TITLE]

    @pytest.mark.parametrize("layers", [1, 2])
    def test_packed_bodies_are_unpacked(self, layers: int) -> None:
        """A gzip file, even one that was packed again on its way, is read like its content."""
        body = b"<urlset><url><loc>https://example.com/a</loc></url></urlset>"
        for _ in range(layers):
            body = gzip.compress(body)

        assert [link.url for link in read(body, SourceKind.SITEMAP).links] == ["https://example.com/a"]


class TestStatements:
    @pytest.mark.parametrize(
        ("declared", "moment"),
        [
            ("Mon, 26 Feb 2024 16:31:00 GMT", "2024-02-26T16:31:00+00:00"),
            ("Mon, 26 Feb 2024 16:31 EST", "2024-02-26T16:31:00-05:00"),
            ("Mon, 26 Aug 2024 16:31 ET", "2024-08-26T16:31:00-04:00"),
            ("26 Feb 24 16:31:00 +0530", "2024-02-26T16:31:00+05:30"),
            ("2024-02-26T16:31:00.123Z", "2024-02-26T16:31:00.123000+00:00"),
            ("2024-02-26 16:31:00", "2024-02-26T16:31:00+00:00"),
            ("2024-02-26", "2024-02-26T00:00:00+00:00"),
            ("February 26, 2024 4:31 pm PST", "2024-02-26T16:31:00-08:00"),
            ("Mon Feb 26 16:31:00 UTC 2024", "2024-02-26T16:31:00+00:00"),
            ("Seg, 26 Fev 2024 16:31:00 -0300", "2024-02-26T16:31:00-03:00"),
            ("2024-02-26T24:00:00Z", "2024-02-27T00:00:00+00:00"),
            ("0001-01-01T00:00:00", None),
            ("Thu, 01 Jan 1970 00:00:00 GMT", None),
            ("2026-01-02T00:00:00Z", None),
            ("2026-13-45", None),
            ("yesterday", None),
            ("", None),
        ],
    )
    def test_times(self, declared: str, moment: str | None) -> None:
        """A time is read with its zone; one that cannot be true is none."""
        listing = read(rss(f"<item><link>https://example.com/a</link><pubDate>{declared}</pubDate></item>"))

        at = listing.links[0].published_at
        assert (at.isoformat() if at else None) == moment

    def test_a_description_that_is_the_article_is_kept_whole(self) -> None:
        """Where a feed puts the full text into the description, it is both summary and content."""
        full = "<p>" + "Michael Mann returns. " * 60 + "</p>"
        item = f"<item><link>https://example.com/a</link><description><![CDATA[{full}]]></description></item>"

        link = read(rss(item)).links[0]

        assert link.content == full
        assert link.summary is not None
        assert link.summary.startswith("<p>Michael Mann returns.")

    def test_scripts_and_comments_are_no_text(self) -> None:
        """What a reader would not see is in no title."""
        html = "Seen<script>var a = 'Heat 2';</script><!-- Heat 2 --><style>p{}</style><br>too"
        item = f"<item><link>https://example.com/a</link><title><![CDATA[{html}]]></title></item>"

        assert read(rss(item)).links[0].title == "Seen too"

    @pytest.mark.parametrize("kind", [SourceKind.FEED, SourceKind.WORDPRESS])
    def test_half_a_character_in_json_costs_itself(self, kind: SourceKind) -> None:
        """A server cut an emoji in two: its other half is left out, and what the feed lists can be handed on."""
        texts = {"title": "Heat \ud83d", "summary": "Mann \ud83d", "excerpt": "Mann \ud83d", "tags": ["a\ud83d"]}
        posts = [{"link": "https://example.com/a", **texts, "url": "https://example.com/a"}]
        body = json.dumps(posts if kind is SourceKind.WORDPRESS else {"items": posts})

        (link,) = read(body, kind).links

        assert (link.title, link.summary) == ("Heat", "Mann")
        assert msgspec.json.encode(link)

    def test_the_feed_speaks_of_itself(self) -> None:
        """Title and language of the feed are reported; the language holds for every link."""
        listing = read(rss("<item><link>https://example.com/a</link></item>", head="<language>de_AT</language>"))

        assert (listing.kind, listing.title, listing.language) == ("rss", "x", "de-AT")
        assert listing.links[0].language == "de-AT"

    def test_one_link_for_each_key(self) -> None:
        """An article listed under two spellings of its address is one link, the first."""
        listed = ("https://www.example.com/a/?utm_source=x", "http://example.com/a", "https://example.com/b")
        items = [f"<item><link>{address}</link></item>" for address in listed]

        assert [link.url for link in read(rss(*items)).links] == [
            "https://www.example.com/a/?utm_source=x",
            "https://example.com/b",
        ]


@pytest.mark.parametrize(("sentences", "is_full"), [(2, False), (7, False), (12, True)])
def test_a_teaser_is_no_full_text(sentences: int, is_full: bool) -> None:  # noqa: FBT001 - a case
    """A description in paragraphs is the article itself only from the length of one."""
    paragraph = "<p>The director told a packed hall that cameras will roll on the sequel in the spring.</p>"
    teaser = html.escape(paragraph * sentences)
    item = f"<item><title>Heat 2</title><link>https://example.com/a</link><description>{teaser}</description></item>"
    (link,) = read(rss(item)).links

    assert (link.content is not None) is is_full
    assert link.summary


class TestKinds:
    def test_a_listing_is_read_as_what_it_is(self) -> None:
        """A sitemap at a feed's address is read as a sitemap, and a feed at a sitemap's as a feed."""
        sitemap = "<urlset><url><loc>https://example.com/a</loc></url></urlset>"
        feed = rss("<item><link>https://example.com/a</link></item>")

        assert read(sitemap, SourceKind.FEED).kind == "sitemap"
        assert read(feed, SourceKind.SITEMAP).kind == "rss"

    @pytest.mark.parametrize("kind", list(SourceKind))
    @pytest.mark.parametrize(
        "body", [b"", b" \n", b"\x00\xff\xfe", b"<", b"{", b"[]x", b"<?xml", b"\x1f\x8b\x08nonsense"]
    )
    def test_what_is_no_listing_is_an_error_that_says_so(self, kind: SourceKind, body: bytes) -> None:
        """Rubbish is an error with a sentence, never another exception."""
        with pytest.raises(ListingError, match=r"\w+ \w+ \w+"):
            read(body, kind)

    @pytest.mark.parametrize("kind", list(SourceKind))
    def test_size_is_limited(self, kind: SourceKind) -> None:
        """A body larger than any real listing is refused, also one that grows when it is unpacked."""
        packed = gzip.compress(bytes(LIMITS[kind] + 1), compresslevel=1)

        with pytest.raises(ListingError, match="more than"):
            read(packed, kind)


class TestSitemaps:
    def index(self, *rows: tuple[str, str]) -> str:
        """An index of sitemaps, each with its last change."""
        parts = [
            f"<sitemap><loc>https://example.com/{name}</loc><lastmod>{day}</lastmod></sitemap>" for name, day in rows
        ]
        return f"<sitemapindex>{''.join(parts)}</sitemapindex>"

    def test_the_newest_children_come_first(self) -> None:
        """Sitemaps named for news lead, then posts by their last change; tags and pictures stay out."""
        others = [(f"{name}-sitemap.xml", "2025-12-31") for name in ("tag", "image", "author")]
        posts = [("post-sitemap1.xml", "2020-01-01"), ("post-sitemap2.xml", "2025-12-31")]
        listing = read(self.index(*others, *posts, ("news-sitemap.xml", "2019-01-01")), SourceKind.SITEMAP)

        assert listing.kind == "sitemap_index"
        assert listing.links == ()
        assert [child.rpartition("/")[2] for child in listing.children] == [
            "news-sitemap.xml",
            "post-sitemap2.xml",
            "post-sitemap1.xml",
        ]

    def test_children_without_dates_are_taken_by_their_numbers(self) -> None:
        """Where no change is declared, the highest number is the newest; few are taken."""
        body = self.index(*((f"wp-sitemap-posts-post-{number}.xml", "") for number in range(1, 41)))

        children = read(body, SourceKind.SITEMAP).children

        assert children[0].endswith("post-40.xml")
        assert len(children) <= 5

    def test_of_a_long_past_the_newest_is_taken(self) -> None:
        """A sitemap of a site's whole past gives its newest pages, in the order of the listing."""
        rows = [
            f"<url><loc>https://example.com/{n}</loc><lastmod>{2000 + n % 25}-01-01</lastmod></url>"
            for n in range(3000)
        ]

        links = read(f"<urlset>{''.join(rows)}</urlset>", SourceKind.SITEMAP).links

        assert len(links) == 1000
        assert min(link.updated_at.year for link in links if link.updated_at) >= 2016
        numbers = [int(link.url.rpartition("/")[2]) for link in links]
        assert numbers == sorted(numbers)


class TestSections:
    PAGE = """<html><body>
      <div class="river"><a href="/x/1">One</a><a href="/x/2">Two</a></div>
      <a href="/news/adam-driver-in-talks-for-heat-2-12345/">Adam Driver in talks for Heat 2</a>
      <a href="/reviews/ferrari">Ferrari</a></body></html>"""

    def outlet(self, pattern: str | None = None) -> Outlet:
        """An outlet whose articles have such paths."""
        return Outlet(id="o", name="O", home="https://example.com/", article_pattern=pattern)

    def addresses(self, listing: Listing) -> list[str]:
        """The paths of the links."""
        return [link.url.removeprefix("https://example.com") for link in listing.links]

    def test_the_selector_decides(self) -> None:
        """With a selector its links are taken, whatever they look like."""
        source = Source(kind=SourceKind.SECTION, url="https://example.com/", select="div.river a")

        assert self.addresses(read(self.PAGE, SourceKind.SECTION, source=source)) == ["/x/1", "/x/2"]

    @pytest.mark.parametrize("select", ["div.gone a", "div[", "::"])
    def test_a_selector_that_finds_nothing_is_an_error(self, select: str) -> None:
        """A page that changed, or a selector that is none, is reported and not taken for an empty page."""
        source = Source(kind=SourceKind.SECTION, url="https://example.com/", select=select)

        with pytest.raises(ListingError, match="selector"):
            read(self.PAGE, SourceKind.SECTION, source=source)

    def test_the_pattern_decides(self) -> None:
        """With a pattern of the outlet, the paths that fit it are the articles."""
        listing = read(self.PAGE, SourceKind.SECTION, outlet=self.outlet("^/reviews/[^/]+$"))

        assert self.addresses(listing) == ["/reviews/ferrari"]

    @pytest.mark.parametrize("pattern", [None, "^/never/", "([broken"])
    def test_without_a_pattern_that_fits_the_look_of_links_decides(self, pattern: str | None) -> None:
        """No pattern, an outdated one or a broken one: links are judged by their look."""
        listing = read(self.PAGE, SourceKind.SECTION, outlet=self.outlet(pattern))

        assert self.addresses(listing) == ["/news/adam-driver-in-talks-for-heat-2-12345/"]

    def test_a_saved_page_knows_where_it_is_from(self) -> None:
        """Without a known address, a page's own links are those of the place that it names."""
        page = (
            '<link rel="canonical" href="https://www.site.example/film/">'
            '<a href="https://www.site.example/2024/01/adam-driver-in-talks-for-heat-2/">Adam Driver in talks</a>'
            '<a href="https://ads.example.net/2024/01/ten-things-you-must-buy-today/">Ten things you must buy</a>'
        )

        links = read(page, SourceKind.SECTION, "https://unknown.invalid/").links

        assert [link.url for link in links] == ["https://www.site.example/2024/01/adam-driver-in-talks-for-heat-2/"]
