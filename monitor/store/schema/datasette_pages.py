"""What Datasette is to know of an archive: descriptions, labels, sorts, facets, queries, and links in views.

The descriptions are those of the reference (`archive_reference`). Written for Datasette 0.65: its metadata as JSON, and
a plugin of one hook, since it makes links of the ids in a table by itself, and of those in views and queries not.
"""

import json
from typing import Any

from monitor.store.archive import Archive
from monitor.store.schema.archive_reference import descriptions

METADATA, PLUGIN = "metadata.json", "plugins/monitor_links.py"
_PAGE = "The tables, columns and views are described in docs/reference/archive.md of the monitor."
# What a row is called where another table points to it, the first sort, and what to count by. Only by ids, which are
# in order of arrival, and only by columns of few values: a sort or a facet over a million rows takes seconds.
_TABLES: dict[str, dict[str, Any]] = {
    "articles": {"label_column": "title", "sort_desc": "id", "facets": ["outlet_id"]},
    "stories": {"label_column": "title", "sort_desc": "id"},
    "outlets": {"label_column": "name", "sort": "name", "facets": ["policy", "followed"]},
    "watches": {"label_column": "name", "sort": "name", "facets": ["alert", "active"]},
    "sources": {"label_column": "url", "facets": ["kind"]},
    "links": {"label_column": "url", "sort_desc": "id", "facets": ["state"]},
    "hits": {"label_column": "snippet", "sort_desc": "id", "facets": ["watch_id", "origin"]},
    "messages": {"sort_desc": "created_at", "facets": ["type"]},
    "deliveries": {"sort_desc": "id", "facets": ["state", "channel"]},
    "digests": {"label_column": "name", "sort_desc": "id"},
    "incidents": {"label_column": "detail", "sort_desc": "id", "facets": ["kind"]},
    "fetches": {"sort_desc": "id", "facets": ["kind", "status"]},
    "latest_hits": {"facets": ["watch", "outlet", "origin"]},
}
_QUERIES = {
    "stories_of_several_outlets": (
        "Stories of several outlets, newest first, and who was first",
        (
            "select stories.id as story_id, stories.title, outlets.name as first_reported_by, first_reported_at,"
            " outlet_count, article_count from stories join outlets on outlets.id = first_reported_by"
            " where outlet_count > 1 order by stories.id desc limit 100"
        ),
    ),
    "hits_of_a_watch": (
        "What a watch found, newest first",
        (
            "select outlet, title, url, published_at, snippet, story_id from latest_hits"
            " where watch_id = :watch_id limit 100"
        ),
    ),
    "watches_by_week": (
        "How much each watch found, by week",
        (
            "select strftime('%Y-%W', found_at) as week, watch_id, count(*) as hits,"
            " count(distinct story_id) as stories"
            " from hits group by week, watch_id order by week desc, hits desc limit 500"
        ),
    ),
    "alerts_that_were_not_sent": (
        "Why a hit caused no alert",
        (
            "select decided_at, watch_id, reason, articles.title, articles.story_id, article_id from suppressed"
            " join articles on articles.id = article_id order by article_id desc limit 100"
        ),
    ),
    "pages_that_became_no_article": (
        "Pages that were refused or given up, and why",
        (
            "select outlet_id, url, state, reason, detail, tried_at from links"
            " where state in ('refused', 'quarantined', 'given_up') order by id desc limit 100"
        ),
    ),
    "what_could_not_be_sent": (
        "Deliveries that failed or were given up",
        (
            "select deliveries.id, channel, recipient, state, attempts, next_at, last_error, messages.type,"
            " messages.watch_id, messages.story_id from deliveries join messages on messages.id = message_id"
            " where state in ('failed', 'dead') order by deliveries.id desc limit 100"
        ),
    ),
}
_PLUGIN = '''"""Ids in views and queries are links, as those in tables are. Written by `monitor datasette`."""

from datasette import hookimpl
from datasette.utils import tilde_encode
from markupsafe import Markup, escape

TABLES = {"story_id": "stories", "article_id": "articles", "watch_id": "watches", "outlet_id": "outlets"}


@hookimpl
def render_cell(value, column, database, datasette):
    """A link to the row of an id; everything else as Datasette shows it."""
    if column in TABLES and isinstance(value, (int, str)) and value != "":
        place = datasette.urls.table(database, TABLES[column])
        return Markup('<a href="{}/{}">{}</a>').format(place, tilde_encode(str(value)), escape(str(value)))
    return None
'''


def files(archive: Archive) -> dict[str, str]:
    """The files, by their names in Datasette's folder."""
    tables: dict[str, dict[str, Any]] = {name: dict(settings) for name, settings in _TABLES.items()}
    for name, (about, columns) in descriptions(archive).items():
        tables.setdefault(name, {}).update(description=about, columns=columns)
    queries = {name: {"title": title, "sql": sql} for name, (title, sql) in _QUERIES.items()}
    database = {"description": "What the monitor saw.", "tables": tables, "queries": queries}
    metadata = {"title": "News archive", "description": _PAGE, "databases": {archive.path.stem: database}}
    return {METADATA: json.dumps(metadata, indent=1, ensure_ascii=False) + "\n", PLUGIN: _PLUGIN}
