"""What the archive tells health: every fact of an outlet, its sources, pages and channels."""

from dataclasses import replace
from datetime import timedelta

from desk_made import NOW, OUTLETS, config, death, finished, rows, source_failed

from monitor.causes import SourceCause
from monitor.desk import Desk, incident_check
from monitor.events import LinkRefused, LinksFound
from monitor.model import Link, PageRule
from monitor.refusals import Reason
from monitor.succession import PermanentMove


def test_every_fact_of_an_outlet_arrives(tmp_path):
    """A source that worked and then failed, pages that were refused, a strike, a rule: all as they were reported."""
    joblo = replace(OUTLETS[0], rules=(PageRule(body=".text"),))
    desk = Desk.open(config(tmp_path, outlets=(joblo, *OUTLETS[1:])))
    desk.sync(NOW)
    source, soon, later = joblo.sources[0], NOW + timedelta(minutes=1), NOW + timedelta(minutes=2)
    links = tuple(Link(url=f"https://joblo.example/{slug}") for slug in "ab")
    desk.ingest(
        LinksFound(outlet="joblo", source=source, at=NOW, links=links, listed=7, newest_at=NOW, moved_to="new.example"),
        NOW,
    )
    desk.ingest(LinkRefused(outlet="joblo", link=links[0], reason=Reason.NO_TEXT, at=soon), soon)
    desk.ingest(death("b", at=soon), soon)
    failed = replace(source_failed(at=later, error="HTTP 503"), status=503, cause=SourceCause.HTTP_STATUS)
    desk.ingest(failed, later)
    desk.ingest(finished(at=later, outcome="cut", complete=False), later)

    outlet = incident_check.facts(desk.context, later).outlets[0]
    (known,) = outlet.sources

    assert (outlet.id, outlet.name, outlet.added_at) == ("joblo", "Joblo", NOW)
    assert outlet.last_crawl_at == later
    assert rows(desk, "select last_outcome from outlets where id = 'joblo'") == [("cut",)]
    assert (outlet.strikes, outlet.paused_until, outlet.selectors) == (1, None, {"body": ".text"})
    assert outlet.next_check_at is not None
    assert {(read.url, read.state, read.reason) for read in outlet.reads} == {
        (links[0].url, "refused", "no_text"),
        (links[1].url, "quarantined", "parser_hung"),
    }
    assert (known.url, known.kind, known.failures) == (source.url, "feed", 1)
    assert (known.status, known.cause, known.error) == (503, SourceCause.HTTP_STATUS, "HTTP 503")
    assert (known.last_checked_at, known.last_success_at, known.last_new_at) == (later, NOW, NOW)
    assert (known.newest_at, known.move) == (NOW, PermanentMove(to="new.example", readings=1, since=NOW))
    assert [(read.at, read.listed, read.new) for read in known.readings] == [(NOW, 7, 2)]
    desk.close()


def test_a_pause_and_the_arrivals_arrive(desk, found, read):
    """An outlet with three strikes is paused; its articles' times are its rhythm."""
    desk.ingest(found("joblo", "a", "b", "c"), NOW)
    for slug in "abc":
        desk.ingest(death(slug), NOW)
    desk.ingest(read("joblo", "Heat 2 is next", slug="d"), NOW)

    outlet = incident_check.facts(desk.context, NOW).outlets[0]

    assert (outlet.strikes, outlet.paused_until) == (3, NOW + timedelta(hours=6))
    assert outlet.arrivals == (NOW,)
