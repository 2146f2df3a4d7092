"""Where a request goes, by its address; that of a source is taken apart once."""

import pytest
from scrapy.exceptions import UnsupportedURLSchemeError

from monitor.causes import Requested
from monitor.fetch import places
from monitor.fetch.client import Ask, _request
from monitor.fetch.connections import Endpoint

PLACES = {
    "http://H.example/a?b=c": ("h.example", "http://H.example", (False, "h.example", 80), "/a?b=c", "h.example"),
    "https://h.example:443": ("h.example:443", "https://h.example:443", (True, "h.example", 443), "/", "h.example"),
    "http://h.example:82/": ("h.example:82", "http://h.example:82", (False, "h.example", 82), "/", "h.example:82"),
    "http://[::1]:81/x": ("[::1]:81", "http://[::1]:81", (False, "::1", 81), "/x", "[::1]:81"),
}  # fmt: skip


@pytest.mark.parametrize("url", PLACES)
@pytest.mark.parametrize("place_of", [places.of, places.of_source])
def test_where_a_request_goes(place_of, url):
    """Host and port, as paces, connections and servers want them."""
    host, base, endpoint, path, authority = PLACES[url]
    place = place_of(url)

    assert (place.host, place.base, place.endpoint) == (host, base, endpoint)
    assert place.lines == (f"GET {path} HTTP/1.1", f"Host: {authority}")


def test_a_name_and_a_password_are_a_header():
    """They are not part of the host that is asked."""
    place = places.of("http://us%20er:secret@h.example/a")

    assert place.endpoint.host == "h.example"
    assert place.lines[1:] == ("Host: h.example", "Authorization: Basic dXMgZXI6c2VjcmV0")


@pytest.mark.parametrize("url", ["ftp://h.example/", "http:///a", "nonsense", "http://[::1", "http://h.example:x/"])
def test_what_is_no_address_of_the_web_goes_nowhere(url):
    """The request says why; a look leaves it to the crawl."""
    with pytest.raises((UnsupportedURLSchemeError, ValueError)):
        places.of(url)
    assert places.of_source(url) is None


def test_a_request_is_the_same_whether_its_place_was_kept(monkeypatch):
    """An address that is known is not taken apart again."""
    url, headers = "https://h.example:8443/feed?a", (("If-None-Match", '"é"'),)
    ask = Ask(url=url, kind=Requested.SOURCE, headers=headers, seconds=1, most=1)
    kept = Ask(
        url=url, kind=Requested.SOURCE, headers=headers, seconds=1, most=1, place=places.of_source(url)
    )  # fmt: skip
    expected = 'GET /feed?a HTTP/1.1\r\nHost: h.example:8443\r\nIf-None-Match: "é"\r\n\r\n'.encode("latin-1")
    assert _request(ask) == (Endpoint(True, "h.example", 8443), expected)

    monkeypatch.setattr(places, "of", None)

    assert _request(kept) == (Endpoint(True, "h.example", 8443), expected)
    assert places.of_source(url) is kept.place
