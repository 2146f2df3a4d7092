"""The frame of the pages: each answers in every form, with the headers that keep others out, and errors are pages."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import feedparser
import make
import pytest
import ready_archive
from web_made import CONFIG, HOST, NOW, Clock, browsing, filled, flooded, token

from monitor.model import Hit, Origin
from monitor.store import articles, hits, stories, story_links
from monitor.store.archive import Archive
from monitor.store.articles import NewArticle
from monitor.story import LinkKind
from monitor.views import story_course
from monitor.web import pages, representations
from monitor.web.pages import story as story_page

INLINE = re.compile(r"<(script|style)>|<[^>]*\s(on\w+|style)=|(src|href)=\"(https?:)?//[^\"]*\.(js|css)")


def addresses(story: int = 1) -> list[str]:
    """Every address of every page, in every form."""
    found = ["/login", "/healthz", "/metrics"]
    for page in pages.PAGES:
        made = [
            path.replace("{id:int}", str(story)).replace("{id}", "heat-2" if "watch" in page.path else "variety")
            for path in (page.path, page.stem)
        ]
        found += [path for path in dict.fromkeys(made) if path]
        stem = made[1] or made[0]
        found += [f"{stem}{form}" for form in representations.forms(page)]
    return found


def test_every_page_answers_in_every_form(browser) -> None:
    """HTML, JSON, CSV, Atom and JSON Feed are what they say, and nothing of them is kept by others or runs a script."""
    every = sorted(addresses())
    assert len(every) > 10
    followed: dict[str, int] = {}
    for address in every:
        answer = browser.get(address)
        assert answer.status_code in {200, 303}, (address, answer.text)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        if address.endswith("/sheet"):  # a mail as it went out: it may be coloured, and is shut in
            assert "sandbox allow-popups" in answer.headers["content-security-policy"]
            assert "script" not in answer.headers["content-security-policy"]
            continue
        assert "unsafe" not in answer.headers["content-security-policy"]
        kind = answer.headers.get("content-type", "")
        if address.endswith(".atom"):
            feed = feedparser.parse(answer.content)
            assert (feed.version, bool(feed.bozo)) == ("atom10", False), (address, feed.get("bozo_exception"))
            assert [link.href for link in feed.feed.links if link.rel == "self"] == [f"{HOST}{address}"]
            assert all(one.id.startswith("urn:entertainment-monitor:") for one in feed.entries), address
            assert all(one.link.startswith("http") and one.updated_parsed for one in feed.entries), address
            assert len({one.id for one in feed.entries}) == len(feed.entries)
            followed[address.removesuffix(".atom")] = len(feed.entries)
        elif address.endswith(".feed.json"):
            feed = answer.json()
            assert (feed["version"], feed["feed_url"]) == ("https://jsonfeed.org/version/1.1", f"{HOST}{address}")
            assert all(one["id"] and one["content_text"] and one["url"] for one in feed["items"]), address
            assert all(datetime.fromisoformat(one["date_published"]).tzinfo for one in feed["items"])
            assert followed[address.removesuffix(".feed.json")] == len(feed["items"])
        elif address.endswith(".json"):
            assert isinstance(json.loads(answer.content), dict)
            assert "json" in kind
        elif address.endswith(".csv"):
            assert kind == "text/csv; charset=utf-8"
        elif kind.startswith("text/html"):
            assert "<h1" in answer.text
            assert not re.search(
                r"<(script|style)>|\son\w+=|\sstyle=|(src|href)=\"(https?:)?//[^\"]*\.(js|css)", answer.text
            )
    assert {name for name, entries in followed.items() if entries} >= {
        *("/today", "/story/1", "/watches", "/watch/heat-2", "/report", "/firsts", "/deliveries", "/digests"),
        "/digests/1",
    }
    assert "/outlet/variety" in followed
    # Whatever is a page for people has feeds, but for the words of the language and a mail as it went out.
    without = {page.path for page in pages.PAGES if not page.has_feed}
    assert without == {"/help", "/digests/next/sheet", "/digests/{id:int}/sheet"}


def test_a_feed_is_narrowed_as_its_page_is(browser) -> None:
    """Two searches are two feeds: each names its own address, and its own id, by which readers tell feeds apart."""
    found = [feedparser.parse(browser.get(f"/search.atom?q={word}").content) for word in ("Driver", "Mann")]

    assert [one.feed.links[1].href for one in found] == [f"{HOST}/search.atom?q={word}" for word in ("Driver", "Mann")]
    assert [one.feed.link for one in found] == [f"{HOST}/search?q={word}" for word in ("Driver", "Mann")]
    assert found[0].feed.id != found[1].feed.id


@pytest.mark.parametrize(("watches", "listed"), [(5, 60), (70, 60)])
def test_a_full_first_page_stays_small(tmp_path, watches: int, listed: int) -> None:
    """Under 60 kB with all the stories that it lists, under long titles, whether of few watches or of many."""
    more = "".join(f'[[watch]]\nname = "Watch {each}"\nquery = "Mann"\n' for each in range(watches))
    path = filled(tmp_path, titles=(), text=CONFIG + more)
    with Archive.open(tmp_path / "archive.db") as archive, archive.transaction():
        for place in range(70):
            title = f"{place}: " + "Michael Mann’s “Heat 2” & its dates, " * 6
            at = NOW - timedelta(minutes=place)
            made = make.article("variety", f"f{place}", title=title, body=title)
            story = stories.open(archive, title, at)
            new = NewArticle(article=made, url_key=made.url, content_hash=str(place), found_at=at, story_id=story)
            article = articles.add(archive, new)
            for watch in range(watches) if watches < 10 else (place,):
                hit = Hit(watch=f"watch-{watch}", marks=(), snippet=title, snippet_marks=())
                hits.add(archive, hit, article, story, Origin.LIVE, at)
    with browsing(path) as browser:
        page = browser.get("/")
        assert len(page.content) < 60_000
        assert page.text.count("<li data-item") == listed
        assert ("and 10 more watches" in page.text) == (watches == 70)
        assert ('and <a href="/watch/watch-0">58 more stories</a>' in page.text) == (watches == 5)


def test_today_shows_each_watch_with_who_was_first(browser) -> None:
    """The first page names the story once, by its watch, with the outlet that was first and how many have it."""
    text = browser.get("/").text
    listed = browser.get("/today.json").json()["rows"]

    assert [(row["watch"], row["first_outlet"], row["confirmed_by"]) for row in listed] == [
        ("heat-2", "variety", ["JoBlo", "Deadline"])
    ]
    assert text.count("Heat 2 is next for Mann") == 1
    assert "first <b>Variety</b> · confirmed by JoBlo and Deadline" in text
    assert len(text) < 60_000


def test_what_came_since_the_last_visit_is_marked(desk) -> None:
    """Nothing is new at a first visit; at the next one, what was found since the one before, until that is over too."""
    clock = Clock(NOW - timedelta(hours=7, minutes=20))
    with browsing(desk, clock=clock) as browser:
        assert 'class="flag">new' not in browser.get("/").text
        clock.at = NOW
        assert 'class="flag">new' in browser.get("/").text
        clock.at += timedelta(minutes=10)
        assert 'class="flag">new' in browser.get("/").text  # still the same visit
        clock.at += timedelta(hours=1)
        assert 'class="flag">new' not in browser.get("/").text


def test_a_story_shows_how_it_came(browser) -> None:
    """Its articles stand in order of report, each with its outlet, its time in the desk's zone, and whom it credits."""
    text = browser.get("/story/1").text

    assert re.findall(r'"by"><b>(Variety|JoBlo|Deadline)</b>', text) == ["Variety", "JoBlo", "Deadline"]
    assert "credits <b>Variety</b>" in text
    assert 'datetime="2026-11-23T04:00:00Z"' in text


def test_the_page_of_a_big_story_has_its_ends(browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first reports and the newest, with how many are left out; a feed the newest, and what programs read all."""
    monkeypatch.setattr(story_course, "_FIRST", 1)
    monkeypatch.setattr(story_course, "_NEWEST", 1)
    monkeypatch.setattr(story_page, "_FEED", 1)
    text = browser.get("/story/1").text

    assert re.findall(r'"by"><b>(Variety|JoBlo|Deadline)</b>', text) == ["Variety", "Deadline"]
    assert "Not shown here: 1 report between the first and the newest" in text
    assert text.count("<option") == 2
    assert browser.get("/story/1.atom").text.count("<entry>") == 1
    assert "Deadline:" in browser.get("/story/1.atom").text
    assert len(browser.get("/story/1.json").json()["rows"]) == 3


def test_a_story_names_those_that_it_is_linked_to(tmp_path) -> None:
    """What it follows and what follows it, each with its title and the way there; programs have the same."""
    path = filled(tmp_path)
    flooded(path, ["The sequel of Heat"])
    with Archive.open(path.parent / "archive.db") as archive:
        story_links.keep(archive, 2, 1, LinkKind.FOLLOWS, ["heat"])
    with browsing(path) as browser:
        assert 'Follows <a href="/story/1">Heat 2 is next for Mann</a>' in browser.get("/story/2").text
        assert 'Followed by <a href="/story/2">The sequel of Heat</a>' in browser.get("/story/1").text
        assert [link["story"] for link in browser.get("/story/1.json").json()["linked_from"]] == [2]


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/nothing", 404, "There is no such page"),
        ("/story/77", 404, "there is no story 77"),
        ("/story/99999999999999999999999", 404, "no number"),
        (f"/story/{'9' * 5_000}", 414, "too long"),
        ("/story/77.json", 404, "there is no story 77"),
        ("/?limit=a", 200, "Today"),
        ("/static/x/../../pages/today.py", 404, "no such"),
        ("/static/x/%2e%2e%2fbase.html", 404, "no such"),
    ],
)
def test_an_error_is_a_finished_page(browser, address: str, status: int, said: str) -> None:
    """It says what is not there; for a program as JSON."""
    answer = browser.get(address)

    assert answer.status_code == status
    assert said in answer.text
    assert answer.json() if address.endswith(".json") else "<h1" in answer.text


def test_what_takes_too_long_is_cut_off(desk, monkeypatch) -> None:
    """A page whose questions take longer than they may is 503 and a finished page, and the next one works."""
    from monitor.web import archives

    with browsing(desk) as browser:
        monkeypatch.setattr(archives, "READ_WITHIN", -1.0)
        monkeypatch.setattr("monitor.store.archive._STEPS", 1)
        slow = browser.get("/story/1")
        monkeypatch.setattr(archives, "READ_WITHIN", 5.0)

        assert (slow.status_code, "took too long" in slow.text) == (503, True)
        assert browser.get("/story/1").status_code == 200


def test_a_story_is_judged_and_starred_where_it_is_seen(tmp_path) -> None:
    """On the first page a story that is not relevant goes; its own page says so, and lets it be taken back."""
    with browsing(filled(tmp_path)) as browser:

        def send(path: str, **fields: str):
            return browser.post(path, data={"token": token(browser, path), **fields})

        assert send("/", act="mark", mark="star.1.heat-2").headers["location"] == "/"
        assert "★" in browser.get("/").text
        assert "★ Unstar" in browser.get("/story/1").text
        assert send("/?since=week", act="mark", mark="wrong.1.heat-2").headers["location"] == "/?since=week"
        assert browser.get("/today.json").json()["rows"] == []
        page = browser.get("/story/1").text
        assert page.count("<b>not relevant</b>") == 3
        assert "found by" in page
        assert send("/story/1", act="judge", article="1", verdict="right").status_code == 303
        assert [row["hits"] for row in browser.get("/today.json").json()["rows"]] == [1]
        wrong = ("", "wrong", "wrong.x.heat-2", "wrong.77.heat-2", f"wrong.{'9' * 30}.heat-2", "format.1.heat-2")
        assert {send("/", act="mark", mark=mark).status_code for mark in wrong} == {400, 404}
        assert send("/story/1", act="judge", article="77", verdict="right").status_code == 404


def test_archives_with_news_are_copies_with_random_values_of_their_own(tmp_path: Path) -> None:
    """The first of a process, its copies too: sound files, and nothing that one would sign or name is another's."""
    paths = [tmp_path / name for name in ("a", "b", "c")]
    for path in paths:
        path.mkdir()
        filled(path)
    archives_made = [path / "archive.db" for path in paths]
    values = [ready_archive.randoms(path) for path in archives_made]

    assert len({value for each in values for value in each}) == 3 * len(ready_archive.RANDOM)
    for path, others in zip(archives_made[1:], (values[0], values[0] + values[1]), strict=True):
        assert not [value for value in others if value in path.read_bytes()]
        with Archive.open(path, read_only=True) as archive:
            assert archive.value("pragma integrity_check") == "ok"
