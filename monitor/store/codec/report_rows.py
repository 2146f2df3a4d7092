"""The columns of a report, and the report of a row: each field of `Report` is selected by its name.

A query that wants them joins `articles` and `outlets`, and asks for `COLUMNS`. A new field of `Report` that has a
column of its name in `articles` needs nothing here.
"""

from dataclasses import fields
from typing import Any

from monitor.report_time import ReportTime
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import moment
from monitor.story import Report

REPORTED = "coalesce(articles.reported_at, articles.found_at)"  # another program's article has no time of report
_PREFIX = "report_"
_SOURCES = {  # where a field is not the column of its name
    "article_id": "articles.id",
    "outlet": "articles.outlet_id",
    "outlet_name": "outlets.name",
    "is_release": "(outlets.kind = 'press')",
    "published_at": "iif(articles.published_has_time, articles.published_at, "
    "date(articles.published_at, coalesce(articles.published_zone, '+00:00')))",
    "reported": REPORTED,
}

COLUMNS = ", ".join(
    f"{_SOURCES.get(field.name, f'articles.{field.name}')} as {_PREFIX}{field.name}" for field in fields(Report)
)
COLUMNS += f", articles.reported_day as {_PREFIX}day"


def report_of(row: Any) -> Report:
    """The report of a row."""
    return record(Report, row, prefix=_PREFIX, reported=report_time(row[f"{_PREFIX}reported"], row[f"{_PREFIX}day"]))


def report_time(at: str, day: str | None) -> ReportTime:
    """The value of the columns `reported_at` and `reported_day`."""
    found = moment(at)
    stated = moment(day)
    return ReportTime(found, stated.date() if stated else None)
