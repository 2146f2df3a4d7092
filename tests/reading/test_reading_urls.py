from itertools import combinations
from pathlib import Path
from urllib.parse import urljoin

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.reading import urls

CASES = Path(__file__).parents[1] / "cases" / "discover" / "urls.txt"
PIECES = st.sampled_from(
    [
        *(
            "/",
            "//",
            "/.",
            "..",
            "%2e",
            "%",
            "%2F",
            "/index.html",
            ".html",
            "?",
            "&",
            "&amp;",
            "#",
            "#!",
            "#/",
            ":",
            "80",
            "@",
        ),
        *("amp", "a=1", "utm_source=x", "m=1", "sid=0123456789abcdef0123456789abcdef", ";jsessionid=1", "+", "=", "|"),
        *("http://", "https:", "www.", "m.", "e.com", "[::1]", "1", "0x7f", " ", "\t", "\\", "é", "\ud800", "\x00"),
        *("google.com/amp/s/", "a.cdn.ampproject.org/c/", "google.com/url?q=", "web.archive.org/web/", "2020/"),
    ]
)
ADDRESSES = st.one_of(st.text(), st.lists(PIECES, max_size=14).map(lambda pieces: "http://" + "".join(pieces)))


def pages() -> list[list[str]]:
    """The blocks of the case file: addresses of one page each."""
    lines = [line for line in CASES.read_text(encoding="utf-8").split("\n") if not line.startswith("#")]
    return [block.split("\n") for block in "\n".join(lines).strip("\n").split("\n\n")]


class TestCanonical:
    @pytest.mark.parametrize("block", pages(), ids=lambda block: block[0])
    def test_one_page_has_one_key(self, block: list[str]) -> None:
        """Every way of writing a page's address gives one key, and that key is its own."""
        keys = {urls.canonical(address) for address in block}

        assert len(keys) == 1
        key = keys.pop()
        assert key is not None
        assert urls.canonical(key) == key
        assert key.startswith("https://")

    def test_different_pages_have_different_keys(self) -> None:
        """No two pages of the case file share a key: an article merged into another would be lost."""
        keys = [urls.canonical(block[0]) for block in pages()]

        assert [pair for pair in combinations(keys, 2) if pair[0] == pair[1]] == []

    @pytest.mark.parametrize(
        "address",
        ["", "variety.com/a", "/a", "ftp://example.com/a", "javascript:alert(1)", "http://", "http:///", "http://a..b/",
         "http://exa mple.com/", "http://example.com:99999/", "http://[::1", "http://[fe80::1%25eth0]/", "http://1.2.3.256/",
         "http://-1.0.0.1/a", "http://1_0.0.0.1/a",
         "http://a_very_long_label_" + 60 * "x" + ".com/", "https://example.com/" + 2000 * "x", "data:text/html,x"],
    )  # fmt: skip
    def test_what_cannot_be_kept_is_refused(self, address: str) -> None:
        """What is no address of the web, or too long to store, has no key."""
        assert urls.canonical(address) is None

    def test_relative_addresses_stand_on_their_base(self) -> None:
        """A relative address is resolved as a browser does it."""
        assert urls.canonical("../b?x=1", "https://www.example.com/a/c/d") == "https://example.com/a/b?x=1"
        assert urls.canonical("//cdn.example.com/x", "http://example.com/") == "https://cdn.example.com/x"

    @settings(max_examples=600)
    @given(ADDRESSES)
    def test_the_key_of_a_key_is_itself(self, address: str) -> None:
        """Folding twice changes nothing, and a key is an address of the web, in ASCII."""
        key = urls.canonical(address)

        if key is not None:
            assert urls.canonical(key) == key
            assert urls.is_web(key)
            assert key.isascii()
            assert len(key) <= urls.LIMIT

    def test_wrappers_around_wrappers_end(self) -> None:
        """An address wrapped deeper than anyone means is refused."""
        assert urls.canonical("https://" + 3 * "www.google.com/amp/s/" + "example.com/a") == "https://example.com/a"
        assert urls.canonical("https://" + 9 * "www.google.com/amp/s/" + "example.com/a") is None


class TestFetchable:
    @settings(max_examples=600)
    @given(ADDRESSES)
    @example("http://google.com/url?q=http://80\ud800")
    def test_it_is_stable_and_plain(self, address: str) -> None:
        """What is requested is ASCII without spaces or fragment, and asking again changes nothing."""
        url = urls.fetchable(address)

        if url is not None:
            assert urls.fetchable(url) == url
            assert url.isascii()
            assert not set(url) & set(' #\\"<>\n\t')

    def test_it_leads_where_the_listing_said(self) -> None:
        """Scheme, host, slash and order of parameters stay; only the fragment goes."""
        listed = "http://www.example.com/a/?b=2&a=1&utm_source=rss#comments"

        assert urls.fetchable(listed) == "http://www.example.com/a/?b=2&a=1&utm_source=rss"
        assert urls.without_tracking(listed) == "http://www.example.com/a/?b=2&a=1"

    @pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "gopher://x/", "http://"])
    def test_other_schemes_are_refused(self, address: str) -> None:
        """Nothing but http and https is ever requested, whatever it is resolved against."""
        assert urls.fetchable(address, "https://example.com/") is None

    def test_backslashes_and_users_do_not_move_the_host(self) -> None:
        """The host is the one that a browser would go to."""
        assert urls.host(urls.fetchable("https://good.example\\@evil.example/") or "") == "good.example"
        assert urls.host(urls.fetchable("https://good.example@evil.example/") or "") == "evil.example"


class TestSites:
    @pytest.mark.parametrize(
        ("a", "b"),
        [
            ("https://film.example.co.uk/a", "http://www.example.co.uk:8080/b"),
            ("http://127.0.0.2:8765/", "http://127.0.0.2:8765/a"),
            ("http://localhost/", "https://localhost/"),
        ],
    )
    def test_one_site(self, a: str, b: str) -> None:
        """Hosts under one registrable domain are one site; so are equal hosts of any kind."""
        assert urls.same_site(a, b)

    @pytest.mark.parametrize(
        ("a", "b"),
        [
            ("https://one.co.uk/", "https://two.co.uk/"),
            ("https://one.blogspot.com/", "https://two.blogspot.com/"),
            ("http://127.0.0.2:8765/", "http://127.0.0.3:8765/"),
            ("http://127.0.0.2:8765/", "http://127.0.0.2:8766/"),
            ("http://127.0.0.1/", "http://10.0.0.1/"),
            ("https://example.com/", "nonsense"),
        ],
    )
    def test_different_sites(self, a: str, b: str) -> None:
        """A shared public suffix makes no site, nor does a likeness of numbers."""
        assert not urls.same_site(a, b)

    def test_the_host_keeps_an_odd_port(self) -> None:
        """The port belongs to the host unless it is the scheme's own."""
        assert urls.host("HTTP://Example.COM:80/a") == "example.com"
        assert urls.host("http://example.com:8080/a") == "example.com:8080"
        assert urls.host("mailto:a@b") == ""


class TestJoined:
    @given(ADDRESSES, ADDRESSES)
    @example("http://e.com/a/", "https://e.com/b")
    @example("http://e.com/a/", "https://e.com/b?#")
    @example("http://[::1", "https://e.com/b")
    @example("", "https://e.com/b/../c")
    def test_it_is_as_the_library_joins_them(self, base: str, address: str) -> None:
        """Also where an address is taken as it is."""
        try:
            expected = urljoin(base, address)
        except ValueError:
            with pytest.raises(ValueError):  # noqa: PT011 - whatever the library says
                urls.joined(base, address)
        else:
            assert urls.joined(base, address) == expected
