"""Sites on real sockets: listings, pages, conditional requests, traps."""

import asyncio
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from newsstand_client import get

from monitor.newsstand import Newsstand, Press

ALL = 100_000.0
FOUNDING = "reel-ledger/michael-mann-heat-2-next-film"
EDITED = "marquee-daily/michael-mann-eyes-heat-2"
OpenStand = Callable[..., Newsstand]


def source(stand: Newsstand, outlet: str, number: int = 0) -> str:
    """Give the address of one of an outlet's sources."""
    return str(next(o for o in stand.outlets if o["id"] == outlet)["sources"][number]["url"])


async def test_every_outlet_has_an_address_of_its_own(open_stand: OpenStand) -> None:
    """No two outlets share host and port, so that politeness by host is put to the test."""
    async with open_stand() as stand:
        homes = [outlet["home"] for outlet in stand.outlets]

    assert len(set(homes)) == len(homes) >= 10


async def test_without_own_addresses_outlets_have_own_ports(
    open_stand: OpenStand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where only 127.0.0.1 is there, as on macOS, every outlet answers on a port of its own."""
    monkeypatch.setattr("monitor.newsstand.stand.has_own_addresses", lambda: False)

    async with open_stand() as stand:
        homes, page = [outlet["home"] for outlet in stand.outlets], (await get(stand.outlets[2]["home"])).text

    assert len(set(homes)) == len(homes)
    assert all(home.startswith("http://127.0.0.1:") for home in homes)
    assert "Second Unit" in page


async def test_a_port_that_was_asked_for_is_used_by_all_or_refused(open_stand: OpenStand, press: Press) -> None:
    """With a port given every outlet is there, and one that is taken is an error, not another port."""
    async with open_stand() as stand:
        port = int(stand.outlets[0]["home"].rstrip("/").rpartition(":")[2])
        with pytest.raises(OSError, match="in use"):
            await Newsstand(press, started_at=stand.clock.started_at, port=port).start()
        found = {int(outlet["home"].rstrip("/").rpartition(":")[2]) for outlet in stand.outlets}

    assert len(found) == 1


async def test_outlets_are_plain_data(open_stand: OpenStand) -> None:
    """What describes the outlets can be written as JSON, and names only kinds that a configuration knows."""
    async with open_stand() as stand:
        outlets = json.loads(json.dumps(stand.outlets))

    assert {source["kind"] for outlet in outlets for source in outlet["sources"]} == {
        "feed",
        "sitemap",
        "section",
        "wordpress",
    }


async def test_every_published_article_is_listed_by_its_outlet(open_stand: OpenStand, press: Press) -> None:
    """Each article's address stands in one of its outlet's listings, whatever their kind."""
    async with open_stand() as stand:
        stand.clock.turn_to(ALL)
        missing = []
        for outlet in stand.outlets:
            text = ""
            for listed in outlet["sources"]:
                reply = await get(listed["url"])
                text += reply.text
                for child in re.findall(r"<loc>([^<]+\.xml)</loc>", reply.text):
                    text += (await get(child)).text
            urls = {a.id: stand.url_of(a.id) for a in press.articles if a.outlet == outlet["id"]}
            newest = sorted(urls, key=lambda a: -press.article(a).minute)[:10]
            missing += [article for article in newest if urls[article] not in text]
        found = missing

    assert found == []


@pytest.mark.parametrize("path", ["/feed/", "/atom.xml", "/news-sitemap.xml", "/sitemap_index.xml", "/rss.xml"])
async def test_xml_listings_are_well_formed(open_stand: OpenStand, path: str) -> None:
    """A strict parser reads every feed and sitemap, at the start and at the end of the timeline."""
    async with open_stand() as stand:
        homes = [
            site.home.rstrip("/") for site in stand.sites.values() if any(s.path == path for s in site.outlet.sources)
        ]
        replies = [await get(home + path) for home in homes]
        stand.clock.turn_to(ALL)
        found = replies + [await get(home + path) for home in homes]

    replies = [reply for reply in found if reply.status != 500]

    assert replies
    assert all(ET.fromstring(reply.body) is not None for reply in replies)  # noqa: S314  (our own bytes)


async def test_an_unpublished_article_is_not_there(open_stand: OpenStand) -> None:
    """Before its minute an article is neither listed nor to be had at its address."""
    async with open_stand() as stand:
        url = stand.url_of(FOUNDING)
        before, listed = await get(url), await get(source(stand, "reel-ledger"))
        stand.clock.turn_to(2)
        before, listed, after = before.status, listed.text, (await get(url)).status

    assert (before, after) == (404, 200)
    assert "heat-2" not in listed


async def test_an_edit_changes_headline_and_body(open_stand: OpenStand) -> None:
    """After its minute the page reads otherwise, under the same address, with a later time of change."""
    async with open_stand() as stand:
        stand.clock.turn_to(26)
        before = await get(stand.url_of(EDITED))
        stand.clock.turn_to(27)
        after = await get(stand.url_of(EDITED))

    assert "Michael Mann Eyes" in before.text
    assert "Michael Mann Confirms" in after.text
    assert "finish it by the summer" in after.text
    assert before.headers["etag"] != after.headers["etag"]


@pytest.mark.parametrize(
    ("outlet", "header"),
    [
        ("reel-ledger", "etag"),
        ("reel-ledger", "last-modified"),
        ("second-unit", "last-modified"),
        ("clapperboard-wire", "etag"),
    ],
)
async def test_an_unchanged_listing_answers_304(open_stand: OpenStand, outlet: str, header: str) -> None:
    """A client that sends back a validator gets 304 and no body, until something is published."""
    asked = {"etag": "If_None_Match", "last-modified": "If_Modified_Since"}[header]

    async with open_stand() as stand:
        stand.clock.turn_to(20)
        url = source(stand, outlet)
        first = await get(url)
        again = await get(url, **{asked: first.headers[header]})
        stand.clock.turn_to(-60)
        other = await get(
            url, **{asked: "Thu, 01 Jan 2015 00:00:00 GMT" if header == "last-modified" else first.headers[header]}
        )
        first, again, other = [first, again, other]

    assert (first.status, again.status, other.status) == (200, 304, 200)
    assert again.body == b""


async def test_an_etag_decides_over_a_date(open_stand: OpenStand) -> None:
    """With If-None-Match that does not match, a fresh If-Modified-Since is not looked at."""
    async with open_stand() as stand:
        url = source(stand, "reel-ledger")
        stamp = (await get(url)).headers["last-modified"]
        found = await get(url, If_None_Match='"other"', If_Modified_Since=stamp)

    assert found.status == 200


async def test_an_outlet_without_validators_sends_none(open_stand: OpenStand) -> None:
    """One outlet can't be asked conditionally, as many real ones."""
    async with open_stand() as stand:
        reply = await get(source(stand, "liner-notes"), If_Modified_Since="Thu, 01 Jan 2099 00:00:00 GMT")

    assert reply.status == 200
    assert not {"etag", "last-modified"} & set(reply.headers)


async def test_a_page_changes_only_with_its_article(open_stand: OpenStand) -> None:
    """What else its outlet publishes later leaves a page's ETag as it was."""
    async with open_stand() as stand:
        stand.clock.turn_to(9)
        url = stand.url_of("popcorn-courier/the-last-of-us-cameras-roll")
        first = await get(url)
        stand.clock.turn_to(ALL)
        first, later = first.headers["etag"], (await get(url)).headers["etag"]

    assert first == later


async def test_answers_are_compressed_where_accepted(open_stand: OpenStand) -> None:
    """Gzip is used only on request, with a validator of its own, and unpacks to the same bytes."""
    async with open_stand() as stand:
        url = source(stand, "reel-ledger")
        plain, packed = await get(url), await get(url, Accept_Encoding="gzip, br")

    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert plain.body == packed.body
    assert plain.headers["etag"] != packed.headers["etag"]


async def test_every_outlet_has_its_own_kind_of_page(open_stand: OpenStand, press: Press) -> None:
    """Article pages hold headline, every author and every paragraph's words, and leave no placeholder open."""
    async with open_stand() as stand:
        stand.clock.turn_to(ALL)
        pages = []
        for article in press.articles:
            if article.page == "article":
                reply = await get(stand.url_of(article.id))
                charset = reply.headers["content-type"].partition("charset=")[2]
                pages.append((article.at(ALL), reply.body.decode(charset)))
    assert len(pages) > 10
    for article, page in pages:
        assert article.byline[0] in page, article.id
        assert article.headline.replace("'", "&#x27;").replace("&", "&amp;")[:12].split("&")[0] in page, article.id
        assert not re.search(r"\$[a-z{]", page), article.id


async def test_robots_txt_bars_what_pages_link_to(open_stand: OpenStand) -> None:
    """Every robots.txt disallows /private/, one asks for a delay, and pages do link there."""
    async with open_stand() as stand:
        stand.clock.turn_to(ALL)
        robots = [(await get(site.home + "robots.txt")).text for site in stand.sites.values()]
        page = (await get(stand.url_of(FOUNDING))).text

    assert all("Disallow: /private/" in text for text in robots)
    assert any("Crawl-delay: 0.2" in text for text in robots)
    assert 'href="/private/' in page


async def test_traps_are_what_they_claim(open_stand: OpenStand, press: Press) -> None:
    """A captcha, a consent wall, a false 200 and a huge tag stand where articles are promised."""
    async with open_stand() as stand:
        stand.clock.turn_to(ALL)
        traps = {a.page: await get(stand.url_of(a.id)) for a in press.articles if a.page != "article"}

    assert {reply.status for reply in traps.values()} == {200}
    assert "recaptcha" in traps["captcha"].text
    assert "partners process personal data" in traps["consent"].text
    assert "can't find that page" in traps["soft-404"].text
    assert traps["attributes"].text.count("=") >= 60_000


async def test_a_dead_feed_always_fails_and_a_frozen_one_never_changes(open_stand: OpenStand) -> None:
    """One outlet answers 500 for ever; another has a feed whose newest item is two years old."""
    async with open_stand() as stand:
        dead, frozen = [], []
        for minute in (0.0, ALL):
            stand.clock.turn_to(minute)
            dead.append((await get(source(stand, "backlot-bugle"))).status)
            frozen.append((await get(source(stand, "popcorn-courier", 1))).body)

    assert dead == [500, 500]
    assert frozen[0] == frozen[1]
    assert b"<item>" in frozen[0]


async def test_wordpress_pages_and_filters(open_stand: OpenStand) -> None:
    """The REST collection obeys per_page, page and after, and says how many there are."""
    async with open_stand() as stand:
        stand.clock.turn_to(ALL)
        url = source(stand, "marquee-daily")
        found = [
            await get(url + query) for query in ("", "?per_page=1&page=2", "?after=2024-01-05T09:13:00", "?page=x")
        ]

    every, second, late, odd = [json.loads(reply.body) for reply in found]

    assert second == every[1:2]
    assert {post["slug"] for post in late} < {post["slug"] for post in every}
    assert odd == every


async def test_the_log_tells_what_was_asked(open_stand: OpenStand) -> None:
    """A visit names the client, whether it asked conditionally, and what it got."""
    async with open_stand() as stand:
        reply = await get(source(stand, "reel-ledger"), User_Agent="probe/1")
        await get(source(stand, "reel-ledger"), User_Agent="probe/1", If_None_Match=reply.headers["etag"])
        found = stand

    first, second = found.visits

    assert (first.user_agent, first.status, first.conditional) == ("probe/1", 200, False)
    assert (second.status, second.conditional, second.bytes) == (304, True, 0)


async def test_the_log_counts_requests_in_flight(open_stand: OpenStand) -> None:
    """Two requests at once to one outlet show as two in flight; to two outlets, as one each."""
    async with open_stand(latency=0.2) as stand:
        ledger, unit = source(stand, "reel-ledger"), source(stand, "second-unit")
        await asyncio.gather(get(ledger), get(ledger), get(unit))
        await get(unit)
        seen = [(visit.outlet, visit.in_flight) for visit in stand.visits]

    assert max(count for outlet, count in seen if outlet == "reel-ledger") == 2
    assert max(count for outlet, count in seen if outlet == "second-unit") == 1


async def test_trouble_comes_and_goes(open_stand: OpenStand) -> None:
    """An outlet can be made to answer 429 with Retry-After, to cut connections, and to recover."""
    async with open_stand() as stand:
        url = source(stand, "reel-ledger")
        stand.trouble("reel-ledger", 429, retry_after=7)
        busy = await get(url)
        stand.trouble("reel-ledger", 0)
        with pytest.raises(ConnectionError):
            await get(url)
        stand.trouble("reel-ledger", None)
        well = await get(url)

    assert (busy.status, busy.headers["retry-after"], well.status) == (429, "7", 200)


@pytest.mark.parametrize(
    "raw", [b"\x16\x03\x01\x02\x00\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n"]
)
async def test_what_is_no_http_ends_the_connection_only(open_stand: OpenStand, raw: bytes) -> None:
    """Rubbish costs its own connection; the next client is served."""
    async with open_stand() as stand:
        site = stand.sites["reel-ledger"]
        host, port = site.home.removeprefix("http://").rstrip("/").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(raw)
        try:
            got = await reader.read()
        except ConnectionError:
            got = b""
        writer.close()
        found = got, (await get(site.home)).status

    assert found == (b"", 200)


async def test_a_connection_serves_many_requests(open_stand: OpenStand) -> None:
    """Keep-alive: two requests on one connection get two answers, and HEAD gets no body."""
    async with open_stand() as stand:
        site = stand.sites["reel-ledger"]
        host, port = site.home.removeprefix("http://").rstrip("/").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        head = f"Host: {host}\r\n"
        writer.write(
            f"HEAD / HTTP/1.1\r\n{head}\r\nGET /robots.txt HTTP/1.1\r\n{head}Connection: close\r\n\r\n".encode()
        )
        got = await reader.read()
        writer.close()
        await writer.wait_closed()

    assert got.count(b"HTTP/1.1 200 OK") == 2
    assert b"<html" not in got
    assert b"Disallow: /private/" in got
