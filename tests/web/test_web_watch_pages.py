"""Search, watches and the query language in a browser: what is found, tried, judged and saved."""

import tomllib
from dataclasses import replace
from datetime import timedelta

import feedparser
import make
import pytest
from web_made import CONFIG, NOW, browsing, filled, token

from monitor import config
from monitor.dated_events import CalendarRead, DatedEvent
from monitor.desk import Desk
from monitor.match.query.operators import OPERATORS

PLAIN = """
follow = ["joblo", "variety", "deadline"]

[archive]
path = "archive.db"

[[watch]]
name = "Heat 2"
query = 'title:"Heat 2"'
"""


@pytest.fixture
def own(tmp_path):
    """A configuration and an archive that may be changed."""
    return filled(
        tmp_path, titles=("Heat 2 is next for Mann", "The Heat wave goes on", "Heat 2: Driver in talks"), text=PLAIN
    )


def watched(path) -> list[dict]:
    """The watches as the file has them."""
    return tomllib.loads(path.read_text(encoding="utf-8"))["watch"]


def test_a_search_shows_its_words_and_what_it_can_be_narrowed_to(browser) -> None:
    """The words stand marked in their sentences; outlets lead to the same search in one of them."""
    text = browser.get("/search", params={"q": 'Mann NEAR/6 "Heat 2"'}).text
    assert text.count("data-item") == 3
    assert "<mark>Heat 2</mark>" in text
    assert "outlet=variety" in text

    rows = browser.get("/search.json", params={"q": '"Heat 2"', "outlet": "joblo"}).json()["rows"]
    assert [row["outlet_id"] for row in rows] == ["joblo"]
    assert browser.get("/search.json", params={"q": '"Heat 2"', "kind": "review"}).json()["rows"] == []
    assert browser.get("/search.json", params={"q": '"Heat 2"', "until": "2026-11-01"}).json()["rows"] == []
    for on, rows in (("2026-11-22", 3), ("2026-11-23", 0)):  # by the desk's midnight: they came on the 23rd of UTC
        assert len(browser.get("/search.json", params={"q": '"Heat 2"', "since": on}).json()["rows"]) == rows
    assert {browser.get(f"/search?q=Heat&since={on}").status_code for on in ("soon", "0001-01-01", "9999-12-31")} == {
        400
    }
    more = browser.get("/search", params={"q": '"Heat 2"', "limit": "2"}).text
    assert "limit=4" in more
    assert "limit=" not in text


def test_a_mistake_in_a_query_is_shown_where_it_is(browser) -> None:
    """The place is underlined and the reason said, as a page and as values; a wrong day, kind or outlet is named."""
    answer = browser.get("/search", params={"q": "Heat AND (Mann"})
    assert answer.status_code == 400
    assert '<pre class="caret">Heat AND <mark>(</mark>Mann</pre>' in answer.text
    problem = browser.get("/search.json", params={"q": "Heat AND (Mann"}).json()["problem"]
    assert problem["position"] == 9
    wrongs = (("since", "yesterday", 400), ("until", "0001-01-01", 400), ("kind", "gossip", 400), ("outlet", "jo", 404))
    for name, wrong, status in wrongs:
        refused = browser.get("/search", params={"q": "Heat", name: wrong})
        assert refused.status_code == status
        assert wrong in refused.text


def test_the_watches_are_listed_and_one_shows_its_hits(browser) -> None:
    """Counts stand in the list; the watch's page has its days, its outlets and its hits with their words."""
    [row] = browser.get("/watches.json").json()["rows"]
    assert (row["id"], row["state"], row["week"], row["hits"]) == ("heat-2", "active", 3, 3)
    found = browser.get("/watch/heat-2.json").json()
    assert sum(day["hits"] for day in found["days"]) == 3
    assert [day["day"] for day in found["days"]][-1] == "2026-11-23"
    assert sorted(found["by_outlet"]) == [["Deadline", 1], ["JoBlo", 1], ["Variety", 1]]
    assert [row["id"] for row in found["rows"]] == [3, 2, 1]
    first = browser.get("/watch/heat-2.json", params={"limit": "2"}).json()
    assert [row["id"] for row in browser.get("/watch/heat-2.json", params={"after": "2"}).json()["rows"]] == [1]
    assert len(first["rows"]) == 2
    assert browser.get("/watch/none-such").status_code == 404


def test_a_hit_is_judged_with_one_button(own) -> None:
    """The button of the key x says that a hit is not relevant; the page counts it, and the other word replaces it."""
    with browsing(own) as browser:
        key = token(browser, "/watch/heat-2")
        assert 'data-key="x"' in browser.get("/watch/heat-2").text
        for verdict, right, wrong in (("no", 0, 1), ("yes", 1, 0)):
            sent = {"token": key, "act": "judge", "hit": "1", "verdict": verdict}
            assert browser.post("/watch/heat-2", data=sent).headers["location"] == "/watch/heat-2"
            found = browser.get("/watch/heat-2.json").json()
            assert (found["right"], found["wrong"]) == (right, wrong)
            assert found["rows"][-1]["verdict"] == verdict
        for wrong_form in ({"hit": "99", "verdict": "no"}, {"hit": "1", "verdict": "maybe"}, {"hit": "x"}):
            assert browser.post("/watch/heat-2", data={"token": key, "act": "judge"} | wrong_form).status_code in {
                400,
                404,
            }


def test_a_hit_gets_a_star_and_leads_on(own) -> None:
    """The star of the key s stands with its hit, for programs too; report, dates and calendar are of the watch."""
    with browsing(own) as browser:
        sent = {"token": token(browser, "/watch/heat-2"), "act": "star", "article": "1"}
        assert browser.post("/watch/heat-2", data=sent).headers["location"] == "/watch/heat-2"
        text, rows = browser.get("/watch/heat-2").text, browser.get("/watch/heat-2.json").json()["rows"]
        assert text.count('data-key="s"') == len(rows)
        assert text.count("★ Unstar") == 1
        assert {row["article_id"] for row in rows if row["stars"]} == {1}
        for place in ("/report?watch=heat-2", "/dates?watch=heat-2"):
            assert f'href="{place}"' in text
            assert browser.get(place).status_code == 200
        calendar = browser.get("/watch/heat-2.ics")
        assert calendar.text == browser.get("/dates.ics", params={"watch": "heat-2"}).text
        assert "X-WR-CALNAME:Heat 2" in calendar.text


def test_words_are_tried_before_they_are_saved(own) -> None:
    """A trial says what would be gained, lost and kept, and changes nothing; a query that is wrong is not offered."""
    with browsing(own) as browser:
        before = own.read_text(encoding="utf-8")
        text = browser.get("/watch/heat-2", params={"query": "title:wave OR title:talks", "span": "week"}).text
        assert "1 gained" in text
        assert "1 lost" in text
        assert "1 kept" in text
        assert "Save these words" in text
        wrong = browser.get("/watch/heat-2", params={"query": "Heat AND ("}).text
        assert "Save these words" not in wrong
        assert 'role="alert"' in wrong
        assert own.read_text(encoding="utf-8") == before


def test_saved_words_stand_in_the_file_with_all_else(own) -> None:
    """Query and lists are written where the watch stands, comments stay; who comes late with old words is refused."""
    own.write_text(own.read_text(encoding="utf-8") + "# of the desk\n", encoding="utf-8")
    with browsing(own) as browser:
        page = browser.get("/watch/heat-2", params={"query": '"Heat 2" OR "Heat II"', "except": "Miami Heat"}).text
        was = page.split('name="was" value="')[1].split('"')[0]
        sent = {
            "token": token(browser, "/watch/heat-2"),
            "act": "save",
            "was": was,
            "query": '"Heat 2" OR "Heat II"',
            "except": "Miami Heat\r\nheat wave\r\n",
        }
        assert browser.post("/watch/heat-2", data=sent).status_code == 303
        assert watched(own) == [
            {"name": "Heat 2", "query": '"Heat 2" OR "Heat II"', "except": ["Miami Heat", "heat wave"]}
        ]
        assert "# of the desk" in own.read_text(encoding="utf-8")
        late = browser.post("/watch/heat-2", data=sent | {"query": "Heat"})
        assert late.status_code == 400
        assert "changed meanwhile" in late.text
        now = browser.get("/watch/heat-2", params={"query": "Heat"}).text.split('name="was" value="')[1].split('"')[0]
        broken = browser.post("/watch/heat-2", data=sent | {"was": now, "query": 'Heat"""\nalert = "digest'})
        assert broken.status_code in {303, 400}
        assert [set(one) for one in watched(own)] == [{"name", "query", "except"}]
        again = browser.get("/watch/heat-2", params={"query": "Heat"}).text.split('name="was" value="')[1].split('"')[0]
        none = browser.post("/watch/heat-2", data=sent | {"was": again, "query": '"Heat 2"', "except": ""})
        assert none.status_code == 303
        assert watched(own) == [{"name": "Heat 2", "query": '"Heat 2"'}]


def test_words_that_a_daemon_would_refuse_are_not_saved(own) -> None:
    """Sent without a trial, a query or name that cannot be read is said, once, and the file stays as it was."""
    with browsing(own) as browser:
        text = browser.get("/watch/heat-2", params={"query": "Heat"}).text
        sent = {"token": token(browser, "/watch/heat-2"), "was": text.split('name="was" value="')[1].split('"')[0]}
        before = own.read_bytes()
        for place, act, wrong in (
            ("/watch/heat-2", "save", {"query": "Heat AND ("}),
            ("/watch/heat-2", "save", {"query": "Heat", "except": "wave OR"}),
            ("/watches", "add", {"name": "Driver", "query": "Driver NEAR/"}),
            ("/watches", "add", {"name": "Driver", "query": "Driver", "aliases": "\x00"}),
            ("/watches", "add", {"name": "Heat-2", "query": '"Heat 2"'}),
        ):
            refused = browser.post(place, data=sent | {"act": act} | wrong)
            assert refused.status_code == 400, wrong
            assert refused.text.count("nothing was") == 1, wrong
        assert own.read_bytes() == before


def test_a_watch_is_paused_and_another_added(own, monkeypatch) -> None:
    """What the buttons do stands in the file; a name that is taken is refused, and the file stays as it was."""
    with browsing(own) as browser:
        key = token(browser, "/watch/heat-2")
        for act, paused in (("pause", True), ("pause", True), ("resume", None), ("resume", None)):
            assert browser.post("/watch/heat-2", data={"token": key, "act": act}).status_code == 303
            assert watched(own)[0].get("paused") is paused
        new = {"token": key, "act": "add", "name": "Driver", "query": '"Adam Driver"', "context": "film\nHeat"}
        assert browser.post("/watches", data=new).status_code == 303
        assert watched(own)[1] == {"name": "Driver", "query": '"Adam Driver"', "context": ["film", "Heat"]}
        assert [row["state"] for row in browser.get("/watches.json").json()["rows"]] == ["not in use yet", "active"]
        assert browser.post("/watches", data=new).status_code == 400
        assert len(watched(own)) == 2
        with monkeypatch.context() as patched:
            patched.setattr("monitor.config.toml_edit.os.access", lambda path, _: path.suffix != ".toml")
            for page, sent in (("/watch/heat-2", new | {"act": "pause"}), ("/watches", new | {"name": "Mann"})):
                refused = browser.post(page, data=sent)
                assert (refused.status_code, "is read-only" in refused.text) == (400, True), page


def test_the_help_has_every_operator_with_its_examples(browser) -> None:
    """It is made from the definitions that the tests of the language run."""
    text = browser.get("/help").text
    rows = browser.get("/help.json").json()["rows"]
    for operator in OPERATORS:
        assert f'id="{operator.name.lower().replace(" ", "-")}"' in text
        shown = {row["query"] for row in rows if row["name"] == operator.name.capitalize()}
        assert shown == {example.query for example in operator.examples}


def test_an_embargo_and_the_dates_of_a_calendar_are_shown(tmp_path) -> None:
    """Reviews by the hour and who was early; what moved or was called off; a calendar's trouble but not its address."""
    path = filled(tmp_path, text=f'{CONFIG}calendar = "https://calendar.example/private-4711/heat.ics"\n')
    desk = Desk.open(config.load(path, {}))
    [asked] = desk.calendars_due(NOW)
    begun, lifts = NOW - timedelta(hours=9), NOW - timedelta(hours=7)
    embargo = DatedEvent(uid="1", title="Embargo <lifts>", begins_at=lifts, lifts_at=lifts)
    screening = DatedEvent(uid="2", title="Screening", begins_at=NOW + timedelta(days=2))
    desk.calendar_read(CalendarRead(name=asked.name, at=begun, events=(embargo, screening)), begun)
    later = replace(screening, begins_at=NOW + timedelta(days=3), is_cancelled=True)
    desk.calendar_read(CalendarRead(name=asked.name, at=begun, events=(embargo, later), notes=("odd <b>",)), begun)
    desk.calendar_read(CalendarRead(name=asked.name, at=begun, error="its host answered 404"), begun)
    for outlet, minutes in (("variety", -30), ("joblo", 70)):
        at = lifts + timedelta(minutes=minutes)
        body = " ".join(f"{outlet}{number}" for number in range(90))
        review = make.article(
            outlet, "r", title="Heat 2 Review: Mann returns", body=body, published_at=at, language="en"
        )
        desk.ingest(make.read(review, at), at)
    desk.close()

    with browsing(path) as browser:
        page, dates = browser.get("/watch/heat-2"), browser.get("/dates")
        known = browser.get("/watch/heat-2.json").json()
        feed = feedparser.parse(browser.get("/dates.atom").content)
        [early] = [row for row in known["rows"] if row["early"]]
        story = browser.get(f"/story/{early['story']}.json").json()

    assert "Reviews by the hour since the embargo lifted" in page.text
    assert "1 review was early, 1 review since" in page.text
    assert page.text.count('<span class="flag">early review</span>') == 1
    assert "cannot be read: its host answered 404" in page.text
    assert "odd &lt;b&gt;" in page.text
    assert [(one["early"], one["hours"]) for one in known["embargoes"]] == [(1, [[1, 1]])]
    assert "private-4711" not in page.text + str(known)
    assert early["outlet_id"] == "variety"
    assert any(row["early"] for row in story["rows"])
    assert ">cancelled</span>" in dates.text
    assert "moved from" in dates.text
    assert [one.title for one in feed.entries] == ["Heat 2: Screening, 26 Nov 04:00 (cancelled)"]
