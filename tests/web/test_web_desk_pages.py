"""The pages of the desk's own work: outlets, firsts, deliveries and digests; and the plots that they draw."""

import re
from datetime import UTC, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from web_made import NOW, browsing, filled, token

from monitor.model import Link, Origin, Source, SourceKind
from monitor.refusals import Reason
from monitor.store import links, outbox, sagas, stories
from monitor.store.archive import Archive
from monitor.store.codec.timestamps import stamp
from monitor.store.queries import attribution, delays
from monitor.views import dated_steps, outlet_health, outlet_page
from monitor.web import page_templates, plots
from monitor.web.page_templates import span
from monitor.web.pages import dates


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A desk that this module changes."""
    return filled(tmp_path_factory.mktemp("own"))


def archive_of(path, *, read_only: bool = True) -> Archive:
    """The archive of that configuration."""
    return Archive.open(path.parent / "archive.db", read_only=read_only)


def test_outlets_say_when_they_are_looked_at_and_how_soon(own) -> None:
    """Each followed outlet with its days, delays and what is wrong; the order is that which is asked for."""
    with archive_of(own, read_only=False) as archive:
        feed = archive.row("select url from sources where outlet_id = 'variety' limit 1")["url"]
        source, link = Source(kind=SourceKind.FEED, url=feed), Link(url="https://variety.com/quiz", title="A quiz")
        links.add(archive, "variety", source, [link], Origin.LIVE, NOW - timedelta(hours=1))
        links.refused(archive, link, Reason.NO_TEXT, "12 words", NOW - timedelta(minutes=50))
    with browsing(own) as browser:
        rows = browser.get("/outlets.json?sort=name").json()["rows"]
        page = browser.get("/outlets").text
        one = browser.get("/outlet/variety")
        read = browser.get("/outlet/variety.json").json()

        assert browser.get("/outlet/nobody").status_code == 404
    assert [row["outlet"] for row in rows] == ["Deadline", "JoBlo", "Variety"]
    assert [row["coverage"][-1] for row in rows] == [1, 1, 1]
    assert (rows[2]["listed"], rows[2]["held"]) == (2, 50)
    assert page.count('<svg class="strip"') == 3
    assert 'aria-label="1 article in 28 days, 1 today"' in page
    assert [(row["state"], row["reason"], row["detail"]) for row in read["rows"]] == [
        ("refused", "no_text", "12 words"),
        ("stored", None, None),
    ]
    assert "no text that could be an article" in one.text
    assert sum(map(sum, read["hours"])) == sum(day["articles"] for day in read["days"]) == 1
    assert "busiest on Sundays at 20 h" in one.text, "by the desk's zone"


def test_the_page_of_an_outlet_counts_all_gaps_of_its_week(own) -> None:
    """However many: it lists the latest, and says what is missing in all, as lists of outlets and delays do."""
    with archive_of(own, read_only=False) as archive:
        archive.execute_many(
            """
            insert into gaps (outlet_id, source_url, begins_at, ends_at, seen_at, missing, closed_at)
            values ('deadline', 'https://deadline.com/feed/', :at, :at, :at, 3, :at)
            """,
            [{"at": stamp(NOW - number * timedelta(minutes=5))} for number in range(1_001)],
        )
        one = outlet_page.of(archive, "deadline", NOW, UTC)
        listed = {row["outlet_id"]: row["missing"] for row in outlet_health.of_all(archive, NOW).rows}
        delayed = {row.outlet_id: row.missing for row in delays.by_outlet(archive, NOW - timedelta(days=7))}

    assert one["missing"] == listed["deadline"] == delayed["deadline"] == 3_003
    assert len(one["gap_list"]) == 12


def test_firsts_name_outlets_authors_and_credits(browser) -> None:
    """Variety had the story half an hour before the next; two followed, and one says so."""
    found = browser.get("/firsts.json").json()
    variety = found["rows"][0]

    assert found["stories"] == 1
    assert {name: variety[name] for name in ("outlet", "stories", "lead_minutes", "picked_up_by", "credited_by")} == {
        "outlet": "Variety",
        "stories": 1,
        "lead_minutes": 30.0,
        "picked_up_by": 2,
        "credited_by": 1,
    }
    assert (variety["credits"], variety["credited_outlets"]) == (1, 1)
    assert 'aria-label="Who had them first: Variety 100 %"' in browser.get("/firsts?since=month").text


def test_a_usual_day_is_the_middle_one(browser, monkeypatch) -> None:
    """Of 27 days before today, 14 with one article and 13 with two: one."""
    real, days = (
        outlet_page.of,
        [{"day": (NOW - timedelta(28 - at)).date(), "articles": 1 + at % 2} for at in range(28)],
    )
    monkeypatch.setattr(outlet_page, "of", lambda *asked: real(*asked) | {"days": days})

    assert "42 articles in 28 days, 1 on a usual day" in browser.get("/outlet/variety").text


def test_who_is_credited_and_was_never_followed_has_no_page_to_lead_to(browser, monkeypatch) -> None:
    """Its name stands there without a link."""
    one = attribution.Credited(
        outlet="The Stage", outlet_id="the-stage", credits=2, outlets=1, gives=0, sentence="The Stage reports it."
    )
    monkeypatch.setattr(attribution, "credited", lambda *_: [one])
    text = browser.get("/firsts").text

    assert "The Stage reports it." in text
    assert "/outlet/the-stage" not in text
    assert 'href="/outlet/variety"' in text


def test_a_delivery_is_dropped_and_sent_again_by_post(own) -> None:
    """The buttons do what `monitor deliveries` does, in the state that it has; the list stays as it was narrowed."""
    with browsing(own) as browser:
        [alert] = [row for row in browser.get("/deliveries.json").json()["rows"] if row["type"] == "story.opened"]
        key = token(browser, "/deliveries")
        sent = {"token": key, "id": str(alert["id"]), "state": "queued", "channel": "mail"}

        dropped = browser.post("/deliveries", data=sent | {"act": "drop"})
        assert (dropped.status_code, dropped.headers["location"]) == (303, "/deliveries?state=queued&channel=mail")
        assert "Send again" in browser.get("/deliveries?state=dead").text
        assert "None is like that" in browser.get("/deliveries?state=sending").text

        browser.post("/deliveries", data=sent | {"act": "retry"})
        with archive_of(own) as archive:
            found = outbox.one(archive, alert["id"])
        assert found is not None
        assert (found[0].state, found[0].dropped_at) == ("queued", None)
        assert browser.post("/deliveries", data=sent | {"act": "drop", "id": "x"}).status_code == 400


def test_threads_are_put_right_by_hand(tmp_path) -> None:
    """Two are made one, a story is split off by its number, and that is taken back; the page says what was moved."""
    made = filled(tmp_path)
    with archive_of(made, read_only=False) as archive, archive.transaction():
        story = stories.open(archive, "The Jazz Fest Opens", NOW)
        sagas.join(archive, story, story)
    with browsing(made) as browser:

        def send(**fields: str):
            return browser.post("/thread/1", data={"token": token(browser, "/thread/1"), **fields})

        assert send(act="merge", other=str(story)).headers["location"] == "/thread/1"
        assert "Split them off" in browser.get(f"/thread/{story}").text
        send(act="split", stories=f"{story},")
        page = browser.get("/thread/1").text
        assert f"thread {story + 1} was split off (1 story)" in page
        assert f'<a href="/thread/{story + 1}">thread of 1 story</a>' in browser.get(f"/story/{story}").text
        assert "Split them off" not in page
        send(act="undo")
        assert len(browser.get("/thread/1.json").json()["rows"]) == 2
        [listed] = browser.get("/threads.json").json()["rows"]
        assert (listed["id"], listed["story_count"], listed["newest_story"]) == (1, 2, story)
        assert "The Jazz Fest Opens" in browser.get("/threads").text
        assert f"thread:1:story:{story}" in browser.get("/threads.atom").text
        assert [send(act="split", stories=wrong).status_code for wrong in ("1, x", ",")] == [400, 400]


@pytest.mark.parametrize(
    ("later", "shown"),
    [(timedelta(), "04:00"), (timedelta(seconds=40), "04:00"), (timedelta(minutes=1), "04:00 to 04:01")],
)
def test_a_time_that_begins_and_ends_in_a_minute_is_one(later, shown) -> None:
    """A thread of one story, the window of a digest that was just sent: not from 04:00 to 04:00."""
    desk = {"zone": ZoneInfo("America/Los_Angeles"), "now": NOW}

    assert page_templates._until(desk, NOW, NOW + later).striptags() == shown


def test_a_trial_message_goes_the_way_of_all(own) -> None:
    """It is queued for the channel's receiver; a channel that is not in the configuration is a finished page."""
    with browsing(own) as browser:
        key = token(browser, "/deliveries")
        browser.post("/deliveries", data={"token": key, "act": "trial", "channel": "mail"})
        row = browser.get("/deliveries.json?limit=1").json()["rows"][0]

        assert (row["type"], row["recipient"], row["state"]) == ("channel.test", "desk@film.example", "queued")
        wrong = browser.post("/deliveries", data={"token": key, "act": "trial", "channel": "nobody"})
        assert (wrong.status_code, "no channel" in wrong.text) == (404, True)


def test_older_deliveries_follow(browser) -> None:
    """A page ends with the way to what came before, and nothing is shown twice."""
    first = browser.get("/deliveries.json?limit=1").json()
    second = browser.get(first["more"]).json() if first["more"].startswith("/") else None

    assert second is not None
    assert first["rows"][0]["id"] > second["rows"][0]["id"]
    for path in ("/deliveries", "/digests", "/watch/heat-2"):
        assert browser.get(f"{path}?after=x").status_code == 400, "a cursor that none of ours is"


def test_a_past_digest_is_shown_as_it_was_sent(browser) -> None:
    """The list leads to it; the sheet is the page of the mail, shut in, and not our own page."""
    [row] = browser.get("/digests.json").json()["rows"]
    page, sheet = browser.get(f"/digests/{row['id']}").text, browser.get(f"/digests/{row['id']}/sheet")

    assert (row["name"], row["channels"], row["deliveries"]) == ("morning", ["mail"], {"queued": 1})
    assert f'<iframe src="/digests/{row["id"]}/sheet" title=' in page
    assert "Heat 2 is next for Mann" in sheet.text
    assert "sandbox" in sheet.headers["content-security-policy"]
    assert "multipart" not in sheet.text, "the mail's page, not its source"
    assert 'class="mast"' not in sheet.text
    assert browser.get("/digests/99").status_code == 404
    assert browser.get("/digests/99/sheet").status_code == 404


def test_the_next_digest_is_shown_before_it_goes_out(browser) -> None:
    """As it would be now: of the time since the last one, in which nothing came; nothing is kept."""
    before = browser.get("/digests.json").json()["rows"]

    assert "not sent yet" in browser.get("/digests/next?name=morning").text
    assert "morning" in browser.get("/digests/next/sheet?name=morning").text
    assert browser.get("/digests/next?name=evening").status_code == 404
    assert browser.get("/digests.json").json()["rows"] == before


def test_bars_are_as_high_as_their_values() -> None:
    """The highest fills the box, nothing draws nothing, and what is small is still seen."""
    assert plots.bars([0, 50, 100]) == "M1.1 100V50h.8V100zM2.1 100V0h.8V100z"
    assert plots.bars([1, 1000]).startswith("M0.1 100V97h")
    assert plots.base(50, [0, 100]) == "M0 50H2"
    assert plots.bars([]) == ""


def test_a_scale_of_delays_ends_with_two_days() -> None:
    """A minute and less is its beginning; the middle is the root."""
    assert [plots.along(minutes) for minutes in (0, 1, 53.67, 2880, 9999)] == [0, 0, 50, 100, 100]
    assert plots.reach(53.67, 2880) == ("M50.0 3.5H100.0V6.5H50.0z", "M49.0 0h2v10h-2z")
    assert plots.reach(1, 1)[1] == "M0 0h2v10h-2z"
    said = [span(minutes) for minutes in (0.5, 4.25, 5, 18.4, 150, 120, 4320)]
    assert " " not in "".join(said)  # no line ends between a figure and its unit
    assert [one.replace("\u00a0", " ") for one in said] == [
        *("30 s", "4.2 min", "5 min", "18 min", "2.5 h", "2 h", "3 days")
    ]


def test_a_heat_map_has_each_cell_once() -> None:
    """Cells of nothing are not drawn; the most is the darkest."""
    paths = plots.cells([[0, 1], [4, 100]])

    assert sum(len(re.findall("M", path)) for path in paths) == 3
    assert paths[-1] == "M1.05 1.05h.9v.9h-.9z"
    assert plots.cells([[0]]) == [""] * 4


def test_shares_fill_the_whole() -> None:
    """Each begins where the one before ended; of nothing there is nothing."""
    assert plots.shares([3, 1]) == [(0.0, 75.0), (75.0, 25.0)]
    assert plots.shares([0]) == [(0.0, 0.0)]


@pytest.mark.parametrize(("watches", "each"), [(1, 200), (4, 200), (40, 20)])
def test_many_watches_share_what_the_page_of_dates_reads(monkeypatch, watches: int, each: int) -> None:
    """At most 200 hits of one watch, and 800 in all, however many watches there are."""
    read: list[int] = []
    monkeypatch.setattr(dated_steps, "of_watch", lambda *asked: read.append(asked[-1]) or [])
    visit = SimpleNamespace(archive=None, now=NOW, zone=UTC)

    assert dates.coming(visit, map(str, range(watches))) == []
    assert read == [each] * watches
