"""From pages to mails: what a person gets, and what not."""

from datetime import UTC, datetime

from scenario_newsroom import MANN, OTHER, TITLE, VAGUE, plain
from website import answer, article

SIGNED = """<!doctype html><html lang="en"><head><title>{title}</title>
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "{title}",
"datePublished": "{day}", "author": {{"@type": "Person", "name": "Ann Garcia"}}}}</script></head>
<body><article><h1>{title}</h1><p>By Ann Garcia</p>{body}</article></body></html>"""


def test_an_article_becomes_a_mail(newsroom):
    """The mail names watch, outlet, author and address; the archive has the hit, its story and the delivery."""
    page = SIGNED.format(title=TITLE, day="2026-11-22", body=f"<p>{MANN}</p>")
    url = newsroom.publish("joblo", "heat-2", TITLE, page)

    assert newsroom.crawl() == 0

    (mail,), (text,) = newsroom.mailbox.mails, newsroom.mailbox.texts()
    assert "Heat 2" in mail["subject"]
    assert "Joblo" in text
    assert "Ann Garcia" in mail.get_body(("html",)).get_content()
    assert url in plain(text)
    assert newsroom.rows("select origin, field from hits") == [("live", "title")]
    assert newsroom.rows("select article_count, first_reported_by from stories") == [(1, "joblo")]
    assert newsroom.rows("select state from deliveries") == [("sent",)]


def test_a_day_without_a_time_is_shown_as_that_day(newsroom):
    """A page that says 22 November and no hour says so in the mail, and never midnight, nor the day before or after."""
    page = SIGNED.format(title=TITLE, day="2026-11-22", body=f"<p>{MANN}</p>")
    newsroom.publish("joblo", "heat-2", TITLE, page)
    newsroom.crawl()

    text = plain(newsroom.mailbox.texts()[0])
    assert "22 Nov" in text or "Nov 22" in text or "22 November" in text
    assert "00:00" not in text
    assert newsroom.rows("select substr(reported, 1, 10) from latest_hits") == [("2026-11-22",)]


def test_the_next_crawl_says_nothing_twice(newsroom):
    """The same listing and the same page are no news."""
    newsroom.publish("joblo", "heat-2", TITLE, article(TITLE, [MANN]))
    newsroom.crawl()
    newsroom.crawl()

    assert len(newsroom.mailbox.raw) == 1
    assert newsroom.rows("select count(*) from articles") == [(1,)]


def test_a_seed_that_read_nothing_stays_a_seed(newsroom):
    """An outlet that is down at its first crawl does not alert its back catalogue at its second."""
    newsroom.configure(seed=True, outlets=("joblo",))
    newsroom.site.answers["/joblo/feed"] = answer("down", status="503 Service Unavailable")
    assert newsroom.crawl() == 4

    newsroom.publish("joblo", "old", TITLE, article(TITLE, [MANN]))
    assert newsroom.crawl() == 0
    assert newsroom.rows("select origin from hits") == [("seed",)]
    assert newsroom.mailbox.raw == []

    newsroom.publish("joblo", "new", "Heat 2 has a composer", article("Heat 2 has a composer", [VAGUE]))
    newsroom.crawl()
    assert newsroom.rows("select origin from hits order by id") == [("seed",), ("live",)]
    assert len(newsroom.mailbox.raw) == 1


def test_a_change_of_a_seed_article_alerts(newsroom):
    """An old article whose new headline brings the film is news of today."""
    newsroom.configure(seed=True, outlets=("joblo",))
    newsroom.publish("joblo", "plans", "Mann plans something", article("Mann plans something", [VAGUE]))
    newsroom.crawl()
    assert newsroom.mailbox.raw == []

    newsroom.publish("joblo", "plans", "Mann plans Heat 2", article("Mann plans Heat 2", [MANN]))
    newsroom.crawl()

    assert newsroom.rows("select count(*) from revisions") == [(1,)]
    assert newsroom.rows("select origin from hits") == [("live",)]
    assert len(newsroom.mailbox.raw) == 1


def test_duplicates_confirm_nothing_and_a_second_voice_does(newsroom):
    """A syndicated text is no message; an outlet that reports it itself is one, in the thread of the first."""
    newsroom.publish("joblo", "heat-2", TITLE, article(TITLE, [MANN]))
    newsroom.crawl()
    copied = newsroom.publish("variety", "copied", TITLE, article(TITLE, [MANN]))
    newsroom.crawl()
    assert len(newsroom.mailbox.raw) == 1

    own = "Mann settles on Heat 2 after Ferrari"
    newsroom.publish("deadline", "heat-2", own, article(own, [OTHER]))
    newsroom.crawl()

    first, second = newsroom.mailbox.mails
    assert second["in-reply-to"] == first["message-id"]
    assert "Confirmed by Deadline" in plain(newsroom.mailbox.texts()[1])
    assert newsroom.rows("select article_count, outlet_count from stories") == [(3, 3)]
    assert newsroom.rows("select count(*) from articles where copy_of is not null") == [(1,)]
    assert newsroom.rows("select reason, url from suppressed join articles on articles.id = article_id") == [
        ("duplicate", copied)
    ]


def test_the_miami_heat_stays_out(newsroom):
    """A team that leads 2-0 is read, kept, and no one hears of it."""
    title = "Miami Heat 2-0 up after the half"
    newsroom.publish("joblo", "miami", title, article(title, ["The Miami Heat 2 points ahead. " * 3, VAGUE]))
    newsroom.crawl()

    assert newsroom.rows("select count(*) from articles") == [(1,)]
    assert newsroom.rows("select count(*) from hits") == [(0,)]
    assert newsroom.mailbox.raw == []


def test_killed_between_claim_and_answer_the_same_mail_goes_out(newsroom):
    """What a daemon held when it was killed is sent by the next one: the same id, the same bytes."""
    newsroom.publish("joblo", "heat-2", TITLE, article(TITLE, [MANN]))
    newsroom.run("crawl", "--no-send")
    desk = newsroom.desk()
    (held,) = desk.claim(datetime.now(UTC), 10)
    desk.close()  # and nothing is settled: that is what a kill leaves

    newsroom.crawl()

    (raw,) = newsroom.mailbox.raw
    assert raw.replace(b"\r\n", b"\n").rstrip() == held.outgoing.rendered.encode().replace(b"\r\n", b"\n").rstrip()
    assert held.outgoing.message_id in str(newsroom.mailbox.mails[0]["message-id"])
    assert newsroom.rows("select state from deliveries") == [("sent",)]
