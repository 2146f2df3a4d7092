"""What could not be read: it costs itself alone, it is said where a person looks, and nobody is bothered twice."""

import json
import re
from datetime import UTC, datetime, timedelta

from scenario_newsroom import MANN, TITLE, plain
from website import answer, article

from monitor.deliver import Kind, Outcome


def explained(newsroom, url, capsys):
    """What `monitor explain --json` says."""
    capsys.readouterr()
    assert newsroom.run("explain", url, "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_a_page_that_could_hang_the_parser_costs_that_page(newsroom, capsys):
    """It is quarantined, with an incident; the pages next to it are read; a person can have it read again."""
    bad = newsroom.publish("joblo", "bad", "Heat 2 bad", "<html><body><p>x" + "<a " + "x='" * 300_000)
    newsroom.publish("joblo", "good", TITLE, article(TITLE, [MANN]))
    newsroom.crawl()

    link = explained(newsroom, bad, capsys)["link"]
    assert (link["state"], link["reason"]) == ("quarantined", "hostile_markup")
    assert newsroom.rows("select kind, subject from incidents") == [("page_quarantined", bad)]
    assert newsroom.rows("select title from articles") == [(TITLE,)]
    asked = newsroom.site.paths().count("/joblo/bad")
    newsroom.crawl()
    assert newsroom.site.paths().count("/joblo/bad") == asked

    newsroom.publish("joblo", "bad", "Heat 2 mended", article("Heat 2 mended", [f"{MANN} It is well."]))
    assert newsroom.run("outlet", "reopen", bad) == 0
    newsroom.crawl()
    assert explained(newsroom, bad, capsys)["link"]["state"] == "stored"


def test_robots_txt_disallows(newsroom, capsys):
    """A page that robots.txt disallows is never asked for, and `explain` says why it was not read."""
    newsroom.site.answers["/robots.txt"] = answer("User-agent: *\nDisallow: /joblo/private", kind="text/plain")
    closed = newsroom.publish("joblo", "private", TITLE, article(TITLE, [MANN]))
    newsroom.publish("joblo", "open", "Heat 2 opens", article("Heat 2 opens", [MANN]))
    newsroom.crawl()

    assert "/joblo/private" not in newsroom.site.paths()
    assert "/joblo/open" in newsroom.site.paths()
    link = explained(newsroom, closed, capsys)["link"]
    assert link["state"] != "stored"
    assert "robots" in f"{link['reason']} {link['detail']}"


def test_an_incident_of_a_channel_is_not_sent_by_that_channel(newsroom):
    """The mail server refuses the recipient for good: the folder hears of it, the mail channel is not asked to."""
    newsroom.mailbox.refused = "550 5.1.1 no such user"
    newsroom.publish("joblo", "heat-2", TITLE, article(TITLE, [MANN]))
    newsroom.crawl()
    desk = newsroom.desk()
    now = datetime.now(UTC)
    for claim in desk.claim(now + timedelta(hours=2), 10, ["desk"]):  # where it would be tried again
        desk.settle(claim, Outcome(kind=Kind.PERMANENT, error=newsroom.mailbox.refused), now)
    desk.check_health(now)
    desk.close()
    newsroom.mailbox.refused = None

    newsroom.crawl()

    sent = newsroom.rows(
        "select distinct channel from deliveries join messages on messages.id = message_id "
        "join incidents on incidents.id = incident_id where subject = 'desk'"
    )
    said = [file.read_text() for file in (newsroom.path / "messages").iterdir()]
    assert sent == [("files",)]
    assert any("550" in text for text in said)
    assert not any("550" in text for text in newsroom.mailbox.texts())


def test_a_digest_names_the_outlet_that_was_not_reached(newsroom):
    """With the reason in the words of its answer; the others' stories are there."""
    newsroom.publish("joblo", "heat-2", TITLE, article(TITLE, [MANN]))
    newsroom.site.answers["/variety/feed"] = answer("down", status="503 Service Unavailable")
    assert newsroom.crawl() == 4

    newsroom.a_second_later()
    newsroom.run("digest", "send", "morning", "--yes")
    newsroom.crawl()

    (digest,) = [text for text in newsroom.mailbox.texts() if "Variety" in text]
    assert "Variety" in plain(digest)
    assert "503" in digest
    assert TITLE in plain(digest)


def test_a_digest_says_since_when_an_outlet_was_not_reached(newsroom):
    """It was read once, and not since."""
    newsroom.publish("joblo", "heat-2", TITLE, article(TITLE, [MANN]))
    newsroom.crawl()
    newsroom.site.answers["/variety/feed"] = answer("down", status="503 Service Unavailable")
    newsroom.a_second_later()
    newsroom.crawl()
    newsroom.a_second_later()
    newsroom.run("digest", "send", "morning", "--yes")

    (digest,) = [text for text in newsroom.mailbox.texts() if "Variety" in text]
    assert re.search(r"Variety.{0,80}503.{0,80}since", plain(digest), re.DOTALL)


def test_explain_says_what_happened_at_every_stage(newsroom, capsys):
    """Listed, asked, read, grouped, found, sent, and why the second outlet's duplicate was not."""
    first = newsroom.publish("joblo", "heat-2", TITLE, article(TITLE, [MANN]))
    newsroom.crawl()
    second = newsroom.publish("variety", "copied", TITLE, article(TITLE, [MANN]))
    newsroom.crawl()

    whole, copied = explained(newsroom, first, capsys), explained(newsroom, second, capsys)
    assert whole["link"]["source"].endswith("/joblo/feed")
    assert [request["status"] for request in whole["requests"]] == [200]
    assert whole["story"]["articles"] == 2
    assert [message["type"] for hit in whole["hits"] for message in hit["messages"]] == ["story.opened"]
    assert (whole["suppressed"], copied["story"]["copy_of"]) == ([], whole["article"]["id"])
    assert [alert["reason"] for alert in copied["suppressed"]] == ["duplicate"]


def test_a_page_that_was_given_up_says_why(newsroom, capsys):
    """A 404 is asked for again, and then given up as what it is: an answer with an error, no network failure."""
    gone = newsroom.publish("joblo", "gone", TITLE, answer("no", status="404 Not Found"))
    for _ in range(4):
        newsroom.crawl()
        newsroom.a_second_later()  # the same failure in the same second is the same one, ingested twice

    link = explained(newsroom, gone, capsys)["link"]
    assert (link["state"], link["reason"]) == ("given_up", "http_status")
    assert "404" in link["detail"]
