"""What happened to an address at every stage, and why: listed, read, stored, grouped, found, sent."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from monitor import phrasing
from monitor.errors import UserError
from monitor.model import Origin
from monitor.reading import urls
from monitor.report_time import declared
from monitor.store import (
    alerts_made,
    articles,
    fetches,
    held,
    hits,
    links,
    outlet_credits,
    outlet_repeats,
    rereadings,
    shortfalls,
    sources,
    stories,
    suppressed,
)
from monitor.store.archive import Archive
from monitor.store.articles import StoredArticle
from monitor.store.rereadings import Rereading
from monitor.story import SentMessage, StoryHit, Suppressed, SuppressedAlert, Suppression
from monitor.views import news_facts, outlet_names, remarks, story_facts, suppression, what_fails

SHOWN = 5  # requests and messages
_REQUEST = ("at", "status", "bytes", "seconds", "error")
_LINK = (
    "outlet", "source", "origin", "state", "title", "published_at", "found_at", "attempts", "tried_at", "next_at",
    "reason", "detail", "pruned_at",
)  # fmt: skip


def facts(archive: Archive, url: str, at: datetime) -> dict[str, Any]:
    """What each stage knows of an address at that time; None or an empty list where it knows nothing.

    Raises:
        UserError: it is no address that could be known.
    """
    key = urls.canonical(url)
    if key is None:
        raise UserError(
            f"{phrasing.cut(url, 200)!r} is not a web address that can be read",
            hint="an address begins with https:// or http://; an article has a number, too",
        )
    link = links.find(archive, url)
    fell_short = shortfalls.of_links(archive, [link.id] if link else [])
    stored = articles.find(archive, key)
    if stored is None and link and link.article_id:
        stored = articles.get(archive, link.article_id)
    found = [] if stored is None else hits.of_article(archive, stored.id)
    asked = [
        fetch
        for address in dict.fromkeys([url, link.url if link else url])
        for fetch in fetches.of_url(archive, address)
    ]
    return {
        "url": url,
        "key": key,
        "source": _source(archive, url, at),
        "link": link and {name: getattr(link, name) for name in _LINK},
        "shortfalls": [asdict(short) for each in fell_short.values() for short in each],
        "requests": [{name: getattr(fetch, name) for name in _REQUEST} for fetch in asked[:SHOWN]],
        "article": stored and _article(archive, stored),
        "story": stored and stored.story_id and _story(archive, stored),
        "credits": [] if stored is None else _credits(archive, stored),
        "facts": [] if stored is None else news_facts.found(stored),
        "hits": [] if stored is None else _hits(archive, stored, found),
        "held": [] if stored is None else _held(archive, stored),
        "suppressed": [] if stored is None else _suppressed(archive, stored, found),
        "remarks": remarks.NOTHING if stored is None else remarks.of_article(archive, stored.id),
    }


def _credits(archive: Archive, stored: StoredArticle) -> list[dict[str, Any]]:
    found = outlet_credits.of_articles(archive, [stored.id])
    named = outlet_names.names(archive, (one.outlet for credited in found.values() for one in credited))
    return [asdict(one) | {"outlet_name": named[one.outlet]} for credited in found.values() for one in credited]


def _source(archive: Archive, url: str, at: datetime) -> dict[str, Any] | None:
    found = sources.at(archive, url)
    if found is None:
        return None
    outlet, name, state = found
    said = what_fails.state_of(state, at)
    return {
        "outlet": outlet,
        "outlet_name": name,
        "kind": state.source.kind.value,
        "state": said if state.replaces is None else f"in the place of another; {said}",
        "instead": state.successor and state.successor.source.url,
    }


def _article(archive: Archive, stored: StoredArticle) -> dict[str, Any]:
    return {
        "id": stored.id,
        "url": stored.article.url,
        "title": stored.article.title,
        "outlet": stored.article.outlet,
        "words": len(stored.article.body.split()),
        "title_confidence": stored.article.title_confidence,
        "text_confidence": stored.article.text_confidence,
        "author_confidence": stored.article.author_confidence,
        "date_confidence": stored.article.date_confidence,
        "left_out": len(stored.article.left_out),
        "left_out_texts": outlet_repeats.texts(archive, stored.article.outlet, stored.article.left_out),
        "language": stored.article.language,
        "published_at": declared(stored.article.published_at, has_time=stored.article.published_has_time),
        "found_at": stored.found_at,
        "listed_at": stored.witness.listed_at if stored.witness else None,
        "absent_at": stored.witness.absent_at if stored.witness else None,
        "reported_at": stored.reported,
        "origin": stored.origin.value,
        "read_again": _clock(rereadings.of(archive, stored.id)),
        "revisions": [
            {
                "at": revision.replaced_at,
                "kinds": [kind.value for kind in revision.kinds],
                "changes": list(revision.changes),
                "old_title": revision.title,
                "sentences": [asdict(change) for change in revision.sentences],
            }
            for revision in articles.revisions(archive, stored.id)
        ],
    }


def _clock(known: Rereading | None) -> dict[str, Any] | None:
    return None if known is None else {name: value for name, value in asdict(known).items() if name != "article_id"}


def _story(archive: Archive, stored: StoredArticle) -> dict[str, Any] | None:
    view = stories.get(archive, stored.story_id or 0)
    if view is None:
        return None
    return {
        "id": view.id,
        "title": view.title,
        "articles": len(view.reports),
        "outlets": view.outlet_count,
        "first_reported_by": view.first_reported_by,
        "copy_of": stored.copy_of,
        **story_facts.of_article(archive, view, stored),
    }


def _held(archive: Archive, stored: StoredArticle) -> list[dict[str, Any]]:
    """The alerts that waited for the time of their persons, or do so."""
    return [
        {
            "person": row.person,
            "watches": list(row.watches),
            "by": row.by.value,
            "held_at": row.held_at,
            "message_id": row.message_id,
        }
        for row in held.of_article(archive, stored.id)
    ]


def _whose(message: SentMessage) -> dict[str, Any]:
    """Whom a message is for, and all watches that it names, where it is a person's."""
    if message.person is None:
        return {"person": None, "watches": []}
    alerts = message.data.get("alerts") or [message.data]
    names = (name for alert in alerts for name in alert.get("person", {}).get("watches", ()))
    return {"person": message.person, "watches": list(dict.fromkeys(names))}


def _suppressed(archive: Archive, stored: StoredArticle, found: Sequence[StoryHit]) -> list[dict[str, Any]]:
    """The decisions that were kept, after those that a hit's origin shows: only live articles are decided on."""
    not_live = [
        SuppressedAlert(
            watch=hit.watch,
            watch_name=hit.watch_name,
            at=hit.found_at,
            why=Suppressed(reason=Suppression.NOT_LIVE, facts={"origin": hit.origin.value}),
        )
        for hit in found
        if hit.origin is not Origin.LIVE
    ]
    return [suppression.facts(alert) for alert in (*not_live, *suppressed.of_article(archive, stored.id))]


def _hits(archive: Archive, stored: StoredArticle, found: Sequence[StoryHit]) -> list[dict[str, Any]]:
    return [
        {
            "watch": hit.watch_name,
            "watch_id": hit.watch,
            "watch_kind": hit.watch_kind,
            "watch_ids": hit.watch_ids,
            "field": hit.field,
            "snippet": hit.snippet,
            "origin": hit.origin.value,
            "found_at": hit.found_at,
            "early": hit.is_early,
            "embargo": hit.lifts_at,
            "messages": [
                news_facts.of_message(message, stored) | _whose(message)
                for message in alerts_made.on_story(archive, hit.story or 0, hit.watch)[:SHOWN]
            ],
        }
        for hit in found
    ]
