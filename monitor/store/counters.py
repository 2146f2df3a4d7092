"""The counters: what happened how often, and how it is now, for programs that watch the monitor.

Triggers count (`schema/migrations/010_counters.sql`): whatever writes, and in the transaction of what is counted.
"""

from dataclasses import dataclass

from monitor.store.archive import Archive
from monitor.store.codec.json_columns import load

# What each counter counts, in the words of its documentation.
COUNTERS = {
    "crawls": "Crawls of outlets that ended, by outcome.",
    "requests": "Requests to outlets, by kind and class of status.",
    "articles": "New articles, by outlet and origin.",
    "pages_refused": "Pages that became no article, by reason.",
    "messages": "Alerts, digests and notices that were written, by type.",
    "alerts_suppressed": "Alerts that were not sent, by reason.",
    "deliveries": "Attempts to deliver that ended, by channel and outcome.",
    "incidents": "Incidents that were opened, by kind.",
}
GAUGES = {
    "deliveries_now": "Deliveries in the archive, by state.",
    "incidents_open": "Incidents that are open, by kind.",
    "links_waiting": "Links that are still to be read.",
    "outlets_followed": "Outlets that are followed.",
    "sources_failing": "Sources of them whose last reading failed.",
    "last_crawl_timestamp_seconds": "When an outlet was last crawled, in seconds since 1970.",
    "last_article_timestamp_seconds": "When an article was last stored, in seconds since 1970.",
    "oldest_delivery_timestamp_seconds": "Since when the delivery waits that waits the longest, in seconds since 1970.",
    "archive_bytes": "Size of the archive's file.",
}


_ASKED = {  # one number each; none where there is no time yet
    "outlets_followed": "select count(*) from outlets where followed",
    "sources_failing": "select count(*) from sources where followed and failures > 0",
    "last_crawl_timestamp_seconds": "select unixepoch(max(last_crawl_at)) from outlets where followed",
    "last_article_timestamp_seconds": "select unixepoch(found_at) from articles order by id desc limit 1",
    "oldest_delivery_timestamp_seconds": (
        "select unixepoch(min(created_at)) from deliveries where state in ('queued', 'failed', 'sending')"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterSample:
    """One number: of a counter or a gauge, with its labels."""

    name: str
    labels: dict[str, str]
    value: int


def counted(archive: Archive) -> list[CounterSample]:
    """The counters, by name and labels. They begin at nothing where the archive was brought up to date."""
    rows = archive.rows("select name, labels, value from counters order by name, labels")
    return [
        CounterSample(name=row["name"], labels=load(row["labels"], dict[str, str], {}), value=row["value"])
        for row in rows
    ]


def measured(archive: Archive) -> list[CounterSample]:
    """How it is now."""
    rows = archive.rows("select state, count(*) as rows from deliveries group by state order by state")
    found = [CounterSample(name="deliveries_now", labels={"state": row["state"]}, value=row["rows"]) for row in rows]
    rows = archive.rows("select kind, count(*) as rows from incidents where closed_at is null group by kind")
    found += [CounterSample(name="incidents_open", labels={"kind": row["kind"]}, value=row["rows"]) for row in rows]
    waiting = archive.value("select count(*) from links where state = 'found' or next_at is not null")
    found.append(CounterSample(name="links_waiting", labels={}, value=waiting))
    found.append(CounterSample(name="archive_bytes", labels={}, value=archive.path.stat().st_size))
    asked = {name: archive.value(sql) for name, sql in _ASKED.items()}
    return found + [
        CounterSample(name=name, labels={}, value=value) for name, value in asked.items() if value is not None
    ]
