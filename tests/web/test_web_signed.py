"""Links of messages: each does one thing, by its button, for who has it whole, for thirty days."""

import re
from datetime import timedelta
from html import unescape

import pytest
from test_web_guarded import LOCKED
from web_made import CONFIG, NOW, Clock, browsing, filled, token

from monitor import config
from monitor.desk import posting
from monitor.digest import specimen
from monitor.digest.imprint import Imprint
from monitor.digest.render import Rendering
from monitor.signed_links import SignedLinks, holds
from monitor.store import snoozes, verdicts, web_sessions
from monitor.store.archive import Archive

LINK = re.compile(r"/link/(\w+)/([\w.-]+)/(\d+)/([0-9a-f]+)")
LINKS = SignedLinks(base="http://localhost:8642", key=b"k" * 32)


@pytest.fixture
def made(tmp_path):
    """The archive, its links, and a browser that is not logged in."""
    path = filled(tmp_path)
    with Archive.open(tmp_path / "archive.db", read_only=True) as archive:
        links = SignedLinks(base="http://localhost:8642", key=web_sessions.key(archive))
    clock = Clock()
    with browsing(path, LOCKED, clock) as browser:
        yield tmp_path / "archive.db", links, browser, clock


def send(browser, url: str, **fields: str):
    """Press a button of a link's page."""
    return browser.post(url, data={"token": token(browser, url), **fields})


def test_each_does_its_own_thing_without_a_log_in(made) -> None:
    """Opening changes nothing; its button pauses, or judges, and that can be taken back; no other act is done."""
    at, links, browser, _ = made
    pause, wrong = links.pause("heat-2", None, NOW), links.irrelevant("heat-2", 2, NOW)
    with Archive.open(at) as archive:
        assert browser.get(pause).status_code == browser.get(wrong).status_code == 200
        assert (snoozes.lasting(archive, NOW), verdicts.of_watch(archive, "heat-2")) == ([], [])
        assert send(browser, pause, act="pause", span="week").status_code == 303
        assert [(one.watch, one.until - NOW) for one in snoozes.lasting(archive, NOW)] == [("heat-2", timedelta(7))]
        assert "Nothing of it is sent until" in browser.get(pause).text
        assert send(browser, pause, act="resume").status_code == 303
        assert snoozes.lasting(archive, NOW) == []
        assert send(browser, wrong, act="judge").status_code == 303
        assert [(one.id, is_right) for one, is_right in verdicts.of_watch(archive, "heat-2")] == [(2, False)]
        assert send(browser, wrong, act="pause", span="day").status_code == 400
        assert send(browser, pause, act="judge").status_code == 400
        assert send(browser, pause, act="pause", span="year").status_code == 400
        assert snoozes.lasting(archive, NOW) == []


def test_a_story_is_shown_and_nothing_else(made) -> None:
    """The story of the link can be read; it has no form, and every other page asks for the password."""
    _, links, browser, _ = made
    text = browser.get(links.story(1, NOW)).text

    assert "How it came" in text
    assert "<form" not in text
    assert "<nav" not in text
    assert browser.get("/story/1").status_code == browser.get("/").status_code == 303
    assert browser.post("/story/1", data={"act": "undo"}).status_code == 303


def test_a_story_has_no_form_for_who_is_in_either(desk, browser) -> None:
    """Its buttons would be sent to the link's address, which knows none of their acts."""
    with Archive.open(desk.parent / "archive.db", read_only=True) as archive:
        link = SignedLinks(base="http://localhost:8642", key=web_sessions.key(archive)).story(1, NOW)

    assert '<form method="post"' in browser.get("/story/1").text
    assert '<form method="post"' not in browser.get(link).text


def test_one_that_was_changed_or_is_over_does_nothing(made) -> None:
    """Another watch, person, story, time, act or key, and the thirty-first day: a page says so."""
    _, links, browser, clock = made
    good = links.pause("heat-2", "ana", NOW)
    changed = [
        good.replace("heat-2.ana", "heat-2.eve"),
        good.replace("heat-2.ana", "heat-2."),
        good.replace("/pause/", "/open/"),
        good.replace("/pause/", "/format/"),
        good[:-1] + ("0" if good[-1] != "0" else "1"),
        good[:-1],
        re.sub(r"/(\d{10})/", lambda match: f"/{int(match[1]) + 1}/", good),
        re.sub(r"/(\d{10})/", "/x/", good),
        re.sub(r"/(\d{10})/", f"/{'9' * 40}/", good),
        LINKS.pause("heat-2", "ana", NOW),
    ]
    assert browser.get(good).status_code == 200
    assert [url for url in changed if browser.get(url).status_code != 404] == []
    clock.at = NOW + timedelta(days=31)
    assert browser.get(good).status_code == 404


def test_mails_have_them_where_there_are_pages(tmp_path) -> None:
    """An alert and a digest link the story, "not relevant" and a pause, each whole; without `public_url` none does."""
    messages = specimen.messages()
    for of, has_links in ((Imprint(pages=LINKS), True), (Imprint(), False)):
        for name in ("alert.html", "digest.html"):
            forms = Rendering(message=messages[name], imprint=of)
            found = LINK.findall(unescape(forms.html))

            assert {act for act, *_ in found} == ({"open", "irrelevant", "pause"} if has_links else set())
            assert all(holds(LINKS.key, *one, messages[name].at) for one in found)
    assert len(LINK.findall(Rendering(message=messages["alert.html"], imprint=Imprint(pages=LINKS)).text)) == 3


def test_a_digest_of_persons_pauses_nothing_for_everybody() -> None:
    """Where there are persons, a digest's pause would silence a watch for others too: it has none."""
    page = Rendering(message=specimen.messages()["digest.html"], imprint=Imprint(pages=LINKS, has_persons=True)).html

    assert "/link/open/" in page
    assert "/link/pause/" not in page


@pytest.mark.parametrize(
    ("web", "base"), [("", None), ('public_url = "https://desk.example/"', "https://desk.example")]
)
def test_messages_link_to_where_people_find_the_pages(tmp_path, web: str, base: str | None) -> None:
    """`[web] public_url` is that; the links are signed by the archive's own key."""
    path = filled(tmp_path, titles=(), text=f"{CONFIG}\n[web]\n{web}\n")
    with Archive.open(tmp_path / "archive.db", read_only=True) as archive:
        pages = posting.imprint(config.load(path, {}), archive).pages

        assert (pages and pages.base) == base
        assert pages is None or pages.key == web_sessions.key(archive)
