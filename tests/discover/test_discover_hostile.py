import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.discover import Listing, ListingError, read_listing
from monitor.discover.plain import head
from monitor.model import Source, SourceKind

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FOLDER = Path(__file__).parents[1] / "cases" / "discover" / "listings"
JUNK = [
    b"<",
    b">",
    b"&",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"\x00",
    b"\xff\xfe",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"&a;",
    b"</",
]
JUNK += [b'"', b"'", b"<?", b"&#x110000;", b"http://[", b"%00", b"<item>", b"\xed\xa0\x80", b"<news:title>", b"a:b='"]


def read(body: bytes, kind: SourceKind) -> Listing | None:
    """The listing, or None for a ListingError: any other exception fails the test."""
    try:
        return read_listing(kind, body, "https://example.com/feed", now=NOW)
    except ListingError:
        return None


def mutations(body: bytes, chance: random.Random) -> Iterator[bytes]:
    """The body, spoiled in many ways."""
    for _ in range(40):
        spoiled = bytearray(body)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(spoiled) + 1)
            junk = chance.choice(JUNK)
            match chance.randrange(4):
                case 0:
                    del spoiled[at : at + chance.randint(1, 200)]
                case 1:
                    spoiled[at:at] = junk
                case 2:
                    spoiled[at:at] = junk * chance.randint(1, 500)
                case _:
                    del spoiled[at:]
        yield bytes(spoiled)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.case")), ids=lambda path: path.stem)
@pytest.mark.figure("hostile inputs")
def test_spoiled_listings_raise_nothing_else(path: Path) -> None:
    """However a listing is spoiled, and whatever it is taken for, it gives links or a ListingError."""
    body = path.read_bytes().partition(b"\n\n")[2]
    chance = random.Random(path.stem)  # noqa: S311 - test data
    kinds = list(SourceKind)

    spoiled_ones = list(mutations(body, chance))
    assert spoiled_ones
    for spoiled in spoiled_ones:
        listing = read(spoiled, chance.choice(kinds))
        assert listing is None or all(link.url.startswith("http") for link in listing.links)


UNITS = [b"<a ", b"<b>", b"</b>", b"<b/>", b"<item>", b"<item><title>x", b"&", b"&a;", b"<", b'<a b="', b"<![CDATA["]
UNITS += [b"<!--", b"<!", b"<?", b"\n", b"\x00", b"[", b"<url>", b"<sitemap>"]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("kind", list(SourceKind))
@pytest.mark.figure("hostile inputs")
def test_endless_repetition_is_bounded(unit: bytes, kind: SourceKind) -> None:
    """Nothing that is repeated without end holds a reader: the suite's time limit is the judge."""
    start = {
        SourceKind.SITEMAP: b"<urlset>",
        SourceKind.SECTION: b"<p><a href='/a'>",
        SourceKind.WORDPRESS: b'[{"link":"',
    }
    opening = start.get(kind, b"<rss><channel><item><title>")

    read(opening + unit * (60_000 // len(unit)), kind)


BOMB = b"".join(
    [
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "lol">',
        *(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">'.encode() for n in range(1, 10)),
        b"]><rss><channel><item><title>&a9;</title><link>https://example.com/a</link></item></channel></rss>",
    ]
)


class TestEntities:
    def test_declared_entities_are_never_expanded(self) -> None:
        """A bomb of entities stays as small as it was sent."""
        listing = read(BOMB, SourceKind.FEED)

        assert listing is not None
        assert len(listing.links[0].title or "") < 100

    @pytest.mark.parametrize("kind", [SourceKind.FEED, SourceKind.SITEMAP])
    def test_files_are_never_read(self, kind: SourceKind, tmp_path: Path) -> None:
        """Neither an external entity nor a body that spells a path shows a file of this machine."""
        secret = tmp_path / "secret.xml"
        secret.write_text("<rss><channel><title>SECRET</title></channel></rss>", encoding="utf-8")
        item = "<item><title>&x;</title><link>https://example.com/a</link></item>"
        body = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]><rss><channel>{item}</channel></rss>'

        assert "SECRET" not in repr(read(body.encode(), kind))
        assert read(str(secret).encode(), kind) is None

    def test_deep_nesting_is_no_recursion(self) -> None:
        """A tree of any depth ends in an error of ours."""
        assert read(b"<rss>" + b"<channel>" * 100_000, SourceKind.FEED) is not None
        assert read(b'{"items":' + b"[" * 100_000, SourceKind.FEED) is None


class TestTags:
    @pytest.mark.parametrize(
        ("kind", "part"), [(SourceKind.FEED, b"<x/>"), (SourceKind.FEED, b"& "), (SourceKind.SITEMAP, b"<x/>")]
    )
    def test_a_body_of_nothing_but_tags_is_no_listing(self, kind: SourceKind, part: bytes) -> None:
        """Millions of elements or references within the size of a listing are not read, and the error says so."""
        heads = {SourceKind.FEED: b"<rss><channel>", SourceKind.SITEMAP: b"<urlset><url>"}

        with pytest.raises(ListingError, match="more tags than any"):
            read_listing(kind, heads[kind] + part * 4_000_000, "https://example.com/list", now=NOW)

    def test_a_page_that_would_hold_the_parser_is_refused(self) -> None:
        """A tag with tens of thousands of attributes never reaches the parser of pages."""
        page = b"<a href='/a' " + b" ".join(b"a%d" % number for number in range(60_000)) + b">x</a>"

        assert read(page, SourceKind.SECTION) is None

    def test_a_page_of_too_many_elements_is_no_listing(self) -> None:
        """A section page that would hold whoever reads its tree is refused, and the error says for what."""
        page = b"<a href='/2026/11/star-says-he-is-back'>x</a>" + b"<p>" * 100_000

        with pytest.raises(ListingError, match="more than 60,000 elements"):
            read_listing(SourceKind.SECTION, page, "https://example.com/", now=NOW)

    def test_a_selector_over_a_hostile_page_ends(self) -> None:
        """Selectors are run over what is left of the page."""
        source = Source(kind=SourceKind.SECTION, url="https://example.com/", select="a")
        page = b"<div>" * 50_000 + b"<a href='/deep'>x</a>"

        with pytest.raises(ListingError):
            read_listing(SourceKind.SECTION, page, "https://example.com/", source=source, now=NOW)


class TestPlain:
    def test_a_cut_summary_ends_before_a_tag(self) -> None:
        """A long text is cut without leaving half a tag in it."""
        assert head("word <b>bold</b> " * 2_000, 14) == "word <b>bold"
        assert head("word <b>bold</b>", 6) == "word "
