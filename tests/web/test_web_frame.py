"""The frame of the pages: each answers in every form, with the headers that keep others out, and errors are pages."""

import json
import re
from datetime import timedelta

import pytest
from lxml import etree
from web_made import NOW, Clock, browsing, filled, token

from monitor.web import pages, representations

INLINE = re.compile(r"<(script|style)>|<[^>]*\s(on\w+|style)=|(src|href)=\"(https?:)?//[^\"]*\.(js|css)")
ATOM = "{http://www.w3.org/2005/Atom}"


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
    every = addresses()
    assert len(every) > 10
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
            feed = etree.fromstring(answer.content)
            assert feed.tag == f"{ATOM}feed"
            assert all(
                one.findtext(f"{ATOM}id") and one.findtext(f"{ATOM}updated") for one in feed.iter(f"{ATOM}entry")
            )
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


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/nothing", 404, "There is no such page"),
        ("/story/77", 404, "there is no story 77"),
        ("/story/99999999999999999999999", 404, "no number"),
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
