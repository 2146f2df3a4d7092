"""Listings as servers send them: packed in parts, with stray bytes, in scripts without spaces."""

import gzip
from datetime import UTC, datetime

import pytest

from monitor.discover import ListingError, feed_careful, read_listing
from monitor.discover.likeness import THRESHOLD, article_score
from monitor.discover.xml_repair import UNPACKED_LIMIT, repaired, unpacked
from monitor.model import SourceKind

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SITEMAP = b"<urlset><url><loc>https://example.com/a</loc></url><url><loc>https://example.com/b</loc></url></urlset>"


def titles(body: bytes, **known: str) -> list[str | None]:
    """The titles of a feed's items."""
    listing = read_listing(SourceKind.FEED, body, "https://example.com/feed", now=NOW, **known)
    return [link.title for link in listing.links]


def feed(*written: bytes, declaration: bytes = b'<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    """A feed of items with these titles."""
    items = [
        b"<item><title>%b</title><link>https://example.com/%d</link></item>" % (title, n)
        for n, title in enumerate(written)
    ]
    return declaration + b'<rss version="2.0"><channel><title>x</title>%b</channel></rss>' % b"".join(items)


class TestStrayBytes:
    @pytest.mark.parametrize("good", [1, 3, 30])
    def test_one_byte_of_an_older_encoding_spoils_nothing(self, good: int) -> None:
        """A quote pasted in from Windows-1252 is read as that quote, and the titles around it as they are."""
        read = titles(feed(*["Vance’s".encode()] * good, b"Roe\x92s film"))

        assert read == [*["Vance’s"] * good, "Roe’s film"]

    def test_a_letter_before_a_quote_is_a_letter(self) -> None:
        """Two bytes that could begin a longer character are letter and quote where they end a word."""
        assert titles(feed(*["Vance’s".encode()] * 9, b"the \x93caf\xe9\x94 sequel"))[-1] == "the “café” sequel"

    def test_the_language_says_of_which_encoding(self) -> None:
        """A word pasted into a Russian feed is of the encoding that Russian was written in."""
        body = feed("Новый фильм".encode(), "Съёмки".encode("cp1251"))

        assert titles(body.replace(b"</title><item>", b"</title><language>ru</language><item>"))[1] == "Съёмки"

    def test_half_a_character_is_no_letter(self) -> None:
        """Where a text was cut inside a character, no letters are made up for its half."""
        assert titles(feed("Zoë’s first".encode(), "Zoë’s second’".encode()[:-1]))[1] == "Zoë’s second\ufffd"

    def test_another_encoding_is_not_taken_for_stray_bytes(self) -> None:
        """A feed in Windows-1252 that calls itself UTF-8 is read as what it is."""
        assert titles(feed("Zoë’s café".encode("cp1252"), "élan".encode("cp1252"))) == ["Zoë’s café", "élan"]


class TestPacked:
    def test_all_parts_of_a_packed_file_are_read(self) -> None:
        """Some tools write one gzip file as many, one behind the other."""
        packed = b"".join(gzip.compress(SITEMAP[start : start + 30]) for start in range(0, len(SITEMAP), 30))

        listing = read_listing(SourceKind.SITEMAP, packed, "https://example.com/s.xml.gz", now=NOW)

        assert [link.url for link in listing.links] == ["https://example.com/a", "https://example.com/b"]

    @pytest.mark.parametrize("rest", [b"\0" * 40, b"junk", b"\x1f\x8bjunk"])
    def test_what_follows_the_last_part_is_left(self, rest: bytes) -> None:
        """Padding or rubbish behind a packed file is not its content."""
        assert unpacked(gzip.compress(SITEMAP) + rest) == SITEMAP

    def test_many_parts_are_limited_together(self) -> None:
        """Parts that are small one by one are refused when all of them are too large."""
        half = gzip.compress(bytes(UNPACKED_LIMIT // 2 + 1), compresslevel=1)

        with pytest.raises(ListingError, match="more than"):
            unpacked(half + half)


class TestEntities:
    def test_a_declared_text_is_put_in(self) -> None:
        """A short text that the document type declares stands for its name."""
        body = b'<!DOCTYPE rss [<!ENTITY house "Film &#38; Post"><!ENTITY post "Post">]><rss>&post;</rss>'

        assert repaired(body) == b"<rss>Post</rss>"

    def test_a_document_does_not_grow_by_its_entities(self) -> None:
        """However often a text is referred to, little is added; beyond that its name stands."""
        body = b'<!DOCTYPE rss [<!ENTITY post "%b">]><rss>%b</rss>' % (b"y" * 500, b"&post;" * 100_000)

        assert len(repaired(body)) < len(body) * 4

    def test_entities_of_entities_and_files_are_left(self) -> None:
        """What would grow, or read a file, is not put in."""
        body = b'<!DOCTYPE rss [<!ENTITY aa "&bb;&bb;"><!ENTITY ff SYSTEM "file:///etc/passwd">]><rss>&aa;&ff;</rss>'

        assert repaired(body) == b"<rss>&amp;aa;&amp;ff;</rss>"


@pytest.mark.parametrize(
    "headline",
    [
        "导演宣布电影续集开拍",
        "映画「ヒート」の続編を監督が発表",
        "ผู้กำกับประกาศภาคต่อของภาพยนตร์",
        "영화 히트 속편 촬영 시작",
    ],
)
@pytest.mark.parametrize("path", ["/article/9912345", "/news/9912345.html", "/2024/01/9912345/"])
def test_a_headline_without_spaces_has_words(path: str, headline: str) -> None:
    """A number with a headline is an article in scripts that put no spaces between words, too."""
    assert article_score(path, headline) >= THRESHOLD


@pytest.mark.parametrize("words", ["电影", "もっと見る", "더보기"])
def test_a_word_or_two_are_no_headline(words: str) -> None:
    """A short label does not make an article of a section's address."""
    assert article_score("/category/9", words) < THRESHOLD
    assert article_score("/movies/", words) < THRESHOLD


def test_the_header_names_the_language_of_a_feed_that_names_none() -> None:
    """What the server says of the language holds where the feed is silent, and only there."""
    body = feed(b"Heat 2")
    speaking = body.replace(b"<title>x</title>", b"<title>x</title><language>en_GB</language>")

    def language(data: bytes) -> str | None:
        return read_listing(SourceKind.FEED, data, "https://example.com/feed", language="de", now=NOW).language

    assert (language(body), language(speaking)) == ("de", "en-GB")


def test_a_list_of_addresses_may_be_in_two_bytes() -> None:
    """The plain form of a sitemap is read in UTF-16, too."""
    body = "\ufeffhttps://example.com/a\r\nhttps://example.com/b\r\n".encode("utf-16-le")

    links = read_listing(SourceKind.SITEMAP, body, "https://example.com/sitemap.txt", now=NOW).links

    assert [link.url for link in links] == ["https://example.com/a", "https://example.com/b"]


class TestNearlyWellFormed:
    def test_a_feed_in_a_page_is_read_as_the_feed(self) -> None:
        """Where a server put a page around its feed, title and entries are those of the feed."""
        inner = feed(b"Roe returns", declaration=b"")
        body = b"<html><body>" + inner + b"</body></html>"
        listing = read_listing(SourceKind.FEED, body, "https://example.com/feed", now=NOW)

        assert (listing.title, [link.title for link in listing.links]) == ("x", ["Roe returns"])

    def test_links_left_open_are_closed_in_feeds_of_any_size(self) -> None:
        """Elements of attributes alone that are never closed lose no entry, whatever the size of the feed."""
        entry = (
            b"<entry><title>Story %d</title><link href='https://example.com/%d'>"
            b"<category term='film'><content type='html'>%b</content></entry>"
        )
        entries = b"".join(entry % (n, n, b"word " * 4000) for n in range(30))
        body = b"<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title><link href='/'>" + entries + b"</feed>"

        assert titles(body) == [f"Story {n}" for n in range(30)]

    def test_markup_in_an_attribute_costs_that_attribute(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """An unescaped angle in an attribute takes no entry, and no slow parser."""
        monkeypatch.setattr(feed_careful, "parse", None)
        entry = b"<entry><title>Story %d</title><link href='https://example.com/%d'/><category label='<b>'/></entry>"
        body = b"<feed xmlns='http://www.w3.org/2005/Atom'>" + b"".join(entry % (n, n) for n in range(3)) + b"</feed>"

        assert titles(body) == ["Story 0", "Story 1", "Story 2"]

    def test_keywords_of_podcasts_are_tags(self) -> None:
        """A list of keywords is one tag each."""
        body = feed(b"Roe").replace(b"</item>", b"<i:keywords>film, heist</i:keywords></item>")
        body = body.replace(b"<rss ", b'<rss xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd" ')
        listing = read_listing(SourceKind.FEED, body, "https://example.com/feed", now=NOW)

        assert listing.links[0].tags == ("film", "heist")
