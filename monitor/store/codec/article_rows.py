"""Articles to rows and back."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from monitor import text
from monitor.model import Article
from monitor.store.codec.json_columns import dump, load
from monitor.store.codec.timestamps import moment, stamp

COLUMNS = (
    "url",
    "url_key",
    "canonical_url",
    "outlet_id",
    "title",
    "standfirst",
    "authors",
    "published_at",
    "published_has_time",
    "published_zone",
    "updated_at",
    "reported_at",
    "found_at",
    "language",
    "section",
    "tags",
    "image",
    "kind",
    "paywalled",
    "origin",
    "story_id",
    "copy_of",
    "content_hash",
    "body",
    "respelled",
)


def columns_of(article: Article) -> dict[str, Any]:
    """The columns that an article itself fills: those that a revision replaces."""
    return {
        "url": article.url,
        "canonical_url": article.canonical_url,
        "outlet_id": article.outlet,
        "title": article.title,
        "standfirst": article.standfirst,
        "authors": dump(article.authors),
        "published_at": stamp(article.published_at),
        "published_has_time": article.published_has_time,
        "published_zone": _zone(article.published_at),
        "updated_at": stamp(article.updated_at),
        "language": article.language,
        "section": article.section,
        "tags": dump(article.tags),
        "image": article.image,
        "kind": article.kind,
        "paywalled": article.paywalled,
        "body": article.body,
        "respelled": text.respelled(
            article.title,
            article.standfirst or "",
            article.body,
            *article.authors,
            article.section or "",
            *article.tags,
        ),
    }


def article_of(row: Any) -> Article:
    """The article of a row; whatever another program left out is empty."""
    published = moment(row["published_at"])
    return Article(
        url=row["url"],
        outlet=row["outlet_id"],
        title=row["title"],
        body=row["body"],
        standfirst=row["standfirst"],
        authors=tuple(load(row["authors"], list[str], [])),
        published_at=published.astimezone(_offset(row["published_zone"])) if published else None,
        published_has_time=bool(row["published_has_time"]),
        updated_at=moment(row["updated_at"]),
        language=row["language"],
        section=row["section"],
        tags=tuple(load(row["tags"], list[str], [])),
        image=row["image"],
        kind=row["kind"],
        paywalled=bool(row["paywalled"]),
        canonical_url=row["canonical_url"],
    )


def reported_at(article: Article, found_at: datetime) -> datetime:
    """When an article counts as reported: as it says, where that can be; and never after it was found.

    A day alone counts as the end of that day, so that an outlet without clock times is not first by midnight.
    """
    said = article.published_at
    if said is not None and not article.published_has_time:
        said += timedelta(days=1)
    return found_at if said is None else min(said, found_at)


def _zone(at: datetime | None) -> str | None:
    offset = at.utcoffset() if at else None
    if not offset:
        return None
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _offset(zone: str | None) -> timezone:
    try:
        hours, minutes = (zone or "+00:00").split(":")
        return timezone((-1 if hours.startswith("-") else 1) * timedelta(hours=abs(int(hours)), minutes=int(minutes)))
    except ValueError:
        return UTC
