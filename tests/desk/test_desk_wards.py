"""What pages did not give becomes an incident, once, and ends."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from desk_made import MORNING, OUTLETS, config
from make import NOW

from monitor.desk import Desk, due_digests
from monitor.digest.digest_window import Window
from monitor.events import LinkRefused, decode, encode
from monitor.model import Link, PageRule, Shortfall
from monitor.refusals import Reason
from monitor.store import incidents

SHORT = Shortfall(part="body", css=".text", gave="nothing", instead="5,312 characters")


@pytest.fixture
def ruled(tmp_path):
    """A desk that reads JoBlo by a rule."""
    joblo = replace(OUTLETS[0], rules=(PageRule(body=".text"),))
    opened = Desk.open(config(tmp_path, outlets=(joblo, *OUTLETS[1:]), incidents_to=("files",)))
    opened.sync(NOW)
    yield opened
    opened.close()


def notices(desk):
    """The kinds of the messages that were made, in order, and what each says of its incident."""
    rows = desk.context.archive.rows("select type, data from messages where type like 'incident%' order by rowid")
    return [(row["type"], json.loads(row["data"])["incident"]) for row in rows]


def test_a_rule_that_fails_is_one_incident_until_it_works_again(ruled, read):
    """Four pages open it, further ones are reported of nowhere, three good ones close it."""
    for minute, short in enumerate([(SHORT,)] * 6 + [()] * 3):
        event = replace(read("joblo", f"Story {minute}", minutes=minute, slug=f"s{minute}"), shortfalls=short)
        ruled.ingest(decode(encode(event)), event.at)
        ruled.check_health(event.at + timedelta(seconds=1))

    (opened, incident), (closed, over) = notices(ruled)
    assert (opened, closed) == ("incident.opened", "incident.closed")
    assert incident["outlet"] == over["outlet"] == "joblo"
    assert incident["kind"] == "rule_broken"
    assert incident["evidence"]["example"] == "https://joblo.example/s3"
    assert incident["evidence"]["the rule gave"] == "body: nothing"
    assert incidents.listing(ruled.context.archive)[0].closed_at == NOW + timedelta(minutes=8, seconds=1)


def test_a_rule_that_is_taken_out_ends_it(ruled, read, tmp_path):
    """Nobody waits for selectors that are gone."""
    for minute in range(4):
        event = read("joblo", f"Story {minute}", minutes=minute, slug=f"s{minute}")
        ruled.ingest(replace(event, shortfalls=(SHORT,)), event.at)
    assert ruled.check_health(NOW + timedelta(minutes=5)) == 1
    window = Window(start=NOW - timedelta(hours=1), end=NOW + timedelta(minutes=5))
    assert due_digests.preview(ruled.context, MORNING, window, window.end).unreached == ()  # it is read all the same

    ruled.reload(config(tmp_path, incidents_to=("files",)), NOW + timedelta(minutes=6))
    assert ruled.check_health(NOW + timedelta(minutes=6)) == 1

    assert [kind for kind, _ in notices(ruled)] == ["incident.opened", "incident.closed"]


def test_digests_name_outlets_whose_pages_give_nothing(ruled, found):
    """The listings can be read, and yet the outlet is not reached."""
    slugs = [f"s{number}" for number in range(8)]
    ruled.ingest(found("joblo", *slugs), NOW)
    for slug in slugs:
        link = Link(url=f"https://joblo.example/{slug}")
        ruled.ingest(LinkRefused(outlet="joblo", link=link, reason=Reason.NO_TEXT, at=NOW), NOW)
    ruled.check_health(NOW)

    window = Window(start=NOW - timedelta(hours=1), end=NOW + timedelta(hours=1))
    digest = due_digests.preview(ruled.context, MORNING, window, NOW + timedelta(hours=1))
    assert [(each.outlet_name, each.why) for each in digest.unreached] == [
        ("Joblo", "no text can be made of its pages")
    ]
