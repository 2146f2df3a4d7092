"""Sources that change, from the bytes on: one incident of the right kind, opened in time, closed once, and no other."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import make
import pytest
from changing import DAY, HOUR, Life, Reel, page, title
from website import answer

from monitor.model import Policy, Source, SourceKind

LOGIN = answer(
    "<!doctype html><html><head><title>Log in to continue</title></head><body><h1>Log in to continue</h1>"
    "<form><input type=email><input type=password></form><p>Please log in to read Reel.</p></body></html>"
)
CONSENT = answer(
    "<!doctype html><html><head><title>Before you continue</title></head><body><h1>Before you continue</h1>"
    '<p>We value your privacy. We and our partners use cookies.</p><a href="/privacy">Privacy</a></body></html>'
)
MAINTENANCE = answer(
    "<!doctype html><html><head><title>Down for maintenance</title></head><body><h1>We'll be back soon</h1>"
    "<p>Reel is down for scheduled maintenance.</p></body></html>"
)
SHOP = answer("<!doctype html><html><head><title>Reel shop</title></head><body><h1>Shirts</h1></body></html>")


@pytest.fixture
def site() -> Iterator[Reel]:
    """The outlet's site."""
    with Reel() as reel:
        yield reel


@pytest.fixture
def life(tmp_path: Path, site: Reel) -> Life:
    """The outlet with ten articles, read twice."""
    made = Life(tmp_path, site)
    site.publish(made.at, 10)
    assert made.looks(2) == [[], []]
    return made


def once(life: Life, kind: str) -> None:
    """There was one incident, of this kind; it is closed, and each was said once."""
    (row,) = life.incidents()
    assert (row.kind, row.closed_at is None) == (kind, False)
    assert (life.messages("incident.opened"), life.messages("incident.closed")) == (1, 1)


@pytest.mark.parametrize(
    ("said", "kind", "looks"),
    [
        (answer("no", status="404 Not Found"), "source_gone", 3),
        (answer("no", status="410 Gone"), "source_gone", 3),
        (answer("no", status="403 Forbidden"), "source_refused", 4),
        (answer("no", status="500 Internal Server Error"), "source_failing", 4),
        (b"", "source_failing", 4),
        (LOGIN, "source_walled", 4),
        (CONSENT, "source_walled", 4),
        (MAINTENANCE, "source_failing", 4),
        (SHOP, "source_unreadable", 4),
    ],
)
def test_a_source_that_fails(life: Life, site: Reel, said: bytes, kind: str, looks: int) -> None:
    """Three looks, or half an hour where it may pass, are enough; the first good look closes it."""
    site.answers["/feed"] = said

    seen = life.looks(looks)
    assert [kind] in seen[2:]
    assert set(map(tuple, seen)) == {(), (kind,)}
    assert seen == sorted(seen)  # once open, it stays open

    del site.answers["/feed"]
    if b" 410 " in said:  # gone for good, as it said: it is asked a day later
        life.at += 24 * HOUR
    assert life.looks(3) == [[], [], []]
    once(life, kind)


def test_a_source_that_moved(life: Life, site: Reel) -> None:
    """By a permanent redirect for two days: read there all the time, said once, with the line to write; then over."""
    for place in ("/rss/all", f"http://localhost:{site.port}/feed"):
        site.listings |= {"/rss/all"}
        site.answers["/feed"] = lambda asked, to=place: (
            answer("", f"Location: {to}", status="301 Moved Permanently") if "127" in asked.host else site.feed()
        )
        before = len(life.incidents())
        seen = []
        for _ in range(9):
            site.publish(life.at + 6 * HOUR)
            life.look(6 * HOUR)
            seen.append(life.kinds())

        assert seen == [[]] * 8 + [["source_moved"]]
        row = life.incidents()[-1]
        there = place if place.startswith("http") else site.base + place
        assert row.detail == f"Reel: redirects permanently to another address, where it is read: {there}"
        assert row.evidence['in [[outlet]] id = "reel"'] == f'sources = [{{ kind = "feed", url = "{there}" }}]'
        assert life.value("select count(*) from articles") == len(site.published)

        del site.answers["/feed"]
        life.look(6 * HOUR)
        assert (life.kinds(), len(life.incidents())) == ([], before + 1)


def test_a_source_that_moved_for_good_is_asked_there(life: Life, site: Reel) -> None:
    """Each article once, the old address once in six hours; one that fails there is asked where it was."""
    site.listings |= {"/rss/all"}
    site.answers["/feed"] = answer("", "Location: /rss/all", status="301 Moved Permanently")
    life.looks(10, 6 * HOUR)
    assert life.kinds() == ["source_moved"]

    def asked(looks: int) -> tuple[int, int]:
        """How often the old and the new address are asked."""
        site.asked.clear()
        for _ in range(looks):
            site.publish(life.at)
            life.look()
        return site.paths().count("/feed"), site.paths().count("/rss/all")

    old, new = asked(36)
    assert (old <= 2, new) == (True, 36)
    assert life.value("select count(*) from articles") == len(site.published)
    assert life.value("select count(*) from sources") == 1
    (row,) = life.incidents()
    assert row.evidence['in [[outlet]] id = "reel"'] == f'sources = [{{ kind = "feed", url = "{site.base}/rss/all" }}]'

    site.answers |= {"/rss/all": answer("no", status="404 Not Found"), "/feed": lambda _: site.feed()}
    assert asked(3) == (2, 1)
    assert life.kinds() == []
    assert life.value("select count(*) from articles") == len(site.published)


@pytest.mark.parametrize("to", ["/feed/", "https"])
def test_what_is_no_move(life: Life, site: Reel, to: str) -> None:
    """A slash, or a redirect that is taken back within hours, is nothing to be said."""
    site.listings |= {"/feed/", "/rss"}
    site.answers["/feed"] = answer("", f"Location: {'/feed/' if to == '/feed/' else '/rss'}", status="301 Moved")
    if to == "/feed/":
        assert life.looks(12, 6 * HOUR) == [[]] * 12
    else:
        assert life.looks(6, 6 * HOUR) == [[]] * 6
        del site.answers["/feed"]
        assert life.looks(6, 6 * HOUR) == [[]] * 6


@pytest.mark.parametrize("lie", ["always 304", "one ETag for all"])
def test_validators_that_lie(life: Life, site: Reel, lie: str) -> None:
    """Found out by the first look without a condition, at most six hours later; nothing is missed from then on."""

    def lying(asked):
        if asked.headers.get("if-none-match") or asked.headers.get("if-modified-since"):
            return b'HTTP/1.1 304 Not Modified\r\nETag: "one"\r\nConnection: close\r\n\r\n'
        return site.feed().replace(b"Connection: close", b'Connection: close\r\nETag: "one"')

    site.answers["/feed"] = lying
    life.look()
    seen = []
    for _ in range(8):
        site.publish(life.at)
        life.look(HOUR)
        seen.append(life.kinds())

    assert seen[-1] == ["source_frozen"]
    assert set(map(tuple, seen)) == {(), ("source_frozen",)}
    life.look(2 * DAY)
    life.look()
    once(life, "source_frozen")
    assert life.value("select count(*) from articles") == len(site.published)


@pytest.mark.parametrize("same", [1, 0])
def test_a_listing_that_is_empty(life: Life, site: Reel, same: int) -> None:
    """Two looks, also where it stays the same to the byte; one with items closes it."""
    empty = [
        answer(f'<rss version="2.0"><channel><title>Reel {0 if same else n}</title></channel></rss>') for n in range(9)
    ]
    site.answers["/feed"] = empty

    assert life.looks(3) == [[], ["source_empty"], ["source_empty"]]
    del site.answers["/feed"]
    assert life.looks(2) == [[], []]
    once(life, "source_empty")


def test_dates_that_are_lost(life: Life, site: Reel) -> None:
    """Three listings without any date, of a source that had some; one with dates closes it."""
    seen = []
    for _ in range(4):
        site.publish(life.at)
        site.answers["/feed"] = site.feed(dated=False)
        life.look()
        seen.append(life.kinds())
    assert seen == [[], [], ["source_undated"], ["source_undated"]]

    del site.answers["/feed"]
    site.publish(life.at)
    assert life.looks(2) == [[], []]
    once(life, "source_undated")


def test_a_source_that_never_had_dates(tmp_path: Path, site: Reel) -> None:
    """Is as it always was."""
    life = Life(tmp_path, site)
    for _ in range(5):
        site.publish(life.at, 3)
        site.answers["/feed"] = site.feed(dated=False)
        life.look()
        assert life.kinds() == []


def test_new_ids_for_old_items(life: Life, site: Reel) -> None:
    """A feed that gives its items other ids, and even other parameters: nothing is alerted twice, nothing is wrong."""
    site.publish(life.at)
    life.look()
    alerts = life.alerts()
    assert alerts == 1
    for number in range(6):
        site.answers["/feed"] = site.feed(guid=f"{number}-", query=f"?utm_source={number}")
        life.look()
        assert life.kinds() == []

    assert life.alerts() == alerts


def test_new_addresses_for_old_items(life: Life, site: Reel) -> None:
    """A parameter that changes at each look: the texts are known, so nothing is alerted twice, and nothing missing."""
    site.publish(life.at)
    life.look()
    alerts = life.alerts()
    for number in range(4):
        site.answers["/feed"] = site.feed(query=f"?id={number}")
        life.look()
        assert life.kinds() == ["source_readdressed"]

    assert "listed 10 known articles under other addresses" in life.incidents()[0].detail
    assert (life.alerts(), life.value("select count(*) from articles")) == (alerts, 11)
    for _ in range(3):
        site.publish(life.at)
        site.answers["/feed"] = site.feed(query="?id=3")
        life.look()
    assert life.alerts() == alerts + 3
    once(life, "source_readdressed")


def test_new_addresses_where_pages_are_not_read(tmp_path: Path, site: Reel) -> None:
    """The listing's own words, few as they are, are the same article if their time is the same."""
    home = f"{site.base}/"
    life = Life(tmp_path, site, make.outlet("reel", home, sources=(make.feed(home),), policy=Policy.FEED))
    site.publish(life.at, 10)
    life.looks(2)
    site.publish(life.at)
    life.look()
    alerts, stored = life.alerts(), life.value("select count(*) from articles")
    assert (alerts, stored) == (1, 11)
    for number in range(3):
        site.answers["/feed"] = site.feed(query=f"?id={number}")
        life.look()

    assert (life.alerts(), life.value("select count(*) from articles")) == (alerts, stored)


def test_an_outlet_that_falls_silent(life: Life, site: Reel) -> None:
    """Against its own rhythm, with a front page that stands still too; the next article closes it."""
    life.lives(12)
    assert life.kinds() == []
    seen = life.looks(30, HOUR)

    assert ["outlet_silent"] in seen
    assert set(map(tuple, seen)) == {(), ("outlet_silent",)}
    assert seen == sorted(seen)
    site.publish(life.at)
    life.look()
    life.look()
    once(life, "outlet_silent")


def test_a_list_that_stands_still(life: Life, site: Reel) -> None:
    """The feed is frozen while the front page goes on: that is said of the feed, and not that the outlet is silent."""
    life.lives(12)
    site.answers["/feed"] = site.feed()
    seen = []
    for hour in range(30):
        site.front = "".join(
            f'<h2><a href="/2026/01/a-story-of-the-day-number-{hour * 2 + n}">A story of the day, number {hour * 2 + n}'
            "</a></h2>"
            for n in range(10)
        )
        life.look(HOUR)
        seen.append(life.kinds())

    assert ["source_frozen"] in seen
    assert set(map(tuple, seen)) == {(), ("source_frozen",)}
    assert "the front page has" in life.incidents()[0].detail
    del site.answers["/feed"]
    site.publish(life.at, 2)
    life.look()
    life.look()
    once(life, "source_frozen")


def test_what_is_too_large_to_be_handed_on(tmp_path: Path, site: Reel) -> None:
    """A listing of more and longer links than an event can hold has a cause of its own, and closes as others do."""
    life = Life(tmp_path, site)
    site.publish(life.at, 3)
    life.looks(2)
    links = "".join(
        f"<item><title>{n} {'w' * 900}</title><link>{site.base}/{n}/{'x' * 1500}</link></item>" for n in range(4000)
    )
    site.answers["/feed"] = answer(f'<rss version="2.0"><channel><title>R</title>{links}</channel></rss>')
    life.desk.reload(
        replace(
            life.config,
            outlets=(replace(life.outlet, sources=(Source(kind=SourceKind.FEED, url=f"{site.base}/feed"),)),),
        ),
        life.at,
    )

    seen = life.looks(4)
    assert seen[-1] == ["source_too_large"]
    assert set(map(tuple, seen)) == {(), ("source_too_large",)}
    assert "too long" in life.incidents()[0].detail or "longer than" in life.incidents()[0].detail
    del site.answers["/feed"]
    life.look()
    once(life, "source_too_large")


def test_a_section_behind_a_login(tmp_path: Path, site: Reel) -> None:
    """A page for people in place of another page for people: told by its words, not by its lack of links."""
    home = f"{site.base}/"
    outlet = make.outlet("reel", home, sources=(Source(kind=SourceKind.SECTION, url=f"{home}film"),))
    life = Life(tmp_path, site, outlet)
    paths = {n: f"/2026/01/heat-2-report-number-{n}" for n in range(1, 5)}
    site.answers |= {path: answer(page(n, life.at)) for n, path in paths.items()}
    links = "".join(f'<h2><a href="{path}">{title(n)}, says Mann</a></h2>' for n, path in paths.items())
    site.answers["/film"] = answer(f"<html><head><title>Film</title></head><body>{links}</body></html>")
    assert life.looks(2) == [[], []]
    good, site.answers["/film"] = site.answers["/film"], CONSENT

    seen = life.looks(4)
    assert seen[-1] == ["source_walled"]
    assert set(map(tuple, seen)) == {(), ("source_walled",)}
    site.answers["/film"] = good
    life.look()
    once(life, "source_walled")
