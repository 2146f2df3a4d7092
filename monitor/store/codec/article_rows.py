"""Articles to rows and back: each field of `Article` is the column of its name, but for the few named here."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

from monitor import text
from monitor.model import Article
from monitor.store.codec.json_columns import dump
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import moment, stamp

_NAMES = {"outlet": "outlet_id"}  # fields whose column has another name

OWN = (*(_NAMES.get(field.name, field.name) for field in fields(Article)), "published_zone", "respelled")
COLUMNS = (
    *OWN,
    "url_key",
    "reported_at",
    "reported_day",
    "found_at",
    "listed_at",
    "absent_at",
    "origin",
    "story_id",
    "copy_of",
    "role",
    "placement",
    "content_hash",
)


def columns_of(article: Article) -> dict[str, Any]:
    """The columns that an article itself fills (`OWN`): those that a revision replaces."""
    columns = {_NAMES.get(field.name, field.name): _cell(getattr(article, field.name)) for field in _FIELDS}
    columns["published_zone"] = _zone(article.published_at)
    columns["respelled"] = text.respelled(
        article.title,
        article.standfirst or "",
        article.body,
        *article.authors,
        article.section or "",
        *article.tags,
    )
    return columns


def article_of(row: Any) -> Article:
    """The article of a row; whatever another program left out is empty."""
    published = moment(row["published_at"])
    return record(
        Article,
        row,
        outlet=row["outlet_id"],
        published_at=published.astimezone(_offset(row["published_zone"])) if published else None,
    )


_FIELDS = fields(Article)


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return stamp(value)
    return dump(value) if isinstance(value, tuple) else value


def _zone(at: datetime | None) -> str | None:
    offset = at.utcoffset() if at else None
    if not offset:
        return None
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


@lru_cache(100)
def _offset(zone: str | None) -> timezone:
    try:
        hours, minutes = (zone or "+00:00").split(":")
        return timezone((-1 if hours.startswith("-") else 1) * timedelta(hours=abs(int(hours)), minutes=int(minutes)))
    except ValueError:
        return UTC
