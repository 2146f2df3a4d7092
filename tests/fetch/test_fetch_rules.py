from datetime import UTC, datetime, timedelta

import pytest

from monitor.discover.source_candidates import candidates
from monitor.events import HostState
from monitor.fetch import robots

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TOKEN = "EntertainmentMonitor"


def rules(body, status=200):
    return robots.rules(HostState(host="h", robots_status=status, robots_body=body, robots_at=NOW), TOKEN)


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(200, False), (204, False), (401, True), (404, True), (429, False), (500, False), (None, False)],
)
def test_the_status_of_robots_txt_decides_as_rfc_9309_says(status, allowed):
    """2xx is read, 4xx allows all, 5xx, 429 and silence bar all."""
    assert rules("User-agent: *\nDisallow: /", status).allows("https://h/a") is allowed


def test_our_own_group_comes_before_the_general_one():
    """A group that names our product decides for us."""
    body = "User-agent: *\nDisallow: /\n\nUser-agent: EntertainmentMonitor\nAllow: /\n"

    assert rules(body).allows("https://h/a")


def test_a_scrapy_group_bars_us_even_where_ours_allows():
    """Both groups must allow an address when scrapy is named."""
    body = "User-agent: EntertainmentMonitor\nAllow: /\n\nUser-agent: scrapy\nDisallow: /private\n"

    assert rules(body).allows("https://h/a")
    assert not rules(body).allows("https://h/private/a")


def test_wildcards_and_ends_are_understood():
    """`*` and `$` mean what Google's parser takes them for."""
    body = "User-agent: *\nDisallow: /*?\nDisallow: /*.pdf$\n"

    assert not rules(body).allows("https://h/a?utm_source=rss")
    assert not rules(body).allows("https://h/a.pdf")
    assert rules(body).allows("https://h/a")


@pytest.mark.parametrize(("line", "delay"), [("Crawl-delay: 20", 20), ("", 0), ("Crawl-delay: 99999", 600)])
def test_the_crawl_delay_is_taken_up_to_ten_minutes(line, delay):
    """The wish of a host sets the pace; a senseless one is bounded."""
    assert rules(f"User-agent: *\n{line}\nDisallow: /x").crawl_delay == delay


@pytest.mark.parametrize(
    ("status", "age", "fresh"),
    [
        (200, timedelta(hours=23), True),
        (200, timedelta(hours=25), False),
        (404, timedelta(hours=23), True),
        (503, timedelta(minutes=4), True),
        (503, timedelta(minutes=6), False),
        (None, timedelta(minutes=6), False),
        (200, timedelta(minutes=-4), True),
        (200, timedelta(minutes=-6), False),
        (None, timedelta(days=-270), False),
    ],
)
def test_a_copy_is_kept_for_a_day_and_a_failure_for_minutes(status, age, fresh):
    """An answer holds for a day; no answer, which disallows the host, for minutes; one from the future not at all."""
    state = HostState(host="h", robots_status=status, robots_body="", robots_at=NOW - age)

    assert robots.is_fresh(state, NOW) is fresh


def test_nothing_kept_is_not_fresh():
    """A host that was never asked has no copy."""
    assert not robots.is_fresh(None, NOW)
    assert not robots.is_fresh(HostState(host="h"), NOW)


@pytest.mark.parametrize(
    ("agent", "token"),
    [("EntertainmentMonitor/0.1 (+https://x.org)", "EntertainmentMonitor"), ("Desk bot", "Desk"), ("", "*")],
)
def test_the_product_token_is_the_name_before_the_version(agent, token):
    """robots.txt speaks to a product by its name alone."""
    assert robots.product_token(agent) == token


@pytest.mark.parametrize(
    "name", ["EntertainmentMonitor", "ENTERTAINMENTMONITOR reader", "EntertainmentMonitor/2.0 (x)"]
)
def test_a_group_binds_the_product_that_its_name_begins_with(name):
    """What follows the product token in the name of a group changes nothing."""
    assert not rules(f"User-agent: {name}\nDisallow: /").allows("https://h/a")


def test_an_unknown_line_does_not_separate_the_names_of_a_group():
    """Rules bind all products that are named before them, whatever else stands between the names."""
    body = (
        "User-agent: EntertainmentMonitor\nNoindex: /x\nSitemap: https://h/s.xml\nUser-agent: OtherBot\nDisallow: /\n"
    )

    assert not rules(body).allows("https://h/a")


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8-sig", b""),
        ("utf-16", b""),
        ("utf-16-le", b""),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-be", b""),
    ],
)
def test_rules_are_read_in_the_encoding_that_they_are_in(encoding, mark):
    """A robots.txt that an editor saved in UTF-16 disallows as one in UTF-8 does."""
    body = robots.text_of(mark + "User-agent: *\r\nDisallow: /privé\r\n".encode(encoding))

    assert not rules(body).allows("https://h/privé")
    assert rules(body).allows("https://h/a")


@pytest.mark.parametrize(
    "noise", [bytes(range(256)) * 200, b"\0" * 5_000, b"\xff\xfe" + b"\xd8\x00" * 999, b"PK\x03\x04\xff"]
)
def test_noise_in_robots_txt_binds_nobody(noise):
    """What is no text is read all the same: it allows all, and rules that stand in it hold."""
    assert rules(robots.text_of(noise)).allows("https://h/a")
    if noise[:2] != b"\xff\xfe":
        assert not rules(robots.text_of(b"User-agent: *\nDisallow: /x\n" + noise)).allows("https://h/x")


@pytest.mark.parametrize("body", ["\n", " ", "\t\n", "user-agent" + 9_000 * " ", "Allow: /*a*a*a*\n"])
def test_rules_are_read_in_linear_time(body):
    """A robots.txt of half a megabyte of blanks is read like any other; it held the crawls of all outlets."""
    whole = (body * (robots.LONGEST_BODY // len(body)))[: robots.LONGEST_BODY]

    assert rules("User-agent: *\nDisallow: /x\n" + whole).allows("https://h/a")
    assert candidates("https://h/", None, whole + "\nSitemap: https://h/news-sitemap.xml")[0].url.endswith(
        "news-sitemap.xml"
    )
